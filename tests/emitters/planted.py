"""A report with a slip of nearly every kind in it, read against the contract by hand: `SLIPS` says what is wrong in it and where."""

from __future__ import annotations

from functools import cache

from extractor.language.patterns import builtin
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from tests.setting import set_report

TEXT = """云丰县民政局关于2022年度困难群众救助资金绩效自评的报告

省民政厅：

根据要求，我局开展了自评，满分100分，自评得分95分，现将有关情况报告如下。

一、资金管理（50分，自评得分47分）

全年预算864万元，实际支出821万元，执行率91.5%。收到资金864万元，其中：中央资金600万元、省级资金252万元、县级资金22万元，共计864万元。
全年资助1200人，每人500元，共计62万元。全年发放补贴36万元，人均补贴300元，惠及1200人。

（一）资金到位（25分，自评得分25分）

补助标准为每人每月540元，即每年6500元。

（二）资金使用（25分，自评得分23分）

因拨付不及时，扣减1分。

二、任务完成（50分，自评得分49分）

2022年救助对象1640人，比上年的1500人增加150人，增长9.3%。2021年建设道路72公里，2022年建设86.4公里，同比增长25%。

因档案不全，扣减1分。满意度为94.6%，高于95%的目标。各项权重为40%、40%、25%。

云丰县民政局
2023年2月10日
"""

SLIPS = {
    "score/section-self-sum": "47",
    "score/total-self-sum": "95",
    "score/deduction": "23",
    "claim/ratio": "91.5%",
    "claim/growth": "25%",
    "claim/difference": "150人",
    "claim/product": "62万元",
    "claim/breakdown": "864万元",
    "claim/conversion": "6500元",
    "claim/weights": "25%",
}
"""The rules that fail, each with a figure that takes part."""


@cache
def planted() -> Report:
    """The report read from text."""
    return extract_bytes("自评报告.txt", TEXT.encode(), builtin())


@cache
def planted_pdf() -> tuple[Report, bytes]:
    """The report read from a PDF of two pages, and the PDF."""
    source = set_report(TEXT).pdf
    return extract_bytes("自评报告.pdf", source, builtin()), source

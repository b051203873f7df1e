"""Forms of whole reports whose figures were unread or accused falsely: what each must tell, and what it must leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.model.report import Report, Severity
from extractor.pipeline import extract

BODY = """枫屿县防治站关于2022年度查螺经费绩效自评的情况报告
枫屿市防治站：
根据有关要求，我站对2022年度查螺经费进行了自评，现将有关情况报告如下。
一、组织实施（分值40分，我站得分39分）
（一）春季查螺（分值20分，我站得分19.5分）
已全部完成，该项任务因台账资料不全，扣0.5分。
（二）药物灭螺（分值20分，我站得分19.5分）
已全部完成，因部分任务推进较慢，扣0.5分。
二、产出效益，考核分值60分，自评58分
（一）查病（分值30分，自评得分29分）
工作有序，因宣传不够，扣1分。{more}
（二）治病（分值30分，自评得分29分）
工作稳步推进，由于人员不足，这项工作扣1分。
三、存在的不足
一是人员不足；二是经费偏紧。
{close}
枫屿县防治站
2023年1月5日
"""


def read(folder: Path, text: str) -> Report:
    path = folder / "report.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path)


def told(report: Report) -> list[str]:
    """The rules of errors and warnings, those of form left out."""
    return [
        one.rule
        for one in report.verification.findings
        if one.severity is not Severity.NOTE and not one.rule.startswith(("document/", "structure/"))
    ]


CLOSINGS = {
    "自评得分总共97分。": "97",
    "根据指标体系，我站2022年度查螺经费评价得分97分。": "97",
    "自评工作组核定得分97分。": "97",
    "经梳理，本次自评总分100分，得分97分。": "97",
    "各部分得分如下：组织实施分值40分，最终得分39分；产出效益分值60分，最终得分58分。合计自评得分97分。": "97",
    "组织实施满分40分、得分39分；产出效益满分60分、得分58分，以上各部分合计自评得分97分。": "97",
    "总分100分，扣分情况如下：因台账资料不全，本指标扣0.5分；因部分任务推进较慢，本指标扣0.5分；因宣传不够，本指标扣1分；因人员不足，本指标扣1分。"
    "上述4项合计扣3分，最终自评得分97分。": "97",
    "总分100分，主要扣分情况：\n因台账资料不全，扣了0.5分；因部分任务推进较慢扣减0.5分；因宣传不够，此项扣1分；因人员不足，扣1分，以上4项共扣分3分，自评得分为97分。": "97",
}


@pytest.mark.parametrize("close", CLOSINGS)
def test_a_closing_declares_the_total_and_nothing_is_accused(close: str, tmp_path: Path) -> None:
    report = read(tmp_path, BODY.format(more="", close=close))
    assert report.facts.totals.self is not None
    assert str(report.facts.totals.self.value) == CLOSINGS[close]
    assert told(report) == []
    assert report.facts.inferred == ()


@pytest.mark.parametrize("close", [one for one in CLOSINGS if "下" in one or "总共" in one or "各部分合计" in one])
def test_a_slip_in_the_total_is_told(close: str, tmp_path: Path) -> None:
    report = read(tmp_path, BODY.format(more="", close=close.replace("97分", "95分")))
    assert {"score/total-self-sum", "score/total-deduction"} & set(told(report))


def test_titles_and_reasons_of_items(tmp_path: Path) -> None:
    report = read(tmp_path, BODY.format(more="", close=""))
    assert [one.title for one in report.outline.sections] == ["组织实施", "产出效益", "存在的不足"]
    reasons = [one.reason for id in ("1.1", "1.2", "2.1", "2.2") for one in report.facts.scores[id].deductions]
    assert reasons == ["台账资料不全", "部分任务推进较慢", "宣传不够", "人员不足"]


def test_what_others_gave_is_no_total(tmp_path: Path) -> None:
    report = read(tmp_path, BODY.format(more="行风评议得分为91.5分，在参评单位中居于前列。", close="自评得分97分。"))
    assert told(report) == []
    assert str(report.facts.totals.self and report.facts.totals.self.value) == "97"


SENTENCES = {
    "得分构成：决策14.5分＋过程18分＋产出33分＋效益30分＝95.5分。": [],
    "得分构成：决策14.5分＋过程18分＋产出33分＋效益30分＝96.5分。": ["claim/sum"],
    "科室得分=94×0.3+92×0.7=92.6分。": [],
    "科室得分=94×0.3+92×0.7=93.6分。": ["claim/product"],
    "线上咨询301件、现场咨询116件、电话咨询195件，共计612件。": [],
    "线上咨询301件、现场咨询116件、电话咨询195件，共计311件。": ["claim/sum"],
    "发放资料301件，现场咨询116件、电话咨询195件，共计311件。": [],
    "查螺支出415.74万元，其中：人员支出263.65万元，公用支出180.23万元，项目支出235.52万元。": ["claim/breakdown"],
    "培训321人次，其中男117人次、女204人次、党员85人次。": [],
    "来访登记46件，其中政策咨询29件。救助服务合格率为81%，不低于80%的目标要求。": [],
    "月标准为每人530元，折合年标准每人6310元。": ["claim/conversion"],
    "按时办结率93.4%，超过细则规定的90%。": [],
    "按时办结率87.4%，超过细则规定的90%。": ["claim/bound"],
    "合同款分三次支付，签订合同后付50%，中期验收后付40%，终期验收后付20%。": ["claim/weights"],
    "年初预算279万元，年中调整为362万元，追加38万元。": ["claim/difference"],
}


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences(sentence: str, tmp_path: Path) -> None:
    report = read(tmp_path, BODY.format(more=sentence, close=""))
    assert told(report) == SENTENCES[sentence]


def test_the_convention_of_a_total_follows_the_section_whose_sum_fails(tmp_path: Path) -> None:
    """One wrong section, a bonus on top of the total: one finding."""
    text = """枫屿县防治站关于2022年度查螺经费绩效自评的情况报告
一、组织实施（分值43分，自评得分40分）
（一）春季查螺（分值20分，自评得分20分）
已全部完成。
（二）药物灭螺（分值20分，自评得分20分）
已全部完成。
二、产出效益（分值60分，自评得分60分）
（一）查病（分值30分，自评得分30分）
工作有序。
（二）治病（分值30分，自评得分30分）
工作稳步推进。
三、加分项（加分上限5分，自评加分3分）
获表彰，申请加分。
总分100分，自评得分103分。
"""
    report = read(tmp_path, text)
    assert [one.rule for one in report.verification.findings if one.severity is Severity.ERROR] == ["score/section-max-sum"]
    assert read(tmp_path, text.replace("分值43分", "分值40分")).verification.findings == ()


def test_both_sides_of_a_sum_off_by_different_points(tmp_path: Path) -> None:
    """More full score and less obtained than the three items have: no item is missing, each side has a slip of its own."""
    text = """枫屿县园林站关于2022年度绿化工作考核自评的报告
一 绿化养护（满分62分，自评得分56分）
1 行道树修剪（20分，自评得分19分）
已全部完成。
2 草坪管护（20分，自评得分19分）
按计划完成浇水施肥。
3 补植补种（20分，自评得分19分）
已补植苗木。
二 设施管理（满分40分，自评得分39分）
1 园路维护（20分，自评得分20分）
全部完好。
2 座椅维修（20分，自评得分19分）
已维修座椅。
"""
    report = read(tmp_path, text)
    assert [one.label for one in report.outline.walk()] == ["一、", "1", "2", "3", "二、", "1", "2"]
    errors = [one.rule for one in report.verification.findings if one.severity is Severity.ERROR]
    assert errors == ["score/section-max-sum", "score/section-self-sum"]
    missing = read(tmp_path, text.replace("满分62分，自评得分56分", "满分80分，自评得分66分"))  # an item of 20 and 9 points may be unread
    assert len([one for one in missing.verification.findings if one.severity is Severity.ERROR]) < 2

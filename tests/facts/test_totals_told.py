"""What a report obtained as a whole, told beside other years, as a pair of plain words, and behind groups whose heading has no score."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.language.patterns import builtin
from extractor.model.report import Report, Severity
from extractor.pipeline import extract_bytes

HEAD = "某县水文中心关于2022年度水文巡测项目支出绩效自评情况的报告\n\n县财政局：\n\n现将自评情况报告如下。\n\n"
END = "\n\n某县水文中心\n\n2023年3月1日\n"


def extracted(body: str) -> Report:
    return extract_bytes("a.txt", f"{HEAD}{body}{END}".encode(), builtin())


def errors(report: Report) -> list[str]:
    return [one.rule for one in report.verification.findings if one.severity is Severity.ERROR]


def concluded(words: str) -> Report:
    return extracted(
        "一、断面巡测（满分40分，自评得分36分）\n\n二、设施养护（满分60分，自评得分55分）\n\n三、自评结论\n\n"
        f"总分100分，自评得分91分。{words}"
    )


@pytest.mark.parametrize(
    "words",
    [
        "2021年度该项目自评得分为87.4分，本年度有所提高。",
        "2021年度同一专项自评得分为87.4分，进步明显。",
        "2021年，该项目自评得分为87.4分。",
        "上年度，本项目得分87.4分。",
        "2021年度自查得87.4分，2022年度进步3.6分。",
        "上年度自评得分87.4分，此次提升3.6分。",
        "2021年度该专项得分为93.1分，本年度较其减少2.1分。",
        "等级由“良”升到“优”。",
        "等次从“良好”提升为“优秀”。",
    ],
)
def test_other_year(words: str) -> None:
    report = concluded(words)
    assert report.facts.totals.self is not None
    assert report.facts.totals.self.value == Decimal(91)
    assert not [look for look in report.facts.look_alikes if look.explained is None]
    assert errors(report) == []


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("2021年度自查得87.4分，2022年度进步6.3分。", "claim/difference"),
        ("上年度自评得分87.4分，此次提升4.6分。", "claim/difference"),
        ("2021年度该专项得分为93.1分，本年度较其减少1.2分。", "claim/difference"),
        ("等级由“优”降为“良”。", "score/grade"),
        ("2022年，该项目自评得分为97分。", "score/conflict"),
    ],
)
def test_other_year_wrong(words: str, rule: str) -> None:
    assert errors(concluded(words)) == [rule]


def test_change_of_an_item() -> None:
    assert errors(concluded("该县上年满意度得分8分，本年度提高1.5分。")) == []


@pytest.mark.parametrize(
    "words",
    [
        "本项目应得100分，实得91分，评定等次为“优”。",
        "对照《水文巡测评价指标体系》，本项目满分100分，实得91分。各部分得分如下：",
        "该项目标准分100分，实得91分，等次为优。",
        "全部指标应得100分，实际得到91分。",
    ],
)
def test_plain_pair(words: str) -> None:
    body = f"一、基本情况\n\n本项目为延续项目。\n\n二、自评情况\n\n{words}\n\n（一）断面巡测（满分40分，自评得分36分）\n\n（二）设施养护（满分60分，自评得分55分）"
    totals = extracted(body).facts.totals
    assert totals.max is not None
    assert totals.self is not None
    assert (totals.max.value, totals.self.value) == (Decimal(100), Decimal(91))
    wrong = extracted(body.replace("得91分", "得93分").replace("得到91分", "得到93分"))
    assert errors(wrong) == ["score/total-self-sum"]


def grouped(first: str, second: str) -> Report:
    return extracted(
        "一、断面巡测\n\n（一）水位。设站12处。此项分值26分，自评得分26分。\n\n（二）流量。测流80次。此项分值14分，因漏测一次，扣减0.5分，自评得分13.5分。\n\n"
        f"{first}\n\n二、设施养护\n\n（一）缆道。养护9座。此项分值50分，自评得分50分。\n\n（二）标尺。更换41支。此项分值10分，因编号不清，扣减1分，自评得分9分。\n\n"
        f"{second}\n\n三、综合结论\n\n两个部分分值合计100分，累计扣分1.5分，自评总分98.5分。"
    )


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("本部分分值40分，自评得分39.5分，扣0.5分。", "本部分分值60分，自评得分59分，扣1分。"),
        ("该大项应得40分，实得39.5分。", "该大项应得60分，实得59分。"),
        ("本类指标分值40分，自评得分39.5分。", "本类指标分值60分，自评得分59分。"),
    ],
)
def test_closed_group(first: str, second: str) -> None:
    report = grouped(first, second)
    assert {id: (score.max, score.self) for id, score in report.facts.scores.items() if "." not in id} == {
        "1": (Decimal(40), Decimal("39.5")),
        "2": (Decimal(60), Decimal(59)),
    }
    assert errors(report) == []
    assert errors(grouped(first.replace("39.5分", "38.5分"), second)) == ["score/section-self-sum"]
    assert errors(grouped(first, second.replace("60分", "66分"))) == ["score/section-max-sum"]


@pytest.mark.parametrize("head", ["扣分构成是：", "具体扣分分布为：", "失分明细：", "主要失分在", "扣分情况如下："])
def test_listed_losses(head: str) -> None:
    listed = f"{head}断面巡测4分、设施养护5分"
    report = concluded(f"{listed}，共扣9分。")
    assert [one.points for one in report.facts.totals.deductions] == [Decimal(4), Decimal(5)]
    assert not [look for look in report.facts.look_alikes if look.explained is None]
    assert errors(report) == []
    assert errors(concluded(f"{listed}，共扣8分。")) == ["score/total-deduction"]


@pytest.mark.parametrize("words", ["扣分标准：超期1分、缺项2分。", "扣分情况：断面巡测得36分、设施养护得55分。"])
def test_no_losses(words: str) -> None:
    assert concluded(words).facts.totals.deductions == ()


@pytest.mark.parametrize(
    "words",
    ["3家养护公司同步自评，得分分别为94分、91分、88分，算术平均为91分。", "三个养护中队分别自评，得分依次为94分、91分和88分，平均91分。"],
)
def test_mean(words: str) -> None:
    report = concluded(words)
    assert not [look for look in report.facts.look_alikes if look.explained is None]
    assert errors(report) == []
    assert errors(concluded(words.replace("均91分", "均97分").replace("均为91分", "均为97分"))) == ["claim/average"]

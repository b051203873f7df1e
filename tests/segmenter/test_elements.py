"""Each case is a small document: plain paragraphs, what must come out, and what must not."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.language.patterns import builtin
from extractor.model.outline import DocumentInfo, DocumentNumber
from extractor.model.text import Span
from extractor.segmenter.elements import Elements, find_elements
from tests.segmenter.plain import to_text

OPENING = "根据《关于开展绩效自评工作的通知》（川财绩〔2022〕5号）要求，我局认真开展自评，现将有关情况报告如下。"
BODY = "一、基本情况\n我县共有低保对象1200户，全年发放资金300万元。"
TITLE = "某县民政局关于2021年度困难群众救助绩效自评情况的报告"


def elements(source: str, section: str | None = "一、") -> Elements:
    text = to_text(source)
    first = text.content.index(section) if section else len(text.content)
    return find_elements(text, first, len(text.content), builtin())


def info(source: str, section: str | None = "一、") -> DocumentInfo:
    return elements(source, section).info


def head(lines: str) -> DocumentInfo:
    return info(f"{lines}\n{OPENING}\n{BODY}")


def tail(lines: str) -> DocumentInfo:
    return info(f"{TITLE}\n市民政局：\n{OPENING}\n{BODY}\n{lines}")


# ------------------------------------------------------------------------------------------------------------------ the seeds


def test_the_first_seed(seeds: Path) -> None:
    found = info((seeds / "yunnan-2016.txt").read_text(encoding="utf-8"))
    assert found.issuers == found.signatories == ("云南省民政厅", "云南省财政厅")
    assert found.number == DocumentNumber("云民社救〔2017〕7号", "云民社救", 2017, 7)
    assert found.title == "云南省民政厅云南省财政厅关于2016年度困难群众基本生活救助工作绩效评价自评报告"
    assert (found.period, found.programme, found.region) == (2016, "困难群众基本生活救助", ("云南省", "province"))
    assert found.addressees == ("民政部办公厅", "财政部办公厅")
    assert found.attachments == ("云南省2016年度困难群众基本生活救助工作绩效自评得分表",)
    assert (found.date, found.printed_by, found.printed_on) == ("2017-03-21", "云南省民政厅办公室", "2017-03-22")
    assert (found.signers, found.copied_to, found.cover) == ((), (), False)


def test_the_second_seed(seeds: Path) -> None:
    found = info((seeds / "bazhong-2021.txt").read_text(encoding="utf-8"))
    assert found.issuers == ("巴中市民政局", "巴中市财政局")
    assert found.number == DocumentNumber("巴市民政〔2021〕38号", "巴市民政", 2021, 38)
    assert found.signers == ("肖飞", "吕爱国")
    assert found.title == "巴中市民政局巴中市财政局关于报送2021年度困难群众救助工作绩效评价自评情况的报告"
    assert (found.period, found.programme, found.region) == (2021, "困难群众救助", ("巴中市", "city"))
    assert found.addressees == ("省民政厅",)
    assert found.attachments == ("2021年度巴中市困难群众救助工作绩效评价佐证",)
    assert found.copied_to == ("省财政厅",)
    assert (found.printed_by, found.printed_on) == ("巴中市民政局办公室", "2021-12-22")
    assert (found.date, found.signatories) == (None, ())


# ------------------------------------------------------------------------------------------------------------------ letterhead


@pytest.mark.parametrize(
    ("lines", "issuers"),
    [
        ("甲县民政局文件\n甲民〔2022〕3号\n甲县民政局关于2021年自评情况的报告", ("甲县民政局",)),
        ("甲县民政局 文件 甲县财政局\n甲民〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局", "甲县财政局")),
        ("甲县民政局 甲县财政局 文件\n甲民〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局", "甲县财政局")),
        ("甲县民政局\n文件\n甲县财政局\n甲民〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局", "甲县财政局")),
        ("甲县民政局文件\n甲县财政局\n甲县审计局\n甲民〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局", "甲县财政局", "甲县审计局")),
        ("甲县民政局文件\n甲县民政局\n关于2021年自评情况的报告", ("甲县民政局",)),
        ("甲县民政局甲县财政局文件\n甲民〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局", "甲县财政局")),
        ("甲 县 民 政 局 文 件\n甲民〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局",)),
        ("甲县民政局\n甲民〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局",)),
        ("甲县民政局\n甲县民政局2021年度自评报告", ("甲县民政局",)),
        ("甲县民政局 办公室 文件\n甲民办〔2022〕3号\n关于2021年自评情况的报告", ("甲县民政局办公室",)),
        ("乙省卫生健康委员会文件\n乙卫财〔2022〕3号\n关于2021年自评情况的报告", ("乙省卫生健康委员会",)),
    ],
)
def test_issuers_from_the_letterhead(lines: str, issuers: tuple[str, ...]) -> None:
    assert head(lines).issuers == issuers


def test_issuers_without_a_letterhead_are_those_who_sign() -> None:
    assert tail("甲县民政局 甲县财政局\n2022年3月1日").issuers == ("甲县民政局", "甲县财政局")


def test_issuers_without_letterhead_and_signature_stand_in_the_title() -> None:
    assert head("甲县民政局 甲县财政局关于2021年度自评情况的报告").issuers == ("甲县民政局", "甲县财政局")
    assert head("甲县民政局甲县财政局关于2021年度自评情况的报告").issuers == ("甲县民政局", "甲县财政局")
    assert head("甲县民政局2021年度绩效自评报告").issuers == ("甲县民政局",)
    assert head("甲县2021年度绩效自评报告").issuers == ()


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("云民社救〔2017〕7号", DocumentNumber("云民社救〔2017〕7号", "云民社救", 2017, 7)),
        ("云民社救〔2017〕 48 号", DocumentNumber("云民社救〔2017〕48号", "云民社救", 2017, 48)),
        ("云民社救[2021]7号", DocumentNumber("云民社救〔2021〕7号", "云民社救", 2021, 7)),
        ("云民社救【2023】7号", DocumentNumber("云民社救〔2023〕7号", "云民社救", 2023, 7)),
        ("云民社救﹝2019﹞7号", DocumentNumber("云民社救〔2019〕7号", "云民社救", 2019, 7)),
        ("云民社救(2004)7号", DocumentNumber("云民社救〔2004〕7号", "云民社救", 2004, 7)),
        ("云民社救（2004）7号", DocumentNumber("云民社救〔2004〕7号", "云民社救", 2004, 7)),
        ("川民〔201834号", DocumentNumber("川民〔2018〕34号", "川民", 2018, 34)),
        ("川民函2020〕189号", DocumentNumber("川民函〔2020〕189号", "川民函", 2020, 189)),
        ("甲政字〔2020〕第5号", DocumentNumber("甲政字〔2020〕第5号", "甲政字", 2020, 5)),
        ("甲民发〔20xx〕x号", DocumentNumber("甲民发〔20xx〕x号", "甲民发", None, None)),
        ("文号：甲民发〔2022〕9号", DocumentNumber("甲民发〔2022〕9号", "甲民发", 2022, 9)),
    ],
)
def test_number(printed: str, number: DocumentNumber) -> None:
    assert head(f"{printed}\n{TITLE}").number == number


def test_a_number_below_the_title_is_the_documents_own() -> None:
    found = head(f"{TITLE}\n甲民发〔2022〕9号\n市民政局：")
    assert found.number == DocumentNumber("甲民发〔2022〕9号", "甲民发", 2022, 9)
    assert (found.title, found.addressees) == (TITLE, ("市民政局",))


@pytest.mark.parametrize(
    "source",
    [
        f"{TITLE}\n{OPENING}\n{BODY}",
        f"{TITLE}\n市民政局：\n按照川民发〔2021〕151号文件要求，现报告如下：\n{BODY}",
        f"{TITLE}\n（川民发〔2021〕151号）文件下达后，我局认真落实。\n{BODY}\n云政发〔2016〕73号",
    ],
)
def test_a_number_that_the_text_cites_is_not_the_documents_own(source: str) -> None:
    assert info(source).number is None


@pytest.mark.parametrize(
    ("lines", "signers"),
    [
        ("甲民〔2022〕3号 签发人：肖飞", ("肖飞",)),
        ("甲民〔2022〕3号 签发人：肖飞 吕爱国", ("肖飞", "吕爱国")),
        ("甲民〔2022〕3号\n签发人：肖 飞 吕爱国", ("肖飞", "吕爱国")),
        ("甲民〔2022〕3号 签发人：肖飞\n吕爱国", ("肖飞", "吕爱国")),
        ("甲民〔2022〕3号\n签发人：肖飞、吕爱国", ("肖飞", "吕爱国")),
        ("甲民〔2022〕3号\n签发人：", ()),
        ("甲民〔2022〕3号", ()),
    ],
)
def test_signers(lines: str, signers: tuple[str, ...]) -> None:
    found = head(f"甲县民政局文件\n{lines}\n{TITLE}")
    assert found.signers == signers
    assert found.number == DocumentNumber("甲民〔2022〕3号", "甲民", 2022, 3)
    assert found.title == TITLE


@pytest.mark.parametrize(
    ("lines", "security", "urgency"),
    [
        ("000012\n秘密★1年\n特急", "秘密★1年", "特急"),
        ("机密★1年 加急", "机密★1年", "加急"),
        ("急件", None, "急件"),
        ("秘密", "秘密", None),
        ("", None, None),
    ],
)
def test_security_and_urgency(lines: str, security: str | None, urgency: str | None) -> None:
    found = head(f"{lines}\n甲县民政局文件\n甲民〔2022〕3号\n{TITLE}\n市民政局：")
    assert (found.security, found.urgency) == (security, urgency)
    assert (found.issuers, found.title) == (("甲县民政局",), TITLE)


# ----------------------------------------------------------------------------------------------------------------------- title


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (TITLE, TITLE),
        ("甲县民政局\n关于2021年度困难群众救助\n绩效自评情况的报告", "甲县民政局关于2021年度困难群众救助绩效自评情况的报告"),
        ("甲县民政局 甲县财政局\n关于报送2021年度自评情况的报告", "甲县民政局甲县财政局关于报送2021年度自评情况的报告"),
        ("甲县2021年度困难群众救助补助资金\n绩效自评报告", "甲县2021年度困难群众救助补助资金绩效自评报告"),
        ("甲县民政局2021年工作总结\n暨2022年工作计划", "甲县民政局2021年工作总结暨2022年工作计划"),
        ("甲县民政局2021年度项目支出\n绩效自评报告\n（2021年度）", "甲县民政局2021年度项目支出绩效自评报告"),
        ("关于2021年度困难群众救助绩效自评的情况说明", "关于2021年度困难群众救助绩效自评的情况说明"),
        ("2021年度困难群众救助补助资金绩效自评", "2021年度困难群众救助补助资金绩效自评"),
        ("甲县民政局2021年度绩效自评报告（送审稿）", "甲县民政局2021年度绩效自评报告（送审稿）"),
        ("附件1\n甲县2021年度绩效自评报告", "甲县2021年度绩效自评报告"),
        ("附件：\n甲县2021年度绩效自评报告", "甲县2021年度绩效自评报告"),
        ("附件3：甲县2021年度绩效自评报告", "甲县2021年度绩效自评报告"),
        ("索引号：0001\n首页>政务公开>绩效自评报告\n甲县2021年度绩效自评报告\n来源：甲县民政局", "甲县2021年度绩效自评报告"),
        ("绩效自评报告\n甲县民政局2021年度困难群众救助绩效自评报告", "甲县民政局2021年度困难群众救助绩效自评报告"),
        ("甲县2021年度绩效自评报告\n目录\n一.基本情况……1\n二、绩效……3", "甲县2021年度绩效自评报告"),
        ("", None),
        ("市民政局：", None),
    ],
)
def test_title(lines: str, title: str | None) -> None:
    text = f"{lines}\n{OPENING}\n{BODY}"
    assert info(text, "一、基本情况\n").title == title


def test_the_same_title_on_cover_and_first_page_counts_once() -> None:
    found = head("甲县2021年度绩效自评报告\n单位名称：甲县民政局\n预算编码：301\n甲县2021年度绩效自评报告")
    assert found.title == "甲县2021年度绩效自评报告"
    assert len(found.at["title"]) == 1


def test_a_report_that_begins_with_its_first_section_has_no_elements() -> None:
    assert info(BODY) == DocumentInfo()


def test_body_text_alone_gives_nothing() -> None:
    source = "2021年，我县认真落实救助政策，全年发放救助资金300万元。\n全县共设立服务中心，强化各部门联动。\n困难群众满意度达到98%。"
    found = elements(source, None)
    assert found.info == DocumentInfo(period=2021, at={"period": (Span(0, 4),)})
    assert found.spans == ()


# ------------------------------------------------------------------------------------------------------------------ addressees


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("市民政局：", ("市民政局",)),
        ("市民政局", ("市民政局",)),
        ("省民政厅、省财政厅：", ("省民政厅", "省财政厅")),
        ("省民政厅，省财政厅：", ("省民政厅", "省财政厅")),
        ("省民政厅 省财政厅：", ("省民政厅", "省财政厅")),
        ("省民政厅、\n省财政厅：", ("省民政厅", "省财政厅")),
        ("各县（市、区）民政局，局属各单位：", ("各县（市、区）民政局", "局属各单位")),
        ("县委、县政府:", ("县委", "县政府")),
        ("市财政局社会保障科：", ("市财政局社会保障科",)),
        ("现将有关情况报告如下：", ()),
        ("主要做法：", ()),
        ("", ()),
    ],
)
def test_addressees(line: str, names: tuple[str, ...]) -> None:
    assert head(f"{TITLE}\n{line}").addressees == names


def test_a_body_below_the_title_that_issues_the_report_is_no_addressee() -> None:
    found = head(f"{TITLE}\n某县民政局\n（2022年3月1日）")
    assert (found.addressees, found.signatories, found.date) == ((), ("某县民政局",), "2022-03-01")


def test_an_addressee_at_the_head_of_the_opening() -> None:
    found = elements(f"{TITLE}\n省民政厅：根据通知要求，现将有关情况报告如下。\n{BODY}")
    text = to_text(f"{TITLE}\n省民政厅：根据通知要求，现将有关情况报告如下。\n{BODY}")
    assert found.info.addressees == ("省民政厅",)
    assert [text.slice(span) for span in found.preamble] == ["根据通知要求，现将有关情况报告如下。"]


# ---------------------------------------------------------------------------------------------------------------------- period


@pytest.mark.parametrize(
    ("lines", "year"),
    [
        ("甲县2016年度自评报告", 2016),
        ("甲县2021年自评报告", 2021),
        ("甲县09年自评报告", 2009),
        ("甲县二〇二一年度自评报告", 2021),
        ("甲县2019—2021年自评报告", 2021),
        ("甲县自评报告\n（2021年度）", 2021),
        ("甲县20xx年度自评报告", None),
        ("甲县绩效自评报告", None),
        ("甲县绩效自评报告\n2022年3月1日", None),
    ],
)
def test_period(lines: str, year: int | None) -> None:
    assert head(lines).period == year


def test_the_opening_names_the_period_where_the_title_does_not() -> None:
    assert info(f"甲县自评报告\n根据《2022年工作要点》，我局对2021年度困难群众救助工作进行自评。\n{BODY}").period == 2021
    assert info(f"甲县自评报告\n根据《关于开展2020年度绩效自评的通知》要求，现报告如下。\n{BODY}").period == 2020
    assert info(f"甲县自评报告\n2022年3月1日，我局召开会议，认真开展自评。\n{BODY}").period is None


# ------------------------------------------------------------------------------------------------------------- signature and date


@pytest.mark.parametrize(
    ("lines", "signatories", "date"),
    [
        ("甲县民政局\n2022年3月1日", ("甲县民政局",), "2022-03-01"),
        ("甲县民政局\n甲县财政局\n2022年3月1日", ("甲县民政局", "甲县财政局"), "2022-03-01"),
        ("甲县民政局 甲县财政局\n二〇二二年三月一日", ("甲县民政局", "甲县财政局"), "2022-03-01"),
        ("甲县民政局（盖章）\n2022.3.1", ("甲县民政局",), "2022-03-01"),
        ("甲县民政局（盖章） 甲县财政局（盖章）\n2022年3月1日", ("甲县民政局", "甲县财政局"), "2022-03-01"),
        ("甲县民政局2022年3月1日", ("甲县民政局",), "2022-03-01"),
        ("自评单位（盖章）：甲县民政局\n2022年3月", ("甲县民政局",), "2022-03"),
        ("甲县民政局", ("甲县民政局",), None),
        ("2022年3月1日\n甲县民政局", ("甲县民政局",), "2022-03-01"),
        ("甲县民政局     甲县财政局\n      2022年1月15日", ("甲县民政局", "甲县财政局"), "2022-01-15"),
        ("2022-03-01", (), "2022-03-01"),
        ("甲县民政局\n2022年 月 日", ("甲县民政局",), None),
        ("甲县民政局\n20xx年x月x日", ("甲县民政局",), None),
        ("特此报告。\n甲县民政局\n2022年3月1日\n（联系人：张三，电话：0871-1234567）", ("甲县民政局",), "2022-03-01"),
        ("该中心于2022年3月1日由甲县民政局设立。", (), None),
        ("2022年3月1日设立甲县救助中心", (), None),
        ("二、下一步打算\n建好甲县救助中心，做到应救尽救。", (), None),
        ("|填报单位|甲县民政局|\n|2022年3月1日|", (), None),
    ],
)
def test_signature_and_date(lines: str, signatories: tuple[str, ...], date: str | None) -> None:
    found = tail(lines)
    assert (found.signatories, found.date, found.date_valid) == (signatories, date, True)


def test_a_date_that_does_not_exist_is_kept_as_printed() -> None:
    found = tail("甲县民政局\n2022年2月30日")
    assert (found.date, found.date_valid) == ("2022年2月30日", False)


def test_a_date_in_an_annex_is_not_the_date_of_the_report() -> None:
    assert tail("甲县民政局\n2022年3月1日\n附件1\n自评得分表\n说明文字在此。\n甲县民政局\n2021年12月31日").date == "2022-03-01"
    assert tail("甲县民政局\n附件1\n自评得分表\n说明文字在此。\n2021年12月31日").date is None


# ---------------------------------------------------------------------------------------------------- annexes and their announcement


@pytest.mark.parametrize(
    ("lines", "titles"),
    [
        ("附件：自评得分表", ("自评得分表",)),
        ("附件：1.自评得分表\n2.佐证材料", ("自评得分表", "佐证材料")),
        ("附件：1.自评得分表 2.佐证材料", ("自评得分表", "佐证材料")),
        ("附件：1.2016年度自评表2.佐证材料；3.统计表。", ("2016年度自评表", "佐证材料", "统计表")),
        ("附件:1、自评得分表\n2、佐证材料", ("自评得分表", "佐证材料")),
        ("附件：\n1.自评得分表\n2.佐证材料", ("自评得分表", "佐证材料")),
        ("附件1：自评得分表\n附件2：佐证材料", ("自评得分表", "佐证材料")),
        ("附件1：自评得分表附件2：佐证材料", ("自评得分表", "佐证材料")),
        ("附表1：重点物资储备清单", ("重点物资储备清单",)),
        ("附件：绩效目标自评表\n佐证材料清单", ("绩效目标自评表", "佐证材料清单")),
        (
            "附件：甲县2021年度困难群众基本生活救助工作\n绩效自评得分表",
            ("甲县2021年度困难群众基本生活救助工作\n绩效自评得分表".replace("\n", ""),),
        ),
        ("附件：（1）自评得分表（2）佐证材料", ("自评得分表", "佐证材料")),
        ("附件材料齐全，详见附件：自评得分表。", ()),
        ("", ()),
    ],
)
@pytest.mark.parametrize("signature", ["甲县民政局\n2022年3月1日", "抄送：市财政局。"])
def test_attachments(lines: str, titles: tuple[str, ...], signature: str) -> None:
    assert tail(f"{lines}\n{signature}").attachments == titles


def test_attachments_announced_below_the_date() -> None:
    found = elements(f"{TITLE}\n{OPENING}\n{BODY}\n甲县民政局\n2022年3月1日\n附件：1.自评得分表.doc\n2.佐证材料.zip")
    assert found.info.attachments == ("自评得分表.doc", "佐证材料.zip")
    assert found.annexes == ()


@pytest.mark.parametrize(
    ("lines", "annexes"),
    [
        (
            "甲县民政局\n2022年3月1日\n附件1\n自评得分表\n|指标|得分|\n|产出|50|\n附件2\n佐证材料\n一、文件",
            ["附件1\n自评得分表", "附件2\n佐证材料"],
        ),
        ("甲县民政局\n2022年3月1日\n附件：自评得分表\n|指标|得分|", ["附件：自评得分表"]),
        ("附件：自评得分表\n甲县民政局\n2022年3月1日\n附件：\n自评得分表\n|指标|得分|", ["附件：\n自评得分表"]),
        ("甲县民政局\n2022年3月1日\n附件3-2\n|指标|得分|", ["附件3-2"]),
        ("甲县民政局\n2022年3月1日\n附表1\n甲县资金使用\n情况统计表\n|指标|得分|", ["附表1\n甲县资金使用\n情况统计表"]),
        ("附件：1.自评得分表\n甲县民政局\n2022年3月1日", []),
        ("附件：\n自评得分表\n甲县民政局\n2022年3月1日", []),
        ("附件材料已按要求整理归档。", []),
    ],
)
def test_annexes(lines: str, annexes: list[str]) -> None:
    source = f"{TITLE}\n市民政局：\n{OPENING}\n{BODY}\n{lines}"
    text = to_text(source)
    assert [text.slice(span) for span in elements(source).annexes] == annexes


def test_an_annex_mark_at_the_top_is_an_element_and_starts_no_annex() -> None:
    found = elements(f"附件1\n{TITLE}\n{OPENING}\n{BODY}")
    assert found.annexes == ()
    assert found.spans[0] == (0, 3)


# --------------------------------------------------------------------------------------------------------------------- imprint


@pytest.mark.parametrize(
    ("lines", "copied_to", "printed_by", "printed_on"),
    [
        ("抄送：省财政厅", ("省财政厅",), None, None),
        ("抄送：市财政局，市审计局；各县（市、区）民政局。", ("市财政局", "市审计局", "各县（市、区）民政局"), None, None),
        ("抄送：市财政局，市审计局，\n市乡村振兴局。", ("市财政局", "市审计局", "市乡村振兴局"), None, None),
        ("抄送：\n市财政局、市审计局。", ("市财政局", "市审计局"), None, None),
        ("甲县民政局办公室 2017年3月22日印发", (), "甲县民政局办公室", "2017-03-22"),
        ("甲县民政局办公室\n2017年3月22日印发", (), "甲县民政局办公室", "2017-03-22"),
        ("抄送：市财政局。\n甲县民政局办公室 2017年3月22日印发", ("市财政局",), "甲县民政局办公室", "2017-03-22"),
        ("抄送：市财政局。\n甲县民政局办公室\n二〇一七年三月二十二日印发（共印10份）", ("市财政局",), "甲县民政局办公室", "2017-03-22"),
        ("通过文件抄送、信息交流等形式加强协作。", (), None, None),
        ("《办法》于2017年3月22日印发实施。", (), None, None),
    ],
)
@pytest.mark.parametrize("signature", ["甲县民政局\n2017年3月21日\n", ""])
def test_imprint(lines: str, copied_to: tuple[str, ...], printed_by: str | None, printed_on: str | None, signature: str) -> None:
    found = tail(signature + lines)
    assert (found.copied_to, found.printed_by, found.printed_on) == (copied_to, printed_by, printed_on)
    assert (found.signatories, found.date) == ((("甲县民政局",), "2017-03-21") if signature else ((), None))


def test_the_imprint_behind_the_annexes() -> None:
    found = tail("甲县民政局\n2017年3月21日\n附件1\n自评得分表\n|指标|得分|\n抄送：市财政局。\n甲县民政局办公室2017年3月22日印发")
    assert (found.copied_to, found.printed_by, found.date) == (("市财政局",), "甲县民政局办公室", "2017-03-21")


# ----------------------------------------------------------------------------------------------------------------- cover block


def test_a_cover_block() -> None:
    found = head(
        "2021年度部门整体支出绩效自评报告\n部门（单位）名称：甲县民政局（盖章）\n预算编码：301001\n评价方式：部门（单位）绩效自评\n填报人：张三\n报告日期：2022年3月10日"
    )
    assert found.cover
    assert (found.issuers, found.date, found.title) == (("甲县民政局",), "2022-03-10", "2021年度部门整体支出绩效自评报告")


def test_a_cover_block_with_values_below_their_labels() -> None:
    found = head("项目支出绩效自评报告\n项目名称：\n高标准农田建设\n单位名称：\n甲县农业农村局\n联系电话：")
    assert found.cover
    assert (found.issuers, found.programme) == (("甲县农业农村局",), "高标准农田建设")


def test_a_label_in_the_body_makes_no_cover() -> None:
    found = info(f"{TITLE}\n{OPENING}\n{BODY}\n项目名称：困难群众救助\n单位名称：甲县民政局")
    assert not found.cover


# ---------------------------------------------------------------------------------------------------------- programme and region


@pytest.mark.parametrize(
    ("title", "programme"),
    [
        ("关于2021年度困难群众救助补助资金绩效自评的报告", "困难群众救助"),
        ("关于2021年度高标准灌区改造项目绩效自评的报告", "高标准灌区改造"),
        ("甲县2021年度绩效自评报告", None),
        ("甲县民政局工作总结", None),
    ],
)
def test_programme(title: str, programme: str | None) -> None:
    assert head(title).programme == programme


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("云南省民政厅关于2021年自评情况的报告", ("云南省", "province")),
        ("内蒙古自治区民政厅关于2021年自评情况的报告", ("内蒙古自治区", "province")),
        ("重庆市民政局关于2021年自评情况的报告", ("重庆市", "province")),
        ("巴中市民政局关于2021年自评情况的报告", ("巴中市", "city")),
        ("德宏州民政局关于2021年自评情况的报告", ("德宏州", "city")),
        ("大兴安岭地区民政局关于2021年自评情况的报告", ("大兴安岭地区", "city")),
        ("昆明市禄劝县民政局关于2021年自评情况的报告", ("禄劝县", "county")),
        ("巴中市巴州区2021年自评报告", ("巴州区", "county")),
        ("青龙满族自治县民政局2021年自评报告", ("青龙满族自治县", "county")),
        ("和平镇人民政府2021年自评报告", ("和平镇", "township")),
        ("省民政厅关于2021年自评情况的报告", None),
        ("县住房和城乡建设局关于2021年自评情况的报告", None),
        ("城市低保2021年自评报告", None),
        ("市场监管局关于2021年自评情况的报告", None),
        ("关于2021年度社区服务自评情况的报告", None),
    ],
)
def test_region(title: str, region: tuple[str, str] | None) -> None:
    assert head(title).region == region


# --------------------------------------------------------------------------------------------------------------------- run-on text


def test_a_report_in_one_paragraph() -> None:
    source = (
        f"{TITLE}市民政局：根据通知要求，我局认真开展自评，现将有关情况报告如下：一、基本情况。全县共有低保对象1200户。"
        "二、下一步打算。加强监管。特此报告。附件：自评得分表 某县民政局 2022年3月1日"
    )
    found = info(source)
    assert (found.title, found.addressees) == (TITLE, ("市民政局",))
    assert (found.attachments, found.signatories, found.date) == (("自评得分表",), ("某县民政局",), "2022-03-01")


def test_every_element_in_one_paragraph() -> None:
    found = info(
        "甲县民政局文件 甲民〔2022〕3号 签发人：张三 李四四 甲县民政局关于2021年度低保自评情况的报告 市民政局：根据要求，现报告如下：一、情况。好。二、问题。无。"
        "特此报告。附件：1.甲表 2.乙表 甲县民政局 2022年3月1日 抄送：县财政局。 甲县民政局办公室 2022年3月2日印发"
    )
    assert (found.issuers, found.signers) == (("甲县民政局",), ("张三", "李四四"))
    assert found.number == DocumentNumber("甲民〔2022〕3号", "甲民", 2022, 3)
    assert (found.title, found.addressees) == ("甲县民政局关于2021年度低保自评情况的报告", ("市民政局",))
    assert (found.attachments, found.signatories, found.date) == (("甲表", "乙表"), ("甲县民政局",), "2022-03-01")
    assert (found.copied_to, found.printed_by, found.printed_on) == (("县财政局",), "甲县民政局办公室", "2022-03-02")


def test_text_that_repeats_one_sign_ends_in_time() -> None:
    assert info("办" * 20000 + "\n" + "甲县民政局" * 3000 + "\n一、情况") == DocumentInfo()
    assert info("（" * 5000 + "\n" + "1." * 5000 + "\n一、情况\n" + "附件1：" * 3000 + "\n" + "甲局，" * 4000).title is None


def test_elements_run_on_in_the_last_paragraph() -> None:
    found = tail("特此报告。某县民政局2022年3月1日抄送：市财政局。某县民政局办公室2022年3月2日印发")
    assert (found.signatories, found.date, found.copied_to) == (("某县民政局",), "2022-03-01", ("市财政局",))
    assert (found.printed_by, found.printed_on) == ("某县民政局办公室", "2022-03-02")


def test_a_date_inside_the_last_sentence_is_no_signature() -> None:
    found = tail("该项目由某县民政局实施，已完工。验收日期为2022年3月1日")
    assert (found.signatories, found.date) == ((), None)


def test_a_report_without_sections() -> None:
    source = f"{TITLE}\n市民政局：\n{OPENING}\n我县救助工作扎实有效。\n特此报告。\n某县民政局\n2022年3月1日"
    text = to_text(source)
    found = elements(source, None)
    assert (found.info.title, found.info.addressees, found.info.date) == (TITLE, ("市民政局",), "2022-03-01")
    assert [text.slice(span) for span in found.preamble] == [OPENING, "我县救助工作扎实有效。", "特此报告。"]


# ----------------------------------------------------------------------------------------------------------------- conservation


@pytest.mark.parametrize(
    "source",
    [
        f"甲县民政局文件\n甲民〔2022〕3号 签发人：肖飞\n{TITLE}\n市民政局：\n{OPENING}\n补充说明。\n{BODY}\n附件：自评表\n甲县民政局\n2022年3月1日",
        f"首页>公开\n来源：甲县民政局\n{TITLE}\n{OPENING}\n{BODY}",
        f"目录\n一.基本情况……1\n{TITLE}\n省民政厅：根据要求，现报告如下。\n{BODY}",
    ],
)
def test_every_character_before_the_first_section_is_element_or_preamble(source: str) -> None:
    text = to_text(source)
    found = elements(source, "一、")
    first = text.content.index("一、")
    covered = [offset for span in (*found.spans, *found.preamble) for offset in range(span.start, span.end) if offset < first]
    assert sorted(covered) == [offset for offset in range(first) if text.content[offset] != "\n"]


def test_spans_are_sorted_and_disjoint_and_hold_every_value() -> None:
    source = f"甲县民政局 文件 甲县财政局\n甲民〔2022〕3号 签发人：肖飞\n{TITLE}\n{OPENING}\n{BODY}\n附件：1.甲表2.乙表\n甲县民政局\n2022年3月1日"
    text = to_text(source)
    found = elements(source)
    assert all(one.end < two.start for one, two in zip(found.spans, found.spans[1:], strict=False))
    for field, spans in found.info.at.items():
        assert spans, field
        for span in spans:
            assert any(span.within(outer) for outer in found.spans) or field == "period"
    assert [text.slice(span) for span in found.info.at["issuers"]] == ["甲县民政局", "甲县财政局"]
    assert [text.slice(span) for span in found.info.at["attachments"]] == ["甲表", "乙表"]

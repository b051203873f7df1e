from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from extractor.batch.outcome import Matched, Roster
from extractor.batch.roster import Matcher
from extractor.batch.roster_file import read
from extractor.language.patterns import builtin
from extractor.model.errors import ReadError


def roster(tmp_path: Path, content: str, encoding: str = "utf-8") -> tuple[str, ...]:
    path = tmp_path / "名单.csv"
    path.write_bytes(content.encode(encoding))
    return read(path, builtin())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize(
    "content",
    [
        "甲县民政局\n乙县民政局\n",
        "单位\n甲县民政局\n\n乙县民政局\n甲县民政局\n",
        '序号,单位名称,联系人\n1,甲县民政局,某\n2,"乙县\n民政局",某\n'.replace("乙县\n", "乙县"),
        "2021年度应报单位名单\n序号\t部门（单位）名称\n1\t甲县民政局\n2\t 乙县民政局 \n",
        "单位,报送单位\n甲县,甲县民政局\n乙县,乙县民政局\n",
    ],
)
def test_a_roster_names_each_body_once(tmp_path: Path, content: str, encoding: str) -> None:
    assert roster(tmp_path, content, encoding) == ("甲县民政局", "乙县民政局")


def test_a_workbook_is_a_roster_too(tmp_path: Path) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([["应报单位"], [], ["序号", "单位名称"], [1, "甲县民政局"], [2, "乙县民政局"]]):
            sheet.write_row(row, 0, cells)
    assert read(path, builtin()) == ("甲县民政局", "乙县民政局")


SHEETS: dict[str, list[list[list[object]]]] = {
    "a title, dates, and a row of totals": [
        [["应报送单位名单"], ["填报日期：2022年1月"], [], ["序号", "单位名称"], [1, "甲县民政局"], [2, "乙县民政局"], ["合计", 2]]
    ],
    "heads of two rows": [[["序号", "报送情况", ""], ["", "报送单位", "电话"], [1, "甲县民政局", "1"], [2, "乙县民政局", "2"]]],
    "a remark in the head, a note at the end": [
        [["编号", "填报单位（盖章）"], [1, "甲县民政局"], [2, "乙县民政局"], ["", "注：请于月底前报送"]]
    ],
    "spaces in the head": [[["序 号", "单 位 名 称"], [1, "甲县民政局"], [2, "乙县民政局"]]],
    "instructions on a sheet before": [[["填写说明：请各单位核对"]], [["序号", "单位"], [1, "甲县民政局"], [2, "乙县民政局"]]],
    "a sheet for each part": [[["序号", "单位"], [1, "甲县民政局"]], [["序号", "单位"], [1, "乙县民政局"]]],
    "two lists side by side": [[["序号", "单位名称", "序号", "单位名称"], [1, "甲县民政局", 2, "乙县民政局"]]],
    "numbers and names without heads": [[[1, "甲县民政局"], [2, "乙县民政局"]]],
    "a title and no heads": [[["2021年度应报送单位名单"], ["甲县民政局"], ["乙县民政局"]]],
}


@pytest.mark.parametrize("shape", SHEETS)
def test_shapes_of_rosters(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "名单.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for rows in SHEETS[shape]:
            sheet = book.add_worksheet()
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    assert read(path, builtin()) == ("甲县民政局", "乙县民政局")


@pytest.mark.parametrize(
    ("content", "code"), [("甲,乙\n丙,丁\n", "roster-no-column"), ("单位\n\n", "roster-empty"), ("单位\n", "roster-empty")]
)
def test_a_roster_that_cannot_be_understood_is_refused(tmp_path: Path, content: str, code: str) -> None:
    with pytest.raises(ReadError) as caught:
        roster(tmp_path, content)
    assert caught.value.code == code


def document(issuers: tuple[str, ...] = (), signatories: tuple[str, ...] = (), title: str | None = None) -> dict[str, Any]:
    return {"document": {"issuers": list(issuers), "signatories": list(signatories), "title": title}}


def matched(bodies: list[str], *documents: dict[str, Any]) -> Roster:
    matcher = Matcher(bodies, builtin())
    for number, one in enumerate(documents, start=1):
        matcher.add(one, f"{number}.txt")
    return matcher.result()


def test_missing_twice_and_unknown() -> None:
    found = matched(
        ["甲县民政局", "乙县民政局", "丙县民政局"],
        document(("甲县民政局",)),
        document(("甲县民政局",)),
        document(("丁县民政局",)),
        document(("乙县民政局",)),
        document(),
    )
    assert found.bodies == (Matched("甲县民政局", ("1.txt", "2.txt")), Matched("乙县民政局", ("4.txt",)), Matched("丙县民政局", ()))
    assert found.missing == ("丙县民政局",)
    assert [one.body for one in found.several] == ["甲县民政局"]
    assert found.unknown == (("3.txt", "丁县民政局"), ("5.txt", None))
    assert found.unclear == ()


@pytest.mark.parametrize(
    "one",
    [
        document(("东安县民政局",)),
        document(("东安县 民政局",)),
        document(("湖南省东安县民政局",)),
        document((), ("东安县民政局",)),
        document(("东安县人民政府", "东安县民政局")),
        document((), (), "永州市东安县民政局关于2021年度工作的自评报告"),
    ],
)
def test_ways_to_name_a_body(one: dict[str, Any]) -> None:
    assert matched(["东安县民政局"], one).bodies == (Matched("东安县民政局", ("1.txt",)),)
    assert matched(["湖南省永州市东安县民政局"], document(("东安县民政局",))).missing == ()


@pytest.mark.parametrize(
    ("body", "one"),
    [
        ("临江市卫健委", document(("临江市卫生健康委员会",))),
        ("临江市卫生健康委员会", document((), (), "临江市卫健委关于2021年度工作的自评报告")),
        ("临江市发展和改革委员会", document(("临江市发展改革委员会",))),
        ("湖东省卫生健康委员会", document(("湖东省卫生健康委",))),
        ("临江市人力资源和社会保障局", document((), ("人社局",), "湖东省临江市人社局自评报告")),
    ],
)
def test_usual_short_forms(body: str, one: dict[str, Any]) -> None:
    assert matched([body], one).bodies == (Matched(body, ("1.txt",)),)


def test_a_joint_report_is_that_of_all_its_issuers() -> None:
    found = matched(["甲县民政局", "甲县财政局", "甲县教育局"], document(("甲县民政局", "甲县财政局")))
    assert found.missing == ("甲县教育局",)


@pytest.mark.parametrize(
    ("bodies", "one", "candidates"),
    [
        (["安县民政局"], document(("东安县民政局",)), ("安县民政局",)),
        (["甲县教育局"], document(("甲县教育局幼儿园",)), ("甲县教育局",)),
        (["东岭县民政局", "西岭县民政局"], document((), (), "东岭县民政关于2021年度工作的自评报告"), ("东岭县民政局",)),
        (["湖南省东安县民政局", "河北省东安县民政局"], document(("东安县民政局",)), ("湖南省东安县民政局", "河北省东安县民政局")),
        (["甲县民政局", "甲县财政局"], document(("甲县民政局",), ("甲县财政局",)), ("甲县民政局", "甲县财政局")),
        (["甲县民政局", "甲县财政局"], document((), (), "关于甲县民政局与甲县财政局联合工作的报告"), ("甲县民政局", "甲县财政局")),
    ],
)
def test_what_is_not_certain_is_listed_and_counts_for_nobody(bodies: list[str], one: dict[str, Any], candidates: tuple[str, ...]) -> None:
    found = matched(bodies, one)
    assert found.missing == tuple(bodies)
    assert [unclear.bodies for unclear in found.unclear] == [candidates]
    assert found.unknown == ()


def test_the_longer_of_two_names_in_a_title_is_meant() -> None:
    found = matched(["甲市", "甲市乙区民政局"], document((), (), "甲市乙区民政局关于2021年度工作的自评报告"))
    assert found.bodies == (Matched("甲市", ()), Matched("甲市乙区民政局", ("1.txt",)))

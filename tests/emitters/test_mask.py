"""``--mask``: what names a person is in nothing that goes out; what is checked, and every offset, stays."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.emitters.json import report_object
from extractor.emitters.mask import MASK, luhn, masked
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.report import Report
from extractor.pipeline import extract_bytes
from tests import setting, sheetfiles
from tests.conftest import Run
from tests.wordfiles import cell, docx, p, row, table

Gouji = Callable[..., Run]

REPORT = """云溪县民政局2023年度自评报告

签发人：李四

省民政厅：
    根据《关于开展自评的通知》（川民发〔2021〕38号）要求，现将情况报告如下。总分值20分，自评总分19分。
一、基本情况（分值10分，自评得分9分）
    因张小明同志未按期报送，扣减1分。资金13800138000元，补助18615000000元。
二、资金管理（分值10分，自评得分10分）
    低保对象王小五（身份证号11010519491231002X，旧证110105491231002，卡号6222021234567890128）领取3600元，其中：甲村2000元、乙村1700元。负责人：王小五。
    联系人：张小明，电话13900139000，手机 139 0013 9001，座机（0838）2345678，传真：8765432，邮箱zhang.xm@example.cn。

云溪县民政局
2023年3月4日
"""
SECRETS = (
    "李四",
    "张小明",
    "王小五",
    "11010519491231002",
    "110105491231002",
    "6222021234567890128",
    "13900139000",
    "139 0013 9001",
    "2345678",
    "8765432",
    "zhang.xm",
)
KEPT = (
    "川民发〔2021〕38号",
    "分值10分，自评得分9分",
    "扣减1分",
    "资金13800138000元",
    "18615000000元",
    "领取3600元",
    "2000元",
    "2023年3月4日",
)


def report_of(text: str, name: str = "a.txt") -> Report:
    return extract_bytes(name, text.encode("utf-8"))


def hidden(text: str) -> str:
    """The normalised text of a report, masked."""
    return masked(report_of(text), builtin()).text.content


def strings(value: object) -> Iterator[str]:
    """Every string in JSON, and every number as it is written."""
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from strings(item)
    else:
        yield str(value)


def leaks(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_the_report_holds_what_it_is_to_hide() -> None:
    assert leaks(report_of(REPORT).text.content) == list(SECRETS)


def test_nothing_of_a_person_is_in_the_json_and_all_else_is() -> None:
    report = report_of(REPORT)
    plain, covered = (report_object(one, Wording(builtin())) for one in (report, masked(report, builtin())))
    assert [leak for text in strings(covered) for leak in leaks(text)] == []
    assert all(kept in str(covered["text"]) for kept in KEPT)
    assert len(str(covered["text"])) == len(str(plain["text"]))
    assert [(one, two) for one, two in zip(str(plain["text"]), str(covered["text"]), strict=True) if two not in (one, MASK)] == []


def test_checks_and_findings_are_those_of_what_is_printed() -> None:
    report = report_of(REPORT)
    plain, covered = report.verification, masked(report, builtin()).verification
    assert [one.rule for one in plain.findings] == ["claim/breakdown"]
    assert [(one.id, one.rule, one.section, one.evidence) for one in covered.findings] == [
        (one.id, one.rule, one.section, one.evidence) for one in plain.findings
    ]
    assert [(one.id, one.verdict, one.stated, one.computed, one.interval) for one in covered.checks] == [
        (one.id, one.verdict, one.stated, one.computed, one.interval) for one in plain.checks
    ]


def test_a_figure_of_hidden_digits_has_no_value_and_other_figures_have_theirs() -> None:
    report = report_of(REPORT)
    covered = masked(report, builtin())
    values = {one.value for one in covered.facts.quantities}
    assert {Decimal(6222021234567890128), Decimal(110105491231002)} <= {one.value for one in report.facts.quantities}
    assert not {Decimal(6222021234567890128), Decimal(110105491231002)} & values
    pairs = [
        (one, two)
        for one, two in zip(report.facts.quantities, covered.facts.quantities, strict=True)
        if MASK not in covered.text.slice(one.at)
    ]
    assert [one for one, two in pairs if one != two] == []
    assert len(pairs) < len(report.facts.quantities)
    assert {Decimal(3600), Decimal(2000)} <= values
    assert [one.at for one in covered.facts.quantities] == [one.at for one in report.facts.quantities]


def test_spans_places_and_printed_forms_stay_in_step() -> None:
    report = report_of(REPORT.replace("13900139000", "１３９００１３９０００"))
    covered = masked(report, builtin())
    assert "１３９００１３９０００" in "".join(line.line.text for line in report.text.lines)
    assert "１３９" not in "".join(line.line.text for line in covered.text.lines)
    assert [len(line.line.text) for line in covered.text.lines] == [len(line.line.text) for line in report.text.lines]
    assert [line.text for _, line in covered.reading.lines()] == [source.line.text for source in covered.text.lines]
    for quantity in report.facts.quantities:
        assert covered.text.places(quantity.at) == report.text.places(quantity.at)
    everything = json.dumps(report_object(covered, Wording(builtin())), default=str, ensure_ascii=False)
    assert "１３９" not in everything


def test_the_result_says_that_it_is_masked() -> None:
    report = report_of(REPORT)
    covered = masked(report, builtin())
    assert (report.engine.options, covered.engine.options) == ({}, {"mask": True})
    assert masked(covered, builtin()).text.content == covered.text.content


@pytest.mark.parametrize(
    ("printed", "shown"),
    [
        ("填报人：赵六 审核人：钱七", "填报人：** 审核人：**"),
        ("经办：钱多多   审核：李四光   复核：周五", "经办：***   审核：***   复核：**"),
        ("制表（签字）：褚遂良   填报日期：2023年3月1日", "制表（签字）：***   填报日期：2023年3月1日"),
        ("法定代表人：秦始皇；项目负责人为尤二姐。", "法定代表人：***；项目负责人为***。"),
        ("13800138000，138 0013 8001，138.0013.8004，138-00138005", "***********，*************，*************，************"),
        ("另一号码（86）13800138003，热线400-800-1234，028-8612 3456", "另一号码***************，热线************，*************"),
        (
            "护照号码E12345678，社保卡号：A12345678，QQ：123456789，微信号wxid_1",
            "护照号码*********，社保卡号：*********，QQ：*********，微信号******",
        ),
        ("审核：通过。复核：全部合格。第一责任人是关键，负责人为局长。", None),
        ("联系人：欧阳小明联系电话：13900139000", "联系人：****联系电话：***********"),
        ("组长：孙立国、周文", "组长：***、**"),
        ("经办人为吴小丽，复核人郑强。", "经办人为***，复核人**。"),
        ("签发人：阿依·买买提", "签发人：******"),
        ("证号1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X，", "证号***********************************，"),
        ("身份证号：11010519493331002X。", "身份证号：******************。"),
        ("手机号：1 3 8 0 0 1 3 8 0 0 0；", "手机号：*********************；"),
        ("卡号622202 1234567890128，账号：1234567890", "卡号********************，账号：**********"),
        ("账户622202 1234567890128。", "账户********************。"),
        ("账号1234567890\n    3.其他", "账号**********\n    3.其他"),
        ("村民李大海（身份证号：见附件）、孙丽华，女，", "村民***（身份证号：见附件）、***，女，"),
        ("经办人周六。周六同志负责，周六上班。", "经办人**。**同志负责，周六上班。"),
        ("数列1 2 3 4 5 6 7 8 9 1 0 1 2 3 4 5 6 7", None),
        ("账号：无，银行账户2020年开立", None),
        ("组员名册：张三，13800138000,13900139000", "组员名册：**，***********,***********"),
        ("周大福，110105194912310021，卫生院，13800138000", "***，******************，卫生院，***********"),
        ("责任人：各股室", None),
        ("负责人高度重视，单位负责人任务明确", None),
        ("负责人：单位领导", None),
        ("联系人：  时间：", None),
        ("资金13900139000元", None),
        ("资金1390013.9000万元，6222021234567890128元", None),
        ("预算编码6222021234567890127", None),
        ("财社〔2019〕38号，国发〔2020〕13900139000号", None),
        ("得分95.50分，满分100分", None),
        ("自评得分13900139000分", None),
        ("服务13900139000人次", None),
    ],
)
def test_what_is_hidden_and_what_is_not(printed: str, shown: str | None) -> None:
    text = f"一、情况\n\n    {printed}\n\n二、其他\n"
    plain = report_of(text).text.content
    kept = printed if printed in plain else printed.replace(" ", "")  # the normaliser takes out spaces between Chinese characters
    assert kept in plain
    assert hidden(text) == plain.replace(kept, shown.replace(" ", "") if shown else kept)


def test_a_name_that_is_known_is_hidden_elsewhere_but_not_inside_a_word() -> None:
    assert hidden("负责人：高山。\n高山流水工程由孙立国负责，高山、孙立国参加。\n组长：孙立国。\n") == (
        "负责人：**。\n高山流水工程由***负责，**、***参加。\n组长：***。\n".rstrip("\n")
    )


def test_joint_signers_whose_names_touch() -> None:
    covered = masked(
        report_of("甲县财政局文件\n甲财〔2021〕3号　　签发人：李四　王五\n关于2021年工作的自评报告\n\n乙市财政局：\n一、情况\n较好。\n"),
        builtin(),
    )
    assert covered.outline.document.signers == ("**", "**")
    assert not {"李", "王"} & set(covered.text.content)


def test_columns_of_names_in_a_table() -> None:
    names = [
        ("姓名", "职务", "办公电话", "得分"),
        ("冯小刚", "科长", "0838-2345678", "9分"),
        ("陈一、褚二", "成员", "13900139000", "8.5分"),
        ("合计", "", "", "17.5分"),
    ]
    rows = [row(*(cell(p(one)) for one in line)) for line in names]
    report = extract_bytes("a.docx", docx(p("自评报告"), table(*rows), p("完。")))
    cells = [one.text for one in masked(report, builtin()).facts.tables[0].cells]
    assert cells == [
        "姓名",
        "职务",
        "办公电话",
        "得分",
        "***",
        "科长",
        "************",
        "9分",
        "**、**",
        "成员",
        "***********",
        "8.5分",
        "合计",
        *cells[13:],
    ]
    assert cells[-1] == "17.5分"


def test_a_column_below_a_title_and_numbers_that_a_sheet_has_rounded() -> None:
    lines = [
        ("2021年补助发放名单", "", "", ""),
        ("姓名", "手机", "银行卡", "金额"),
        ("周大福", "139-1234-5678", "6222021234567890000", "12345678"),
        ("吴 二", "139 1234 5679", "6222021234567890", "600"),
    ]
    report = extract_bytes("a.docx", docx(p("自评报告"), table(*[row(*(cell(p(one)) for one in line)) for line in lines]), p("完。")))
    covered = masked(report, builtin())
    cells = [one.text for one in covered.facts.tables[0].cells if one.text]
    assert cells[1:] == ["姓名", "手机", "银行卡", "金额", "***", "*" * 13, "*" * 19, "12345678", "**", "*" * 13, "*" * 16, "600"]
    assert "吴" not in json.dumps(report_object(covered, Wording(builtin())), default=str, ensure_ascii=False)


def test_names_of_sheets_and_furniture_in_digits_of_full_width() -> None:
    workbook = sheetfiles.xlsx(lambda book: book.add_worksheet("名单13800138000").write(0, 0, "自评得分9分，１３８００１３８０００"))
    footed = docx(
        p("自评报告"),
        p("完。"),
        headers={"footer1": p("１１０１０５１９４９１２３１００２Ｘ")},
        section='<w:footerReference w:type="default" r:id="footer1"/>',
    )
    for name, data in (("a.xlsx", workbook), ("a.docx", footed)):
        report = extract_bytes(name, data)
        covered = masked(report, builtin())
        plain, made = (str(report_object(one, Wording(builtin()))) + str(one.reading) for one in (report, covered))
        assert any(one in plain for one in ("１３８", "１１０"))
        assert not any(one in made for one in ("１３８", "１１０", "13800138000"))
    assert "名单***********" in str(masked(extract_bytes("a.xlsx", workbook), builtin()).reading)


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("6222021234567890128", True),
        ("6222021234567890127", False),
        ("4111 1111 1111 1111", True),
        ("4111111111111112", False),
        ("0", True),
    ],
)
def test_check_digits(number: str, fits: bool) -> None:
    assert luhn(number) is fits


def inside(path: Path) -> str:
    """All text of a file: of a workbook or an archive, that of its parts."""
    data = path.read_bytes()
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.decode("utf-8")
    with zipfile.ZipFile(path) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_every_output_of_the_commands(gouji: Gouji, tmp_path: Path) -> None:
    source, older = tmp_path / "in" / "a.txt", tmp_path / "old.txt"
    source.parent.mkdir()
    source.write_text(REPORT, encoding="utf-8")
    older.write_text(REPORT.replace("张小明", "李小红").replace("13900139000", "13900139002"), encoding="utf-8")
    assert leaks(gouji("check", source).out) != []
    said = [
        gouji("check", "--mask", source),
        gouji("extract", "--mask", source),
        gouji("diff", "--mask", older, source),
        gouji("diff", "--json", "--mask", older, source),
    ]
    said += [
        gouji("extract", "--mask", "--pages", "-o", tmp_path / "one", source),
        gouji("batch", "--mask", "--jobs", 1, source.parent, "-o", tmp_path / "out"),
    ]
    assert [run.status for run in said] == [1] * 6, [run.err for run in said]
    assert [leaks(run.out + run.err) for run in said] == [[]] * 6
    made = [path for folder in ("one", "out") for path in sorted((tmp_path / folder).rglob("*")) if path.is_file()]
    assert {path.suffix for path in made} >= {".json", ".html", ".csv", ".xlsx"}
    assert {path.name: leaks(inside(path)) for path in made if path.suffix in (".json", ".html", ".csv", ".xlsx")} == {
        path.name: [] for path in made if path.suffix in (".json", ".html", ".csv", ".xlsx")
    }


def test_a_result_made_without_masks_is_made_anew(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(REPORT, encoding="utf-8")
    reports = []
    for options in ((), ("--mask",), ("--mask",)):
        run = gouji("batch", *options, "--lang", "en", "--jobs", 1, tmp_path / "in", "-o", tmp_path / "out")
        (made,) = (tmp_path / "out" / "reports").glob("*.json")
        reports.append(
            (
                json.loads(made.read_bytes())["engine"]["options"].get("mask"),
                leaks(made.read_text(encoding="utf-8")) == [],
                made.stat().st_mtime_ns,
                run.status,
            )
        )
    assert [one[:2] for one in reports] == [(None, False), (True, True), (True, True)]
    assert reports[1][2] == reports[2][2]


def test_an_unmasked_result_cannot_be_compared_under_masks(gouji: Gouji, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(REPORT, encoding="utf-8")
    plain, covered = tmp_path / "plain.json", tmp_path / "masked.json"
    plain.write_text(gouji("extract", source).out, encoding="utf-8")
    covered.write_text(gouji("extract", "--mask", source).out, encoding="utf-8")
    refused = gouji("diff", "--mask", "--lang", "en", plain, covered)
    assert (refused.status, refused.out) == (3, "")
    assert str(plain) in refused.err
    assert gouji("diff", "--mask", covered, covered).status == 1


def test_a_source_with_notes_on_it_cannot_be_masked(gouji: Gouji, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(REPORT, encoding="utf-8")
    refused = gouji("check", "--mask", "--annotate", tmp_path / "out", source)
    assert (refused.status, refused.out, (tmp_path / "out").exists()) == (2, "", False)
    assert "--letter" in refused.err


def test_papers_of_a_masked_report(gouji: Gouji, tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(REPORT, encoding="utf-8")
    run = gouji("check", "--mask", "--letter", tmp_path / "letters", "--working-paper", tmp_path / "papers", source)
    assert run.status == 1, run.err
    made = [path for path in tmp_path.rglob("*") if path.suffix in (".docx", ".xlsx")]
    assert len(made) == 2
    assert {path.name: leaks(inside(path)) for path in made} == {path.name: [] for path in made}


def test_the_page_of_a_masked_pdf_shows_words_and_no_picture(gouji: Gouji, tmp_path: Path) -> None:
    setting.require()
    source = tmp_path / "a.pdf"
    source.write_bytes(setting.set_report(REPORT).pdf)
    pages: list[Any] = []
    for options in ((), ("--mask",)):
        gouji("extract", *options, "--pages", "-o", tmp_path / "out", source)
        pages.append((tmp_path / "out" / "a.html").read_text(encoding="utf-8"))
    assert ["data:image/" in page for page in pages] == [True, False]
    assert leaks(pages[0]) != []
    assert leaks(pages[1]) == []
    assert leaks((tmp_path / "out" / "a.json").read_text(encoding="utf-8")) == []

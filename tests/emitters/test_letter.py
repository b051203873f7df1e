"""The letter: it lists what to correct, section by section, in the template that comes with the tool or in the user's own."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.document import Document

from extractor.emitters.letter import FIELDS, PLACEHOLDER, default_template, letter, to_correct
from extractor.emitters.wording import LANGUAGES, Wording
from extractor.language.patterns import builtin
from extractor.model.errors import UsageError
from extractor.model.report import Finding, Report, Severity
from tests.emitters.planted import planted, planted_pdf

ZH = Wording(builtin(), "zh")


def opened(content: bytes) -> Document:
    return docx.Document(io.BytesIO(content))


def paragraphs(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in opened(content).paragraphs]


def with_findings(*findings: Finding) -> Report:
    return replace(planted(), verification=replace(planted().verification, findings=findings))


def template(tmp_path: Path, *lines: str) -> Path:
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    path = tmp_path / "模板.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_error_and_warning_stands_in_it_with_its_place(lang: str) -> None:
    report, _ = planted_pdf()
    wording = Wording(builtin(), lang)
    said = "\n".join(paragraphs(letter(report, wording)))
    asked = to_correct(report)
    assert len(asked) == 11
    for number, finding in enumerate(asked, 1):
        assert f"{number}." in said
        assert wording.finding(finding) in said
    assert ("位置：第1页" if lang == "zh" else "Place: page 1") in said
    assert not PLACEHOLDER.search(said)


def test_it_reads_as_a_letter() -> None:
    said = paragraphs(letter(planted(), ZH))
    assert said[0] == "关于退回修改《云丰县民政局关于2022年度困难群众救助资金绩效自评的报告》的意见"
    assert said[1] == "云丰县民政局："
    assert "需要核实修改的问题共11项，其中错误11项、警告0项" in said[2]
    heads = [paragraph.text for paragraph in opened(letter(planted(), ZH)).paragraphs if paragraph.style.name == "问题栏目"]
    assert heads == ["报告整体", "一、资金管理", "一、（一）资金到位", "一、（二）资金使用", "二、任务完成"]


def test_the_official_typefaces_are_named_with_others_to_fall_back_on() -> None:
    with zipfile.ZipFile(default_template("zh")) as package:
        styles, fonts = (package.read(f"word/{name}.xml").decode() for name in ("styles", "fontTable"))
    for name, other in (("仿宋", "FangSong"), ("黑体", "SimHei"), ("楷体", "KaiTi"), ("方正小标宋简体", "SimSun")):
        assert f'w:eastAsia="{name}"' in styles
        assert other in fonts


def test_notes_ask_for_nothing_and_what_was_rejected_is_left_out() -> None:
    first, second, third, *_ = planted().verification.findings
    report = with_findings(replace(first, severity=Severity.NOTE), second, replace(third, severity=Severity.WARNING))
    assert to_correct(report) == [second, replace(third, severity=Severity.WARNING)]
    assert to_correct(report, {second.id}) == [replace(third, severity=Severity.WARNING)]
    said = "\n".join(paragraphs(letter(report, ZH, rejected={second.id})))
    assert ZH.finding(third) in said
    assert ZH.finding(second) not in said
    assert "共1项，其中错误0项、警告1项" in said


def test_nothing_to_correct_is_said() -> None:
    assert "未发现需要修改的问题。" in paragraphs(letter(with_findings(), ZH))


def test_the_bytes_come_again() -> None:
    made = letter(planted(), ZH)
    assert made == letter(planted(), ZH)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert opened(made).core_properties.created is not None
    assert opened(made).core_properties.created.year == 2000  # type: ignore[union-attr]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_templates_ask_only_for_what_is_known(lang: str) -> None:
    known = {name for field in FIELDS for name in builtin().words(f"letter.field.{field}")}
    asked = {
        match[1] for paragraph in docx.Document(str(default_template(lang))).paragraphs for match in PLACEHOLDER.finditer(paragraph.text)
    }
    assert asked <= known
    assert asked & set(builtin().words("letter.field.list"))


def test_a_template_of_ones_own(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("致 ")
    for piece in ("{", "{ 主", "送 }}", "：《{{title}}》"):  # as word processors cut it
        paragraph.add_run(piece).bold = piece == "{"
    document.add_table(1, 1).cell(0, 0).text = "共 {{count}} 项"
    document.sections[0].header.paragraphs[0].text = "{{文号}} {{年度}}"
    document.add_paragraph("{{问题清单}}").alignment = 1
    path = tmp_path / "own.docx"
    document.save(str(path))
    made = opened(letter(planted(), ZH, template=path))
    assert made.paragraphs[0].text == "致 云丰县民政局：《云丰县民政局关于2022年度困难群众救助资金绩效自评的报告》"
    assert [run.text for run in made.paragraphs[0].runs if run.bold] == ["云丰县民政局"]
    assert made.tables[0].cell(0, 0).text == "共 11 项"
    assert made.sections[0].header.paragraphs[0].text == "无 2022"
    listed = [paragraph for paragraph in made.paragraphs if paragraph.alignment == 1]
    assert len(listed) >= 20
    assert listed[0].text == "报告整体"
    assert listed[0].runs[0].bold


def test_what_is_wrong_with_a_template_is_said(tmp_path: Path) -> None:
    def code(path: Path) -> tuple[str, object]:
        with pytest.raises(UsageError) as raised:
            letter(planted(), ZH, template=path)
        return raised.value.code, raised.value.params.get("name")

    assert code(template(tmp_path, "{{问题清单}}", "{{局长}}")) == ("letter-placeholder", "局长")
    assert code(template(tmp_path, "{{标题}}")) == ("letter-no-list", "{{问题清单}}")
    assert code(tmp_path / "absent.docx")[0] == "letter-template"
    (tmp_path / "broken.docx").write_bytes(b"PK no archive")
    assert code(tmp_path / "broken.docx")[0] == "letter-template"


def test_control_characters_are_written_out() -> None:
    first = planted().verification.findings[0]
    report = replace(planted(), reading=replace(planted().reading, name="a\x00b\ufffe.txt"))
    said = "\n".join(paragraphs(letter(replace(report, verification=replace(report.verification, findings=(first,))), ZH)))
    assert "a\\u0000b\\ufffe.txt" in said


def test_braces_in_a_report_are_text(tmp_path: Path) -> None:
    document = replace(planted().outline.document, title="{{count}}{{list}}")
    report = replace(planted(), outline=replace(planted().outline, document=document))
    said = paragraphs(letter(report, ZH, template=template(tmp_path, "《{{标题}}》{{问题数}}", "{{问题清单}}")))
    assert said[0] == "《{{count}}{{list}}》11"

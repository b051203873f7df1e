"""``gouji check`` with ``--annotate``, ``--letter`` and ``--working-paper``: files beside what it says, each under the name of its input."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pypdfium2

from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.review.decisions import SCHEMA, Decision, Decisions, State, to_json
from tests.conftest import Run
from tests.emitters.planted import TEXT, planted, planted_pdf

Gouji = Callable[..., Run]


def folder(tmp_path: Path) -> tuple[Path, Path]:
    pdf, text = tmp_path / "甲.pdf", tmp_path / "乙.txt"
    pdf.write_bytes(planted_pdf()[1])
    text.write_text(TEXT, encoding="utf-8")
    return pdf, text


def letter_text(path: Path) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(str(path)).paragraphs)


def test_each_input_has_its_papers(gouji: Gouji, tmp_path: Path) -> None:
    out = tmp_path / "out"
    inputs = folder(tmp_path)
    done = gouji("check", *inputs, "--annotate", out, "--letter", out / "letters", "--working-paper", out)
    assert done.status == 1
    assert done.out == gouji("check", *inputs).out
    assert sorted(str(path.relative_to(out)) for path in out.rglob("*.*")) == [
        "letters/乙.letter.docx", "letters/甲.letter.docx", "乙.working-paper.xlsx", "甲.annotated.pdf", "甲.working-paper.xlsx",
    ]  # fmt: skip
    assert "乙.txt：不是 PDF，不写批注件" in done.err
    assert str(out / "甲.annotated.pdf") in done.err
    assert len(pypdfium2.PdfDocument(str(out / "甲.annotated.pdf"))) == 2
    first = {path: path.read_bytes() for path in out.rglob("*.*")}
    gouji("check", *inputs, "--annotate", out, "--letter", out / "letters", "--working-paper", out)
    assert first == {path: path.read_bytes() for path in out.rglob("*.*")}


def test_what_was_rejected_on_this_document_is_left_out_of_its_letter(gouji: Gouji, tmp_path: Path) -> None:
    _, text = folder(tmp_path)
    finding = planted().verification.findings[0]
    rejected = Decision(finding.id, State.REJECTED, finding.rule, reason="核过原件")
    for document, left_out in ((planted().reading.sha256, True), ("0" * 64, False)):
        decisions = tmp_path / "乙.decisions.json"
        decisions.write_bytes(to_json(Decisions(document, "", "乙.txt", (rejected,))))
        assert SCHEMA in decisions.read_text(encoding="utf-8")
        assert gouji("check", text, "--letter", tmp_path, "--decisions", decisions).status == 1
        said = letter_text(tmp_path / "乙.letter.docx")
        assert (Wording(builtin(), "zh").finding(finding) not in said) is left_out


def test_where_nothing_is_to_be_corrected_there_is_no_letter(gouji: Gouji, tmp_path: Path) -> None:
    text = tmp_path / "空.txt"
    text.write_text("云丰县民政局2022年度自评报告\n\n省民政厅：\n\n现将情况报告如下。\n\n云丰县民政局\n2023年2月10日\n", encoding="utf-8")
    done = gouji("check", text, "--letter", tmp_path / "out")
    assert done.status == 0
    assert "不写退回修改意见" in done.err
    assert not (tmp_path / "out").exists()


def test_the_template_that_is_given_is_taken_and_a_wrong_one_is_said(gouji: Gouji, tmp_path: Path) -> None:
    _, text = folder(tmp_path)
    template = tmp_path / "模板.docx"
    document = docx.Document()
    document.add_paragraph("{{主送}}注意")
    document.add_paragraph("{{问题清单}}")
    document.save(str(template))
    assert gouji("check", text, "--letter", tmp_path, "--letter-template", template).status == 1
    assert letter_text(tmp_path / "乙.letter.docx").startswith("云丰县民政局注意")
    template.write_bytes(b"no archive")
    done = gouji("check", text, "--letter", tmp_path, "--letter-template", template)
    assert done.status == 2
    assert "模板打不开" in done.err


def test_a_member_of_an_archive_has_its_papers(gouji: Gouji, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("报送/丙.txt", TEXT)
    (tmp_path / "包.zip").write_bytes(packed.getvalue())
    assert gouji("check", tmp_path / "包.zip", "--working-paper", tmp_path / "out").status == 1
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["包.zip-报送-丙.txt.working-paper.xlsx"]


def test_a_folder_that_cannot_be_written_is_said(gouji: Gouji, tmp_path: Path) -> None:
    _, text = folder(tmp_path)
    done = gouji("check", text, "--working-paper", text)
    assert done.status == 2
    assert "Traceback" not in done.err

"""The annotated PDF: drawn by PDFium, the colour lies on the figures of the findings and nowhere else; the document is as it was."""

from __future__ import annotations

import ctypes
import io
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from itertools import groupby

import numpy as np
import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from extractor.emitters.annotated_pdf import COLOURS, annotated_pdf, frame_of
from extractor.emitters.marks import marks
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import ReadError
from extractor.model.page import Box
from extractor.model.report import Finding, Report, Severity
from extractor.pipeline import extract_bytes
from tests.emitters.planted import SLIPS, planted_pdf
from tests.setting import set_report

SCALE = 1.5
"""Pixels a point."""
ZH = Wording(builtin(), "zh")


def drawn(content: bytes, *, notes: bool = True) -> list[np.ndarray]:
    """The pages as pictures (height × width × red, green, blue)."""
    with closing(pypdfium2.PdfDocument(content)) as document:
        return [np.asarray(page.render(scale=SCALE, draw_annots=notes).to_pil().convert("RGB")).astype(int) for page in document]


def painted(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Where the two differ to the eye."""
    return np.abs(before - after).max(axis=2) > 12


def inside(boxes: list[Box], shape: tuple[int, ...], grow: float) -> np.ndarray:
    """The pixels within the boxes, each larger by ``grow`` points on every side."""
    found = np.zeros(shape[:2], dtype=bool)
    for box in boxes:
        rows = slice(max(0, round((box.top - grow) * SCALE)), max(0, round((box.bottom + grow) * SCALE)))
        found[rows, max(0, round((box.x0 - grow) * SCALE)) : max(0, round((box.x1 + grow) * SCALE))] = True
    return found


def colour_is_on_the_figures(report: Report, source: bytes, annotated: bytes) -> None:
    """The highlights fill the boxes of the marks, in the colour of their severity, and touch nothing else."""
    before, after = drawn(source), drawn(annotated)
    assert len(before) == len(after)
    found = marks(report)
    assert found
    by_page = {page: list(group) for page, group in groupby(found, key=lambda mark: mark.page)}
    for number, (old, new) in enumerate(zip(before, after, strict=True), 1):
        changed = painted(old, new)
        here = by_page.get(number, [])
        boxes = [box for mark in here for box in mark.boxes]
        assert not (changed & ~inside(boxes, old.shape, 1)).any()
        for mark in here:
            within = inside(list(mark.boxes), old.shape, -0.5)
            paper = within & (old.min(axis=2) > 250)
            assert paper.sum() > 0.3 * within.sum()
            expected = np.array([round(255 * part) for part in COLOURS[mark.severity]])
            near = np.abs(new[paper] - expected).max(axis=1) < 8
            assert near.mean() > 0.95 or len([one for one in here if one is not mark]) > 0
            ink = within & (old.max(axis=2) < 60)
            assert (new[ink].max(axis=1) < 70).mean() > 0.95 if ink.any() else True  # the figures stay black


def annotations(content: bytes) -> list[tuple[int, str, str, str]]:
    """Page, kind, author and note of each annotation, as PDFium's own interface gives them."""
    found = []

    def text(annotation: object, key: bytes) -> str:
        size = pdfium.FPDFAnnot_GetStringValue(annotation, key, None, 0)
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAnnot_GetStringValue(annotation, key, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
        return buffer.raw[: size - 2].decode("utf-16-le")

    kinds = {pdfium.FPDF_ANNOT_HIGHLIGHT: "highlight", pdfium.FPDF_ANNOT_TEXT: "note"}
    with closing(pypdfium2.PdfDocument(content)) as document:
        for number, page in enumerate(document, 1):
            for index in range(pdfium.FPDFPage_GetAnnotCount(page)):
                annotation = pdfium.FPDFPage_GetAnnot(page, index)
                kind = kinds.get(pdfium.FPDFAnnot_GetSubtype(annotation))
                if kind:
                    found.append((number, kind, text(annotation, b"T"), text(annotation, b"Contents")))
                pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def test_the_colour_lies_on_the_figures() -> None:
    report, source = planted_pdf()
    colour_is_on_the_figures(report, source, annotated_pdf(report, source, ZH))


def test_under_each_highlight_stand_the_words_of_its_evidence() -> None:
    report, source = planted_pdf()
    evidence = {report.text.slice(span) for finding in report.verification.findings for span in finding.evidence}
    under = set()
    with closing(pypdfium2.PdfDocument(source)) as read, pikepdf.open(io.BytesIO(annotated_pdf(report, source, ZH))) as written:
        for page, shown in zip(written.pages, read, strict=True):
            words = shown.get_textpage()
            for annotation in page.get("/Annots", ()):
                if annotation["/Subtype"] == "/Highlight":
                    left, bottom, right, top = (float(edge) for edge in annotation["/Rect"])
                    under.add(words.get_text_bounded(left + 1, bottom + 1, right - 1, top - 1).strip())
    assert under == evidence
    for figure in SLIPS.values():
        assert any(figure in one for one in under), figure


def test_each_finding_is_told_in_a_note() -> None:
    report, source = planted_pdf()
    told = annotations(annotated_pdf(report, source, ZH))
    assert {(kind, author) for _, kind, author, _ in told} == {("highlight", "Gouji")}
    for finding in report.verification.findings:
        notes = [note for *_, note in told if ZH.finding(finding) in note]
        assert len(notes) == len(set(finding.evidence)), finding.rule
        assert all("错误" in note and ZH.rule(finding.rule) in note for note in notes)


def test_the_document_stays_as_it_was() -> None:
    report, source = planted_pdf()
    annotated = annotated_pdf(report, source, ZH)
    with pikepdf.open(io.BytesIO(source)) as old, pikepdf.open(io.BytesIO(annotated)) as new:
        assert [page.Contents.read_bytes() for page in old.pages] == [page.Contents.read_bytes() for page in new.pages]
        assert {key: str(value) for key, value in old.docinfo.items()} == {key: str(value) for key, value in new.docinfo.items()}
    assert all((one == other).all() for one, other in zip(drawn(source), drawn(annotated, notes=False), strict=True))
    again = extract_bytes(report.reading.name, annotated, builtin())
    assert again.text.content == report.text.content


def test_the_bytes_come_again() -> None:
    report, source = planted_pdf()
    assert annotated_pdf(report, source, ZH) == annotated_pdf(report, source, ZH)
    assert annotated_pdf(report, source, ZH) != annotated_pdf(report, source, Wording(builtin(), "en"))


def changed(source: bytes, change: Callable[[pikepdf.Pdf], None], **options: object) -> bytes:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(source)) as document:
        change(document)
        document.save(written, **options)  # type: ignore[arg-type]
    return written.getvalue()


def turned(quarters: int, *, cropped: bool) -> Callable[[pikepdf.Pdf], None]:
    def change(document: pikepdf.Pdf) -> None:
        for page in document.pages:
            if cropped:
                page.MediaBox = pikepdf.Array([-20, -30, 640, 900])
                page.CropBox = pikepdf.Array([580, 800, 40, 60])  # the corners the other way round
            del page["/Rotate"]
        document.Root.Pages.Rotate = 90 * quarters - 360  # from the node above, and negative

    return change


@pytest.mark.parametrize(("quarters", "cropped"), [(1, False), (0, True), (1, True), (2, True), (3, True)])
def test_turned_and_cropped_pages(quarters: int, cropped: bool) -> None:
    _, source = planted_pdf()
    source = changed(source, turned(quarters, cropped=cropped))
    report = extract_bytes("自评报告.pdf", source, builtin())
    assert len({finding.rule for finding in report.verification.findings} & set(SLIPS)) > 6
    colour_is_on_the_figures(report, source, annotated_pdf(report, source, ZH))


def test_a_file_that_an_owners_password_protects() -> None:
    _, source = planted_pdf()
    permissions = pikepdf.Permissions(modify_annotation=False)
    source = changed(source, lambda _: None, encryption=pikepdf.Encryption(owner="geheim", user="", allow=permissions))
    report = extract_bytes("自评报告.pdf", source, builtin())
    assert "owner-password" in report.reading.flags
    annotated = annotated_pdf(report, source, ZH)
    assert annotated == annotated_pdf(report, source, ZH)
    colour_is_on_the_figures(report, source, annotated)


def test_annotations_that_were_there_stay_and_shared_lists_are_not_mixed_up() -> None:
    _, source = planted_pdf()

    def share(document: pikepdf.Pdf) -> None:
        link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 20, 20], Border=[0, 0, 0])
        shared = document.make_indirect(pikepdf.Array([document.make_indirect(link)]))
        for page in document.pages:
            page.Annots = shared

    source = changed(source, share)
    report = extract_bytes("自评报告.pdf", source, builtin())
    with pikepdf.open(io.BytesIO(annotated_pdf(report, source, ZH))) as written:
        for number, page in enumerate(written.pages, 1):
            kinds = [str(annotation["/Subtype"]) for annotation in page.Annots]
            assert kinds[0] == "/Link"
            assert kinds.count("/Highlight") == sum(mark.page == number for mark in marks(report))


def with_findings(*added: Finding) -> tuple[Report, bytes]:
    report, source = planted_pdf()
    return replace(report, verification=replace(report.verification, findings=added)), source


def finding(rule: str, severity: Severity, *evidence: object, id: str = "f-1") -> Finding:
    report, _ = planted_pdf()
    like = next(one for one in report.verification.findings if one.rule == rule)
    return replace(like, id=id, severity=severity, evidence=evidence)  # type: ignore[arg-type]


def test_two_findings_at_one_place_are_one_mark_in_the_graver_colour() -> None:
    report, _ = planted_pdf()
    place = next(one for one in report.verification.findings if one.rule == "claim/ratio").evidence[0]
    note, error = finding("claim/growth", Severity.NOTE, place), finding("claim/ratio", Severity.ERROR, place, id="f-2")
    both, source = with_findings(note, error)
    annotated = annotated_pdf(both, source, ZH)
    ((_, _, _, words),) = annotations(annotated)
    assert ZH.finding(note) in words
    assert ZH.finding(error) in words
    colour_is_on_the_figures(both, source, annotated)
    assert marks(both)[0].severity is Severity.ERROR


def test_what_has_no_place_stands_in_a_note_on_the_first_page() -> None:
    homeless = finding("score/deduction", Severity.WARNING)
    report, source = with_findings(homeless)
    annotated = annotated_pdf(report, source, ZH)
    ((page, kind, author, words),) = annotations(annotated)
    assert (page, kind, author) == (1, "note", "Gouji")
    assert ZH.finding(homeless) in words
    sign = painted(drawn(source)[0], drawn(annotated)[0])
    assert sign.any()
    assert not (sign & ~inside([Box(20, 20, 40, 40)], sign.shape, 1)).any()


def test_a_place_over_two_lines_has_a_box_on_each() -> None:
    report, _ = planted_pdf()
    paragraph = next(one for one in report.text.paragraphs if report.text.content[one.start : one.end].startswith("全年预算"))
    long, source = with_findings(finding("claim/ratio", Severity.NOTE, paragraph.span))
    (mark,) = marks(long)
    assert len(mark.boxes) == paragraph.last_line - paragraph.first_line + 1 > 1
    colour_is_on_the_figures(long, source, annotated_pdf(long, source, ZH))


def test_nothing_is_marked_on_a_page_that_was_not_read() -> None:
    report, source = planted_pdf()
    other = changed(source, lambda document: document.pages[0].__setattr__("MediaBox", pikepdf.Array([0, 0, 300, 300])))
    told = annotations(annotated_pdf(report, other, ZH))
    assert [one[1] for one in told if one[0] == 1] == ["note"]


def test_without_findings_the_pages_look_as_before() -> None:
    report, source = with_findings()
    assert all((one == other).all() for one, other in zip(drawn(source), drawn(annotated_pdf(report, source, ZH)), strict=True))


def test_a_scan_is_marked_where_its_figures_were_recognised() -> None:
    pytest.importorskip("rapidocr", reason="no OCR here: install the extra ocr")
    from tests.scans import scan_pdf

    text = "某县民政局自评报告\n\n省民政厅：\n\n一、资金管理（50分，自评得分47分）\n\n（一）到位（25分，自评得分25分）\n\n按时到位。\n\n（二）使用（25分，自评得分23分）\n\n因拨付不及时，扣减1分。\n"
    source = scan_pdf(set_report(text).pdf, seal=False, tilt=0.0)
    report = extract_bytes("扫描.pdf", source, builtin())
    assert report.reading.ocr
    assert any(one.rule == "score/deduction" for one in report.verification.findings)
    before, after = drawn(source), drawn(annotated_pdf(report, source, ZH))
    changed_at = painted(before[0], after[0])
    boxes = [box for mark in marks(report) for box in mark.boxes]
    assert changed_at[inside(boxes, changed_at.shape, -1)].mean() > 0.5
    sign = Box(20, 20, 40, 40)
    assert not (changed_at & ~inside([*boxes, sign], changed_at.shape, 1)).any()


def test_only_a_pdf_can_be_annotated() -> None:
    report, _ = planted_pdf()
    with pytest.raises(ReadError) as raised:
        annotated_pdf(replace(report, reading=replace(report.reading, format="docx")), b"", ZH)
    assert raised.value.code == "annotate-format"


def test_a_file_that_cannot_be_written_anew_is_said() -> None:
    report, _ = planted_pdf()
    with pytest.raises(ReadError) as raised:
        annotated_pdf(report, b"no PDF at all", ZH)
    assert raised.value.code == "annotate-damaged"


def test_a_page_without_a_size_is_taken_as_pdfium_takes_it() -> None:
    assert frame_of(pikepdf.Dictionary()).size == (612, 792)
    assert frame_of(pikepdf.Dictionary(MediaBox=[0, 0, 100, 200], Rotate=90)).size == (200, 100)

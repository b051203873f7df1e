"""PDF files, through PDFium: opening them, and each page's lines. Pages without a text layer are recognised (`ocr.pdf`).

PDFium is not thread-safe and may abort the process on hostile files: a batch calls this reader in a worker process
(`extractor.readers.read_bytes`). Page counts are not trusted, a password is never guessed, and a file that PDFium cannot open is given to
pikepdf once, in memory.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from pypdfium2 import raw as pdfium

from extractor.model.errors import ReadError
from extractor.model.limits import bound
from extractor.model.page import Line, Page, Reading
from extractor.readers.libraries import version
from extractor.readers.pdf.characters import Characters, characters, displayed
from extractor.readers.pdf.forms import endless
from extractor.readers.pdf.lines import lines_of
from extractor.readers.pdf.objects import SCAN, Painting, painting

OUTLINES = 60
"""A page without a letter that paints so many small filled shapes shows words that were turned into outlines."""
WORDED = frozenset({pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP, pdfium.FPDF_ANNOT_WATERMARK, pdfium.FPDF_ANNOT_WIDGET})
"""Annotations that show words of their own."""
NOT_TEXT = frozenset({"watermark", "hidden", "white"})


def read(name: str, data: bytes) -> Reading:
    """Reads a PDF; ``paged`` is True, boxes are points from the top left of the page as displayed (crop box and rotation applied).

    A line's ``mark`` is ``table`` (a row of a ruled table), ``watermark``, ``hidden`` (invisible or off the page), ``white`` (on white), else None.

    Flags: ``owner-password`` (opens without a password but is restricted), ``repaired`` (the file is damaged; what could be read is there),
    ``hidden-text`` (a page holds words that cannot be seen), ``ocr-layer`` (a scanned page with what was recognised in it),
    ``private-use`` (characters in a text that can otherwise be read have no meaning that the file tells).
    `ReadError`: ``pdf-encrypted``, ``pdf-encryption-unknown``, ``pdf-damaged``, ``pdf-no-pages``, ``pdf-too-many-pages``, ``pdf-endless``.
    """
    versions = {"pypdfium2": version("pypdfium2")}
    flags: list[str] = []
    # The end mark is the last thing written: without it the tail is lost, even where PDFium finds its way without a word.
    repaired = b"%%EOF" not in data[-2048:]
    source = data
    if not _opens(name, data):
        source = _repaired(name, data)
        repaired = True
        versions["pikepdf"] = version("pikepdf")
        if not _opens(name, source):
            raise ReadError("pdf-damaged", name)
    if endless(source):
        raise ReadError("pdf-endless", name)
    with _document(source) as document:
        if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
            flags.append("owner-password")
        if repaired:
            flags.append("repaired")
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise ReadError("pdf-no-pages", name)
        bound("pdf-too-many-pages", name, "pdf-pages", count)
        seen: set[str] = set()
        read_so_far: list[Page] = []
        tables = 0
        recognised: list[int] = []
        for index in range(count):
            page = _page(document, index, repaired, seen, tables, recognised)
            tables = max((line.row.table for line in page.lines if line.row is not None), default=tables)
            read_so_far.append(page)
        pages = same_watermarks(read_so_far)
        flags += sorted(seen)
    if repaired and all(page.unusable == "damaged" for page in pages):
        raise ReadError("pdf-damaged", name)
    if recognised:
        from extractor.readers.ocr import engine as ocr_engine  # noqa: PLC0415 - only when a scan has come

        versions |= ocr_engine.versions()
    digest = hashlib.sha256(data).hexdigest()
    return Reading(name, digest, len(data), "pdf", "pdfium", pages, paged=True, ocr=bool(recognised), flags=tuple(flags), versions=versions)


def forget() -> None:
    """Bring PDFium into the state of a new process. The typeface that it puts in place of a missing one keeps the widths that the last file asked for, and
    the boxes of a damaged file would depend on the files before it. No document may be open in this process, whoever opened it.
    """
    pdfium.FPDF_DestroyLibrary()
    pdfium.FPDF_InitLibraryWithConfig(pdfium.FPDF_LIBRARY_CONFIG(version=2))


@contextmanager
def _document(data: bytes) -> Iterator[Any]:
    """PDFium's handle on the bytes (falsy where it cannot open them), closed at the end."""
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    try:
        yield document
    finally:
        if document:
            pdfium.FPDF_CloseDocument(document)


def _opens(name: str, data: bytes) -> bool:
    """Whether PDFium opens the bytes and finds a page; `ReadError` where only a password helps."""
    with _document(data) as document:
        if document:
            return bool(pdfium.FPDF_GetPageCount(document) > 0)
        error = pdfium.FPDF_GetLastError()
    if error == pdfium.FPDF_ERR_PASSWORD:
        raise ReadError("pdf-encrypted", name)
    if error == pdfium.FPDF_ERR_SECURITY:
        raise ReadError("pdf-encryption-unknown", name)
    return False


def _repaired(name: str, data: bytes) -> bytes:
    """The bytes as pikepdf (QPDF) rebuilds them. What PDFium found encrypted never comes here."""
    import pikepdf  # noqa: PLC0415 - a quarter of a second that only damaged files need

    log = logging.getLogger("pikepdf")
    before = log.level
    log.setLevel(logging.CRITICAL + 1)  # the damage is said once, by the flag or the error
    try:
        with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as document:
            if not len(document.pages):
                raise ReadError("pdf-no-pages", name)
            rebuilt = io.BytesIO()
            document.save(rebuilt, static_id=True, fix_metadata_version=False)
            return rebuilt.getvalue()
    except pikepdf.PasswordError:
        raise ReadError("pdf-encrypted", name) from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, RuntimeError, KeyError, TypeError, AttributeError):
        # pikepdf reports a broken page tree with Python's own errors.
        raise ReadError("pdf-damaged", name) from None
    finally:
        log.setLevel(before)


def _page(document: Any, index: int, repaired: bool, flags: set[str], tables: int, recognised: list[int]) -> Page:
    """One page; every handle is closed before the next one is opened. ``unusable`` is ``damaged`` where the page or its content is lost.

    What is to be said of the file for this page's sake is added to ``flags``, its index to ``recognised`` where its words were. tables: how many the
    pages before hold.
    """
    page = _loaded(document, index)
    if not page:
        return Page(index + 1, (), unusable="damaged")
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        painted = painting(page, width * height)
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            found = characters(page, text_page, painted) if text_page else Characters([], [], {}, 0)
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
        unusable = _unusable(page, found, painted, width * height)
        letters = sum(map(str.isalpha, found.text))
        if painted.is_scan(unusable, letters, width * height):
            from extractor.readers.ocr import pdf as ocr_pdf  # noqa: PLC0415 - only when a scan comes

            scan = ocr_pdf.scanned(page, width, height, tables, unusable, letters)
            if scan.lines:
                recognised.append(index)
                return Page(index + 1, scan.lines, width, height)
            unusable = scan.unusable
        if repaired and not found.text and unusable is None:
            unusable = "damaged"  # nobody can tell a blank page from one whose content was lost
        rules = displayed(page, pdfium.FPDFPage_GetRotation(page), painted.sides()) if painted.rules else []
        lines = lines_of(found, rules, (width, height), tables)
        if painted.recognised:
            flags.add("ocr-layer")
        if found.unmapped and unusable != "no-unicode":
            flags.add("private-use")
        if any(line.mark in ("hidden", "white") and not line.text.isspace() for line in lines):
            flags.add("hidden-text")
        return Page(index + 1, lines, width, height, unusable)
    finally:
        pdfium.FPDF_ClosePage(page)


def _loaded(document: Any, index: int) -> Any:
    """The page as it is displayed: what form fields, stamps and text boxes show is part of its content. Falsy where it can't be loaded."""
    page = pdfium.FPDF_LoadPage(document, index)
    for number in range(pdfium.FPDFPage_GetAnnotCount(page) if page else 0):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in WORDED:
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            pdfium.FPDF_ClosePage(page)
            return pdfium.FPDF_LoadPage(document, index)
    return page


def same_watermarks(pages: list[Page]) -> tuple[Page, ...]:
    """Large pale lines that lie across the text of another page, or stand on most pages, are watermarks; the others are text."""
    known = {line.text for page in pages for line in page.lines if line.mark == "watermark"}
    often = Counter(text for page in pages for text in {line.text for line in page.lines if line.mark == "light"})
    known |= {text for text, count in often.items() if count > 2 and count * 2 > len(pages)}

    def settled(line: Line) -> Line:
        return line if line.mark != "light" else replace(line, mark="watermark" if line.text in known else None)

    return tuple(
        replace(page, lines=tuple(settled(line) for line in page.lines)) if any(line.mark == "light" for line in page.lines) else page
        for page in pages
    )


def _unusable(page: Any, found: Characters, painted: Painting, area: float) -> str | None:
    """Why a page gives no text: ``no-text``, ``no-unicode`` (a third or more of its characters have no meaning that the file tells); None
    where it does give text, or is blank.
    """
    inked = len(found.text) - sum(map(str.isspace, found.text))
    if inked and found.unmapped * 3 >= inked:
        return "no-unicode"
    seen = [char for index, char in enumerate(found.text) if found.marks.get(index) not in NOT_TEXT] if found.marks else found.text
    if any(map(str.isalpha, seen)):
        return None
    if not all(map(str.isspace, seen)):
        return "no-text" if painted.image_area() >= SCAN * area or painted.outlines >= OUTLINES else None
    return "no-text" if pdfium.FPDFPage_CountObjects(page) > 0 or pdfium.FPDFPage_GetAnnotCount(page) > 0 else None

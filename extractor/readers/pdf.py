"""PDF files with a text layer, through PDFium: opening them, and each page's lines.

PDFium is not thread-safe and may abort the process on hostile files: a batch calls this reader in a worker process
(`extractor.readers.read_bytes`). Page counts are not trusted, a password is never guessed, and a file that PDFium cannot open is given to
pikepdf once, in memory.
"""

from __future__ import annotations

import hashlib
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Any

from pypdfium2 import raw as pdfium

from extractor.model.errors import ReadError
from extractor.model.page import Page, Reading
from extractor.readers.pdf_characters import Characters, characters
from extractor.readers.pdf_lines import lines_of

PAGE_LIMIT = 20_000
"""A damaged or hostile page tree makes PDFium claim a million pages."""
SCAN = 0.5
"""A page whose text holds no letter (a printed page number at most) and whose images cover this share of it is a scan."""


def read(name: str, data: bytes) -> Reading:
    """Reads a PDF; ``paged`` is True, boxes are points from the top left of the page as displayed (crop box and rotation applied).

    Flags: ``owner-password`` (opens without a password but is restricted), ``repaired`` (the file is damaged; what could be read is there).
    `ReadError`: ``pdf-encrypted``, ``pdf-encryption-unknown``, ``pdf-damaged``, ``pdf-no-pages``, ``pdf-too-many-pages``.
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
    with _document(source) as document:
        if pdfium.FPDF_GetSecurityHandlerRevision(document) != -1:
            flags.append("owner-password")
        if repaired:
            flags.append("repaired")
        count = pdfium.FPDF_GetPageCount(document)
        if count <= 0:
            raise ReadError("pdf-no-pages", name)
        if count > PAGE_LIMIT:
            raise ReadError("pdf-too-many-pages", name, count=count, limit=PAGE_LIMIT)
        pages = tuple(_page(document, index, repaired) for index in range(count))
    if repaired and all(page.unusable == "damaged" for page in pages):
        raise ReadError("pdf-damaged", name)
    digest = hashlib.sha256(data).hexdigest()
    return Reading(name, digest, len(data), "pdf", "pdfium", pages, paged=True, flags=tuple(flags), versions=versions)


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


def _page(document: Any, index: int, repaired: bool) -> Page:
    """One page; every handle is closed before the next one is opened. ``unusable`` is ``damaged`` where the page or its content is lost."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return Page(index + 1, (), unusable="damaged")
    try:
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        text_page = pdfium.FPDFText_LoadPage(page)
        try:
            found = characters(page, text_page) if text_page else Characters([], [], {}, 0)
        finally:
            if text_page:
                pdfium.FPDFText_ClosePage(text_page)
        unusable = _unusable(page, found, width * height)
        if repaired and not found.text and unusable is None:
            unusable = "damaged"  # nobody can tell a blank page from one whose content was lost
        return Page(index + 1, lines_of(found), width, height, unusable)
    finally:
        pdfium.FPDF_ClosePage(page)


def _unusable(page: Any, found: Characters, area: float) -> str | None:
    """Why a page gives no text: ``no-text``, ``no-unicode`` (a third or more of its characters have no meaning that the file tells); None
    where it does give text, or is blank.
    """
    inked = sum(not char.isspace() for char in found.text)
    if inked and found.unmapped * 3 >= inked:
        return "no-unicode"
    if inked and any(char.isalpha() for char in found.text):
        return None
    if inked:
        return "no-text" if _image_area(page) >= SCAN * area else None
    return "no-text" if pdfium.FPDFPage_CountObjects(page) > 0 or pdfium.FPDFPage_GetAnnotCount(page) > 0 else None


def _image_area(page: Any) -> float:
    """The area of the largest image on the page, in square points; a form counts as an image."""
    largest = 0.0
    left, bottom, right, top = (pdfium.c_float() for _ in range(4))
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM) and pdfium.FPDFPageObj_GetBounds(item, left, bottom, right, top):
            largest = max(largest, (right.value - left.value) * (top.value - bottom.value))
    return largest

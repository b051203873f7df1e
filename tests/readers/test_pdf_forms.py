"""Forms that draw themselves are refused before PDFium sees them; forms that only share their page's resources are read."""

from __future__ import annotations

import pikepdf
import pytest

from extractor.model.errors import ReadError
from extractor.readers import read_bytes
from extractor.readers.pdf.forms import endless
from tests.brokenfiles import pdf, stream

CATALOGUE, TREE = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[4 0 R]>>"
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
SHARED = b"/Resources<<%b/XObject<</A 5 0 R/B 6 0 R>>>>" % FONT
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R%b>>" % SHARED
WORDS = b"BT /F 12 Tf 40 40 Td (score 9) Tj ET"


def form(content: bytes, resources: bytes = SHARED) -> bytes:
    return stream(content, b"/Type/XObject/Subtype/Form/BBox[0 0 595 842]%b" % resources)


def document(first: bytes, second: bytes, **more: bytes) -> bytes:
    return pdf(CATALOGUE, TREE, stream(b"/A Do"), PAGE, form(first, **more), form(second, **more))


@pytest.mark.parametrize(
    ("first", "second"),
    [(b"/A Do", b""), (b"/A Do /A Do", b""), (b"/B Do", b"/A Do"), (b"q 1 0 0 1 5 5 cm/A\nDo Q", b"")],
    ids=["itself", "twice", "each-other", "moved"],
)
@pytest.mark.parametrize("resources", [SHARED, b""], ids=["own", "of-the-page"])
def test_forms_that_draw_themselves_are_refused(first: bytes, second: bytes, resources: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read_bytes("a.pdf", document(first, second, resources=resources))
    assert caught.value.code == "pdf-endless"


def test_forms_that_multiply_are_refused() -> None:
    chain = [form(b"/A Do " * 10, b"/Resources<</XObject<</A %d 0 R>>>>" % (6 + order)) for order in range(9)]
    assert endless(pdf(CATALOGUE, TREE, stream(b"/A Do"), PAGE, *chain, form(WORDS)))
    assert not endless(pdf(CATALOGUE, TREE, stream(b"/A Do"), PAGE, *chain[5:], form(WORDS)))


@pytest.mark.parametrize(("first", "second"), [(WORDS, b""), (b"/B Do", WORDS), (b"/B Do /B Do", WORDS), (b"/A Dog", WORDS)])
def test_forms_that_end_are_read(first: bytes, second: bytes) -> None:
    data = document(first, second)
    assert not endless(data)
    text = "".join(line.text for line in read_bytes("a.pdf", data).pages[0].lines)
    assert ("score 9" in text) == (first != b"/A Dog")


def test_a_file_without_forms_is_not_opened_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pikepdf, "open", lambda *_: pytest.fail("opened"))
    assert not endless(pdf(CATALOGUE, TREE, stream(WORDS), PAGE.replace(b"/A 5 0 R/B 6 0 R", b"")))

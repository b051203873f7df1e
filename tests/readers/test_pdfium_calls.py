"""What one call gives for a page is what PDFium gives character by character."""

import ctypes

import pypdfium2
import pytest
from pypdfium2 import raw as pdfium

from extractor.readers.pdf.characters import UNUSUAL
from extractor.readers.pdf.pdfium_calls import address_of, loose_boxes, text_of
from tests.hardpdfs import CASES
from tests.setting import set_pages

HARD = {case.name: case for case in CASES}


def sources() -> list[str]:
    return ["plain", *(name for name in ("bold-by-overprinting", "table-page-set-sideways", "watermark-in-tiles") if name in HARD)]


@pytest.mark.parametrize("name", sources())
def test_texts_and_boxes_of_a_page(name: str) -> None:
    data = (
        HARD[name].make()
        if name in HARD
        else set_pages(["自评得分95.5分，资金到位率为98.6%（万元），12日-14日", "office fi ﬁ ＡＢ ⼀⼆ x", ""]).pdf
    )
    document = pypdfium2.PdfDocument(data)
    rect = pdfium.FS_RECTF()
    seen = 0
    for page in document:
        opened = page.get_textpage()  # closed with its last name
        text_page = opened.raw
        count = pdfium.FPDFText_CountChars(text_page)
        text, boxes = text_of(address_of(text_page), count), loose_boxes(address_of(text_page), range(count))
        assert (len(text), len(boxes)) == (count, 4 * count)
        for index, char in enumerate(text):
            if UNUSUAL.match(char) is None:
                assert ord(char) == pdfium.FPDFText_GetUnicode(text_page, index)
            pdfium.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect))
            assert boxes[4 * index : 4 * index + 4] == [rect.left, rect.top, rect.right, rect.bottom]
        seen += count
    assert seen > 30


def test_a_page_without_characters() -> None:
    assert (text_of(0, 0), loose_boxes(0, ())) == ("", [])

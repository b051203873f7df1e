"""Hostile and broken OFD packages end in one clear error, soon; what is only partly broken says so and keeps the rest."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import pytest

from extractor.language.patterns import builtin
from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.readers import read_bytes
from tests.ofdfiles import document, entry, layer, numbers, ofd, page, parts, path, root, text, zipped

SECONDS = 5.0
"""More than any refusal takes on a slow machine, and far less than reading would."""
PAGE_0 = "Doc_0/Pages/Page_0/Content.xml"
LINES = [text(f"第{row}项自评得分九十分", 30, 30 + 8 * row) for row in range(20)]


def refusal(data: bytes) -> ReadError:
    begin = time.monotonic()
    with pytest.raises(ReadError) as caught:
        read_bytes("a.ofd", data)
    assert time.monotonic() - begin < SECONDS
    assert builtin().entry(f"error.{caught.value.code}")
    return caught.value


def with_part(name: str, content: str | bytes) -> bytes:
    return zipped(parts([page(*LINES), page(*LINES)]) | {name: content})


def test_a_bomb_of_objects() -> None:
    error = refusal(with_part(PAGE_0, page("<ofd:TextObject/>" * (40 * 2**20 // 17))))
    assert (error.code, error.params["what"]) == ("ofd-bomb", "ratio")


@pytest.mark.parametrize(
    ("name", "limit", "what"),
    [
        ("ofd-parts", 3, "entries"),
        ("ofd-bytes", 1000, "bytes"),
        ("ofd-xml-bytes", 1000, "xml-bytes"),
        ("ofd-part-bytes", 500, "part-bytes"),
        ("ofd-page-objects", 19, "objects"),
        ("ofd-page-characters", 99, "characters"),
        ("ofd-characters", 250, "characters"),
    ],
)
def test_each_limit_refuses(monkeypatch: pytest.MonkeyPatch, name: str, limit: int, what: str) -> None:
    data = ofd(page(*LINES), page(*LINES))
    assert len(read_bytes("a.ofd", data).pages[0].lines) == 20
    monkeypatch.setitem(limits.IN_FORCE, name, limit)
    error = refusal(data)
    assert (error.code, error.params["what"], error.params["limit"]) == ("ofd-bomb", what, limit)


def test_too_many_pages() -> None:
    made = parts([page(*LINES)]) | {"Doc_0/Document.xml": document(20_001, at=PAGE_0.removeprefix("Doc_0/"))}
    assert refusal(zipped(made)).code == "ofd-too-many-pages"


def test_ten_thousand_pages_of_nothing() -> None:
    made = parts([page()]) | {"Doc_0/Document.xml": document(10_000, at=PAGE_0.removeprefix("Doc_0/"))}
    assert refusal(zipped(made)).code == "ofd-blank"


@pytest.mark.parametrize("element", ["ofd:PageBlock", "ofd:Layer", "x"])
def test_nesting_without_end(element: str) -> None:
    deep = f"<{element}>" * 5000 + f"</{element}>" * 5000
    error = refusal(with_part(PAGE_0, page(layer(deep))))
    assert (error.code, error.params["what"]) == ("ofd-bomb", "depth")


def test_blocks_in_blocks() -> None:
    error = refusal(with_part(PAGE_0, page(layer("<ofd:PageBlock>" * 60 + LINES[0] + "</ofd:PageBlock>" * 60))))
    assert (error.code, error.params["what"], error.params["limit"]) == ("ofd-bomb", "depth", 32)


def test_composite_objects_that_are_made_of_themselves() -> None:
    call = '<ofd:CompositeObject ID="1" ResourceID="30" Boundary="0 0 10 10"/>'
    unit = f'<ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID="30"><ofd:Content>{call * 10}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits>'
    data = zipped(parts([page(call)]) | {"Doc_0/PublicRes.xml": root("Res", unit)})
    assert (refusal(data).code, refusal(data).params["what"]) == ("ofd-bomb", "depth")


def test_composite_objects_that_grow_by_powers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.IN_FORCE, "ofd-page-objects", 10_000)
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{30 + level}"><ofd:Content>{f"""<ofd:CompositeObject ResourceID="{31 + level}"/>""" * 10}</ofd:Content></ofd:CompositeGraphicUnit>'
        for level in range(20)
    )
    made = parts([page('<ofd:CompositeObject ID="1" ResourceID="30"/>')]) | {"Doc_0/PublicRes.xml": root("Res", f"<ofd:G>{units}</ofd:G>")}
    assert refusal(zipped(made)).params["what"] == "objects"


def test_drawing_parameters_that_rest_on_each_other() -> None:
    styles = '<ofd:DrawParams><ofd:DrawParam ID="1" Relative="2"/><ofd:DrawParam ID="2" Relative="1"/></ofd:DrawParams>'
    made = parts([page(text("甲", 30, 30, DrawParam="1"))]) | {"Doc_0/PublicRes.xml": root("Res", styles)}
    assert read_bytes("a", zipped(made)).pages[0].lines[0].text == "甲"


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE x [<!ENTITY a "自评得分"><!ENTITY b "&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_document_types_and_entities_are_refused(doctype: str) -> None:
    whole = page(*LINES).replace("?>\n", f"?>{doctype}", 1).replace("自评", "&a;")
    found = read_bytes("a", with_part(PAGE_0, whole))
    assert [(one.unusable, len(one.lines)) for one in found.pages] == [("damaged", 0), (None, 20)]
    assert found.flags == ("repaired",)


def test_a_bomb_of_entities() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    whole = page(*LINES).replace("?>\n", f'?><!DOCTYPE x [<!ENTITY a0 "xxxxxxxxxx">{bomb}]>', 1).replace("自评", "&a11;")
    assert refusal(zipped(parts([whole]))).code == "ofd-bomb"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_truncated_package(keep: float) -> None:
    data = ofd(page(*LINES))
    assert refusal(data[: int(len(data) * keep)]).code == "ofd-damaged"


def test_a_page_that_breaks_off_keeps_what_could_be_read() -> None:
    whole = page(*LINES).encode()
    found = read_bytes("a", with_part(PAGE_0, whole[: whole.index("第5项".encode())]))
    assert [(one.unusable, len(one.lines)) for one in found.pages] == [("damaged", 5), (None, 20)]
    assert found.flags == ("repaired",)


def test_a_character_that_xml_does_not_know() -> None:
    found = read_bytes("a", with_part(PAGE_0, page(text("自评\x0b得分", 30, 30), *LINES[1:])))
    assert (found.pages[0].lines[0].text, found.pages[0].unusable) == ("自评得分", "damaged")


def test_a_page_that_is_not_there() -> None:
    made = parts([page(*LINES), page(*LINES)])
    del made[PAGE_0]
    found = read_bytes("a", zipped(made))
    assert [(one.number, one.unusable, len(one.lines)) for one in found.pages] == [(1, "damaged", 0), (2, None, 20)]


def test_a_page_whose_bytes_are_wrong() -> None:
    data = bytearray(zipped_stored(parts([page(*LINES), page(*LINES)])))
    at = data.index("第7项".encode())
    data[at : at + 3] = b"xxx"
    found = read_bytes("a", bytes(data))
    assert [one.unusable for one in found.pages] == ["damaged", None]


def zipped_stored(made: dict[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"OFD.xml": b""}, "ofd-damaged"),
        ({"OFD.xml": b"<x/>"}, "ofd-damaged"),
        ({"OFD.xml": entry("Doc_3/Document.xml")}, "ofd-damaged"),
        ({"Doc_0/Document.xml": b"not xml"}, "ofd-damaged"),
        ({"Doc_0/Document.xml": document(0)}, "ofd-no-pages"),
        ({PAGE_0: b"", "Doc_0/Pages/Page_1/Content.xml": b"\x00"}, "ofd-damaged"),
        ({PAGE_0: page(), "Doc_0/Pages/Page_1/Content.xml": page()}, "ofd-blank"),
        ({"Encryptions.xml": root("Encryptions", "")}, "ofd-encrypted"),
    ],
)
def test_each_error(change: dict[str, str | bytes], code: str) -> None:
    assert refusal(zipped(parts([page(*LINES), page(*LINES)]) | change)).code == code


def test_a_zip_with_a_password() -> None:
    data = bytearray(ofd(page(*LINES)))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(mark, at + 4)
    assert refusal(bytes(data)).code == "ofd-encrypted"


def test_a_directory_that_lies_about_a_size() -> None:
    data = bytearray(zipped(parts([page(*LINES)])))
    at = data.rindex(PAGE_0.encode()) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, at + 24, 100)
    assert refusal(bytes(data)).code == "ofd-damaged"


def test_one_lost_document_leaves_the_other() -> None:
    made = parts([page(*LINES)]) | {"OFD.xml": entry("Doc_0/Document.xml", "Doc_1/Document.xml")}
    found = read_bytes("a", zipped(made))
    assert (len(found.pages), found.flags) == (1, ("parts-missing",))


@pytest.mark.parametrize("number", ["nan", "inf", "-inf", "1e300", "", "x", "1e7", "1e6", "0", "-3"])
def test_numbers_that_mean_nothing(number: str) -> None:
    """They move words, they never lose them."""
    objects = [
        text("甲乙丙", 30, 30, CTM=f"{number} 0 0 1 0 0"),
        text("甲乙丙", 30, 50, Boundary=f"{number} 0 10 10"),
        text(f'<ofd:TextCode X="{number}" Y="5" DeltaX="{number} 5">甲乙丙</ofd:TextCode>', 30, 70, Size=number, HScale=number),
        path(f"M {number} 0 L 10 {number} A 1 1 {number}", boundary=f"0 0 {number} 1"),
    ]
    found = read_bytes("a", ofd(page(*objects)))
    assert sum(len(line.text.replace(" ", "")) for line in found.pages[0].lines) == 9


@pytest.mark.parametrize("side", [5080.0, 20_000.0])
def test_a_huge_page(side: float) -> None:
    found = read_bytes("a", ofd(page(*LINES, area=numbers(0, 0, side, side))))
    assert len(found.pages[0].lines) == 20

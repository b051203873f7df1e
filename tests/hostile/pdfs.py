"""Hostile PDFs, written object by object."""

from __future__ import annotations

import zlib

from tests.brokenfiles import pages, pdf, stream
from tests.hostile.case import READ, case

CATALOGUE = b"<</Type/Catalog/Pages 2 0 R>>"
TEXT = b"BT /F 12 Tf 40 40 Td (self score 9) Tj ET"
FONT = b"/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"
BROKEN = ("pdf-damaged", "pdf-no-pages")


def page(resources: bytes = b"", box: bytes = b"[0 0 595 842]", more: bytes = b"") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox%b/Contents 3 0 R/Resources<<%b%b>>%b>>" % (box, FONT, resources, more)


def one_page(content: bytes = TEXT, resources: bytes = b"", box: bytes = b"[0 0 595 842]", more: bytes = b"", *objects: bytes) -> bytes:
    """A PDF of one page; further objects are numbered from 5."""
    return pdf(CATALOGUE, b"<</Type/Pages/Count 1/Kids[4 0 R]>>", stream(content), page(resources, box, more), *objects)


def tree(levels: int, wide: int, count: int) -> bytes:
    """A page tree whose every node names the next one ``wide`` times: as many pages as that to the power of its levels."""
    nodes = [b"<</Type/Pages/Parent 2 0 R/Count %d/Kids[%b]>>" % (count, b"%d 0 R " % (6 + level) * wide) for level in range(levels - 1)]
    leaf = b"<</Type/Pages/Parent 2 0 R/Count %d/Kids[%b]>>" % (wide, b"4 0 R " * wide)
    root = b"<</Type/Pages/Count %d/Kids[5 0 R]>>" % count
    return pdf(CATALOGUE, root, stream(TEXT), page(), *nodes, leaf)


@case("pages-100000.pdf", "pdf-too-many-pages")
def pages_100000() -> bytes:
    """A hundred thousand pages in two kilobytes, each node of the tree named ten times."""
    return tree(5, 10, 100_000)


@case("pages-endless.pdf", "pdf-too-many-pages", *BROKEN)
def pages_endless() -> bytes:
    """A tree of ten thousand million pages."""
    return tree(10, 10, 2**31 - 1)


@case("pages-claimed.pdf", "pdf-too-many-pages", READ)
def pages_claimed() -> bytes:
    """One page, and a tree that says that it has a million."""
    return one_page().replace(b"/Count 1/", b"/Count 1000000/")


@case("tree-circle.pdf", "pdf-too-many-pages", READ, *BROKEN)
def tree_circle() -> bytes:
    """Two nodes of the page tree that are each other's parents."""
    nodes = (b"<</Type/Pages/Count 1000000/Kids[3 0 R]>>", b"<</Type/Pages/Parent 2 0 R/Count 1000000/Kids[2 0 R]>>")
    return pdf(CATALOGUE, *nodes)


@case("box-huge.pdf", READ)
def box_huge() -> bytes:
    """A page a thousand kilometres wide."""
    return one_page(box=b"[0 0 3000000000 3000000000]")


@case("box-none.pdf", READ)
def box_none() -> bytes:
    """A page of no size, its corners exchanged, with numbers that are none."""
    return one_page(box=b"[842 nan -0 --1]")


@case("xref-circle.pdf", READ, *BROKEN)
def xref_circle() -> bytes:
    """A table of references whose predecessor is itself."""
    made = one_page()
    at = int(made[made.rindex(b"startxref") + 9 : made.rindex(b"%%EOF")])
    return made.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % at)


@case("xref-rubbish.pdf", READ, *BROKEN)
def xref_rubbish() -> bytes:
    """A table of references that leads into the middle of objects."""
    made = one_page()
    return made[: made.index(b"xref\n0")] + b"xref\n0 4294967295\n" + b"9999999999 00000 n \n" * 50 + made[made.rindex(b"trailer") :]


@case("objects-circle.pdf", READ, *BROKEN)
def objects_circle() -> bytes:
    """Streams of objects that extend each other, and one that holds itself."""
    inside = zlib.compress(b"5 0 6 10 <</A 1>>  <</A 2>>")
    packed = b"<</Type/ObjStm/N 2/First 9/Extends %d 0 R/Length %d/Filter/FlateDecode>>stream\n%b\nendstream"
    return one_page(TEXT, b"", b"[0 0 595 842]", b"/X 5 0 R", packed % (6, len(inside), inside), packed % (5, len(inside), inside))


@case("reference-circle.pdf", READ, *BROKEN)
def reference_circle() -> bytes:
    """Contents, a length and a box that are references to themselves."""
    nodes = (b"<</Type/Pages/Count 1/Kids[4 0 R]>>", b"<</Length 3 0 R>>stream\nBT ET\nendstream")
    return pdf(CATALOGUE, *nodes, page(box=b" 5 0 R"), b"5 0 R")


@case("stream-length.pdf", READ, *BROKEN)
def stream_length() -> bytes:
    """A stream that says it is two gigabytes long."""
    return one_page().replace(b"<</Length ", b"<</Length 2147483647%")


@case("flate-twice.pdf", READ, "memory-limit", "time-limit", "worker-crashed", heavy=True)
def flate_twice() -> bytes:
    """A thousand megabytes of blanks as a page's content, packed twice to a few kilobytes."""
    once = zlib.compressobj(9)
    packed = b"".join(once.compress(b" " * 2**20) for _ in range(1024)) + once.flush()
    twice = zlib.compress(packed, 9)
    content = b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%b\nendstream" % (len(twice), twice)
    return pdf(CATALOGUE, b"<</Type/Pages/Count 1/Kids[4 0 R]>>", content, page())


@case("text-bomb.pdf", READ, "time-limit", "memory-limit", heavy=True)
def text_bomb() -> bytes:
    """Two million characters on one page, in 8 KB."""
    return one_page(b"BT /F 1 Tf 1 1 Td " + b"(aaaaaaaaaaaaaaaaaaaa)' " * 100_000 + b"ET")


@case("states.pdf", READ)
def states() -> bytes:
    """A million graphics states, each saved in the other."""
    return one_page(b"q " * 1_000_000 + TEXT)


@case("operands.pdf", READ)
def operands() -> bytes:
    """A content of a million operands, arrays in arrays, and no operator."""
    return one_page(b"[" * 500_000 + b"1 " * 500_000)


@case("forms-chain.pdf", READ, "pdf-endless")
def forms_chain() -> bytes:
    """Five thousand forms, each drawing the next."""
    forms = [
        stream(b"/A Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A %d 0 R>>>>" % (6 + number))
        for number in range(5000)
    ]
    last = stream(TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return one_page(b"/A Do", b"/XObject<</A 5 0 R>>", b"[0 0 595 842]", b"", *forms, last)


@case("forms-powers.pdf", "pdf-endless")
def forms_powers() -> bytes:
    """Ten forms, each drawing the next ten times: ten thousand million drawings."""
    forms = [
        stream(b"/A Do " * 10, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</A %d 0 R>>>>" % (6 + number))
        for number in range(10)
    ]
    last = stream(TEXT, b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    return one_page(b"/A Do", b"/XObject<</A 5 0 R>>", b"[0 0 595 842]", b"", *forms, last)


@case("pattern-circle.pdf", READ, "pdf-endless", "worker-crashed", "memory-limit", "time-limit")
def pattern_circle() -> bytes:
    """A tiling pattern that is painted with itself."""
    tile = stream(
        b"/Pattern cs /P scn 0 0 9 9 re f",
        b"/Type/Pattern/PatternType 1/PaintType 1/TilingType 1/BBox[0 0 9 9]/XStep 9/YStep 9/Resources<</Pattern<</P 5 0 R>>>>",
    )
    return one_page(b"/Pattern cs /P scn 0 0 595 842 re f " + TEXT, b"/Pattern<</P 5 0 R>>", b"[0 0 595 842]", b"", tile)


@case("glyph-circle.pdf", READ, "pdf-endless", "worker-crashed", "memory-limit", "time-limit")
def glyph_circle() -> bytes:
    """A font of type 3 whose only glyph is written with the font itself."""
    glyph = stream(b"9 0 d0 BT /T 12 Tf (a) Tj ET")
    font = (
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 9 9]/FontMatrix[.1 0 0 .1 0 0]/CharProcs<</a 6 0 R>>/Encoding<</Type/Encoding/Differences[97/a]>>"
        b"/FirstChar 97/LastChar 97/Widths[9]/Resources<</Font<</T 5 0 R>>>>>>"
    )
    return one_page(b"BT /T 12 Tf 40 40 Td (aaa) Tj ET " + TEXT, b"/ExtGState<<>>", b"[0 0 595 842]", b"", font, glyph).replace(
        b"/Font<</F<<", b"/Font<</T 5 0 R/F<<", 1
    )


@case("cmap-bomb.pdf", READ)
def cmap_bomb() -> bytes:
    """A table from codes to characters that maps every code to a long text."""
    cmap = stream(
        b"/CIDInit/ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        + b"100 beginbfrange\n" + b"<0000> <FFFF> <" + b"4E00" * 500 + b">\n" * 1 + b"endbfrange\nendcmap"
    )  # fmt: skip
    font = (
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts"
        b"[<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>]>>"
    )
    made = one_page(b"BT /T 12 Tf 40 40 Td <" + b"0001" * 2000 + b"> Tj ET " + TEXT, b"", b"[0 0 595 842]", b"", font, cmap)
    return made.replace(b"/Font<</F<<", b"/Font<</T 5 0 R/F<<", 1)


def with_picture(entries: bytes, content: bytes) -> bytes:
    picture = b"<</Type/XObject/Subtype/Image%b/Length %d>>stream\n%b\nendstream" % (entries, len(content), content)
    return one_page(b"500 0 0 500 40 40 cm /I Do", b"/XObject<</I 5 0 R>>", b"[0 0 595 842]", b"", picture)


@case("jbig2-rubbish.pdf", READ)
def jbig2_rubbish() -> bytes:
    """A scan packed as JBIG2 that is none."""
    return with_picture(
        b"/Width 2000/Height 2000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/JBIG2Decode", b"\x00\x00\x00\x00\x30\xff" * 200
    )


@case("jpx-rubbish.pdf", READ)
def jpx_rubbish() -> bytes:
    """A scan packed as JPEG 2000 that says it is 4 thousand million pixels wide."""
    head = b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 \x00\x00\x00\x00jp2 \x00\x00\x00-jp2h\x00\x00\x00\x16ihdr\xff\xff\xff\xff\xff\xff\xff\xff"
    return with_picture(b"/Width 2000/Height 2000/Filter/JPXDecode", head + bytes(2000))


@case("ccitt-huge.pdf", READ)
def ccitt_huge() -> bytes:
    """A fax of sixty thousand rows and columns in a kilobyte."""
    entries = b"/Width 60000/Height 60000/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns 60000/Rows 60000>>"
    return with_picture(entries, b"\x55" * 1000)


@case("annotations.pdf", READ)
def annotations() -> bytes:
    """Twenty thousand links on a page, each leading back to it."""
    link = b"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Dest[4 0 R/Fit]>>"
    return one_page(TEXT, b"", b"[0 0 595 842]", b"/Annots[" + link * 20_000 + b"]")


@case("outlines-circle.pdf", READ)
def outlines_circle() -> bytes:
    """Bookmarks that follow each other in a circle."""
    made = one_page(
        TEXT, b"", b"[0 0 595 842]", b"", b"<</Title(a)/Parent 5 0 R/Next 5 0 R/Prev 5 0 R/First 5 0 R/Last 5 0 R/Count 99999>>"
    )
    return made.replace(b"/Type/Catalog", b"/Type/Catalog/Outlines 5 0 R")


@case("actions.pdf", READ)
def actions() -> bytes:
    """A document that would run a script, a program and a request when it is opened."""
    script = (
        b"<</S/JavaScript/JS(app.launchURL\\('http://192.0.2.1/'\\))/Next<</S/Launch/F(/bin/sh)/Next<</S/URI/URI(http://192.0.2.1/)>>>>>>"
    )
    return one_page().replace(b"/Type/Catalog", b"/Type/Catalog/OpenAction" + script + b"/AA<</WC" + script + b">>")


@case("encryption-rubbish.pdf", "pdf-encrypted", "pdf-encryption-unknown", *BROKEN)
def encryption_rubbish() -> bytes:
    """Encryption of a kind that does not exist, with keys of no length."""
    return one_page().replace(b"/Root 1 0 R", b"/Root 1 0 R/Encrypt<</Filter/Standard/V 99/R 99/Length 0/O()/U()/P 0>>/ID[()()]")


@case("header-only.pdf", *BROKEN)
def header_only() -> bytes:
    """The first line of a PDF and nothing else."""
    return b"%PDF-1.7\n"


@case("polyglot.pdf", READ)
def polyglot() -> bytes:
    """A PDF behind the beginning of a web page that would run a script."""
    return b"<script>alert(1)</script>\n" + pages()

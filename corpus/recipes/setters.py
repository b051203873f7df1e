"""Sets drafts as files: text, Word, HTML; PDF and scans with the setters of the tests. The same draft gives the same bytes."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from random import Random
from xml.sax.saxutils import escape

from corpus.recipes.lines import Printed, printed
from corpus.recipes.pieces import Draft, Figure, rendered
from tests import wordfiles

FORMATS = ("txt", "pdf", "docx", "html", "scan")
EXTENSIONS = {"scan": "scan.pdf"}
NUMBERINGS = {
    "cn": ("chineseCounting", "%1、"),
    "cn-brackets": ("chineseCountingThousand", "（%1）"),
    "dot": ("decimal", "%1."),
    "comma": ("decimal", "%1、"),
    "brackets": ("decimal", "（%1）"),
    "half-bracket": ("decimal", "%1）"),
    "circle": ("decimalEnclosedCircle", "%1"),
    "part": ("chineseCountingThousand", "第%1部分"),
    "chapter": ("chineseCountingThousand", "第%1章"),
}
"""Numbering scheme → number format and text of an automatic number."""


def set_draft(draft: Draft, form: str) -> bytes:
    """The draft as the bytes of a file in one of `FORMATS`. Raises `RuntimeError` where this machine lacks what the format needs."""
    return SETTERS[form](draft)


# Text


def as_text(draft: Draft) -> bytes:
    """Plain text in UTF-8 or GB18030: a paragraph a line, or lines broken at a margin with page numbers between."""
    style, random = draft.style, Random(f"text/{draft.split}/{draft.seed}/{draft.index}")
    paragraphs = printed(draft)
    lines: list[str] = []
    if style["frame"]:
        lines += [*_strings(style["frame top"]), ""]
    width = style["wrap"]
    for paragraph in paragraphs:
        if paragraph.role == "opening" and style["contents"]:
            lines += _contents(paragraphs, str(style["contents"]))
        if paragraph.rows is not None:
            lines += _rows(paragraph.rows, bars=style["table"] == "bars")
            continue
        text = paragraph.whole
        if style["markdown"] and paragraph.role == "heading" and paragraph.section is not None and not width:
            text = "#" * (paragraph.section.level + 1) + " " + text
        elif paragraph.role in ("text", "heading", "opening", "closing"):
            text = ("　　" if width else str(style["indent"])) + text
        elif paragraph.align == "right":
            text = "　" * 12 + text
        lines += _broken(text, width) if isinstance(width, int) and width else [text]
        if style["blank lines"]:
            lines.append("")
    if style["frame"]:
        lines += ["", *_strings(style["frame bottom"])]
    elif style["page numbers"]:
        lines = _paged(lines, str(style["page numbers"]), random, style.get("lost page"))
    return ("\n".join(lines) + "\n").encode(str(style["encoding"]))


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def _contents(paragraphs: Sequence[Printed], word: str) -> list[str]:
    entries = [one for one in paragraphs if one.role == "heading" and one.section is not None and one.section.level <= 2]
    titles = [f"{one.label}{one.section.title}" for one in entries if one.section is not None]
    return [word, "", *(f"{title}{'…' * max(2, 24 - len(title))}{1 + index // 3}" for index, title in enumerate(titles)), ""]


def _rows(rows: Sequence[Sequence[str]], *, bars: bool) -> list[str]:
    return ["| " + " | ".join(row) + " |" if bars else "\t".join(row) for row in rows]


def _broken(text: str, width: int) -> list[str]:
    """Lines of ``width`` characters; figures are not broken, no mark of punctuation begins a line and no opening bracket ends one."""
    atoms = re.findall(r"[0-9A-Za-z.,%]+|\*\*[^*]+\*\*|.", text)
    lines = [""]
    for atom in atoms:
        if len(lines[-1]) + len(atom) > width and atom not in "，。；：、）？" and len(atom) < width:
            # an opening bracket goes with what it opens
            carried = "（" if lines[-1].endswith("（") and len(lines[-1]) > 1 else ""
            lines[-1] = lines[-1].removesuffix(carried)
            lines.append(carried)
        lines[-1] += atom
    return lines


def _paged(lines: Sequence[str], form: str, random: Random, lost: object) -> list[str]:
    found: list[str] = []
    number, rows = 1, random.randint(24, 36)
    for index, line in enumerate(lines, 1):
        found.append(line)
        if index % rows == 0:
            found += ["", form.format(number), ""]
            number += 2 if number + 1 == lost else 1
    return found


# Word


def as_docx(draft: Draft) -> bytes:
    """A Word document, its numbers typed or automatic (drawn by the report)."""
    random = Random(f"docx/{draft.split}/{draft.seed}/{draft.index}")
    automatic = random.random() < 0.5 and not draft.style["brackets mark"]
    tracked = draft.style.get("tracked")
    blocks: list[str] = []
    nums: list[str] = []
    schemes: list[str] = []
    counted: dict[str, int] = {}
    for paragraph, source in zip(printed(draft, plain=True), _kept(draft), strict=True):
        if paragraph.rows is not None:
            blocks.append(wordfiles.table(*(wordfiles.row(*row) for row in paragraph.rows)))
            blocks.append(wordfiles.p(""))
            continue
        body = paragraph.text
        runs: tuple[str, ...] = (body,)
        if isinstance(tracked, tuple) and any(one is tracked[0] for one in source):
            runs = _revised(source, tracked)
        section = paragraph.section
        if section is None or not automatic or section.scheme not in NUMBERINGS:
            blocks.append(wordfiles.p(*((paragraph.label, *runs) if paragraph.label else runs)))
            continue
        if section.scheme not in schemes:
            schemes.append(section.scheme)
        before = counted.get(section.scheme)
        if before is None or section.number != before + 1:
            nums.append(wordfiles.num(len(nums) + 1, schemes.index(section.scheme) + 1, level0=section.number))
            counted[f"num {section.scheme}"] = len(nums)
        counted[section.scheme] = section.number
        blocks.append(wordfiles.p(*runs, num=(counted[f"num {section.scheme}"], 0)))
    abstracts = "".join(wordfiles.abstract(index, wordfiles.level(0, *NUMBERINGS[scheme])) for index, scheme in enumerate(schemes, 1))
    return wordfiles.docx(*blocks, numbering=abstracts + "".join(nums))


def _kept(draft: Draft) -> list[list[object]]:
    """The atoms of the blocks that are printed, in order (those with neither text nor label are not)."""
    return [list(block.atoms) for block in draft.blocks if block.rows is not None or block.section is not None or rendered(block.atoms)]


def _revised(atoms: Sequence[object], tracked: tuple[object, ...]) -> tuple[str, ...]:
    """Runs in which the tracked figure has replaced an older one."""
    figure, old = tracked
    assert isinstance(figure, Figure)
    marks = 'w:id="{}" w:author="a" w:date="2024-01-01T00:00:00Z"'
    runs: list[str] = []
    for atom in atoms:
        if atom is figure:
            runs.append(f'<w:del {marks.format(1)}><w:r><w:delText xml:space="preserve">{escape(str(old))}</w:delText></w:r></w:del>')
            runs.append(f"<w:ins {marks.format(2)}>{wordfiles.r(figure.digits)}</w:ins>")
            runs.append(wordfiles.r(figure.unit))
        else:
            runs.append(wordfiles.r(rendered([atom])))  # type: ignore[list-item]
    return tuple(runs)


# HTML


def as_html(draft: Draft) -> bytes:
    """A page of a site: navigation and footer round the article."""
    style = draft.style
    article: list[str] = []
    for paragraph in printed(draft, plain=True):
        if paragraph.rows is not None:
            rows = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in paragraph.rows)
            article.append(f'<table border="1">{rows}</table>')
        elif paragraph.role == "title":
            article.append(f"<h1>{html.escape(paragraph.whole)}</h1>")
        else:
            align = f' style="text-align:{paragraph.align}"' if paragraph.align in ("right",) else ""
            article.append(f"<p{align}>{html.escape(paragraph.whole)}</p>")
    navigation = "".join(f"<li><a href='#'>{html.escape(line)}</a></li>" for line in _strings(style["frame top"]))
    footer = "".join(f"<p>{html.escape(line)}</p>" for line in _strings(style["frame bottom"]))
    return (
        f'<!DOCTYPE html>\n<html lang="zh"><head><meta charset="utf-8"><title>{html.escape(str(draft.elements.get("title", "")))}</title>'
        "<script>var a=1;</script><style>p{margin:0}</style></head>"
        f"<body><nav><ul>{navigation}</ul></nav><main><article>{''.join(article)}</article></main><footer>{footer}</footer></body></html>\n"
    ).encode()


# PDF


def as_pdf(draft: Draft) -> bytes:
    """A PDF after GB/T 9704."""
    from corpus.recipes.pages import pdf  # noqa: PLC0415 - reportlab and pikepdf are needed for this format alone

    return pdf(draft)


def as_scan(draft: Draft) -> bytes:
    """A PDF of pictures of the pages."""
    from corpus.recipes.pages import scan  # noqa: PLC0415

    return scan(draft)


SETTERS: dict[str, Callable[[Draft], bytes]] = {"txt": as_text, "docx": as_docx, "html": as_html, "pdf": as_pdf, "scan": as_scan}

"""Pictures of generated pages with what Gouji found drawn on them: ``python benchmarks/gallery.py`` writes ``docs/images/gallery-*.png``.

A report is made by ``corpus/recipes``, read as a user reads it, and its page drawn by PDFium; boxes and offsets are those of the JSON. Where a format has no
pages (Word), the text of the JSON is set as a page, and offsets say which characters to mark.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2
from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.gallery_drawing import PAPER, SCALE, Box, Line, Mark, drawn, framed, saved, trimmed, walk  # noqa: E402 - the repository is no installed package
from corpus.recipes import make  # noqa: E402
from corpus.recipes.setters import EXTENSIONS, set_draft  # noqa: E402
from extractor.cli import main as gouji  # noqa: E402
from tests import setting  # noqa: E402

IMAGES = ROOT / "docs" / "images"
GREY = 218
"""From this grey on a pixel of a scan is drawn as paper: noise would make a picture five times as large."""
LONGEST_ELEMENT = 60
HOLDS = frozenset({"exact", "truncated", "within-rounding"})
ELEMENTS = {
    "number": "发文字号", "signers": "签发人", "title": "标题", "addressees": "主送机关", "signatories": "发文机关署名",
    "date": "成文日期", "attachments": "附件说明", "copied_to": "抄送机关", "printed_by": "印发机关",
    "issuers": "发文机关",
}  # fmt: skip


@dataclass(frozen=True)
class Picture:
    """One picture: its name and caption, what report it shows (of the development split), with which error planted, in which format, and which page."""

    name: str
    caption: str
    seed: int
    index: int
    rule: str | None
    form: str
    page: int


PICTURES = (
    Picture("letter", "公文首页（PDF）", 5, 18, "document/number-year", "pdf", 1),
    Picture("prose", "正文里的分值和得分（PDF）", 5, 18, "score/section-self-sum", "pdf", 1),
    Picture("claims", "正文里的数字（PDF）", 5, 7, "claim/sum", "pdf", 2),
    Picture("closing", "扣分汇总、落款和版记（PDF）", 5, 5, "score/total-deduction", "pdf", 2),
    Picture("table", "所附得分表（PDF）", 5, 24, "score/table", "pdf", 10),
    Picture("indicators", "绩效指标表（PDF）", 5, 14, "score/indicator", "pdf", 4),
    Picture("word", "Word 文档（按正文排出）", 5, 10, "claim/breakdown", "docx", 1),
    Picture("scan", "盖章扫描件（OCR）", 5, 19, "claim/ratio", "scan", 1),
)


class Pages:
    """The pages of a file as pictures, and where each span of its JSON stands on them, a box a line."""

    def __init__(self, data: bytes, report: Mapping[str, Any], *, paged: bool) -> None:
        self.report, self.paged = report, paged
        self.set = None if paged else setting.set_pages(list(_paragraphs(report)))
        self.document = pypdfium2.PdfDocument(data if self.set is None else self.set.pdf)
        self.characters = {number: list(self._characters(number)) for number in range(1, len(self.document) + 1)}

    def image(self, number: int) -> Image.Image:
        """A page, drawn."""
        picture: Image.Image = self.document[number - 1].render(scale=SCALE).to_pil().convert("RGB")
        return picture if self.characters[number] else picture.point(lambda value: PAPER if value >= GREY else value)

    def lines(self, span: Mapping[str, Any]) -> tuple[Line, ...]:
        """The boxes of a span."""
        words = "".join(self.report["text"][span["start"] : span["end"]].split())
        if self.paged:
            return tuple(line for place in span["places"] if "page" in place for line in self._placed(words, place["page"], place["box"]))
        before = len("".join(self.report["text"][: span["start"]].split()))
        every = [(number, box) for number, page in self.characters.items() for _, box in page]
        return tuple(_joined(every[before : before + len(words)]))

    def _placed(self, words: str, page: int, box: Sequence[float]) -> Iterator[Line]:
        """The lines of a box: those of the characters in it that spell the words, the box itself where the page has no characters."""
        x0, top, x1, bottom = box
        within = [
            (char, one) for char, one in self.characters[page] if x0 - 2 <= one[0] <= x1 and top - 3 <= (one[1] + one[3]) / 2 <= bottom + 3
        ]
        at = "".join(char for char, _ in within).find(words)
        if at < 0:
            yield page, (x0, top, x1, bottom)
        else:
            yield from _joined((page, one) for _, one in within[at : at + len(words)])

    def _characters(self, number: int) -> Iterator[tuple[str, Box]]:
        if self.set is not None:
            for line in self.set.pages[number - 1][:-1]:  # the page number is the setter's
                for glyph in line.glyphs:
                    if glyph.char.strip():
                        top = glyph.baseline - 0.86 * glyph.size
                        yield glyph.char, (glyph.x0, top, glyph.x0 + glyph.width, top + glyph.size)
            return
        page = self.document[number - 1]
        text, height = page.get_textpage(), page.get_height()
        for index in range(text.count_chars()):
            char = text.get_text_range(index, 1)
            if char.strip():
                left, bottom, right, top = text.get_charbox(index, loose=True)
                yield char, (left, height - top, right, height - bottom)


def _paragraphs(report: Mapping[str, Any]) -> Iterator[setting.Paragraph]:
    """The text as an office sets it: what is centred and what stands at the right goes by the elements that were found."""
    aligned = {"title": "centre", "number": "centre", "signatories": "right", "date": "right", "addressees": "flush", "issuers": "centre"}
    start = 0
    for line in report["text"].split("\n"):
        names = [
            name
            for name in aligned
            for span in report["document_at"].get(name, ())
            if span["start"] >= start and span["end"] <= start + len(line)
        ]
        align = aligned[names[0]] if names and len(line) < LONGEST_ELEMENT else "body"
        if line.strip():
            yield setting.Paragraph(line.strip(), align, 22.0 if names[:1] == ["title"] else setting.SIZE)
        start += len(line) + 1


def _joined(characters: Iterable[Line]) -> Iterator[Line]:
    """Characters as lines: a box for those that stand beside each other."""
    held: Line | None = None
    for page, box in characters:
        if held is not None and held[0] == page and abs(held[1][1] - box[1]) < 6:
            held = (page, (held[1][0], min(held[1][1], box[1]), max(held[1][2], box[2]), max(held[1][3], box[3])))
            continue
        if held is not None:
            yield held
        held = (page, box)
    if held is not None:
        yield held


# What there is to draw


def marks(report: Mapping[str, Any], pages: Pages) -> Iterator[Mark]:
    """Everything that was found and has a place, what is to lie below first."""
    for section in walk(report["sections"]):
        yield Mark("section", pages.lines(section["heading"]))
    for name, label in ELEMENTS.items():
        for span in (report.get("document_at") or {}).get(name, ()):
            yield Mark("element", pages.lines(span), label)
    for section in walk(report["sections"]):
        yield from _scores(section["score_at"], pages)
        for one in section["deductions"]:
            yield Mark("deduction", pages.lines(one["at"]))
    for table in report["tables"]:
        scores = table["scores"] or {"items": (), "totals": ()}
        for item in walk(scores["items"]):
            yield from _scores(item["score_at"], pages)
        for total in scores["totals"]:
            yield from (Mark("total", mark.lines) for mark in _scores(total["at"], pages))
    for spans in report["totals"]["totals_at"].values():
        yield from (Mark("total", pages.lines(span)) for span in spans)
    for one in report["totals"]["deductions"]:
        yield Mark("deduction", pages.lines(one["at"]))
    decided = {
        (span["start"], span["end"])
        for check in report["checks"]
        if check["rule"].startswith("claim/") and check["verdict"] in HOLDS
        for span in (one["at"] for one in check["operands"])
        if span is not None
    }
    for quantity in report["quantities"]:
        if quantity["unit"] not in ("分", None):
            known = (quantity["at"]["start"], quantity["at"]["end"]) in decided
            yield Mark("checked" if known else "figure", pages.lines(quantity["at"]))
    for number, finding in enumerate(report["findings"], 1):
        for span in finding["evidence"]:
            yield Mark("finding", pages.lines(span), str(number))


def _scores(spans: Mapping[str, Any] | None, pages: Pages) -> Iterator[Mark]:
    for side in ("max", "self", "deduction"):
        span = (spans or {}).get(side)
        if span is not None:
            yield Mark(side, pages.lines(span))


def take(picture: Picture, folder: Path) -> Image.Image:
    """Makes the report in ``folder``, reads it and draws its page."""
    made = make("dev", picture.seed, picture.index, picture.rule)
    path = folder / f"report.{EXTENSIONS.get(picture.form, picture.form)}"
    path.write_bytes(set_draft(made.draft, picture.form))
    gouji(["extract", "--fail-on", "never", "--lang", "zh", str(path), "-o", str(folder)])
    report = json.loads((folder / f"{path.stem}.json").read_text(encoding="utf-8"))
    pages = Pages(path.read_bytes(), report, paged=picture.form in ("pdf", "scan"))
    shown = list(marks(report, pages))
    page = trimmed(drawn(pages.image(picture.page), shown, picture.page))
    return framed(page, report, shown, picture.page, picture.caption)


def main(arguments: list[str] | None = None) -> int:
    """Writes the pictures that the command line names, all by default; returns the exit status."""
    parser = argparse.ArgumentParser(prog="gallery", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help=f"of {', '.join(one.name for one in PICTURES)}")
    parser.add_argument("-o", "--out", type=Path, default=IMAGES)
    asked = parser.parse_args(arguments)
    for picture in PICTURES:
        if not asked.names or picture.name in asked.names:
            with tempfile.TemporaryDirectory() as folder:
                saved(take(picture, Path(folder)), asked.out / f"gallery-{picture.name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The gallery: its pictures are there, small, in few colours, all shown; what is drawn stands where the report says."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from benchmarks import gallery, gallery_drawing
from corpus.recipes import make
from corpus.recipes.setters import set_draft
from tests import setting

DOCS = gallery.ROOT / "docs"
GALLERY = [path for path in sorted(gallery.IMAGES.iterdir()) if path.name.startswith("gallery-")]


@pytest.mark.parametrize("page", ["gallery.md", "gallery.zh-CN.md"])
def test_every_picture_is_shown_once(page: str) -> None:
    shown = re.findall(r"\(images/(gallery-\w+\.png)\)", (DOCS / page).read_text(encoding="utf-8"))
    assert shown == [f"gallery-{one.name}.png" for one in gallery.PICTURES]
    assert sorted(shown) == [path.name for path in GALLERY]


def test_the_pictures_are_small_and_have_few_colours() -> None:
    assert len(GALLERY) == len(gallery.PICTURES)
    for path in GALLERY:
        assert path.stat().st_size < 250_000
        with Image.open(path) as picture:
            assert picture.mode == "P"
            assert picture.width < 1400


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_marks_cover_the_characters_of_their_spans(form: str, tmp_path: Path) -> None:
    if setting.face("song") is None:
        pytest.skip(f"no Chinese typeface here: install the Debian package {setting.FACES['song'][1]}")
    if gallery_drawing.face() is None:
        pytest.skip(f"no typeface for the margin here: install the Debian package {gallery_drawing.PACKAGE}")
    shortest = min(range(12), key=lambda index: len(make("dev", 5, index).draft.blocks))
    path = tmp_path / f"report.{form}"
    path.write_bytes(set_draft(make("dev", 5, shortest).draft, form))
    gallery.gouji(["extract", "--fail-on", "never", str(path), "-o", str(tmp_path)])
    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    pages = gallery.Pages(path.read_bytes(), report, paged=form == "pdf")
    marks = list(gallery.marks(report, pages))
    assert {"section", "element"} <= {mark.kind for mark in marks}
    for section in report["sections"]:
        lines = pages.lines(section["heading"])
        covered = "".join(
            char
            for number, box in lines
            for char, (x0, top, x1, bottom) in pages.characters[number]
            if box[0] - 1 <= (x0 + x1) / 2 <= box[2] + 1 and box[1] - 1 <= (top + bottom) / 2 <= box[3] + 1
        )
        assert covered == "".join(report["text"][section["heading"]["start"] : section["heading"]["end"]].split())
    picture = gallery_drawing.drawn(pages.image(1), marks, 1)
    assert picture.getcolors(1 << 20) is not None
    assert gallery_drawing.KINDS["element"][1] in [colour for _, colour in picture.getcolors(1 << 20) or ()]

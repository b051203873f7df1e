"""The README shows pictures of the real pages: they are there, small, and none is left over."""

from __future__ import annotations

import re

from PIL import Image

from tests.conftest import ROOT
from tests.review.readme_images import IMAGES, SIZE


def test_the_pictures_are_there_and_small() -> None:
    shown = [
        name
        for readme in ("README.md", "README.zh-CN.md")
        for name in re.findall(r"docs/images/([\w-]+\.png)", (ROOT / readme).read_text(encoding="utf-8"))
    ]
    taken = [path for path in IMAGES.iterdir() if not path.name.startswith("gallery-")]
    assert sorted(shown) == sorted(path.name for path in taken)
    for path in taken:
        assert path.stat().st_size < 200_000
        with Image.open(path) as picture:
            assert picture.size == SIZE

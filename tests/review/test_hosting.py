"""A page as a server gives it: the page itself, another keeper of decisions, leave to speak to that server; nothing that is not ours."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.review import page
from extractor.review.assembly import assembled
from extractor.review.hosting import DATA, hosted

DATA_OF = {"lang": "zh", "title": '</script><script id="data">', "source": {"sha256": "0"}}


@pytest.fixture(scope="module")
def made() -> str:
    return assembled("标题", DATA_OF, page.STYLES, page.SCRIPTS)


def given(made: str, folder: Path, **data: object) -> tuple[str, str] | None:
    keeper = folder / "keeper.js"
    keeper.write_text("const host = { recall: () => 0, keep: () => 0, tools: () => [] };\n", encoding="utf-8")
    return hosted(made, page.STYLES, page.SCRIPTS, [keeper], data)


def test_the_keeper_is_another_and_the_rest_is_the_same(made: str, tmp_path: Path) -> None:
    found = given(made, tmp_path, desk="../", evil="</script>")
    assert found is not None
    html, policy = found
    assert html.count("const host = ") == 1
    assert "gouji.decisions/1:" not in html
    assert "http-equiv" not in html
    assert json.loads(html.partition('id="hosted">')[2].partition("</script>")[0]) == {"desk": "../", "evil": "</script>"}
    assert html.partition(DATA)[2].partition("</script>")[0] == made.partition(DATA)[2].partition("</script>")[0]
    assert policy.endswith("connect-src 'self'; frame-ancestors 'none'")
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_mark_of_a_batch_does_not_matter(made: str, tmp_path: Path) -> None:
    marked = f"{made}<!-- {'0' * 64} {'f' * 64} -->\n"
    assert given(marked, tmp_path) == given(made, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</body>", "<script>alert(1)</script></body>"),
        ("</body>\n</html>\n", "</body>\n</html>\n<!-- x --><script>alert(1)</script>"),
        ("default-src 'none'", "default-src *"),
        ("'use strict';", "'use strict'; alert(1);"),
        ("<style>", "<style>@import 'x';"),
        ("<body>", "<body>" + DATA),
    ],
)
def test_a_page_that_is_not_ours_is_none(made: str, tmp_path: Path, old: str, new: str) -> None:
    assert old in made
    changed = made.replace(old, new, 1)
    assert given(changed, tmp_path) is None

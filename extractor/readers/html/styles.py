"""What the attributes of an element say of its looks: whether it is shown, whether it is a block, how it numbers its items.

Only the element's own attributes count: the style sheets of a site lie in other files. A class that hides something there is shown here, which
is more rather than less.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from extractor.language.patterns import builtin
from extractor.readers.docx.number_formats import written

Attributes = Mapping[str, str | None]

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset figcaption figure footer"
        " form frameset h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup p plaintext pre search"
        " section summary table tbody td textarea tfoot th thead tr ul xmp",
    )
)
PRESERVING = frozenset(("pre", "textarea", "listing", "plaintext", "xmp"))
HIDING = frozenset(re.findall(r"\w+", "noscript rp del datalist object video audio canvas noframes annotation desc"))
"""Elements whose text is not shown where all else works, and what a tracked deletion (Word writes ``del``) leaves."""
SKIPPED = frozenset(re.findall(r"\w+", "head script style title meta link iframe frame"))
"""Elements without words to show."""
HIDDEN = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|mso-hide\s*:\s*all|font-size\s*:\s*0(?:px|pt|em|%)?\s*(?:;|!|$))"
)
DISPLAY = re.compile(r"(?:^|;)\s*display\s*:\s*([\w-]+)")
WHITE_SPACE = re.compile(r"(?:^|;)\s*white-space\s*:\s*([\w-]+)")
LIST_STYLE = re.compile(r"(?:^|;)\s*list-style(?:-type)?\s*:\s*([^;]+)")
BORDER = re.compile(r"border(?:-(?:top|left|bottom|right|width|style))*\s*:\s*(?!0|none|medium\s+none|initial|hidden)")
TYPES = {"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
"""What the attribute ``type`` of a list names."""
HIGHEST = 100_000
"""Items that a list can count to; a larger figure is a mistake of the page."""


class Numbers(NamedTuple):
    """How a list writes its numbers. form: of `docx.number_formats`. before, after: what stands round them."""

    form: str
    before: str
    after: str


def style_of(attributes: Attributes) -> str:
    """The element's own style in lower case."""
    return (attributes.get("style") or "").lower()


def hidden(tag: str, attributes: Attributes, style: str) -> bool:
    """Whether an element is not shown."""
    if tag in HIDING or "hidden" in attributes or (tag == "dialog" and "open" not in attributes):
        return True
    return bool(style) and HIDDEN.search(style) is not None


def block(tag: str, style: str) -> bool:
    """Whether an element stands in lines of its own."""
    found = DISPLAY.search(style) if "display" in style else None
    if found is None or found[1] in ("none", "inherit", "initial"):
        return tag in BLOCKS
    return not found[1].startswith("inline") and found[1] not in ("contents", "ruby")


def preserving(tag: str, style: str, inherited: bool) -> bool:
    """Whether white space counts in an element."""
    found = WHITE_SPACE.search(style) if "white-space" in style else None
    if found is not None:
        return found[1].startswith("pre") or found[1] == "break-spaces"
    return inherited or tag in PRESERVING


def bordered(attributes: Attributes) -> bool:
    """Whether a table or a cell has rulings."""
    width = attributes.get("border")
    if width is not None or "border" in attributes:
        return width != "0"
    return BORDER.search(style_of(attributes)) is not None


def list_style(attributes: Attributes) -> str | None:
    """The CSS counter style that a list or an item names; None where it names none."""
    found = LIST_STYLE.search(style_of(attributes))
    known = _numbers()
    if found is not None:
        named = [word for word in found[1].split() if word in known or word in ("none", "disc", "circle", "square")]
        if named:
            return named[0]
    kind = attributes.get("type")
    if kind in TYPES:
        return TYPES[kind]
    classes = (attributes.get("class") or "").lower().split()
    return next((name for name in classes if name in known), None)


def label(number: int, style: str) -> str:
    """An item's number as browsers print it, with the mark that follows; empty for bullets."""
    numbers = _numbers().get(style)
    if numbers is None:
        return ""
    form = numbers.form if 0 < number <= HIGHEST else "decimal"
    return f"{numbers.before}{written(number, form) if number >= 0 else number}{numbers.after}"


@lru_cache(maxsize=1)
def _numbers() -> dict[str, Numbers]:
    """The counter styles by name, and the classes by which editors name their own."""
    styles = builtin().entry("html.list-styles").data["styles"]
    return {name: Numbers(*given) for name, given in styles.items()}

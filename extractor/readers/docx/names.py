"""The names of WordprocessingML that the DOCX reader speaks of (ISO/IEC 29500-1, transitional namespace), and how its values are read."""

from __future__ import annotations

from typing import Any

Element = Any
"""An element of lxml, which has no types of its own."""

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{MAIN}}}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

VAL = f"{W}val"
PARAGRAPH, PARAGRAPH_PROPERTIES, RUN, RUN_PROPERTIES = f"{W}p", f"{W}pPr", f"{W}r", f"{W}rPr"
TABLE, ROW, CELL = f"{W}tbl", f"{W}tr", f"{W}tc"
INSERTED, DELETED, MOVED_FROM, MOVED_TO = f"{W}ins", f"{W}del", f"{W}moveFrom", f"{W}moveTo"
ALTERNATE = f"{MC}AlternateContent"
TEXT_BOX = f"{W}txbxContent"

TRANSPARENT = frozenset(
    [
        *(f"{W}{name}" for name in ("sdt", "sdtContent", "hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo")),
        f"{M}oMathPara",
    ]
)
"""Elements that only wrap what is shown."""


def value(element: Element, name: str) -> str | None:
    """The ``w:val`` of the child ``w:name``; None where there is none."""
    child = element.find(f"{W}{name}")
    return None if child is None else child.get(VAL)


def whole(written: str | None) -> int | None:
    """A whole number as written in an attribute; None where it is none."""
    try:
        return None if written is None else int(written)
    except ValueError:
        return None


def switched(element: Element | None) -> bool | None:
    """What an on/off element says (``<w:vanish/>``, ``w:val="0"``); None where it is absent."""
    return None if element is None else element.get(VAL, "1") not in ("0", "false", "off")


def chosen(alternate: Element) -> Element | None:
    """The branch of an ``mc:AlternateContent`` that is shown: the first choice, so that what stands in both is read once."""
    choice = alternate.find(f"{MC}Choice")
    return alternate.find(f"{MC}Fallback") if choice is None else choice

"""Automatic numbers: which label Word shows before a paragraph (ISO/IEC 29500-1, 17.9).

The numbers that share an abstract definition count together; ``w:startOverride`` begins anew where its number is first used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.readers.docx.names import ALTERNATE, MC, VAL, Element, W, switched, value, whole
from extractor.readers.docx.number_formats import written
from extractor.readers.docx.styles import Styles

LEVELS = 9
SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}


@dataclass(frozen=True, slots=True)
class Level:
    """One ``w:lvl``. text: ``%1.%2`` pattern. after: what stands between label and text. restarts_after: 1-based level after which it begins
    anew, 0 never, None after any level above. legal: all its numbers in decimal digits. zeros: digits that a custom form pads to (001).
    """

    start: int
    form: str
    text: str
    after: str
    restarts_after: int | None
    legal: bool
    style: str | None
    zeros: int = 0


@dataclass(slots=True)
class Definition:
    """One ``w:abstractNum`` and how far its numbers have counted (None: not used since it last began anew)."""

    levels: dict[int, Level]
    linked_style: str | None
    counted: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class Instance:
    """One ``w:num``: its definition, the levels that it replaces, and the starts that it overrides and that were not used yet."""

    definition: Definition
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbering:
    """Counts through a document; call `label` once for each numbered paragraph, in document order."""

    def __init__(self, root: Element | None, styles: Styles) -> None:
        self._instances: dict[str, Instance] = {}
        self._styles = styles
        if root is None:
            return
        definitions: dict[str, Definition] = {}
        for element in root.iterchildren(f"{W}abstractNum"):
            levels = dict(_levels(element))
            definitions[element.get(f"{W}abstractNumId", "")] = Definition(levels, value(element, "numStyleLink"))
        for element in root.iterchildren(f"{W}num"):
            definition = definitions.get(value(element, "abstractNumId") or "")
            if definition is None:
                continue
            replaced: dict[int, Level] = {}
            starts: dict[int, int] = {}
            for override in element.iterchildren(f"{W}lvlOverride"):
                index = whole(override.get(f"{W}ilvl"))
                start = whole(value(override, "startOverride"))
                replaced.update(_levels(override))
                if index is not None and start is not None and 0 <= index < LEVELS:
                    starts[index] = start
            self._instances[element.get(f"{W}numId", "")] = Instance(definition, replaced, starts)
        for instance in self._instances.values():
            instance.definition = self._linked(instance.definition)

    def _linked(self, definition: Definition) -> Definition:
        """The definition itself, or the one that it leaves its levels to by way of a numbering style (``w:numStyleLink``)."""
        seen: list[Definition] = []
        while definition.linked_style is not None and not definition.levels and definition not in seen:
            seen.append(definition)
            num_id, _, _ = self._styles.numbering(definition.linked_style)
            instance = self._instances.get(num_id or "")
            if instance is None:
                break
            definition = instance.definition
        return definition

    def label(self, numbered: Element | None, style: str | None) -> str:
        """The label of the next paragraph with what stands behind it (tab, space, nothing); empty where it has none.

        numbered: the paragraph's own ``w:numPr``; what it does not say comes from the style.
        """
        if not self._instances:
            return ""
        num_id = None if numbered is None else value(numbered, "numId")
        level = None if numbered is None else whole(value(numbered, "ilvl"))
        from_style, style_level, asked = self._styles.numbering(style)
        instance = self._instances.get(num_id if num_id is not None else from_style or "")
        if instance is None:  # w:numId 0 takes the number away
            return ""
        if level is None and num_id is None:
            level = next((index for index, one in sorted(instance.definition.levels.items()) if one.style in asked), None)
        index = min(max(level if level is not None else style_level or 0, 0), LEVELS - 1)
        current = instance.levels.get(index) or instance.definition.levels.get(index)
        if current is None:
            return ""
        self._count(instance, index, current)
        if current.form == "bullet":  # a bullet is no label
            return ""
        text = re.sub("%([1-9])", lambda match: self._number(instance, int(match[1]) - 1, index, current.legal), current.text)
        return text + current.after if text else ""

    @staticmethod
    def _count(instance: Instance, index: int, current: Level) -> None:
        counted = instance.definition.counted
        for above in range(index):
            # a level that was passed over counts as begun
            level = instance.levels.get(above) or instance.definition.levels.get(above)
            if above in instance.starts:
                counted[above] = instance.starts.pop(above)
            elif counted[above] is None and level is not None:
                counted[above] = level.start
        before = counted[index]
        if index in instance.starts:
            counted[index] = instance.starts.pop(index)
        else:
            counted[index] = current.start if before is None else before + 1
        for below in range(index + 1, LEVELS):
            level = instance.levels.get(below) or instance.definition.levels.get(below)
            if level is None or level.restarts_after is None or index < level.restarts_after:
                counted[below] = None

    @staticmethod
    def _number(instance: Instance, index: int, current: int, legal: bool) -> str:
        level = instance.levels.get(index) or instance.definition.levels.get(index)
        number = instance.definition.counted[index]
        if level is None or number is None or index > current:
            return ""
        if level.zeros and not legal:
            return f"{number:0{level.zeros}d}"
        return written(number, "decimal" if legal and level.form not in ("none", "bullet") else level.form)


def _levels(element: Element) -> list[tuple[int, Level]]:
    """The ``w:lvl`` children by index."""
    found: list[tuple[int, Level]] = []
    for level in element.iterchildren(f"{W}lvl"):
        index = whole(level.get(f"{W}ilvl"))
        if index is None or not 0 <= index < LEVELS:
            continue
        form, zeros = _form(level)
        start = whole(value(level, "start"))
        found.append(
            (
                index,
                Level(
                    start=max(0, start) if start is not None else 0,
                    form=form,
                    text=value(level, "lvlText") or "",
                    after=SUFFIXES.get(value(level, "suff") or "tab", "\t"),
                    restarts_after=whole(value(level, "lvlRestart")),
                    legal=bool(switched(level.find(f"{W}isLgl"))),
                    style=value(level, "pStyle"),
                    zeros=zeros,
                ),
            )
        )
    return found


def _form(level: Element) -> tuple[str, int]:
    """The form of a level and the digits that a custom one (``001, 002, …``) pads to. Word writes a custom form beside its nearest old one."""
    own = level.find(f"{W}numFmt")
    alternate = level.find(ALTERNATE)
    if own is None and alternate is not None:
        custom = alternate.find(f"{MC}Choice/{W}numFmt")
        own = alternate.find(f"{MC}Fallback/{W}numFmt")
        if custom is not None:
            padded = re.match("0+1(?=,)", custom.get(f"{W}format", ""))
            if padded:
                return "decimal", len(padded[0])
            own = custom if own is None else own
    return ("decimal" if own is None else own.get(VAL, "decimal")), 0

"""Rubric profiles from the packs: entries of kind ``rubric``, their items written as an outline."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from extractor.language.patterns import Entry, Patterns
from extractor.model.errors import PatternError, UsageError
from extractor.model.outline import Kind
from extractor.model.rubric import Item, Rubric, RubricExample

KIND = "rubric"
PREFIX = "rubric."
_ABSENT = "-"
_TEXTS = ("title_zh", "title_en", "programme", "issuer", "clause", "items")
_KEYS = {*_TEXTS, "about", "years", "notices", "words", "total", "bands", "aliases", "scoring", "examples", "counterexamples"}


@lru_cache(maxsize=4)
def rubrics(patterns: Patterns) -> tuple[Rubric, ...]:
    """The rubrics of the packs in force, in pack order.

    Raises `PatternError` ``rubric-key`` (a key is missing, unknown or of the wrong kind), ``rubric-item`` (a line of an outline is none).
    """
    return tuple(_rubric(patterns, entry) for entry in patterns.entries(KIND))


def rubric(patterns: Patterns, name: str) -> Rubric:
    """The rubric of a name. Raises `UsageError` ``profile-unknown``, naming those that there are."""
    known = {one.id: one for one in rubrics(patterns)}
    if name not in known:
        raise UsageError("profile-unknown", name, known=", ".join(known))
    return known[name]


def _rubric(patterns: Patterns, entry: Entry) -> Rubric:
    data = entry.data
    for key in _TEXTS:
        if not isinstance(data.get(key), str) or not data[key].strip():
            raise PatternError("rubric-key", str(entry.origin), entry=entry.id, key=key)
    unknown = sorted(set(data) - _KEYS)
    if unknown or not entry.id.startswith(PREFIX):
        raise PatternError("rubric-key", str(entry.origin), entry=entry.id, key=unknown[0] if unknown else "id")
    aliases, scoring, bands = _table(entry, "aliases"), _table(entry, "scoring"), data.get("bands")
    for id in (*scoring.values(), *([] if bands is None else [bands])):
        patterns.entry(id)
    items = outline(data["items"], entry, aliases, scoring)
    titles = {item.title for top in items for item in top.walk()}
    for named in (*aliases, *scoring):
        if named not in titles:
            raise PatternError("rubric-item", str(entry.origin), entry=entry.id, line=named)
    return Rubric(
        id=entry.id.removeprefix(PREFIX),
        entry=entry.id,
        programme=data["programme"],
        issuer=data["issuer"],
        clause=data["clause"],
        items=items,
        years=tuple(_list(entry, "years", int)),
        notices=tuple(_list(entry, "notices", str)),
        words=tuple(_list(entry, "words", str)),
        total=None if "total" not in data else _number(str(data["total"]), str(data["total"]), entry),
        bands=bands,
        examples=tuple(_example(entry, one, finds) for finds in (False, True) for one in _list(entry, _examples(finds), dict)),
    )


def _examples(deviating: bool) -> str:
    return "counterexamples" if deviating else "examples"


def _example(entry: Entry, given: dict[str, Any], deviating: bool) -> RubricExample:
    """An example matches fully; a counter-example says what must be found in it."""
    finds = given.get("finds", [])
    shaped = isinstance(given.get("outline"), str) and isinstance(finds, list) and all(isinstance(one, str) for one in finds)
    if not shaped or bool(finds) != deviating or not set(given) <= {"outline", "finds"}:
        raise PatternError("rubric-key", str(entry.origin), entry=entry.id, key=_examples(deviating))
    return RubricExample(outline(given["outline"], entry), tuple(finds))


def outline(text: str, entry: Entry, aliases: dict[str, Any] | None = None, scoring: dict[str, Any] | None = None) -> tuple[Item, ...]:
    """Items from an outline: a line each, ``title 分值``, those below an item indented deeper.

    ``bonus`` or ``penalty`` may stand after the 分值, and ``-`` in its place where an item has none of its own.
    """
    top: list[_Open] = []
    opened: list[_Open] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        depth = len(line) - len(line.lstrip())
        while opened and opened[-1].depth >= depth:
            opened.pop()
        one = _line(line.strip(), depth, entry)
        (opened[-1].children if opened else top).append(one)
        opened.append(one)
    return tuple(one.item(aliases or {}, scoring or {}) for one in top)


class _Open:
    """An item whose children are still to come."""

    def __init__(self, depth: int, title: str, most: Decimal | None, kind: Kind) -> None:
        self.depth, self.title, self.max, self.kind = depth, title, most, kind
        self.children: list[_Open] = []

    def item(self, aliases: dict[str, Any], scoring: dict[str, Any]) -> Item:
        children = tuple(child.item(aliases, scoring) for child in self.children)
        return Item(self.title, self.max, self.kind, children, tuple(aliases.get(self.title, ())), scoring.get(self.title))


def _line(line: str, depth: int, entry: Entry) -> _Open:
    words = line.split()
    kind = Kind.NORMAL
    if words[-1] in (Kind.BONUS, Kind.PENALTY):
        kind = Kind(words.pop())
    if len(words) < 2:
        raise PatternError("rubric-item", str(entry.origin), entry=entry.id, line=line)
    figure = words.pop()
    return _Open(depth, " ".join(words), None if figure == _ABSENT else _number(figure, line, entry), kind)


def _number(figure: str, line: str, entry: Entry) -> Decimal:
    try:
        value = Decimal(figure)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise PatternError("rubric-item", str(entry.origin), entry=entry.id, line=line)
    return value


def _list(entry: Entry, key: str, kind: type) -> list[Any]:
    value = entry.data.get(key, [])
    if not (isinstance(value, list) and all(type(one) is kind for one in value)):
        raise PatternError("rubric-key", str(entry.origin), entry=entry.id, key=key)
    return value


def _table(entry: Entry, key: str) -> dict[str, Any]:
    value: dict[str, Any] = entry.data.get(key, {})
    shaped = isinstance(value, dict) and all(isinstance(one, str if key == "scoring" else list) for one in value.values())
    if not shaped:
        raise PatternError("rubric-key", str(entry.origin), entry=entry.id, key=key)
    return value

"""The patterns in force: find them by kind or id, match with a time limit.

    patterns = builtin()
    for pattern in patterns.kind("score-mention"):
        for match in pattern.finditer(text):
            match["value"], pattern.attributes["role"]

Loading reads and checks the TOML files only; a regex is compiled when it is first used, once in a process for the same packs, or taken from what
an earlier process has `kept`.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, cast

from extractor.language import packs
from extractor.language.backtracking import is_steady
from extractor.language.kept import Kept
from extractor.language.narrowing import LONG, SOME, Narrow, places_in
from extractor.language.needs import Needs, needs_of
from extractor.language.packs import Origin
from extractor.language.templates import Expander
from extractor.model.errors import PatternError, PatternTimeoutError
from extractor.model.limits import IN_FORCE

if TYPE_CHECKING:
    import regex

_T = TypeVar("_T")

SHORT = 128
"""So few characters need no time limit where the pattern can't lose itself in them (`is_steady`)."""

TINY = 8
"""So few need none anyhow."""

_NOT_JOINABLE = re.compile(r"\\[1-9]|\\g<|\(\?(?:P=|R|&|\(|[a-zA-Z]+\)|\d)")
"""What means something else once a pattern stands beside others: references to groups, flags for the whole."""

_LOOKS_BACK = re.compile(r"\(\?<=|\\[bBmMGKX]")
"""What a character alone can't tell: whether a match begins here depends on what stands before."""


@dataclass(frozen=True, eq=False)
class Pattern:
    """One ``[[pattern]]``.

    source: the regex with fragments and lexicons filled in. attributes: its keys beyond the schema's. examples: ``{text, gives?, match?}``
    each. Matching takes ``start`` and ``end`` in code points: text before ``start`` is visible to look-behind, text from ``end`` on is not
    visible at all (as in the ``regex`` library). Every matching method raises `PatternTimeoutError` past the limit ``pattern-seconds`` and `PatternError`
    (``pattern-regex``) where the regex does not compile.
    """

    id: str
    kind: str
    about: str
    source: str
    attributes: dict[str, Any]
    examples: tuple[dict[str, Any], ...]
    counterexamples: tuple[str, ...]
    origin: Origin

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        import regex as engine  # noqa: PLC0415 - here, so that reading the packs need not import the library

        known = _compiled().get(self.source)
        if known is not None:
            return cast("regex.Pattern[str]", pickle.loads(known))
        try:
            compiled = engine.compile(self.source)
        except engine.error as error:
            raise PatternError("pattern-regex", str(self.origin), entry=self.id, reason=str(error)) from error
        _compiled().put(self.source, pickle.dumps(compiled, pickle.HIGHEST_PROTOCOL))
        return compiled

    def prepare(self) -> None:
        """Compile it, and read off it what its matches hold."""
        _ = self.compiled, self._needs

    @cached_property
    def groups(self) -> frozenset[str]:
        """The names of its groups; the library makes a dictionary anew each time that it is asked for them."""
        return frozenset(self.compiled.groupindex)

    @cached_property
    def _may_begin(self) -> Callable[[str], bool]:
        """Whether a match may begin with a character, as the library's partial matching tells; most lines are put aside by that, for a twentieth of what a
        call with a time limit costs.
        """
        compiled = self.compiled
        if _LOOKS_BACK.search(self.source):
            return lambda character: True
        return lru_cache(maxsize=None)(lambda character: compiled.match(character, partial=True) is not None)

    def search(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The first match in ``text[start:end]``."""
        if (len(text) if end is None else end) - start <= self._free:
            return self.compiled.search(text, start, end)
        try:
            return self.compiled.search(text, start, end, timeout=IN_FORCE["pattern-seconds"])
        except TimeoutError as error:
            raise self._timeout() from error

    def match(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The match that begins at ``start``."""
        length = (len(text) if end is None else end) - start
        if length > 0 and not self._may_begin(text[start : start + 1]):
            return None
        if length <= self._free:
            return self.compiled.match(text, start, end)
        try:
            return self.compiled.match(text, start, end, timeout=IN_FORCE["pattern-seconds"])
        except TimeoutError as error:
            raise self._timeout() from error

    def fullmatch(self, text: str, start: int = 0, end: int | None = None) -> regex.Match[str] | None:
        """The match that covers ``text[start:end]``."""
        try:
            return self.compiled.fullmatch(text, start, end, timeout=self._limit(text, start, end))
        except TimeoutError as error:
            raise self._timeout() from error

    def finditer(self, text: str, start: int = 0, end: int | None = None) -> Iterator[regex.Match[str]]:
        """All matches from left to right, none overlapping."""
        try:
            if end is None and not start and len(text) >= SOME and self._needs is not None:
                if len(text) >= LONG:
                    return self.seek(text)
                if places_in(text).lack(self._needs):
                    return iter(())
            # Gathered before the first is handed out: the library's clock runs on while a caller works on a match.
            return iter(list(self.compiled.finditer(text, start, end, timeout=self._limit(text, start, end))))
        except TimeoutError as error:
            raise self._timeout() from error

    def seek(self, text: str) -> Iterator[regex.Match[str]]:
        """`finditer` for what few texts hold: it is looked for round its words only, however short the text."""
        if self._needs is None:
            return self.finditer(text)
        if places_in(text).lack(self._needs) or self._narrow is None:
            return iter(())  # and the regex need not even be compiled
        try:
            return iter(self._narrow.find_all(text, IN_FORCE["pattern-seconds"]))
        except TimeoutError as error:
            raise self._timeout() from error

    def lacks(self, pairs: AbstractSet[str] | None) -> bool:
        """Whether no match can be in a text of these characters and pairs (`pairs_of`), as a word is missing that every match holds."""
        return pairs is not None and self._needs is not None and self._needs.missing(pairs)

    def findall(self, text: str) -> list[Any]:
        """What `regex` gives for all matches: their texts, or their groups where the pattern has any."""
        try:
            return list(self.compiled.findall(text, timeout=self._limit(text, 0, None)))
        except TimeoutError as error:
            raise self._timeout() from error

    def sub(self, replacement: str, text: str, count: int = 0) -> str:
        """``text`` with its matches (the first ``count`` of them, all where 0) replaced."""
        try:
            return self.compiled.sub(replacement, text, count, timeout=self._limit(text, 0, None))
        except TimeoutError as error:
            raise self._timeout() from error

    def _limit(self, text: str, start: int, end: int | None) -> float | None:
        """The time limit of a call; None where the text is so short that the pattern needs none: asking for the time would be most of the work. `search` and
        `match`, which are called most, ask for themselves.
        """
        return None if (len(text) if end is None else end) - start <= self._free else IN_FORCE["pattern-seconds"]

    @cached_property
    def _needs(self) -> Needs | None:
        """What every match of it holds; None where that can't be told."""
        return needs_of(self.source)

    @cached_property
    def _narrow(self) -> Narrow | None:
        """How it is looked for in a long text; None where it can't be told what its matches hold."""
        return None if self._needs is None else Narrow(self.compiled, self._needs, self._free if self._free > TINY else 0)

    @cached_property
    def _free(self) -> int:
        """So many characters are gone through without a time limit."""
        return SHORT if is_steady(self.source) else TINY

    def _timeout(self) -> PatternTimeoutError:
        name = "pattern-seconds"
        return PatternTimeoutError("pattern-timeout", self.id, pattern=self.id, limit=IN_FORCE[name], limit_name=name)


@cache
def _compiled() -> Kept:
    """The regexes that the library has compiled before, as it pickles them."""
    import regex as engine  # noqa: PLC0415 - as above

    return Kept("regexes", engine.__version__)


class AnyOf:
    """Whether any pattern of a kind matches, asked in one call where that is possible: most of a call's time goes to starting its clock."""

    def __init__(self, kind: str, patterns: tuple[Pattern, ...]) -> None:
        joinable = len(patterns) > 1 and not any(_NOT_JOINABLE.search(pattern.source) for pattern in patterns)
        source = "|".join(f"(?:{pattern.source})" for pattern in patterns)
        self._patterns = (replace(patterns[0], id=f"any:{kind}", source=source),) if joinable else patterns

    def match(self, text: str) -> bool:
        """Whether one of them matches at the beginning of the text."""
        return any(pattern.match(text) is not None for pattern in self._patterns)

    def search(self, text: str) -> bool:
        """Whether one of them matches anywhere in the text."""
        return any(pattern.search(text) is not None for pattern in self._patterns)


@dataclass(frozen=True, eq=False)
class Entry:
    """One ``[[entry]]``: a rule, a message, a rubric; ``data`` holds its keys besides id and kind."""

    id: str
    kind: str
    data: dict[str, Any]
    origin: Origin


class Patterns:
    """All packs in force. Asking for an id that does not exist raises `PatternError` ``pattern-unknown``; a kind may be empty."""

    def __init__(self, digest: str, merged: packs.Packs) -> None:
        self.digest = digest
        """SHA-256 (hex) of all packs in force."""
        expander = Expander(merged)
        for name, (text, origin) in merged.fragments.items():
            expander.expand(text, origin, name, (name,))
        self._words = merged.words
        self._patterns = {
            item.id: Pattern(
                id=item.id,
                kind=item.data["kind"],
                about=item.data["about"],
                source=expander.expand(_joined(item.data["regex"]), item.origin, item.id),
                attributes=packs.attributes(item),
                examples=tuple(item.data["examples"]),
                counterexamples=tuple(item.data.get("counterexamples", ())),
                origin=item.origin,
            )
            for item in merged.patterns.values()
        }
        self._entries = {
            item.id: Entry(item.id, item.data["kind"], {k: v for k, v in item.data.items() if k not in ("id", "kind")}, item.origin)
            for item in merged.entries.values()
        }
        self._any: dict[str, AnyOf] = {}
        self._kinds: dict[str, tuple[Pattern, ...]] = {}
        for pattern in self._patterns.values():
            self._kinds[pattern.kind] = (*self._kinds.get(pattern.kind, ()), pattern)
        self._entry_kinds: dict[str, tuple[Entry, ...]] = {}
        for entry in self._entries.values():
            self._entry_kinds[entry.kind] = (*self._entry_kinds.get(entry.kind, ()), entry)

    def __iter__(self) -> Iterator[Pattern]:
        """Every pattern, in file-name-then-file order, a user's new ones last."""
        return iter(self._patterns.values())

    def prepare(self) -> None:
        """Make of every pattern what is else made when it is first used, so that other processes find it `kept`."""
        for pattern in self:
            pattern.prepare()

    def kind(self, kind: str) -> tuple[Pattern, ...]:
        """The patterns of a kind, in file-name-then-file order, a user's new ones last."""
        return self._kinds.get(kind, ())

    def any_of(self, kind: str) -> AnyOf:
        """The patterns of a kind as one question."""
        if kind not in self._any:
            self._any[kind] = AnyOf(kind, self.kind(kind))
        return self._any[kind]

    def one(self, id: str) -> Pattern:
        """The pattern with this id."""
        return self._patterns.get(id) or self._known(self._patterns, id)

    def words(self, id: str) -> tuple[str, ...]:
        """The words of a lexicon, in the order written."""
        return self._words.get(id) or self._known(self._words, id)

    def entries(self, kind: str | None = None) -> tuple[Entry, ...]:
        """The entries of a kind (all where None), in file-name-then-file order, a user's new ones last."""
        return tuple(self._entries.values()) if kind is None else self._entry_kinds.get(kind, ())

    def entry(self, id: str) -> Entry:
        """The entry with this id."""
        return self._entries.get(id) or self._known(self._entries, id)

    @staticmethod
    def _known(table: dict[str, _T], id: str) -> _T:
        try:
            return table[id]
        except KeyError:
            raise PatternError("pattern-unknown", id, entry=id) from None


def _joined(regex: str | list[str]) -> str:
    """A pattern's source; where it is written as a list, its alternatives in their order."""
    return regex if isinstance(regex, str) else "|".join(regex)


_loaded: dict[str, Patterns] = {}


def load(directories: Sequence[Path]) -> Patterns:
    """The built-in packs overlaid by each directory in turn.

    Raises `PatternError` for the first thing that is wrong in a pack, naming file, line and entry; a regex is compiled only when used.
    """
    files = packs.sources([packs.builtin_directory(), *directories])
    digest = packs.digest(files)
    if digest not in _loaded:
        _loaded[digest] = Patterns(digest, packs.merge(files))
    return _loaded[digest]


@lru_cache(maxsize=1)
def builtin() -> Patterns:
    """The built-in packs; the same object at every call."""
    return load(())

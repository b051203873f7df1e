"""Regex templates: ``{name}`` stands for a fragment and ``{words:id}`` for the words of a lexicon; ``{1,3}`` stays a quantifier."""

from __future__ import annotations

import re
from collections.abc import Iterable

from extractor.language.packs import Origin, Packs
from extractor.model.errors import PatternError

_REFERENCE = re.compile(r"\\[pPN]\{[^}]*\}|\\.|\{(?P<words>words:)?(?P<name>[A-Za-z_][\w.-]*)\}", re.DOTALL)


def alternation(words: Iterable[str]) -> str:
    """A group that matches any of the words, the longest first; one that never matches where there are none."""
    ordered = sorted(words, key=len, reverse=True)
    return f"(?:{'|'.join(re.escape(word) for word in ordered)})" if ordered else "(?!)"


class Expander:
    """Expands templates against the fragments and lexicons of one set of packs; each fragment is expanded once."""

    def __init__(self, packs: Packs) -> None:
        self._packs = packs
        self._fragments: dict[str, str] = {}
        self._words: dict[str, str] = {}

    def expand(self, template: str, origin: Origin, entry: str, within: tuple[str, ...] = ()) -> str:
        """The regex that a template stands for.

        Raises `PatternError` placed at ``origin``: ``pattern-unknown-fragment``, ``pattern-unknown-words``, ``pattern-circular-fragment``.
        """

        def replace(match: re.Match[str]) -> str:
            name = match["name"]
            if name is None:
                return match[0]
            return self._lexicon(name, origin, entry) if match["words"] else self._fragment(name, origin, entry, within)

        # The line breaks round a ''' string are layout, never part of what is to be matched.
        return _REFERENCE.sub(replace, template.strip("\n"))

    def _fragment(self, name: str, origin: Origin, entry: str, within: tuple[str, ...]) -> str:
        if name in within:
            raise PatternError("pattern-circular-fragment", str(origin), entry=entry, fragment=" > ".join((*within, name)))
        if name not in self._fragments:
            if name not in self._packs.fragments:
                raise PatternError("pattern-unknown-fragment", str(origin), entry=entry, fragment=name)
            text, written = self._packs.fragments[name]
            self._fragments[name] = f"(?:{self.expand(text, written, name, (*within, name))})"
        return self._fragments[name]

    def _lexicon(self, name: str, origin: Origin, entry: str) -> str:
        if name not in self._words:
            if name not in self._packs.words:
                raise PatternError("pattern-unknown-words", str(origin), entry=entry, words=name)
            self._words[name] = alternation(self._packs.words[name])
        return self._words[name]

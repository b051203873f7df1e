"""Words of a Chinese clause: jieba's dictionary and our lexicons, and the noun phrase beside a figure that they give.

The library (extra ``gouji[words]``) is imported and its dictionary read (about a second, once in a process) when the first clause is cut; nothing
else of the tool waits for it. What is particular about the use of it here:

- The dictionary is read from the installed package by this module, frequencies and part-of-speech tags in one pass. jieba's own ``initialize`` is
  never called: it would load a ``marshal`` cache that anyone may have put into the shared temporary folder. So nothing is written, no cache is
  trusted, and there is nothing for its logger to say.
- The hidden Markov model is off. It guesses words that are in no dictionary from statistics of one newspaper and joins characters across the edges of
  names; without it every word is an entry of the dictionary, of a lexicon, or a single character, and a reader can look up why a clause was cut so.
- Words of the lexicons named in ``words.lexicons`` get the smallest frequency that keeps them whole, shorter ones first, so that the result does
  not depend on the order of the packs.
"""

from __future__ import annotations

import warnings
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from extractor.language.patterns import Patterns
from extractor.model.errors import UsageError
from extractor.model.text import Span

if TYPE_CHECKING:
    import jieba

EXTRA = "gouji[words]"
REACH = 48
"""How many characters beside a figure are cut into words."""


class Word(NamedTuple):
    """A word of a text. known: it is in the dictionary or a lexicon, or it is a number or a run of letters; else a single character of neither."""

    text: str
    start: int
    end: int
    known: bool


class _Dictionary(NamedTuple):
    """Frequency of each word (0 for a mere beginning of one), tag of each word, sum of frequencies."""

    frequencies: dict[str, int]
    tags: dict[str, str]
    total: int


def library_version() -> str:
    """Name and version of the library, as `engine.options` records it. Raises `UsageError` ``library-missing`` where it is not installed."""
    from importlib.metadata import version  # noqa: PLC0415 - only for those who ask for words

    _library()
    return f"jieba {version('jieba')}"


def cut(text: str, patterns: Patterns) -> tuple[Word, ...]:
    """The words of ``text``: they cover it without gap, white space and marks included, one word a mark.

    Raises `UsageError` ``library-missing`` where jieba is not installed.
    """
    tokenizer = _tokenizer(patterns)
    han, number = patterns.one("words.han"), patterns.one("words.number")
    runs = sorted(
        [(match.start(), match.end(), True) for match in han.finditer(text)] + [(*match.span(), False) for match in number.finditer(text)]
    )
    words: list[Word] = []
    at = 0
    for start, end, chinese in [*runs, (len(text), len(text), False)]:
        words.extend(Word(text[offset], offset, offset + 1, False) for offset in range(at, start))
        at = start
        for piece in tokenizer.cut(text[start:end], HMM=False) if chinese else [text[start:end]] if end > start else []:
            words.append(Word(piece, at, at + len(piece), not chinese or bool(tokenizer.FREQ.get(piece))))
            at += len(piece)
    return tuple(words)


def noun_phrase_before(text: str, offset: int, patterns: Patterns) -> Span | None:
    """The noun phrase that ends right before a figure at ``offset``, verbs of measure between them aside; None where there is none.

    It reaches back to the last mark, figure, verb (发放, 达到 …) or preposition; words of time at its head are left out. A figure that stands
    directly behind another (11077户24700人) has the phrase of the first.
    """
    roles = _roles(patterns)
    words = _clause_before(text, offset, patterns)
    compared = next((index for index, word in enumerate(words) if index and roles.comparing(word)), None)
    if compared is not None and not all(roles.heads(word) for word in words[:compared]):
        words = words[:compared]
    whole = False  # what stands before a possessive is one phrase, whatever verbs are in it
    while words and roles.trails(words[-1]):
        whole = roles.possessive(words.pop()) or whole
    if not whole:
        last = max((index for index, word in enumerate(words[:-1]) if roles.governs(word, words[index + 1])), default=-1)
        words = words[last + 1 :]
    while words and roles.heads(words[0]):
        words.pop(0)
    return Span(words[0].start, words[-1].end) if words else None


def noun_phrase_behind(text: str, offset: int, patterns: Patterns) -> Span | None:
    """The noun phrase directly behind the measure word that ends at ``offset`` (12581名城乡特困人员, 12家承训机构); None where there is none."""
    match = patterns.one("subject.behind").match(text, offset, min(len(text), offset + REACH))
    if match is None:
        return None
    begin, end = match.span("subject")
    run = patterns.one("words.han").match(text, begin, min(len(text), begin + REACH))
    roles = _roles(patterns)
    kept: list[Word] = []
    for word in _moved(cut(text[begin : run.end()], patterns), begin) if run is not None else []:
        if word.end > end or roles.ends(word):
            break
        kept.append(word)
    while kept and roles.trails(kept[-1]):
        kept.pop()
    return Span(kept[0].start, kept[-1].end) if kept and kept[-1].end - kept[0].start > 1 else None


def governs_figure(text: str, offset: int, patterns: Patterns) -> bool:
    """Whether the word right before a figure is a verb or preposition whose object the figure begins (聘请两名退休教师, 对12家承训机构)."""
    words = _clause_before(text, offset, patterns)
    return bool(words) and _roles(patterns).ends(words[-1]) and not _roles(patterns).measuring(words[-1])


def names_nothing(text: str, patterns: Patterns) -> bool:
    """Whether a phrase holds nothing but units and words of measure, change, time and grammar: no thing that could be counted."""
    roles = _roles(patterns)
    changes = patterns.words("claim.change")
    return all(roles.measures(word) or roles.heads(word) or (roles.trails(word) and word.text in changes) for word in cut(text, patterns))


def ends_in_verb(text: str, patterns: Patterns) -> bool:
    """Whether the last word of a phrase is a verb or a word of grammar."""
    words = cut(text, patterns)
    return bool(words) and _roles(patterns).trails(words[-1])


def _clause_before(text: str, offset: int, patterns: Patterns) -> list[Word]:
    """The words between the last mark or figure and ``offset``, the unit of that figure left out."""
    start = max(0, offset - REACH)
    match = patterns.one("subject.before").search(text[start:offset])
    if match is None:
        return []
    begin, end = start + match.start("subject"), start + match.end("subject")
    words = _moved(cut(text[begin:end], patterns), begin)
    if begin and text[begin - 1].isdecimal():
        while words and _roles(patterns).measures(words[0]):
            words.pop(0)
    return words


def _moved(words: tuple[Word, ...], by: int) -> list[Word]:
    return [Word(word.text, word.start + by, word.end + by, word.known) for word in words]


class _Roles:
    """What a word does in a phrase beside a figure."""

    def __init__(self, patterns: Patterns) -> None:
        self._nouns, self._verbs, self._actions, self._affixes, self._times, self._joining, self._comparing = (
            frozenset(patterns.words(f"words.{id}")) for id in ("nouns", "verbs", "actions", "affixes", "times", "joining", "comparing")
        )
        self._measuring = frozenset(patterns.words("subject.verbs"))
        self._units = frozenset(word for id in ("unit.count", "unit.measure", "unit.money") for word in patterns.words(id))
        tags: dict[str, list[str]] = patterns.entry("words.tags").data
        self._head, self._tail, self._before, self._behind, self._possessive = (
            frozenset(tags[place]) for place in ("head", "tail", "before", "behind", "possessive")
        )
        self._tags = _dictionary().tags

    def _tag(self, word: Word) -> str:
        return "" if word.text in self._nouns else self._tags.get(word.text, "")

    def measuring(self, word: Word) -> bool:
        return word.text in self._measuring

    def comparing(self, word: Word) -> bool:
        return word.text in self._comparing

    def possessive(self, word: Word) -> bool:
        return self._tag(word) in self._possessive

    def measures(self, word: Word) -> bool:
        return word.text in self._units or self._tag(word) in ("m", "q", "mq")

    def heads(self, word: Word) -> bool:
        """It is no beginning of a noun phrase."""
        return word.text in self._times or self.measuring(word) or self._tag(word) in self._head

    def trails(self, word: Word) -> bool:
        """It is no end of a noun phrase."""
        return word.text in self._verbs or self.measuring(word) or self._tag(word) in self._tail

    def ends(self, word: Word) -> bool:
        """A noun phrase behind a figure ends before it."""
        return word.text in self._verbs or self.measuring(word) or self._tag(word) in self._behind

    def governs(self, word: Word, following: Word) -> bool:
        """It is a verb or preposition with the following word as its object."""
        if word.text in self._verbs or word.text in self._actions:
            return following.text not in self._affixes
        return self._tag(word) in self._before and word.text not in self._joining


@lru_cache(maxsize=2)
def _roles(patterns: Patterns) -> _Roles:
    return _Roles(patterns)


def _library() -> type[jieba.Tokenizer]:
    try:
        with warnings.catch_warnings():  # it is an old library: escapes in its source and pkg_resources warn on newer Pythons
            warnings.simplefilter("ignore")
            import jieba  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("library-missing", "jieba", extra=EXTRA) from error
    tokenizer: type[jieba.Tokenizer] = jieba.Tokenizer
    return tokenizer


@lru_cache(maxsize=1)
def _dictionary() -> _Dictionary:
    _library()
    frequencies: dict[str, int] = {}
    tags: dict[str, str] = {}
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency, tag = line.split(" ")
        frequencies[word] = int(frequency)
        tags[word] = tag
    total = sum(frequencies.values())
    for word in tags:
        for end in range(1, len(word)):
            frequencies.setdefault(word[:end], 0)
    return _Dictionary(frequencies, tags, total)


@lru_cache(maxsize=2)
def _tokenizer(patterns: Patterns) -> jieba.Tokenizer:
    """The tokenizer over a copy of the dictionary with the lexicons of ``patterns``."""
    dictionary = _dictionary()
    tokenizer = _library()()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(dictionary.frequencies), dictionary.total, True
    lexicons: list[str] = patterns.entry("words.lexicons").data["lexicons"]
    han = patterns.one("words.han")
    words = {word for id in lexicons for word in patterns.words(id) if len(word) > 1 and han.fullmatch(word)}
    for word in sorted(words, key=lambda word: (len(word), word)):
        tokenizer.add_word(word)
    return tokenizer

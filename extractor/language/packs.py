"""Reading pattern packs: TOML files checked against the schema and laid over each other, with errors that name file, line and entry.

A *layer* is one directory of ``*.toml`` files (in it, or in a folder of it): the built-in patterns are layer 0, each directory of a user lies over the ones
before. Within a layer an id stands once; in a later layer it replaces the earlier entry in its place, and lexicons may ``add`` or ``remove`` words.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import tomllib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from extractor.language.kept import Kept
from extractor.model.errors import PatternError

SCHEMA = 1
"""The schema number that pack files of this version carry."""

_FILE_KEYS = {"schema", "about", "fragments", "words", "pattern", "entry"}
_WORDS_KEYS = {"id", "about", "words", "add", "remove"}
_EXAMPLE_KEYS = {"text", "gives", "match"}
_PATTERN_KEYS = {"id", "kind", "about", "regex", "examples", "counterexamples"}
_HEADER = re.compile(r"\s*\[+\s*([\w-]+)\s*\]")
_ASSIGNED = re.compile(r"""\s*["']?([\w.-]+)["']?\s*=\s*(?:["']([^"']*)["'])?""")
_NAME = re.compile(r"[A-Za-z_][\w.-]*\Z")


class Origin(NamedTuple):
    """Where something was written: the file as the user knows it and the line, from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Source:
    """One pack file: its layer, name, the place to name in errors, and its bytes without BOM, CRLF folded to LF."""

    layer: int
    name: str
    place: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Item:
    """One checked ``[[words]]``, ``[[pattern]]`` or ``[[entry]]`` table (``data`` holds all of its keys)."""

    id: str
    data: dict[str, Any]
    origin: Origin


@dataclass(slots=True)
class Packs:
    """All layers as one, each dictionary in file-name-then-file order."""

    fragments: dict[str, tuple[str, Origin]] = field(default_factory=dict)
    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: dict[str, Item] = field(default_factory=dict)
    entries: dict[str, Item] = field(default_factory=dict)


def builtin_directory() -> Path:
    """The directory of the built-in packs: inside the installed package, else the checkout's ``patterns`` beside it."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_patterns"
    return installed if installed.is_dir() else package.parent / "patterns"


def sources(directories: Sequence[Path]) -> list[Source]:
    """The pack files of each directory and of the folders in it (one layer each), sorted by name; ``rubrics/x.toml`` is the name of one in a folder.

    Raises `PatternError` ``pattern-directory`` where a directory does not exist, ``pattern-unreadable`` where a file can't be read.
    """
    found: list[Source] = []
    for layer, directory in enumerate(directories):
        if not directory.is_dir():
            raise PatternError("pattern-directory", str(directory))
        paths = {path.relative_to(directory).as_posix(): path for depth in ("*.toml", "*/*.toml") for path in directory.glob(depth)}
        for name, path in sorted(paths.items()):
            try:
                content = path.read_bytes()
            except OSError as error:
                raise PatternError("pattern-unreadable", str(path), reason=error.strerror or type(error).__name__) from error
            content = content.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n")
            found.append(Source(layer, name, str(path) if layer else f"patterns/{name}", content))
    return found


def digest(files: Iterable[Source]) -> str:
    """SHA-256 (hex) of layer, name and content of each file; the directories' own paths are not part of it."""
    state = hashlib.sha256()
    for file in files:
        state.update(f"{file.layer}\0{file.name}\0{len(file.content)}\0".encode())
        state.update(file.content)
    return state.hexdigest()


def merge(files: Iterable[Source]) -> Packs:
    """Check every file and lay the layers over each other. Raises `PatternError` for the first thing that is wrong."""
    packs = Packs()
    seen: dict[tuple[int, str, str], Origin] = {}
    for file in files:
        reader = _FileReader(file)
        for name, origin in reader.fragments.items():
            _once(seen, file.layer, "fragment", name, origin)
            packs.fragments[name] = (reader.text_of_fragment(name), origin)
        for item in reader.words:
            _once(seen, file.layer, "words", item.id, item.origin)
            packs.words[item.id] = _overlay_words(packs.words.get(item.id), item)
        for item in reader.patterns:
            _once(seen, file.layer, "pattern", item.id, item.origin)
            packs.patterns[item.id] = item
        for item in reader.entries:
            _once(seen, file.layer, "entry", item.id, item.origin)
            packs.entries[item.id] = item
    return packs


def _once(seen: dict[tuple[int, str, str], Origin], layer: int, table: str, name: str, origin: Origin) -> None:
    first = seen.setdefault((layer, table, name), origin)
    if first is not origin:
        raise PatternError("pattern-duplicate", str(origin), entry=name, first=str(first))


def _overlay_words(below: tuple[str, ...] | None, item: Item) -> tuple[str, ...]:
    """The lexicon that results from laying ``item`` over what earlier layers hold under its id."""
    if "words" in item.data:
        return tuple(dict.fromkeys(item.data["words"]))
    if below is None:
        raise PatternError("pattern-unknown-words", str(item.origin), entry=item.id, words=item.id)
    removed = item.data.get("remove", [])
    for word in removed:
        if word not in below:
            raise PatternError("pattern-unknown-word", str(item.origin), entry=item.id, word=word)
    kept = [word for word in below if word not in removed]
    return tuple(dict.fromkeys([*kept, *item.data.get("add", [])]))


def _document(text: str) -> dict[str, Any]:
    """What tomllib reads in a file, or has read in the same text before (`kept`). Raises `tomllib.TOMLDecodeError`."""
    known = _read_before.get(text)
    if known is not None:
        return marshal.loads(known)  # type: ignore[no-any-return]
    document = tomllib.loads(text)
    with suppress(ValueError):  # a date can't be kept so; no pack has one
        _read_before.put(text, marshal.dumps(document))
    return document


_read_before = Kept("packs", str(marshal.version))


class _FileReader:
    """One file parsed and checked; knows the line of each of its tables."""

    def __init__(self, file: Source) -> None:
        self.file = file
        try:
            text = file.content.decode("utf-8")
        except UnicodeDecodeError as error:
            line = file.content.count(b"\n", 0, error.start) + 1
            raise PatternError("pattern-encoding", f"{file.place}:{line}", entry="") from error
        try:
            document = _document(text)
        except tomllib.TOMLDecodeError as error:
            at = re.search(r"at line (\d+)", str(error))
            line = int(at.group(1)) if at else text.count("\n") + 1
            raise PatternError("pattern-syntax", f"{file.place}:{line}", entry="", reason=str(error)) from error
        self._note_lines(text)
        self._check_file(document)
        self._fragments: dict[str, str] = document.get("fragments", {})
        self.fragments = {name: self._line_of_key(name) for name in self._fragments}
        for name, text in self._fragments.items():
            if not (isinstance(text, str) and _NAME.match(name)):
                self._wrong("pattern-key", self.fragments[name], name, key=f"fragments.{name}")
        self.words = self._items(document, "words", self._check_words)
        self.patterns = self._items(document, "pattern", self._check_pattern)
        self.entries = self._items(document, "entry", self._check_entry)

    def _note_lines(self, text: str) -> None:
        """Note the lines of table headers by table, of ids by id, and the first line of every key: what errors are placed by."""
        self._headers: dict[str, list[int]] = {}
        self._ids: dict[str, list[int]] = {}
        self._keys: dict[str, int] = {}
        for number, line in enumerate(text.split("\n"), 1):
            if header := _HEADER.match(line):
                self._headers.setdefault(header[1], []).append(number)
            elif assigned := _ASSIGNED.match(line):
                self._keys.setdefault(assigned[1], number)
                if assigned[1] == "id" and assigned[2]:
                    self._ids.setdefault(assigned[2], []).append(number)

    def text_of_fragment(self, name: str) -> str:
        return self._fragments[name]

    def _check_file(self, document: dict[str, Any]) -> None:
        top = Origin(self.file.place, 1)
        if "schema" not in document:
            self._wrong("pattern-missing", top, "", key="schema")
        if type(document["schema"]) is not int or document["schema"] != SCHEMA:
            self._wrong("pattern-schema", self._line_of_key("schema"), "", found=document["schema"], known=SCHEMA)
        self._text(document, "about", top, "")
        for key, value in document.items():
            tables = isinstance(value, list) and all(isinstance(item, dict) for item in value)
            shaped = isinstance(value, dict) if key == "fragments" else tables or key in ("schema", "about")
            if key not in _FILE_KEYS or not shaped:
                self._wrong("pattern-key", self._line_of_key(key), "", key=key)

    def _items(self, document: dict[str, Any], table: str, check: Any) -> list[Item]:
        items: list[Item] = []
        for index, data in enumerate(document.get(table, [])):
            origin = self._table_origin(table, index, data.get("id"))
            name = self._text(data, "id", origin, "")
            check(data, origin, name)
            items.append(Item(name, data, origin))
        return items

    def _check_words(self, data: dict[str, Any], origin: Origin, name: str) -> None:
        for key in data:
            if key not in _WORDS_KEYS:
                self._wrong("pattern-key", origin, name, key=key)
        lists = [key for key in ("words", "add", "remove") if key in data]
        if not lists:
            self._wrong("pattern-missing", origin, name, key="words")
        if "words" in data:
            self._text(data, "about", origin, name)
            if len(lists) > 1:
                self._wrong("pattern-key", origin, name, key=lists[1])
        for key in lists:
            self._texts(data, key, origin, name)

    def _check_pattern(self, data: dict[str, Any], origin: Origin, name: str) -> None:
        for key in ("kind", "about"):
            self._text(data, key, origin, name)
        if data.get("regex") and isinstance(data["regex"], list):
            self._texts(data, "regex", origin, name)
        else:
            self._text(data, "regex", origin, name)
        if not data.get("examples"):
            self._wrong("pattern-missing", origin, name, key="examples")
        examples = data["examples"]
        if not (isinstance(examples, list) and all(_is_example(example) for example in examples)):
            self._wrong("pattern-key", origin, name, key="examples")
        if "counterexamples" in data:
            self._texts(data, "counterexamples", origin, name)

    def _check_entry(self, data: dict[str, Any], origin: Origin, name: str) -> None:
        self._text(data, "kind", origin, name)

    def _text(self, data: dict[str, Any], key: str, origin: Origin, name: str) -> str:
        value = data.get(key)
        if value is None or value == "":
            self._wrong("pattern-missing", origin, name, key=key)
        if not isinstance(value, str):
            self._wrong("pattern-key", origin, name, key=key)
        return value

    def _texts(self, data: dict[str, Any], key: str, origin: Origin, name: str) -> None:
        value = data[key]
        if not (isinstance(value, list) and all(isinstance(word, str) and word for word in value)):
            self._wrong("pattern-key", origin, name, key=key)

    def _wrong(self, code: str, origin: Origin, entry: str, **params: object) -> NoReturn:
        raise PatternError(code, str(origin), entry=entry, **params)

    def _table_origin(self, table: str, index: int, name: object) -> Origin:
        """The line of the table's ``id``, else of its header, else the first line of the file."""
        headers = self._headers.get(table, [])
        start = headers[index] if index < len(headers) else 1
        written = next((line for line in self._ids.get(name, ()) if line >= start), start) if isinstance(name, str) else start
        return Origin(self.file.place, written)

    def _line_of_key(self, key: str) -> Origin:
        header = self._headers.get(key, [1])[0]
        return Origin(self.file.place, self._keys.get(key, header))


def _is_example(example: object) -> bool:
    """Whether it is ``{ text, gives = { group = text }, match }`` with the last two optional."""
    if not isinstance(example, dict) or not set(example) <= _EXAMPLE_KEYS or not isinstance(example.get("text"), str):
        return False
    gives = example.get("gives", {})
    return isinstance(example.get("match", ""), str) and isinstance(gives, dict) and all(isinstance(value, str) for value in gives.values())


def attributes(item: Item) -> dict[str, Any]:
    """The keys of a pattern beyond those that the schema names."""
    return {key: value for key, value in item.data.items() if key not in _PATTERN_KEYS}

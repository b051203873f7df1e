"""Opens an OFD package (GB/T 33190: a zip of XML parts) after bounding what unpacking it can cost, finds parts, and parses them.

Everything is judged by the zip directory before a byte is unpacked; `zipfile` never unpacks more of an entry than the directory says. Writers
differ in how they name parts: with or without a leading slash, relative to the part or to the root, in other case, with names in GBK.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from functools import lru_cache
from typing import Any, NamedTuple

from lxml import etree

from extractor.model.errors import ReadError
from extractor.readers.packages import check_package

DEEPEST = 256
"""Elements in elements: the bound that libxml2 keeps, as it does on the length of one text and on what entities grow to."""
UTF8_NAME = 0x800
DECLARED = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
CHINESE = frozenset({b"gb2312", b"gbk", b"cp936", b"gb18030"})
"""Encodings that are read as the largest of them: a part that says GB2312 may hold a 〇 that is not in it."""

Element = Any
"""lxml ships no types."""


class DamagedError(Exception):
    """A part that cannot be read; who asks for it decides what that means."""


class Parsed(NamedTuple):
    """The root of a part, and whether the part is whole: what follows the place where its XML breaks is lost."""

    root: Element
    whole: bool


@lru_cache(1024)
def local(tag: str) -> str:
    """An element's name without its namespace or prefix: there are several namespaces, none, and prefixes that are not declared."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def children(element: Element | None, name: str) -> list[Element]:
    """The direct children of that name."""
    return [] if element is None else [one for one in element if local(one.tag) == name]


def child(element: Element | None, name: str) -> Element | None:
    """The first direct child of that name."""
    return next(iter(children(element, name)), None)


def words(element: Element | None) -> str:
    """The text in an element, without white space around it."""
    return "" if element is None else "".join(element.itertext()).strip()


class Package:
    """The parts of an open package. `ReadError`: ``ofd-bomb`` (with what was too much), ``ofd-encrypted``, ``ofd-damaged``."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            raise ReadError("ofd-damaged", name) from None
        self._parts: dict[str, zipfile.ZipInfo] = {}
        check_package("ofd", name, self._archive)
        for entry in self._archive.infolist():
            if not entry.filename.endswith("/"):  # is_dir() stumbles over an entry without a name
                self._parts[_plain(_name_of(entry))] = entry
        self._folded = {part.casefold(): part for part in reversed(self._parts)}
        # GM/T 0099: the file that says how the others are encrypted.
        if "encryptions.xml" in self._folded:
            raise ReadError("ofd-encrypted", name)

    def find(self, base: str, location: str | None) -> str | None:
        """The part that a location written in the part ``base`` means; None where there is none."""
        place = (location or "").strip().replace("\\", "/")
        if not place:
            return None
        folder = posixpath.dirname(base)
        candidates = [place] if place.startswith("/") else [posixpath.join(folder, place), place]
        for candidate in candidates:
            part = _plain(posixpath.normpath(candidate))
            found = part if part in self._parts else self._folded.get(part.casefold())
            if found is not None:
                return found
        return None

    def parse(self, part: str) -> Parsed:
        """Parses one part. `DamagedError` where it is not there or nothing of it can be read; `ReadError` ``ofd-bomb`` where it is nested too deep or
        too long.
        """
        content = self.read(part)
        declared = DECLARED.match(content)
        chinese = declared[1].lower() in CHINESE if declared else not _is_utf8(content)
        parser = etree.XMLParser(
            recover=True,
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
            encoding="gb18030" if chinese else None,
        )
        try:
            root = etree.fromstring(content, parser)
        except etree.XMLSyntaxError:
            root = None
        fatal = [error for error in parser.error_log if error.level == etree.ErrorLevels.FATAL]
        if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in fatal):
            raise ReadError("ofd-bomb", self.name, what="depth", count=f"{part}: > {DEEPEST}", limit=DEEPEST)
        if root is None or root.getroottree().docinfo.internalDTD is not None:
            raise DamagedError(part)  # OFD knows no document types, and entities would be words from nowhere
        return Parsed(root, not fatal)

    def read(self, part: str) -> bytes:
        """The bytes of one part. `DamagedError` where it is not there or broken."""
        try:
            return self._archive.read(self._parts[part])
        except (KeyError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
            raise DamagedError(part) from None


def _plain(part: str) -> str:
    """A part's name in one form."""
    return part.replace("\\", "/").removeprefix("./").lstrip("/")


def _name_of(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: where the zip does not say that it is UTF-8, `zipfile` takes its bytes for those of a code page."""
    if entry.flag_bits & UTF8_NAME or entry.filename.isascii():
        return entry.filename
    try:
        raw = entry.filename.encode("cp437")
        return raw.decode("utf-8" if _is_utf8(raw) else "gb18030")
    except UnicodeError:
        return entry.filename


def _is_utf8(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True  # UTF-16 by its mark, which the parser knows
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True

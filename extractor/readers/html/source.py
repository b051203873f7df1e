"""The source of a web page as text: out of its MHTML, decoded, and fit to be parsed.

What a page says of its encoding is not to be trusted (``gb2312`` is GB18030, ``utf-8`` stands in pages that a site keeps in GBK), so the bytes climb
the ladder of plain text: byte order mark, UTF-16, UTF-8, GB18030. The declaration only decides where the bytes leave it open.
"""

from __future__ import annotations

import codecs
import email
import email.policy
import re
from email.message import EmailMessage
from typing import NamedTuple

from extractor.model.errors import ReadError
from extractor.model.limits import bound, limit
from extractor.readers.text.reader import decoded

MHTML = re.compile(rb"\s*(?:[\w-]+:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n)*?(?:MIME-Version|Content-Type):", re.IGNORECASE)
BOUNDARY = re.compile(rb";\s{0,20}(?:\([^()]{0,100}\)\s{0,20})?boundary[\d*\s]{0,20}=", re.IGNORECASE)
"""A parameter of a header that parts a message, in capitals or continued, too."""
PAGE_TYPES = ("text/html", "application/xhtml+xml")
DECLARED = re.compile(
    rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE
)
BIG5 = ("big5", "big5hkscs", "cp950")
GB = ("gb2312", "gbk", "gb18030", "hz")
HEAD = 4096
"""Bytes in which a page declares its encoding."""
LOST, FEW = 100, 2
"""One character in so many outside ASCII may be lost, and a few in any page: a description cut off inside a character, a counter of another site."""

TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*)")
LONG_TAG, VALUE = re.compile(r"<[a-zA-Z][^<>]{9999,}"), re.compile(r"""=\s*(?:"[^"]*"|'[^']*')""")
"""A tag that may have many attributes, and a value that is none."""
FORMATTING = frozenset(re.findall(r"\w+", "a b big code em font i nobr s small strike strong tt u"))
UNCLOSED = frozenset(
    re.findall(
        r"\w+",
        "area base body br col colgroup dd dt embed frame head hr html img input li link meta optgroup option p param rp rt"
        " source tbody td tfoot th thead tr track wbr",
    )
)
"""Elements that have no end or may leave it out."""


class Source(NamedTuple):
    """text: of the page. encoding: as decoded. lossy: characters were lost in decoding. frames: the other pages of an MHTML by their address."""

    text: str
    encoding: str
    lossy: bool
    frames: dict[str, str]


def source_of(name: str, data: bytes) -> Source:
    """The page in ``data``. `ReadError`: ``html-no-page`` (an MHTML without one), ``html-too-large``, ``html-too-deep``, ``mhtml-too-deep``, and
    those of `decoded`.
    """
    if not MHTML.match(data[:65536]):
        text, encoding, lossy = _text(name, data, None)
        return Source(text, encoding, lossy, {})
    bound("html-too-deep", name, "mhtml-boundaries", len(BOUNDARY.findall(data)))
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part for part in message.walk() if isinstance(part, EmailMessage) and part.get_content_type() in PAGE_TYPES]
    except RecursionError:  # messages may hold messages without a boundary between
        raise ReadError("mhtml-too-deep", name) from None
    if not parts:
        raise ReadError("html-no-page", name)
    start = _parameter(message, "start")
    main = next((part for part in parts if start and str(part.get("Content-ID", "")).strip() == start.strip()), parts[0])
    text, encoding, lossy = _text(name, _bytes(part := main), part.get_content_charset())
    frames: dict[str, str] = {}
    for part in parts:
        if part is not main:
            frame = _text(name, _bytes(part), part.get_content_charset())[0]
            addresses = (f"cid:{str(part.get('Content-ID', '')).strip().strip('<>')}", str(part.get("Content-Location", "")).strip())
            frames |= {address: frame for address in addresses if address not in ("", "cid:")}
    return Source(text, encoding, lossy, frames)


def _parameter(message: EmailMessage, name: str) -> str:
    found = message.get_param(name)
    return found if isinstance(found, str) else ""


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(name: str, data: bytes, charset: str | None) -> tuple[str, str, bool]:
    """A page's text, its encoding, and whether characters of it were lost. charset: what the MHTML says of it."""
    bound("html-too-large", name, "html-bytes", len(data), what="bytes")
    text, encoding, lossy = _decoded(name, data, charset)
    _guard(name, text)
    return text.removeprefix("\ufeff"), encoding, lossy


def _decoded(name: str, data: bytes, charset: str | None) -> tuple[str, str, bool]:
    declared = _declared(data, charset)
    if declared in BIG5 and not _decodes(data, "utf-8") and _decodes(data, "big5hkscs"):
        return data.decode("big5hkscs"), "big5", False
    try:
        text, encoding = decoded(name, data)
    except ReadError as refused:
        if refused.code != "text-encoding":
            raise
        encoding = str(refused.params["encoding"])
        text = data.decode(encoding, errors="replace")
        lost = text.count("\ufffd")
        if lost > FEW and lost * LOST > sum(not char.isascii() for char in text):
            raise
        return text, encoding, True
    # A few Chinese characters in GBK may be sound UTF-8 of letters that no report is written with (U+0080 to U+07FF).
    if encoding == "utf-8" and declared in GB and "\x80" <= max(text, default="") < "\u0800" and _decodes(data, "gb18030"):
        return data.decode("gb18030"), "gb18030", False
    return text, encoding, False


def _declared(data: bytes, charset: str | None) -> str:
    """Python's name of the encoding that the MHTML or the page declares; empty where none is known."""
    found = DECLARED.search(data[:HEAD])
    given = charset or (b"" if found is None else found[1] or found[2]).decode("ascii")
    try:
        return codecs.lookup(given).name if given else ""
    except (LookupError, ValueError):  # the name may hold what no name holds
        return ""


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _guard(name: str, text: str) -> None:
    """Refuses what would take the parser too much time or memory."""
    tags = text.count("<")
    bound("html-too-large", name, "html-characters", len(text), what="characters")
    bound("html-too-large", name, "html-tags", tags, what="tags")
    for tag in LONG_TAG.findall(text):
        bound("html-too-large", name, "html-attributes", len(VALUE.sub("", tag).split()), what="attributes")
    if tags <= limit("html-depth") // 10:
        return
    depth = deepest = open_now = reopened = 0
    for closing, tag in TAG.findall(text):
        lower = tag.lower()
        if lower in UNCLOSED:
            continue
        step = -1 if closing else 1
        depth = max(0, depth + step)
        deepest = max(deepest, depth)
        if lower in FORMATTING:
            open_now = max(0, open_now + step)
            reopened = max(reopened, open_now)
    bound("html-too-deep", name, "html-depth", deepest)
    bound("html-too-large", name, "html-reopened", reopened * tags, what="formatting")

"""What one file may cost, by name: the one place where the figures stand. docs/limits.md says of each what it is for; a test holds the two together.

A command raises (or lowers) limits for its process with `adjust` before it reads; workers get them with their start. A limit bounds what is read and
never what comes out of what was read, but for those in `SHAPING`, which results therefore name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.model.errors import ReadError, UsageError

MIB = 2**20


class Limit(NamedTuple):
    """A limit. name: as ``--limit NAME=VALUE`` has it. value: the usual one. errors: the codes of the errors that it ends in; one with a slash is the
    rule of a finding.
    """

    name: str
    value: int
    errors: tuple[str, ...]


LIMITS = (
    # every file
    Limit("seconds", 600, ("time-limit",)),
    Limit("megabytes", 2048, ("memory-limit",)),
    Limit("file-bytes", 512 * MIB, ("file-too-large",)),
    Limit("output-bytes", 1024 * MIB, ("output-limit",)),
    Limit("pattern-seconds", 2, ("pattern-timeout",)),
    Limit("conversion-seconds", 120, ("conversion-timeout",)),
    # archives
    Limit("archive-members", 10_000, ("archive-bomb",)),
    Limit("archive-bytes", 1024 * MIB, ("archive-bomb",)),
    Limit("archive-member-bytes", 256 * MIB, ("archive-member-too-large",)),
    Limit("archive-ratio", 250, ("archive-member-bomb", "archive-bomb")),
    Limit("archive-ratio-from", 32 * MIB, ("archive-member-bomb", "archive-bomb")),
    Limit("archive-depth", 2, ("archive-nested",)),
    Limit("archive-xz-bytes", 128 * MIB, ("archive-memory",)),
    # PDF, pictures and scans
    Limit("pdf-pages", 20_000, ("pdf-too-many-pages",)),
    Limit("pdf-drawings", 1_000_000, ("pdf-endless",)),
    Limit("picture-pixels", 100_000_000, ("image-too-large",)),
    Limit("picture-frames", 2000, ("image-too-many-pages",)),
    Limit("scan-pixels", 100_000_000, ("coverage/page",)),
    # Word, OpenDocument and RTF
    Limit("docx-parts", 10_000, ("docx-bomb",)),
    Limit("docx-bytes", 512 * MIB, ("docx-bomb", "doc-bomb")),
    Limit("docx-xml-bytes", 64 * MIB, ("docx-bomb", "doc-bomb")),
    Limit("docx-part-bytes", 32 * MIB, ("docx-bomb",)),
    Limit("docx-ratio", 250, ("docx-bomb",)),
    Limit("docx-ratio-from", 4 * MIB, ("docx-bomb",)),
    Limit("doc-bytes", 256 * MIB, ("doc-bomb",)),
    Limit("doc-characters", 8 * MIB, ("doc-bomb",)),
    # workbooks
    Limit("xlsx-parts", 10_000, ("xlsx-bomb",)),
    Limit("xlsx-bytes", 512 * MIB, ("xlsx-bomb",)),
    Limit("xlsx-xml-bytes", 256 * MIB, ("xlsx-bomb",)),
    Limit("xlsx-part-bytes", 256 * MIB, ("xlsx-bomb",)),
    Limit("xlsx-ratio", 250, ("xlsx-bomb",)),
    Limit("xlsx-ratio-from", 4 * MIB, ("xlsx-bomb",)),
    Limit("xlsx-sheets", 500, ("xlsx-too-large",)),
    Limit("xlsx-strings", 1_000_000, ("xlsx-too-large",)),
    Limit("xlsx-merges", 100_000, ("xlsx-too-large",)),
    Limit("xlsx-cells", 500_000, ("xlsx-too-large",)),
    Limit("xlsx-grid", 2_000_000, ("xlsx-too-large",)),
    # OFD
    Limit("ofd-pages", 20_000, ("ofd-too-many-pages",)),
    Limit("ofd-parts", 50_000, ("ofd-bomb",)),
    Limit("ofd-bytes", 512 * MIB, ("ofd-bomb",)),
    Limit("ofd-xml-bytes", 256 * MIB, ("ofd-bomb",)),
    Limit("ofd-part-bytes", 32 * MIB, ("ofd-bomb",)),
    Limit("ofd-ratio", 250, ("ofd-bomb",)),
    Limit("ofd-ratio-from", 4 * MIB, ("ofd-bomb",)),
    Limit("ofd-block-depth", 32, ("ofd-bomb",)),
    Limit("ofd-page-objects", 1_000_000, ("ofd-bomb",)),
    Limit("ofd-page-characters", 2_000_000, ("ofd-bomb",)),
    Limit("ofd-characters", 20_000_000, ("ofd-bomb",)),
    # web pages
    Limit("html-bytes", 256 * MIB, ("html-too-large",)),
    Limit("html-characters", 64 * MIB, ("html-too-large",)),
    Limit("html-tags", 500_000, ("html-too-large",)),
    Limit("html-depth", 20_000, ("html-too-deep",)),
    Limit("html-reopened", 20_000_000, ("html-too-large",)),
    Limit("html-cells", 2_000_000, ("html-too-large",)),
    Limit("html-attributes", 10_000, ("html-too-large",)),
    Limit("mhtml-boundaries", 100, ("html-too-deep",)),
)
DEFAULTS: Mapping[str, int] = {one.name: one.value for one in LIMITS}
SHAPING = frozenset({"scan-pixels"})
"""Limits that change what a report says in place of ending it."""

IN_FORCE = dict(DEFAULTS)
"""The limits as they hold in this process; `adjust` changes them."""


def limit(name: str) -> int:
    """The limit of that name as it holds in this process."""
    return IN_FORCE[name]


def adjust(values: Mapping[str, int]) -> None:
    """Let these limits hold in this process, and the usual ones for all others. Raises `UsageError` ``limit-unknown``, ``limit-value``."""
    for name, value in values.items():
        if name not in DEFAULTS:
            raise UsageError("limit-unknown", name, known=sorted(DEFAULTS))
        if value < 1:
            raise UsageError("limit-value", f"{name}={value}")
    IN_FORCE.update({**DEFAULTS, **values})


def shaping() -> dict[str, int]:
    """The limits that results made now depend on, where they are not the usual ones."""
    return {name: IN_FORCE[name] for name in sorted(SHAPING) if IN_FORCE[name] != DEFAULTS[name]}


def bound(code: str, place: str, name: str, count: int, **params: object) -> None:
    """Raises `ReadError` with this code where a count is beyond the limit ``name``."""
    if count > limit(name):
        raise beyond(code, place, name, count=count, **params)


def beyond(code: str, place: str, name: str, **params: object) -> ReadError:
    """The error that says that something is beyond a limit, and which."""
    return ReadError(code, place, **params, limit=limit(name), limit_name=name)

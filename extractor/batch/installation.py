"""What a report depends on besides its source: packs and versions, so that the machines of a cluster can be held against each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from extractor import __version__
from extractor.language.packs import builtin_directory, sources
from extractor.readers import office

UNLIKE = frozenset({"dataset", "dev", "ray", "spacy"})
"""Extras that no report depends on."""
ABSENT = "—"
_REQUIRED = re.compile(r"""([\w.-]+)[^;]*(?:;.*extra == ['"]([\w-]+)['"])?""")


def packed(directories: Sequence[Path]) -> tuple[dict[str, bytes], ...]:
    """The user's packs as they travel: of each folder the names and contents of its files."""
    layers: list[dict[str, bytes]] = [{} for _ in directories]
    for one in sources([builtin_directory(), *directories]):
        if one.layer:
            layers[one.layer - 1][one.name] = one.content
    return tuple(layers)


def versions() -> dict[str, str]:
    """What reports depend on besides packs: this package and the libraries that read, as installed here."""
    found = {"gouji": __version__, "libreoffice": office.installed_version() or ABSENT}
    with suppress(PackageNotFoundError):
        for line in requires("gouji") or ():
            said = _REQUIRED.match(line)
            if said and said[2] not in UNLIKE:
                found[said[1]] = _version(said[1])
    return found


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return ABSENT


def differences(here: dict[str, str], there: dict[str, str]) -> list[tuple[str, str, str]]:
    """The names whose values differ, with both."""
    names = sorted(here.keys() | there.keys())
    return [(name, here.get(name, ABSENT), there.get(name, ABSENT)) for name in names if here.get(name, ABSENT) != there.get(name, ABSENT)]

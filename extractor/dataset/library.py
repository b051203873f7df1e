"""Libraries that only some commands need, imported when they do."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from extractor.model.errors import UsageError

EXTRAS = {
    "pyarrow": "gouji[dataset]",
    "rensa": "gouji[dataset]",
    "spacy": "gouji[spacy]",
    "jieba": "gouji[spacy]",
    "ray": "gouji[ray]",
    "fsspec": "gouji[ray]",
    "fastapi": "gouji[serve]",
    "uvicorn": "gouji[serve]",
}


def require(module: str) -> Any:
    """A module of a library, or one of our own that rests on it. Raises `UsageError` ``library-missing`` with the extra that brings it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        library = (missing.name or module).split(".")[0]
        if library not in EXTRAS:
            raise
        raise UsageError("library-missing", library, extra=EXTRAS[library]) from missing

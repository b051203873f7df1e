"""Libraries of the extra ``gouji[dataset]``, imported when they are needed."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from extractor.model.errors import UsageError

EXTRAS = {"pyarrow": "gouji[dataset]", "rensa": "gouji[dataset]", "spacy": "gouji[spacy]"}


def require(module: str) -> Any:
    """A module of a library. Raises `UsageError` ``library-missing`` with the extra that brings it."""
    library = module.split(".")[0]
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        raise UsageError("library-missing", library, extra=EXTRAS[library]) from missing

"""Many reports as data: tables (`frames`), Parquet and search (`build`), and spaCy documents. Libraries are imported where they are used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.dataset.building import build, frames
    from extractor.dataset.spacy_components import document, gouji_nlp, to_docbin

__all__ = ["build", "document", "frames", "gouji_nlp", "to_docbin"]

_HOMES = {
    "build": "building",
    "frames": "building",
    "document": "spacy_components",
    "gouji_nlp": "spacy_components",
    "to_docbin": "spacy_components",
}


def __getattr__(name: str) -> Any:
    """A public name from its module, which is imported when the name is first asked for: spaCy alone takes a second."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)

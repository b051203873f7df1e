"""Gouji (勾稽) reads official self-assessment reports and checks that their figures agree.

``extract(path)`` gives the `Report` of one file, ``check(report)`` its `Verification` (with other pattern packs, if you like),
``batch(paths)`` the results of many files, read in worker processes. docs/tutorial.md shows them at work. Nothing is imported before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.batch.api import batch as batch
    from extractor.pipeline import check as check
    from extractor.pipeline import extract as extract

__version__ = "0.1.0"
__all__ = ["__version__", "batch", "check", "extract"]


def __getattr__(name: str) -> object:
    """The functions above, each from its room when it is first asked for."""
    if name == "batch":
        return import_module("extractor.batch")
    if name in ("check", "extract"):
        return getattr(import_module("extractor.pipeline"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

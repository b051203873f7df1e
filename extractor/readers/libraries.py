"""The versions of the libraries that readers rest on."""

from __future__ import annotations

from functools import lru_cache


@lru_cache
def version(name: str) -> str:
    """The version of an installed distribution; `importlib.metadata.PackageNotFoundError` where there is none. Its metadata are read once."""
    import importlib.metadata  # noqa: PLC0415 - a few hundredths of a second that a text file need not wait for

    return importlib.metadata.version(name)

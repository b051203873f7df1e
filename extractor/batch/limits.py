"""What one file of a batch may take; in a module of its own, for the help names it and must not wait for the rest."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS = 600
"""By the wall clock: a scan of a hundred pages needs some minutes."""
MEGABYTES = 2048
"""Resident in its worker and whatever that started."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use. seconds: by the wall clock. memory: bytes resident in its worker, its child processes included."""

    seconds: float = SECONDS
    memory: int = MEGABYTES * 1024**2

"""What one task in the cage may use; in a module of its own, for the help names it and must not wait for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, Self

from extractor.model.errors import GoujiError
from extractor.model.limits import DEFAULTS, LIMITS

SECONDS, MEGABYTES = DEFAULTS["seconds"], DEFAULTS["megabytes"]
WHOLE = frozenset({"letter-no-list", "letter-placeholder", "letter-template", "output", "profile-unknown"})
"""Failures that are none of one input, whichever they come up with: nothing can be written, what was asked for does not exist."""
CODES = {one.name: one.errors[0] for one in LIMITS}


class Failure(NamedTuple):
    """Why a task has no result: an error's code and parameters, worded under ``error.<code>`` in the packs."""

    code: str
    params: dict[str, object]


def failure_of(error: GoujiError) -> Failure:
    """An error as the failure of a task."""
    return Failure(error.code, {**error.params, "place": error.place})


def error_of(failure: Failure, shown: str) -> GoujiError:
    """A failure as an error of the input that is ``shown`` so. Raises it where it is none of one input but of the whole call."""
    params = {name: value for name, value in failure.params.items() if name != "place"}
    if failure.code in WHOLE or (failure.code.startswith("pattern-") and failure.code != "pattern-timeout"):
        raise GoujiError(failure.code, str(failure.params["place"]), **params)
    return GoujiError(failure.code, shown, **params)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one task may use. seconds: by the wall clock. memory: bytes resident in its worker, its child processes included.

    raised: further limits by their names in `extractor.model.limits`, where they are not the usual ones.
    """

    seconds: float = SECONDS
    memory: int = MEGABYTES * 1024**2
    raised: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def adjusted(cls, given: Mapping[str, int]) -> Self:
        """Limits where ``given`` says, by their names, what is not as usual."""
        seconds, megabytes = (given.get(name, DEFAULTS[name]) for name in ("seconds", "megabytes"))
        return cls(seconds, megabytes * 1024**2, dict(given))

    def of(self, name: str) -> int:
        """A further limit by its name."""
        return self.raised.get(name, DEFAULTS[name])

    def failure(self, name: str, **params: object) -> Failure:
        """What says that a task is beyond a limit."""
        held: dict[str, object] = {"limit": self.of(name)}
        if name == "seconds":
            held = {"seconds": f"{self.seconds:g}"}
        elif name == "megabytes":
            held = {"megabytes": self.memory // 1024**2}
        return Failure(CODES[name], {**params, **held, "limit_name": name})

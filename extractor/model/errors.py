"""The small family of errors that Gouji raises; each says what was wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable


class GoujiError(Exception):
    """Base of every error that is meant for the user.

    ``code`` names the kind of error (stable, for programs), ``place`` the file or entry concerned, ``params`` the values that the localised message
    needs. The wording lives in ``patterns/messages.toml`` under ``error.<code>``; ``str(error)`` is a plain English fallback for developers.
    """

    def __init__(self, code: str, place: str, **params: object) -> None:
        self.code = code
        self.place = place
        self.params = params
        details = ", ".join(f"{key}={value}" for key, value in sorted(params.items()))
        super().__init__(f"{place}: {code}" + (f" ({details})" if details else ""))

    def __reduce__(self) -> tuple[Callable[..., GoujiError], tuple[object, ...]]:
        """As an error travels from a worker process: by what it was made of, not by its English words."""
        return _again, (type(self), self.code, self.place, self.params)


def unforeseen(error: BaseException) -> str:
    """What is told of an error that nobody foresaw: its kind and the line of Gouji that it came out of. Not its words: they may quote the document."""
    place, step = "", error.__traceback__
    while step is not None:
        module = str(step.tb_frame.f_globals.get("__name__", ""))
        if module.split(".", maxsplit=1)[0] == "extractor":
            place = f" ({module}:{step.tb_lineno})"
        step = step.tb_next
    return type(error).__name__ + place


def _again(kind: type[GoujiError], code: str, place: str, params: dict[str, object]) -> GoujiError:
    return kind(code, place, **params)


class ReadError(GoujiError):
    """An input could not be read: foreign, empty, encrypted, truncated, binary or mojibake."""


class PatternError(GoujiError):
    """A pattern file is wrong; ``place`` is ``file:line`` and ``params['entry']`` the entry's id."""


class PatternTimeoutError(GoujiError):
    """A pattern ran past its time limit on this document; ``place`` is the pattern's id."""


class UsageError(GoujiError):
    """The command line or an API call asks for something that does not exist."""

"""Decisions: what a person holds of each finding, kept as JSON beside the result, never inside it.

A file of decisions names the document (SHA-256 of its bytes) and the result (SHA-256 of its JSON) that it was made on. The next run of the same
document may give another result, since patterns and engine move on: a decision still holds for the finding of the same id.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from extractor.model.errors import GoujiError
from extractor.model.report import Report

SCHEMA = "gouji.decisions/1"
LARGEST = 32 * 1024 * 1024
"""Bytes of a file of decisions; no person writes more."""


class State(StrEnum):
    """What was decided. `NOTED`: nothing yet, but there is a comment."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    CORRECTED = "corrected"
    NOTED = "noted"


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. finding: id of the finding; rule: its rule, for whoever reads the file alone. reason: why it was rejected. value: the right figure, of
    one that was corrected. by, at: who and when (ISO 8601), as the person and their clock say.
    """

    finding: str
    state: State
    rule: str = ""
    reason: str = ""
    comment: str = ""
    value: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Decisions:
    """All decisions on a document. document: SHA-256 of its bytes. result: SHA-256 of the report JSON that they were made on."""

    document: str
    result: str
    name: str
    decisions: tuple[Decision, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """Decisions held against a result. held: by id of a finding that the result has; gone: of findings that it has no more. same: made on this very result."""

    held: dict[str, Decision]
    gone: tuple[Decision, ...]
    same: bool


def beside(result: Path) -> Path:
    """Where the decisions on a result are kept: ``a.json`` has ``a.decisions.json``."""
    return result.with_name(f"{result.name.removesuffix('.json')}.decisions.json")


def is_decisions(path: Path) -> bool:
    """Whether a file is one of decisions, by its name."""
    return path.name.endswith(".decisions.json")


def load(path: Path) -> Decisions:
    """The decisions in a file. Raises `GoujiError`: ``decisions-missing``, ``decisions-damaged`` (``reason`` says what is wrong in it)."""
    try:
        if path.stat().st_size > LARGEST:
            raise GoujiError("decisions-damaged", str(path), reason=f"> {LARGEST} bytes")
        content = path.read_bytes()
    except OSError as error:
        raise GoujiError("decisions-missing", str(path), reason=error.strerror or type(error).__name__) from error
    return parse(content, str(path))


def parse(content: bytes, place: str) -> Decisions:
    """The decisions in the content of a file that errors call ``place``. Raises `GoujiError` ``decisions-damaged``."""
    try:
        found: Any = json.loads(content.decode("utf-8-sig"))
        if not isinstance(found, dict) or found.get("schema") != SCHEMA:
            raise ValueError(f"schema: {SCHEMA}")
        made = tuple(_decision(one) for one in found["decisions"])
        return Decisions(_text(found, "document"), _text(found, "result"), _text(found, "name", ""), made)
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise GoujiError("decisions-damaged", place, reason=str(error) or type(error).__name__) from error


def _decision(found: Any) -> Decision:
    if not isinstance(found, dict):
        raise ValueError("decisions: [{…}]")
    made = Decision(
        _text(found, "finding"),
        State(_text(found, "state")),
        **{name: _text(found, name, "") for name in ("rule", "reason", "comment", "value", "by", "at")},
    )
    if made.state is State.REJECTED and not made.reason.strip():
        raise ValueError(f"{made.finding}: rejected without a reason")
    return made


def _text(found: dict[str, Any], name: str, missing: str | None = None) -> str:
    value = found.get(name, missing)
    if not isinstance(value, str):
        raise ValueError(f"{name}: a text is needed")
    return value


def bind(decisions: Decisions, document: str, result: str, findings: Iterable[str]) -> Bound:
    """Hold decisions against a result of the same document, by the ids of its findings; of two on one finding the later in the file counts.

    Raises `GoujiError` ``decisions-other-document``: they were made on another document.
    """
    if decisions.document != document:
        raise GoujiError("decisions-other-document", decisions.name, made_on=decisions.document[:12], document=document[:12])
    known = set(findings)
    held = {one.finding: one for one in decisions.decisions if one.finding in known}
    gone = tuple(one for one in decisions.decisions if one.finding not in known)
    return Bound(held, gone, decisions.result == result)


def recalled(result: Path, report: Report, content: bytes) -> Bound | GoujiError | None:
    """What was decided before on the document of ``report``, from the file beside its result; the error where that file is of no use, None where there is none.

    content: the JSON of the report as it will stand at ``result``.
    """
    kept = beside(result)
    if not kept.exists():
        return None
    try:
        digest = hashlib.sha256(content).hexdigest()
        return bind(load(kept), report.reading.sha256, digest, [finding.id for finding in report.verification.findings])
    except GoujiError as error:
        return error


def to_object(decision: Decision) -> dict[str, str]:
    """A decision as its JSON has it."""
    return {
        "finding": decision.finding,
        "rule": decision.rule,
        "state": decision.state.value,
        "reason": decision.reason,
        "comment": decision.comment,
        "value": decision.value,
        "by": decision.by,
        "at": decision.at,
    }


def to_json(decisions: Decisions) -> bytes:
    """The file's content: UTF-8, a line break at the end."""
    whole = {
        "schema": SCHEMA,
        "name": decisions.name,
        "document": decisions.document,
        "result": decisions.result,
        "decisions": [to_object(one) for one in decisions.decisions],
    }
    return (json.dumps(whole, ensure_ascii=False, indent=1) + "\n").encode("utf-8")

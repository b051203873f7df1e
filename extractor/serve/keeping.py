"""Decisions that come in from pages, kept in the file beside the result. Of two on one finding the one that comes later counts; nothing else is touched."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from extractor.emitters.files import write_whole
from extractor.model.errors import GoujiError
from extractor.review import decisions
from extractor.review.decisions import Bound, Decision, Decisions, State

WITHDRAWN = "withdrawn"
LONGEST = 20_000
"""Characters of one field; nobody writes more about one finding."""
FIELDS = ("finding", "rule", "state", "reason", "comment", "value", "by", "at")


def bound(result: Path, document: str, digest: str, findings: Collection[str]) -> Bound | None:
    """What was decided on a result; None where nothing was. Raises `GoujiError`: the file is damaged, or of another document."""
    kept = decisions.beside(result)
    return decisions.bind(decisions.load(kept), document, digest, findings) if kept.exists() else None


def keep(result: Path, name: str, document: str, digest: str, findings: Collection[str], changes: Sequence[Any]) -> Bound | None:
    """Take changes over into the file beside ``result``. name: of the document; document: its hash; digest: of the result that it has now.

    changes: decisions as their JSON has them; ``state`` may also be ``withdrawn``. Raises `GoujiError` ``decisions-damaged`` (a change is none, or of no
    finding of this result; the file that is there can't be read: it is left as it is), ``decisions-other-document``; `OSError`.
    """
    place = decisions.beside(result)
    made = _changes(changes, document, digest, name)
    withdrawn = {str(one["finding"]) for one in changes if one.get("state") == WITHDRAWN}
    unknown = ({one.finding for one in made} | withdrawn) - set(findings)
    if unknown:
        raise GoujiError("decisions-damaged", name, reason=f"finding: {min(unknown)[:40]}")
    before: dict[str, Decision] = {}
    if place.exists():
        there = decisions.load(place)
        decisions.bind(there, document, digest, findings)
        before = {one.finding: one for one in there.decisions}
    for one in made:
        before[one.finding] = one
    for finding in withdrawn - {one.finding for one in made}:
        before.pop(finding, None)
    write_whole(place, decisions.to_json(Decisions(document, digest, name, tuple(before.values()))))
    return bound(result, document, digest, findings)


def _changes(changes: Sequence[Any], document: str, digest: str, name: str) -> tuple[Decision, ...]:
    """The decisions among the changes, held to the same form as those of a file."""
    for one in changes:
        if (
            not isinstance(one, dict)
            or not one.get("finding")
            or any(not isinstance(one.get(field, ""), str) or len(one.get(field, "")) > LONGEST for field in FIELDS)
        ):
            raise GoujiError("decisions-damaged", name, reason=f"≤ {LONGEST}: {', '.join(FIELDS)}")
    listed = [{field: one.get(field, "") for field in FIELDS} for one in changes if one.get("state") != WITHDRAWN]
    whole = {"schema": decisions.SCHEMA, "document": document, "result": digest, "name": name, "decisions": listed}
    return decisions.parse(json.dumps(whole).encode("ascii"), name).decisions


def settled(held: Bound | None) -> int:
    """How many findings are decided; a comment decides nothing."""
    return 0 if held is None else sum(one.state is not State.NOTED for one in held.held.values())

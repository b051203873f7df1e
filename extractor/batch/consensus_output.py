"""consensus.json and consensus.csv: what the reports of a batch agree on for each notice, and who deviates from it (``gouji batch --consensus``).

The reports themselves stay as they are: each depends on its content and the engine alone, what a batch agrees on depends on all of its reports.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.batch.findings_csv import FindingsCsv
from extractor.batch.outcome import Outcome
from extractor.batch.outputs import Report, Surroundings, load
from extractor.compare.consensus import Gathering, Group, findings_of
from extractor.emitters.encoding import encode
from extractor.emitters.wording import Wording
from extractor.model.rubric import Item

SCHEMA = "gouji.consensus/1"


class Consensus:
    """Writes consensus.json, and counts each deviation among the findings of the batch. groups: known when it is closed."""

    name = "consensus.json"

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.paths: dict[str, Path] = {}

    def open(self, at: Surroundings) -> None:
        self._at = at
        self._gathering = Gathering(at.wording.patterns)

    def add(self, report: Report, path: Path, shown: str) -> None:
        self.paths[shown] = path
        self._gathering.add(shown, report)

    def close(self, outcome: Outcome) -> None:
        self.groups = self._gathering.groups()
        composed = []
        for group in self.groups:
            findings = {shown: self.findings(group, shown) for shown in group.deviations}
            outcome.findings.update(one["severity"] for ones in findings.values() for one in ones)
            composed.append(_group_object(group, findings))
        content = encode({"schema": SCHEMA, "groups": composed}) + "\n"
        (self._at.scratch / self.name).write_bytes(content.encode("utf-8"))

    def findings(self, group: Group, shown: str) -> list[dict[str, Any]]:
        """The deviations of a report as findings with their messages."""
        found = findings_of(group.deviations[shown], load(self.paths[shown]), group.notice)
        return [{**one, "message": self._message(one["rule"], one["params"])} for one in found]

    def _message(self, rule: str, params: dict[str, Any]) -> str:
        entry = f"{rule}/{params['variant']}"
        return self._at.wording.say(entry, **params)


class ConsensusCsv(FindingsCsv):
    """A row a deviation, with the columns of findings.csv. It is closed after the `Consensus` that it tells of."""

    name = "consensus.csv"

    def __init__(self, of: Consensus) -> None:
        self._of = of

    def add(self, report: Report, path: Path, shown: str) -> None:
        """Nothing can be told before all reports are known."""

    def close(self, outcome: Outcome) -> None:
        for group in self._of.groups:
            for shown in sorted(group.deviations):
                path = self._of.paths[shown]
                super().add({**load(path), "findings": self._of.findings(group, shown)}, path, shown)
        super().close(outcome)


def consensus_outputs() -> tuple[Consensus, ConsensusCsv]:
    """Both outputs, in the order in which they must be closed."""
    first = Consensus()
    return first, ConsensusCsv(first)


def said(groups: list[Group], wording: Wording) -> list[str]:
    """A line a notice: what was agreed on, or why nothing was."""
    lines = []
    for group in groups:
        counts = {"reports": len(group.reports), "scored": group.scored, "following": group.following, "deviating": len(group.deviations)}
        notice = group.notice.clause or wording.say("consensus.no-notice")
        id = f"consensus.{group.refused}" if group.refused else "consensus.agreed"
        lines.append(wording.say(id, notice=notice, items=len(group.support), apart=len(group.apart), **counts))
    return lines


def _group_object(group: Group, findings: dict[str, list[dict[str, Any]]]) -> dict[str, Any]:
    support = iter(group.support)

    def item_object(item: Item) -> dict[str, Any]:
        own = next(support)
        return {
            "title": item.title,
            "max": item.max,
            "kind": item.kind,
            "reports": own.present,
            "with_max": own.weight,
            "items": [item_object(child) for child in item.children],
        }

    return {
        "notice": group.notice._asdict(),
        "reports": group.reports,
        "scored": group.scored,
        "following": group.following,
        "refused": group.refused,
        "items": [item_object(item) for item in group.items],
        "deviations": [{"report": shown, "findings": ones} for shown, ones in sorted(findings.items())],
        "apart": group.apart,
        "unscored": group.unscored,
    }

"""A difference for programs (``gouji.diff/1``) and for a reader, in Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractor.compare.alignment import ReportObject, SectionObject, rows, walk
from extractor.compare.diff import Difference, ItemPair, ScoreChange
from extractor.compare.diff_findings import FindingChange, State
from extractor.compare.diff_text import Change, TextChange
from extractor.emitters.wording import Wording
from extractor.model.outline import place_name

SCHEMA = "gouji.diff/1"
SHOWN = 3
"""Passages of a section that a reader is shown."""
QUOTE = 60
"""Characters of each of them."""


def diff_object(old: ReportObject, new: ReportObject, found: Difference) -> dict[str, Any]:
    """The difference as nested dicts and lists; findings as the reports have them, and ``scores`` is what ``by`` counts in."""
    return {
        "schema": SCHEMA,
        "old": _source(old),
        "new": _source(new),
        "years": None if found.years is None else list(found.years),
        "same_engine": found.same_engine,
        "items": [{"old": _item(pair.old), "new": _item(pair.new)} for pair in found.items if pair.scored],
        "scores": [one._asdict() for one in found.scores],
        "findings": [one._asdict() for one in found.findings],
        "text": None
        if found.text is None
        else [{**one._asdict(), "passages": [list(pair) for pair in one.passages]} for one in found.text],
        "document": [one._asdict() for one in found.elements],
    }


def _source(report: ReportObject) -> dict[str, Any]:
    return {"name": report["source"]["name"], "sha256": report["source"]["sha256"]}


def _item(section: SectionObject | None) -> dict[str, Any] | None:
    return None if section is None else {name: section[name] for name in ("id", "label", "title", "score")}


def diff_view(old: ReportObject, new: ReportObject, found: Difference, wording: Wording) -> str:
    """The difference said to a reader; no line break at the end."""
    return "\n".join(_View(old, new, found, wording).lines())


class _View:
    def __init__(self, old: ReportObject, new: ReportObject, found: Difference, wording: Wording) -> None:
        self._old, self._new, self._found, self._wording, self._say = old, new, found, wording, wording.say
        self._sections = [{one["id"]: one for one in (*walk(report["sections"]), *walk(rows(report)))} for report in (old, new)]

    def lines(self) -> Iterator[str]:
        found = self._found
        yield self._say("diff.head", old=self._old["source"]["name"], new=self._new["source"]["name"])
        if self._old["source"]["sha256"] == self._new["source"]["sha256"]:
            yield "  " + self._say("diff.same-bytes")
        if not found.same_engine:
            yield "  " + self._say("diff.other-engine")
        if found.years is not None:
            yield "  " + self._say("diff.years", old=str(found.years[0]), new=str(found.years[1]))
        yield from self._elements()
        yield from self._scores()
        if found.years is not None:
            yield from self._over_years()
        yield from self._findings()
        yield from self._text()

    def _elements(self) -> Iterator[str]:
        if self._found.elements:
            yield ""
            yield self._say("diff.document", count=len(self._found.elements))
        for one in self._found.elements:
            yield "  " + self._say(
                "diff.changed", what=self._say(f"diff.element.{one.field}"), old=self._told(one.old), new=self._told(one.new)
            )

    def _told(self, value: Any) -> str:
        if isinstance(value, dict):
            value = value.get("text", value.get("year"))
        return self._wording.value(value or None)

    def _scores(self) -> Iterator[str]:
        yield ""
        yield self._say("diff.scores", count=len(self._found.scores)) if self._found.scores else self._say("diff.no-scores")
        yield from ("  " + self._score(one) for one in self._found.scores)

    def _score(self, one: ScoreChange) -> str:
        name, _, part = one.field.partition(" ")
        what = self._say(f"diff.field.{name}", part=part).strip()
        place = self._place(one.old_section, one.new_section)
        moved = (one.old_section is None) != (one.new_section is None)
        id = "diff.changed" if not moved else "diff.appeared" if one.old_section is None else "diff.vanished"
        return self._say(id, what=self._say("diff.of", section=place, what=what), old=one.old, new=one.new)

    def _place(self, old: str | None, new: str | None) -> str:
        """A section as the new report has it, with the old label where that is another."""
        if old is None and new is None:
            return self._say("view.whole")
        here, there = self._sections[1].get(new or ""), self._sections[0].get(old or "")
        section = here or there
        assert section is not None
        name = self._labelled(self._sections[1] if here else self._sections[0], section)
        if here is None or there is None:
            return name
        before = self._labelled(self._sections[0], there)
        return name if before == name else self._say("diff.formerly", new=name, old=before)

    def _labelled(self, sections: dict[str, SectionObject], section: SectionObject) -> str:
        if "funds" in section:  # an item of a score table
            return self._say("diff.row", table=section["id"].partition(".")[0][1:], title=section["title"])
        steps = section["id"].split(".")
        labels = place_name([sections[".".join(steps[: depth + 1])]["label"] for depth in range(len(steps))])
        return self._say("view.section", label=labels, title=section["title"])

    def _over_years(self) -> Iterator[str]:
        pairs = [pair for pair in self._found.items if pair.scored]
        yield ""
        yield self._say("diff.items", count=len(pairs))
        yield from ("  " + self._year_line(pair) for pair in pairs)

    def _year_line(self, pair: ItemPair) -> str:
        ids = [None if one is None else str(one["id"]) for one in pair]
        figures = [self._figures(one) for one in pair]
        return self._say("diff.changed", what=self._place(ids[0], ids[1]), old=figures[0], new=figures[1])

    def _figures(self, section: SectionObject | None) -> str:
        if section is None:
            return self._wording.value(None)
        score = section["score"]
        return self._say("diff.figures", own=self._wording.value(score["self"]), most=self._wording.value(score["max"]))

    def _findings(self) -> Iterator[str]:
        by_state = {state: [one for one in self._found.findings if one.state is state] for state in State}
        yield ""
        yield self._say("diff.findings", **{str(state): len(ones) for state, ones in by_state.items()})
        for state, ones in by_state.items():
            if ones:
                yield ""
                yield self._say(f"diff.state.{state}", count=len(ones))
                for one in ones:
                    yield from self._finding(one)

    def _finding(self, one: FindingChange) -> Iterator[str]:
        shown = one.new or one.old
        assert shown is not None
        severity = self._say(f"severity.{shown['severity']}")
        sections = self._sections[1 if one.new else 0]
        place = self._say("view.whole") if shown["section"] is None else self._labelled(sections, sections[shown["section"]])
        yield "  " + self._say("diff.finding", severity=severity, rule=self._wording.rule(shown["rule"]), id=shown["rule"], place=place)
        for id, finding in (("diff.said-old", one.old), ("diff.said-new", one.new)):
            if finding is not None and not (one.state is State.OPEN and id == "diff.said-old"):
                yield "    " + self._say(id, message=self._message(finding))
        for index in one.by:
            yield "    " + self._say("diff.by", change=self._score(self._found.scores[index]))

    def _message(self, finding: Any) -> str:
        """The finding in the reader's language, whatever language its report was made in."""
        variant = finding["params"].get("variant")
        id = finding["rule"] if variant is None else f"{finding['rule']}/{variant}"
        params = {
            name: Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value
            for name, value in finding["params"].items()
        }
        return self._say(id, **params)

    def _text(self) -> Iterator[str]:
        if self._found.text is None:
            if self._found.years is None:
                yield ""
                yield self._say("diff.no-text")
            return
        for change in Change:
            ones = [one for one in self._found.text if one.change is change]
            if ones:
                yield ""
                yield self._say(f"diff.change.{change}", count=len(ones))
                for one in ones:
                    yield "  " + (self._say("diff.outside") if one.new_section is None else self._place(one.old_section, one.new_section))
                    yield from self._quotes(one)

    def _quotes(self, one: TextChange) -> Iterator[str]:
        for old, new in one.passages[:SHOWN]:
            yield "    " + self._say("diff.changed-words", **_clipped(old, new))
        if len(one.passages) > SHOWN:
            yield "    " + self._say("diff.more", count=len(one.passages) - SHOWN)


def _clipped(old: str, new: str) -> dict[str, str | None]:
    """Two passages cut to `QUOTE` characters round the place where they begin to differ."""
    same = next((index for index, (one, other) in enumerate(zip(old, new, strict=False)) if one != other), min(len(old), len(new)))
    start = max(0, same - QUOTE // 2) if max(len(old), len(new)) > QUOTE else 0

    def clip(words: str) -> str | None:
        cut = words[start : start + QUOTE]
        return f"{'…' if start else ''}{cut}{'…' if start + QUOTE < len(words) else ''}" if words else None

    return {"old": clip(old), "new": clip(new)}

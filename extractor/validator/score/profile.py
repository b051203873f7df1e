"""score/profile: the report against the rubric that it must follow, named by the user or found as the best match."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from extractor.language.patterns import Entry, Patterns
from extractor.language.rubrics import rubric, rubrics
from extractor.language.titles import Titles
from extractor.model.facts import Facts, Score, ScoreItem
from extractor.model.outline import DocumentInfo, Kind, Outline, Section, place_name
from extractor.model.report import Operand, Verdict
from extractor.model.rubric import Item, Profile, Rubric
from extractor.validator.application import Application, examined
from extractor.validator.matter import Matter
from extractor.validator.score.deviations import DEVIATIONS, Outcome, Standing, agreement, compared

RULE = "score/profile"
CLEAR = Decimal("0.75")
"""The share of items that must agree before a rubric is taken for the report's without being named."""
AHEAD = Decimal("0.10")
"""How far it must be ahead of the next best."""
FEWEST = 3
"""Items that must agree: fewer may agree by chance."""
ANOTHER = Decimal("0.25")
"""Below this share the report follows another rubric than the one named: said once, not item by item."""
_UNSTATED = Score()
_FAILS = {Standing.WEIGHT: "weight", Standing.MISSING: "missing", Standing.EXTRA: "extra"}
_FOUND = (Standing.SAME, Standing.WEIGHT, Standing.UNSTATED)
_UNDECIDED = {Standing.UNSTATED: "not-stated", Standing.NOT_ITEMISED: "not-itemised"}


@lru_cache(maxsize=4)
def titles_of(patterns: Patterns) -> Titles:
    """The comparison of titles under the packs in force; it keeps what it has folded."""
    return Titles(patterns)


def outlines(outline: Outline, facts: Facts) -> Iterator[tuple[Item, ...]]:
    """The scored items of a report as a rubric sees them, once from its sections and once from each score table that could be read.

    From the sections: those that state a score, those above them, and parts; annexes are left out. A section whose heading states the grand total only gathers
    the others; but an item may be as large as all others together (产出指标 50 beside 10, 30 and 10), so they are given once more with it.
    """
    grand = frozenset(facts.totals.sections)
    for gathering in (grand, frozenset[str]()) if grand else (grand,):
        yield tuple(
            one for section in outline.sections if not section.annex and (one := _item(section, facts.scores, gathering)) is not None
        )
    yield from (_rows(table.items) for table in facts.score_tables if table.items)


def nearest(rubric: Rubric, outline: Outline, facts: Facts, titles: Titles) -> tuple[tuple[Item, ...], list[Outcome]]:
    """The items of the report that most items of the rubric are found in (the sections before any table), and how each stands."""
    held = [(items, compared(rubric.items, items, titles)) for items in outlines(outline, facts)]
    return max(held, key=lambda one: sum(outcome.standing in _FOUND for outcome in one[1]))


def _rows(items: Sequence[ScoreItem]) -> tuple[Item, ...]:
    """The items of a table; one that each of its rows names again is one item."""
    found: list[Item] = []
    for item in items:
        most = item.max
        row = Item(item.title, None if most is None else most.value, item.kind, _rows(item.children), at=most.at if most else item.at)
        last = found[-1] if found else None
        if last is not None and last.title == row.title and last.max is None and row.max is None:
            row = replace(last, children=last.children + row.children)
            found.pop()
        found.append(row)
    return tuple(found)


def _item(section: Section, scores: Mapping[str, Score], grand: frozenset[str]) -> Item | None:
    score = _UNSTATED if section.id in grand else scores.get(section.id, _UNSTATED)
    parts = tuple(Item(part.title, part.max, section.kind, section=section.id, at=part.at) for part in score.parts if part.title)
    below = tuple(one for child in section.children if not child.annex and (one := _item(child, scores, grand)) is not None)
    if not parts and not below and score.max is None and score.self is None and score.max_at is None:
        return None
    return Item(section.title, score.max, section.kind, parts + below, section=section.id, at=score.max_at or section.heading)


def find_profile(outline: Outline, facts: Facts, patterns: Patterns, name: str | None = None) -> Profile | None:
    """The rubric that the report is held against: the one of this ``name``, else the best match, else None.

    A best match needs what points to the rubric (a notice that the report cites, or words of its title, and the year), at least `FEWEST` items that agree,
    a share of `CLEAR`, and to be `AHEAD` of every other; below that there is none. Raises `UsageError` ``profile-unknown``.
    """
    titles = titles_of(patterns)
    if name is not None:
        chosen = rubric(patterns, name)
        return Profile(chosen, True, agreement(nearest(chosen, outline, facts, titles)[1]))
    candidates: list[tuple[Decimal, Rubric]] = []
    for one in rubrics(patterns):
        if not _points_to(one, outline.document, facts):
            continue
        outcomes = nearest(one, outline, facts, titles)[1]
        same = sum(outcome.standing is Standing.SAME for outcome in outcomes)
        told = sum(item.max is not None for item in one.walk())
        if same >= FEWEST and 2 * same >= told:
            candidates.append((agreement(outcomes), one))
    candidates.sort(key=lambda pair: -pair[0])
    if not candidates or candidates[0][0] < CLEAR or (len(candidates) > 1 and candidates[0][0] - candidates[1][0] < AHEAD):
        return None
    return Profile(candidates[0][1], False, candidates[0][0])


def _points_to(rubric: Rubric, document: DocumentInfo, facts: Facts) -> bool:
    """Whether anything but the items says that the report is one of this rubric."""
    if rubric.notices and any(citation.number in rubric.notices for citation in facts.citations):
        return True
    if rubric.years and document.period not in rubric.years:
        return False
    named = f"{document.title or ''}\n{document.programme or ''}"
    return any(word in named for word in rubric.words)


def bands_in_force(matter: Matter) -> tuple[Entry, ...]:
    """The grade bands (entries of kind ``grade-bands``) that a grade word is held against: those of a rubric that was named, else every set there is.

    A rubric that was only found by its likeness does not narrow them: that would accuse on a guess.
    """
    profile = matter.profile
    if profile is not None and profile.named and profile.rubric.bands is not None:
        return (matter.patterns.entry(profile.rubric.bands),)
    return matter.patterns.entries("grade-bands")


def profile(matter: Matter) -> Iterator[Application]:
    """Each item of a rubric that was named, and each that the report has beyond it; then the total.

    With a rubric that was only found as the best match there is one check: it holds where all agrees; where something deviates it stays undecided and is
    told as a note, for the report may rightly follow another rubric.
    """
    if matter.profile is None:
        return
    items, outcomes = nearest(matter.profile.rubric, matter.outline, matter.facts, titles_of(matter.patterns))
    if not matter.profile.named:
        yield _resembles(matter, matter.profile, outcomes)
        return
    deviates = any(one.standing in DEVIATIONS for one in outcomes)
    if not any(one.standing in _FOUND for one in outcomes) or (deviates and matter.profile.score < ANOTHER):
        yield _of_another(matter, matter.profile, items)
        return
    for outcome in outcomes:
        yield _application(matter, matter.profile.rubric, outcome)
    yield from _total(matter, matter.profile.rubric, items if deviates else ())


def _application(matter: Matter, rubric: Rubric, outcome: Outcome) -> Application:
    found, expected = outcome.found, outcome.expected
    here = found or outcome.above
    section = None if here is None or here.section is None else matter.section(here.section)
    params = _params(matter, rubric, section) | {
        "item": outcome.title,
        "expected": None if expected is None else expected.max,
        "found": outcome.weight,
    }
    variant = _FAILS.get(outcome.standing)
    if variant is not None:
        params["variant"] = variant
    verdict = Verdict.INCONSISTENT if variant else Verdict.EXACT if outcome.standing is Standing.SAME else Verdict.UNCHECKED
    figure = (
        [] if found is None else [Operand("stated", outcome.weight, None if section is None else f"section:{section.id}.max", found.at)]
    )
    check = examined(
        RULE,
        section,
        verdict,
        figure,
        stated=outcome.weight,
        computed=None if expected is None else expected.max,
        reason=_UNDECIDED.get(outcome.standing),
        params=params,
    )
    return Application(check, evidence=() if found is not None or here is None or here.at is None else (here.at,))


def _params(matter: Matter, rubric: Rubric, section: Section | None) -> dict[str, object]:
    where = "" if section is None else place_name(matter.labels(section.id))
    return {"where": where, "title": "" if section is None else section.title, "rubric": rubric.id, "clause": rubric.clause}


def _total(matter: Matter, rubric: Rubric, deviating: tuple[Item, ...]) -> Iterator[Application]:
    """The declared total is that of the rubric, with or without its bonus; not asked where items that deviate, and were told, add up to it."""
    figure = matter.facts.totals.max
    if figure is None or not rubric.totals:
        return
    told = [item.max for item in deviating if item.kind is not Kind.PENALTY]
    if figure.value not in rubric.totals and told and None not in told and figure.value == sum(one for one in told if one is not None):
        return
    expected = figure.value if figure.value in rubric.totals else rubric.totals[0]
    params = _params(matter, rubric, None) | {"found": figure.value, "expected": expected}
    holds = figure.value == expected
    verdict = Verdict.UNCHECKED if figure.value is None else Verdict.EXACT if holds else Verdict.INCONSISTENT
    if verdict is Verdict.INCONSISTENT:
        params["variant"] = "total"
    reason = "masked" if figure.value is None else None
    stated = Operand("stated", figure.value, "totals.max", figure.at)
    yield Application(examined(RULE, None, verdict, [stated], stated=figure.value, computed=expected, reason=reason, params=params))


def _of_another(matter: Matter, profile: Profile, items: tuple[Item, ...]) -> Application:
    """The report follows another rubric, or has no scored items."""
    params = _params(matter, profile.rubric, None)
    if not items:
        return Application(examined(RULE, None, Verdict.UNCHECKED, [], stated=None, reason="no-items", params=params))
    params |= {"variant": "another", "items": [item.title for item in items], "score": profile.score}
    evidence = tuple(item.at for item in items if item.at is not None)
    return Application(examined(RULE, None, Verdict.INCONSISTENT, [], stated=None, params=params), evidence=evidence)


def _resembles(matter: Matter, profile: Profile, outcomes: list[Outcome]) -> Application:
    deviating = [one for one in outcomes if one.standing in DEVIATIONS]
    params = _params(matter, profile.rubric, None) | {"score": profile.score}
    if not deviating:
        return Application(examined(RULE, None, Verdict.EXACT, [], stated=None, params=params))
    params |= {"variant": "resembles", "items": [one.title for one in deviating], "count": len(deviating)}
    evidence = tuple(one.found.at for one in deviating if one.found is not None and one.found.at is not None)
    check = examined(RULE, None, Verdict.UNCHECKED, [], stated=None, reason="profile-not-named", params=params)
    return Application(check, evidence=evidence, noted=True)

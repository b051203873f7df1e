"""score/conflict, score/grade: what is said of a score in other places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from fractions import Fraction

from extractor.model.facts import Figure, Role
from extractor.model.outline import Section
from extractor.model.report import Operand, Verdict
from extractor.validator.application import Application, Equation, examined, place
from extractor.validator.matter import Matter
from extractor.validator.score.profile import bands_in_force

_SECTION_ROLES = {Role.MAX: "max", Role.SELF: "self"}
_TOTAL_ROLES = {Role.TOTAL_MAX: "max", Role.TOTAL_SELF: "self", Role.TOTAL_DEDUCTION: "deducted", Role.BONUS: "bonus"}


def conflict(matter: Matter) -> Iterator[Application]:
    """Each further statement of an item's or the report's score against the one that counts."""
    for section in matter.sections:
        score = matter.score(section)
        counts = {
            "max": None if score.max_at is None else Figure(score.max, score.max_at),
            "self": None if score.self_at is None else Figure(score.self, score.self_at),
        }
        yield from _compared(matter, section, f"section:{section.id}", counts, _SECTION_ROLES, score.restated)
    totals = matter.facts.totals
    counts = {"max": totals.max, "self": totals.self, "deducted": totals.deducted, "bonus": totals.bonus}
    yield from _compared(matter, None, "totals", counts, _TOTAL_ROLES, totals.restated)


def _compared(
    matter: Matter,
    section: Section | None,
    ref: str,
    counts: dict[str, Figure | None],
    roles: dict[Role, str],
    restated: Iterable[tuple[Role, Figure]],
) -> Iterator[Application]:
    for number, (role, again) in enumerate(restated, 1):
        name = roles.get(role)
        first = None if name is None else counts[name]
        if name is None or first is None:
            continue
        stated = Operand("stated", first.value, f"{ref}.{name}", first.at)
        other = Operand("restated", again.value, f"{ref}.restated.{number}", again.at)
        params: dict[str, object] = {
            **place(matter, section),
            "variant": name if section is not None else f"total-{name}",
            "stated": first.value,
            "restated": again.value,
        }
        known = first.value is not None and again.value is not None
        agree = first.value == again.value
        verdict = Verdict.UNCHECKED if not known else Verdict.EXACT if agree else Verdict.INCONSISTENT
        check = examined(
            "score/conflict",
            section,
            verdict,
            [stated, other],
            stated=again.value,
            computed=first.value,
            reason=None if known else "masked",
            params=params,
        )
        yield Application(check, Equation({str(stated.ref): 1, str(other.ref): -1}) if known else None, other.ref)


def grade(matter: Matter) -> Iterator[Application]:
    """The grade word against the total, under the bands of the rubric that was named or else any band set, on the printed total or scaled to 100."""
    totals = matter.facts.totals
    if totals.grade is None:
        return
    word, at = totals.grade
    evidence = (at,)
    value = None if totals.self is None else totals.self.value
    figure = Operand("stated", value, "totals.self", None if totals.self is None else totals.self.at)
    bands = [band for entry in bands_in_force(matter) for band in entry.data["bands"] if word in band["words"]]
    params: dict[str, object] = {"grade": word, "stated": value, "bands": list(dict.fromkeys(_band(band) for band in bands))}
    reason = "unknown-grade" if not bands else "missing-operand" if totals.self is None else "masked" if value is None else None
    if reason is not None or value is None:
        check = examined("score/grade", None, Verdict.UNCHECKED, [figure], stated=value, reason=reason, params=params)
    else:
        points = [Fraction(value)]
        if totals.max is not None and totals.max.value is not None and totals.max.value > 0:
            points.append(Fraction(value) * 100 / Fraction(totals.max.value))
        fits = any(
            Decimal(band["from"]) <= one and ("below" not in band or one < Decimal(band["below"])) for band in bands for one in points
        )
        check = examined("score/grade", None, Verdict.EXACT if fits else Verdict.INCONSISTENT, [figure], stated=value, params=params)
    yield Application(check, evidence=evidence)


def _band(band: dict[str, str]) -> str:
    """``≥ 90`` or ``80–90``."""
    if "below" not in band:
        return f"≥ {band['from']}"
    return f"{band['from']}–{band['below']}" if Decimal(band["from"]) > 0 else f"< {band['below']}"

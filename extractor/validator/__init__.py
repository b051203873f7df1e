"""Whether the figures agree: intervals, verdicts, one small function per rule, and the cause behind what fails.

Knows nothing of files, PDF or screens. A rule's wording, severity and source stand in ``patterns/rules.toml``.
"""

from __future__ import annotations

from extractor.language.patterns import Patterns
from extractor.model.facts import Facts
from extractor.model.outline import Outline
from extractor.model.page import Reading
from extractor.model.report import Verification
from extractor.model.rubric import Profile
from extractor.model.text import Text
from extractor.validator import coverage, document, doubt, numbering, revisions, structure, uncertain
from extractor.validator.application import Rule
from extractor.validator.claim import CLAIM_RULES, jointly, nested, scored, suspected
from extractor.validator.findings import conclude
from extractor.validator.matter import Matter
from extractor.validator.score import indicators, items, losses, statements, sums, tables
from extractor.validator.score import profile as profiles

__all__ = ["RULES", "verify"]

RULES: dict[str, Rule] = {
    "score/section-max-sum": sums.section_max_sum,
    "score/section-self-sum": sums.section_self_sum,
    "score/total-max-sum": sums.total_max_sum,
    "score/total-self-sum": sums.total_self_sum,
    "score/self-exceeds-max": items.self_exceeds_max,
    "score/deduction": items.deduction,
    "score/total-deduction": losses.total_deduction,
    "score/deduction-count": losses.deduction_count,
    "score/unexplained-loss": losses.unexplained_loss,
    "score/missing": items.missing,
    "score/conflict": statements.conflict,
    "score/grade": statements.grade,
    "score/profile": profiles.profile,
    "score/table": tables.table,
    "score/indicator": indicators.indicator,
    **CLAIM_RULES,
    "structure/numbering-gap": numbering.numbering_gap,
    "structure/numbering-repeat": numbering.numbering_repeat,
    "structure/numbering-order": numbering.numbering_order,
    "structure/truncated": structure.truncated,
    "document/missing-element": document.missing_element,
    "document/number-year": document.number_year,
    "document/period": document.period,
    "document/date": document.date,
    "document/attachment": document.attachment,
    "document/signatory": document.signatory,
    "document/tracked-change": revisions.tracked_change,
    "coverage/score": coverage.score,
    "coverage/heading": coverage.heading,
    "coverage/page": coverage.page,
    "coverage/doubt": doubt.doubt,
}
"""The rules by id, in the order in which they are run and told."""


def verify(
    text: Text, outline: Outline, facts: Facts, reading: Reading, patterns: Patterns, profile: Profile | None = None
) -> Verification:
    """Run every rule. Checks are numbered c1, c2, … in the order of the rules; the same input gives the same ids.

    profile: the rubric that the report is held against (`extractor.validator.score.profile.find_profile`).

    Raises:
        PatternError: a rule's entry or lexicon is missing from the packs in force.
        PatternTimeoutError: a pattern ran past its time limit on this text.
    """
    matter = Matter(text, outline, facts, reading, patterns, profile)
    yielded = [one for rule in RULES.values() for one in rule(matter)]
    settled = uncertain.settled(matter, suspected.settled(jointly.settled(nested.settled(yielded))))
    return conclude(matter, doubt.withheld(matter, scored.settled(settled)))

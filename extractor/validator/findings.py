"""From failed checks and notices to numbered checks and findings with stable ids."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.language.patterns import Patterns
from extractor.model.report import Check, Finding, Related, Severity, Verification
from extractor.model.text import Span
from extractor.validator.application import Application, Notice
from extractor.validator.cause import Failures
from extractor.validator.claim.causes import Index, diagnose_claims, joined
from extractor.validator.claim.causes import groups as claim_groups
from extractor.validator.diagnosis import diagnose
from extractor.validator.matter import Matter
from extractor.validator.numbering import slips
from extractor.validator.score.losses import full_marks

_ID_LENGTH = 10


def conclude(matter: Matter, yielded: Sequence[Application | Notice]) -> Verification:
    """Number the checks, find the cause of each failure, and tell every cause and every notice once, in the order of the rules."""
    applications = [one for one in yielded if isinstance(one, Application)]
    severities = {one.rule if isinstance(one, Notice) else one.check.rule: Severity.NOTE for one in yielded}
    severities = {rule: severity(matter.patterns, rule) for rule in severities}
    depths: dict[str | None, int] = {None: 0, **{section.id: len(matter.labels(section.id)) for section in matter.sections}}
    failures = Failures(applications, severities, depths, full_marks(matter))
    checks = {id(one): replace(one.check, id=f"c{number}") for number, one in enumerate(applications, 1)}
    told: dict[int, Finding] = {}
    gaps = _gaps(matter)
    index = Index(applications)
    for cause in joined(failures.causes(claim_groups(applications)), severities):
        found = diagnose(cause, failures, gaps) if cause.head.claim is None else diagnose_claims(cause.failed, index, matter)
        check = checks[id(cause.head)] = replace(checks[id(cause.head)], diagnosis=found)
        related = tuple(Related(one.check.rule, one.check.section, checks[id(one)].id) for one in cause.related)
        told[id(cause.head)] = _of_check(check, severities[check.rule], cause.head.evidence, related)
    findings: list[Finding] = []
    for one in yielded:
        if isinstance(one, Notice):
            findings.append(Finding("", one.rule, severities[one.rule], one.section, one.params, None, one.evidence))
        elif id(one) in told:
            findings.append(told[id(one)])
        elif one.noted:
            findings.append(_of_check(checks[id(one)], Severity.NOTE, one.evidence, ()))
    return Verification(tuple(checks.values()), tuple(_identified(matter, findings)))


def severity(patterns: Patterns, rule: str) -> Severity:
    """The severity that the rule's entry gives."""
    return Severity(patterns.entry(rule).data["severity"])


def _of_check(check: Check, grave: Severity, more: tuple[Span, ...], related: tuple[Related, ...]) -> Finding:
    evidence = tuple(dict.fromkeys([one.at for one in check.operands if one.at is not None] + list(more)))
    return Finding("", check.rule, grave, check.section, check.params, check.id, evidence, related)


def _gaps(matter: Matter) -> Mapping[str | None, tuple[int, ...]]:
    """The numbers that the numbering skips, by the id of the section above."""
    found: dict[str | None, tuple[int, ...]] = {}
    for slip in slips(matter):
        if slip.kind == "gap":
            above = matter.parent(slip.section)
            key = None if above is None else above.id
            found[key] = found.get(key, ()) + slip.missing
    return found


def _identified(matter: Matter, findings: Iterable[Finding]) -> Iterable[Finding]:
    """Give each finding an id made from its rule, its section's labels and its figures; an ordinal tells equal ones apart."""
    seen: dict[str, int] = {}
    for finding in findings:
        figures = [f"{name}={_plain(value)}" for name, value in sorted(finding.params.items()) if name not in ("where", "title")]
        made_from = "\n".join([finding.rule, "/".join(matter.labels(finding.section)), *figures])
        short = hashlib.sha256(made_from.encode()).hexdigest()[:_ID_LENGTH]
        seen[short] = seen.get(short, 0) + 1
        yield replace(finding, id=short if seen[short] == 1 else f"{short}-{seen[short]}")


def _plain(value: object) -> str:
    """A parameter as characters that do not depend on how Python prints objects."""
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, (list, tuple)):
        return ",".join(_plain(one) for one in value)
    return str(value)

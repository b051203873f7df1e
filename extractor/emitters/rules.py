"""What each rule says, as ``gouji rules`` and the documents print it; the words stand in the rule's entry in ``patterns/rules.toml``."""

from __future__ import annotations

from extractor.emitters.wording import Wording
from extractor.language.patterns import Entry
from extractor.model.errors import UsageError
from extractor.model.report import Severity

PARTS = ("formula", "why", "example_fails", "clause")
"""What a rule's page tells, each under its own word, in this order."""


def rule_table(wording: Wording) -> str:
    """All rules, a line each: id, severity, what it says."""
    rules = wording.patterns.entries("rule")
    width = max(len(rule.id) for rule in rules)
    return "\n".join(f"{rule.id:{width}}  {_severity(rule, wording)}  {wording.field(rule, 'title')}" for rule in rules)


def rule_page(wording: Wording, id: str) -> str:
    """One rule in full. Raises `UsageError`: there is no such rule."""
    rule = next((one for one in wording.patterns.entries("rule") if one.id == id), None)
    if rule is None:
        raise UsageError("rule", id)
    lines = [f"{rule.id}  {wording.field(rule, 'title')}", wording.say("rules.severity", value=_severity(rule, wording))]
    return "\n".join([*lines, *(wording.say(f"rules.{part}", value=wording.field(rule, part)) for part in PARTS)])


def rules_markdown(wording: Wording) -> str:
    """All rules in full as a Markdown document."""
    pages = [wording.say("rules.head")]
    for rule in wording.patterns.entries("rule"):
        pages.append(f"## {rule.id}\n\n**{wording.field(rule, 'title')}**")
        told = [wording.say("rules.severity", value=_severity(rule, wording))]
        told += [wording.say(f"rules.{part}", value=wording.field(rule, part)) for part in PARTS]
        pages.append("\n".join(f"- {line}" for line in told))
    return "\n\n".join(pages)


def _severity(rule: Entry, wording: Wording) -> str:
    return wording.severity(Severity(rule.data["severity"]))

"""How many errors the claims find: planted ones (fresh/planted.toml), and slips put into every figure of every claim that holds in clean reports.

A slip counts where the claim's own equation shows it: with the changed figure it is inconsistent under every rounding. It is found where a
finding of a claim rule that the clean report does not have stands on the changed figure, or on the claim, in the section of either.
Run ``python -m tests.claims.mutations`` for the whole of it, with each miss and the reason that the check gives.
"""

from __future__ import annotations

import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from extractor.facts import extract_facts
from extractor.language.patterns import builtin
from extractor.model.claims import Claim, Quantity
from extractor.model.facts import Facts
from extractor.model.outline import Outline, SectionLocator
from extractor.model.report import Check, Finding, Severity, Verdict, Verification
from extractor.model.text import Span, Text
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from extractor.segmenter import segment
from extractor.validator import verify
from extractor.validator.claim.checks import chosen, outcome_of

HERE = Path(__file__).parent
FRESH = HERE / "fresh"
CORPUS = HERE.parents[1] / "corpus"
_SLIPPED = 31
"""The last of the fresh reports that slips are put into: more take too long."""
_UNDECIDED = frozenset({"claim/count", "claim/implausible", "claim/weights"})
"""Rules whose operands are no figures that a slip changes; a count is warned of, not accused."""


@dataclass(frozen=True)
class Read:
    """A report run through the line."""

    text: Text
    outline: Outline
    facts: Facts
    result: Verification

    @property
    def told(self) -> list[Finding]:
        return [one for one in self.result.findings if one.rule.startswith("claim/") and one.severity is not Severity.NOTE]

    def section(self, offset: int) -> str | None:
        found = SectionLocator(self.outline).at(offset)
        return None if found is None else found.id


@dataclass(frozen=True)
class Slip:
    """One changed figure: where, how it read and reads, the kind of the slip, the rule and figures of the claim that it breaks."""

    name: str
    at: Span
    old: str
    new: str
    kind: str
    rule: str
    form: str
    claim: Span


@dataclass(frozen=True)
class Tried:
    slip: Slip
    found: bool
    why: str


def read(words: str | bytes) -> Read:
    patterns = builtin()
    reading = read_bytes("report.txt", words.encode() if isinstance(words, str) else words)
    text = normalise(reading, patterns)
    outline = segment(text, patterns)
    facts = extract_facts(text, outline, patterns)
    return Read(text, outline, facts, verify(text, outline, facts, reading, patterns))


@lru_cache(maxsize=64)
def clean(name: str) -> Read:
    """A clean report, read once and again from its own normalised words, so that offsets are those of the text that slips are put into."""
    path = next(one for folder in (FRESH, HERE / "reports", CORPUS) if (one := folder / f"{name}.txt").exists())
    return read(read(path.read_bytes()).text.content.replace("\n", "\n\n"))


def signature(one: Finding) -> tuple[str, str, str]:
    return one.rule, str(one.params.get("stated")), str(one.params.get("equation"))


def meets(base: Read, changed: Read, at: Span, claim: Span | None = None) -> bool:
    """Whether a new finding stands on the figure at ``at`` or on a claim with it, in the section of the figure or of the claim's stated one."""
    known = Counter(signature(one) for one in base.told)
    places = {changed.section(at.start)}
    if claim is not None:
        places |= {changed.section(claim.start), changed.section(claim.end - 1)}
    for one in changed.told:
        if known[signature(one)]:
            known[signature(one)] -= 1
            continue
        stated = one.evidence[0].start if one.evidence else -1
        touched = any(span.overlaps(at) for span in one.evidence) or (
            claim is not None and any(span.overlaps(claim) for span in one.evidence)
        )
        if touched and one.section in places | {changed.section(stated)}:
            return True
    return False


def score_planted(step: int = 1, folder: Path = FRESH) -> tuple[list[str], list[str], int]:
    """The planted errors of a folder of reports that nothing tells of, the findings on the clean reports, and how many were tried: every ``step``-th."""
    missed: list[str] = []
    false: list[str] = []
    count = 0
    for entry in tomllib.loads((folder / "planted.toml").read_text(encoding="utf-8"))["report"]:
        words = (folder / f"{entry['name']}.txt").read_text(encoding="utf-8")
        base = read(words)
        false += [f"{entry['name']}: {one.rule} {one.params}" for one in base.told]
        for old, new in entry["planted"][::step]:
            assert words.count(old) == 1, (entry["name"], old)
            count += 1
            changed = read(words.replace(old, new))
            at = difference(base.text.content, changed.text.content)
            if not meets(base, changed, at):
                missed.append(f"{entry['name']}: {old} → {new} | {'; '.join(around(changed, at)) or 'no check'}")
    return missed, false, count


def difference(one: str, other: str) -> Span:
    """Where a text differs from another: from the first unlike character to the last, in the second."""
    start = next(index for index, (here, there) in enumerate(zip(one, other, strict=False)) if here != there)
    tail = 0
    while one[-1 - tail] == other[-1 - tail] and tail < len(other) - start - 1:
        tail += 1
    return Span(start, max(start + 1, len(other) - tail))


def around(changed: Read, at: Span) -> list[str]:
    """What the checks say that the figure takes part in."""
    return [
        f"{one.rule} {one.verdict.value} {one.reason or ''} {one.params.get('equation')} ≠ {one.params['stated']}"
        for one in changed.result.checks
        if one.rule.startswith("claim/") and any(operand.at is not None and operand.at.overlaps(at) for operand in one.operands)
    ]


def slips_of(name: str) -> Iterator[Slip]:
    """Every slip in every figure of the claims of a report that hold by their figures."""
    base = clean(name)
    claims = {(one.rule, one.stated.id): one for one in base.facts.claims}
    quantities = {one.id: one for one in base.facts.quantities}
    for check in base.result.checks:
        if not check.rule.startswith("claim/") or check.rule in _UNDECIDED or check.verdict not in (Verdict.EXACT, Verdict.TRUNCATED):
            continue
        figures = [quantities[ref[9:]] for one in check.operands if (ref := one.ref or "").startswith("quantity:")]
        claim = claims.get((check.rule, figures[0].id))
        if claim is not None:
            claim, _ = chosen(claim)
        if claim is None or any(one.hedge.value != "exact" for one in figures):
            continue
        sure = _decided(claim, check, quantities)
        span = Span(min(one.at.start for one in figures), max(one.at.end for one in figures))
        for figure in figures:
            for kind, printed in misprints(base.text.slice(figure.at)):
                value = _value(printed)
                if value is not None and outcome_of(sure, {figure.id: value}).verdict is Verdict.INCONSISTENT:
                    yield Slip(name, figure.at, base.text.slice(figure.at), printed, kind, check.rule, claim.form, span)


def _decided(claim: Claim, check: Check, quantities: dict[str, Quantity]) -> Claim:
    """The claim with the reading that decided it alone."""
    number = int(str(check.params.get("reading", 0)))
    others = claim.params.get("readings", ())
    assert isinstance(others, tuple)
    factors = claim.params.get("factors", (1,))
    assert isinstance(factors, tuple)
    place, factor = divmod(number, len(factors))
    operands = claim.operands if place == 0 else others[place - 1]
    params = {key: value for key, value in claim.params.items() if key not in ("readings", "far", "guard", "rivals", "complete")}
    params |= {"complete": "full", "factors": (factors[factor],)}
    return replace(claim, operands=operands, params=params, doubt=None)


def _value(printed: str) -> Decimal | None:
    digits = "".join(one for one in printed if one.isdigit() or one == ".")
    return Decimal(digits) if digits.replace(".", "", 1).isdigit() else None


def misprints(printed: str) -> Iterator[tuple[str, str]]:
    """Slips of an Arabic figure: its leading digit, one in the middle, two neighbours exchanged, a decimal point moved."""
    places = [index for index, char in enumerate(printed) if char.isascii() and char.isdigit()]
    if not places or places[0] != 0 or ":" in printed or "：" in printed:
        return
    first, middle = places[0], places[len(places) // 2]
    up = "1234567899"[int(printed[first])] if printed[first] != "9" else "8"
    yield "leading", up + printed[1:]
    if middle != first:
        yield "digit", f"{printed[:middle]}{(int(printed[middle]) + 3) % 10}{printed[middle + 1 :]}"
    for one, other in pairwise(places):
        if other == one + 1 and printed[one] != printed[other] and (one != first or printed[other] != "0"):
            yield "transposition", f"{printed[:one]}{printed[other]}{printed[one]}{printed[other + 1 :]}"
            break
    number = printed[: places[-1] + 1]
    if number.isdigit():
        yield "tenfold", f"{number}0{printed[len(number) :]}"


def attempt(slip: Slip) -> Tried:
    base = clean(slip.name)
    content = base.text.content
    words = content[: slip.at.start] + slip.new + content[slip.at.end :]
    changed = read(words.replace("\n", "\n\n"))
    grown = len(slip.new) - len(slip.old)
    start = slip.at.start
    at = Span(start, start + len(slip.new))
    claim = Span(slip.claim.start, slip.claim.end + grown)
    found = changed.text.content == words and meets(base, changed, at, claim)
    return Tried(slip, found, "" if found else "; ".join(around(changed, at)) or "no check")


def names() -> list[str]:
    """The clean reports that slips are put into: those of the truth set, of the corpus, and the first of the fresh ones."""
    fresh = [one.stem for one in sorted(FRESH.glob("*.txt")) if int(one.stem.partition("-")[0]) <= _SLIPPED]
    found = [one.stem for one in sorted(HERE.glob("reports/clean-*.txt"))] + fresh
    return found + [one.stem for one in sorted(CORPUS.glob("*.txt"))]


def sample(count: int, seed: int = 7) -> list[Slip]:
    """So many slips of all reports, drawn once and for all."""
    every = [slip for name in names() for slip in slips_of(name)]
    return random.Random(seed).sample(every, min(count, len(every)))


def main() -> None:
    missed, false, count = score_planted()
    print(f"planted: {count - len(missed)}/{count} ({1 - len(missed) / count:.3f}), false on clean {len(false)}")
    print("\n".join([*false, *missed]))
    limit = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    tried = [attempt(slip) for slip in sample(limit)]
    print(f"slips: {sum(one.found for one in tried)}/{len(tried)} ({sum(one.found for one in tried) / max(1, len(tried)):.3f})")
    for by in ("rule", "kind", "form"):
        total = Counter(getattr(one.slip, by) for one in tried)
        met = Counter(getattr(one.slip, by) for one in tried if one.found)
        print("; ".join(f"{key} {met[key]}/{number}" for key, number in total.most_common()))
    for one in tried:
        if not one.found:
            print(f"{one.slip.name}: {one.slip.form} {one.slip.kind} {one.slip.old} → {one.slip.new} | {one.why}")


if __name__ == "__main__":
    main()

"""Accounts that a sentence tells whole, in any order: at first A, B came, C went, D is left (年末在册D，退出C，年初在册A，新增B).

Each figure has its part by the words before it, and no figure of its unit has none: so no order of the words is asked for. What the account leaves is then all
that its figures say of each other; differences and lists that were read of some of them alone are doubted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from extractor.facts.claims.certainty.holding import holds, weak
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, LISTED, alike, year_of
from extractor.facts.figures import Placed, Sentence
from extractor.language.patterns import Pattern, Patterns
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_KIND = "claim-account"
_ROLLED = "claim.closed-account.rolled"
_LEAST, _MOST = 3, 7
"""Figures of an account."""
_AND = "、 "
_OF_SOME = frozenset({"claim/difference", "claim/breakdown", "claim/sum"})
"""Rules by which some figures of an account may have been read without the others."""


@dataclass(frozen=True)
class _Account:
    """What an account leaves, and what it is made of."""

    form: Pattern
    left: Placed
    had: Sequence[Placed]
    went: Sequence[Placed]

    @property
    def ids(self) -> frozenset[str]:
        return frozenset(one.quantity.id for one in (self.left, *self.had, *self.went))

    @property
    def claim(self) -> Claim:
        names = ("had", "used") if self.went else ("part", "part")
        sides = zip(names, (self.had, self.went), strict=True)
        operands = [Operand(name, one.quantity, LISTED) for name, side in sides for one in side]
        rule = "claim/difference" if self.went else "claim/sum"
        return Claim.of(rule, self.form.id, self.left.quantity, operands, {"guard": True})


def closed_accounts(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], patterns: Patterns) -> Iterator[Claim]:
    """The claim of each account that no form has read whole; and those claims, now doubted, that were read of some of its figures."""
    forms = patterns.kind(_KIND)
    for sentence in sentences:
        if sentence.cell or len(sentence.figures) < _LEAST:
            continue
        for account in _accounts(sentence, forms, patterns):
            claim = account.claim
            of_it = [one for one in known.values() if {one.stated.id, *one.operand_ids} <= account.ids]
            yield from (
                replace(one, doubt=AMBIGUOUS)
                for one in of_it
                if one.rule in _OF_SOME and one.doubt is None and (one.rule, one.figure_ids) != (claim.rule, account.ids) and not holds(one)
            )
            whole = any(one.figure_ids == account.ids and one.doubt is None and one.rule == claim.rule for one in of_it)
            first = known.get((claim.rule, claim.stated.id))
            if not whole and (first is None or first.doubt is not None or weak(first) or not holds(first)):
                yield claim


def _accounts(sentence: Sentence, forms: Iterable[Pattern], patterns: Patterns) -> Iterator[_Account]:
    """The accounts of a sentence: of all its figures, of those of one part of it, of one with a bracket right behind it."""
    if patterns.one("claim.closed-account.counted-otherwise").search(sentence.text) is not None:
        return
    for group in _groups(sentence):
        found = [account for form in forms if (account := _account(group, form, patterns)) is not None]
        if len(found) == 1:
            yield found[0]
            return
    rolled = [form for form in forms if form.id == _ROLLED]
    inside = [
        account for form in rolled for group in _stretches(sentence) if (account := _from_first_to_last(group, form, patterns)) is not None
    ]
    if len(inside) == 1:
        yield inside[0]


def _stretches(sentence: Sentence) -> Iterator[Sequence[Placed]]:
    """Figures of one unit, one behind the other, in a sentence that tells other things besides."""
    plain = [one for one in sentence.figures if not one.depth and one.quantity.kind in AMOUNTS]
    for start, first in enumerate(plain):
        for end in range(start + 1, min(len(plain), start + _MOST + 1)):
            if not alike(plain[end].quantity, first.quantity):
                break
            if end - start >= _LEAST:
                yield plain[start : end + 1]


def _from_first_to_last(group: Sequence[Placed], form: Pattern, patterns: Patterns) -> _Account | None:
    """The account of figures that goes from what there was to what is left, with what came and what went between."""
    account = _account(group, form, patterns)
    if account is None or account.left is not group[-1] or account.had[0] is not group[0]:
        return None
    return account if account.went and len(account.had) > 1 else None


def _groups(sentence: Sentence) -> Iterator[Sequence[Placed]]:
    """Figures that may be one account. In brackets stands what the figure right before them is made of, and nothing else."""
    plain = [one for one in sentence.figures if not one.depth and one.quantity.kind in AMOUNTS]
    if len(plain) == 1:
        behind = [one for one in sentence.figures if one.depth == 1 and one.quantity.kind in AMOUNTS]
        if behind and all(one.index > plain[0].index and one.bracket == plain[0].at.end for one in behind):
            yield [*plain, *behind]
        return
    yield plain
    for _, part in groupby(plain, key=lambda one: one.segment):
        yield list(part)


def _account(group: Sequence[Placed], form: Pattern, patterns: Patterns) -> _Account | None:
    """The account that figures are by one form: of one unit, each with its part, one at first and one that is left."""
    if not _LEAST <= len(group) <= _MOST or any(not alike(one.quantity, group[0].quantity) for one in group):
        return None
    aside, so_far, dated = (patterns.one(f"claim.closed-account.{name}") for name in ("aside", "so-far", "year"))
    if form.id == _ROLLED:
        group = [one for one in group if not so_far.search(one.lead)]
    parts: dict[str, list[Placed]] = {"opened": [], "came": [], "went": [], "left": []}
    for one in group:
        said = form.search(dated.sub("", one.lead).lstrip(_AND))
        if said is None or aside.search(one.lead) or one.quantity.value is None or one.quantity.hedge is not Hedge.EXACT:
            return None
        parts[next(name for name, words in said.groupdict().items() if words is not None)].append(one)
    if form.id == _ROLLED and len(parts["left"]) > 1 and not parts["opened"] and parts["left"][0] is group[0]:
        parts["opened"] = [parts["left"].pop(0)]  # 2018年末余额A，2019年新增B，归还C，年末余额D
    moved = [*parts["came"], *parts["went"]]
    if len(parts["left"]) != 1 or len({year for one in moved if (year := year_of(one.quantity)) is not None}) > 1:
        return None
    money = group[0].quantity.kind is QuantityKind.MONEY
    if form.id == _ROLLED and not parts["went"]:
        return None
    if form.id == _ROLLED and not money and not parts["came"]:
        return None
    of_one_breath = group[0].segment == group[-1].segment  # （1）甲站到位…；（2）乙站支付…；（3）丙路结余…
    lacks = not parts["opened"] and not (form.id == _ROLLED and money and parts["came"] and of_one_breath)
    if lacks or len(parts["opened"]) > 1 or not moved:
        return None
    return _Account(form, parts["left"][0], [*parts["opened"], *parts["came"]], parts["went"])

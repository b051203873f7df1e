"""claim/difference: what is left, told in a sentence of its own (收到1284条，办结967条。其余317条正在研究): the sentences right above give it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, pairwise

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.panorama import grams
from extractor.facts.claims.near.listed_out import is_all_the_rest, is_rest
from extractor.facts.claims.one_digit import gap_of_a_slip
from extractor.facts.claims.scope import SAME_PARAGRAPH, Scope, alike, is_amount, total_of, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_SENTENCES = 3
"""Sentences with figures back in which a whole and its parts are looked for."""
_MOST = 8
_TELLING = 3
"""Digits from which a slip tells that figures belong together."""
_COUPLE = 2


@dataclass(frozen=True)
class _Reading:
    whole: Placed
    parts: Sequence[Placed]

    @property
    def left(self) -> Fraction:
        return self.whole.quantity.worth - total_of(self.parts)


def rest_above(scope: Scope) -> Iterator[Claim]:
    """A whole and its parts in the sentences above (the last part in the own one), and what they leave; more than that is left to `far/balances`."""
    stated = scope.figure("stated")
    if stated is None or not is_amount(stated.quantity) or stated.quantity.value is None or scope.each(stated):
        return
    if scope.text("phrase").strip().endswith(scope.patterns.words("claim.in-it")) or scope.has("claim.among", scope.match[0]):
        return  # 结余资金中50万元; 其中未能接通的23人
    if scope.text("kept"):
        yield from _kept(scope, stated)
        return
    own = [one for one in scope.sentence.figures[: stated.index] if alike(one.quantity, stated.quantity)]
    told = [*_above(scope, stated), *own]
    if _of_other_things(scope, stated, told) or is_an_item(scope, stated):
        return
    told = [one for one in told if _is_level(scope, one)]  # what was before, and by how much it changed, is told of the whole
    if len(own) > 1 or not _COUPLE <= len(told) <= _MOST:
        return
    readings = [one for one in _readings(scope, told) if one.left >= 0]
    exact = next((one for one in [*readings, *_choices(told)] if one.left == stated.quantity.worth), None)
    if exact is not None:
        yield _claim(scope, stated, exact, weak=None)
        return
    slipped = [one for one in readings if gap_of_a_slip(one.left - stated.quantity.worth)]
    near = max(slipped or readings, key=lambda one: len(one.parts), default=None)
    if near is None or not _of_one_thing(scope, near):
        return
    left = _is_left(scope, stated, near)
    if left and len(told) == _COUPLE and _is_done(scope, near.parts[0]):
        yield _claim(scope, stated, near, weak=None)
    elif (len(stated.quantity.telling) >= _TELLING or (left and len(near.parts) > 1)) and gap_of_a_slip(near.left - stated.quantity.worth):
        yield _claim(scope, stated, near, weak="guard")


def _of_other_things(scope: Scope, stated: Placed, told: Sequence[Placed]) -> bool:
    """Whether the word behind what is left names things that none of the figures told counts (187个行政村…，其他5个市)."""
    things = [one for one in scope.patterns.words("claim.rest.things") if stated.tail.strip().startswith(one)]
    return bool(things) and not any(max(things, key=len) in f"{one.lead} {one.tail}" for one in told)


def is_an_item(scope: Scope, stated: Placed) -> bool:
    """Whether what is called other things is an item of a list that goes on behind it (其他收入b，上年结转c), or an account of that name (其他应付款)."""
    if stated.lead.strip(" ，,、").startswith(scope.patterns.words("claim.rest.accounts")):
        return True
    behind = scope.sentence.figures[stated.index + 1 : stated.index + 2]
    goes_on = any(
        alike(one.quantity, stated.quantity)
        and one.segment == stated.segment
        and (scope.is_level(one) or scope.has("claim.carried", one.lead))
        for one in behind
    )
    is_last = _ends_a_row(scope, stated)
    return (goes_on or is_last) and stated.lead.strip(" ，,、").startswith(scope.patterns.words("claim.rest.other-kinds"))


def _ends_a_row(scope: Scope, stated: Placed) -> bool:
    """Whether the figure ends a row that a colon opens, every item told by its bare name (按用途：道路46个，桥梁31个，其他12个): no item is another's whole."""
    row = scope.sentence.figures[: stated.index]
    named = all(alike(one.quantity, stated.quantity) and one.depth == stated.depth and not one.tail.strip() for one in row)
    ahead = scope.sentence.text[: row[0].at.start - scope.sentence.at.start - len(row[0].lead)] if row else ""
    opened = named and ahead.rstrip().endswith(("：", ":"))
    even = all(other.clause - one.clause == 1 for one, other in pairwise([*row, stated]))
    return opened and even and not any(_is_done(scope, one) or scope.has("claim.spent", one.lead) for one in row)


def _kept(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """上年结转426万元，当年下达3574万元。当年支出3612万元。年末结余388万元: what was had, less what was used, where the sentences above tell just that."""
    told = _above(scope, stated)
    used = [one for one in told if scope.has("claim.spent", one.lead) and not scope.has("claim.had", one.lead)]
    had = [one for one in told if one not in used and (scope.has("claim.income", one.lead) or scope.has("claim.carried", one.lead))]
    plain = not any(one.depth or scope.each(one) or scope.has("claim.among", one.lead) or one.quantity.value is None for one in told)
    if not plain or not had or len(used) != 1 or len(had) + 1 != len(told) or any(one.at.start > used[0].at.start for one in had):
        return
    carried = [one for one in had if scope.has("claim.carried", one.lead)]
    if len(had) > _COUPLE or len(carried) != len(had) - 1 or stated.index:
        return
    operands = [*(scope.operand("had", one, SAME_PARAGRAPH) for one in had), scope.operand("used", used[0], SAME_PARAGRAPH)]
    yield scope.claim(stated, operands, weak="guard")


def stock_above(scope: Scope, stated: Placed) -> Iterator[Claim]:
    """年初在册3862人。年内新发现214人，注销139人。年末在册3937人: what there was, came and went, where the sentences above tell just that."""
    told = _above(scope, stated)
    view, patterns = scope.around.panorama, scope.patterns
    if not told or len(told) > _MOST or any(one.depth or scope.each(one) or one.quantity.value is None for one in told):
        return
    start = [one for one in told if scope.has("claim.at-first", view.of(one).said) and one is told[0]]
    went = [one for one in told[1:] if scope.has("claim.went-out", one.lead)]
    came = [
        one
        for one in told[1:]
        if one not in went and (scope.has("claim.came-in", one.lead) or patterns.one("claim.rest.new").search(one.lead))
    ]
    if not start or not came or not went or len(told) != 1 + len(came) + len(went):
        return
    had = [scope.operand("had", one, SAME_PARAGRAPH) for one in (*start, *came)]
    yield scope.claim(stated, [*had, *(scope.operand("used", one, SAME_PARAGRAPH) for one in went)], weak="guard", rule="claim/difference")


def _above(scope: Scope, stated: Placed) -> list[Placed]:
    """The figures of its unit in the sentences right above in the paragraph, in their order."""
    found: list[Placed] = []
    sentence = scope.around.above(scope.sentence, 0)
    for _ in range(_SENTENCES):
        if sentence is None:
            break
        found = [*(one for one in sentence.figures if alike(one.quantity, stated.quantity)), *found]
        sentence = scope.around.above(sentence, 0)
    return found


def _is_level(scope: Scope, one: Placed) -> bool:
    return one.quantity.value is not None and one.depth == 0 and scope.is_level(one)


def _readings(scope: Scope, told: Sequence[Placed]) -> list[_Reading]:
    """Each figure with all behind it, and the last two, the nearest whole first."""
    every = [_Reading(one, told[number + 1 :]) for number, one in enumerate(told[:-1])]
    return [one for one in every[::-1] if not _in_one_list(scope, one.whole, one.parts[0])]


def _in_one_list(scope: Scope, one: Placed, behind: Placed) -> bool:
    """Whether two figures are items of a list (初级2278人、中级625人): neither is a part of the other."""
    return behind.index == one.index + 1 and behind.lead.strip().startswith(scope.patterns.words("claim.list-mark")[0])


def _choices(told: Sequence[Placed]) -> Iterator[_Reading]:
    """Each figure with any of those behind it: one that agrees clears."""
    for number, whole in enumerate(told[:-1]):
        behind = told[number + 1 :]
        for size in range(1, len(behind)):
            yield from (_Reading(whole, some) for some in combinations(behind, size))


def _of_one_thing(scope: Scope, found: _Reading) -> bool:
    """Whether nothing says that a whole and its parts are of two things or two years."""
    years = {year_of(one.quantity) for one in (found.whole, *found.parts)} - {None}
    return len(years) < _COUPLE and not any(exclusive(found.whole.lead, one.lead, scope.patterns) for one in found.parts)


def _is_left(scope: Scope, stated: Placed, found: _Reading) -> bool:
    """Whether words say that a figure is all that is left: 其余, 剩下的, 未检的 behind 检验, and name no other thing than the sentences above."""
    what = scope.text("what")
    if what and any(char in found.parts[-1].lead for char in what) and not scope.text("phrase"):
        return True
    if is_all_the_rest(scope, stated) or (len(found.parts) > 1 and is_rest(scope, stated)):
        return True
    words = stated.lead.strip()
    word = next((one for one in scope.patterns.words("claim.rest-of-all") if words.startswith(one)), "")
    aside = words[len(word) :].strip()
    return bool(word) and aside in ("", *scope.patterns.words("claim.rest-aside")) and _is_named_above(stated.tail, found, scope)


def _is_done(scope: Scope, part: Placed) -> bool:
    done = scope.has("claim.done", part.lead) or scope.has("claim.spent", part.lead)
    return done and not scope.has("claim.not-done", part.lead)


def _is_named_above(tail: str, found: _Reading, scope: Scope) -> bool:
    """Whether the noun right behind a figure stands beside the whole (1350个名额 … 剩下的222个名额)."""
    noun = tail.strip()[:_COUPLE]
    return (
        not noun
        or tail.strip().startswith(scope.patterns.words("claim.rest-behind"))
        or noun in grams(f"{found.whole.lead}，{found.whole.tail}", scope.patterns)
    )


def _claim(scope: Scope, stated: Placed, found: _Reading, *, weak: str | None) -> Claim:
    had = scope.operand("had", found.whole, SAME_PARAGRAPH)
    return scope.claim(stated, [had, *(scope.operand("used", one, SAME_PARAGRAPH) for one in found.parts)], weak=weak)

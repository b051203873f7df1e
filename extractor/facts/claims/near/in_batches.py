"""claim/breakdown by batches: 中央资金386万元、省级资金142万元。中央资金分两批下达，第一批240万元，第二批146万元."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.scope import IN_FORM, LISTED, Scope, alike
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.model.claims import Claim

_FEWEST = 2


def in_batches(scope: Scope) -> Iterator[Claim]:
    """As many figures as there are batches, one behind the other, against the one figure before that bears the name of what came in them."""
    number = chinese_to_int(scope.text("number"), scope.patterns)
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end() and not one.depth]
    if not behind or number is None or number < _FEWEST:
        return
    like = [one for one in behind if alike(one.quantity, behind[0].quantity)]
    parts = like[:number]
    told = parts and (parts == behind[:number]) and all(scope.has("claim.batch", one.lead) for one in parts)
    if len(parts) < number or not told or any(scope.has("claim.batch", one.lead) for one in like[number:]):
        return
    whole, here = _named(scope, parts)
    if whole is not None:
        operands = [scope.operand("part", one, IN_FORM if here else LISTED) for one in parts]
        yield scope.claim(whole, operands, complete="full", weak="guard")


def told_in_batches(scope: Scope) -> Iterator[Claim]:
    """资金386万元，分两批下达：第一批240万元，第二批146万元; …，3月到位240万元，8月到位146万元: an amount, and as many parts of it as there are batches."""
    number, whole = chinese_to_int(scope.text("number"), scope.patterns), scope.figure("stated")
    if whole is None or number is None or number < _FEWEST or not scope.is_level(whole):
        return
    behind = [one for one in scope.sentence.figures[whole.index + 1 :] if one.depth == whole.depth]
    like = [one for one in behind if alike(one.quantity, whole.quantity)]
    timed = [one for one in like if scope.has("claim.batch", one.lead) or scope.has("claim.batch.when", one.lead)]
    if len(like) >= number and like[:number] == timed and not any(scope.changes(one) or scope.each(one) for one in timed):
        yield scope.claim(whole, [scope.operand("part", one, LISTED) for one in timed], complete="full", weak="guard")


def _named(scope: Scope, parts: Sequence[Placed]) -> tuple[Placed | None, bool]:
    """The figure in whose name the batches came, of the sentence, or of those before it; and whether it is of the sentence."""
    name = scope.text("name").strip()
    ahead = [one for one in scope.sentence.figures if one.at.end <= scope.match.start()]
    for known, here in ((ahead, True), (scope.before, False)):
        found = [one for one in known if alike(one.quantity, parts[0].quantity) and scope.is_level(one)]
        called = [one for one in found if name and one.lead.strip().endswith(name)]
        if len({one.quantity.worth for one in called}) == 1:
            return called[0], here
        if called:
            break
    return None, False

"""What looks like the list of a whole and is none: what is told out of one of its parts, what went off, items counted otherwise, an account beside it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.facts.claims.scope import AMOUNTS, Scope, alike, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import QuantityKind


def is_mixed(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether one item of a list with a rest is counted otherwise (咨询31280人次、代书2846人次、调解1872件次，其余2642人次)."""
    row = [one for one in scope.sentence.figures[parts[0].index : parts[-1].index] if one.depth == parts[0].depth and one not in parts]
    odd = [one for one in row if one.quantity.kind in AMOUNTS and not scope.has("claim.share-lead", one.lead)]
    return 0 < len(odd) < len(parts) - 1


def is_no_list(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether what looks like the list of a whole is one of the kinds below."""
    unlike = is_balance(whole, parts) or are_nested(scope, parts) or turns_into(scope, parts) or goes_against(scope, whole, parts)
    return unlike or (total_of(parts) < whole.quantity.worth and done_of_a_plan(scope, whole, parts))


def is_balance(whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether a bracket tells from what a figure was taken, and how much went off (上年结转21480万元（上年末结转23650万元，收回2170万元）)."""
    return parts[0].quantity.worth > whole.quantity.worth == parts[0].quantity.worth - total_of(parts[1:])


def are_nested(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether the next ones of a list make up the one before them (抽查18640户，能正常使用18248户，不能使用的392户): that one is told out, no part beside."""
    if any(scope.patterns.one("claim.list-in-a-part").match(one.tail) for one in parts[:-1]):
        return True  # 奖励资金1420万元中用于仓储860万元
    return any(
        one.clause < parts[at + 1].clause and total_of(parts[at + 1 : end]) == one.quantity.worth
        for at, one in enumerate(parts)
        for end in range(at + 3, len(parts) + 1)
    )


def turns_into(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether a figure is what another of them became (138个村中，达标的由74个增加到97个): one thing at two times."""
    pattern = scope.patterns.one("claim.turned-into")
    return any(pattern.search(one.lead.strip()) for one in parts[1:])


def stop_lost(scope: Scope, last: Placed, one: Placed) -> bool:
    """Whether no mark at all parts a figure from the last of a list, and it has parts of its own (…其他859万元本年支出3310万元，其中…): a stop was lost."""
    behind = scope.sentence.figures[one.index + 1 : one.index + 2]
    mark = scope.patterns.words("claim.list-mark")[0]
    unparted = one.clause == last.clause and one.depth == last.depth and mark not in scope.sentence.between(last, one)
    return unparted and any(scope.has("claim.among", other.lead) and alike(other.quantity, one.quantity) for other in behind)


def is_cut(scope: Scope, part: Placed) -> bool:
    """Whether a budget is told with what was taken from it right behind (其中年初预算900万元，年中调减40万元): it may be larger than what is left."""
    behind = scope.sentence.figures[part.index + 1 : part.index + 2]
    return any(
        alike(one.quantity, part.quantity) and one.clause - part.clause <= 1 and scope.has("claim.down-budget", one.lead) for one in behind
    )


def goes_against(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether some parts of what was gained were lost (结余274万元，其中2020年结余310万元，2021年超支36万元): they are taken off, and the words alone
    do not say of which sum.
    """
    against = [scope.has("claim.parts.lost", one.lead) for one in parts]
    return any(against) and not all(against) and not scope.has("claim.parts.lost", whole.lead)


def done_of_a_plan(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether a list tells what was done of what was planned (计划改造1200户，其中城市实施700户，农村实施300户): it need not be all of it.

    Of money, 支出 is the name of a part as well as a word for what was done.
    """
    if whole.quantity.kind is QuantityKind.MONEY:
        return False

    def carried_out(one: Placed) -> bool:
        return any(scope.has(words, one.lead) for words in ("claim.done", "claim.parts.carried-out"))

    planned = scope.has("claim.aims", whole.lead) and not carried_out(whole)
    return planned and all(carried_out(one) and not scope.has("claim.not-done", one.lead) for one in parts)

"""claim/difference: by how much a whole changed, and each of its parts (收入1720万元，减少96万元，其中甲1035万元，减少150万元，乙685万元，增加54万元).

What parts make up, they change together. A list that holds says which figures these are, and each change stands right behind its own figure; where no level
is told, 其中 ties a row of changes to the one before it. Other years may have had other parts: one slip must be all that keeps them from adding up.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, zip_longest

from extractor.facts.claims.scope import AMOUNTS, LISTED, Scope, alike
from extractor.facts.claims.surroundings import Surroundings
from extractor.facts.figures import Placed, Sentence
from extractor.model.claims import Claim, Hedge, Operand, QuantityKind

_CUE, _AMONG, _BASIS, _NONE = (
    "claim.changes-of-parts",
    "claim.changes-of-parts.among",
    "claim.changes-of-parts.basis",
    "claim.no-change-told",
)
_LISTS = frozenset({"claim/breakdown", "claim/sum"})
_COUPLE = 2


def changes_of_parts(sentences: Sequence[Sentence], known: Mapping[tuple[str, str], Claim], around: Surroundings) -> Iterator[Claim]:
    """One claim for each change of a whole whose parts have theirs told as well, where no claim has read it without doubt."""
    cue = around.patterns.one(_CUE)
    homes = {
        one.quantity.id: (scope, one)
        for sentence in sentences
        if (scope := Scope.at_cue(sentence, cue, around)) is not None
        for one in sentence.figures
    }
    rows = [row for claim in known.values() if (row := _of_list(claim, homes)) is not None]
    rows += [row for sentence in sentences if (row := _of_changes_alone(sentence, homes)) is not None]
    for claim in (claim for row in rows if (claim := _claim(*row)) is not None):
        first = known.get((claim.rule, claim.stated.id))
        if first is None or first.doubt is not None:
            yield claim


Row = tuple[Scope, Placed, list[Placed]]
Homes = Mapping[str, tuple[Scope, Placed]]


def _of_list(claim: Claim, homes: Homes) -> Row | None:
    """The changes of a whole and of the parts that a list which holds tells it is made of; None where one of them has none told."""
    told = [one.quantity for one in claim.operands if one.quantity is not None]
    if claim.rule not in _LISTS or claim.doubt is not None or len(told) < _COUPLE or not claim.adds_up:
        return None
    if not all(one.id in homes for one in (claim.stated, *told)):
        return None
    scope, whole = homes[claim.stated.id]
    own = _change(scope, whole)
    if own is None or any(one.at == own.at for one in told):
        return None
    parts: list[Placed] = []
    for quantity in told:
        home, part = homes[quantity.id]
        change = _change(home, part)
        if change is None and not _is_unchanged(home, part):
            return None
        if change is not None:
            if not _of_one_basis(own.lead, change.lead, scope):
                return None
            parts.append(change)
    return (scope, own, parts) if len(parts) >= _COUPLE else None


def _change(scope: Scope, level: Placed) -> Placed | None:
    """The change that is told right behind a level: the first figure of its unit, with nothing between but a rate, and what that is of."""
    of = scope.patterns.words("claim.relative")[0]
    for one, other in zip_longest(scope.sentence.figures[level.index + 1 :], scope.sentence.figures[level.index + 2 :]):
        shared = other is not None and other.quantity.kind is QuantityKind.PERCENT and other.lead.strip() == of
        if one.depth > level.depth or shared:
            continue  # 完成预算数2180万元的44.5%
        if one.depth < level.depth or one.segment != level.segment:
            return None
        if alike(one.quantity, level.quantity):
            return one if _is_change(scope, one) else None
        if one.quantity.kind is not QuantityKind.PERCENT:
            return None
    return None


def _is_change(scope: Scope, one: Placed) -> bool:
    exact = one.quantity.kind in AMOUNTS and bool(one.quantity.value) and one.quantity.hedge is Hedge.EXACT
    return exact and scope.changes(one) and _direction(scope, one) != 0


def _direction(scope: Scope, one: Placed) -> int:
    """Which way the verb right before a figure says that it changed; 0 where it says neither, or what would have to be (需增加)."""
    verb = one.lead.rstrip()[-_COUPLE:]
    down, up = scope.has("claim.down", verb), scope.has("claim.up", verb)
    return int(up) - int(down)


def _is_unchanged(scope: Scope, level: Placed) -> bool:
    """Whether the words right behind a level say that it is as it was (与上年持平)."""
    figures = [one for one in scope.sentence.figures[level.index + 1 :] if one.depth <= level.depth]
    end = figures[0].at.start if figures else scope.sentence.at.end
    start = scope.sentence.at.start
    return scope.patterns.one(_NONE).search(scope.sentence.text[level.at.end - start : end - start]) is not None


def _of_one_basis(whole: str, part: str, scope: Scope) -> bool:
    """Whether the change of a part is told against what that of the whole is: it names the same basis, or none."""
    bases = [
        {name for match in scope.patterns.one(_BASIS).finditer(lead) for name, said in match.groupdict().items() if said}
        for lead in (whole, part)
    ]
    return not bases[1] or bases[1] == bases[0]


def _of_changes_alone(sentence: Sentence, homes: Homes) -> Row | None:
    """A change, 其中, and a row of changes of its unit to the end of the sentence, each under a name of its own."""
    if len(sentence.figures) <= _COUPLE or sentence.figures[0].quantity.id not in homes:
        return None
    scope, _ = homes[sentence.figures[0].quantity.id]
    among = scope.patterns.one(_AMONG).search(sentence.text)
    if among is None:
        return None
    at = sentence.at.start + among.start()
    ahead, behind = ([one for one in sentence.figures if (one.at.start < at) is before] for before in (True, False))
    if len(ahead) != 1 or len(behind) < _COUPLE or not _is_change(scope, ahead[0]):
        return None
    whole = ahead[0]
    even = all(alike(one.quantity, whole.quantity) and one.depth == whole.depth and _is_change(scope, one) for one in behind)
    alone = all(len(list(held)) == 1 for _, held in groupby(behind, key=lambda one: one.clause))
    names = {one.lead.strip() for one in behind}
    if (
        not (even and alone)
        or len(names) < len(behind)
        or any(scope.opens(one.lead) for one in behind)
        or scope.has("claim.open-end", behind[-1].tail)
    ):
        return None
    return (scope, whole, behind) if all(_of_one_basis(whole.lead, one.lead, scope) for one in behind) else None


def _claim(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> Claim | None:
    """The change of the whole by those of its parts that went its way, and those that went the other."""
    along = [one for one in parts if _direction(scope, one) == _direction(scope, whole)]
    against = [one for one in parts if one not in along]
    if not along:
        return None
    roles = ("had", "used") if against else ("part", "part")
    told = [Operand(role, one.quantity, LISTED) for role, held in zip(roles, (along, against), strict=True) for one in held]
    return scope.claim(whole, told, rule="claim/difference" if against else "claim/breakdown", complete="full", weak="guard")

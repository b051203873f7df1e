"""claim/ratio: the whole of a share by its name, told behind it (占总投入的三分之一，…，项目总投入为3600万元), or as what a row before it makes together."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extractor.facts.claims.certainty.heads import exclusive, shared_pairs
from extractor.facts.claims.scope import LISTED, SAME_PARAGRAPH, SAME_SENTENCE, Scope, alike, at_least, is_amount, total_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, Operand

_COUPLE, _MOST = 2, 4
_NAME = 2
"""Characters of a name by which a figure behind is found."""


def named_behind(scope: Scope, stated: Placed, part: Placed) -> Operand | None:
    """The one figure of the rest of the sentence, or of the next one, whose words end with what a share is said to be of; none before it bears the name."""
    name = scope.patterns.one("claim.phrase-aside").sub("", scope.text("phrase")).strip()
    if len(name) < _NAME or part.index != stated.index - 1:
        return None
    following = scope.around.following(scope.sentence)
    here = scope.sentence.figures[stated.index + 1 :]
    for figures, why in ((here, SAME_SENTENCE), (following.figures if following is not None else (), SAME_PARAGRAPH)):
        fits = [one for one in figures if alike(one.quantity, part.quantity) and _ends_in(scope, one, name)]
        fits = [one for one in fits if at_least(one.quantity, part.quantity) and scope.is_level(one) and one.depth == part.depth]
        if len({one.quantity.worth for one in fits}) == 1:
            return scope.operand("whole", fits[0], why)
        if fits:
            return None
    return None


def of_called_in_row(scope: Scope, stated: Placed, amounts: Sequence[Placed]) -> Claim | None:
    """中央投资3200万元和地方配套800万元均已到位，中央资金占总投资80%: of the row, whose parts alone bear the names, together."""
    words = scope.opening().strip()
    if len(words) < _NAME or not scope.text("phrase") or plain_name(scope, scope.text("phrase")) or not amounts:
        return None
    row = [one for one in reversed(amounts) if alike(one.quantity, amounts[0].quantity) and one.depth == stated.depth]
    if not _COUPLE <= len(row) <= _MOST or not all(scope.is_level(one) for one in row) or any(one.segment != stated.segment for one in row):
        return None
    if any(other.index - one.index != 1 or other.clause - one.clause > 1 for one, other in pairwise(row)):
        return None
    called = [one for one in row if shared_pairs(words[:_NAME], one.lead)]
    whole = next((one for one in row if one.quantity.worth * _COUPLE == total_of(row)), None)
    apart = all(exclusive(one.lead, other.lead, scope.patterns) for one, other in pairwise(row)) or len(row) == _COUPLE
    if len(called) != 1 or whole is not None or not apart or scope.has("claim.among", scope.sentence.between(row[0], row[-1])):
        return None
    operands = [scope.operand("part", called[0], LISTED), *(scope.operand("whole", one, LISTED) for one in row)]
    return scope.claim(stated, operands, weak="far")


def plain_name(scope: Scope, phrase: str) -> str:
    """What a share is said to be of, without the words that go with any amount (全县总投资)."""
    name = scope.patterns.one("claim.phrase-aside").sub("", scope.patterns.one("claim.phrase-all").sub("", phrase))
    return scope.patterns.one("claim.row.plain").sub("", name).strip()


def _ends_in(scope: Scope, one: Placed, name: str) -> bool:
    tail = scope.patterns.one("claim.whole-behind.tail")
    return is_amount(one.quantity) and tail.sub("", one.lead.strip()).endswith(name)

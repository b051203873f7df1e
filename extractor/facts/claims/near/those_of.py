"""claim/part-exceeds-whole by the particle: 抽查台账40份，签字完整的38份; 不合格样品中食用农产品共321批次: those of the ones told before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.likely import printed_as
from extractor.facts.claims.scope import SAME_PARAGRAPH, SAME_SENTENCE, Scope, alike, ends_with, is_amount
from extractor.facts.figures import Placed
from extractor.model.claims import Claim, QuantityKind

_NAME, _END = 4, 2
"""Characters of a name by which the figure of an earlier sentence is found again; of the noun that both figures have."""
_STATES = 2
"""Figures of a row that may be whole and part: of three, each may be a part of something told before."""
_TIMES = 3
"""How many times its whole a part with a slip may be."""


def those_of(scope: Scope) -> Iterator[Claim]:
    """A，…的B: those of the A told in the clause before, where no word says that others may be meant."""
    figures = scope.sentence.figures
    for part in figures[1:]:
        if (
            part.quantity.kind is QuantityKind.MONEY
            or not is_amount(part.quantity)
            or scope.changes(part)
            or scope.each(part)
            or scope.counts_more(part)
            or not _is_those(scope, part)
        ):
            continue
        whole = _whole(scope, part)
        if whole is not None and not _is_its_part(scope, whole, part):
            yield scope.claim(part, [scope.operand("whole", whole, SAME_SENTENCE)])


def _is_those(scope: Scope, part: Placed) -> bool:
    """Whether the words before a figure say that it is so many of some told before: …的31家, …的有31家, 有卫生室的村204个, 有效1921份."""
    lead = part.lead.strip()
    if scope.has("claim.came-in", lead) or scope.has("claim.beyond", lead) or scope.has("claim.beyond", part.tail) or scope.is_base(part):
        return False
    if lead.startswith((*scope.patterns.words("claim.found-so"), *scope.patterns.words("claim.ended-so"))):
        return True
    said = _before_particle(scope, part)
    return len(said[0]) >= _END and (_ends_so(scope, part) or bool(said[1]))


def _ends_so(scope: Scope, part: Placed) -> bool:
    return ends_with(part.lead, (*scope.patterns.words("claim.relative"), *scope.patterns.words("claim.there-are")))


def _is_its_part(scope: Scope, first: Placed, last: Placed) -> bool:
    """Whether the figure told first is so many of the larger one behind it (优良样点218个，有效样点254个): a rate says so, or words for how things came out."""
    if last.quantity.worth <= first.quantity.worth:
        return False
    behind = scope.sentence.figures[last.index + 1 : last.index + 2]
    rated = any(
        one.quantity.kind is QuantityKind.PERCENT and printed_as(one.quantity, first.quantity.worth, last.quantity.worth) for one in behind
    )
    outcome = scope.patterns.one("claim.came-out").search(first.lead.strip()) is not None
    return rated or (outcome and scope.patterns.one("claim.of-all-those").search(last.lead.strip()) is not None)


def _before_particle(scope: Scope, part: Placed) -> tuple[str, str]:
    """What stands before the last particle of the words before a figure, and the noun behind it (有卫生室的村: 有卫生室, 村)."""
    said, particle, noun = part.lead.strip().rpartition(scope.patterns.words("claim.relative")[0])
    return (said, noun if particle and len(noun) <= _NAME else "") if particle else ("", "")


def _whole(scope: Scope, part: Placed) -> Placed | None:
    """The first figure of the row that a part stands in, where it can be what the part is of: so many of a thing at hand, not ones made beside others."""
    row = [one for one in scope.sentence.figures[: part.index] if one.segment == part.segment and alike(one.quantity, part.quantity)]
    row = [one for one in row if one.depth == part.depth]
    if scope.has("claim.found-so", part.lead):
        row = row[-1:]  # 发出2000份，收回1934份，有效1921份
    if not row or any(not _is_those(scope, one) for one in row[1:]) or part.clause - row[0].clause > len(row):
        return None
    if part.lead.strip().startswith(scope.patterns.words("claim.ended-so")):
        return row[0] if _ended_so(scope, row[0], part) else None
    whole, noun = row[0], "" if _ends_so(scope, part) else _before_particle(scope, part)[1]
    if whole.clause == part.clause or _before_particle(scope, whole)[1] or _ends_so(scope, whole):  # 优秀的12个村…，良好的20个村
        return None  # 超过3万人的乡镇4个，1万至3万人的8个
    if len(_states(scope, part)) > _STATES:
        return None  # 显效102名，有效189名，无变化27名: of all of them, told before
    named = not noun or whole.tail.startswith(noun) or whole.lead.strip().endswith(noun)
    made = scope.has("claim.made", whole.lead) and not scope.has("claim.all-made", whole.lead)
    aimed = scope.has("claim.aims", whole.lead) or whole.lead.strip().startswith(scope.patterns.words("claim.due-first"))
    apart = exclusive(whole.lead, part.lead, scope.patterns) or not scope.is_level(whole)
    beyond = part.quantity.worth > whole.quantity.worth * _TIMES  # of something else
    return whole if named and not made and not aimed and not apart and not beyond else None


def _ended_so(scope: Scope, whole: Placed, part: Placed) -> bool:
    """Whether a part says what became of things that the clause before names (救护候鸟1327只，放飞1146只，死亡的181只): none of them are more."""
    beside = [one for one in _states(scope, part) if one not in (whole, part)]
    named = bool(scope.nouns(whole.lead)) and part.clause == whole.clause + 1 and whole.depth == part.depth
    made = scope.has("claim.made", whole.lead) and not scope.has("claim.lived-on", part.lead)
    aimed = scope.has("claim.aims", whole.lead) or whole.lead.strip().startswith(scope.patterns.words("claim.due-first"))
    other = not scope.is_level(whole) or whole in scope.inner([whole]) or made or aimed
    beyond = part.quantity.worth > whole.quantity.worth * _TIMES or any(one.quantity.worth > whole.quantity.worth for one in beside)
    return named and not other and not beyond and not exclusive(whole.lead, part.lead, scope.patterns)


def _states(scope: Scope, part: Placed) -> list[Placed]:
    """The figures of a part's unit that stand beside it, a clause each."""
    row = [
        one
        for one in scope.sentence.figures
        if alike(one.quantity, part.quantity)
        and one.depth == part.depth
        and one.segment == part.segment
        and not one.lead.strip().startswith(scope.patterns.words("claim.beside-them"))  # 签字完整的38个，另有2个补办了手续
    ]
    steps = {one.clause for one in row}
    return row if len(steps) == len(row) == max(steps) - min(steps) + 1 else []


def among_called(scope: Scope) -> Iterator[Claim]:
    """不合格样品中食用农产品共321批次: of the figure of an earlier sentence that bears the name."""
    particle = scope.patterns.words("claim.relative")[0]
    name = scope.text("name").rpartition(particle)[2]
    part = scope.figure("stated")
    if part is None or len(name) < _END or not scope.is_level(part):
        return  # 问题由年初的135个减少至75个: a level of what stands before the particle
    here = [one for one in reversed(scope.sentence.figures[: part.index]) if one.at.end <= scope.match.start()]
    known = [one for one in (*here, *scope.before) if alike(one.quantity, part.quantity) and one.depth == 0 and not scope.changes(one)]
    called = [one for one in known if one.lead.strip().endswith(name)]
    if not called:
        # 全年发展团员4.6万名。…团员队伍中，大专学历的38.4万名: so much more is of something else that has the word
        like = [one for one in known if part.quantity.worth <= one.quantity.worth * _TIMES]
        called = [one for one in like if one.lead.strip().removesuffix(particle)[-_END:] == name[:_END]] or _only_bearer(like, name[:_END])
    if len({one.quantity.worth for one in called}) == 1 and not scope.is_base(called[0]) and not scope.each(called[0]):
        yield scope.claim(part, [scope.operand("whole", called[0], SAME_PARAGRAPH)])


def _only_bearer(known: Sequence[Placed], word: str) -> list[Placed]:
    """The one figure whose words hold the word that a name begins with (参加体检的环卫工人: 体检人员); none where others stand beside it."""
    return [one for one in known if word in one.lead] if len(known) == 1 else []


def of_one_above(scope: Scope, part: Placed, wholes: Sequence[Placed]) -> Iterator[Claim]:
    """满意668人。其中非常满意612人: the figure of the sentences before whose name the part has with a word more."""
    named = [one for one in wholes if len(one.lead.strip()) >= _END and part.lead.strip().endswith(one.lead.strip())]
    named = [one for one in named if one.lead.strip() != part.lead.strip()]  # 其中满意的320份。…其中满意的386份: of another whole
    if len({one.quantity.worth for one in named}) == 1 and not scope.each(part):
        yield scope.claim(part, [scope.operand("whole", named[0], SAME_PARAGRAPH)], rule="claim/part-exceeds-whole")

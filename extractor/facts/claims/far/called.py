"""claim/ratio: part or whole by the name that the claim calls it, wherever in the report that stands (集中供养对象占特困供养对象的30%; 首贷中…的1275份，占85%).

A name stands for a figure where nothing else of its unit is called so; of several the nearest: in its paragraph, its section, the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from extractor.facts.claims.certainty.heads import exclusive
from extractor.facts.claims.far.likely import WHERE
from extractor.facts.claims.far.panorama import Seen, apart
from extractor.facts.claims.far.unfit import became, is_a_share_of_it, of_a_past_year, of_another_state
from extractor.facts.claims.rate_names import rate_words
from extractor.facts.claims.scope import AMOUNTS, IN_FORM, SAME_REPORT, Scope, alike, is_amount, year_of
from extractor.facts.claims.tables.keyed_grids import Series
from extractor.facts.figures import Placed
from extractor.language.patterns import Pattern
from extractor.model.claims import Claim, Operand, Quantity

_MARKS = "，；：、（("
_NAME = 2
"""Characters of a name by which a figure is found again."""
_TELLING = 2
"""Digits of a rate whose one slip tells that it is of the only larger amount there is, where both share a word."""
_PLAIN = 4
"""Characters of one that holds only words that go with anything (资金总额)."""


def share(scope: Scope, told: Sequence[Series]) -> Iterator[Claim]:
    """A占B的p%, where the sentence tells neither, or not the whole: the figures that the report calls so."""
    del told
    stated = scope.figure("stated")
    if stated is None or "whole" in scope.form.groups or scope.respectively(stated):
        return
    view = scope.around.panorama
    here = view.of(stated)
    if not scope.text("phrase") and (name := _of_rate(scope)):
        yield from _of_name(scope, stated, here, name)
        return
    before = scope.sentence.figures[stated.index - 1] if stated.index else None
    beside = before is not None and before.segment == stated.segment and stated.clause - before.clause <= 1
    part: Seen | None = None
    phrase = _phrase(scope, stated)
    if beside and before is not None and is_amount(before.quantity) and not scope.changes(before) and not scope.each(before):
        if scope.nouns(scope.opening()):
            yield from _within_it(scope, stated, here, before)
            return
        part = view.of(before)
    elif not beside and phrase:
        most = "" if scope.opening() else _told_as_most(scope)
        part = _called(scope, here, scope.opening() or most, None, Fraction(0))
        if part is None and len(most) > _PLAIN:
            part = _called(scope, here, most[:-_NAME], None, Fraction(0))  # 市场监管类案件: 市场监管类276件
    if part is None:
        return
    whole = _called(scope, here, phrase, part.placed.quantity, part.size) if phrase else None
    within = None if whole is not None or not beside else _within(scope, part.placed)
    whole = whole or (None if within is None else _called(scope, here, within, part.placed.quantity, part.size))
    last = whole is None
    if whole is None and beside:
        whole = _only_one(scope, here, part) if phrase else _of_its_noun(scope, here, part) or _of_its_unit(scope, here, part)
    elif whole is None:
        whole = _whole_of_list(scope, part)
        last = whole is None
    if (
        whole is None
        or whole is part
        or not _of_one(scope, part, whole)
        or _in_row_of_years(scope, whole)
        or of_another_state(scope, part, whole)
        or is_a_share_of_it(scope, phrase, stated, whole)
    ):
        return
    operands = [scope.operand(role, one.placed, WHERE[view.tier(here, one)]) for role, one in (("part", part), ("whole", whole))]
    claim = scope.claim(stated, operands, others=_by_the_same_end(scope, operands[0], part, phrase), rule="claim/ratio", named=True)
    telling = _TELLING if not phrase and view.overlap(part.words, whole.words) else _TELLING + 1
    yield replace(claim, params={**claim.params, "strict": True, "telling": telling, "last": True}) if last else claim


def _by_the_same_end(scope: Scope, own: Operand, part: Seen, phrase: str) -> list[list[Operand]]:
    """Readings by the figures whose words end with what a share is said to be of (实抽中药品784批次; 占药品): they may clear it."""
    key = scope.around.panorama.key(phrase) if phrase else ""
    found = scope.around.panorama.ending_in(key) if len(key) >= _NAME else []
    return [[own, scope.operand("whole", one.placed, SAME_REPORT)] for one in found if one.size > part.size and one is not part]


def _phrase(scope: Scope, stated: Placed) -> str:
    """What a share is said to be of; 占到位资金 is of 到位资金."""
    said = scope.patterns.one("claim.called.share-of").search(stated.lead)
    return scope.text("phrase") if said is None else str(said["what"])


def _of_rate(scope: Scope) -> str:
    """What the name of a rate that the lexicon has says besides (项目资金执行率: 项目资金)."""
    name = scope.text("name")
    rates = [one["name"] for one in scope.patterns.entry("claim.rates").data["rates"] if name.endswith(one["name"])]
    return name.removesuffix(max(rates, key=len)) if rates else ""


def _of_name(scope: Scope, stated: Placed, here: Seen, name: str) -> Iterator[Claim]:
    """项目资金5.53亿元，…，项目资金执行率86.6%: the figure of the sentence, and the larger one elsewhere, that bear the name."""
    view = scope.around.panorama
    if len(name) < _PLAIN:
        return
    parts = [view.of(one) for one in scope.sentence.figures[: stated.index] if one.segment == stated.segment]
    parts = [
        one for one in parts if one.placed.lead.strip().endswith(name) and not scope.changes(one.placed) and not scope.each(one.placed)
    ]
    if len(parts) != 1:
        return
    found = [one for one in view.ending_in(name) if one.sentence != here.sentence and one.placed.at.start < stated.at.start]
    found = [one for one in found if one.placed.lead.strip().endswith(name) and _may_be(scope, one, parts[0].placed.quantity)]
    found = [one for one in found if one.size > parts[0].size and one.sentence >= 0]
    if len({one.size for one in found}) == 1 and _of_one(scope, parts[0], found[0]):
        operands = [scope.operand(role, one.placed, WHERE[view.tier(here, one)]) for role, one in (("part", parts[0]), ("whole", found[0]))]
        yield scope.claim(stated, operands, rule="claim/ratio", named=True)


def _within_it(scope: Scope, stated: Placed, here: Seen, whole: Placed) -> Iterator[Claim]:
    """受理诉求96.84万件，其中通过小程序受理的占14.4%: of the figure right before, what the report tells under that name."""
    name = scope.patterns.one("claim.called.among-it").fullmatch(scope.opening().strip())
    if (
        scope.text("phrase")
        or name is None
        or whole.clause != stated.clause - 1
        or not scope.match[0].startswith(scope.patterns.words("claim.share-lead"))
    ):
        return
    names = [str(name["name"])]
    verb = names[0][-_NAME:]
    names += [names[0][:-_NAME]] if verb in whole.lead and len(names[0]) >= _PLAIN + _NAME else []
    told = next((found for one in names if (found := _called(scope, here, one, None, Fraction(0))) is not None), None)
    view, like = scope.around.panorama, whole.quantity
    size = view.of(whole)
    if told is None or not any(
        one.paragraph == told.paragraph and one.size == size.size for one in view.before(here.placed.at.start, like.kind, like.unit)
    ):
        return  # what was told then was of something else
    if alike(told.placed.quantity, like) and told.size < size.size and not apart(told.said, size.said, scope.patterns):
        operands = [scope.operand("part", told.placed, WHERE[view.tier(here, told)]), scope.operand("whole", whole, IN_FORM)]
        yield scope.claim(stated, operands, rule="claim/ratio", named=True)


def _told_as_most(scope: Scope) -> str:
    """What the clause before a share says that there is much of (一是民事案件多，占全部案件的74.9%)."""
    before = scope.sentence.text[: scope.match.start() - scope.sentence.at.start].rstrip(_MARKS)
    told = scope.patterns.one("claim.called.most").search(before)
    return "" if told is None else str(told["name"])


def _whole_of_list(scope: Scope, part: Seen) -> Seen | None:
    """The figure before a list under 其中 that holds a part and adds up to it (筹资5260万元。其中财政投入3682万元，…; 财政投入占筹资总额的70%)."""
    view = scope.around.panorama
    if not part.inner or part.sentence < 0:
        return None
    row = [one for one in view.of_sentence(part.sentence) if alike(one.placed.quantity, part.placed.quantity)]
    listed = [one for one in row if one.inner]
    heads = [one for one in row if not one.inner] or [
        one
        for one in view.of_sentence(part.sentence - 1)
        if one.paragraph == part.paragraph and alike(one.placed.quantity, part.placed.quantity)
    ]
    fits = len(heads) == 1 and sum(one.size for one in listed) == heads[0].size
    return heads[0] if fits and view.overlap(scope.text("phrase"), _clause(heads[0])) else None


def _of_its_unit(scope: Scope, here: Seen, part: Seen) -> Seen | None:
    """The one amount of the report before that is larger than the part of a rate that bears its name (安装144所，安装率98.6%: of 146所)."""
    part_words = rate_words(scope)[0] if scope.text("name") else [scope.opening().strip()]  # 抽查62家，抽查比例25%
    if not any(word and word in part.placed.lead for word in part_words):
        return None
    like = part.placed.quantity
    held = scope.around.panorama.before(here.placed.at.start, like.kind, like.unit)
    found = [one for one in held if one.sentence >= 0 and one.size > part.size and is_amount(one.placed.quantity)]
    fits = [one for one in found if _may_be(scope, one, like)]
    return fits[0] if fits and len({one.size for one in found}) == 1 else None


def _only_one(scope: Scope, here: Seen, part: Seen) -> Seen | None:
    """The one amount of the report before that is larger than a part and whose own words bear some of what its share is said to be of (占享受人数的)."""
    view = scope.around.panorama
    phrase = scope.patterns.one("claim.named.amount").sub("", scope.patterns.one("claim.phrase-all").sub("", scope.text("phrase")))
    like = part.placed.quantity
    held = view.before(here.placed.at.start, like.kind, like.unit)
    found = [
        one
        for one in held
        if one.sentence >= 0
        and one.size > part.size
        and (view.overlap(phrase, _clause(one)) or _abbreviates(phrase, f"{_clause(one)}{like.unit}"))
        and _may_be(scope, one, like)
    ]
    return found[0] if len({one.size for one in found}) == 1 else None


def _abbreviates(short: str, words: str) -> bool:
    """Whether a name is made of characters of a longer one in their order (低保户: 最低生活保障对象…户)."""
    rest = iter(words)
    return len(short) >= _NAME and all(char in rest for char in short)


def _of_its_noun(scope: Scope, here: Seen, part: Seen) -> Seen | None:
    """The one larger amount of the report before whose words end with the noun of a part (参加培训的乡村医生273名, 在岗乡村医生312名)."""
    noun = scope.nouns(part.placed.lead)[-1:]
    if not noun or len(noun[0]) < _PLAIN:
        return None
    found = [one for one in scope.around.panorama.ending_in(noun[0][-_PLAIN:]) if 0 <= one.sentence != here.sentence]
    found = [
        one
        for one in found
        if one.placed.at.start < part.placed.at.start and one.size > part.size and _may_be(scope, one, part.placed.quantity)
    ]
    return found[0] if len({one.size for one in found}) == 1 else None


def _clause(one: Seen) -> str:
    """The words of its clause before a figure, other figures among them (年末享受两项补贴13911人)."""
    return one.said[max(one.said.rfind(mark) for mark in _MARKS) + 1 :]


def _within(scope: Scope, part: Placed) -> str | None:
    """The thing among which a part is told (在已竣工的改造户中，贫困户702户); None where no words say so."""
    words = scope.sentence.text[: part.at.start - scope.sentence.at.start]
    last = next(iter(reversed(list(scope.patterns.one("claim.called.within").finditer(words)))), None)
    between = "" if last is None else words[last.end() :]
    told = last is None or any(one.at.start - scope.sentence.at.start > last.start("name") for one in scope.sentence.figures[: part.index])
    return None if last is None or told or len(between) > len(words) else str(last["name"])


def _called(scope: Scope, here: Seen, name: str, like: Quantity | None, least: Fraction) -> Seen | None:
    """The one figure before that is called by a name; None where none is, or two are as near."""
    view = scope.around.panorama
    key = view.key(name)
    if len(key) < _NAME or (len(key) < _PLAIN and not scope.nouns(key)):
        key = view.key(name, bare=False)
        if len(key) < _PLAIN and like is not None:
            return None
    if not scope.nouns(key) and like is not None and scope.patterns.one("claim.far.total").search(key):
        return _all_there_is(scope, here, like, least)
    found = [
        one for one in view.ending_in(key) if one.placed.at.start < here.placed.at.start and one.sentence >= 0 and _may_be(scope, one, like)
    ]
    found = [one for one in found if one.placed.quantity.kind in AMOUNTS and (like is None or one.size >= least)]
    nouns = view.names(key)
    exact = [one for one in found if view.key(one.placed.lead) == key or view.key(one.placed.lead, bare=False) == key]
    exact += [one for one in found if not nouns and not view.names(one.placed.lead) and not one.inner and one not in exact]  # 累计完成支出
    for held in (exact, found if len(key) >= _PLAIN else ()):
        for tier in sorted({view.tier(here, one) for one in held}):
            nearest = [one for one in held if view.tier(here, one) == tier]
            if len({(one.size, one.placed.quantity.unit) for one in nearest}) == 1:
                return nearest[0]
            return None
    return None if like is None else _whose_name_begins(scope, here, view.key(name, bare=False), like, least)


def _begins(aside: Pattern, own: str, key: str) -> bool:
    """Whether a figure's own name is, or begins, the one asked for, whatever says that all of it is meant (湿地总面积: 湿地面积)."""
    plain = aside.sub("", own), aside.sub("", key)
    return (len(own) >= _PLAIN and key.startswith(own)) or (len(plain[0]) >= _NAME + 1 and plain[0] == plain[1])


def _whose_name_begins(scope: Scope, here: Seen, key: str, like: Quantity, least: Fraction) -> Seen | None:
    """The one figure before whose own name begins the one asked for (百岁以上41人; 占百岁以上老人的): its unit says the rest."""
    view = scope.around.panorama
    found = [one for one in view.before(here.placed.at.start, like.kind, like.unit) if one.sentence >= 0 and one.size > least]
    all_of = scope.patterns.one("claim.phrase-aside")
    found = [one for one in found if _begins(all_of, view.key(one.placed.lead, bare=False), key) and _may_be(scope, one, like)]
    return found[0] if len({one.size for one in found}) == 1 else None


def _all_there_is(scope: Scope, here: Seen, like: Quantity, least: Fraction) -> Seen | None:
    """The one sum of its unit before that names nothing (合计4020万元), or is named as what all of it is (资金总额4020万元)."""
    view = scope.around.panorama
    found = [
        one for one in view.before(here.placed.at.start, like.kind, like.unit) if one.sentence >= 0 and one.summed and one.size >= least
    ]
    found = [one for one in found if not view.names(one.placed.lead) and _may_be(scope, one, like)]
    return found[0] if len({one.size for one in found}) == 1 else None


def _may_be(scope: Scope, one: Seen, like: Quantity | None) -> bool:
    plain = not scope.changes(one.placed) and not scope.each(one.placed) and one.placed.depth == 0 and not scope.is_base(one.placed)
    return plain and bool(one.placed.quantity.value) and (like is None or alike(one.placed.quantity, like)) and not became(scope, one)


def _in_row_of_years(scope: Scope, whole: Seen) -> bool:
    """Whether the same is told of another year right behind it, without its name (2021年产茧2035吨，2022年2276吨): it may be that one."""
    behind = scope.around.panorama.behind(whole)
    if behind is None or not alike(behind.placed.quantity, whole.placed.quantity) or scope.changes(behind.placed):
        return False
    return not scope.nouns(behind.placed.lead) and year_of(behind.placed.quantity) not in (None, year_of(whole.placed.quantity))


def _of_one(scope: Scope, part: Seen, whole: Seen) -> bool:
    """Whether part and whole can be of one year and place."""
    years = {year for year in (year_of(part.placed.quantity), year_of(whole.placed.quantity)) if year is not None}
    told = any(
        scope.patterns.one("claim.moment.against").search(one.said) for one in (part, whole)
    )  # 比2018年增加…，其中：of no other year
    if (len(years) > 1 and not told) or exclusive(part.marks, whole.marks, scope.patterns) or apart(part.said, whole.said, scope.patterns):
        return False
    return whole.size > part.size and not scope.has("claim.last-year", whole.placed.lead) and not of_a_past_year(scope, part, whole)

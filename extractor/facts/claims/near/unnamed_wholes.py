"""claim/breakdown: a list that names no whole, and the figure before it that it is of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from extractor.facts.claims.near.partitions import is_partition
from extractor.facts.claims.near.parts_of_wholes import ends_here
from extractor.facts.claims.near.sums import parts_of
from extractor.facts.claims.one_digit import gap_of_a_slip
from extractor.facts.claims.scope import AMBIGUOUS, AMOUNTS, Scope, alike, at_least, total_of, year_of
from extractor.facts.figures import Placed
from extractor.model.claims import Claim

_A_COUPLE = 2
"""Parts that are too few for such a list; characters of the word before it that may name its whole."""
_DIGITS = 3
"""Digits of a whole, without the zeros behind, from which a slip tells that a row behind it is all of it."""
_ABOVE, _FAR_ABOVE = 8, 14
"""How many figures back the whole of a list that names none is looked for; how many where none there comes near."""
_TENTH = 10
"""One part in so many of its sum is the most that such a list may differ from a whole that it does not name."""
_REACH = 24
"""Characters before a list in which words may say that it lists some parts only."""
_MARKS = "\uff0c\u3001\uff1b\uff1a,;:\u548c"


def breakdown_of_above(scope: Scope) -> Iterator[Claim]:
    """支持四类项目：甲a、乙b、丙c。: a list that names no whole, and the one figure before it, in the sentence or the paragraph, that it can be of.

    The figure that the list adds up to, or the only one that it comes near to: then a slip in either is told.
    """
    behind = [one for one in scope.sentence.figures if one.at.start >= scope.match.end()]
    parts = _enumerated(scope, behind)
    if len(parts) <= _A_COUPLE or parts[0].quantity.kind not in AMOUNTS or any(one.quantity.value is None for one in parts):
        return
    ahead = scope.sentence.text[
        max(0, scope.match.start() - scope.sentence.at.start - _REACH) : parts[0].at.start - scope.sentence.at.start
    ]
    number = scope.sentence.figures[parts[0].index - 1].quantity.value if parts[0].index else None
    counted = number == len(parts)
    if (scope.has("claim.opens-some", ahead) and not counted) or any(scope.has("claim.open-end", one.tail) for one in parts):
        return
    rest = scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]
    if scope.has("claim.rest", rest):
        return  # a part without a figure of its own
    if any(scope.changes(one) or scope.each(one) or scope.has("claim.not-an-addend", one.lead) for one in parts):
        return
    here = list(reversed(scope.sentence.figures[: parts[0].index]))
    known = [one for one in [*here, *scope.before][:_FAR_ABOVE] if alike(one.quantity, parts[0].quantity) and scope.is_level(one)]
    total = total_of(parts)
    close = set(map(id, [*here, *scope.before][:_ABOVE]))
    near = [
        one
        for one in known
        if abs(one.quantity.worth - total) * _TENTH <= total and all(one.quantity.worth >= part.quantity.worth for part in parts)
    ]
    near = [one for one in near if id(one) in close] or near
    equal = [one for one in near if one.quantity.worth == total]
    told_out = _told_out(scope)
    topic = scope.sentence.text[: scope.match.start() - scope.sentence.at.start if told_out is None else told_out][-_A_COUPLE:]
    called = [
        one
        for one in known
        if id(one) in close
        and len(topic) == _A_COUPLE
        and topic in one.lead
        and all(one.quantity.worth >= part.quantity.worth for part in parts)
    ]
    near = [one for one in near if one in called] or near or called[:1]  # 支出中，…: of what was spent, not of what was to be had
    alone = [one for one in known if id(one) in close]
    near = near or (alone if told_out is not None and len(alone) == 1 else [])
    slipped = [one for one in near if gap_of_a_slip(one.quantity.worth - total)]
    near = slipped if len({one.quantity.worth for one in slipped}) == 1 else near
    if scope.has("claim.made-up", scope.match[0]) and here and here[0] in known and parts[0].clause - here[0].clause <= 1:
        yield scope.claim(here[0], parts_of(scope, parts), complete="full")
        return
    if equal or len({one.quantity.worth for one in near}) == 1:
        whole = (equal or near)[0]
        row = scope.match[0].endswith(tuple(scope.patterns.words("claim.clause-mark")))
        doubt = (
            AMBIGUOUS if row and len(str(whole.quantity.worth).strip("0")) < _DIGITS else None
        )  # in round figures any rest looks like a slip
        yield scope.claim(whole, parts_of(scope, parts), complete="full", weak="guard", doubt=doubt)


def breakdown_bare(scope: Scope) -> Iterator[Claim]:
    """监测井共180眼，浅层水井112眼，深层水井68眼; 在校生3.26万人，男生1.71万人、女生1.55万人: parts that follow their whole with no word between.

    They are all of it where they bear the words of a partition, or where their names end alike and the whole is called one (共); then a slip is told.
    """
    whole = scope.figure("stated")
    if whole is None or whole.quantity.kind not in AMOUNTS or not scope.is_level(whole):
        return
    behind = [one for one in scope.sentence.figures[whole.index + 1 :] if one.segment == whole.segment]
    parts = [one for one in behind if alike(one.quantity, whole.quantity)]
    others = [one for one in behind if one not in parts and one.quantity.unit not in scope.patterns.words("claim.kinds")]
    names = [_name(scope, one) for one in parts]
    if len(parts) < _A_COUPLE or others or not all(names) or len(set(names)) < len(names) or parts[-1].quantity is not behind[-1].quantity:
        return
    steps = [other.clause - one.clause for one, other in pairwise([whole, *parts])]
    plain = all(scope.is_level(one) and one.depth == whole.depth for one in parts)
    plain = plain and not any(alike(one.quantity, whole.quantity) for one in scope.sentence.figures[: whole.index])  # else it may be a part
    plain = plain and not is_partition(scope, [whole, *parts]) and not _is_a_quota(scope, whole, parts)
    said = " ".join(names)
    for word in scope.patterns.words("claim.no-stop"):
        said = said.replace(word, " ")  # 公共服务类
    aside = scope.opens(said) or any(scope.has(words, said) for words in ("claim.not-an-addend", "claim.among", "claim.aims", "claim.stop"))
    rest = scope.sentence.text[parts[-1].at.end - scope.sentence.at.start :]
    ends_so = not scope.has("claim.open-end", parts[-1].tail) and not scope.has("claim.rest", rest)
    if not plain or aside or not ends_so or steps[0] != 1 or any(step > 1 for step in steps):
        return
    if len({year_of(one.quantity) for one in (whole, *parts)} - {None}) > 1:
        return  # 2022年全年8000人次，2023年上半年4200人次，2023年下半年4300人次
    total = scope.patterns.one("claim.total-lead").search(whole.lead) is not None or scope.has("claim.all-of", whole.lead)
    kinds = not rest.strip("。；\n ") and _of_kinds(scope, names)
    if is_partition(scope, parts):
        if _of_another_thing(scope, whole, names) and total_of(parts) != whole.quantity.worth:
            return
        weak = None if all(at_least(whole.quantity, one.quantity) for one in parts) else "guard"  # 教师50人，男生120人，女生130人
        yield scope.claim(whole, parts_of(scope, parts), complete="full", partition=True, weak=weak)
    elif kinds or (total and _of_one_series(scope, names, whole)):
        yield scope.claim(whole, parts_of(scope, parts), complete="full", weak="guard")


def _of_another_thing(scope: Scope, whole: Placed, names: Sequence[str]) -> bool:
    """Whether the names of all parts tell of what the whole's does not (全年支出1120万元，上半年支付工程款300万元，下半年支付工程款420万元)."""
    return any(all(noun in name for name in names) and noun not in whole.lead for noun in scope.nouns(names[0]))


def _is_a_quota(scope: Scope, whole: Placed, parts: Sequence[Placed]) -> bool:
    """Whether a figure tells how many posts there are, and the others who is there (核定编制18名，实有在职16人，退休9人): no list of posts counts persons."""
    return scope.has("claim.posts", whole.lead) and not any(scope.has("claim.posts", one.lead) for one in parts)


def _counts(scope: Scope, one: Placed, behind: Sequence[Placed]) -> bool:
    """Whether a figure before a list says how many parts it has (由三部分构成：a，b，c): then commas may stand between them as well."""
    kinds = (*scope.patterns.words("claim.kinds"), *scope.patterns.words("claim.kinds-of-parts"))
    parts = [other for other in behind if alike(other.quantity, behind[0].quantity) and other.segment == behind[0].segment]
    return one.quantity.unit in kinds and one.quantity.value == len(parts) and one.clause >= behind[0].clause - 1


def _name(scope: Scope, one: Placed) -> str:
    """The words of its clause before a figure, those before a rank (一类村86个) as well."""
    words = scope.sentence.text[: one.at.start - scope.sentence.at.start]
    return words[max(words.rfind(mark) for mark in _MARKS) + 1 :].strip()


def _of_kinds(scope: Scope, names: Sequence[str]) -> bool:
    """Whether names are those of kinds (行政许可类632项，公共服务类1018项): with nothing behind them they are all of it."""
    return all(len(name) > _A_COUPLE and name.endswith(scope.patterns.words("claim.kind-ends")) for name in names)


def _of_one_series(scope: Scope, names: Sequence[str], whole: Placed) -> bool:
    """Whether names end alike in what the whole counts (浅层水井, 深层水井 of 监测井), or are ranks of one thing (一类村, 二类村)."""
    ends = {name[-_A_COUPLE:] for name in names}
    alike_named = len(ends) == 1 and ends.pop()[-1] in whole.lead and all(len(name) > _A_COUPLE for name in names)
    ranked = len({name[1:] for name in names}) == 1 and "".join(name[0] for name in names) in scope.patterns.words("claim.ranks")
    return alike_named or (ranked and len(names) > 1)


def _told_out(scope: Scope) -> int | None:
    """Where in the sentence the words begin that say of the list behind them that it is told out; None where there are none."""
    end = scope.match.end() - scope.sentence.at.start
    said = scope.patterns.one("claim.told-out").search(scope.sentence.text, max(0, end - _REACH), end)
    return None if said is None else said.start()


def _enumerated(scope: Scope, behind: Sequence[Placed]) -> list[Placed]:
    """The figures of one unit and depth that the enumeration mark, or the last 和, joins from the first on."""
    found = list(behind[:1])
    told = scope.sentence.figures[behind[0].index - 1] if behind and behind[0].index else None
    apart = scope.match[0].endswith(tuple(scope.patterns.words("claim.clause-mark")))
    told_out = _told_out(scope) is not None
    apart = apart or told_out or (told is not None and _counts(scope, told, behind))
    joints = (
        *(scope.patterns.words("claim.clause-mark") if apart else ()),
        *(scope.patterns.words("claim.told-out.mark") if told_out else ()),
        scope.patterns.words("claim.list-mark")[0],
        *scope.patterns.words("claim.joint-words"),
    )
    for one in behind[1:]:
        between = scope.sentence.between(found[-1], one).strip()
        if (
            not alike(one.quantity, found[0].quantity)
            or one.depth != found[0].depth
            or not between.startswith(joints)
            or ends_here(scope, one)
        ):
            break
        found.append(one)
    following = behind[len(found) : len(found) + 1]
    return [] if following and following[0].clause == found[-1].clause and following[0].depth == found[-1].depth else found

"""claim/count: a number of items against those that are named, before it, behind it, or one after another (一是…二是…)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.facts.claims.near.named_things import are_names, counted, told_apart, without_rest
from extractor.facts.claims.near.spoken_order import spoken_order
from extractor.facts.claims.scope import AMBIGUOUS, OPEN_LIST, Scope, alike, ends_with, total_of
from extractor.facts.figures import Placed
from extractor.language.numerals import chinese_to_int
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim, Hedge
from extractor.model.text import Span

if TYPE_CHECKING:
    import regex

_BRACKETS = {"（": "）", "(": ")", "《": "》", "“": "”", "〔": "〕", "【": "】"}
_QUOTE = "\u201c\u201d"
_GAP = "。\n "
"""What may stand between the number of items and the first of them."""
_HEADINGS = frozenset({"han", "plain", "bracketed"})
"""Labels that headings have as well: over paragraphs they may be the report's own."""
_CIRCLED = 20
"""How many numbers Unicode has in a circle one after the other."""
_NAME = 6
_NAMES = 12
"""Characters of two short names that 和 joins."""
_COMMA = "，"
_MANY = 4
"""Names of one length that make a list whose first one may have a verb before it (可自主选学师德修养、学科教学、信息技术、心理健康五类)."""
_FEW = 2
"""How far a number may be from the names that it counts to be one of them."""
_LONGEST = 24
"""Characters of an item in a list of names; longer ones are clauses and may hold lists of their own."""


def named_before(scope: Scope) -> Iterator[Claim]:
    """甲、乙、丙等N项: with 等 more than N fails and fewer says nothing; without it the list must be clean."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None:
        return
    after = scope.sentence.text[max(stated.at.end, scope.match.end("stated")) - scope.sentence.at.start :][
        :4
    ]  # 四部分, whose figure is 四部
    if any(after.startswith(word) for word in scope.patterns.words("claim.not-counted")):
        return
    if ends_with(scope.text("list"), scope.patterns.words("claim.norm-count")):
        return
    listed = scope.text("list").strip()
    quoted = listed.rpartition(_QUOTE[0])[2] if listed.endswith(_QUOTE[1]) else ""
    items = told_apart(split_items(quoted[:-1] or listed, scope), scope)
    least, most = len(items), len(items) + sum(_joined(one, scope) for one in items)
    named = int(stated.quantity.value)
    opened = bool(scope.text("open"))
    tidy = all(len(one) <= _LONGEST for one in items) and named >= 2
    doubt: str | None = None
    if opened and named > most:
        doubt = OPEN_LIST
    elif not tidy or least <= named <= most or not (opened or _plainly_counted(scope, items, named, after)):
        doubt = AMBIGUOUS
    yield _count(scope, named, least, most, Span(*scope.match.span("list")), doubt)


def _plainly_counted(scope: Scope, items: list[str], named: int, after: str) -> bool:
    """Whether a number right behind a list of short names can only be the number of those names: a word for their kind follows it."""
    noun = items[0][-1]
    words = scope.text("stated")[1:] + after
    if _end_alike(items) and noun in words and abs(named - len(items)) <= _FEW:
        return not any(_joined(one, scope) for one in items)
    places = scope.patterns.words("claim.count.places")
    if _end_alike(items) and abs(named - len(items)) <= _FEW and any(words.find(kind) in range(4) for kind in places):
        return not any(_joined(one, scope) for one in items)
    if all(len(one.strip()) == 1 for one in items) and len(items) > _FEW and abs(named - len(items)) == 1:
        return True  # 吃、住、行、游、购、娱六个
    first = min((items[0].rpartition(word)[2] for word in scope.patterns.words("claim.there-are")), key=len)
    first = _first_name(first, min(_FEW, len(items[-1].strip())), scope)
    if len(items) == _FEW and abs(named - len(items)) == 1 and _is_a_couple([first, items[1]], words, scope):
        return True  # 华信、中正两家公司
    even = len(items) >= _MANY and len({len(one.strip()) for one in items[1:]}) == 1 and abs(named - len(items)) == 1
    short = all(len(one) <= _NAME for one in items[1:]) and len(first) <= (_NAME + _NAME + 4 if even else _NAME + 3)
    close = abs(named - len(items)) <= 2 and max(named, len(items)) >= 3 and len(items) >= 3
    plain = not any(_joined(one, scope) for one in items)
    kinds = (*scope.patterns.words("claim.kind-words"), *scope.patterns.words("claim.count.kinds-of-names"))
    return short and close and plain and any(words.find(kind) in range(5) for kind in kinds)


def _first_name(item: str, least: int, scope: Scope) -> str:
    """The first item of a list without the words before it that are no part of its name (评价体系由投入: 投入). least: characters of a name."""
    cut = (item.rpartition(word)[2] for word in scope.patterns.words("claim.count.names-begin") if word in item)
    return min((one for one in cut if len(one.strip()) >= least), key=len, default=item)


def _is_a_couple(names: list[str], words: str, scope: Scope) -> bool:
    """Whether two names of one length are of bodies or places, and the words behind their number say so."""
    short = len({len(one.strip()) for one in names}) == 1 and len(names[1].strip()) <= _MANY
    kinds = scope.patterns.words("claim.count.units-of-names")
    return short and words.startswith(kinds) and not any(_joined(one, scope) for one in names)


def _end_alike(items: list[str]) -> bool:
    """Whether three names or more end in one word (城东站, 城西站, 城南站)."""
    return len(items) > _FEW and len({one.strip()[-1:] for one in items}) == 1 and all(len(one.strip()) > 1 for one in items)


def tallied(scope: Scope) -> Iterator[Claim]:
    """甲a、乙b、丙c，三类共S: how many are added, where just the figures before it give the sum and each stands behind one name."""
    stated, whole = scope.figure("stated"), scope.figure("whole")
    if stated is None or whole is None or stated.quantity.value is None or not scope.sentence.figures[: stated.index]:
        return
    listed: list[Placed] = []
    for one in reversed(scope.sentence.figures[: stated.index]):
        if not alike(one.quantity, whole.quantity) or one.depth != whole.depth or one.segment != whole.segment:
            break
        listed.insert(0, one)
        if total_of(listed) >= whole.quantity.worth:
            break
    named = not any(_joined(one.lead, scope) or not one.lead.strip() or scope.changes(one) for one in listed)
    exact = all(one.quantity.value is not None and one.quantity.hedge is Hedge.EXACT for one in [*listed, whole])
    if len(listed) < _FEW or not named or not exact or total_of(listed) != whole.quantity.worth:
        return
    if stated.clause - listed[-1].clause > 1 or any(other.clause - one.clause > 1 for one, other in pairwise(listed)):
        return
    apart = abs(int(stated.quantity.value) - len(listed)) > _FEW  # 五项制度收回72元 counts something else
    at = Span(listed[0].at.start, listed[-1].at.end)
    yield _count(scope, int(stated.quantity.value), len(listed), len(listed), at, AMBIGUOUS if apart else None)


def titles(scope: Scope) -> Iterator[Claim]:
    """《甲》《乙》和《丙》N个文件: titles are countable without doubt."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None:
        return
    named = int(stated.quantity.value)
    quoted = scope.text("list").count(_QUOTE[0]) if scope.text("list").startswith(_QUOTE[0]) else 0
    listed = quoted or len(scope.patterns.one("quantity.not.title").findall(scope.text("list")))
    opened = bool(scope.text("open"))
    yield _count(scope, named, listed, listed, Span(*scope.match.span("list")), OPEN_LIST if opened and named > listed else None)


def without_sum(listed: str, scope: Scope) -> str:
    """A list of names without the clauses behind it that tell what they have together (甲、乙、丙，共有人员1862人)."""
    first, comma, behind = listed.partition(scope.patterns.words("claim.clause-mark")[0])
    return (
        first
        if comma and scope.patterns.words("claim.list-mark")[0] in first and scope.patterns.one("claim.total-lead").match(behind)
        else listed
    )


def named_behind(scope: Scope) -> Iterator[Claim]:
    """N个…，分别为甲、乙、丙; the number of losses (扣分3项，分别是…) is score/deduction-count's alone."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or _counts_losses(scope, stated):
        return
    if not scope.text("verb") and scope.match.string[scope.match.end() + 1 :].lstrip().startswith(
        scope.patterns.words("claim.list-mark")[0]
    ):
        return  # 三批项目涉及甲镇（一村、二村）、乙镇（三村）: the bracket explains the first of other names
    listed = without_sum(without_rest(scope.text("list"), scope), scope)
    labelled = _labelled(scope)
    if labelled is not None:
        yield labelled
        return
    if listed.startswith("《"):
        named_titles = len(scope.patterns.one("quantity.not.title").findall(listed))
        rest = scope.patterns.one("quantity.not.title").sub("", listed)
        rest = scope.patterns.one("claim.title-joint").sub("", rest.partition(scope.patterns.words("claim.clause-mark")[0])[0])
        plain_list = not rest
        yield _count(
            scope,
            int(stated.quantity.value),
            named_titles,
            named_titles,
            Span(*scope.match.span("list")),
            None if plain_list else AMBIGUOUS,
        )
        return
    if scope.text("verb") and _by_commas(listed, scope):
        listed = listed.replace(",", _COMMA).replace(_COMMA, scope.patterns.words("claim.list-mark")[0])
    items = told_apart(split_items(listed, scope), scope)
    least, most = len(items), len(items) + sum(_joined(one, scope) for one in items)
    commas = len([one for one in split_items(listed, scope, marks="，,；;") if one.strip()])
    named = int(stated.quantity.value)
    if most < _FEW and scope.has("claim.count.not-a-name", listed):
        return  # 三年都是12份，即每月一份
    end = scope.match.start("list") + len(listed)
    inside = [one for one in scope.sentence.figures if scope.match.start("list") <= one.at.start and one.at.end <= end]
    figures = any(not least <= (one.quantity.value or 0) <= most for one in inside)  # 甲、乙、丙三个“一件事”
    opened = scope.has("claim.open-end", listed)
    behind = scope.match.string[scope.match.end("list") : scope.match.end("list") + 1]
    whole = bool(behind.strip())  # a list that the end of a line cuts may go on
    plain = commas == 1 and whole and not figures and all(len(one) <= _LONGEST for one in items)
    if not scope.text("verb"):
        plain = plain and ((_end_alike(items) and abs(named - least) <= _FEW) or are_names(scope, items, named))
        if not plain and not least <= named <= most:
            return
    if commas > 1 and (commas == named):
        least = most = commas
    doubt = OPEN_LIST if opened and named >= most else None if plain else AMBIGUOUS
    if opened and named >= most and named != least:
        doubt = OPEN_LIST
    yield _count(scope, named, least, most, Span(*scope.match.span("list")), doubt)


def _by_commas(listed: str, scope: Scope) -> bool:
    """Whether short names without a figure are parted by commas alone (分别为：办公室，检验科，疾控一科和疾控二科)."""
    pieces = [one.strip() for one in split_items(listed, scope, marks="，,")]
    plain = not any(mark in listed for mark in (scope.patterns.words("claim.list-mark")[0], "；", ";", "：", ":"))
    plain = plain and len(pieces) > _FEW and not any(char.isdigit() for char in listed) and all(len(one) <= _NAMES for one in pieces)
    return plain and any(one[-1:] == pieces[-1][-1:] for one in pieces[:-1])  # a last clause that is no name ends as none does (运行正常)


def _counts_losses(scope: Scope, stated: Placed) -> bool:
    """Whether a number is that of a report's losses, told with points behind it (扣分事项共3项，分别为：…（自扣2.0分）；…)."""
    end = _line_end(scope.match.string, stated.at.end)
    return any(
        stated.at.start <= match.start("count") < stated.at.end
        for pattern in scope.patterns.kind("deduction-count")
        for match in pattern.finditer(scope.match.string, scope.sentence.at.start, end)
    )


def _labelled(scope: Scope) -> Claim | None:
    """即：1.…；2.…；3.…: the labels of a list that goes on over semicolons and stops; None where it has none."""
    content, start = scope.match.string, scope.match.start("list")
    label = scope.patterns.one("claim.count.label")
    first = label.match(content, start)
    stated = scope.figure("stated")
    if first is None or stated is None or stated.quantity.value is None:
        return None
    end = content.find("\n", start)
    end = len(content) if end < 0 else end
    reached, last = 0, start
    for match in label.finditer(content, start, end):
        if match.lastgroup == first.lastgroup and ordinal(match, scope.patterns) == reached + 1:
            reached, last = reached + 1, match.end()
    goes_on = label.match(content, end + 1) is not None
    named = int(stated.quantity.value)
    return _count(scope, named, reached, reached, Span(start, last), AMBIGUOUS if goes_on or reached < 2 else None)


def ordinal(match: regex.Match[str], patterns: Patterns) -> int | None:
    """The number of an ordinal or a label (一是, （2）, ③)."""
    printed = match[match.lastgroup or 0]
    if printed.isdecimal():
        return int(printed)
    circled = ord(printed) - ord("\u2460") + 1 if len(printed) == 1 else 0
    return circled if 0 < circled <= _CIRCLED else chinese_to_int(printed, patterns)


def firstly(scope: Scope) -> Iterator[Claim]:
    """以下四个问题：一是…二是…: the ordinals that follow, in the paragraph or at the head of those behind it."""
    stated = scope.figure("stated")
    if stated is None or stated.quantity.value is None or _is_by_how_much(scope, stated):
        return
    content = scope.match.string
    ordinals = scope.patterns.one("claim.count.ordinals")
    start = scope.match.end()
    while content[start : start + 1] and content[start] in _GAP:
        start += 1
    first = ordinals.match(content, start)
    if first is None and (told := spoken_order(content, start, _line_end(content, start), scope.patterns)) is not None:
        reached, last, closed = told
        yield _count(scope, int(stated.quantity.value), reached, reached, Span(scope.match.end(), last), None if closed else AMBIGUOUS)
    if first is None or ordinal(first, scope.patterns) != 1:
        return
    reached, last = 0, start
    begin, end = start, _line_end(content, start)
    while True:
        for match in ordinals.finditer(content, begin, min(end + 1, len(content))):  # 三是 may end its line
            if match.lastgroup != first.lastgroup:
                continue
            number = ordinal(match, scope.patterns)
            if number == reached + 1:
                reached, last = number, match.end()
            elif number == 1:
                break
        following = ordinals.match(content, end + 1)
        if following is None or following.lastgroup != first.lastgroup or ordinal(following, scope.patterns) != reached + 1:
            break
        begin, end = end + 1, _line_end(content, end + 1)
    named = int(stated.quantity.value)
    if _is_told_out(scope, stated, reached):
        return
    lines = begin != start and not _is_closed_list(content[start:end], reached)
    doubt = AMBIGUOUS if reached < 2 or (reached != named and first.lastgroup in _HEADINGS and lines) else None
    yield _count(scope, named, reached, reached, Span(scope.match.end(), last), doubt)


def _is_closed_list(listed: str, items: int) -> bool:
    """Whether each line of a list is one item and ends in a semicolon, the last one in a stop: headings of a report end so nowhere."""
    lines = [line.strip() for line in listed.split("\n") if line.strip()]
    return len(lines) == items and all(line.endswith(("\uff1b", ";")) for line in lines[:-1]) and lines[-1].endswith("\u3002")


def _is_by_how_much(scope: Scope, stated: Placed) -> bool:
    """Whether a number that ends its sentence says by how many a figure before it changed (比上年底的14个增加6个。一是…): it counts nothing that follows."""
    before = any(alike(one.quantity, stated.quantity) for one in scope.sentence.figures[: stated.index])
    return before and scope.changes(stated) and not stated.tail.strip()


def _is_told_out(scope: Scope, stated: Placed, reached: int) -> bool:
    """Whether each item behind a number tells so many of what it counts (建成110个，一是水池64个；二是广场46个): it is their whole, and no number of items."""
    own = [one for one in scope.sentence.figures[stated.index + 1 :] if alike(one.quantity, stated.quantity)]
    many = stated.quantity.value is not None and stated.quantity.value > _CIRCLED
    return len(own) >= reached > 1 and (many or total_of(own) == stated.quantity.worth)


def _line_end(content: str, start: int) -> int:
    end = content.find("\n", start)
    return len(content) if end < 0 else end


def split_items(listed: str, scope: Scope, marks: str = "、") -> list[str]:
    """The items of a list, cut at the marks outside brackets and quotes; empty ones dropped."""
    items: list[str] = [""]
    closing: list[str] = []
    for char in listed:
        if closing and char == closing[-1]:
            closing.pop()
        elif char in _BRACKETS:
            closing.append(_BRACKETS[char])
        if char in marks and not closing:
            items.append("")
        else:
            items[-1] += char
    del scope
    return [one for one in items if one.strip()]


def _joined(item: str, scope: Scope) -> int:
    """How many more items an item may hold, joined by 和, 与, 及."""
    return len(scope.patterns.one("claim.joint").findall(item))


def _count(scope: Scope, named: int, least: int, most: int, at: Span, doubt: str | None) -> Claim:
    return counted(scope, named if least <= named <= most else least, at, doubt, (least, most))

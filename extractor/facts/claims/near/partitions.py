"""Whether the parts of a list are all that there are: words that divide a whole without rest (上半年, 下半年), or sources of money."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from extractor.facts.claims.scope import Scope
from extractor.facts.figures import Placed
from extractor.language.patterns import Patterns
from extractor.model.claims import QuantityKind

_QUOTES = '“”‘’"\u300c\u300d'
_SOURCES = 2
"""Sources of money that are too few to be all of them."""


def _named(scope: Scope, one: Placed) -> str:
    """The words before a figure without those at their head that name nothing."""
    words = one.lead.strip().removeprefix(scope.patterns.words("claim.list-mark")[0])
    words = "".join(char for char in words if char not in _QUOTES)  # “优”的9个，“良”的11个
    words = words.removeprefix(next((word for word in scope.patterns.words("claim.led-in") if words.startswith(word)), ""))
    match = scope.patterns.one("subject.lead").match(words)
    return words if match is None else words[match.end() :]


def is_partition(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether the names of the parts are one of the sets that divide a whole without rest."""
    leads = [_named(scope, one) for one in parts]
    if any(not lead.strip() for lead in leads):
        leads = [lead if lead.strip() else (part.quantity.subject or "") for lead, part in zip(leads, parts, strict=True)]
    if len(leads) == 2 and any(_negates(scope, one.strip(), other.strip()) for one, other in (leads, leads[::-1])):
        return True
    sources = scope.patterns.words("claim.sources")
    if len(parts) > _SOURCES and all(any(word in lead for word in sources) for lead in leads) and len(set(leads)) == len(leads):
        return parts[0].quantity.kind is QuantityKind.MONEY
    told = "\n".join(leads)
    for words in _sets(scope.patterns).get(len(leads), ()):
        if words[0] not in told:
            continue  # as with most sets
        if all(any(word in lead for lead in leads) for word in words) and all(any(word in lead for word in words) for lead in leads):
            return parts[0].quantity.kind is QuantityKind.MONEY or _of_one_name(leads, words)
    return False


def end_in_a_set(scope: Scope, parts: Sequence[Placed]) -> bool:
    """Whether the names of parts end with the words of one of the sets (专职, 乡镇兼职), whatever else stands before them."""
    leads = [one.lead.strip() for one in parts]
    return any(
        all(any(lead.endswith(word) for lead in leads) for word in words) and all(lead.endswith(tuple(words)) for lead in leads)
        for words in _sets(scope.patterns).get(len(leads), ())
    )


@lru_cache(maxsize=4)
def _sets(patterns: Patterns) -> dict[int, list[list[str]]]:
    """The sets of words that divide a whole without rest, by how many words they have."""
    by_length: dict[int, list[list[str]]] = {}
    for words in patterns.entry("claim.partitions").data["sets"]:
        by_length.setdefault(len(words), []).append(words)
    return by_length


def _negates(scope: Scope, one: str, other: str) -> bool:
    """Whether one name is the other with a negation (非护理型, 护理型), which may stand in the place of its 已 (未投入使用, 已投入使用)."""
    already = next((word for word in scope.patterns.words("claim.already") if other.startswith(word)), "")
    return any(one in (f"{mark}{other}", f"{mark}{other.removeprefix(already)}") for mark in scope.patterns.words("claim.negations"))


def divides_time(scope: Scope, parts: Sequence[Placed], whole: Placed) -> bool:
    """Whether the parts bear the names of all the times that the whole's is made of (一季度…，二季度…，上半年累计…)."""
    times = scope.patterns.entry("claim.times-of").data["times"]
    ways = next((ways for time, ways in times.items() if time in whole.lead), ())
    return any(len(names) == len(parts) and all(name in part.lead for name, part in zip(names, parts, strict=True)) for names in ways)


def _of_one_name(leads: Sequence[str], words: Sequence[str]) -> bool:
    """Whether names that differ by the words of a set are alike besides: 公办园 and 普惠性民办园 leave other ones out, 专职 and 兼职党员, too."""
    left: list[str] = []
    for number, lead in enumerate(leads):
        word = max((word for word in words if word in lead), key=len)
        before, _, behind = lead.partition(word)
        left.append((behind if number == 0 and len(leads) > _SOURCES else before + behind).strip())  # 评定为优秀的118份，良好的164份
    return all(left[0].endswith(one) for one in left[1:])  # 春季查螺上半年办理, 下半年办理: the first bears the words of all

"""Plants a report that does not follow its rubric (`planting` has the errors within a report)."""

from __future__ import annotations

from random import Random

from corpus.recipes.pieces import Draft, Section
from corpus.recipes.planting import Plant, recipe

PROFILE = "planted"
"""The name of the rubric that a planted report is to be held against."""
RUBRIC = """schema = 1
about = "the rubric of a generated report"

[[entry]]
id = "rubric.{profile}"
kind = "rubric"
title_zh = "生成报告的评分细则"
title_en = "the rubric of a generated report"
programme = "{programme}"
issuer = "财政局"
clause = "评分细则"
total = "{total}"
items = '''
{items}
'''

[[entry.examples]]
outline = '''
{items}
'''

[[entry.counterexamples]]
outline = '''
{other}
'''
finds = ["weight {first}"]
"""


@recipe("score/profile", "pairs", "groups")
def _profile(draft: Draft, random: Random) -> Plant | None:
    """Two items are weighted otherwise than the rubric asks: what one has more, its neighbour has less, so that every sum holds."""
    groups = [one for one in draft.sections if one.max is not None and not one.is_annex]
    families = [[child for child in one.children if child.max is not None and child.max.value > 2] for one in groups]
    families = [family for family in families if len(family) > 1]
    weights = {one: one.max.value for group in groups for one in (group, *group.children) if one.max is not None}
    titles = {one.title for one in weights}
    if not families or len(titles) != len(weights) or len(weights) < 5:
        return None
    more, less = random.sample(random.choice(families), 2)
    assert more.max is not None and less.max is not None and more.parent is not None
    weights[more] -= 1
    weights[less] += 1
    lines = [_line(one, f"{weight:f}") for one, weight in weights.items()]
    total = sum(weights[one] for one in groups if one.kind == "normal")
    other = "\n".join([_line(groups[0], f"{weights[groups[0]] + 1:f}"), *lines[1:]])
    rubric = RUBRIC.format(
        profile=PROFILE, programme=draft.programme, total=f"{total:f}", items="\n".join(lines), other=other, first=groups[0].title
    )
    return Plant(
        "score/profile",
        "weight",
        [more.path, less.path, more.parent.path],
        f"{more.title} {weights[more]}、{less.title} {weights[less]}",
        f"{more.title} {more.max}、{less.title} {less.max}",
        profile=rubric,
    )


def _line(section: Section, weight: str) -> str:
    """An item of the rubric."""
    kind = "" if section.kind == "normal" else f" {section.kind}"
    return f"{'  ' if section.parent else ''}{section.title} {weight}{kind}"

"""Submissions on one notice, made with known truth: a rubric, the bodies that answer, and what each changes of it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.pipeline import extract_bytes

CHINESE = "一二三四五六七八九十"
RUBRIC: tuple[tuple[str, tuple[tuple[str, int], ...]], ...] = (
    ("组织领导", (("责任落实", 8), ("制度建设", 12))),
    ("资金管理", (("预算安排", 15), ("资金拨付", 15), ("监督检查", 10))),
    ("工作成效", (("保障水平", 25), ("群众知晓", 15))),
)
BODIES = tuple(f"{name}县" for name in "安平永宁长乐清河兴隆富丰仁和太康新昌东华西山南江北海龙泉凤凰")

Sections = Sequence[tuple[str, Sequence[tuple[str, int]]]]


def written(
    body: str,
    sections: Sections = RUBRIC,
    *,
    notice: str | None = "某民发〔2022〕15号",
    programme: str = "困难群众救助",
    year: int = 2022,
    losses: dict[str, str] | None = None,
) -> str:
    """A report in full marks but for ``losses`` (points by item)."""
    lost = {item: Decimal(points) for item, points in (losses or {}).items()}
    most = sum(points for _, items in sections for _, points in items)
    given = most - sum(lost.values())
    cited = f"《关于开展{year}年度{programme}绩效评价工作的通知》（{notice}）" if notice else "有关文件"
    lines = [
        f"{body}民政局关于{year}年度{programme}工作的自评报告",
        "市民政局：",
        f"按照{cited}要求，我县进行了自查，总分{most}分，自评得分{given}分，现将情况报告如下。",
    ]
    for number, (title, items) in enumerate(sections):
        own = sum(points for _, points in items)
        kept = own - sum(lost.get(item, 0) for item, _ in items)
        lines.append(f"{CHINESE[number]}、{title}（分值{own}分，自评得分{kept}分）")
        for place, (item, points) in enumerate(items):
            off = lost.get(item)
            lines.append(f"（{CHINESE[place]}）{item}（分值{points}分，自评得分{points - (off or 0)}分）")
            lines.append(f"{body}认真做好{item}各项工作。" + (f"因个别材料不全，扣减{off}分。" if off else ""))
    return "\n\n".join([*lines, f"{body}民政局", f"{year + 1}年1月15日"]) + "\n"


def read(name: str, text: str | bytes, profile: str | None = None) -> dict[str, Any]:
    """A document as the JSON of its report."""
    data = text.encode() if isinstance(text, str) else text
    content = to_json(extract_bytes(name, data, profile=profile), Wording(builtin()))
    report: dict[str, Any] = json.loads(content, parse_float=Decimal)
    return report


def replaced(item: str, *by: tuple[str, int]) -> Sections:
    """The rubric with one item replaced by others (none: left out)."""
    return [(title, [one for was in items for one in (by if was[0] == item else (was,))]) for title, items in RUBRIC]

"""Annexed tables: the score table of the items, and the indicators of a project with target and actual value."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from corpus.recipes.phrases import Draw
from corpus.recipes.pieces import Atom, Block, Draft, Figure, Indicator, Section, TableRow
from corpus.recipes.points import shared

Row = list[list[Atom]]
LAYOUTS: tuple[tuple[str, ...], ...] = (
    ("一级指标", "二级指标", "分值", "自评得分", "扣分原因"),
    ("序号", "评价内容", "标准分", "自评分", "备注"),
    ("指标名称", "权重", "扣分情况", "实得分"),
    ("一级指标", "二级指标", "指标分值", "失分原因", "得分"),
    ("评价指标", "应得分", "扣分", "扣分原因", "自评得分"),
)
"""Heading words of score tables; what a column holds goes by its word."""
INDICATORS = (
    "培训人次达标率",
    "设施完好率",
    "资料归档率",
    "任务按期完成率",
    "验收合格率",
    "群众知晓率",
    "服务对象满意率",
    "设备利用率",
    "资金支付率",
    "问题整改率",
)
INDICATOR_HEADS = ("三级指标", "年度指标值", "全年实际值", "分值", "得分", "未完成原因")
RUBRICS = (("评价指标", "分值", "评分标准"), ("考核内容", "标准分", "评分细则"), ("指标", "满分", "计分办法"))


def score_table(draft: Draft, leaves: list[Section], draw: Draw) -> Block:
    """A table of the items that state both scores; its figures stand for themselves, so that they can differ from the body."""
    layout = draw.random.choice(LAYOUTS)
    rows: list[Row] = [[[word] for word in layout]]
    for number, leaf in enumerate(leaves, 1):
        assert leaf.max is not None
        own = leaf.self_value
        assert own is not None
        maximum, mine = _copy(leaf.max), Figure(own, "", "score", means="分")
        taken = leaf.max.value - own
        above = leaf.parent.title if leaf.parent is not None else leaf.title
        first = above if number == 1 or leaves[number - 2].parent is not leaf.parent or leaf.parent is None else ""
        reasons = "、".join(reason for _, reason in leaf.deductions)
        cells: Row = []
        for word in layout:
            match word:
                case "一级指标":
                    cells.append([first])
                case "二级指标" | "评价内容" | "指标名称" | "评价指标":
                    cells.append([leaf.title])
                case "序号":
                    cells.append([str(number)])
                case "分值" | "标准分" | "权重" | "指标分值" | "应得分":
                    cells.append([maximum])
                case "自评得分" | "自评分" | "实得分" | "得分":
                    cells.append([mine])
                case "扣分情况" | "扣分":
                    cells.append([f"{taken:f}" if taken else "0"])
                case _:
                    cells.append([reasons])
        rows.append(cells)
        draft.table_rows.append(TableRow(leaf, maximum, mine, cells))
    totals = [
        Figure(sum((getattr(row, name).value for row in draft.table_rows), Decimal(0)), "", "score", means="分") for name in ("max", "self")
    ]
    draft.table_totals = totals
    last: Row = [[""] for _ in layout]
    last[0] = ["合计"]
    for column, word in enumerate(layout):
        if word in ("分值", "标准分", "权重", "指标分值", "应得分"):
            last[column] = [totals[0]]
        elif word in ("自评得分", "自评分", "实得分", "得分"):
            last[column] = [totals[1]]
    rows.append(last)
    return Block([], role="table", rows=rows)


def indicator_table(draft: Draft, draw: Draw) -> Block:
    """Indicators that must reach a target: full points when they do, else in proportion, to two decimals."""
    random = draw.random
    names = random.sample(INDICATORS, random.randint(4, 7))
    rows: list[Row] = [[[word] for word in INDICATOR_HEADS]]
    for name, points in zip(names, shared(100, len(names), random, 5), strict=True):
        target = Figure(Decimal(random.choice([85, 90, 95, 98])), "%", "percent")
        reached = random.random() < 0.7
        actual = Figure(
            target.value + random.randint(0, 2) if reached else target.value - Decimal(random.randint(10, 150)) / 10, "%", "percent"
        )
        own = Decimal(points) if reached else (points * actual.value / target.value).quantize(Decimal("0.01"), ROUND_HALF_UP)
        row = Indicator(name, target, actual, Figure(Decimal(points), "", "score", means="分"), Figure(own, "", "score", means="分"))
        draft.indicators.append(row)
        rows.append([[name], ["≥", target], [actual], [row.max], [row.self], ["" if reached else draw.words("reasons")]])
    totals = [
        Figure(sum((getattr(row, side).value for row in draft.indicators), Decimal(0)), "", "score", means="分") for side in ("max", "self")
    ]
    draft.table_totals = totals
    rows.append([["总分"], [""], [""], [totals[0]], [totals[1]], [""]])
    return Block([], role="table", rows=rows)


def rubric_table(leaves: list[Section], draw: Draw) -> Block:
    """How points are earned: full scores and rules, nothing scored."""
    rows: list[Row] = [[[word] for word in draw.random.choice(RUBRICS)]]
    for leaf in leaves:
        assert leaf.max is not None
        rows.append([[leaf.title], [_copy(leaf.max)], [draw.words("rubric_rules")]])
    return Block([], role="table", rows=rows)


def _copy(figure: Figure) -> Figure:
    return Figure(figure.value, figure.unit, figure.kind, figure.means)

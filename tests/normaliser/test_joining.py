"""Lines that go on are joined, lines that open something are not."""

from __future__ import annotations

import pytest

from tests.texts import normalised

PROSE = "全县坚持以人民为中心的发展思想，统筹安排各项资金，逐级压实工作责任，按月调度工作进度，不断提高资金使用效益，各项任务"


def paragraphs(source: str) -> list[str]:
    text = normalised(source)
    return [text.slice(paragraph.span) for paragraph in text.paragraphs]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ([PROSE, "均已完成。"], 1),
        ([PROSE + "均已完成。", "二是完善制度。"], 2),
        (["（一）动态监测机制建设。（分值8分，自", "评得分8分）"], 1),
        (["12.县级困难群众基本生活保障工作协调机制作用发挥", "情况。（2分）"], 1),
        (["17.及时有效回应困难群众诉求情况（3分）", "结合专项行动，聚焦困难群众关注的重点问题，压实属地管理责任。"], 2),
        (["四、工作创新", "一是建立资金机制，省级财政按比例安排资金。"], 2),
        (["一、基本情况", "我县位于青岚省东南部，下辖12个乡镇。"], 2),
        (["（三）困难群众基本生活救助资金管理使用及监督检查情况", "我县严格按照规定管理和使用资金，全年没有发生截留挪用。"], 2),
        (["（二）落实责任，做好维护工作", "设立调解室，聘请律师轮流值守，来访事项逐件登记。"], 2),
        (["云溪市民政局", "云溪市财政局", "2022年3月1日"], 3),
        (["附件：云溪市2021年度困难群众基本生活救助工作绩效自评得分表", "云溪市民政局"], 2),
        (["三、项目执行", "居民健康档案管理（15分，得15分）"], 2),
        (["五、事件。", "（-10分）"], 1),
        (["全年支出400余万元用于购买服务，", "12.县级协调机制。"], 2),
    ],
)
def test_lines_of_a_text_whose_lines_are_paragraphs(lines: list[str], joined: int) -> None:
    assert len(paragraphs("\n\n".join(lines))) == joined


def wrapped(text: str, width: int, indent: bool) -> str:
    """A paragraph broken after every ``width`` characters, the first line indented by two."""
    text = ("　　" if indent else "") + text
    return "\n".join(text[start : start + width] for start in range(0, len(text), width))


@pytest.mark.parametrize("indent", [True, False])
@pytest.mark.parametrize("width", [24, 27, 35])
def test_hard_wrapped_paragraphs_are_joined_again(indent: bool, width: int) -> None:
    sources = [
        "一、组织领导（分值10分，自评得分9分）",
        PROSE + "均已完成，因台账更新不及时，扣减1分。",
        "（一）资金管理使用及监督检查长效机制建设完善情况（分值5分，自评得分5分）",
        "县财政共安排资金1205.50万元，其中中央资金800万元、省级资金305.50万元、县级配套资金100万元，全部按时足额拨付到位。",
        "二、工作成效",
        PROSE + "均已按期完成。",
    ]
    assert paragraphs("\n".join(wrapped(source, width, indent) for source in sources)) == sources

"""The note of annexes in a letter without headings: its second line begins no outline."""

from __future__ import annotations

from tests.claims.mutations import read

LETTER = """青石县财政局关于下达2023年补助资金的通知

县残联：

现将2023年补助资金134.5万元下达给你们，请专款专用。

附件：1.绩效目标表（一般公共预算）
2.绩效目标表（公益金）

青石县财政局
2023年3月16日
"""


def test_the_list_of_a_note_is_no_heading() -> None:
    outline = read(LETTER).outline
    assert list(outline.sections) == []
    assert outline.document.attachments == ("绩效目标表（一般公共预算）", "绩效目标表（公益金）")


def test_an_outline_behind_a_sentence_still_begins() -> None:
    body = LETTER.replace("附件：1.绩效目标表（一般公共预算）\n2.绩效目标表（公益金）", "1.资金用途\n用于康复。\n2.工作要求\n严格管理。")
    assert [one.title for one in read(body).outline.sections] == ["资金用途", "工作要求"]

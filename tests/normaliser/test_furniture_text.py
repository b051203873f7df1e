"""Page numbers, running heads and site frames in text files."""

from __future__ import annotations

import pytest

from tests.texts import normalised

BODY = "全县坚持以人民为中心的发展思想，统筹安排各项资金，逐级压实工作责任，按月调度工作进度，各项任务均已完成。"


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "第{}页", "第{}页 共3页", "－{}－", "{}"])
def test_page_numbers_go(number: str) -> None:
    pages = [f"{BODY}\n{number.format(page)}" for page in (1, 2, 3)]
    for source in ("\f".join(pages), "\n".join(pages)):
        assert set(normalised(source).content.split("\n")) == {BODY}


@pytest.mark.parametrize("line", ["3", "-10分", "第3页的表格", "2021"])
def test_other_lines_with_numbers_stay(line: str) -> None:
    assert line in normalised(f"{BODY}\n\n{line}\n\n{BODY}").content


def test_running_heads_go_when_they_repeat() -> None:
    pages = [f"云溪市民政局自评报告\n{BODY}\n{BODY[page:]}" for page in (1, 2, 3)]
    assert "云溪市民政局自评报告" not in normalised("\f".join(pages)).content


def test_site_frames_go_outside_the_article_only() -> None:
    source = (
        "首页 > 信息公开\n索引号：011\n来源：云溪市民政局 浏览量：3\n\n自评报告\n\n一、组织领导\n\n来源：中央财政。\n\n二、成效\n\n" + BODY
    )
    source += "\n\n上一篇：通知\n版权所有：云溪市人民政府"
    content = normalised(source).content
    assert content.startswith("自评报告\n一、组织领导\n来源：中央财政。")
    assert content.endswith(BODY)

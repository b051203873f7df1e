"""The article among the frames of a site: nothing of it is left out; what is left out is marked, line by line."""

from __future__ import annotations

import pytest

from extractor.language.patterns import builtin
from extractor.model.text import Removal
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from tests.htmlfiles import SITES, site_page

TITLE = "临江县民政局关于2021年度养老服务资金绩效自评的报告"
PROSE = "全年共检查养老机构12次，发现问题8个，均已督促整改到位，整改情况逐级上报备案并在门户网站公开，接受社会监督。"
ARTICLE = f"<p>县财政局：</p><p>一、工作保障（10分，自评得分9.5分）</p><p>{PROSE}</p><p>{PROSE}</p><p>临江县民政局</p><p>2022年3月4日</p>"
KEPT = ["县财政局：", "一、工作保障（10分，自评得分9.5分）", PROSE, PROSE, "临江县民政局", "2022年3月4日"]
NAV = "<ul><li><a href=/>首页</a><li><a href=/a>政务公开</a><li><a href=/b>互动交流</a></ul>"


def read(body: str, title: str = TITLE) -> tuple[list[str], list[str]]:
    """The article's lines and the frame's."""
    data = f"<!doctype html><meta charset=utf-8><title>{title}_临江县人民政府</title><body>{body}</body>".encode()
    found = [line for _, line in read_bytes("a.html", data).lines()]
    return [line.text for line in found if line.mark in (None, "table")], [line.text for line in found if line.mark == "furniture"]


@pytest.mark.parametrize(
    ("body", "frame"),
    [
        (f"{NAV}<h1>{TITLE}</h1><div>{ARTICLE}</div>", ["首页", "政务公开", "互动交流"]),
        # the title in an element called header; the article in one called comment
        (f"<div class=header>{NAV}<div>{TITLE}</div></div><div>{ARTICLE}</div>", ["首页", "政务公开", "互动交流"]),
        (f"<h1>{TITLE}</h1><div class='pageHeader foot'>{ARTICLE}</div>", []),
        # far away from the text, and on two levels
        (f"<div><div><div><h2>{TITLE}</h2></div><hr></div></div><div><div><div><div>{ARTICLE}</div></div></div></div>", []),
        # flat: frames are brothers of the paragraphs
        (f"<a href=/>首页</a><h1>{TITLE}</h1><p>发布日期：2022-03-04 09:12</p>{ARTICLE}<p><a href='javascript:print()'>打印</a></p>", ["首页", "发布日期：2022-03-04 09:12", "打印"]),
        (f"<h1>{TITLE}</h1>{ARTICLE}<p><a href=1>下一页</a></p><p>分享到</p><div id=foot>{PROSE}</div>", ["下一页", "分享到", PROSE]),
        # the last lines in an element of their own, with buttons behind them
        (
            f"<h1>{TITLE}</h1><div><div>{ARTICLE.replace('<p>临江县民政局', '</div><div><p>临江县民政局')}<p>【打印】【关闭】</p></div></div>",
            ["【打印】【关闭】"],
        ),
        # an index box as a table, a list, a row of spans
        (f"<table border=1><tr><td>索引号<td>1-2<td>文号<td>临民发〔2022〕3号</table><h1>{TITLE}</h1>{ARTICLE}", ["| 索引号 | 1-2 | 文号 | 临民发〔2022〕3号 |"]),
        (f"<dl><dt>索 引 号<dd>1-2<dt>有效性<dd>有效<dt>名称<dd>{TITLE}的通知</dl><h1>{TITLE}</h1>{ARTICLE}", ["索 引 号", "1-2", "有效性", "有效", "名称", f"{TITLE}的通知"]),
        # prose in a footer, a list of other articles, comments
        (f"<h1>{TITLE}</h1><div>{ARTICLE}</div><div class=footer><p>{PROSE}</p></div>", [PROSE]),
        (f"<h1>{TITLE}</h1><div>{ARTICLE}</div><div><p><a href=1>{PROSE}</a></p><h3>热点</h3></div><div><b>专题</b></div>", [PROSE]),
        (f"<h1>{TITLE}</h1><div>{ARTICLE}</div><div id=commentList><p>网友：{PROSE}</p></div>", [f"网友：{PROSE}"]),
    ],
)  # fmt: skip
def test_the_article_and_the_frame(body: str, frame: list[str]) -> None:
    kept, left = read(body)
    # headings beside the article that nothing says are a frame's are taken in
    assert [text for text in kept if text not in ("热点", "专题")] == [TITLE, *KEPT]
    assert left == frame


def test_a_title_that_the_report_prints_itself_is_kept_once() -> None:
    for own in (f"<p>{TITLE}</p>", f"<p>{TITLE[:12]}</p><p>{TITLE[12:]}</p>", f"<p>{TITLE[:12]}<br>{TITLE[12:]}</p>"):
        kept, left = read(f"<h1>{TITLE}</h1><div class=info>来源：本站</div><div>{own}{ARTICLE}</div>")
        assert ("".join(kept[:-6]), kept[-6:], left) == (TITLE, KEPT, [TITLE, "来源：本站"])


def test_where_the_frame_is_not_certain_more_is_taken() -> None:
    """Two halves in different parts of the page, with links between; words that nothing says are a frame's."""
    body = f"<h1>{TITLE}</h1><div id=a><div>{ARTICLE}</div></div><div><a href=1>相关</a></div><div><div><p>二、资金管理（10分）</p><p>{PROSE}</p></div></div>"
    kept, left = read(body)
    assert kept == [TITLE, *KEPT, "相关", "二、资金管理（10分）", PROSE]
    assert left == []
    assert read("<p>临江县民政局</p><p>自评报告</p>") == (["临江县民政局", "自评报告"], [])


def test_words_of_an_index_alone_do_not_make_a_box() -> None:
    """A table with a column 名称, in another part of the page; a line of the report's cover."""
    table = "<table border=1><tr><th>名称<th>分值<tr><td>工作保障<td>10<tr><td>合计<td>10</table>"
    kept, left = read(
        f"<h1>{TITLE}</h1><div><p>责任部门：养老科</p>{ARTICLE}</div><div><a href=1>更多</a></div><div><div>{table}</div></div>"
    )
    assert kept == [TITLE, "责任部门：养老科", *KEPT, "更多", "| 名称 | 分值 |", "| 工作保障 | 10 |", "| 合计 | 10 |"]
    assert left == []


def test_links_in_the_article_stay() -> None:
    links = "<p>附件：<a href=P1.xls>1. 自评表</a></p><p><a href='/x'>《养老服务条例》</a></p>"
    article = ARTICLE.replace("<p>临江县民政局", f"{links}<p>我局将继续努力，切实做好养老服务各项工作。</p><p>临江县民政局")
    kept, left = read(f"<h1>{TITLE}</h1><div>{article}</div><div class=share><a href=#>微信</a></div>")
    assert kept[5:7] == ["附件：1. 自评表", "《养老服务条例》"]
    assert left == ["微信"]
    # behind the last line of prose a link to a document is an annex, one to a page is the site's
    kept, left = read(f"<h1>{TITLE}</h1><div>{ARTICLE}<p><a href=P1.xls>附表.xls</a></p><p><a href=/x>更多内容</a></p></div>")
    assert (kept[-1], left) == ("附表.xls", ["更多内容"])


def test_places_count_the_paragraphs_of_the_article() -> None:
    data = f"<meta charset=utf-8><title>{TITLE}</title>{NAV}<h1>{TITLE}</h1>{ARTICLE}<footer>主办单位：临江县</footer>".encode()
    found = [(line.number, line.mark) for _, line in read_bytes("a.html", data).lines()]
    assert found == [(1, "furniture")] * 3 + [(number, None) for number in range(1, 8)] + [(7, "furniture")]


@pytest.mark.parametrize("site", SITES)
def test_what_the_sites_print_is_removed_and_kept(site: str) -> None:
    """The text is the report's; all the rest of the page is among what was removed, as furniture or hidden."""
    report = f"{TITLE}\n县财政局：\n一、工作保障（10分，自评得分9.5分）\n{PROSE}\n临江县民政局\n2022年3月4日\n"
    text = normalise(read_bytes("a.html", site_page(report, site=site)), builtin())
    assert text.content == report.rstrip("\n")
    removed = {
        reason: "".join(text.lines[one.line].line.text[one.start : one.end] for one in text.removed if one.reason is reason)
        for reason in Removal
    }
    assert "首" in removed[Removal.FURNITURE] and "打印" in removed[Removal.FURNITURE]
    assert bool(removed[Removal.HIDDEN]) == (site in ("portal", "word", "editor"))

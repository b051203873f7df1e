"""Web pages: paragraphs, white space, what is hidden, lists, forms, and that no character shown is lost."""

from __future__ import annotations

import hashlib
import random
import re
from collections import Counter
from xml.etree.ElementTree import Element

import pytest
import tinyhtml5

from extractor.language.patterns import builtin
from extractor.model.errors import ReadError
from extractor.model.page import Line, Reading, Unit
from extractor.normaliser import normalise
from extractor.readers import read_bytes
from tests.conftest import ROOT
from tests.htmlfiles import SITES, site_page
from tests.test_conservation import check_source

PROSE = "全年共检查养老机构12次，发现问题8个，均已督促整改到位，整改情况逐级上报备案并在门户网站公开，接受社会监督。"


def page(body: str) -> Reading:
    return read_bytes("a.html", f"<!doctype html><meta charset=utf-8><body>{body}</body>".encode())


def lines(body: str) -> list[Line]:
    return [line for _, line in page(body).lines()]


def texts(body: str) -> list[str]:
    """The text of the lines without a mark, or of a table."""
    return [line.text for line in lines(body) if line.mark in (None, "table")]


def marked(body: str, mark: str) -> list[str]:
    return [line.text for line in lines(body) if line.mark == mark]


def refusal(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_bytes("a.html", data)
    return caught.value


def test_what_a_reading_says() -> None:
    data = b"<html><body><p>" + "一、工作保障".encode() + b"</p></body></html>"
    reading = read_bytes("报告.html", data)
    assert (reading.name, reading.format, reading.reader, reading.paged, reading.unit) == (
        "报告.html",
        "html",
        "selectolax",
        False,
        Unit.PARAGRAPH,
    )
    assert (reading.bytes, reading.sha256, reading.flags) == (len(data), hashlib.sha256(data).hexdigest(), ())
    assert list(reading.versions) == ["selectolax"]


# ── paragraphs ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>甲</p><p>乙</p>", [(1, "甲"), (2, "乙")]),
        ("<div>甲<div>乙</div>丙</div>", [(1, "甲"), (2, "乙"), (3, "丙")]),
        ("甲<p>乙", [(1, "甲"), (2, "乙")]),
        # a break ends a line; a blank line or an indent opens a paragraph
        ("<p>甲<br>乙</p>", [(1, "甲"), (1, "乙")]),
        ("<p>甲<br><br>乙</p>", [(1, "甲"), (2, "乙")]),
        ("<p>甲<br>　　乙<br>　　丙</p>", [(1, "甲"), (2, "　　乙"), (3, "　　丙")]),
        ("<p>甲<br>&nbsp;&nbsp;&nbsp; 乙</p>", [(1, "甲"), (2, "\xa0\xa0\xa0 乙")]),
        # blocks in inline elements, as editors leave them
        ("<span>甲<p>乙</p>丙</span>", [(1, "甲"), (2, "乙"), (3, "丙")]),
        ("<p><span style='display:block'>甲</span><span>乙</span></p>", [(1, "甲"), (2, "乙")]),
        ("<div style='display: inline'>甲</div><div style='display:inline-block'>乙</div>", [(1, "甲乙")]),
        ("<h1>题</h1><h6>六</h6><pre>甲\n  乙\n\n丙</pre>", [(1, "题"), (2, "六"), (3, "甲"), (4, "  乙"), (5, "丙")]),
        ("<p style='white-space:pre-wrap'>甲\n乙</p>", [(1, "甲"), (1, "乙")]),
        ("<dl><dt>甲</dt><dd>乙</dd></dl>", [(1, "甲"), (2, "乙")]),
        ("<p>甲</p>&nbsp;<p>&nbsp;</p><p><o:p>&nbsp;</o:p></p><p>乙</p>", [(1, "甲"), (2, "乙")]),
        # tags that are missing, crossed, or behind the end
        ("<div><b><p>甲<p>乙</b></div>丙", [(1, "甲"), (2, "乙"), (3, "丙")]),
        ("<p>甲</p></body></html>乙<p>丙", [(1, "甲"), (2, "乙"), (3, "丙")]),
        ("<table>甲<tr>乙<td>丙</td></tr></table>", [(1, "甲乙"), (2, "丙")]),
        ("<textarea>一、甲\n二、乙</textarea>", [(1, "一、甲"), (1, "二、乙")]),
    ],
)  # fmt: skip
def test_paragraphs(body: str, expected: list[tuple[int, str]]) -> None:
    assert [(line.number, line.text) for line in lines(body)] == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>  甲  乙\t丙 </p>", "甲 乙 丙"),
        # a line of the source that breaks between Chinese characters leaves no space; beside a figure it does, as in a browser
        ("<p>全年共\n      检查</p>", "全年共检查"),
        ("<p><span>全年共</span>\n<span>检查</span></p>", "全年共检查"),
        ("<p>自评\n9.5 分</p>", "自评 9.5 分"),
        ("<p><a href=x>全年共</a>\n<a href=y>检查</a>" + PROSE, "全年共检查" + PROSE),
        ("<p>执行率&lt;95%，&ldquo;三公&rdquo;&nbsp;经费&#8212;&#x3000;下降</p>", "执行率<95%，“三公”\xa0经费—\u3000下降"),
        ("<p>3<5，5>3</p>", "3<5，5>3"),
        ("<p>面积120m<sup>2</sup>，共10<sup>4</sup>件，CO<sub>2</sub>，注<sup>①</sup>，局<sup>1</sup></p>", "面积120m²，共10⁴件，CO₂，注①，局1"),
        ("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp>字<rt>zì</rt></ruby>", "汉字"),
        ("<p>一<!-- 注释 -->、工<![if !supportLists]>作<![endif]><!--[if gte mso 9]><xml>x</xml><![endif]-->保障</p>", "一、工作保障"),
        ("<p>甲<script>document.write('<p>乙</p>')</script><style>p{}</style>丙</p>", "甲丙"),
        ("<p>甲<img src=a.png alt=图>乙<wbr>丙</p>", "甲乙丙"),
        ("<svg><title>题</title><text>甲</text></svg>", "甲"),
    ],
)  # fmt: skip
def test_characters(body: str, expected: str) -> None:
    assert texts(body) == [expected]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span style='display:none'>隐</span>", "<span style='color:red; DISPLAY : NONE !important'>隐</span>", "<b hidden>隐</b>",
        "<i style='visibility:hidden'>隐</i>", "<span style='mso-hide:all;mso-fareast-language:ZH-CN'>隐</span>", "<span style='font-size:0px'>隐</span>",
        "<noscript>隐</noscript>", "<template><b>隐</b></template>", "<object data=a.pdf>隐</object>", "<dialog>隐</dialog>",
        "<span style='display:none'><div style='display:block'>隐</div></span>",
    ],
)  # fmt: skip
def test_what_is_not_shown_is_kept_apart(hidden: str) -> None:
    found = lines(f"<div>甲{hidden}乙</div>")
    assert "".join(line.text for line in found if line.mark is None) == "甲乙"
    assert [line.text for line in found if line.mark == "hidden"] == ["隐"]


@pytest.mark.parametrize(
    "shown", ["<span style='font-size:0.8em'>甲</span>", "<details><summary>甲</summary></details>", "<dialog open>甲</dialog>"]
)
def test_what_only_looks_hidden(shown: str) -> None:
    assert texts(shown) == ["甲"]


def test_deletions_of_tracked_changes_are_hidden_and_flagged() -> None:
    reading = page("<p>自评得分<span class=msoDel><del>8</del></span><ins>9</ins>分</p>")
    assert [(line.text, line.mark) for _, line in reading.lines()] == [("自评得分9分", None), ("8", "hidden")]
    assert reading.flags == ("deleted-text",)
    assert texts("<p>自评得分<s>8</s>9分</p>") == ["自评得分89分"]


# ── lists ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>甲<li value=7>乙<li>丙</ol>", ["3. 甲", "7. 乙", "8. 丙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol type=A><li>甲<li type=i>乙</ol>", ["A. 甲", "ii. 乙"]),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<li>乙</ol>", ["一、甲", "二、乙"]),
        ("<ol style='list-style: simp-chinese-informal inside' start=11><li>甲</ol>", ["十一、甲"]),
        ("<ol class='custom_cn2 list-paddingleft-1'><li><p>甲</p></li></ol>", ["（一）甲"]),
        ("<ol style='list-style:none'><li>甲</ol>", ["甲"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<li>甲", ["甲"]),
        # nested: each counts for itself, and a list that opens an item stands on its line
        ("<ol><li>甲<ol type=a><li>子<li>丑</ol></li><li>乙</ol>", ["1. 甲", "a. 子", "b. 丑", "2. 乙"]),
        ("<ol><li><ol type=a><li>子</ol></li></ol>", ["1. a. 子"]),
        ("<ol><li><p>甲</p><p>续</p></li><li></li><li>丙</li></ol>", ["1. 甲", "续", "3. 丙"]),
        # typed labels in every item: the site's style sheet takes the numbers away
        ("<ol><li>（一）甲<li>（二）乙</ol>", ["（一）甲", "（二）乙"]),
        ("<ol><li>（一）甲<li>乙</ol>", ["1. （一）甲", "2. 乙"]),
        ("<ol><li hidden>隐<li>乙</ol>", ["2. 乙"]),
        ("<ol start=x><li value=''>甲</ol>", ["1. 甲"]),
        ("<ol start=0 type=A><li>甲<li>乙</ol>", ["0. 甲", "A. 乙"]),
    ],
)  # fmt: skip
def test_automatic_numbers_are_kept(body: str, expected: list[str]) -> None:
    assert texts(body) == expected


# ── fields of forms, frames ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "shown", "aside"),
    [
        ("自评得分<input value=95>分", ["自评得分95分"], []),
        ("<input type=checkbox checked>常年性<input type=checkbox>一次性", ["☑常年性□一次性"], []),
        ("<input type=radio checked=checked>优", ["☑优"], []),
        ("<input type=hidden value=x>甲<input type=submit value=提交><input placeholder=请输入>", ["甲"], ["提交 请输入"]),
        ("甲<button>打印<b>全文</b></button>", ["甲"], ["打印全文"]),
        ("等次<select><option>优<option selected>良</select>", ["等次 良"], []),
        ("等次<select><option>优<option>良</select>", ["等次 优"], []),
    ],
)  # fmt: skip
def test_fields_of_forms(body: str, shown: list[str], aside: list[str]) -> None:
    found = lines(f"<form>{body}</form>")
    assert [line.text for line in found if line.mark is None] == shown
    assert [line.text for line in found if line.mark == "furniture"] == aside


def test_a_frame_that_lies_in_another_file_is_flagged() -> None:
    assert page(f"<p>{PROSE}</p><iframe src=annex.html></iframe>").flags == ("frames-unread",)
    assert page(f"<p>{PROSE}</p><iframe src='about:blank'></iframe><iframe></iframe><iframe hidden src=a.html></iframe>").flags == ()


# ── refusals ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("", "html-blank"),
        ("<script>load()</script><div id=app> &nbsp; </div>", "html-blank"),
        ("<p style='display:none'>隐</p><img src=scan.png>", "html-blank"),
        ("<iframe src=b.html></iframe>", "html-frames"),
        ("<span>" * 30_000, "html-too-deep"),
        ("<br>" * 500_001, "html-too-large"),
        ("".join(f"<font size={size}>" for size in range(4000)) + "<p>甲" * 4000, "html-too-large"),
        (f"<table border=1><tr>{'<td>甲' * 20_000}</tr>{'<tr><td>乙<td>丙' * 500}</table>", "html-too-large"),
    ],
)  # fmt: skip
def test_what_is_refused(body: str, code: str) -> None:
    error = refusal(f"<!doctype html><body>{body}".encode())
    assert (error.code, error.place) == (code, "a.html")


def test_a_page_of_frames_only() -> None:
    assert refusal(b"<html><frameset cols=1><frame src=left.htm><frame src=main.htm></frameset></html>").code == "html-frames"


def test_every_refusal_has_its_words() -> None:
    words = {entry.id: entry.data for entry in builtin().entries("message")}
    for code in ("blank", "frames", "no-page", "too-deep", "too-large"):
        for lang in ("zh", "en"):
            assert "{place}" in str(words[f"error.html-{code}"][lang]), code


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 10_000 + PROSE + "</div>" * 10_000,
        "<table><tr><td>" * 2000 + PROSE + "</td></tr></table>" * 2000,
        "<ol><li>" * 2000 + PROSE,
    ],
)
def test_deep_nesting_is_read(body: str) -> None:
    assert [line.text.endswith(PROSE) for line in lines(f"{body}<p>后")] == [True, False]


# ── no character is lost ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


UNSHOWN = {"head", "script", "style", "title", "meta", "iframe"}


def characters(source: str) -> Counter[str]:
    """What a page holds by another parser of the same standard: all text that is not a script's or a style sheet's, white space aside."""
    found: Counter[str] = Counter()
    waiting: list[Element] = [tinyhtml5.parse(source, namespace_html_elements=False)]
    while waiting:
        element = waiting.pop()
        if isinstance(element.tag, str) and element.tag not in UNSHOWN:
            found.update(element.text or "")
            waiting.extend(element)
            if element.tag == "input" and element.get("type") == "text":
                found.update(element.get("placeholder", ""))
        found.update(element.tail or "")
    return Counter({char: count for char, count in found.items() if not char.isspace() and char != "|"})


@pytest.mark.parametrize("site", SITES)
def test_every_character_is_in_a_line_whatever_happens_to_the_tags(site: str) -> None:
    base = site_page((ROOT / "corpus" / "culture-2023.txt").read_text(encoding="utf-8"), site=site).decode()
    tags = [
        match.span()
        for match in re.finditer(r"</?\w+[^<>]*>", base)
        if not re.match(
            r"</?(?:script|style|title|head|meta|iframe|textarea|template|html|body|select|option|input)\b", match[0], re.IGNORECASE
        )
    ]
    generator = random.Random(11)
    for turn in range(12):
        source = base
        for start, end in sorted(generator.sample(tags, 6 if turn else 0), reverse=True):
            other = base[slice(*generator.choice(tags))]
            source = source[:start] + generator.choice(["", source[start:end] * 2, other]) + source[end:]
        reading = read_bytes("a.html", source.encode())
        found = Counter(char for _, line in reading.lines() for char in line.text if not char.isspace() and char != "|")
        assert (characters(source) - found, found - characters(source)) == (Counter(), Counter()), turn
        if not turn:
            check_source(normalise(reading, builtin()))

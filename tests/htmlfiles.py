"""Makes government-site pages for tests: a report inside the frames that sites put round it, in the markup of their day.

The templates are of this project's own design. `site_page` sets a text whose lines are paragraphs (rows ``| a | b |`` become a table);
`html_report` is the one that other tests call for "the report as a saved web page".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby

Blocks = list[str | list[list[str]]]
"""Paragraphs, and tables as rows of cells."""


def html_report(text: str) -> bytes:
    """A report as a page of a county's site saved today."""
    return site_page(text, site="portal")


def site_page(text: str, *, site: str, encoding: str = "utf-8", pretty: bool = False) -> bytes:
    """A page of ``site`` (a key of `SITES`) with the lines of ``text`` as its article. pretty: indented as tools print it, lines of text broken."""
    made = SITES[site](blocks_of(text))
    charset = "gb2312" if encoding in ("gbk", "gb18030") else encoding
    page = made.replace("CHARSET", charset)
    return (_pretty(page) if pretty else _minified(page)).encode(encoding)


def blocks_of(text: str) -> Blocks:
    """The lines that are not blank; rows of one table together."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    blocks: Blocks = []
    for is_row, run in groupby(lines, key=lambda line: line.startswith("|") and line.endswith("|")):
        if is_row:
            rows = [[cell.strip() for cell in line[1:-1].split("|")] for line in run if not set(line) <= set("|-: ")]
            blocks.append(rows)
        else:
            blocks.extend(run)
    return blocks


def table(rows: Iterable[Iterable[str]], attributes: str = ' border="1"') -> str:
    """A data table; texts are escaped."""
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table{attributes}><tbody>{body}</tbody></table>"


def _flow(blocks: Blocks, paragraph: Callable[[str], str], attributes: str = ' border="1"') -> str:
    return "\n".join(paragraph(block) if isinstance(block, str) else table(block, attributes) for block in blocks)


def _title(blocks: Blocks) -> str:
    """What the site prints as the title of the page: the report's own title, its lines as one."""
    for order, block in enumerate(blocks[:8]):
        if isinstance(block, str) and re.search(r"(?:报告|汇报|总结)$", block) and len(block) < 80:
            before = blocks[order - 1] if order else ""
            return f"{before}{block}" if isinstance(before, str) and re.search(r"关于\S{0,30}$", before) else block
    first = next((block for block in blocks if isinstance(block, str)), "")
    found = re.match(r"\S{8,60}?(?:报告|汇报|总结)", first)
    return found[0] if found else first[:40]


def _portal(blocks: Blocks) -> str:
    """A county portal of today: semantic frame, index box as a list, the title once as a heading when the article opens with it."""
    title = _title(blocks)
    rest = blocks[1:] if blocks and blocks[0] == title else blocks
    body = _flow(
        rest, lambda text: f'<p style="text-indent: 2em; font-size: 16px;"><span style="font-family: 仿宋">{escape(text)}</span></p>'
    )
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="CHARSET"><title>{escape(title)}_临江县人民政府</title>
<style>.nav li {{ float: left }} .hide {{ display: none }}</style><script>var page = {{"title": "<p>不是正文</p>"}};</script></head>
<body><!-- 页头 --><div class="top-bar"><span>今天是2023年4月6日 星期四</span><a href="/wza">无障碍</a><a href="/old">长者模式</a></div>
<header class="site-header"><div class="logo"><a href="/"><img src="logo.png" alt="临江县人民政府"></a></div>
<form action="/search"><input type="text" placeholder="请输入关键字"><button type="submit">搜索</button></form>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zw">政务公开</a></li><li><a href="/fw">办事服务</a></li><li><a href="/hd">互动交流</a></li></ul></header>
<div class="wrap"><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; <a href="/jx">绩效管理</a></div>
<div class="index-box"><ul><li><b>索&nbsp;引&nbsp;号：</b><span>LJ0231-2023-0057</span></li><li><b>主题分类：</b><span>财政、绩效</span></li>
<li><b>发布机构：</b><span>临江县民政局</span></li><li><b>发布日期：</b><span>2023-03-01</span></li><li><b>有 效 性：</b><span>有效</span></li></ul></div>
<div class="article"><h1 class="article-title">{escape(title)}</h1>
<div class="article-info"><span>发布时间：2023-03-01 10:20</span> <span>来源：县民政局</span> <span>浏览次数：<em id="hits">128</em></span>
<span>字号：[<a href="javascript:s(1)">大</a> <a href="javascript:s(2)">中</a> <a href="javascript:s(3)">小</a>]</span> <a href="javascript:print()">打印</a></div>
<div class="TRS_Editor" id="zoom">{body}</div>
<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>
<div class="files"><h4>附件下载</h4><ul><li><a href="a/P01.xls">自评附表.xls</a></li></ul></div>
<div class="near"><p>上一篇：<a href="1.html">关于公布服务指南的通知</a></p><p>下一篇：<a href="2.html">没有了</a></p></div>
<div class="hide" style="display:none">扫码后可在手机上阅读全文。</div></div>
<aside><h3>热点专题</h3><ul><li><a href="/1">优化营商环境</a></li><li><a href="/2">乡村振兴在行动，全县今年共完成项目三十个。</a></li></ul></aside></div>
<footer><p>主办单位：临江县人民政府办公室　承办单位：临江县大数据中心</p><p>网站标识码：9999990001　<a href="/b">鄂ICP备00000001号-1</a>　<a href="/m">网站地图</a></p>
<p>本网站支持多种浏览器，建议使用最新的版本访问，以便得到最好的浏览效果。</p></footer>
<noscript><p>请在浏览器中开启脚本。</p></noscript></body></html>"""


def _tables(blocks: Blocks) -> str:
    """A site of the years of layout tables: everything in cells, paragraphs by line breaks and no-break spaces, tags in capitals and unclosed."""
    title = _title(blocks)
    pieces = []
    for block in blocks:
        pieces.append(f"&nbsp;&nbsp;&nbsp; {escape(block)}<BR>" if isinstance(block, str) else table(block, ' border=1 cellpadding="0"'))
    body = "\n".join(pieces)
    return f"""<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">
<!-- saved from url=(0035)http://www.example.gov.cn/a/20120301.htm -->
<HTML><HEAD><TITLE>{escape(title)}</TITLE><META http-equiv=Content-Type content="text/html; charset=CHARSET">
<SCRIPT language=javascript>document.write("<td>加载中</td>")</SCRIPT></HEAD>
<BODY bgColor=#ffffff leftMargin=0><TABLE cellSpacing=0 cellPadding=0 width=980 align=center border=0><TR>
<TD><IMG src="top.jpg" border=0></TD></TR><TR><TD align=middle><A href="/">网站首页</A> | <A href="/a">机构概况</A> | <A href="/b">政务公开</A> | <A href="/c">办事指南</A></TD></TR>
<TR><TD>您现在的位置：<A href="/">首页</A>&gt;&gt;<A href="/b">政务公开</A>&gt;&gt;正文</TD></TR></TABLE>
<TABLE width=980 align=center border=0><TBODY><TR><TD vAlign=top width=180 class=left><TABLE width="100%"><TR><TD><A href="/1">机构设置</A></TD></TR><TR>
<TD><A href="/2">领导简介</A></TD></TR><TR><TD><A href="/3">政策法规</A></TD></TR></TABLE></TD>
<TD vAlign=top><TABLE width="96%" align=center><TR><TD align=middle height=50><FONT size=5><B>{escape(title)}</B></FONT></TD></TR>
<TR><TD align=middle><FONT color=#999999>作者：办公室&nbsp;&nbsp;来源：本站&nbsp;&nbsp;点击数：302&nbsp;&nbsp;更新时间：2012-3-1&nbsp;&nbsp;【字体：<A href="#">小</A> <A href="#">大</A>】</FONT></TD></TR>
<TR><TD class=content id=fontzoom>{body}</TD></TR>
<TR><TD align=right>【<A href="#">打印本页</A>】【<A href="#">关闭窗口</A>】</TD></TR>
<TR><TD><LI>上一篇：<A href="8.htm">关于召开会议的通知</A><LI>下一篇：<A href="9.htm">关于开展检查的通知</A></TD></TR></TABLE></TD></TR></TABLE>
<TABLE width=980 align=center><TR><TD align=middle>版权所有：临江县民政局　技术支持：县信息中心<BR>地址：临江县人民路1号　邮编：430000<BR>鄂ICP备00000002号</TD></TR></TABLE></BODY></HTML>"""


def _word(blocks: Blocks) -> str:
    """A Word document saved as a page and put into a site: MsoNormal, o:p, conditional comments, the title printed by the site and by the report."""
    title = _title(blocks)

    def paragraph(text: str) -> str:
        cut = len(text) // 2
        return (
            "<p class=MsoNormal style='text-indent:32.0pt;mso-char-indent-count:2.0'><span lang=EN-US style='mso-hide:all'>域</span><span"
            f" style='font-size:16.0pt;font-family:仿宋_GB2312'>{escape(text[:cut])}</span><span\nlang=EN-US>{escape(text[cut:])}<o:p></o:p></span></p>"
        )

    body = _flow(blocks, paragraph, " class=MsoNormalTable border=1 cellspacing=0 style='border-collapse:collapse'")
    return f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv="Content-Type" content="text/html; charset=CHARSET">
<title>{escape(title)} - 通知公告 - 临江县民政局</title>
<!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>某某</o:Author></o:DocumentProperties></xml><![endif]--><style><!-- p.MsoNormal {{margin:0}} --></style></head>
<body lang=ZH-CN><div id="header"><div class="menu"><a href="/">首页</a><a href="/xw">新闻</a><a href="/gk">信息公开</a></div></div>
<div id="main"><div class="position">您当前的位置：首页 &gt; 信息公开 &gt; 通知公告</div>
<table class="xxgk" border="1"><tr><th>索引号</th><td>011234/2022-00012</td><th>发布机构</th><td>县民政局</td></tr>
<tr><th>文号</th><td></td><th>公开日期</th><td>2022-03-04</td></tr></table>
<div class="title">{escape(title)}</div><div class="date">2022-03-04 08:30:00　信息来源：县民政局　访问量：<span></span></div>
<div class="content"><div class=WordSection1 style='layout-grid:15.6pt'>
{body}
<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p></div></div>
<div class="tools"><a href="#">收藏</a> <a href="#">打印</a> <a href="#">关闭</a></div></div>
<div id="footer">主办：临江县民政局 <br> 备案号：鄂ICP备00000003号 <br> 联系电话：0700-0000000</div></body></html>"""


def _flat(blocks: Blocks) -> str:
    """A page without any container: frame and article are children of the body."""
    title = _title(blocks)
    rest = blocks[1:] if blocks and blocks[0] == title else blocks
    heading = re.compile(r"^[一二三四五六七八九十]+、")
    body = _flow(rest, lambda text: f"<h3>{escape(text)}</h3>" if heading.match(text) and len(text) < 40 else f"<p>　　{escape(text)}")
    return f"""<meta charset=CHARSET><title>{escape(title)}</title><a href="/">首页</a> <a href="/a">公开指南</a> <a href="/b">公开目录</a><hr>
<center><h2>{escape(title)}</h2></center>
<p align=center>发布日期：2021-05-06 09:12&nbsp;&nbsp;&nbsp;&nbsp;阅读次数：56</p>
{body}
<hr><p align=center><a href="javascript:window.print()">打印</a> <a href="javascript:window.close()">关闭</a><p>主办单位：临江县财政局　网站地图　联系我们"""


def _editor(blocks: Blocks) -> str:
    """A site whose editor nests spans and sections, breaks single paragraphs, and hides things; an article in two containers, a list of news beside it."""
    title = _title(blocks)

    def paragraph(text: str) -> str:
        return (
            f'<section><span style="white-space: normal;"><p style="text-indent:2em"><strong></strong>{escape(text)}'
            "<br></p></span></section>"
        )

    half = len(blocks) // 2
    first, second = _flow(blocks[:half], paragraph), _flow(blocks[half:], paragraph)
    return f"""<!doctype html><html><head><meta name="description" content="{escape(title[:20])}"><meta charset="CHARSET"><title>{escape(title)}-临江县</title></head>
<body><div id="app"><div class="g-hd"><div class="g-nav"><div><a href="/">首 页</a></div><div><a href="/x">要闻动态</a></div></div></div>
<div class="breadcrumb"><span>首页</span><span>&gt;</span><span>政府信息公开</span><span>&gt;</span><span>绩效评价</span></div>
<div class="main clearfix"><div class="col-left"><dl class="info"><dt>索引号：</dt><dd>LJ-2022-03</dd><dt>信息分类：</dt><dd>绩效</dd><dt>生成日期：</dt><dd>2022-03-03</dd></dl>
<h2 class="tit">{escape(title)}</h2><div class="sub"><i>2022-03-04 16:05</i><i>来源：县财政局</i><i>编辑：办公室</i></div>
<div class="txt"><div class="part">{first}</div><div class="part">{second}</div></div>
<div class="fx"><span>扫一扫在手机打开当前页</span></div><div class="btn"><button>打印本页</button><button>返回顶部</button></div></div>
<div class="col-right"><h3>最新信息</h3><ul><li><a href="/1">我县召开全县经济工作会议，部署全年各项重点任务和推进措施</a></li><li><a href="/2">县领导到一线督导防汛备汛工作，要求压紧压实责任</a></li></ul></div></div>
<div class="g-ft"><div>版权所有：临江县人民政府　政府网站标识码：9999990004</div><div><a href="/gw">公网安备 00000000000001号</a></div></div></div>
<template><p>模板里的文字，不是正文。</p></template></body></html>"""


SITES: dict[str, Callable[[Blocks], str]] = {"portal": _portal, "tables": _tables, "word": _word, "flat": _flat, "editor": _editor}
"""The sites by name."""

TAG = re.compile(r"(<!--.*?-->|<(?:script|style|textarea)\b.*?</(?:script|style|textarea)>|<[^>]*>)", re.DOTALL | re.IGNORECASE)


def _minified(page: str) -> str:
    """No white space between tags."""
    return re.sub(r">\s*\n\s*<", "><", page)


def _pretty(page: str) -> str:
    """Tags on lines of their own where they stand between elements of blocks, and long runs of Chinese text broken and indented."""
    pieces = []
    for piece in TAG.split(page):
        if piece.startswith("<") or not piece.strip():
            pieces.append(piece)
            continue
        pieces.append(re.sub(r"([\u4e00-\u9fff，。；：]{20})(?=[\u4e00-\u9fff])", "\\1\n        ", piece))
    return re.sub(r"(</(?:p|div|tr|td|li|ul|h\d|section|table)>)(?=<)", r"\1" + "\n      ", "".join(pieces), flags=re.IGNORECASE)

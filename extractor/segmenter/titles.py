"""Splits a heading from the body that follows it on the same line."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from extractor.language.patterns import Patterns
from extractor.model.text import Span, Text

COLON_TITLE = 30
"""A title that a colon ends is no longer than this (characters)."""
TITLE_LIMIT = 60
"""Text before a score bracket is a title up to this length (characters)."""
LINE_SCORES = 48
"""Scores behind a title on its line are no longer than this (characters)."""
LINE_LIMIT = TITLE_LIMIT + LINE_SCORES
TITLE_REST = 24
"""What goes on behind a score bracket is part of the title up to this length (characters)."""
HALF = 3
"""Each half of a title with a comma in it is at least this long (characters)."""
LONGEST_LABEL = 4
"""Characters of a label in brackets."""
CLOSING = ("）", ")", "】", "]", "〕")
MARKS = "。；：:;，,、！？!?—-"
LEADS_ON = "：:为=＝"
"""What stands between the words of a score and its figure."""


@dataclass(frozen=True, slots=True)
class Title:
    """The title of a section (without label, score brackets and end mark) and the offset where its heading ends."""

    text: str
    end: int
    closed: bool
    """Whether a mark, a bracket or the end of the paragraph shows where the title ends, and it is short: the form of a title."""


class TitleFinder:
    """Finds where a title ends."""

    def __init__(self, patterns: Patterns, text: Text) -> None:
        self.text = text
        self.bracket = patterns.one("section.score-bracket")
        self.tail = patterns.one("section.score-tail")
        self.line = patterns.one("section.score-line")
        self.behind = patterns.one("section.score-behind")
        self.lost = tuple(patterns.words("score.deduction"))
        self.own = frozenset(patterns.words("score.self"))
        self.obtained = frozenset(patterns.words("score.obtained"))
        self.continuation = patterns.one("section.item-continuation")
        self.details = tuple(patterns.words("claim.among"))
        self.item = frozenset(patterns.words("score.item-prefix"))
        self.assessed = frozenset(patterns.words("section.assessed"))

    def title(self, start: int, end: int) -> Title:
        """The title that begins at ``start``; ``end`` is where the paragraph, or the run up to the next heading, ends."""
        content = self._undetailed(self.text.content[start:end])
        brackets = [match.span() for match in self.bracket.finditer(content)]
        before = self.text.content[max(0, start - LONGEST_LABEL) : start]
        brackets = [span for span in brackets if not _is_label(content, *span, before)]
        stop, resume = self._stop(content, brackets, start)
        inner = [(opened, closed) for opened, closed in brackets if opened < stop]
        pieces, position = [], 0
        for opened, closed in inner:
            pieces.append(content[position:opened])
            position = closed
        pieces.append(content[position : max(position, stop)])
        title = "".join(pieces)
        # 机构管理（10）自评10。: without 分 only what follows a score bracket is one
        tail = self.tail.search(title) or (self.behind.search(title) if inner else None)
        if tail is not None and tail.start() > 0:
            title = title[: tail.start()]
        title = _without_open_bracket(title).strip().strip(MARKS + " ").strip()
        return Title(title, start + resume, closed=bool(title) and len(title) <= TITLE_LIMIT)

    def _undetailed(self, content: str) -> str:
        """The content up to the details of a score that follows the title (项目管理，分值25分，得23分，其中：资金管理得13分（满分15分）…)."""
        scored = self.tail.search(content, 0, min(len(content), LINE_LIMIT))
        if scored is None:
            return content
        places = [at for word in self.details if (at := content.find(word, scored.end(), scored.end() + LINE_SCORES)) > 0]
        begin = min(places, default=len(content))
        plain = not any(mark in content[:begin] for mark in "。；\n") and not _inside_quote(content, begin)
        return content[:begin] if plain else content

    def _stop(self, content: str, brackets: list[tuple[int, int]], offset: int) -> tuple[int, int]:
        """Where the title stops and where the body begins (both relative to ``content``)."""
        scores = self._score_line(content, brackets)
        if scores is not None:
            return self._behind(content, brackets, *scores)
        stop = len(content)
        for index, char in enumerate(content):
            if (
                char in "。！？；"
                and not any(opened <= index < closed for opened, closed in brackets)
                and not _inside_quote(content, index)
            ):
                stop = index
                break
            held = sum(min(closed, index) - opened for opened, closed in brackets if opened < index)
            short = 0 < index - held <= COLON_TITLE and not any(mark in content[:index] for mark in "，,")
            if char in "：:" and short and not _inside_quote(content, index):
                bracket = next(((opened, closed) for opened, closed in brackets if 0 < opened < closed < index), None)
                words = content[bracket[1] : index] if bracket is not None else ""
                told = words in self.own or (words in self.obtained and content[index + 1 :].lstrip()[:1].isdigit())
                if bracket is not None and (words.startswith(self.lost) or told):
                    return self._behind(content, brackets, *bracket)  # 政策宣传（9/10分）扣分说明：…; 政策宣传（10分）自评：9分
                return self._behind(content, brackets, index, index + 1)
        blank = self._wide_gap(content, offset)
        if blank is not None and blank < stop and len(content) - blank > 12:
            return self._behind(content, brackets, blank, blank)
        joined = False
        for opened, closed in brackets:
            if opened > stop:
                break
            rest = content[closed:]
            if opened == 0 or self.continuation.match(rest):
                joined = joined or opened > 0
                continue
            # behind several scores the title may go on to its own end mark; behind a single one only to the end of the paragraph
            remainder = content[closed:stop] if joined else rest.rstrip("。；")
            if (
                remainder
                and not any(mark in remainder for mark in "，。；：")
                and len(remainder) <= TITLE_REST
                and not self.tail.search(remainder)
            ):
                continue
            return self._behind(content, brackets, opened, closed)
        return self._behind(content, brackets, stop, min(len(content), stop + 1))

    def _score_line(self, content: str, brackets: list[tuple[int, int]]) -> tuple[int, int] | None:
        """Where the scores begin and end that follow a title on its line (政策宣传 分值：10分 自评得分：9分); None where the line is none of that kind."""
        found = self.line.search(content, 0, min(len(content), LINE_LIMIT)) if "分" in content[:LINE_LIMIT] else None
        if (
            found is None
            or not 0 < found.start() <= TITLE_LIMIT
            or (found.end() == LINE_LIMIT < len(content) and content[LINE_LIMIT - 1] != "。")
        ):
            return None
        begin = found.start()
        title = content[:begin]
        of_item = next((word for word in self.item if title.endswith(word) and title not in self.item), "")
        begin, title = begin - len(of_item), title.removesuffix(of_item).rstrip()  # 信息公开 本项分值9分
        comma = title.rfind("，")
        # 政策宣传，绩效自评得分9分; 政策宣传，此项分值9分; 政策宣传方面，指标评价得分9分
        no_half = begin - comma - 1 < HALF or title[comma + 1 :] in self.item or title[comma + 1 :] in self.assessed
        if comma > 0 and no_half and not any(map(str.isdigit, title[:comma])):  # 组织实施30分，自评28分: its score ends that title
            begin, title = comma, title[:comma]
        # 周密部署，分步实施监测，共1分: a title of two halves, which only a stop or the end of the paragraph closes
        halved = (
            (found.end() == len(content) or content[found.end() - 1] == "。")
            and len(title) <= COLON_TITLE
            and title.count("，") == 1
            and not any(map(str.isdigit, title))
        )
        before = any(mark in title for mark in (",。；;：:" if halved else "，,。；;：:")) or any(
            opened < len(title) for opened, _ in brackets
        )
        if title in self.assessed and found["word"]:
            begin = found.start("word") + len(found["word"].rstrip(LEADS_ON))  # 绩效自评得分：92分 is a title of one piece
        return None if before else (begin, found.end())

    def _behind(self, content: str, brackets: list[tuple[int, int]], stop: int, resume: int) -> tuple[int, int]:
        """Take an end mark and a score bracket right behind the title into the heading."""
        while True:
            if resume < len(content) and content[resume] in "。；：:":
                resume += 1
                continue
            following = next((closed for opened, closed in brackets if opened == resume), None)
            if following is None:
                behind = self.behind.match(content, resume) if content[resume - 1 : resume] in CLOSING else None
                return stop, resume if behind is None else behind.end()
            resume = following

    def _wide_gap(self, content: str, offset: int) -> int | None:
        """Where at least two blanks (or an ideographic one) were dropped behind a short title."""
        for gap in islice(self.text.gaps, bisect_right(self.text.gaps, offset), None):
            if gap >= offset + min(len(content), COLON_TITLE):
                return None
            printed = self.text.original(Span(gap - 1, gap + 1))
            if ("\u3000" in printed or "  " in printed) and not any(mark in content[: gap - offset] for mark in "，。；："):
                return gap - offset
        return None


def _is_label(content: str, opened: int, closed: int, before: str) -> bool:
    """Whether a bare number in brackets with words right behind it labels what follows: behind a bracket (（35分）(1)资金下达。), or behind an end mark as
    one of several (存在问题。（1）…（2）…). before: what stands before the content.
    """
    number = content[opened + 1 : closed - 1]
    if not number.isdecimal() or closed - opened > LONGEST_LABEL or not content[closed : closed + 1].isalpha() or not opened:
        return False
    beside = ((int(number) - 1, before + content[:opened]), (int(number) + 1, content[closed:]))
    several = any(mark in where for other, where in beside for mark in (f"（{other}）", f"({other})"))
    return content[opened - 1] in CLOSING or (several and content[opened - 1] in "。；")


def _without_open_bracket(title: str) -> str:
    """The title up to a bracket at its end that a score cut open: （记10分，自评记9分 leaves nothing but the words before it."""
    opened = max(title.rfind(mark) for mark in "（(【[〔")
    return title[:opened] if opened > 0 and not any(mark in title[opened:] for mark in "）)】]〕") else title


def _inside_quote(content: str, index: int) -> bool:
    """Whether a mark stands inside a quotation, a title or a bracket that is still open."""
    before = content[:index]
    return any(before.count(opening) > before.count(closing) for opening, closing in ("“”", "《》", "（）", "()"))

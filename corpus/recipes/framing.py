"""Frames the body as a document: letterhead, title, addressee, opening and closing with the totals, annexes, signature, imprint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from corpus.recipes.phrases import Draw, fill
from corpus.recipes.pieces import Atom, Block, Clause, Draft, Figure, Section, chinese, rendered
from corpus.recipes.planning import Plan
from corpus.recipes.points import score
from corpus.recipes.tables import indicator_table, rubric_table, score_table

BRACKETS = ("〔{}〕", "〔{}〕", "[{}]", "【{}】", "﹝{}﹞", "({})")
MOST_LISTED = 9
"""Deductions that a closing list names at most."""


class Framer:
    """Frames one draft."""

    def __init__(self, draw: Draw, plan: Plan, draft: Draft, leaves: list[Section], wish: frozenset[str]) -> None:
        self.draw, self.plan, self.draft, self.leaves, self.wish = draw, plan, draft, leaves, wish
        self.kind = "letter" if wish & {"letter", "annex"} or draw.chance(0.6) else draw.random.choice(["plain", "plain", "cover"])
        self.bureau = draw.region + draw.body
        self.issuers = [self.bureau]
        if self.kind == "letter" and draw.chance(0.2):
            self.issuers.append(f"{draw.region}财政局")
        self.above = draw.place() + ("市" if draw.region.endswith("县") else "省")
        self.date = date(draw.year + 1, draw.random.randint(1, 6), draw.random.randint(1, 28))
        self.elements: dict[str, object] = draft.elements

    def frame(self) -> None:
        body = self.draft.blocks
        if "indicator" in self.wish or (self.plan.mode == "none" and self.draw.chance(0.4)):
            annexes = [indicator_table(self.draft, self.draw)]
        elif "table" in self.wish or (self.plan.mode in ("leaf", "deep", "halved") and not self.plan.several and self.draw.chance(0.3)):
            annexes = [score_table(self.draft, [one for one in self.leaves if one.max is not None], self.draw)]
        else:
            annexes = []
        early: list[Block] = []
        if annexes and self.plan.table_first:
            early, annexes = [Block(self.draw.phrase("document", "table_lead", self.draw.values())), *annexes], []
        head = self._head()
        closing = self._closing()
        opening = self._opening(stated=closing is None)
        self._grand_total_heading()
        self.draft.blocks = [*head, opening, *early, *body]
        if closing is not None:
            self.draft.blocks.append(Block(closing, role="closing"))
        self._tail(annexes)
        self._style()

    def _values(self, /, **more: Atom) -> Mapping[str, Atom]:
        return {**self.draw.values(), "cited": self._number("府办发" if self.draw.chance(0.5) else "财绩", self.draw.year), **more}

    def _number(self, agency: str, year: int) -> str:
        return f"{self.draw.region[0]}{agency}{self.draw.random.choice(BRACKETS).format(year)}{self.draw.random.randint(1, 180)}号"

    def _iso(self, day: date) -> str:
        return day.isoformat()

    # Head

    def _head(self) -> list[Block]:
        draw, random = self.draw, self.draw.random
        blocks: list[Block] = []
        lettered = self.kind == "letter" and ("letterhead" in self.wish or draw.chance(0.75))
        if self.kind == "letter" and draw.chance(0.1):
            self.elements["security"] = draw.words("security")
            blocks.append(Block([str(self.elements["security"])], "flush", "security"))
        if self.kind == "letter" and draw.chance(0.1):
            self.elements["urgency"] = draw.words("urgency")
            blocks.append(Block([str(self.elements["urgency"])], "flush", "urgency"))
        if lettered:
            joined = (
                " ".join(self.issuers) + "文件"
                if draw.chance(0.5)
                else self.issuers[0] + "文件" + "".join(" " + one for one in self.issuers[1:])
            )
            blocks.append(Block([joined], "centre", "letterhead"))
            agency = self.draw.sector[:1] + random.choice(["发", "字", "函", "绩"])
            printed = self._number(agency, self.date.year)
            serial = printed.removesuffix("号")
            for mark in "〕]】﹞)":
                serial = serial.split(mark)[-1]
            self.elements["number"] = {
                "text": f"{draw.region[0]}{agency}〔{self.date.year}〕{serial}号",
                "agency": draw.region[0] + agency,
                "year": self.date.year,
                "serial": int(serial),
            }
            atoms: list[Atom] = [printed]
            if draw.chance(0.35):
                self.elements["signers"] = random.sample(draw.pack["words"]["signers"], len(self.issuers))
                blocks.append(Block(atoms, "centre", "number"))
                blocks.append(Block(["签发人：" + " ".join(self.elements["signers"])], "flush", "signer"))  # type: ignore[arg-type]
            else:
                blocks.append(Block(atoms, "centre", "number"))
        phrase = random.choice(draw.pack["document"]["titles"])
        named = "{issuers}" in phrase
        title = rendered(fill(phrase, random, self._values(issuers=" ".join(self.issuers))))
        self.elements["title"] = title.replace(" ", "")
        self.elements["period"] = {"year": draw.year}
        if lettered or self.kind != "plain" or named:
            self.elements["issuers"] = self.issuers
        if self.kind == "cover":
            lines = [
                f"部门（单位）名称：{self.bureau}",
                f"预算编码：{random.randint(100, 999)}001",
                f"项目名称：{draw.programme}",
                "评价方式：部门（单位）绩效自评",
            ]
            lines += [f"报告日期：{self._printed_date(self.date, plain=True)}", f"填报人：{draw.words('signers')}"]
            self.elements["date"] = self._iso(self.date)
            blocks.append(Block([title], "centre", "title"))
            blocks += [Block([line], "flush", "cover") for line in lines]
        else:
            blocks.append(Block([title], "centre", "title"))
        if self.kind == "letter":
            above = [self.above + (draw.body if self.above.endswith("市") else draw.above)]
            if len(self.issuers) > 1:
                above.append(self.above + ("财政局" if self.above.endswith("市") else "财政厅"))
            self.elements["addressees"] = above
            blocks.append(Block(["、".join(above) + ("" if draw.chance(0.08) else "：")], "flush", "addressee"))
        return blocks

    # Totals

    def score(self, value: Decimal | int) -> Figure:
        return score(value, self.plan.decimals)

    def _sums(self) -> tuple[Decimal, Decimal, Decimal]:
        """Full score of the normal sections, the bonus, and what the whole report scores."""
        top = [section for section in self.draft.sections if not section.is_annex]
        own = sum((leaf.self_value or Decimal(0) for leaf in self.leaves), Decimal(0))
        bonus = sum((one.self.value for one in top if one.kind == "bonus" and one.self), Decimal(0))
        penalty = sum((one.self.value for one in top if one.kind == "penalty" and one.self), Decimal(0))
        return Decimal(self.plan.total), bonus, own + bonus + penalty

    def _grade(self, total: Decimal, maximum: Decimal) -> str | None:
        if maximum != 100:
            return None
        band = "excellent" if total >= 90 else "good" if total >= 80 else None
        return None if band is None else str(self.draw.random.choice(self.draw.pack["words"]["grades"][band]))

    def _closing(self) -> list[Atom] | None:
        draw, totals = self.draw, self.draft.totals
        if self.plan.several:
            return None
        if self.plan.mode == "none":
            if not self.draft.indicators:
                return None
            totals.self = Figure(self.draft.table_totals[1].value, "", "score", means="分")
            return [
                *self._lead(),
                *self._stated("closing_total_self", self=totals.self, grade=self._grade(totals.self.value, Decimal(100))),
            ]
        wanted = self.wish & {"totals", "closing-list", "grade"}
        if not wanted and not draw.chance(0.65):
            return None
        maximum, bonus, own = self._sums()
        grade = self._grade(own, maximum + bonus)
        listed = [(points, reason) for leaf in self.leaves for points, reason in leaf.deductions]
        lost = sum((points.value for points, _ in listed), Decimal(0))
        extra = self.plan.bonus or self.plan.penalty
        totals.self = self.score(own)
        if self.plan.mode == "self-only":
            return [*self._lead(), *self._stated("closing_total_self", self=totals.self, grade=grade)]
        if bonus and draw.chance(0.5):
            totals.max, totals.bonus = self.score(maximum), self.score(bonus)
            if maximum + bonus == own:
                return [*self._lead(), *self._stated("closing_bonus", base=totals.max, bonus=totals.bonus, self=totals.self, grade=grade)]
            totals.max = totals.bonus = None
        top = [one for one in self.draft.sections if one.max is not None and one.self is not None]
        if self.plan.summary and not extra and not self.wish & {"max", "closing-list"} and len(top) == self.plan.groups:
            said: list[Atom] = []
            phrase = draw.random.choice(draw.pack["document"]["closing_summary_item"])
            for one in top:
                assert one.max is not None and one.self is not None
                said += ["；"] if said else []
                said += fill(phrase, draw.random, {"title": one.title, "max": one.max, "self": one.self})
            return [*self._lead(), *self._stated("closing_summary", list=Clause(said), self=totals.self, grade=grade)]
        if "max" in self.wish and not extra and not self.plan.closing_list:
            totals.max = self.score(maximum)
            return [*self._lead(), *self._stated("closing_total_both", max=totals.max, self=totals.self, grade=grade)]
        if self.plan.closing_list and not extra and 2 <= len(listed) <= MOST_LISTED:
            totals.max, totals.deducted = self.score(maximum), self.score(lost)
            totals.count = Figure(Decimal(len(listed)), "", "count", means="项")
            pieces: list[Atom] = []
            for points, reason in listed:
                again = self.score(points.value)
                totals.deductions.append((again, reason))
                pieces += ["；"] if pieces else []
                pieces += draw.phrase("document", "closing_list_item", {"reason": reason, "points": again})
            values: dict[str, Atom] = {
                "max": totals.max,
                "list": Clause(pieces),
                "count": totals.count,
                "deducted": totals.deducted,
                "self": totals.self,
            }
            return [*self._lead(), *self._stated("closing_list", grade=grade, **values)]
        if lost and not extra and draw.chance(0.3):
            totals.max, totals.deducted = self.score(maximum), self.score(lost)
            return [
                *self._lead(),
                *self._stated("closing_deducted", max=totals.max, deducted=totals.deducted, self=totals.self, grade=grade),
            ]
        if draw.chance(0.5):
            totals.max = self.score(maximum)
            return [*self._lead(), *self._stated("closing_total_both", max=totals.max, self=totals.self, grade=grade)]
        return [*self._lead(), *self._stated("closing_total_self", self=totals.self, grade=grade)]

    def _lead(self) -> list[Atom]:
        return self.draw.phrase("document", "closing_lead", {})

    def _stated(self, name: str, /, *, grade: str | None = None, **values: Atom) -> list[Atom]:
        phrase = self.draw.random.choice(self.draw.pack["document"][name])
        count, unit = values.get("count"), re.search(r"\{count\}(.)", phrase)
        if isinstance(count, Figure) and unit is not None:
            count.means = unit[1]
        tail: Atom = ""
        if grade is not None and (self.draw.chance(0.5) or "grade" in self.wish):
            word = Clause([grade])
            self.draft.totals.grade = word
            tail = Clause(self.draw.phrase("document", "grade", {"grade": word}))
        return fill(phrase.replace("[{grade}|]", "{grade}"), self.draw.random, {**self._values(), **values, "grade": tail})

    def _opening(self, *, stated: bool) -> Block:
        draw, totals = self.draw, self.draft.totals
        atoms = draw.phrase("document", "opening_basis", self._values())
        atoms += draw.phrase("document", "opening_did", self._values())
        if self.plan.mode != "none" and not self.plan.several and (draw.chance(0.45) or (stated and self.wish & {"totals"})):
            maximum, _, own = self._sums()
            figure = self.score(own)
            if totals.self is None:
                totals.self = figure
            else:
                totals.restated.append(figure)
            if self.plan.mode != "self-only" and not self.plan.bonus and draw.chance(0.4):
                full = self.score(maximum)
                if totals.max is None:
                    totals.max = full
                else:
                    totals.restated.append(full)
                atoms += draw.phrase("document", "opening_total_both", self._values(max=full, self=figure))
            else:
                atoms += draw.phrase("document", "opening_total_self", self._values(self=figure))
        return Block([*atoms, *draw.phrase("document", "opening_end", {})], role="opening")

    def _grand_total_heading(self) -> None:
        """The total on the first heading, which is no addend then."""
        first = self.draft.sections[0]
        if (
            self.plan.several
            or self.plan.mode in ("none", "self-only")
            or first.max is not None
            or first.children
            or not self.draw.chance(0.1)
        ):
            return
        block = next(block for block in self.draft.blocks if block.section is first)
        figure = self.score(self._sums()[2])
        first.self = figure
        if self.draft.totals.self is None:
            self.draft.totals.self = figure
        else:
            self.draft.totals.restated.append(figure)
        block.atoms[1:1] = self.draw.phrase("scores", "heading_self", {"self": figure})

    # Tail

    def _printed_date(self, day: date, *, plain: bool = False) -> str:
        form = self.draw.random.choice(["plain", "plain", "spaced", "chinese", "points"]) if not plain else "plain"
        if form == "chinese":
            year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
            return f"{year}年{chinese(day.month)}月{chinese(day.day)}日"
        if form == "points":
            return f"{day.year}.{day.month}.{day.day}"
        return f"{day.year} 年 {day.month} 月 {day.day} 日" if form == "spaced" else f"{day.year}年{day.month}月{day.day}日"

    def _tail(self, tables: list[Block]) -> None:
        draw, draft, random = self.draw, self.draft, self.draw.random
        texts = (1 if "annex" in self.wish or draw.chance(0.12) else 0) if self.kind == "letter" else 0
        titles = [self._annex_title("table_titles") for _ in tables] + [self._annex_title("annex_titles") for _ in range(texts)]
        scored = [one for one in self.leaves if one.max is not None]
        if self.kind == "letter" and self.plan.rubric and scored:
            titles.insert(len(tables), self._annex_title("rubric_titles"))
            tables = [*tables, rubric_table(scored, draw)]
        single = len(titles) == 1 and draw.chance(0.5)
        if titles and self.kind == "letter":
            self.elements["attachments"] = titles
            announced = Block([f"附件：{'' if single else '1.'}{titles[0]}"], "body", "attachments")
            draft.blocks.append(announced)
            draft.blocks += [Block([f"      {index}.{title}"], "body", "attachments") for index, title in enumerate(titles[1:], 2)]
        if self.kind == "letter":
            mark = "（盖章）" if draw.chance(0.1) else ""
            self.elements["signatories"] = self.issuers
            self.elements["date"] = self._iso(self.date)
            draft.blocks += [Block([issuer + mark], "right", "signatory") for issuer in self.issuers]
            draft.blocks.append(Block([self._printed_date(self.date)], "right", "date"))
        for number, title in enumerate(titles, 1):
            section = Section("annex-bare" if single else "annex", number, title)
            if self.kind == "letter":
                draft.sections.append(section)
                draft.blocks.append(Block([], "flush", "annex", section))
            draft.blocks.append(Block([title], "centre", "annex-title"))
            if number <= len(tables):
                draft.blocks.append(tables[number - 1])
            else:
                draft.blocks.append(Block(draw.phrase("sentences", "plain", draw.values())))
        if self.kind == "letter" and draw.chance(0.3):
            day = self.date + timedelta(days=random.randint(0, 3))
            copied = f"{self.above}人民政府办公室"
            self.elements |= {"copied_to": [copied], "printed_by": f"{self.bureau}办公室", "printed_on": self._iso(day)}
            draft.blocks.append(Block([f"抄送：{copied}。"], "flush", "imprint"))
            draft.blocks.append(Block([f"{self.bureau}办公室　　　　{day.year}年{day.month}月{day.day}日印发"], "flush", "imprint"))

    def _annex_title(self, name: str) -> str:
        return rendered(self.draw.phrase("words", name, self.draw.values()))

    def _style(self) -> None:
        """How the report is printed, for the setters."""
        draw, random = self.draw, self.draw.random
        values: dict[str, Atom] = {
            **self.draw.values(),
            "issuer": self.bureau,
            "iso": self._iso(self.date),
            "index": f"{random.randint(1000, 9999)}-{self.date.year}-{random.randint(1, 99999):05d}",
            "views": str(random.randint(20, 3000)),
        }
        self.draft.style |= {
            "cn": random.choice(["、"] * 8 + ["､", ".", " 、"]),
            "brackets": random.choice(["full"] * 5 + ["half", "mixed"]),
            "brackets mark": draw.chance(0.04),
            "dot": random.choice([".", ".", "．", ". "]),
            "narrow": draw.chance(0.08),
            "wide digits": draw.chance(0.05),
            "spaced figures": draw.chance(0.12),
            "markdown": draw.chance(0.1),
            "blank lines": draw.chance(0.5),
            "indent": random.choice(["", "", "　　", "    "]),
            "wrap": random.choice([0, 0, 0, 27, 28, 35, 40]),
            "page numbers": random.choice(["— {} —", "- {} -", "{}", "第{}页"]) if draw.chance(0.3) else "",
            "frame": draw.chance(0.12),
            "frame top": [rendered(fill(line, random, values)) for line in draw.pack["document"]["frame_top"]],
            "frame bottom": [rendered(fill(line, random, values)) for line in draw.pack["document"]["frame_bottom"]],
            "contents": draw.random.choice(draw.pack["document"]["contents_word"]) if draw.chance(0.06) else "",
            "encoding": random.choice(["utf-8", "utf-8", "utf-8", "gb18030"]),
            "table": random.choice(["bars", "tabs"]),
        }

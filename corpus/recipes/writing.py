"""Writes the body of a report: the section tree, what it says of scores, its sentences and claims."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from corpus.recipes.claims import Claims
from corpus.recipes.phrases import Draw, fill
from corpus.recipes.pieces import Atom, Block, Clause, Draft, Figure, Section, chinese, figures
from corpus.recipes.planning import Plan
from corpus.recipes.points import lost, score, shared


class Writer:
    """Writes the sections of one draft."""

    def __init__(self, draw: Draw, plan: Plan, draft: Draft) -> None:
        self.draw, self.plan, self.draft = draw, plan, draft
        self.claims = Claims(draw)
        self.counters: dict[str, int] = {}
        self.titles: set[str] = set()
        self.leaves: list[Section] = []
        self.forms = {
            name: draw.random.choice(draw.pack["scores"][name])
            for name in ("heading_pair", "heading_max", "heading_self", "body_pair", "body_self")
        }
        """A writer keeps to his own words, mostly."""

    def write(self) -> None:
        plan, draw = self.plan, self.draw
        if plan.first:
            self._narrative(self._section(None, draw.words("narrative_first")), opening=True)
        points = [100] * plan.groups if plan.several else shared(plan.total, plan.groups, draw.random, 8)
        titles = draw.names if plan.several else draw.pack["words"]["groups"]
        for index, group in enumerate(draw.random.sample(titles, plan.groups)):
            self._group(self._section(None, group), points[index])
        if plan.bonus:
            self._extra("bonus", plan.bonus)
        if plan.penalty:
            self._extra("penalty", plan.penalty)
        for title in draw.random.sample(draw.pack["words"]["narrative_last"], plan.last):
            self._narrative(self._section(None, title), opening=False)

    # Sections

    def _section(self, parent: Section | None, title: str, kind: str = "normal") -> Section:
        level = 0 if parent is None else parent.level
        scheme = self.plan.order[level]
        if self.plan.run_on == level or scheme == "B":
            number = self.counters[scheme] = self.counters.get(scheme, 0) + 1
        else:
            siblings = self.draft.sections if parent is None else parent.children
            number = len(siblings) + 1
        section = Section(scheme, number, title, kind, parent)
        (self.draft.sections if parent is None else parent.children).append(section)
        return section

    def _title(self, level: int) -> str:
        draw = self.draw
        if self.plan.forms[level] == "sentence" and draw.chance(0.7):
            phrase = draw.random.choice(draw.pack["words"]["title_sentences"])
            title = "".join(map(str, fill(phrase, draw.random, draw.values())))
        else:
            title = "".join(
                map(
                    str,
                    fill(
                        "{object}{aspect}{suffix}",
                        draw.random,
                        draw.values() | {"aspect": draw.words("aspects"), "suffix": draw.words("suffix")},
                    ),
                )
            )
        if title in self.titles:
            return self._title(level) if len(self.titles) < 300 else title
        self.titles.add(title)
        return title

    def _heading(self, section: Section, bracket: Sequence[Atom]) -> Block | None:
        """Sets the heading; the block that the body's first paragraph goes on in, None where it begins a new one."""
        form = self.plan.forms[section.level - 1]
        block = Block([section.title, *bracket], section=section, role="heading")
        self.draft.blocks.append(block)
        if form in ("stop", "sentence"):
            block.atoms.append("。")
        elif form == "run-in":
            block.atoms.append("。")
            return block
        elif form == "colon" and not bracket and section.scheme not in ("part", "chapter"):
            block.atoms.append("：")
            return block
        return None

    def _phrase(self, name: str, /, **values: Atom) -> list[Atom]:
        form = self.forms.get(name)
        if form is None or self.draw.chance(0.15):
            form = self.draw.random.choice(self.draw.pack["scores"][name])
        return fill(form, self.draw.random, {"me": self.draw.me, **values})

    def score(self, value: Decimal | int) -> Figure:
        return score(value, self.plan.decimals)

    def _group(self, group: Section, points: int) -> None:
        plan, draw = self.plan, self.draw
        if plan.mode in ("group", "self-only") or points < 4:
            self._scored_leaf(group, points, heading=True)
            return
        count = min(draw.random.randint(2, 5), max(1, points // 3))
        tallied = plan.tally and not plan.preface and count > 1
        shares = shared(points, count, draw.random)
        block = Block([], section=group, role="heading")
        self.draft.blocks.append(block)
        block.atoms.append(group.title)
        at = len(self.draft.blocks)
        for share in shares:
            item = self._section(group, self._title(1))
            if plan.third and not tallied and share >= 4 and draw.chance(0.6):
                self._scored_parent(item, share)
            else:
                self._scored_leaf(item, share, heading=False)
        if plan.mode in ("deep", "halved"):
            group.max = self.score(points)
            group.self = self.score(sum((child.self_value or Decimal(0) for child in group.children), Decimal(0)))
            if tallied:
                n = Figure(Decimal(count), "", "count", means="项", spelled="两" if count == 2 else chinese(count))
                self.draft.blocks.append(Block(self._phrase("tally", n=n, max=group.max, self=group.self)))
            elif not plan.preface:
                block.atoms += self._phrase("heading_pair", max=group.max, self=group.self)
        if plan.forms[0] == "stop":
            block.atoms.append("。")
        if draw.chance(0.2):
            self.draft.blocks.insert(at, Block(self._plain()))
        if plan.preface and group.max is not None and group.self is not None:
            self.draft.blocks.insert(at, Block(self._phrase("preface", max=group.max, self=group.self)))

    def _scored_parent(self, item: Section, points: int) -> None:
        """An item with its score in the heading and numbered points of examination below it, each with its full score alone."""
        plan, draw = self.plan, self.draw
        item.max = self.score(points)
        reason, taken = draw.words("reasons"), self._taken(points)
        item.self = self.score(points - taken)
        off = self.score(taken)
        pair, why = self._in_heading(item.max, item.self, off, reason)
        self.draft.blocks.append(Block([item.title, *pair, *(["。"] if plan.forms[1] == "stop" else [])], section=item, role="heading"))
        if taken:
            item.deductions.append((off, reason))
            item.statement = Clause(why)
            self.draft.blocks.append(Block([item.statement]))
        self.leaves.append(item)
        for share in shared(points, min(draw.random.randint(2, 3), points), draw.random, 1):
            point = self._section(item, self._title(2))
            point.max = self.score(share)
            self._body(point, self._heading(point, self._phrase("heading_max", max=point.max)), None)

    def _in_heading(self, maximum: Figure, mine: Figure, off: Figure, reason: str) -> tuple[list[Atom], list[Atom]]:
        """What a heading says of an item's scores, and what its body says of the points taken off."""
        if off.value and self.plan.triple:
            return self._phrase("heading_triple", max=maximum, points=off, self=mine), self._phrase("body_why", reason=reason)
        pair = self._phrase("heading_pair", max=maximum, self=mine)
        return pair, self._phrase("body_lost", reason=reason, points=off) if off.value else []

    def _taken(self, points: int) -> Decimal:
        return lost(points, self.plan.habit, self.draw.random) if self.draw.chance(0.25) else Decimal(0)

    def _scored_leaf(self, leaf: Section, points: int, *, heading: bool) -> None:
        plan, draw = self.plan, self.draw
        if plan.mode == "none":
            self._body(leaf, self._heading(leaf, ()), None)
            return
        if plan.parts and not heading and points >= 6 and draw.chance(0.5):
            self._scored_by_parts(leaf, points)
            return
        taken, reason = self._taken(points), draw.words("reasons")
        own = Decimal(points) - taken
        maximum, mine, off = self.score(points), self.score(own), self.score(taken)
        leaf.self = mine
        self.leaves.append(leaf)
        if plan.mode == "self-only":
            self._body(leaf, self._heading(leaf, self._phrase("heading_self", self=mine)), None)
            return
        leaf.max = maximum
        bracket: list[Atom] = []
        told = draw.random.random()
        if plan.mode == "halved":
            bracket = self._phrase("heading_max", max=maximum)
            if taken:
                statement = self._phrase("body_self_lost", reason=reason, points=off, self=mine)
            elif draw.chance(0.25):
                leaf.full, leaf.self = True, None
                statement = self._phrase("full")
            else:
                statement = self._phrase("body_self", self=mine)
        elif heading or told < 0.5 or leaf.level == 3:
            bracket, statement = self._in_heading(maximum, mine, off, reason)
            if plan.again and not taken:
                again = self.score(own)
                leaf.again.append(again)
                statement = self._phrase("again", self=again)
        elif taken and taken * 4 <= points and draw.chance(0.2):
            other, reason2 = self.score(taken), draw.random.choice([one for one in draw.pack["words"]["reasons"] if one != reason])
            mine.value = self.score(own - taken).value
            leaf.deductions.append((other, reason2))
            statement = self._phrase(
                "body_pair_lost_two", max=maximum, self=mine, reason=reason, points=off, reason2=reason2, points2=other
            )
        elif taken:
            statement = self._phrase("body_pair_lost", max=maximum, self=mine, reason=reason, points=off)
        else:
            statement = self._phrase("body_pair", max=maximum, self=mine)
        if taken:
            leaf.deductions.insert(0, (off, reason))
        leaf.statement = Clause(statement) if statement else None
        self._body(leaf, self._heading(leaf, bracket), leaf.statement)

    def _scored_by_parts(self, leaf: Section, points: int) -> None:
        """An item that is scored point by point in one sentence; its own scores are their sums and not printed."""
        draw = self.draw
        phrase, sentence = draw.random.choice(draw.pack["scores"]["part_item"]), Clause([])
        shares = shared(points, draw.random.randint(2, min(4, points // 2)), draw.random, 1)
        unlucky = draw.random.randrange(len(shares)) if draw.chance(0.3) else None
        for index, (share, title) in enumerate(zip(shares, draw.random.sample(draw.pack["words"]["areas"], len(shares)), strict=True)):
            taken = lost(share, self.plan.habit, draw.random) if index == unlucky else Decimal(0)
            maximum, mine = self.score(share), self.score(share - taken)
            leaf.parts.append((title, maximum, mine))
            sentence.atoms += ["；"] if index else []
            sentence.atoms += fill(phrase, draw.random, {"title": title, "max": maximum, "self": mine})
            if taken:
                off, reason = self.score(taken), draw.words("reasons")
                leaf.deductions.append((off, reason))
                sentence.atoms += self._phrase("part_lost", reason=reason, points=off)
        sentence.atoms.append("。")
        leaf.max = self.score(points)
        leaf.self = self.score(sum((mine.value for _, _, mine in leaf.parts), Decimal(0)))
        leaf.statement = sentence
        self.leaves.append(leaf)
        self._body(leaf, self._heading(leaf, ()), sentence)

    def _extra(self, kind: str, points: int) -> None:
        draw = self.draw
        section = self._section(None, draw.random.choice(draw.pack["scores"][f"{kind}_titles"]), kind)
        section.max = self.score(points if kind == "bonus" else -points)
        section.self = self.score(draw.random.randint(1, points) if kind == "bonus" else 0)
        into = self._heading(section, self._phrase(f"{kind}_heading", max=section.max, self=section.self))
        self._paragraphs(into, [self._phrase(f"{kind}_body")])

    def _narrative(self, section: Section, *, opening: bool) -> None:
        draw = self.draw
        into = self._heading(section, ())
        if opening:
            sentences = [fill(draw.random.choice(draw.pack["sentences"]["first"]), draw.random, draw.values())]
            sentences += [self._claim(section) for _ in range(draw.random.randint(0, 2))]
        else:
            ones = draw.random.sample(draw.pack["sentences"]["ones"], draw.random.randint(2, 4))
            parts = [fill(one, draw.random, draw.values()) for one in ones]
            sentences = [[f"{'一二三四'[index]}是", *part, "；" if index < len(parts) - 1 else "。"] for index, part in enumerate(parts)]
        self._paragraphs(into, sentences)

    # Bodies

    def _plain(self) -> list[Atom]:
        return fill(self.draw.random.choice(self.draw.pack["sentences"]["plain"]), self.draw.random, self.draw.values())

    def _claim(self, section: Section, rule: str | None = None) -> list[Atom]:
        sentence, claims = self.claims.some(rule)
        for claim in claims:
            claim.section = section
        self.draft.claims += claims
        return sentence

    def _body(self, section: Section, into: Block | None, statement: Clause | None) -> None:
        draw = self.draw
        sentences: list[list[Atom]] = []
        for _ in range(draw.random.randint(1, self.plan.length)):
            chosen = draw.random.random()
            if chosen < 0.33:
                sentences.append(self._claim(section))
            elif chosen < 0.4:
                lure = draw.random.choice(draw.pack["sentences"]["lures"])
                if lure not in draw.used:
                    draw.used.add(lure)
                    self.draft.lures.append(lure)
                    sentences.append(fill(lure, draw.random, draw.values()))
            else:
                sentences.append(self._plain())
        if not sentences:
            sentences.append(self._plain())
        if statement is not None:
            sentences.insert(0 if draw.chance(0.08) and into is None else len(sentences), [statement])
        self._paragraphs(into, sentences)

    def _paragraphs(self, into: Block | None, sentences: Sequence[Sequence[Atom]]) -> None:
        """Sets sentences as paragraphs, the first ones behind the heading where that goes on."""
        for index, sentence in enumerate(sentences):
            if into is None or (index and self.draw.chance(0.18)):
                into = Block([])
                self.draft.blocks.append(into)
            into.atoms += sentence

    def place_repeats(self) -> None:
        """Says again what is to be said twice, at the end of the last section that is not narrative."""
        for sentence, claim in self.claims.repeats:
            section = [one for one in self.draft.walk() if not one.children and one.kind == "normal"][-1]
            block = Block(list(sentence))
            heading = next(index for index, one in enumerate(self.draft.blocks) if one.section is section)
            first = max(index for index, one in enumerate(self.draft.blocks) if claim.operands[0] in figures(one.atoms))
            self.draft.blocks.insert(max(heading, first) + 1, block)
            claim.section = section
            self.draft.claims.append(claim)

    def insert(self, rule: str, count: int = 1) -> None:
        """Sentences of a rule below an item, each in its own paragraph; nothing where the report makes such a claim already."""
        if rule != "implausible" and any(claim.rule == f"claim/{rule}" for claim in self.draft.claims):
            return
        headings = [
            block
            for block in self.draft.blocks
            if block.section is not None and not block.section.children and block.section.kind == "normal"
        ]
        for _ in range(count):
            block = headings[0] if rule == "repeat" else self.draw.random.choice(headings)
            assert block.section is not None
            sentence = self._claim(block.section, rule)
            if block.atoms[-1] == "：":
                block.atoms += sentence
            else:
                self.draft.blocks.insert(self.draft.blocks.index(block) + 1, Block(sentence))

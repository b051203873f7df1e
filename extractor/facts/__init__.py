"""Text and outline in, `Facts` out: scores, totals, an account of every score-like figure, quantities and claims."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from extractor.facts.citations import find_citations
from extractor.facts.claims import find_claims
from extractor.facts.claims.tables.columns import table_claims
from extractor.facts.claims.tables.grids import grids
from extractor.facts.closings import closings
from extractor.facts.figures import find_quantities
from extractor.facts.grand_totals import GrandTotals
from extractor.facts.guesses import Guesses
from extractor.facts.lifting import lift
from extractor.facts.losses_listed import with_losses
from extractor.facts.mention import Mention
from extractor.facts.mentions import MentionFinder
from extractor.facts.naming import bears_title, follows_title, named_section
from extractor.facts.one_case import listed_by_case, told_by_case
from extractor.facts.other_years import of_this_year
from extractor.facts.placing import Placer
from extractor.facts.reasons import ReasonFinder
from extractor.facts.said_alike import without_full_scores
from extractor.facts.score_asides import without_asides
from extractor.facts.score_tables import read_score_tables
from extractor.facts.score_tables_account import Ledger
from extractor.facts.score_tables_funds import funds_claims, with_tables
from extractor.facts.score_tables_rates import rate_claims
from extractor.facts.score_tables_text import GLUED, in_order, lined_tables, run_on
from extractor.facts.scores_told import KEPT as RUNNING
from extractor.facts.scores_told import items_told, scores_told
from extractor.facts.sides import OBTAINED
from extractor.facts.statements import DETAIL, SectionScores
from extractor.facts.sums_lost import told_apart
from extractor.facts.tables import find_tables
from extractor.facts.told_in_order import rows, with_rows
from extractor.facts.totals import TotalsBuilder
from extractor.language.patterns import Patterns
from extractor.model.claims import Claim
from extractor.model.facts import Deduction, Facts, Figure, Role, Score, ScoreLike, Totals
from extractor.model.outline import Kind, Outline, Section, SectionLocator
from extractor.model.text import Span, Text

__all__ = ["extract_facts"]

SIDE_OF = {Role.TOTAL_MAX: Role.MAX, Role.TOTAL_SELF: Role.SELF}
"""What a sum is of the section that it sums up."""
EQUALS = ("=", "＝")
"""Before what a written-out sum gives: the names before it are those of its terms."""


def extract_facts(text: Text, outline: Outline, patterns: Patterns, words: bool = False) -> Facts:
    """Extract all score facts. Every figure that looks like a score is extracted, explained or listed as unexplained. words: see `find_quantities`."""
    return _Extraction(text, outline, patterns, words).run()


class _Extraction:
    """One pass over a document: mentions to their section or to the whole report, then scores and totals."""

    def __init__(self, text: Text, outline: Outline, patterns: Patterns, words: bool) -> None:
        self.words = words
        self.text = text
        self.outline = outline
        self.patterns = patterns
        self.sections = list(outline.walk())
        self.finder = MentionFinder(text, patterns)
        headings = [section.heading for section in self.sections]
        lined = lined_tables(text, patterns)
        self.tables = in_order((*find_tables(text, patterns), *lined.tables))
        self.score_tables = in_order((*read_score_tables(self.tables, patterns), *lined.refused))
        self.ledger = Ledger(self.score_tables, self.tables, patterns)
        found = self.finder.find(headings, (*outline.contents, *self.ledger.spans))
        self.found, self.rows = rows(text, with_losses(text, without_asides(text, found, patterns), patterns), patterns)
        self.reasons = ReasonFinder(text, patterns, self.finder)
        self.builder = TotalsBuilder(text, self.finder, self.reasons, self.found.mentions)
        self.guesses = Guesses(text, self.finder, patterns)
        self.composer = SectionScores(text, self.finder, self.reasons, self.found.mentions, self.guesses)
        self.placer = Placer(text, outline, patterns, self.finder)
        self.scores: dict[str, Score] = {}
        self.grand = GrandTotals(outline, self.sections, self.scores, self.builder, self.placer)
        self.summaries: list[tuple[Section, Mention]] = []
        self.of_project = patterns.one("score.total-of-project")

    def run(self) -> Facts:
        mentions, of_other_years = of_this_year(self.text, self.outline, self.patterns, self._of_several_projects(self._without_rows()))
        self.composer.unused.extend(of_other_years)
        mentions = without_full_scores(self.outline, self.text, self.patterns, mentions, self.found.look_alikes)
        mentions, closing = closings(self.outline, self.finder, self.patterns, mentions)
        placement = self.placer.place(mentions)
        self.composer.unused.extend(replace(mention, entry=DETAIL) for mention in self.placer.details)
        self.composer.kinds = {section.id: kind for top in self.outline.sections for section, kind in _kinds(top, Kind.NORMAL)}
        for section in self.sections:
            score = self.composer.score(section, placement.headings[section.id], placement.bodies[section.id])
            if score is not None:
                self.scores[section.id] = score
        self.scores.update(with_rows(self.outline, self.scores, self.rows))
        lift(self.scores, self.sections)
        for section, mentions in placement.summaries:
            self._sum_up(section, mentions, placement.whole)
        self.summaries.extend((section, replace(mention, role=SIDE_OF.get(mention.role, mention.role))) for section, mention in closing)
        self._add_totals(placement.whole)
        self.grand.full_score_of_all(placement.headings)
        self.grand.gather(placement.bodies)
        self._restate()
        self.scores, self.found = told_by_case(self.text, self.outline, self.finder, self.reasons, self.scores, self.found)
        lost = None if self.builder.deducted is None else self.builder.deducted.value
        self.scores, self.found = listed_by_case(self.text, self.outline, self.finder, self.reasons, self.scores, self.found, lost)
        regions = [*self.outline.preamble, *self.outline.closing, *(section.body for section in self.sections)]
        return self._facts(self.builder.build(self.patterns, regions))

    def _without_rows(self) -> list[Mention]:
        """The mentions but those that a row gives its side: they are nobody's total."""
        return [one for one in self.found.mentions if all(one not in (*row.full, *row.own) for row in self.rows)]

    def _of_several_projects(self, mentions: Sequence[Mention]) -> list[Mention]:
        """The mentions; where several parts of the report tell what 该项目 obtained, each tells the score of a section and none the total."""
        located = SectionLocator(self.outline)
        told = [
            mention
            for mention in mentions
            if mention.role is Role.TOTAL_SELF and self.of_project.match(self.text.content, mention.lead.start)
        ]
        homes = {section.id.split(".")[0] for mention in told if (section := located.at(mention.at.start)) is not None}
        if len(homes) < 2:
            return list(mentions)
        return [replace(mention, role=Role.SELF) if mention in told else mention for mention in mentions]

    def _sum_up(self, section: Section, mentions: list[Mention], whole: list[Mention]) -> None:
        """A summary (以上各项满分30分，自评29分) speaks of the nearest section above whose items add up to it, else of the whole report."""
        self.guesses.doubt_rivals(mentions, self.sections)
        self.guesses.doubt(mention for mention in mentions if mention.named)
        sides = [replace(mention, role=SIDE_OF.get(mention.role, mention.role)) for mention in mentions]
        values = {mention.role: mention.value for mention in sides if mention.value is not None}
        above = [other for other in self.sections if section.id.startswith(f"{other.id}.")][::-1]
        for other in above:
            sums = {Role.MAX: self.grand.below(other, "max"), Role.SELF: self.grand.below(other, "self")}
            for index, mention in enumerate(mentions):
                if mention.either and mention.value is not None and sums[Role.MAX] == mention.value != sums[Role.SELF]:
                    # 这两项加起来50分: of which scores it is, only the items tell
                    sides[index] = replace(mention, role=Role.MAX)
                    values = {side.role: side.value for side in sides if side.value is not None}
                    self.guesses.doubt([mention])
            if any(values.get(role) is not None and values[role] == sums[role] for role in sums):
                self.summaries.extend((other, mention) for mention in sides if mention.role in sums)
                return
        lost = any(mention.role is Role.TOTAL_DEDUCTION for mention in mentions)
        if above and not lost and self.placer.sums_up(mentions[0], above[0]) and self._of_size(values, above[0]):
            self.summaries.extend((above[0], mention) for mention in sides if mention.role in (Role.MAX, Role.SELF))
            return
        if not lost and section.id not in self.scores and not section.children and self._of_itself(mentions[0]):
            self.summaries.extend((section, mention) for mention in sides if mention.role in (Role.MAX, Role.SELF))
            return
        whole.extend(mentions)
        whole.sort(key=lambda mention: mention.at)

    def _of_itself(self, mention: Mention) -> bool:
        """年度目标、项目管理和审计监督。此三项分值20分: whether a sum that no items give is worded as that of the things which an item names together."""
        sentence = self.finder.sentence(mention.at)
        return self.patterns.one("score.these-things").match(self.text.content, sentence.start) is not None

    def _of_size(self, values: Mapping[Role, Decimal], section: Section) -> bool:
        """Whether a summary can speak of a section for its size: no more than half as much again as what stands below it."""
        sums = [(values.get(role), self.grand.below(section, side)) for role, side in ((Role.MAX, "max"), (Role.SELF, "self"))]
        return all(value is None or below is None or 2 * value <= 3 * below for value, below in sums)

    def _add_totals(self, whole: list[Mention]) -> None:
        """Mentions outside the items: totals, unless a summary names a section, or nothing but 得 says that they are scores."""
        named: tuple[Section, Mention] | None = None
        running = items_told(self.text, whole, self.patterns, lambda mention: bears_title(self.text, mention, self.sections, self.finder))
        self.composer.unused.extend(replace(mention, entry=mention.entry or RUNNING) for mention in whole if mention.at in running)
        whole = [mention for mention in whole if mention.at not in running]
        whole = told_apart(whole, self.found.mentions, self.reasons, self.guesses)
        self.guesses.doubt_rivals(whole, self.sections)
        last = max((at.start for score in self.scores.values() for at in (score.max_at, score.self_at) if at is not None), default=0)
        told: tuple[Section, Span] | None = None
        for mention in map(self._of_titled, whole):
            self.guesses.doubt_lone_full(mention, whole)
            computed = self.text.slice(mention.lead).strip() in EQUALS
            scored = mention.role in (Role.SELF, Role.MAX) and not computed
            section = named_section(self.text, mention, self.sections, self.finder) if scored else None
            if mention.named and self._takes_off(mention, whole):
                if mention.value is not None:
                    self.builder.deductions.append(Deduction(mention.value, self.text.slice(mention.lead), mention.at))
            elif section is not None and (mention.strong or mention.named or follows_title(self.text, section, mention)):
                side = self._side(mention, whole)
                named = (section, side) if side.role is Role.MAX else None
                told = (section, mention.at)
                self.summaries.append((section, side))
            elif told is not None and mention.role is Role.TOTAL_MAX and mention.bracket and mention.bracket.start == told[1].end:
                self.summaries.append((told[0], replace(mention, role=Role.MAX)))  # 产出部分得20分（总分22分）
            elif named is not None and mention.role is Role.SELF and not mention.named and self._goes_with(named[1], mention):
                self.summaries.append((named[0], mention))
                named = None
            elif self.finder.details_total(mention, whole):
                self.composer.unused.append(replace(mention, entry=DETAIL))
            elif scored and not self.scores and self.placer.tells_item(mention):
                self.composer.unused.append(mention)
            elif mention.either or mention.role is Role.TOTAL_MAX:
                self.builder.add(self._of_which(mention))
            elif mention.named or (scored and not mention.strong and not self._supported(mention, whole)):
                self.composer.unused.append(mention)
            else:
                self.guesses.doubt_as_total(mention, whole, again=self.builder.self is not None, behind=mention.at.start > last)
                self.builder.add(mention)

    def _of_titled(self, mention: Mention) -> Mention:
        """A total right behind the title of a section is that section's score (任务完成情况总分28分，自评得分28分)."""
        if mention.role not in SIDE_OF:
            return mention
        section = named_section(self.text, mention, self.sections, self.finder)
        titled = section is not None and follows_title(self.text, section, mention) and self._begins_clause(section, mention)
        return replace(mention, role=SIDE_OF[mention.role], strong=True) if titled else mention

    def _of_which(self, mention: Mention) -> Mention:
        """A sum of all items that does not say of which scores (以上各项合计100分) is of those that add up to it, else of the obtained ones."""
        sums = {side: self.grand.sum_of(self.outline.sections, side) for side in ("max", "self")}
        if not mention.either and self._of_either_side(mention):
            return self._by_the_items(mention, sums["max"], sums["self"])
        if not mention.either:
            own = mention.value is not None and mention.value == sums["self"] != sums["max"] and self._told_of_items(mention)
            own = own or self._closes_with(mention, sums["max"])
            return replace(mention, role=Role.TOTAL_SELF) if own else mention
        full = mention.value is not None and mention.value == sums["max"] != sums["self"]
        return replace(mention, role=Role.TOTAL_MAX if full else Role.TOTAL_SELF)

    def _of_either_side(self, mention: Mention) -> bool:
        """Whether a total is worded like both sides (总分98分), and no other score in its sentence, or obtained one behind it in its paragraph, tells which."""
        if mention.bracket is not None or self.patterns.one("score.total-of-either-side").fullmatch(self.text.slice(mention.lead)) is None:
            return False
        sentence = self.finder.sentence(mention.at)
        scored = (*SIDE_OF, *SIDE_OF.values())
        beside = [other for other in self.found.mentions if other.at != mention.at and other.at.within(sentence) and other.role in scored]
        behind = [other for other in self.found.mentions if other.at > mention.at and self.finder.same_paragraph(mention.at, other.at)]
        return not beside and not any(other.role in OBTAINED for other in behind)

    def _by_the_items(self, mention: Mention, full: Decimal | None, own: Decimal | None) -> Mention:
        """总分98分, told alone: obtained where the clause before it speaks of assessing (经自评，总分为98分), else by the items, else a guess."""
        sentence = self.finder.sentence(mention.at)
        before = self.text.content[sentence.start : mention.lead.start]
        obtained = self.patterns.one("score.assessed-before").search(before) is not None
        if obtained and not (mention.value == full != own):
            return replace(mention, role=Role.TOTAL_SELF)
        if mention.value == own != full or self._closes_with(mention, full):
            return replace(mention, role=Role.TOTAL_SELF)
        if mention.value != full:
            self.guesses.doubt([mention])
        return mention

    def _closes_with(self, mention: Mention, full: Decimal | None) -> bool:
        """总分：94.5分 behind the last item, in a report that tells no other total, less than the full scores come to: what was obtained."""
        sentence = self.finder.sentence(mention.at)
        told = (Role.TOTAL_MAX, Role.TOTAL_SELF)
        others = [other for other in self.found.mentions if other.role in told and other.at != mention.at]
        others += [other for other in self.found.mentions if other.role is Role.SELF and other.at.within(sentence)]
        last = max((score.self_at for score in self.scores.values() if score.self_at is not None), default=None)
        behind = last is not None and last < mention.at
        return not others and behind and mention.value is not None and full is not None and mention.value < full

    def _told_of_items(self, mention: Mention) -> bool:
        """Whether obtained scores stand before a total in its sentence, and no full ones (组织领导得29分，政策宣传得38分，总分67分)."""
        sentence = self.finder.sentence(mention.at)
        before = [other for other in self.found.mentions if other.at.within(sentence) and other.at < mention.at]
        return sum(other.role is Role.SELF for other in before) > 1 and not any(
            other.role in (Role.MAX, Role.TOTAL_MAX) for other in before
        )

    def _takes_off(self, mention: Mention, whole: list[Mention]) -> bool:
        """Whether a bare figure behind a name details a deduction (扣3分，其中宣传活动1分)."""
        sentence = self.finder.sentence(mention.at)
        before = [other for other in whole if other.at < mention.at and not other.named and other.at.within(sentence)]
        return bool(before) and before[-1].role in (Role.DEDUCTION, Role.TOTAL_DEDUCTION)

    def _begins_clause(self, section: Section, mention: Mention) -> bool:
        """Whether the title before a score begins its clause: …机构能力建设自评总分100分 does not speak of the section 能力建设."""
        before = self.text.content[: self.text.content.rfind(section.title, 0, mention.at.start)]
        return not before or not before[-1].isalnum()

    def _side(self, mention: Mention, whole: list[Mention]) -> Mention:
        """A bare figure behind a section's name is on the side of the total that the sentence named last."""
        if not mention.named:
            return mention
        sentence = self.finder.sentence(mention.at)
        before = [other for other in whole if other.at < mention.at and not other.named and other.at.within(sentence)]
        behind = next((other for other in whole if other.at > mention.at), None)
        if behind is not None and behind.role is Role.MAX and behind.bracket is not None and behind.bracket.start == mention.at.end:
            return replace(mention, role=Role.SELF)  # 资金管理28分（满分30分）
        full = bool(before) and before[-1].role in (Role.MAX, Role.TOTAL_MAX)
        paired = behind is not None and behind.role is Role.SELF and not behind.named and self._goes_with(mention, behind)
        return replace(mention, role=Role.MAX if full or paired else Role.SELF)

    def _goes_with(self, full: Mention, own: Mention) -> bool:
        """组织领导20分，单位自评19分: whether an obtained score stands right behind the full one of a summary, with no name of its own before it."""
        between = self.text.content[full.at.end : own.lead.start].strip("，,、：: （(）)】]")
        return self.finder.sides.knows(between) and (own.value is None or full.value is None or own.value <= full.value)

    def _supported(self, mention: Mention, whole: list[Mention]) -> bool:
        """Whether a weak mention outside the items stands beside a full score, or in a sentence that speaks of the self-assessment."""
        sentence = self.finder.sentence(mention.at)
        if mention.role is Role.SELF and self.patterns.one("score.self-assessment").search(self.text.slice(sentence)):
            return True
        if any(other.role is Role.TOTAL_DEDUCTION and other.at.within(sentence) and other.at < mention.at for other in whole):
            return mention.role is Role.SELF  # 以上2项共扣3分，得97分
        return any(other.strong and other.at.within(sentence) and other.role in (Role.MAX, Role.TOTAL_MAX) for other in whole)

    def _restate(self) -> None:
        """What a summary says of a section: its score when it has none stated, else a repetition to be compared."""
        for section, mention in self.summaries:
            figure = Figure(mention.value, mention.at)
            score = self.scores.get(section.id, Score())
            if mention.role is Role.MAX:
                self.scores[section.id] = (
                    replace(score, max=mention.value, max_at=mention.at)
                    if score.max is None
                    else replace(score, restated=(*score.restated, (Role.MAX, figure)))
                )
            else:
                self.scores[section.id] = (
                    replace(score, self=mention.value, self_at=mention.at)
                    if score.self is None
                    else replace(score, restated=(*score.restated, (Role.SELF, figure)))
                )

    def _accounted(self, looks: Iterable[ScoreLike]) -> list[Span]:
        """Where figures stand that are no mentions, and are accounted for all the same: look-alikes, tables, contents pages."""
        tables = [table.at for table in self.tables]
        return [*(look.at for look in looks), *tables, *self.ledger.spans, *self.outline.contents]

    def _facts(self, totals: Totals) -> Facts:
        unused: set[Span] = {mention.at for mention in self.composer.unused}
        looks = [ScoreLike(look.at, look.entry) for look in self.found.look_alikes]
        quantities = find_quantities(self.text, self.outline, self.patterns, self.words)
        running = list(scores_told(self.text, self.found, quantities, self.scores, self.patterns))
        forms = {figure.at: one.form for one in running for figure in one.figures}
        looks.extend(ScoreLike(one.at, one.entry or forms.get(one.at)) for one in self.composer.unused if one.value is not None)
        looks = sorted(self.ledger.explained(looks), key=lambda look: look.at)
        totals = self.ledger.totals(totals, self.scores)
        extracted = sum(1 for mention in self.found.mentions if mention.at not in unused) + self.ledger.extracted
        tables = list(grids(self.text, self.tables, quantities, self.patterns))
        claims = find_claims(self.text, self.outline, quantities, self.scores, totals, self.patterns, tables)
        claims = _with(claims, running)
        glued = run_on(self.text, self.outline, self.score_tables)
        claims = tuple(replace(one, doubt=GLUED) if any(map(one.stated.at.within, glued)) else one for one in claims)
        citations = find_citations(self.text, self.outline.document.at.get("number", ()), self.patterns)
        claims = with_tables(claims, funds_claims(self.score_tables, quantities))
        claims = with_tables(claims, rate_claims(self.tables, quantities, self.patterns))
        claims = with_tables(claims, table_claims(tables))
        return Facts(
            self.scores,
            totals,
            tuple(looks),
            extracted,
            quantities,
            claims,
            citations,
            self.tables,
            self.score_tables,
            self.guesses.spans(self.found.mentions, unused, self.sections, self._accounted(looks)),
        )


def _with(claims: Sequence[Claim], told: Iterable[Claim]) -> tuple[Claim, ...]:
    """The claims with those of scores told in running text, where nothing else is claimed of a figure by the same rule."""
    known = {(one.rule, one.stated.id) for one in claims}
    more = {(one.rule, one.stated.id): one for one in told if (one.rule, one.stated.id) not in known}
    return tuple(sorted((*claims, *more.values()), key=lambda claim: (claim.stated.at, claim.rule)))


def _kinds(section: Section, above: Kind) -> Iterator[tuple[Section, Kind]]:
    """A section and those below it with their kinds: what a bonus offers holds for what stands below it. A penalty's items tell what they take off."""
    kind = section.kind if section.kind is not Kind.NORMAL or above is Kind.PENALTY else above
    yield section, kind
    for child in section.children:
        yield from _kinds(child, kind)

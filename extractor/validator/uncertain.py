"""Scores that are not read for certain: what fails over them is left undecided, for an error needs figures that were read for sure.

An accusation stands only where nothing else explains it:

- every score-like figure around it was explained: an unexplained one may be the very one that a check lacks;
- its figures were given their role by words of their own (`Facts.inferred`), and are no parts that together obtained more than the full score beside them;
- no figure that was put aside as something else (an exam, a rule, another year) would make it hold in place of one in its sentence, or beside it;
- a total is of the size of what it sums up: one far off was rather said of something else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from extractor.model.facts import Role, ScoreTable
from extractor.model.outline import Section
from extractor.model.text import Span
from extractor.validator.application import Application, Notice
from extractor.validator.diagnosis import is_misprint_of
from extractor.validator.figures import difference, total
from extractor.validator.guessed_beside import beside_a_guess
from extractor.validator.matter import Matter
from extractor.validator.put_aside import PutAside
from extractor.validator.second_evidence import READINGS, another_row, both_sides, in_one_sentence, read_crosswise

REASON = "uncertain-score"
"""Why a check over such a section is not decided."""
TOTALS = frozenset({"score/total-max-sum", "score/total-self-sum"})
SUMS = frozenset({"score/section-max-sum", "score/section-self-sum"}) | TOTALS
OF_ALL = TOTALS | {"score/total-deduction", "score/deduction-count"}
"""Rules that rest on the figures of every section."""
OF_ITEM = frozenset({"score/deduction", "score/self-exceeds-max", "score/unexplained-loss", "score/missing"})
"""Rules that rest on every figure of one section."""
TABLE = "score/table"
"""What compares cells, whose columns say what they are."""
OF_TABLE, OF_BODY = "body-total", "body"
"""How the variants begin in which it compares the total of the report with a table's, and any score of the body."""
WITHHELD = frozenset(
    {
        *SUMS,
        *OF_ALL,
        "score/self-exceeds-max",
        "score/deduction",
        "score/unexplained-loss",
        "score/missing",
        "score/conflict",
        TABLE,
        "score/grade",
    }
)
"""Rules that rest on every score of a section having been read; those of rubrics have their own operands."""
FAR_OFF = Fraction(1, 3)
"""A total that differs from what it sums up by more than this part of the larger one is the total of something else."""
USED, WORD = 4, 2
"""Items that a word is used of before it is known what it means in a report; characters of such a word."""
ONE_CASE = "score.rule-one-case"
UNREADABLE = "\ufffd"
"""A character that the font of a PDF does not name: in its section a label or a mark may be unread."""
NEAR = 10
"""… unless the difference is no more than so many points."""


def settled(matter: Matter, yielded: Sequence[Application | Notice]) -> list[Application | Notice]:
    """``yielded``, each check of ``WITHHELD`` that fails over scores which are not certain undecided."""
    certainty = _Certainty(matter, yielded)
    kept: list[Application | Notice] = []
    for one in yielded:
        if isinstance(one, Application) and one.failed and one.check.rule in WITHHELD and certainty.lacks(one):
            kept.append(one.undecided(REASON))
        else:
            kept.append(one)
    return kept


class _Certainty:
    """What is not certain in one report."""

    def __init__(self, matter: Matter, yielded: Sequence[Application | Notice]) -> None:
        self.matter = matter
        self.put_aside = PutAside(matter)
        self.rows = frozenset(
            (one.check.section, str(one.check.params.get("variant")))
            for one in yielded
            if isinstance(one, Application) and one.failed and one.check.rule == TABLE
        )
        """Sections and sides in which the body differs from a table."""
        self.sums = {
            (one.check.rule, one.check.section): one
            for one in yielded
            if isinstance(one, Application) and one.failed and one.check.rule in SUMS
        }

    def lacks(self, one: Application) -> bool:
        """Whether a check that fails rests on something that is not certain."""
        if self._lacks_either(one):
            return False
        around = frozenset(self._around(one))
        return (
            self._unread_beside(one, around)
            or (self._rests_on_guesses(one) and not (self.guessed_scores if one.check.rule in SUMS else self.guessed).isdisjoint(around))
            or beside_a_guess(self.matter, one)
            or self._of_a_weight(one)
            or self._raised(one)
            or self._case_in_list(one)
            or any(operand.at is not None and self._inferred(operand.at) for operand in one.check.operands)
            or self._far_off(one)
            or self._bonus_twice(one)
            or self._of_the_other_side(one)
            or self._is_another_figure(one)
            or self._is_another_pair(one)
            or self._of_no_item(one)
            or self._of_another_item(one)
            or any(reading(self.matter, one) for reading in READINGS)
            or another_row(self.matter, one, self.rows)
            or both_sides(one, self.sums.get((self._beside(one.check.rule), one.check.section)))
            or self.put_aside.explains(one)
        )

    def _unread_beside(self, one: Application, around: frozenset[str | None]) -> bool:
        """Whether a score that nobody understood may belong to what a check rests on; the cells of a table are held against each other alone."""
        table = self._table_alone(one)
        if table is None:
            return not self.sections.isdisjoint(around)
        return any(look.explained is None and look.at.within(table.at) for look in self.matter.facts.look_alikes)

    def _table_alone(self, one: Application) -> ScoreTable | None:
        """The table whose cells alone a check compares; None where the body has a part in it."""
        if one.check.rule != TABLE or str(one.check.params.get("variant")).startswith(OF_BODY):
            return None
        return next((table for table in self.matter.facts.score_tables if table.id[1:] == one.check.params.get("table")), None)

    def _lacks_either(self, one: Application) -> bool:
        """Whether an item without an obtained score states one figure only: whichever side it is of (此项17分), the other is missing."""
        if one.check.rule != "score/missing" or one.check.section is None or one.check.section in self.sections:
            return False
        score = self.matter.score(self.matter.section(one.check.section))
        return score.max_at is not None and self._inferred(score.max_at) and not (score.parts or score.deductions or score.restated)

    def _rests_on_guesses(self, one: Application) -> bool:
        """Whether a check rests on all that was read for an item, or for several."""
        tabled = one.check.rule == TABLE and one.check.section is not None
        return tabled or one.check.rule in OF_ITEM or self._adds_up(one)

    @staticmethod
    def _beside(rule: str) -> str:
        """The rule of the other side of a sum."""
        return rule.replace("max", "self") if "max" in rule else rule.replace("self", "max")

    @cached_property
    def sections(self) -> frozenset[str | None]:
        """Ids of the uncertain sections; None where a figure outside all sections is unexplained."""
        found: set[str | None] = set()
        for look in self.matter.facts.look_alikes:
            section = self.matter.section_at(look.at.start)
            if look.explained is None and (section is None or not self.matter.annexed(section)):
                found.add(None if section is None else section.id)
        lost = (offset for offset, char in enumerate(self.matter.text.content) if char == UNREADABLE)
        found.update(section.id for offset in lost if (section := self.matter.section_at(offset)) is not None)
        found.update(section.id for section in self.matter.own() if self._doubtful(section))
        totals = self.matter.facts.totals
        for role, again in totals.restated:
            first = {Role.TOTAL_MAX: totals.max, Role.TOTAL_DEDUCTION: totals.deducted, Role.BONUS: totals.bonus}.get(role, totals.self)
            told = {figure.value for other, figure in totals.restated if other is role and figure.value is not None}
            if first is not None and (_of_other_size(first.value, again.value) or len(told - {first.value}) > 1):
                found.add(None)
        return frozenset(found)

    def _doubtful(self, section: Section) -> bool:
        """Whether what was read for a section does not fit together: something else was read into it."""
        return self._parts_exceed(section) or read_crosswise(self.matter, section) or self._pairs(section)

    @staticmethod
    def _adds_up(one: Application) -> bool:
        """Whether a check rests on what was gathered from several sections."""
        gathered = any((operand.ref or "").startswith("section:") for operand in one.check.operands)
        return one.check.rule in SUMS or (one.check.rule in OF_ALL and gathered)

    @cached_property
    def guessed(self) -> frozenset[str | None]:
        """Ids of the sections in which a figure has its role from the figures that it stands among: another item may have been read into them."""
        return self._homes(self.matter.facts.inferred)

    @cached_property
    def guessed_scores(self) -> frozenset[str | None]:
        """The same without what the report as a whole lost (共得96分。产出扣3分，其中…扣2分): no sum of scores rests on that."""
        lost = {one.at for one in self.matter.facts.totals.deductions}
        return self._homes(span for span in self.matter.facts.inferred if span not in lost)

    def _homes(self, spans: Iterable[Span]) -> frozenset[str | None]:
        """Ids of the sections that such figures stand in, where nothing bears them out."""
        homes = [(span, self.matter.section_at(span.start)) for span in spans]
        return frozenset(None if home is None else home.id for span, home in homes if home is None or not self._borne_out(home, span))

    def _borne_out(self, section: Section, span: Span) -> bool:
        """Whether an item's full score, less what it tells that it lost, is just what it obtained: then a guess at one of them was right."""
        score = self.matter.score(section)
        told = [at for at in (score.max_at, score.self_at) if at is not None and at.overlaps(span)]
        lost = [one.points for one in score.deductions]
        full, own = score.max, score.self
        if told and lost and full is not None and own is not None and difference(full, own) == total(lost):
            return True
        return told == [score.max_at] and (self._fills_its_sum(section) or self._words_before(span) in self._full_by_use)

    @cached_property
    def _full_by_use(self) -> frozenset[str]:
        """Words before the figure of a heading that this report uses of full scores (总计10分): many items have them, and obtained less or as much."""
        told: dict[str, list[int]] = defaultdict(list)
        for span in self.matter.facts.inferred:
            home = self.matter.section_at(span.start)
            score = None if home is None else self.matter.score(home)
            if home is None or score is None or score.max_at != span or not span.within(home.heading) or None in (score.max, score.self):
                continue
            assert score.max is not None
            assert score.self is not None
            told[self._words_before(span)].append(int(score.self < score.max) - int(score.self > score.max))
        return frozenset(words for words, signs in told.items() if len(signs) >= USED and 1 in signs and signs.count(-1) <= 1)

    def _words_before(self, span: Span) -> str:
        return self.matter.text.content[max(0, span.start - WORD) : span.start]

    def _fills_its_sum(self, section: Section) -> bool:
        """Whether the full scores of an item and of those beside it are together just the one that is stated above them."""
        above = self.matter.parent(section)
        beside = [] if above is None else [self.matter.stated(one, "max") for one in above.children]
        full = None if above is None else self.matter.stated(above, "max")
        known = [one for one in beside if one is not None]
        return full is not None and len(known) == len(beside) > 1 and total(known) == full

    def _parts_exceed(self, section: Section) -> bool:
        """Whether parts, whose sum is not printed, obtained more together than the full score that is."""
        score = self.matter.score(section)
        summed = score.self_at is not None and any(score.self_at.overlaps(part.at) for part in score.parts)
        return len(score.parts) > 1 and summed and score.max is not None and score.self is not None and score.self > score.max

    def _inferred(self, at: Span) -> bool:
        """Whether a figure has its role from the figures that it stands among, and nothing bears it out."""
        return any(at.overlaps(span) for span in self._left_in_doubt)

    @cached_property
    def _left_in_doubt(self) -> tuple[Span, ...]:
        homes = ((span, self.matter.section_at(span.start)) for span in self.matter.facts.inferred)
        return tuple(span for span, home in homes if home is None or not (span.within(home.heading) and self._borne_out(home, span)))

    def _around(self, one: Application) -> Iterator[str | None]:
        """Ids of the sections whose figures a check rests on: those of its operands, and for a sum all that it may lack an item of."""
        rule = one.check.rule
        yield one.check.section
        for operand in one.check.operands:
            if operand.at is not None:
                section = self.matter.section_at(operand.at.start)
                yield None if section is None else section.id
        if rule in OF_ALL or (rule == TABLE and one.check.section is None):
            yield from (section.id for section in self.matter.own())
        elif rule in SUMS and one.check.section is not None:
            yield from (section.id for section in self.matter.section(one.check.section).walk())

    def _far_off(self, one: Application) -> bool:
        """Whether a total of the report is of another size than what it is compared with."""
        tabled = one.check.rule == TABLE and str(one.check.params.get("variant")).startswith(OF_TABLE)
        of_report = one.check.section is None and (tabled or one.check.rule in (*OF_ALL, "score/conflict"))
        return of_report and _of_other_size(one.check.stated, one.check.computed)

    def _of_the_other_side(self, one: Application) -> bool:
        """Whether the obtained scores of items that state no full one add up to the full score above them: their figures may be full scores."""
        matter, check = self.matter, one.check
        if not check.rule.endswith("-self-sum") or check.computed is None:
            return False
        above = None if check.section is None else matter.section(check.section)
        total = matter.facts.totals.max
        full = matter.stated(above, "max") if above is not None else None if total is None else total.value
        addends = [matter.section_at(operand.at.start) for operand in check.operands if operand.role == "addend" and operand.at is not None]
        return full == check.computed and any(item is not None and matter.stated(item, "max") is None for item in addends)

    def _is_another_figure(self, one: Application) -> bool:
        """Whether a further statement of an item's score is another figure of the item (its other side, what it lost) or a total of the report."""
        if one.check.rule != "score/conflict" or one.check.section is None:
            return False
        score, totals = self.matter.score(self.matter.section(one.check.section)), self.matter.facts.totals
        if score.self_at is not None and any(operand.role == "restated" and operand.at == score.self_at for operand in one.check.operands):
            return False  # 自评满分25分 tells both sides by one figure
        others = [score.max, score.self, *(figure.value for figure in (totals.max, totals.self) if figure is not None)]
        if score.max is not None and score.self is not None:
            others.append(score.max - score.self)
        return one.check.stated in [value for value in others if value is not None]

    def _is_another_pair(self, one: Application) -> bool:
        """Whether a further statement of an item's score is one of a pair of its own."""
        return one.check.rule == "score/conflict" and one.check.section is not None and self._pairs(self.matter.section(one.check.section))

    def _pairs(self, section: Section) -> bool:
        """Whether a sentence states a full and an obtained score that both differ from those of the item: a slip changes one figure."""
        score = self.matter.score(section)
        stated = {Role.MAX: score.max, Role.SELF: score.self}
        strange = [(role, again.at) for role, again in score.restated if stated.get(role) not in (None, again.value)]
        return any(
            in_one_sentence(self.matter, at, other)
            for role, at in strange
            for beside, other in strange
            if role is Role.MAX and beside is Role.SELF
        )

    def _of_no_item(self, one: Application) -> bool:
        """Whether the losses of all items are counted with some of a section that scores nothing: there they may be told a second time."""
        if one.check.rule not in ("score/total-deduction", "score/deduction-count"):
            return False
        items = [operand for operand in one.check.operands if (operand.ref or "").startswith("section:")]
        told = [operand.at is not None and self._scores_nothing(self.matter.section_at(operand.at.start)) for operand in items]
        return any(told) and not all(told)

    @staticmethod
    def _of_another_item(one: Application) -> bool:
        """Whether an item with full marks would have lost more than it has: the loss is that of an item which was read into it."""
        full = [operand.value for operand in one.check.operands if operand.role == "max"]
        beyond = one.check.computed is not None and one.check.computed < 0
        return one.check.rule == "score/deduction" and beyond and one.check.stated in full

    def _scores_nothing(self, section: Section | None) -> bool:
        """Whether neither a section nor one above or below it states a score."""
        if section is None:
            return False
        lineage = [other for other in self.matter.own() if section.id == other.id or section.id.startswith(f"{other.id}.")]
        return not any(self.matter.stated(other, side) is not None for other in (*lineage, *section.walk()) for side in ("max", "self"))

    def _of_a_weight(self, one: Application) -> bool:
        """Whether the full score is a fraction of one, as a weight is (权重0.3), and the obtained one is marked out of a hundred."""
        highest = one.check.computed
        return one.check.rule == "score/self-exceeds-max" and highest is not None and 0 < highest < 1

    def _case_in_list(self, one: Application) -> bool:
        """Whether a list of losses, in sections that score nothing, holds a further figure that was taken for the rubric's wording (延迟1个月，扣1分)."""
        if one.check.rule != "score/deduction-count" and one.check.params.get("variant") != "list":
            return False
        homes = (self.matter.section_at(look.at.start) for look in self.matter.facts.look_alikes if look.explained == ONE_CASE)
        return any(home is not None and self._scores_nothing(home) for home in homes)

    def _raised(self, one: Application) -> bool:
        """Whether an item above its full score tells of points that were added (基本分30分…加3.5分，得33.5分), in itself or below."""
        if one.check.rule != "score/self-exceeds-max" or one.check.section is None or one.check.params.get("variant") != "above-max":
            return False
        added = self.matter.patterns.one("score.bonus")
        content = self.matter.text.content
        ruled = [look.at for look in self.matter.facts.look_alikes if look.explained is not None]  # 受到表彰的加1分
        told = (
            Span(*match.span())
            for below in self.matter.section(one.check.section).walk()
            for match in added.finditer(content, below.body.start, below.body.end)
        )
        return any(not any(span.overlaps(at) for at in ruled) for span in told)

    def _bonus_twice(self, one: Application) -> bool:
        """Whether a total fails by the bonus that the report declares: an item that its title does not tell for the bonus may be it."""
        bonus = self.matter.facts.totals.bonus
        if bonus is None or not bonus.value or one.check.rule not in TOTALS or one.check.stated is None or one.check.computed is None:
            return False
        return abs(Fraction(one.check.stated) - Fraction(one.check.computed)) in (Fraction(bonus.value), 2 * Fraction(bonus.value))


def _of_other_size(one: Decimal | Fraction | None, other: Decimal | Fraction | None) -> bool:
    """Whether two totals differ so much that they are hardly said of the same thing; by a slip (39.4分 for 93.4, 980分 for 98) they may lie far apart."""
    if one is None or other is None or is_misprint_of(one, other):
        return False
    return abs(Fraction(one) - Fraction(other)) > max(Fraction(NEAR), FAR_OFF * max(abs(Fraction(one)), abs(Fraction(other))))

"""Plants errors of structure, document and coverage (`planting` has those of figures)."""

from __future__ import annotations

import re
from random import Random

from corpus.recipes.phrases import TOKEN, fill, pack
from corpus.recipes.pieces import Block, Draft, Section, rendered
from corpus.recipes.planting import Plant, recipe


def _families(draft: Draft) -> list[list[Section]]:
    """Siblings whose numbers can go wrong: three or more, none with children, no numbers running on."""
    families = [[one for one in draft.sections if not one.is_annex]]
    families += [section.children for section in draft.walk() if section.children]
    return [
        family
        for family in families
        if len(family) > 2 and family[0].scheme not in ("A", "B") and [one.number for one in family] == list(range(1, len(family) + 1))
    ]


def _runs_on(draft: Draft, section: Section) -> bool:
    """Whether the section's number is part of a count over the whole report, which a changed number would break elsewhere."""
    return any(one.scheme == section.scheme and one.parent is not section.parent and one.number > section.number for one in draft.walk())


@recipe("structure/numbering-gap")
def _gap(draft: Draft, random: Random) -> Plant | None:
    families = [family for family in _families(draft) if not _runs_on(draft, family[-1])]
    if not families:
        return None
    section = random.choice(families)[-1]
    before = section.path
    section.number += random.choice([1, 1, 2])
    return Plant("structure/numbering-gap", "skipped", [section.path], before, section.path)


@recipe("structure/numbering-repeat")
def _repeat(draft: Draft, random: Random) -> Plant | None:
    families = [family for family in _families(draft) if not _runs_on(draft, family[-1])]
    if not families:
        return None
    section = random.choice(families)[-1]
    before = section.path
    section.number -= 1
    return Plant("structure/numbering-repeat", "doubled", [section.path], before, section.path)


@recipe("structure/numbering-order")
def _order(draft: Draft, random: Random) -> Plant | None:
    families = [family for family in _families(draft) if not _runs_on(draft, family[-1]) and not any(one.children for one in family)]
    if not families:
        return None
    family = random.choice(families)
    before = family[-1].path
    family[-1].number, family[-2].number = family[-2].number, family[-1].number
    also = ["structure/numbering-gap", "structure/numbering-repeat"]
    return Plant("structure/numbering-order", "exchanged", [family[-1].path, family[-2].path], before, family[-1].path, also)


@recipe("structure/truncated")
def _truncated(draft: Draft, random: Random) -> Plant | None:
    return _lost_page(draft) if random.random() < 0.4 else _cut_end(draft)


PAGE_LINES, PAGE_CHARACTERS = 36, 28 * 22
"""What a page holds at most, of a text file and of a set one."""


def _lost_page(draft: Draft) -> Plant | None:
    """The second printed page number is missing."""
    texts = [rendered(block.atoms) for block in draft.blocks]
    width = draft.style["wrap"]
    lines = sum(-(-len(text) // width) if isinstance(width, int) and width else 1 for text in texts)
    if lines <= 3 * PAGE_LINES or sum(map(len, texts)) <= 3 * PAGE_CHARACTERS or any(block.rows for block in draft.blocks):
        return None
    draft.style |= {"page numbers": "— {} —", "frame": False, "lost page": 2}
    paths: list[str | None] = [one.path for one in draft.walk()]
    return Plant("structure/truncated", "lost page", [None, *paths], "— 1 — — 2 — — 3 —", "— 1 — — 3 —", formats=["txt", "pdf"])


def _cut_end(draft: Draft) -> Plant | None:
    if any(block.role in ("closing", "attachments", "signatory", "annex", "table", "imprint") for block in draft.blocks):
        return None
    last = next(
        (block for block in reversed(draft.blocks) if block.role == "text" and block.atoms and isinstance(block.atoms[-1], str)), None
    )
    if last is None or last is not draft.blocks[-1]:
        return None
    text = str(last.atoms[-1])
    if len(text) < 12 and not (text == "。" and len(last.atoms) > 1 and isinstance(last.atoms[-2], str) and len(str(last.atoms[-2])) > 8):
        return None
    if text == "。":
        last.atoms = [*last.atoms[:-2], str(last.atoms[-2])[:-3]]
    else:
        last.atoms = [*last.atoms[:-1], text[: len(text) * 2 // 3].rstrip("，。；：、")]
    paths: list[str | None] = [one.path for one in draft.sections[-1].walk()]
    return Plant("structure/truncated", "cut", [None, *paths], text, str(last.atoms[-1]))


@recipe("document/missing-element", "letter", "letterhead")
def _element(draft: Draft, random: Random) -> Plant | None:
    role = random.choice(["addressee", "date", "title"])
    blocks = [block for block in draft.blocks if block.role == role]
    if not blocks:
        return None
    draft.blocks = [block for block in draft.blocks if block.role != role]
    before = str(draft.elements.pop({"addressee": "addressees"}.get(role, role)))
    return Plant("document/missing-element", f"no {role}", [None], before, "")


@recipe("document/number-year", "letter", "letterhead")
def _number_year(draft: Draft, random: Random) -> Plant | None:
    number, block = draft.elements.get("number"), draft.block("number")
    if not isinstance(number, dict) or block is None:
        return None
    year = int(number["year"])
    other = year - random.choice([2, 3, 10])
    before = str(block.atoms[0])
    block.atoms[0] = before.replace(str(year), str(other))
    draft.elements["number"] = {**number, "year": other, "text": str(number["text"]).replace(str(year), str(other))}
    return Plant("document/number-year", "digit", [None], before, str(block.atoms[0]), ["document/date", "document/period"])


@recipe("document/period", "letter")
def _period(draft: Draft, random: Random) -> Plant | None:
    block, period = draft.block("opening"), draft.elements.get("period")
    if block is None or not isinstance(period, dict):
        return None
    year = int(period["year"])
    for index, atom in enumerate(block.atoms):
        if isinstance(atom, str) and f"对{year}年" in atom:
            other = year + random.choice([-1, -2])
            block.atoms[index] = atom.replace(f"对{year}年", f"对{other}年")
            return Plant("document/period", "stale", [None], f"对{year}年", f"对{other}年")
    return None


@recipe("document/date", "letter")
def _date(draft: Draft, random: Random) -> Plant | None:
    block = draft.block("date")
    if block is None:
        return None
    before = str(block.atoms[0])
    year = str(draft.elements["date"])[:4]
    day = random.choice([(2, 30), (2, 31), (4, 31), (6, 31)])
    block.atoms = [f"{year}年{day[0]}月{day[1]}日"]
    draft.elements["date"] = None
    return Plant("document/date", "impossible", [None], before, str(block.atoms[0]), ["document/missing-element"])


@recipe("document/attachment", "annex", "letter")
def _attachment(draft: Draft, random: Random) -> Plant | None:
    announced = [block for block in draft.blocks if block.role == "attachments"]
    if not announced:
        return None
    if random.random() < 0.5 and len(announced) == 1:
        draft.blocks = [block for block in draft.blocks if block.role != "attachments"]
        draft.elements["attachments"] = []
        return Plant("document/attachment", "not announced", [None, *_annexes(draft)], str(announced[0].atoms[0]), "")
    at = next(index for index, block in enumerate(draft.blocks) if block.role == "annex" and block.section is _annex_sections(draft)[-1])
    end = next((index for index, block in enumerate(draft.blocks) if block.role == "imprint"), len(draft.blocks))
    gone = _annex_sections(draft)[-1]
    draft.blocks = draft.blocks[:at] + draft.blocks[end:]
    draft.sections.remove(gone)
    if not any(block.role == "table" for block in draft.blocks):
        draft.table_rows, draft.table_totals, draft.indicators = [], [], []
    return Plant("document/attachment", "absent", [None, *_annexes(draft)], gone.title, "")


def _annex_sections(draft: Draft) -> list[Section]:
    return [one for one in draft.sections if one.is_annex]


def _annexes(draft: Draft) -> list[str | None]:
    return [one.path for one in _annex_sections(draft)]


@recipe("document/signatory", "letter", "letterhead")
def _signatory(draft: Draft, random: Random) -> Plant | None:
    block = draft.block("signatory")
    issuers = draft.elements.get("issuers")
    if block is None or not isinstance(issuers, list) or len(issuers) > 1:
        return None
    before = str(block.atoms[0])
    region = re.match(r".{2}[县市区]", before)
    assert region is not None
    after = region[0] + random.choice(["审计局", "档案局", "乡村振兴局"])
    block.atoms = [after]
    draft.elements["signatories"] = [after]
    return Plant("document/signatory", "other body", [None], before, after)


@recipe("document/tracked-change")
def _tracked(draft: Draft, random: Random) -> Plant | None:
    claims = [one for one in draft.claims if one.section is not None and one.stated.spelled is None and one.stated.value > 2]
    if not claims:
        return None
    claim = random.choice(claims)
    old = str(claim.stated.value + 1)
    draft.style["tracked"] = (claim.stated, old)
    return Plant(
        "document/tracked-change",
        "revision",
        [claim.section.path if claim.section else None],
        old,
        str(claim.stated.value),
        formats=["docx"],
    )


# Coverage


@recipe("coverage/score", "scored")
def _score_like(draft: Draft, random: Random) -> Plant | None:
    headings = [block for block in draft.blocks if block.section is not None and not block.section.children and block.role == "heading"]
    if not headings:
        return None
    block = random.choice(headings)
    text = random.choice(["上述情形与7分相当。", "另有4分待核。", "6分事宜见台账。"])
    draft.blocks.insert(draft.blocks.index(block) + 1, Block([text]))
    assert block.section is not None
    return Plant("coverage/score", "stray", [block.section.path, None], "", text)


@recipe("coverage/heading")
def _heading(draft: Draft, random: Random) -> Plant | None:
    headings = [
        block
        for block in draft.blocks
        if block.section is not None and block.role == "heading" and block.section.scheme == "cn" and block.section.parent is None
    ]
    if len(headings) < 3:
        return None
    at = draft.blocks.index(headings[1])
    text = random.choice(["九、附则", "八、补充事项", "十二、附加材料说明"])
    draft.blocks.insert(at, Block([text]))
    previous = headings[0].section
    assert previous is not None
    paths: list[str | None] = [one.path for one in previous.walk()]
    return Plant(
        "coverage/heading",
        "stray",
        [None, *paths, text.split("、")[0] + "、"],
        "",
        text,
        ["structure/numbering-gap", "structure/numbering-order"],
    )


@recipe("coverage/page")
def _page(draft: Draft, random: Random) -> Plant | None:
    """A page is a picture of words, and nothing is there that could recognise them."""
    named = {"object": draft.programme, "object2": draft.programme, "me": "我局"}
    plain = pack(draft.split)["sentences"]["plain"]
    usable = [one for one in plain if {name["name"] for name in TOKEN.finditer(one) if name["name"]} <= named.keys()]
    sentences = random.sample(usable, 6)
    draft.style["picture page"] = ["佐证材料", *(rendered(fill(sentence, random, named)) for sentence in sentences)]
    return Plant("coverage/page", "picture", [None], "", "a page that is a picture of words", formats=["pdf"], without="ocr")


@recipe("coverage/doubt", "short")
def _doubt(draft: Draft, random: Random) -> Plant | None:
    """A blot on the last digit of a figure, which the scan then does not show."""
    claims = [
        one for one in draft.claims
        if one.section is not None and one.stated.spelled is None and one.stated.unit and len(one.stated.digits) > 1
    ]  # fmt: skip
    if not claims or draft.style["spaced figures"] or any(block.rows for block in draft.blocks):
        return None
    claim = random.choice(claims)
    assert claim.section is not None
    draft.style["blot"] = claim.stated
    before = str(claim.stated)
    after = before.replace(claim.stated.digits, claim.stated.digits[:-1] + "▒", 1)
    return Plant("coverage/doubt", "blot", [claim.section.path, None], before, after, formats=["scan"])

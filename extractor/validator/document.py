"""document/missing-element, number-year, period, date, attachment, signatory: the elements of an official document (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractor.model.outline import Section
from extractor.model.text import Span
from extractor.validator.application import Notice
from extractor.validator.matter import Matter

_LAST_MONTH_OF_LAST_YEARS_NUMBER = 3
"""A number of last year on a document signed up to March: it was given when the draft was registered."""

_ALIKE = 2
"""Characters with which a name begins as the one that it is short for: its place."""

_ESSAY = "essay"
"""The numbering scheme of several reports on one page."""


def missing_element(matter: Matter) -> Iterator[Notice]:
    """No title, addressee, issuer or date, in a document that has the form of an official letter.

    A cover block, a web copy and a bare body have none of that form's other elements and are complete without; of several reports on one
    page (篇1, 篇2) each has its own. A public notice (公告) is for everybody and has no addressee.
    """
    document = matter.outline.document
    formal = (
        document.number or document.addressees or document.signatories or document.copied_to or document.printed_by or document.printed_on
    )
    several = any(section.scheme == _ESSAY for section in matter.outline.sections)
    if document.cover or several or not formal:
        return
    to_all = document.title is not None and document.title.endswith(matter.patterns.words("title.to-all"))
    present = {
        "title": document.title is not None,
        "addressee": bool(document.addressees) or to_all,
        "issuer": bool(document.issuers or document.signatories),
        "date": document.date is not None,
    }
    for element, there in present.items():
        if not there and not _unread(matter, element):
            yield Notice("document/missing-element", None, (), {"variant": element})


def _unread(matter: Matter, element: str) -> bool:
    """Whether a line that nobody could read stands where the element has its place and has the form of one: then it is hardly missing."""
    tops = [section.heading.start for section in matter.sections]
    annex = min((section.heading.start for section in matter.sections if section.annex), default=len(matter.text.content))
    known = [*matter.outline.elements, *matter.outline.contents, *matter.outline.tables, *(section.heading for section in matter.sections)]
    paragraphs = [one for one in matter.text.paragraphs if one.end > one.start and one.end <= annex]
    if element in ("title", "addressee"):
        lines = [one for one in paragraphs if one.end <= min(tops, default=annex)]
    else:
        ended = [index for index, one in enumerate(paragraphs) if matter.text.content[one.end - 1] in "。；;！？"]
        lines = paragraphs[ended[-1] + 1 :] if ended else []
    forms = [pattern for pattern in matter.patterns.kind("unread-element") if pattern.attributes["element"] == element]
    unread = [one.span for one in lines if not any(one.span.overlaps(span) for span in known)]
    return any(form.search(matter.text.slice(span)) for span in unread for form in forms)


def number_year(matter: Matter) -> Iterator[Notice]:
    """The year in the 发文字号 is that of the date (or the year before, up to March), and not before the period reported on."""
    document = matter.outline.document
    if document.number is None or document.number.year is None or _date_is_odd(matter):
        return
    year, signed = document.number.year, _year_and_month(matter)
    wrong_date = False
    if signed is not None:
        early = signed[1] is not None and signed[1] <= _LAST_MONTH_OF_LAST_YEARS_NUMBER
        wrong_date = not (year == signed[0] or (early and year == signed[0] - 1))
    period = document.period
    wrong_period = period is not None and year < period and not (signed is not None and period > signed[0])
    if wrong_date or wrong_period:
        against = "date" if wrong_date else "period"
        params: dict[str, object] = {"variant": against, "number": document.number.text, "date": _date(matter), "period": period}
        yield Notice("document/number-year", None, _evidence(matter, "number", against), params)


def period(matter: Matter) -> Iterator[Notice]:
    """The period in the title is not after the date, and is the one that the opening names."""
    document = matter.outline.document
    if document.period is None:
        return
    signed = _year_and_month(matter)
    if signed is not None and document.period > signed[0] and not _date_is_odd(matter):
        yield Notice(
            "document/period",
            None,
            _evidence(matter, "period", "date"),
            {"variant": "date", "period": document.period, "other": str(_date(matter))},
        )
        return
    named = list(_years_in_opening(matter))
    years = {year for year, _ in named}
    if len(years) == 1 and document.period not in years and _in_title(matter, document.period):
        evidence = (*_evidence(matter, "period"), *(span for _, span in named))
        yield Notice("document/period", None, evidence, {"variant": "opening", "period": document.period, "other": str(years.pop())})


def date(matter: Matter) -> Iterator[Notice]:
    """The date exists, is not after the printing, and is not the one year that disagrees with number and period alike."""
    document = matter.outline.document
    if document.date is not None and not document.date_valid:
        yield Notice("document/date", None, _evidence(matter, "date"), {"variant": "no-such-day", "date": document.date, "other": None})
        return
    if document.date is not None and document.printed_on is not None and document.printed_on < document.date[: len(document.printed_on)]:
        params: dict[str, object] = {"variant": "printed-before-signed", "date": document.date, "other": document.printed_on}
        yield Notice("document/date", None, _evidence(matter, "date", "printed_on"), params)
        return
    if _date_is_odd(matter) and document.number is not None:
        params = {"variant": "before-number-and-period", "date": _date(matter), "other": document.number.text}
        yield Notice("document/date", None, _evidence(matter, "date", "number", "period"), params)


def _date(matter: Matter) -> str | None:
    """The date of signing, else of printing; None where there is none or it names a day that does not exist."""
    document = matter.outline.document
    return (document.date if document.date_valid else None) or document.printed_on


def _year_and_month(matter: Matter) -> tuple[int, int | None] | None:
    pieces = (_date(matter) or "").split("-")
    if not pieces[0].isdigit():
        return None
    return int(pieces[0]), int(pieces[1]) if len(pieces) > 1 and pieces[1].isdigit() else None


def _date_is_odd(matter: Matter) -> bool:
    """Whether number and period agree with each other and both lie after the date: then the date is the one that can't hold."""
    document, signed = matter.outline.document, _year_and_month(matter)
    if signed is None or document.number is None or document.number.year is None or document.period is None:
        return False
    return signed[0] < document.period <= document.number.year


def _years_in_opening(matter: Matter) -> Iterator[tuple[int, Span]]:
    """Years that the opening names as the period (2016年度), quoted titles left out."""
    content = matter.text.content
    for span in matter.outline.preamble:
        quoted = [match.span() for one in matter.patterns.kind("quoted-title") for match in one.finditer(content, span.start, span.end)]
        for pattern in matter.patterns.kind("period-mention"):
            for match in pattern.finditer(content, span.start, span.end):
                if not any(start <= match.start() < end for start, end in quoted):
                    yield int(match["year"]), Span(match.start("year"), match.end("year"))


def _in_title(matter: Matter, year: int) -> bool:
    return str(year) in (matter.outline.document.title or "")


def attachment(matter: Matter) -> Iterator[Notice]:
    """Every annex announced is in the file, and every annex in the file is announced (附件说明, or 见附件 in the text)."""
    announced = matter.outline.document.attachments
    annexes = [section for section in matter.sections if section.annex]
    own = [section.title for section in annexes]
    numbers = [section.number or position for position, section in enumerate(annexes, 1)]
    apart = matter.patterns.one("annex.apart")
    absent = [
        number
        for number, title in enumerate(announced, 1)
        if apart.search(title) is None
        and number not in numbers
        and not any(_same_title(title, other) for other in own)
        and not _stands_alone(matter, title)
    ]
    beyond = sorted({number for number in _referred(matter) if announced and number > len(announced) and number not in numbers})
    if absent or beyond:
        titles = [announced[number - 1] for number in absent] + [str(number) for number in beyond]
        yield Notice("document/attachment", None, _evidence(matter, "attachments"), {"variant": "absent", "annexes": titles})
    if not _mentions_annex(matter):
        extra = [
            section
            for section, number in zip(annexes, numbers, strict=True)
            if number > len(announced) and not _announced(section, announced) and not _in_contents(matter, section)
        ]
        if extra:
            labels = [section.label for section in extra]
            yield Notice("document/attachment", None, tuple(one.heading for one in extra), {"variant": "unannounced", "annexes": labels})


def _in_contents(matter: Matter, section: Section) -> bool:
    """Whether an entry of the contents page names an annex."""
    return any(section.title in matter.text.slice(entry) for entry in matter.outline.contents if section.title)


def _announced(section: Section, announced: Iterable[str]) -> bool:
    return any(_same_title(section.title, title) for title in announced)


def _same_title(one: str, other: str) -> bool:
    """Whether two titles of an annex name the same one: equal, or one written out more fully."""
    return bool(one and other) and (one in other or other in one)


def _stands_alone(matter: Matter, title: str) -> bool:
    """Whether an announced title heads a text of its own: a paragraph outside the announcement that is the title and nothing else."""
    own = matter.outline.document.at.get("attachments", ())
    return any(
        matter.text.slice(one.span).strip() == title and not any(one.span.overlaps(span) for span in own) for one in matter.text.paragraphs
    )


def _main_text(matter: Matter) -> Iterator[Span]:
    """The opening, the bodies of the report's own sections, the closing."""
    yield from matter.outline.preamble
    for section in matter.own():
        yield section.body
    yield from matter.outline.closing


def _referred(matter: Matter) -> Iterator[int]:
    """Numbers of annexes that the text sends its reader to (见附件3)."""
    for span in _main_text(matter):
        for pattern in matter.patterns.kind("annex-reference"):
            for match in pattern.finditer(matter.text.content, span.start, span.end):
                if match["number"]:
                    yield int(match["number"])


def _mentions_annex(matter: Matter) -> bool:
    """Whether the text sends its reader to an annex at all, by number or not."""
    return any(
        pattern.search(matter.text.content, span.start, span.end)
        for span in _main_text(matter)
        for pattern in matter.patterns.kind("annex-reference")
    )


def signatory(matter: Matter) -> Iterator[Notice]:
    """Those who sign are those who issue, as the letterhead names them (issuers taken from title or signature prove nothing)."""
    document = matter.outline.document
    if not document.issuers or not document.signatories:
        return
    elsewhere = (*document.at.get("title", ()), *document.at.get("signatories", ()))
    issued_at = document.at.get("issuers", ())
    if any(span.within(other) for span in issued_at for other in elsewhere):
        return
    strangers = [one for one in document.signatories if not any(_same_body(matter, one, other) for other in document.issuers)]
    silent = [one for one in document.issuers if not any(_same_body(matter, one, other) for other in document.signatories)]
    if strangers or silent:
        params: dict[str, object] = {"signatories": list(document.signatories), "issuers": list(document.issuers)}
        yield Notice("document/signatory", None, _evidence(matter, "issuers", "signatories"), params)


def _same_body(matter: Matter, one: str, other: str) -> bool:
    """Whether two names mean the same body: equal but for the office that acts for it, or one short for the other (省民政厅, 某县残联)."""
    short, full = sorted((_folded(matter, one), _folded(matter, other)), key=len)
    return bool(short) and (full.endswith(short) or _abbreviates(short, full))


def _abbreviates(short: str, full: str) -> bool:
    """Whether a name leaves out characters of another that begins alike (某县残联 of 某县残疾人联合会)."""
    characters = iter(full)
    return short[:_ALIKE] == full[:_ALIKE] and all(character in characters for character in short)


def _folded(matter: Matter, name: str) -> str:
    for office in matter.patterns.words("body.office"):
        if name != office:
            name = name.removesuffix(office)
    return name


def _evidence(matter: Matter, *fields: str) -> tuple[Span, ...]:
    """The spans of the document elements that a finding speaks of."""
    return tuple(span for field in fields for span in matter.outline.document.at.get(field, ()))

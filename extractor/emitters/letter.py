"""Report → a letter that sends it back with what to correct (退回修改意见), as DOCX from a template that the user can edit.

A template is any DOCX with placeholders in double braces, in the body, in tables, headers and footers. Their names stand in ``patterns/letter.toml``
(``letter.field.*``), so does the text of what fills them. The paragraph that holds the list's placeholder gives way to the list: its headings, entries
and details are set in the paragraph styles ``letter.style.*`` where the template has them, else as that paragraph is.
"""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Container, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.emitters.cells import printable
from extractor.emitters.view import View
from extractor.emitters.wording import Wording
from extractor.language import packs
from extractor.model.errors import UsageError
from extractor.model.report import Finding, Report, Severity

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

CREATED = datetime(2000, 1, 1)
ZIPPED = (1980, 1, 1, 0, 0, 0)
PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
ASKED = (Severity.ERROR, Severity.WARNING)
"""What asks for a correction."""
FIELDS = ("addressee", "title", "number", "year", "file", "count", "errors", "warnings", "list")
"""What a template may ask for; the names of each are the words ``letter.field.<id>``."""


def to_correct(report: Report, rejected: Container[str] = ()) -> list[Finding]:
    """What the letter asks to correct, in the order of the report: errors and warnings, but for those that a person ``rejected`` (ids of findings)."""
    asked = [one for one in report.verification.findings if one.severity in ASKED and one.id not in rejected]
    order = {section.id: number for number, section in enumerate(report.outline.walk())}
    first = {one.id: min((span.start for span in one.evidence), default=0) for one in asked}
    return sorted(asked, key=lambda one: (-1 if one.section is None else order[one.section], first[one.id]))


def default_template(lang: str) -> Path:
    """The template that comes with the tool, in ``lang`` (``zh`` or ``en``)."""
    return packs.builtin_directory() / "templates" / f"letter.{lang}.docx"


def letter(report: Report, wording: Wording, *, template: Path | None = None, rejected: Container[str] = ()) -> bytes:
    """The letter on ``report`` as DOCX; the same bytes for the same report, words and template. ``template``: None for the one that comes with the tool.

    Raises:
        UsageError: ``letter-template`` (no DOCX that can be read), ``letter-placeholder`` (it asks for something that is not known), ``letter-no-list``
            (it has no place for the list).
    """
    place = template or default_template(wording.lang)
    document = _opened(place)
    findings = to_correct(report, rejected)
    names = {name: field for field in FIELDS for name in wording.patterns.words(f"letter.field.{field}")}
    values = _values(report, findings, wording)
    lists = 0
    for paragraph in _paragraphs(document):
        asked = [match[1] for match in PLACEHOLDER.finditer(paragraph.text)]
        unknown = [name for name in asked if name not in names]
        if unknown:
            raise UsageError("letter-placeholder", str(place), name=unknown[0], known=", ".join(names))
        if any(names[name] == "list" for name in asked):
            _fill_list(paragraph, document, report, findings, wording)
            lists += 1
        elif asked:
            _fill(paragraph, {name: values[names[name]] for name in asked})
    if not lists:
        raise UsageError("letter-no-list", str(place), name="{{" + wording.patterns.words("letter.field.list")[0] + "}}")
    return _saved(document, wording)


def _opened(place: Path) -> Document:
    import docx  # noqa: PLC0415 - only this output writes DOCX
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415

    try:
        return docx.Document(io.BytesIO(place.read_bytes()))
    except OSError as error:
        raise UsageError("letter-template", str(place), reason=error.strerror or type(error).__name__) from error
    except (ValueError, KeyError, zipfile.BadZipFile, XMLSyntaxError) as error:
        raise UsageError("letter-template", str(place), reason=type(error).__name__) from error


def _values(report: Report, findings: list[Finding], wording: Wording) -> dict[str, str]:
    document, errors = report.outline.document, sum(one.severity is Severity.ERROR for one in findings)
    unknown = wording.say("letter.unknown")
    return {
        "addressee": wording.listing(document.issuers) or wording.say("letter.addressee-unknown"),
        "title": document.title or report.reading.name,
        "number": document.number.text if document.number is not None else unknown,
        "year": unknown if document.period is None else str(document.period),
        "file": report.reading.name,
        "count": str(len(findings)),
        "errors": str(errors),
        "warnings": str(len(findings) - errors),
    }


def _paragraphs(document: Document) -> Iterator[Paragraph]:
    """Every paragraph of the template, wherever it stands."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.text.paragraph import Paragraph  # noqa: PLC0415

    parts: list[Any] = [document]
    for section in document.sections:
        parts += [
            part
            for part in (section.header, section.footer, section.first_page_header, section.first_page_footer)
            if not part.is_linked_to_previous
        ]
    for part in parts:
        for element in list(part._element.iter(qn("w:p"))):
            yield Paragraph(element, part)


def _fill(paragraph: Paragraph, values: Mapping[str, str]) -> None:
    """Put the values in the place of the placeholders; one that a word processor has spread over several runs takes the look of the first."""
    runs = paragraph.runs
    whole = "".join(run.text for run in runs)
    starts = [sum(len(run.text) for run in runs[:index]) for index in range(len(runs))]
    for match in reversed(list(PLACEHOLDER.finditer(whole))):
        start, end = match.span()
        first = True
        for run, begin in zip(runs, starts, strict=True):
            text = run.text
            left, right = max(start - begin, 0), min(end - begin, len(text))
            if left < right:
                run.text = text[:left] + (printable(values[match[1]]) if first else "") + text[right:]
                first = False


def _fill_list(paragraph: Paragraph, document: Document, report: Report, findings: list[Finding], wording: Wording) -> None:
    """The list in the place of its placeholder, section by section, numbered through."""
    said: list[tuple[str, str]] = []
    view, checks = View(report, wording), {check.id: check for check in report.verification.checks}
    section: str | None = ""
    for number, finding in enumerate(findings, 1):
        if finding.section != section:
            section = finding.section
            said.append(("section", wording.say("letter.whole") if section is None else view.section(section)))
        severity, rule = wording.severity(finding.severity), wording.rule(finding.rule)
        message = wording.finding(finding)
        said.append(("item", wording.say("letter.item", number=number, severity=severity, rule=rule, message=message)))
        details = []
        place, quote = view.place(finding.evidence), view.quote(finding.evidence)
        if place:
            details.append(wording.say("letter.place", place=place))
        check = checks.get(finding.check or "")
        equation = "" if check is None else view.equation(check)
        if equation and check is not None and str(check.params["equation"]) not in message:
            details.append(wording.say("letter.equation", equation=equation))
        if quote:
            details.append(wording.say("letter.quote", quote=quote))
        if details:
            said.append(("detail", wording.say("letter.join").join(details)))
    if not said:
        said.append(("item", wording.say("letter.nothing")))
    styles = {style.name: style for style in document.styles}
    for kind, text in said:
        own = copy.deepcopy(paragraph._p)
        paragraph._p.addprevious(own)
        made = type(paragraph)(own, paragraph._parent)
        for run in made.runs[1:]:
            run._r.getparent().remove(run._r)
        made.runs[0].text = printable(text)
        style = next((styles[name] for name in wording.patterns.words(f"letter.style.{kind}") if name in styles), None)
        if style is not None:
            made.style = style
        elif kind == "section":
            made.runs[0].bold = True
    paragraph._p.getparent().remove(paragraph._p)


def _saved(document: Document, wording: Wording) -> bytes:
    """The document's bytes, with nothing in them of when and where they were made."""
    properties = document.core_properties
    properties.author = properties.last_modified_by = "Gouji"
    properties.title = wording.say("letter.title")
    properties.created = properties.modified = CREATED
    properties.revision = 1
    written, dated = io.BytesIO(), io.BytesIO()
    document.save(dated)
    with zipfile.ZipFile(dated) as source, zipfile.ZipFile(written, "w") as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, ZIPPED)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            target.writestr(entry, source.read(name))
    return written.getvalue()

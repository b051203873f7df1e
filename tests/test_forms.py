"""Every form of the language that the project knows of is shown by a report of the corpus: corpus/forms.toml says where."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extractor.model.errors import ReadError
from extractor.readers import read

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
UNREADABLE = "unreadable/"
FORMS: list[dict[str, Any]] = tomllib.loads((CORPUS / "forms.toml").read_text(encoding="utf-8"))["form"]
SECTIONS = {"Numbering", "Scores", "Figures and claims", "The official document", "Noise"}


def test_every_section_of_the_language_is_mapped() -> None:
    assert {form["section"] for form in FORMS} == SECTIONS
    assert len({form["id"] for form in FORMS}) == len(FORMS) >= 300


@pytest.mark.parametrize("document", sorted({form["document"] for form in FORMS}))
def test_each_form_stands_on_its_line(document: str) -> None:
    """Lines are those of the file, so the printed strings are looked for in what the reader gives."""
    if document.startswith(UNREADABLE):
        with pytest.raises(ReadError):
            read(CORPUS / document)
        return
    lines: dict[int, str] = {}
    reading = read(CORPUS / document)
    for _, line in reading.lines():
        lines[line.number] = lines.get(line.number, "") + line.text
    forms = [form for form in FORMS if form["document"] == document]
    wrong = [form["id"] for form in forms if form["contains"] != "\f" and form["contains"] not in lines.get(form["line"], "")]
    assert wrong == []
    assert len(reading.pages) > 1 or all(form["contains"] != "\f" for form in forms)

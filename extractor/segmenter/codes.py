"""What the indicator codes of a report (A1, B1, A11) say of its levels."""

from __future__ import annotations

from collections import defaultdict

from extractor.segmenter.labels import Label


def codes_nest(heads: dict[int, list[Label]]) -> bool:
    """Whether indicator codes form levels: a letter comes back after another one has stood in between."""
    letters = [label.text[0] for index in sorted(heads) for label in heads[index] if label.scheme == "code"]
    seen: dict[str, int] = defaultdict(int)
    previous = ""
    for letter in letters:
        if letter != previous:
            seen[letter] += 1
        previous = letter
    return any(count > 1 for count in seen.values())


def codes_deepen(heads: dict[int, list[Label]]) -> bool:
    """Whether each digit of an indicator code is a level (A11, A12, B11): a second digit that begins with 1, where counting would have come by A10."""
    codes = [label.text[1:].rstrip(".、") for index in sorted(heads) for label in heads[index] if label.scheme == "code"]
    plain = all(code.isdigit() and "0" not in code for code in codes)
    return plain and any(len(code) > 1 for code in codes) and any(code.endswith("11") for code in codes)

"""Who had to submit: the bodies of a roster, and which report is whose."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from extractor.batch.outcome import Matched, Roster, Unclear
from extractor.language.patterns import Patterns

STEM = 4
"""Characters that a name must keep without its last word (局, 委员会) to be alike another."""


class Matcher:
    """Gathers whose the reports of a batch are.

    A report belongs to the bodies that it names as issuers, else to those that sign it: by the whole name, or by the name with the regions
    above it before it (湖南省东安县民政局 is 东安县民政局; 东安县民政局 is not 安县民政局), in full or by its usual short form (卫健委). Else its title
    decides, where it names one body. Whatever else is alike (东安县民政, its last word left out) is listed as unclear and counts for nobody.
    """

    def __init__(self, bodies: Sequence[str], patterns: Patterns) -> None:
        forms = [(str(one.data["long"]), one.data["short"]) for one in patterns.entries("roster-short")]
        self._long = {form: long for long, short in forms for form in (long, *short)}
        """What is long stays: its beginning may be a short form."""
        self._short = re.compile("|".join(sorted(map(re.escape, self._long), key=len, reverse=True)))
        self._by_name: dict[str, str] = {}
        for body in bodies:
            self._by_name.setdefault(self._named(body), body)
        self._regions = tuple(patterns.words("roster.regions"))
        self._ends = patterns.words("roster.ends")
        self._reports: dict[str, list[str]] = {body: [] for body in bodies}
        self._unknown: list[tuple[str, str | None]] = []
        self._unclear: list[Unclear] = []

    def add(self, report: Mapping[str, Any], shown: str) -> None:
        """Take a report in the form of its JSON."""
        document = report["document"]
        issuers, signatories = list(document["issuers"]), list(document["signatories"])
        title = document["title"] or ""
        by_issuer, by_signatory = self._surely(issuers), self._surely(signatories)
        named = next(iter([*issuers, *signatories, title]), "") or None
        if by_issuer and by_signatory and not set(by_issuer) & set(by_signatory):
            self._unclear.append(Unclear(shown, named or "", tuple(self._in_order([*by_issuer, *by_signatory]))))
            return
        sure = by_issuer or by_signatory or self._by_title(title)
        if sure:
            for body in sure:
                self._reports[self._by_name[self._named(body)]].append(shown)
            return
        alike = self._alike([*issuers, *signatories, title])
        if alike:
            self._unclear.append(Unclear(shown, named or "", tuple(alike)))
        else:
            self._unknown.append((shown, named))

    def result(self) -> Roster:
        """Who did, who did not, and what is nobody's."""
        bodies = tuple(Matched(body, tuple(self._reports[body])) for body in self._by_name.values())
        return Roster(bodies, tuple(self._unknown), tuple(self._unclear))

    def _surely(self, names: Sequence[str]) -> list[str]:
        """The bodies that are meant by names, each by the whole of it."""
        found = []
        for name in map(self._named, names):
            whole = self._by_name.get(name)
            found += [whole] if whole else self._but_for_region(name)
        return self._in_order(found)

    def _by_title(self, title: str) -> list[str]:
        """The body that a title begins with, the regions above it aside; none where several could be meant."""
        title = self._named(title)
        found = [name for name in self._by_name if (at := title.find(name)) >= 0 and self._region(title[:at])]
        longest = [name for name in found if not any(name != other and name in other for other in found)]
        return [self._by_name[name] for name in longest] if len(longest) == 1 else []

    def _but_for_region(self, name: str) -> list[str]:
        """The one body whose name differs from ``name`` only by the regions above it."""
        found = []
        for body, shown in self._by_name.items():
            short, long = sorted((body, name), key=len)
            if short and long.endswith(short) and self._region(long[: len(long) - len(short)]):
                found.append(shown)
        return found if len(found) == 1 else []

    def _region(self, before: str) -> bool:
        return not before or before.endswith(self._regions)

    def _alike(self, names: Sequence[str]) -> list[str]:
        """Bodies whose name, its last word left out, is in one of the names, or the other way round."""
        folded = [name for name in map(self._named, names) if name]
        stems = {body: self._stem(body) for body in self._by_name}
        return [shown for body, shown in self._by_name.items() if any(stems[body] in name or name in body for name in folded)]

    def _stem(self, name: str) -> str:
        """A name without the word that says what kind of office it is, where enough is left of it."""
        stem = next((name.removesuffix(end) for end in self._ends if name.endswith(end)), name)
        return stem if len(stem) >= STEM else name

    def _named(self, name: str) -> str:
        """A name folded, with usual short forms written in full."""
        folded = folded_name(name)
        return self._short.sub(lambda match: self._long[match[0]], folded) if self._long else folded

    def _in_order(self, bodies: Sequence[str]) -> list[str]:
        return [body for body in self._by_name.values() if body in bodies]


def folded_name(name: str) -> str:
    """A name by which two spellings of it are one: widths folded, spaces, marks and brackets left out."""
    return "".join(one for one in unicodedata.normalize("NFKC", name).casefold() if one.isalnum())

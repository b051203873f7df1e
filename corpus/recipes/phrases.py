"""Phrases as data: the packs, and filling a phrase with values.

In a phrase ``[a|b|]`` is a choice, ``{name}`` a value to be filled in, ``{=12个}`` a literal figure that joins the truth.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from corpus.recipes.pieces import Atom, Clause, Figure, figure_of

SPLITS = (
    "dev",
    "dev-2",
    "dev-3",
    "dev-4",
    "dev-5",
    "dev-6",
    "dev-7",
    "dev-8",
    "dev-9",
    "dev-10",
    "dev-11",
    "dev-12",
    "dev-13",
    "dev-14",
    "dev-15",
    "dev-16",
    "dev-17",
    "dev-18",
    "dev-19",
    "dev-20",
    "dev-21",
    "dev-22",
    "dev-23",
    "held-back",
)
TOKEN = re.compile(r"\[(?P<choice>[^\[\]]*\|[^\[\]]*)\]|\{=(?P<literal>[^}]+)\}|\{(?P<name>[a-z0-9_]+)\}")
STUTTER = ("资金", "绩效", "工作", "项目", "情况", "管理", "指标", "服务", "补助", "补贴", "培训", "成效")
"""What a filled-in name may end with and the phrase begin with: said once."""


@cache
def pack(split: str) -> dict[str, Any]:
    """The phrases of a split (one of ``SPLITS``)."""
    if split not in SPLITS:
        raise ValueError(f"no split {split!r}: {', '.join(SPLITS)}")
    return tomllib.loads((Path(__file__).parent / f"{split}.toml").read_text(encoding="utf-8"))


@cache
def _parsed(phrase: str) -> tuple[tuple[str, str], ...]:
    """Kind (text, choice, literal, name) and content of each token."""
    tokens: list[tuple[str, str]] = []
    position = 0
    for match in TOKEN.finditer(phrase):
        if match.start() > position:
            tokens.append(("text", phrase[position : match.start()]))
        kind = str(match.lastgroup)
        tokens.append((kind, match[kind]))
        position = match.end()
    if position < len(phrase):
        tokens.append(("text", phrase[position:]))
    return tuple(tokens)


def fill(phrase: str, random: Random, values: Mapping[str, Atom]) -> list[Atom]:
    """The atoms of a phrase. Each ``{name}`` must be in ``values``."""
    atoms: list[Atom] = []
    for kind, content in _parsed(phrase):
        if kind == "choice":
            for atom in fill(random.choice(content.split("|")), random, values):
                _add(atoms, atom)
        elif kind == "literal":
            hedge = re.search(r"余|多", content)
            figure = figure_of(content.replace(hedge[0], "") if hedge else content)
            if hedge:
                # 5万余人: the figure prints up to the hedge, the unit stands behind it
                unit = content[hedge.end() :]
                head = re.match(r"[\d.]+", content)
                printed = figure.unit.removesuffix(unit)
                atoms += [
                    Figure(figure.value, "", "measure", means=printed + unit, spelled=f"{head[0] if head else ''}{printed}{hedge[0]}"),
                    unit,
                ]
            else:
                atoms.append(figure)
        else:
            _add(atoms, values[content] if kind == "name" else content)
    return atoms


def _add(atoms: list[Atom], atom: Atom) -> None:
    if isinstance(atom, str) and atoms and isinstance(atoms[-1], str):
        for word in STUTTER:
            if atoms[-1].endswith(word) and atom.startswith(word):
                atom = atom[len(word) :]
        atoms[-1] += atom
    elif atom != "":
        atoms.append(atom)


def text(phrase: str, random: Random, values: Mapping[str, Atom]) -> str:
    """A phrase without figures as a string."""
    return "".join(str(atom) for atom in fill(phrase, random, values) if not isinstance(atom, Clause))


def expansions(phrase: str) -> Iterator[str]:
    """Every form of a phrase, its choices made in every way."""
    choices = [
        content.split("|") if kind == "choice" else [f"{{{content}}}" if kind == "name" else content] for kind, content in _parsed(phrase)
    ]
    for chosen in itertools.product(*choices):
        yield "".join(chosen)


FIRST = "岚枫楠榕桐澄澜芷荻苇鹭雁麓峪霁沅汐栖穗砚"
SECOND = "屿浦陂埠坞坪滩渡汀崖畈垄岗湾塬"
"""Syllables of invented places: none of the pairs is the name of a county."""


@dataclass
class Draw:
    """The dice of one report: random choices, and what has been used so that nothing is said of one thing twice."""

    split: str
    random: Random
    sector: str
    programme: str
    objects: list[str]
    people: list[str]
    things: list[str]
    region: str
    year: int
    names: list[str]
    """What the ministry's programmes are called, ``programme`` among them."""
    body: str
    """The office without its place, and the one above it in a province."""
    above: str
    me: str
    """How the office speaks of itself."""
    used: set[str] = field(default_factory=set)

    @property
    def pack(self) -> dict[str, Any]:
        return pack(self.split)

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def phrase(self, table: str, name: str, values: Mapping[str, Atom]) -> list[Atom]:
        """One of the phrases of a list, filled in."""
        return fill(self.random.choice(self.pack[table][name]), self.random, values)

    def words(self, name: str) -> str:
        return str(self.random.choice(self.pack["words"][name]))

    def fresh(self, names: list[str]) -> str:
        """A name that nothing has been said of yet; places tell them apart when the list is used up."""
        free = [name for name in names if name not in self.used]
        while not free:
            place = f"{self.words('proper')}{self.random.choice(['镇', '乡', '街道', '片区'])}"
            free = [place + name for name in names if place + name not in self.used]
            if len(self.used) > 600:
                free = [self.place() + name for name in names]
        name = self.random.choice(free)
        self.used.add(name)
        return name

    def place(self) -> str:
        return self.random.choice(FIRST) + self.random.choice(SECOND)

    def values(self) -> dict[str, Atom]:
        """What any phrase may name."""
        one, other = self.random.sample(self.objects, 2)
        return {
            "object": one,
            "object2": other,
            "programme": self.programme,
            "field": self.sector,
            "me": self.me,
            "region": self.region,
            "year": str(self.year),
            "place": f"{self.words('proper')}镇",
        }


def draw(split: str, random: Random) -> Draw:
    """The dice for a new report: a programme, a place and a year."""
    programmes = pack(split)["programmes"]
    chosen = programmes[random.choice(sorted(programmes))]
    region = random.choice(FIRST) + random.choice(SECOND) + random.choice(["县", "县", "县", "市", "区"])
    year = random.randint(2016, 2024)
    field_of_work = chosen["field"]
    return Draw(
        split,
        random,
        field_of_work,
        random.choice(chosen["names"]),
        chosen["objects"],
        chosen["people"],
        chosen["things"],
        region,
        year,
        chosen["names"],
        chosen.get("body", f"{field_of_work}局"),
        chosen.get("above", f"{field_of_work}厅"),
        chosen.get("me", "我局"),
    )

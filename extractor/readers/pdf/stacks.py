"""Single characters on top of each other (产/出/指/标 in a narrow column) that are one word."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.readers.pdf.runs import Run
from extractor.readers.pdf.tables import Grid

PITCH = (0.85, 1.75)
"""In ems: how far the characters of a stack are apart, from middle to middle."""
EVEN = 0.15
"""Ems by which middles may lie apart, across the stack and in its pitch."""
BESIDE = 0.6
"""Ems: a character with a neighbour as near as this belongs to its line."""
CJK = chr(0x2E80)


def stacks_of(runs: Sequence[Run], text: list[str], grid: Grid | None) -> tuple[list[Run], list[Run]]:
    """The stacks (each a run whose members go downwards) and the other runs.

    Where no ruling tells, a stack whose every character stands on a line with something else is a column of a table, one character a row.
    """
    single = [run for run in runs if len(run.members) == 1 and text[run.members[0]] >= CJK and text[run.members[0]].isalpha()]
    if len(single) < 2:
        return [], list(runs)
    single = [run for run in single if not _has_neighbour(run, runs)]
    single.sort(key=lambda run: (run.top, run.x0))
    stacks: list[Run] = []
    taken: set[Run] = set()
    for first in single:
        if first in taken:
            continue
        chain = [first]
        for run in single:
            if run not in taken and _goes_on(chain, run) and not (grid is not None and grid.parts(chain[-1], run)):
                chain.append(run)
        if len(chain) > 1 and _is_word(chain, runs, text):
            taken.update(chain)
            members = [run.members[0] for run in chain]
            stacks.append(Run(members, min(run.x0 for run in chain), first.top, max(run.x1 for run in chain), chain[-1].bottom))
    return stacks, [run for run in runs if run not in taken]


def _has_neighbour(run: Run, runs: Sequence[Run]) -> bool:
    reach = BESIDE * (run.x1 - run.x0)
    return any(
        other is not run
        and other.x0 - run.x1 < reach
        and run.x0 - other.x1 < reach
        and min(run.bottom, other.bottom) - max(run.top, other.top) > 0.5 * min(run.height, other.height)
        for other in runs
    )


def _goes_on(chain: Sequence[Run], run: Run) -> bool:
    last = chain[-1]
    em = last.x1 - last.x0
    pitch = run.middle - last.middle
    if em <= 0:
        return False  # characters without width, all at one place, are no column
    if not PITCH[0] * em <= pitch <= PITCH[1] * em or abs(run.x1 - run.x0 - em) > 0.1 * em:
        return False
    if abs((run.x0 + run.x1) - (last.x0 + last.x1)) > 2 * EVEN * em:
        return False
    return len(chain) == 1 or abs(pitch - (last.middle - chain[-2].middle)) <= EVEN * em


def _is_word(chain: Sequence[Run], runs: Sequence[Run], text: list[str]) -> bool:
    if len({text[run.members[0]] for run in chain}) == 1:
        return False
    aligned = 0
    for run in chain:
        near = 2 * EVEN * (run.x1 - run.x0)
        aligned += any(other not in chain and abs(other.middle - run.middle) <= near for other in runs)
    return aligned == 0 if len(chain) == 2 else aligned < len(chain)

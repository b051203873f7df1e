"""How seldom the collector of cyclic garbage looks at what a report makes."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (10_000, 20, 100)
"""When the collector looks at each of its generations. What compiles patterns and reads a report makes hundreds of thousands of objects that stay, and
nearly no cyclic garbage: at Python's own thresholds a first report takes a tenth longer, and 3 MB less; any other one takes a twentieth longer.
"""


@contextmanager
def collected_seldom() -> Iterator[None]:
    """Within it the collector looks as seldom as `SELDOM` says, unless it is told to look more seldom, or not at all."""
    before = gc.get_threshold()
    if 0 < before[0] < SELDOM[0]:
        gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)

"""How a batch is cut for a cluster: by the first bits of the contents' hashes; a file's place depends on its bytes and on how many there are alone."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

One = TypeVar("One")

KEY = 64
"""Bits of a hash that place a content: the 16 digits before each result's name."""
MOST, LEAST = 250, 10
"""Files of a shard on the average: at most, so that a lost worker costs minutes; at least, so that handing it out costs little beside it."""
SHARES = 4
"""Shards that each processor should have at least: the last ones then end together."""


def bits(count: int, processors: int = 1) -> int:
    """The bits that number the shards of so many files: a shard holds 125 to 250 of many, fewer where few would leave processors idle."""
    wanted = max(-(-count // MOST), min(processors * SHARES, -(-count // LEAST)), 1)
    return (wanted - 1).bit_length()


def place(key: str, width: int) -> int:
    """The number of the shard of a content. key: the first 16 hexadecimal digits of its SHA-256, or more."""
    return int(key[: KEY // 4], 16) >> (KEY - width)


def cut(found: Iterable[One], key: Callable[[One], str], width: int) -> dict[int, list[One]]:
    """What is there of each shard, in the order of the hashes; empty shards are left out."""
    shards: dict[int, list[One]] = {}
    for one in sorted(found, key=key):
        shards.setdefault(place(key(one), width), []).append(one)
    return shards

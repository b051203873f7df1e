"""Where a content belongs: by its hash, and by how many there are."""

from __future__ import annotations

import hashlib

import pytest

from extractor.batch import parts
from extractor.batch.shards import bits, cut, place

HASHES = [hashlib.sha256(str(number).encode()).hexdigest() for number in range(3_000)]


@pytest.mark.parametrize(
    ("count", "processors", "shards"),
    [
        (0, 2, 1),
        (1, 2, 1),
        (10, 2, 1),
        (11, 2, 2),
        (60, 2, 8),
        (60, 64, 8),
        (2_000, 2, 8),
        (2_001, 2, 16),
        (10**6, 64, 4096),
        (10**8, 64, 2**19),
    ],
)
def test_shards_are_large_where_there_is_much_and_enough_where_there_is_little(count: int, processors: int, shards: int) -> None:
    assert 1 << bits(count, processors) == shards


def test_a_content_has_one_place() -> None:
    shards = cut(reversed(HASHES), str, 4)
    assert sorted(shards) == list(range(16))
    assert [one for number in sorted(shards) for one in shards[number]] == sorted(HASHES)
    assert all(one.startswith(f"{number:x}") for number, some in shards.items() for one in some)
    # what is missing of a batch that was stopped goes where it went before
    assert all(set(some) <= set(shards[number]) for number, some in cut(HASHES[1_000:], str, 4).items())


def test_one_shard_holds_everything() -> None:
    assert {place(one, 0) for one in HASHES} == {0}
    assert cut([], str, 3) == {}


@pytest.mark.parametrize(("count", "files"), [(0, 1), (1, 1), (4_000, 1), (4_001, 2), (10**6, 256), (10**8, 2**15)])
def test_parts_are_files_of_a_size(count: int, files: int) -> None:
    assert 1 << parts.width(count) == files


def test_names_of_parts_sort_as_they_are_numbered() -> None:
    names = [parts.name(number, 4) for number in range(16)]
    assert names == sorted(names)
    assert names[3] == "part-03-of-16.parquet"
    assert parts.name(0, 0) == "part-0-of-1.parquet"

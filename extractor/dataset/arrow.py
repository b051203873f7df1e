"""Rows → Arrow tables and Parquet files (extra ``gouji[dataset]``). The order of rows, the types and the compression are fixed: equal rows give equal bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from extractor.dataset.columns import TABLES, VERSION
from extractor.dataset.library import require
from extractor.dataset.rows import DIGITS, SCALE, Row

PIECES_OF_GROUP = 16
ROWS, ROWS_OF = 2_000, {"reports": 50, "sections": 500}
"""A row group has 16 pieces of so many rows; those of reports and sections hold whole texts."""


def schema(table: str) -> Any:
    """The `pyarrow.Schema` of a table."""
    pa = require("pyarrow")
    types = {
        "text": pa.string(),
        "int": pa.int64(),
        "bool": pa.bool_(),
        "float": pa.float64(),
        "date": pa.date32(),
        "decimal": pa.decimal128(DIGITS, SCALE),
        "texts": pa.list_(pa.string()),
    }
    return pa.schema(
        [pa.field(column.name, types[column.type]) for column in TABLES[table]],
        metadata={"gouji.dataset": VERSION, "gouji.table": table},
    )


def table(name: str, rows: Iterable[Row]) -> Any:
    """Rows as a `pyarrow.Table`."""
    pa = require("pyarrow")
    typed = schema(name)
    columns = list(zip(*rows, strict=True)) or [()] * len(typed)
    return pa.Table.from_arrays([pa.array(values, field.type) for values, field in zip(columns, typed, strict=True)], schema=typed)


class ParquetFiles:
    """A Parquet file for each table below a folder, written row group by row group: memory holds the groups that are not full."""

    def __init__(self, folder: Path) -> None:
        parquet = require("pyarrow.parquet")
        self._rows: dict[str, list[Row]] = {name: [] for name in TABLES}
        self._pieces: dict[str, list[Any]] = {name: [] for name in TABLES}
        self._writers = {
            name: parquet.ParquetWriter(
                folder / f"{name}.parquet", schema(name), version="2.6", data_page_version="1.0", compression="zstd", compression_level=3
            )
            for name in TABLES
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for name, writer in self._writers.items():
            if kind is None:
                if self._rows[name]:
                    self._pack(name, len(self._rows[name]))
                if self._pieces[name]:
                    self._flush(name)
            writer.close()

    def add(self, rows: Mapping[str, list[Row]]) -> None:
        """The rows of one report."""
        for name, more in rows.items():
            self._rows[name] += more
            size = ROWS_OF.get(name, ROWS)
            while len(self._rows[name]) >= size:
                self._pack(name, size)
                if len(self._pieces[name]) == PIECES_OF_GROUP:
                    self._flush(name)

    def _pack(self, name: str, count: int) -> None:
        """Turn rows into an Arrow table, which takes a tenth of their memory."""
        rows, self._rows[name] = self._rows[name][:count], self._rows[name][count:]
        self._pieces[name].append(table(name, rows))

    def _flush(self, name: str) -> None:
        group = require("pyarrow").concat_tables(self._pieces[name])
        self._pieces[name] = []
        self._writers[name].write_table(group, row_group_size=group.num_rows)


def read_rows(folder: Path, name: str, columns: list[str]) -> Iterator[tuple[Any, ...]]:
    """Some columns of a Parquet file, row by row, a row group in memory at a time."""
    file = require("pyarrow.parquet").ParquetFile(folder / f"{name}.parquet")
    with file:
        for batch in file.iter_batches(columns=columns):
            yield from zip(*(batch.column(column).to_pylist() for column in columns), strict=True)

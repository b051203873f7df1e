"""The tables hold what the reports hold, other programs read them, and they are the same bytes each time."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: pip install duckdb")
pl = pytest.importorskip("polars", reason="polars is not installed: pip install polars")
parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed: pip install 'gouji[dataset]'")

from extractor.dataset import build, frames  # noqa: E402
from extractor.dataset.columns import TABLES, VERSION  # noqa: E402
from extractor.dataset.describe import TYPES  # noqa: E402
from extractor.dataset.rows import figure  # noqa: E402
from extractor.emitters.wording import LANGUAGES, Wording  # noqa: E402
from extractor.language.patterns import builtin  # noqa: E402
from extractor.model.errors import UsageError  # noqa: E402
from extractor.pipeline import extract_bytes  # noqa: E402
from tests.conftest import Run  # noqa: E402
from tests.dataset.conftest import made, put  # noqa: E402

Gouji = Callable[..., Run]
TEXT = "某县民政局关于2021年度工作的自评报告\n\n省民政厅：\n\n一、组织领导（10.0分，自评得分9.50分）\n\n制度健全。因宣传不够，扣0.5分。\n"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def walk(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for section in found for one in (section, *walk(section["children"]))]


def test_duckdb_reads_what_the_reports_say(dataset: Path, corpus_reports: dict[str, bytes]) -> None:
    reports = [json.loads(report, parse_float=Decimal) for report in corpus_reports.values()]
    base = duckdb.connect()
    for table in ("quantities", "checks", "findings", "citations", "tables"):
        (count,) = base.execute(f"SELECT count(*) FROM '{dataset / table}.parquet'").fetchone()
        assert count == sum(len(report[table]) for report in reports)
    for report in reports:
        key = report["source"]["sha256"]
        rows = base.execute(
            f"SELECT section, title, max, self, self_text, heading_start, heading_line FROM '{dataset}/sections.parquet' WHERE report = ?",
            [key],
        ).fetchall()
        sections = walk(report["sections"])
        assert [row[:2] for row in rows] == [(one["id"], one["title"]) for one in sections]
        assert [row[2:4] for row in rows] == [(one["score"]["max"], one["score"]["self"]) for one in sections]
        printed = [one["score"]["self"] for one in sections]
        assert [row[4] for row in rows] == [None if value is None else str(value) for value in printed]
        assert [row[5:] for row in rows] == [(one["heading"]["start"], one["heading"]["places"][0]["line"]) for one in sections]
    joined = base.execute(
        f"SELECT count(*) FROM '{dataset}/quantities.parquet' q JOIN '{dataset}/reports.parquet' r USING (report)"
        " WHERE substr(r.text, q.start + 1, q.end - q.start) = q.text"
    ).fetchone()
    assert joined == (sum(len(report["quantities"]) for report in reports),)


def test_polars_reads_the_tables_with_their_types(dataset: Path) -> None:
    reports = pl.read_parquet(dataset / "reports.parquet")
    assert reports["report"].is_sorted()
    row = reports.filter(pl.col("name") == "social-assistance-2022.txt").row(0, named=True)
    assert row["issuers"] == ["青岚省民政厅", "青岚省财政厅"]
    assert (row["date"], row["date_text"]) == (date(2023, 3, 15), "2023-03-15")
    assert (row["year"], row["number_year"], row["region"], row["region_level"]) == (2022, 2023, "青岚省", "province")
    assert (row["total_self"], row["total_self_text"]) == (Decimal("101.65"), "101.65")
    sections = pl.read_parquet(dataset / "sections.parquet")
    assert sections.schema["max"] == pl.Decimal(38, 18)
    capital = sections.filter((pl.col("report") == row["report"]) & (pl.col("section") == "1.2"))
    assert capital["heading_text"].to_list() == ["（二）资金保障。"]
    deductions = pl.read_parquet(dataset / "deductions.parquet").filter(pl.col("report") == row["report"])
    assert deductions.filter(pl.col("section") == "1.2").select("points_text", "reason").rows() == [("1.25", "三个县本级预算安排低于上年")]


def test_each_file_carries_the_version_of_its_schema(dataset: Path) -> None:
    for table in TABLES:
        metadata = parquet.read_schema(dataset / f"{table}.parquet").metadata
        assert (metadata[b"gouji.dataset"].decode(), metadata[b"gouji.table"].decode()) == (VERSION, table)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_dictionary_names_exactly_the_columns(batch: Path, tmp_path: Path, lang: str) -> None:
    build([batch], tmp_path, Wording(builtin(), lang))
    with (tmp_path / "dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        _, *rows = csv.reader(file)
    found = []
    for path in sorted(tmp_path.glob("*.parquet")):
        schema = parquet.read_schema(path)
        found += [(path.stem, field.name, str(field.type).replace("element: ", "").replace("item: ", "")) for field in schema]
    assert sorted((table, column, type) for table, column, type, _, _ in rows) == sorted(found)
    assert all(meaning and "{" not in meaning for *_, meaning in rows)
    assert {row[2] for row in rows} <= set(TYPES.values())
    page = (tmp_path / "dictionary.md").read_text(encoding="utf-8")
    assert all(f"| {column} |" in page for _, column, *_ in rows)


def test_no_words_without_a_column() -> None:
    shared = builtin().entry("dataset.table.shared").data["columns"]
    assert set(shared) == {column.meaning for columns in TABLES.values() for column in columns if column.meaning}
    for table, columns in TABLES.items():
        words = builtin().entry(f"dataset.table.{table}").data["columns"]
        assert set(words) == {column.name for column in columns if not column.meaning}
        assert all(one["zh"] != one["en"] for one in words.values() if any("\u4e00" <= letter <= "\u9fff" for letter in one["zh"]))


def test_the_same_bytes_whatever_the_order_and_the_folders(
    batch: Path, dataset: Path, corpus_reports: dict[str, bytes], tmp_path: Path
) -> None:
    wording = Wording(builtin())
    (names := list(corpus_reports)).reverse()
    for index, name in enumerate(names):
        put(tmp_path / f"year{index % 2}", name, corpus_reports[name])
    halves = [tmp_path / "year1", tmp_path / "year0"]
    for target, folders in (("a", [batch]), ("b", halves), ("c", halves[::-1])):
        built = build(folders, tmp_path / target, wording)
        assert (built.reports, built.skipped) == (len(names), [])
        assert contents(tmp_path / target) == contents(dataset)
    assert build([batch, *halves], tmp_path / "d", wording).repeated == len(names)
    before = {name: data for name, data in contents(dataset).items() if name != "datasheet.md"}  # it says how many were repeated
    assert {name: data for name, data in contents(tmp_path / "d").items() if name != "datasheet.md"} == before


def test_the_latest_engine_counts(tmp_path: Path) -> None:
    report = made("甲.txt", TEXT)
    old = report.replace(b'"version": "0.1.0"', b'"version": "0.0.9"').replace("组织领导".encode(), "旧的标题".encode())
    new = report.replace(b'"version": "0.1.0"', b'"version": "0.10.0"')
    for name, content in (("a", report), ("b", new), ("c", old)):
        put(tmp_path / name, "甲.txt", content)
    for order in ("abc", "cba", "bca"):
        build([tmp_path / name for name in order], tmp_path / "out", Wording(builtin()))
        assert parquet.read_table(tmp_path / "out" / "reports.parquet")["engine_version"].to_pylist() == ["0.10.0"]


def test_what_is_no_report_is_named_and_left_out(gouji: Gouji, tmp_path: Path) -> None:
    good = put(tmp_path, "甲.txt", made("甲.txt", TEXT))
    whole = good.read_text(encoding="utf-8")
    other = whole.replace(json.loads(whole)["source"]["sha256"], "f" * 64)
    bad = {
        "cut.json": other[:-200],
        "foreign.json": '{"schema": "other/1", "rows": []}',
        "list.json": "[1, 2]",
        "empty.json": "",
        "missing.json": other.replace('"citations"', '"zitate"'),
        "mistyped.json": other.replace('"level": 1', '"level": "1"'),
        "notfinite.json": other.replace('"max": 10.0', '"max": NaN'),
        "deep.json": "[" * 100_000,
    }
    for name, content in bad.items():
        (good.parent / name).write_text(content, encoding="utf-8")
    (good.parent / "failed.json").write_text("[]", encoding="utf-8")
    run = gouji("corpus", "build", tmp_path)
    assert run.status == 3
    assert all(name in run.err for name in bad)
    assert "failed.json" not in run.err
    assert parquet.read_table(tmp_path / "dataset" / "reports.parquet")["name"].to_pylist() == ["甲.txt"]
    assert "cut.json" in (tmp_path / "dataset" / "datasheet.md").read_text(encoding="utf-8")


def test_a_result_that_is_cut_is_replaced_by_another_of_the_same_content(gouji: Gouji, tmp_path: Path) -> None:
    report = made("甲.txt", TEXT)
    put(tmp_path / "a", "甲.txt", report.replace(b'"version": "0.1.0"', b'"version": "9.0"')[:-100])
    put(tmp_path / "b", "甲.txt", report)
    run = gouji("corpus", "build", tmp_path / "a", tmp_path / "b", "-o", tmp_path / "out")
    assert run.status == 3
    assert parquet.read_table(tmp_path / "out" / "reports.parquet")["engine_version"].to_pylist() == ["0.1.0"]


def test_without_reports_nothing_is_written(gouji: Gouji, batch: Path, dataset: Path, tmp_path: Path) -> None:
    assert gouji("corpus", "build", tmp_path / "nowhere").status == 2
    (tmp_path / "empty").mkdir()
    run = gouji("corpus", "build", tmp_path / "empty", "-o", tmp_path / "out")
    assert run.status == 2
    assert "gouji batch" in run.err
    assert list((tmp_path / "out").iterdir()) == []
    several = gouji("corpus", "build", batch, batch)
    assert several.status == 2
    assert "-o" in several.err


def test_reports_without_text(tmp_path: Path) -> None:
    report = json.loads(made("甲.txt", TEXT))
    del report["text"]
    put(tmp_path, "甲.txt", json.dumps(report, ensure_ascii=False).encode())
    assert build([tmp_path], tmp_path / "out", Wording(builtin(), "en")).reports == 1
    assert parquet.read_table(tmp_path / "out" / "sections.parquet")["body_text"].to_pylist() == [None]
    assert "(made with --no-text): 1;" in (tmp_path / "out" / "datasheet.md").read_text(encoding="utf-8")


def test_frames_are_the_tables_of_the_files(batch: Path, dataset: Path) -> None:
    paths = sorted((batch / "reports").iterdir())  # their names begin with the key
    made_frames = frames(path.read_bytes() for path in paths)
    assert set(made_frames) == set(TABLES)
    for name, table in made_frames.items():
        assert table.equals(parquet.read_table(dataset / f"{name}.parquet")), name


def test_frames_of_reports_in_polars() -> None:
    found = frames([extract_bytes("甲.txt", TEXT.encode())])
    scores = pl.from_arrow(found["scores"])
    assert scores.select("section", "role", "value", "value_text").rows() == [
        ("1", "max", Decimal(10), "10.0"),
        ("1", "self", Decimal("9.5"), "9.50"),
    ]
    assert pl.from_arrow(found["deductions"]).select("points_text", "reason").rows() == [("0.5", "宣传不够")]
    assert {name: table.num_rows for name, table in frames([]).items()} == dict.fromkeys(TABLES, 0)


@pytest.mark.parametrize(
    ("value", "exact", "printed"),
    [
        (None, None, None),
        (9, Decimal(9), "9"),
        (Decimal("9.00"), Decimal("9.00"), "9.00"),
        (Decimal("-0.5"), Decimal("-0.5"), "-0.5"),
        (Decimal(0), Decimal(0), "0"),
        (10**20 - 1, Decimal(10**20 - 1), "9" * 20),
        (10**20, None, "1" + "0" * 20),
        (Decimal("1e-18"), Decimal("1e-18"), "0." + "0" * 17 + "1"),
        (Decimal("1e-19"), None, "0." + "0" * 18 + "1"),
        (Fraction(1, 3), Decimal("0.333333333333"), "0.333333333333"),
    ],
)
def test_a_figure_is_exact_or_text_alone(value: Decimal | int | None, exact: Decimal | None, printed: str | None) -> None:
    assert figure(value) == (exact, printed)


def test_a_library_that_is_missing_is_named_with_its_command(
    gouji: Gouji, batch: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pyarrow", "pyarrow.parquet"):
        monkeypatch.setitem(sys.modules, module, None)
    run = gouji("corpus", "build", batch, "-o", tmp_path)
    assert run.status == 2
    assert "pip install 'gouji[dataset]'" in run.err
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="library-missing"):
        frames([])

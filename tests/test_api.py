"""The functions of the package itself, and the tutorial that shows them."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import extractor
from extractor.batch.api import Result
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin, load
from extractor.model.errors import GoujiError, ReadError, UsageError
from tests import brokenfiles
from tests.batch.folders import folder, report
from tests.conftest import ROOT

HEAVY = ("regex", "pypdfium2", "lxml", "psutil", "rich", "multiprocessing", "extractor.pipeline", "extractor.batch")


def run(code: str, cwd: Path = ROOT) -> str:
    done = subprocess.run([sys.executable, "-c", code], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.strip()


def test_the_package_imports_nothing_before_it_is_used() -> None:
    assert run(f"import sys, extractor; print([name for name in {HEAVY!r} if name in sys.modules])") == "[]"


@pytest.mark.parametrize(
    "first", ["import extractor.batch.plan", "from extractor.batch import plan", "import extractor", "from extractor import batch"]
)
def test_batch_can_be_called_whatever_was_imported_first(first: str) -> None:
    assert (
        run(
            f"{first}\nimport extractor\nfrom extractor import batch\nprint(batch is extractor.batch, list(batch([])), list(extractor.batch([])))"
        )
        == "True [] []"
    )


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError):
        extractor.nothing  # noqa: B018
    assert {"extract", "check", "batch"} < set(extractor.__all__)


def test_extract_takes_a_path_in_any_form(tmp_path: Path) -> None:
    path = folder(tmp_path, 1) / "0001.txt"
    assert extractor.extract(path) == extractor.extract(str(path))
    assert extractor.extract(path).facts.totals.self is not None


def test_check_gives_the_verification_and_follows_other_packs(tmp_path: Path) -> None:
    source = tmp_path / "a.txt"
    source.write_text(report(1, total=17), encoding="utf-8")
    found = extractor.extract(source)
    assert extractor.check(found) == found.verification
    assert [finding.rule for finding in extractor.check(found).findings] == ["score/total-self-sum"]
    rule = builtin().entry("score/total-self-sum")
    lines = [f"{key} = {value!r}" for key, value in rule.data.items() if isinstance(value, str) and key != "severity"]
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.toml").write_text(
        "\n".join(["schema = 1", 'about = "mine"', "[[entry]]", f"id = {rule.id!r}", f"kind = {rule.kind!r}", 'severity = "note"', *lines]),
        encoding="utf-8",
    )
    assert [finding.severity for finding in extractor.check(found, load([pack])).findings] == ["note"]


def test_errors_travel_between_processes() -> None:
    for error in (ReadError("file-empty", "a.txt"), UsageError("library-missing", "jieba", extra="gouji[words]")):
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), again.code, again.place, again.params, str(again)) == (
            type(error),
            error.code,
            error.place,
            error.params,
            str(error),
        )


def test_a_batch_gives_every_file_with_its_report_or_its_error(tmp_path: Path) -> None:
    root = folder(tmp_path / "in", 3)
    (root / "leer.txt").write_bytes(b"")
    (root / "报送.zip").write_bytes(brokenfiles.archive(("a.txt", report(7).encode()), ("b.pdf", b"%PDF-1.7 nothing")))
    found = {one.name: one for one in extractor.batch([root, tmp_path / "nowhere.pdf"], jobs=2)}
    names = {f"in/{number:04}.txt" for number in (1, 2, 3)} | {"in/报送.zip/a.txt"}
    assert {name for name, one in found.items() if one.report is not None and one.error is None} == names
    codes = {name: one.error.code for name, one in found.items() if one.error is not None and one.report is None}
    assert codes.pop("in/报送.zip/b.pdf").startswith("pdf-")
    assert codes == {"in/leer.txt": "file-empty", "nowhere.pdf": "file-missing"}
    words = Wording(builtin())
    one = found["in/0002.txt"].report
    assert one is not None
    assert to_json(one, words) == to_json(extractor.extract(root / "0002.txt"), words)


def test_a_file_over_its_limits_fails_alone(tmp_path: Path) -> None:
    root = folder(tmp_path / "in", 1)
    (root / "long.txt").write_text("".join(f"{number}、自评得分{number % 10}分。\n" for number in range(200_000)), encoding="utf-8")
    found = {one.name: one for one in extractor.batch(root, jobs=1, seconds=5)}
    assert found["0001.txt"].error is None
    assert found["long.txt"].error is not None
    assert found["long.txt"].error.code == "time-limit"


def test_what_is_wrong_with_the_call_is_raised(tmp_path: Path) -> None:
    root = folder(tmp_path / "in", 1)
    with pytest.raises(GoujiError) as caught:
        list(extractor.batch(root, packs=[tmp_path / "nowhere"]))
    assert caught.value.code == "pattern-directory"


def test_leaving_a_batch_early_ends_it(tmp_path: Path) -> None:
    for one in extractor.batch(folder(tmp_path / "in", 3), jobs=1):
        assert isinstance(one, Result)
        break


def test_the_tutorial_runs(tmp_path: Path) -> None:
    """Its blocks, one after another in one process, in a folder with the files that it speaks of; what it says they print is what they print."""
    page = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```(python|text)\n(.*?)```", page, re.DOTALL)
    code = "\n".join(block for kind, block in blocks if kind == "python")
    expected = "".join(block for kind, block in blocks if kind == "text")
    for path in sorted((ROOT / "corpus").glob("*.txt"))[:3]:
        (tmp_path / "reports").mkdir(exist_ok=True)
        (tmp_path / "reports" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "reports" / "empty.pdf").write_bytes(b"")
    script = tmp_path / "tutorial.py"
    script.write_text(f"import sys; sys.path.insert(0, {str(ROOT)!r})\n" + code, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, script], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.stderr == ""
    assert done.stdout == expected

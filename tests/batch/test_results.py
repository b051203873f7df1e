from __future__ import annotations

from pathlib import Path

import pytest

from extractor import __version__
from extractor.batch import results
from extractor.batch.results import Folder, is_current
from extractor.emitters.json import to_json
from extractor.emitters.wording import Wording
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError
from extractor.pipeline import extract_bytes
from tests.batch.folders import report
from tests.brokenfiles import sound

OPTIONS = {"lang": "zh", "text": True}


def made(tmp_path: Path, name: str, data: bytes) -> tuple[Path, str]:
    found = extract_bytes(name, data)
    path = tmp_path / "result.json"
    path.write_bytes(to_json(found, Wording(builtin())))
    return path, found.reading.sha256


@pytest.mark.parametrize("form", [form for form in sound() if form not in ("zip", "tgz")])
def test_a_result_is_current_whatever_read_it(tmp_path: Path, form: str) -> None:
    path, sha256 = made(tmp_path, f"a.{form}", sound()[form])
    assert is_current(path, sha256, builtin().digest, OPTIONS)


def test_a_result_is_of_no_use_where_anything_it_rests_on_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, sha256 = made(tmp_path, "a.pdf", sound()["pdf"])
    digest = builtin().digest
    assert is_current(path, sha256, digest, OPTIONS)
    assert not is_current(path, "0" * 64, digest, OPTIONS)
    assert not is_current(path, sha256, "0" * 64, OPTIONS)
    assert not is_current(path, sha256, digest, {**OPTIONS, "text": False})
    for name, change in (("__version__", __version__ + "1"), ("_installed", lambda _: "0.0.1"), ("_installed", lambda _: None)):
        with monkeypatch.context() as patch:
            patch.setattr(results, name, change)
            assert not is_current(path, sha256, digest, OPTIONS)


def test_a_result_that_was_cut_off_or_is_none_is_of_no_use(tmp_path: Path) -> None:
    path, sha256 = made(tmp_path, "a.txt", report(1).encode())
    whole = path.read_bytes()
    for content in (whole[:-1], whole[: len(whole) // 2], whole[:100], b"", b"}\n", b"[]\n"):
        path.write_bytes(content)
        assert not is_current(path, sha256, builtin().digest, OPTIONS)
    assert not is_current(tmp_path / "nowhere.json", sha256, builtin().digest, OPTIONS)


def test_a_text_cannot_pass_for_the_head_of_its_result(tmp_path: Path) -> None:
    forged = ' "engine": {"version": "0"}, "source": {"sha256": "0"}\n' + report(1)
    path, sha256 = made(tmp_path, forged[:60].replace("\n", " "), forged.encode())
    assert is_current(path, sha256, builtin().digest, OPTIONS)


def test_versions_are_compared_as_versions() -> None:
    assert results._same("6.1", "6.1.0")
    assert not results._same("6.1", "6.10")


def test_two_batches_do_not_share_a_folder(tmp_path: Path) -> None:
    with Folder(tmp_path):
        with pytest.raises(GoujiError) as caught, Folder(tmp_path):
            pass
        assert caught.value.code == "batch-running"
        assert (tmp_path / results.WORK).is_dir()
    with Folder(tmp_path):
        pass


def test_what_was_left_unfinished_is_taken_away(tmp_path: Path) -> None:
    for name in (
        ".gouji-y.tmp",
        "reports/.gouji-x.tmp",
        "pages/.gouji-z.tmp",
        ".gouji-work/members/1",
        ".gouji-work/temporary/gouji-x/source.doc",
        "reports/a.json",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    with Folder(tmp_path) as folder:
        assert list(folder.work.iterdir()) == []
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")) == [
        ".gouji-batch",
        "pages",
        "reports",
        "reports/a.json",
    ]


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(GoujiError) as caught, Folder(tmp_path / "file" / "out"):
        pass
    assert caught.value.code == "output"

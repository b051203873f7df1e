from __future__ import annotations

import json
import os
import shlex
import socket
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

import extractor.commands.job
from extractor import cli
from extractor.cage.walls import walls
from extractor.doctor import PARTS
from extractor.emitters.schema import report_schema
from extractor.readers import MODULES
from tests.conftest import ROOT, Run

Gouji = Callable[..., Run]

HEAVY = ("regex", "pypdfium2", "pikepdf", "pdfplumber", "docx", "jieba", "spacy", "psutil", "rich", "filelock", "xlsxwriter")

GOOD = """某县民政局关于2021年度困难群众救助工作的自评报告

省民政厅：

按照要求，我县进行了自查，自评得分18分，现将情况报告如下。

一、组织领导（分值10分，自评得分9分）

因制度不全，扣减1分。

二、资金管理（分值10分，自评得分9分）

因拨付不及时，扣减1分。

某县民政局

2021年12月22日
"""
BAD = GOOD.replace("自评得分18分", "自评得分17分")


def subprocess_gouji(*arguments: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[bytes]:
    variables = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    return subprocess.run(
        [sys.executable, "-m", "extractor", *map(str, arguments)],
        cwd=cwd,
        env=variables,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.fixture
def good(tmp_path: Path) -> Path:
    path = tmp_path / "good.txt"
    path.write_text(GOOD, encoding="utf-8")
    return path


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    path = tmp_path / "bad.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


@pytest.fixture
def binary(tmp_path: Path) -> Path:
    path = tmp_path / "binary.txt"
    path.write_bytes(bytes(range(256)) * 8)
    return path


def test_help_imports_no_heavy_library() -> None:
    code = f"import sys; from extractor.cli import main; main(['--help']); print([name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    assert done.stderr.strip() == "[]"
    assert "gouji" in done.stdout


@pytest.mark.parametrize(
    "command", [(), ("extract",), ("check",), ("batch",), ("rules",), ("patterns",), ("patterns", "check"), ("schema",), ("doctor",)]
)
def test_help_speaks_both_languages(gouji: Gouji, command: tuple[str, ...]) -> None:
    chinese, english = gouji(*command, "--help"), gouji("--lang", "en", *command, "--help")
    assert chinese.status == english.status == 0
    assert "用法：" in chinese.out
    assert "usage: " in english.out
    assert not any("\u4e00" <= character <= "\u9fff" for character in english.out)
    assert chinese.err == english.err == ""


def test_one_file_gives_one_report(gouji: Gouji, good: Path) -> None:
    run = gouji("extract", good)
    report = json.loads(run.out)
    jsonschema.validate(report, report_schema(), jsonschema.Draft202012Validator)
    assert run.status == 0
    assert run.err == ""
    assert [section["score"] for section in report["sections"]] == [{"max": 10, "self": 9}] * 2
    assert report["totals"]["self"] == 18
    assert GOOD.splitlines()[0] in report["text"]


def test_several_files_give_a_line_each(gouji: Gouji, good: Path, bad: Path) -> None:
    run = gouji("extract", good, bad)
    assert [json.loads(line)["source"]["name"] for line in run.out.splitlines()] == ["good.txt", "bad.txt"]
    assert run.status == 1


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("warning", 1), ("never", 0)])
def test_the_exit_status_follows_fail_on(gouji: Gouji, bad: Path, fail_on: str, status: int) -> None:
    assert gouji("check", "--fail-on", fail_on, bad).status == status


def test_an_input_that_cannot_be_read_does_not_stop_the_others(gouji: Gouji, good: Path, binary: Path, tmp_path: Path) -> None:
    run = gouji("extract", binary, tmp_path / "nowhere.txt", good)
    assert run.status == 3
    assert [json.loads(line)["source"]["name"] for line in run.out.splitlines()] == ["good.txt"]
    said = run.err.splitlines()
    assert len(said) == 2
    assert "binary.txt" in said[0]
    assert "nowhere.txt" in said[1]


def test_unreadable_weighs_more_than_findings(gouji: Gouji, bad: Path, binary: Path) -> None:
    assert gouji("check", bad, binary).status == 3


@pytest.mark.parametrize(
    "arguments", [(), ("extract",), ("nothing",), ("extract", "--fail-on", "perhaps", "x.txt"), ("rules", "no/such-rule")]
)
def test_wrong_usage_is_said_in_one_line(gouji: Gouji, arguments: tuple[str, ...]) -> None:
    run = gouji(*arguments)
    assert run.status == 2
    assert run.out == ""
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("arguments", "said", "said_in_english"),
    [
        ((), "还缺少 COMMAND", "COMMAND is missing"),
        (("extract",), "还缺少 FILE", "FILE is missing"),
        (("nothing",), "COMMAND：没有 'nothing'，可选：", "COMMAND: there is no 'nothing'; choose from "),
        (("check", "--fail-on", "perhaps", "x.txt"), "--fail-on：没有 'perhaps'，可选：", "--fail-on: there is no 'perhaps'; choose from "),
        (("extract", "-x", "a.txt"), "不认识 -x", "-x is not known"),
        (("extract", "--limit"), "--limit：后面应有一个值", "--limit: a value should follow"),
        (
            ("extract", "--limit", "a=b", "a.txt"),
            "--limit：'a=b' 用不了，应写作 NAME=VALUE",
            "--limit: 'a=b' does not do, write NAME=VALUE",
        ),
        (("batch", "in", "-o", "out", "--jobs", "0"), "--jobs：'0' 用不了，应写作 N", "--jobs: '0' does not do, write N"),
        (("extract", "--pages=3", "a.txt"), "--pages：后面不应有值（'3'）", "--pages: no value should follow ('3')"),
    ],
)
def test_wrong_usage_is_said_in_the_readers_language(gouji: Gouji, arguments: tuple[str, ...], said: str, said_in_english: str) -> None:
    assert gouji(*arguments).err.startswith(f"gouji：用法不对：{said}")
    assert gouji("--lang", "en", *arguments).err.startswith(f"gouji: wrong usage: {said_in_english}")


def test_the_text_can_be_left_out(gouji: Gouji, good: Path) -> None:
    assert "text" not in json.loads(gouji("extract", "--no-text", good).out)


def test_reports_are_written_whole_into_a_folder(gouji: Gouji, good: Path, bad: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = gouji("extract", "-o", out, good, bad)
    assert run.status == 1
    assert run.out == ""
    assert sorted(path.name for path in out.iterdir()) == ["bad.json", "good.json"]
    assert (out / "good.json").read_text(encoding="utf-8") == gouji("extract", good).out
    assert str(out / "good.json") in run.err


def test_what_could_not_be_read_is_kept(gouji: Gouji, good: Path, binary: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert gouji("extract", "-o", out, good, binary).status == 3
    (failure,) = json.loads((out / "failed.json").read_text(encoding="utf-8"))
    assert failure["name"] == "binary.txt"
    assert "binary.txt" in failure["message"]
    assert gouji("extract", "-o", out, good).status == 0
    assert not (out / "failed.json").exists()


def test_inputs_of_the_same_name_do_not_overwrite_each_other(gouji: Gouji, tmp_path: Path) -> None:
    inputs = [tmp_path / "a" / "报告.txt", tmp_path / "b" / "报告.txt", tmp_path / "b" / "其他.txt", tmp_path / "b" / "其他.md"]
    for number, path in enumerate(inputs):
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD + "\n" * number, encoding="utf-8")
    out = tmp_path / "out"
    assert gouji("extract", "-o", out, *inputs).status == 0
    names = sorted(path.name for path in out.iterdir())
    assert len(names) == 4
    assert {"其他.md.json", "其他.txt.json"} < set(names)
    assert len([name for name in names if name.endswith("-报告.txt.json")]) == 2


def packed(path: Path, **members: bytes | str) -> Path:
    """An archive of members; in their names ``__`` stands for a slash and the last ``_`` for the point."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(".".join(name.replace("__", "/").rsplit("_", 1)), content)
    return path


def test_an_archive_behaves_as_several_files(gouji: Gouji, bad: Path, tmp_path: Path) -> None:
    archive = packed(tmp_path / "报送.zip", 甲县__报告_txt=GOOD, 乙县__报告_txt=BAD, rubbish_bin=bytes(range(256)) * 8, Thumbs_db="x")
    run = gouji("extract", archive, bad)
    assert run.status == 3
    assert [json.loads(line)["source"]["name"] for line in run.out.splitlines()] == [
        "报送.zip/甲县/报告.txt",
        "报送.zip/乙县/报告.txt",
        "bad.txt",
    ]
    said = run.err.splitlines()
    assert len(said) == 2
    assert said[0].startswith(f"{archive}/rubbish.bin")
    assert f"{archive}/Thumbs.db" in said[1]
    one = gouji("extract", packed(tmp_path / "b.zip", 报告_txt=GOOD))
    assert (one.status, len(one.out.splitlines())) == (0, 1)
    checked = gouji("check", archive)
    assert checked.out.startswith("报送.zip/甲县/报告.txt\n")
    assert "\n\n报送.zip/乙县/报告.txt\n" in checked.out


def test_reports_of_members_are_written_by_safe_names(gouji: Gouji, good: Path, tmp_path: Path) -> None:
    for folder in ("1", "2"):
        (tmp_path / folder).mkdir()
    first = packed(tmp_path / "1" / "a.zip", 县局__报告_txt=GOOD)
    second = packed(tmp_path / "2" / "a.zip", 县局__报告_txt=BAD)
    out = tmp_path / "out"
    run = gouji("extract", "-o", out, first, second, good)
    assert run.status == 1
    names = sorted(path.name for path in out.iterdir())
    assert names[1:] == ["a.zip-县局-报告.txt.json", "good.json"]
    assert names[0].endswith("-a.zip-县局-报告.txt.json")
    assert f"{first}/县局/报告.txt" in run.err


def test_what_fails_in_an_archive_is_kept_under_its_name(gouji: Gouji, tmp_path: Path) -> None:
    out = tmp_path / "out"
    inner = packed(tmp_path / "inner.zip", b_zip=packed(tmp_path / "c.zip", d_txt=GOOD).read_bytes()).read_bytes()
    assert gouji("extract", "-o", out, packed(tmp_path / "a.zip", 报告_txt=GOOD, inner_zip=inner), tmp_path).status == 3
    failures = json.loads((out / "failed.json").read_text(encoding="utf-8"))
    assert [(one["name"], one["code"]) for one in failures] == [
        ("a.zip/inner.zip/b.zip", "archive-nested"),
        (tmp_path.name, "file-directory"),
    ]
    assert (out / "a.zip-报告.txt.json").is_file()


def test_a_failure_while_an_archive_is_opened_stops_no_other(
    gouji: Gouji, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("extractor.readers.archive.reader._skipped", fail)
    run = gouji("extract", packed(tmp_path / "a.zip", 报告_txt=GOOD), good)
    assert run.status == 3
    assert [
        line for line in run.err.splitlines() if "a.zip" in line and "RuntimeError (extractor.readers.archive.reader:" in line
    ] == run.err.splitlines()
    assert "boom" not in run.err  # the words of an error that nobody foresaw may be those of the document
    assert json.loads(run.out)["source"]["name"] == "good.txt"


def test_replacing_the_report_of_another_input_is_said(gouji: Gouji, good: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    gouji("extract", "-o", out, good)
    assert len(gouji("extract", "-o", out, good).err.splitlines()) == 1
    good.write_text(BAD, encoding="utf-8")
    assert len(gouji("extract", "-o", out, good).err.splitlines()) == 2


def test_a_folder_that_cannot_be_written_is_wrong_usage(gouji: Gouji, good: Path) -> None:
    run = gouji("extract", "-o", good, good)
    assert run.status == 2
    assert len(run.err.splitlines()) == 1


def test_check_speaks_both_languages(gouji: Gouji, bad: Path) -> None:
    chinese, english = gouji("check", bad), gouji("check", "--lang", "en", bad)
    assert "score/total-self-sum" in chinese.out
    assert "9 + 9 = 18" in chinese.out
    assert "不符" in chinese.out
    assert "inconsistent" in english.out
    assert "9 + 9 = 18" in english.out


def test_a_failure_of_the_tool_is_one_line(gouji: Gouji, good: Path, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    work = extractor.commands.job.extract_bytes

    def fail_on_good(name: str, *rest: object, **options: object) -> object:
        if name == good.name:
            raise RuntimeError("boom")
        return work(name, *rest, **options)

    monkeypatch.setattr(extractor.commands.job, "extract_bytes", fail_on_good)
    run = gouji("extract", good, bad)
    assert run.status == 3
    assert len(run.err.splitlines()) == 1
    assert "good.txt" in run.err
    assert "RuntimeError (extractor.commands.job:" in run.err
    assert "boom" not in run.err
    assert json.loads(run.out)["source"]["name"] == "bad.txt"
    monkeypatch.setenv("GOUJI_DEBUG", "1")
    assert "Traceback" in gouji("extract", good).err


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            PermissionError(13, "Permission denied", "/shut/reports.parquet"),
            2,
            "/shut/reports.parquet：系统不允许这样做（Permission denied）",
        ),
        (RuntimeError("张小明"), 3, "RuntimeError (extractor.dataset.command:"),
    ],
)
def test_no_traceback_reaches_a_user(
    gouji: Gouji, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int, said: str
) -> None:
    def fail(*_: object) -> int:
        raise error

    monkeypatch.setattr("extractor.dataset.command.ACTIONS", {"stats": fail})
    run = gouji("corpus", "stats", tmp_path)
    assert (run.status, run.out, len(run.err.splitlines())) == (status, "", 1)
    assert said in run.err
    assert "张小明" not in run.err
    monkeypatch.setenv("GOUJI_DEBUG", "1")
    assert "Traceback" in gouji("corpus", "stats", tmp_path).err


def test_an_interrupt_ends_in_one_line(gouji: Gouji, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(extractor.commands.job, "extract_bytes", interrupt)
    run = gouji("extract", good)
    assert run.status == 130
    assert len(run.err.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end differently on Windows")
def test_a_reader_that_goes_away_is_no_error(good: Path) -> None:
    code = "import sys; from extractor.cli import main; sys.exit(main(sys.argv[1:]))"
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as gone:
        done = subprocess.run(
            [sys.executable, "-c", code, "extract", *[str(good)] * 3], cwd=ROOT, stdout=gone, stderr=subprocess.PIPE, check=False
        )
    assert done.returncode == cli.BROKEN_PIPE
    assert done.stderr == b""


def test_a_broken_pack_is_named_with_file_and_line(gouji: Gouji, good: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.toml").write_text('schema = 1\nabout = "mine"\n\n[[words]]\nid = "no.such-words"\nadd = ["甲"]\n', encoding="utf-8")
    run = gouji("extract", "--patterns", pack, good)
    assert run.status == 2
    assert "mine.toml:5" in run.err
    assert "no.such-words" in run.err
    assert len(run.err.splitlines()) == 1


def test_a_pack_changes_what_the_engine_says_it_used(gouji: Gouji, good: Path, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "mine.toml").write_text('schema = 1\nabout = "mine"\n', encoding="utf-8")
    plain, packed = (json.loads(gouji("extract", *options, good).out) for options in ((), ("--patterns", pack)))
    assert plain["engine"]["patterns"] != packed["engine"]["patterns"]
    assert plain["sections"] == packed["sections"]


def test_every_example_in_the_packs_holds(gouji: Gouji) -> None:
    run = gouji("patterns", "check")
    assert run.out == ""
    assert run.status == 0


def test_a_failing_example_is_shown(gouji: Gouji, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(
        "schema = 1\nabout = 'mine'\n[[pattern]]\nid = 'mine.one'\nkind = 'mine'\nabout = 'one'\nregex = '甲(?P<value>乙)?'\n"
        "examples = [{ text = '甲乙', gives = { value = '丙' } }, { text = '丁' }]\ncounterexamples = ['甲']\n",
        encoding="utf-8",
    )
    run = gouji("patterns", "check", tmp_path)
    assert run.status == 1
    assert len(run.out.splitlines()) == 3
    assert all("mine.one" in line for line in run.out.splitlines())


def test_schema_prints_the_published_schema(gouji: Gouji) -> None:
    assert json.loads(gouji("schema").out) == report_schema()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_show_each_rule(gouji: Gouji, lang: str) -> None:
    table = gouji("rules", "--lang", lang)
    assert table.status == 0
    assert "score/section-max-sum" in table.out
    page = gouji("rules", "score/section-max-sum", "--lang", lang)
    assert len(page.out.splitlines()) > 3


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_doctor_names_what_each_reader_rests_on(gouji: Gouji, lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    run = gouji("doctor", "--lang", lang)
    assert run.status == 0
    assert any("pdf " in line and "pypdfium2 " in line for line in run.out.splitlines())
    assert len(run.out.splitlines()) == 2 + len(PARTS) + len(walls())


@pytest.mark.parametrize(("lang", "works", "missing"), [("zh", "可用", "缺失"), ("en", "works", "missing")])
def test_doctor_says_what_installs_what_is_missing(
    gouji: Gouji, lang: str, works: str, missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("pypdfium2", "jieba", "cv2"):
        monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setattr("extractor.readers.office.found", lambda: None)
    run = gouji("doctor", "--lang", lang)
    assert run.status == 0
    lines = {line.split()[1]: line for line in run.out.splitlines()[2:][: len(PARTS)]}
    assert {id: line.split()[0] for id, line in lines.items()} == {
        part.id: missing if part.id in ("pdf", "office", "ocr", "words", "spacy") else works for part in PARTS
    }
    assert lines["pdf"].endswith("pip install pypdfium2")
    assert lines["ocr"].endswith('pip install "gouji[ocr]"')
    assert "opencv-python-headless" in lines["ocr"]
    assert lines["words"].endswith('pip install "gouji[words]"')
    assert "LibreOffice" in lines["office"]


def test_doctor_knows_every_reader() -> None:
    assert {form for part in PARTS for form in part.formats} == set(MODULES)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    assert {part.extra for part in PARTS if part.extra} <= set(extras)


def test_the_same_bytes_give_the_same_report(good: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "good.txt"
    other.parent.mkdir()
    other.write_bytes(good.read_bytes())
    runs = [
        subprocess_gouji("extract", good, PYTHONHASHSEED="1", LC_ALL="C", TZ="UTC"),
        subprocess_gouji("extract", "good.txt", cwd=other.parent, PYTHONHASHSEED="2", LC_ALL="C.UTF-8", TZ="Asia/Shanghai"),
    ]
    assert [run.returncode for run in runs] == [0, 0], [run.stderr for run in runs]
    assert runs[0].stdout == runs[1].stdout


def test_no_command_opens_a_socket(gouji: Gouji, bad: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert gouji("extract", bad).status == 1
    for command in (("check", "--fail-on", "never", bad), ("rules",), ("patterns", "check"), ("schema",), ("doctor",)):
        assert gouji(*command).status == 0, command


def test_words_are_told_in_the_result(gouji: Callable[..., Run], root: Path) -> None:
    pytest.importorskip("jieba", reason="jieba is not installed: pip install 'gouji[words]'")
    report = root / "corpus/grain-reserve-2022.txt"
    light, refined = (json.loads(gouji("extract", "--fail-on", "never", *options, report).out) for options in ((), ("--words",)))
    assert "words" not in light["engine"]["options"]
    assert refined["engine"]["options"]["words"].startswith("jieba ")
    assert [one["subject"] for one in light["quantities"]] != [one["subject"] for one in refined["quantities"]]


def test_words_without_the_library_end_with_what_to_install(gouji: Callable[..., Run], root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jieba", None)
    run = gouji("extract", "--lang", "en", "--words", root / "corpus/grain-reserve-2022.txt")
    assert (run.status, run.out) == (2, "")
    assert "pip install 'gouji[words]'" in run.err


@pytest.mark.skipif(sys.platform == "win32", reason="a shell closes streams otherwise on Windows")
@pytest.mark.parametrize(("closed", "status"), [(">&-", 1), ("2>&-", 1), (">&- 2>&- <&-", 1)])
def test_streams_that_the_caller_has_closed(tmp_path: Path, closed: str, status: int) -> None:
    source = tmp_path / "a.txt"
    source.write_text("一、甲（分值10分，自评得分9分）\n\n因制度不全，扣减2分。\n", encoding="utf-8")
    command = f"{shlex.quote(sys.executable)} -m extractor check {shlex.quote(str(source))} {closed}"
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=False, timeout=60)
    assert (done.returncode, b"Error" in done.stdout + done.stderr) == (status, False)

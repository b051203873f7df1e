"""LibreOffice as a converter: RTF and OpenDocument, dates as saved, nothing fetched, nothing left behind, every failure with its own words."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event, Thread

import pytest

from extractor.language.patterns import load
from extractor.model import limits
from extractor.model.errors import ReadError
from extractor.readers import MODULES, office, read_bytes
from tests.docfiles import MISSING, made
from tests.wordfiles import abstract, docx, level, num, p, row, table, zipped

TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"


def odt(*paragraphs: str, entry: str = "") -> bytes:
    inside = "".join(f"<text:p>{one}</text:p>" for one in paragraphs)
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    content = f'{head}<office:document-content xmlns:office="{OFFICE}" xmlns:text="{TEXT}" office:version="1.2"><office:body><office:text>{inside}</office:text></office:body></office:document-content>'
    kind = "application/vnd.oasis.opendocument.text"
    listed = f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">{entry}</manifest:file-entry>'
    manifest = f'{head}<manifest:manifest xmlns:manifest="{MANIFEST}">{listed}</manifest:manifest>'
    return zipped({"mimetype": kind.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": manifest.encode()})


def picture(address: str) -> str:
    drawing, svg = "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0", "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"
    frame = f'<draw:frame xmlns:draw="{drawing}" xmlns:svg="{svg}" text:anchor-type="as-char" svg:width="2cm" svg:height="2cm">'
    link = (
        f'xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"'
    )
    return f"{frame}<draw:image {link}/></draw:frame>"


def rtf(*paragraphs: str) -> bytes:
    def coded(text: str) -> str:
        return "".join(char if ord(char) < 128 else f"\\u{ord(char) - 65536 * (ord(char) > 32767)}?" for char in text)

    return (
        "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0 SimSun;}}\n" + "\n".join(f"{coded(one)}\\par" for one in paragraphs) + "}"
    ).encode()


def texts(data: bytes) -> list[str]:
    return [line.text for _, line in read_bytes("a.doc", data).lines()]


def refused(data: bytes) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read_bytes("a.doc", data)
    return caught.value


@pytest.fixture
def soffice() -> str:
    found = office.found()
    if found is None:
        pytest.skip(MISSING)
    return found


@pytest.fixture
def pipes_seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[Path]]:
    """The pipes of the profiles in use that were there at some time."""
    seen: set[Path] = set()
    over = Event()
    watchers: list[Thread] = []
    run = office._run

    def watch(profile: Path) -> None:
        while not over.wait(0.01):
            seen.update(pipe for pipe in office.pipes(profile) if pipe.exists())

    def watched(name: str, command: list[str], folder: Path) -> None:
        watchers.append(Thread(target=watch, args=(folder / "profile",)))
        watchers[-1].start()
        run(name, command, folder)

    monkeypatch.setattr(office, "_run", watched)
    yield seen
    over.set()
    for one in watchers:
        one.join()


@pytest.mark.usefixtures("soffice")
def test_rtf_keeps_its_dates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pipes_seen: set[Path]) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    date = '{\\field{\\*\\fldinst {\\b DATE \\\\@ "yyyy"}}{\\fldrslt {2019年1月5日}}}'
    link = '{\\field{\\*\\fldinst HYPERLINK "http://127.0.0.1/"}{\\fldrslt {网址}}}'
    reading = read_bytes("a.doc", rtf("一、工作保障（8分）", f"成文日期：{date}", f"图{link}", f"{date}完"))
    assert [line.text for _, line in reading.lines()] == ["一、工作保障（8分）", "成文日期：2019年1月5日", "图网址", "2019年1月5日完"]
    assert (reading.format, reading.reader, reading.name) == ("rtf", "libreoffice", "a.doc")
    assert set(reading.versions) == {"libreoffice", "python-docx"}
    assert list(tmp_path.iterdir()) == []
    assert sys.platform == "win32" or (pipes_seen and not any(pipe.exists() for pipe in pipes_seen))


@pytest.mark.parametrize(
    ("written", "settled"),
    [
        (rb'{\*\fldinst {\b\f1 DATE \\@ "yyyy"}}', rb'{\*\fldinst {\b\f1 QUOTE \\@ "yyyy"}}'),
        (rb"{\*\fldinst  PAGE }", rb"{\*\fldinst  PAGE }"),
        (rb"{\*\fldinst {\rtlch 12}}", rb"{\*\fldinst {\rtlch 12}}"),
        (rb"{\fldinst{\lang2052 filename}}", rb"{\fldinst{\lang2052 QUOTE}}"),
    ],
)
def test_fields_of_rtf(written: bytes, settled: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[bytes] = []
    monkeypatch.setattr(office, "converted", lambda _, data, __: given.append(data) or docx(p("甲")))  # type: ignore[func-returns-value]
    read_bytes("a.rtf", b"{\\rtf1 {\\field" + written + b"}}")
    assert given == [b"{\\rtf1 {\\field" + settled + b"}}"]


@pytest.mark.usefixtures("soffice")
def test_odt_keeps_its_dates_and_fetches_nothing() -> None:
    """LibreOffice as it is installed would ask for the picture six times."""
    date = '<text:date text:date-value="2019-01-05" text:fixed="false">2019年1月5日</text:date>，<text:date>2018年2月3日</text:date>'
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        read = texts(odt("一、工作保障（8分）", date, picture(f"http://127.0.0.1:{server.getsockname()[1]}/a.png")))
        with pytest.raises(BlockingIOError):
            server.accept()
    assert read == ["一、工作保障（8分）", "2019年1月5日，2018年2月3日", ""]


def test_automatic_numbers_and_tables() -> None:
    numbering = abstract(1, level(0, "chineseCounting", "%1、"), level(1, "chineseCountingThousand", "（%2）")) + num(1, 1)
    source = docx(
        p("甲", num=(1, 0)), p("乙", num=(1, 1)), p("丙", num=(1, 0)), table(row("指标", "得分"), row("数量", "9.0")), numbering=numbering
    )
    files = made({"a": source}, "odt")
    if files is None:
        pytest.skip(MISSING)
    assert texts(files["a"])[:5] == ["一、甲", "（一）乙", "二、丙", "| 指标 | 得分 |", "| 数量 | 9.0 |"]


def test_what_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Before a converter is started."""
    monkeypatch.setattr(office, "found", lambda: None)
    assert refused(rtf("甲")).code == "office-missing"
    assert refused(odt("甲")).params == {"format": "odt"}
    assert refused(odt("甲", entry="<manifest:encryption-data/>")).code == "doc-encrypted"
    assert refused(odt("甲" * 100_000)[:-40]).code == "format-archive-unsupported"
    monkeypatch.setitem(limits.IN_FORCE, "docx-xml-bytes", 100)
    assert refused(odt("甲")).code == "doc-bomb"


@pytest.mark.parametrize(("package", "code"), [(docx(p(" ")), "doc-blank"), (b"PK", "conversion-failed")])
def test_what_a_converter_may_write(package: bytes, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office, "converted", lambda *_: package)
    assert refused(odt("甲")).code == code


# ── how it is run ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for LibreOffice, to be written; the folder for temporary files beside it."""
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    path = tmp_path / "soffice"
    monkeypatch.setattr(office, "found", lambda: str(path))
    return path


def written(command: Path, script: str) -> None:
    command.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    command.chmod(0o755)


def test_one_that_hangs_is_ended_with_all_it_started(command: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pipe, child = command.with_name("pipe"), command.with_name("child")
    pipe.touch()
    monkeypatch.setattr(office, "pipes", lambda _: [pipe])
    written(command, f'sleep 60 & echo $! > "{child}"; touch "$HOME/left"; wait')
    before = time.monotonic()
    monkeypatch.setitem(limits.IN_FORCE, "conversion-seconds", 0.7)
    with pytest.raises(ReadError) as caught:
        office.converted("a.rtf", rtf("甲"), "rtf")
    told = {"program": "LibreOffice", "seconds": "0.7", "limit": 0.7, "limit_name": "conversion-seconds"}
    assert (caught.value.code, caught.value.params) == ("conversion-timeout", told)
    assert time.monotonic() - before < 10
    number = int(child.read_text())
    for _ in range(100):  # whoever adopts it has to bury it
        if not Path(f"/proc/{number}").exists() or "Z" in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]:
            break
        time.sleep(0.05)
    else:
        os.kill(number, 0)
        pytest.fail("the child lives on")
    assert not pipe.exists() and list((command.parent / "scratch").iterdir()) == []


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "exit 0"])
def test_one_that_fails(command: Path, script: str) -> None:
    written(command, script)
    assert refused(rtf("甲")).code == "conversion-failed"
    assert list((command.parent / "scratch").iterdir()) == []


def test_one_that_writes_rubbish(command: Path) -> None:
    written(command, 'for last; do :; done; mkdir "$HOME/made"; echo rubbish > "$HOME/made/source.docx"')
    assert refused(rtf("甲")).code == "conversion-failed"


def test_where_it_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: "/usr/bin/libreoffice" if name == "libreoffice" else None)
    assert office.found() == "/usr/bin/libreoffice"
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setitem(office.USUAL, sys.platform, (str(tmp_path / "none"), str(tmp_path / "soffice")))
    assert office.found() is None
    (tmp_path / "soffice").touch()
    assert office.found() == str(tmp_path / "soffice")


def test_every_refusal_has_its_words() -> None:
    words = {entry.id: entry.data for entry in load([]).entries("message")}
    codes = {"encrypted", "damaged", "bomb", "blank", "incomplete"}
    assert {id for id in words if id.startswith("error.doc-")} == {f"error.doc-{code}" for code in codes}
    for lang in ("zh", "en"):
        assert all(
            way in str(words["error.office-missing"][lang]) for way in ("winget install", "apt install", "yum install", "brew install")
        )
        assert "{seconds}" in str(words["error.conversion-timeout"][lang]) and "{program}" in str(words["error.conversion-failed"][lang])
    assert {"doc", "rtf", "odt"} <= set(MODULES)

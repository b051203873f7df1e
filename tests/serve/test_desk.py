"""The desk by its addresses: what is taken in, what is refused, what comes out, what stays when it starts again."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from extractor.review import decisions
from tests.batch.folders import report
from tests.serve.conftest import Running

Start = Callable[..., Running]
WRONG = report(901, total=19).encode()


def put(client: httpx.Client, name: str, content: bytes | Iterator[bytes], **headers: str) -> httpx.Response:
    return client.put("/files", params={"name": name}, content=content, headers=headers)


def entry(desk: Running, id: str) -> dict[str, Any]:
    return next(one for one in desk.settled() if one["id"] == id)


def taken(desk: Running, name: str, content: bytes) -> dict[str, Any]:
    with desk.client() as client:
        answer = put(client, name, content)
    assert answer.status_code in (200, 201), answer.text
    return entry(desk, answer.json()["id"])


def test_a_report_comes_in_and_everything_made_of_it_goes_out(desk: Running) -> None:
    one = taken(desk, "甲县/自评.txt", WRONG)
    assert (one["state"], one["shown"], one["settled"]) == ("done", "甲县/自评.txt", 0)
    assert one["findings"]
    assert one["papers"] == ["letter.docx", "working-paper.xlsx", "page.html"]
    base = f"/files/{one['id']}"
    with desk.client() as client:
        result = client.get(f"{base}/result.json")
        assert result.json()["source"]["name"] == "自评.txt"
        for name, start in (("letter.docx", b"PK"), ("working-paper.xlsx", b"PK"), ("page.html", b"<!DOCTYPE html>")):
            answer = client.get(f"{base}/{name}")
            assert answer.status_code == 200
            assert answer.content.startswith(start)
            assert "attachment; filename*=UTF-8''%E8%87%AA%E8%AF%84%2E" in answer.headers["content-disposition"]
        assert client.get(f"{base}/annotated.pdf").json()["code"] == "no-pdf"
        assert client.get("/summary.xlsx").content.startswith(b"PK")
        assert client.get("/findings.csv").content.startswith(b"\xef\xbb\xbf")
        page = client.get("/" + one["page"])
        assert client.get("/index.html").status_code == 200
    policy = page.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; img-src data:; style-src 'sha256-")
    assert policy.endswith("connect-src 'self'; frame-ancestors 'none'")
    assert "http-equiv" not in page.text.partition("</head>")[0]
    assert not list((desk.out / ".gouji-work" / "papers").iterdir())


def test_a_report_that_agrees_has_no_letter(desk: Running) -> None:
    one = taken(desk, "a.txt", report(7).encode())
    with desk.client() as client:
        answer = client.get(f"/files/{one['id']}/letter.docx")
    assert (answer.status_code, answer.json()["code"]) == (409, "no-letter")
    assert len(answer.json()["message"]) == 2


def test_a_broken_file_harms_no_other(desk: Running) -> None:
    broken = taken(desk, "坏.pdf", b"%PDF-1.4\n broken")
    assert broken["state"] == "failed"
    assert all(broken["reason"])
    with desk.client() as client:
        assert client.post(f"/files/{broken['id']}/again").status_code == 204
        assert entry(desk, broken["id"])["state"] == "failed"
        assert client.get(f"/files/{broken['id']}/result.json").status_code == 404
        assert "坏.pdf" in {one["name"] for one in client.get("/failed.json").json()}


def test_an_archive_is_opened(desk: Running) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("乙县/自评.txt", report(903))
        archive.writestr("../../outside.txt", report(904))
        archive.writestr("__MACOSX/x", b"\x00")
        archive.writestr("坏.pdf", b"%PDF-1.4 nothing 903")
    one = taken(desk, "汇总.zip", packed.getvalue())
    assert (one["state"], one["members"], one["passed"]) == ("opened", 4, 1)
    shown = {found["shown"]: found["state"] for found in desk.settled() if str(found["shown"]).startswith("汇总.zip/")}
    assert shown == {"汇总.zip/乙县/自评.txt": "done", "汇总.zip/outside.txt": "done", "汇总.zip/坏.pdf": "failed"}
    assert not (desk.out.parent / "outside.txt").exists()


def test_the_same_content_is_read_once(desk: Running) -> None:
    first = taken(desk, "一.txt", report(905).encode())
    with desk.client() as client:
        answer = put(client, "二.txt", report(905).encode())
    assert (answer.status_code, answer.json()["twice"]) == (200, True)
    again = entry(desk, first["id"])
    assert (again["shown"], again["also"]) == ("一.txt", ["二.txt"])


@pytest.mark.parametrize(
    "name",
    [
        "../../x.txt",
        "..\\..\\x.txt",
        "CON",
        "a\x00b.txt",
        "长" * 600 + ".txt",
        "/etc/passwd",
        "C:\\x",
        "",
        "<img src=x onerror=alert(1)>.txt",
    ],
)
def test_a_hostile_name_is_only_shown(desk: Running, name: str) -> None:
    one = taken(desk, name, report(1000 + sum(map(ord, name))).encode())
    assert one["state"] == "done"
    outside = [path for path in desk.out.parent.rglob("*") if path.is_file() and not path.is_relative_to(desk.out)]
    assert outside == []
    assert len(list((desk.out / "inputs").glob(f"{one['id']}*"))) == 2


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 415, "file-empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00" + b"\x00" * 500, 415, "serve-type"),
        (b"\x7fELF\x02\x01\x01\x00" + b"\x00" * 200_000, 415, "serve-type"),
        (b"\x00\x00\x00\x20ftypisom" + b"\x00" * 100, 415, "serve-type"),
    ],
)
def test_what_is_no_document_is_not_taken(desk: Running, content: bytes, status: int, code: str) -> None:
    with desk.client() as client:
        answer = put(client, "a.pdf", content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not list((desk.out / ".gouji-work" / "uploads").iterdir())


@pytest.mark.parametrize(
    "path",
    [
        "/files/../../x",
        "/pages/..%2f..%2fetc%2fpasswd",
        "/reports/.gouji-batch",
        "/files/" + "0" * 64 + "/result.json",
        "/inputs/x",
        "/docs",
        "/openapi.json",
        "/redoc",
        "/.gouji-batch",
        "/pages/x.html",
        "/files/zz/letter.docx",
    ],
)
def test_nothing_else_can_be_asked_for(desk: Running, path: str) -> None:
    with desk.client() as client:
        assert client.get(path).status_code == 404


def test_decisions_are_kept_beside_the_result(desk: Running) -> None:
    one = taken(desk, "意见.txt", report(906, total=19).encode())
    base = f"/files/{one['id']}"
    with desk.client() as client:
        result = client.get(f"{base}/result.json")
        findings = [one["id"] for one in result.json()["findings"]]
        made = {
            "finding": findings[0],
            "rule": "x",
            "state": "accepted",
            "reason": "",
            "comment": "好",
            "value": "",
            "by": "张三",
            "at": "2026-01-01T08:00:00+08:00",
        }
        assert client.post(f"{base}/decisions", json={"decisions": [made]}).json() == {"settled": 1}
        assert client.get(f"{base}/result.json").content == result.content
        kept = client.get(f"{base}/decisions.json").json()
        assert (kept["document"], kept["decisions"]) == (one["id"], [made])
        assert kept["result"] == hashlib.sha256(result.content).hexdigest()
        rejected = [{**made, "finding": id, "state": "rejected", "reason": "口径不同"} for id in findings]
        client.post(f"{base}/decisions", json={"decisions": rejected})
        assert client.get(f"{base}/letter.docx").json()["code"] == "no-letter"
        assert entry(desk, one["id"])["settled"] == len(findings)
        gone = [{"finding": id, "state": "withdrawn"} for id in findings]
        assert client.post(f"{base}/decisions", json={"decisions": gone}).json() == {"settled": 0}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b'{"decisions": 1}',
        b'{"decisions": [1]}',
        b'{"decisions": [{"finding": "nobody", "state": "accepted"}]}',
        b'{"decisions": [{"finding": "x", "state": "odd"}]}',
        b"[" * 100_000,
        b'{"decisions": [{"state": "withdrawn"}]}',
    ],
)
def test_decisions_that_are_none_change_nothing(desk: Running, body: bytes) -> None:
    one = taken(desk, "甲.txt", WRONG)
    before = {path.name: path.read_bytes() for path in (desk.out / "reports").iterdir()}
    with desk.client() as client:
        answer = client.post(f"/files/{one['id']}/decisions", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "decisions-damaged")
    assert {path.name: path.read_bytes() for path in (desk.out / "reports").iterdir()} == before


def test_too_large_is_refused_before_and_while_it_comes(start: Start) -> None:
    small = start("--largest", 1)

    def pieces() -> Iterator[bytes]:
        for _ in range(40):
            yield b"x" * 65536

    with small.client() as client:
        whole = put(client, "a.txt", b"x" * (2**20 + 1))
        assert (whole.status_code, whole.json()["code"]) == (413, "serve-too-large")
        assert put(client, "a.txt", pieces()).status_code == 413
        assert put(client, "b.txt", report(1).encode()).status_code == 201
    assert not list((small.out / ".gouji-work" / "uploads").iterdir())
    assert small.stop() == 0


def test_what_was_handed_in_found_and_decided_is_there_after_a_restart(start: Start) -> None:
    first = start()
    one = taken(first, "甲.txt", WRONG)
    broken = taken(first, "坏.pdf", b"%PDF-1.4\n broken")
    with first.client() as client:
        finding = client.get(f"/files/{one['id']}/result.json").json()["findings"][0]["id"]
        client.post(f"/files/{one['id']}/decisions", json={"decisions": [{"finding": finding, "state": "accepted", "by": "张三"}]})
        put(client, "乙.txt", report(2).encode())  # perhaps not read any more
    assert first.stop() == 0
    result = next((first.out / "reports").glob("*-甲.txt.json"))
    made = result.stat().st_mtime_ns
    assert decisions.load(decisions.beside(result)).decisions[0].by == "张三"

    second = start()
    found = {str(found["shown"]): found for found in second.settled()}
    assert {name: found[name]["state"] for name in found} == {"甲.txt": "done", "坏.pdf": "failed", "乙.txt": "done"}
    assert found["甲.txt"]["settled"] == 1
    assert found["坏.pdf"]["reason"] == broken["reason"]
    assert result.stat().st_mtime_ns == made
    with second.client() as client:
        page = client.get("/" + str(found["甲.txt"]["page"]))
        held = json.loads(page.text.partition('id="hosted">')[2].partition("</script>")[0])
        assert [one["by"] for one in held["decisions"]["held"]] == ["张三"]
        assert client.delete(f"/files/{found['坏.pdf']['id']}").status_code == 204
        assert client.delete(f"/files/{one['id']}").status_code == 204
        assert {one["shown"] for one in client.get("/state").json()["changed"]} == {"乙.txt"}
    assert decisions.beside(result).exists()
    assert not result.exists()
    assert taken(second, "甲.txt", WRONG)["settled"] == 1


def test_results_of_a_batch_lie_on_the_desk(start: Start, gouji: Callable[..., Any], tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "甲.txt").write_bytes(WRONG)
    assert gouji("batch", folder, "-o", tmp_path / "desk", "--jobs", 1).status == 1
    desk = start()
    one = desk.settled()[0]
    assert (one["state"], one["shown"], one["kept"], one["papers"]) == ("done", "甲.txt", False, [])
    with desk.client() as client:
        assert client.get("/" + str(one["page"])).status_code == 200
        assert client.get(f"/files/{one['id']}/letter.docx").json()["code"] == "serve-no-source"
    assert taken(desk, "甲.txt", WRONG)["papers"] == ["letter.docx", "working-paper.xlsx", "page.html"]


def test_a_page_that_is_not_ours_is_not_given_out(desk: Running) -> None:
    one = taken(desk, "甲.txt", WRONG)
    path = desk.out / str(one["page"])
    sound = path.read_bytes()
    path.write_bytes(sound.replace(b"</body>", b"<script>alert(1)</script></body>"))
    with desk.client() as client:
        assert "alert(1)" not in client.get("/" + str(one["page"])).text
    assert path.read_bytes() == sound


def test_a_second_desk_on_the_folder_or_the_port_is_told(start: Start, gouji: Callable[..., Any], tmp_path: Path) -> None:
    first = start()
    port = first.origin.rpartition(":")[2]
    taken_port = gouji("serve", "-o", tmp_path / "other", "--port", port)
    assert taken_port.status == 2
    assert f"127.0.0.1:{port}" in taken_port.err
    assert "--port" in taken_port.err
    same = gouji("serve", "-o", first.out, "--port", 0)
    assert same.status == 2
    assert str(first.out) in same.err
    unknown = gouji("serve", "-o", tmp_path / "third", "--port", 0, "--profile", "nobody")
    assert unknown.status == 2
    assert "nobody" in unknown.err


def test_it_listens_and_speaks_on_this_machine_alone(desk: Running) -> None:
    taken(desk, "a.txt", report(3).encode())
    family = [psutil.Process(desk.process.pid), *psutil.Process(desk.process.pid).children(recursive=True)]
    found = [one for process in family for one in process.net_connections(kind="inet")]
    assert [one.laddr.port for one in found if one.status == psutil.CONN_LISTEN] == [int(desk.origin.rpartition(":")[2])]
    assert {one.laddr.ip for one in found} | {one.raddr.ip for one in found if one.raddr} == {"127.0.0.1"}

"""Nobody but the pages that the server gave itself, in a browser that was shown the token."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from extractor.language.patterns import builtin
from extractor.serve.guard import ALWAYS, Guard
from extractor.serve.pages import refused

PORT, TOKEN = 8417, "right-token"
HERE = f"http://127.0.0.1:{PORT}"
COOKIE = {"cookie": f"gouji-{PORT}={TOKEN}"}


async def behind(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/broken":
        raise RuntimeError("secret detail")
    await PlainTextResponse(Request(scope).method)(scope, receive, send)


def ask(method: str, path: str, headers: Any = None, base: str = HERE) -> httpx.Response:
    guard = Guard(behind, PORT, TOKEN, lambda: refused(builtin(), "zh"))

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=guard), base_url=base) as client:
            return await client.request(method, path, headers=headers)

    with ThreadPoolExecutor(1) as thread:  # this one may have a loop already, of the browser's driver
        return thread.submit(asyncio.run, asked()).result()


def test_the_token_in_the_address_becomes_a_cookie_that_no_script_reads() -> None:
    answer = ask("GET", f"/?token={TOKEN}")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"gouji-{PORT}={TOKEN};")
    assert {"HttpOnly", "Path=/", "SameSite=strict"} <= {part.strip() for part in cookie.split(";")}


@pytest.mark.parametrize("headers", [COOKIE, {"x-gouji-token": TOKEN}, {"cookie": f'{{"odd": 1}}; other="x; gouji-{PORT}={TOKEN}; b=2'}])
def test_who_has_the_token_comes_in(headers: dict[str, str]) -> None:
    answer = ask("GET", "/state", headers)
    assert (answer.status_code, answer.text) == (200, "GET")
    assert {name: answer.headers[name] for name in ALWAYS} == ALWAYS


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"cookie": f"gouji-{PORT}=wrong"},
        {"cookie": f"gouji-{PORT}="},
        {"cookie": f"gouji-{PORT + 1}={TOKEN}"},
        {"x-gouji-token": TOKEN[:-1]},
        {"x-gouji-token": TOKEN + "x"},
        {"x-gouji-token": "\u00e9".encode("latin-1")},
        {**COOKIE, "origin": "http://evil.example"},
        {**COOKIE, "origin": "null"},
        {**COOKIE, "origin": f"https://127.0.0.1:{PORT}"},
        {**COOKIE, "origin": "http://127.0.0.1:9999"},
        {**COOKIE, "origin": f"http://localhost:{PORT}"},  # one of its names, but not the one that was asked
        {**COOKIE, "sec-fetch-site": "cross-site"},
        {**COOKIE, "sec-fetch-site": "same-site"},  # another port of this machine: the cookie goes along
    ],
)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE"])
def test_everyone_else_is_refused(method: str, headers: dict[str, str]) -> None:
    answer = ask(method, "/files/x", headers)
    assert answer.status_code == 403
    assert TOKEN not in answer.text
    assert "default-src 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize(
    "host", ["evil.example", f"evil.example:{PORT}", "127.0.0.1", "127.0.0.1:80", f"127.0.0.1.evil:{PORT}", f"[::1]:{PORT}", ""]
)
def test_another_name_for_this_machine_is_refused(host: str) -> None:
    for path, headers in (("/", COOKIE), (f"/?token={TOKEN}", {}), ("/state", {"x-gouji-token": TOKEN})):
        assert ask("GET", path, {**headers, "host": host}).status_code == 403


@pytest.mark.parametrize("path", ["/?token=wrong", "/?token=", "/state?token=" + TOKEN])
def test_the_token_opens_the_door_and_nothing_else(path: str) -> None:
    assert ask("GET", path).status_code == 403


def test_the_way_in_is_open_from_a_page_elsewhere_to_who_knows_the_token() -> None:
    assert ask("GET", f"/?token={TOKEN}", {"sec-fetch-site": "cross-site"}).status_code == 303


@pytest.mark.parametrize(
    ("headers", "status"), [({"origin": HERE}, 200), ({}, 403), ({"origin": HERE, "sec-fetch-site": "same-origin"}, 200)]
)
def test_a_browser_says_from_where_it_writes(headers: dict[str, str], status: int) -> None:
    assert ask("PUT", "/files", {**COOKIE, **headers}).status_code == status


def test_the_other_name_of_this_machine_will_do() -> None:
    base = f"http://localhost:{PORT}"
    assert ask("PUT", "/files", {**COOKIE, "origin": base}, base).status_code == 200


def test_a_failure_behind_is_told_without_its_details() -> None:
    answer = ask("GET", "/broken", COOKIE)
    assert (answer.status_code, answer.text) == (500, "")

"""Who may speak to the server: pages that it gave itself, in a browser that was shown the token. Everything else gets 403.

Host: against names that were made to lead here (DNS rebinding). Origin, Sec-Fetch-Site: against pages of others, those on other ports of this machine
too, to which a cookie would go along. The token: against other users and programs of this machine.
"""

from __future__ import annotations

import hmac
import os
import traceback
from collections.abc import Callable

from starlette.datastructures import Headers, MutableHeaders, QueryParams
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "x-gouji-token"
"""Carries the token of a program that keeps no cookies."""
SAFE = ("GET", "HEAD")
ALWAYS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
}
"""Headers of every answer that has none of its own."""


class Guard:
    """Stands before the application. port: where the server listens. refuse: the page, in HTML, that says why somebody was refused, and its policy."""

    def __init__(self, app: ASGIApp, port: int, token: str, refuse: Callable[[], tuple[str, str]]) -> None:
        self._app, self._token, self._refuse = app, token.encode(), refuse
        self._hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
        self.cookie = f"gouji-{port}"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or let it pass."""
        if scope["type"] != "http":
            return
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            answer = self._stopped(scope, Headers(scope=scope))
            await (answer or self._app)(scope, receive, sending)
        except Exception:  # the application has answered, and tells whoever runs it
            if os.environ.get("GOUJI_DEBUG"):
                traceback.print_exc()
            if not begun:
                await Response(status_code=500)(scope, receive, sending)

    def _stopped(self, scope: Scope, headers: Headers) -> Response | None:
        """The answer to a request that goes no further: a refusal, or the way in."""
        if headers.get("host", "") not in self._hosts:
            return self._refusal()
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin not in {f"http://{host}" for host in self._hosts if host == headers["host"]}:
            return self._refusal()
        if scope["path"] == "/" and scope["method"] in SAFE and self._is_token(_asked(scope)):
            return self._entry()
        if site not in (None, "same-origin", "none"):
            return self._refusal()
        if self._is_token(headers.get(HEADER, "")):
            return None
        if not self._is_token(_cookie(headers, self.cookie)):
            return self._refusal()
        if scope["method"] not in SAFE and origin is None:  # a browser says from where it writes
            return self._refusal()
        return None

    def _is_token(self, given: str) -> bool:
        return hmac.compare_digest(given.encode("utf-8", "replace"), self._token)

    def _entry(self) -> Response:
        """The token leaves the address, and its history, for a cookie that no script can read and no other site can send."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self.cookie, self._token.decode(), path="/", httponly=True, samesite="strict")
        return answer

    def _refusal(self) -> Response:
        page, policy = self._refuse()
        return HTMLResponse(page, 403, {"content-security-policy": policy})


def _asked(scope: Scope) -> str:
    """The token in the address."""
    return QueryParams(scope["query_string"]).get("token", "")


def _cookie(headers: Headers, name: str) -> str:
    """A cookie; those of whatever else runs on this machine stand beside it."""
    return next((found[name] for line in headers.getlist("cookie") if name in (found := cookie_parser(line))), "")

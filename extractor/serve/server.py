"""The server in a thread of its own: a socket on 127.0.0.1, uvicorn, and nothing else that listens or speaks."""

from __future__ import annotations

import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn

from extractor.model.errors import GoujiError
from extractor.serve.app import application
from extractor.serve.desk import Desk
from extractor.serve.guard import Guard
from extractor.serve.pages import refused

HOST = "127.0.0.1"
LEAVE = 3
"""Seconds for requests that are on their way when the server stops."""


@contextmanager
def listening(port: int) -> Iterator[socket.socket]:
    """A socket that listens on this machine alone. port: 0 for any that is free. Raises `GoujiError` ``port-taken``."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":  # there, two may share a port unless one says no
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:  # a port whose last connections are just being forgotten is free
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((HOST, port))
            listener.listen(128)
        except OSError as error:
            raise GoujiError("port-taken", f"{HOST}:{port}", reason=error.strerror or type(error).__name__) from error
        yield listener
    finally:
        listener.close()


@contextmanager
def answering(desk: Desk, listener: socket.socket, token: str, lang: str, largest: int) -> Iterator[None]:
    """While it stands, requests are answered, in a thread beside the caller's."""
    patterns = desk.settings.patterns

    port = listener.getsockname()[1]
    guarded = Guard(application(desk, lang, largest), port, token, lambda: refused(patterns, lang))
    config = uvicorn.Config(
        guarded,
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        interface="asgi3",
        log_config=None,
        log_level="critical",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=LEAVE,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    if not server.started:
        raise GoujiError("port-taken", f"{HOST}:{port}", reason="uvicorn")
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(LEAVE + 2)

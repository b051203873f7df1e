"""``gouji serve``: the desk on 127.0.0.1, until Ctrl-C."""

from __future__ import annotations

import argparse
import secrets
import signal
import threading
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from extractor.batch.job import Settings, prepare
from extractor.batch.results import Folder
from extractor.batch.run import processors
from extractor.cage.arguments import limits_of
from extractor.cage.pool import Pool
from extractor.dataset.library import require
from extractor.emitters.terminal import say
from extractor.emitters.wording import Wording
from extractor.language.patterns import load
from extractor.serve.desk import Desk
from extractor.serve.dispatch import Dispatcher
from extractor.serve.job import Answer, Order, Wake, receive, work

OK = 0
MEGABYTE = 1024**2


def run(options: argparse.Namespace, words: Wording) -> int:
    """The command; its exit status.

    Raises `GoujiError`: ``library-missing``, ``port-taken``, ``output`` (the folder can't be written), ``batch-running`` (somebody else writes there),
    ``limit-unknown``, ``limit-value``, a pattern pack or a profile that is wrong, ``workers-die``.
    """
    server = require("extractor.serve.server")
    packs = tuple(options.patterns)
    wording = Wording(load(packs), words.lang)
    limits = limits_of(options)
    token = secrets.token_urlsafe(24)
    with Folder(options.output) as folder, server.listening(options.port) as listener, _terminated():
        settings = Settings(folder.work, options.output.absolute(), packs, words.lang, profile=options.profile, mask=options.mask)
        given = (partial(work, settings), partial(prepare, settings), options.jobs or processors(), limits)
        with Pool[Order, Answer](*given, folder=settings.work, receive=partial(receive, settings)) as pool:
            dispatcher = Dispatcher(pool)
            desk = Desk(settings, dispatcher.give)
            desk.open()
            port = listener.getsockname()[1]
            address = f"http://127.0.0.1:{port}/?token={token}"
            with server.answering(desk, listener, token, wording.lang, options.largest * MEGABYTE):
                dispatcher.give(Wake(), first=True)
                say(wording.say("serve.ready", address=address, out=options.output))
                if options.open:
                    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
                try:
                    dispatcher.run(desk.watch)
                except KeyboardInterrupt:
                    say(wording.say("serve.stopped"))
    return OK


@contextmanager
def _terminated() -> Iterator[None]:
    """While it stands, a request of the system to end is what Ctrl-C is."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)

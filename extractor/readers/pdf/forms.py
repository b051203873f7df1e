"""Form XObjects that draw each other without end: a few hundred bytes that take PDFium minutes and all memory, in a way that nothing can catch.

Only the calls that stand in the contents count: writers often give a form the resources of its page, in which it stands itself.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

from extractor.model.limits import limit

SIGN = re.compile(rb"/Form|/ObjStm|/[A-Za-z]*#[0-9A-Fa-f]{2}")
"""Without it there is no form: they may stand in packed objects, and letters of a name be written as ``#46``."""
PAGES = 200
"""Pages whose resources a form without its own may use."""
CONTENT = 4 * 2**20
"""Bytes of a form's content that are looked at."""
CALL = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do(?![^\s/<>\[\](){}%])")

Form = Any
Key = tuple[int, int]


def endless(data: bytes) -> bool:
    """Whether a form of the file draws itself, directly or by way of others, or more forms than the limit."""
    if SIGN.search(data) is None:
        return False
    import pikepdf  # noqa: PLC0415 - a twentieth of a second that only files with forms or packed objects need

    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            forms = {one.objgen: one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Form"}
            if not forms:
                return False
            by_page = [page.get("/Resources") for page in document.pages[:PAGES]]
            drawn = {key: list(_drawn(form, by_page)) for key, form in forms.items()}
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RecursionError):
        return False  # what qpdf can't open is for the reader to refuse
    return _is_endless(drawn)


def _drawn(form: Form, by_page: list[Any]) -> Iterator[Key]:
    """The forms that a form draws, once for each call."""
    import pikepdf  # noqa: PLC0415 - as above

    own = form.get("/Resources")
    names = [f"/{one.decode('latin-1')}" for one in CALL.findall(_content(form))]
    if not names:
        return
    for resources in by_page if own is None else [own]:
        listed: Any = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        for name in names if isinstance(listed, pikepdf.Dictionary) else ():
            target = listed.get(name)
            if isinstance(target, pikepdf.Stream):
                yield target.objgen


def _content(form: Form) -> bytes:
    """The beginning of a form's content; empty where it is packed in a way that forms are not."""
    filters = form.get("/Filter")
    raw = bytes(form.read_raw_bytes())
    if filters is None:
        return raw[:CONTENT]
    try:
        return zlib.decompressobj().decompress(raw, CONTENT)
    except zlib.error:
        return b""


def _is_endless(drawn: dict[Key, list[Key]]) -> bool:
    """Whether the graph of calls has a circle, or spreads beyond the limit; without recursion, since chains may be as long as the file."""
    costs: dict[Key, int] = {}
    for start, first in drawn.items():
        path, stack = {start}, [(start, iter(first))]
        while stack:
            key, rest = stack[-1]
            below = next((one for one in rest if one not in costs and one in drawn), None)
            if below is None:
                stack.pop()
                path.discard(key)
                costs[key] = 1 + sum(costs.get(one, 0) for one in drawn[key])
                if costs[key] > limit("pdf-drawings"):
                    return True
            elif below in path:
                return True
            else:
                path.add(below)
                stack.append((below, iter(drawn[below])))
    return False

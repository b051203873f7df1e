"""The addresses of the server. Nothing in them is a path: an input is named by the hash of its content, a page by the name of a result that is known."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool

from extractor.batch.results import unwritable
from extractor.cage.limits import error_of
from extractor.emitters.files import FAILURES
from extractor.model.errors import GoujiError, unforeseen
from extractor.review.decisions import beside
from extractor.review.hosting import Hosted
from extractor.serve import pages, uploads
from extractor.serve.desk import Desk
from extractor.serve.dispatch import Ended
from extractor.serve.job import Paper
from extractor.serve.names import cleaned
from extractor.serve.records import HASH, Record

LARGEST_NOTE = 4 * 2**20
"""Bytes of a request that brings decisions."""
STATUS = {
    "serve-unknown": 404,
    "serve-no-source": 409,
    "serve-busy": 409,
    "no-letter": 409,
    "no-pdf": 409,
    "decisions-other-document": 409,
    "decisions-damaged": 422,
    "serve-too-large": 413,
    "serve-type": 415,
    "file-empty": 415,
    "serve-incomplete": 400,
    "serve-too-many": 507,
    "serve-disk": 507,
    "output": 507,
}
"""HTTP status of an error; of all others 500."""
TABLES = {
    "summary.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "findings.csv": "text/csv; charset=utf-8",
    FAILURES: "application/json",
}
TYPES = {
    Paper.ANNOTATED: "application/pdf",
    Paper.LETTER: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Paper.WORKING_PAPER: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Paper.PAGE: "text/html; charset=utf-8",
}


def application(desk: Desk, lang: str, largest: int) -> FastAPI:
    """The application, without its guard. lang: of the pages to begin with; largest: bytes of a file that is taken."""
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)

    @app.exception_handler(GoujiError)
    async def refused(_: Request, error: Exception) -> Response:
        assert isinstance(error, GoujiError)
        answer = {"code": error.code, "message": pages.said(desk.settings.patterns, error)}
        return JSONResponse(answer, STATUS.get(error.code, 500))

    @app.exception_handler(Exception)
    async def failed(_: Request, error: Exception) -> Response:
        reason = GoujiError("unexpected", "gouji serve", reason=unforeseen(error))
        return JSONResponse({"code": reason.code, "message": pages.said(desk.settings.patterns, reason)}, 500)

    @app.get("/")
    async def desk_page() -> Response:
        return _page(await run_in_threadpool(pages.desk_page, desk, lang, str(desk.out), largest))

    _take_in(app, desk, largest)
    _give_out(app, desk)
    return app


def _take_in(app: FastAPI, desk: Desk, largest: int) -> None:
    """What pages bring: files, decisions, wishes."""
    folder = desk.settings.work / "uploads"

    @app.get("/state")
    async def state(since: int = 0) -> Response:
        return JSONResponse(await run_in_threadpool(_state, desk, since))

    @app.put("/files")
    async def put(request: Request, name: str = "") -> Response:
        shown = cleaned(name)
        upload = await uploads.received(request.stream(), request.headers.get("content-length"), folder, shown, largest)

        def take() -> tuple[Record, bool]:
            try:
                return desk.take(upload.path, name, upload.size, upload.sha256, packed=upload.packed)
            except OSError as error:
                raise unwritable(desk.out, error) from error
            finally:
                upload.path.unlink(missing_ok=True)

        record, twice = await run_in_threadpool(take)
        return JSONResponse({"id": record.sha256, "shown": record.shown, "twice": twice}, 200 if twice else 201)

    @app.post("/files/{id}/again")
    async def again(id: str) -> Response:
        await run_in_threadpool(desk.again, _hash(id))
        return Response(status_code=204)

    @app.delete("/files/{id}")
    async def remove(id: str) -> Response:
        await run_in_threadpool(desk.remove, _hash(id))
        return Response(status_code=204)

    @app.post("/files/{id}/decisions")
    async def decide(request: Request, id: str) -> Response:
        changes = await _changes(request)
        try:
            settled = await run_in_threadpool(desk.decide, _hash(id), changes)
        except OSError as error:
            raise unwritable(desk.out, error) from error
        return JSONResponse({"settled": settled})


def _give_out(app: FastAPI, desk: Desk) -> None:
    """What can be looked at and saved."""

    @app.get("/files/{id}/decisions.json")
    async def decisions(id: str) -> Response:
        path = beside(desk.result(desk.report(_hash(id))))
        return await run_in_threadpool(_kept, path, "application/json")

    @app.get("/files/{id}/result.json")
    async def result(id: str) -> Response:
        return await run_in_threadpool(_kept, desk.result(desk.report(_hash(id))), "application/json")

    @app.get("/files/{id}/{paper}")
    async def make(id: str, paper: str) -> Response:
        if paper not in set(Paper):
            raise GoujiError("serve-unknown", cleaned(paper))
        target, future = desk.make(_hash(id), Paper(paper))
        shown = desk.record(id).name
        _carried_out(await asyncio.wrap_future(future), shown)
        name = f"{shown.rpartition('.')[0] or shown}.{paper}"
        away = BackgroundTask(target.unlink, missing_ok=True)
        return FileResponse(target, headers=_saved_as(name), media_type=TYPES[Paper(paper)], background=away)

    @app.get("/pages/{name}")
    async def page(name: str) -> Response:
        record = desk.by_file(f"{name.removesuffix('.html')}.json")
        made = await run_in_threadpool(pages.report_page, desk, record)
        if made is None:  # lost, of another version of the tool, or of somebody else
            _carried_out(await asyncio.wrap_future(desk.remake(record)), record.shown)
            made = await run_in_threadpool(pages.report_page, desk, record)
        return _page(made)

    @app.get("/reports/{name}")
    async def report(name: str) -> Response:
        return await run_in_threadpool(_kept, desk.result(desk.by_file(name)), "application/json")

    @app.get("/{name}")
    async def table(name: str) -> Response:
        if name != "index.html" and name not in TABLES:
            raise GoujiError("serve-unknown", cleaned(name))
        await run_in_threadpool(desk.gather)
        if name == "index.html":
            return _page(await run_in_threadpool(pages.batch_page, desk.out / name))
        return await run_in_threadpool(_kept, desk.out / name, TABLES[name])


def _hash(id: str) -> str:
    if not HASH.fullmatch(id):
        raise GoujiError("serve-unknown", cleaned(id)[:16])
    return id


def _state(desk: Desk, since: int) -> dict[str, object]:
    now, changed = desk.since(since)
    removed = [one for one in changed if isinstance(one, str)]
    return {"now": now, "removed": removed, "changed": [pages.described(desk, one) for one in changed if isinstance(one, Record)]}


async def _changes(request: Request) -> list[Any]:
    """The decisions that a request brings. Raises `GoujiError` ``decisions-damaged``."""
    content = bytearray()
    async for piece in request.stream():
        content += piece
        if len(content) > LARGEST_NOTE:
            raise GoujiError("decisions-damaged", "decisions", reason=f"> {LARGEST_NOTE}")
    try:
        found = json.loads(bytes(content))
        changes = found["decisions"]
        if not isinstance(changes, list):
            raise ValueError("decisions: [{…}]")
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise GoujiError("decisions-damaged", "decisions", reason=str(error) or type(error).__name__) from error
    return changes


def _carried_out(ended: Ended, shown: str) -> None:
    """Raises `GoujiError`: why an order was not carried out."""
    if ended.failure is not None:
        raise error_of(ended.failure, shown)


def _page(made: Hosted | None) -> Response:
    if made is None:
        raise GoujiError("serve-unknown", "page")
    return HTMLResponse(made.html, headers={"content-security-policy": made.policy})


def _kept(path: Path, media: str) -> Response:
    """A file of the folder, to be saved; read whole, for a file that is being sent can't be replaced everywhere."""
    try:
        return Response(path.read_bytes(), media_type=media, headers=_saved_as(path.name))
    except OSError:
        raise GoujiError("serve-unknown", path.name) from None


def _saved_as(name: str) -> Mapping[str, str]:
    """The header by which a browser saves a file under ``name`` and shows nothing (RFC 6266)."""
    return {"content-disposition": "attachment; filename*=UTF-8''" + "".join(f"%{byte:02X}" for byte in name.encode("utf-8", "replace"))}

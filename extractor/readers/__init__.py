"""Readers: bytes in, a `Reading` of pages and lines out, one module per format, picked by content and never by name.

`read_bytes` is a pure function of its arguments, and what goes in and out can be pickled: a batch calls it in a worker process with
limits on memory and time, because a native parser may abort the process it runs in. A reader for another format is a module with
``read(name, data) -> Reading`` and a line in `MODULES`; it is imported when the first file of its format comes.
"""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from extractor.model.errors import ReadError
from extractor.model.limits import bound, limit
from extractor.model.page import Reading
from extractor.readers.detect import detect

MODULES = {
    "text": "extractor.readers.text.reader",
    "pdf": "extractor.readers.pdf.reader",
    "docx": "extractor.readers.docx.reader",
    "html": "extractor.readers.html.reader",
    "image": "extractor.readers.ocr.image",
    "ofd": "extractor.readers.ofd.reader",
    "doc": "extractor.readers.doc.reader",
    "rtf": "extractor.readers.doc.converted",
    "odt": "extractor.readers.doc.converted",
    "xlsx": "extractor.readers.xlsx.reader",
    "xls": "extractor.readers.xlsx.reader",
}
"""Format → the module that reads it."""


def read(path: Path) -> Reading:
    """Reads one file. `ReadError` where it is missing, not a file, not permitted, or anything that `read_bytes` refuses."""
    return read_bytes(path.name or str(path), file_bytes(path))


def file_bytes(path: Path) -> bytes:
    """The content of a file. `ReadError`: ``file-missing``, ``file-directory``, ``file-permission``, ``file-special`` (a pipe would be waited on for ever, a
    device has no end), ``file-too-large``, ``file-unreadable``.
    """
    name = path.name or str(path)
    try:
        state = path.stat()
        if stat.S_ISDIR(state.st_mode):
            raise ReadError("file-directory", name)
        if not stat.S_ISREG(state.st_mode):
            raise ReadError("file-special", name)
        bound("file-too-large", name, "file-bytes", state.st_size)
        with path.open("rb") as file:
            data = file.read(state.st_size + 1)
            if len(data) > state.st_size:  # it has grown, or is of a kind that does not tell its size
                data += file.read(limit("file-bytes") + 1)
        bound("file-too-large", name, "file-bytes", len(data))
        return data
    except (FileNotFoundError, NotADirectoryError):
        raise ReadError("file-missing", name) from None
    except PermissionError:
        raise ReadError("file-permission", name) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError("file-unreadable", name, reason=reason) from None


def forget() -> None:
    """Let go of what libraries keep from one file to the next, so that a result depends on its own file alone. Workers do so before each task; a process that
    may have files open elsewhere must not.
    """
    pdf = sys.modules.get(MODULES["pdf"])
    if pdf is not None:
        pdf.forget()


def read_bytes(name: str, data: bytes) -> Reading:
    """Reads the bytes of one file; ``name`` only stands in the result and in errors. Batches run this in a disposable worker process.

    `ReadError` with one clear code where the bytes are empty, of a format that is not read, or damaged beyond reading, and
    ``reader-library-missing`` where the library that reads this format is not installed; the other formats need it not.
    """
    if not data:
        raise ReadError("file-empty", name)
    form = detect(data)
    module = MODULES.get(form)
    if module is None:
        raise ReadError(f"format-{form}-unsupported", name)
    try:
        reader: Callable[[str, bytes], Reading] = import_module(module).read
        return reader(name, data)
    except ModuleNotFoundError as missing:
        library = (missing.name or "").split(".")[0]
        if library in ("", "extractor"):
            raise
        raise ReadError("reader-library-missing", name, library=library) from missing

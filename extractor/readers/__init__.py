"""Readers: bytes in, a `Reading` of pages and lines out, one module per format, picked by content and never by name.

`read_bytes` is a pure function of its arguments, and what goes in and out can be pickled: a batch calls it in a worker process with
limits on memory and time, because a native parser may abort the process it runs in. A reader for another format is a module with
``read(name, data) -> Reading`` and a line in `MODULES`; it is imported when the first file of its format comes.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from extractor.model.errors import ReadError
from extractor.model.page import Reading
from extractor.readers.detect import detect

MODULES = {
    "text": "extractor.readers.text",
    "pdf": "extractor.readers.pdf",
    "docx": "extractor.readers.docx",
    "html": "extractor.readers.html",
    "image": "extractor.readers.image",
    "ofd": "extractor.readers.ofd",
    "doc": "extractor.readers.doc",
    "rtf": "extractor.readers.doc_office",
    "odt": "extractor.readers.doc_office",
    "xlsx": "extractor.readers.xlsx",
    "xls": "extractor.readers.xlsx",
}
"""Format → the module that reads it."""


LARGEST = 512 * 2**20
"""Bytes of one file: more is no report, and would not fit into memory several times."""


def read(path: Path) -> Reading:
    """Reads one file. `ReadError` where it is missing, not a file, not permitted, or anything that `read_bytes` refuses."""
    return read_bytes(path.name or str(path), file_bytes(path))


def file_bytes(path: Path) -> bytes:
    """The content of a file. `ReadError`: ``file-missing``, ``file-directory``, ``file-permission``, ``file-too-large``, ``file-unreadable``."""
    name = path.name or str(path)
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise ReadError("file-too-large", name, count=size, limit=LARGEST)
        return path.read_bytes()
    except FileNotFoundError:
        raise ReadError("file-missing", name) from None
    except (IsADirectoryError, NotADirectoryError, PermissionError) as error:
        # Some systems answer "permission denied" for a directory.
        code = "file-directory" if path.is_dir() else "file-missing" if isinstance(error, NotADirectoryError) else "file-permission"
        raise ReadError(code, name) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReadError("file-unreadable", name, reason=reason) from None


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

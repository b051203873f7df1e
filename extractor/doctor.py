"""What works on this machine: the parts of the tool, the libraries and programs that each rests on, and how to get what is missing.

A new part is a line in `PARTS` and its words, ``doctor.part.<id>``, among the messages.
"""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import NamedTuple

from extractor.readers import office

MODULES = {
    "msdoc2docx": "doc2docx",
    "opencv-python-headless": "cv2",
    "pillow": "PIL",
    "python-docx": "docx",
}
"""Libraries whose module has another name."""


class Part(NamedTuple):
    """A reader or another part of the tool. formats: those of `readers.MODULES` that it reads; libraries: all that it needs, by distribution.

    extra: the extra of the package that installs them, None where they come with the tool. program: it needs LibreOffice.
    """

    id: str
    formats: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()
    extra: str | None = None
    program: bool = False


class State(NamedTuple):
    """How a part stands here. present: libraries with their versions, or the path of the program. missing: libraries that are not there.

    command: what installs them; empty where nothing is missing, or where it depends on the system.
    """

    part: Part
    present: tuple[str, ...]
    missing: tuple[str, ...]
    command: str

    @property
    def works(self) -> bool:
        return not self.missing


PARTS = (
    Part("text", ("text",)),
    Part("pdf", ("pdf",), ("pypdfium2", "pikepdf")),
    Part("docx", ("docx",), ("python-docx", "lxml")),
    Part("doc", ("doc",), ("msdoc2docx", "olefile", "python-docx", "lxml")),
    Part("xlsx", ("xlsx",), ("lxml",)),
    Part("xls", ("xls",), ("xlrd",)),
    Part("ofd", ("ofd",), ("lxml",)),
    Part("html", ("html",), ("selectolax",)),
    Part("archive"),
    Part("office", ("rtf", "odt"), program=True),
    Part("ocr", ("image",), ("rapidocr", "onnxruntime", "opencv-python-headless", "numpy", "pillow"), extra="ocr"),
    Part("words", (), ("jieba",), extra="words"),
    Part("spacy", (), ("spacy", "jieba"), extra="spacy"),
    Part("dataset", (), ("pyarrow", "rensa"), extra="dataset"),
    Part("serve", (), ("fastapi", "uvicorn"), extra="serve"),
    Part("ray", (), ("ray", "fsspec", "s3fs", "pyarrow"), extra="ray"),
)


def examine(part: Part) -> State:
    """How a part stands here."""
    if part.program:
        path = office.found()
        return State(part, (path,) if path else (), () if path else ("LibreOffice",), "")
    missing = tuple(one for one in part.libraries if not _installed(MODULES.get(one, one)))
    present = tuple(f"{one} {_version(one)}".strip() for one in part.libraries if one not in missing)
    wanted = f'"gouji[{part.extra}]"' if part.extra else " ".join(missing)
    return State(part, present, missing, f"pip install {wanted}" if missing else "")


def _installed(module: str) -> bool:
    """Whether a module could be imported; it is not, some take seconds."""
    try:
        return find_spec(module) is not None
    except (ImportError, ValueError):  # set to None, or half loaded
        return False


def _version(distribution: str) -> str:
    """Empty where a module is there under another distribution's name (opencv has four)."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return ""

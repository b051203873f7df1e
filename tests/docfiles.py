"""Makes old Word documents (.doc) and other office files for tests, by LibreOffice from what `tests.wordfiles` writes.

A start of LibreOffice costs a second, a file a tenth of one: `made` takes as many as a test module needs in one call. What was made is kept for the session.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

MISSING = "no soffice here (Debian package libreoffice-writer-nogui)"
"""Why a test is skipped where `made` and `doc_of` give None."""
_KEPT: dict[tuple[bytes, str], bytes] = {}


def doc_of(docx: bytes) -> bytes | None:
    """A DOCX as LibreOffice saves it for Word 97; None where LibreOffice is not installed."""
    files = made({"a": docx})
    return None if files is None else files["a"]


def made(files: Mapping[str, bytes], target: str = "doc") -> dict[str, bytes] | None:
    """DOCX files by name, each as LibreOffice saves it as ``target`` (``doc``, ``rtf``, ``odt``), in one call; None where it is not installed."""
    office = shutil.which("soffice")
    if office is None:
        return None
    wanted = [data for data in dict.fromkeys(files.values()) if (data, target) not in _KEPT]
    if wanted:
        with tempfile.TemporaryDirectory() as folder:
            sources = []
            for index, data in enumerate(wanted):
                sources.append(Path(folder, f"{index}.docx"))
                sources[-1].write_bytes(data)
            profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
            command = [office, profile, "--headless", "--convert-to", target, "--outdir", folder, *map(str, sources)]
            subprocess.run(command, check=True, capture_output=True, timeout=240)
            for data, path in zip(wanted, sources, strict=True):
                _KEPT[data, target] = path.with_suffix(f".{target}").read_bytes()
    return {name: _KEPT[data, target] for name, data in files.items()}

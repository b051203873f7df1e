"""The file that a workbook is written into, which can be given up."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path


class WorkbookFile:
    """A new file for XlsxWriter. After `abandon` all that is written into it is taken for nothing: the ZIP that XlsxWriter leaves behind where it
    fails is closed when it is let go, and were that to fail again (the disk is still full), Python would print what nobody can catch.
    """

    def __init__(self, path: Path) -> None:
        self._file = path.open("wb")
        self._at = 0
        self._given_up = False

    def write(self, data: bytes) -> int:
        if not self._given_up:
            self._file.write(data)
        self._at += len(data)
        return len(data)

    def seek(self, offset: int) -> int:
        if not self._given_up:
            self._file.seek(offset)
        self._at = offset
        return offset

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        if not self._given_up:
            self._file.flush()

    def close(self) -> None:
        """Raises `OSError`: what was written does not fit."""
        self._file.close()

    def abandon(self) -> None:
        """Close it, and want nothing more of it."""
        self._given_up = True
        with suppress(OSError):
            self._file.close()

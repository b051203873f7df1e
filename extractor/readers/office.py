"""LibreOffice, where it is installed: what no library here reads becomes a DOCX package, without a screen, a network or macros.

Each conversion has a folder, a profile and a process group of its own, and nothing of them is left behind.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from extractor.model.errors import ReadError
from extractor.model.limits import beyond, limit

ASKED = 30
"""Seconds in which it tells its version."""
USUAL = {
    "win32": (r"%ProgramFiles%\LibreOffice\program\soffice.com", r"%ProgramFiles(x86)%\LibreOffice\program\soffice.com"),
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice", "~/Applications/LibreOffice.app/Contents/MacOS/soffice"),
}
"""Where it stands, by system, when it is not on the path of commands."""
SETTINGS = (
    ("Common/Security/Scripting", "DisableMacrosExecution", "boolean", "true"),
    ("Common/Security/Scripting", "MacroSecurityLevel", "int", "3"),
    ("Common/Security/Scripting", "BlockUntrustedRefererLinks", "boolean", "true"),
    ("Writer/Content/Update", "Link", "int", "0"),
    ("Writer/Content/Update", "Field", "boolean", "false"),
)
"""No macro runs, nothing is fetched, links (0: never) and fields are not brought up to date."""
BUILD = re.compile(r"^buildid=(.+)$", re.MULTILINE)
CONVERSION, PROFILE = "gouji-office-", "profile"
"""What the name of a conversion's folder begins with, and the folder in it that LibreOffice keeps its settings in."""
VERSION = re.compile(rb"LibreOffice/([\d.]+)")


def found() -> str | None:
    """The command of the LibreOffice of this machine; None where there is none."""
    on_path = shutil.which("soffice") or shutil.which("libreoffice")
    if on_path:
        return on_path
    usual = (Path(os.path.expandvars(one)).expanduser() for one in USUAL.get(sys.platform, ()))
    return next((str(path) for path in usual if path.is_file()), None)


def converted(name: str, data: bytes, form: str) -> bytes:
    """A file of a form (``doc``, ``rtf``, ``odt``) as a DOCX package.

    `ReadError`: ``office-missing``, ``conversion-timeout``, ``conversion-failed``.
    """
    office = found()
    if office is None:
        raise ReadError("office-missing", name, format=form)
    folder = Path(tempfile.mkdtemp(prefix=CONVERSION))
    try:
        profile, source, made = folder / PROFILE, folder / f"source.{form}", folder / "made"
        (profile / "user" / "extensions").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_settings(), encoding="utf-8")
        (profile / "user" / "extensions" / "buildid").write_text(_build(office), encoding="utf-8")
        source.write_bytes(data)
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck", "--nodefault"]
        _run(name, [*command, "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(made), str(source)], folder)
        package = made / "source.docx"
        if not zipfile.is_zipfile(package):
            raise ReadError("conversion-failed", name, program="LibreOffice")
        return package.read_bytes()
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        try:
            _unlink_pipes(folder)
        except PermissionError:  # in a cage: the empty folder stays, for its name tells that of the pipe to `clear`
            folder.mkdir(exist_ok=True)


def clear(place: Path) -> None:
    """Take away what conversions in a folder left outside it, where they were ended, or were not allowed to do it themselves."""
    for conversion in place.glob(f"{CONVERSION}*"):
        with contextlib.suppress(OSError):
            _unlink_pipes(conversion)


def _unlink_pipes(folder: Path) -> None:
    for pipe in pipes(folder / PROFILE):
        if pipe.exists():
            pipe.unlink(missing_ok=True)


def pipes(profile: Path) -> list[Path]:
    """Where a LibreOffice with a profile listens for others of its kind: what it leaves when it is ended before its time, outside its folder."""
    if sys.platform == "win32":
        return []  # no files there
    digest = hashlib.md5(profile.as_uri().encode("utf-16-le"), usedforsecurity=False).digest()
    name = f"OSL_PIPE_{os.getuid()}_SingleOfficeIPC_{''.join(f'{byte:x}' for byte in digest)}"
    return [Path(folder, name) for folder in ("/tmp", "/var/tmp")]


def version(package: bytes) -> str:
    """The version of the LibreOffice that wrote a package, as the package tells; empty where it does not."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        told = VERSION.search(archive.read("docProps/app.xml")) if "docProps/app.xml" in archive.namelist() else None
    return told[1].decode() if told else ""


def installed_version() -> str | None:
    """The version of the LibreOffice of this machine; None where there is none, or it does not say."""
    office = found()
    if office is None:
        return None
    with contextlib.suppress(OSError, subprocess.TimeoutExpired):
        said = subprocess.run([office, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=ASKED, check=False).stdout
        told = VERSION.search(said.replace(b" ", b"/", 1))
        return told[1].decode() if told else None
    return None


def _build(office: str) -> str:
    """The build as a profile names it that this build has used: else the first start ends in a second, which in a cage finds the pipe of the first."""
    program = Path(office).resolve().parent
    for name in ("versionrc", "version.ini"):
        with contextlib.suppress(OSError, UnicodeDecodeError):
            told = BUILD.search((program / name).read_text(encoding="utf-8"))
            return told[1] if told else ""
    return ""


def _settings() -> str:
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path}"><prop oor:name="{key}" oor:op="fuse" oor:type="xs:{kind}"><value>{value}</value></prop></item>'
        for path, key, kind, value in SETTINGS
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"{items}</oor:items>"
    )


def _run(name: str, command: list[str], folder: Path) -> None:
    """Runs a command to its end, or ends it with all that it started. Whether it did its work is seen by what it wrote."""
    # LibreOffice keeps its scratch files where these say; the folder goes when the conversion ends, however it ends.
    environment = {
        **os.environ,
        **dict.fromkeys(("HOME", "TMPDIR", "TMP", "TEMP", "XDG_RUNTIME_DIR"), str(folder)),
        "SAL_USE_VCLPLUGIN": "svp",
    }
    quiet = subprocess.DEVNULL
    if sys.platform == "win32":
        process = subprocess.Popen(
            command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, creationflags=subprocess.CREATE_NEW_PROCESS_GROUP
        )
    else:
        process = subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, env=environment, start_new_session=True)
    with process:
        try:
            process.wait(limit("conversion-seconds"))
        except subprocess.TimeoutExpired:
            seconds = f"{limit('conversion-seconds'):g}"
            raise beyond("conversion-timeout", name, "conversion-seconds", program="LibreOffice", seconds=seconds) from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process and those that it started: LibreOffice's command only starts the program that works."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        import signal  # noqa: PLC0415 - its SIGKILL is not Windows'

        with contextlib.suppress(ProcessLookupError):  # where all of it ended by itself
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()

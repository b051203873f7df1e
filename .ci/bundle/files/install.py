"""Installs Gouji from this folder; no network is used. Runs on the Python that is there, with its standard library only.

    python install.py [--to DIR] [--no-start] [--lang zh|en]

Old Pythons must get as far as the words that say they are too old: no syntax newer than Python 3.6 here.
"""

import argparse
import hashlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
MACHINES = {"amd64": "x86_64", "arm64": "aarch64"}


class RefusedError(Exception):
    """The installation can't go on; the name of the words that say why, and what they are about."""

    def __init__(self, word, **about):
        """Keeps the word's name and its values."""
        super().__init__(word)
        self.word, self.about = word, about


def target():
    """The list of requirements for this machine and Python; raises RefusedError where the folder has none."""
    machine = platform.machine().lower()
    name = "{}-{}-py{}.{}.txt".format(platform.system().lower(), MACHINES.get(machine, machine), *sys.version_info[:2])
    listed = HERE / "requirements" / name
    if not listed.is_file():
        there = ", ".join(sorted(path.stem for path in listed.parent.glob("*.txt")))
        raise RefusedError("no_target", here=listed.stem, there=there)
    return listed


def verify():
    """Holds every file of the folder against SHA256SUMS; raises RefusedError at the first that differs or lacks."""
    for line in (HERE / "SHA256SUMS").read_text(encoding="utf-8").splitlines():
        wanted, _, name = line.partition("  ")
        path = HERE / name
        if not path.is_file():
            raise RefusedError("missing", file=name)
        with path.open("rb") as file:
            digest = hashlib.sha256()
            for block in iter(lambda: file.read(1 << 20), b""):
                digest.update(block)
        if digest.hexdigest() != wanted:
            raise RefusedError("changed", file=name)


def default_folder():
    """Where Gouji is installed when nobody says where: the user's own place for programs, no administrator needed."""
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Gouji"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "gouji"


def program(folder, name):
    """A program of the environment in ``folder``."""
    return folder / "Scripts" / (name + ".exe") if os.name == "nt" else folder / "bin" / name


def install(folder, listed):
    """Makes the environment and installs into it from the wheels here, each held against its hash."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PIP_", "PYTHON"))}
    environment["PIP_CONFIG_FILE"] = os.devnull
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], env=environment, check=True)
    except (OSError, subprocess.CalledProcessError) as failed:
        raise RefusedError("no_venv", folder=folder) from failed
    command = [
        str(program(folder, "python")),
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-index",
        "--no-deps",
        "--no-cache-dir",
        "--require-hashes",
    ]
    command += ["--disable-pip-version-check", "--find-links", str(HERE / "wheels"), "--requirement", str(listed)]
    try:
        subprocess.run(command, env=environment, check=True)
    except (OSError, subprocess.CalledProcessError) as failed:
        raise RefusedError("no_install", folder=folder) from failed


def main():
    """Installs, says how to start, and starts; the exit status."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--to", type=Path, default=default_folder())
    parser.add_argument("--no-start", action="store_true")
    parser.add_argument("--lang", choices=("zh", "en"), default="zh")
    asked = parser.parse_args()
    words = json.loads((HERE / "words.json").read_text(encoding="utf-8"))[asked.lang]

    def say(word, **about):
        text = words[word].format(**about)
        try:
            print(text, flush=True)
        except UnicodeEncodeError:  # a console without Chinese
            print(text.encode("ascii", "backslashreplace").decode("ascii"), flush=True)

    try:
        if sys.version_info < (3, 11):  # noqa: UP036 - runs on whatever Python is there
            raise RefusedError("old_python", version=platform.python_version())
        listed = target()
        release = (HERE / "VERSION").read_text(encoding="utf-8").strip()
        mark = asked.to / "gouji-bundle.txt"
        if not mark.is_file() or mark.read_text(encoding="utf-8").strip() != release:
            say("verifying")
            verify()
            say("installing", folder=asked.to)
            install(asked.to, listed)
            mark.write_text(release + "\n", encoding="utf-8")
        say("installed", program=program(asked.to, "gouji"))
    except RefusedError as refused:
        say(refused.word, **refused.about)
        return 3
    if asked.no_start:
        return 0
    say("starting")
    return subprocess.run([str(program(asked.to, "gouji")), "serve", "--open", "--lang", asked.lang], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())

"""Builds the folder with which Gouji is installed where no package registry is in reach, and tries it before handing it over.

    .venv/bin/python .ci/bundle/make_bundle.py [--targets linux-x86_64,linux-aarch64,windows-x86_64|here] [--pythons 3.11,3.12,3.13]
                                               [--extras words,ocr,…] [-o build/bundle]

The folder holds the wheels of Gouji and of all that it needs for each target, a list with hashes for each target and Python, a software bill of
materials, checksums, the installer (`files/install.py`, standard library only) and launchers. This script needs the registry; the folder does not.

uv resolves for the target's system (pip would read the markers of *this* machine: a package that only Windows needs would be missing), and pip downloads
with the hashes that were resolved. What is published as source only is built here; it must be pure Python.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT = Path(__file__).resolve().parents[2]
FILES = Path(__file__).with_name("files")
PYTHONS = ("3.11", "3.12", "3.13")
EXTRAS = ("words", "ocr", "dataset", "serve")
SOURCE_ONLY = ("jieba",)
"""Published without a wheel; pure Python."""
REFUSED = "http://127.0.0.1:9/"
"""An address at which nothing listens: whoever asks a registry there is refused."""


@dataclass(frozen=True)
class Target:
    """A kind of machine: its name for uv, and the platform tags whose wheels run on it."""

    uv: str
    tags: tuple[str, ...]


def manylinux(machine: str) -> tuple[str, ...]:
    """The tags of glibc 2.28 and older: Kylin V10, UOS 20 and Debian 10 have no newer one."""
    return (*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 4, -1)), f"manylinux2014_{machine}")


TARGETS = {
    "linux-x86_64": Target("x86_64-manylinux_2_28", (*manylinux("x86_64"), "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64")),
    "linux-aarch64": Target("aarch64-manylinux_2_28", (*manylinux("aarch64"), "linux_aarch64")),
    "windows-x86_64": Target("x86_64-pc-windows-msvc", ("win_amd64",)),
}


def here() -> str:
    """The target that this machine is, named as the installer names it."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    return f"{platform.system().lower()}-{machine}"


def run(command: Sequence[str | Path], **environment: str) -> None:
    """Runs a command in the checkout with these variables set; raises CalledProcessError where it fails."""
    subprocess.run([str(part) for part in command], cwd=ROOT, env={**os.environ, **environment}, check=True, stdin=subprocess.DEVNULL)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def requirements(target: Target, python: str, extras: Sequence[str], scratch: Path) -> list[str]:
    """What a target needs, each ``name==version --hash=… --hash=…`` as one line."""
    resolved = scratch / "resolved.txt"
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--no-header",
        "--no-annotate",
        "--generate-hashes",
    ]
    command += ["--python-platform", target.uv, "--python-version", python, "--constraint", ROOT / "constraints.txt"]
    command += [part for extra in extras for part in ("--extra", extra)]
    run([*command, "--output-file", resolved, ROOT / "pyproject.toml"])
    return resolved.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()


def download(wanted: list[str], target: Target, python: str, wheels: Path, scratch: Path) -> None:
    """The wheels of a target, held against the hashes that were resolved."""
    listed = scratch / "wanted.txt"
    listed.write_text("\n".join(wanted) + "\n", encoding="utf-8")
    command: list[str | Path] = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--only-binary=:all:",
        "--dest",
        wheels,
    ]
    command += ["--implementation", "cp", "--python-version", python]
    command += [part for abi in (f"cp{python.replace('.', '')}", "abi3", "none") for part in ("--abi", abi)]
    command += [part for tag in target.tags for part in ("--platform", tag)]
    run([*command, "--requirement", listed])


def build(wanted: str, wheels: Path, scratch: Path) -> None:
    """The wheel of a package that is published as source, from the archive whose hash was resolved."""
    listed = scratch / "source.txt"
    listed.write_text(wanted + "\n", encoding="utf-8")
    run([sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--require-hashes", "--wheel-dir", wheels, "--requirement", listed])
    name = canonicalize_name(wanted.partition("==")[0])
    (built,) = [one for one in wheels.glob("*.whl") if canonicalize_name(one.name.split("-")[0]) == name]
    if not built.name.endswith("-none-any.whl"):
        raise SystemExit(f"bundle: {built.name} was built for this machine only; {name} is not pure Python: find a release with wheels")


def listing(wanted: list[str], target: Target, python: str, wheels: Path) -> str:
    """The requirements of a target with the hashes of the very files in the folder, Gouji itself among them."""
    names = {canonicalize_name(line.partition("==")[0]) for line in wanted} | {"gouji"}
    lines: dict[str, str] = {}
    for path in sorted(wheels.glob("*.whl")):
        name, release, _, tags = parse_wheel_filename(path.name)
        fits = any(
            (tag.platform == "any" or tag.platform in target.tags)
            and (tag.interpreter in (f"cp{python.replace('.', '')}", "py3", "py2") or tag.abi == "abi3")
            for tag in tags
        )
        if name in names and fits:
            lines[name] = lines.get(name, f"{name}=={release}") + f" --hash=sha256:{sha256(path)}"
    if missing := sorted(names - lines.keys()):
        raise SystemExit(f"bundle: no wheel for {target.uv}, Python {python}: {', '.join(missing)}")
    return "".join(f"{lines[name]}\n" for name in sorted(lines))


def bill_of_materials(environment: Path, out: Path) -> None:
    """The software bill of materials (CycloneDX JSON) of what is installed in an environment."""
    python = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    run([sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--of", "JSON", "-o", out, python])


def checksums(folder: Path) -> None:
    """SHA256SUMS over every file of the folder, in the form that sha256sum -c reads."""
    paths = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file() and path.name != "SHA256SUMS")
    (folder / "SHA256SUMS").write_text("".join(f"{sha256(folder / path)}  {path}\n" for path in paths), encoding="utf-8", newline="\n")


def try_it(folder: Path, scratch: Path) -> Path:
    """Installs the folder into an empty environment with every registry refused, and checks a report there; the environment."""
    environment = scratch / "installed"
    report = ROOT / "corpus" / "social-assistance-2022.txt"
    refused = {"PIP_INDEX_URL": REFUSED, "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull, "PYTHONPATH": ""}
    refused |= {"HTTP_PROXY": REFUSED, "HTTPS_PROXY": REFUSED}
    run([sys.executable, folder / "install.py", "--to", environment, "--no-start"], **refused)
    program = environment / ("Scripts/gouji.exe" if os.name == "nt" else "bin/gouji")
    run([program, "check", report, "--fail-on", "never"], **refused)
    return environment


def make(out: Path, targets: Sequence[str], pythons: Sequence[str], extras: Sequence[str]) -> Path:
    """The finished folder ``out/gouji-VERSION``; an older one of the same name is replaced only when the new one is whole.

    Raises SystemExit with what to do where a package has no wheel for a target, and CalledProcessError where a step fails.
    """
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as work:
        scratch, folder = Path(work), Path(work, "folder")
        wheels = folder / "wheels"
        (folder / "requirements").mkdir(parents=True)
        wheels.mkdir()
        run([sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", wheels, ROOT])
        for name in targets:
            for python in pythons:
                print(f"bundle: {name}, Python {python}", file=sys.stderr)
                wanted = [line for line in requirements(TARGETS[name], python, extras, scratch) if line.strip()]
                sources = [line for line in wanted if canonicalize_name(line.partition("==")[0]) in SOURCE_ONLY]
                download([line for line in wanted if line not in sources], TARGETS[name], python, wheels, scratch)
                for line in sources:
                    build(line, wheels, scratch)
                text = listing(wanted, TARGETS[name], python, wheels)
                (folder / "requirements" / f"{name}-py{python}.txt").write_text(text, encoding="utf-8", newline="\n")
        for path in sorted(FILES.iterdir()):
            if path.is_file():
                shutil.copy(path, folder / path.name)
        shutil.copy(ROOT / "LICENSE", folder / "LICENSE")
        (folder / "VERSION").write_text(version("gouji") + "\n", encoding="utf-8", newline="\n")
        checksums(folder)
        if here() in targets and f"{sys.version_info[0]}.{sys.version_info[1]}" in pythons:
            bill_of_materials(try_it(folder, scratch), folder / "sbom.cdx.json")
            checksums(folder)
        else:
            print(
                f"bundle: not tried, and without sbom.cdx.json: this machine is {here()}, which is not among the targets", file=sys.stderr
            )
        made = out / f"gouji-{version('gouji')}"
        shutil.rmtree(made, ignore_errors=True)
        folder.rename(made)
    return made


def main() -> None:
    """Builds what the command line asks for and says what is in it."""
    parser = argparse.ArgumentParser(prog="make_bundle", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--targets", default=",".join(TARGETS), help="comma-separated; here: this kind of machine only")
    parser.add_argument("--pythons", default=",".join(PYTHONS), help="comma-separated; here: the one that runs this")
    parser.add_argument("--extras", default=",".join(EXTRAS), help="optional parts that are bundled, comma-separated")
    parser.add_argument("-o", "--out", type=Path, default=ROOT / "build" / "bundle")
    asked = parser.parse_args()
    targets = [here() if name == "here" else name for name in asked.targets.split(",")]
    if unknown := [name for name in targets if name not in TARGETS]:
        parser.error(f"no target {', '.join(unknown)}; there are {', '.join(TARGETS)}")
    pythons = [f"{sys.version_info[0]}.{sys.version_info[1]}" if one == "here" else one for one in asked.pythons.split(",")]
    if wrong := [one for one in pythons if not re.fullmatch(r"3\.\d+", one)]:
        parser.error(f"not a Python version: {', '.join(wrong)}")
    made = make(asked.out, targets, pythons, [one for one in asked.extras.split(",") if one])
    files = [path for path in made.rglob("*") if path.is_file()]
    summary = {
        "folder": str(made),
        "wheels": len(list((made / "wheels").iterdir())),
        "megabytes": round(sum(path.stat().st_size for path in files) / 1e6),
    }
    print(json.dumps(summary, ensure_ascii=False))


if __name__ == "__main__":
    main()

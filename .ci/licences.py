"""Lists what Gouji installs with its licences, and fails where one is not permissive.

    .venv/bin/python .ci/licences.py            print the page (docs/licences.md)
    .venv/bin/python .ci/licences.py --check    exit status 1 where the page is not what is installed, or a licence is not accepted

What the packages say of themselves is read from the environment, no registry is asked. Versions are in constraints.txt.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
EXTRAS = ("words", "ocr", "spacy", "dataset", "serve")
"""The extras that users install; ``dev`` is for those who work on Gouji."""

PERMISSIVE = re.compile(
    r"MIT(-CMU| License)?|(New |3-Clause |2-Clause )?BSD( License|-[23]-Clause)?|0BSD|Apache(-2\.0| 2\.0| Software License)?|ISC( License)?(\s?\(ISCL\))?"
    r"|PSF-2\.0|Python Software Foundation License|CNRI-Python|Zlib|CC0-1\.0|HPND|Unlicense|dependency licenses"
)
"""One licence by any of the names that packages give it. ``dependency licenses`` (pypdfium2): those of PDFium's parts, which `BUNDLED` is held against."""

FILE_LEVEL = {"certifi": "MPL-2.0", "pikepdf": "MPL-2.0", "tqdm": "MPL-2.0 AND MIT"}
"""Accepted by name: changes to *their* files must be published, nothing is asked of programs that use them; Gouji uses them unchanged."""

BUNDLED = {
    "lxml": "bundles iconv (LGPL-2.1) on Windows",
    "numpy": "bundles GCC's runtime libraries (GPL-3.0 with the runtime library exception, which frees programs that use them)",
    "onnxruntime": "names the GPL only as one of several licences to choose from (Mbed TLS, Eigen); Apache-2.0 and MPL-2.0 hold",
    "opencv-python-headless": "bundles FFmpeg (LGPL-2.1) and GCC's runtime libraries; Gouji opens no video",
    "pikepdf": "the text of the MPL itself names the GPL as a secondary licence",
    "pillow": "bundles FreeType under the FreeType licence (of FTL or GPL-2.0) and liblzma (public domain; its tools, not in the wheel, are GPL)",
    "pyarrow": "LLVM's exception names GPL-2.0 programs that may use it",
    "setuptools": "carries autocommand, a build-time helper (LGPL-3.0), unchanged; Gouji imports none of it",
    "shapely": "bundles GEOS (LGPL-2.1)",
    "typing-extensions": "the history of Python in its licence names the GPL",
}
"""Looked at by a person: what the licence files of a wheel name under a GNU licence. Libraries under the LGPL are separate shared objects, unchanged."""

COPYLEFT = re.compile(r"GNU\s+(?:(?:LESSER|LIBRARY|AFFERO)\s+)?GENERAL\s+PUBLIC\s+LICENSE|\bA?L?GPL-?v?[0-9]", re.IGNORECASE)


def licence(found: Distribution) -> str:
    """What a package says of its licence: the SPDX expression, else the short field, else the classifiers."""
    expression, field = found.metadata.get("License-Expression"), (found.metadata.get("License") or "").strip()
    classifiers = [one.rpartition(":: ")[2] for one in found.metadata.get_all("Classifier") or [] if one.startswith("License ::")]
    named = [one for one in classifiers if one != "OSI Approved"]
    return expression or (field if field and len(field) <= 60 and "\n" not in field else "") or " AND ".join(named) or "unknown"


def permissive(name: str, said: str) -> bool:
    """Whether every licence that must be kept is permissive (of ``A OR B`` one is enough), or the package is accepted by name."""
    if FILE_LEVEL.get(name) == said:
        return True
    return any(all(PERMISSIVE.fullmatch(one.strip(" ()")) for one in re.split(r" AND |, ", way)) for way in said.split(" OR "))


def copyleft_inside(found: Distribution) -> list[str]:
    """Licence files of a wheel that hold or name a GNU licence: libraries that it bundles."""
    names: list[str] = []
    for file in found.files or ():
        if re.search(r"licen[cs]e|copying|notice", file.name, re.IGNORECASE) and file.suffix in ("", ".txt", ".md", ".rst"):
            path = Path(str(file.locate()))
            if path.is_file() and COPYLEFT.search(path.read_text(encoding="utf-8", errors="replace")):
                names.append(file.name)
    return sorted(names)


def installed() -> dict[str, tuple[Distribution, set[str]]]:
    """Every package that the base or an extra brings here, with who brings it. Raises `PackageNotFoundError` where one is not installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {"base": project["dependencies"], **{extra: project["optional-dependencies"][extra] for extra in EXTRAS}}
    found: dict[str, tuple[Distribution, set[str]]] = {}
    for by, lines in asked.items():
        waiting = [(Requirement(line), "") for line in lines]
        while waiting:
            wanted, extra = waiting.pop()
            name = canonicalize_name(wanted.name)
            if name == "gouji" or (wanted.marker and not wanted.marker.evaluate({"extra": extra})):
                continue
            package, brought = found.setdefault(name, (distribution(name), set()))
            if by in brought and not wanted.extras:
                continue
            brought.add(by)
            for inner in ("", *sorted(wanted.extras)):
                waiting += [(Requirement(line), inner) for line in package.requires or ()]
    return found


def page(packages: dict[str, tuple[Distribution, set[str]]]) -> str:
    """The page, in Markdown."""
    lines = [
        "# Licences of what Gouji installs",
        "",
        "Made by `.ci/licences.py` from what the packages say of themselves; a test holds it against the environment. Gouji itself is MIT. Versions",
        "are pinned in `constraints.txt`. *For* says which install brings a package: `base` is `pip install gouji`, the others are extras.",
        "",
        "| package | licence | for |",
        "|---|---|---|",
    ]
    order = ("base", *EXTRAS)
    for name, (package, brought) in sorted(packages.items()):
        lines.append(f"| {name} | {licence(package)} | {', '.join(sorted(brought, key=order.index))} |")
    lines += ["", "Accepted by name:", ""]
    lines += [
        f"- {name}: {said}. Changes to its own files must be published; Gouji uses it unchanged." for name, said in FILE_LEVEL.items()
    ]
    lines += [
        "",
        "Wheels bundle libraries of others. Where their licence files name a GNU licence, this is why; those under the LGPL are separate shared objects,",
    ]
    lines += ["unchanged, and come with extras only, but for iconv:", ""]
    lines += [f"- {name}: {said}." for name, said in BUNDLED.items()]
    return "\n".join(lines) + "\n"


def problems(packages: dict[str, tuple[Distribution, set[str]]]) -> list[str]:
    """A line for each package whose licence is not accepted."""
    found = []
    for name, (package, _) in sorted(packages.items()):
        said = licence(package)
        if not permissive(name, said):
            found.append(f"{name}: {said} is not accepted")
        inside = copyleft_inside(package)
        if inside and name not in BUNDLED:
            found.append(f"{name}: its wheel holds {', '.join(inside)}, which name a GNU licence")
    return found


def main() -> int:
    """Print the page, or check it."""
    try:
        packages = installed()
    except PackageNotFoundError as error:
        print(f"licences: {error.name} is not installed; run in an environment with all extras", file=sys.stderr)
        return 1
    wrong = problems(packages)
    if sys.argv[1:] == ["--check"]:
        if not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page(packages):
            wrong.append(f"{PAGE.relative_to(ROOT)} is not what is installed: write it anew with .ci/licences.py")
    else:
        print(page(packages), end="")
    for line in wrong:
        print(f"licences: {line}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())

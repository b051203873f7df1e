"""One HTML file that needs nothing else: data, style and script inside, and a policy by which a browser runs and loads nothing but them."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from extractor.emitters.wording import LANGUAGES
from extractor.language.patterns import Patterns
from extractor.review.picture import Picture

STATIC = Path(__file__).resolve().parent / "static"
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def words(patterns: Patterns, prefix: str) -> dict[str, list[str]]:
    """The page's own words by id without ``prefix``, each in the order of `LANGUAGES`; a ``{name}`` in them is filled in by the page."""
    found: dict[str, list[str]] = {}
    for entry in patterns.entries():
        if entry.kind == "message" and entry.id.startswith(prefix):
            found[entry.id.removeprefix(prefix)] = [str(entry.data[lang]) for lang in LANGUAGES]
    return found


def embedded(data: object) -> str:
    """``data`` as JSON that no HTML parser can take for markup and no JavaScript engine for a line break."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def assembled(
    title: str, data: Mapping[str, object], styles: Sequence[str | Path], scripts: Sequence[str | Path], pictures: Iterable[Picture] = ()
) -> str:
    """The page. styles, scripts: names of files in ``static/`` or paths, in order; the scripts share one scope. lang of the page: ``data["lang"]``.

    The pictures stand in the page itself, so that it shows them, and prints, whatever becomes of the script.
    """
    style, script = styled(styles), scripted(scripts)
    lang = "zh-CN" if data.get("lang") == "zh" else "en"
    return "".join(
        [
            f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<meta charset="utf-8">\n',
            meta(policy([style], [script])),
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n',
            f'<link rel="icon" href="data:,">\n<title>{escape(plain(title))}</title>\n<style>{style}</style>\n</head>\n<body>\n',
            '<div id="app"></div>\n<div id="pictures">',
            *(_image(picture) for picture in pictures),
            f'</div>\n<script type="application/json" id="data">{embedded(data)}</script>\n<script>{script}</script>\n</body>\n</html>\n',
        ]
    )


def styled(names: Sequence[str | Path]) -> str:
    """The style of a page."""
    return "\n".join(_static(name) for name in names)


def scripted(names: Sequence[str | Path]) -> str:
    """The script of a page; its files share one scope, nobody else sees into it."""
    return "(function () {\n'use strict';\n" + "\n".join(_static(name) for name in names) + "\n})();\n"


def policy(styles: Sequence[str], scripts: Sequence[str], *more: str) -> str:
    """The content security policy under which a browser applies exactly these inline styles, runs exactly these scripts, and loads nothing.

    more: further directives, such as ``connect-src 'self'`` for a page that a server of ours gives.
    """
    return "; ".join(
        [
            "default-src 'none'",
            "img-src data:",
            f"style-src {' '.join(map(_source, styles))}",
            f"script-src {' '.join(map(_source, scripts))}",
            "base-uri 'none'",
            "form-action 'none'",
            *more,
        ]
    )


def meta(policy: str) -> str:
    """The line of a page's head that carries its policy."""
    return f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'


def plain(text: str) -> str:
    """``text`` without what is no text: controls, those that turn the direction of writing around included."""
    return _NOT_TEXT.sub("\ufffd", text)


def _image(picture: Picture) -> str:
    content = base64.b64encode(picture.data).decode("ascii")
    return f'<img data-page="{picture.page}" width="{picture.width}" height="{picture.height}" alt="" src="data:{picture.kind};base64,{content}">\n'


def _static(name: str | Path) -> str:
    return (STATIC / name).read_text(encoding="utf-8")


def _source(content: str) -> str:
    """The source expression that allows exactly this inline content (Content Security Policy, level 2)."""
    return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode("utf-8")).digest()).decode("ascii") + "'"

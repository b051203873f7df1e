"""Messages: the wording of an entry in a language, filled with the figures of a finding."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from string import Formatter

from extractor.language.patterns import Patterns
from extractor.model.errors import PatternError


def render(patterns: Patterns, id: str, params: Mapping[str, object], lang: str) -> str:
    """The message of entry ``id`` in ``lang`` (``zh`` or ``en``) with each ``{name}`` replaced by its parameter.

    The template is the entry's ``zh``/``en``, else ``message_zh``/``message_en``. A `Decimal` is written out with its printed decimals,
    never with an exponent. Raises `PatternError`, naming file, line and entry: ``pattern-unknown`` (no such entry), ``message-language``
    (no wording in this language), ``message-placeholder`` (the template is malformed or asks for more than a plain name),
    ``message-parameter`` (a parameter is missing).
    """
    entry = patterns.entry(id)
    template = entry.data.get(lang, entry.data.get(f"message_{lang}"))
    if not isinstance(template, str):
        raise PatternError("message-language", str(entry.origin), entry=id, lang=lang)
    pieces: list[str] = []
    try:
        parsed = list(Formatter().parse(template))
    except ValueError as error:
        raise PatternError("message-placeholder", str(entry.origin), entry=id, placeholder=template) from error
    for literal, name, spec, conversion in parsed:
        pieces.append(literal)
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise PatternError("message-placeholder", str(entry.origin), entry=id, placeholder=name)
        if name not in params:
            raise PatternError("message-parameter", str(entry.origin), entry=id, parameter=name)
        value = params[name]
        pieces.append(format(value, "f") if isinstance(value, Decimal) else str(value))
    return "".join(pieces)

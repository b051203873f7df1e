"""The grammar of numerals: from pieces (digits, multipliers, hedges, masks) to an exact amount. Used by `extractor.language.numerals`."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import MAX_EMAX, MIN_EMIN, Context, Decimal, Inexact, InvalidOperation
from fractions import Fraction
from typing import NamedTuple

from extractor.language.chinese_numbers import Vocabulary, count, multiplier
from extractor.language.patterns import Patterns


class Token(NamedTuple):
    """A piece of a numeral; ``kind`` is a group of the pattern ``numeral.token``."""

    kind: str
    text: str


class Amount(NamedTuple):
    """``unscaled`` None: only the order is said. ``more``: a 余, 多 or 几 stands in it."""

    unscaled: Decimal | None
    decimals: int
    scale: int
    more: bool


ASCII_DIGITS = {ord("０") + digit: ord("0") + digit for digit in range(10)}
_GROUPING = str.maketrans("", "", ",，\u0020\u00a0\u2009\u202f")
INSIDE_NUMBER = ".．。,，"
"""What may stand between two digits of one number."""
_POINTS = str.maketrans({"．": ".", "。": "."})


def tokenise(text: str, packs: Patterns) -> list[Token] | None:
    """The text cut into pieces of a numeral; None where a piece of it is something else."""
    token = packs.one("numeral.token")
    pieces: list[Token] = []
    at = 0
    for match in token.finditer(text):
        if match.start() != at:
            return None
        at = match.end()
        kind = match.lastgroup or ""
        # Behind a figure the character that opens a vague number (several) says 'and some more'.
        pieces.append(Token("more" if kind == "several" and pieces and pieces[-1].kind in ("han", "number") else kind, match[0]))
    return pieces if pieces and at == len(text) else None


def read(tokens: Sequence[Token], known: Vocabulary, *, lone: bool) -> tuple[Amount, int, bool] | None:
    """Amount, denominator and whether it is masked. ``lone``: a hedge lets a multiplier stand for one of itself (近千)."""
    kinds = [token.kind for token in tokens]
    match kinds:
        case ["half"]:
            return Amount(Decimal(1), 0, 1, False), 2, False
        case ["mask"]:
            return Amount(None, 0, 1, False), 1, True
        case ["mask", "han"]:
            scale = multiplier(tokens[1].text, known)
            return None if scale is None else (Amount(None, 0, scale, False), 1, True)
        case ["per", *_]:
            denominator = multiplier(tokens[0].text[0], known)
            amount = _amount(tokens[1:], known, lone=len(tokens) == 2 and kinds[1] == "han")
            return None if amount is None or denominator is None else (amount, denominator, False)
        case [left, "of", right] if left == right and left in ("number", "han"):
            return _fraction(tokens, known)
        case ["number" | "han", "tenths"]:
            amount = _amount(tokens[:1], known, lone=False)
            return None if amount is None or amount.scale != 1 else (amount, 10, False)
        case ["han", "tenths", "han"]:
            return _tenths(tokens, known)
    amount = _amount(tokens, known, lone=lone)
    return None if amount is None else (amount, 1, False)


def _fraction(tokens: Sequence[Token], known: Vocabulary) -> tuple[Amount, int, bool] | None:
    """三分之二: the denominator comes first."""
    parts = [_amount([token], known, lone=False) for token in (tokens[0], tokens[2])]
    whole, part = parts
    if whole is None or part is None or not whole.unscaled or part.unscaled is None or whole.decimals or part.decimals:
        return None
    return Amount(part.unscaled, 0, part.scale, False), int(whole.unscaled) * whole.scale, False


def _tenths(tokens: Sequence[Token], known: Vocabulary) -> tuple[Amount, int, bool] | None:
    """七成五: tenths and hundredths."""
    tens, ones = known.digits.get(tokens[0].text), known.digits.get(tokens[2].text)
    return None if not tens or not ones else (Amount(Decimal(tens * 10 + ones), 0, 1, False), 100, False)


def _amount(tokens: Sequence[Token], known: Vocabulary, *, lone: bool) -> Amount | None:
    if not tokens:
        return None
    if tokens[0].kind == "number":
        return _mixed(tokens, known)
    kinds = [token.kind for token in tokens]
    match kinds:
        case ["several"]:
            return Amount(None, 0, 1, False)
        case ["several", "han"] | ["several", "han", "more"]:
            scale = multiplier(tokens[1].text, known)
            return None if scale is None else Amount(None, 0, 1, False)
        case ["han"]:
            return _chinese(tokens[0].text, known, lone=lone)
        case ["han", "more"] | ["han", "more", "han"]:
            scale = multiplier(tokens[2].text, known) if len(tokens) == 3 else 1
            amount = _chinese(tokens[0].text, known, lone=True)
            ends_in_multiplier = multiplier(tokens[0].text[-1], known) is not None or tokens[0].text[-1] in known.spelled_out
            if scale is None or amount is None or not ends_in_multiplier:
                return None
            return amount._replace(scale=amount.scale * scale, more=True)
    return None


def _chinese(text: str, known: Vocabulary, *, lone: bool) -> Amount | None:
    """A run of Chinese digits and multipliers with at most one decimal point."""
    point = next((index for index, character in enumerate(text) if character in known.points), None)
    if point is None:
        scale = multiplier(text, known)
        counted = count(text, known)
        if counted is None:
            return Amount(Decimal(1), 0, scale, False) if lone and scale is not None else None
        return Amount(None if counted.unscaled is None else Decimal(counted.unscaled), 0, counted.scale, False)
    whole, rest = count(text[:point], known), text[point + 1 :]
    digits = [known.digits[character] for character in _leading(rest, known)]
    scale = multiplier(rest[len(digits) :], known) if len(rest) > len(digits) else 1
    if (
        whole is None
        or whole.unscaled is None
        or whole.scale != 1
        or scale is None
        or not digits
        or scale not in (1, *known.scales.values())
    ):
        return None
    unscaled = whole.unscaled
    for digit in digits:
        unscaled = unscaled * 10 + digit
    return Amount(Decimal(unscaled).scaleb(-len(digits), _context(len(text))), len(digits), scale, False)


def _leading(text: str, known: Vocabulary) -> str:
    """The digits that ``text`` begins with; none of them a couple."""
    for index, character in enumerate(text):
        if character not in known.digits or character in known.couple:
            return text[:index]
    return text


def _mixed(tokens: Sequence[Token], known: Vocabulary) -> Amount | None:
    """Arabic digits, each group but the last with a smaller multiplier than the one before: 3亿5000万, 3万5000, 500余万, 1万多."""
    total, above, at = Decimal(0), 0, 0
    exact = _context(sum(len(token.text) for token in tokens))
    while at < len(tokens):
        if tokens[at].kind != "number":
            return None
        number = _decimal(tokens[at].text)
        decimals, colloquial = -int(number.as_tuple().exponent), above > 10 and len(tokens[at].text) == 1
        at += 1
        more, at = _more(tokens, at)
        scale: int | None = 1
        if at < len(tokens) and tokens[at].kind == "han":
            scale = multiplier(tokens[at].text, known)
            at += 1
            behind, at = _more(tokens, at)
            more, colloquial = more or behind, False
        # A group of nothing is smaller than any other, and yet must not have a larger multiplier.
        if scale is None or (above and (scale >= above or exact.multiply(number, Decimal(scale)) >= above)):
            return None
        scale = above // 10 if colloquial else scale
        total = exact.add(total, exact.multiply(number, Decimal(scale)))
        if at == len(tokens):
            return Amount(_divided(total, scale, decimals, exact), decimals, scale, more)
        if more or decimals or scale == 1:
            return None
        above = scale
    return None


def _more(tokens: Sequence[Token], at: int) -> tuple[bool, int]:
    """Whether a 余 or 多 stands at ``at``, and where to go on."""
    found = at < len(tokens) and tokens[at].kind == "more"
    return found, at + found


def _divided(total: Decimal, scale: int, decimals: int, exact: Context) -> Decimal:
    """``total / scale`` with the printed decimals; exact, as every group before the last is a multiple of ``scale``."""
    return exact.quantize(exact.divide(total, Decimal(scale)), Decimal((0, (1,), -decimals)))


def _decimal(printed: str) -> Decimal:
    """The printed digits as they are, decimals kept; separators and blanks dropped."""
    return Decimal(printed.translate(ASCII_DIGITS).translate(_POINTS).translate(_GROUPING))


def _context(digits: int) -> Context:
    """A decimal context that holds every result made of so many printed characters, and stops at one that it could not hold."""
    return Context(prec=4 * digits + 40, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation])


def value_of(unscaled: Decimal, scale: int, denominator: int) -> Decimal | Fraction:
    """``unscaled * scale / denominator``: a `Decimal` where that is exact with few digits (denominators of ten), else a `Fraction`."""
    exact = Context(prec=len(unscaled.as_tuple().digits) + 40, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[Inexact, InvalidOperation])
    scaled = exact.multiply(unscaled, Decimal(scale))
    if scale > 1 and scaled == exact.to_integral_value(scaled):
        scaled = exact.to_integral_value(scaled)
    if denominator == 1:
        return scaled
    if denominator in (10, 100, 1000, 10000):
        return exact.divide(scaled, Decimal(denominator))
    return Fraction(scaled) / denominator

"""What is fuzzed: for each target how an input is changed, and what is done with it and checked. A `Target` is a pure function of its bytes."""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, getcontext
from fractions import Fraction
from pathlib import Path

from lxml import etree

from extractor import readers
from extractor.dataset.rows import table_rows
from extractor.dataset.sources import Loaded, parse
from extractor.dataset.tei import tei
from extractor.emitters.encoding import encode
from extractor.emitters.json import to_json
from extractor.emitters.letter import letter
from extractor.emitters.mask import masked
from extractor.emitters.view import view
from extractor.emitters.wording import Wording
from extractor.emitters.working_paper import working_paper
from extractor.facts import extract_facts
from extractor.language import numerals, packs, patterns
from extractor.language.examples import check as check_examples
from extractor.language.patterns import builtin
from extractor.model.errors import GoujiError, PatternTimeoutError
from extractor.model.page import Reading
from extractor.model.report import Engine, Report
from extractor.normaliser import normalise
from extractor.readers import office, read_bytes
from extractor.readers.archive import reader as archive
from extractor.readers.detect import detect
from extractor.readers.ocr import image
from extractor.readers.ocr import pdf as ocr_pdf
from extractor.readers.ofd import scan as ofd_scan
from extractor.review.page import review_page
from extractor.segmenter import segment
from extractor.validator import verify
from extractor.validator.score.profile import find_profile
from tests.fuzz import formats, mutations, oracle, packages
from tests.fuzz.mutations import Chance
from tests.fuzz.oracle import Broken

Change = Callable[[bytes, Chance, bytes], bytes]
LONGEST = 6_000
"""Characters of a text that goes through the whole line; longer ones cost too much time each."""
PAGE_SCRIPTS = 2
"""Elements of a review page that are scripts: its data and its program."""
SHARE = 4
"""Of so many readings one goes through the whole line (by its hash), and of so many results one is made twice."""


@dataclass(frozen=True)
class Target:
    """change: gives another input from one, by chance, with a second one to take from. run: raises what is wrong; `GoujiError` for what may be refused."""

    change: Change
    run: Callable[[bytes], None]


def without_other_programs() -> None:
    """Nothing is recognised and nothing converted: that is other people's code, and a thousand times slower. Pictures are still opened and painted."""
    for module in (image, ocr_pdf, ofd_scan):
        module.recognise = lambda *_: ()  # type: ignore[attr-defined]
    office.found = lambda: None


def changed_report(data: bytes, chance: Chance, other: bytes) -> bytes:
    text, taken = data.decode("utf-8", "replace"), other.decode("utf-8", "replace")
    return mutations.changed_text(text, chance, taken).encode("utf-8", "surrogatepass")


def changed_text_file(data: bytes, chance: Chance, other: bytes) -> bytes:
    if chance.random() < 0.5:
        return mutations.changed_bytes(data, chance)
    return mutations.changed_encoding(
        mutations.changed_text(data.decode("utf-8", "replace"), chance, other.decode("utf-8", "replace")), chance
    )


def read(data: bytes) -> None:
    """A file of whatever format: its reading, what the normaliser makes of it, at times the whole line."""
    readers.forget()
    reading = read_bytes("file", data)
    oracle.check_reading(reading)
    text = normalise(reading, builtin())
    oracle.check_text(text)
    if zlib.crc32(data) % SHARE == 0:
        readers.forget()
        if read_bytes("file", data) != reading:
            raise Broken("read again, it is another reading")
        if len(text.content) <= LONGEST:
            through_line(reading)


def through_line(reading: Reading) -> Report:
    """Everything behind the readers."""
    known = builtin()
    text = normalise(reading, known)
    outline = segment(text, known)
    facts = extract_facts(text, outline, known)
    rubric = find_profile(outline, facts, known, None)
    report = Report(
        reading, text, outline, facts, verify(text, outline, facts, reading, known, rubric), Engine("0", known.digest, {}, {}), rubric
    )
    oracle.check_report(report)
    oracle.check_again(to_json(report, Wording(known, "zh")))
    return report


def line(data: bytes) -> None:
    """A report as text: the whole line; at times all of it twice, and what is made for people of it, masked too."""
    reading = read_bytes("file", data)
    if sum(len(one.text) for page in reading.pages for one in page.lines) > LONGEST:
        return
    report = through_line(reading)
    if zlib.crc32(data) % SHARE:
        return
    for lang in ("zh", "en"):
        wording = Wording(builtin(), lang)
        view(report, wording)
        oracle.check_json(to_json(report, wording))
    oracle.check_again(to_json(masked(report, builtin()), wording))
    if to_json(through_line(reading), wording) != to_json(report, wording):
        raise Broken("the same report again gives other JSON")


def papers(data: bytes) -> None:
    """What is made of a report beside its JSON: the review page, the letter, the working paper, the rows of the tables. Their XML is well-formed, their text inert."""
    reading = read_bytes("file", data)
    if sum(len(one.text) for page in reading.pages for one in page.lines) > LONGEST:
        return
    report, wording = through_line(reading), Wording(builtin(), "zh")
    result = to_json(report, wording)
    page = review_page(report, data, result, builtin())
    if page.count("<script") != PAGE_SCRIPTS or page.count("</script") != PAGE_SCRIPTS:
        raise Broken("the review page holds a script of the document's")
    for made in (letter(report, wording), working_paper(report, wording)):
        found = packages.members_of(made)
        if not found:
            raise Broken("a paper that is no package")
        for name, content in found:
            if name.endswith((".xml", ".rels")):
                etree.fromstring(content, etree.XMLParser(resolve_entities=False, huge_tree=True))
    read_again = parse(result)
    etree.fromstring(tei(Loaded(read_again, table_rows(read_again))).encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))


def members(data: bytes) -> None:
    """Everything in an archive is a member with content, a reason, or an error; none raises."""
    if detect(data) != "archive":
        read(data)
        return
    total = 0
    for member in archive.members("file", data):
        if not member.name.startswith("file") or not member.name.isprintable():
            raise Broken(f"a member's name that can't be shown: {member.name!r}")
        if isinstance(member.content, GoujiError):
            oracle.check_error(member.content)
        elif isinstance(member.content, bytes):
            total += len(member.content)
    if total > 2**30:
        raise Broken(f"{total} bytes came out of {len(data)}")


def numeral(data: bytes) -> None:
    """`parse` and `find` never raise, and what they give is what they say."""
    text = data.decode("utf-8", "replace")[:200]
    before = getcontext().copy()
    found = [*filter(None, [numerals.parse(text)]), *numerals.find(text)]
    numerals.parse_year(text)
    numerals.chinese_to_int(text)
    if repr(getcontext()) != repr(before):
        raise Broken("the global context of Decimal is another")
    end = 0
    for position, one in enumerate(found):
        if text[one.start : one.end] != one.text:
            raise Broken(f"{one.text!r} is not what stands at {one.start}")
        if position or one.start:
            if one.start < end:
                raise Broken("numerals overlap")
            end = one.end
        if (
            one.unscaled is not None
            and one.value is not None
            and Fraction(one.value) * one.denominator != Fraction(one.unscaled) * one.scale
        ):
            raise Broken(f"{one} is not its unscaled figure times its scale")
        again = numerals.parse(one.text)
        if again is None or (again.value, again.hedge, again.decimals) != (one.value, one.hedge, one.decimals):
            raise Broken(f"{one.text!r} alone is another numeral: {again}")


def changed_numeral(data: bytes, chance: Chance, other: bytes) -> bytes:
    text = data.decode("utf-8", "replace")[:60]
    letters = "0123456789.,，。 ％%‰０５一二两三四五六七八九十百千万亿零〇○廿几多余约近第分之成半负-—+≥xX×*点年月日个户人元至到~"
    for _ in range(mutations.some(chance, 6)):
        at = chance.randrange(len(text) + 1)
        start, end = mutations.place(chance, len(text), 8)
        text = chance.choice(
            (
                text[:at] + chance.choice(letters) + text[at:],
                text[:start] + text[end:],
                text[:at] + text[start:end] + text[at:],
                text[:at] + other.decode("utf-8", "replace")[:12] + text[at:],
            )
        )
    return text.encode("utf-8", "replace")


def pack(data: bytes) -> None:
    """A user's pack is loaded, its examples checked and a text read with it, or it is refused with file, line and entry."""
    if zlib.crc32(data) % (4 * SHARE):
        loaded = patterns.Patterns(
            "", packs.merge([packs.Source(0, "mine.toml", "mine.toml", data)])
        )  # the built-in ones take longer than all the rest
        for one in loaded:
            assert one.compiled
        return
    with tempfile.TemporaryDirectory(prefix="gouji-fuzz-") as folder:
        Path(folder, "mine.toml").write_bytes(data)
        try:
            loaded = patterns.load([Path(folder)])
            check_examples(loaded)
        finally:
            for digest in [digest for digest in patterns._loaded if digest != builtin().digest]:
                del patterns._loaded[digest]


def changed_pack(data: bytes, chance: Chance, other: bytes) -> bytes:
    if chance.random() < 0.2:
        return mutations.changed_bytes(data, chance)
    text, taken = data.decode("utf-8", "replace"), other.decode("utf-8", "replace")
    signs = (
        "[",
        "]",
        "{",
        "}",
        "(",
        ")",
        "'''",
        '"',
        "=",
        "\\",
        "{value}",
        "{words:x}",
        "{ours}",
        "(?P<a>",
        "(?<=",
        "*",
        "+",
        "|",
        "[[pattern]]",
        "[[words]]",
        "id = 1",
        "true",
        "\n",
        "2021-01-01",
        "schema = 2",
    )
    for _ in range(mutations.some(chance, 5)):
        at = chance.randrange(len(text) + 1)
        text = text[:at] + chance.choice(signs) + text[at:] if chance.random() < 0.4 else mutations.changed_text(text, chance, taken)
    return text.encode("utf-8", "surrogatepass")


def every_pattern(data: bytes) -> None:
    """Every pattern on a text: it ends within its time, its matches stand where they say and do not overlap."""
    text = data.decode("utf-8", "replace")[:LONGEST]
    for one in builtin():
        end = 0
        for match in one.finditer(text):
            if not end <= match.start() <= match.end() <= len(text):
                raise Broken(f"{one.id}: matches overlap or leave the text")
            end = match.end()


def round_trip(data: bytes) -> None:
    """Values that the bytes spell: written as JSON, read, written again, they are the same bytes; on one line they are the same values."""
    import json

    chance = Chance(zlib.crc32(data))
    value = _value(chance, data.decode("utf-8", "replace") + "\ud800", 0)
    written = encode(value)
    again = json.loads(written, parse_float=Decimal)
    if encode(again) != written:
        raise Broken("JSON read and written again differs")
    if json.loads(encode(value, one_line=True), parse_float=Decimal) != again:
        raise Broken("on one line it is something else")
    written.encode("utf-8")


def _value(chance: Chance, text: str, depth: int) -> object:
    kind = chance.randrange(9 if depth < 6 else 6)
    if kind == 0:
        return None
    if kind == 1:
        return chance.choice((True, False, 0, -1, 2**70, chance.randrange(10**6)))
    if kind == 2:
        return Decimal((chance.randrange(2), tuple(chance.randrange(10) for _ in range(chance.randint(1, 25))), -chance.randrange(20)))
    if kind == 3:
        return Fraction(chance.randrange(-(10**9), 10**9), chance.randint(1, 10**4))
    if kind == 4:
        return round(chance.uniform(-2000, 2000), 2)
    start, end = mutations.place(chance, len(text), 20)
    if kind == 5:
        return text[start:end]
    if kind == 6:
        return {text[index : index + 3] + str(index): _value(chance, text, depth + 1) for index in range(chance.randrange(6))}
    return [_value(chance, text, depth + 1) for _ in range(chance.randrange(7))]


def said_once(run: Callable[[bytes], None]) -> Callable[[bytes], None]:
    """``run``, with the error that refuses an input checked before it is passed on."""

    def checked(data: bytes) -> None:
        try:
            run(data)
        except PatternTimeoutError:
            raise
        except GoujiError as error:
            oracle.check_error(error, data)
            raise

    return checked


def _bytes(data: bytes, chance: Chance, other: bytes) -> bytes:
    return mutations.changed_bytes(data, chance, 1536)


def _mhtml(data: bytes, chance: Chance, other: bytes) -> bytes:
    return formats.changed_html(data, chance, other) if chance.random() < 0.6 else mutations.changed_bytes(data, chance, 400)


TARGETS: dict[str, Target] = {
    name: Target(change, said_once(run))
    for name, change, run in (
        ("text", changed_text_file, read), ("pdf", formats.changed_pdf, read), ("docx", packages.changed_package, read), ("ofd", packages.changed_package, read),
        ("xlsx", packages.changed_package, read), ("xls", formats.changed_records, read), ("html", formats.changed_html, read), ("mhtml", _mhtml, read),
        ("archive", packages.changed_archive, members), ("image", formats.changed_picture, read), ("doc", _bytes, read), ("line", changed_report, line),
        ("numerals", changed_numeral, numeral), ("packs", changed_pack, pack), ("patterns", changed_report, every_pattern), ("json", changed_report, round_trip),
        ("papers", changed_report, papers),
    )
}  # fmt: skip

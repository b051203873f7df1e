"""Changes inside PDF (objects, streams, the cross-reference table written anew), web pages (tags), old workbooks (records) and pictures (chunks)."""

from __future__ import annotations

import re
import struct
import zlib

from tests.fuzz.mutations import NUMBERS, Chance, changed_bytes, changed_encoding, changed_text, some

OBJECT = re.compile(rb"(?:^|[\r\n])(\d{1,7}) (\d{1,5}) obj\b(.*?)endobj", re.DOTALL)
TRAILER = re.compile(rb"trailer\s*(<<.*?>>)\s*startxref", re.DOTALL)
NUMBER = re.compile(rb"(?<![\w./+-])[+-]?\d+(?:\.\d+)?(?![\w.])")
REFERENCE = re.compile(rb"\b\d+ \d+ R\b")
NAME = re.compile(rb"/[A-Za-z][\w.-]*")
STREAM = re.compile(rb"(.*?stream\r?\n)(.*?)(\r?\n?endstream.*)", re.DOTALL)
OPERATORS = (
    b"Do",
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"Tj",
    b"TJ",
    b"Tf",
    b"Td",
    b"Tm",
    b"cm",
    b"re",
    b"f",
    b"S",
    b"BI",
    b"ID",
    b"EI",
    b"3 Tr",
    b"W n",
    b"gs",
    b"sh",
)
TAG = re.compile(r"<[^<>]*>|[^<]+|<")
TAGS = (
    "<table>", "</table>", "<tr>", "<td>", "<td colspan=9 rowspan=0>", "<td colspan=-1>", "<td rowspan=65534>", "<th>", "<div>", "</div>", "<p>", "<br>", "<ol start=99>",
    "<ol type=i reversed>", "<li value=-3>", "<ul>", "<b>", "<a>", "<span style='display:none'>", "<font>", "<script>", "<style>", "<!--", "-->", "<![CDATA[", "<template>",
    "<select><option>", "<textarea>", "<svg>", "<math>", "<iframe>", "<noscript>", "<pre>", "<ruby>甲<rt>jia", "<form>", "<body>", "<html>", "<head>", "<title>",
    "<meta charset=utf-16>", "<meta http-equiv=Content-Type content='text/html;charset=x'>", "<base href=x>", "<plaintext>", "<frameset>", "<input>", "<sup>", "<del>", "&#0;", "&#x110000;", "&#xd800;",
    "<o:p>", "<h1>", "<caption>", "<col span=1000>", "<details>", "<dialog>", "<video>",
)  # fmt: skip


def changed_pdf(data: bytes, chance: Chance, other: bytes = b"") -> bytes:
    """A PDF with objects lost, doubled, swapped, bent, pointing elsewhere; mostly with a table that fits again."""
    found = [(int(one[1]), one[3]) for one in OBJECT.finditer(data)]
    if not found or chance.random() < 0.04:
        return changed_bytes(data, chance)
    objects = dict(found)
    for _ in range(some(chance, 5)):
        number = chance.choice(list(objects))
        change = chance.random()
        if change < 0.05 and len(objects) > 1:
            del objects[number]
        elif change < 0.12:
            objects[number] = chance.choice(list(objects.values()))
        else:
            objects[number] = _changed_object(objects[number], list(objects), chance)
    trailer = TRAILER.search(data)
    return written(objects, trailer[1] if trailer else b"<</Root 1 0 R>>", chance)


def written(objects: dict[int, bytes], trailer: bytes, chance: Chance) -> bytes:
    """Objects by number as a PDF."""
    pieces, places, at = [b"%PDF-1.7\n"], {}, 9
    for number, body in objects.items():
        piece = b"%d 0 obj%bendobj\n" % (number, body)
        places[number] = at
        pieces.append(piece)
        at += len(piece)
    size = max(objects, default=0) + 1
    if size > 100_000 or chance.random() < 0.05:  # no table: readers must find the objects
        return b"".join(pieces) + b"trailer" + trailer
    rows = b"".join(b"%010d 00000 n \n" % places[one] if one in places else b"0000000000 65535 f \n" for one in range(size))
    trailer = re.sub(rb"/Size \d+", b"/Size %d" % size, trailer)
    return b"".join(pieces) + b"xref\n0 %d\n%btrailer %b\nstartxref\n%d\n%%%%EOF\n" % (size, rows, trailer, at)


def _changed_object(body: bytes, numbers: list[int], chance: Chance) -> bytes:
    split = STREAM.fullmatch(body)
    if split is None:
        return _changed_syntax(body, numbers, chance)
    head, content, tail = split.groups()
    if chance.random() < 0.35:
        return _changed_syntax(head, numbers, chance) + content + tail
    packed = b"/FlateDecode" in head and b"/DecodeParms" not in head
    if packed:
        try:
            content = zlib.decompress(content)
        except zlib.error:
            packed = False
    content = _changed_content(content, chance) if chance.random() < 0.8 else changed_bytes(content, chance)
    if packed:
        content = zlib.compress(content)
    if chance.random() < 0.9:
        head = re.sub(rb"/Length \d+(?! \d+ R)", b"/Length %d" % len(content), head)
    return head + content + tail


def _changed_content(content: bytes, chance: Chance) -> bytes:
    lines = content.split(b"\n")
    one, two = chance.randrange(len(lines)), chance.randrange(len(lines))
    change = chance.randrange(6)
    if change == 0:
        lines.insert(two, lines[one])
    elif change == 1:
        del lines[min(one, two) : min(one, two) + 3]
    elif change == 2:
        lines[one], lines[two] = lines[two], lines[one]
    elif change == 3:
        lines.insert(one, chance.choice(OPERATORS))
    elif change == 4:
        lines[one] = _replaced(NUMBER, lines[one], chance.choice(NUMBERS).encode(), chance)
    else:
        lines[one] = _replaced(NAME, lines[one], _one_of(NAME, content, chance) or b"/F1", chance)
    return b"\n".join(lines)


def _changed_syntax(body: bytes, numbers: list[int], chance: Chance) -> bytes:
    change = chance.randrange(6)
    if change == 0:
        return _replaced(NUMBER, body, chance.choice(NUMBERS).encode(), chance)
    if change == 1:
        return _replaced(REFERENCE, body, b"%d 0 R" % chance.choice(numbers), chance)
    if change == 2:
        return _replaced(NAME, body, _one_of(NAME, body, chance) or b"/Kids", chance)
    if change == 3:
        return _replaced(NUMBER, body, b"%d 0 R" % chance.choice(numbers), chance)
    if change == 4:
        return _replaced(NAME, body, b"[" * chance.choice((1, 30, 600)), chance)
    return changed_bytes(body, chance)


def _one_of(what: re.Pattern[bytes], within: bytes, chance: Chance) -> bytes:
    found = what.findall(within)
    return chance.choice(found) if found else b""


def _replaced(what: re.Pattern[bytes], within: bytes, by: bytes, chance: Chance) -> bytes:
    found = list(what.finditer(within))
    if not found:
        return within
    at = chance.choice(found)
    return within[: at.start()] + by + within[at.end() :]


def changed_html(data: bytes, chance: Chance, other: bytes = b"") -> bytes:
    """A web page with tags and texts moved, lost, doubled, nested and left open."""
    if chance.random() < 0.03:
        return changed_bytes(data, chance)
    pieces = TAG.findall(data.decode("utf-8", "surrogateescape"))
    for _ in range(some(chance, 8)):
        if not pieces:
            break
        one, two = chance.randrange(len(pieces)), chance.randrange(len(pieces))
        change = chance.randrange(8)
        if change == 0:
            del pieces[one]
        elif change == 1:
            pieces[one], pieces[two] = pieces[two], pieces[one]
        elif change == 2:
            pieces[two:two] = pieces[one : one + chance.choice((1, 1, 5, 40))]
        elif change in (3, 4):
            pieces.insert(one, chance.choice(TAGS) * chance.choice((1, 1, 1, 3, 600)))
        elif change == 5:
            pieces[one] = re.sub(r"\d+", chance.choice(NUMBERS), pieces[one], count=1)
        else:
            pieces[one] = changed_text(pieces[one], chance, pieces[two])
    text = "".join(pieces)
    try:
        return text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return changed_encoding(text, chance)


def changed_records(data: bytes, chance: Chance, other: bytes = b"") -> bytes:
    """An old workbook with records changed in kind, size or content; the compound file round them stays whole. Any other bytes are changed as bytes."""
    at = data.find(b"\x09\x08\x10\x00\x00\x06")
    if at < 0 or chance.random() < 0.25:
        return changed_bytes(data, chance, 1536)
    made, places = bytearray(data), []
    while at + 4 <= len(made) and len(places) < 5000:
        kind, size = struct.unpack_from("<HH", made, at)
        if kind == 0 and size == 0:
            break
        places.append((at, size))
        at += 4 + size
    for _ in range(some(chance, 6)):
        at, size = chance.choice(places)
        change = chance.randrange(5)
        if change == 0:
            struct.pack_into("<H", made, at, struct.unpack_from("<H", made, chance.choice(places)[0])[0])
        elif change == 1 and at + 4 <= len(made):
            struct.pack_into("<H", made, at + 2, chance.choice((0, 1, max(0, size - 1), min(0xFFFF, size + 1), 0xFFFF)))
        elif size:
            spot = min(len(made) - 1, at + 4 + chance.randrange(size))
            made[spot] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
    return bytes(made[: len(data)])


def changed_picture(data: bytes, chance: Chance, other: bytes = b"") -> bytes:
    """A picture; the chunks of a PNG keep their sums."""
    if not data.startswith(b"\x89PNG") or chance.random() < 0.3:
        return changed_bytes(data, chance, 256)
    chunks, at = [], 8
    while at + 12 <= len(data):
        (size,) = struct.unpack_from(">I", data, at)
        chunks.append((data[at + 4 : at + 8], data[at + 8 : at + 8 + size]))
        at += 12 + size
    for _ in range(some(chance, 3)):
        if not chunks:
            break
        at = chance.randrange(len(chunks))
        kind, inside = chunks[at]
        chunks[at] = chance.choice(((kind, changed_bytes(inside, chance)), (chance.choice(chunks)[0], inside), chance.choice(chunks)))
    return data[:8] + b"".join(
        struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside)) for kind, inside in chunks
    )

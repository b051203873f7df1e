"""Hostile web pages, texts, old Office files, RTF."""

from __future__ import annotations

import struct

from tests.brokenfiles import OLE, html, sound
from tests.hostile.case import READ, case

SCORE = "一、组织领导（分值10分，自评得分9分）\n"
OLE_ENDS = ("format-ole-unsupported", "doc-damaged", "xlsx-damaged", READ)


@case("depth.html", "html-too-deep")
def depth() -> bytes:
    """A hundred thousand elements in each other."""
    return html("<div>" * 100_000 + "自评得分9分")


@case("inline-depth.html", "html-too-deep", "html-too-large")
def inline_depth() -> bytes:
    """A hundred thousand bold words in each other, which each paragraph opens again."""
    return html(("<b>" * 10 + "<p>") * 10_000 + "自评得分9分")


@case("tables.html", READ, "html-too-deep", "html-too-large")
def tables() -> bytes:
    """Tables in tables, five thousand deep."""
    return html("<table><tr><td>" * 5000 + "自评得分9分")


@case("attributes.html", "html-too-large")
def attributes() -> bytes:
    """An element of three hundred thousand attributes."""
    return html("<p " + " ".join(f"a{number}=b" for number in range(300_000)) + ">自评得分9分</p>")


@case("tags.html", "html-too-large")
def tags() -> bytes:
    """Six hundred thousand tags."""
    return html("<i></i>" * 300_001)


@case("styles.html", READ)
def styles() -> bytes:
    """Five thousand rules of style with selectors in selectors, and as many elements."""
    rules = "".join(f".a{number} > :not(.b .c{number}) ~ p {{display:none}}" for number in range(5_000))
    return html(f"<style>{rules}</style>" + "<p class='a1 b c1'>自评得分9分</p>" * 5_000)


@case("entities.html", READ, "text-mojibake-replaced")
def entities() -> bytes:
    """Characters by numbers that no character has."""
    return html("自评得分9分" + "&#x110000;&#0;&#xD800;&#99999999999;&notanentity;" * 20_000)


@case("frames.html", READ, "html-frames")
def frames() -> bytes:
    """Frames within frames within frames, each written into the attribute of the one before."""
    page = "自评得分9分"
    for _ in range(12):
        page = f'<iframe srcdoc="{page.replace("&", "&amp;").replace(chr(34), "&quot;")}"></iframe>'
    return html(f"<p>自评得分9分</p>{page}")


@case("requests.html", READ)
def requests() -> bytes:
    """A page that would load pictures, styles and scripts from the network."""
    far = "http://192.0.2.1/"
    return html(
        f"<link rel=stylesheet href={far}a><script src={far}b></script><img src={far}c><base href={far}><meta http-equiv=refresh content='0;{far}'><p>自评得分9分</p>"
    )


@case("encodings.html", READ, "text-encoding", "text-binary", "html-blank")
def encodings() -> bytes:
    """A page in UTF-16 without a mark that says it is in UTF-7, in GBK and in Big5."""
    return ("<meta charset=utf-7><meta charset=gbk><meta charset=big5>" + html(SCORE).decode()).encode("utf-16-le")


def mhtml(inside: bytes, boundary: bytes = b"b0") -> bytes:
    return b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=" + boundary + b"\r\n\r\n" + inside


@case("parts.mhtml", "html-too-deep")
def mhtml_depth() -> bytes:
    """An archive of a page in an archive, a thousand deep."""
    return b"".join(
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(1000)
    ) + b"Content-Type: text/html\r\n\r\n" + html(SCORE)  # fmt: skip


@case("boundaries.mhtml", "html-too-deep")
def mhtml_boundaries() -> bytes:
    """The same, with names of parameters in capitals, continued and in charsets."""
    return b"".join(
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; %s="b%d"\r\n\r\n--b%d\r\n' % (name, level, level)
        for level, name in enumerate((b"BOUNDARY", b"boundary*0", b"Boundary *") * 100)
    ) + b"Content-Type: text/html\r\n\r\n" + html(SCORE)  # fmt: skip


@case("messages.mhtml", "mhtml-too-deep")
def mhtml_messages() -> bytes:
    """A message in a message, five thousand deep, without a boundary."""
    return b"MIME-Version: 1.0\r\n" + b"Content-Type: message/rfc822\r\n\r\nMIME-Version: 1.0\r\n" * 5000


@case("pieces.mhtml", READ, "html-no-page")
def mhtml_pieces() -> bytes:
    """Twenty thousand empty pieces before the page."""
    return mhtml(b"--b0\r\n\r\n" * 20_000 + b"--b0\r\nContent-Type: text/html\r\n\r\n" + html(SCORE) + b"\r\n--b0--")


@case("rubbish.mhtml", READ, "html-no-page", "html-blank", "text-encoding", "text-binary")
def mhtml_rubbish() -> bytes:
    """A page in an encoding of transport and of characters that do not exist."""
    head = b"--b0\r\nContent-Type: text/html; charset=nothing\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return mhtml(head + b"!!!! not base64 ====" * 1000 + b"\r\n--b0--")


@case("one-line.txt", READ, "time-limit", "memory-limit", "pattern-timeout", heavy=True)
def one_line() -> bytes:
    """A line of fifty megabytes."""
    return ("自评得分9分，" * (50 * 2**20 // 21)).encode()


@case("long-line.txt", READ, "pattern-timeout")
def long_line() -> bytes:
    """A line of half a megabyte without a full stop."""
    return (SCORE.strip() + "，工作开展有序" * 25_000).encode()


@case("nulls.txt", READ, "text-binary")
def nulls() -> bytes:
    """A report with a NUL behind every character, and a thousand of them in the middle."""
    return "\0".join(SCORE).encode() + bytes(1000) + SCORE.encode()


@case("surrogates.txt", READ, "text-encoding", "text-binary")
def surrogates() -> bytes:
    """UTF-16 with halves of characters, and an odd byte at the end."""
    return b"\xff\xfe" + SCORE.encode("utf-16-le") + b"\x00\xd8" * 100 + b"\x00\xdc\x00"


@case("marks.txt", READ, "text-encoding", "text-binary")
def marks() -> bytes:
    """The marks of four encodings, one behind the other."""
    return b"\xef\xbb\xbf\xff\xfe\xfe\xff\x00\x00\xfe\xff" + SCORE.encode() + b"\xef\xbb\xbf" + SCORE.encode("gb18030")


@case("two-encodings.txt", READ, "text-encoding")
def two_encodings() -> bytes:
    """Half of the lines in UTF-8, half in GBK."""
    return b"".join(SCORE.encode("gb18030" if number % 2 else "utf-8") for number in range(100))


@case("directions.txt", READ)
def directions() -> bytes:
    """Marks that turn the direction of writing, of no width, and a thousand accents on one character."""
    return (SCORE.replace("9", "\u202e9\u200b\u2066\u202d") + "分" + "\u0301" * 1000 + "\n" + "\u202e" * 1000 + SCORE).encode()


@case("digits.txt", READ, "pattern-timeout")
def digits() -> bytes:
    """Scores of a hundred thousand digits, and of a hundred thousand Chinese numerals."""
    return f"一、甲（分值{'9' * 100_000}分，自评得分{'九' * 100_000}分）\n二、乙（分值1e999999999分，自评得分{'十' * 9999}万亿分）\n{SCORE}".encode()


@case("points.txt", READ, "pattern-timeout")
def points() -> bytes:
    """A number with ten thousand decimal points, and brackets that are never closed."""
    return (SCORE + "自评得分" + "1." * 10_000 + "分" + "（得分" * 5_000 + "占比" * 5_000 + "3%").encode()


@case("claims.txt", READ, "pattern-timeout", "time-limit", heavy=True)
def claims() -> bytes:
    """Twenty thousand figures that could each be a part of each other."""
    return (SCORE + "投入" + "、".join(f"{number}万元" for number in range(20_000)) + "，共计199990001万元，其中占比3%。").encode()


@case("fat-circle.doc", *OLE_ENDS)
def fat_circle() -> bytes:
    """A compound file whose every sector is followed by itself."""
    head = bytearray(OLE[:512])
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIII", head, 44, 1, 1, 0, 4096, 1, 1, 0xFFFFFFFE, 0)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack("<128I", *range(128))
    name = "WordDocument".encode("utf-16-le").ljust(64, b"\0")
    entry = name + struct.pack("<HBBIII16sIQQIQ", 26, 5, 1, 0, 0, 0, bytes(16), 0, 0, 0, 1, 2**31)
    return bytes(head) + table + entry * 4


@case("directory-circle.xls", *OLE_ENDS)
def directory_circle() -> bytes:
    """A compound file whose folder stands in itself."""
    made = bytearray(fat_circle())
    name = "Workbook".encode("utf-16-le").ljust(64, b"\0")
    made[1024:1088] = name
    return bytes(made)


@case("sectors.doc", *OLE_ENDS)
def sectors() -> bytes:
    """A compound file of two thousand million sectors, each of four thousand million bytes."""
    head = bytearray(fat_circle())
    struct.pack_into("<HH", head, 30, 32, 32)
    struct.pack_into("<I", head, 44, 0x7FFFFFFF)
    return bytes(head)


@case("records.xls", "xlsx-damaged", "xlsx-blank", "format-ole-unsupported", READ)
def records() -> bytes:
    """An old workbook whose records are all said to be as long as can be."""
    made = bytearray(sound()["xls"])
    at = made.index(struct.pack("<HHHH", 0x809, 16, 0x600, 5))
    for place in range(at + 20, at + 2000, 97):
        struct.pack_into("<H", made, place, 0xFFFF)
    return bytes(made)


@case("old-word.doc", *OLE_ENDS, "doc-encrypted", "doc-bomb", "office-missing", "conversion-failed")
def old_word() -> bytes:
    """A compound file that is only names: no document, no table."""
    return OLE + "WordDocument1Table0TableEncryptedSummary".encode("utf-16-le") * 500


@case("depth.rtf", READ, "conversion-failed", "conversion-timeout", "office-missing", "doc-blank", office=True)
def rtf_depth() -> bytes:
    """Groups in groups, a hundred thousand deep."""
    return b"{\\rtf1 self score 9 " + b"{" * 100_000 + b"}" * 100_000 + b"}"


@case("objects.rtf", READ, "conversion-failed", "conversion-timeout", "time-limit", "office-missing", "doc-blank", office=True, heavy=True)
def rtf_objects() -> bytes:
    """An embedded program, a field that fetches from the network, and binary data that is said to be two gigabytes long."""
    evil = (
        b"{\\object\\objemb{\\*\\objdata " + b"4d5a9000" * 2000 + b'}}{\\field{\\*\\fldinst INCLUDETEXT "http://192.0.2.1/a"}{\\fldrslt 9}}'
    )
    return b"{\\rtf1 self score 9 " + evil + b"{\\pict\\bin2147483647 x}}"

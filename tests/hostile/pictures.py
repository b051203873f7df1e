"""Hostile pictures."""

from __future__ import annotations

import struct
import zlib

from tests.brokenfiles import GIGAPIXEL, png
from tests.hostile.case import READ, case

DAMAGED = "image-damaged"
LARGE = "image-too-large"


def chunk(kind: bytes, inside: bytes) -> bytes:
    return struct.pack(">I", len(inside)) + kind + inside + struct.pack(">I", zlib.crc32(kind + inside))


@case("gigapixel.png", LARGE)
def gigapixel() -> bytes:
    """A thousand million white pixels in 130 KB."""
    return png(GIGAPIXEL)


@case("text-bomb.png", READ, DAMAGED)
def text_bomb() -> bytes:
    """A remark of two hundred megabytes, packed into a small picture."""
    made = png(64)
    return made.replace(chunk(b"IEND", b""), chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(200 * 2**20), 9)) + chunk(b"IEND", b""))


@case("profile-bomb.png", READ, DAMAGED)
def profile_bomb() -> bytes:
    """A colour profile of two hundred megabytes, packed."""
    made = png(64)
    head = made.index(b"IDAT") - 4
    return made[:head] + chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(200 * 2**20), 9)) + made[head:]


@case("chunks.png", READ, DAMAGED)
def chunks() -> bytes:
    """Two hundred thousand empty pieces before the end."""
    made = png(64)
    return made.replace(chunk(b"IEND", b""), chunk(b"tEXt", b"a\0b") * 200_000 + chunk(b"IEND", b""))


@case("frames-circle.tif", READ, DAMAGED, "image-too-many-pages")
def frames_circle() -> bytes:
    """A TIFF whose page is followed by itself."""
    entries = [(256, 8), (257, 8), (258, 1), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8), (279, 8)]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return b"II*\0" + struct.pack("<I", 16) + bytes(8) + directory + struct.pack("<I", 16)


@case("wide.tif", LARGE, DAMAGED)
def wide() -> bytes:
    """A TIFF of four thousand million columns and rows."""
    entries = [(256, 2**32 - 1), (257, 2**32 - 1), (258, 1), (259, 1), (262, 1), (273, 8), (277, 1), (278, 2**32 - 1), (279, 8)]
    directory = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
    return b"II*\0" + struct.pack("<I", 8) + directory + struct.pack("<I", 0)


@case("wide.jpg", LARGE, DAMAGED)
def wide_jpeg() -> bytes:
    """A JPEG of 65,535 columns and rows with nothing in it."""
    return b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x0b\x08\xff\xff\xff\xff\1\1\x11\0\xff\xda\0\x08\1\1\0\0?\0\xff\xd9"


@case("wide.gif", LARGE, DAMAGED)
def wide_gif() -> bytes:
    """A GIF of 65,535 columns and rows in forty bytes."""
    return b"GIF89a\xff\xff\xff\xff\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\xff\xff\xff\xff\0\x02\x02D\x01\0;"


@case("rubbish.jp2", DAMAGED)
def rubbish_jp2() -> bytes:
    """The mark of JPEG 2000 and noise."""
    return b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(range(256)) * 40


@case("rubbish.webp", DAMAGED)
def rubbish_webp() -> bytes:
    """The mark of WEBP and noise."""
    return b"RIFF\xff\xff\xff\xffWEBPVP8L" + bytes(range(256)) * 40

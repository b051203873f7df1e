"""Changes inside packages: members of a ZIP, nodes of their XML, entries of a tar; packed again so that sums and directories are right."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from copy import deepcopy
from typing import Any

from lxml import etree

from tests.fuzz.mutations import NUMBERS, Chance, changed_bytes, changed_text, some

DEEP = (20, 200, 300, 3000)
"""Levels that an element is wrapped into: below, at and beyond what parsers bear."""


def members_of(data: bytes) -> list[tuple[str, bytes]] | None:
    """Name and content of each member; None where this is no ZIP that can be opened, or one that is too large to be played with."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(one.file_size for one in archive.infolist()) > 2**22:
                return None
            return [(one.filename, archive.read(one)) for one in archive.infolist()]
    except (
        zipfile.BadZipFile,
        zlib.error,
        OSError,
        ValueError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        KeyError,
        IndexError,
        MemoryError,
    ):
        return None


def zipped(members: list[tuple[str, bytes]], chance: Chance) -> bytes:
    """Members as a ZIP, packed or stored."""
    method = chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))
    pieces, directory, at = [], [], 0
    for name, content in members:  # by hand: zipfile warns of names that stand twice and forbids some
        packed = content
        if method:
            packer = zlib.compressobj(6, zlib.DEFLATED, -15)
            packed = packer.compress(content) + packer.flush()
        raw = name.encode("utf-8", "surrogatepass")[:60_000]
        fields = (
            (20).to_bytes(2, "little") + (0x800).to_bytes(2, "little") + method.to_bytes(2, "little") + b"\x00\x00\x21\x00"
            + zlib.crc32(content).to_bytes(4, "little") + len(packed).to_bytes(4, "little") + len(content).to_bytes(4, "little")
            + len(raw).to_bytes(2, "little") + bytes(2)
        )  # fmt: skip
        piece = b"PK\x03\x04" + fields + raw + packed
        directory.append(b"PK\x01\x02\x14\x00" + fields + bytes(10) + at.to_bytes(4, "little") + raw)
        pieces.append(piece)
        at += len(piece)
    whole = b"".join(directory)
    count = len(members).to_bytes(2, "little")
    return (
        b"".join(pieces)
        + whole
        + b"PK\x05\x06"
        + bytes(4)
        + count * 2
        + len(whole).to_bytes(4, "little")
        + at.to_bytes(4, "little")
        + bytes(2)
    )


def changed_package(data: bytes, chance: Chance, other: bytes = b"") -> bytes:
    """A package with something changed in its parts, their names or their order."""
    members = members_of(data)
    if not members or chance.random() < 0.04:
        return changed_bytes(data, chance)
    for _ in range(some(chance, 3)):
        at = chance.choices(range(len(members)), [len(content) + 50 for _, content in members])[
            0
        ]  # the parts that hold the document, mostly
        name, content = members[at]
        change = chance.random()
        if change < 0.75:
            if not name.endswith((".xml", ".rels")) or not content:
                markup = [index for index, (one, inside) in enumerate(members) if one.endswith((".xml", ".rels")) and inside]
                at = max(markup, key=lambda index: len(members[index][1])) if markup else at
            members[at] = (members[at][0], changed_xml(members[at][1], chance))
        elif change < 0.83:
            members[at] = (name, changed_bytes(content, chance))
        elif change < 0.87:
            del members[at]
        elif change < 0.91:
            members.append((name, chance.choice(members)[1]))
        elif change < 0.95:
            members[at] = (changed_text(name, chance), content)
        else:
            taken = members_of(other) or members
            members[at] = (name, chance.choice(taken)[1])
        if not members:
            break
    return zipped(members, chance)


def changed_xml(data: bytes, chance: Chance) -> bytes:
    """XML with nodes lost, doubled, moved, nested, and attributes and texts replaced; still well-formed, mostly."""
    if chance.random() < 0.03:
        return changed_bytes(data, chance)
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, huge_tree=True))
    except etree.XMLSyntaxError:
        return changed_bytes(data, chance)
    for _ in range(some(chance, 6)):
        nodes = [one for one in root.iter() if isinstance(one.tag, str)]
        if nodes:
            _change_node(chance.choice(nodes), chance.choice(nodes), chance)
    try:
        return etree.tostring(root, xml_declaration=True, encoding=chance.choice(("UTF-8", "UTF-8", "UTF-16", "GB18030")), standalone=True)
    except (LookupError, ValueError):
        return changed_bytes(data, chance)


def _change_node(node: Any, other: Any, chance: Chance) -> None:
    parent = node.getparent()
    change = chance.randrange(9)
    if change == 0 and parent is not None:
        parent.remove(node)
    elif change == 1 and parent is not None:
        for _ in range(chance.choice((1, 1, 2, 40))):
            parent.insert(parent.index(node), deepcopy(node))
    elif change == 2 and len(list(node.iter())) < 400:
        other.append(deepcopy(node))
    elif change == 3:
        node.tag = other.tag
    elif change == 4 and parent is not None:
        _wrap(parent, node, chance.choice(DEEP[:2] if chance.random() < 0.9 else DEEP))
    elif change in (5, 6):
        names = list(node.attrib) or list(other.attrib) or ["ID"]
        name = chance.choice(names)
        if chance.random() < 0.2:
            node.attrib.pop(name, None)
        else:
            before = str(node.get(name) or other.get(name) or "")
            node.set(
                name,
                _xml_text(
                    chance.choice((chance.choice(NUMBERS), changed_text(before, chance), " ".join((chance.choice(NUMBERS), before))))
                ),
            )
    else:
        text = node.text or ""
        node.text = _xml_text(chance.choice((chance.choice(NUMBERS), changed_text(text, chance, other.text or ""), text * 30)))


def _wrap(parent: Any, node: Any, levels: int) -> None:
    at = parent.index(node)
    outer = inner = etree.Element(node.tag)
    for _ in range(levels):
        inner = etree.SubElement(inner, node.tag)
    parent.insert(at, outer)
    inner.append(node)


def _xml_text(text: str) -> str:
    """What XML can hold of a text."""
    return "".join(one for one in text if one in "\t\n\r" or " " <= one <= "\ud7ff" or "\ue000" <= one <= "\ufffd" or one > "\uffff")


def changed_archive(data: bytes, chance: Chance, other: bytes = b"") -> bytes:
    """A ZIP or tar, packed or not, with members changed; archives go into each other."""
    if data.startswith(b"PK"):
        members = members_of(data)
        if members and chance.random() < 0.3:
            at = chance.randrange(len(members))
            members[at] = (members[at][0], chance.choice((data, other, members[at][1] * 50)))
            return zipped(members, chance)
        return changed_package(data, chance, other)
    if data.startswith(b"\x1f\x8b"):
        try:
            inside = gzip.decompress(data)
        except (OSError, EOFError, zlib.error):
            return changed_bytes(data, chance, 12)
        return gzip.compress(changed_tar(inside, chance), mtime=0) if chance.random() < 0.8 else changed_bytes(data, chance, 12)
    return changed_tar(data, chance)


def changed_tar(data: bytes, chance: Chance) -> bytes:
    """A tar with fields of its headers changed, their sums right again."""
    made = bytearray(data)
    headers = [at for at in range(0, max(0, len(made) - 511), 512) if made[at + 257 : at + 262] == b"ustar"]
    if not headers or chance.random() < 0.15:
        return changed_bytes(data, chance)
    for _ in range(some(chance, 3)):
        at = chance.choice(headers)
        start, size = chance.choice(((0, 100), (100, 8), (124, 12), (136, 12), (156, 1), (157, 100), (257, 8), (345, 155)))
        value = chance.choice(
            (b"7" * size, bytes(size), b"\x80" + b"\xff" * (size - 1), chance.randbytes(size), b"../a\x00", b"x", b"g", b"L", b"S", b"-1 ")
        )
        made[at + start : at + start + size] = value[:size].ljust(size, b"\x00")
        made[at + 148 : at + 156] = b" " * 8
        made[at + 148 : at + 156] = b"%06o\x00 " % sum(made[at : at + 512])
    return bytes(made)


def tar_of(members: list[tuple[str, bytes]], mode: str) -> bytes:
    """A tar of members; mode: of `tarfile.open`, ``w``, ``w:gz``, ``w:bz2`` or ``w:xz``."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as made:  # type: ignore[call-overload]
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            made.addfile(info, io.BytesIO(content))
    return buffer.getvalue()

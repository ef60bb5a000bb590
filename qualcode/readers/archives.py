"""Office files are zip archives of XML: opened with limits, parsed without entities or network."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from typing import TYPE_CHECKING, Any

from qualcode.readers.original import Original

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_ENTRIES = 5_000
LARGEST_PART = 150 * 1024 * 1024
LARGEST_SUM = 600 * 1024 * 1024
STEEPEST = 200  # compressed to less than a 200th: text shrinks to a tenth, a bomb to a thousandth
OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_XML_BLANK = re.compile(r"[ \t\r\n]+")


class Archive:
    """The parts of an office file. Nothing is unpacked to disk."""

    def __init__(self, original: Original, what: str) -> None:
        self.original = original
        if original.data.startswith(OLD_OFFICE):
            raise original.refusal(
                f"it is protected by a password, or an old Office file with the ending .{original.format}. "
                f"Open it in its program and save it as {what} without a password."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(original.data))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, struct.error, ValueError, OSError, RuntimeError, EOFError) as error:
            broken = original.data.startswith(b"PK")
            raise original.refusal(
                f"the {what} archive is damaged or cut off. Fetch the file again."
                if broken
                else f"this is no {what} file, whatever its ending says (a {what} is a zip archive)."
            ) from error
        self._check(entries)
        self.names = {entry.filename: entry for entry in entries}

    def _check(self, entries: list[zipfile.ZipInfo]) -> None:
        total = sum(entry.file_size for entry in entries)
        if len(entries) > MOST_ENTRIES or total > LARGEST_SUM:
            raise self.original.refusal(
                f"the archive would unpack to {total / 2**20:,.0f} MB in {len(entries):,} parts, which no transcript "
                "does; it is refused."
            )
        for entry in entries:
            steep = entry.file_size > 5 * 2**20 and entry.file_size > STEEPEST * max(entry.compress_size, 1)
            if steep or (entry.file_size > LARGEST_PART and entry.filename.endswith(".xml")):
                raise self.original.refusal(
                    f"its part {entry.filename!r} would unpack to {entry.file_size / 2**20:,.0f} MB, which no "
                    "transcript does; it is refused."
                )
            if entry.flag_bits & 1:
                raise self.original.refusal("it is protected by a password. Save it without one.")

    def part(self, name: str) -> bytes | None:
        """The bytes of one part; None when the archive has no such part."""
        entry = self.names.get(name)
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(LARGEST_PART + 1)
        except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise self.original.refusal(f"its part {name!r} is damaged. Fetch the file again.") from error
        if len(data) > LARGEST_PART:
            raise self.original.refusal(f"its part {name!r} is too large to be a transcript; it is refused.")
        return data

    def xml(self, name: str) -> _Element | None:
        """The root of an XML part; None when the archive has no such part."""
        data = self.part(name)
        return None if data is None else parse_xml(data, self.original, f"its part {name!r}")


def parse_xml(data: bytes, original: Original, what: str = "it") -> _Element:
    """Parse XML that may be hostile: no entities of its own, no DTD, nothing fetched."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=True, recover=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        raise original.refusal(
            f"{what} is no well-formed XML: line {line}: {error.msg or 'it ends too early'}."
        ) from error
    except ValueError as error:
        raise original.refusal(f"{what} is no well-formed XML: {error}.") from error
    dtd: Any = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise original.refusal(f"{what} declares XML entities, which a transcript has no use for; it is refused.")
    return root


def local(element: _Element) -> str:
    """The name of an element without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: _Element, name: str) -> str | None:
    """An attribute by its name without namespace."""
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def collapsed(text: str) -> str:
    """XML blanks run together to one space."""
    return _XML_BLANK.sub(" ", text)

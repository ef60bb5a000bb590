"""OpenDocument texts: paragraphs, lists and tables in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.model import Document
from qualcode.readers.archives import Archive, attribute, collapsed, local
from qualcode.readers.original import Original
from qualcode.text.words import words

if TYPE_CHECKING:
    from lxml.etree import _Element

SKIPPED = words(
    "note annotation annotation-end tracked-changes sequence-decls variable-decls user-field-decls forms title",
    "desc image object change change-start change-end soft-page-break bookmark page-number page-count",
)


def read(original: Original) -> Document:
    """Read an odt. Notes, comments and deleted text are left out; a row's cells are parted by tabs."""
    archive = Archive(original, "odt")
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and any(local(element) == "encryption-data" for element in manifest.iter()):
        raise original.refusal("it is protected by a password. Save it without one.")
    root = archive.xml("content.xml")
    if root is None:
        raise original.refusal("the archive holds no OpenDocument text (content.xml). Is the ending right?")
    body = next((element for element in root.iter() if local(element) == "text" and attribute(element, "name") is None
                 and local(element.getparent()) == "body"), None)  # type: ignore[arg-type]  # fmt: skip
    if body is None:
        raise original.refusal("this OpenDocument file holds no text document. Is it a table or a drawing?")
    changes = []
    if any(local(element) == "deletion" for element in body.iter()):
        changes.append("Text that is marked as deleted was left out")
    text = "\n\n".join(paragraph for paragraph in _blocks(body) if paragraph.strip())
    return original.document_from(text, original.source(changes=changes))


def _blocks(parent: _Element) -> Iterator[str]:
    for child in parent:
        name = local(child)
        if name in ("p", "h"):
            yield _paragraph(child)
            for box in child.iter():
                if local(box) == "text-box":
                    yield from _blocks(box)
        elif name == "table-row":
            cells = ["\n".join(part for part in _blocks(cell) if part.strip()).strip() for cell in child]
            filled = [cell for cell in cells if cell]
            if filled:
                yield "\t".join(filled)
        elif name not in SKIPPED:  # lists, sections, tables, frames
            yield from _blocks(child)


def _paragraph(paragraph: _Element) -> str:
    pieces: list[str] = []
    _collect(paragraph, pieces)
    text = "".join(pieces)
    # Blanks run together over the bounds of spans too; \x00 stands for blanks that the file states one by one.
    return collapsed(text).strip(" ").replace("\x00", " ").replace("\x01", "\t").replace("\x02", "\n")


def _collect(element: _Element, pieces: list[str]) -> None:
    pieces.append(element.text or "")
    for child in element:
        name = local(child)
        if name == "s":
            count = attribute(child, "c") or "1"
            pieces.append("\x00" * min(int(count) if count.isdecimal() else 1, 1000))
        elif name == "tab":
            pieces.append("\x01")
        elif name == "line-break":
            pieces.append("\x02")
        elif name not in SKIPPED and name not in ("frame", "text-box"):
            _collect(child, pieces)
        pieces.append(child.tail or "")

"""Word documents: the body's paragraphs and tables in their order."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.model import Document
from qualcode.readers.archives import Archive, attribute, local
from qualcode.readers.original import Original
from qualcode.text.words import words

if TYPE_CHECKING:
    from lxml.etree import _Element

# Deleted text, instructions of fields, notes, the second copy of a text box: not what a reader of the page sees.
SKIPPED = words(
    "del delText delInstrText instrText moveFrom pPr rPr sectPr tblPr tblGrid trPr tcPr sdtPr sdtEndPr",
    "Fallback drawing pict object footnoteReference endnoteReference commentReference annotationRef ruby",
    "rubyPr rt",
)


def read(original: Original) -> Document:
    """Read a docx. Headers, footers, comments, notes and deleted text are left out; a row's cells are parted by tabs.

    The XML is read directly, so that inserted text, content controls and the strict variant of the format are not lost.
    """
    archive = Archive(original, "docx")
    root = archive.xml(_main_part(archive))
    if root is None:
        raise original.refusal("the archive holds no Word document (word/document.xml). Is the ending right?")
    body = next((child for child in root if local(child) == "body"), None)
    paragraphs = list(_blocks(body)) if body is not None else []
    changes, warnings = [], []
    if any(local(element) in ("del", "moveFrom") for element in root.iter()):
        changes.append("Text that is marked as deleted was left out")
    for part, what in (("word/comments.xml", "Comments"), ("word/footnotes.xml", "Footnotes")):
        element = archive.xml(part) if part in archive.names else None
        if element is not None and any((t.text or "").strip() for t in element.iter() if local(t) == "t"):
            warnings.append(f"{what} are not read")
    text = "\n\n".join(paragraph for paragraph in paragraphs if paragraph.strip())
    return original.document_from(text, original.source(changes=changes, warnings=warnings))


def _main_part(archive: Archive) -> str:
    relations = archive.xml("_rels/.rels")
    if relations is not None:
        for relation in relations:
            if str(relation.get("Type", "")).endswith("/officeDocument"):
                return str(relation.get("Target", "")).lstrip("/")
    return "word/document.xml"


def _blocks(parent: _Element) -> Iterator[str]:
    for child in parent:
        name = local(child)
        if name == "p":
            yield _paragraph(child)
            yield from _text_boxes(child)
        elif name == "tbl":
            yield from _rows(child)
        elif name not in SKIPPED:  # content controls, custom XML, inserted blocks
            yield from _blocks(child)


def _rows(table: _Element) -> Iterator[str]:
    for row in (element for element in table.iter() if local(element) == "tr"):
        if _outer_table(row) is not table:
            continue
        cells = ["\n".join(part for part in _blocks(cell) if part.strip()) for cell in _cells(row)]
        filled = [cell.strip() for cell in cells if cell.strip()]
        if filled:
            yield "\t".join(filled)


def _outer_table(row: _Element) -> _Element | None:
    parent = row.getparent()
    while parent is not None and local(parent) != "tbl":
        parent = parent.getparent()
    return parent


def _cells(row: _Element) -> Iterator[_Element]:
    for child in row:
        if local(child) == "tc":
            yield child
        elif local(child) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _cells(child)


def _paragraph(paragraph: _Element) -> str:
    pieces: list[str] = []
    _collect(paragraph, pieces)
    return "".join(pieces)


def _collect(element: _Element, pieces: list[str]) -> None:
    for child in element:
        name = local(child)
        if name == "t":
            pieces.append(child.text or "")
        elif name in ("tab", "ptab"):
            pieces.append("\t")
        elif name in ("br", "cr"):
            if attribute(child, "type") not in ("page", "column"):
                pieces.append("\n")
        elif name == "noBreakHyphen":
            pieces.append("\u2011")
        elif name == "sym":
            pieces.append(_symbol(child))
        elif name == "ruby":
            base = next((part for part in child if local(part) == "rubyBase"), None)
            if base is not None:
                _collect(base, pieces)
        elif name not in SKIPPED and name not in ("txbxContent", "p"):
            _collect(child, pieces)


def _symbol(element: _Element) -> str:
    """A character of a symbol font; those of the private area would be boxes elsewhere."""
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _text_boxes(paragraph: _Element) -> Iterator[str]:
    for box in paragraph.iter():
        if local(box) == "txbxContent" and not any(local(parent) == "Fallback" for parent in box.iterancestors()):
            yield from _blocks(box)

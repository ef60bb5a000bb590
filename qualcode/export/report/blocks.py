"""What a report is made of: headings, paragraphs, quotes, lists and tables, before any file format."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from qualcode.errors import ExportRefused
from qualcode.figures import Drawing
from qualcode.text.printable import UNPRINTABLE, printable


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the title of the report."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `small` is small print, where counts stand."""

    text: str
    small: bool = False


@dataclass(frozen=True, slots=True)
class Quote:
    """A passage letter for letter, and who said it; `note` is the researcher's word on it."""

    text: str
    who: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under column names."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with its title, and `said`: the whole of it in words, for those who do not see it."""

    title: str
    said: str
    drawing: Drawing


Block = Heading | Paragraph | Quote | Bullets | Table | Figure


def prose(text: str) -> list[Block]:
    """What a person wrote, a paragraph for each stretch between empty lines."""
    return [Paragraph(part) for part in re.split(r"\n\s*\n", _lines(text).strip()) if part.strip()]


def texts(block: Block) -> list[str]:
    """What a reader reads of a block, piece by piece, in every format.

    >>> texts(Quote("We waited.", "Nonprofit Manager", "Said twice."))
    ['“We waited.” (Nonprofit Manager)', 'Said twice.']
    """
    if isinstance(block, Quote):
        return [printed(block), *([block.note] if block.note else [])]
    if isinstance(block, Bullets):
        return list(block.items)
    if isinstance(block, Table):
        return [*block.columns, *(cell for row in block.rows for cell in row)]
    if isinstance(block, Figure):
        return [block.said]
    return [block.text]


def printed(quote: Quote) -> str:
    """The passage in quotation marks and its attribution."""
    return f"“{quote.text}” ({quote.who})"


def settled(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with line ends and characters that both formats can hold. Passages are never changed.

    Raises:
        ExportRefused: a passage holds a character that a document cannot hold.
    """
    return [_settled(block) for block in blocks]


def _settled(block: Block) -> Block:
    if isinstance(block, Quote):
        if odd := UNPRINTABLE.search(block.text):
            raise ExportRefused(
                f"Nothing was exported: the quote {block.text[:40]!r} holds the control character "
                f"U+{ord(odd[0]):04X}, which a document cannot hold. Choose another passage."
            )
        return Quote(block.text, plain(block.who), plain(block.note))
    if isinstance(block, Bullets):
        return Bullets(tuple(map(plain, block.items)))
    if isinstance(block, Table):
        rows = tuple(tuple(map(plain, row)) for row in block.rows)
        return Table(tuple(map(plain, block.columns)), rows)
    if isinstance(block, Figure):
        return Figure(plain(block.title), plain(block.said), block.drawing)
    if isinstance(block, Heading):
        return Heading(block.level, " ".join(plain(block.text).split()))
    return Paragraph(plain(block.text), block.small)


def plain(text: str) -> str:
    """The text with LF line ends, and a blank for each character that a document cannot hold."""
    return printable(_lines(text))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")

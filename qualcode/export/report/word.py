"""A report as docx, the same bytes for the same blocks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from qualcode.export.report.blocks import Block, Bullets, Figure, Heading, Paragraph, Quote, Table, printed

if TYPE_CHECKING:
    from docx.document import Document

LONG_AGO = datetime(1980, 1, 1)
SMALL = 9
LETTER, BOLD, MOST_LETTERS = 0.072, 1.2, 120
"""How wide a small letter is, in inches; how much wider a bold one; how many letters a cell may ask room for."""
PAGE = (6.0, 8.0)
"""How wide and how tall a picture may be, in inches."""
MOST_IN_A_PROPERTY = 255


def word_bytes(blocks: Iterable[Block], *, title: str, language: str = "en", authors: str = "", at: str = "") -> bytes:
    """The document; `at` is the moment that its properties and its files carry."""
    import docx

    document = docx.Document()
    moment = _moment(at)
    about = document.core_properties
    about.title, about.author = title[:MOST_IN_A_PROPERTY], authors[:MOST_IN_A_PROPERTY]
    about.last_modified_by, about.comments, about.language = "", "", language
    about.created = about.modified = moment
    about.revision = 1
    for block in blocks:
        _add(document, block)
    held = io.BytesIO()
    document.save(held)
    return _dated(held.getvalue(), moment)


def _add(document: Document, block: Block) -> None:
    from docx.shared import Pt

    if isinstance(block, Heading):
        document.add_heading(block.text, level=block.level - 1)
    elif isinstance(block, Paragraph):
        run = document.add_paragraph().add_run(block.text)
        if block.small:
            run.font.size = Pt(SMALL)
    elif isinstance(block, Quote):
        document.add_paragraph(printed(block), style="Quote").paragraph_format.left_indent = Pt(18)
        if block.note:
            beneath = document.add_paragraph()
            beneath.paragraph_format.left_indent = Pt(18)
            beneath.add_run(block.note).font.size = Pt(SMALL)
    elif isinstance(block, Bullets):
        for item in block.items:
            document.add_paragraph(item, style="List Bullet")
    elif isinstance(block, Figure):
        _figure(document, block)
    else:
        _table(document, block)


def _figure(document: Document, figure: Figure) -> None:
    """The picture as wide as the page at most and as tall, with its words as alternative text."""
    from docx.shared import Inches

    wide = min(figure.drawing.width, PAGE[0], PAGE[1] * figure.drawing.width / figure.drawing.height)
    shape = document.add_picture(io.BytesIO(figure.drawing.png()), width=Inches(wide))
    about = shape._inline.docPr  # python-docx has no name for the alternative text
    about.set("descr", figure.said)
    about.set("title", figure.title)


def _table(document: Document, block: Table) -> None:
    from docx.oxml.parser import OxmlElement
    from docx.shared import Inches, Pt

    table = document.add_table(rows=0, cols=len(block.columns), style="Table Grid")
    table.autofit = False
    widths = [Inches(width) for width in _widths(block)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, row in enumerate((block.columns, *block.rows)):
        # python-docx looks through the whole table for each cell, but not for those of a row just made.
        made = table.add_row()
        if place == 0:
            made._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # it stands again on each page
        for cell, text, width in zip(made.cells, row, widths, strict=True):
            cell.width = width
            run = cell.paragraphs[0].add_run(text)
            run.font.size = Pt(SMALL)
            run.bold = place == 0
    document.add_paragraph()


def _widths(block: Table) -> list[float]:
    """The widths of the columns in inches: a longer text gets more, but none less than its longest word needs."""
    least, wanted = [], []
    for place, name in enumerate(block.columns):
        cells = [name, *(row[place] for row in block.rows)]
        longest = max((len(word) for cell in cells[1:] for word in cell.split()), default=1)
        head = max((len(word) for word in name.split()), default=1) * BOLD
        least.append(0.2 + LETTER * min(max(longest, head), 18))
        wanted.append(max(LETTER * min(max(map(len, cells)), MOST_LETTERS), least[-1]))
    if sum(least) > PAGE[0]:
        return [need * PAGE[0] / sum(least) for need in least]
    spare = PAGE[0] - sum(least)
    more = [want - need for want, need in zip(wanted, least, strict=True)]
    total = sum(more) or 1.0
    return [need + spare * extra / total if sum(more) else need for need, extra in zip(least, more, strict=True)]


def _moment(at: str) -> datetime:
    if not at:
        return LONG_AGO
    moment = datetime.fromisoformat(at)
    moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return max(moment.replace(microsecond=0), LONG_AGO)


def _dated(content: bytes, moment: datetime) -> bytes:
    """The same archive with every file dated `moment`."""
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return held.getvalue()

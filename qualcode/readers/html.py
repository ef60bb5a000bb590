"""Web pages saved as HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from qualcode.model import Document
from qualcode.readers.archives import collapsed
from qualcode.readers.original import Original
from qualcode.text.words import words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SKIPPED = words(
    "script style head template noscript svg math iframe object canvas audio video select button input",
    "textarea nav",
)
BLOCKS = words(
    "address article aside blockquote body center dd details dialog div dl dt fieldset figcaption figure",
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html li main ol p pre section summary table tbody tfoot",
    "thead tr ul caption",
)
DEEPEST = 200
_DECLARED = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
_MANY_LINES = re.compile(r"[ \t]*\n[ \t]*(?:\n[ \t]*)+")


def read(original: Original) -> Document:
    """Read the visible text of a page; scripts, navigation and forms are left out."""
    text, encoding, changes = _decoded(original)
    if "<" not in text:
        raise original.refusal("line 1: this is not HTML, it has no tags. Is it plain text? Then let it end in .txt.")
    words = text_of(text, original)
    return original.document_from(words, original.source(encoding=encoding, changes=changes))


def _decoded(original: Original) -> tuple[str, str, tuple[str, ...]]:
    """As all text, but a page may name its 8-bit encoding."""
    from qualcode.errors import UnreadableFile
    from qualcode.text import decode

    declared = _DECLARED.search(original.data[:4000])
    if original.encoding is None and declared:
        name = declared[1].decode("ascii").lower()
        if not name.startswith(("utf", "iso-8859-1", "us-ascii", "windows-1252")):
            try:
                return decode(original.data, encoding=name, file=original.file)
            except UnreadableFile:
                pass
    return original.decoded()


def text_of(markup: str, original: Original) -> str:
    """Paragraphs parted by blank lines, `<br>` as a line end, cells of a row parted by tabs."""
    from lxml import etree
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    try:
        root = lxml_html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise original.refusal(f"the page cannot be understood ({error}).") from error
    pieces: list[str] = []
    _collect(root, pieces, False, 0)
    lines = "".join(pieces).replace("\x02\t", "\x02")
    text = "\n".join(re.sub(r" *\x01 *", "\n", part) for part in lines.split("\x02"))
    return _MANY_LINES.sub("\n\n", "\n".join(line.strip(" ") for line in text.split("\n"))).strip()


def _collect(element: HtmlElement, pieces: list[str], preformatted: bool, depth: int) -> None:
    """\x02 stands for the bound of a block, which later becomes a blank line, \x01 for a line end."""
    name = element.tag if isinstance(element.tag, str) else ""
    if name in SKIPPED or not name:
        return
    block = name in BLOCKS
    preformatted = preformatted or name == "pre"
    if block:
        pieces.append("\x02\n")
    elif name in ("td", "th"):
        pieces.append("\t")
    elif name == "br":
        pieces.append("\x01")
    if depth > DEEPEST:
        pieces.append(collapsed(element.text_content()))
        return
    _add(element.text, pieces, preformatted)
    for child in element:
        _collect(child, pieces, preformatted, depth + 1)
        _add(child.tail, pieces, preformatted)
    if block:
        pieces.append("\x02\n")


def _add(text: str | None, pieces: list[str], preformatted: bool) -> None:
    if not text:
        return
    text = text.replace("\x01", "").replace("\x02", "")
    if preformatted:
        pieces.append(text.replace("\n", "\x01"))
        return
    text = collapsed(text)
    if text.startswith(" ") and (not pieces or pieces[-1][-1:] in (" ", "\n", "\x01", "\t")):
        text = text[1:]
    if text:
        pieces.append(text)

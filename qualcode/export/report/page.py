"""A report as one html page: everything in it, nothing fetched, no scripts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable
from html import escape

from qualcode.export.report.blocks import Block, Bullets, Figure, Heading, Paragraph, Quote, Table, printed

STYLE = """
:root { color-scheme: light; }
body { font: 17px/1.55 Georgia, "Times New Roman", serif; color: #1c1c1c; background: #fff;
  max-width: 46rem; margin: 3rem auto; padding: 0 1.25rem; }
h1, h2, h3, h4 { font-family: system-ui, "Segoe UI", Helvetica, Arial, sans-serif; line-height: 1.25; }
h1 { font-size: 2rem; margin: 0 0 1rem; }
h2 { font-size: 1.45rem; margin: 3rem 0 .75rem; padding-top: 1rem; border-top: 2px solid #1c1c1c; }
h3 { font-size: 1.15rem; margin: 2.25rem 0 .5rem; }
h4 { font-size: .95rem; margin: 1.5rem 0 .35rem; color: #4a4a4a; }
p, li, td { white-space: pre-wrap; overflow-wrap: break-word; }
p { margin: .5rem 0; }
.small { font-size: .8rem; color: #5a5a5a; }
blockquote { margin: .75rem 0; padding: .1rem 0 .1rem 1rem; border-left: 3px solid #8a6d3b; }
blockquote .note { font-size: .88rem; color: #4a4a4a; font-style: italic; }
table { border-collapse: collapse; width: 100%; margin: .75rem 0; font: .84rem/1.45 system-ui, Arial, sans-serif; }
th, td { text-align: left; vertical-align: top; padding: .35rem .4rem; border-bottom: 1px solid #d5d5d5; }
th { border-bottom: 2px solid #8a8a8a; }
figure { margin: 1rem 0; } figure img { max-width: 100%; height: auto; }
figcaption { font-size: .8rem; color: #5a5a5a; } details { margin-top: .25rem; }
@media print { details { display: none; } figure { break-inside: avoid; } tr { break-inside: avoid; }
  body { margin: 0; max-width: none; } h2, h3, h4 { break-after: avoid; }
  blockquote { break-inside: avoid; } }
""".strip()
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page_bytes(blocks: Iterable[Block], *, title: str, language: str = "en", authors: str = "") -> bytes:
    """The page in UTF-8; every text in it is escaped."""
    author = f'<meta name="author" content="{_attribute(authors)}">\n' if authors else ""
    head = (
        f'<!doctype html>\n<html lang="{_attribute(language or "en")}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"{author}<title>{_text(title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
    )
    body = "\n".join(map(_block, blocks))
    return f"{head}{body}\n</body>\n</html>\n".encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level}>{_text(block.text)}</h{block.level}>"
    if isinstance(block, Paragraph):
        return f"<p{_small(block.small)}>{_text(block.text)}</p>"
    if isinstance(block, Quote):
        note = f'<p class="note">{_text(block.note)}</p>' if block.note else ""
        return f"<blockquote><p>{_text(printed(block))}</p>{note}</blockquote>"
    if isinstance(block, Bullets):
        return f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in block.items)}</ul>"
    if isinstance(block, Figure):
        return _figure(block)
    return _table(block)


def _figure(figure: Figure) -> str:
    held = b64encode(figure.drawing.svg()).decode()
    words = f"<details><summary>In words</summary><p>{_text(figure.said)}</p></details>"
    picture = f'<img src="data:image/svg+xml;base64,{held}" alt="{_attribute(figure.said)}">'
    return f"<figure>{picture}<figcaption>{words}</figcaption></figure>"


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{_text(name)}</th>' for name in table.columns)
    rows = "\n".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in table.rows)
    return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n</table>"


def _small(small: bool) -> str:
    return ' class="small"' if small else ""


def _text(text: str) -> str:
    return escape(text, quote=False)


def _attribute(text: str) -> str:
    return escape(" ".join(text.split()))

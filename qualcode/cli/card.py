"""One suggestion as text: the turn before, the passage in its turn, the code, and why it is proposed."""

import textwrap
from collections.abc import Mapping
from shutil import get_terminal_size
from typing import TYPE_CHECKING, Any

import typer

from qualcode.cli.printing import safe

if TYPE_CHECKING:
    from qualcode.model import Code, Document, Turn

AROUND = 400  # characters of a long turn shown on each side of the passage
BEFORE = 300
WIDEST = 100
OPEN, CLOSE = "»", "«"


def card(
    document: "Document", row: Mapping[str, Any], span: tuple[int, int], code: "Code | None", *, place: str
) -> str:
    """The text of one suggestion; the passage stands between » and «, bold in a terminal."""
    where = " · ".join(part for part in (document.name, row["case"], f"{span[0]}–{span[1]}") if part)
    parts = [f"── {place} · {where} " + "─" * 8]
    turn, before = _turns(document, span)
    if before is not None:
        parts.append(typer.style(_wrapped(f"{_name(before)}: {_end_of(before.text, BEFORE)}"), dim=True))
    parts.append(_passage(document, turn, span))
    parts.append(_code(row, code))
    parts.append(_wrapped(f"why: {row['reason']} ({row['suggester']}, {row['score']:.2f})", hang=5))
    if row["earlier"]:
        parts.append(_wrapped(f"earlier: you {row['earlier']}", hang=9))
    return "\n".join(parts)


def _turns(document: "Document", span: tuple[int, int]) -> "tuple[Turn | None, Turn | None]":
    """The turn of the passage and the one before it."""
    number = next((at for at, turn in enumerate(document.turns) if turn.start <= span[0] < turn.end), None)
    if number is None:
        return None, None
    return document.turns[number], document.turns[number - 1] if number else None


def _passage(document: "Document", turn: "Turn | None", span: tuple[int, int]) -> str:
    start, end = span
    first, last = (turn.start, turn.end) if turn else (start, end)
    left, right = max(first, start - AROUND), max(end, min(last, end + AROUND))
    text = (
        ("… " if left > first else "")
        + document.text[left:start]
        + OPEN
        + document.text[start:end]
        + CLOSE
        + document.text[end:right]
        + (" …" if right < last else "")
    )
    wrapped = _wrapped(f"{_name(turn)}: {text}")
    opened, closed = wrapped.find(OPEN), wrapped.rfind(CLOSE)
    return wrapped[:opened] + typer.style(wrapped[opened : closed + 1], bold=True) + wrapped[closed + 1 :]


def _code(row: Mapping[str, Any], code: "Code | None") -> str:
    lines = [typer.style(_wrapped(f"→ {row['code_name']} ({row['code']})"), bold=True)]
    if code is not None:
        for label, text in (("is", code.definition), ("in", code.include), ("not", code.exclude)):
            if text:
                lines.append(_wrapped(f"  {label}: {text}", hang=len(label) + 4))
    return "\n".join(lines)


def _name(turn: "Turn | None") -> str:
    return (turn.speaker if turn else None) or "(no label)"


def _end_of(text: str, most: int) -> str:
    return text if len(text) <= most else f"… {text[-most:].lstrip()}"


def _wrapped(text: str, *, hang: int = 2) -> str:
    width = min(WIDEST, max(get_terminal_size().columns, 40))
    paragraphs = safe(text).split("\n")
    return "\n".join(textwrap.fill(line, width, subsequent_indent=" " * hang) for line in paragraphs)

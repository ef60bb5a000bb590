"""How things look wherever they are shown: the colours of codes, names of kinds, icons."""

from __future__ import annotations

import re
from collections.abc import Sequence

COLOURS = (
    *("#0072b2", "#d55e00", "#009e73", "#b5478f", "#7a5ccf", "#a87400", "#2a9bd6", "#b23a48"),
    *("#4d7c0f", "#0e7490", "#8a5a44", "#5b6b95"),
)
"""Told apart with most kinds of colour blindness, and legible as a line on white and on near-black."""

ICONS = {
    "interview": ":material/record_voice_over:",
    "focus_group": ":material/groups:",
    "observation": ":material/visibility:",
    "archival": ":material/inventory_2:",
    "response": ":material/assignment:",
}


def colours(codes: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The colour of each code, given (key, colour of its own or "") in codebook order.

    >>> colours([("a", ""), ("b", "#123456"), ("c", "")])
    {'a': '#0072b2', 'b': '#123456', 'c': '#009e73'}
    """
    return {key: own or COLOURS[place % len(COLOURS)] for place, (key, own) in enumerate(codes)}


JOINER = "\u2060"
LINKS = re.compile(r"https?(?=:)|www(?=\.)|\S(?=@)", re.IGNORECASE)
"""Where Markdown would make a link of a written address; an invisible sign after it prevents that."""


def short(text: str, most: int = 60) -> str:
    """A text on one line, cut at a word where it is long.

    >>> short("We come\\n from two worlds", 14)
    'We come from…'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0].rstrip()}…"


def plain(text: str) -> str:
    """A text as Markdown that shows it letter for letter: what people wrote is never formatting.

    >>> plain("*very* [nice](x)")
    '\\\\*very\\\\* \\\\[nice\\\\]\\\\(x\\\\)'
    """
    text = LINKS.sub(f"\\g<0>{JOINER}", text)
    return "".join(f"\\{sign}" if sign in r"\`*_{}[]()<>#+-.!|~$:&" else sign for sign in text)

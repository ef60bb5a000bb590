"""What a page, a drawing or a document can hold, and how counts are said."""

from __future__ import annotations

import re

UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither XML nor a page can hold."""


def printable(text: str) -> str:
    """The text with a blank for each character that neither XML nor a page can hold.

    >>> printable("a\\x0bb")
    'a b'
    """
    return UNPRINTABLE.sub(" ", text)


def many(count: int, one: str, several: str = "") -> str:
    """A number with its noun.

    >>> many(1, "voice"), many(1200, "voice"), many(2, "person", "people")
    ('1 voice', '1,200 voices', '2 people')
    """
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"

"""Word lists as they are easiest to read: words between blanks."""

from __future__ import annotations


def words(*lines: str) -> frozenset[str]:
    """The words of some lines; `_` stands for a blank inside a word.

    >>> sorted(words("break end_of_tape", "music"))
    ['break', 'end of tape', 'music']
    """
    return frozenset(word.replace("_", " ") for line in lines for word in line.split())

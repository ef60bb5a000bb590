"""Make characters and words comparable without moving a single offset."""

from __future__ import annotations

import re
import unicodedata

SINGLE_QUOTES = "‘’‚‛′‵＇ʼ`´"
DOUBLE_QUOTES = "“”„‟″‶«»＂"
HYPHENS = "‐‑﹣－"  # hyphens that join; dashes and the minus sign part words and stay as they are
BLANKS = "".join(chr(c) for c in (0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000))
_FOLD: dict[int, str] = {
    **dict.fromkeys(map(ord, SINGLE_QUOTES), "'"),
    **dict.fromkeys(map(ord, DOUBLE_QUOTES), '"'),
    **dict.fromkeys(map(ord, HYPHENS), "-"),
    **dict.fromkeys(map(ord, BLANKS), " "),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),  # lone surrogates cannot be hashed by spaCy
}
# soft hyphens, joiners, marks of direction
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufe0e\ufe0f]")
_SPACES = re.compile(r"[\s_-]+")


def plain(text: str) -> str:
    """`text` with straight quotes, simple hyphens and blanks; exactly as long as before.

    >>> plain("it’s a “two‑way” street")
    'it\\'s a "two-way" street'
    """
    return text.translate(_FOLD)


def form(word: str) -> str:
    """How a word is compared: lower case, compatible characters unified, no full stop at its end.

    >>> form("Mr."), form("ﬁRST"), form("part\u00adner")
    ('mr', 'first', 'partner')
    """
    if word.isascii():
        folded = word.lower()
    else:
        folded = unicodedata.normalize("NFKC", _INVISIBLE.sub("", plain(word))).lower()
    return folded.rstrip(".") or folded


def is_word(text: str) -> bool:
    """Whether there is something to look for: a letter, a digit or a symbol such as an emoji.

    >>> is_word("n't"), is_word("🙂"), is_word("--"), is_word("$")
    (True, True, False, False)
    """
    return any(c.isalnum() or unicodedata.category(c) in ("So", "Lm", "Nl", "No") for c in text)


def same(value: str) -> str:
    """How an attribute's value is compared: without regard to case, blanks, underscores and hyphens.

    >>> same("Senior_Manager") == same("senior manager")
    True
    """
    return _SPACES.sub(" ", unicodedata.normalize("NFKC", plain(value)).casefold()).strip()


def fits(parts: tuple[str, ...], text: str) -> bool:
    """Whether `text` has the literal `parts` of a wildcard pattern in order; `*` stood between them.

    Greedy search, so that no pattern takes more than linear time.

    >>> fits(("contract", ""), "contracts"), fits(("", "ing"), "ring"), fits(("a", "b", "c"), "abbac")
    (True, True, True)
    """
    first, *middle, last = parts
    if len(text) < len(first) + len(last) or not text.startswith(first) or not text.endswith(last):
        return False
    at, stop = len(first), len(text) - len(last)
    for part in middle:
        found = text.find(part, at, stop)
        if found < 0:
            return False
        at = found + len(part)
    return True

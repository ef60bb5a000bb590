"""Cuts the text of a query into tokens, and catches what people write who know another search language."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

from qualcode.errors import QueryError
from qualcode.language.folding import is_word, plain
from qualcode.query.nodes import DEFAULT_DISTANCE, LARGEST_DISTANCE, UNITS

Kind = Literal["word", "phrase", "filter", "(", ")", "AND", "OR", "NOT", "NEAR", "IN", "end"]
_BARE = re.compile(r'[^\s()"]+')
_FIELD = re.compile(r"([^\W\d_][\w.-]*):(.*)", re.DOTALL)
_LOWER = re.compile(r"(?:and|or|not|near(?:/\d+)?)", re.IGNORECASE)
_NUMBERED = re.compile(r"NEAR\d+|(?:NEAR|W|N|ADJ|PRE|WITHIN)/\d+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: what it is, what it says, where it starts; `name` of a filter, `distance` of a NEAR."""

    kind: Kind
    text: str
    at: int
    name: str = ""
    distance: int = 0


def one_line(text: str) -> str:
    """The text for pointing at: as long as before, quotes straight, no line breaks or control characters."""
    return "".join(" " if c.isspace() or unicodedata.category(c) == "Cc" else c for c in plain(text))


def tokens(text: str) -> list[Token]:
    """The tokens of a query, ending with one of kind `end`. QueryError points at what cannot be one."""
    line = one_line(text)
    found: list[Token] = []
    at = 0
    while at < len(line):
        c = line[at]
        if c == " ":
            at += 1
        elif c in "()":
            found.append(Token(c, c, at))  # type: ignore[arg-type]
            at += 1
        elif c == '"':
            inner, end = _quoted(line, at)
            found.append(Token("phrase", _phrase(inner, line, at), at))
            at = end
        else:
            bare = _BARE.match(line, at)
            assert bare is not None
            token, at = _token(bare[0], line, at)
            found.append(token)
    _check_suffix(found, line)
    return [*found, Token("end", "", len(line))]


def _clean(text: str) -> str:
    return plain(unicodedata.normalize("NFC", text))


def _quoted(line: str, at: int) -> tuple[str, int]:
    end = line.find('"', at + 1)
    if end < 0:
        raise QueryError("This quotation mark is never closed. Write one after the last word of the phrase.", line, at)
    return line[at + 1 : end], end + 1


def _phrase(inner: str, line: str, at: int) -> str:
    text = _clean(" ".join(inner.split()))
    if not is_word(text):
        raise QueryError(f'There is no word in the quotation marks: "{text}". Write the words to look for.', line, at)
    return text


def _token(text: str, line: str, at: int) -> tuple[Token, int]:
    end = at + len(text)
    text = _clean(text)
    if text in ("AND", "OR", "NOT", "IN"):
        return Token(text, text, at), end  # type: ignore[arg-type]
    if text == "NEAR" or text.startswith("NEAR/"):
        return Token("NEAR", text, at, distance=_distance(text, line, at)), end
    field = _FIELD.fullmatch(text)
    if field:
        return _filter(field[1], field[2], line, at, end)
    _hints(text, line, at)
    return Token("word", text, at), end


def _distance(text: str, line: str, at: int) -> int:
    if text == "NEAR":
        return DEFAULT_DISTANCE
    number = text[5:]
    if not (number.isascii() and number.isdigit() and len(number) <= 9 and 1 <= int(number) <= LARGEST_DISTANCE):
        raise QueryError(
            f"NEAR/ takes a number from 1 (next to each other) to {LARGEST_DISTANCE}, as in big NEAR/10 small.",
            line,
            at + 5,
        )
    return int(number)


def _filter(name: str, value: str, line: str, at: int, end: int) -> tuple[Token, int]:
    if not value and end < len(line) and line[end] == '"':
        value, end = _quoted(line, end)
    value = _clean(" ".join(value.split()))
    if not is_word(value):
        raise QueryError(
            f'The filter {name}: needs a value right after the colon, as in {name}:x or {name}:"x y".',
            line,
            at + len(name) + 1,
        )
    return Token("filter", value, at, name=name.lower() if name.isascii() else name), end


def _hints(text: str, line: str, at: int) -> None:
    if _LOWER.fullmatch(text):
        operator = text.upper()
        raise QueryError(
            f'To connect words write {operator} in capitals; to look for the word itself write "{text}" in quotes.',
            line,
            at,
        )
    if _NUMBERED.fullmatch(text):
        raise QueryError("To find words near each other write NEAR and a number, as in big NEAR/10 small.", line, at)
    if text[0] == "-" and is_word(text[1:2]):
        raise QueryError(f"To leave out a word write NOT {text[1:]}.", line, at)
    if "?" in text and re.search(r"\w\?\w|^\?\w", text):
        raise QueryError("A question mark is no wildcard. Write * for any letters.", line, at + text.index("?"))
    if not is_word(text):
        meant = {"&": "AND", "&&": "AND", "+": "AND", "|": "OR", "||": "OR", "!": "NOT"}.get(text)
        if meant:
            raise QueryError(f"Write {meant} instead of {text}.", line, at)
        if set(text) == {"*"}:
            raise QueryError("A * needs letters beside it, as in contract*; alone it would find every word.", line, at)
        raise QueryError(f"There is nothing to look for in {text}. Write a word with letters or digits.", line, at)


def _check_suffix(found: list[Token], line: str) -> None:
    """`in turn` at the end of a query is meant as IN turn, which only capitals say."""
    if len(found) > 2 and [token.kind for token in found[-2:]] == ["word", "word"]:
        before, last = found[-2:]
        if before.text.lower() == "in" and last.text.lower() in UNITS:
            message = f"To set the unit write IN {last.text.lower()} in capitals; to look for the words use quotes."
            raise QueryError(message, line, before.at)
    # 'two worlds' in single quotes would be two words with apostrophes
    opened = [t for t in found if t.kind == "word" and t.text[0] == "'" and len(t.text) > 1]
    for token in opened:
        later = [t for t in found if t.kind == "word" and t.at >= token.at and len(t.text) > 1 and t.text[-1] == "'"]
        if later:
            raise QueryError('Write a phrase in double quotation marks, as in "two worlds".', line, token.at)

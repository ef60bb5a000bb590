"""Text to the one form in which offsets are counted; every change is reported in a sentence."""

from __future__ import annotations

import re
import unicodedata

from qualcode.text.encodings import decode

__all__ = ["decode", "normalise"]

SURROGATE = re.compile("[\ud800-\udfff]")
# Characters that end a line somewhere: vertical tab (Word), form feed (pages), next line, U+2028, U+2029.
LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")


def normalise(text: str) -> tuple[str, tuple[str, ...]]:
    """Bring a text to LF line ends and NFC, without byte order marks and control characters.

    Curly quotes, thin and no-break spaces, emoji and joiners stay as they are. Normalising twice changes
    nothing the second time.

    >>> normalise("one\\r\\ntwo\\x00")
    ('one\\ntwo', ('1 CRLF line end became LF', '1 NUL character was removed'))
    """
    changes: list[str] = []
    if SUSPECT.search(text):
        text = _without_odd_characters(text, changes)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        lines = [(line, unicodedata.normalize("NFC", line)) for line in text.split("\n")]
        changed = sum(1 for before, after in lines if before != after)
        text = "\n".join(after for _, after in lines)
        changes.append(f"Letters and accents were joined (NFC) in {changed} {'line' if changed == 1 else 'lines'}")
    return text, tuple(changes)


def _without_odd_characters(text: str, changes: list[str]) -> str:
    if SURROGATE.search(text):
        joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        text, lone = SURROGATE.subn("\ufffd", joined)
        if lone:
            changes.append(_became(lone, "half of a character pair", "halves of character pairs", "U+FFFD"))
    crlf = text.count("\r\n")
    if crlf:
        text = text.replace("\r\n", "\n")
        changes.append(_became(crlf, "CRLF line end", "CRLF line ends", "LF"))
    cr = text.count("\r")
    if cr:
        text = text.replace("\r", "\n")
        changes.append(_became(cr, "CR line end", "CR line ends", "LF"))
    text, ends = LINE_ENDS.subn("\n", text)
    if ends:
        changes.append(_became(ends, "other line or page end", "other line or page ends", "LF"))
    marks = text.count("\ufeff")
    if marks:
        text = text.replace("\ufeff", "")
        changes.append(_removed(marks, "byte order mark"))
    nuls = text.count("\0")
    if nuls:
        text = text.replace("\0", "")
        changes.append(_removed(nuls, "NUL character"))
    text, controls = CONTROLS.subn("", text)
    if controls:
        changes.append(_removed(controls, "control character"))
    return text


def _became(count: int, one: str, many: str, what: str) -> str:
    return f"{count:,} {one if count == 1 else many} became {what}"


def _removed(count: int, what: str) -> str:
    return f"{count:,} {what} was removed" if count == 1 else f"{count:,} {what}s were removed"

"""CHAT transcripts (CHILDES, TalkBank)."""

from __future__ import annotations

import re

from qualcode.model import Document
from qualcode.readers.original import Original
from qualcode.text import Speech, normalise

_BULLET = re.compile("\x15(\\d+)_(\\d+)\x15")
_OLD_MEDIA = re.compile("\x15[^\x15]*\x15")


def read(original: Original) -> Document:
    """Read the main tiers, `*CHI:` and so on, one turn each; headers (`@`) and dependent tiers (`%mor`) are left out.

    The words keep CHAT's own marks. Media times become start times.
    """
    text, encoding, changes = original.decoded()
    lines = _joined(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    speeches: list[Speech] = []
    problems: list[str] = []
    tiers = 0
    for number, line in lines:
        if line.startswith("*"):
            label, colon, words = line[1:].partition(":")
            if not colon or not label.strip() or len(label) > 40:
                problems.append(f"line {number}: a main tier is '*CHI:' and words, found {line[:40]!r}.")
                continue
            time = _BULLET.search(words)
            words = _OLD_MEDIA.sub("", words).strip()
            speeches.append(Speech(words, label.strip(), int(time[1]) / 1000 if time else None))
        elif line.startswith("%"):
            tiers += 1
        elif line.strip() and not line.startswith("@"):
            problems.append(f"line {number}: a line begins with @, *, % or a tab, found {line[:40]!r}.")
    if problems:
        raise original.refusal(*problems)
    if not speeches:
        raise original.refusal("there is no main tier (a line such as '*CHI:\tmore cookie .') in it. Is it CHAT?")
    _, more = normalise("\n".join(line for _, line in lines).replace("\x15", ""))
    notes = [f"{tiers:,} dependent tiers (such as %mor) were left out"] if tiers else []
    source = original.source(encoding=encoding, changes=(*changes, *more, *notes))
    return original.document_of(speeches, source)


def _joined(lines: list[str]) -> list[tuple[int, str]]:
    """Lines that begin with a tab go on with the line before."""
    result: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        line = line.lstrip("\ufeff")
        if line[:1] in ("\t", " ") and result and line.strip():
            result[-1] = (result[-1][0], f"{result[-1][1]} {line.strip()}")
        elif line.strip():
            result.append((number, line))
    return result

"""Which columns a table has, before anybody says what they hold."""

from __future__ import annotations

import unicodedata
from os import PathLike
from pathlib import Path

from qualcode.readers import delimited, xlsx
from qualcode.readers.original import Original
from qualcode.readers.read import bytes_of
from qualcode.readers.tables import SPEAKER_COLUMNS, TEXT_COLUMNS


def columns(path: str | PathLike[str]) -> tuple[str, ...]:
    """The names of the columns of a csv, tsv or xlsx, in order.

    Raises:
        UnreadableFile: it is no such table; the message names the file and the place.
    """
    file = Path(path)
    suffix = file.suffix.lower()
    data = bytes_of(file, suffix)
    original = Original(data, unicodedata.normalize("NFC", file.name), suffix[1:], file.stem)
    table, _ = xlsx.opened(original) if suffix == ".xlsx" else delimited.opened(original)
    return table.header


def likely(header: tuple[str, ...]) -> tuple[str, str]:
    """The columns that hold the words and the speaker, as far as their names alone tell; "" where they do not.

    >>> likely(("id", "Speaker", "answer")), likely(("id", "text", "answer"))
    (('answer', 'Speaker'), ('', ''))
    """
    text = [name for name in header if _plain(name) in TEXT_COLUMNS]
    speaker = [name for wanted in SPEAKER_COLUMNS for name in header if _plain(name) == wanted and name not in text]
    return text[0] if len(text) == 1 else "", speaker[0] if speaker else ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())

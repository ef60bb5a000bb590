"""A coded set: passages with the codes that a person gave them, as files or a study hold it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from qualcode.errors import QualcodeError, UnreadableFile
from qualcode.evaluation.book import Book, listed, read_book
from qualcode.evaluation.order import KNOWN, find_order
from qualcode.evaluation.tables import plain_name, read_table
from qualcode.learning import CodeText

LEAST = 3
IDS = ("segment id", "id", "quote id", "segment")
DOCUMENTS = ("document id", "document", "doc id", "doc", "file", "interview", "interview id", "transcript")
SPEAKERS = ("speaker", "speaker id", "speaker label", "participant", "participant id")
TEXTS = ("text", "quote", "segment text", "passage", "content", "utterance", "answer", "response", "coded segment")
CODES = ("codes", "code", "labels", "label", "tags", "tag", "themes", "theme")
LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "sv", "da", "nb", "fi", "pl")
GROUPS = (2, 30)
"""So many different speakers make groups by themselves."""


@dataclass
class Coded:
    """Passages and the codes that a person gave them, in an order that `order` speaks of.

    `labels` is (passages, codes); only codes used at least `least` times are there, and passages with one of them.
    `columns` are the other columns of the file, row by row. `notes` are what a reader should know about the reading.
    Passages that are not in `measured` stand among the others for what they tell about their neighbours, such as an
    interviewer's question; they have no codes.
    """

    ids: list[str]
    documents: list[str]
    texts: list[str]
    labels: np.ndarray
    codes: list[CodeText]
    columns: dict[str, list[str]]
    order: str
    language: str = "en"
    notes: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    least: int = LEAST
    measured: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        if not len(self.measured):
            self.measured = np.arange(len(self.texts))

    @property
    def ordered(self) -> bool:
        """Whether the passages stand as they were said."""
        return self.order == KNOWN

    def column(self, name: str) -> list[str]:
        """A column by its name, whatever its case; QualcodeError where there is none."""
        for known, cells in self.columns.items():
            if plain_name(known) == plain_name(name):
                return cells
        raise QualcodeError(f"There is no column '{name}'. There are: {', '.join(self.columns)}.")


def read_coded(segments: str | Path, codebook: str | Path, *, least: int = LEAST, language: str = "") -> Coded:
    """The coded set of two files: segments (document_id, text, codes joined by `;`, perhaps segment_id and speaker)
    and a codebook (code, perhaps definition and parent).

    Rows without words or without a code are left out and counted; a code that the codebook lacks is measured with its
    name alone. Without a `language` it is the one whose common words are most frequent.

    Raises:
        UnreadableFile: a file is no table, or lacks the column of texts or of codes.
        QualcodeError: no code is used `least` times.
    """
    table = read_table(segments)
    texts, cells = table.column(TEXTS), table.column(CODES)
    absent = [name for name, found in (("text", texts), ("codes", cells)) if found is None]
    if texts is None or cells is None:
        raise UnreadableFile(
            f"{segments}: there is no column {' and none '.join(repr(name) for name in absent)}. The columns are: "
            f"{', '.join(name or '(no name)' for name in table.header)}."
        )
    book = read_book(codebook)
    notes = [*table.notes, *book.notes]
    count = len(table.rows)
    ids = [cell.strip() or str(row) for row, cell in enumerate(table.column(IDS) or [""] * count, 1)]
    documents = [cell.strip() for cell in table.column(DOCUMENTS) or [""] * count]
    if table.column(DOCUMENTS) is None:
        notes.append(f"{table.file}: there is no column document_id, so all rows are taken as one document.")
    elif blank := sum(not document for document in documents):
        notes.append(f"{table.file}: rows that name no document, taken as one document of their own: {blank}.")
    speakers = [cell.strip() for cell in table.column(SPEAKERS) or [""] * count]
    used = [book.split(cell) for cell in cells]
    columns = {
        name: [row[at].strip() for row in table.rows]
        for at, name in enumerate(table.header)
        if name and plain_name(name) not in map(plain_name, (*TEXTS[:1], *CODES[:1]))
    }
    columns = {**columns, "document": documents, "speaker": speakers}
    wordless = sum(not text.strip() and bool(codes) for text, codes in zip(texts, used, strict=True))
    counts = {
        "rows": count,
        "without words": wordless,
        "without a code": sum(not codes for codes in used),
    }
    if wordless:
        notes.append(f"{table.file}: coded rows without words, which are left out: {wordless}.")
    return select(
        ids, documents, texts, used, book, columns, least=least, language=language, notes=notes, counts=counts
    )


def select(
    ids: Sequence[str],
    documents: Sequence[str],
    texts: Sequence[str],
    used: Sequence[Sequence[int]],
    book: Book,
    columns: Mapping[str, Sequence[str]],
    *,
    least: int = LEAST,
    language: str = "",
    notes: Sequence[str] = (),
    counts: Mapping[str, int] | None = None,
    in_order: bool = False,
) -> Coded:
    """The passages and codes that are measured, of all that there are. `used` are the places of codes in the book.

    `in_order` says that the passages are known to stand as they were said; else that is found out.
    """
    everything = np.zeros((len(texts), len(book.codes)), bool)
    for row, codes in enumerate(used):
        everything[row, list(codes)] = bool(texts[row].strip())
    uses = everything.sum(axis=0)
    chosen = np.flatnonzero(uses >= least)
    if not len(chosen):
        raise nothing_to_measure(least, int(uses.max(initial=0)))
    labels = everything[:, chosen]
    rows = np.flatnonzero(labels.any(axis=1)).tolist()
    notes = list(notes)
    unknown = [name for name in book.unknown if uses[book.place_or_new(name)]]
    if unknown:
        kept = sum(book.place_or_new(name) in set(chosen.tolist()) for name in unknown)
        notes.append(
            f"Codes of the segments that are not in the codebook: {len(unknown)}, {kept} of them used {least} times or "
            f"more. They are measured by their name alone: {listed(unknown)}."
        )
    all_texts = book.texts()
    said = KNOWN
    if not in_order:
        places = {name: [cells[row] for row in rows] for name, cells in columns.items()}
        names = [all_texts[at].path for at in chosen]
        order, said = find_order([documents[row] for row in rows], labels[rows], places, names)
        rows = [rows[place] for place in order]
    kept_texts = [texts[row].strip() for row in rows]
    return Coded(
        [ids[row] for row in rows],
        [documents[row] for row in rows],
        kept_texts,
        labels[rows],
        [all_texts[at] for at in chosen],
        {name: [cells[row] for row in rows] for name, cells in columns.items()},
        said,
        language or language_of(kept_texts),
        notes,
        {
            **(counts or {}),
            "segments": len(rows),
            "documents": len({documents[row] for row in rows}),
            "codes": len(chosen),
            "codes used": int((uses > 0).sum()),
            "codes used too rarely": int(((uses > 0) & (uses < least)).sum()),
            "codes not in the codebook": len(unknown),
        },
        least,
    )


def nothing_to_measure(least: int, most: int) -> QualcodeError:
    """The sentence for a set in which no code is used `least` times; the most used one is used `most` times."""
    return QualcodeError(
        f"No code is used on {least} passages or more (the most is {most}), so there is nothing to measure. "
        "Code more passages, or measure rarer codes with --least."
    )


def language_of(texts: Sequence[str]) -> str:
    """The language whose stop words are most frequent in texts; English where a quarter of the words are its own.

    >>> language_of(["We had to wait for a year."]), language_of(["Wir haben ein ganzes Jahr auf ihn gewartet."])
    ('en', 'de')
    >>> language_of(["חיכינו לחוזה שנה שלמה"])
    'xx'
    """
    from qualcode.learning.words import stop_words, words

    counted = Counter(word for text in texts[:500] for word in words(text))
    if not counted or sum(counted[word] for word in stop_words("en")) >= counted.total() / 4:
        return "en"  # the lists of other languages take seconds to load
    scores = {code: sum(counted[word] for word in stop_words(code)) for code in LANGUAGES}
    best = max(LANGUAGES, key=lambda code: scores[code])
    if scores[best] >= counted.total() / 8:
        return best
    # in other letters it is none of those that a model knows
    latin = sum(count for word, count in counted.items() if word[0] < "\u0250")
    return "en" if 2 * latin >= counted.total() else "xx"

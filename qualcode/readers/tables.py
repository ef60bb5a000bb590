"""Tables: one row a turn, or one row a response; columns named by the caller or plain from their names."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass, replace

from qualcode.model import Document, Source
from qualcode.readers.original import Original
from qualcode.text import Speech, document_from, normalise
from qualcode.text.timestamps import seconds

TEXT_COLUMNS = ("text", "transcript", "words", "utterance", "content", "response", "answer", "speech", "verbatim")
SPEAKER_COLUMNS = ("speaker", "speaker label", "speaker name", "name", "participant", "who")
TIME_COLUMNS = ("timestamp", "time", "start", "start time", "starttime", "begin")


@dataclass(frozen=True, slots=True)
class Row:
    """A row with its number in the file, the header being row 1 of a sheet."""

    number: int
    cells: Sequence[str]


@dataclass(frozen=True, slots=True)
class Table:
    header: tuple[str, ...]
    rows: Sequence[Row]


def documents(original: Original, table: Table, source: Source) -> Document | list[Document]:
    """The table as one document, or, where the caller names a document column, as a list of them."""
    columns = _Columns(original, table)
    table = _unescaped(table, columns)
    if original.document is None:
        return _conversation(original, table, columns, source)
    return _responses(original, table, columns, source)


class _Columns:
    """Where the columns stand that matter; refuses, in one go, all that are not there."""

    def __init__(self, original: Original, table: Table) -> None:
        self.original, self.header = original, table.header
        self.folded = [" ".join(name.casefold().replace("_", " ").split()) for name in table.header]
        self.problems: list[str] = []
        self.document = self._named(original.document, "document")
        self.text = self._named(original.text, "text")
        if original.text is None:
            self.text = self._guessed_text()
        if self.problems:
            raise original.refusal(*self.problems)
        taken = {self.text, self.document}
        self.speaker = self._named(original.speaker, "speaker")
        self.time = self._named(original.time, "time")
        if self.problems:
            raise original.refusal(*self.problems)
        conversation = original.document is None
        if original.speaker is None:
            names = SPEAKER_COLUMNS if conversation else SPEAKER_COLUMNS[:3]
            self.speaker = self._guessed(names, taken)
        if original.time is None and conversation:
            self.time = self._guessed(TIME_COLUMNS, taken | {self.speaker})
            self.guessed_time = True
        else:
            self.guessed_time = False

    def _named(self, wanted: str | None, option: str) -> int | None:
        if wanted is None:
            return None
        if wanted in self.header:
            if self.header.count(wanted) > 1:
                self.problems.append(f"{option}={wanted!r}: there are two columns of this name. Rename one of them.")
            return self.header.index(wanted)
        folded = " ".join(wanted.casefold().replace("_", " ").split())
        if self.folded.count(folded) == 1:
            return self.folded.index(folded)
        self.problems.append(f"{option}={wanted!r}: there is no such column. {self._there_are()}")
        return None

    def _there_are(self) -> str:
        return f"The columns are: {', '.join(name or '(no name)' for name in self.header)}."

    def _guessed_text(self) -> int | None:
        found = [at for at, name in enumerate(self.folded) if name in TEXT_COLUMNS and at != self.document]
        if len(found) == 1:
            return found[0]
        if not found and len(self.header) == 1 and self.document is None:
            return 0
        if len(found) > 1:
            names = " or ".join(f"text={self.header[at]!r}" for at in found)
            self.problems.append(f"several columns could hold the words: give {names}.")
        else:
            self.problems.append(f"which column holds the words? Name it with text=. {self._there_are()}")
        return None

    def _guessed(self, names: tuple[str, ...], taken: set[int | None]) -> int | None:
        for name in names:
            found = [at for at, folded in enumerate(self.folded) if folded == name and at not in taken]
            if found:
                return found[0] if len(found) == 1 else None
        return None


def _unescaped(table: Table, columns: _Columns) -> Table:
    """Oral History as Data tables (`speaker,words,tags`) hold HTML entities in the words."""
    at = columns.text
    if at is None or columns.folded[at] != "words" or "tags" not in columns.folded:
        return table
    rows = [
        Row(row.number, [html.unescape(cell) if n == at else cell for n, cell in enumerate(row.cells)])
        for row in table.rows
    ]
    return replace(table, rows=rows)


def _conversation(original: Original, table: Table, columns: _Columns, source: Source) -> Document:
    text_at, speaker_at = columns.text, columns.speaker
    assert text_at is not None
    times = _times(original, table, columns)
    speeches, blank = [], 0
    for row in table.rows:
        words = row.cells[text_at]
        if not words.strip():
            blank += 1
            continue
        speaker = row.cells[speaker_at].strip() if speaker_at is not None else ""
        speeches.append(Speech(words, speaker or None, times.get(row.number)))
    if not speeches:
        raise original.refusal(f"the column {table.header[text_at]!r} has no words in any row.")
    return original.document_of(speeches, _with_blanks(source, blank, table.header[text_at]))


def _with_blanks(source: Source, blank: int, column: str) -> Source:
    if not blank:
        return source
    rows = "1 row" if blank == 1 else f"{blank} rows"
    warning = f"{rows} without words in the column {column!r} {'was' if blank == 1 else 'were'} passed over"
    return replace(source, warnings=(*source.warnings, warning))


def _times(original: Original, table: Table, columns: _Columns) -> dict[int, float]:
    if columns.time is None:
        return {}
    times: dict[int, float] = {}
    odd: list[str] = []
    for row in table.rows:
        cell = row.cells[columns.time].strip(" []()#")
        if not cell:
            continue
        value = seconds(cell.split("-->")[0].split(" - ")[0])
        if value is None:
            odd.append(
                f"row {row.number}: {row.cells[columns.time]!r} in the column {table.header[columns.time]!r} is no "
                "time; h:mm:ss, mm:ss or seconds are."
            )
        else:
            times[row.number] = value
    if odd and columns.guessed_time:
        return {}  # nobody said that this column holds positions in a recording; it may hold dates
    if odd:
        raise original.refusal(*odd)
    return times


def _responses(original: Original, table: Table, columns: _Columns, source: Source) -> list[Document]:
    text_at, document_at = columns.text, columns.document
    assert text_at is not None and document_at is not None
    unnamed = [row.number for row in table.rows if not row.cells[document_at].strip() and row.cells[text_at].strip()]
    if unnamed:
        raise original.refusal(
            *(
                f"row {number}: the column {table.header[document_at]!r} is empty, so its document has no name."
                for number in unnamed
            )
        )
    groups: dict[str, list[Row]] = {}
    for row in table.rows:
        if row.cells[document_at].strip():
            groups.setdefault(" ".join(normalise(row.cells[document_at])[0].split()), []).append(row)
    times = _times(original, table, columns)
    result: list[Document] = []
    for value, rows in groups.items():
        filled = [row for row in rows if row.cells[text_at].strip()]
        if filled:
            here = _with_blanks(source, len(rows) - len(filled), table.header[text_at])
            result.append(_response(original, table, columns, here, value, filled, times))
    if not result:
        raise original.refusal(f"the column {table.header[text_at]!r} has no words in any row.")
    silent = len(groups) - len(result)
    if silent:
        warning = f"{silent} of {len(groups)} documents have no words and were passed over"
        result = [replace(one, source=replace(one.source, warnings=(*one.source.warnings, warning))) for one in result]
    return result


def _response(
    original: Original,
    table: Table,
    columns: _Columns,
    source: Source,
    value: str,
    rows: list[Row],
    times: dict[int, float],
) -> Document:
    assert columns.text is not None
    name = f"{original.name} {value}" if original.named else value
    attributes = _attributes(table, columns, rows)
    kind = original.kind or "response"
    if len(rows) == 1 and columns.speaker is None:
        # A cell may hold a whole transcript with its speakers; else the response is one turn.
        words = rows[0].cells[columns.text].strip()
        document = document_from(
            words, name=name, kind=kind, language=original.language, source=source, attributes=attributes
        )
        if document.speakers:
            return document
    speeches = [
        Speech(
            row.cells[columns.text],
            (row.cells[columns.speaker].strip() or None) if columns.speaker is not None else None,
            times.get(row.number),
        )
        for row in rows
    ]
    return original.document_of(speeches, source, name=name, kind=kind, attributes=attributes)


def _attributes(table: Table, columns: _Columns, rows: list[Row]) -> dict[str, str]:
    """The other columns; where the rows of a document differ, their values one after the other."""
    used = {columns.text, columns.speaker, columns.time}
    attributes: dict[str, str] = {}
    for at, name in enumerate(table.header):
        if at in used or not name:
            continue
        values = dict.fromkeys(value for row in rows if (value := normalise(row.cells[at])[0].strip()))
        attributes[name] = "; ".join(values)
    return attributes

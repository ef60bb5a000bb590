"""The documents of a study: bringing them in, cases and kinds, who has read what."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from qualcode.errors import ImportProblems, NotFound, QualcodeError, Refused
from qualcode.model import KINDS, Document, Kind, Source, Turn
from qualcode.project.batches import Seen, Texts, by_name, each
from qualcode.project.find import listed, near
from qualcode.project.tables import Table, read_table
from qualcode.store import Act, now
from qualcode.store import schema as t
from qualcode.text import roles_of

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Preview, Project

Row = dict[str, Any]
COLUMNS = ("document", "case", "kind", "date", "hours", "language")


class Documents:
    """`study.documents`: iterate over it, or take one by name: `study.documents["P1"]`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def add(
        self,
        texts: Texts,
        *,
        case: str | None = None,
        kind: Kind | None = None,
        pattern: str | None = None,
        progress: Callable[[str], None] | None = None,
        reading_of: Callable[[Path], Mapping[str, Any]] = lambda file: {},
        **reading: Any,
    ) -> list[Document]:
        """Read files and bring them into the study, in one act.

        Args:
            texts: a path, a folder, a pattern such as "transcripts/*.docx", a Document, or several of these.
            case: the case that all of them belong to; made when there is none, unless the name is nearly another's.
            kind: interview, focus_group, observation, archival or response; otherwise as the reader finds.
            pattern: a regular expression over the file's name whose named groups `case`, `kind` and `date` say
                what a document belongs to, e.g. r"(?P<case>case\\d)_". A case that is not there yet is made.
            progress: called with each file's name before it is read.
            reading_of: what else, or instead of `reading`, is passed for one file, such as the columns of a table.
            **reading: passed to `qualcode.read`: language, encoding, text, speaker, document, time, sheet, name.

        Returns:
            The documents that came in, in order.

        Raises:
            ImportProblems: some could not be read; the good ones are in (`added`), each problem has its sentence.
            NotFound: nothing matches, or the case is nearly called like another.
        """
        if kind is not None and kind not in KINDS:
            raise Refused(f"'{kind}' is not a kind of document. Choose one of: {', '.join(KINDS)}.")
        if case is not None:
            case = self._case_meant(case)
        problems: list[str] = []
        fresh: list[Document] = []
        seen = Seen(self._rows())
        for item in each(texts):
            try:
                if isinstance(item, Document):
                    found: list[Document] = [item]
                else:
                    if progress:
                        progress(item.name)
                    from qualcode.readers import read

                    result = read(item, kind=kind, **{**reading, **reading_of(item)})
                    found = result if isinstance(result, list) else [result]
                seen.refuse_doubles(found)
                fresh.extend(found)
            except QualcodeError as error:
                problems.append(str(error))
        if fresh:
            self._write(fresh, case, kind, by_name(pattern, fresh))
        if problems:
            raise ImportProblems(problems, fresh)
        return fresh

    def assign(self, documents: str | Iterable[str], **values: Any) -> None:
        """Set case, kind, date (ISO, may be a year or month alone), hours, language or free attributes of documents.

        An empty text takes a value away. A new kind decides anew who counts as a participant, where nobody said so by
        hand.
        """
        refs = [documents] if isinstance(documents, str) else list(documents)
        self._assign([(self._study.find.document(ref), values) for ref in refs])

    def edit(self, wanted: Mapping[str, Mapping[str, Any]]) -> None:
        """Set values of several documents, each its own, in one act: {document: {column: value}}; see `assign`."""
        self._assign([(self._study.find.document(ref), dict(values)) for ref, values in wanted.items()])

    def assign_by_name(self, pattern: str) -> int:
        """Set case, kind and date of all documents from their names, as `pattern` does in `add`. Returns how many."""
        rows = self._rows()
        found = by_name(pattern, [Document.of("", name=row["file"] or row["name"]) for row in rows])
        wanted = [(row, values) for row, values in zip(rows, found, strict=True) if values]
        if not wanted:
            raise NotFound(
                f"No document's name fits the pattern {pattern!r}. One name: {rows[0]['name'] if rows else '–'}"
            )
        self._assign(wanted, make_cases=True)
        return len(wanted)

    def load(self, table: Table, *, preview: bool = False) -> int:
        """Assign case, kind, date, hours and free attributes from a table (path or frame) with a column `document`.

        Other columns become attributes of the documents. Returns how many documents were touched, or would be.
        All problems of the table are reported at once and nothing is assigned.
        """
        rows, problems, wanted = read_table(table, need=("document",)), [], []
        known = self._rows()
        for number, row in rows:
            try:
                wanted.append((self._study.find.document(_stem(row["document"], known)), row))
            except NotFound as error:
                problems.append(f"row {number}: {error}")
        if problems:
            raise ImportProblems(problems, table=True)
        self._assign(
            [(document, {k: v for k, v in row.items() if k != "document" and v}) for document, row in wanted],
            make_cases=True,
            preview=preview,
        )
        return len(wanted)

    def remove(self, document: str, *, why: str = "", preview: bool = False) -> Preview | None:
        """Take a document out; refused while codings rest on it."""
        from qualcode.project.project import Preview

        row = self._study.find.document(document)
        gone = self[row["id"]]
        with self._study.act("documents.remove", why=why, preview=preview) as current:
            if current.rows(select(t.codings.c.id).where(t.codings.c.document_id == row["id"]).limit(1)):
                raise Refused(
                    f"{row['name']} has codings. Remove or undo them first; a document is never lost with them."
                )
            for table in (t.suggestions, t.decisions, t.readings, t.speakers):
                ids = [
                    found["id"] for found in current.rows(select(table.c.id).where(table.c.document_id == row["id"]))
                ]
                current.delete_many(table, ids)
            current.delete(t.documents, row["id"])
            current.summary = f"Removed the document {row['name']}"
        if not preview:
            self._study.matching.forget(gone)
            self._study.patterns.forget()
        return Preview(current.summary, current.changes) if preview else None

    def mark_read(self, documents: str | Iterable[str]) -> None:
        """Record that this coder has read the documents; in the reflexive approach this opens their suggestions."""
        refs = [documents] if isinstance(documents, str) else list(documents)
        rows = [self._study.find.document(ref) for ref in refs]
        coder = self._study.coder_id()
        with self._study.act("documents.mark_read") as current:
            have = select(t.readings).where(t.readings.c.coder_id == coder)
            readings = {row["document_id"]: row["id"] for row in current.rows(have)}
            for row in rows:
                if row["id"] in readings:
                    current.update(t.readings, readings[row["id"]], read_at=current.at)
                else:
                    current.insert(t.readings, document_id=row["id"], coder_id=coder, read_at=current.at)
            current.summary = f"Read {listed([row['name'] for row in rows])}"

    def mark_unread(self, document: str) -> None:
        """Take back that this coder has read the document."""
        row = self._study.find.document(document)
        coder = self._study.coder_id()
        with self._study.act("documents.mark_unread") as current:
            mine = (t.readings.c.document_id == row["id"]) & (t.readings.c.coder_id == coder)
            for found in current.rows(select(t.readings).where(mine)):
                if found["override_why"]:
                    current.update(t.readings, found["id"], read_at="")
                else:
                    current.delete(t.readings, found["id"])
            current.summary = f"Marked {row['name']} as not read"

    def read_by(self, coder: str) -> set[str]:
        """The ids of the documents that this coder has read."""
        query = select(t.readings.c.document_id).join(t.coders)
        query = query.where(t.coders.c.name == coder, t.readings.c.read_at != "")
        return {row["document_id"] for row in self._study.store.rows(query)}

    def table(self) -> pd.DataFrame:
        """One row a document: what it is, who read it, the share coded, how the file was read."""
        from qualcode.project.frames import document_table

        return document_table(self._study)

    def attention(self, *, by_case: bool = False) -> pd.DataFrame:
        """What was read and how much of it is coded, per document or per case; see `qualcode.analysis.attention`."""
        from qualcode.analysis import attention, attention_by_case
        from qualcode.project.frames import cases, documents

        frame = documents(self._study)
        return attention_by_case(frame, cases(self._study)) if by_case else attention(frame)

    def attributes(self) -> pd.DataFrame:
        """The free attributes of documents, one row a document, one column an attribute.

        Those that came with a table of responses are among them; a value that was set since stands in their place.
        """
        from qualcode.project.attributes import attribute_table

        rows = self._rows()
        frame = attribute_table(self._study, "document", [(row["id"], row["name"]) for row in rows])
        for name in dict.fromkeys(name for row in rows for name in row["attributes"]):
            given = [row["attributes"].get(name, "") for row in rows]
            set_since = frame[name] if name in frame else [""] * len(rows)
            frame[name] = [one or other for one, other in zip(set_since, given, strict=True)]
        return frame

    def __getitem__(self, ref: str) -> Document:
        return self._value(self._study.find.document(ref))

    def __iter__(self) -> Iterator[Document]:
        return (self._value(row) for row in self._rows())

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.documents.c.id)))

    # -- inside

    def _rows(self) -> list[Row]:
        return self._study.store.rows(select(t.documents).order_by(t.documents.c.position))

    def _value(self, row: Row) -> Document:
        text, turns = self.content(row["content_id"])
        source = Source(
            row["file"],
            row["format"],
            row["encoding"],
            row["file_sha256"],
            tuple(row["changes"]),
            tuple(row["warnings"]),
        )
        return Document(row["id"], row["name"], text, turns, row["kind"], row["language"], source, row["attributes"])

    def content(self, content_id: str) -> tuple[str, tuple[Turn, ...]]:
        """The text and turns of a content, kept in memory: they never change."""
        memory = self._study.memory
        if content_id not in memory.contents:
            with self._study.store.reading() as connection, memory.reading:
                wanted = select(t.contents)  # the first look takes all of them in one query
                if memory.contents:
                    wanted = wanted.where(t.contents.c.id == content_id)
                if content_id not in memory.contents:
                    memory.contents |= {row.id: _content(row.text, row.turns) for row in connection.execute(wanted)}
        return memory.contents[content_id]

    def _write(self, fresh: list[Document], case: str | None, kind: Kind | None, named: list[Row]) -> None:
        with self._study.act("documents.add") as current:
            position = 1 + max((row["position"] for row in self._rows()), default=-1)
            for offset, (document, values) in enumerate(zip(fresh, named, strict=True)):
                in_case = self._case_id(current, values.get("case") or case)
                _insert(
                    current,
                    document,
                    values.get("kind") or kind or document.kind,
                    in_case,
                    values.get("date", ""),
                    position + offset,
                )
            current.summary = f"Brought in {listed([document.name for document in fresh])}"

    def _case_meant(self, case: str) -> str:
        """A case that is there, or a new one; a name that is nearly that of another is more likely a slip."""
        try:
            return str(self._study.find.case(case)["key"])
        except NotFound as error:
            if "Did you mean" in str(error) or not case.strip():
                raise
            return case.strip()

    def _case_id(self, current: Act, key: str | None) -> str | None:
        if not key:
            return None
        found = current.rows(select(t.cases).where((t.cases.c.key == key) | (t.cases.c.name == key)))
        if found:
            return str(found[0]["id"])
        position = len(current.rows(select(t.cases.c.id)))
        return str(current.insert(t.cases, key=key, name=key, position=position)["id"])

    def _assign(self, wanted: list[tuple[Row, Row]], *, make_cases: bool = False, preview: bool = False) -> None:
        from qualcode.project.attributes import set_values

        for row, values in wanted:
            if values.get("kind") not in (None, *KINDS):
                raise Refused(
                    f"{row['name']}: '{values['kind']}' is not a kind of document. Choose one of: {', '.join(KINDS)}."
                )
        with self._study.act("documents.assign", preview=preview) as current:
            free: list[tuple[str, Row]] = []
            for row, values in wanted:
                known: Row = {name: values[name] for name in ("kind", "language") if values.get(name)}
                if values.get("date") is not None:
                    known["date"] = _date(row["name"], values["date"])
                if values.get("hours") is not None:
                    known["hours"] = _hours(row["name"], values["hours"])
                if values.get("case") is not None:
                    case = str(values["case"])
                    made = make_cases or not case
                    known["case_id"] = self._case_id(current, case) if made else self._study.find.case(case)["id"]
                if known:
                    current.update(t.documents, row["id"], **known)
                if known.get("kind", row["kind"]) != row["kind"]:
                    turns = self.content(row["content_id"])[1]
                    _decide_roles_anew(current, row["id"], turns, row["kind"], known["kind"])
                rest = {name: str(value) for name, value in values.items() if name not in COLUMNS and value is not None}
                free.append((row["id"], rest))
            set_values(current, "document", free)
            current.summary = f"Assigned {listed([row['name'] for row, _ in wanted])}"


def _content(text: str, turns: Iterable[Iterable[Any]]) -> tuple[str, tuple[Turn, ...]]:
    return text, tuple(Turn(start, end, text[start:end], who, at) for start, end, who, at in turns)


def _insert(current: Act, document: Document, kind: Kind, case_id: str | None, date: str, position: int) -> None:
    turns = [[turn.start, turn.end, turn.speaker, turn.start_time] for turn in document.turns]
    digest = hashlib.sha256(json.dumps([document.text, turns]).encode()).hexdigest()
    if not current.rows(select(t.contents.c.id).where(t.contents.c.id == digest)):
        # Not part of the act's images: contents are never changed nor removed, so that an undo can be undone.
        current.connection.execute(insert(t.contents).values(id=digest, text=document.text, turns=turns))
    source = document.source
    current.insert(
        t.documents,
        id=document.id,
        name=document.name,
        kind=kind,
        language=document.language,
        content_id=digest,
        case_id=case_id,
        file=source.file,
        format=source.format,
        encoding=source.encoding,
        file_sha256=source.sha256,
        changes=list(source.changes),
        warnings=list(source.warnings),
        attributes=dict(document.attributes),
        date=date,
        position=position,
        added_at=now(),
    )
    roles = roles_of(document.turns, kind)
    current.insert_many(
        t.speakers, [{"document_id": document.id, "label": label or "", "role": role} for label, role in roles.items()]
    )


def _decide_roles_anew(current: Act, document_id: str, turns: Iterable[Turn], old: Kind, new: Kind) -> None:
    before, after = roles_of(turns, old), roles_of(turns, new)
    unnamed = (t.speakers.c.document_id == document_id) & t.speakers.c.participant_id.is_(None)
    for row in current.rows(select(t.speakers).where(unnamed)):
        label = row["label"] or None
        # What a person decided stays: only a role that still is what the text said follows the kind.
        if label in after and row["role"] == before[label]:
            current.update(t.speakers, row["id"], role=after[label])


def _stem(ref: str, known: list[Row]) -> str:
    names = [row["name"] for row in known]
    if ref in names or any(row["file"] == ref or row["id"] == ref for row in known):
        return ref
    if Path(ref).stem in names:
        return Path(ref).stem
    raise NotFound(f"There is no document '{ref}'.{near(ref, names)}")


def _date(name: str, value: Any) -> str:
    text = str(value).strip()
    if text and not re.fullmatch(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", text):
        raise Refused(f"{name}: '{value}' is no date. Write 2026, 2026-03 or 2026-03-01.")
    return text


def _hours(name: str, value: Any) -> float | None:
    if value == "":
        return None
    try:
        hours = float(str(value).replace(",", "."))
    except ValueError:
        hours = math.nan
    if not math.isfinite(hours) or hours < 0:
        raise Refused(f"{name}: hours must be a number, found '{value}'.")
    return hours

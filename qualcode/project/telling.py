"""What an act did, told to people: each object it touched by name, with what it said before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from qualcode.store import Change
from qualcode.store import schema as t
from qualcode.store.acts import parts

if TYPE_CHECKING:
    from qualcode.project.project import Project

Row = Mapping[str, Any]
NAMED: dict[str, tuple[Table, str]] = {
    "document_id": (t.documents, "name"),
    "code_id": (t.codes, "name"),
    "parent_id": (t.codes, "name"),
    "merged_into_id": (t.codes, "name"),
    "theme_id": (t.themes, "name"),
    "case_id": (t.cases, "name"),
    "coder_id": (t.coders, "name"),
    "participant_id": (t.participants, "key"),
    "organisation_id": (t.organisations, "name"),
    "attribute_id": (t.attributes, "name"),
    "coding_id": (t.codings, "quote"),
}
"""Columns that hold the id of another row, and what that row is called."""
KINDS = {table.name.removesuffix("s"): (table, column) for table, column in NAMED.values()} | {
    "memo": (t.memos, "title")
}
"""What a memo may be about, or an attribute may belong to, as `kind:id`."""
NOUNS = {
    "project": "the study",
    "attribute_values": "value",
    "theme_codes": "place of a code in a theme",
    "extracts": "chosen passage",
    "summaries": "summary",
    "readings": "reading",
    "split_items": "passage on the board of a split",
}
UNTOLD = {"id", "version", "position", "content_id", "file_sha256", "codebook", "spacy", "at", "created_at"}
UNTOLD |= {"suggestion_id", "suggestion_ids", "coding_ids", "split_id", "run_id", "into", "decided", "subject_id"}
TITLES = {
    "codings": "{quote} · {document_id} · {code_id}",
    "suggestions": "{code_id} · {document_id}",
    "decisions": "{verdict} · {code_id} · {document_id}",
    "extracts": "{theme_id} · {coding_id}",
    "incidents": "{name} · {coding_id}",
    "theme_codes": "{code_id} · {theme_id}",
    "summaries": "{theme_id} · {case_id}",
    "rules": "{key}",
    "readings": "{document_id} · {coder_id}",
    "speakers": "{label} · {document_id}",
    "participants": "{key}",
    "attribute_values": "{attribute_id}",
    "splits": "{code_id}",
    "split_items": "{coding_id}",
    "links": "{type}",
    "memos": "{kind}",
    "runs": "{suggesters}",
    "samples": "{suggester} {code}",
}
PRIVATE = "(private)"


@dataclass(frozen=True, slots=True)
class Told:
    """One object that an act touched: `did` is added, changed or removed; `fields` are (name, before, after)."""

    noun: str
    title: str
    did: str
    fields: tuple[tuple[str, str, str], ...]


def told(study: Project, seq: int, *, most: int) -> tuple[list[Told], int]:
    """See `History.told`. What somebody else wrote for themselves alone is not told, only that it was written."""
    with study.store.reading() as connection:
        count = connection.execute(select(func.count()).where(t.changes.c.seq == seq)).scalar_one()
        changes = study.history.changes(seq, most=most)
        names = _Names(study, changes)
    return [_tell(change, names, study.coder) for change in changes], count


def _tell(change: Change, names: _Names, coder: str) -> Told:
    before, after = change.before or {}, change.after or {}
    row = after or before
    hidden = change.table == "memos" and any(
        image.get("private") and names.of("coder_id", image["coder_id"]) != coder for image in (before, after) if image
    )
    fields = []
    for column in row:
        old, new = names.say(column, before.get(column)), names.say(column, after.get(column))
        if column not in UNTOLD and old != new:
            secret = hidden and column in ("title", "text", "about")
            fields.append((_label(column), PRIVATE if secret and old else old, PRIVATE if secret and new else new))
    did = "added" if not before else "removed" if not after else "changed"
    pattern = TITLES.get(change.table, "{name}")
    title = pattern.format_map(_Saying(row, names))
    if change.table == "memos" and row["title"] and not hidden:
        title = f"{title}: {row['title']}"
    noun = NOUNS.get(change.table, change.table.removesuffix("s").replace("_", " "))
    return Told(noun, title, did, tuple(fields))


class _Saying(dict[str, str]):
    """The columns of a row in words, as a title asks for them."""

    def __init__(self, row: Row, names: _Names) -> None:
        self._row, self._names = row, names

    def __missing__(self, column: str) -> str:
        return self._names.say(column, self._row.get(column))


class _Names:
    """What the rows that some changes refer to are called, also those that are gone."""

    def __init__(self, study: Project, changes: Iterable[Change]) -> None:
        self._known: dict[tuple[str, str], str] = {}
        wanted: dict[str, set[str]] = {}
        for change in changes:
            for row in (change.before, change.after):
                for column, value in (row or {}).items():
                    if column in NAMED and value:
                        wanted.setdefault(NAMED[column][0].name, set()).add(value)
                for item in (row or {}).get("about", ()):
                    kind, _, row_id = item.partition(":")
                    if kind in KINDS:
                        wanted.setdefault(KINDS[kind][0].name, set()).add(row_id)
        for table, column in {
            table.name: (table, column) for table, column in [*NAMED.values(), *KINDS.values()]
        }.values():
            for part in parts(sorted(wanted.get(table.name, ()))):
                self._learn(study, table, column, part)

    def _learn(self, study: Project, table: Table, column: str, ids: list[str]) -> None:
        rows = {row["id"]: row for row in study.store.rows(select(table).where(table.c.id.in_(ids)))}
        gone = [row_id for row_id in ids if row_id not in rows]
        if gone:
            images = select(t.changes.c.row_id, t.changes.c.before).where(
                t.changes.c.place == table.name, t.changes.c.row_id.in_(gone), t.changes.c.before.is_not(None)
            )
            rows |= {row["row_id"]: row["before"] for row in study.store.rows(images.order_by(t.changes.c.id))}
        for row_id, row in rows.items():
            hidden = table is t.memos and row["private"]
            self._known[table.name, row_id] = "a private memo" if hidden else str(row[column] or row.get("key") or "")

    def of(self, column: str, row_id: str) -> str:
        """What the row is called whose id stands in this column."""
        return self._known.get((NAMED[column][0].name, row_id), "something that is gone")

    def say(self, column: str, value: Any) -> str:
        """A value of a column in words; "" for nothing."""
        if value is None or value == "" or value == [] or value == {}:
            return ""
        if column in NAMED:
            return self.of(column, value)
        if column == "about":
            return "; ".join(self._about(item) for item in value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, list):
            return "; ".join(map(str, value))
        if isinstance(value, dict):
            return "; ".join(f"{name}: {worth}" for name, worth in value.items())
        return str(value)

    def _about(self, item: str) -> str:
        kind, _, row_id = item.partition(":")
        table = KINDS[kind][0].name if kind in KINDS else ""
        return f"{kind} {self._known.get((table, row_id), 'that is gone')}"


def _label(column: str) -> str:
    return {"start_at": "from", "end_at": "to"}.get(column, column.removesuffix("_id").replace("_", " "))

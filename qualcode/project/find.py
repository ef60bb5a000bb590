"""Finding an object by what people call it: id, key or name; a miss names near ones."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Table, or_, select

from qualcode.codebook.names import slug, unique
from qualcode.errors import NotFound
from qualcode.model import Document
from qualcode.store import Store
from qualcode.store import schema as t

Row = dict[str, Any]


class Find:
    """Look-ups in one store; each returns the whole row."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def document(self, ref: str | Document) -> Row:
        """By id, name or file name."""
        return self._one(t.documents, ref.id if isinstance(ref, Document) else ref, "document", "name", "file")

    def code(self, ref: str) -> Row:
        """By id, key or name."""
        return self._one(t.codes, ref, "code", "key", "name")

    def case(self, ref: str) -> Row:
        """By id, key or name."""
        return self._one(t.cases, ref, "case", "key", "name")

    def theme(self, ref: str) -> Row:
        """By id, key or name."""
        return self._one(t.themes, ref, "theme", "key", "name")

    def participant(self, ref: str) -> Row:
        """By id or key."""
        return self._one(t.participants, ref, "participant", "key", "name")

    def coding(self, ref: str) -> Row:
        """By id."""
        return self._one(t.codings, ref, "coding")

    def memo(self, ref: str) -> Row:
        """By id or title."""
        return self._one(t.memos, ref, "memo", "title")

    def anything(self, about: str) -> tuple[str, Row]:
        """An object written as `kind:name`, as memos refer to it: ('code', row)."""
        kind, _, ref = about.partition(":")
        finders = {
            "document": self.document,
            "code": self.code,
            "case": self.case,
            "theme": self.theme,
            "participant": self.participant,
            "coding": self.coding,
            "memo": self.memo,
        }
        if kind not in finders or not ref:
            raise NotFound(f"'{about}' names nothing. Write kind:name, with kind one of: {', '.join(finders)}.")
        return kind, finders[kind](ref)

    def _one(self, table: Table, ref: str, noun: str, *columns: str) -> Row:
        if not isinstance(ref, str):
            raise NotFound(f"A {noun} is named by a text, not by {ref!r}.")
        try:
            ref.encode()
        except UnicodeEncodeError:
            raise NotFound(f"There is no {noun} of this name; it holds half of a character.") from None
        where = [table.c.id == ref, *(table.c[column] == ref for column in columns)]
        found = self.store.rows(select(table).where(or_(*where)))
        # An id or key is exact; a name that several objects share is no answer.
        for column in ("id", *columns):
            exact = [row for row in found if row[column] == ref]
            if len(exact) == 1:
                return exact[0]
            if len(exact) > 1:
                raise NotFound(f"There are {len(exact)} {noun}s called '{ref}'. Use the id: {_ids(exact)}.")
        names = [row[columns[0]] for row in self.store.rows(select(table))] if columns else []
        raise NotFound(f"There is no {noun} '{ref}'.{near(ref, names)}")


def near(ref: str, names: Iterable[str]) -> str:
    """A sentence that names what is near, or what there is; empty when there is nothing."""
    known = list(names)
    alike = difflib.get_close_matches(ref, known, n=3, cutoff=0.6)
    if alike:
        return f" Did you mean {' or '.join(repr(name) for name in alike)}?"
    if not known:
        return " There is none yet."
    shown = ", ".join(known[:8])
    return f" There are: {shown}{', …' if len(known) > 8 else ''}."


def key_from(name: str, taken: Iterable[str] = ()) -> str:
    """A short key for a name, unlike those that are taken.

    >>> key_from("Two worlds!"), key_from("Two worlds", ["two_worlds"])
    ('two_worlds', 'two_worlds_2')
    """
    return unique(slug(name), set(taken))


def listed(names: list[str], most: int = 3) -> str:
    """Names in a sentence, the first few by name.

    >>> listed(["P1", "P2"]), listed(["P1", "P2", "P3", "P4", "P5"])
    ('P1, P2', 'P1, P2, P3 and 2 more')
    """
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"


def _ids(rows: list[Row]) -> str:
    return ", ".join(row["id"] for row in rows)

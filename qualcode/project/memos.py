"""Memos, journal entries and case narratives: dated, linked to anything, private unless said otherwise."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import Refused
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]
KINDS = ("memo", "journal", "case narrative")


class Memos:
    """`study.memos`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def add(
        self,
        text: str,
        *,
        title: str = "",
        kind: str = "memo",
        about: str | Iterable[str] = (),
        private: bool | None = None,
    ) -> str:
        """Write a memo. Returns its id.

        Args:
            about: what it is about, each as kind:name, e.g. "code:two_worlds", "case:case1", "document:P1".
            private: kept out of exports; by default so for all but case narratives.
        """
        if kind not in KINDS:
            raise Refused(f"'{kind}' is not a kind of memo. Choose one of: {', '.join(KINDS)}.")
        if not text.strip():
            raise Refused("The memo is empty.")
        objects = self._objects(about)
        if kind == "case narrative" and not any(item.startswith("case:") for item in objects):
            raise Refused("A case narrative needs its case: about='case:NAME'.")
        hidden = kind != "case narrative" if private is None else private
        with self._study.act("memos.add") as current:
            row = current.insert(
                t.memos,
                kind=kind,
                title=title,
                text=text,
                private=hidden,
                about=objects,
                coder_id=self._study.coder_id(),
                at=current.at,
            )
            current.summary = f"Wrote {_named(row)}"
        return str(row["id"])

    def edit(
        self,
        memo: str,
        *,
        text: str | None = None,
        title: str | None = None,
        private: bool | None = None,
        about: str | Iterable[str] | None = None,
        seen: int | None = None,
    ) -> None:
        """Change a memo; what it said before stays in the history."""
        row = self._study.find.memo(memo)
        given: Row = {"text": text, "title": title, "private": private}
        values = {name: value for name, value in given.items() if value is not None}
        if about is not None:
            values["about"] = self._objects(about)
        with self._study.act("memos.edit") as current:
            current.update(t.memos, row["id"], seen=seen, **values)
            current.summary = f"Changed {_named({**row, **values})}"

    def remove(self, memo: str, *, why: str = "") -> None:
        """Take a memo away; undo brings it back."""
        row = self._study.find.memo(memo)
        with self._study.act("memos.remove", why=why) as current:
            current.delete(t.memos, row["id"])
            current.summary = f"Removed {_named(row)}"

    def table(self, *, kind: str | None = None, about: str | None = None, containing: str = "") -> pd.DataFrame:
        """One row a memo: memo, kind, title, text, private, created_at, coder, about; oldest first."""
        from qualcode.project.frames import memos

        frame = memos(self._study)
        if kind is not None:
            frame = frame[frame["kind"] == kind]
        if about is not None:
            found, row = self._study.find.anything(about)
            wanted = f"{found}:{row.get('key') or row.get('name') or row['id']}"
            frame = frame.loc[[wanted in items for items in frame["about"]]]  # also where there is none
        if containing:
            needle = containing.casefold()
            texts = (frame["title"] + "\n" + frame["text"]).str.casefold()
            frame = frame[texts.str.contains(needle, regex=False)]
        return frame.reset_index(drop=True)

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.memos.c.id)))

    def _objects(self, about: str | Iterable[str]) -> list[str]:
        refs = [about] if isinstance(about, str) else list(about)
        found = [self._study.find.anything(ref) for ref in refs if ref]
        return [f"{kind}:{row['id']}" for kind, row in found]


def _named(row: Row) -> str:
    kind = {"memo": "a memo", "journal": "a journal entry", "case narrative": "a case narrative"}[row["kind"]]
    # The history is exported; what is private must not be told by it.
    return f"{kind}: {row['title']}" if row["title"] and not row["private"] else kind

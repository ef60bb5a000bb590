"""Codings: codes on passages. Adding, recoding, resizing, annotating and removing them."""

from __future__ import annotations

import operator
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, func, select

from qualcode.errors import NotFound, Refused
from qualcode.model import LEVELS, STANCES, Coding, Document
from qualcode.project.joining import both, move_many, refuse_changed, twin_of
from qualcode.project.project import Preview
from qualcode.project.recoding import code_called
from qualcode.store import Act, images
from qualcode.store import schema as t
from qualcode.store.acts import parts

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]


ALIKE = {
    **dict.fromkeys(map(ord, "’‘ʼ′"), "'"),
    **dict.fromkeys(map(ord, "“”„«»"), '"'),
    **dict.fromkeys(map(ord, "–—\u2011"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2009\u202f"), " "),
}


class Codings:
    """`study.codings`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def add(
        self,
        document: str | Document,
        start: int,
        end: int,
        code: str,
        *,
        memo: str = "",
        level: str = "",
        stance: str = "",
        make: bool = False,
    ) -> Coding:
        """Put a code on a passage, in the coder's name. Offsets are code points, half-open.

        With `make`, `code` is a name; a code that is not there yet is made in the same act.

        The same code on the same passage by the same coder stands once: adding it again adds the memo, and the
        level and the stance where there was none; a level or stance that differs is noted in the memo.

        Raises:
            NotFound: no such document or code.
            Refused: a passage outside the document, empty, or blank; offsets that are no whole numbers; a retired
                code; an unknown level or stance.
        """
        row = self._study.find.document(document)
        with self._study.act("codings.add") as current:
            target = code_called(current, code) if make else self._study.find.code(code)
            made = self.write(current, row, start, end, target, memo=memo, level=level, stance=stance)
            current.summary = f"Coded {_short(made['quote'])} in {row['name']} as {target['name']}"
        return self[made["id"]]

    def add_many(
        self,
        places: Iterable[tuple[str | Document, int, int]],
        code: str,
        *,
        memo: str = "",
        why: str = "",
        make: bool = False,
    ) -> list[str]:
        """Put a code on many passages, each (document, start, end), in one act: one step to undo.

        Each becomes a coding of its own. Where the coder has that code on the passage already, the two join as in
        `add`. Returns the ids of the codings that are new.

        Args:
            why: what chose the passages, such as the query that found them.
            make: `code` is a name; a code that is not there yet is made in the same act.

        Raises:
            NotFound, Refused: as in `add`, or there is no passage. Nothing is coded then.
        """
        wanted = list(dict.fromkeys(places))
        if not wanted:
            raise Refused("Choose at least one passage.")
        documents = {ref: self._study.find.document(ref) for ref in dict.fromkeys(ref for ref, *_ in wanted)}
        with self._study.act("codings.add_many", why=why) as current:
            target = code_called(current, code) if make else self._study.find.code(code)
            _refuse_retired(target)
            coder = self._study.coder_id()
            mine = select(t.codings).where(t.codings.c.code_id == target["id"], t.codings.c.coder_id == coder)
            there = {(row["document_id"], row["start_at"], row["end_at"]): row for row in current.rows(mine)}
            fresh: dict[tuple[str, int, int], Row] = {}
            for ref, first, last in wanted:
                start, end, quote = self._passage(documents[ref], first, last)
                place = (documents[ref]["id"], start, end)
                if place not in there:
                    names = {"document_id": place[0], "start_at": start, "end_at": end, "quote": quote}
                    fresh[place] = {**names, "code_id": target["id"], "coder_id": coder, "created_at": current.at}
                elif memo:
                    joined = both(there[place], {"memo": memo, "level": "", "stance": ""})
                    current.update(t.codings, there[place]["id"], **joined)
            rows = current.insert_many(t.codings, [{**row, "origin": "hand", "memo": memo} for row in fresh.values()])
            current.summary = f"Coded {len(rows)} passage{'s' if len(rows) != 1 else ''} as {target['name']}"
        return [row["id"] for row in rows]

    def add_quote(
        self, document: str | Document, quote: str, code: str, *, occurrence: int | None = None, **values: Any
    ) -> Coding:
        """Put a code on the passage that reads `quote`, letter for letter.

        Raises:
            NotFound: the document does not say so.
            Refused: it says so several times and no `occurrence` (1 is the first) is given.
        """
        start = self.locate(document, quote, occurrence=occurrence)
        return self.add(document, start, start + len(quote), code, **values)

    def locate(self, document: str | Document, quote: str, *, occurrence: int | None = None) -> int:
        """Where the document reads `quote`; see `add_quote` for what is refused."""
        row = self._study.find.document(document)
        text = self._study.documents.content(row["content_id"])[0]
        # Keyboards type ' where files have ’: signs that look alike find each other, the coding quotes the source.
        places = (_places(text, quote) or _places(text.translate(ALIKE), quote.translate(ALIKE))) if quote else []
        if not places:
            raise NotFound(
                f"{row['name']} does not read {_short(quote)}. A quote must match letter for letter, capitals too."
            )
        if occurrence is None and len(places) > 1:
            raise Refused(
                f"{row['name']} reads {_short(quote)} {len(places)} times. Say which: occurrence=1 to {len(places)}."
            )
        if occurrence is not None and not 1 <= occurrence <= len(places):
            raise NotFound(
                f"{row['name']} reads {_short(quote)} {len(places)} times; there is no occurrence {occurrence}."
            )
        return places[(occurrence or 1) - 1]

    def recode(
        self,
        codings: str | Iterable[str],
        to: str,
        *,
        why: str = "",
        seen: int | None = None,
        preview: bool = False,
        make: bool = False,
    ) -> Preview | None:
        """Give codings another code. Memos stay; where the coder has that code on the passage already, the two join.

        With `preview` nothing is written and the `Preview` says what would be. With `make`, `to` is a name; a code
        that is not there yet is made in the same act.
        """
        ids = _ids(codings)
        with self._study.act("codings.recode", why=why, preview=preview) as current:
            target = code_called(current, to) if make else self._study.find.code(to)
            _refuse_retired(target)
            rows = [self._row(current, coding) for coding in ids] if len(ids) < 20 else self._many(current, ids)
            move_many(current, rows, target["id"], seen=seen)
            current.summary = f"Recoded {_count(ids)} as {target['name']}"
        return Preview(current.summary, current.changes) if preview else None

    def resize(self, coding: str, start: int, end: int, *, why: str = "", seen: int | None = None) -> Coding:
        """Move the ends of a coding.

        Raises:
            Refused: the ends are none of a passage (see `add`), or the coder has that code on the passage already.
        """
        with self._study.act("codings.resize", why=why) as current:
            row = self._row(current, coding)
            document = current.row(t.documents, row["document_id"])
            start, end, quote = self._passage(document, start, end)
            ends = {"start_at": start, "end_at": end}
            refuse_changed(current, row, seen, **ends)
            if twin_of({**row, **ends}, current):
                code = current.row(t.codes, row["code_id"])["name"]
                raise Refused(
                    f"{document['name']}: the passage {start} to {end} has a coding of {code} by this coder already. "
                    "Remove one of the two, or choose other ends."
                )
            current.update(t.codings, coding, **ends, quote=quote)
            current.summary = f"Resized a coding in {document['name']} to {_short(quote)}"
        return self[coding]

    def annotate(
        self,
        coding: str,
        *,
        memo: str | None = None,
        level: str | None = None,
        stance: str | None = None,
        seen: int | None = None,
    ) -> Coding:
        """Set memo, level (semantic, latent) or stance (for, against) of a coding; empty takes it away."""
        given = {"memo": memo, "level": level, "stance": stance}
        values = {name: value for name, value in given.items() if value is not None}
        _refuse_unknown(level or "", stance or "")
        with self._study.act("codings.annotate") as current:
            row = self._row(current, coding)
            current.update(t.codings, coding, seen=seen, **values)
            current.summary = f"Set the {' and '.join(values)} of the coding {_short(row['quote'])}"
        return self[coding]

    def remove(self, codings: str | Iterable[str], *, why: str = "", preview: bool = False) -> Preview | None:
        """Take codings away; their places among a theme's extracts, and the incidents they tell, go with them."""
        ids = _ids(codings)
        with self._study.act("codings.remove", why=why, preview=preview) as current:
            rows = self._many(current, ids)
            for part in parts(ids):
                for table in (t.extracts, t.incidents):
                    tied = current.rows(select(table.c.id).where(table.c.coding_id.in_(part)))
                    current.delete_many(table, [row["id"] for row in tied])
            current.delete_many(t.codings, ids)
            current.summary = (
                f"Removed {_count(ids)}" if len(ids) > 1 else f"Removed the coding {_short(rows[0]['quote'])}"
            )
        return Preview(current.summary, current.changes) if preview else None

    def table(self, *, code: str | None = None, document: str | None = None, coder: str | None = None) -> pd.DataFrame:
        """One row a coding, with the speaker's attributes; columns as `qualcode.analysis.COLUMNS["codings"]`."""
        from qualcode.project.frames import codings

        frame = codings(self._study)
        if code is not None:
            frame = frame[frame["code"] == self._study.find.code(code)["key"]]
        if document is not None:
            frame = frame[frame["document_id"] == self._study.find.document(document)["id"]]
        if coder is not None:
            frame = frame[frame["coder"] == coder]
        return frame.reset_index(drop=True)

    def of(self, document: str | Document, within: tuple[int, int] | None = None) -> list[Coding]:
        """The codings of one document as values, in document order; quick, however large the study is.

        `within` leaves out those that do not overlap the passage from its first to its second offset.
        """
        row = self._study.find.document(document)
        order = (t.codings.c.start_at, t.codings.c.end_at, t.codes.c.position, t.codings.c.id)
        query = _values().where(t.codings.c.document_id == row["id"]).order_by(*order)
        if within is not None:
            query = query.where(t.codings.c.start_at < within[1], t.codings.c.end_at > within[0])
        with self._study.store.reading() as connection:
            return [Coding(*found) for found in connection.execute(query)]

    def __getitem__(self, coding: str) -> Coding:
        with self._study.store.reading() as connection:
            found = connection.execute(_values().where(t.codings.c.id == coding)).first()
        if found is None:
            raise NotFound(f"There is no coding '{coding}'.")
        return Coding(*found)

    def __len__(self) -> int:
        return int(self._study.store.rows(select(func.count().label("codings")).select_from(t.codings))[0]["codings"])

    def write(
        self,
        current: Act,
        document: Row,
        start: int,
        end: int,
        code: str | Row,
        *,
        memo: str = "",
        level: str = "",
        stance: str = "",
        origin: str = "hand",
        suggestion: Row | None = None,
    ) -> Row:
        """Write one coding inside an act; `add`, the review and imports share this. `code` may be its row."""
        target = self._study.find.code(code) if isinstance(code, str) else code
        _refuse_retired(target)
        _refuse_unknown(level, stance)
        start, end, quote = self._passage(document, start, end)
        place = {
            "document_id": document["id"],
            "start_at": start,
            "end_at": end,
            "code_id": target["id"],
            "coder_id": self._study.coder_id(),
        }
        found = twin_of(place, current)
        if found:
            merged = both(found, {"memo": memo, "level": level, "stance": stance})
            return current.update(t.codings, found["id"], **merged)
        born: Row = {}
        if suggestion is not None:
            born = {name: suggestion[name] for name in ("suggester", "rule", "rule_version")}
            born["suggestion_id"] = suggestion["id"]
        return current.insert(
            t.codings,
            **place,
            quote=quote,
            created_at=current.at,
            origin=origin,
            level=level,
            stance=stance,
            memo=memo,
            **born,
        )

    def _passage(self, document: Row, start: int, end: int) -> tuple[int, int, str]:
        start, end = _offset(start), _offset(end)
        text = self._study.documents.content(document["content_id"])[0]
        if not 0 <= start < end <= len(text):
            raise Refused(
                f"{document['name']} has {len(text)} characters; {start} to {end} is no passage in it. "
                "Offsets count code points from 0, the end is not included."
            )
        quote = text[start:end]
        if not quote.strip():
            raise Refused(f"{document['name']}: the passage {start} to {end} is blank.")
        return start, end, quote

    def _many(self, current: Act, codings: list[str]) -> list[Row]:
        found = images(current.connection, t.codings, codings)
        missing = [coding for coding in codings if coding not in found]
        if missing:
            raise NotFound(f"There is no coding '{missing[0]}'. It may have been removed.")
        return list(found.values())

    def _row(self, current: Act, coding: str) -> Row:
        found = current.rows(select(t.codings).where(t.codings.c.id == coding))
        if not found:
            raise NotFound(f"There is no coding '{coding}'. It may have been removed.")
        return found[0]


def _values() -> Select[Any]:
    """What a `Coding` holds, in the order of its fields."""
    held = t.codings.c
    passage = (held.id, held.document_id, held.start_at, held.end_at, held.quote, t.codes.c.key, t.coders.c.name)
    rest = ("created_at", "origin", "suggester", "rule", "level", "stance", "memo", "version")
    return (
        select(*passage, *(held[name] for name in rest))
        .join(t.codes, held.code_id == t.codes.c.id)
        .join(t.coders, held.coder_id == t.coders.c.id)
    )


def _offset(value: Any) -> int:
    """An offset as Python's own whole number; True, 1.0 and "1" are none."""
    if not isinstance(value, bool):
        try:
            return operator.index(value)
        except TypeError:
            pass
    raise Refused(f"Offsets are whole numbers. {value!r} is none.")


def _places(text: str, quote: str) -> list[int]:
    places, at = [], text.find(quote)
    while at >= 0:
        places.append(at)
        at = text.find(quote, at + 1)
    return places


def _refuse_retired(code: Row) -> None:
    if code["status"] == "retired":
        raise Refused(f"The code '{code['key']}' is retired. Restore it, or use another.")


def _refuse_unknown(level: str, stance: str) -> None:
    if level not in ("", *LEVELS):
        raise Refused(f"'{level}' is not a level. Choose one of: {', '.join(LEVELS)}.")
    if stance not in STANCES:
        raise Refused(f"'{stance}' is not a stance. Choose one of: for, against.")


def _ids(codings: str | Iterable[str]) -> list[str]:
    ids = [codings] if isinstance(codings, str) else list(dict.fromkeys(codings))
    if not ids:
        raise Refused("Choose at least one coding.")
    return ids


def _count(ids: list[str]) -> str:
    return f"{len(ids)} coding{'s' if len(ids) != 1 else ''}"


def _short(quote: str, most: int = 60) -> str:
    line = " ".join(quote.split())
    return f"“{line}”" if len(line) <= most else f"“{line[: most - 1].rstrip()}…”"

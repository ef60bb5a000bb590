"""Codings that meet: giving them another code, and joining two of one coder on one passage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from qualcode.errors import Conflict
from qualcode.store import Act
from qualcode.store import schema as t

Row = dict[str, Any]


def move_many(current: Act, codings: Sequence[Row], code_id: str, *, seen: int | None = None) -> None:
    """Give codings another code inside an act; those that meet the coder's own there join with it."""
    there = {_place(row) for row in current.rows(select(t.codings).where(t.codings.c.code_id == code_id))}
    free: dict[str, Row] = {}
    meeting: list[Row] = []
    for coding in codings:
        if coding["code_id"] == code_id:
            continue
        if seen is not None or _place(coding) in there:
            meeting.append(coding)
        else:
            free[coding["id"]] = {"code_id": code_id}
            there.add(_place(coding))
    current.update_many(t.codings, free)
    for coding in meeting:
        move(current, coding, code_id, seen=seen)


def move(current: Act, coding: Row, code_id: str, *, seen: int | None = None) -> Row:
    """Give a coding another code inside an act; joins it with the coder's own coding of that code and passage."""
    refuse_changed(current, coding, seen, code_id=code_id)
    twin = twin_of({**coding, "code_id": code_id}, current)
    if twin:
        return join(current, coding, twin)
    return current.update(t.codings, coding["id"], code_id=code_id)


def join(current: Act, dropped: Row, kept: Row) -> Row:
    """Let one coding go into another inside an act: memo, level, stance, and everything that refers to it."""
    chosen = {(row["theme_id"], row["kind"]): row for row in current.rows(_extracts_of(kept["id"]))}
    for extract in current.rows(_extracts_of(dropped["id"])):
        own = chosen.get((extract["theme_id"], extract["kind"]))
        if own:
            if extract["printed"] and not own["printed"]:
                current.update(t.extracts, own["id"], printed=extract["printed"])
            current.delete(t.extracts, extract["id"])
        else:
            current.update(t.extracts, extract["id"], coding_id=kept["id"])
    told = {(row["name"], row["date"]): row for row in current.rows(_incidents_of(kept["id"]))}
    for incident in current.rows(_incidents_of(dropped["id"])):
        same = told.get((incident["name"], incident["date"]))
        if same:  # accounts with another date stay beside each other
            more: Row = {field: joined(same[field], incident[field]) for field in ("actor", "mechanism", "note")}
            current.update(t.incidents, same["id"], **more)
            current.delete(t.incidents, incident["id"])
        else:
            current.update(t.incidents, incident["id"], coding_id=kept["id"])
    for summary in current.rows(select(t.summaries)):
        if dropped["id"] in summary["coding_ids"]:
            ids = [kept["id"] if coding == dropped["id"] else coding for coding in summary["coding_ids"]]
            current.update(t.summaries, summary["id"], coding_ids=list(dict.fromkeys(ids)))
    for decision in current.rows(select(t.decisions.c.id).where(t.decisions.c.coding_id == dropped["id"])):
        current.update(t.decisions, decision["id"], coding_id=kept["id"])
    on_boards = {row["split_id"] for row in current.rows(_items_of(kept["id"]))}
    for item in current.rows(_items_of(dropped["id"])):
        if item["split_id"] in on_boards:
            current.delete(t.split_items, item["id"])
        else:
            current.update(t.split_items, item["id"], coding_id=kept["id"])
    current.delete(t.codings, dropped["id"])
    return current.update(t.codings, kept["id"], **both(kept, dropped))


def both(kept: Row, other: Mapping[str, Any]) -> Row:
    """Memo, level and stance of two codings that become one; where they differ, the memo says so."""
    values: Row = {name: kept[name] or other[name] for name in ("level", "stance")}
    differ = [other[name] for name in values if other[name] and other[name] != values[name]]
    note = f"also coded as {', '.join(differ)}" if differ else ""
    return {**values, "memo": joined(joined(kept["memo"], other["memo"]), note)}


def twin_of(coding: Mapping[str, Any], current: Act) -> Row | None:
    """Another coding of the same code on the same passage by the same coder."""
    same = [t.codings.c[name] == coding[name] for name in ("document_id", "start_at", "end_at", "code_id", "coder_id")]
    found = current.rows(select(t.codings).where(*same, t.codings.c.id != coding.get("id", "")))
    return found[0] if found else None


def refuse_changed(current: Act, coding: Row, seen: int | None, **mine: Any) -> None:
    """Raise a `Conflict` where somebody changed the coding since the caller read version `seen`."""
    try:
        current.update(t.codings, coding["id"], seen=seen)
    except Conflict as error:
        raise Conflict(str(error), mine=mine, theirs=error.theirs) from error


def _place(coding: Row) -> tuple[str, int, int, str]:
    return coding["document_id"], coding["start_at"], coding["end_at"], coding["coder_id"]


def joined(one: str, other: str) -> str:
    """Two memos as one; nothing is lost and nothing is said twice."""
    if not other.strip() or f"\n{other.strip()}\n" in f"\n{one.strip()}\n":
        return one
    return f"{one}\n{other}" if one.strip() else other


def _extracts_of(coding: str) -> Any:
    return select(t.extracts).where(t.extracts.c.coding_id == coding)


def _incidents_of(coding: str) -> Any:
    return select(t.incidents).where(t.incidents.c.coding_id == coding)


def _items_of(coding: str) -> Any:
    return select(t.split_items).where(t.split_items.c.coding_id == coding)

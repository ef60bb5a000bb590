"""Acts that reshape the codebook over all documents: move, merge, split, retire. Each has a preview and an undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import NotFound, Refused
from qualcode.project.codings import joined, move_many
from qualcode.project.codings import move as move_coding
from qualcode.project.find import key_from
from qualcode.project.project import Preview
from qualcode.store import Act
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]


def move(study: Project, code: str, parent: str, *, why: str, preview: bool) -> Preview | None:
    """See `ProjectCodebook.move`."""
    row = study.find.code(code)
    above = study.find.code(parent) if parent else None
    with study.act("codebook.move", why=why, preview=preview) as current:
        parents = {found["id"]: found["parent_id"] for found in current.rows(select(t.codes))}
        step = above["id"] if above else None
        while step:
            if step == row["id"]:
                raise Refused(f"{row['name']} cannot go under itself or one of its own sub-codes.")
            step = parents[step]
        current.update(t.codes, row["id"], parent_id=above["id"] if above else None)
        place = f"under {above['name']}" if above else "to the top"
        current.summary = f"Moved the code {row['name']} {place}"
    return Preview(current.summary, current.changes) if preview else None


def merge(study: Project, codes: str | Iterable[str], into: str, *, why: str, preview: bool) -> Preview | None:
    """See `ProjectCodebook.merge`."""
    target = study.find.code(into)
    refs = [codes] if isinstance(codes, str) else list(dict.fromkeys(codes))
    sources = [study.find.code(ref) for ref in refs]
    if not sources or any(source["id"] == target["id"] for source in sources):
        raise Refused("Choose at least one code to merge, other than the one it goes into.")
    _refuse_retired([target, *sources])
    with study.act("codebook.merge", why=why, preview=preview) as current:
        moved = sum(_merge_one(current, source, target) for source in sources)
        names = " and ".join(source["name"] for source in sources)
        current.summary = f"Merged {names} into {target['name']} ({moved} codings moved)"
    return Preview(current.summary, current.changes) if preview else None


def _merge_one(current: Act, source: Row, target: Row) -> int:
    codings = current.rows(select(t.codings).where(t.codings.c.code_id == source["id"]))
    move_many(current, codings, target["id"])
    for table in (t.rules, t.suggestions):
        moved = current.rows(select(table.c.id).where(table.c.code_id == source["id"]))
        current.update_many(table, {row["id"]: {"code_id": target["id"]} for row in moved})
    parents = {row["id"]: row["parent_id"] for row in current.rows(select(t.codes))}
    for child in [id_ for id_, parent in parents.items() if parent == source["id"]]:
        # A target below the source takes the source's own place, so that no circle closes.
        current.update(t.codes, child, parent_id=source["parent_id"] if child == target["id"] else target["id"])
    places = current.rows(select(t.theme_codes).where(t.theme_codes.c.code_id.in_([source["id"], target["id"]])))
    held = {row["theme_id"] for row in places if row["code_id"] == target["id"]}
    for place in (row for row in places if row["code_id"] == source["id"]):
        if place["theme_id"] in held:
            current.delete(t.theme_codes, place["id"])
        else:
            current.update(t.theme_codes, place["id"], code_id=target["id"])
    text = f"Merged from {source['name']}: {source['memo']}" if source["memo"] else ""
    now = current.row(t.codes, target["id"])
    current.update(t.codes, target["id"], memo=joined(now["memo"], text))
    current.update(t.codes, source["id"], status="retired", merged_into_id=target["id"])
    return len(codings)


def split(study: Project, code: str, into: Iterable[str], *, why: str, preview: bool) -> Preview | None:
    """See `ProjectCodebook.split`."""
    row, names = study.find.code(code), list(dict.fromkeys(into))
    _refuse_retired([row])
    if not names:
        raise Refused("Name at least one code to split into.")
    if _open_split(study, row["id"]) is not None:
        raise Refused(f"{row['name']} is being split already. Close that split first.")
    with study.act("codebook.split", why=why, preview=preview) as current:
        targets = [_target(current, row, name) for name in names]
        made = current.insert(t.splits, code_id=row["id"], into=[target["id"] for target in targets], at=current.at)
        codings = current.rows(select(t.codings.c.id).where(t.codings.c.code_id == row["id"]))
        current.insert_many(
            t.split_items, [{"split_id": made["id"], "coding_id": coding["id"], "decided": []} for coding in codings]
        )
        names_made = " and ".join(target["name"] for target in targets)
        current.summary = f"Began to split {row['name']} into {names_made} ({len(codings)} codings to decide)"
    return Preview(current.summary, current.changes) if preview else None


def _target(current: Act, source: Row, name: str) -> Row:
    rows = current.rows(select(t.codes))
    for row in rows:
        if name in (row["key"], row["name"], row["id"]) and row["id"] != source["id"]:
            _refuse_retired([row])
            return row
    if name in (source["key"], source["name"]):
        raise Refused(f"{name} is the code that is being split. What stays with it is decided on the board.")
    made = current.insert(
        t.codes,
        key=key_from(name, [row["key"] for row in rows]),
        name=name,
        parent_id=source["parent_id"],
        level=source["level"],
        dimension=source["dimension"],
        position=len(rows),
        memo=f"Split from {source['name']}.",
    )
    for place in current.rows(select(t.theme_codes).where(t.theme_codes.c.code_id == source["id"])):
        current.insert(t.theme_codes, theme_id=place["theme_id"], code_id=made["id"])
    return made


def board(study: Project, code: str) -> pd.DataFrame:
    """See `ProjectCodebook.board`."""
    row = study.find.code(code)
    current = _split_or_refuse(study, row)
    items = study.store.rows(select(t.split_items).where(t.split_items.c.split_id == current["id"]))
    keys = {found["id"]: found["key"] for found in study.store.rows(select(t.codes.c.id, t.codes.c.key))}
    decided = {item["coding_id"]: ", ".join(keys[choice] for choice in item["decided"]) for item in items}
    frame = study.codings.table()
    frame = frame[frame["coding"].isin(list(decided))]
    frame = frame.assign(decided=[decided[coding] for coding in frame["coding"]])
    return frame[["coding", "document", "case", "speaker", "quote", "memo", "coder", "decided"]].reset_index(drop=True)


def assign(study: Project, code: str, codings: str | Iterable[str], to: str | Iterable[str], *, why: str) -> int:
    """See `ProjectCodebook.assign`."""
    row = study.find.code(code)
    current_split = _split_or_refuse(study, row)
    targets = [study.find.code(ref) for ref in ([to] if isinstance(to, str) else dict.fromkeys(to))]
    allowed = {row["id"], *current_split["into"]}
    strange = [target["name"] for target in targets if target["id"] not in allowed]
    if strange or not targets:
        raise Refused(f"{strange[0] if strange else 'Nothing'} is no part of the split of {row['name']}.")
    wanted = [codings] if isinstance(codings, str) else list(dict.fromkeys(codings))
    with study.act("codebook.assign", why=why) as current:
        mine = select(t.split_items).where(t.split_items.c.split_id == current_split["id"])
        items = {item["coding_id"]: item for item in current.rows(mine)}
        for coding in wanted:
            if coding not in items:
                raise NotFound(f"The coding '{coding}' is not on the board of {row['name']}.")
            kept = _place(current, coding, row, [target["id"] for target in targets])
            values: Row = {"decided": [target["id"] for target in targets], "coding_id": kept}
            current.update(t.split_items, items[coding]["id"], **values)
        current.summary = f"Decided {len(wanted)} codings of {row['name']}: {', '.join(t_['name'] for t_ in targets)}"
        undecided = [item for item in current.rows(mine) if not item["decided"]]
    return len(undecided)


def _place(current: Act, coding_id: str, source: Row, targets: list[str]) -> str:
    coding = current.row(t.codings, coding_id)
    first = coding["code_id"] if coding["code_id"] in targets else targets[0]
    kept = coding if coding["code_id"] == first else move_coding(current, coding, first)
    for target in targets:
        if target != first:
            copy = {name: value for name, value in kept.items() if name not in ("id", "version", "code_id")}
            same = [
                row
                for row in current.rows(select(t.codings).where(t.codings.c.code_id == target))
                if all(row[name] == kept[name] for name in ("document_id", "start_at", "end_at", "coder_id"))
            ]
            if not same:
                current.insert(t.codings, code_id=target, **copy)
    return str(kept["id"])


def close_split(study: Project, code: str, *, why: str) -> None:
    """See `ProjectCodebook.close_split`."""
    row = study.find.code(code)
    found = _split_or_refuse(study, row)
    with study.act("codebook.close_split", why=why) as current:
        items = current.rows(select(t.split_items).where(t.split_items.c.split_id == found["id"]))
        there = {r["id"] for r in current.rows(select(t.codings.c.id))}
        undecided = sum(1 for item in items if not item["decided"] and item["coding_id"] in there)
        if undecided:
            raise Refused(f"{undecided} codings of {row['name']} are undecided. Decide them on the board first.")
        current.update(t.splits, found["id"], status="closed")
        left = current.rows(select(t.codings.c.id).where(t.codings.c.code_id == row["id"]).limit(1))
        if not left:
            current.update(t.codes, row["id"], status="retired")
        current.summary = f"Finished splitting {row['name']}"


def retire(study: Project, code: str, *, why: str, preview: bool) -> Preview | None:
    """See `ProjectCodebook.retire`."""
    row = study.find.code(code)
    with study.act("codebook.retire", why=why, preview=preview) as current:
        count = len(current.rows(select(t.codings.c.id).where(t.codings.c.code_id == row["id"])))
        current.update(t.codes, row["id"], status="retired")
        gone = current.rows(select(t.suggestions.c.id).where(t.suggestions.c.code_id == row["id"]))
        current.delete_many(t.suggestions, [item["id"] for item in gone])
        current.summary = f"Retired the code {row['name']} ({count} codings stay)"
    return Preview(current.summary, current.changes) if preview else None


def restore(study: Project, code: str, *, why: str) -> None:
    """See `ProjectCodebook.restore`."""
    row = study.find.code(code)
    with study.act("codebook.restore", why=why) as current:
        current.update(t.codes, row["id"], status="active", merged_into_id=None)
        current.summary = f"Restored the code {row['name']}"


def _open_split(study: Project, code_id: str) -> Row | None:
    query = select(t.splits).where(t.splits.c.code_id == code_id, t.splits.c.status == "open")
    found = study.store.rows(query)
    return found[0] if found else None


def _split_or_refuse(study: Project, row: Row) -> Row:
    found = _open_split(study, row["id"])
    if found is None:
        raise Refused(f"{row['name']} is not being split. Begin with split('{row['key']}', into=[…]).")
    return found


def _refuse_retired(rows: Iterable[Row]) -> None:
    for row in rows:
        if row["status"] == "retired":
            raise Refused(f"The code '{row['key']}' is retired. Restore it first.")

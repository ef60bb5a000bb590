"""Acts that reshape the codebook over all documents: move, merge, split, retire. Each has a preview and an undo."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Table, func, select

from qualcode.codebook.fields import ID
from qualcode.codebook.names import file_id
from qualcode.errors import NotFound, Refused
from qualcode.project.find import key_from
from qualcode.project.joining import join, joined, move_many
from qualcode.project.joining import move as move_coding
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
    sources = list({row["id"]: row for row in map(study.find.code, refs)}.values())
    if not sources or any(source["id"] == target["id"] for source in sources):
        raise Refused("Choose at least one code to merge, other than the one it goes into.")
    _refuse_retired([target, *sources])
    with study.act("codebook.merge", why=why, preview=preview) as current:
        _refuse_in_split(current, [*sources, target])
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
    if source["id"] in _above(target["id"], parents):
        # A target below the source takes the source's own place, so that no circle closes.
        current.update(t.codes, target["id"], parent_id=parents[source["id"]])
    for child in [id_ for id_, parent in parents.items() if parent == source["id"] and id_ != target["id"]]:
        current.update(t.codes, child, parent_id=target["id"])
    places = current.rows(select(t.theme_codes).where(t.theme_codes.c.code_id.in_([source["id"], target["id"]])))
    held = {row["theme_id"] for row in places if row["code_id"] == target["id"]}
    for place in (row for row in places if row["code_id"] == source["id"]):
        if place["theme_id"] in held:
            current.delete(t.theme_codes, place["id"])
        else:
            current.update(t.theme_codes, place["id"], code_id=target["id"])
    move_links(current, source["id"], target["id"])
    text = f"Merged from {source['name']}: {source['memo']}" if source["memo"] else ""
    now = current.row(t.codes, target["id"])
    current.update(t.codes, target["id"], memo=joined(now["memo"], text))
    current.update(t.codes, source["id"], status="retired", merged_into_id=target["id"])
    return len(codings)


def _above(code_id: str, parents: dict[str, str | None]) -> list[str]:
    found: list[str] = []
    step = parents[code_id]
    while step and step not in found:
        found.append(step)
        step = parents[step]
    return found


def move_links(current: Act, old: str, new: str) -> None:
    """Let the links of one code or theme be those of another; none is doubled, and none links it to itself."""
    ends = ("source_id", "target_id", "type")
    rows = current.rows(select(t.links))
    have = {tuple(row[end] for end in ends): row for row in rows if old not in (row["source_id"], row["target_id"])}
    for row in rows:
        place = tuple(new if row[end] == old else row[end] for end in ends)
        if place == tuple(row[end] for end in ends):
            continue
        if place[0] == place[1]:
            current.delete(t.links, row["id"])
        elif place in have:
            current.delete(t.links, row["id"])
            current.update(t.links, have[place]["id"], why=joined(have[place]["why"], row["why"]))
        else:
            have[place] = current.update(t.links, row["id"], source_id=place[0], target_id=place[1])


def split(study: Project, code: str, into: str | Iterable[str], *, why: str, preview: bool) -> Preview | None:
    """See `ProjectCodebook.split`."""
    row, names = study.find.code(code), [into] if isinstance(into, str) else list(dict.fromkeys(into))
    _refuse_retired([row])
    if not all(name.strip() for name in names):
        raise Refused("A code needs a name.")
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
        position=next_position(current, t.codes),
        memo=f"Split from {source['name']}.",
    )
    for place in current.rows(select(t.theme_codes).where(t.theme_codes.c.code_id == source["id"])):
        current.insert(t.theme_codes, theme_id=place["theme_id"], code_id=made["id"])
    return made


def splits(study: Project) -> dict[str, list[str]]:
    """See `ProjectCodebook.splits`."""
    keys = {row["id"]: row["key"] for row in study.store.rows(select(t.codes.c.id, t.codes.c.key))}
    found = study.store.rows(select(t.splits).where(t.splits.c.status == "open").order_by(t.splits.c.at))
    return {keys[row["code_id"]]: [keys[code] for code in row["into"] if code in keys] for row in found}


def board(study: Project, code: str) -> pd.DataFrame:
    """See `ProjectCodebook.board`."""
    row = study.find.code(code)
    current = _split_or_refuse(study, row)
    items = study.store.rows(select(t.split_items).where(t.split_items.c.split_id == current["id"]))
    keys = {found["id"]: found["key"] for found in study.store.rows(select(t.codes.c.id, t.codes.c.key))}
    decided = {
        item["coding_id"]: ", ".join(keys[choice] for choice in _chosen(item) if choice in keys) for item in items
    }
    frame = study.codings.table()
    late = (frame["code"] == row["key"]) & ~frame["coding"].isin(list(_copies(items)))
    frame = frame[frame["coding"].isin(list(decided)) | late]
    frame = frame.assign(decided=[decided.get(coding, "") for coding in frame["coding"]])
    return frame[["coding", "document", "case", "speaker", "quote", "memo", "coder", "decided"]].reset_index(drop=True)


def assign(study: Project, code: str, codings: str | Iterable[str], to: str | Iterable[str], *, why: str) -> int:
    """See `ProjectCodebook.assign`."""
    row = study.find.code(code)
    current_split = _split_or_refuse(study, row)
    refs = [to] if isinstance(to, str) else list(to)
    targets = list({target["id"]: target for target in map(study.find.code, refs)}.values())
    allowed = {row["id"], *current_split["into"]}
    strange = [target["name"] for target in targets if target["id"] not in allowed]
    if strange or not targets:
        raise Refused(f"{strange[0] if strange else 'Nothing'} is no part of the split of {row['name']}.")
    _refuse_retired(targets)
    wanted = [codings] if isinstance(codings, str) else list(dict.fromkeys(codings))
    with study.act("codebook.assign", why=why) as current:
        items = _items(current, current_split)
        for coding in wanted:
            if coding not in items:
                raise NotFound(f"The coding '{coding}' is not on the board of {row['name']}.")
        for coding in wanted:
            place = t.split_items.c.split_id == current_split["id"]
            found = current.rows(select(t.split_items).where(place, t.split_items.c.coding_id == coding))
            if found:  # otherwise it joined with one that was decided just before
                _decide(current, found[0], [target["id"] for target in targets])
        current.summary = f"Decided {len(wanted)} codings of {row['name']}: {', '.join(t_['name'] for t_ in targets)}"
        undecided = _undecided(current, current_split)
    return len(undecided)


def _decide(current: Act, item: Row, targets: list[str]) -> None:
    kept, decided = _place(current, item, targets)
    same = (t.split_items.c.split_id == item["split_id"]) & (t.split_items.c.coding_id == kept)
    others = [row for row in current.rows(select(t.split_items).where(same)) if row["id"] != item["id"]]
    for other in others:  # the passage was coded twice and both went to one code: both decisions stand
        chosen = {choice for entry in decided for choice in _codes_of([entry])}
        decided += [entry for entry in other["decided"] if not chosen.intersection(_codes_of([entry]))]
        current.update(t.split_items, other["id"], decided=decided)
    if not others:
        current.update(t.split_items, item["id"], decided=decided, coding_id=kept)
    elif current.rows(select(t.split_items.c.id).where(t.split_items.c.id == item["id"])):
        current.delete(t.split_items, item["id"])


def _place(current: Act, item: Row, targets: list[str]) -> tuple[str, list[Any]]:
    """Bring a passage under the codes chosen. Returns the coding that the board shows, and what was decided.

    `decided` has a code's id where the coding itself went; {"code", "made"} for a copy that the board made, which
    goes again when another decision does not want it; {"code", "there"} for a coding that the coder had before,
    which stays whatever is decided.
    """
    shown = current.row(t.codings, item["coding_id"])
    made, there = _entries(item, "made"), _entries(item, "there")
    here = _same_passage(current, shown)
    before = {row["id"] for row in here.values()}
    own = [row for code, row in here.items() if made.get(code) == row["id"] and row["id"] != shown["id"]]
    ours = {row["id"] for row in own}
    if there.get(shown["code_id"]) != shown["id"]:
        ours.add(shown["id"])
        kept, first = shown, shown["code_id"] if shown["code_id"] in targets else targets[0]
    elif shown["code_id"] in targets:
        kept, first = shown, shown["code_id"]
    else:  # the coder's own stays where it is; the decision takes another coding of the passage
        first = targets[0]
        spare = [row for row in own if row["code_id"] == first] or own
        kept = spare[0] if spare else _copy(current, shown, first) if first not in here else here[first]
    for copy in own:
        if copy["id"] != kept["id"] and (copy["code_id"] not in targets or copy["code_id"] == first):
            kept = join(current, copy, kept)
    if kept["code_id"] != first:
        kept = move_coding(current, kept, first)
    here = _same_passage(current, kept)
    decided: list[Any] = [{"code": first, "there": kept["id"]} if kept["id"] in before - ours else first]
    for target in targets:
        if target == first:
            continue
        if target not in here:
            decided.append({"code": target, "made": _copy(current, kept, target)["id"]})
        else:
            kind = "made" if made.get(target) == here[target]["id"] else "there"
            decided.append({"code": target, kind: here[target]["id"]})
    return str(kept["id"]), decided


def _same_passage(current: Act, coding: Row) -> dict[str, Row]:
    """The codings that the same coder has on the passage, by code."""
    same = [t.codings.c[name] == coding[name] for name in ("document_id", "start_at", "end_at", "coder_id")]
    return {row["code_id"]: row for row in current.rows(select(t.codings).where(*same))}


def _copy(current: Act, coding: Row, code_id: str) -> Row:
    values = {name: value for name, value in coding.items() if name not in ("id", "version", "code_id")}
    return current.insert(t.codings, code_id=code_id, **values)


def _codes_of(decided: Iterable[Any]) -> list[str]:
    return [entry if isinstance(entry, str) else entry["code"] for entry in decided]


def _chosen(item: Row) -> list[str]:
    return _codes_of(item["decided"])


def _entries(item: Row, kind: str) -> dict[str, str]:
    return {entry["code"]: entry[kind] for entry in item["decided"] if not isinstance(entry, str) and kind in entry}


def _copies(items: Iterable[Row]) -> set[str]:
    """The codings that a board made: copies of what it shows, not to be decided again."""
    return {coding for item in items for coding in _entries(item, "made").values()}


def _items(current: Act, found: Row) -> dict[str, Row]:
    """What is on the board, by coding; codings that came onto the code after the split began are put there."""
    mine = select(t.split_items).where(t.split_items.c.split_id == found["id"])
    items = {item["coding_id"]: item for item in current.rows(mine)}
    known = {*items, *_copies(items.values())}
    codings = current.rows(select(t.codings.c.id).where(t.codings.c.code_id == found["code_id"]))
    late = [{"split_id": found["id"], "coding_id": row["id"], "decided": []} for row in codings]
    for item in current.insert_many(t.split_items, [row for row in late if row["coding_id"] not in known]):
        items[item["coding_id"]] = item
    return items


def _undecided(current: Act, found: Row) -> list[str]:
    """The codings on the board that nobody decided; those that were removed need no decision."""
    there = {row["id"] for row in current.rows(select(t.codings.c.id))}
    return [coding for coding, item in _items(current, found).items() if not item["decided"] and coding in there]


def close_split(study: Project, code: str, *, why: str) -> None:
    """See `ProjectCodebook.close_split`."""
    row = study.find.code(code)
    found = _split_or_refuse(study, row)
    with study.act("codebook.close_split", why=why) as current:
        undecided = len(_undecided(current, found))
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
        _refuse_in_split(current, [row])
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


def _refuse_in_split(current: Act, rows: Iterable[Row]) -> None:
    for found in current.rows(select(t.splits).where(t.splits.c.status == "open")):
        for row in rows:
            if row["id"] == found["code_id"]:
                raise Refused(f"{row['name']} is being split. Close that split first.")
            if row["id"] in found["into"]:
                name = current.row(t.codes, found["code_id"])["name"]
                raise Refused(f"{row['name']} is a part of the split of {name}. Close that split first.")


def code_called(current: Act, name: str) -> Row:
    """The code of this name in use, made in this act when there is none. Retired codes are left alone."""
    wanted = " ".join(name.split())
    if not wanted:
        raise Refused("A code needs a name.")
    rows = current.rows(select(t.codes))
    for row in rows:
        if row["status"] == "active" and row["name"].casefold() == wanted.casefold():
            return row
    key = key_from(wanted, [row["key"] for row in rows])
    return current.insert(t.codes, key=key, name=wanted, position=next_position(current, t.codes))


def next_position(current: Act, table: Table) -> int:
    """The place after the last row of a table that has an order."""
    last = current.rows(select(func.max(table.c.position).label("last")))[0]["last"]
    return 0 if last is None else int(last) + 1


def check_key(key: str) -> None:
    """Refuse a key that a codebook file could not hold."""
    if key and not ID.fullmatch(key):
        raise Refused(f"'{key}' cannot be a key: no blanks, commas, semicolons or colons. For example: {file_id(key)}.")


def _refuse_retired(rows: Iterable[Row]) -> None:
    for row in rows:
        if row["status"] == "retired":
            raise Refused(f"The code '{row['key']}' is retired. Restore it first.")

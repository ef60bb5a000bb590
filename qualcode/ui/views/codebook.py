"""The codes as the tree and the card show them, and the acts behind both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.analysis import frequencies
from qualcode.analysis.frames import records
from qualcode.project import Preview, Project, frames
from qualcode.ui.look import colours
from qualcode.ui.views.grid import many

if TYPE_CHECKING:
    from qualcode.ui.acting import Act

Row = dict[str, Any]
FIELDS = (
    *("name", "definition", "include", "exclude", "examples"),
    *("level", "origin", "dimension", "color", "memo"),
)
RETIRED = "#8a8a8a"
MOST = 500
TOUCHED = {
    "codings": ("coding", "codings"),
    "rules": ("rule", "rules"),
    "suggestions": ("suggestion", "suggestions"),
    "theme_codes": ("place in a theme", "places in themes"),
    "links": ("link", "links"),
}


# -- the tree


def tree(study: Project) -> Row:
    """What the tree shows: all codes with their counts, retired ones included, and the themes to group them by."""
    book, links = frames.codes(study), frames.theme_codes(study)
    board = frames.themes(study)
    kept = board[board["status"] != "discarded"]
    in_themes = links[links["theme"].isin(kept["theme"])].groupby("code", sort=False)["theme"].agg(list).to_dict()
    counts = {row["code"]: row for row in records(frequencies(book, study.codings.table()))}
    splits, shown = study.codebook.splits(), colours_of(study)
    parts = {part: code for code, into in splits.items() for part in into}
    names = dict(zip(book["code"], book["name"], strict=True))
    return {
        "codes": [
            {
                "key": row["code"],
                "name": row["name"],
                "parent": row["parent"],
                "color": shown[row["code"]],
                "themes": in_themes.get(row["code"], []),
                "retired": row["status"] == "retired",
                "note": _note(row, splits, parts, names),
                "definition": row["definition"],
                "rules": bool(row["rules"]),
                **{name: int(counts[row["code"]][name]) for name in ("voices", "cases", "codings")},
                "flags": counts[row["code"]]["flags"] if row["status"] == "active" else "",
            }
            for row in records(book)
        ],
        "themes": [{"key": row["theme"], "name": row["name"]} for row in records(kept)],
    }


def _note(row: Mapping[str, Any], splits: Mapping[str, Any], parts: Mapping[str, str], names: Mapping[str, str]) -> str:
    if row["status"] == "retired":
        return "retired"
    if row["code"] in splits:
        return "being split"
    return f"split from {names[parts[row['code']]]}" if row["code"] in parts else ""


def colours_of(study: Project) -> dict[str, str]:
    """The colour of every code: as everywhere for the active ones, grey for those that are retired."""
    book = frames.codes(study)
    active = book[book["status"] == "active"]
    own = {key: color or RETIRED for key, color in zip(book["code"], book["color"], strict=True)}
    return own | colours(list(zip(active["code"], active["color"], strict=True)))


def tree_acts(study: Project) -> dict[str, Act]:
    """What the tree may ask for, by name."""

    def move(code: str, parent: str) -> str:
        study.codebook.move(code, parent=parent)
        place = f"under {study.find.code(parent)['name']}" if parent else "to the top"
        return f"Moved {study.find.code(code)['name']} {place}."

    return {"move": move}


def below(codes: Sequence[Mapping[str, Any]], key: str) -> set[str]:
    """A code and all codes under it, by key.

    >>> below([{"key": "a", "parent": ""}, {"key": "b", "parent": "a"}, {"key": "c", "parent": ""}], "a") == {"a", "b"}
    True
    """
    found = {key}
    while more := {code["key"] for code in codes if code["parent"] in found} - found:
        found |= more
    return found


# -- the card


def card(study: Project, ref: str, codes: Sequence[Mapping[str, Any]]) -> Row:
    """A code as its card shows it: the whole row, its node in the tree, the codes above and under it, and its links.

    Raises:
        NotFound: there is no such code.
    """
    row = study.find.code(ref)
    by_key = {code["key"]: code for code in codes}
    above: list[Mapping[str, Any]] = []
    step = by_key[row["key"]]["parent"]
    while step and step not in [code["key"] for code in above]:
        above.insert(0, by_key[step])
        step = by_key[step]["parent"]
    merged = study.find.code(row["merged_into_id"]) if row["merged_into_id"] else None
    return {
        **row,
        "node": by_key[row["key"]],
        "above": above,
        "under": [code for code in codes if code["parent"] == row["key"] and not code["retired"]],
        "links": links_of(study, row["key"]),
        "merged_into": merged,
    }


def counts(node: Mapping[str, Any]) -> str:
    """People and cases first, then codings.

    >>> counts({"voices": 4, "cases": 1, "codings": 12}), counts({"voices": 0, "cases": 0, "codings": 0})
    ('4 people in 1 case · 12 codings', 'Nothing coded with it so far')
    """
    if not node["codings"]:
        return "Nothing coded with it so far"
    people = many(node["voices"], "person", "people") if node["voices"] else "no person"
    return f"{people} in {many(node['cases'], 'case')} · {many(node['codings'], 'coding')}"


def links_of(study: Project, code: str) -> list[Row]:
    """The links of a code with others, from its side: words, other (key), name, why."""
    frame = study.themes.links()
    frame = frame[(frame["between"] == "code") & ((frame["source"] == code) | (frame["target"] == code))]
    found = []
    for row in records(frame):
        other = row["target"] if row["source"] == code else row["source"]
        words = row["type"].replace("_", " ")
        side = f"{words}:" if row["source"] == code else f"is what this {words}:"
        found.append({"words": side, "other": other, "name": str(study.find.code(other)["name"]), "why": row["why"]})
    return found


def extracts(study: Project, code: str, *, case: str = "") -> tuple[list[Row], int]:
    """The passages of a code, or of it in one case, as the list of passages shows them; and how many there are."""
    frame = study.codings.table(code=code)
    if case:
        frame = frame[frame["case"] == case]
    several, named = frame["coder"].nunique() > 1, case_names(study)
    return [passage(row, named, several=several) for row in records(frame.head(MOST))], len(frame)


def passage(row: Mapping[str, Any], named: Mapping[str, str], *, several: bool) -> Row:
    """A coding as a passage of a list; `several`: whether more than one coder is in it."""
    tags = [row["level"], f"speaks {row['stance']} it" if row["stance"] else ""]
    tags += [f"coded by {row['coder']}" if several else "", "" if row["eligible"] else "counts as no evidence"]
    return {
        "id": row["coding"],
        "quote": row["quote"],
        "who": row["speaker"],
        "document": row["document"],
        "start": row["start"],
        "end": row["end"],
        "case": named.get(row["case"], row["case"]),
        "memo": row["memo"],
        "tags": [tag for tag in tags if tag],
    }


def case_names(study: Project) -> dict[str, str]:
    """The name of each case, by its key."""
    frame = frames.cases(study)
    return dict(zip(frame["case"], frame["label"], strict=True))


def cases_of(study: Project, code: str) -> dict[str, str]:
    """The cases in which a code is found, by key, each with its name and how many codings."""
    found = study.codings.table(code=code)["case"].value_counts()
    named = case_names(study)
    return {case: f"{named[case]} ({found[case]:,})" for case in named if case in found}


def extract_acts(study: Project) -> dict[str, Act]:
    """What can be done with the extracts of a code. Each is one act."""

    def recode(items: Sequence[str], code: str = "", name: str = "") -> str:
        study.codings.recode(items, code or name, make=not code)
        return f"Recoded {many(len(items), 'passage')} as {study.find.code(code)['name'] if code else name.strip()}."

    def remove(items: Sequence[str]) -> str:
        study.codings.remove(items)
        return f"Removed {many(len(items), 'coding')}. Undo brings {'it' if len(items) == 1 else 'them'} back."

    return {"recode": recode, "remove": remove}


# -- the form of a code


def form_of(row: Mapping[str, Any], color: str) -> dict[str, str]:
    """The fields of a code as the form shows them; `color` is what is shown where the code has none of its own."""
    said = {name: str(row[name]) for name in FIELDS if name not in ("examples", "color")}
    return said | {"examples": "\n".join(row["examples"]), "color": row["color"] or color}


def changed_fields(base: Mapping[str, str], wanted: Mapping[str, str]) -> Row:
    """What a form changes of what it showed, as `codebook.edit` takes it.

    >>> changed_fields({"name": "A", "examples": "x"}, {"name": " A ", "examples": "x\\ny\\n"})
    {'examples': ['x', 'y']}
    """
    changed: Row = {name: text.strip() for name, text in wanted.items() if text.strip() != base[name].strip()}
    if "examples" in changed:
        changed["examples"] = [line.strip() for line in changed["examples"].splitlines() if line.strip()]
    return changed


def save(study: Project, row: Mapping[str, Any], changed: Mapping[str, Any], *, why: str = "") -> bool:
    """Save what a form changed in the code as it was read, in one act. Returns whether there was anything to save.

    Raises:
        Conflict: somebody changed the code since it was read.
    """
    if list(changed) == ["name"] and changed["name"]:
        study.codebook.rename(row["id"], changed["name"], why=why, seen=row["version"])
    elif changed:
        study.codebook.edit(row["id"], why=why, seen=row["version"], **changed)
    return bool(changed)


def changed_by_others(study: Project, base: Mapping[str, Any], row: Mapping[str, Any]) -> str:
    """Who else changed the wording of a code since it was read, and how; "" when nobody did."""
    if all(base[name] == row[name] for name in FIELDS):
        return ""
    acts = study.history.table(about=f"code:{row['id']}")
    acts = acts[(acts["seq"] > base["version"]) & (acts["coder"] != study.coder)]
    return f"{acts.iloc[-1]['coder']}: {acts.iloc[-1]['summary']}" if len(acts) else ""


# -- what an act would do


def told(preview: Preview | None) -> str:
    """What a preview says: its summary, and what goes with it.

    >>> from qualcode.store import Change
    >>> told(Preview("Retired the code Speed", [Change("suggestions", "s", {"code_id": "a"}, None)]))
    'Retired the code Speed. 1 suggestion goes.'
    """
    assert preview is not None
    rows = [(change.table, change.before, change.after) for change in preview.changes]
    gone = Counter(table for table, _, after in rows if after is None)
    moved = Counter(table for table, before, after in rows if before is not None and after is not None)
    sentences = [preview.summary]
    if joining := gone.pop("codings", 0):
        joins = "joins one" if joining == 1 else "join others"
        sentences.append(f"{many(joining, *TOUCHED['codings'])} {joins} on the same passage; both memos stay")
    del moved["codings"]  # the summary says it
    for counted, verb in ((moved, "move"), (gone, "go")):
        found = [many(counted[table], *TOUCHED[table]) for table in TOUCHED if counted[table]]
        if found:
            alone = len(found) == 1 and sum(counted[table] for table in TOUCHED) == 1
            does = {"move": "moves along", "go": "goes"}[verb] if alone else {"move": "move along", "go": "go"}[verb]
            sentences.append(f"{' and '.join([', '.join(found[:-1]), found[-1]] if found[1:] else found)} {does}")
    return f"{'. '.join(sentences)}."

"""Themes as the board and the card show them, and the acts behind both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.analysis import voices
from qualcode.analysis.frames import records
from qualcode.analysis.themes import theme_board, theme_evidence
from qualcode.project import Preview, Project, frames
from qualcode.project.themes import FIELDS
from qualcode.ui.views.codes import codes_for_palette

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.ui.acting import Act

Row = dict[str, Any]
CANDIDATE = "candidate: no central organising concept yet"
STATUS = {"candidate": CANDIDATE, "defined": "defined", "discarded": "discarded"}
TOUCHED = {
    "theme_codes": ("place of a code", "places of codes"),
    "extracts": ("chosen passage", "chosen passages"),
    "summaries": ("summary of a case", "summaries of cases"),
    "links": ("link", "links"),
}


def board(study: Project, *, readonly: bool = False) -> Row:
    """What the board shows: the themes with their codes, people and cases, and every code that can be put there."""
    told, links, frame = heard(study.codings.table(), "code"), frames.theme_codes(study), frames.themes(study)
    parts = dict(zip(frame["theme"], frame["part"], strict=True))
    people = {row["theme"]: row for row in records(voices(theme_evidence(links, told), "theme"))}
    of_code = {row["code"]: row for row in records(voices(told, "code"))}
    own = links.groupby("theme", sort=False)["code"].agg(list).to_dict()
    return {
        "themes": [
            {
                "key": row["theme"],
                "name": row["label"],
                "status": row["status"],
                "words": STATUS[row["status"]],
                "concept": row["central_organising_concept"],
                "part": parts[row["theme"]],
                "codes": own.get(row["theme"], []),
                "counts": people_in_cases(people.get(row["theme"])),
            }
            for row in records(theme_board(frame))
        ],
        "codes": [
            {
                "key": code["key"],
                "name": code["name"],
                "color": code["color"],
                "definition": code["definition"],
                "counts": people_in_cases(of_code.get(code["key"])),
            }
            for code in all_codes(study)
        ],
        "readonly": readonly,
    }


def all_codes(study: Project) -> list[Row]:
    """The active codes, and retired ones that a theme still rests on: key, name, color, definition."""
    active = codes_for_palette(study)
    known = {code["key"] for code in active}
    used = set(frames.theme_codes(study)["code"]) - known
    if not used:
        return active
    book = frames.codes(study)
    left = book[book["code"].isin(used)]
    return [
        *active,
        *(
            {
                "key": code["code"],
                "name": f"{code['name']} (retired)",
                "color": code["color"] or "#8a8a8a",
                "definition": code["definition"],
            }
            for code in records(left)
        ),
    ]


def board_acts(study: Project) -> dict[str, Act]:
    """What the board may ask for, by name. Each is one act of the study."""

    def add(theme: str, codes: Sequence[str]) -> None:
        study.themes.add_codes(theme, codes)

    def move(theme: str, codes: Sequence[str], out_of: str) -> None:
        study.themes.add_codes(theme, codes, out_of=out_of)

    def take_out(theme: str, codes: Sequence[str]) -> None:
        study.themes.remove_codes(theme, codes)

    def make(name: str, codes: Sequence[str] = ()) -> str:
        return study.themes.add(name, codes=codes)

    return {"add": add, "move": move, "take_out": take_out, "make": make}


def names(study: Project) -> dict[str, str]:
    """The name of each theme that is not discarded, by key; no two are alike."""
    board = theme_board(frames.themes(study))
    return dict(zip(board["theme"], board["label"], strict=True))


def codes_of(study: Project, theme: str) -> list[str]:
    """The keys of the codes that a theme rests on, in codebook order."""
    links = frames.theme_codes(study)
    return list(links.loc[links["theme"] == theme, "code"])


def heard(codings: pd.DataFrame, *by: str) -> pd.DataFrame:
    """What is needed to count people and cases: one coding for each, and none of an interviewer's words."""
    kept = list(dict.fromkeys([*by, "code", "voice", "case"]))
    told = codings.loc[codings["eligible"], kept].drop_duplicates([*by, "voice", "case"])
    return told.assign(eligible=True)


def people_in_cases(counts: Mapping[str, Any] | None) -> str:
    """Whom a theme or a code rests on, in a few words.

    >>> people_in_cases({"voices": 4, "cases": 1}), people_in_cases({"voices": 0, "cases": 2}), people_in_cases(None)
    ('4 people in 1 case', 'no person, 2 cases', 'no passage yet')
    """
    if not counts:
        return "no passage yet"
    cases = many(int(counts["cases"]), "case")
    if not counts["voices"]:
        return f"no person, {cases}"
    return f"{many(int(counts['voices']), 'person', 'people')} in {cases}"


def many(count: int, one: str, several: str = "") -> str:
    """A count and its noun.

    >>> many(1, "case"), many(2300, "person", "people")
    ('1 case', '2,300 people')
    """
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


# -- the card


def differences(base: Mapping[str, Any], wanted: Mapping[str, str]) -> dict[str, str]:
    """The fields of a form that are not as they were read."""
    tidy = {name: " ".join(value.split()) if name == "name" else value.strip() for name, value in wanted.items()}
    return {name: value for name, value in tidy.items() if value != str(base[name]).strip()}


def define(study: Project, base: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    """Save a form that was filled in over `base`, in one act. Returns whether there was anything to save.

    Raises:
        Conflict: somebody changed the theme since `base` was read.
    """
    changed = differences(base, wanted)
    if changed:
        study.themes.define(base["id"], seen=base["version"], **changed)
    return bool(changed)


def both_versions(mine: Mapping[str, str], theirs: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The fields in which two versions of a theme differ: field, theirs, mine."""
    return [
        (name, str(theirs[name]), mine[name]) for name in FIELDS if name in mine and mine[name] != str(theirs[name])
    ]


def rests_on(study: Project, theme: str) -> str:
    """Whom a theme rests on: people and cases, then codings and how many of them began as suggestions."""
    links = frames.theme_codes(study)
    found = study.codings.table()
    found = found[found["eligible"] & found["code"].isin(links.loc[links["theme"] == theme, "code"])]
    if not len(found):
        return people_in_cases(None)
    # Two coders' codings of one code on one passage are one, as in the theme table.
    found = found.drop_duplicates(["document_id", "start", "end", "code"])
    born = int((found["origin"] == "suggestion").sum())
    began = f", {born:,} of them began as suggestions" if born else ""
    return f"{people_in_cases(records(voices(heard(found), []))[0])} · {many(len(found), 'coding')}{began}"


def set_codes(study: Project, theme: str, wanted: Sequence[str]) -> None:
    """Let a theme rest on just these codes."""
    have = codes_of(study, theme)
    if added := [code for code in wanted if code not in have]:
        study.themes.add_codes(theme, added)
    if gone := [code for code in have if code not in wanted]:
        study.themes.remove_codes(theme, gone)


def links_of(study: Project, theme: str) -> list[Row]:
    """The links of a theme: source, target (keys), called (the other's name), type, words, outgoing, why."""
    board = theme_board(frames.themes(study), discarded=True)
    left = (board["status"] == "discarded").map({True: " (discarded)", False: ""})
    called = dict(zip(board["theme"], board["label"] + left, strict=True))
    frame = study.themes.links()
    frame = frame[(frame["between"] == "theme") & ((frame["source"] == theme) | (frame["target"] == theme))]
    return [
        {
            **row,
            "outgoing": row["source"] == theme,
            "called": called[row["target"] if row["source"] == theme else row["source"]],
            "words": row["type"].replace("_", " "),
        }
        for row in records(frame)
    ]


def discarding(study: Project, theme: str) -> str:
    """What discarding a theme would do, in a sentence."""
    study.themes.discard(theme, why="", preview=True)
    held = len(codes_of(study, theme)), len(study.themes.extracts(theme))
    kept = f"{many(held[0], 'code')} and {many(held[1], 'chosen passage')}"
    return (
        f"It leaves the board and goes into the log of discarded themes, with {kept}. "
        "No code and no coding changes, and it can be restored."
    )


def merging(study: Project, themes: Sequence[str], into: str) -> str:
    """What merging themes into another would do, in a sentence; "" while none is chosen."""
    preview = study.themes.merge(themes, into=into, preview=True) if themes else None
    return f"{preview.summary.replace('Merged', 'Merges')}. {_touched(preview)}" if preview else ""


def _touched(preview: Preview) -> str:
    counts = {table: len([c for c in preview.changes if c.table == table]) for table in TOUCHED}
    parts = [many(count, *TOUCHED[table]) for table, count in counts.items() if count]
    moved = f"{', '.join(parts)} go there with it." if parts else "Nothing else moves with it."
    return f"{moved} The merged theme stands in the log of discarded themes. Its claim is not copied: read it first."


def discarded(study: Project) -> list[Row]:
    """The log of discarded themes, latest first: theme (key), name, why, concept, coder, at, seq."""
    rows = {row["theme"]: row for row in records(frames.themes(study))}
    log: list[Row] = []
    for entry in records(study.themes.discard_log()):
        acts = study.history.table(about=f"theme:{entry['theme']}")
        acts = acts[acts["act"].isin(["themes.discard", "themes.merge"])]
        last: Mapping[str, Any] = records(acts.tail(1))[0] if len(acts) else {"coder": "", "at": "", "seq": 0}
        concept = rows[entry["theme"]]["central_organising_concept"]
        log.append({**entry, "concept": concept, **{name: last[name] for name in ("coder", "at", "seq")}})
    return sorted(log, key=lambda entry: -int(entry["seq"]))

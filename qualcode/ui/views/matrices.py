"""Across cases: themes by cases, codes by cases and by attributes, and the passages behind each cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from qualcode.analysis import NO_CASE
from qualcode.analysis.crosstab import NOT_RECORDED
from qualcode.analysis.frames import records
from qualcode.analysis.matrix import cells
from qualcode.analysis.themes import theme_board, theme_evidence
from qualcode.project import Project, frames
from qualcode.project.across import cases_in_order
from qualcode.project.themes import Summary
from qualcode.ui.views.cases import counts, labels, passages, untold, words
from qualcode.ui.views.codes import codes_for_palette
from qualcode.ui.views.grid import Grid

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.model import Attribute

SPEAKERS = {"sector": "Sector", "seniority": "Seniority", "organisation": "Organisation", "kind": "Kind of document"}
STATES = {"found": "found", "none found": "none", "not yet read": "unread"}
NO_THEME = "in no theme"
Items = list[dict[str, Any]]


def case_attributes(study: Project) -> dict[str, Attribute]:
    """What is recorded of cases, by key: what has an order or dates first."""
    found = [item for item in study.codebook.value().attributes if item.applies_to == "case"]
    found.sort(key=lambda item: item.type == "nominal" and not item.dated)
    return {item.id: item for item in found}


def dates(study: Project, attribute: str) -> list[str]:
    """The dates from which values of an attribute hold, the earliest first."""
    table = study.cases.values()
    own = table.loc[table["attribute"] == attribute, "since"]
    return sorted({str(since) for since in own if since})


def ordered(study: Project, attribute: str = "", *, on: str = "") -> dict[str, str]:
    """The cases in the order of an attribute (the study's own without one), each with its value as it is read.

    Ordinal values keep their declared order, numbers theirs; a case without a value stands last.
    """
    return {case: words(value) for case, value in cases_in_order(study, attribute, on=on).items()}


def themes_by_cases(study: Project, cases: Mapping[str, str], *, shown: bool = False) -> Grid:
    """What a person wrote into each cell, or why it is empty; numbers only where `shown`.

    `cases` are those of `ordered`.
    """
    board = theme_board(frames.themes(study))
    summaries = frames.summaries(study)
    written = dict(zip(zip(summaries["theme"], summaries["case"], strict=True), summaries["text"], strict=True))
    parts = dict(zip(*(frames.themes(study)[name] for name in ("theme", "part")), strict=True))
    links = frames.theme_codes(study)
    evidence = theme_evidence(links[links["theme"].isin(board["theme"])], study.codings.table())
    table = cells(list(board["theme"]), "theme", evidence, frames.cases(study), frames.documents(study))
    found = {(row["theme"], row["case"]): row for row in records(table)}
    columns = _columns(study, cases, set(table["case"]), narratives=True)
    return Grid(
        columns,
        [
            {
                "key": row["theme"],
                "name": row["label"],
                "small": ["candidate"] if row["status"] == "candidate" else [],
                "group": parts[row["theme"]],
            }
            for row in records(board)
        ],
        [
            [_told(found[theme, case["key"]], written.get((theme, case["key"]), ""), shown) for case in columns]
            for theme in board["theme"]
        ],
    )


def codes_by_cases(study: Project, cases: Mapping[str, str]) -> Grid:
    """How many people speak of each code in each case; an empty cell says why it is empty."""
    table = study.codebook.by_case()
    found = {(row["code"], row["case"]): row for row in records(table)}
    columns = _columns(study, cases, set(table["case"]))
    rows = code_rows(study, list(dict.fromkeys(table["code"])))
    grid = [[found[row["key"], column["key"]] for column in columns] for row in rows]
    most = max((cell["voices"] for line in grid for cell in line), default=0)
    return Grid(columns, rows, [[_counted(cell, most) for cell in line] for line in grid])


def codes_by_attribute(study: Project, attribute: str, *, on: str = "") -> Grid:
    """How many people speak of each code, by an attribute of the speakers, the documents or the cases."""
    people = study.codebook.by_attribute(attribute, on=on).set_index("code")
    found = _valued(study, study.codings.table(), attribute, on)
    places = set(zip(*(found[name] for name in ("code", "value", "document_id", "start", "end")), strict=True))
    held = Counter((code, value) for code, value, *_ in places)
    read = _read_by_value(study, attribute, on)
    values = [str(value) for value in people.columns]
    columns = [{"key": value, "name": words(value), "small": [_read(*read.get(value, (0, 0)))]} for value in values]
    used = {code for code, _ in held}
    rows = code_rows(study, [row["code"] for row in records(frames.codes(study)) if _kept(row, used)])
    most = int(people.to_numpy().max()) if people.size else 0
    spoken = {value: dict(zip(people.index, people[value].tolist(), strict=True)) for value in values}

    def cell(code: str, value: str) -> dict[str, Any]:
        passages = held[code, value]
        state = _state(passages, *read.get(value, (0, 0)))
        return _counted({"voices": int(spoken[value][code]), "codings": passages, "state": state}, most)

    return Grid(columns, rows, [[cell(row["key"], value) for value in values] for row in rows])


def code_rows(study: Project, codes: Sequence[str]) -> list[dict[str, Any]]:
    """Codes as rows, by theme in the order of the board, in each in codebook order."""
    shown = {code["key"]: code for code in codes_for_palette(study)}
    named = dict(zip(*(frames.codes(study)[name] for name in ("code", "name")), strict=True))
    order = [*dict.fromkeys(frames.themes(study)["name"]), NO_THEME]
    rows = [
        {
            "key": code,
            "name": named.get(code, code),
            "color": shown.get(code, {}).get("color", ""),
            "group": shown.get(code, {}).get("theme", "") or NO_THEME,
            "small": [] if code in shown else ["retired"],
        }
        for code in codes
    ]
    rows.sort(key=lambda row: order.index(row["group"]))
    return rows


# -- from a cell to its passages


def of_theme(study: Project, theme: str, case: str) -> Items:
    """The passages of a theme in a case, in document order; each says whether it speaks for or against."""
    links = frames.theme_codes(study)
    table = study.codings.table()
    own = table["code"].isin(links.loc[links["theme"] == theme, "code"]) & (table["case"] == _bare(case))
    return _listed(study, table.loc[own & table["eligible"], "coding"], table)


def of_case(study: Project, code: str, case: str) -> Items:
    """The passages of a code in a case."""
    table = study.codings.table(code=code)
    return _listed(study, table.loc[table["eligible"] & (table["case"] == _bare(case)), "coding"], table)


def of_value(study: Project, code: str, attribute: str, value: str, *, on: str = "") -> Items:
    """The passages of a code for a value of an attribute."""
    table = study.codings.table(code=code)
    found = _valued(study, table, attribute, on)
    return _listed(study, found.loc[found["value"] == value, "coding"], table)


def linked(study: Project, items: Items, summary: Sequence[str]) -> Items:
    """The items of a cell with those that its summary rests on though they left the cell; these say so.

    `summary` are ids of codings; those that were removed are left out.
    """
    here = {coding for item in items for coding in item["codings"]}
    frame = study.codings.table()
    gone = _listed(study, [coding for coding in summary if coding not in here], frame)
    return [*items, *({**item, "tags": ["not under this theme in this case any more"]} for item in gone)]


def rest_on(study: Project, theme: str, case: str, codings: Sequence[str], *, on: bool) -> Summary:
    """Let the summary of a cell rest on a passage (the ids of its codings), or rest on it no longer.

    Gives the cell as it stands then.

    Raises:
        Conflict: somebody changed the cell in this very moment.
    """
    cell = study.themes.cell(theme, case)
    there = set(study.codings.table()["coding"])
    kept = [coding for coding in cell.codings if coding in there and coding not in codings]
    study.themes.summarise(theme, case, cell.text, codings=[*kept, *codings[:1]] if on else kept, seen=cell.version)
    return study.themes.cell(theme, case)


def summarise(study: Project, theme: str, case: str, text: str, *, codings: Sequence[str] = (), seen: int = 0) -> None:
    """Write the summary of a cell; it rests on what it rested on before, and on `codings`.

    Raises:
        Conflict: somebody wrote it since version `seen` (0: it was empty).
    """
    there = set(study.codings.table()["coding"])
    both = dict.fromkeys([*study.themes.cell(theme, case).codings, *codings])
    study.themes.summarise(theme, case, text, codings=[coding for coding in both if coding in there], seen=seen)


# -- inside


def _listed(study: Project, codings: Sequence[str] | pd.Series, table: pd.DataFrame) -> Items:
    chosen = table[table["coding"].isin(set(codings))]
    against = set(chosen.loc[chosen["stance"] == "against", "coding"])
    items = passages(study, chosen)
    return [{**item, "tags": ["against"]} if against & set(item["codings"]) else item for item in items]


def _columns(
    study: Project, cases: Mapping[str, str], there: set[str], *, narratives: bool = False
) -> list[dict[str, Any]]:
    """The cases as columns: the value they are ordered by, how much was read, and whether their story is missing."""
    called = labels(study)
    missing = set(untold(study)) if narratives else set()
    table = study.documents.attention(by_case=True)
    read = {row["case"]: (int(row["read"]), int(row["documents"])) for row in records(table)}
    columns = []
    for case, value in cases.items():
        small = [value, _read(*read.get(case, (0, 0))), "no narrative yet" if case in missing else ""]
        columns.append({"key": case, "name": called[case], "small": [line for line in small if line]})
    others = sorted(there - set(cases))
    return [*columns, *({"key": case, "name": case, "small": [_read(*read.get(case, (0, 0)))]} for case in others)]


def _told(cell: Mapping[str, Any], text: str, shown: bool) -> dict[str, Any]:
    state = STATES[cell["state"]]
    numbers = counts(cell["voices"], cell["passages"]) if cell["passages"] else ""
    told = {"text": text, "small": numbers if shown else "", "state": state, "counts": numbers}
    if text and state != "found":
        told["words"] = {"none": "none found in what was read", "unread": "not yet read"}[state]
    return told if text or state != "found" else {**told, "state": "waiting"}


def _counted(cell: Mapping[str, Any], most: int) -> dict[str, Any]:
    people, passages, state = cell["voices"], cell["codings"], STATES[cell["state"]]
    if state != "found":
        return {"state": state}
    return {
        "text": f"{people:,}",
        "small": "" if people else "in documents",
        "title": counts(people, passages),
        "counts": counts(people, passages),
        "tone": round(0.3 * people / most, 3) if most else 0,
    }


def _state(held: int, read: int, documents: int) -> str:
    return "found" if held else "none found" if documents and read == documents else "not yet read"


def _read(read: int, documents: int) -> str:
    return f"{read} of {documents} read" if documents else "no documents"


def _read_by_value(study: Project, attribute: str, on: str) -> dict[str, tuple[int, int]]:
    """For each value of an attribute, how many of the documents that can speak for it are read, and how many are."""
    documents = frames.documents(study).set_index("document")
    of_value: dict[str, set[str]] = {}
    if attribute == "kind":
        pairs = list(documents["kind"].items())
    elif attribute in SPEAKERS:
        known = study.participants.table().set_index("participant")[attribute].to_dict()
        speakers = study.participants.speakers()
        speakers = speakers[speakers["role"] == "participant"]
        pairs = [(row["document"], known.get(row["participant"], "")) for row in records(speakers)]
    else:
        table = study.cases.attributes(on=on)
        values = dict(zip(table["case"], table[attribute], strict=True))
        pairs = [(name, values.get(case, "")) for name, case in documents["case"].items()]
    for name, value in pairs:
        of_value.setdefault(value or NOT_RECORDED, set()).add(str(name))
    read = documents["read"].to_dict()
    return {value: (sum(read[name] for name in names), len(names)) for value, names in of_value.items()}


def _valued(study: Project, codings: pd.DataFrame, attribute: str, on: str) -> pd.DataFrame:
    """Codings that are evidence, with `value`: what is recorded of the attribute for each."""
    found = codings[codings["eligible"]]
    own = found[attribute].tolist() if attribute in SPEAKERS else []
    if attribute not in SPEAKERS:
        table = study.cases.attributes(on=on)
        values = dict(zip(table["case"], table[attribute], strict=True))
        own = [values.get(case, "") for case in found["case"]]
    return found.assign(value=[value or NOT_RECORDED for value in own])


def _kept(code: Mapping[str, Any], used: set[str]) -> bool:
    return code["status"] != "retired" or code["code"] in used


def _bare(case: str) -> str:
    return "" if case == NO_CASE else case

"""Themes compared by case or by a value of the cases: ordered steps, a two by two, a list of principles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from qualcode.analysis.attribution import Granularity
from qualcode.analysis.frames import finish, records, take
from qualcode.analysis.ordering import in_order
from qualcode.analysis.stances import stances, with_sides
from qualcode.analysis.study import StudyData
from qualcode.analysis.themes import theme_board
from qualcode.displays.display import (
    EMPTY,
    Display,
    as_abridged,
    case_names,
    listed,
    plain,
    quoted,
    read_groups,
    spoken,
    values_of,
)
from qualcode.errors import Refused
from qualcode.figures import Cell, Grid, grid
from qualcode.model import Attribute
from qualcode.text.printable import many

NO_CASE_OF_THIS = "no case of this kind"
MOST, IN_A_FIGURE = 3, 260
"""Passages in a cell of a table (all have a table of their own), and characters of each in a figure."""
APART = (
    "Archival text is counted as documents, apart from people; what practitioners published is no participant's word."
)


def cambra_fierro(data: StudyData, granularity: Granularity, choices: Mapping[str, str]) -> tuple[Display, ...]:
    """The themes as ordered steps, compared by an attribute of the cases: the relative power of the partner.

    Raises:
        Refused: no case has a value of an ordinal attribute, or the one asked for is none of the cases'.
    """
    attribute = _attribute(data, choices.get("attribute", ""), "relative_power", ("ordinal",))
    groups = _valued(data, attribute, choices.get("on", ""))
    columns = _in_order(attribute, groups)
    title = f"Steps by {_lower(attribute)}"
    names = case_names(data, granularity)
    left_out = [name for case, name in names.items() if case not in groups]
    when = f" on {choices['on']}" if choices.get("on") else ""
    notes = (f"Not compared, since no value is recorded{when}: {', '.join(left_out)}.",) if left_out else ()
    made = _by_group(data, granularity, groups, columns, "steps", title, "step")
    return (
        replace(made, notes=(*notes, *made.notes)),
        _passages(data, granularity, groups, "step_passages", "step"),
    )


def mckinsey(data: StudyData, granularity: Granularity, choices: Mapping[str, str]) -> tuple[Display, ...]:
    """Each principle (theme) in each case: who speaks for it and who against it, with quotes; texts counted apart."""
    groups = {case: case for case in take(data.cases, "cases")["case"]}
    if not groups:
        raise Refused("This display compares cases, and the study has none. Add cases, and put documents into them.")
    made = _by_group(data, granularity, groups, list(groups), "principles", "Principles by case", "principle")
    return made, _passages(data, granularity, groups, "principle_passages", "principle", ("case",))


def lavie(data: StudyData, granularity: Granularity, choices: Mapping[str, str]) -> tuple[Display, ...]:
    """A two by two of passages by two attributes of the cases; evidence against the cell's claim stands in the cell.

    `rows` and `columns` of the choices are attributes; without them daf_present and partner_type, else the first two
    nominal attributes with two values. `on` is the day on which dated values count; without it the last ones do.

    Raises:
        Refused: there are not two such attributes.
    """
    down, across = _two(data, choices)
    on = choices.get("on", "")
    rows_of, columns_of = _valued(data, down, on), _valued(data, across, on)
    both = {case: f"{rows_of[case]}\n{columns_of[case]}" for case in rows_of if case in columns_of}
    names = case_names(data, granularity)
    down_values, across_values = _in_order(down, rows_of), _in_order(across, columns_of)
    board = theme_board(data.themes)
    sided = with_sides(data.theme_codes, data.codings, data.extracts, both)
    sided = as_abridged(data, _distinct(sided[sided["theme"].isin(board["theme"])]))
    labels = dict(zip(board["theme"], board["label"], strict=True))
    claims = _claims(data, down, across)
    read = read_groups(data, both)
    table, cells, said = [], [], []
    for one in down_values:
        line = []
        for other in across_values:
            key = f"{one}\n{other}"
            own = [names[case] for case, group in both.items() if group == key]
            inside = sided[sided["group"] == key]
            supports, against = inside[inside["side"] != "against"], inside[inside["side"] == "against"]
            empty = NO_CASE_OF_THIS if not own else EMPTY["none found" if read.get(key) else "not yet read"]
            claim = claims.get((one, other), "")
            people = [_people(inside), _people(against), _papers(inside), _papers(against)]
            row = [one, other, "; ".join(own), claim, *people]
            told = "found" if len(inside) else empty
            table.append(
                [
                    *row,
                    told,
                    "\n".join(quoted(supports, granularity, most=MOST, labels=labels)),
                    "\n".join(quoted(against, granularity, most=MOST, labels=labels)),
                ]
            )
            line.append(_quadrant(own, claim, told, supports, against, granularity, labels))
            said.append(f"{plain(one)}, {plain(other)}: {listed(own, 'no case')}; {_telling(row, told)}")
        cells.append(line)
    counted = ["people", "people_against", "documents", "documents_against"]
    columns = [down.id, across.id, "cases", "claim", *counted, "state", "quotes", "contrary_evidence"]
    title = f"{_title(down)} × {_title(across)}"
    note = "At most two passages that do not speak against, and two that do; all of them are in the table of passages."
    held = Grid([plain(v) for v in down_values], [plain(v) for v in across_values], cells, corner=title, note=note)
    figure = grid(held, title=title, said=spoken([title, *said]), column=3.6, head=1.2, most=30)
    unplaced = [names[case] for case in names if case not in both]
    notes = (f"Not in the table, since a value is missing: {', '.join(unplaced)}.",) if unplaced else ()
    if apart := _in_no_theme(data, both):
        notes = (*notes, f"{many(apart, 'passage')} under codes of no theme are not looked at here.")
    return Display("two_by_two", title, finish(pd.DataFrame(table, columns=columns)), figure, notes), _passages(
        data, granularity, both, "two_by_two_passages", "theme", (down.id, across.id)
    )


def _by_group(
    data: StudyData,
    granularity: Granularity,
    groups: Mapping[str, str],
    columns: Sequence[str],
    name: str,
    title: str,
    word: str,
) -> Display:
    board = theme_board(data.themes)
    if not len(board):
        raise Refused(
            "This display compares themes, and the study has none. Build themes, or use a codebook with themes."
        )
    sided = as_abridged(data, with_sides(data.theme_codes, data.codings, data.extracts, groups))
    table = stances(list(board["theme"]), list(columns), sided, read_groups(data, groups))
    labels = dict(zip(board["theme"], board["label"], strict=True))
    names = case_names(data, granularity)
    by_case = all(case == group for case, group in groups.items())
    heads = {group: names.get(group, group) if by_case else plain(group) for group in columns}
    inside = {group: [names[case] for case, own in groups.items() if own == group] for group in columns}
    summaries = take(data.summaries, "summaries")
    written = dict(zip(zip(summaries["theme"], summaries["case"], strict=True), summaries["text"], strict=True))
    rows, cells, said = [], {}, [title]
    for row in records(table):
        key = (row["theme"], row["group"])
        own = sided[(sided["theme"] == key[0]) & (sided["group"] == key[1])]
        quotes = {
            side: "\n".join(quoted(own[own["side"] == side], granularity, most=MOST))
            for side in ("for", "against", "no stance")
        }
        numbers = [
            row[f"{kind}_{side}"] for kind in ("people", "documents") for side in ("for", "against", "without_stance")
        ]
        if not inside[row["group"]] and not by_case:
            row = {**row, "state": NO_CASE_OF_THIS}
        told = [written.get(key, "")] if by_case else ["; ".join(inside[row["group"]])]
        rows.append(
            [
                labels[row["theme"]],
                heads[row["group"]],
                *told,
                row["state"],
                *numbers,
                quotes["for"],
                quotes["against"],
                quotes["no stance"],
            ]
        )
        cells[key] = _sides(row)
        said.append(
            f"{labels[row['theme']]}, {heads[row['group']]}: {cells[key].text or EMPTY.get(row['state'], row['state'])}"
        )
    columns_of = [word, "case" if by_case else "group", "summary" if by_case else "cases", "state"]
    counted = [f"{kind}_{side}" for kind in ("people", "documents") for side in ("for", "against", "without_stance")]
    frame = pd.DataFrame(rows, columns=[*columns_of, *counted, "quotes_for", "quotes_against", "quotes_without_stance"])
    held = Grid(
        [labels[theme] for theme in board["theme"]],
        [heads[group] + ("" if by_case else f" ({listed(inside[group])})") for group in columns],
        [[cells[theme, group] for group in columns] for theme in board["theme"]],
        corner=title,
        note=f"How many people speak for and against. {APART}",
    )
    return Display(
        name, title, finish(frame), grid(held, title=title, said=spoken(said), column=1.75, head=2.5), (APART,)
    )


def _passages(
    data: StudyData,
    granularity: Granularity,
    groups: Mapping[str, str],
    name: str,
    word: str,
    parts: Sequence[str] = ("group",),
) -> Display:
    """Every passage behind a display, one row each for each theme and side."""
    from qualcode.analysis.attribution import attributions

    board = theme_board(data.themes)
    sided = as_abridged(data, with_sides(data.theme_codes, data.codings, data.extracts, groups))
    order = {theme: place for place, theme in enumerate(board["theme"])}
    ranks = {group: place for place, group in enumerate(dict.fromkeys(groups.values()))}
    sided = sided[sided["theme"].isin(order)]
    sided = sided.assign(rank=sided["theme"].map(order), at=sided["group"].map(ranks))
    sided = sided.sort_values(["rank", "at", "side", "document", "start", "end", "coding"], kind="stable")
    labels = dict(zip(board["theme"], board["label"], strict=True))
    names = case_names(data, granularity)
    split = [str(group).split("\n") for group in sided["group"]]
    shown = {part: [names.get(values[place], values[place]) for values in split] for place, part in enumerate(parts)}
    frame = pd.DataFrame(
        {
            word: [labels[theme] for theme in sided["theme"]],
            **shown,
            "stance": list(sided["side"]),
            "quote": list(sided["quote"]),
            "attribution": attributions(sided, granularity),
            "code": list(sided["code_name"]),
            "kind": list(sided["kind"]),
        },
        dtype=object,
    )
    return Display(name, "The passages behind it", finish(frame))


def _sides(row: Mapping[str, Any]) -> Cell:
    if row["state"] != "found":
        return Cell(EMPTY.get(row["state"], row["state"]), hatched=row["state"] == "not yet read", soft=True)
    told = []
    for side, word in (("for", "for"), ("against", "against"), ("without_stance", "no stance recorded")):
        people, papers = row[f"people_{side}"], row[f"documents_{side}"]
        if people:
            told.append(f"{word}: {many(people, 'person', 'people')}")
        if papers:
            told.append(f"{word}: {many(papers, 'document')}")
    return Cell("\n".join(told), many(row["passages"], "passage"))


def _quadrant(
    cases: Sequence[str],
    claim: str,
    told: str,
    supports: pd.DataFrame,
    against: pd.DataFrame,
    granularity: Granularity,
    labels: Mapping[str, str],
) -> Cell:
    lines = [f"Claim: {claim}"] if claim else []
    lines += quoted(supports, granularity, most=2, longest=IN_A_FIGURE, labels=labels)
    if len(against):
        lines += ["Against:", *quoted(against, granularity, most=2, longest=IN_A_FIGURE, labels=labels)]
    if told != "found":
        lines.append(told)
    return Cell("\n".join(lines), f"Cases: {listed(cases)}", hatched=told == EMPTY["not yet read"])


def _people(frame: pd.DataFrame) -> int:
    return len({voice for cell in frame["voice"] for voice in str(cell).split("\n") if voice})


def _papers(frame: pd.DataFrame) -> int:
    """How many documents speak that are nobody's voice."""
    return int(frame.loc[frame["voice"] == "", "document_id"].nunique())


def _telling(row: Sequence[Any], told: str) -> str:
    if told != "found":
        return told
    papers = f", {many(row[6], 'document')}, {row[7]} of them against" if row[6] else ""
    return f"{many(row[4], 'person', 'people')}, {row[5]} of them against{papers}"


def _distinct(sided: pd.DataFrame) -> pd.DataFrame:
    """One row a passage and side, whatever the number of its codes and themes."""
    return sided.drop_duplicates(["document_id", "start", "end", "side", "voice"])


def _in_no_theme(data: StudyData, groups: Mapping[str, str]) -> int:
    """How many passages of these cases lie under no code of a theme."""
    board = theme_board(data.themes)
    links = take(data.theme_codes, "theme_codes")
    inside = set(links.loc[links["theme"].isin(board["theme"]), "code"])
    frame = take(data.codings, "codings")
    frame = frame[frame["eligible"] & frame["case"].isin(list(groups))]
    places = ["document_id", "start", "end"]
    told = set(zip(*(frame.loc[frame["code"].isin(inside), name] for name in places), strict=True))
    return len(set(zip(*(frame[name] for name in places), strict=True)) - told)


def _claims(data: StudyData, down: Attribute, across: Attribute) -> dict[tuple[str, str], str]:
    """(row value, column value) → the claim that the codebook's display makes of the cell."""
    for display in data.displays:
        if isinstance(display, Mapping) and display.get("type") == "two_by_two":
            claims = [item for item in display.get("claims", ()) if isinstance(item, Mapping)]
            return {(str(item.get(down.id)), str(item.get(across.id))): str(item.get("claim", "")) for item in claims}
    return {}


def _two(data: StudyData, choices: Mapping[str, str]) -> tuple[Attribute, Attribute]:
    wanted = [choices.get("rows", ""), choices.get("columns", "")]
    used = set(take(data.attributes, "attributes")["attribute"])
    two = [item for item in data.declared if item.id in used and len(item.values) == 2]
    found: list[Attribute] = []
    for name, standard in zip(wanted, ("daf_present", "partner_type"), strict=True):
        if name:
            found.append(_attribute(data, name, name, ("nominal", "ordinal")))
        else:
            match = [item for item in two if item.id == standard] or [
                item for item in two if item not in found and item.id not in wanted
            ]
            found += match[:1]
    if len(found) < 2 or found[0] == found[1]:
        raise Refused(
            "This display crosses two attributes of cases that have two values each, with values recorded. Declare "
            "them (cases load with a file, or the attributes of codebooks/lavie_daf.yaml), or name them."
        )
    return found[0], found[1]


def _attribute(data: StudyData, wanted: str, usual: str, types: Sequence[str]) -> Attribute:
    used = set(take(data.attributes, "attributes")["attribute"])
    known = [item for item in data.declared if item.applies_to == "case"]
    if wanted:
        for item in known:
            if wanted in (item.id, item.name):
                if item.type not in types:
                    raise Refused(
                        f"'{item.id}' is {item.type}; this display goes by an {' or '.join(types)} attribute."
                    )
                return item
        raise Refused(f"Cases have no attribute '{wanted}'. There are: {', '.join(i.id for i in known) or 'none'}.")
    fitting = [item for item in known if item.type in types and item.id in used]
    fitting.sort(key=lambda item: item.id != usual)
    if not fitting:
        raise Refused(
            f"This display compares cases by an {' or '.join(types)} attribute, and no case has a value of one. "
            f"Declare one and enter values (cases declare, cases set), such as '{usual}' of codebooks/"
            "cambra_fierro2015_uneven_partners.yaml (codebook use)."
        )
    return fitting[0]


def _valued(data: StudyData, attribute: Attribute, on: str) -> dict[str, str]:
    return {case: value for case, value in values_of(data, attribute.id, on=on).items() if value}


def _in_order(attribute: Attribute, groups: Mapping[str, str]) -> list[str]:
    values = dict.fromkeys([*attribute.values, *sorted(set(groups.values()))])
    return in_order(values, {value: value for value in values}, attribute)


def _title(attribute: Attribute) -> str:
    return attribute.name or plain(attribute.id)


def _lower(attribute: Attribute) -> str:
    name = _title(attribute)
    return name[:1].lower() + name[1:]

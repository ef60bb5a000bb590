"""Two dimensions of codes crossed, after Sadri, Aristidou & Ravasi (2024): phases × perspectives."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qualcode.analysis.attribution import Granularity
from qualcode.analysis.crossing import FOUND, NOT_SEARCHED, crossing, meetings
from qualcode.analysis.frames import distinct_names, finish, records, take
from qualcode.analysis.study import StudyData
from qualcode.displays.display import Display, as_abridged, printed, spoken
from qualcode.errors import Refused
from qualcode.figures import Cell, Grid, Relation, grid
from qualcode.model import Dimension
from qualcode.text.printable import many

ONE_WAY = {"informs", "answered_by"}


def sadri(data: StudyData, granularity: Granularity, choices: Mapping[str, str]) -> tuple[Display, ...]:
    """The matrix of two dimensions, and the links between their codes with the passages that carry both.

    `rows` and `columns` of the choices are dimensions; the first two without them. An empty cell says "searched, none"
    or "not searched".

    Raises:
        Refused: the study has not two dimensions, or not the ones asked for.
    """
    down, across = _dimensions(data, choices)
    book = take(data.codes, "codes")
    book = book[book["status"] != "retired"].reset_index(drop=True)
    names = distinct_names(book, "code")
    rows = list(book.loc[book["dimension"] == down.id, "code"])
    columns = list(book.loc[book["dimension"] == across.id, "code"])
    table = crossing(data.codings, data.documents, rows, columns)
    met = meetings(data.codings, rows, columns)
    each = as_abridged(data, met.drop_duplicates(["row", "column"]).reset_index(drop=True))
    said_first = printed(each, granularity)
    first = dict(zip(zip(each["row"], each["column"], strict=True), said_first, strict=True))
    shown = table.assign(
        row=table["row"].map(names),
        column=table["column"].map(names),
        a_passage=[first.get(key, "") for key in zip(table["row"], table["column"], strict=True)],
    )
    shown = shown.rename(columns={"row": "row_code", "column": "column_code"}).drop(columns=["documents", "codings"])
    title = f"{down.name or down.id} × {across.name or across.id}"
    links = _links(data, names)
    relations = [
        Relation(
            _place(row["from"], rows, columns),
            _place(row["to"], rows, columns),
            row["type"],
            row["type"] not in ONE_WAY,
        )
        for row in records(links)
        if row["from"] in rows + columns and row["to"] in rows + columns
    ]
    cells = {(row["row"], row["column"]): row for row in records(table)}
    held = Grid(
        [names[code] for code in rows],
        [names[code] for code in columns],
        [[_cell(cells[row, column]) for column in columns] for row in rows],
        corner=title,
        relations=relations,
        note="People whose words carry both codes on one passage. Arrows: one informs another; dashed: they interact.",
    )
    said = [title]
    for row in rows:
        told = [f"{names[column]}: {_words(cells[row, column])}" for column in columns]
        said.append(f"{names[row]}: {'; '.join(told)}")
    said += [f"{names[r['from']]} {r['type'].replace('_', ' ')} {names[r['to']]}" for r in records(links)]
    matrix = Display("matrix", title, finish(shown), grid(held, title=title, said=spoken(said), column=1.35))
    linked = links.assign(**{"from": links["from"].map(names), "to": links["to"].map(names)})
    return matrix, Display("links", "Links between codes", finish(linked))


def _dimensions(data: StudyData, choices: Mapping[str, str]) -> tuple[Dimension, Dimension]:
    used = dict.fromkeys(name for name in take(data.codes, "codes")["dimension"] if name)
    known = {item.id: item for item in data.dimensions if item.id in used}
    known |= {name: Dimension(name) for name in used if name not in known}
    wanted = [choices.get("rows", ""), choices.get("columns", "")]
    for name in wanted:
        if name and name not in known:
            raise Refused(f"No code has the dimension '{name}'. Dimensions: {', '.join(known) or 'none'}.")
    left = [name for name in known if name not in wanted]
    chosen = [name or (left.pop(0) if left else "") for name in wanted]
    if all(chosen) and chosen[0] == chosen[1]:
        raise Refused(f"Rows and columns are both '{chosen[0]}'. Choose two dimensions: {', '.join(known)}.")
    if not all(chosen):
        raise Refused(
            "This display crosses two dimensions of codes, and the study has "
            f"{'one: ' + next(iter(known)) if known else 'none'}. Give codes a dimension, or use a codebook that has "
            "them, such as codebooks/sadri2024_xsp.yaml."
        )
    return known[chosen[0]], known[chosen[1]]


def _cell(row: Mapping[str, object]) -> Cell:
    if row["state"] == FOUND:
        people, passages = int(str(row["voices"])), many(int(str(row["passages"])), "passage")
        spoken_by = many(people, "person", "people") if people else many(int(str(row["documents"])), "document")
        return Cell(spoken_by, passages)
    return Cell(str(row["state"]), hatched=row["state"] == NOT_SEARCHED, soft=True)


def _words(row: Mapping[str, object]) -> str:
    return _cell(row).text


def _place(code: str, rows: list[str], columns: list[str]) -> tuple[str, int]:
    return ("row", rows.index(code)) if code in rows else ("column", columns.index(code))


def _links(data: StudyData, names: Mapping[str, str]) -> pd.DataFrame:
    links = take(data.links, "links")
    links = links[(links["between"] == "code") & links["source"].isin(list(names)) & links["target"].isin(list(names))]
    rows = []
    for row in records(links):
        both = meetings(data.codings, [row["source"]], [row["target"]])
        passages = len(both.drop_duplicates(["document_id", "start", "end"]))
        rows.append([row["source"], row["type"], row["target"], row["why"], passages])
    return pd.DataFrame(rows, columns=["from", "type", "to", "why", "passages_with_both"], dtype=object)

"""Codes by cases, or by an attribute of speakers, documents or cases: how many people, and their passages."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.ui.cases.choosing import asked, choose, moment, nothing_yet, put
from qualcode.ui.components.matrix import matrix
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.views import matrices
from qualcode.ui.views.grid import Grid

BY_CASE = "case"
WHY_EMPTY = {
    "none": "None found in what was read. All documents that could hold one were read.",
    "unread": "Not yet read: there are documents that could hold one and that nobody has read.",
}


def show(study: Project) -> None:
    """The matrix of people, and below it the passages of the cell that is open."""
    if not len(study.codings):
        nothing_yet("Nothing is coded yet.", "read", "Read and code a document")
        return
    known = matrices.case_attributes(study)
    names = {BY_CASE: "Case", **matrices.SPEAKERS, **{f"case.{key}": item.name or key for key, item in known.items()}}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        by = choose(st.selectbox, "by", "Codes by", list(names), format_func=names.__getitem__, width=280)
        attribute, on = by.removeprefix("case."), ""
        if by.startswith("case.") and known[attribute].dated:
            when = ["", *matrices.dates(study, attribute)]
            on = choose(st.selectbox, "on", "As of", when, format_func=lambda on: on or "the latest", width=160)
    grid = _grid(study, moment(study), attribute, on, by == BY_CASE)
    place = (asked("code"), asked("value"))
    st.caption(
        "Each number counts people, once in a cell. Open a cell to read its passages. "
        "“None found” means: in what was read; hatched cells are not yet read."
    )
    matrix(
        grid,
        key=f"cases_codes:{by}",
        label=f"Codes by {names[by]}: people",
        corner="People who speak of it",
        chosen=place if place in grid else None,
        on_open=lambda code, value: put(code=code, value=value),
    )
    if place in grid:
        _open(study, grid, place, attribute, on, by == BY_CASE)


@st.cache_data(show_spinner=False, max_entries=16)
def _grid(_study: Project, moment: tuple[Any, ...], attribute: str, on: str, by_case: bool) -> Grid:
    if by_case:
        return matrices.codes_by_cases(_study, matrices.ordered(_study))
    return matrices.codes_by_attribute(_study, attribute, on=on)


def _open(study: Project, grid: Grid, place: tuple[str, str], attribute: str, on: str, by_case: bool) -> None:
    code, value = place
    names, cell = grid.names(place), grid.cell(place)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(f"{plain(names[0])} · {plain(names[1])}", anchor=False)
        st.button(
            "Close", key="cases_close", type="tertiary", icon=":material/close:", on_click=put, kwargs={"value": ""}
        )
    st.caption(cell["counts"] if "counts" in cell else WHY_EMPTY[cell["state"]])
    if by_case:
        found = matrices.of_case(study, code, value)
    else:
        found = matrices.of_value(study, code, attribute, value, on=on)
    passages(found, key="cases_code_passages", label="Passages of this cell", empty="There is no passage to show.")

"""Replication: which case bears out which theme, in words; a cell opens its passages for and against."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.analysis import NO_CASE
from qualcode.project import Project
from qualcode.ui.cases.across import order_of_cases, untold
from qualcode.ui.cases.choosing import asked, moment, nothing_yet, put
from qualcode.ui.components.matrix import matrix
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.views import cases as told
from qualcode.ui.views import matrices
from qualcode.ui.views import replication as views
from qualcode.ui.views.grid import Grid


def show(study: Project) -> None:
    """The matrix, and below it the cell that is open."""
    if not len(study.themes):
        nothing_yet("There is no theme yet. A theme is built of codes.", "themes", "Build a theme")
        return
    if not told.labels(study):
        nothing_yet("There is no case yet. Put documents into cases first.", "documents", "Put documents into cases")
        return
    untold(study)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order, on = order_of_cases(study)
    grid = _grid(study, moment(study), order, on)
    place = (asked("theme"), asked("case"))
    st.caption(
        "Does each case bear the theme out? Against is what you coded with the stance *against*, or put into the tray "
        "of what does not fit; everything else that was found supports. A case that contradicts may replicate too, if "
        "you can say why you expected it."
    )
    matrix(
        grid,
        key="cases_replication",
        label="Replication: themes by cases",
        corner="Theme",
        look="texts",
        chosen=place if place in grid else None,
        on_open=lambda theme, case: put(theme=theme, case=case),
    )
    if place in grid:
        _open(study, place, grid.names(place))


@st.cache_data(show_spinner=False, max_entries=8)
def _grid(_study: Project, moment: tuple[Any, ...], order: str, on: str) -> Grid:
    return views.grid(_study, matrices.ordered(_study, order, on=on))


def _open(study: Project, place: tuple[str, str], names: tuple[str, str]) -> None:
    theme, case = place
    cell = views.cell(study, theme, case)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(f"{plain(names[0])} · {plain(names[1])}", anchor=False)
        st.button(
            "Close", key="cases_close", type="tertiary", icon=":material/close:", on_click=put, kwargs={"theme": ""}
        )
    st.caption(cell.sentence)
    if cell.summary:
        st.text(cell.summary)
    if case != NO_CASE:
        label = "Change the summary" if cell.summary else "Sum up this cell"
        st.button(label, key="cases_sum_up", on_click=put, kwargs={"view": "across", "theme": theme, "case": case})
    supporting, against = st.columns(2, gap="large")
    with supporting:
        st.markdown("**For**")
        passages(cell.supporting, key=f"cases_for:{theme}:{case}", label="Passages for", empty="Nothing speaks for it.")
    with against:
        st.markdown("**Against**")
        nothing = "None recorded. To record one, set the stance of a coding, or put a passage into the theme’s tray."
        passages(cell.against, key=f"cases_against:{theme}:{case}", label="Passages against", empty=nothing)

"""Passages side by side: a theme or code, case by case; below, pairs of passages most alike or most unlike."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.ui.cases.across import order_of_cases
from qualcode.ui.cases.choosing import choose, moment, nothing_yet, switch
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.views import cases as told
from qualcode.ui.views import comparison as views
from qualcode.ui.views import matrices

WHICH = {"none": "No pairs", "alike": "Most alike", "unlike": "Most unlike"}
MOST = ("10", "20", "50")
WIDTHS = {1: 640, 2: 440, 3: 296}
"""Pixels of a column, by how many there are, so that they stand beside each other on a usual screen."""
LEAST, HEIGHT = 220, 500
WHY = (
    "Pairs are **constant comparison**, a procedure of grounded theory. It is not part of reflexive thematic analysis "
    "by default: say in your report why you used it. A likeness orders your reading. Two passages that are alike need "
    "not mean the same, and the unlike ones may be the two sides of one thing."
)


def show(study: Project) -> None:
    """The passages of what is chosen, a column a case; and pairs where they are asked for."""
    if not told.labels(study):
        nothing_yet("There is no case yet. Put documents into cases first.", "documents", "Put documents into cases")
        return
    known = views.choices(study)
    if not known:
        nothing_yet("There is no theme yet, and nothing is coded.", "read", "Read and code a document")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = choose(st.selectbox, "of", "Theme or code", list(known), format_func=known.__getitem__, width=420)
        order, on = order_of_cases(study)
    shown = views.columns(study, of, matrices.ordered(study, order, on=on))
    with st.container(horizontal=True, key="cases_side_by_side"):
        for column in shown:
            _column(column, WIDTHS.get(len(shown), LEAST))
    st.subheader("Passages two by two", anchor=False)
    st.caption(WHY)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        most = choose(st.segmented_control, "pairs", "Pairs", list(WHICH), format_func=WHICH.__getitem__, required=True)
        if most != "none":
            limit = int(choose(st.selectbox, "limit", "How many", MOST, width=110))
            within = switch("inside", "Inside each case", help="Compare people of one case instead of different cases.")
    if most != "none":
        _pairs(study, of, shown, {"by": order or "case", "on": on, "most": most, "within": within, "limit": limit})


def _column(column: views.Column, width: int) -> None:
    with st.container(width=width, border=True, height=HEIGHT):
        st.markdown(f"**{plain(column.name)}**")
        st.caption(plain(" · ".join(filter(None, (column.value, column.people)))))
        if column.items:
            label = f"Passages of {column.name}"
            passages(column.items, key=f"cases_side:{column.case}", label=label, empty="")


def _pairs(study: Project, of: str, shown: list[views.Column], how: dict[str, Any]) -> None:
    found, note = _found(study, moment(study), of, tuple(how.items()))
    if not found:
        st.caption(views.none_to_compare(shown, within=how["within"]))
        return
    st.caption(plain(note))
    for place, pair in enumerate(found):
        with st.container(border=True):
            st.caption(pair.head)
            passages(pair.items, key=f"cases_pair:{place}", label=f"Pair {pair.head}", empty="")


@st.cache_data(show_spinner="Comparing passages…", max_entries=16)
def _found(
    _study: Project, moment: tuple[Any, ...], of: str, how: tuple[tuple[str, Any], ...]
) -> tuple[list[views.Pair], str]:
    frame = _study.themes.compare(of, **dict(how))
    return views.pairs(_study, of, frame), str(frame.attrs["note"])

"""Themes by cases: what people wrote into the cells, and one cell opened with its passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.analysis import NO_CASE
from qualcode.project import Project
from qualcode.ui.cases.choosing import asked, choose, moment, nothing_yet, put, switch
from qualcode.ui.components.draft import advance, draft
from qualcode.ui.components.matrix import matrix
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.state import looking_back
from qualcode.ui.views import cases as views
from qualcode.ui.views import matrices
from qualcode.ui.views.grid import Grid, many

WHY_EMPTY = {
    "none": "None found in what was read. Every document of this case was read.",
    "unread": "Not yet read: there are documents of this case that nobody has read.",
}


def show(study: Project) -> None:
    """The matrix, and below it the cell that is open."""
    called = views.labels(study)
    if not len(study.themes):
        nothing_yet("There is no theme yet. A theme is built of codes.", "themes", "Build a theme")
        return
    if not called:
        nothing_yet("There is no case yet. Put documents into cases first.", "documents", "Put documents into cases")
        return
    untold(study)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        order, on = order_of_cases(study)
        shown = switch("counts", "Show counts", help="People first, then passages. Numbers are small print here.")
    grid = _grid(study, moment(study), order, on, shown)
    place = (asked("theme"), asked("case"))
    st.caption(
        "Open a cell to sum up what the theme looks like in the case, and to read its passages. "
        "“None found” and “not yet read” (hatched) are not the same."
    )
    matrix(
        grid,
        key="cases_themes",
        label="Themes by cases",
        corner="Theme",
        look="texts",
        chosen=place if place in grid else None,
        on_open=lambda theme, case: put(theme=theme, case=case),
    )
    if place in grid:
        _open(study, place, grid.names(place), grid.cell(place))


def order_of_cases(study: Project) -> tuple[str, str]:
    """Widgets: by which attribute cases are ordered, "" for the study's own order, and as of which date."""
    known = matrices.case_attributes(study)
    names = {"": "the study’s order", **{key: item.name or key for key, item in known.items()}}
    order = choose(st.selectbox, "order", "Order of cases", list(names), format_func=names.__getitem__, width=240)
    if not order or not known[order].dated:
        return order, ""
    when = ["", *matrices.dates(study, order)]
    return order, choose(st.selectbox, "on", "As of", when, format_func=lambda on: on or "the latest", width=160)


@st.cache_data(show_spinner=False, max_entries=8)
def _grid(_study: Project, moment: tuple[Any, ...], order: str, on: str, shown: bool) -> Grid:
    return matrices.themes_by_cases(_study, matrices.ordered(_study, order, on=on), shown=shown)


def untold(study: Project) -> None:
    """Before cases are compared: which of them have no narrative yet, and a way to write one."""
    missing = views.untold(study)
    if not missing:
        return
    called = views.labels(study)
    names = plain(views.listed(called[case] for case in missing))
    verb = "has" if len(missing) == 1 else "have"
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/menu_book: Within-case before cross-case: **{names}** {verb} no narrative yet.")
        st.button(
            f"Write about {plain(called[missing[0]])}",
            key="cases_untold",
            on_click=put,
            kwargs={"view": "", "case": missing[0], "theme": ""},
        )


def _open(study: Project, place: tuple[str, str], names: tuple[str, str], cell: Mapping[str, Any]) -> None:
    theme, case = place
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(f"{plain(names[0])} · {plain(names[1])}", anchor=False)
        st.button(
            "Close", key="cases_close", type="tertiary", icon=":material/close:", on_click=put, kwargs={"theme": ""}
        )
    st.caption(cell["counts"] or WHY_EMPTY[cell["state"]])
    found = matrices.of_theme(study, theme, case)
    if case == NO_CASE:
        st.caption("These passages belong to no case. Put their documents into cases to sum them up.")
        passages(found, key=f"cases_cell:{theme}", label="Passages", empty="")
    else:
        _cell(study, theme, case, found)


@st.fragment
def _cell(study: Project, theme: str, case: str, found: matrices.Items) -> None:
    key = f"cases_summary:{theme}:{case}"
    writing, reading = st.columns([2, 3], gap="large")
    with writing:
        _summary(study, theme, case, key)
    with reading:
        _evidence(study, theme, case, found, key)
    if st.session_state.pop("cases_saved", False):
        st.rerun()  # so that the matrix above shows it, too


def _summary(study: Project, theme: str, case: str, key: str) -> None:
    cell = study.themes.cell(theme, case)
    waiting: list[str] = st.session_state.get(f"{key}:rests", [])

    def save(text: str, seen: int) -> None:
        matrices.summarise(study, theme, case, text, codings=waiting, seen=seen)

    def saved() -> None:
        st.session_state.pop(f"{key}:rests", None)
        st.session_state["cases_saved"] = True

    draft(
        study,
        key=key,
        label="What this theme looks like in this case",
        text=cell.text,
        version=cell.version,
        save=save,
        done="Saved the summary",
        button="Save the summary",
        on_saved=saved,
        placeholder="In your own words: what is said here, by whom, and what speaks against it.",
        height=240,
    )
    rests = len(cell.codings if cell.version else waiting)
    resting = f"Rests on {many(rests, 'passage')}." if rests else "Rests on no passage yet: mark them in the list."
    if cell.version:
        resting += f" Last written by {plain(cell.coder)}, {cell.at[:10]}."
    elif rests:
        resting += " Marked passages are kept once you save the summary."
    st.caption(resting)


def _evidence(study: Project, theme: str, case: str, found: matrices.Items, key: str) -> None:
    cell = study.themes.cell(theme, case)
    rests = set(cell.codings if cell.version else st.session_state.get(f"{key}:rests", []))
    shown = matrices.linked(study, found, cell.codings)
    codings = {item["id"]: item["codings"] for item in shown}
    locked = looking_back() is not None

    def rest(items: Sequence[str], on: bool) -> None:
        own, before = codings[items[0]], study.themes.cell(theme, case).version
        if before:
            now = matrices.rest_on(study, theme, case, own, on=on)
            advance(key, before, now.version)
        else:
            kept = [coding for coding in st.session_state.get(f"{key}:rests", []) if coding not in own]
            st.session_state[f"{key}:rests"] = [*kept, own[0]] if on else kept

    def with_button(item: dict[str, Any]) -> dict[str, Any]:
        on = bool(rests & set(item["codings"]))
        label = "Evidence of the summary" if on else "Use as evidence"
        button = {"act": "rest", "label": label, "pressed": on, "with": {"on": not on}}
        return {**item, "actions": [] if locked else [button]}

    passages(
        [with_button(item) for item in shown],
        key=f"cases_cell:{theme}:{case}",
        label="Passages of this theme in this case",
        empty="There is no passage of this theme in this case.",
        acts={"rest": rest},
    )

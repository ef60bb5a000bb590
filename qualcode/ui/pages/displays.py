"""Displays: the tables and figures that six published analyses end in, made of this study."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from qualcode.displays import SOURCES
from qualcode.errors import QualcodeError
from qualcode.ui import state
from qualcode.ui.acting import refused
from qualcode.ui.cases.choosing import choose, moment
from qualcode.ui.displays import shown
from qualcode.ui.displays.incident import note_incident
from qualcode.ui.export.key import key_file
from qualcode.ui.look import plain
from qualcode.ui.views import displays as views
from qualcode.ui.views import starting
from qualcode.ui.views.export import GRANULARITIES

if TYPE_CHECKING:
    from qualcode.analysis.attribution import Granularity
    from qualcode.project import Project

LABELS = {"rows": "Rows", "columns": "Columns", "attribute": "Attribute of cases"}
study = state.study()


@st.cache_resource(show_spinner=False, max_entries=12)  # drawings are no data that could be pickled
def _made(
    _study: Project,
    when: tuple[Any, ...],
    name: str,
    granularity: Granularity,
    choices: tuple[tuple[str, str], ...],
    key: str,
) -> views.Made:
    return views.made(_study, name, granularity, dict(choices), key=key)


def _sample(source: str) -> None:
    try:
        path = starting.make_framework(source)
    except QualcodeError as error:
        refused(error)
        return
    state.open_path(path)


st.title("Displays")
st.caption(
    "What an analysis ends in: tables and figures as in six published studies, made of your own codings, themes and "
    "cases. Figures print in black and white."
)
name = choose(
    st.segmented_control,
    "display",
    "Display",
    list(views.TITLES),
    format_func=views.TITLES.__getitem__,
    required=True,
    label_visibility="collapsed",
)
if name != views.FIGURE:
    st.markdown(f"**{plain(SOURCES[name].title)}**: {plain(SOURCES[name].shows)}.")
choices: dict[str, str] = {}
with st.container(horizontal=True, vertical_alignment="bottom"):
    if name == views.FIGURE:
        titles = views.FIGURE_TITLES
        choices["figure"] = choose(st.selectbox, "figure", "Figure", list(titles), format_func=titles.__getitem__)
        if choices["figure"] == "portrait":
            documents = list(study.documents.table()["document"])
            if documents:
                choices["document"] = choose(st.selectbox, "document", "Document", documents)
        if (
            choices["figure"] == "theme_matrix"
            and choose(st.segmented_control, "counts", "Numbers", ["no", "yes"], required=True) == "yes"
        ):
            choices["counts"] = "yes"
    for choice, values in views.options(study, name).items():
        choices[choice] = choose(
            st.selectbox, choice, LABELS[choice], values, format_func=lambda key: key.replace("_", " ") or "as usual"
        )
    granularity: Granularity = choose(  # type: ignore[assignment]
        st.selectbox,
        "granularity",
        "Who says it",
        list(GRANULARITIES),
        format_func=lambda level: GRANULARITIES[level][0],
    )
    key = key_file()
with st.spinner("Drawing …", show_time=False):
    found = _made(study, moment(study), name, granularity, tuple(sorted(choices.items())), key)
shown.show(found)
if found.refused and name != views.FIGURE:
    st.button(
        "See it on the sample study",
        key="displays_sample",
        icon=":material/science:",
        help="Opens the synthetic sample study, coded for this analysis. Your own study stays as it is.",
        on_click=_sample,
        args=(name,),
    )
if name == "oskam" or choices.get("figure") == "timeline":
    note_incident(study)

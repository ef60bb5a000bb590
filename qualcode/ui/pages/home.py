"""Where the study stands and what to do next; without a study, the ways to one."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.ui import recent, state
from qualcode.ui.home import standing
from qualcode.ui.home.about_study import about_study
from qualcode.ui.home.ways_in import ways_in
from qualcode.ui.look import plain
from qualcode.ui.views import home
from qualcode.ui.views.standing import Standing, counted


def _elsewhere(wanted: bool) -> None:
    st.session_state["home_elsewhere"] = wanted


def _without_a_study(problem: str = "") -> None:
    st.title("qualcode")
    st.caption("Read, code and compare interviews across cases. A machine proposes, a named person decides.")
    if problem:
        st.error(plain(problem), icon=":material/error:")
    ways_in()


def _another(found: Project) -> None:
    st.title("Open another study")
    back = f"Back to {plain(found.name)}"
    st.button(back, key="home_back", icon=":material/arrow_back:", on_click=_elsewhere, args=(False,))
    ways_in()


def _now(study: Project) -> Standing:
    """What the study holds, counted anew after each act."""
    moment = (str(study.path), study.coder, state.looking_back(), study.last_act())
    held = st.session_state.get("home_now")
    if held is None or held[0] != moment:
        held = st.session_state["home_now"] = (moment, Standing.of(study))
    standing: Standing = held[1]
    return standing


def _study() -> None:
    study = state.study()
    now, question = _now(study), str(study.row()["question"])
    st.caption(plain(question) if question else "Where the study stands, and what to do next.")
    unread = len(now.unread())
    if unread and home.is_sample(study):
        st.info(
            "This is the sample study. Robin Sample did all the work in it, so to you "
            f"{counted(unread, 'document')} {'is' if unread == 1 else 'are'} still unread. "
            "To look on with Robin’s eyes, press “Coding as …” at the left and choose Robin Sample.",
            icon=":material/science:",
        )
    standing.steps(study, now)
    standing.phases(now)
    standing.attention(study, now)
    with st.container(key="home_rest"):
        standing.deserves_a_look(study)
        standing.latest(study)
    with st.expander("About this study", key="home_about", icon=":material/edit:"):
        about_study(study)


try:
    found, problem = state.study_or_none(), ""
except QualcodeError as error:
    found, problem = None, str(error)
if found is None:
    _without_a_study(problem)
elif st.session_state.get("home_elsewhere"):
    _another(found)
else:
    if found.path is not None:
        recent.remember(found.path, found.name)
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.title(plain(found.name))
        st.button("Open another study", key="home_other", type="tertiary", on_click=_elsewhere, args=(True,))
    if state.coder():
        _study()
    else:
        state.who_codes(found)

"""Entry point of the workbench: navigation, and what stands beside every page."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import Act, attempt
from qualcode.ui.components.keeper import keeper
from qualcode.ui.look import plain, short
from qualcode.ui.navigation import sections


def main() -> None:
    """Show the page that was chosen."""
    st.set_page_config(page_title="qualcode", page_icon="🖍️", layout="wide")
    chosen = st.navigation(sections(), expanded=True)
    try:
        study = state.study_or_none()
    except QualcodeError:
        study = None  # the page itself says why
    if study is not None:
        _beside(study)
        _earlier_state(study)
        st.session_state["whole_run"] = True
        _others(study)
    keeper(state.COOKIE, state.cookie() if state.coder() else "")
    chosen.run()


def _beside(study: Project) -> None:
    with st.sidebar:
        st.markdown(f"**{plain(study.name)}**")
        st.caption(f"{study.approach} approach")
        if state.coder():
            st.button(
                f"Coding as {plain(state.coder())}",
                key="change_coder",
                type="tertiary",
                icon=":material/person:",
                help="Somebody else codes",
                on_click=state.change_coder,
            )
        if state.coder() and state.looking_back() is None:
            _undo_and_redo(study)


@st.fragment(run_every=5)
def _undo_and_redo(study: Project) -> None:
    undo, redo = study.history.next_undo(), study.history.next_redo()
    left, right = st.columns(2)
    left.button(
        "Undo",
        key="undo",
        icon=":material/undo:",
        disabled=not undo,
        help=plain(short(undo, 120)) or "There is nothing of yours to undo",
        on_click=_and_show,
        args=(lambda: st.toast(f"Undid: {plain(study.history.undo())}", icon=":material/undo:"),),
        width="stretch",
    )
    right.button(
        "Redo",
        key="redo",
        icon=":material/redo:",
        disabled=not redo,
        help=plain(short(redo, 120)) or "There is nothing to do again",
        on_click=_and_show,
        args=(lambda: st.toast(f"Did again: {plain(study.history.redo())}", icon=":material/redo:"),),
        width="stretch",
    )


def _and_show(act: Act) -> None:
    """Do an act that the page beside does not know of, and show the page anew."""
    if attempt(act):
        st.rerun()


def _earlier_state(study: Project) -> None:
    seq = state.looking_back()
    if seq is None:
        return
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.markdown(
            f":material/history: You look at the study as it was **after act {seq}**. Nothing can be changed here."
        )
        st.button("Back to now", key="back_to_now", type="primary", on_click=state.look_back, args=(None,))


@st.fragment(run_every=4)
def _others(study: Project) -> None:
    """When something was done elsewhere, show the page anew: what is open in the browser stays as it is."""
    last = study.last_act()
    seen = st.session_state.get("last_act", last)
    st.session_state["last_act"] = last
    own = st.session_state.get("own_acts", set())
    # A run of the whole page shows everything anew as it is, and must not lose what was pressed.
    if not st.session_state.pop("whole_run", False) and not set(range(seen + 1, last + 1)) <= own:
        st.rerun()
    own.clear()

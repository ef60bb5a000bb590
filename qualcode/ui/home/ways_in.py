"""The three ways to a study: open one, make one, take the sample."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.ui import recent, state
from qualcode.ui.acting import refused, working
from qualcode.ui.look import plain
from qualcode.ui.views import starting
from qualcode.ui.views.home import APPROACHES

MAKING = "Making the sample study"
LOCAL = "Everything stays on this machine: one file holds the study, and nothing is sent anywhere."


def ways_in() -> None:
    """Offer the three ways. What is chosen opens in this session."""
    if st.session_state.pop("home_make_sample", False):
        _make_sample()
    st.caption(f":material/lock: {LOCAL}")
    left, right = st.columns([5, 4], gap="large")
    with left:
        _open()
        _sample()
    with right:
        _create()


def _open() -> None:
    st.subheader("Open a study")
    st.text_input(
        "Study file",
        key="home_path",
        placeholder="/home/ana/qualcode/my_study.qualcode",
        help="The path of a file that ends in .qualcode. Press Enter to open it.",
        on_change=_open_typed,
    )
    known = recent.studies()
    if known:
        st.caption("Opened lately")
    for nth, study in enumerate(known):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                plain(study.name),
                key=f"home_recent:{nth}",
                icon=":material/folder_open:",
                type="tertiary",
                on_click=_show,
                args=(study.path,),
            )
            st.caption(plain(study.path))


def _sample() -> None:
    st.subheader("Look around in the sample study")
    st.write(
        "Four made-up partnerships in a made-up town: 22 transcripts, coded, with themes. "
        "All of it is synthetic; do with it what you like."
    )
    made = starting.sample().is_file()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Open the sample study", key="home_sample", icon=":material/science:", on_click=_open_sample)
        if made:
            with st.popover("Make it anew", key="home_anew", type="tertiary"):
                st.write("The sample goes back to how it was at first. What you did in it is lost; this has no undo.")
                st.button("Make it anew now", key="home_anew_now", on_click=_ask_for_sample)
    if not made:
        st.caption("It is made on this machine from its transcripts; this takes a moment.")


def _create() -> None:
    st.subheader("Begin a study")
    st.session_state.setdefault("home_file", starting.path_for(""))
    st.text_input("Name", key="home_name", placeholder="Four partnerships", max_chars=200, on_change=_name_file)
    st.text_area("Research question", key="home_question", height=80, placeholder="It can be changed at any time.")
    st.radio(
        "Approach",
        list(APPROACHES),
        key="home_approach",
        format_func=str.capitalize,
        captions=list(APPROACHES.values()),
    )
    st.selectbox(
        "Language of the transcripts",
        list(starting.LANGUAGES),
        key="home_language",
        format_func=lambda code: starting.LANGUAGES.get(code, code),
        help="Word forms are found by it. Each document may have its own later.",
    )
    st.text_input("File", key="home_file", help="Where the study lies. It ends in .qualcode.")
    st.button("Begin", key="home_begin", type="primary", icon=":material/add:", on_click=_begin)


def _open_typed() -> None:
    path = starting.meant(st.session_state["home_path"])
    if path:
        _show(path)


def _show(path: str) -> None:
    st.session_state.pop("home_elsewhere", None)
    state.open_path(path)


def _name_file() -> None:
    given, suggested = st.session_state["home_file"], st.session_state.get("home_suggested", starting.path_for(""))
    if given == suggested or not given.strip():
        st.session_state["home_file"] = starting.path_for(st.session_state["home_name"])
        st.session_state["home_suggested"] = st.session_state["home_file"]


def _begin() -> None:
    wanted = {name: st.session_state[f"home_{name}"] for name in ("name", "approach", "question", "language")}
    try:
        _show(starting.begin(st.session_state["home_file"], coder=state.coder(), **wanted))
    except QualcodeError as error:
        refused(error)


def _open_sample() -> None:
    if starting.sample().is_file():
        _show(str(starting.sample()))
    else:
        _ask_for_sample()


def _ask_for_sample() -> None:
    st.session_state["home_make_sample"] = True


def _make_sample() -> None:
    done: list[str] = []
    with working(MAKING) as report:

        def say(line: str) -> None:
            report(len(done) / starting.STEPS_OF_SAMPLE, f"· {line}")
            done.append(line)

        report(0, "…")
        try:
            path = starting.make_sample(say)
        except QualcodeError as error:
            refused(error)
            return
    _show(path)
    st.rerun()

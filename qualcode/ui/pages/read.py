"""Read a transcript and code in it."""

from __future__ import annotations

import streamlit as st

from qualcode.ui import state
from qualcode.ui.acting import attempt, settle
from qualcode.ui.components.reader import reader
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.views.reader import acts, shown, withheld

study = state.study()
names = [document.name for document in study.documents]
if not names:
    st.title("Read and code")
    st.info("There is no transcript yet. Bring some in first.", icon=":material/upload_file:")
    st.page_link(page("documents"), label="To the documents", icon=":material/description:")
    st.stop()

left, middle, right = st.columns([8, 1, 1], vertical_alignment="bottom")
name = left.selectbox("Document", names, key="document", bind="query-params")
here = names.index(name)


def _go(to: int) -> None:
    st.session_state["document"] = names[to]
    st.query_params.pop("at", None)
    st.query_params.pop("to", None)


middle.button(
    "",
    icon=":material/chevron_left:",
    help="Previous document",
    key="read_previous",
    disabled=here == 0,
    on_click=_go,
    args=(here - 1,),
    width="stretch",
)
right.button(
    "",
    icon=":material/chevron_right:",
    help="Next document",
    key="read_next",
    disabled=here == len(names) - 1,
    on_click=_go,
    args=(here + 1,),
    width="stretch",
)


def _passage() -> tuple[int, int] | None:
    at, to = st.query_params.get("at", ""), st.query_params.get("to", "")
    if not at.isdecimal():
        return None
    return int(at), int(to) if to.isdecimal() else int(at)


@st.fragment
def _reader() -> None:
    document = study.documents[name]
    looking_back = state.looking_back() is not None
    key, do = f"reader:{document.id}", acts(study, document)
    settle(key, do)
    hidden = withheld(study, document)
    reader(
        shown(study, document, goto=_passage(), readonly=looking_back),
        do,
        key=key,
    )
    if hidden and len(study.codebook.value().codes):
        with st.expander("Why are no suggestions shown here?", icon=":material/visibility_off:"):
            st.write(plain(hidden))
            if study.approach == "reflexive" and not looking_back:
                st.text_input("Reason to see them before reading", key="read_override")
                st.button(
                    "See suggestions now",
                    key="read_override_now",
                    on_click=lambda: attempt(
                        study.suggestions.override, document.id, why=st.session_state["read_override"]
                    ),
                )


_reader()

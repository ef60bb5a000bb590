"""The codebook: its tree, and beside it one code with its definition, passages and rules."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.errors import NotFound
from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.codebook.acts import begin, look_at, panel, said
from qualcode.ui.codebook.around import empty, questions, tools
from qualcode.ui.codebook.board import split_board
from qualcode.ui.codebook.card import code_card
from qualcode.ui.components.tree import tree
from qualcode.ui.look import plain
from qualcode.ui.views import advice, codebook

study = state.study()
readonly = state.looking_back() is not None


@st.cache_data(show_spinner=False, max_entries=8)
def _shown(path: str, seq: int, looking_back: int | None, _study: Project) -> tuple[dict[str, Any], list[Any]]:
    return codebook.tree(_study), advice.questions(_study)


def _beside() -> None:
    if not readonly and panel(study, shown["codes"], shown["themes"]):
        return
    if not chosen:
        st.markdown("Choose a code to see what it means, what it rests on, and what can be done with it.")
        st.caption(
            "Drag a code onto another to put it under that one. Tick several to merge them. In the tree, arrows move, "
            "Enter opens, letters filter."
        )
        return
    try:
        card = codebook.card(study, chosen, shown["codes"])
    except NotFound as error:
        st.info(plain(str(error)), icon=":material/search_off:")
        return
    about = advice.questions_of(card["key"], card["node"], asked)
    code_card(study, card, shown["themes"], about, readonly=readonly)


st.session_state["codebook_seq"] = study.last_act()
shown, asked = _shown(str(study.path), study.last_act(), state.looking_back(), study)
chosen = st.query_params.get("code", "")
said()
st.title("Codebook")
st.caption(
    "What each code means and what it rests on. Give rules, move, merge, split and retire; every act can be undone."
)
if chosen and st.query_params.get("show") == "board":
    split_board(study, chosen, readonly=readonly)
    st.stop()
if not shown["codes"]:
    empty(study, shown["themes"])
    st.stop()
tools(study, readonly=readonly)
with st.container(key="codebook_columns"):
    left, right = st.columns([5, 7], gap="medium")
    with left:
        tree(
            shown["codes"],
            shown["themes"],
            key="codebook_tree",
            selected=chosen,
            acts=codebook.tree_acts(study),
            on_open=look_at,
            on_merge=lambda codes: begin("merge", *codes),
            settled=st.session_state.get("codebook_settled", 0),
            readonly=readonly,
        )
        questions(asked, shown["codes"])
    with right:
        _beside()

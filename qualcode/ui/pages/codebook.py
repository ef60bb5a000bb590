"""The codebook: its tree, and beside it one code with its definition, passages and rules."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.errors import NotFound
from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.codebook.acts import STATE, begin, new_code, panel, show
from qualcode.ui.codebook.board import split_board
from qualcode.ui.codebook.card import code_card
from qualcode.ui.codebook.files import take_in, write_out
from qualcode.ui.components.tree import tree
from qualcode.ui.look import plain, short
from qualcode.ui.navigation import page
from qualcode.ui.views import advice, codebook
from qualcode.ui.views.grid import many

study = state.study()
readonly = state.looking_back() is not None


@st.cache_data(show_spinner=False, max_entries=8)
def _shown(path: str, seq: int, looking_back: int | None, _study: Project) -> tuple[dict[str, Any], list[Any]]:
    return codebook.tree(_study), advice.questions(_study)


def _questions(asked: list[advice.Question]) -> None:
    if not asked:
        return
    with st.expander(f"{many(len(asked), 'question')} to think about", icon=":material/help:", key="codebook_asked"):
        st.caption("A reader of your methods may ask these. None is a fault, and nothing is blocked.")
        names = {code["key"]: code["name"] for code in shown["codes"]}
        for question in asked:
            said = [plain(short(names[key])) for key in question.codes[:8]]
            more = f" and {len(question.codes) - 8:,} more" if len(question.codes) > 8 else ""
            st.markdown(f"{plain(question.text)}  \n:gray[{', '.join(said)}{more}]" if said else plain(question.text))


def _empty() -> None:
    st.markdown("There are no codes yet. **Three ways to begin:**")
    with st.container(border=True):
        st.markdown("**Start by reading.** Most codes are made where they are needed, on a passage.")
        st.page_link(page("read"), label="Read and code", icon=":material/ink_highlighter:")
    with st.container(border=True):
        st.markdown("**Make a code now**, one that you bring along.")
        new_code(study, {}, shown["themes"])
    with st.container(border=True):
        st.markdown("**Import a codebook**, a published one or your own.")
        take_in(study)


def _tools() -> None:
    with st.container(horizontal=True):
        st.button(
            "New code",
            key="codebook_begin_new",
            icon=":material/add:",
            on_click=begin,
            args=("new",),
            disabled=readonly,
        )
        st.button(
            "Import",
            key="codebook_begin_in",
            icon=":material/upload:",
            on_click=begin,
            args=("in",),
            disabled=readonly,
        )
        st.button("Export", key="codebook_begin_out", icon=":material/download:", on_click=begin, args=("out",))


def _files(doing: str) -> None:
    with st.container(border=True, key="codebook_files"):
        st.markdown("**Import a codebook**" if doing == "in" else "**Export the codebook**")
        if doing == "in":
            take_in(study)
        else:
            write_out(study)
        st.button("Close", key="codebook_files_close", on_click=begin, args=("",), type="tertiary")


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
    asked = advice.questions_of(card["key"], card["node"], questions)
    code_card(study, card, shown["themes"], asked, readonly=readonly)


st.session_state["codebook_seq"] = study.last_act()
shown, questions = _shown(str(study.path), study.last_act(), state.looking_back(), study)
chosen = st.query_params.get("code", "")
st.title("Codebook")
st.caption(
    "What each code means and what it rests on. Give rules, move, merge, split and retire; every act can be undone."
)
if chosen and st.query_params.get("show") == "board":
    split_board(study, chosen, readonly=readonly)
    st.stop()
if not shown["codes"]:
    _empty()
    st.stop()
_tools()
doing = (st.session_state.get(STATE) or ("",))[0]
if doing in ("in", "out"):
    _files(doing)
with st.container(key="codebook_columns"):
    left, right = st.columns([5, 7], gap="medium")
    with left:
        tree(
            shown["codes"],
            shown["themes"],
            key="codebook_tree",
            selected=chosen,
            acts=codebook.tree_acts(study),
            on_open=show,
            on_merge=lambda codes: begin("merge", *codes),
            settled=st.session_state.get("codebook_settled", 0),
            readonly=readonly,
        )
        _questions(questions)
    with right:
        _beside()

"""Where a split is decided, passage by passage."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.codebook.acts import WHY, say_then, show
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.views import split

WHICH = {"all": "All", "undecided": "Undecided", "decided": "Decided"}


def split_board(study: Project, code: str, *, readonly: bool) -> None:
    """The board of a code that is being split, with a way back to the code."""
    st.button("Back to the code", key="codebook_back", icon=":material/arrow_back:", on_click=show, args=(code,))
    _board(study, code, readonly)


@st.fragment
def _board(study: Project, code: str, readonly: bool) -> None:
    several = bool(st.session_state.get("codebook_several"))
    try:
        found = split.board(study, code, several=several)
    except QualcodeError:
        name = plain(str(study.find.code(code)["name"]))
        st.info(f"{name} is not being split now. Begin a split from its card.", icon=":material/call_split:")
        return
    st.subheader(f"Split “{plain(found.name)}”", anchor=False)
    st.caption("Decide for each passage where it goes, or that it stays. Undo takes back one step at a time.")
    total = len(found.items)
    st.progress((total - found.undecided) / total if total else 1.0, text=found.words())
    with st.container(horizontal=True):
        for target in found.targets:
            goes = "stay" if target["key"] == found.code else "passages"
            st.badge(f"{plain(target['name'])}: {found.counts[target['key']]:,} {goes}", color="gray")
    _finish(study, found, readonly)
    cases = list(dict.fromkeys(item["case"] for item in found.items if item["case"]))
    with st.container(horizontal=True, vertical_alignment="center"):
        which = st.segmented_control(
            "Show", list(WHICH), default="all", key="codebook_which", format_func=WHICH.get, required=True,
            label_visibility="collapsed",
        )  # fmt: skip
        case = ""
        if len(cases) > 1:
            case = st.selectbox(
                "Case",
                ["", *cases],
                key="codebook_board_case",
                format_func=lambda name: name or "All cases",
                label_visibility="collapsed",
                width=260,
            )
        st.toggle("Several codes for one passage", key="codebook_several", disabled=readonly)
    items = found.shown(which or "all", case)
    passages(
        [{**item, "actions": []} for item in items] if readonly else items,
        key="codebook_board",
        label="Passages of the split",
        empty="Nothing here. Choose All to see every passage.",
        acts=split.acts(study, code),
        bulk=() if readonly else found.bulk(),
    )


def _finish(study: Project, found: split.Board, readonly: bool) -> None:
    stays = found.counts[found.code]
    if found.undecided:
        st.caption("The split can be finished once nothing is undecided.")
        return
    with st.container(border=True, key="codebook_finishing"):
        kept = f"{stays:,} stay with it" if stays else "nothing stays with it, so it is retired"
        st.markdown(f":material/done_all: Everything is decided. Of {plain(found.name)}, {kept}.")
        why = st.text_input(WHY, key="codebook_finish_why", max_chars=500)
        # Not a callback: what is said within one is misplaced in a fragment.
        if st.button("Finish the split", key="codebook_finish", type="primary", disabled=readonly) and attempt(
            study.codebook.close_split, found.code, why=why
        ):
            show(found.code)
            say_then("The split is finished. One undo takes that back.")

"""One act of the history: what it did to each object, and taking it back."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.look import plain
from qualcode.ui.views.history import Line, detail, sentences


def act_detail(study: Project, line: Line, *, readonly: bool = False) -> None:
    """Show an act in words, with buttons to undo it and to look at the study as it was then, unless `readonly`."""
    told = detail(study, line)
    with st.container(border=True, key=f"history_detail:{line.seq}"):
        st.caption(plain(f"Act {line.seq} · {line.act} · {line.day}, {line.clock} · {line.coder}"))
        st.text(line.summary)
        if line.why:
            st.caption(f"Why: {plain(line.why)}")
        if line.undone:
            st.caption(f":material/undo: Undone by act {line.undone}.")
        with st.container(horizontal=True):
            if told.can_undo:
                st.button(
                    told.undo,
                    key=f"history_undo:{line.seq}",
                    icon=":material/undo:",
                    disabled=readonly,
                    on_click=attempt,
                    args=(study.history.undo, line.seq),
                    kwargs={"done": f"Act {line.seq} is taken back."},
                    help=f"Takes back what it did to {told.count:,} {'object' if told.count == 1 else 'objects'}.",
                )
            st.button(
                "Look at the study as it was then",
                key=f"history_look:{line.seq}",
                icon=":material/history:",
                disabled=readonly,
                on_click=state.look_back,
                args=(line.seq,),
            )
        for one in told.told:
            st.markdown("  \n".join(sentences(one)))
        if told.count > len(told.told):
            st.caption(f"… and {told.count - len(told.told):,} more.")

"""Crosswalk: links between the codebooks that a study uses, with the passages in which both ends meet."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.ui.cases.choosing import asked, moment, put
from qualcode.ui.components.matrix import matrix
from qualcode.ui.components.overlaps import overlaps
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain
from qualcode.ui.views import crosswalk as views
from qualcode.ui.views.grid import Grid


def show(study: Project) -> None:
    """The links as a list, and below it the passages of the one that is open."""
    grid, note = _grid(study, moment(study))
    st.caption(
        "How codes and themes of the codebooks you took in relate. Each link is a proposal of ours, none is a finding. "
        "Where two that contradict meet in the same words, look closely. Open a link to read its passages."
    )
    if note:
        st.caption(note)
    pair = (asked("a"), asked("b"))
    row = "\n".join(pair)
    held = views.link(study, *pair) if all(pair) else None
    matrix(
        grid,
        key="cases_crosswalk",
        label="Links between codebooks",
        corner="Link",
        look="list",
        chosen=(row, "voices_both") if held else None,
        on_open=lambda row, _: put(**dict(zip(("a", "b"), row.split("\n"), strict=True))),
    )
    if held:
        _open(study, held)


@st.cache_data(show_spinner=False, max_entries=4)
def _grid(_study: Project, moment: tuple[Any, ...]) -> tuple[Grid, str]:
    return views.grid(_study)


def _open(study: Project, held: dict[str, Any]) -> None:
    a, b, names = held["a"], held["b"], held["names"]
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(plain(held["head"]), anchor=False)
        st.button("Close", key="cases_close", type="tertiary", icon=":material/close:", on_click=put, kwargs={"b": ""})
    if held["why"]:
        st.caption(plain(held["why"]))
    if held["note"]:
        st.caption(plain(f"{held['note'].replace('a:', 'First:').replace('b:', 'Second:')}."))
    both = views.places(study, a, b)
    if both:
        st.markdown("**Where both meet.** The words that both share are marked.")
        overlaps(both, key="cases_meetings", label=held["head"], names=names, colors=("", ""))
    else:
        st.caption("No passage carries both.")
    for column, name, side, items in zip(
        st.columns(2, gap="large"), names, "ab", views.sides(study, a, b), strict=True
    ):
        with column:
            st.markdown(f"**{plain(name)}**")
            passages(items, key=f"cases_end:{side}", label=f"Passages of {name}", empty="No passage.")

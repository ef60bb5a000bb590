"""Codes that lie together: a list of pairs, or a matrix of the codes that meet most; a pair opens its passages."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.ui.cases.choosing import asked, choose, moment, nothing_yet, put
from qualcode.ui.components.matrix import matrix
from qualcode.ui.components.overlaps import overlaps
from qualcode.ui.look import plain
from qualcode.ui.views import together as views

SHAPES = {"pairs": "List of pairs", "square": "Matrix"}
LEAST = ("0", "1", "2", "3", "5", "10", "20")
MOST = ("12", "20", "40", "80")


def show(study: Project) -> None:
    """Pairs of codes whose passages share words."""
    found = _pairs(study, moment(study))
    if not found:
        nothing_yet(
            "No two codes share words yet. Several codes may lie on one passage, or on passages that overlap.",
            "read",
            "Read and code a document",
        )
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shape = choose(
            st.segmented_control, "shape", "Shown as", list(SHAPES), format_func=SHAPES.__getitem__, required=True
        )
        least = int(choose(st.selectbox, "least", "At least so many people", LEAST, format_func=_least, width=200))
        if shape == "square":
            most = int(choose(st.selectbox, "most", "Codes that meet most, up to", MOST, width=200))
    st.caption(
        "Codes whose passages share words. Counted are people first. That two codes lie together says nothing about "
        "why: open a pair and read."
    )
    kept = [pair for pair in found if pair["people"] >= least]
    pair = (asked("code"), asked("other"))
    if not kept:
        st.caption("No pair is shared by so many people. Lower the number.")
    elif shape == "pairs":
        _list(study, kept, pair)
    else:
        grid = views.square(study, kept, most=most)
        matrix(
            grid,
            key="cases_square",
            label="Codes by codes: people whose words carry both",
            corner="People",
            look="pairs",
            chosen=pair if pair in grid else None,
            on_open=lambda code, other: put(code=code, other=other),
        )
    _open(study, found, pair)


def _least(number: str) -> str:
    return number if int(number) else "any number"


def _list(study: Project, kept: list[views.Pair], pair: tuple[str, str]) -> None:
    grid = views.listed(study, kept)
    row = next(("\n".join(keys) for keys in (pair, pair[::-1]) if "\n".join(keys) in {r["key"] for r in grid.rows}), "")
    matrix(
        grid,
        key="cases_pairs",
        label="Pairs of codes",
        corner="Pair",
        look="list",
        chosen=(row, "people") if row else None,
        on_open=lambda row, _: put(**dict(zip(("code", "other"), row.split("\n"), strict=True))),
    )


@st.cache_data(show_spinner=False, max_entries=4)
def _pairs(_study: Project, moment: tuple[Any, ...]) -> list[views.Pair]:
    return views.pairs(_study)


def _open(study: Project, found: list[views.Pair], pair: tuple[str, str]) -> None:
    code, other = pair
    held = next((one for one in found if {one["code"], one["other"]} == {code, other}), None)
    if not held:
        return
    names, colors = views.heads(study, code, other)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(f"{plain(names[0])} + {plain(names[1])}", anchor=False)
        st.button(
            "Close", key="cases_close", type="tertiary", icon=":material/close:", on_click=put, kwargs={"other": ""}
        )
    st.caption(f"{views.sentence(held)}. The words that both share are marked.")
    items = views.places(study, code, other)
    overlaps(items, key="cases_overlaps", label=f"{names[0]} and {names[1]}", names=names, colors=colors)

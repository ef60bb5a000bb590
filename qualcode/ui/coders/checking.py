"""How far coders agree on each code: a check on the codebook, in the approaches that have one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.project.agreeing import Unit
from qualcode.ui.cases.choosing import moment
from qualcode.ui.look import plain
from qualcode.ui.views import coders as views
from qualcode.ui.views.cases import listed

LABEL = "A check on the codebook, not on anybody's reading"
HOW = (
    "One row a code. Kappa and alpha are 1 when coders agree fully and 0 when they agree as often as chance would have "
    "it. Observed agreement is high for any rare code, since most passages are without it. Where coders are apart, "
    "the definition may be unclear, or the passage may say two things: read the passages below before you decide."
)
COLUMNS = {
    views.NAMES[name]: st.column_config.NumberColumn(format=shape, help=words)
    for name, shape, words in (
        ("units", "%d", "Turns or sentences of participants that at least two of the coders have read."),
        ("used", "%d", "How many of these carry the code from at least one coder."),
        ("all_used", "%d", "How many carry it from every coder who has read them."),
        (
            "apart",
            "%d",
            "How many carry it from some and not from others: the passages below, when you choose the code.",
        ),
        ("observed", "%.0f", "The share of passages on which all say the same, with the code or without it."),
        ("kappa", "%.2f", "Cohen (1960), for two coders. Empty where it is not defined: everybody has it everywhere."),
        ("alpha", "%.2f", "Krippendorff (2011), nominal. Empty where it is not defined: everybody has it everywhere."),
    )
}


def show(study: Project, coders: tuple[str, ...], unit: Unit) -> None:
    """The table of codes, labelled as what it is. Not for the reflexive approach."""
    st.subheader("Agreement", anchor=False)
    st.markdown(f"**{plain(LABEL)}**")
    table, unused = _table(study, moment(study), study.coder, coders, unit)
    if table.empty:
        st.caption("None of these coders has used a code in what two have read.")
        return
    st.caption(HOW)
    st.dataframe(table, key="coders_agreement", hide_index=True, column_config=COLUMNS, alt=f"Agreement. {LABEL}")
    notes = []
    if len(coders) > 2:
        notes.append("Cohen’s kappa is for two coders: choose two to see it.")
    if unused:
        notes.append(f"Not used by anybody there: {listed(unused)}.")
    if notes:
        st.caption(plain(" ".join(notes)))


@st.cache_data(show_spinner="Comparing…", max_entries=8)
def _table(
    _study: Project, moment: tuple[Any, ...], coder: str, coders: tuple[str, ...], unit: Unit
) -> tuple[Any, list[str]]:
    return views.table(_study.agreement(coders=coders, unit=unit))

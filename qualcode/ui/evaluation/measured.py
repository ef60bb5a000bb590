"""What was measured: sentences, charts, tables and files to take."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from qualcode.evaluation.groups import METHOD
from qualcode.evaluation.telling import NAMES, headline, sentences
from qualcode.project.evaluating import files_of
from qualcode.ui.look import plain
from qualcode.ui.views import evaluation as view

if TYPE_CHECKING:
    from qualcode.evaluation import Evaluation

MIME = {"csv": "text/csv", "json": "application/json", "html": "text/html"}


def measured(found: Evaluation) -> None:
    """Show a measurement, the most important first."""
    first = headline(found, you=True)
    st.markdown(f"**{plain(first)}**")
    for sentence in sentences(found, you=True):
        if sentence != first:
            st.markdown(plain(sentence))
    for warning in found.warnings:
        st.warning(plain(warning), icon=":material/warning:")
    _charts(found)
    st.subheader("Each code")
    st.caption("First and first three: shares of the passages that you gave the code, in documents held out.")
    st.dataframe(view.shown(found.codes), key="evaluation_codes", hide_index=True)
    _groups(found)
    with st.expander("All figures", key="evaluation_ways", icon=":material/table:"):
        st.dataframe(view.shown([{"way": NAMES[way], **own} for way, own in found.ways.items()]), hide_index=True)
        st.caption("Per code: each code counts the same, however often it is used.")
    _files(found)


def _charts(found: Evaluation) -> None:
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader("What a probability is worth")
        st.altair_chart(view.calibration_chart(found), key="evaluation_calibration", alt=view.calibration_words(found))
        st.caption("On the dashed line promises are kept; below it too much was promised. Large marks: many passages.")
    with right:
        st.subheader("How much coding it takes")
        if len(found.curve) > 1:
            st.altair_chart(view.curve_chart(found), key="evaluation_curve", alt=view.curve_words(found))
            st.caption("Tested on documents that were not coded yet. Dashed: the codebook alone, on the same passages.")
        else:
            st.caption("It takes two coded documents, and the switch above, to draw this.")


def _groups(found: Evaluation) -> None:
    if not (found.groups or found.decisions):
        return
    st.subheader("Groups of people")
    for column, rows in found.groups.items():
        st.markdown(f"Missed by **{plain(column)}** ({plain(found.about['missed'])})")
        st.dataframe(view.shown(rows), key=f"evaluation_group:{column}", hide_index=True)
    for column, rows in found.decisions.items():
        st.markdown(f"Your decisions on suggestions by **{plain(column)}**")
        st.dataframe(view.shown(rows), key=f"evaluation_decisions:{column}", hide_index=True)
    st.caption(plain(METHOD))


def _files(found: Evaluation) -> None:
    with st.expander("Take it with you", key="evaluation_files", icon=":material/download:"):
        st.caption("Passages are in segments.csv word for word: treat it as you treat the transcripts.")
        with st.container(horizontal=True):
            for name, content in files_of(found).items():
                st.download_button(
                    name,
                    partial(bytes, content),
                    file_name=name,
                    mime=MIME[name.rpartition(".")[2]],
                    key=f"evaluation_file:{name}",
                    on_click="ignore",
                )

"""Tables that are ready to leave: what deserves a look, their first rows, and the files to take."""

from __future__ import annotations

from functools import partial

import streamlit as st

from qualcode.ui.navigation import page
from qualcode.ui.views.export import TABLES, WARNINGS, Built

MOST_ROWS, MOST_SAID = 50, 40
ALL = {"xlsx": "All as one workbook (xlsx)", "zip": "All as csv (zip)"}
MIME = {
    "csv": "text/csv",
    "zip": "application/zip",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def built_tables(built: Built) -> None:
    """Show what was built, warnings first; a file goes to the browser when its button is pressed."""
    _warnings(built)
    _preview(built)
    _files(built)


def _warnings(built: Built) -> None:
    if not built.warnings:
        st.success("Every quote equals its source, and nothing else asks for a look.", icon=":material/check:")
        return
    st.markdown("**Before they leave.** Every quote equals its source. These deserve a look:")
    for kind, sentences in built.warnings.items():
        title, remedy, where = WARNINGS[kind]
        with st.expander(f"{title} · {len(sentences)}", key=f"export_warning:{kind}"):
            st.caption(remedy)
            st.text("\n".join(sentences[:MOST_SAID]))
            if len(sentences) > MOST_SAID:
                st.caption(f"… and {len(sentences) - MOST_SAID} more.")
            if where:
                st.page_link(page(where))


def _preview(built: Built) -> None:
    st.markdown("**What is in them**")
    tabs = st.tabs([TABLES[name][0] for name in built.frames], key="export_preview")
    for tab, (name, frame) in zip(tabs, built.frames.items(), strict=True):
        rows = f"{len(frame):,} {'row' if len(frame) == 1 else 'rows'}"
        first = f", the first {MOST_ROWS} are shown" if len(frame) > MOST_ROWS else ""
        tab.caption(f"{name} · {rows}{first}")
        height = "content" if len(frame) <= 10 else 320
        tab.dataframe(frame.head(MOST_ROWS), key=f"export_frame:{name}", hide_index=True, height=height)


def _files(built: Built) -> None:
    st.markdown("**Take them**")
    together, single = st.container(horizontal=True), st.container(horizontal=True)
    for name, content in built.files.items():
        ending = name.rpartition(".")[2]
        place = together if ending in ALL else single
        place.download_button(
            ALL.get(ending, name),
            partial(bytes, content),  # given when the button is pressed, so that a rerun costs nothing
            file_name=name,
            mime=MIME[ending],
            key=f"export_file:{ending if ending in ALL else name}",
            type="primary" if ending == "xlsx" else "secondary",
            icon=":material/download:",
            on_click="ignore",
        )

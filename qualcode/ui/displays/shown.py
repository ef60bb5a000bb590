"""One display on the page: picture, words, table, files."""

from __future__ import annotations

import streamlit as st

from qualcode.ui.look import plain
from qualcode.ui.views.displays import Made, Shown

MOST_ROWS, MOST_SAID = 200, 40
MIME = {"csv": "text/csv", "svg": "image/svg+xml", "png": "image/png"}


def show(found: Made) -> None:
    """All displays of a choice, what to know about them first; or why there are none."""
    if found.refused:
        st.info(plain(found.refused), icon=":material/block:")
        return
    if found.warnings:
        with st.expander(
            f"Before they leave · {len(found.warnings)}", icon=":material/warning:", key="displays_warnings"
        ):
            st.text("\n".join(found.warnings[:MOST_SAID]))
            if len(found.warnings) > MOST_SAID:
                st.caption(f"… and {len(found.warnings) - MOST_SAID} more.")
    for place, shown in enumerate(found.shown):
        _one(shown, place)


def _one(shown: Shown, place: int) -> None:
    st.subheader(plain(shown.title), anchor=False)
    for note in shown.notes:
        st.caption(plain(note))
    if shown.picture is not None:
        st.image(shown.picture, width="stretch" if _wide(shown.picture) else "content")
        with st.expander("The figure in words", key=f"displays_words:{place}"):
            st.text(shown.said)
    rows = shown.table.head(MOST_ROWS)
    st.dataframe(rows, key=f"displays_table:{place}", hide_index=True, height="content" if len(rows) <= 8 else 320)
    if len(shown.table) > MOST_ROWS:
        st.caption(f"The first {MOST_ROWS} of {len(shown.table):,} rows; all are in the file.")
    with st.container(horizontal=True):
        for name, content in shown.files.items():
            st.download_button(
                name,
                content,
                file_name=name,
                mime=MIME[name.rpartition(".")[2]],
                key=f"displays_file:{name}",
                icon=":material/download:",
                on_click="ignore",
            )


def _wide(picture: bytes) -> bool:
    """Whether a png is wider than a page, as its header says."""
    return int.from_bytes(picture[16:20], "big") > 1100

"""All themes at a glance: the board, the map, the questions, the table for a paper, and what was discarded."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.components.board import board
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.state import looking_back
from qualcode.ui.themes import evidence
from qualcode.ui.themes.card import open_theme
from qualcode.ui.views import thematic_map
from qualcode.ui.views import themes as views
from qualcode.ui.views.moments import day, zone_of


def overview(study: Project) -> None:
    """Show what was chosen; only that is computed."""
    shows = {
        "Board": _board,
        "Map": _map,
        "Questions": evidence.questions,
        "Theme table": _table,
        "Discarded": _discarded,
    }
    for tab, show in zip(st.tabs(list(shows), key="themes_view", bind="query-params"), shows.values(), strict=True):
        with tab:
            if tab.open:
                show(study)


def _board(study: Project) -> None:
    shown = views.board(study, readonly=looking_back() is not None)
    if not shown["codes"]:
        st.info("Themes are made of codes, and there is no code yet. Read a transcript and code what strikes you.")
        st.page_link(page("read"), label="Read and code", icon=":material/ink_highlighter:")
        return
    opened = board(shown, key="themes_board", acts=views.board_acts(study))
    if opened:
        open_theme(opened)
        st.rerun()


def _map(study: Project) -> None:
    called = views.names(study)
    if not called:
        st.info("The map shows themes, their codes and how themes are linked. Make a theme on the board first.")
        return
    theme = st.selectbox(
        "Show",
        ["", *called],
        key="themes_map",
        format_func=lambda key: called.get(key, "The whole study"),
        persist_state="page",
        width=420,
    )
    ground = st.context.theme.type or "light"
    alt = "Themes with the codes they rest on, and links between themes. The table below says the same."
    st.graphviz_chart(thematic_map.dot(study, theme or "", ground=ground), alt=alt)
    st.caption(
        "Boxes are themes, dashed while they are candidates; ellipses are codes; arrows are links between themes."
    )
    with st.expander("The map as a table", key="themes_map_table"):
        st.dataframe(thematic_map.table(study, theme or ""), hide_index=True, width="stretch")


def _table(study: Project) -> None:
    if not len(study.themes):
        st.info("The table has a row for each theme. Make one on the board first.")
        return
    st.caption("As it is exported for a publication: people and cases first, quotes by sector and seniority.")
    st.dataframe(study.themes.table(), hide_index=True, width="stretch", row_height=110, key="themes_table")
    st.page_link(page("export"), label="To the export, where every quote is checked first", icon=":material/download:")


def _discarded(study: Project) -> None:
    log = views.discarded(study)
    if not log:
        st.caption("No theme was discarded. What is dropped stays here with its reason, and can be restored.")
    zone = zone_of(st.context.timezone, st.context.timezone_offset)
    for entry in log:
        with st.container(border=True, key=f"themes_dropped:{entry['theme']}"):
            st.markdown(f"**{plain(entry['name'])}**  \n{plain(entry['why'])}")
            if entry["concept"]:
                st.caption(plain(f"Its claim: {entry['concept']}"))
            if entry["at"]:
                st.caption(plain(f"{entry['coder']}, {day(entry['at'], zone)}"))
            with st.container(horizontal=True):
                st.button(
                    "Restore",
                    key=f"themes_restore:{entry['theme']}",
                    disabled=looking_back() is not None,
                    on_click=attempt,
                    args=(study.themes.restore, entry["theme"]),
                    kwargs={"done": "It is back on the board."},
                )
                st.button(
                    "Look at it",
                    key=f"themes_look:{entry['theme']}",
                    type="tertiary",
                    on_click=open_theme,
                    args=(entry["theme"],),
                )

"""One memo: its text letter for letter, when and by whom, and what it is about."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.components.memo_editor import open_entry
from qualcode.ui.look import plain, short
from qualcode.ui.navigation import page
from qualcode.ui.views.journal import KINDS, PAGES, Entry
from qualcode.ui.views.moments import clock, day, zone_of


def memo_card(study: Project, entry: Entry, *, readonly: bool = False) -> None:
    """Show an entry, with links to what it is about and, unless `readonly`, buttons to change and to remove it."""
    zone = zone_of(st.context.timezone, st.context.timezone_offset)
    who = "" if entry.coder == study.coder else f" · {entry.coder}"
    with st.container(border=True, key=f"journal_card:{entry.memo}"):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{plain(entry.title or short(entry.text, 60))}**", width="stretch")
            if entry.private:
                st.badge("left out of exports", icon=":material/lock:", color="gray")
        st.caption(plain(f"{KINDS[entry.kind]} · {day(entry.at, zone)}, {clock(entry.at, zone)}{who}"))
        st.text(entry.text)
        if entry.about:
            _links(entry)
        if not readonly:
            _buttons(study, entry.memo)


def _links(entry: Entry) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        for item, called in entry.about:
            kind, _, name = item.partition(":")
            if kind in PAGES:
                where, asks = PAGES[kind]
                st.page_link(page(where), label=plain(short(called, 60)), query_params={asks: name})
            else:
                st.caption(plain(called))


def _buttons(study: Project, memo: str) -> None:
    with st.container(horizontal=True):
        st.button("Change", key=f"journal_edit:{memo}", on_click=open_entry, args=(study, memo))
        with st.popover("Remove", type="tertiary", key=f"journal_removing:{memo}"):
            st.write("The entry goes from the journal. Undo brings it back.")
            st.button(
                "Remove it",
                key=f"journal_remove:{memo}",
                on_click=attempt,
                args=(study.memos.remove, memo),
                kwargs={"done": "Removed."},
            )

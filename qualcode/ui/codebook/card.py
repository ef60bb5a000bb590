"""A code beside the tree: what it rests on, what can be done with it, and one part of it at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.codebook.acts import begin, look_at, show
from qualcode.ui.codebook.form import code_form
from qualcode.ui.codebook.rules import rules
from qualcode.ui.components.memo_card import memo_card
from qualcode.ui.components.memo_editor import memo_editor
from qualcode.ui.components.passages import passages
from qualcode.ui.look import plain, short
from qualcode.ui.navigation import page
from qualcode.ui.views import codebook, journal
from qualcode.ui.views.codes import codes_for_palette
from qualcode.ui.views.grid import many
from qualcode.ui.views.moments import clock, day, zone_of

PARTS = {
    "definition": "Definition",
    "passages": "Passages",
    "rules": "Rules",
    "memos": "Memos",
    "history": "History",
}


def code_card(
    study: Project,
    card: Mapping[str, Any],
    themes: Sequence[Mapping[str, Any]],
    asked: Sequence[str],
    *,
    readonly: bool,
) -> None:
    """Show a code: its head, and the part of it that the address asks for. `asked` are questions to think about."""
    _head(study, card, {theme["key"]: theme["name"] for theme in themes}, readonly)
    part = st.query_params.get("show", "")
    part = part if part in PARTS else "definition"
    st.session_state["codebook_part"] = part
    st.segmented_control(
        "Part of the code",
        list(PARTS),
        key="codebook_part",
        format_func=PARTS.get,
        required=True,
        label_visibility="collapsed",
        on_change=lambda: show(card["key"], st.session_state["codebook_part"]),
    )
    parts: dict[str, Callable[[], None]] = {
        "definition": lambda: _definition(study, card, asked, readonly),
        "passages": lambda: _passages(study, card["key"], readonly),
        "rules": lambda: rules(study, card, readonly=readonly),
        "memos": lambda: _memos(study, card["key"], readonly),
        "history": lambda: _history(study, card["key"]),
    }
    parts[part]()


def _head(study: Project, card: Mapping[str, Any], themes: Mapping[str, str], readonly: bool) -> None:
    st.subheader(plain(card["name"]), anchor=False)
    people, _, codings = codebook.counts(card["node"]).partition(" · ")
    st.markdown(f"**{people}** :gray[{' · '.join(text for text in ('', codings, plain(card['key'])) if text)}]")
    if card["status"] == "retired":
        _retired(study, card, readonly)
        return
    if card["above"]:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption("Under", width="content")
            for nth, code in enumerate(card["above"]):
                _to(code, f"codebook_above:{nth}")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for key in card["node"]["themes"]:
            st.page_link(
                page("themes"), label=plain(short(themes[key])), icon=":material/hub:", query_params={"theme": key}
            )
        if not card["node"]["themes"]:
            st.caption("In no theme yet", width="content")
    for nth, link in enumerate(card["links"]):
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(plain(link["words"]), width="content", help=plain(link["why"]) or None)
            _to({"key": link["other"], "name": link["name"]}, f"codebook_link:{nth}")
    if card["under"]:
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            st.caption(f"{many(len(card['under']), 'sub-code')}:", width="content")
            for nth, code in enumerate(card["under"][:12]):
                _to(code, f"codebook_under:{nth}")
    _acts(study, card["key"], readonly)


def _to(code: Mapping[str, Any], key: str) -> None:
    st.button(plain(short(code["name"], 48)), key=key, type="tertiary", on_click=look_at, args=(code["key"],))


def _acts(study: Project, code: str, readonly: bool) -> None:
    splits = study.codebook.splits()
    into = splits.get(code)
    if into is not None:
        names = " and ".join(plain(str(study.find.code(part)["name"])) for part in into)
        with st.container(border=True, horizontal=True, vertical_alignment="center", key="codebook_in_split"):
            st.markdown(f":material/call_split: It is being split into {names}.", width="stretch")
            st.button("To the board", key="codebook_to_board", type="primary", on_click=show, args=(code, "board"))
    with st.container(horizontal=True, gap="small"):
        for act, label, icon in (
            ("move", "Move…", ":material/drive_file_move:"),
            ("merge", "Merge…", ":material/merge:"),
            ("split", "Split…", ":material/call_split:"),
            ("retire", "Retire…", ":material/archive:"),
        ):
            off = readonly or (into is not None and act != "move")
            st.button(label, key=f"codebook_{act}", icon=icon, on_click=begin, args=(act, code), disabled=off)


def _retired(study: Project, card: Mapping[str, Any], readonly: bool) -> None:
    merged = card["merged_into"]
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        what = f"merged into {plain(merged['name'])}" if merged else "retired"
        st.markdown(f":material/archive: This code is {what}. Its past stays on record.", width="stretch")
        if merged:
            _to(merged, "codebook_merged_into")
        st.button(
            "Restore",
            key="codebook_restore",
            icon=":material/unarchive:",
            on_click=attempt,
            args=(study.codebook.restore, card["key"]),
            kwargs={"done": f"{plain(card['name'])} is in use again."},
            disabled=readonly,
            help="It comes back into use. Codings that a merge moved stay with the other code." if merged else None,
        )


def _definition(study: Project, card: Mapping[str, Any], asked: Sequence[str], readonly: bool) -> None:
    for question in asked:
        st.caption(f":material/help: {plain(question)}")
    dimensions = [dimension.id for dimension in study.codebook.value().dimensions]
    code_form(study, card, card["node"]["color"], dimensions, readonly=readonly or card["status"] == "retired")


@st.fragment
def _passages(study: Project, code: str, readonly: bool) -> None:
    cases = codebook.cases_of(study, code)
    case = ""
    if len(cases) > 1:
        case = st.selectbox(
            "Case", ["", *cases], key="codebook_case", format_func=lambda key: cases.get(key, "All cases"), width=320
        )
    items, total = codebook.extracts(study, code, case=case)
    color = codebook.colours_of(study)[code]
    if len(items) < total:
        st.caption(f"These are the first {len(items):,} of {total:,}. Choose a case to see others.")
    recode = {"act": "recode", "label": "Recode…", "asks": "code"}
    remove = {"act": "remove", "label": "Remove", "help": "The passage keeps its other codes. Undo brings it back."}
    passages(
        [{**item, "color": color} for item in items],
        key=f"codebook_passages:{code}",
        label="Passages with this code",
        empty="No passage has this code yet. Read a document and code one, or give the code a rule.",
        acts=codebook.extract_acts(study),
        actions=() if readonly else (recode, remove),
        bulk=() if readonly else ({**recode, "label": "Recode these…", "primary": True},),
        codes=codes_for_palette(study),
        recent=study.codebook.recent(),
    )
    if study.last_act() != st.session_state["codebook_seq"]:
        st.rerun()  # the counts outside this fragment change too


def _memos(study: Project, code: str, readonly: bool) -> None:
    if not readonly and not memo_editor(study):
        with st.form("codebook_memo", border=False, clear_on_submit=True):
            st.text_area("A new memo about this code", key="codebook_memo_text", height=90)
            st.form_submit_button("Add the memo", on_click=_add_memo, args=(study, code))
    entries, _ = journal.entries(study, about=f"code:{code}")
    for entry in entries[:20]:
        memo_card(study, entry, readonly=readonly)
    if len(entries) > 20:
        st.page_link(page("journal"), label="All of them")
    if not entries:
        st.caption("No memo about this code yet. Write down what you wonder about while it is fresh.")


def _add_memo(study: Project, code: str) -> None:
    attempt(study.memos.add, st.session_state["codebook_memo_text"], about=f"code:{code}", done="Memo added.")


def _history(study: Project, code: str) -> None:
    acts, total = study.history.find(about=f"code:{code}", size=40)
    zone = zone_of(st.context.timezone, st.context.timezone_offset)
    last = ""
    for row in acts.to_dict("records"):
        if (today := day(row["at"], zone)) != last:
            st.markdown(f"**{today}**")
            last = today
        undone = " · undone since" if row["undone"] else ""
        why = f"  \n“{plain(row['why'])}”" if row["why"] else ""
        when = f":gray[{clock(row['at'], zone)} · {plain(row['coder'])}{undone}]"
        st.markdown(f"{plain(row['summary'])}{why}  \n{when}")
    if total > len(acts):
        st.caption(f"These are the latest {len(acts)} of {total:,} acts.")
    st.page_link(page("history"), label="The whole history", icon=":material/history:")

"""Within a case: its story, documents, people, organisations and attributes over time."""

from __future__ import annotations

from functools import partial

import streamlit as st

from qualcode.project import Project
from qualcode.ui.cases.choosing import choose, nothing_yet
from qualcode.ui.components.draft import draft, forget
from qualcode.ui.components.matrix import matrix
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.state import looking_back
from qualcode.ui.views import cases as views

PLACEHOLDER = "Who works with whom, since when, and how it went: what somebody needs to know who reads only this case."


def show(study: Project) -> None:
    """Choose a case and read, or write, its story beside what was collected."""
    called = views.labels(study)
    if not called:
        nothing_yet(
            "There is no case yet. A case is what you compare: a site, a partnership, a person. "
            "Put documents into cases first.",
            "documents",
            "Put documents into cases",
        )
        return
    case = choose(st.selectbox, "case", "Case", list(called), format_func=called.__getitem__, width=320)
    row = study.find.case(case)
    st.subheader(plain(row["name"]), anchor=False)
    if row["description"]:
        st.text(row["description"])
    left, right = st.columns([3, 2], gap="large")
    with left:
        _narratives(study, case)
    with right:
        _about(study, case)
    _documents(study, case)
    _people(study, case)


def _narratives(study: Project, case: str) -> None:
    st.markdown("#### Narrative")
    held = views.narratives(study, case)
    for place, told in enumerate(held or [views.Narrative()]):
        key = f"cases_narrative:{case}" if place == 0 else f"cases_narrative:{case}:{told.memo}"
        if st.session_state.get(f"{key}:open"):
            draft(
                study,
                key=key,
                label="Narrative of this case",
                text=told.text,
                version=told.version,
                save=partial(_save, study, case, told.memo),
                done="Saved the narrative",
                button="Save the narrative",
                on_saved=partial(_close, key),
                placeholder=PLACEHOLDER,
                height=320,
            )
            st.button("Leave it as it was", key=f"{key}:close", type="tertiary", on_click=_close, args=(key,))
        else:
            _told(told, key)


def _save(study: Project, case: str, memo: str, text: str, seen: int) -> None:
    views.tell(study, case, text, memo=memo, seen=seen)


def _told(told: views.Narrative, key: str) -> None:
    locked = looking_back() is not None
    if not told.memo:
        st.write("Not written yet. Tell this case for itself before you compare it with others.")
        st.button(
            "Write the narrative", key=f"{key}:edit", type="primary", disabled=locked, on_click=_open, args=(key,)
        )
        return
    if told.title:
        st.markdown(f"**{plain(told.title)}**")
    st.text(told.text)
    private = " · private, kept out of exports" if told.private else ""
    st.caption(f"{plain(told.coder)}, {told.at[:10]}{private}")
    st.button("Edit", key=f"{key}:edit", icon=":material/edit:", disabled=locked, on_click=_open, args=(key,))


def _open(key: str) -> None:
    st.session_state[f"{key}:open"] = True


def _close(key: str) -> None:
    forget(key)
    st.session_state[f"{key}:open"] = False


def _about(study: Project, case: str) -> None:
    st.markdown("#### Over time")
    held = views.attributes(study, case)
    for name, values in held:
        steps = [f"{plain(value)}{f' (from {plain(since)})' if since else ''}" for value, since in values]
        st.markdown(f"**{plain(name)}**  \n{' → '.join(steps)}")
    if not held:
        st.caption("No attribute is recorded for this case.")
    st.markdown("#### Organisations")
    nested = views.organisations(study, case)
    st.markdown("  \n".join(map(plain, nested)) if nested else "None entered yet.")
    st.page_link(page("documents"), label="Edit cases, attributes and people", icon=":material/edit_note:")


def _documents(study: Project, case: str) -> None:
    st.markdown("#### Documents")
    grid = views.documents(study, case)
    if not grid.rows:
        nothing_yet("This case has no documents yet.", "documents", "Put documents into this case")
        return
    opened = matrix(grid, key="cases_documents", label="Documents of this case", corner="Document", look="list")
    if opened:
        st.switch_page(page("read"), query_params={"document": opened[0]})


def _people(study: Project, case: str) -> None:
    table = views.people(study, case)
    st.markdown("#### People")
    if not len(table):
        st.caption("Nobody speaks in this case yet.")
        return
    st.caption(f"{views.by_role(table)}. Interviewers and researchers are never counted as evidence.")
    numbers = {"words": st.column_config.NumberColumn("words", format="localized")}
    st.dataframe(table, key="cases_people", hide_index=True, column_config=numbers, alt="People of this case by role")

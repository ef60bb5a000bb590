"""The people of a study: role, sector, seniority, organisation, case and attributes in place."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.documents.edit_table import edit_table
from qualcode.ui.documents.more_columns import add_column, extra_columns
from qualcode.ui.look import plain
from qualcode.ui.views import documents

KEY = "documents_people"
FIELDS = ("key", "name", "role", "sector", "seniority", "case", "organisation")


def people_table(study: Project) -> None:
    """All people, each on a line."""
    names, readonly = documents.case_names(study), state.looking_back() is not None
    text, choice = st.column_config.TextColumn, st.column_config.SelectboxColumn
    if not len(study.participants):
        st.caption(
            "Nobody is entered yet. Enter people here, from the labels under “Speakers”, or from a table under “Load a "
            "table”."
        )
    else:
        in_case = {"options": list(names), "format_func": names.get}
        declared = {
            key: choice(key.capitalize(), options=values)
            for key, values in documents.choices(study.participants.declared()).items()
        }
        edit_table(
            lambda: documents.people_table(study, extra_columns(KEY)),
            key=KEY,
            alt="People",
            columns={
                "participant": text("Person", pinned=True, help="The key that tables and quotes use"),
                "name": text("Name", help="Never exported with quotes"),
                "role": choice("Role", options=list(documents.ROLES), format_func=documents.ROLES.get, required=True),
                "sector": text("Sector", help="Quotes are told by sector and seniority"),
                "seniority": text("Seniority"),
                "organisation": text("Organisation", help="It lies in the person’s case, and is made there if need be"),
                "case": choice("Case", **in_case),
                "speaks_in": text("Speaks in", width="medium"),
                **declared,
            },
            fixed=["participant", "speaks_in"],
            save=study.participants.edit,
            readonly=readonly,
        )
    if not readonly:
        with st.container(horizontal=True, vertical_alignment="center"):
            _enter(study, names)
            add_column(KEY, "people", disabled=not len(study.participants))
            if len(study.participants):
                _remove(study)


def _enter(study: Project, names: dict[str, str]) -> None:
    with st.popover("Enter a person", key="documents_person", icon=":material/person_add:"):
        left, right = st.columns(2)
        left.text_input("Key", key="documents_person_key", placeholder="P07", max_chars=80)
        right.text_input("Name", key="documents_person_name", max_chars=200)
        left.text_input("Sector", key="documents_person_sector", placeholder="Nonprofit")
        right.text_input("Seniority", key="documents_person_seniority", placeholder="Senior Manager")
        left.selectbox("Case", ["", *names], key="documents_person_case", format_func=lambda key: names.get(key, "–"))
        right.text_input("Organisation", key="documents_person_organisation", help="It lies in the case")
        left.selectbox("Role", list(documents.ROLES), key="documents_person_role", format_func=documents.ROLES.get)
        st.button("Enter", key="documents_person_now", type="primary", on_click=_add, args=(study,))


def _add(study: Project) -> None:
    values = {name: st.session_state[f"documents_person_{name}"] for name in FIELDS}
    key = values.pop("key").strip()
    if attempt(documents.enter_person, study, key, values, done=f"Entered {plain(key)}"):
        for name in ("key", "name", "organisation"):
            st.session_state[f"documents_person_{name}"] = ""


def _remove(study: Project) -> None:
    with st.popover("Take a person out", key="documents_person_out", icon=":material/delete:", type="tertiary"):
        known = study.participants.table()["participant"].tolist()
        key = st.selectbox("Person", known, index=None, key="documents_person_gone", placeholder="Choose one")
        if not key:
            return
        try:
            preview = study.participants.remove(key, preview=True)
        except QualcodeError as error:
            st.write(plain(str(error)))
            return
        st.caption(
            f"{plain(preview.counts())}. Their labels keep their role. Undo brings them back." if preview else ""
        )
        st.button("Take out", key="documents_person_gone_now", on_click=_take_out, args=(study, key))


def _take_out(study: Project, key: str) -> None:
    if attempt(study.participants.remove, key, done=f"Took out {plain(key)}"):
        st.session_state["documents_person_gone"] = None

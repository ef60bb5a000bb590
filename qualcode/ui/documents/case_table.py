"""The cases of a study: names and attributes in place, values over time, organisations."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.model import Attribute
from qualcode.model.people import ATTRIBUTE_TYPES
from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.documents.edit_table import edit_table
from qualcode.ui.documents.more_columns import add_column, extra_columns
from qualcode.ui.look import plain
from qualcode.ui.views import documents

KEY = "documents_cases"
TYPES = {
    "nominal": "one of several, in no order",
    "ordinal": "one of several, in order",
    "number": "a number",
    "date": "a date",
    "text": "free words",
}


def case_table(study: Project) -> None:
    """All cases, each on a line; below them what holds from a date on, and organisations."""
    readonly = state.looking_back() is not None
    text, choice = st.column_config.TextColumn, st.column_config.SelectboxColumn
    over_time = documents.dated(study)
    if not len(study.cases):
        st.caption("There is no case yet. A case is what you compare: a partnership, a site, a person.")
    else:
        declared = {attribute.id: attribute for attribute in study.cases.declared()}
        edit_table(
            lambda: documents.case_table(study, extra_columns(KEY)),
            key=KEY,
            alt="Cases",
            columns={
                "case": text("Case", pinned=True, help="The key that tables use"),
                "name": text("Name"),
                "label": text("Label", help="Short, for tables"),
                "description": text("Description", width="medium"),
                **{
                    key: choice(_called(declared[key]), options=values)
                    for key, values in documents.choices(declared.values()).items()
                    if key not in over_time
                },
                **{
                    key: text(f"{_called(declared[key])} over time", help="Add a value below", width="medium")
                    for key in over_time
                },
            },
            fixed=["case", *over_time],
            save=study.cases.edit,
            readonly=readonly,
        )
    if readonly:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        _enter(study)
        if len(study.cases):
            _value(study)
            _organisation(study)
            _declare(study)
            add_column(KEY, "cases")
            _remove(study)
    organisations = study.cases.organisations()
    if len(organisations):
        with st.expander(f"Organisations · {len(organisations)}", key="documents_organisations"):
            st.dataframe(organisations, hide_index=True, alt="Organisations in each case")


def _enter(study: Project) -> None:
    with st.popover("Enter a case", key="documents_case_new", icon=":material/add:"):
        st.text_input("Key", key="documents_case_key", placeholder="case1", help="Short; tables use it")
        st.text_input("Name", key="documents_case_name", placeholder="Arm’s Length")
        st.text_area("Description", key="documents_case_about", height=80)
        st.button("Enter", key="documents_case_now", type="primary", on_click=_add, args=(study,))


def _add(study: Project) -> None:
    key, name, about = (st.session_state[f"documents_case_{field}"].strip() for field in ("key", "name", "about"))
    if attempt(documents.enter_case, study, key, name=name, description=about, done=f"Entered {plain(name or key)}"):
        for field in ("key", "name", "about"):
            st.session_state[f"documents_case_{field}"] = ""


def _value(study: Project) -> None:
    names, declared = documents.case_names(study), {item.id: item for item in study.cases.declared()}
    if not declared:
        return
    with st.popover("Value from a date on", key="documents_since", icon=":material/event:"):
        case = st.selectbox("Case", list(names), key="documents_since_case", format_func=names.get)
        name = st.selectbox(
            "Attribute", list(declared), key="documents_since_name", format_func=lambda key: _called(declared[key])
        )
        attribute = declared[name]
        if attribute.values:
            st.selectbox("Value", list(attribute.values), key="documents_since_value")
        else:
            st.text_input("Value", key="documents_since_value")
        st.text_input(
            "From",
            key="documents_since_from",
            placeholder="2014-09",
            disabled=not attribute.dated,
            help="2014, 2014-09 or 2014-09-01" if attribute.dated else "This attribute has no dates.",
        )
        with st.container(horizontal=True):
            st.button("Enter", key="documents_since_now", type="primary", on_click=_since, args=(study, case, name))
            if attribute.dated:
                gone = {"on_click": _since, "args": (study, case, name, True)}
                st.button("Take away", key="documents_since_gone", help="The value that holds from this date", **gone)


def _since(study: Project, case: str, name: str, gone: bool = False) -> None:
    value = "" if gone else str(st.session_state["documents_since_value"] or "")
    since = st.session_state["documents_since_from"]
    attempt(documents.set_since, study, case, name, value, since, done=f"Set {plain(name)} of {plain(case)}")


def _organisation(study: Project) -> None:
    names = documents.case_names(study)
    with st.popover("Organisation", key="documents_organisation", icon=":material/domain:"):
        st.selectbox("Case", list(names), key="documents_organisation_case", format_func=names.get)
        st.text_input("Name", key="documents_organisation_name")
        st.text_input("Sector", key="documents_organisation_sector", placeholder="Nonprofit")
        st.button("Enter", key="documents_organisation_now", type="primary", on_click=_add_organisation, args=(study,))


def _add_organisation(study: Project) -> None:
    case, name, sector = (
        st.session_state[f"documents_organisation_{field}"].strip() for field in ("case", "name", "sector")
    )
    if attempt(documents.enter_organisation, study, case, name, sector, done=f"Entered {plain(name)}"):
        st.session_state["documents_organisation_name"] = ""


def _declare(study: Project) -> None:
    with st.popover("Describe an attribute", key="documents_declare", icon=":material/tune:"):
        known = {item.id: item for item in study.cases.declared()}
        name = st.selectbox(
            "Attribute",
            list(known),
            index=None,
            key="documents_declare_name",
            accept_new_options=True,
            placeholder="integration",
        )
        if not name:
            return
        now = known.get(name) or Attribute(name)
        kind = st.selectbox(
            "It is",
            list(ATTRIBUTE_TYPES),
            index=ATTRIBUTE_TYPES.index(now.type),
            key=f"documents_declare_type:{name}",
            format_func=TYPES.get,
        )
        values = st.text_area(
            "Its values, one a line, in order",
            value="\n".join(now.values),
            key=f"documents_declare_values:{name}",
            height=120,
            help="Only these can be chosen then. Empty: anything may stand there.",
        )
        dated = st.toggle("It changes over time", value=now.dated, key=f"documents_declare_dated:{name}")
        wanted = documents.attribute(now, type=kind, values=values, dated=dated)
        st.button("Save", key="documents_declare_now", type="primary", on_click=_say_what, args=(study, wanted))


def _say_what(study: Project, wanted: Attribute) -> None:
    attempt(study.cases.declare, wanted, done=f"Described {plain(_called(wanted))}")


def _remove(study: Project) -> None:
    names = documents.case_names(study)
    with st.popover("Take a case out", key="documents_case_out", icon=":material/delete:", type="tertiary"):
        case = st.selectbox(
            "Case", list(names), index=None, key="documents_case_gone", format_func=names.get, placeholder="Choose one"
        )
        if not case:
            return
        try:
            preview = study.cases.remove(case, preview=True)
        except QualcodeError as error:
            st.write(plain(str(error)))
            return
        if preview:
            st.caption(f"{plain(preview.counts())}. Refused while documents or people belong to it.")
        st.text_input("Why", key="documents_case_gone_why")
        st.button("Take it out", key="documents_case_gone_now", on_click=_take_out, args=(study, case))


def _take_out(study: Project, case: str) -> None:
    why = st.session_state["documents_case_gone_why"]
    if attempt(study.cases.remove, case, why=why, done=f"Took out {plain(case)}"):
        st.session_state["documents_case_gone"] = None


def _called(attribute: Attribute) -> str:
    return attribute.name or attribute.id

"""Portraits: the codings along a document, or along all documents of a case."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.cases.choosing import asked, choose, nothing_yet
from qualcode.ui.navigation import page
from qualcode.ui.views import cases as views
from qualcode.ui.views import portrait as portraits
from qualcode.ui.views.codes import codes_for_palette

OF = {"document": "A document", "case": "A case"}


def show(study: Project) -> None:
    """Choose a document or a case, see where its codes lie, and open a passage in the transcript."""
    table = study.documents.attention()
    called = views.labels(study)
    if not len(table):
        nothing_yet("There is no document yet.", "documents", "Bring in documents")
        return
    codes = {code["key"]: code["name"] for code in codes_for_palette(study)}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        of = "document"
        if called:
            of = choose(st.segmented_control, "of", "Portrait of", list(OF), format_func=OF.__getitem__, required=True)
        if of == "case":
            case = choose(st.selectbox, "case", "Case", list(called), format_func=called.__getitem__, width=280)
            documents = list(table.loc[table["case"] == case, "document"])
        else:
            documents = [choose(st.selectbox, "document", "Document", list(table["document"]), width=320)]
        only = st.multiselect(
            "Codes",
            list(codes),
            format_func=codes.__getitem__,
            key="cases_codes",
            placeholder="all codes",
            persist_state="page",
            width=320,
        )
    if not documents:
        nothing_yet("This case has no documents yet.", "documents", "Put documents into this case")
        return
    _draw(study, documents, only, of)


def _draw(study: Project, documents: list[str], only: list[str], of: str) -> None:
    shown = portraits.portrait(study, documents, codes=only)
    said = portraits.sentence(shown)
    st.text(said)
    if not len(shown.codings):
        st.page_link(page("read"), label="Read and code", query_params={"document": documents[0]})
        return
    chosen = st.altair_chart(
        portraits.chart(shown),
        key=f"cases_chart:{of}:{asked(of)}",
        on_select="rerun",
        selection_mode="coding",
        alt=said,
    )
    st.caption("Grey: the interviewer or a researcher speaks. A click on a mark opens the passage in the transcript.")
    with st.expander("The same in words", key="cases_words"):
        st.dataframe(portraits.in_words(shown), key="cases_in_words", hide_index=True, alt=said)
    picked = chosen.selection.get("coding")
    if picked:
        coding = study.codings[picked[0]["coding"]]
        name = study.documents[coding.document].name
        place = {"document": name, "at": str(coding.start), "to": str(coding.end)}
        st.switch_page(page("read"), query_params=place)

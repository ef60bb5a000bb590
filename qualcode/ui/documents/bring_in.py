"""Bringing in files: drop them, say what they are, see what was read from each."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.readers.columns import likely
from qualcode.ui import state
from qualcode.ui.acting import own_acts, refused, working
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.views import documents, uploads
from qualcode.ui.views.uploads import Brought

READING = "Reading"
AS_FOUND, NO_CASE, ONE_DOCUMENT, NOBODY = "", "", "", ""
EXAMPLE = r"(?P<case>case\d)_(?P<date>\d{4}-\d\d-\d\d)"
MOST_TOLD = 20


def bring_in(study: Project) -> None:
    """The files to bring in, and afterwards what came of them."""
    _receipt(study)
    turn = st.session_state.setdefault("documents_turn", 0)
    files = st.file_uploader(
        "Drop transcripts here, as many as you like",
        accept_multiple_files=True,
        key=f"documents_files:{turn}",
        disabled=state.looking_back() is not None,
        help=f"Read are: {uploads.READABLE}. They are read on this machine and stay there.",
    )
    if not files:
        return
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    names = documents.case_names(study)
    case = left.selectbox(
        "Case of all these",
        [NO_CASE, *names],
        key="documents_case",
        format_func=lambda key: names.get(key, key) or "none, or from the names",
        accept_new_options=True,
        help="Choose one, or type the name of a new one.",
    )
    kind = middle.selectbox(
        "Kind of all these",
        [AS_FOUND, *documents.KINDS],
        key="documents_kind",
        format_func=lambda key: documents.KINDS.get(key, "as found (interview)"),
    )
    named = _columns(files)
    pattern, language, encoding = _more(study, files)
    open_ = [name for name, told in named.items() if not told["text"]]
    if open_:
        st.caption(f":material/arrow_upward: Choose the column that holds the words of {plain(', '.join(open_[:3]))}.")
    if right.button(
        f"Bring in {f'{len(files)} files' if len(files) != 1 else 'this file'}",
        key="documents_add",
        type="primary",
        icon=":material/upload:",
        width="stretch",
        disabled=bool(open_),
    ):
        told = {"case": case or "", "kind": kind or None, "pattern": pattern, "language": language}
        _bring(study, files, named=named, encoding=encoding, **told)


def _bring(study: Project, files: list[Any], **told: Any) -> None:
    with working(READING) as report:
        report(0, "…")
        try:
            with own_acts():
                brought = uploads.bring_in(
                    study, files, report=lambda share, words: report(share, plain(words)), **told
                )
        except QualcodeError as error:
            refused(error)
            return
    st.session_state["documents_receipt"] = brought
    st.session_state["documents_turn"] += 1
    st.rerun()


def _columns(files: list[Any]) -> dict[str, dict[str, str]]:
    """Ask once for all tables with the same columns which of them hold what."""
    known: dict[str, tuple[str, ...]] = st.session_state.setdefault("documents_headers", {})
    alike: dict[tuple[str, ...], list[str]] = {}
    for file in files:
        if uploads.is_table(file.name):
            if file.file_id not in known:
                known[file.file_id] = uploads.header(file)
            if known[file.file_id]:
                alike.setdefault(known[file.file_id], []).append(uploads.clean(file.name))
    named: dict[str, dict[str, str]] = {}
    for nth, (header, names) in enumerate(alike.items()):
        with st.container(border=True, key=f"documents_columns_{nth}"):
            some = ", ".join(plain(name) for name in names[:3]) + (f" and {len(names) - 3} more" if names[3:] else "")
            st.markdown(f":material/table: **{some}**: what do the columns hold?")
            named |= dict.fromkeys(names, _choices(nth, header))
    return named


def _choices(nth: int, header: tuple[str, ...]) -> dict[str, str]:
    text, speaker = likely(header)
    one, two, three = st.columns(3)
    words = one.selectbox("The words", header, index=header.index(text) if text else None, key=f"documents_words:{nth}")
    who = two.selectbox(
        "Who speaks",
        [NOBODY, *header],
        index=1 + header.index(speaker) if speaker else 0,
        key=f"documents_who:{nth}",
        format_func=lambda name: name or "no column says it",
    )
    each = three.selectbox(
        "A document for each",
        [ONE_DOCUMENT, *header],
        key=f"documents_each:{nth}",
        format_func=lambda name: name or "the whole table is one conversation",
        help="For a survey, the column that tells respondents apart. The other columns become attributes.",
    )
    return {"text": words or "", "speaker": who or "", "document": each or ""}


def _more(study: Project, files: list[Any]) -> tuple[str, str, str]:
    with st.expander("File names, language, encoding", key="documents_more"):
        pattern = st.text_input(
            "Pattern of the file names",
            key="documents_pattern",
            placeholder=EXAMPLE,
            help="A regular expression with groups named case, kind or date, for what each name says of its file.",
        )
        if pattern:
            try:
                st.dataframe(
                    uploads.told_by_names(pattern, (file.name for file in files)),
                    hide_index=True,
                    height=180,
                    alt="What the names say",
                )
            except QualcodeError as error:
                st.caption(f":material/error: {plain(str(error))}")
        left, right = st.columns(2)
        language = left.text_input(
            "Language of these files", value=str(study.row()["language"]), key="documents_language"
        )
        encoding = right.text_input(
            "Encoding",
            key="documents_encoding",
            placeholder="found by itself",
            help="Only where letters look wrong afterwards: utf-8, cp1252, mac_roman …",
        )
    return pattern.strip(), language.strip(), encoding.strip()


def _receipt(study: Project) -> None:
    brought: Brought | None = st.session_state.get("documents_receipt")
    if brought is None:
        return
    found = uploads.received(study, brought.documents)
    with st.container(border=True, key="documents_receipt_box"):
        with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
            st.markdown(f"**{len(found)} document{'s' if len(found) != 1 else ''} came in**")
            st.button("Close", key="documents_close", type="tertiary", icon=":material/close:", on_click=_close)
        if brought.problems:
            several, none = f"{len(brought.problems)} files", "of them"
            if len(brought.problems) == 1:
                several, none = "One file", "of it"
            st.markdown(f":material/error: **{several} could not be read.** Nothing {none} is in the study:")
            for problem in brought.problems:
                st.markdown("- " + plain(problem).replace("\n", "  \n"))
        if not found:
            return
        st.dataframe(
            [one.row for one in found],
            hide_index=True,
            alt="What was read from each file",
            column_config={name: name.capitalize() for name in found[0].row},
        )
        odd = [one for one in found if one.warnings]
        if odd:
            with st.expander(f"Worth a look · {len(odd)}", key="documents_odd", expanded=len(odd) <= 3):
                for one in odd[:MOST_TOLD]:
                    st.markdown(f"**{plain(one.document)}**: {plain('; '.join(one.warnings))}")
                if len(odd) > MOST_TOLD:
                    st.caption(f"and {len(odd) - MOST_TOLD} more; the column “worth a look” has them all")
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption("Next:")
            st.page_link(page("documents"), label="Say who speaks", icon="", query_params={"documents_tab": "Speakers"})
            st.page_link(page("read"), label="Read", icon="", query_params={"document": found[0].document})


def _close() -> None:
    st.session_state.pop("documents_receipt", None)

"""Taking a codebook in, with a look at what it would change first; and writing the study's own to a file."""

from __future__ import annotations

from typing import Any

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.model import Codebook
from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.codebook.acts import WHY, begin
from qualcode.ui.look import plain
from qualcode.ui.views import codebook_files as files

ENDINGS = [ending.removeprefix(".") for ending in files.SUFFIXES]


def take_in(study: Project) -> None:
    """Choose a published codebook or a file, see what it would change, and use it."""
    left, right = st.columns(2)
    known = files.published()
    chosen = left.selectbox(
        "A published codebook",
        list(known),
        index=None,
        key="codebook_published",
        format_func=known.get,
        placeholder="Choose one to start from",
        help="Made from published analyses, to be used on your own transcripts; they are a start, not a truth.",
    )
    sent = right.file_uploader("Or a file of your own", ENDINGS, key="codebook_file", max_upload_size=20)
    book = _book(sent, chosen)
    if book is None:
        return
    count = len(study.codebook.value().codes)
    st.markdown(f"**{plain(book.name)}** with {len(book.codes)} codes and {len(book.themes)} themes")
    if book.description:
        st.caption(plain(book.description))
    left, right = st.columns(2)
    themes = left.checkbox("With its themes and links", value=True, key="codebook_with_themes")
    revive = right.checkbox("Bring back codes that are retired here", key="codebook_revive")
    options: dict[str, Any] = {"themes": themes, "revive": revive}
    try:
        preview = study.codebook.use(book, preview=True, **options)
        changes = study.codebook.diff(book)
    except QualcodeError as error:
        st.error(plain(str(error)).replace("\n", "  \n"), icon=":material/error:")
        return
    st.markdown(f"**Preview.** {plain(preview.summary if preview else '')}")
    with st.expander("What changes, line by line", expanded=count > 0), st.container(height=260, border=False):
        st.text(changes)
    st.text_input(WHY, key="codebook_use_why", max_chars=500)
    st.button("Use this codebook", key="codebook_use", type="primary", on_click=_use, args=(study, book, options))


def write_out(study: Project) -> None:
    """The codebook as files: YAML holds all of it, csv is a table to read."""
    st.caption("YAML holds everything and can be taken in again, here or elsewhere. The csv is a table with counts.")
    with st.container(horizontal=True):
        for label, name, kind, write in (
            ("YAML", "codebook.yaml", "application/yaml", files.as_yaml),
            ("csv", "codebook.csv", "text/csv", files.as_csv),
        ):
            try:
                content = write(study)
            except QualcodeError as error:
                st.caption(f":material/block: {plain(str(error))}")
            else:
                st.download_button(
                    f"Download {label}",
                    content,
                    name,
                    kind,
                    key=f"codebook_download:{label}",
                    icon=":material/download:",
                    on_click="ignore",
                )


def _book(sent: Any, chosen: str | None) -> Codebook | None:
    try:
        if sent is not None:
            return _read(sent.name, sent.getvalue())
        return files.read_published(chosen) if chosen else None
    except QualcodeError as error:
        st.error(plain(str(error)).replace("\n", "  \n"), icon=":material/error:")
        return None


@st.cache_data(show_spinner="Reading the codebook …", max_entries=4)
def _read(name: str, content: bytes) -> Codebook:
    return files.read_uploaded(name, content)


def _use(study: Project, book: Codebook, options: dict[str, Any]) -> None:
    why = st.session_state["codebook_use_why"]
    done = f"Took in {plain(book.name)}. One undo takes it back."
    if attempt(study.codebook.use, book, why=why, done=done, **options):
        begin("")
        st.session_state.pop("codebook_published", None)

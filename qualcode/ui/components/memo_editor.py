"""Where a memo is written or changed; when somebody else changed it meanwhile, both versions are shown."""

from __future__ import annotations

import streamlit as st

from qualcode.errors import Conflict, NotFound, QualcodeError
from qualcode.project import Project
from qualcode.ui.acting import attempt, refused
from qualcode.ui.look import plain
from qualcode.ui.views import journal
from qualcode.ui.views.journal import Draft

STATE = "journal_draft"
PRIVATE = "Private: it is in no export, and other coders do not see it here. The study’s file does hold it."


def open_draft(draft: Draft | None, theirs: Draft | None = None) -> None:
    """Open an entry to be written, or with None close the editor. For callbacks."""
    nth = st.session_state.get(STATE, (None, None, 0))[2]
    st.session_state[STATE] = (draft, theirs, nth + 1)


def open_entry(study: Project, memo: str) -> None:
    """Open an entry as it is now, to be changed. For callbacks."""
    attempt(lambda: open_draft(journal.opened(study, memo)))


def memo_editor(study: Project) -> bool:
    """The entry that is being written, or the two versions of it; whether there is one."""
    draft, theirs, nth = st.session_state.get(STATE, (None, None, 0))
    if draft is None:
        return False
    if theirs is not None:
        _two_versions(study, draft, theirs)
    else:
        _form(study, draft, str(nth))
    return True


def _form(study: Project, draft: Draft, key: str) -> None:
    called = journal.objects(study)
    with st.form(f"journal_form:{key}", enter_to_submit=False):
        st.markdown(f"**{'Change the' if draft.memo else 'New'} {journal.KINDS[draft.kind].lower()}**")
        st.text_input("Title", draft.title, key=f"journal_title:{key}", max_chars=200)
        st.text_area("Text", draft.text, key=f"journal_text:{key}", height=240, placeholder=draft.asks)
        st.multiselect(
            "About",
            list(called),
            [item for item in draft.about if item in called],
            key=f"journal_links:{key}",
            format_func=lambda item: called.get(item, item),
            placeholder="Codes, themes, cases, documents, participants",
        )
        st.toggle("Leave out of exports", draft.private, key=f"journal_private:{key}", help=PRIVATE)
        with st.container(horizontal=True):
            st.form_submit_button(
                "Save", type="primary", key=f"journal_save:{key}", on_click=_submit, args=(study, key, draft)
            )
            st.form_submit_button("Close without saving", key=f"journal_close:{key}", on_click=open_draft, args=(None,))


def _submit(study: Project, key: str, draft: Draft) -> None:
    title, text, about, private = (
        st.session_state[f"journal_{name}:{key}"] for name in ("title", "text", "links", "private")
    )
    lost = tuple(item for item in draft.about if item not in journal.objects(study))
    _save(study, draft.with_(title=title, text=text, about=(*about, *lost), private=private))


def _save(study: Project, draft: Draft) -> None:
    try:
        journal.save(study, draft)
    except Conflict as error:
        _both(study, draft, error)
    except QualcodeError as error:
        gone = isinstance(error, NotFound) and draft.memo and journal.is_gone(study, draft.memo)
        open_draft(draft.with_(memo="", seen=None) if gone else draft)
        refused(error)
    else:
        open_draft(None)
        st.toast("Saved.", icon=":material/check:")


def _both(study: Project, draft: Draft, error: Conflict) -> None:
    try:
        open_draft(draft, journal.opened(study, draft.memo))
    except NotFound:  # removed while it was saved: what was written here stays, as a new entry
        open_draft(draft.with_(memo="", seen=None))
        refused(error)


def _two_versions(study: Project, mine: Draft, theirs: Draft) -> None:
    st.warning("Somebody changed this entry while you were writing. Here are both.", icon=":material/group:")
    for column, title, draft in zip(st.columns(2), ("As it is now", "As you wrote it"), (theirs, mine), strict=True):
        with column.container(border=True):
            st.caption(title)
            st.markdown(f"**{plain(draft.title)}**")
            st.text(draft.text)
    again = mine.with_(seen=theirs.seen)
    with st.container(horizontal=True):
        st.button("Keep theirs", key="journal_theirs", on_click=open_draft, args=(None,))
        st.button("Save mine over it", key="journal_mine", on_click=_save, args=(study, again))
        st.button("Go on writing", key="journal_more", on_click=open_draft, args=(again,))

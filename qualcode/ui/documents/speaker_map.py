"""Who speaks: each label of each document with its role and its person, in place and for all documents at once."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui import state
from qualcode.ui.acting import attempt
from qualcode.ui.documents.edit_table import edit_table, unsaved
from qualcode.ui.look import plain
from qualcode.ui.views import documents

KEY = "documents_speakers"
NO_LABEL = "(no label)"


def speaker_map(study: Project) -> None:
    """The labels of all documents, or of one, or only those that are nobody's."""
    if not len(study.documents):
        st.caption("The labels of speakers stand here once documents are in.")
        return
    readonly, left = state.looking_back() is not None, documents.nobodys(study)
    if left:
        st.markdown(
            f"**{left} label{'s' if left != 1 else ''}** of participants {'are' if left != 1 else 'is'} nobody’s yet. "
            "Each counts as a voice, but its quotes have no sector and seniority."
        )
    else:
        st.caption(":material/check: Every participant’s label in interviews and focus groups is somebody’s.")
    if not readonly:
        with st.container(horizontal=True):
            _everywhere(study)
            if left:
                _make_people(study, left)
    waiting = unsaved(KEY)
    with st.container(horizontal=True, vertical_alignment="center"):
        only = st.toggle("Only labels that are nobody’s", key="documents_nobodys", disabled=bool(waiting))
        names = study.documents.attention()["document"].tolist()
        document = st.selectbox(
            "Document",
            ["", *names],
            key="documents_of",
            label_visibility="collapsed",
            format_func=lambda name: name or "all documents",
            disabled=bool(waiting),
            width=320,
        )
    people = _people(study)
    text, choice = st.column_config.TextColumn, st.column_config.SelectboxColumn
    edit_table(
        lambda: documents.speaker_table(study, only_nobodys=only, document=document),
        key=KEY,
        alt="Speakers of each document",
        columns={
            "document": text("Document", pinned=True),
            "speaker": text("Label", help="As it stands in the text"),
            "role": choice(
                "Role",
                options=list(documents.ROLES),
                format_func=documents.ROLES.get,
                required=True,
                help="Only participants’ words are evidence. A person’s role holds for their labels.",
            ),
            "participant": choice("Person", options=list(people), format_func=people.get),
            "turns": "Turns",
            "words": "Words",
        },
        fixed=["document", "speaker", "turns", "words"],
        save=lambda wanted: documents.map_speakers(study, wanted),
        readonly=readonly,
    )


def _everywhere(study: Project) -> None:
    with st.popover("Say of one label in all documents", key="documents_all", icon=":material/done_all:"):
        counts = dict(documents.labels(study))
        label = st.selectbox(
            "Label",
            list(counts),
            key="documents_label",
            format_func=lambda name: f"{name or NO_LABEL} · {counts.get(name, 0)} documents",
        )
        people = _people(study)
        choices = {**{f"role:{role}": name for role, name in documents.ROLES.items()}}
        choices |= {f"person:{key}": f"Always {name}" for key, name in people.items()}
        says = st.selectbox("is", list(choices), index=1, key="documents_is", format_func=choices.get)
        if label is None or says is None:
            return
        kind, _, value = says.partition(":")
        told = {"role": value} if kind == "role" else {"participant": value}
        wanted = documents.everywhere(study, label, **told)
        others = documents.somebodys(study, wanted)
        st.caption(
            f"“{plain(label or NO_LABEL)}” in {len(wanted)} document{'s' if len(wanted) != 1 else ''} will be: "
            f"{plain(choices[says])}. Undo takes it back."
        )
        if others:
            st.caption(f":material/info: {others} of them {'is' if others == 1 else 'are'} another person’s now.")
        st.button("Say so", key="documents_say", on_click=_map, args=(study, wanted))


def _make_people(study: Project, left: int) -> None:
    with st.popover("Enter people for labels", key="documents_make", icon=":material/group_add:"):
        st.write("Each label that is nobody’s becomes a person, to be described under “People”.")
        one = st.radio(
            "A label that stands in several documents is",
            [True, False],
            key="documents_one",
            format_func=lambda one: "the same person" if one else "another person in each (P1, Mother …)",
        )
        wanted = documents.people_for_labels(study, one_person=bool(one))
        people = {values["participant"] for values in wanted.values()}
        some = ", ".join(plain(name) for name in sorted(people)[:6]) + (" …" if len(people) > 6 else "")
        st.caption(f"{len(people)} people for {left} labels: {some}")
        st.button("Enter them", key="documents_make_now", on_click=_map, args=(study, wanted, True))


def _map(study: Project, wanted: documents.Wanted, make: bool = False) -> None:
    done = f"Said who speaks, for {len(wanted)} label{'s' if len(wanted) != 1 else ''}"
    attempt(study.participants.map, wanted, make=make, done=done)


def _people(study: Project) -> dict[str, str]:
    """What each person is called in a list to choose from, by key."""
    frame = study.participants.table()
    pairs = zip(frame["participant"].tolist(), frame["name"].tolist(), strict=True)
    return {key: key if name in ("", key) else f"{key} · {name}" for key, name in pairs}

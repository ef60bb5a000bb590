"""Memos and journal entries as the journal shows them, and saving one without losing what somebody else wrote."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from qualcode.errors import NotFound
from qualcode.project import Project, frames

KINDS = {"journal": "Journal entry", "memo": "Memo", "case narrative": "Case narrative"}
POSITIONALITY = "Positionality statement"
ASKS = {
    "journal": "What did you notice today, about the data or about yourself?",
    "memo": "What do you think this means, and what speaks for it?",
    "case narrative": "What happened in this case, told for itself?",
    POSITIONALITY: "Where do you stand towards the people and the question? What do you bring, what might you not see?",
}
PAGES = {
    "code": ("codebook", "code"),
    "theme": ("themes", "theme"),
    "case": ("cases", "case"),
    "document": ("read", "document"),
    "participant": ("documents", "participant"),
    "memo": ("journal", "memo"),
}
"""Where each kind of object is seen, and what that page calls it in its address."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One memo. `about` is (kind:name as the study finds it, what people call it)."""

    memo: str
    kind: str
    title: str
    text: str
    private: bool
    at: str
    coder: str
    about: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is being written. `memo` is "" for a new one, `seen` the version that was opened."""

    kind: str
    memo: str = ""
    title: str = ""
    text: str = ""
    about: tuple[str, ...] = ()
    private: bool = True
    seen: int | None = None
    asks: str = ""

    def with_(self, **values: Any) -> Draft:
        """The same entry with other values."""
        return replace(self, **values)


def entries(
    study: Project,
    *,
    kind: str = "",
    about: str = "",
    coder: str = "",
    private: bool | None = None,
    containing: str = "",
) -> tuple[list[Entry], int]:
    """The entries that fit, newest first, and how many more there are that others wrote for themselves alone."""
    called = objects(study)
    try:
        frame = study.memos.table(kind=kind or None, about=about or None, containing=containing)
    except NotFound:  # the object is gone
        return [], 0
    if coder:
        frame = frame[frame["coder"] == coder]
    if private is not None:
        frame = frame[frame["private"] == private]
    others = frame["private"] & (frame["coder"] != study.coder)
    found = [
        Entry(
            row["memo"],
            row["kind"],
            row["title"],
            row["text"],
            row["private"],
            row["created_at"],
            row["coder"],
            tuple((item, called.get(item, _gone(item))) for item in row["about"]),
        )
        for row in frame[~others].to_dict("records")
    ]
    # A private entry of somebody else is not even searched: what it says must not be guessed from a count.
    return found[::-1], 0 if containing or about else int(others.sum())


def entry(study: Project, memo: str) -> Entry | None:
    """One entry; None when there is no such entry, or it is somebody else's own."""
    return next((one for one in entries(study)[0] if one.memo == memo), None)


def objects(study: Project) -> dict[str, str]:
    """Everything an entry may be about: kind:name → what people call it, codes and themes first."""
    book, themes = frames.codes(study), frames.themes(study)
    cases, people = frames.cases(study), frames.participants(study)
    named = {
        **{f"code:{key}": f"Code · {name}" for key, name in zip(book["code"], book["name"], strict=True)},
        **{f"theme:{key}": f"Theme · {name}" for key, name in zip(themes["theme"], themes["name"], strict=True)},
        **{f"case:{key}": f"Case · {label}" for key, label in zip(cases["case"], cases["label"], strict=True)},
    }
    named |= {f"document:{document.name}": f"Document · {document.name}" for document in study.documents}
    named |= {
        f"participant:{key}": f"Participant · {f'{key}, {name}' if name and name != key else key}"
        for key, name in zip(people["participant"], people["name"], strict=True)
    }
    return named


def begin(study: Project, kind: str, *, title: str = "", about: Sequence[str] = (), asks: str = "") -> Draft:
    """A new entry, with what it is about filled in where that is still there; `asks` is what it shall answer."""
    known = [ref for item in about if (ref := _settled(study, item))]
    asked = asks or ASKS[POSITIONALITY if title == POSITIONALITY else kind]
    return Draft(kind, title=title, about=tuple(known), private=kind != "case narrative", asks=asked)


def opened(study: Project, memo: str) -> Draft:
    """An entry as it is now, to be changed.

    Raises:
        NotFound: somebody removed it.
    """
    row = study.find.memo(memo)
    about = tuple(ref for item in row["about"] if (ref := _settled(study, item)))
    return Draft(
        row["kind"], row["id"], row["title"], row["text"], about, row["private"], row["version"], ASKS[row["kind"]]
    )


def save(study: Project, draft: Draft) -> str:
    """Write a draft. Returns the id of the entry.

    Raises:
        Conflict: somebody changed it since it was opened; nothing is written, `theirs` is the row as it is now.
        NotFound: somebody removed it, or what it is about.
        Refused: it is empty, or a case narrative without its case.
    """
    values: dict[str, Any] = {
        "title": draft.title.strip(),
        "text": draft.text,
        "about": draft.about,
        "private": draft.private,
    }
    if not draft.memo:
        return study.memos.add(values.pop("text"), kind=draft.kind, **values)
    study.memos.edit(draft.memo, seen=draft.seen, **values)
    return draft.memo


def is_gone(study: Project, memo: str) -> bool:
    """Whether an entry was removed."""
    try:
        study.find.memo(memo)
    except NotFound:
        return True
    return False


def has_positionality(study: Project) -> bool:
    """Whether this coder wrote a positionality statement."""
    frame = study.memos.table(kind="journal", containing="positionality")
    return bool((frame["coder"] == study.coder).any())


def _settled(study: Project, item: str) -> str:
    """An object as the choices name it; "" when it is gone."""
    try:
        kind, row = study.find.anything(item)
    except NotFound:
        return ""
    return f"{kind}:{row['name'] if kind == 'document' else row.get('key') or row['id']}"


def _gone(item: str) -> str:
    kind, _, name = item.partition(":")
    return f"{kind.capitalize()} · {'a passage' if kind == 'coding' else name}"

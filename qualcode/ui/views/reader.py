"""A document as the reader shows it, and the acts behind its marks, keys and cards."""

from __future__ import annotations

from typing import Any

from qualcode.errors import ReadFirst
from qualcode.model import Document
from qualcode.project import Project
from qualcode.ui.acting import Act
from qualcode.ui.views.codes import codes_for_palette

Shown = dict[str, Any]


def shown(study: Project, document: Document, *, goto: tuple[int, int] | None = None, readonly: bool = False) -> Shown:
    """What the reader needs of a document: its turns, codings, suggestions (where this coder may see them), codes.

    `goto` is a passage to begin at; without an end, the sentence there. Nothing here depends on how large the study is.
    """
    return {
        "study": str(study.path or ""),
        "coder": study.coder,
        "document": _document(study, document),
        "codings": _codings(study, document),
        "codes": codes_for_palette(study),
        "recent": study.codebook.recent(),
        "suggestions": _suggestions(study, document),
        "goto": {"start": goto[0], "end": goto[1]} if goto else None,
        "readonly": readonly,
    }


def withheld(study: Project, document: Document) -> str:
    """Why this document's suggestions are not shown; "" when they are, or when there is none."""
    try:
        study.suggestions.table(document=document.id)
    except ReadFirst as error:
        return str(error)
    return ""


def acts(study: Project, document: Document) -> dict[str, Act]:
    """What the reader may ask for, by name. Each is one act of the study."""

    def code(start: int, end: int, code: str = "", name: str = "") -> str:
        return study.codings.add(document.id, start, end, code or name, make=not code).id

    def recode(coding: str, code: str = "", name: str = "", seen: int | None = None) -> None:
        study.codings.recode(coding, code or name, make=not code, seen=seen)

    def resize(coding: str, start: int, end: int, seen: int | None = None) -> None:
        study.codings.resize(coding, start, end, seen=seen)

    def annotate(coding: str, seen: int | None = None, **values: str) -> None:
        study.codings.annotate(coding, seen=seen, **values)

    def remove(coding: str) -> None:
        study.codings.remove(coding)

    def accept(suggestion: str) -> str:
        return study.suggestions.accept(suggestion).id

    def reject(suggestion: str) -> None:
        study.suggestions.reject(suggestion)

    def recode_suggestion(suggestion: str, code: str = "", name: str = "") -> str:
        return study.suggestions.recode(suggestion, code or name, make=not code).id

    def read(read: bool) -> None:
        if read:
            study.documents.mark_read(document.id)
        else:
            study.documents.mark_unread(document.id)

    return {
        "code": code,
        "recode": recode,
        "resize": resize,
        "annotate": annotate,
        "remove": remove,
        "accept": accept,
        "reject": reject,
        "recode_suggestion": recode_suggestion,
        "read": read,
        "undo": lambda: f"Undid: {study.history.undo()}",
        "redo": lambda: f"Did again: {study.history.redo()}",
    }


def turns(study: Project, document: Document) -> list[list[Any]]:
    """The turns as the browser draws them: start, speaker, role in the talk, time, text."""
    roles = study.participants.roles(document.id)
    return [
        [
            turn.start,
            turn.speaker or "",
            roles.get(turn.speaker or "", "participant"),
            clock(turn.start_time),
            turn.text,
        ]
        for turn in document.turns
    ]


def clock(seconds: float | None) -> str:
    """A time in a recording.

    >>> clock(75.2), clock(3661), clock(None)
    ('1:15', '1:01:01', '')
    """
    if seconds is None:
        return ""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def about(study: Project, document: Document, turns: int, read: bool) -> str:
    """What a document is, in a line."""
    row = study.find.document(document.id)
    case = study.find.case(row["case_id"])["name"] if row["case_id"] else "no case"
    kind = document.kind.replace("_", " ").capitalize()
    state = "you have read it" if read else "you have not marked it read yet"
    return " · ".join(part for part in (kind, case, row["date"], f"{turns} turns", state) if part)


def _document(study: Project, document: Document) -> Shown:
    drawn = turns(study, document)
    read = document.id in study.documents.read_by(study.coder)
    return {
        "about": about(study, document, len(drawn), read),
        "id": document.id,
        "name": document.name,
        "lang": document.language,
        "read": read,
        "turns": drawn,
        # Changes when a role or a label does, so that the text is drawn anew.
        "version": str(hash(tuple((start, who, role) for start, who, role, *_ in drawn))),
    }


def _codings(study: Project, document: Document) -> list[Shown]:
    blind = study.approach == "reliability" and document.id not in study.suggestions.open_documents()
    return [
        {
            "id": coding.id,
            "start": coding.start,
            "end": coding.end,
            "code": coding.code,
            "coder": coding.coder,
            "at": coding.created_at,
            "origin": coding.origin,
            "memo": coding.memo,
            "level": coding.level,
            "stance": coding.stance,
            "version": coding.version,
        }
        for coding in study.codings.of(document)
        # Independent coders do not see each other's work until both are done.
        if not blind or coding.coder == study.coder
    ]


def _suggestions(study: Project, document: Document) -> list[Shown] | None:
    try:
        frame = study.suggestions.table(document=document.id)
    except ReadFirst:
        return None
    columns = ["suggestion", "start", "end", "code", "suggester", "rule", "reason", "earlier"]
    return [
        {"id": values.pop("suggestion"), **values}
        for row in frame[columns].to_dict("records")
        if (values := {str(name): value for name, value in row.items()})
    ]

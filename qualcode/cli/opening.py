"""Opening a study for a command, and saying afterwards what was done and how to undo it."""

import os
import re
import shlex
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from qualcode.cli.printing import talk
from qualcode.errors import ImportProblems, NotFound, Refused

if TYPE_CHECKING:
    from qualcode.project import Project

LEAST_OF_AN_ID = 4
_PART_OF_AN_ID = re.compile(r"[0-9a-f]{2,8}(-[0-9a-f]{0,12}){0,4}")


@contextmanager
def reading(path: str, coder: str = "") -> "Iterator[Project]":
    """A study that is there already, closed at the end."""
    from qualcode.project import open_project

    with open_project(path, coder, must_exist=True) as study:
        yield study


@contextmanager
def acting(path: str, coder: str, *, preview: bool = False) -> "Iterator[Project]":
    """A study to change: at the end the act is said in a sentence, with how to undo it."""
    with reading(path, coder) as study:
        before = _last(study)["seq"]
        try:
            yield study
        except ImportProblems as problems:
            if problems.added:
                _say(study, before, path)
            raise
        if not preview:
            _say(study, before, path)


def coding_of(study: "Project", ref: str) -> str:
    """The id of a coding, of which the first characters are enough."""
    from qualcode.store.schema import codings

    return _whole(study, codings, ref, "coding")


def codings_of(study: "Project", refs: Iterable[str]) -> list[str]:
    """The ids of codings."""
    return [coding_of(study, ref) for ref in refs]


def suggestion_of(study: "Project", ref: str) -> str:
    """The id of a suggestion, of which the first characters are enough."""
    from qualcode.store.schema import suggestions

    return _whole(study, suggestions, ref, "suggestion")


def memo_of(study: "Project", ref: str) -> str:
    """The id of a memo, of which the first characters are enough; or its title, as it stands."""
    from sqlalchemy import select

    from qualcode.store.schema import memos

    if study.store.rows(select(memos.c.id).where(memos.c.title == ref)):
        return ref
    return _whole(study, memos, ref, "memo")


def account_of(study: "Project", ref: str) -> str:
    """The id of an account of an incident."""
    from qualcode.store.schema import incidents

    return _whole(study, incidents, ref, "account")


def _whole(study: "Project", table: Any, ref: str, noun: str) -> str:
    from sqlalchemy import select

    part = ref.strip().lower()
    if not _PART_OF_AN_ID.fullmatch(part):
        raise NotFound(f"There is no {noun} '{ref}'. Give its id, or the first {LEAST_OF_AN_ID} characters or more.")
    if len(part) < LEAST_OF_AN_ID:
        raise Refused(f"'{ref}' is too short for an id: give at least {LEAST_OF_AN_ID} characters.")
    found = [row["id"] for row in study.store.rows(select(table.c.id).where(table.c.id.startswith(part)).limit(20))]
    if len(found) == 1 or part in found:
        return part if part in found else str(found[0])
    if not found:
        raise NotFound(f"There is no {noun} whose id begins with '{ref}'.")
    shown = ", ".join(sorted(found)[:3])
    raise Refused(f"'{ref}' could be several {noun}s: {shown}{', …' if len(found) > 3 else ''}. Give more characters.")


def _say(study: "Project", before: int, path: str) -> None:
    last = _last(study)
    if last["seq"] != before:
        who = "" if os.environ.get("QUALCODE_CODER") == study.coder else f" --coder {shlex.quote(study.coder)}"
        talk(f"{last['summary']}. To undo: qualcode history undo {shlex.quote(path)}{who}")
    else:
        talk("Nothing changed.")


def _last(study: "Project") -> dict[str, Any]:
    from sqlalchemy import select

    from qualcode.store.schema import events

    query = select(events.c.seq, events.c.summary).order_by(events.c.seq.desc()).limit(1)
    return study.store.rows(query)[0]

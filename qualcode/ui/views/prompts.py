"""What the journal asks about: steps after which a reader will want to know what the researcher was thinking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.project import Project
from qualcode.store import Change

if TYPE_CHECKING:
    import pandas as pd

IN_A_ROW = 20
MOST = 3
JOURNAL = "Wrote a journal entry"
DECIDED = ("suggestions.accept", "suggestions.recode", "suggestions.reject", "suggestions.skip")
STEPS = ("codebook.merge", "codebook.split", "themes.merge", "themes.define", "themes.discard")
ACTS = (*STEPS, *DECIDED, "memos.add", "history.undo")
LOOKED_BACK_AT = 2000

Changes = Callable[[int], Sequence[Change]]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question about act `seq`, with the title and the links of an entry that answers it."""

    seq: int
    question: str
    title: str
    about: tuple[str, ...] = ()


def open_prompts(study: Project) -> list[Prompt]:
    """The questions that wait for this coder, newest first."""
    acts, _ = study.history.find(acts=ACTS, size=LOOKED_BACK_AT)
    return prompts(acts, study.coder, study.history.changes)


def prompts(acts: pd.DataFrame, coder: str, changes: Changes) -> list[Prompt]:
    """The questions about what a coder did since the coder's last journal entry, newest first, a few at most.

    `acts` has the columns of `History.table`, in any order; what was undone is not asked about. `changes` gives what
    an act did to each row.
    """
    ordered = acts.sort_values("seq")
    undone = dict(zip(ordered["seq"].tolist(), ordered["undone"].tolist(), strict=True))
    rows = [
        row
        for row in ordered.to_dict("records")
        if row["coder"] == coder and row["act"] in ACTS[:-1] and _stands(row["seq"], undone)
    ]
    written = [
        place for place, row in enumerate(rows) if row["act"] == "memos.add" and row["summary"].startswith(JOURNAL)
    ]
    since = rows[written[-1] + 1 :] if written else rows
    asked = _accepted(since)
    for row in reversed([row for row in since if row["act"] in STEPS]):
        if len(asked) > MOST:
            break
        prompt = _about(row, changes(row["seq"]))
        if prompt:
            asked.append(prompt)
    return sorted(asked, key=lambda prompt: -prompt.seq)[:MOST]


def _stands(seq: int, undone: dict[int, int]) -> bool:
    """Whether an act is in force: not undone, or done again."""
    standing = True
    while seq := undone.get(seq, 0):
        standing = not standing
    return standing


def _accepted(rows: Sequence[dict[Any, Any]]) -> list[Prompt]:
    """A question where the latest decisions are many accepted suggestions in a row."""
    decided = [row for row in rows if row["act"] in DECIDED]
    run: list[int] = []
    for row in decided:
        run = [*run, row["seq"]] if row["act"] == "suggestions.accept" else []
    if len(run) < IN_A_ROW:
        return []
    question = f"You accepted {len(run)} suggestions in a row. What would one look like that you would not accept?"
    return [Prompt(run[IN_A_ROW - 1], question, "Accepting suggestions")]


def _about(row: dict[Any, Any], done: Sequence[Change]) -> Prompt | None:
    seq, act = int(row["seq"]), row["act"]
    if act in ("codebook.merge", "themes.merge"):
        return _merged(seq, row["summary"], done)
    kinds = {"codebook.split": "splits"}
    change = next((change for change in done if change.table == kinds.get(act, "themes")), None)
    if change is None:
        return None
    before, after = change.before or {}, change.after or {}
    if act == "themes.discard":
        question = f"You discarded the theme “{after['name']}”. What did it promise, and what did the data say instead?"
        return Prompt(seq, question, f"Letting go of {after['name']}", (f"theme:{change.row_id}",))
    if act == "themes.define":
        if before["name"] == after["name"]:
            return None
        renamed = f"You renamed the theme “{before['name']}” to “{after['name']}”."
        question = f"{renamed} What does the new name say that the old one did not?"
        return Prompt(seq, question, f"Why it is called {after['name']}", (f"theme:{change.row_id}",))
    # "Began to split A into B and C (5 codings to decide)"
    parts = row["summary"].removeprefix("Began to split ").rpartition(" (")[0]
    question = f"You began to split {parts}. What did it hold together that is more than one thing?"
    return Prompt(seq, question, f"Splitting {parts.partition(' into ')[0]}", (f"code:{after['code_id']}",))


def _merged(seq: int, summary: str, done: Sequence[Change]) -> Prompt | None:
    gone, into = [], ""
    for change in done:
        before, after = change.before or {}, change.after or {}
        if change.table == "codes" and after.get("merged_into_id") not in (None, before.get("merged_into_id")):
            gone.append(after["name"])
            into = f"code:{after['merged_into_id']}"
        elif change.table == "themes" and after.get("status") == "discarded" != before.get("status"):
            gone.append(after["name"])
    names = " and ".join(gone)
    if not gone or not summary.startswith(f"Merged {names} into "):
        return None
    target = summary.removeprefix(f"Merged {names} into ")
    target = target.rpartition(" (")[0] if into else target
    question = f"You merged “{names}” into “{target}”. What did you see that made them one?"
    return Prompt(seq, question, f"Why {names} went into {target}", (into or f"theme:{target}",))

"""The cards of the review: which suggestion is next, in its context, with what speaks for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from qualcode.errors import NotFound, ReadFirst
from qualcode.model import Document
from qualcode.project import Project
from qualcode.suggesters.queue import LIKELY, NEGLECTED, RANDOM, UNCERTAIN, queue
from qualcode.ui.acting import Act
from qualcode.ui.views.codes import codes_for_palette
from qualcode.ui.views.reader import clock

MOST_CARDS = 4
MOST_EARLIER = 3
FINAL = ("accepted", "recoded", "rejected")
WHY = {
    LIKELY: "Here because it is among the likeliest",
    UNCERTAIN: "Here because the machine is least sure of it",
    NEGLECTED: "Here because its case has been coded least",
    RANDOM: "Here because it was drawn at random",
}
Row = dict[str, Any]


def line_up(
    study: Project, *, code: str = "", case: str = "", document: str = "", suggester: str = "", mix: Mapping[str, int]
) -> list[tuple[str, str]]:
    """The pending suggestions of a kind, in the order of the mix; skipped ones last."""
    frame = study.suggestions.table(document=document or None, code=code or None, suggester=suggester or None)
    if case:
        frame = frame[frame["case"] == case]
    attention = study.documents.attention(by_case=True)
    coded = dict(zip(attention["case"], attention["coded_percent"].fillna(0.0), strict=True))
    skipped = frame["decision"] == "skipped"
    columns = ["suggestion", "score", "case"]
    ordered = []
    for part in (frame[~skipped], frame[skipped]):
        items = list(part[columns].itertuples(index=False, name=None))
        ordered += queue(items, coded=coded, mix=mix)
    return ordered


def cards(study: Project, lined_up: Sequence[tuple[str, str]], *, readonly: bool = False) -> Row:
    """The next cards of a line, and how far it is decided. Nothing here depends on how large the study is."""
    verdicts = study.suggestions.verdicts()
    decided = sum(verdicts.get(suggestion) in FINAL for suggestion, _ in lined_up) if verdicts else 0
    waiting = (pair for pair in lined_up if pair[0] not in verdicts)
    skipped = (pair for pair in lined_up if verdicts.get(pair[0]) == "skipped")
    shown: list[Row] = []
    covered = 0
    for suggestion, kind in chain(waiting, skipped):
        if len(shown) == MOST_CARDS:
            break
        try:
            row = study.suggestions.one(suggestion)
        except (NotFound, ReadFirst):  # another run took it away, or its document was marked unread
            covered += 1
            continue
        if row["decision"] in FINAL or _coded_already(study, row):
            covered += 1
            continue
        shown.append(_card(study, row, WHY[kind]))
    return {
        "study": str(study.path or ""),
        "coder": study.coder,
        "cards": shown,
        "left": len(lined_up) - decided - covered,
        "done": decided,
        "codes": codes_for_palette(study),
        "recent": study.codebook.recent(),
        "readonly": readonly,
    }


def acts(study: Project) -> dict[str, Act]:
    """What a card may ask for, by name. Each is one act of the study."""

    def accept(suggestion: str, memo: str = "", level: str = "") -> None:
        study.suggestions.accept(suggestion, memo=memo, level=level)

    def recode(
        suggestion: str,
        memo: str = "",
        code: str = "",
        name: str = "",
        start: int | None = None,
        end: int | None = None,
    ) -> None:
        target = code or name or None
        make = bool(name and not code)
        study.suggestions.recode(suggestion, target, memo=memo, make=make, start=start, end=end)

    def reject(suggestion: str, why: str = "") -> None:
        study.suggestions.reject(suggestion, why=why)

    def skip(suggestion: str) -> None:
        study.suggestions.skip(suggestion)

    return {
        "accept": accept,
        "recode": recode,
        "reject": reject,
        "skip": skip,
        "undo": lambda: f"Undid: {study.history.undo()}",
    }


def mixture(mix: Mapping[str, int]) -> str:
    """The mix in a sentence.

    >>> mixture({"likely": 4, "uncertain": 2, "neglected": 2, "random": 2})
    'Of ten cards 4 are the likeliest, 2 the least certain, 2 of the case coded least, and 2 are drawn at random.'
    """
    return (
        f"Of ten cards {mix[LIKELY]} are the likeliest, {mix[UNCERTAIN]} the least certain, {mix[NEGLECTED]} of the "
        f"case coded least, and {mix[RANDOM]} are drawn at random."
    )


def context(document: Document, start: int, end: int) -> list[Any]:
    """The turns that a passage lies in, with one before (the question) and one after."""
    inside = [nth for nth, turn in enumerate(document.turns) if turn.start < end and turn.end > start]
    if not inside:
        return []
    return list(document.turns[max(inside[0] - 1, 0) : inside[-1] + 2])


def _card(study: Project, row: Row, why: str) -> Row:
    document = study.documents[row["document_id"]]
    roles = study.participants.roles(document.id)
    turns = [
        [
            turn.start,
            turn.speaker or "",
            roles.get(turn.speaker or "", "participant"),
            clock(turn.start_time),
            turn.text,
        ]
        for turn in context(document, row["start"], row["end"])
    ]
    beside = [
        {"start": coding.start, "end": coding.end, "code": coding.code, "coder": coding.coder}
        for coding in study.codings.of(document, (turns[0][0], turns[-1][0] + len(turns[-1][4])))
        if coding.coder == study.coder
    ]
    columns = ("suggestion", "document", "case", "speaker", "start", "end", "code", "suggester", "reason", "earlier")
    return {
        **{name: row[name] for name in columns},
        "lang": document.language,
        "turns": turns,
        "codings": beside,
        "why": why,
        "likely": likely(row["suggester"], row["score"], row["reason"]),
        "before": _earlier(study, row["code"]),
    }


def likely(suggester: str, score: float, reason: str) -> str:
    """How likely a suggestion is in words; of a rule alone nothing is known.

    >>> likely("learned", 0.62, ""), likely("rules", 0.5, "Rule r1.")
    ('about 62 in 100 of such fit', '')
    """
    if suggester == "rules" and " Also " not in reason:
        return ""
    if suggester == "similar" and " Also " not in reason:
        return f"of such likenesses about {round(score * 100)} in 100 were right where passages had a code"
    return f"about {round(score * 100)} in 100 of such fit"


def _earlier(study: Project, code: str) -> Row:
    """What this coder decided on the code before: how often what, and the latest passages."""
    rows = study.suggestions.decided_on(code)
    counts = Counter(row["verdict"] for row in rows)
    told = ", ".join(f"{counts[verdict]} {verdict}" for verdict in FINAL if counts[verdict])
    latest = [{"verdict": row["verdict"], "quote": row["quote"], "why": row["why"]} for row in rows[:MOST_EARLIER]]
    return {"told": told, "latest": latest}


def _coded_already(study: Project, row: Row) -> bool:
    """Whether this coder has the code on an overlapping passage."""
    return any(
        coding.coder == study.coder and coding.code == row["code"]
        for coding in study.codings.of(row["document_id"], (row["start"], row["end"]))
    )

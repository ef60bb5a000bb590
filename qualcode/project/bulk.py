"""Accepting many suggestions at once, after a random sample of them was reviewed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from qualcode.errors import NotFound, Refused
from qualcode.store import Act, images
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]
FINAL = ("accepted", "recoded", "rejected")
ABOUT = ("document_id", "start_at", "end_at", "code_id", "suggester", "rule", "rule_version")
"""What a decision remembers of its suggestion, which a later run may replace."""


def sample(study: Project, *, code: str | None, suggester: str | None, size: int, seed: int) -> pd.DataFrame:
    """See `Suggestions.sample`."""
    _refuse_other_approaches(study)
    if size < 1:
        raise Refused("A sample has at least one suggestion.")
    frame = study.suggestions.table(code=code, suggester=suggester)
    if frame.empty:
        raise NotFound("There is no pending suggestion of this kind to draw from.")
    ids = sorted(frame["suggestion"])
    drawn = random.Random(seed).sample(ids, min(size, len(ids)))
    with study.act("suggestions.sample") as current:
        current.insert(
            t.samples,
            code=study.find.code(code)["key"] if code else "",
            suggester=suggester or "",
            suggestion_ids=drawn,
            seed=seed,
            coder_id=study.coder_id(),
            at=current.at,
        )
        current.summary = f"Drew {len(drawn)} of {len(ids)} suggestions to review"
    return frame[frame["suggestion"].isin(drawn)].reset_index(drop=True)


def accept_many(study: Project, *, code: str | None, suggester: str | None, why: str) -> int:
    """See `Suggestions.accept_many`."""
    _refuse_other_approaches(study)
    decided = _sample_decisions(study, code, suggester)
    precision = sum(verdict == "accepted" for verdict in decided) / len(decided)
    frame = study.suggestions.table(code=code, suggester=suggester)
    if frame.empty:
        raise NotFound("There is no pending suggestion of this kind to accept.")
    with study.act("suggestions.accept_many", why=why) as current:
        there = images(current.connection, t.suggestions, frame["suggestion"])
        mine = current.rows(select(t.decisions).where(t.decisions.c.coder_id == study.coder_id()))
        before = {row["suggestion_id"]: row for row in mine}
        # Meanwhile a run may have taken some away, and this coder may have decided on some elsewhere.
        final = {suggestion for suggestion, row in before.items() if row["verdict"] in FINAL}
        rows = [there[item] for item in frame["suggestion"] if item in there and item not in final]
        _decide(current, rows, _code(study, current, rows), before, study.coder_id())
        current.details = {"precision": round(precision, 4), "sample": len(decided), "accepted": len(rows)}
        current.summary = (
            f"Accepted {len(rows)} suggestions at once; {precision:.0%} of a sample of {len(decided)} was accepted"
        )
    return len(rows)


def _code(study: Project, current: Act, suggestions: Iterable[Row]) -> dict[str, str]:
    """Make suggestions codings of the coder, where the code is not on the passage yet: {suggestion: coding}."""
    coder = study.coder_id()
    codes = {row["id"]: row for row in current.rows(select(t.codes))}
    documents = {row["id"]: row["content_id"] for row in current.rows(select(t.documents))}
    mine = current.rows(select(t.codings).where(t.codings.c.coder_id == coder))
    there = {_place(row): str(row["id"]) for row in mine}
    fresh: dict[tuple[Any, ...], Row] = {}
    places = {}
    for row in suggestions:
        if codes[row["code_id"]]["status"] == "retired":
            raise Refused(f"The code '{codes[row['code_id']]['key']}' is retired. Restore it, or use another.")
        place = places[row["id"]] = _place(row)
        if place not in there and place not in fresh:
            text = study.documents.content(documents[row["document_id"]])[0]
            fresh[place] = {
                **{name: row[name] for name in ABOUT},
                "quote": text[row["start_at"] : row["end_at"]],
                "coder_id": coder,
                "created_at": current.at,
                "origin": "suggestion",
                "suggestion_id": row["id"],
            }
    there |= {_place(row): str(row["id"]) for row in current.insert_many(t.codings, fresh.values())}
    return {suggestion: there[place] for suggestion, place in places.items()}


def _decide(
    current: Act, suggestions: Iterable[Row], codings: dict[str, str], before: dict[str, Row], coder: str
) -> None:
    """Record that the coder accepted suggestions; `before` are decisions, those of them that were skipped change."""
    values = {"verdict": "accepted", "why": "", "at": current.at}
    changed: dict[str, Row] = {}
    fresh = []
    for row in suggestions:
        decided = {**values, "coding_id": codings[row["id"]]}
        if row["id"] in before:
            changed[before[row["id"]]["id"]] = decided
        else:
            about = {name: row[name] for name in ABOUT}
            fresh.append({"suggestion_id": row["id"], "coder_id": coder, **about, **decided})
    current.update_many(t.decisions, changed)
    current.insert_many(t.decisions, fresh)


def _place(row: Row) -> tuple[Any, ...]:
    return row["document_id"], row["start_at"], row["end_at"], row["code_id"]


def _refuse_other_approaches(study: Project) -> None:
    approach = study.approach
    if approach != "codebook":
        raise Refused(
            f"Many suggestions at once can be accepted in the codebook approach only; this study's is {approach}. "
            "Decide them one by one."
        )


def _sample_decisions(study: Project, code: str | None, suggester: str | None) -> list[str]:
    key = study.find.code(code)["key"] if code else ""
    coder, rows = study.coder_id(), study.store.rows
    query = (
        select(t.samples)
        .where(t.samples.c.code == key, t.samples.c.suggester == (suggester or ""), t.samples.c.coder_id == coder)
        .order_by(t.samples.c.at.desc())
    )
    drawn = rows(query)
    if not drawn:
        raise Refused("Review a random sample of these suggestions first: suggestions.sample draws it.")
    ids = drawn[0]["suggestion_ids"]
    there = {row["id"] for row in rows(select(t.suggestions.c.id))}
    rules = {tuple(row.values()) for row in rows(_rules_of(study, code, suggester))}
    reviewed = {tuple(row.values()) for row in rows(_rules_of(study, code, suggester, drawn[0]["at"]))}
    if not set(ids) <= there or rules - reviewed:
        raise Refused("The rules changed since the sample was drawn. Draw and review another: suggestions.sample.")
    mine = select(t.decisions).where(t.decisions.c.coder_id == coder, t.decisions.c.suggestion_id.in_(ids))
    decided = [row["verdict"] for row in rows(mine) if row["verdict"] in FINAL]
    if len(decided) < len(ids):
        raise Refused(f"{len(ids) - len(decided)} of the {len(ids)} suggestions of the sample are undecided.")
    return decided


def _rules_of(study: Project, code: str | None, suggester: str | None, until: str = "") -> Select[Any]:
    """The rules, with their versions, behind the suggestions of a kind; with `until`, of runs up to that moment."""
    columns = (t.suggestions.c.suggester, t.suggestions.c.rule, t.suggestions.c.rule_version)
    query = select(*columns).distinct().join(t.runs, t.suggestions.c.run_id == t.runs.c.id)
    if code:
        query = query.where(t.suggestions.c.code_id == study.find.code(code)["id"])
    if suggester:
        query = query.where(t.suggestions.c.suggester == suggester)
    return query.where(t.runs.c.at <= until) if until else query

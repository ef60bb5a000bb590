"""The suggestions of a study as frames: all of them, those of a document, or one, with a coder's decisions."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import ColumnElement, Connection, select

from qualcode.model import Rule
from qualcode.project.remembering import Built, Place, following, in_order
from qualcode.project.speaking import Speaking
from qualcode.store import schema as t
from qualcode.suggesters import version_of
from qualcode.text.stretches import shares_half

if TYPE_CHECKING:
    from qualcode.project.project import Project

Row = dict[str, Any]
Passage = tuple[str, int, int, str, str]
Stretches = tuple[list[int], list[int]]  # starts, ends
EMPTY: Row = {
    **dict.fromkeys(("suggestion", "document", "document_id", "case"), ""),
    **dict.fromkeys(("start", "end"), 0),
    **dict.fromkeys(("quote", "speaker", "code", "code_name"), ""),
    "score": 0.0,
    **dict.fromkeys(("suggester", "rule", "reason"), ""),
}
NONE: Stretches = ([], [])


def suggestions(study: Project) -> pd.DataFrame:
    """One row a suggestion of the last run, in document order, with this coder's decision.

    `coded` says that the coder has the code on an overlapping passage already.
    """
    memory = study.memory
    with memory.building, study.store.reading() as connection:
        kept = following(study, t.suggestions, _build)
        name = (t.suggestions.name, study.coder)
        known = memory.frames.get(name)
        if known is None or known[0] < kept.seq:
            known = memory.frames[name] = (kept.seq, _decided(connection, study.coder, kept.places, kept.frame))
        return known[1].copy()


def suggestions_of(study: Project, document: str) -> pd.DataFrame:
    """The rows of `suggestions` of the document with this id; those of others are not read."""
    with study.store.reading() as connection:
        built = _build(study, connection, Speaking.now(study), t.suggestions.c.document_id == document)
        return _decided(connection, study.coder, *in_order(*built), document=document)


def suggestion(study: Project, key: str) -> Row | None:
    """The row of `suggestions` with this id, read alone; None where there is none or its code is retired."""
    with study.store.reading() as connection:
        places, rows = _rows(study, connection, Speaking.now(study), t.suggestions.c.id == key)
        if not rows:
            return None
        row = dict(zip(EMPTY, rows[0], strict=True))
        of_row = [row["document_id"]], [row["suggester"]]
        decided = _decide(connection, study.coder, places, *of_row, document=row["document_id"])
    return row | {name: values[0] for name, values in decided.items()}


def _build(study: Project, connection: Connection, speaking: Speaking, chosen: ColumnElement[bool]) -> Built:
    places, rows = _rows(study, connection, speaking, chosen)
    # Types are found in values: one row that is taken away gives an empty frame those of any other.
    frame = pd.DataFrame(rows or [tuple(EMPTY.values())], columns=list(EMPTY))
    return places, frame.iloc[: len(rows)]


def _rows(
    study: Project, connection: Connection, speaking: Speaking, chosen: ColumnElement[bool]
) -> tuple[list[Place], list[tuple[Any, ...]]]:
    held = t.suggestions.c
    passage = (held.id, held.document_id, held.start_at, held.end_at, held.code_id)
    code = (t.codes.c.key, t.codes.c.name, t.codes.c.position)
    query = (
        select(*passage, *code, held.score, held.suggester, held.rule, held.reason)
        .join(t.codes, held.code_id == t.codes.c.id)
        .where(t.codes.c.status == "active", chosen)
    )
    places: list[Place] = []
    rows = []
    for key, document_id, start, end, code_id, code_key, name, position, *values in connection.execute(query):
        document = speaking.documents[document_id]
        quote = study.documents.content(document["content_id"])[0][start:end]
        speaker = speaking.turn_at(document_id, start).speaker or ""
        place = (key, document["name"], document_id, speaking.case_of(document), start, end)
        rows.append((*place, quote, speaker, code_key, name, *values))
        places.append((document["position"], start, end, position, key, code_id))
    return places, rows


def _decided(
    connection: Connection, coder: str, places: Sequence[Place], frame: pd.DataFrame, *, document: str = ""
) -> pd.DataFrame:
    of_frame = (frame[name].tolist() for name in ("document_id", "suggester"))
    decided = _decide(connection, coder, places, *of_frame, document=document)
    types = {"coded": bool}
    typed = {
        name: pd.Series(values, dtype=types.get(name, frame["code"].dtype), index=frame.index)
        for name, values in decided.items()
    }
    whole = frame.assign(**typed)
    others = (whole["suggester"] == "learned") & ~whole["rule"].str.endswith(f" by {coder}")
    return whole[~others] if others.any() else whole


def _decide(
    connection: Connection,
    coder: str,
    places: Sequence[Place],
    documents: Sequence[str],
    suggesters: Sequence[str],
    *,
    document: str,
) -> dict[str, list[Any]]:
    """What this coder decided on each suggestion; `document` is the only one they are of, where it is named."""
    verdicts, before = _decisions(connection, coder, document)
    refused = _refused(before)
    coded = _coded(connection, coder, document)
    standing: set[tuple[str, str]] | None = None
    decided: dict[str, list[Any]] = {"decision": [], "earlier": [], "coded": []}
    for (_, start, end, _, key, code_id), document_id, suggester in zip(places, documents, suggesters, strict=True):
        verdict, earlier = verdicts.get(key, ""), ""
        if not verdict and (found := before.get((document_id, start, end, code_id, suggester))):
            if found[0] == "rejected" and standing is None:
                standing = _standing(connection)
            if found[0] == "rejected" and found[1:] in (standing or ()):
                # Another rule of the code speaks now, but the one that was rejected here is what it was.
                verdict = "rejected"
            else:
                what = "rule" if suggester == "rules" else "code's definition"
                earlier = f"{found[0]} before its {what} changed"
        if (
            not verdict
            and not earlier
            and any(
                other != suggester and shares_half(start, end, *stretch)
                for other, stretch in refused.get((document_id, code_id), ())
            )
        ):
            verdict = "rejected"  # what another suggester proposed there was refused
        starts, ends = coded.get((document_id, code_id), NONE)
        at = bisect_left(starts, end) - 1
        decided["decision"].append(verdict)
        decided["earlier"].append(earlier)
        decided["coded"].append(at >= 0 and ends[at] > start)
    return decided


def _decisions(
    connection: Connection, coder: str, document: str
) -> tuple[dict[str, str], dict[Passage, tuple[str, str, str]]]:
    """The coder's verdict on each suggestion, and the latest on each passage with its rule and that rule's version."""
    columns = ("suggestion_id", "document_id", "start_at", "end_at", "code_id", "suggester")
    query = select(*(t.decisions.c[name] for name in (*columns, "verdict", "rule", "rule_version")))
    query = query.join(t.coders).where(t.coders.c.name == coder).order_by(t.decisions.c.at)
    if document:
        query = query.where(t.decisions.c.document_id == document)
    verdicts: dict[str, str] = {}
    latest: dict[Passage, tuple[str, str, str]] = {}
    for suggestion, document_id, start, end, code_id, suggester, *decided in connection.execute(query):
        verdicts[suggestion] = decided[0]
        latest[document_id, start, end, code_id, suggester] = tuple(decided)
    return verdicts, latest


def _refused(
    latest: dict[Passage, tuple[str, str, str]],
) -> dict[tuple[str, str], list[tuple[str, tuple[int, int]]]]:
    """Where the coder refused each code in each document, and whose suggestion it was."""
    found: dict[tuple[str, str], list[tuple[str, tuple[int, int]]]] = {}
    for (document_id, start, end, code_id, suggester), (verdict, *_) in latest.items():
        if verdict == "rejected":
            found.setdefault((document_id, code_id), []).append((suggester, (start, end)))
    return found


def _coded(connection: Connection, coder: str, document: str) -> dict[tuple[str, str], Stretches]:
    """Where the coder has each code in each document: stretches that do not meet, in order."""
    query = select(t.codings.c.document_id, t.codings.c.code_id, t.codings.c.start_at, t.codings.c.end_at)
    query = query.join(t.coders).where(t.coders.c.name == coder).order_by(t.codings.c.start_at)
    if document:
        query = query.where(t.codings.c.document_id == document)
    found: dict[tuple[str, str], Stretches] = {}
    for document_id, code_id, start, end in connection.execute(query):
        starts, ends = found.setdefault((document_id, code_id), ([], []))
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    return found


def _standing(connection: Connection) -> set[tuple[str, str]]:
    """The rules of active codes, each with its version."""
    columns = (t.rules.c.key, t.rules.c.query, t.rules.c.spacy, t.rules.c.note)
    query = select(*columns).join(t.codes).where(t.codes.c.status == "active")
    rules = [Rule(key, text, tuple(spacy), note) for key, text, spacy, note in connection.execute(query)]
    return {(rule.id, version_of(rule)) for rule in rules}

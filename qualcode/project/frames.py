"""A study as the frames that analyses and exports start from; their columns are `qualcode.analysis.COLUMNS`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import Connection, select

from qualcode.analysis.frames import COLUMNS
from qualcode.project.coded import codings
from qualcode.project.remembering import last_act, touched
from qualcode.project.speaking import Speaking
from qualcode.project.suggested import suggestions as suggestions
from qualcode.store import schema as t
from qualcode.store.acts import parts

if TYPE_CHECKING:
    from qualcode.project.project import Project

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Documents:
    """The frame of documents as it was after act `seq`, and its rows by the document's id."""

    seq: int
    speaking: Speaking
    rows: dict[str, Row]
    frame: pd.DataFrame


def documents(study: Project) -> pd.DataFrame:
    """One row a document, in the study's order; after an act only the documents that it changed are looked at."""
    memory = study.memory
    with memory.building, study.store.reading() as connection:
        seq = last_act(connection)
        kept: _Documents | None = memory.frames.get(t.documents.name)
        if kept is None or kept.seq < seq:
            speaking = Speaking.now(study)
            stale, rows = set(speaking.documents), {}
            if kept is not None:
                since, rows = touched(connection, kept.seq), kept.rows
                changed = since.ids(t.documents) | since.documents
                stale &= changed | speaking.unlike(kept.speaking)
            rows = {**rows, **_document_rows(connection, speaking, stale)}
            frame = _frame("documents", [rows[document] for document in speaking.documents])
            kept = memory.frames[t.documents.name] = _Documents(seq, speaking, rows, frame)
        return kept.frame.copy()


def _document_rows(connection: Connection, speaking: Speaking, wanted: set[str]) -> dict[str, Row]:
    readers: dict[str, list[tuple[str, str]]] = {}
    spans: dict[str, list[tuple[int, int]]] = {}
    for part in parts(list(wanted)):
        query = select(t.readings.c.document_id, t.coders.c.name, t.readings.c.read_at).join(t.coders)
        query = query.where(t.readings.c.document_id.in_(part), t.readings.c.read_at != "")
        for document_id, coder, read_at in connection.execute(query):
            readers.setdefault(document_id, []).append((coder, read_at))
        coded = select(t.codings.c.document_id, t.codings.c.start_at, t.codings.c.end_at)
        for document_id, start, end in connection.execute(coded.where(t.codings.c.document_id.in_(part))):
            spans.setdefault(document_id, []).append((start, end))
    rows = {}
    for document_id in wanted:
        row, eligible = speaking.documents[document_id], speaking.eligible(document_id)
        read = readers.get(document_id, [])
        rows[document_id] = {
            "document": row["name"],
            "document_id": document_id,
            "kind": row["kind"],
            "case": speaking.case_of(row),
            "words": speaking.words(row["content_id"]),
            "turns": len(speaking.turns(document_id)),
            "eligible_chars": sum(end - start for start, end in eligible),
            "coded_chars": _covered(eligible, spans.get(document_id, [])),
            "read": bool(read),
            "readers": ", ".join(sorted(coder for coder, _ in read)),
            "last_visit": max((at for _, at in read), default=""),
            "hours": row["hours"],
        }
    return rows


def document_table(study: Project) -> pd.DataFrame:
    """What `study.documents.table()` shows: the frame above with speakers, share coded and how the file was read."""
    frame = documents(study)
    rows = study.store.rows(select(t.documents).order_by(t.documents.c.position))
    speakers_of: dict[str, list[str]] = {}
    for row in study.store.rows(select(t.speakers).where(t.speakers.c.label != "")):
        speakers_of.setdefault(row["document_id"], []).append(row["label"])
    share = frame["coded_chars"] / frame["eligible_chars"].where(frame["eligible_chars"] > 0)
    return pd.DataFrame(
        {
            "document": frame["document"],
            "kind": frame["kind"],
            "case": frame["case"],
            "words": frame["words"],
            "turns": frame["turns"],
            "speakers": [len(speakers_of.get(row["id"], [])) for row in rows],
            "read": frame["read"],
            "readers": frame["readers"],
            "coded_percent": (share * 100).round(1).fillna(0.0),
            "date": [row["date"] for row in rows],
            "hours": frame["hours"],
            "file": [row["file"] for row in rows],
            "format": [row["format"] for row in rows],
            "encoding": [row["encoding"] for row in rows],
            "notes": ["; ".join([*row["changes"], *row["warnings"]]) for row in rows],
        }
    )


def cases(study: Project) -> pd.DataFrame:
    """One row a case, in the study's order. `case` is the key."""
    query = select(t.cases.c.key.label("case"), t.cases.c.label, t.cases.c.name, t.cases.c.description)
    rows = study.store.rows(query.order_by(t.cases.c.position))
    return _frame("cases", [{**row, "label": row["label"] or row["name"]} for row in rows])


def participants(study: Project) -> pd.DataFrame:
    """One row a person that was entered."""
    query = (
        select(
            t.participants,
            t.organisations.c.name.label("organisation"),
            t.cases.c.key.label("case"),
            t.participants.c.key.label("participant"),
        )
        .outerjoin(t.organisations, t.participants.c.organisation_id == t.organisations.c.id)
        .outerjoin(t.cases, t.participants.c.case_id == t.cases.c.id)
        .order_by(t.participants.c.key)
    )
    rows = [{name: value or "" for name, value in row.items()} for row in study.store.rows(query)]
    return _frame("participants", rows)


def people(study: Project) -> pd.DataFrame:
    """The persons of `participants`, and the participants' labels that nobody tied to a person as `document/label`.

    A person without a case has that of the documents in which they speak, where these are of one case.
    """
    speaking = Speaking.now(study)
    rows = [
        {
            "participant": f"{speaking.documents[row['document_id']]['name']}/{row['label']}",
            "name": row["label"],
            "role": "participant",
            "case": speaking.case_of(speaking.documents[row["document_id"]]),
        }
        for row in speaking.speakers.values()
        if row["participant_id"] is None and row["role"] == "participant" and row["label"]
    ]
    entered = participants(study)
    spoken = _cases_of(speaking)
    entered["case"] = [
        case or spoken.get(key, "") for key, case in zip(entered["participant"], entered["case"], strict=True)
    ]
    return pd.concat([entered, _frame("participants", rows)], ignore_index=True)


def _cases_of(speaking: Speaking) -> dict[str, str]:
    """Participant → the case of all documents in which they speak; who speaks in several cases is left out."""
    found: dict[str, set[str]] = {}
    for row in speaking.speakers.values():
        if row["participant_id"] is not None:
            person = speaking.people[row["participant_id"]]["key"]
            found.setdefault(person, set()).add(speaking.case_of(speaking.documents[row["document_id"]]))
    return {person: next(iter(cases)) for person, cases in found.items() if len(cases) == 1}


def organisations(study: Project) -> pd.DataFrame:
    """One row an organisation."""
    query = (
        select(
            t.organisations.c.name.label("organisation"),
            t.organisations.c.name,
            t.cases.c.key.label("case"),
            t.organisations.c.sector,
        )
        .join(t.cases)
        .order_by(t.cases.c.position, t.organisations.c.name)
    )
    return _frame("organisations", study.store.rows(query))


def speakers(study: Project) -> pd.DataFrame:
    """One row a label of a document: document, speaker, role, participant, turns, words."""
    speaking, rows = Speaking.now(study), []
    for document in speaking.documents.values():
        for label, (turns, words) in speaking.spoken(document["content_id"]).items():
            row = speaking.speakers[document["id"], label]
            person = speaking.people.get(row["participant_id"], {}).get("key", "")
            rows.append((document["name"], label, row["role"], person, turns, words))
    return pd.DataFrame(rows, columns=["document", "speaker", "role", "participant", "turns", "words"])


def codes(study: Project) -> pd.DataFrame:
    """One row a code, retired ones included, in codebook order."""
    rules: dict[str, list[str]] = {}
    for rule in study.store.rows(select(t.rules).order_by(t.rules.c.position)):
        rules.setdefault(rule["code_id"], []).append(rule["query"] or f"spacy: {rule['spacy']}")
    rows = study.store.rows(select(t.codes).order_by(t.codes.c.position))
    keys = {row["id"]: row["key"] for row in rows}
    return _frame(
        "codes",
        [
            {
                **row,
                "code": row["key"],
                "parent": keys.get(row["parent_id"], ""),
                "examples": "\n".join(row["examples"]),
                "rules": "\n".join(rules.get(row["id"], [])),
            }
            for row in rows
        ],
    )


def code_table(study: Project) -> pd.DataFrame:
    """What `study.codebook.table()` shows: code, name, parent, theme, level, status, definition, rules, then counts."""
    from qualcode.analysis import frequencies

    frame, counts = codes(study), frequencies(codes(study), codings(study))
    links = theme_codes(study)
    in_themes = links.groupby("code")["theme"].agg("; ".join).to_dict() if len(links) else {}
    numbers = counts.set_index("code")[["voices", "cases", "codings"]]
    shown = frame[["code", "name", "parent", "dimension", "level", "status", "definition", "rules"]]
    shown = shown.assign(theme=[in_themes.get(code, "") for code in frame["code"]])
    return shown.join(numbers, on="code").reset_index(drop=True)


def themes(study: Project) -> pd.DataFrame:
    """One row a theme, discarded ones included, in the study's order."""
    rows = study.store.rows(select(t.themes).order_by(t.themes.c.position))
    return _frame("themes", [{**row, "theme": row["key"]} for row in rows])


def theme_codes(study: Project) -> pd.DataFrame:
    """One row for each code of each theme."""
    query = (
        select(t.themes.c.key.label("theme"), t.codes.c.key.label("code"))
        .select_from(t.theme_codes)
        .join(t.themes)
        .join(t.codes)
        .order_by(t.themes.c.position, t.codes.c.position)
    )
    return _frame("theme_codes", study.store.rows(query))


def extracts(study: Project) -> pd.DataFrame:
    """One row a passage chosen for a theme by hand."""
    query = (
        select(t.extracts, t.themes.c.key.label("theme"))
        .join(t.themes)
        .order_by(t.themes.c.position, t.extracts.c.kind, t.extracts.c.position)
    )
    return _frame("extracts", [{**row, "coding": row["coding_id"]} for row in study.store.rows(query)])


def incidents(study: Project) -> pd.DataFrame:
    """One row an account of an incident."""
    rows = study.store.rows(select(t.incidents).order_by(t.incidents.c.id))
    return _frame(
        "incidents",
        [{**row, "account": row["id"], "coding": row["coding_id"], "incident": row["name"]} for row in rows],
    )


def summaries(study: Project) -> pd.DataFrame:
    """One row a written cell of the theme × case matrix."""
    query = (
        select(t.themes.c.key.label("theme"), t.cases.c.key.label("case"), t.summaries.c.text)
        .join(t.themes, t.summaries.c.theme_id == t.themes.c.id)
        .join(t.cases, t.summaries.c.case_id == t.cases.c.id)
        .order_by(t.themes.c.position, t.cases.c.position)
    )
    return _frame("summaries", study.store.rows(query))


def memos(study: Project) -> pd.DataFrame:
    """One row a memo, oldest first; `about` is a list of kind:name."""
    rows = study.store.rows
    names = {
        f"{kind}:{row['id']}": f"{kind}:{row[column]}" for kind, table, column in NAMED for row in rows(select(table))
    }
    query = select(t.memos, t.coders.c.name.label("coder")).join(t.coders).order_by(t.memos.c.at, t.memos.c.id)
    return _frame(
        "memos",
        [
            {
                **row,
                "memo": row["id"],
                "created_at": row["at"],
                "about": [names.get(item, item) for item in row["about"]],
            }
            for row in rows(query)
        ],
    )


NAMED = (
    ("document", t.documents, "name"),
    ("code", t.codes, "key"),
    ("case", t.cases, "key"),
    ("theme", t.themes, "key"),
    ("participant", t.participants, "key"),
    ("memo", t.memos, "title"),
)


def _frame(kind: str, rows: Iterable[Row]) -> pd.DataFrame:
    columns = list(COLUMNS[kind])
    frame = pd.DataFrame([{name: row.get(name, "") for name in columns} for row in rows], columns=columns)
    for name, type_ in COLUMNS[kind].items():
        if type_ in (int, float, bool):
            frame[name] = frame[name].astype(float if type_ is float else type_)
        else:
            frame[name] = frame[name].astype(object)
    return frame


def _covered(eligible: list[tuple[int, int]], coded: list[tuple[int, int]]) -> int:
    """How many characters of the eligible spans some coding covers, each counted once."""
    total, reach = 0, 0
    merged: list[tuple[int, int]] = []
    for start, end in sorted(coded):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    for start, end in eligible:
        while reach < len(merged) and merged[reach][1] <= start:
            reach += 1
        at = reach
        while at < len(merged) and merged[at][0] < end:
            total += min(end, merged[at][1]) - max(start, merged[at][0])
            at += 1
    return total

"""A study as the frames that analyses and exports start from; their columns are `qualcode.analysis.COLUMNS`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import func, select

from qualcode.analysis.frames import COLUMNS
from qualcode.project.speaking import Speaking
from qualcode.store import schema as t
from qualcode.suggesters import version_of

if TYPE_CHECKING:
    from qualcode.project.project import Project

Row = dict[str, Any]


def remembered(build: Callable[[Project], pd.DataFrame]) -> Callable[[Project], pd.DataFrame]:
    """Build a frame anew only when some act happened since, in whatever process."""

    def frame(study: Project) -> pd.DataFrame:
        last = study.store.rows(select(func.max(t.events.c.seq).label("seq")))[0]["seq"]
        known = study.frames.get(build.__name__)
        if known is None or known[0] != (last, study.coder):
            known = study.frames[build.__name__] = ((last, study.coder), build(study))
        return known[1].copy()

    frame.__doc__ = build.__doc__
    return frame


@remembered
def codings(study: Project) -> pd.DataFrame:
    """One row a coding, in document order, with who speaks and whether the words are evidence."""
    query = (
        select(
            t.codings,
            t.codes.c.key.label("code"),
            t.codes.c.name.label("code_name"),
            t.codes.c.level.label("code_level"),
            t.coders.c.name.label("coder"),
        )
        .join(t.codes, t.codings.c.code_id == t.codes.c.id)
        .join(t.coders, t.codings.c.coder_id == t.coders.c.id)
        .join(t.documents, t.codings.c.document_id == t.documents.c.id)
        .order_by(t.documents.c.position, t.codings.c.start_at, t.codings.c.end_at, t.codes.c.position, t.codings.c.id)
    )
    speaking, rows = Speaking(study), []
    for row in study.store.rows(query):
        who = speaking.of(row["document_id"], row["start_at"], row["end_at"])
        values = {
            name: row[name] for name in ("quote", "code", "code_name", "coder", "created_at", "origin", "suggester")
        }
        values |= {"coding": row["id"], "start": row["start_at"], "end": row["end_at"], "rule": row["rule"]}
        values |= {"level": row["level"] or row["code_level"], "stance": row["stance"], "memo": row["memo"]}
        rows.append(values | who)
    return _frame("codings", rows)


@remembered
def documents(study: Project) -> pd.DataFrame:
    """One row a document, in the study's order."""
    rows = []
    speaking = Speaking(study)
    readers: dict[str, list[Row]] = {}
    query = select(t.readings, t.coders.c.name.label("coder")).join(t.coders).where(t.readings.c.read_at != "")
    for reading in study.store.rows(query):
        readers.setdefault(reading["document_id"], []).append(reading)
    spans: dict[str, list[tuple[int, int]]] = {}
    coded = select(t.codings.c.document_id, t.codings.c.start_at, t.codings.c.end_at)
    for row in study.store.rows(coded):
        spans.setdefault(row["document_id"], []).append((row["start_at"], row["end_at"]))
    for row in speaking.documents.values():
        eligible = speaking.eligible(row["id"])
        read = readers.get(row["id"], [])
        turns = speaking.turns(row["id"])
        rows.append(
            {
                "document": row["name"],
                "document_id": row["id"],
                "kind": row["kind"],
                "case": speaking.case_of(row),
                "words": speaking.words(row["content_id"]),
                "turns": len(turns),
                "eligible_chars": sum(end - start for start, end in eligible),
                "coded_chars": _covered(eligible, spans.get(row["id"], [])),
                "read": bool(read),
                "readers": ", ".join(sorted(item["coder"] for item in read)),
                "last_visit": max((item["read_at"] for item in read), default=""),
                "hours": row["hours"],
            }
        )
    return _frame("documents", rows)


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
    """The persons of `participants` and, as `document/label`, the participants' labels that nobody tied to a person."""
    speaking = Speaking(study)
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
    return pd.concat([participants(study), _frame("participants", rows)], ignore_index=True)


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
    speaking, rows = Speaking(study), []
    for document in speaking.documents.values():
        counts: dict[str, list[int]] = {}
        for turn in study.documents.content(document["content_id"])[1]:
            counted = counts.setdefault(turn.speaker or "", [0, 0])
            counted[0] += 1
            counted[1] += len(turn.text.split())
        for label, (turns, words) in counts.items():
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


@remembered
def suggestions(study: Project) -> pd.DataFrame:
    """One row a suggestion of the last run, in document order, with this coder's decision.

    `coded` says that the coder has the code on an overlapping passage already.
    """
    query = (
        select(t.suggestions, t.codes.c.key.label("code"), t.codes.c.name.label("code_name"), t.documents.c.content_id)
        .join(t.codes, t.suggestions.c.code_id == t.codes.c.id)
        .join(t.documents, t.suggestions.c.document_id == t.documents.c.id)
        .where(t.codes.c.status == "active")
        .order_by(
            t.documents.c.position,
            t.suggestions.c.start_at,
            t.suggestions.c.end_at,
            t.codes.c.position,
            t.suggestions.c.id,
        )
    )
    mine = select(t.decisions).join(t.coders).where(t.coders.c.name == study.coder)
    decided, before = {}, {}
    for row in study.store.rows(mine.order_by(t.decisions.c.at)):
        decided[row["suggestion_id"]] = row["verdict"]
        before[_passage(row)] = row
    own: dict[tuple[str, str], list[tuple[int, int]]] = {}
    coded = select(t.codings).join(t.coders).where(t.coders.c.name == study.coder)
    for row in study.store.rows(coded):
        own.setdefault((row["document_id"], row["code_id"]), []).append((row["start_at"], row["end_at"]))
    standing = {(rule.id, version_of(rule)) for code in study.codebook.value().codes for rule in code.rules}
    speaking, rows = Speaking(study), []
    for row in study.store.rows(query):
        document = speaking.documents[row["document_id"]]
        text, _ = study.documents.content(row["content_id"])
        start, end = row["start_at"], row["end_at"]
        earlier = before.get(_passage(row)) if row["id"] not in decided else None
        verdict = decided.get(row["id"], "")
        if earlier and earlier["verdict"] == "rejected" and (earlier["rule"], earlier["rule_version"]) in standing:
            # Another rule of the code speaks now, but the one that was rejected here is what it was.
            verdict, earlier = "rejected", None
        rows.append(
            {
                "suggestion": row["id"],
                "document": document["name"],
                "document_id": row["document_id"],
                "case": speaking.case_of(document),
                "start": start,
                "end": end,
                "quote": text[start:end],
                "speaker": speaking.turn_at(row["document_id"], start).speaker or "",
                "code": row["code"],
                "code_name": row["code_name"],
                "score": row["score"],
                "suggester": row["suggester"],
                "rule": row["rule"],
                "reason": row["reason"],
                "decision": verdict,
                "earlier": f"{earlier['verdict']} before its rule changed" if earlier else "",
                "coded": any(a < end and start < b for a, b in own.get((row["document_id"], row["code_id"]), ())),
            }
        )
    return pd.DataFrame(rows, columns=SUGGESTION_COLUMNS)


SUGGESTION_COLUMNS = [
    *("suggestion", "document", "document_id", "case", "start", "end", "quote", "speaker", "code", "code_name"),
    *("score", "suggester", "rule", "reason", "decision", "earlier", "coded"),
]
NAMED = (
    ("document", t.documents, "name"),
    ("code", t.codes, "key"),
    ("case", t.cases, "key"),
    ("theme", t.themes, "key"),
    ("participant", t.participants, "key"),
    ("memo", t.memos, "title"),
)


def _passage(row: Row) -> tuple[str, int, int, str, str]:
    return row["document_id"], row["start_at"], row["end_at"], row["code_id"], row["suggester"]


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

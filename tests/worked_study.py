"""A study of three cases small enough to count by hand, shared by the tests of analysis and export."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from qualcode.export import StudyData

TEXTS = {
    "d1": "Int: Why? Ana: We waited a year. Nobody asked us. =SUM(A1) was their answer. Ben: They pay late.",
    "d2": "Cleo: We waited a year too. Dan: I never waited.",
    "d3": "The observer saw a queue.",
    "d4": "Annual report: we waited for funds.",
    "d5": "Eve: Trust came late.",
}
DOCUMENTS = [
    # document, kind, case, words, read
    ("d1", "interview", "north", 19, True),
    ("d2", "focus_group", "north", 10, True),
    ("d3", "observation", "south", 5, True),
    ("d4", "archival", "south", 6, True),
    ("d5", "interview", "west", 4, False),
]
PEOPLE = {
    # voice: speaker, sector, seniority
    "ana": ("Ana", "Nonprofit", "Manager"),
    "ben": ("Ben", "Business", "Leader"),
    "d2/Cleo": ("Cleo", "Nonprofit", ""),
    "d2/Dan": ("Dan", "", ""),
    "": ("", "", ""),
}
CODINGS = [
    # coding, document, quote, code, coder, voice, role, kind of origin
    ("c1", "d1", "We waited a year.", "wait", "kim", "ana", "participant", "hand"),
    ("c2", "d1", "We waited a year.", "wait", "lou", "ana", "participant", "suggestion"),
    ("c3", "d1", "Nobody asked us.", "voice", "kim", "ana", "participant", "hand"),
    ("c4", "d1", "=SUM(A1) was their answer.", "money", "kim", "ana", "participant", "import"),
    ("c5", "d1", "They pay late.", "money", "kim", "ben", "participant", "suggestion"),
    ("c6", "d2", "We waited a year too.", "wait", "kim", "d2/Cleo", "participant", "hand"),
    ("c7", "d2", "I never waited.", "wait", "kim", "d2/Dan", "participant", "hand"),
    ("c8", "d1", "Why?", "wait", "kim", "", "interviewer", "hand"),
    ("c9", "d3", "The observer saw a queue.", "wait", "kim", "", "researcher", "hand"),
    ("c10", "d4", "we waited for funds", "money", "kim", "", "", "hand"),
]


def codings() -> pd.DataFrame:
    cases = {document: (kind, case) for document, kind, case, *_ in DOCUMENTS}
    names = {"wait": "Waiting", "voice": "Unasked", "money": "Money"}
    rows = []
    for coding, document, quote, code, coder, voice, role, origin in CODINGS:
        kind, case = cases[document]
        speaker, sector, seniority = PEOPLE[voice]
        start = TEXTS[document].index(quote)
        rows.append(
            {
                "coding": coding,
                "document": document,
                "document_id": document,
                "kind": kind,
                "case": case,
                "organisation": "",
                "start": start,
                "end": start + len(quote),
                "quote": quote,
                "code": code,
                "code_name": names[code],
                "coder": coder,
                "created_at": "2026-11-01T10:00:00Z",
                "origin": origin,
                "suggester": "rules" if origin == "suggestion" else "",
                "rule": "",
                "level": "semantic",
                "stance": "",
                "memo": "",
                "speaker": speaker,
                "participant": voice if voice in ("ana", "ben") else "",
                "role": role,
                "sector": sector,
                "seniority": seniority,
                "eligible": role == "participant" or kind == "archival",
                "voice": voice,
            }
        )
    return pd.DataFrame(rows)


def study() -> StudyData:
    return StudyData(
        codings=codings(),
        documents=pd.DataFrame(
            [
                {
                    "document": document,
                    "document_id": document,
                    "kind": kind,
                    "case": case,
                    "words": words,
                    "turns": 1,
                    "eligible_chars": 0 if kind == "observation" else len(TEXTS[document]),
                    "coded_chars": {"d1": 48, "d2": 36, "d4": 19}.get(document, 0),
                    "read": read,
                    "readers": "kim" if read else "",
                    "last_visit": "2026-11-01" if read else "",
                    "hours": 1.5 if kind == "observation" else None,
                }
                for document, kind, case, words, read in DOCUMENTS
            ]
        ),
        cases=pd.DataFrame(
            {
                "case": ["north", "south", "west"],
                "label": ["Northern Alliance", "Southern Alliance", "Western Alliance"],
                "description": "",
            }
        ),
        participants=pd.DataFrame(
            {
                "participant": ["ana", "ben", "eve", "int"],
                "name": ["Ana Souza", "Ben Okafor", "Eve", "Ida"],
                "role": ["participant", "participant", "participant", "interviewer"],
                "sector": ["Nonprofit", "Business", "Business", ""],
                "seniority": ["Manager", "Leader", "Leader", ""],
                "organisation": ["Harbour Aid", "Acme", "", ""],
                "case": ["north", "north", "west", "north"],
            }
        ),
        organisations=pd.DataFrame(
            {
                "organisation": ["Harbour Aid", "City Hall"],
                "case": ["north", "south"],
                "sector": ["Nonprofit", "Public"],
            }
        ),
        codes=pd.DataFrame(
            {
                "code": ["wait", "voice", "money", "trust", "old"],
                "name": ["Waiting", "Unasked", "Money", "Trust", "Old code"],
                "parent": "",
                "dimension": "",
                "level": "semantic",
                "origin": "data",
                "status": ["active", "active", "active", "active", "retired"],
                "definition": "",
                "include": "",
                "exclude": "",
                "examples": [("a year", "two years"), (), (), (), ()],
                "color": "",
                "memo": "",
            }
        ),
        themes=pd.DataFrame(
            {
                "theme": ["t1", "t2", "t3", "t4"],
                "name": ["Time is theirs", "Money talks", "Dropped", "Trust"],
                "status": ["defined", "defined", "discarded", "candidate"],
                "central_organising_concept": ["Waiting is a way to be ruled.", "", "Gone.", ""],
                "part": "",
                "include": "",
                "exclude": "",
                "memo": "",
            }
        ),
        theme_codes=pd.DataFrame(
            {
                "theme": ["t1", "t1", "t2", "t2", "t3", "t4"],
                "code": ["wait", "voice", "money", "voice", "wait", "trust"],
            }
        ),
        extracts=pd.DataFrame(
            {
                "theme": ["t1", "t1", "t1", "t2", "t1"],
                "kind": ["exemplar", "exemplar", "does_not_fit", "exemplar", "exemplar"],
                "coding": ["c6", "c1", "c7", "c10", "c8"],
                "position": [2, 1, 1, 1, 3],
                "note": "",
            }
        ),
        summaries=pd.DataFrame({"theme": ["t1"], "case": ["north"], "text": ["Both sides wait."]}),
        memos=pd.DataFrame(
            {
                "memo": ["m1", "m2"],
                "kind": ["case narrative", "memo"],
                "title": ["North", "South"],
                "text": ["How the north began.", "A thought."],
                "private": [False, True],
                "created_at": "",
                "coder": "kim",
                "about": [["case:north"], ["case:south"]],
            }
        ),
        history=pd.DataFrame(
            {"seq": [1], "at": ["2026-11-01"], "coder": ["kim"], "act": ["code"], "summary": ["coded"], "why": [""]}
            | {"undone": [False]}
        ),
        texts=dict(TEXTS),
        name="worked",
    )


def with_quote(data: StudyData, coding: str, **changes: object) -> StudyData:
    """The same study with one coding changed."""
    frame = data.codings.copy()
    for column, value in changes.items():
        frame.loc[frame["coding"] == coding, column] = value
    return replace(data, codings=frame)

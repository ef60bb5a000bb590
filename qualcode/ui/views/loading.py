"""Tables that say things of documents, people and cases: what their columns mean, what is wrong, templates."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from qualcode.errors import ImportProblems, QualcodeError
from qualcode.export.cells import neutral
from qualcode.project import Project
from qualcode.project.tables import read_table
from qualcode.ui.views.cells import text_of
from qualcode.ui.views.documents import case_table
from qualcode.ui.views.uploads import Upload, put_down

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of table: the column that each row needs, and what the columns mean that qualcode knows."""

    name: str
    need: str
    known: dict[str, str]
    free: str


KINDS = {
    "documents": Kind(
        "Documents",
        "document",
        {
            "document": "the document’s name, or its file",
            "case": "the case it belongs to; one that is not there is made",
            "kind": "interview, focus_group, observation, archival or response",
            "date": "2026, 2026-03 or 2026-03-01",
            "hours": "how long an observation took",
            "language": "en, de, fr …",
        },
        "a free attribute of the document",
    ),
    "participants": Kind(
        "People",
        "participant",
        {
            "participant": "the person’s key; a person may have a row for each document",
            "document": "a document in which the person speaks",
            "speaker": "the label that is theirs in it; their key unless given",
            "name": "the person’s name, never exported with quotes",
            "role": "participant, interviewer or researcher",
            "sector": "Business, Nonprofit, Public Sector …",
            "seniority": "Manager, Leader …",
            "organisation": "the organisation, in the person’s case",
            "case": "the case the person belongs to; one that is not there is made",
        },
        "a free attribute of the person",
    ),
    "cases": Kind(
        "Cases",
        "case",
        {
            "case": "the case’s key",
            "name": "its name",
            "label": "a short name for tables",
            "description": "what it is",
        },
        "an attribute of the case",
    ),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """A table before it is entered: its rows, what each column means, and what is wrong with it."""

    rows: pd.DataFrame
    meaning: pd.DataFrame
    count: int
    problems: tuple[str, ...]


def check(study: Project, kind: str, upload: Upload) -> Checked:
    """What a table would do, with all its problems; nothing is entered."""
    with TemporaryDirectory(prefix="qualcode-") as folder:
        file = put_down(Path(folder), [upload])[0]
        meaning, rows = pd.DataFrame(), pd.DataFrame()
        try:
            if file.suffix.lower() not in (".yaml", ".yml"):
                read = [row for _, row in read_table(file, need=(KINDS[kind].need,))]
                rows = pd.DataFrame(read[:SHOWN], dtype=object)
                meaning = _meaning(kind, list(read[0]) if read else [])
            return Checked(rows, meaning, _load(study, kind)(file, preview=True), ())
        except ImportProblems as error:
            return Checked(rows, meaning, 0, error.problems)
        except QualcodeError as error:
            return Checked(rows, meaning, 0, tuple(str(error).splitlines()))


def load(study: Project, kind: str, upload: Upload) -> int:
    """Enter a table. Returns how many documents, people or cases it names."""
    with TemporaryDirectory(prefix="qualcode-") as folder:
        return _load(study, kind)(put_down(Path(folder), [upload])[0])


def template(study: Project, kind: str) -> bytes:
    """A csv with the known columns, filled with what the study has; to be completed and loaded."""
    columns = list(KINDS[kind].known)
    if kind == "documents":
        frame = study.documents.table()[["document", "case", "kind", "date", "hours"]]
    elif kind == "participants":
        speakers, people = study.participants.speakers(), study.participants.table()
        rows = speakers[["document", "speaker", "participant", "role"]]
        about = people[["participant", "name", "sector", "seniority", "organisation", "case"]]
        frame = rows.merge(about, on="participant", how="left")
    else:
        frame = case_table(study)[0]
    cells = frame.reindex(columns=columns).astype(object)
    return _csv([[neutral(text_of(cell)) for cell in row] for row in cells.values.tolist()], columns)


def _load(study: Project, kind: str) -> Callable[..., int]:
    loads: dict[str, Callable[..., int]] = {
        "documents": study.documents.load,
        "participants": study.participants.load,
        "cases": study.cases.load,
    }
    return loads[kind]


def _meaning(kind: str, columns: Sequence[str]) -> pd.DataFrame:
    known = KINDS[kind].known
    cells = [(column, known.get(column, KINDS[kind].free)) for column in columns]
    return pd.DataFrame(cells, columns=["column", "is"], dtype=object)


def _csv(rows: list[list[str]], columns: list[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")

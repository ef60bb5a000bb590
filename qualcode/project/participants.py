"""The people of a study, and which speaker label in which document is whose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import ImportProblems, NotFound, Refused
from qualcode.model import ROLES, Role
from qualcode.project.attributes import set_values, values_of
from qualcode.project.cases import case_by_name, organisation_by_name
from qualcode.project.find import near
from qualcode.project.tables import Table, read_table
from qualcode.store import Act
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]
KNOWN = ("name", "role", "sector", "seniority")
COLUMNS = ("participant", "document", "speaker", *KNOWN, "organisation", "case")


class Participants:
    """`study.participants`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def add(
        self,
        key: str,
        *,
        name: str = "",
        role: Role = "participant",
        sector: str = "",
        seniority: str = "",
        organisation: str = "",
        case: str = "",
        **attributes: str,
    ) -> str:
        """Enter a person, or bring the one with this key up to date. Returns the key."""
        values = {
            "name": name,
            "role": role,
            "sector": sector,
            "seniority": seniority,
            "organisation": organisation,
            "case": case,
        }
        with self._study.act("participants.add") as current:
            if not key.strip():
                raise Refused("A participant needs a key, such as 'P07'.")
            row = _enter(current, key, values)
            set_values(current, "participant", [(row["id"], attributes)])
            current.summary = f"Entered the participant {key}"
        return key

    def load(self, table: Table) -> int:
        """Enter people, and whose label is whose, from a table (path or frame) with a column `participant`.

        Columns: participant, name, role, sector, seniority, organisation, case; document and speaker tie a label
        of a document to the person; other columns become attributes. A person may stand in several rows (one a
        document); rows that contradict each other, unknown documents, labels and roles are all reported at once,
        and then nothing is entered. Returns how many people the table names.
        """
        rows = read_table(table, need=("participant",))
        problems: list[str] = []
        people: dict[str, Row] = {}
        labels: list[tuple[Row, str]] = []
        for number, row in rows:
            problems.extend(f"row {number}: {problem}" for problem in self._take(row, people, labels))
        if problems:
            raise ImportProblems(problems, table=True)
        with self._study.act("participants.load") as current:
            ids: dict[str, str] = {}
            for key, values in people.items():
                entered = _enter(current, key, values)
                ids[key] = entered["id"]
                free = {name: value for name, value in values.items() if name not in COLUMNS and value}
                set_values(current, "participant", [(entered["id"], free)])
            roles = {row["id"]: row["role"] for row in current.rows(select(t.participants))}
            tied = {speaker["id"]: {"participant_id": ids[key], "role": roles[ids[key]]} for speaker, key in labels}
            current.update_many(t.speakers, tied)
            current.summary = f"Entered {len(people)} participants from a table"
        return len(people)

    def tie(self, document: str, speaker: str, participant: str) -> None:
        """Say whose label this is: from now on the person's role and attributes hold for the label's turns."""
        row, person = self._label(document, speaker), self._study.find.participant(participant)
        with self._study.act("participants.tie") as current:
            current.update(t.speakers, row["id"], participant_id=person["id"], role=person["role"])
            current.summary = f"Tied {speaker} in {document} to {person['key']}"

    def set_role(self, document: str, speaker: str, role: Role) -> None:
        """Say whether a label is a participant, the interviewer or a researcher, without naming a person."""
        row = self._label(document, speaker)
        with self._study.act("participants.set_role") as current:
            current.update(t.speakers, row["id"], role=_role(role), participant_id=None)
            current.summary = f"Set {speaker} in {document} to {role}"

    def table(self) -> pd.DataFrame:
        """One row a person: participant, name, role, sector, seniority, organisation, case, then free attributes."""
        from qualcode.project.frames import participants

        frame = participants(self._study)
        query = select(
            t.attributes.c.key, t.attribute_values.c.subject_id, t.attribute_values.c.value, t.attribute_values.c.since
        ).join(t.attributes)
        values = values_of(self._study.store.rows(query.where(t.attributes.c.applies_to == "participant")))
        ids = {row["key"]: row["id"] for row in self._study.store.rows(select(t.participants))}
        for column in sorted({name for person in values.values() for name in person}):
            frame[column] = [values.get(ids[key], {}).get(column, "") for key in frame["participant"]]
        return frame

    def speakers(self) -> pd.DataFrame:
        """One row a label of a document: document, speaker, role, participant, turns, words."""
        from qualcode.project.frames import speakers

        return speakers(self._study)

    def roles(self, document: str) -> dict[str, str]:
        """The role of each label of a document ("" where there is none): participant, interviewer or researcher."""
        row = self._study.find.document(document)
        query = select(t.speakers.c.label, t.speakers.c.role).where(t.speakers.c.document_id == row["id"])
        return {found["label"]: found["role"] for found in self._study.store.rows(query)}

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.participants.c.id)))

    def _take(self, row: Row, people: dict[str, Row], labels: list[tuple[Row, str]]) -> list[str]:
        key, problems = row["participant"], []
        if not key:
            return ["the participant has no id in the column 'participant'."]
        row = {**row, "role": row.get("role", "").casefold()}
        if row["role"] not in ("", *ROLES):
            problems.append(f"'{row['role']}' is not a role. Choose one of: {', '.join(ROLES)}.")
        person = people.setdefault(key, {})
        for name, value in row.items():
            if name in {"participant", "document", "speaker"} or not value:
                continue
            if person.get(name, value) != value:
                problems.append(f"{key} has the {name} '{value}' here and '{person[name]}' before. Which one is it?")
            person.setdefault(name, value)
        if row.get("document"):
            try:
                label = row.get("speaker") or key
                found = self._label(row["document"], label)
                others = [other for speaker, other in labels if speaker["id"] == found["id"] and other != key]
                if others:
                    problems.append(f"{label} in {row['document']} is {key} here and {others[0]} before. Who is it?")
                labels.append((found, key))
            except NotFound as error:
                problems.append(str(error))
        return problems

    def _label(self, document: str, speaker: str) -> Row:
        row = self._study.find.document(document)
        rows = self._study.store.rows(select(t.speakers).where(t.speakers.c.document_id == row["id"]))
        for found in rows:
            if found["label"] == speaker:
                return found
        labels = [found["label"] or "(no label)" for found in rows]
        raise NotFound(f"{row['name']} has no speaker '{speaker}'.{near(speaker, labels)}")


def _role(role: str) -> str:
    if role not in ROLES:
        raise Refused(f"'{role}' is not a role. Choose one of: {', '.join(ROLES)}.")
    return role


def _enter(current: Act, key: str, values: Row) -> Row:
    known = {name: values[name] for name in KNOWN if values.get(name)}
    if "role" in known:
        _role(known["role"])
    if values.get("case"):
        known["case_id"] = case_by_name(current, values["case"])["id"]
    found = current.rows(select(t.participants).where(t.participants.c.key == key))
    if values.get("organisation"):
        in_case = known.get("case_id") or (found[0]["case_id"] if found else None)
        if in_case is None:
            raise Refused(f"{key}: an organisation lies in a case. Say which case {key} belongs to.")
        known["organisation_id"] = organisation_by_name(current, in_case, values["organisation"])["id"]
    if not found:
        return current.insert(t.participants, key=key, **{"name": key, "role": "participant", **known})
    if "role" in known and known["role"] != found[0]["role"]:
        tied = select(t.speakers.c.id).where(t.speakers.c.participant_id == found[0]["id"])
        for speaker in current.rows(tied):
            current.update(t.speakers, speaker["id"], role=known["role"])
    return current.update(t.participants, found[0]["id"], **known)

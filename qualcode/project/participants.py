"""The people of a study, and which speaker label in which document is whose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.errors import ImportProblems, NotFound, Refused
from qualcode.model import ROLES, Attribute, Role
from qualcode.project.attributes import attribute_table, declared, set_values
from qualcode.project.cases import case_by_name, organisation_by_name
from qualcode.project.find import listed, near
from qualcode.project.tables import Table, read_table
from qualcode.store import Act
from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Preview, Project

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

    def edit(self, wanted: Mapping[str, Mapping[str, str]]) -> None:
        """Set columns of several people, each their own, in one act: {participant: {column: value}}.

        An empty text takes a value away. A case must be there; an organisation is made in the person's case.
        """
        rows = {key: self._study.find.participant(key) for key in wanted}
        with self._study.act("participants.edit") as current:
            for key, row in rows.items():
                _change(current, self._study, row, wanted[key])
                free = {name: value for name, value in wanted[key].items() if name not in COLUMNS}
                set_values(current, "participant", [(row["id"], free)])
            several = "s" if len(rows) != 1 else ""
            current.summary = f"Changed the participant{several} {listed([row['key'] for row in rows.values()])}"

    def remove(self, participant: str, *, why: str = "", preview: bool = False) -> Preview | None:
        """Take a person out. Labels that were theirs are nobody's again and keep their role."""
        from qualcode.project.project import Preview

        row = self._study.find.participant(participant)
        with self._study.act("participants.remove", why=why, preview=preview) as current:
            tied = current.rows(select(t.speakers).where(t.speakers.c.participant_id == row["id"]))
            current.update_many(t.speakers, {speaker["id"]: {"participant_id": None} for speaker in tied})
            values = select(t.attribute_values.c.id).where(t.attribute_values.c.subject_id == row["id"])
            current.delete_many(t.attribute_values, [found["id"] for found in current.rows(values)])
            current.delete(t.participants, row["id"])
            current.summary = f"Removed the participant {row['key']}"
        return Preview(current.summary, current.changes) if preview else None

    def load(self, table: Table, *, preview: bool = False) -> int:
        """Enter people, and whose label is whose, from a table (path or frame) with a column `participant`.

        Columns: participant, name, role, sector, seniority, organisation, case; document and speaker tie a label
        of a document to the person; other columns become attributes. A person may stand in several rows (one a
        document); rows that contradict each other, unknown documents, labels and roles are all reported at once,
        and then nothing is entered, as with `preview`. Returns how many people the table names.
        """
        rows = read_table(table, need=("participant",))
        problems: list[str] = []
        people: dict[str, Row] = {}
        labels: list[tuple[Row, str]] = []
        for number, row in rows:
            problems.extend(f"row {number}: {problem}" for problem in self._take(row, people, labels))
        if problems:
            raise ImportProblems(problems, table=True)
        with self._study.act("participants.load", preview=preview) as current:
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

    def map(self, wanted: Mapping[tuple[str, str], Mapping[str, str]], *, make: bool = False) -> None:
        """Say of several labels whose they are, or which role they have, in one act.

        Args:
            wanted: {(document, label): {"participant": key}} ties a label to a person, whose role then holds;
                an empty key unties it. {"role": role} says what a label is without naming a person.
            make: a key that nobody has is entered as a person called like the label, with its role and its
                document's case.
        """
        labels = [(self._label(*label), label, values) for label, values in wanted.items()]
        with self._study.act("participants.map") as current:
            people = {row["key"]: row for row in current.rows(select(t.participants))}
            tied: dict[str, Row] = {}
            for row, (document, label), values in labels:
                key = values.get("participant", "")
                if make and key and key not in people:
                    case = self._study.find.document(document)["case_id"]
                    person = {"key": key, "name": label or key, "role": row["role"], "case_id": case}
                    people[key] = current.insert(t.participants, **person)
                if key and key not in people:
                    raise NotFound(f"There is no participant '{key}'.{near(key, people)}")
                if key:
                    tied[row["id"]] = {"participant_id": people[key]["id"], "role": people[key]["role"]}
                else:
                    tied[row["id"]] = {"participant_id": None, "role": _role(values.get("role") or row["role"])}
            current.update_many(t.speakers, tied)
            current.summary = f"Said who speaks, for {len(labels)} label{'s' if len(labels) != 1 else ''}"

    def declared(self) -> list[Attribute]:
        """The attributes that participants have: type, values in order, dated or not."""
        return declared(self._study, "participant")

    def table(self) -> pd.DataFrame:
        """One row a person: participant, name, role, sector, seniority, organisation, case, then free attributes."""
        from qualcode.project.frames import participants

        frame = participants(self._study)
        people = self._study.store.rows(select(t.participants).order_by(t.participants.c.key))
        free = attribute_table(self._study, "participant", [(row["id"], row["key"]) for row in people])
        used = sorted(column for column in free.columns[1:] if free[column].any())
        return frame.assign(**{column: free[column] for column in used})

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


def _change(current: Act, study: Project, row: Row, values: Mapping[str, str]) -> None:
    known: Row = {name: values[name].strip() for name in ("name", "sector", "seniority") if name in values}
    if values.get("role"):
        known["role"] = _role(values["role"])
        tied = current.rows(select(t.speakers).where(t.speakers.c.participant_id == row["id"]))
        current.update_many(t.speakers, {speaker["id"]: {"role": known["role"]} for speaker in tied})
    if "case" in values:
        known["case_id"] = study.find.case(values["case"])["id"] if values["case"] else None
    if values.get("organisation", "").strip():
        in_case = known.get("case_id", row["case_id"])
        if in_case is None:
            raise Refused(f"{row['key']}: an organisation lies in a case. Say which case {row['key']} belongs to.")
        known["organisation_id"] = organisation_by_name(current, in_case, values["organisation"].strip())["id"]
    elif "organisation" in values:
        known["organisation_id"] = None
    if known:
        current.update(t.participants, row["id"], **known)


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

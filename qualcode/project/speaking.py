"""Who speaks where in a study, and which words are evidence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, select

from qualcode.model import Turn
from qualcode.project.attributes import values_of
from qualcode.project.remembering import last_act, touched
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.project.project import Project

Row = dict[str, Any]
NO_TURN = Turn(0, 0, "")
TABLES = (t.documents, t.speakers, t.participants, t.organisations, t.cases)


class Speaking:
    """The speakers of all documents, as they are at this moment.

    A participant's words are evidence, and so is archival text, which counts as nobody's voice. Interviewers' and
    researchers' words never are, nor is a passage that holds any of them.
    """

    def __init__(self, study: Project) -> None:
        rows = study.store.rows
        self._study = study
        self.documents: dict[str, Row] = {
            row["id"]: row for row in rows(select(t.documents).order_by(t.documents.c.position))
        }
        self.speakers: dict[tuple[str, str], Row] = {
            (row["document_id"], row["label"]): row for row in rows(select(t.speakers))
        }
        self.people: dict[str | None, Row] = {row["id"]: row for row in rows(select(t.participants))}
        self.organisations: dict[str | None, str] = {row["id"]: row["name"] for row in rows(select(t.organisations))}
        self.cases: dict[str | None, str] = {row["id"]: row["key"] for row in rows(select(t.cases))}
        self._starts: dict[str, list[int]] = {}
        self._turns: dict[str, tuple[Turn, ...]] = {}
        self._told: dict[tuple[str, ...], Row] = {}
        self._faces: dict[str, tuple[Any, ...]] = {}

    @classmethod
    def now(cls, study: Project) -> Speaking:
        """The speakers after the latest act; the same object for all who ask while no act changes them."""
        memory = study.memory
        with memory.building, study.store.reading() as connection:
            seq = last_act(connection)
            since, speaking = memory.speaking or (0, None)
            if speaking is None or (since < seq and _changed(connection, since)):
                speaking = cls(study)
            memory.speaking = (max(since, seq), speaking)
            return speaking

    def unlike(self, other: Speaking) -> set[str]:
        """The documents of which a passage would say something else than at that other moment."""
        if other is self:
            return set()
        mine, theirs = self._all_faces(), other._all_faces()
        return {document for document in mine.keys() | theirs.keys() if mine.get(document) != theirs.get(document)}

    def case_of(self, document: Row) -> str:
        """The key of the document's case, or ""."""
        return self.cases.get(document["case_id"], "")

    def spoken(self, content_id: str) -> dict[str, tuple[int, int]]:
        """How many turns and words each label of a text has, in order of first appearance."""
        known = self._study.memory.spoken
        if content_id not in known:
            counts: dict[str, tuple[int, int]] = {}
            for turn in self._study.documents.content(content_id)[1]:
                turns, words = counts.get(turn.speaker or "", (0, 0))
                counts[turn.speaker or ""] = (turns + 1, words + len(turn.text.split()))
            known[content_id] = counts
        return known[content_id]

    def words(self, content_id: str) -> int:
        """How many words the turns of a text have."""
        return sum(words for _, words in self.spoken(content_id).values())

    def turns(self, document_id: str) -> tuple[Turn, ...]:
        """The turns of a document."""
        if document_id not in self._turns:
            turns = self._study.documents.content(self.documents[document_id]["content_id"])[1]
            self._starts[document_id] = [turn.start for turn in turns]  # first: another thread may ask for them
            self._turns[document_id] = turns
        return self._turns[document_id]

    def turn_at(self, document_id: str, offset: int) -> Turn:
        """The turn that an offset falls in, or the one before it; a turn without a speaker where there is none."""
        turns = self.turns(document_id)
        if not turns:
            return NO_TURN
        return turns[max(bisect_right(self._starts[document_id], offset) - 1, 0)]

    def is_evidence(self, document_id: str, label: str) -> bool:
        """Whether the words under this label of a document count."""
        row = self.speakers.get((document_id, label))
        return row is None or row["role"] == "participant"

    def voice(self, document_id: str, label: str) -> str:
        """Whose voice the words under this label of a document are; "" for archival text and for no evidence."""
        document = self.documents[document_id]
        counts = document["kind"] != "archival" and self.is_evidence(document_id, label)
        return self._voice(document, label) if counts else ""

    def eligible(self, document_id: str) -> list[tuple[int, int]]:
        """The spans of a document that can be evidence, in order."""
        return [
            (turn.start, turn.end)
            for turn in self.turns(document_id)
            if self.is_evidence(document_id, turn.speaker or "")
        ]

    def of(self, document_id: str, start: int, end: int) -> Row:
        """What the codings frame says of a passage: document, kind, case, speaker, attributes, eligible, voice.

        The speaker is the one with most of the passage. Each person who speaks in it is a voice, on a line each.
        """
        inside = self._inside(document_id, start, end)
        label = max(inside, key=lambda name: inside[name]) if inside else ""
        who = (document_id, label, *inside)
        if who not in self._told:
            self._told[who] = self._tell(document_id, label, inside)
        return self._told[who]

    def _tell(self, document_id: str, label: str, inside: Iterable[str]) -> Row:
        document = self.documents[document_id]
        speaker = self.speakers.get((document_id, label), {})
        person = self._person(document_id, label)
        eligible = bool(inside) and all(self.is_evidence(document_id, name) for name in inside)
        archival = document["kind"] == "archival"
        voices = dict.fromkeys(self._voice(document, name) for name in inside)
        people = [self._person(document_id, name) for name in inside]
        return {
            "document": document["name"],
            "document_id": document_id,
            "kind": document["kind"],
            "case": self.case_of(document),
            "organisation": self.organisations.get(person.get("organisation_id"), ""),
            "speaker": label,
            "participant": person.get("key", ""),
            "role": speaker.get("role", ""),
            "sector": " / ".join(dict.fromkeys(one["sector"] for one in people if one.get("sector"))),
            "seniority": " / ".join(dict.fromkeys(one["seniority"] for one in people if one.get("seniority"))),
            "eligible": eligible,
            "voice": "\n".join(voices) if eligible and not archival else "",
        }

    def _all_faces(self) -> dict[str, tuple[Any, ...]]:
        """All that passages say of their document and its speakers, by document."""
        if not self._faces:
            labels: dict[str, list[tuple[Any, ...]]] = {}
            for (document_id, label), row in self.speakers.items():
                person = self.people.get(row["participant_id"], {})
                about = (person.get(name, "") for name in ("key", "sector", "seniority", "organisation_id"))
                organisation = self.organisations.get(person.get("organisation_id"), "")
                labels.setdefault(document_id, []).append((label, row["role"], *about, organisation))
            for document_id, row in self.documents.items():
                own = (row[name] for name in ("position", "name", "kind", "content_id"))
                self._faces[document_id] = (*own, self.case_of(row), sorted(labels.get(document_id, ())))
        return self._faces

    def _person(self, document_id: str, label: str) -> Row:
        return self.people.get(self.speakers.get((document_id, label), {}).get("participant_id"), {})

    def _voice(self, document: Row, label: str) -> str:
        return str(self._person(document["id"], label).get("key") or f"{document['name']}/{label}")

    def attributes(self) -> dict[str, dict[str | None, dict[str, str]]]:
        """What searches can filter by: {document id: {label: {attribute: value}}}."""
        result: dict[str, dict[str | None, dict[str, str]]] = {}
        free = self._free()
        for (document_id, label), speaker in self.speakers.items():
            document = self.documents[document_id]
            person = self.people.get(speaker["participant_id"], {})
            values = {
                "document": document["name"],
                "kind": document["kind"],
                "case": self.case_of(document),
                "role": speaker["role"],
                "participant": person.get("key", ""),
                "sector": person.get("sector", ""),
                "seniority": person.get("seniority", ""),
                "organisation": self.organisations.get(person.get("organisation_id"), ""),
            }
            kept = {name: value for name, value in values.items() if value}
            others = [free.get(subject, {}) for subject in (document["case_id"], document_id, person.get("id"))]
            merged = {**document["attributes"], **others[0], **others[1], **others[2], **kept}
            result.setdefault(document_id, {})[label or None] = merged
        return result

    def _free(self) -> dict[str | None, dict[str, str]]:
        """The free attributes of cases, documents and persons, by id; of dated ones the latest value."""
        columns = (t.attributes.c.key, t.attribute_values.c.subject_id, t.attribute_values.c.value)
        query = select(*columns, t.attribute_values.c.since).join(t.attributes)
        return {subject: values for subject, values in values_of(self._study.store.rows(query)).items()}  # noqa: C416

    def _inside(self, document_id: str, start: int, end: int) -> dict[str, int]:
        """How many characters of the passage each label has."""
        turns = self.turns(document_id)
        shares: dict[str, int] = {}
        place = max(bisect_right(self._starts.get(document_id, []), start) - 1, 0)
        for turn in turns[place:]:
            if turn.start >= end:
                break
            share = min(end, turn.end) - max(start, turn.start)
            if share > 0:
                shares[turn.speaker or ""] = shares.get(turn.speaker or "", 0) + share
        return shares


def _changed(connection: Connection, since: int) -> bool:
    acts = touched(connection, since)
    return any(table in acts for table in TABLES)

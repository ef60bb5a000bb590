"""Who speaks where in a study, and which words are evidence."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.model import Turn
from qualcode.project.attributes import values_of
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.project.project import Project

Row = dict[str, Any]
NO_TURN = Turn(0, 0, "")


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

    def case_of(self, document: Row) -> str:
        """The key of the document's case, or ""."""
        return self.cases.get(document["case_id"], "")

    def words(self, content_id: str) -> int:
        """How many words the turns of a text have."""
        counts: dict[str, int] = self._study.documents.word_counts
        if content_id not in counts:
            turns = self._study.documents.content(content_id)[1]
            counts[content_id] = sum(len(turn.text.split()) for turn in turns)
        return counts[content_id]

    def turns(self, document_id: str) -> tuple[Turn, ...]:
        """The turns of a document."""
        if document_id not in self._turns:
            turns = self._study.documents.content(self.documents[document_id]["content_id"])[1]
            self._turns[document_id] = turns
            self._starts[document_id] = [turn.start for turn in turns]
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
        document = self.documents[document_id]
        inside = self._inside(document_id, start, end)
        label = max(inside, key=lambda name: inside[name]) if inside else ""
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

"""Suggestions: running the suggesters, who may see them when, and what coders decide."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, select

from qualcode.errors import NotFound, ReadFirst, Refused
from qualcode.model import Coding, Suggestion
from qualcode.project import bulk
from qualcode.project.bulk import ABOUT, FINAL
from qualcode.project.recoding import code_called
from qualcode.store import Act
from qualcode.store import schema as t
from qualcode.suggesters.protocol import refuse_unknown

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project

Row = dict[str, Any]
NAMESPACE = uuid.UUID("0f6d8a52-54b1-5c39-9f57-6d2a4f0c8b7e")


class Suggestions:
    """`study.suggestions`. A suggestion is never data: only what a coder accepts or recodes becomes a coding."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def run(
        self,
        suggesters: Sequence[str] | None = None,
        *,
        precision: float = 0.5,
        progress: Callable[[int, int], None] | None = None,
    ) -> pd.DataFrame:
        """Suggest codes for all documents; what these suggesters proposed before and do not now is gone.

        `suggesters` are of "rules" (the only one unless named), "similar" (likeness to definitions) and "learned"
        (from this coder's own codings, decisions and readings, never from what nobody has decided on); where several
        agree, one suggestion speaks for all. "similar" and "learned" only propose what is expected to be right in a
        share `precision` of cases. `progress` is called with how many documents were cut into words, or passages made
        vectors, of how many that had to be.

        Returns one row a code: code, suggestions, new, gone; what the suggesters have to say about what they did not
        propose is in its `attrs["notes"]`. Makes no coding.

        Raises:
            Refused: `precision` is not above 0 and at most 0.95, or nobody is named who codes.
            QualcodeError: there is no suggester of that name.
        """
        import pandas as pd

        refuse_unknown(suggesters or ())
        self._study.refuse_nobody()
        if not 0 < precision <= 0.95:
            raise Refused(f"The precision is a share above 0 and at most 0.95, not {precision}.")
        proposed, notes = self._study.matching.suggest(
            suggesters, coder=self._study.coder, precision=precision, progress=progress
        )
        fresh = {identity(item): item for item in proposed}
        codes = {row["key"]: row["id"] for row in self._study.store.rows(select(t.codes))}
        with self._study.act("suggestions.run") as current:
            ran = t.suggestions.c.suggester.in_(tuple(suggesters or ("rules",)))
            # What was learned from another coder stays that coder's.
            others = (t.suggestions.c.suggester == "learned") & ~_of_coder(self._study.coder)
            old = {row["id"]: row for row in current.rows(select(t.suggestions).where(ran & ~others))}
            new_ids = [key for key in fresh if key not in old]
            gone_ids = [key for key in old if key not in fresh]
            names = ", ".join(suggesters or ("rules",))
            counts: Row = {"suggestions": len(fresh), "new": len(new_ids), "gone": len(gone_ids)}
            if notes:
                counts |= {"notes": notes, "precision": precision}
            run = current.insert(t.runs, suggesters=names, at=current.at, coder=self._study.coder, settings=counts)
            current.delete_many(t.suggestions, gone_ids)
            for key, item in fresh.items():
                if key in old and old[key]["code_id"] != codes[item.code]:
                    # Its rule moved to another code since; what it finds moves with it.
                    current.update(t.suggestions, key, code_id=codes[item.code])
            current.insert_many(
                t.suggestions, [_row(key, fresh[key], run["id"], codes[fresh[key].code]) for key in new_ids]
            )
            current.summary = f"Ran {names}: {len(fresh)} suggestions, {len(new_ids)} new, {len(gone_ids)} gone"
        keys = {code_id: key for key, code_id in codes.items()}
        counted: dict[str, list[int]] = {}
        for key, item in fresh.items():
            counted.setdefault(item.code, [0, 0, 0])
            counted[item.code][0] += 1
            counted[item.code][1] += key not in old
        for key in gone_ids:
            counted.setdefault(keys[old[key]["code_id"]], [0, 0, 0])[2] += 1
        order = [row["key"] for row in self._study.store.rows(select(t.codes.c.key).order_by(t.codes.c.position))]
        rows = [(code, *counted[code]) for code in order if code in counted]
        frame = pd.DataFrame(rows, columns=["code", "suggestions", "new", "gone"])
        frame.attrs["notes"] = notes
        return frame

    def table(
        self,
        *,
        document: str | None = None,
        code: str | None = None,
        suggester: str | None = None,
        pending: bool = True,
    ) -> pd.DataFrame:
        """The suggestions that this coder may see, in document order, skipped ones last.

        With `pending`, only those without this coder's decision, and none where the coder has the code already.

        Columns: suggestion, document, document_id, case, start, end, quote, speaker, code, code_name, score,
        suggester, rule, reason, decision, earlier (what the coder decided before the rule changed, or "").

        Raises:
            ReadFirst: `document` is named and this coder has not read it (reflexive approach).
            QualcodeError: there is no suggester of that name.
        """
        refuse_unknown([suggester] if suggester is not None else [])
        from qualcode.project.suggested import suggestions, suggestions_of

        seen = self.open_documents()
        if document is not None:
            wanted = self._study.find.document(document)
            if wanted["id"] not in seen:
                raise ReadFirst(self._why_closed(wanted["name"]))
            frame = suggestions_of(self._study, wanted["id"])
        else:
            frame = suggestions(self._study)
            frame = frame[frame["document_id"].isin(seen)]
        if code is not None:
            frame = frame[frame["code"] == self._study.find.code(code)["key"]]
        if suggester is not None:
            frame = frame[frame["suggester"] == suggester]
        if pending:
            frame = frame[~frame["decision"].isin(FINAL) & ~frame["coded"]]
            frame = frame.sort_values("decision", kind="stable")
        return frame.drop(columns="coded").reset_index(drop=True)

    def one(self, suggestion: str) -> Row:
        """One suggestion, decided or not, as a dictionary with the columns of `table`.

        Raises:
            NotFound: there is no such suggestion, or its code is retired.
            ReadFirst: this coder may not see the suggestions of its document yet.
        """
        from qualcode.project.suggested import suggestion as row_of

        self._open_row(suggestion)
        found = row_of(self._study, suggestion)
        if found is None:
            raise NotFound(f"The code of the suggestion '{suggestion}' is retired.")
        del found["coded"]
        return found

    def withheld(self) -> list[str]:
        """The names of documents whose suggestions this coder may not see yet."""
        seen = self.open_documents()
        have = select(t.documents.c.id, t.documents.c.name).order_by(t.documents.c.position)
        return [row["name"] for row in self._study.store.rows(have) if row["id"] not in seen]

    def override(self, document: str, *, why: str) -> None:
        """See the suggestions of a document before reading it; the reason is on record.

        Raises:
            Refused: no reason, or the approach is not reflexive.
        """
        row = self._study.find.document(document)
        if self._study.approach != "reflexive":
            raise Refused(f"Only the reflexive approach can be overridden; this study's is {self._study.approach}.")
        if not why.strip():
            raise Refused("Say why the suggestions are seen before the document is read: it goes on record.")
        coder = self._study.coder_id()
        with self._study.act("suggestions.override", why=why) as current:
            mine = (t.readings.c.document_id == row["id"]) & (t.readings.c.coder_id == coder)
            found = current.rows(select(t.readings).where(mine))
            if found:
                current.update(t.readings, found[0]["id"], override_why=why.strip())
            else:
                current.insert(t.readings, document_id=row["id"], coder_id=coder, override_why=why.strip())
            current.summary = f"Saw the suggestions of {row['name']} before reading it"

    def accept(self, suggestion: str, *, memo: str = "", level: str = "", stance: str = "") -> Coding:
        """Make a suggestion a coding of this coder."""
        row = self._open_row(suggestion)
        with self._study.act("suggestions.accept") as current:
            coding = self._accept(current, row, memo=memo, level=level, stance=stance)
            current.summary = f"Accepted {self._named(row)}"
        return self._study.codings[coding]

    def recode(
        self,
        suggestion: str,
        to: str | None = None,
        *,
        start: int | None = None,
        end: int | None = None,
        memo: str = "",
        why: str = "",
        make: bool = False,
    ) -> Coding:
        """Make a suggestion a coding with another code, another passage, or both.

        With `make`, `to` is a name; a code that is not there yet is made in the same act.
        """
        row = self._open_row(suggestion)
        document = self._study.find.document(row["document_id"])
        first = row["start_at"] if start is None else start
        last = row["end_at"] if end is None else end
        with self._study.act("suggestions.recode", why=why) as current:
            make = make and to is not None
            wanted = to if to is not None else row["code_id"]
            code = code_called(current, wanted) if make else self._study.find.code(wanted)
            coding = self._study.codings.write(
                current, document, first, last, code, memo=memo, origin="suggestion", suggestion=row
            )
            self._decide(current, row, "recoded", coding["id"], why)
            current.summary = f"Recoded {self._named(row)} as {code['name']}"
        return self._study.codings[coding["id"]]

    def reject(self, suggestion: str, *, why: str = "") -> None:
        """Say that the code does not fit; it stays rejected until its rule changes."""
        row = self._open_row(suggestion)
        with self._study.act("suggestions.reject", why=why) as current:
            self._decide(current, row, "rejected", None, why)
            current.summary = f"Rejected {self._named(row)}"

    def skip(self, suggestion: str) -> None:
        """Leave a suggestion for later; it comes last in the table."""
        row = self._open_row(suggestion)
        with self._study.act("suggestions.skip") as current:
            self._decide(current, row, "skipped", None, "")
            current.summary = f"Skipped {self._named(row)}"

    def sample(
        self, *, code: str | None = None, suggester: str | None = None, size: int = 20, seed: int = 0
    ) -> pd.DataFrame:
        """Draw a random sample to review before `accept_many`; the same seed draws the same. Codebook approach only."""
        return bulk.sample(self._study, code=code, suggester=suggester, size=size, seed=seed)

    def accept_many(self, *, code: str | None = None, suggester: str | None = None, why: str = "") -> int:
        """Accept all pending suggestions of a kind, in one act, once a random sample of them was reviewed.

        The share of the sample that was accepted (its precision) is recorded with the act. Returns how many.

        Raises:
            Refused: not the codebook approach, no sample of this kind, or its review is not finished.
        """
        return bulk.accept_many(self._study, code=code, suggester=suggester, why=why)

    def decisions(self) -> pd.DataFrame:
        """One row a decision, oldest first; `coding` is the id of what came of it.

        Of documents whose suggestions this coder may not see yet, only the coder's own decisions.
        """
        query = (
            select(
                t.decisions.c.suggestion_id.label("suggestion"),
                t.documents.c.name.label("document"),
                t.decisions.c.start_at.label("start"),
                t.decisions.c.end_at.label("end"),
                t.codes.c.key.label("code"),
                t.decisions.c.suggester,
                t.decisions.c.rule,
                t.coders.c.name.label("coder"),
                t.decisions.c.verdict.label("decision"),
                t.decisions.c.coding_id.label("coding"),
                t.decisions.c.why,
                t.decisions.c.at,
            )
            .join(t.documents, t.decisions.c.document_id == t.documents.c.id)
            .join(t.codes, t.decisions.c.code_id == t.codes.c.id)
            .join(t.coders, t.decisions.c.coder_id == t.coders.c.id)
            .order_by(t.decisions.c.at, t.decisions.c.id)
        )
        if self._study.coder:
            own = t.coders.c.name == self._study.coder
            query = query.where(own | t.decisions.c.document_id.in_(sorted(self.open_documents())))
        return self._study.store.frame(query)

    def suggesters(self) -> list[str]:
        """The names of the suggesters that proposed what there is."""
        query = select(t.suggestions.c.suggester).distinct().order_by(t.suggestions.c.suggester)
        return [row["suggester"] for row in self._study.store.rows(query)]

    def verdicts(self) -> dict[str, str]:
        """What this coder decided, by suggestion: accepted, recoded, rejected or skipped."""
        columns = (t.decisions.c.suggestion_id, t.decisions.c.verdict)
        query = select(*columns).join(t.coders).where(t.coders.c.name == self._study.coder)
        return {row["suggestion_id"]: row["verdict"] for row in self._study.store.rows(query)}

    def decided_on(self, code: str) -> list[Row]:
        """This coder's decisions on suggestions of a code, newest first: verdict, quote, document, why, at."""
        wanted = self._study.find.code(code)["id"]
        query = select(t.decisions, t.documents.c.content_id, t.documents.c.name.label("document"))
        query = query.join(t.documents).join(t.coders).order_by(t.decisions.c.at.desc(), t.decisions.c.id)
        query = query.where(t.coders.c.name == self._study.coder, t.decisions.c.code_id == wanted)
        return [
            {
                **{name: row[name] for name in ("verdict", "document", "why", "at")},
                "quote": self._study.documents.content(row["content_id"])[0][row["start_at"] : row["end_at"]],
            }
            for row in self._study.store.rows(query)
        ]

    def open_documents(self) -> set[str]:
        """The ids of the documents whose suggestions this coder may see, by the study's approach."""
        rows = self._study.store.rows
        approach = self._study.approach
        if approach == "codebook":
            return {row["id"] for row in rows(select(t.documents.c.id))}
        if approach == "reliability":
            readers: dict[str, int] = {}
            for row in rows(select(t.readings).where(t.readings.c.read_at != "")):
                readers[row["document_id"]] = readers.get(row["document_id"], 0) + 1
            own = self._study.documents.read_by(self._study.coder)
            return {document for document, count in readers.items() if count >= 2 and document in own}
        mine = select(t.readings.c.document_id).join(t.coders).where(t.coders.c.name == self._study.coder)
        return {row["document_id"] for row in rows(mine)}

    # -- inside

    def _why_closed(self, name: str) -> str:
        if self._study.approach == "reliability":
            return f"Suggestions of {name} stay hidden until two coders have marked it read: each codes it blind first."
        who = self._study.coder or "a named coder"
        return (
            f"Read {name} first: in the reflexive approach its suggestions wait until {who} has marked it read "
            "(documents.mark_read). To see them all the same, suggestions.override takes a reason."
        )

    def _open_row(self, suggestion: str) -> Row:
        found = self._study.store.rows(select(t.suggestions).where(t.suggestions.c.id == suggestion))
        if not found:
            raise NotFound(f"There is no suggestion '{suggestion}'. A later run may have replaced it.")
        if found[0]["suggester"] == "learned" and not found[0]["rule"].endswith(f" by {self._study.coder}"):
            raise NotFound("This suggestion was learned from another coder's codings and is that coder's alone.")
        if found[0]["document_id"] not in self.open_documents():
            raise ReadFirst(self._why_closed(self._study.find.document(found[0]["document_id"])["name"]))
        return found[0]

    def _accept(self, current: Act, row: Row, **values: str) -> str:
        document = self._study.find.document(row["document_id"])
        code = self._study.find.code(row["code_id"])
        coding = self._study.codings.write(
            current,
            document,
            row["start_at"],
            row["end_at"],
            code["key"],
            origin="suggestion",
            suggestion=row,
            **values,
        )
        self._decide(current, row, "accepted", coding["id"], "")
        return str(coding["id"])

    def _decide(self, current: Act, row: Row, verdict: str, coding: str | None, why: str) -> None:
        coder = self._study.coder_id()
        mine = (t.decisions.c.suggestion_id == row["id"]) & (t.decisions.c.coder_id == coder)
        found = current.rows(select(t.decisions).where(mine))
        if found and found[0]["verdict"] in ("accepted", "recoded"):
            kept = current.rows(select(t.codings.c.id).where(t.codings.c.id == found[0]["coding_id"]))
            if kept:
                raise Refused("This suggestion is a coding already. Undo that, or change the coding itself.")
        values: Row = {"verdict": verdict, "coding_id": coding, "why": why, "at": current.at}
        if found:
            current.update(t.decisions, found[0]["id"], **values)
            return
        about = {name: row[name] for name in ABOUT}
        current.insert(t.decisions, suggestion_id=row["id"], coder_id=coder, **about, **values)

    def _named(self, row: Row) -> str:
        document = self._study.find.document(row["document_id"])
        text = self._study.documents.content(document["content_id"])[0]
        line = " ".join(text[row["start_at"] : row["end_at"]].split())
        quote = line if len(line) <= 60 else f"{line[:59].rstrip()}…"
        return f"{self._study.find.code(row['code_id'])['name']} for “{quote}” in {document['name']}"


def identity(item: Suggestion) -> str:
    """The id of a suggestion: equal in every run while passage, suggester and rule version are the same."""
    name = f"{item.document}\0{item.start}\0{item.end}\0{item.suggester}\0{item.rule or item.code}\0{item.version}"
    return str(uuid.uuid5(NAMESPACE, name))


def _of_coder(coder: str) -> ColumnElement[bool]:
    """Whether a learned suggestion was learned from this coder: its rule ends so."""
    return t.suggestions.c.rule.endswith(f" by {coder}", autoescape=True)


def _row(key: str, item: Suggestion, run: str, code_id: str) -> Row:
    return {
        "id": key,
        "run_id": run,
        "document_id": item.document,
        "start_at": item.start,
        "end_at": item.end,
        "code_id": code_id,
        "suggester": item.suggester,
        "rule": item.rule,
        "rule_version": item.version,
        "score": item.score,
        "reason": item.reason,
    }

"""Documents and cases: what was not read, not coded, not assigned, not told, not dated."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qualcode.analysis.cases import narratives
from qualcode.analysis.checking.finding import Finding, Material, quoted, some
from qualcode.analysis.frames import records, take
from qualcode.analysis.voices import evidence
from qualcode.text.printable import many

UNREAD = "Nobody has marked it read."
NO_CASE = "It belongs to no case."
ODD = "It has a note from being read in."
CODED_UNREAD = "It holds codings of somebody who has not marked it read."
UNCODED = "It was read and holds no coding; is there nothing in it, or is it still to be coded?"
OVERRIDDEN = "Its suggestions were looked at before it was read."
NO_NARRATIVE = "It has no case narrative; within-case comes before cross-case."
PRIVATE = "Its case narrative is private, so it stays out of exports."
NO_DOCUMENT = "It is compared with other cases and has no document."
UNDATED = "The attribute is dated, and its value has no date."
READINGS = ["document", "coder", "read_at", "override_why"]


def documents(data: Material) -> Iterator[Finding]:
    """Documents that nobody has read, that hold no coding, that belong to no case, or whose file was odd."""
    files = take(data.documents, "documents", "document", "case", "words", "eligible_chars", "read", "readers")
    counts = take(data.codings, "codings", "document")["document"].value_counts()
    cases = len(take(data.cases, "cases", "case"))
    for row in records(files):
        name, words = row["document"], many(row["words"], "word")
        codings = int(counts.get(name, 0))
        if not row["read"]:
            told = f"{words} unread, {many(codings, 'coding')}"
            yield Finding("document", name, UNREAD, "Read it (documents read).", told, told)
        elif not codings and row["eligible_chars"]:
            remedy = "Look once more; if nothing in it speaks to the question, say so in a memo."
            yield Finding("document", name, UNCODED, remedy, f"{words}, read by {row['readers']}", words)
        if not row["case"] and cases:
            told = f"{words}, {many(codings, 'coding')}"
            yield Finding("document", name, NO_CASE, "Assign it (documents assign --case).", told, told)
        for warning in data.warnings.get(name, ()):
            remedy = "Look at the document; correct the file and bring it in again if need be."
            yield Finding("document", name, ODD, remedy, warning)


def readings(data: Material) -> Iterator[Finding]:
    """Codings by somebody who has not marked the document read, and suggestions seen before reading."""
    known = data.readings[READINGS] if len(data.readings) else pd.DataFrame(columns=READINGS)
    read = set(known.loc[known["read_at"] != "", ["document", "coder"]].itertuples(index=False, name=None))
    frame = take(data.codings, "codings", "document", "coder", "origin")
    made = frame[frame["origin"] != "import"].groupby(["document", "coder"], sort=False).size()
    unread: dict[str, list[str]] = {}
    for document, coder in made.index:
        if (document, coder) not in read:
            unread.setdefault(document, []).append(f"{coder}: {many(int(made[document, coder]), 'coding')}")
    for document, coders in unread.items():
        remedy = "Whoever coded it reads it to its end and marks it read (documents read)."
        yield Finding("document", document, CODED_UNREAD, remedy, "; ".join(coders), "; ".join(coders))
    for row in records(known[known["override_why"] != ""]):
        since = f"read on {row['read_at'][:10]}" if row["read_at"] else "not read so far"
        remedy = "Say in the report that the suggestions came first there; reread it without them."
        told = f"{row['coder']}, {since}: {quoted(row['override_why'])}"
        yield Finding("document", row["document"], OVERRIDDEN, remedy, told, f"{row['coder']}, {since}")


def cases(data: Material) -> Iterator[Finding]:
    """Cases without a narrative, with a private one, or without documents; dated attributes without a date."""
    table = records(narratives(data.cases, data.memos))
    files = take(data.documents, "documents", "case")["case"].value_counts()
    found = evidence(data.codings)
    voices = found[found["voice"] != ""].groupby("case")["voice"].nunique()
    memos = take(data.memos, "memos", "memo", "private", "coder")
    private = dict(zip(memos.loc[memos["private"], "memo"], memos.loc[memos["private"], "coder"], strict=True))
    held = [row["case"] for row in table if row["case"] in files.index]
    for row in table:
        case, ids = row["case"], row["memos"].split("; ")
        has = f"{many(int(files.get(case, 0)), 'document')}, {many(int(voices.get(case, 0)), 'voice')} coded"
        if not row["narrative"]:
            remedy = "Write one (memos add --kind 'case narrative' --about case:…)."
            yield Finding("case", case, NO_NARRATIVE, remedy, has, has)
        elif all(memo in private for memo in ids):
            writers = some(sorted({private[memo] for memo in ids}))
            remedy = "Make it public when it is ready to be read (memos edit --public)."
            yield Finding("case", case, PRIVATE, remedy, f"written by {writers}", f"written by {writers}")
        if case not in held and held:
            remedy = "Bring in what was collected, or take the case out (documents assign --case, cases remove)."
            yield Finding("case", case, NO_DOCUMENT, remedy, f"documents lie in: {some(held)}")
    for row in records(data.undated):
        command = " (cases set --since)" if row["applies_to"] == "case" else ""
        remedy = f"Say since when it holds{command}, or declare the attribute as not dated."
        told = f"{row['attribute']}: {row['value']}"
        yield Finding(row["applies_to"], row["subject"], UNDATED, remedy, told, told)

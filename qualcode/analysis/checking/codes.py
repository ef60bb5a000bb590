"""Codes that rest on little, or that nobody has defined; and whether anything was written beside them."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.analysis.checking.finding import Finding, Material, attributed, people_in
from qualcode.analysis.frames import records, take
from qualcode.analysis.voices import evidence, tally
from qualcode.text.printable import many

ONE_VOICE = "Codes in use rest on one voice each."
UNDEFINED = "Codes in use have no definition."
NO_NOTES = "No memo and no journal entry is written; where is the researchers' own part in the reading noted?"


def codes(data: Material) -> Iterator[Finding]:
    """One row for all codes that rest on one voice, one for all that are used without a definition."""
    book = take(data.codes, "codes", "code", "name", "status", "definition")
    book = book[book["status"] != "retired"]
    names = {code: name.strip() or code for code, name in zip(book["code"], book["name"], strict=True)}
    found = evidence(data.codings)
    counts = {row["code"]: row for row in records(tally(found, ["code"]))}
    single = [code for code in names if code in counts and counts[code]["voices"] == 1]
    if single:
        spoken = found[found["code"].isin(single) & (found["voice"] != "")].drop_duplicates("code")
        voice, who = dict(zip(spoken["code"], spoken["voice"], strict=True)), attributed(data.participants)
        told = "; ".join(
            f"{names[code]}: {people_in([voice[code]], who)}, {many(counts[code]['codings'], 'coding')}"
            for code in single
        )
        remedy = "Look whether each says something that others share, or belongs with another code."
        yield Finding("code", many(len(single), "code"), ONE_VOICE, remedy, told, told)
    used = take(data.codings, "codings", "code")["code"].value_counts()
    bare = book.loc[(book["definition"].str.strip() == "") & book["code"].isin(used.index), "code"]
    if len(bare):
        told = "; ".join(f"{names[code]}: {many(int(used[code]), 'coding')}" for code in bare)
        remedy = "Write what each means, so that you and others can go on using it (codebook edit)."
        yield Finding("code", many(len(bare), "code"), UNDEFINED, remedy, told, told)


def notes(data: Material) -> Iterator[Finding]:
    """Whether there is coding, and neither a memo nor a journal entry."""
    kinds = take(data.memos, "memos", "kind")["kind"]
    written = take(data.codings, "codings", "memo")["memo"]
    if len(written) and not kinds.isin(["memo", "journal"]).any():
        told = f"{many(len(written), 'coding')}, {int((written.str.strip() != '').sum()):,} with a memo of its own"
        yield Finding("question", "journal", NO_NOTES, "Begin a journal (memos add --kind journal).", told, told)

"""Who speaks: labels that are nobody's, attributes that are missing or clash, combinations that few people carry."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qualcode.analysis.attribution import attribution
from qualcode.analysis.checking.finding import Finding, Material, example, some
from qualcode.analysis.frames import records, take
from qualcode.analysis.small_cells import small_cells, study_people
from qualcode.text.printable import many

NO_LABEL = "No speaker is named, so all of its words count as one participant's."
NOBODYS = "Nobody is named for this label; it counts as a voice without sector and seniority."
MISSING = "{} not recorded; attributions of the quotes will say so."
CASES_CLASH = "The case of the person is not the case of every document in which the person speaks."
SECTORS_CLASH = "The sector of the person is not that of the person's organisation."
TWINS_CLASH = "Several participants have this name, with different attributes."
FEW = "Fewer than three people carry this sector and seniority, and it stands beside quotes."
SILENT_KINDS = ("archival", "observation", "response")
SPEAKERS = ["document", "speaker", "role", "participant", "turns", "words"]
LEAST = 3


def speakers(data: Material) -> Iterator[Finding]:
    """Participants' labels that are nobody's. Archival text, observations and responses need no speaker."""
    if data.speakers.empty:
        return
    files = take(data.documents, "documents", "document", "kind")
    kinds = dict(zip(files["document"], files["kind"], strict=True))
    coded = take(data.codings, "codings", "document", "speaker").value_counts()
    for row in records(data.speakers[SPEAKERS]):
        where = f"{row['document']}: {row['speaker'] or 'no label'}"
        codings = int(coded.get((row["document"], row["speaker"]), 0))
        told = f"{many(row['turns'], 'turn')}, {many(row['words'], 'word')}, {many(codings, 'coding')}"
        if row["participant"] or row["role"] != "participant" or kinds.get(row["document"]) in SILENT_KINDS:
            continue
        if row["speaker"]:
            remedy = "Tie it to a participant (participants tie, or participants load with a table)."
            yield Finding("speaker", where, NOBODYS, remedy, told, told)
        else:
            remedy = "Tie it to a participant, or set its role (participants tie, participants role)."
            yield Finding("speaker", where, NO_LABEL, remedy, told, told)


def participants(data: Material) -> Iterator[Finding]:
    """People with attributes that are missing, or that clash with others; only people whose role is participant."""
    people = take(data.participants, "participants")
    people = people[people["role"] == "participant"]
    heard = _heard(data)
    coded = take(data.codings, "codings", "participant")["participant"].value_counts()
    for person in records(people):
        key = person["participant"]
        missing = [name for name in ("sector", "seniority") if not person[name]]
        if missing:
            have = [f"{name} {person[name]}" for name in ("sector", "seniority") if person[name]]
            count = many(int(coded.get(key, 0)), "coding")
            files = [f"speaks in {some(found)}"] if (found := list(heard.get(key, {}))) else []
            problem = MISSING.format(" and ".join(missing)).capitalize()
            remedy = "Enter it (participants add, or participants load with a table)."
            told, printed = "; ".join([*have, *files, count]), "; ".join([*have, count])
            yield Finding("participant", key, problem, remedy, told, printed)
        elsewhere = {document: case for document, case in heard.get(key, {}).items() if case and case != person["case"]}
        if person["case"] and elsewhere:
            told = "; ".join([f"person: {person['case']}", *(f"{file}: {case}" for file, case in elsewhere.items())])
            remedy = "Find out which is right (participants add --case, documents assign --case)."
            yield Finding("participant", key, CASES_CLASH, remedy, told)
    yield from _sectors(people, data)
    yield from _twins(people)


def small(data: Material, least: int = LEAST) -> Iterator[Finding]:
    """Combinations of sector and seniority that fewer than `least` people carry, beside passages that can be quoted."""
    spoken = take(data.codings, "codings", "coding", "document", "start", "end", "quote", "sector", "seniority")
    spoken = spoken.assign(**take(data.codings, "codings", "voice", "eligible"))
    spoken = spoken[spoken["eligible"] & (spoken["voice"] != "")].drop_duplicates(["document", "start", "end"])
    chosen = take(data.extracts, "extracts", "coding")["coding"]
    beside = dict(list(spoken.groupby(["sector", "seniority"], sort=False)))
    for row in records(small_cells(study_people(data.participants, data.codings), least=least)):
        own = beside.get((row["sector"], row["seniority"]))
        if own is not None:
            told = f"{many(row['people'], 'person', 'people')}, {many(len(own), 'quote')}"
            remedy = "Before quoting, ask whether a reader may recognise the person; say less in the attribution."
            who = attribution({"sector": row["sector"], "seniority": row["seniority"]})
            yield Finding("attribution", who, FEW, remedy, f"{told}: {example(own, chosen)[0]}", told)


def _heard(data: Material) -> dict[str, dict[str, str]]:
    """Participant → the documents in which the person speaks, each with its case."""
    files = take(data.documents, "documents", "document", "case")
    cases = dict(zip(files["document"], files["case"], strict=True))
    heard: dict[str, dict[str, str]] = {}
    if len(data.speakers):
        for document, person in zip(data.speakers["document"], data.speakers["participant"], strict=True):
            if person:
                heard.setdefault(person, {})[document] = cases.get(document, "")
    return heard


def _sectors(people: pd.DataFrame, data: Material) -> Iterator[Finding]:
    places = take(data.organisations, "organisations", "organisation", "case", "sector")
    sectors = {(row["organisation"], row["case"]): row["sector"] for row in records(places)}
    for person in records(people[(people["organisation"] != "") & (people["sector"] != "")]):
        theirs = sectors.get((person["organisation"], person["case"]), "")
        if theirs and theirs.casefold() != person["sector"].casefold():
            told = f"person: {person['sector']}, organisation: {theirs}"
            remedy = "Find out which is right, or note why they differ (participants add --sector)."
            shown = f"{told} ({person['organisation']})"
            yield Finding("participant", person["participant"], SECTORS_CLASH, remedy, shown, told)


def _twins(people: pd.DataFrame) -> Iterator[Finding]:
    named = people[people["name"].str.strip() != ""]
    for _, same in named.groupby(named["name"].str.strip().str.casefold(), sort=False):
        rows = records(same)
        told = [
            f"{row['participant']}: {row['sector'] or 'no sector'}, {row['seniority'] or 'no rank'}" for row in rows
        ]
        if len(rows) > 1 and len({(row["sector"], row["seniority"]) for row in rows}) > 1:
            remedy = "If it is one person, keep one participant, or the person counts twice; if not, nothing."
            where = ", ".join(row["participant"] for row in rows)
            yield Finding("participant", where, TWINS_CLASH, remedy, "; ".join(told))

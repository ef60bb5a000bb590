"""What a theme rests on: concept, codes, people, cases, chosen quotes, and what does not fit."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qualcode.analysis.checking.finding import Finding, Material, attributed, example, people_in, quoted, some
from qualcode.analysis.flags import evidence_flags
from qualcode.analysis.frames import NO_CASE, records, take
from qualcode.analysis.matrix import cells
from qualcode.analysis.origins import origins
from qualcode.analysis.themes import theme_board
from qualcode.analysis.voices import evidence, tally
from qualcode.text.printable import many

NO_CONCEPT = "It has no central organising concept, so it is a candidate."
CANDIDATE_WRITTEN = "It has no central organising concept, so it is a candidate; yet it is written about already."
NO_CODES = "No code belongs to it."
NO_EVIDENCE = "Its codes lie on no passage that can count."
NO_VOICE = "It rests on archival text only; nobody speaks in it."
ONE_VOICE = "It rests on one voice."
ONE_QUOTE = "It rests on one quote."
ONE_CASE = "It rests on one case."
ONE_SECTOR = "It rests on one sector."
ONE_SECTOR_KNOWN = "It rests on one sector as far as sectors are recorded."
NO_EXEMPLAR = "No exemplar quote is chosen for it."
EMPTY_TRAY = "Nothing is recorded that does not fit; was it looked for?"
STRAY = "Chosen quotes carry none of its codes, so they count in none of its numbers."
MUTE = "Chosen quotes lie on words that count as no evidence, so they are not printed."
EXEMPLARS_OF_ONE = "All of its exemplar quotes are by one person, though more people speak in it."
EXEMPLARS_IN_ONE = "All of its exemplar quotes lie in one case, though it is found in more."
SUGGESTED = "More than half of its codings began as suggestions."
NO_SUMMARY = "Cells of theme × case hold passages, but no summary is written."
NO_PASSAGE = "A summary is written for a case in which no passage of it lies."

CARRIES = "Ask whether the evidence carries the theme; else say so in the text, or look for more."
REMEDIES = {
    NO_CONCEPT: "Say which one idea its passages share (themes define), or leave it a candidate.",
    CANDIDATE_WRITTEN: "Say which one idea its passages share (themes define) before more is written.",
    NO_CODES: "Say which codes tell its story (themes add-codes), or discard it.",
    NO_EVIDENCE: "Code passages for it, or discard it with a reason.",
    NO_EXEMPLAR: "Choose the passages that show it best (themes add-exemplar).",
    EMPTY_TRAY: "Reread for what speaks against it, and put that into its tray (themes add-misfit).",
    STRAY: "Give the passages a code of the theme, or choose others (themes remove-extract).",
    MUTE: "Set the speaker's role, or choose others (participants role, themes remove-extract).",
    EXEMPLARS_OF_ONE: "Choose another person's words too, or say why this person's are shown.",
    EXEMPLARS_IN_ONE: "Choose a passage of another case too, or say why this case is shown.",
    SUGGESTED: "Ask whether you would have coded these passages without suggestions; read some at random.",
    NO_SUMMARY: "Write in each cell what the theme looks like there (themes summarise).",
    NO_PASSAGE: "Code the passages that it speaks of, or rewrite the summary (themes summarise).",
}
FLAGS = {
    "no voice: archival text only": NO_VOICE,
    "one voice": ONE_VOICE,
    "one quote": ONE_QUOTE,
    "one case": ONE_CASE,
    "one sector": ONE_SECTOR,
}


def themes(data: Material) -> Iterator[Finding]:
    """Each finding about a theme that stands, themes in project order, its evidence beside it."""
    board = theme_board(data.themes)
    if board.empty:
        return
    links = take(data.theme_codes, "theme_codes", "theme", "code").drop_duplicates()
    found = evidence(data.codings, "coding", "document", "quote").merge(links, on="code")
    found = found[found["theme"].isin(board["theme"])]
    counts = {row["theme"]: row for row in records(tally(found, ["theme"]))}
    owned = dict(list(found.groupby("theme", sort=False)))
    chosen = take(data.extracts, "extracts", "theme", "kind", "coding")
    every = data.codings[take(data.codings, "codings", "coding")["coding"].isin(chosen["coding"]).to_numpy()]
    texts = take(data.summaries, "summaries")
    texts = texts[texts["text"].str.strip() != ""]
    who, compared = attributed(data.participants), _cells(data, found, texts, list(board["theme"]))
    born = {row["theme"]: row for row in records(origins(data.themes, data.theme_codes, data.codings))}
    for theme in records(board):
        key, label = theme["theme"], theme["label"]
        own, picked = owned.get(key, found.iloc[:0]), chosen[chosen["theme"] == key]
        exemplars = picked.loc[picked["kind"] == "exemplar", "coding"]
        shown = take(every, "codings")
        shown = shown[shown["coding"].isin(exemplars)]
        codes = int((links["theme"] == key).sum())
        written = int((texts["theme"] == key).sum())
        if not theme["central_organising_concept"]:
            yield _candidate(label, codes, len(exemplars), written)
        if not codes:
            yield _finding(label, NO_CODES)
        elif own.empty:
            yield _finding(label, NO_EVIDENCE, many(codes, "code"))
        else:
            yield from _flagged(label, own, counts[key], exemplars, who)
            yield from _chosen(label, own, counts[key], shown, who)
            if not (picked["kind"] == "does_not_fit").any():
                yield _finding(label, EMPTY_TRAY, _numbers(counts[key]))
            yield from _suggested(label, born[label])
        yield from _astray(label, own, shown)
        yield from compared.get(key, [])


def _finding(label: str, problem: str, evidence: str = "", printed: str | None = None, remedy: str = "") -> Finding:
    said = evidence if printed is None else printed
    return Finding("theme", label, problem, remedy or REMEDIES.get(problem, CARRIES), evidence, said)


def _candidate(label: str, codes: int, exemplars: int, written: int) -> Finding:
    if not exemplars and not written:
        return _finding(label, NO_CONCEPT, many(codes, "code"))
    quotes = [many(exemplars, "exemplar quote")] if exemplars else []
    summaries = [many(written, "summary", "summaries")] if written else []
    return _finding(label, CANDIDATE_WRITTEN, ", ".join([*quotes, *summaries]))


def _flagged(
    label: str, own: pd.DataFrame, counts: dict[str, int], exemplars: pd.Series, who: dict[str, str]
) -> Iterator[Finding]:
    shown, bare = example(own, exemplars)
    people = people_in(own["voice"], who)
    for flag in evidence_flags(counts):
        problem = FLAGS.get(flag, ONE_SECTOR_KNOWN)
        told, printed = [people] if people else [], [people] if people else []
        if problem == ONE_CASE:
            told.insert(0, f"case {next(case for case in own['case'] if case)}")
        if problem in (ONE_SECTOR, ONE_SECTOR_KNOWN):
            told[:0] = printed[:0] = [many(counts["voices"], "voice")]
        if problem == ONE_SECTOR_KNOWN:
            told += (lacking := [f"{many(counts['sectorless'], 'voice')} without a recorded sector"])
            printed += lacking
        for said in (told, printed):
            said.append(many(counts["codings"], "coding"))
        yield _finding(label, problem, f"{', '.join(told)}: {shown}", f"{', '.join(printed)}: {bare}")


def _chosen(
    label: str, own: pd.DataFrame, counts: dict[str, int], shown: pd.DataFrame, who: dict[str, str]
) -> Iterator[Finding]:
    exemplars = evidence(shown, "coding", "document", "quote")
    quotes = exemplars["coding"].nunique()
    if not quotes:
        yield _finding(label, NO_EXEMPLAR, _numbers(counts))
    if quotes < 2:
        return
    quote, bare = example(exemplars)
    voices, cases = set(exemplars["voice"]), set(exemplars["case"])
    if len(voices) == 1 and "" not in voices and set(own["voice"]) - voices - {""}:
        told = f"{many(quotes, 'exemplar')} by {people_in(voices, who)}, of {many(counts['voices'], 'voice')}"
        yield _finding(label, EXEMPLARS_OF_ONE, f"{told}: {quote}", f"{told}: {bare}")
    elif len(cases) == 1 and "" not in cases and set(own["case"]) - cases - {""}:
        of_all = f"of {many(counts['cases'], 'case')}"
        told = f"{many(quotes, 'exemplar')} in case {next(iter(cases))}, {of_all}: {quote}"
        yield _finding(label, EXEMPLARS_IN_ONE, told, f"{many(quotes, 'exemplar')} in one {of_all}")


def _astray(label: str, own: pd.DataFrame, shown: pd.DataFrame) -> Iterator[Finding]:
    """Exemplars that are no evidence, and those on passages on which no code of the theme lies."""
    mute = shown[~shown["eligible"]]
    if len(mute):
        yield _finding(label, MUTE, f"{many(len(mute), 'quote')}: {example(mute)[0]}", many(len(mute), "quote"))
    place = ["document_id", "start", "end"]
    coded = pd.MultiIndex.from_frame(own[place])
    stray = shown[shown["eligible"] & ~pd.MultiIndex.from_frame(shown[place]).isin(coded)]
    if len(stray):
        quote, bare = example(stray)
        told = f"{many(len(stray), 'quote')}, coded {some(stray['code_name'].unique())}"
        yield _finding(label, STRAY, f"{told}: {quote}", f"{told}: {bare}")


def _numbers(counts: dict[str, int]) -> str:
    across = f" in {many(counts['cases'], 'case')}" if counts["cases"] else ""
    return f"{many(counts['voices'], 'voice')}, {many(counts['codings'], 'coding')}{across}"


def _suggested(label: str, born: dict[str, float]) -> Iterator[Finding]:
    if born["from_suggestions"] * 2 > born["codings"]:
        told = f"{born['from_suggestions']:,} of {many(int(born['codings']), 'coding')} ({born['suggested_percent']} %)"
        yield _finding(label, SUGGESTED, told)


def _cells(data: Material, found: pd.DataFrame, texts: pd.DataFrame, keys: list[str]) -> dict[str, list[Finding]]:
    """Per theme: cells with passages and no summary, and the other way round; one row a theme and kind."""
    board = theme_board(data.themes)
    labels = dict(zip(board["theme"], board["label"], strict=True))
    table = cells(keys, "theme", found, data.cases, data.documents)
    table = table[table["case"] != NO_CASE]
    written = {(row["theme"], row["case"]): row["text"] for row in records(texts)}
    unwritten: dict[str, list[str]] = {}
    groundless: dict[str, list[str]] = {}
    for row in records(table):
        key, case = row["theme"], row["case"]
        if row["codings"] and (key, case) not in written:
            unwritten.setdefault(key, []).append(f"{case} ({many(row['voices'], 'voice')})")
        elif not row["codings"] and (key, case) in written:
            groundless.setdefault(key, []).append(f"{case}, {row['state']}: {quoted(written[key, case])}")
    said: dict[str, list[Finding]] = {}
    for problem, where in ((NO_SUMMARY, unwritten), (NO_PASSAGE, groundless)):
        for key, told in where.items():
            shown = some(told, len(told)) if problem == NO_SUMMARY else "; ".join(told)
            said.setdefault(key, []).append(_finding(labels[key], problem, shown, many(len(told), "case")))
    return said

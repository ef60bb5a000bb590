"""The last sections: cases, discarded themes, what deserves a look, chosen journal entries."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from qualcode.analysis import narratives
from qualcode.analysis.frames import records, take
from qualcode.export.report.blocks import Block, Bullets, Heading, Paragraph, Table, prose
from qualcode.export.report.study import ReportData, counted, day

# Told elsewhere in the report: unread documents, cases without a narrative, flags beside their theme.
TOLD = {"case", "theme"}
NAMING = {"speaker", "participant", "coding"}
UNREAD = "nobody has marked it read"
_WORDING = re.compile(r"^It says '.*?'\. (?=Themes are|Does that)", re.DOTALL)


def cases(report: ReportData) -> Iterator[Block]:
    """Each case with its own narrative, or the statement that there is none."""
    data = report.study
    yield Heading(2, "Cases")
    table = records(narratives(data.cases, data.memos))
    if not table:
        yield Paragraph("The study has no cases.")
        return
    about = take(data.cases, "cases").set_index("case")
    memos = take(data.memos, "memos").set_index("memo")
    for row in table:
        key = row["case"]
        label = about.loc[key, "label"]
        yield Heading(3, key if report.granularity == "publication" or label in ("", key) else f"{key}: {label}")
        if not row["narrative"]:
            private = key in report.kept_private
            yield Paragraph("The case narrative is private." if private else "No case narrative is written.")
        for memo in filter(None, row["memos"].split("; ")):
            written = memos.loc[memo]
            if written["title"].strip():
                yield Paragraph(written["title"])
            yield from prose(written["text"])
            yield Paragraph(f"Written by {written['coder']}{_on(written['created_at'])}.", small=True)


def discarded(report: ReportData) -> Iterator[Block]:
    """The discard log."""
    yield Heading(2, "Discarded themes")
    rows = tuple((str(row["name"]), str(row["why"])) for row in records(report.discarded))
    yield Table(("Theme", "Why it was discarded"), rows) if rows else Paragraph("No theme was discarded.")


def advisories(report: ReportData) -> Iterator[Block]:
    """What deserves a look, each with where; below full granularity without naming people and documents."""
    yield Heading(2, "What deserves a look")
    yield Paragraph("Questions for the researchers. None is a score, and none blocks anything.")
    frame = report.checks
    frame = frame[~frame["about"].isin(TOLD) & (frame["problem"] != UNREAD)]
    full = report.granularity == "full"
    naming = frame["about"].isin(NAMING) | (frame["about"] == "document")
    named = frame if full else frame[~naming]
    rows = [(str(row["where"]) or str(row["about"]), asked(str(row["problem"]))) for row in records(named)]
    rows += [] if full else _counted(frame[naming])
    yield Table(("Where", "What to ask"), tuple(rows)) if rows else Paragraph("Nothing was found.")


def asked(problem: str) -> str:
    """A question without the word it is about, which the report must not say in its own voice."""
    return _WORDING.sub("On the wording there: ", problem)


def _counted(frame: pd.DataFrame) -> list[tuple[str, str]]:
    nouns = {"speaker": "label of a speaker", "participant": "participant", "coding": "coding"}
    rows = []
    for about, noun in nouns.items():
        for problem, found in frame.loc[frame["about"] == about].groupby("problem", sort=True):
            count = len(found)
            several = "labels of speakers" if about == "speaker" else f"{noun}s"
            rows.append((f"{count} {noun if count == 1 else several}", str(problem)))
    files = frame[frame["about"] == "document"]
    homeless = files["problem"] == "it belongs to no case"
    if homeless.any():
        rows.append((counted(int(homeless.sum()), "document"), "belongs to no case"))
    if (~homeless).any():
        count = files.loc[~homeless, "where"].nunique()
        rows.append((counted(count, "document"), "has a note from being read in, which 'qualcode check' tells"))
    return rows


def journal(report: ReportData) -> Iterator[Block]:
    """The chosen journal entries; nothing at all when none was chosen."""
    if not len(report.journal):
        return
    yield Heading(2, "From the journal")
    for row in records(take(report.journal, "memos")):
        yield Heading(3, row["title"].strip() or row["kind"].capitalize())
        yield from prose(row["text"])
        about = f" About: {'; '.join(row['about'])}." if len(row["about"]) and report.granularity == "full" else ""
        yield Paragraph(f"{row['coder']}{_on(row['created_at'])}.{about}", small=True)


def only_researchers(report: ReportData) -> Iterator[Block]:
    """What no record can tell, as a list to write from."""
    yield Heading(2, "Still to be written by the researchers")
    reflexive = [
        "If passages were compared constantly, or findings were taken back to participants: why, since neither "
        "belongs to reflexive thematic analysis by itself.",
    ]
    yield Bullets(
        (
            "Who you are in relation to the topic and the participants, and how that shaped the reading.",
            "How theory informed the analysis, and how semantic and latent coding were used.",
            "Why these participants and this amount of material answer the question.",
            "Ethics approval, consent, and how the material was de-identified.",
            *(reflexive if report.study.approach == "reflexive" else []),
            "The narrative that joins the themes, and what follows from them.",
        )
    )


def _on(at: str) -> str:
    return f", {day(at)}" if at else ""

"""The last sections: cases, discarded themes, what deserves a look, chosen journal entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from qualcode.analysis import narratives
from qualcode.analysis.checking.material import NO_NARRATIVE, OVERRIDDEN, PRIVATE, UNREAD
from qualcode.analysis.checking.suggested import AT_ONCE
from qualcode.analysis.frames import records, take
from qualcode.export.report.blocks import Block, Bullets, Heading, Paragraph, Table, prose
from qualcode.export.report.study import ReportData, day

# Told in a section of its own: unread documents, narratives, what was seen before reading, bulk accepts.
TOLD = {UNREAD, NO_NARRATIVE, PRIVATE, OVERRIDDEN, AT_ONCE}
NOUNS = {
    "quote": ("quote", "quotes"),
    "speaker": ("label of a speaker", "labels of speakers"),
    "participant": ("participant", "participants"),
    "coding": ("coding", "codings"),
    "document": ("document", "documents"),
    "case": ("case", "cases"),
}
"""Findings whose place names people, documents or cases."""
MOST_PRINTED = 3
_OF = re.compile(r"^(summary|case narrative) of .*", re.DOTALL)
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
    """What deserves a look, each with its evidence; below full granularity without naming people, documents, cases."""
    yield Heading(2, "What deserves a look")
    yield Paragraph("Questions for the researchers. None is a score, and none blocks anything.")
    frame = report.checks
    frame = frame[~frame["problem"].isin(TOLD)]
    full = report.granularity == "full"
    shown = frame if full else frame[~frame["about"].isin(list(NOUNS))]
    rows = [
        (
            str(row["where"]) if full else _OF.sub(r"a \1", str(row["where"])),
            asked(str(row["problem"])),
            _evidence(row, "evidence" if full else "printed"),
        )
        for row in records(shown)
    ]
    rows = rows if full else [*_counted(frame), *rows]
    columns = ("Where", "What to ask", "What it rests on")
    yield Table(columns, tuple(rows)) if rows else Paragraph("Nothing was found.")


def asked(problem: str) -> str:
    """A question without the word it is about, which the report must not say in its own voice."""
    return _WORDING.sub("On the wording there: ", problem)


def _evidence(row: dict[str, Any], column: str) -> str:
    """The evidence; of wording nothing, since the report would say the word."""
    return "" if _WORDING.match(str(row["problem"])) else str(row[column])


def _counted(frame: pd.DataFrame) -> list[tuple[str, str, str]]:
    """Findings whose place names somebody or something: how many there are of each, and what they rest on."""
    rows = []
    for about, nouns in NOUNS.items():
        for problem, found in frame.loc[frame["about"] == about].groupby("problem", sort=False):
            count, told = len(found), found["printed"]
            if about in ("document", "case"):
                count = found["where"].nunique()
            said = list(dict.fromkeys(text for text in told if text))
            more = f"; and {len(said) - MOST_PRINTED} more" if len(said) > MOST_PRINTED else ""
            where = f"{count} {nouns[0] if count == 1 else nouns[1]}"
            rows.append((where, str(problem), "; ".join(said[:MOST_PRINTED]) + more))
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

"""What deserves a look before tables are made: who speaks, what is unread, what cannot count."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd

from qualcode.project import frames

if TYPE_CHECKING:
    from qualcode.project.project import Project

Finding = tuple[str, str, str, str]


def check(study: Project) -> pd.DataFrame:
    """See `Project.check`."""
    codings = frames.codings(study)
    findings = [
        *_quotes(study, codings),
        *_speakers(study),
        *_codings(codings),
        *_documents(study),
        *_cases(study),
        *_themes(study),
    ]
    return pd.DataFrame(findings, columns=["about", "where", "problem", "remedy"], dtype=object)


def _quotes(study: Project, codings: pd.DataFrame) -> Iterator[Finding]:
    from qualcode.analysis import verify

    texts = {document.id: document.text for document in study.documents}
    for problem in verify(codings, texts):
        yield (
            "quote",
            "",
            problem,
            "Find out how the file was changed; restore a backup. Nothing is exported until then.",
        )


def _speakers(study: Project) -> Iterator[Finding]:
    kinds = {document.name: document.kind for document in study.documents}
    for row in frames.speakers(study).itertuples():
        document = str(row.document)
        where = f"{document}: {row.speaker or 'no label'!s}"
        if kinds[document] in ("archival", "observation", "response"):
            continue
        if not row.speaker and not row.participant and row.role == "participant":
            yield (
                "speaker",
                where,
                "no speaker is named, so all of its words count as one participant's",
                "Tie it to a participant, or set its role (participants tie, participants role).",
            )
        elif not row.participant and row.role == "participant":
            yield (
                "speaker",
                where,
                "nobody is named for this label; it counts as a voice without sector and seniority",
                "Tie it to a participant (participants tie, or participants load with a table).",
            )
    for person in frames.participants(study).itertuples():
        if person.role == "participant":
            missing = [name for name in ("sector", "seniority") if not getattr(person, name)]
            if missing:
                yield (
                    "participant",
                    str(person.participant),
                    f"{' and '.join(missing)} not recorded; attributions of the quotes will say so",
                    "Enter it (participants add, or participants load with a table).",
                )


def _codings(codings: pd.DataFrame) -> Iterator[Finding]:
    several = codings["voice"].str.contains("\n", regex=False)
    for row in codings[several.astype(bool) | ~codings["eligible"]].itertuples():
        if "\n" in str(row.voice):
            yield (
                "coding",
                f"{row.document} {row.start}–{row.end} ({row.code})",
                "the passage holds several people's words, and their labels; each counts as a voice",
                "Leave it when the exchange is the evidence; else code each person's words.",
            )
        if not row.eligible:
            yield (
                "coding",
                f"{row.document} {row.start}–{row.end} ({row.code})",
                "the passage holds words of an interviewer, a researcher or nobody; it counts as no evidence",
                "Resize the coding to the participant's words, or set the speaker's role.",
            )


def _documents(study: Project) -> Iterator[Finding]:
    cases = len(study.cases)
    for row in frames.documents(study).itertuples():
        if not row.read:
            yield "document", str(row.document), "nobody has marked it read", "Read it (documents read)."
        if not row.case and cases:
            yield "document", str(row.document), "it belongs to no case", "Assign it (documents assign --case)."
    for document in study.documents:
        for warning in document.source.warnings:
            yield (
                "document",
                document.name,
                warning,
                "Look at the document; correct the file and bring it in again if need be.",
            )


def _cases(study: Project) -> Iterator[Finding]:
    from qualcode.analysis import narratives

    frame = narratives(frames.cases(study), frames.memos(study))
    for row in frame.itertuples():
        if not row.narrative:
            yield (
                "case",
                str(row.case),
                "it has no case narrative; within-case comes before cross-case",
                "Write one (memos add --kind 'case narrative' --about case:…).",
            )


def _themes(study: Project) -> Iterator[Finding]:
    from qualcode.analysis import advisories

    written = frames.summaries(study)
    texts = {f"summary of {row.theme} in {row.case}": str(row.text) for row in written.itertuples()}
    asked = advisories(frames.themes(study), frames.codes(study), theme_codes=frames.theme_codes(study), texts=texts)
    for row in asked.itertuples():
        yield "question", str(row.about), str(row.question), "Only think about it; nothing is blocked."
    table = study.themes.table() if len(study.themes) else None
    if table is not None:
        for row in table.itertuples():
            if row.flags:
                yield "theme", str(row.theme), str(row.flags), "Look whether the evidence carries the theme."

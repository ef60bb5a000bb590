"""Codings that differ from their source, that may not count, or whose words are several people's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qualcode.analysis.checking.finding import Finding, Material, place, quoted
from qualcode.analysis.frames import records, take
from qualcode.analysis.themes import fits
from qualcode.analysis.verify import verify

DIFFERS = "The quote cannot be found letter for letter in its document."
SEVERAL = "The passage holds several people's words, and their labels; each counts as a voice."
NOT_EVIDENCE = "The passage holds words of an interviewer or a researcher; it counts as no evidence."
NO_ROLE = "The passage stands under no speaker, so its role is missing; it counts as no evidence."
ABRIDGED = "The quote is printed abridged; does it still say what was said?"
STALE = "The passage changed since it was abridged, so the quote is printed whole."
_SAID = re.compile(r"(?P<where>.*, \d+–\d+), coding \S+: (?P<what>.*)", re.DOTALL)


def quotes(data: Material) -> Iterator[Finding]:
    """Codings whose quote is not what their document says there."""
    for sentence in verify(data.codings, data.texts):
        told = _SAID.fullmatch(sentence)
        remedy = "Find out how the file was changed; restore a backup. Nothing is exported until then."
        yield Finding("quote", told["where"] if told else "", DIFFERS, remedy, told["what"] if told else sentence)


def abridgements(data: Material) -> Iterator[Finding]:
    """Chosen quotes that are printed with elisions or insertions, beside the whole: a word left out can turn it."""
    picked = take(data.extracts, "extracts", "coding", "printed").drop_duplicates()
    picked = picked[picked["printed"] != ""]
    held = take(data.codings, "codings", "coding", "document", "start", "end", "quote")
    for row in records(picked.merge(held, on="coding")):
        fitting = fits(row["quote"], row["printed"])
        problem = ABRIDGED if fitting else STALE
        remedy = "Read both; change it on the theme's quotes (themes abridge), or print the whole."
        told = f"printed “{row['printed']}” for {quoted(row['quote'])}"
        yield Finding("quote", place(row), problem, remedy, told, told)


def codings(data: Material) -> Iterator[Finding]:
    """Codings of several people's words, and those that count as no evidence, in the frame's order."""
    columns = ("document", "start", "end", "quote", "code", "coder", "speaker", "role", "kind", "voice", "eligible")
    frame = take(data.codings, "codings", *columns)
    several = frame["voice"].str.contains("\n", regex=False).astype(bool)
    for row in records(frame[several | ~frame["eligible"]]):
        where = f"{place(row)} ({row['code']})"
        if row["eligible"]:
            people = ", ".join(row["voice"].split("\n"))
            remedy = "Leave it when the exchange is the evidence; else code each person's words."
            printed = f"{row['voice'].count(chr(10)) + 1} people"
            yield Finding("coding", where, SEVERAL, remedy, f"{people}: {quoted(row['quote'])}", printed)
        elif row["role"]:
            who = f"most of it by {row['speaker'] or 'no label'} ({row['role']})"
            remedy = "Resize the coding to the participant's words, or set the speaker's role."
            yield Finding("coding", where, NOT_EVIDENCE, remedy, f"{who}: {quoted(row['quote'])}")
        else:
            remedy = "Resize the coding to words that somebody speaks, or set the role (participants role)."
            told = f"coded by {row['coder']}: {quoted(row['quote'])}"
            yield Finding("coding", where, NO_ROLE, remedy, told)

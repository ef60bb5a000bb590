"""The COREQ checklist on request: where each item stands, and why some do not fit reflexive analysis."""

from __future__ import annotations

from collections.abc import Iterator

from qualcode.export.report.blocks import Block, Heading, Paragraph, Table
from qualcode.export.report.study import ReportData, counted

WRITE = "To be written by the researchers."
ITEMS = (
    "Who interviewed or moderated",
    "Their credentials",
    "Their occupation at the time",
    "Their gender",
    "Their experience and training",
    "Whether they knew the participants before",
    "What participants knew about them",
    "Their reasons, interests and assumptions",
    "The methodological orientation",
    "How participants were selected",
    "How participants were approached",
    "How many took part",
    "Who declined or left, and why",
    "Where the material was collected",
    "Who else was present",
    "Who the participants were",
    "The questions or guide that were used",
    "Whether interviews were repeated",
    "How the talk was recorded",
    "Whether field notes were made",
    "How long interviews lasted",
    "Whether further data were judged to add nothing new",
    "Whether transcripts went back to participants",
    "How many people coded",
    "How the codes are arranged",
    "Where the themes come from",
    "The software that was used",
    "Whether participants commented on the findings",
    "Whether quotes are shown and attributed",
    "Whether findings and material agree",
    "Whether the main themes are clear",
    "Whether minor themes and odd cases are told",
)
REFLEXIVE = {
    22: "Does not cohere with reflexive thematic analysis: meaning is made in the reading and has no point at which it "
    "is used up. Say instead why this material is rich enough for the question.",
    24: "The number of coders is no mark of quality in reflexive thematic analysis: a second coder brings another "
    "reading, not a check on the first. {coders}",
    25: "A fixed tree of codes does not cohere with reflexive thematic analysis: codes are tools on the way to themes "
    "and change with the reading. The methods appendix tells how they changed.",
    28: "Does not cohere with reflexive thematic analysis as a check that findings are right: participants' "
    "reflections are further data. If they were asked, say why and what it added.",
}


def coreq(report: ReportData) -> Iterator[Block]:
    """The 32 items in order, each with what the record says or with who has to say it."""
    yield Heading(2, "COREQ checklist")
    yield Paragraph("Items of Tong, Sainsbury & Craig 2007, in our words, with what the record of the study can say.")
    known = _known(report)
    rows = [(str(number), asks, known.get(number, WRITE)) for number, asks in enumerate(ITEMS, start=1)]
    yield Table(("Item", "What it asks", "Where it stands"), tuple(rows))


def _known(report: ReportData) -> dict[int, str]:
    data = report.study
    coders = f"Who worked on this study: {', '.join(report.coders)}." if report.coders else "Nobody has coded yet."
    kinds = data.documents["kind"].tolist() if len(data.documents) else []
    roles = data.participants["role"].tolist() if len(data.participants) else []
    taking_part = sum(role not in ("interviewer", "researcher") for role in roles)
    known = {
        9: f"{data.approach.capitalize()} thematic analysis; see “Question and approach”.",
        12: f"{counted(taking_part, 'participant')} on record; see “Material”.",
        20: f"{counted(kinds.count('observation'), 'observation')} on record; see “Material”.",
        24: coders,
        25: "See “How the codebook changed” and the codes of each theme.",
        26: "See “How the themes changed”.",
        27: "qualcode.",
        29: "See the quotes of each theme.",
        31: "See “Themes”.",
        32: "See “What does not fit” in each theme, and “Discarded themes”.",
    }
    if data.approach == "reflexive":
        known |= {number: text.format(coders=coders) for number, text in REFLEXIVE.items()}
    return known

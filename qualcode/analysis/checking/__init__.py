"""What deserves a look in a study, each with its evidence: never a block, never a score."""

from collections.abc import Iterator

from qualcode.analysis.checking import codes, material, passages, people, questions, suggested, themes
from qualcode.analysis.checking.finding import COLUMNS, KINDS, Finding, Material

__all__ = ["COLUMNS", "KINDS", "Finding", "Material", "findings"]


def findings(data: Material) -> Iterator[Finding]:
    """Everything that the frames of a study tell, those about the verbatim and about who speaks first."""
    yield from passages.quotes(data)
    yield from passages.abridgements(data)
    yield from passages.codings(data)
    yield from people.speakers(data)
    yield from people.participants(data)
    yield from people.small(data)
    yield from material.documents(data)
    yield from material.readings(data)
    yield from material.cases(data)
    yield from themes.themes(data)
    yield from codes.codes(data)
    yield from suggested.bulk(data)
    yield from codes.notes(data)
    yield from questions.questions(data)

"""Texts and a codebook in, a table of suggestions out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.language import Unit
from qualcode.model import Codebook, Document, Role, Suggestion
from qualcode.suggesters.protocol import SUGGESTERS, Eligible, Evidence, load, spoken_by_participants
from qualcode.text import document_from

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.language import Corpus, Progress

COLUMNS = {
    "document": "str",
    "start": "int64",
    "end": "int64",
    "quote": "str",
    "speaker": "str",
    "code": "str",
    "score": "float64",
    "suggester": "str",
    "reason": "str",
}


def suggest(
    texts: Document | str | Iterable[Document | str],
    codebook: Codebook,
    *,
    suggesters: Sequence[str] = ("rules",),
    unit: Unit | None = None,
    roles: Mapping[str, Role] | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Codes that the suggesters propose for passages of texts; nobody has decided on them.

    `texts` are documents and bare strings, which are searched for speakers and called `text 1`, `text 2` by their
    place. Returned are the columns document (its name, made unique), start, end (offsets in the document's text),
    quote, speaker ("" for nobody named), code, score in (0, 1], suggester and reason; ordered by document, start,
    end and code, and the same for the same input. Without suggestions the frame is empty and has the same columns.

    `unit` is what a rule without IN is answered in, by default the sentence. `roles` says of speakers' labels who is
    a participant, an interviewer or a researcher; the other labels are judged by convention, and only participants'
    words and archival documents get suggestions. `language` stands in for the language of every text.

    >>> from qualcode.model import Code, Rule
    >>> book = Codebook("b", "B", (Code("worlds", "Two worlds", rules=(Rule("r1", '"two worlds"'),)),))
    >>> frame = suggest(["Ana: We are two worlds. Yes.\\n\\nInt: Two worlds?"], book)
    >>> frame[["document", "start", "end", "quote", "speaker", "code", "score"]].values.tolist()
    [['text 1', 5, 23, 'We are two worlds.', 'Ana', 'worlds', 0.5]]
    >>> frame.reason[0]
    'Rule worlds.r1: "two worlds"; found "two worlds"'
    """
    if not isinstance(codebook, Codebook):
        raise QualcodeError(
            f"suggest needs a Codebook, not {type(codebook).__name__}. Read one with qualcode.read_codebook."
        )
    from qualcode.language import Corpus

    documents = _named(_documents(texts, codebook, language))
    corpus = Corpus(documents, progress=progress)
    found = propose(corpus, codebook, suggesters=suggesters, eligible=spoken_by_participants(roles), unit=unit)
    return to_frame(found, {document.id: document.name for document in documents})


def propose(
    corpus: Corpus,
    codebook: Codebook,
    *,
    suggesters: Sequence[str] = ("rules",),
    eligible: Eligible | None = None,
    unit: Unit | None = None,
    evidence: Evidence | None = None,
) -> list[Suggestion]:
    """What several suggesters propose, ordered by document, start, end, code and suggester.

    Where several propose a code for a passage, one suggestion speaks for all, see `combine`. What the suggesters have
    to say about what they did not propose is added to `evidence.notes`. QualcodeError for a suggester that does not
    exist.
    """
    names = (suggesters,) if isinstance(suggesters, str) else tuple(dict.fromkeys(suggesters))
    chosen = [load(name) for name in names]
    found = [
        suggestion
        for suggester in chosen
        for suggestion in suggester(corpus, codebook, eligible=eligible, unit=unit, evidence=evidence)
    ]
    if len(names) > 1:
        from qualcode.suggesters.combining import combine

        found = combine(found, [name for name in SUGGESTERS if name in names])
    order = {document.id: place for place, document in enumerate(corpus)}
    return sorted(found, key=lambda s: (order[s.document], s.start, s.end, s.code, s.suggester))


def to_frame(suggestions: Iterable[Suggestion], names: Mapping[str, str]) -> pd.DataFrame:
    """Suggestions as the table of `suggest`; `names` are the documents' names by id."""
    import pandas as pd

    rows = [
        (names[s.document], s.start, s.end, s.quote, s.speaker, s.code, s.score, s.suggester, s.reason)
        for s in suggestions
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(COLUMNS)
    series = {
        name: pd.Series(list(column), dtype=dtype)
        for (name, dtype), column in zip(COLUMNS.items(), columns, strict=True)
    }
    return pd.DataFrame(series)


def _documents(
    texts: Document | str | Iterable[Document | str], codebook: Codebook, language: str | None
) -> list[Document]:
    documents = []
    for place, text in enumerate([texts] if isinstance(texts, Document | str) else texts, start=1):
        if isinstance(text, str):
            text = document_from(text, name=f"text {place}", language=language or codebook.language)
        elif not isinstance(text, Document):
            raise QualcodeError(
                f"suggest takes documents and strings; text {place} is a {type(text).__name__}. "
                "Read a file with qualcode.read first."
            )
        documents.append(replace(text, language=language) if language else text)
    return documents


def _named(documents: list[Document]) -> list[Document]:
    """Documents whose names and ids differ, though two may be the same text."""
    taken = {document.name for document in documents}
    seen: set[str] = set()
    named = []
    for place, document in enumerate(documents):
        name, number = document.name, 2
        if name in seen:
            while (name := f"{document.name} ({number})") in taken:
                number += 1
            taken.add(name)
        seen.add(name)
        named.append(replace(document, name=name, id=f"{place}"))
    return named

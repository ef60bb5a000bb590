"""Texts and a codebook in, a table of suggestions out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from qualcode.errors import QualcodeError
from qualcode.language import Unit
from qualcode.model import Codebook, Document, Role, Suggestion
from qualcode.suggesters.protocol import SUGGESTERS, Eligible, Evidence, load, refuse_unknown, spoken_by_participants
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
    codings: pd.DataFrame | None = None,
    precision: float = 0.5,
    model: str = "",
    seed: int = 0,
    progress: Progress | None = None,
) -> pd.DataFrame:
    """Codes that the suggesters propose for passages of texts; nobody has decided on them.

    `texts` are documents and bare strings, which are searched for speakers and called `text 1`, `text 2` by their
    place. Returned are the columns document (its name, made unique), start, end (offsets in the document's text),
    quote, speaker ("" for nobody named), code, score in (0, 1], suggester and reason; ordered by document, start,
    end and code, and the same for the same input. Without suggestions the frame is empty and has the same columns.

    `suggesters` are of "rules", "similar" (likeness to definitions) and "learned" (from `codings`, a table with the
    columns document, start, end and code; document is a name). Where several agree, one suggestion speaks for all.
    "similar" and "learned" only propose what is expected to be right in a share `precision` of cases. What they have
    to say about that, and why a frame may be empty, is in `attrs["notes"]`: `print(*frame.attrs["notes"], sep="\\n")`.
    It is neither printed nor warned about, since there is a note after every good run too. `model` names the embedder,
    "none" compares words only. Rows of `codings` with nothing in them are passed over.

    `unit` is what a rule without IN is answered in, by default the sentence; the others look at three sentences of a
    turn. `roles` says of speakers' labels who is
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

    refuse_unknown([suggesters] if isinstance(suggesters, str) else suggesters)
    documents = _named(_documents(texts, codebook, language))
    examples = _codings(codings, documents, codebook)
    corpus = Corpus(documents, progress=progress)
    evidence = Evidence(
        codings=examples,
        read=frozenset(),
        precision=precision,
        model=model,
        seed=seed,
        progress=progress,
    )
    eligible = spoken_by_participants(roles)
    found = propose(corpus, codebook, suggesters=suggesters, eligible=eligible, unit=unit, evidence=evidence)
    frame = to_frame(found, {document.id: document.name for document in documents})
    frame.attrs["notes"] = list(dict.fromkeys(evidence.notes))
    return frame


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
    if set(names) != {"rules"}:
        from qualcode.suggesters.combining import combine

        accepted = dict(evidence.accepted) if evidence else {}
        found = combine(found, [name for name in SUGGESTERS if name in names], accepted=accepted)
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


def _codings(
    codings: pd.DataFrame | None, documents: Sequence[Document], codebook: Codebook
) -> tuple[tuple[str, int, int, str], ...]:
    if codings is None:
        return ()
    absent = [name for name in ("document", "start", "end", "code") if name not in codings.columns]
    if absent:
        raise QualcodeError(
            f"The codings need the columns document, start, end and code; {', '.join(absent)} is not among theirs: "
            f"{', '.join(map(str, codings.columns))}."
        )
    codings = codings[["document", "start", "end", "code"]]
    codings = codings[~(codings.isna() | (codings == "")).all(axis=1)]
    ids = {document.name: document.id for document in documents}
    codes = {code.id for code in codebook.codes} | {code.name for code in codebook.codes}
    by_name = {code.name: code.id for code in codebook.codes}
    places = codings.astype({"document": str, "code": str})
    unknown = sorted(set(places["document"]) - set(ids)), sorted(set(places["code"]) - codes)
    for what, names in zip(("documents", "codes"), unknown, strict=True):
        if names:
            raise QualcodeError(f"The codings name {what} that are not there: {', '.join(names[:5])}.")
    rows = places.itertuples(index=False, name=None)
    return tuple(
        (ids[document], _offset(start), _offset(end), by_name.get(code, code)) for document, start, end, code in rows
    )


def _offset(value: object) -> int:
    """The whole number of a cell, which may be text or, where others of its column are blank, have a point."""
    try:
        number = float(str(value))
        if number == int(number):
            return int(number)
    except (ValueError, OverflowError):
        pass
    raise QualcodeError(f"The codings need whole numbers as start and end; '{value}' is none.")


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

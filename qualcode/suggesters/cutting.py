"""The passages that are compared with codes: a few sentences of one turn, with what is known about them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from qualcode.language import Unit, language_code
from qualcode.learning import CodeText, Features, Passages, code_texts
from qualcode.model import Code, Codebook, Document, Segment
from qualcode.suggesters.protocol import Eligible, Evidence, spoken_by_participants
from qualcode.text import segments
from qualcode.text.stretches import shares_half
from qualcode.vectors import Embedder, VectorCache, embedder

if TYPE_CHECKING:
    from qualcode.language import Corpus

SENTENCES = 3
SAMPLE = 5000  # characters that tell a text's letters
LONG = 60  # words from which on the sentences of a turn are looked at one by one
FEWEST = 3  # words that tell something, which a passage has to have to be proposed
SCHEME = 1  # raise it when other passages are cut, or their likeness is found in another way
_CACHES: WeakKeyDictionary[Corpus, VectorCache] = WeakKeyDictionary()
_EMBEDDERS: dict[str, Embedder | None] = {}


@dataclass(frozen=True)
class Cut:
    """The passages of the documents of one language, and their numbers beside the codes'.

    `open` are the indexes of those that may be proposed: spoken by participants, and long enough to tell.
    """

    language: str
    segments: tuple[Segment, ...]
    open: np.ndarray
    features: Features
    model: str

    def labels(self, places: Sequence[tuple[str, int, int, str]], codes: Sequence[Code]) -> np.ndarray:
        """Which passages have which code: (passages, codes). At least half of the shorter of the two is shared."""
        found = np.zeros((len(self.segments), len(codes)), bool)
        column = {code.id: at for at, code in enumerate(codes)}
        by_document: dict[str, list[tuple[int, Segment]]] = {}
        for at, segment in enumerate(self.segments):
            by_document.setdefault(segment.document, []).append((at, segment))
        for document, start, end, code in places:
            if code in column:
                for at, segment in by_document.get(document, ()):
                    if shares_half(segment.start, segment.end, start, end):
                        found[at, column[code]] = True
        return found


def cuts(
    corpus: Corpus,
    codebook: Codebook,
    *,
    eligible: Eligible | None = None,
    unit: Unit | None = None,
    evidence: Evidence | None = None,
) -> list[Cut]:
    """The passages of a corpus, one cut for each language; the same again while nothing has changed.

    Without a unit a passage is up to three sentences of one turn. The words of interviewers stand among the passages
    because they tell what an answer is about, but are never open.
    """
    eligible = eligible or spoken_by_participants()
    codes = code_texts(codebook.codes)
    languages: dict[str, list[Segment]] = {}
    for document in corpus:
        made = segments(document, unit or "window", window=SENTENCES)
        languages.setdefault(language_of(document), []).extend(made)
    found = []
    for language, own in languages.items():
        model = model_for(language, (evidence or Evidence()).model)
        key = ("passages", language, tuple(codes), unit, model.name if model else "")
        if key not in corpus.results:
            _drop(corpus, language)
            corpus.results[key] = _features(corpus, own, codes, language, model, evidence, whole=unit != "turn")
        features = corpus.results[key]
        documents = {segment.document: corpus.document(segment.document) for segment in own}
        told = [features.words.tells(segment.text) >= FEWEST for segment in own]
        allowed = [
            tells and eligible(documents[segment.document], segment.speaker)
            for segment, tells in zip(own, told, strict=True)
        ]
        found.append(Cut(language, tuple(own), np.flatnonzero(allowed), features, model.name if model else ""))
    return found


def language_of(document: Document) -> str:
    """The language that passages are compared in: `xx`, words alone, where a text is not in its language's letters.

    >>> language_of(Document.of("We waited.")), language_of(Document.of("חיכינו לחוזה שנה שלמה"))
    ('en', 'xx')
    """
    language = language_code(document.language)
    if language != "en":
        return language
    letters = [sign for sign in document.text[:SAMPLE] if sign.isalpha()]
    latin = sum(sign < "\u0250" for sign in letters)
    return "en" if 2 * latin >= len(letters) else "xx"


def model_for(language: str, name: str | None = None) -> Embedder | None:
    """The model of sentence vectors for a language; None where none is installed, or it does not know the language."""
    key = name or ""
    if name == "none":
        return None
    if key not in _EMBEDDERS:
        _EMBEDDERS[key] = embedder(name or None)
    model = _EMBEDDERS[key]
    known = model.languages if model else None
    return model if known is None or language in known else None


def described(code: CodeText) -> str:
    """A short hash of what a code says: a suggestion that was rejected may come back when it changes.

    >>> described(CodeText("a", "Delay")) == described(CodeText("a", "Delay", definition="They waited."))
    False
    """
    said = "\0".join((code.path, code.definition, code.exclude, *code.examples))
    return hashlib.sha256(f"{SCHEME}\0{said}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def vectors_of(corpus: Corpus) -> VectorCache:
    """Where the vectors of a corpus are kept: beside its words, or in memory for a corpus without a folder."""
    if corpus not in _CACHES:
        _CACHES[corpus] = VectorCache(corpus.cache.folder if corpus.cache else None)
    return _CACHES[corpus]


def embed(
    documents: Iterable[Document], cache: VectorCache, *, progress: Callable[[int, int], None] | None = None
) -> None:
    """Make the vectors of the passages of documents, so that `cuts` finds them made. It needs no corpus."""
    texts: dict[str, list[str]] = {}
    for document in documents:
        made = segments(document, "window", window=SENTENCES)
        texts.setdefault(language_of(document), []).extend(segment.text for segment in made)
    for language, own in texts.items():
        model = model_for(language)
        if model is not None:
            cache.vectors(model, own, progress=progress)


def forget(folder: Path, document: Document) -> None:
    """Delete the vectors that a folder keeps of a document's passages and sentences."""
    texts = {turn.text for turn in document.turns}
    for unit in ("window", "sentence", "turn"):
        for segment in segments(document, unit, window=SENTENCES):
            texts |= {segment.text, *sentences_of(segment.text, language_code(document.language))}
    VectorCache(folder).forget(texts)


def _drop(corpus: Corpus, language: str) -> None:
    """Forget the numbers of an earlier codebook or unit, and what was made of them: each takes tens of megabytes."""
    gone = {key: id(kept) for key, kept in corpus.results.items() if key[:2] == ("passages", language)}
    of_gone = [key for key in corpus.results if key[0] in ("likeness", "learned") and key[1] in gone.values()]
    for key in (*gone, *of_gone):
        del corpus.results[key]


def _features(
    corpus: Corpus,
    own: Sequence[Segment],
    codes: Sequence[CodeText],
    language: str,
    model: Embedder | None,
    evidence: Evidence | None,
    *,
    whole: bool,
) -> Features:
    cache = vectors_of(corpus)
    progress = evidence.progress if evidence else None
    passages = Passages(
        [segment.text for segment in own],
        [[segment.text] if whole else sentences_of(segment.text, language) for segment in own],
        [segment.document for segment in own],
        speakers=[segment.speaker or "" for segment in own],
    )
    if model is None:
        return Features(passages, codes, language=language)
    return Features(
        passages,
        codes,
        vectors=lambda texts: cache.vectors(model, texts, progress=progress),
        language=language,
    )


def sentences_of(text: str, language: str) -> list[str]:
    """The sentences of a long text; a short one is one."""
    if len(text.split()) < LONG:
        return [text]
    return [segment.text for segment in segments(Document.of(text, language=language))]

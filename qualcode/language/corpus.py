"""Documents whose words are known: what rules and the search box look into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.language.cache import TokenCache
from qualcode.language.folding import same
from qualcode.language.index import Entry, Index
from qualcode.language.pipelines import language_code
from qualcode.language.units import Unit
from qualcode.language.words import Ints, Tokenizer, Words
from qualcode.model import Document, Segment

if TYPE_CHECKING:
    from spacy.vocab import Vocab

Progress = Callable[[int, int], None]
Attributes = Mapping[str, Mapping[str | None, Mapping[str, str]]]


class Corpus:
    """Documents, each cut into words once.

    `cache` is a folder that keeps the words between runs; it may be deleted at any time. `attributes` say what is
    known about documents and speakers: `{document id: {None: {"case": "case1"}, "Ana": {"sector": "business"}}}`,
    where None stands for the document itself. The attribute may be replaced at any time. A document's own
    `attributes`, `kind`, `name` and `language` need not be repeated there. `progress` is called with how many
    documents are done, of how many.

    >>> corpus = Corpus([Document.of("Two worlds met. They differed.")])
    >>> len(corpus), [segment.text for segment in corpus.segments("sentence")]
    (1, ['Two worlds met.', 'They differed.'])
    """

    def __init__(
        self,
        documents: Iterable[Document] = (),
        *,
        cache: Path | None = None,
        attributes: Attributes | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.attributes: Attributes = attributes or {}
        self.results: dict[Any, Any] = {}
        self.cache = TokenCache(cache) if cache is not None else None
        self._entries: dict[str, Entry] = {}
        self._tokenizers: dict[str, Tokenizer] = {}
        self._vocabulary: dict[str, int] = {}
        self._hashes: list[int] = []
        self._vocab: Vocab | None = None
        self._index: Index | None = None
        self.add(*documents, progress=progress)

    def __len__(self) -> int:
        return len(self._entries)

    def __iter__(self) -> Iterator[Document]:
        return (entry.document for entry in self._entries.values())

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._entries

    def document(self, document_id: str) -> Document:
        """The document with this id; KeyError when it is not in the corpus."""
        return self._entries[document_id].document

    def add(self, *documents: Document, progress: Progress | None = None) -> None:
        """Take documents in. One with the id of a document that is there replaces it in its place.

        When `progress` raises, what was taken in until then stays.
        """
        try:
            for done, document in enumerate(documents, start=1):
                self._take_in(document)
                if progress is not None:
                    progress(done, len(documents))
        finally:
            if documents:
                self._changed()
                for language in {entry.language for entry in self._entries.values()}:
                    self._tokenizers[language].by_base(self.index.vocabulary)

    def _take_in(self, document: Document) -> None:
        language = language_code(document.language)
        words = self.cache.load(document, language) if self.cache else None
        if words is None:
            words = self._tokenizer(language).read(document)
            if self.cache:
                self.cache.save(document, language, words)
        self._tokenizer(language)  # known for every language here, also when the words came from the cache
        entry = self._entries[document.id] = Entry(document, language, words, self._places(words))
        entry.as_doc(self.vocab, self.hashes())  # now, so that the first search is as quick as the next

    def discard(self, document_id: str) -> None:
        """Leave a document out, and delete what the cache keeps of it. Nothing happens when it is not there."""
        entry = self._entries.pop(document_id, None)
        if entry is not None:
            if self.cache:
                self.cache.forget(entry.document)
            self._changed()

    def segments(self, unit: Unit = "sentence") -> list[Segment]:
        """All sentences or turns, in the order of the documents."""
        units, index = self.index.units(unit), self.index
        turn_bases = np.cumsum([0, *[len(entry.document.turns) for entry in index.entries]])
        found = []
        rows = zip(units.document.tolist(), units.start.tolist(), units.end.tolist(), units.turn.tolist(), strict=True)
        for place, start, end, turn in rows:
            document = index.entries[place].document
            nth = int(turn - turn_bases[place])
            text = document.text[start:end]
            found.append(Segment(document.id, nth, start, end, text, document.turns[nth].speaker))
        return found

    def attributes_of(self, document: Document, speaker: str | None = None) -> dict[str, str]:
        """What is known about a document and, where one is named, a speaker in it; names as `folding.same`."""
        known: dict[str, str] = {**document.attributes, **self.attributes.get(document.id, {}).get(None, {})}
        known |= {"kind": document.kind, "document": document.name, "language": document.language}
        return {same(name): str(value) for name, value in {**known, **self.speaker(document, speaker)}.items()}

    def speaker(self, document: Document, speaker: str | None) -> Mapping[str, str]:
        """The attributes of a speaker in a document; empty where nothing is known."""
        return {} if speaker is None else self.attributes.get(document.id, {}).get(speaker, {})

    @property
    def index(self) -> Index:
        """The arrays that queries are answered from."""
        if self._index is None:
            self._index = Index(tuple(self._entries.values()), tuple(self._vocabulary), self._tokenizers)
        return self._index

    @property
    def vocab(self) -> Vocab:
        """The spaCy vocabulary of the Docs that PhraseMatcher reads: compared words, nothing else."""
        if self._vocab is None:
            from spacy.vocab import Vocab

            self._vocab = Vocab()
        return self._vocab

    def hashes(self) -> list[int]:
        """spaCy's key of each word of the vocabulary."""
        strings, have = self.vocab.strings, len(self._hashes)
        self._hashes += [strings.add(word) for word in islice(self._vocabulary, have, None)]
        return self._hashes

    def tokenizer(self, language: str) -> Tokenizer:
        """What cuts texts and queries of a language into words."""
        return self._tokenizer(language)

    def _tokenizer(self, language: str) -> Tokenizer:
        if language not in self._tokenizers:
            self._tokenizers[language] = Tokenizer(language)
        return self._tokenizers[language]

    def _places(self, words: Words) -> Ints:
        vocabulary = self._vocabulary
        places = [vocabulary.setdefault(word, len(vocabulary)) for word in words.forms]
        return np.array(places, np.int32)[words.form] if places else np.zeros(0, np.int32)

    def _changed(self) -> None:
        self._index = None
        self.results.clear()

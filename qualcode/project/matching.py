"""The tokenised corpus of a study: searching it, trying rules, and running the suggesters over it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
from sqlalchemy import func, select

from qualcode.project.speaking import Speaking
from qualcode.store import schema as t

if TYPE_CHECKING:
    from qualcode.language import Corpus
    from qualcode.model import Document, Suggestion
    from qualcode.project.project import Project
    from qualcode.query import Hit

SEARCH_COLUMNS = ["document", "document_id", "start", "end", "quote", "speaker", "case", "found", "eligible"]


class Matching:
    """`study.matching`. The words of a document are found once and kept in a folder beside the project file.

    That folder (`NAME.qualcode-cache`) may be deleted at any time. All handles on a file share one of these, and
    threads use it in turn.
    """

    def __init__(self, study: Project) -> None:
        self._study = study
        self.lock = threading.RLock()
        self._corpus: Corpus | None = None
        self._state: tuple[Any, ...] = ()
        self._speaking: Speaking | None = None

    def corpus(self, *, progress: Callable[[int, int], None] | None = None) -> Corpus:
        """All documents, cut into words, with what is known about their speakers. Other threads use it too."""
        from qualcode.language import Corpus

        with self.lock:
            if self._corpus is None:
                self._corpus = Corpus(cache=self.cache)
            with self._study.store.reading():
                state = self._state_now()
                if state == self._state:
                    return self._corpus
                wanted = list(self._study.documents)
                speaking = Speaking(self._study)
                attributes = speaking.attributes()
            same = {(document.id, document.language, document.turns) for document in wanted}
            for document in list(self._corpus):
                if (document.id, document.language, document.turns) not in same:
                    self._corpus.discard(document.id)
            have = {document.id for document in self._corpus}
            self._corpus.add(*(document for document in wanted if document.id not in have), progress=progress)
            self._speaking, self._corpus.attributes, self._state = speaking, attributes, state
            return self._corpus

    @property
    def ready(self) -> bool:
        """Whether the words of all documents are known, so that a search answers at once."""
        return self._corpus is not None and self._state == self._state_now()

    @property
    def cache(self) -> Path | None:
        """The folder of what can be found again; None for a study in memory."""
        path = self._study.path
        return path.with_name(f"{path.name}-cache") if path else None

    def search(self, query: str, *, eligible_only: bool = False) -> pd.DataFrame:
        """See `Project.search`."""
        from qualcode.query import search

        with self.lock:
            return self._frame(search(self.corpus(), query), eligible_only=eligible_only)

    def near_misses(self, query: str, *, limit: int = 20) -> pd.DataFrame:
        """Passages that the query just misses, with what was missing in words: document, …, missing."""
        from qualcode.query import near_misses

        with self.lock:
            found = near_misses(self.corpus(), query, limit=limit)
            frame = self._frame([miss.hit for miss in found], eligible_only=False)
        return frame.assign(missing=[miss.missing for miss in found])

    def spread(self, query: str) -> pd.DataFrame:
        """Over which cases the hits of a query spread: case, hits, documents, speakers."""
        from qualcode.query import search, spread

        with self.lock:
            corpus = self.corpus()
            speaking = self._speaking or Speaking(self._study)
            cases = {row["id"]: speaking.case_of(row) for row in speaking.documents.values()}
            return spread(search(corpus, query), cases)

    def suggest(
        self,
        suggesters: Sequence[str] | None = None,
        *,
        coder: str = "",
        precision: float = 0.5,
        progress: Callable[[int, int], None] | None = None,
    ) -> tuple[list[Suggestion], list[str]]:
        """What the suggesters propose to a coder for the codebook as it stands, in a fixed order; and their notes."""
        from qualcode.project.learning import evidence_of
        from qualcode.suggesters import propose

        names = tuple(suggesters or ("rules",))
        if set(names) - {"rules"}:
            from qualcode.suggesters.cutting import embed, vectors_of

            with self.lock:
                documents, kept = list(self.corpus(progress=progress)), vectors_of(self.corpus())
            # the first time it takes minutes, in which others search and try rules
            embed(documents, kept, progress=progress)
        with self.lock:
            corpus = self.corpus(progress=progress)
            speaking = self._speaking or Speaking(self._study)
            evidence = evidence_of(self._study, coder, precision=precision, progress=progress)
            found = propose(
                corpus,
                self._study.codebook.value(),
                suggesters=names,
                eligible=lambda document, speaker: speaking.is_evidence(document.id, speaker or ""),
                evidence=evidence,
            )
        return found, list(dict.fromkeys(evidence.notes))

    def forget(self, document: Document) -> None:
        """Delete what the folder keeps of a document: its words and its vectors."""
        from qualcode.language import TokenCache
        from qualcode.suggesters.cutting import forget

        if self.cache is not None and self.cache.exists():
            TokenCache(self.cache).forget(document)
            forget(self.cache, document)

    def _frame(self, hits: Sequence[Hit], *, eligible_only: bool) -> pd.DataFrame:
        speaking = self._speaking or Speaking(self._study)
        rows = []
        for hit in hits:
            document = speaking.documents[hit.document]
            text, _ = self._study.documents.content(document["content_id"])
            eligible = speaking.is_evidence(hit.document, hit.speaker or "")
            if eligible or not eligible_only:
                words = dict.fromkeys(text[start:end] for start, end in hit.spans)
                place = (document["name"], hit.document, hit.start, hit.end, hit.quote, hit.speaker or "")
                rows.append((*place, speaking.case_of(document), " … ".join(words), eligible))
        return pd.DataFrame(rows, columns=SEARCH_COLUMNS)

    def _state_now(self) -> tuple[Any, ...]:
        """Changes whenever a document, a speaker, a person or a case does."""
        state: list[Any] = []
        with self._study.store.reading() as connection:
            for table in (t.documents, t.speakers, t.participants, t.cases, t.organisations, t.attribute_values):
                state.extend(connection.execute(select(func.count(), func.max(table.c.version))).one())
        return tuple(state)

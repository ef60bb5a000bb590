"""What a query finds: the units, with the words that made them hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, overload

import numpy as np

from qualcode.language.corpus import Corpus
from qualcode.language.index import Units
from qualcode.language.units import Unit
from qualcode.model import Document

if TYPE_CHECKING:
    import pandas as pd

Mark = tuple[str, Any, Any, Any]  # a term, and where it stands: units, starts, ends
PAGE = 500
Eligible = Callable[[Document, str | None], bool]


class Hit(NamedTuple):
    """A sentence or turn that fulfils a query.

    `document` is an id; `quote` equals `document.text[start:end]`; `speaker` is "" where nobody is named. `spans`
    are the offsets in the document of the words that made it a hit, in order, and `terms` the parts of the query
    that they fulfil, in the order of the query. Spans of different terms may overlap.
    """

    document: str
    start: int
    end: int
    quote: str
    speaker: str
    spans: tuple[tuple[int, int], ...]
    terms: tuple[str, ...]

    def words(self, most: int = 6) -> str:
        """The words hit as they stand, in order, joined by `…`; each once, `most` at most.

        >>> Hit("d", 10, 27, "Two worlds, not one.", "", ((10, 13), (14, 20), (26, 29)), ("two", "one")).words()
        'Two worlds … one'
        """
        merged: list[list[int]] = []
        for start, end in self.spans:
            if merged and self.quote[merged[-1][1] - self.start : start - self.start].strip(" -") == "":
                merged[-1][1] = max(end, merged[-1][1])
            else:
                merged.append([start, end])
        first: dict[str, str] = {}
        for start, end in merged:
            text = " ".join(self.quote[start - self.start : end - self.start].split())
            first.setdefault(text.casefold(), text)
        distinct = list(first.values())
        return " … ".join(distinct[:most]) + (" …" if len(distinct) > most else "")


class Hits(Sequence[Hit]):
    """Hits in the order of the documents. Used like a list; each hit is made when it is looked at.

    Counting, and showing the first page, of a hundred thousand hits takes no time.
    """

    def __init__(self, corpus: Corpus, unit: Unit, chosen: Any, marks: Callable[[Any], Sequence[Mark]]) -> None:
        """`chosen` are places of units in order; `marks` gives the words hit in some of them."""
        self._documents = [entry.document for entry in corpus.index.entries]
        self._turns = np.cumsum([0, *[len(document.turns) for document in self._documents]])
        self._units: Units = corpus.index.units(unit)
        self._chosen = chosen
        self._marks = marks
        self._page: _Page | None = None
        self._places: dict[tuple[str, int, int], int] | None = None

    def _pages(self, begin: int, end: int) -> _Page:
        """The words of the hits from `begin` to `end`, and of some around them."""
        page = self._page
        if page is None or begin < page.begin or end > page.end:
            begin, end = begin - begin % PAGE, min(-(-end // PAGE) * PAGE, len(self._chosen))
            page = self._page = _Page.of(begin, end, self._chosen[begin:end], self._marks)
        return page

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, place: int) -> Hit: ...
    @overload
    def __getitem__(self, place: slice) -> list[Hit]: ...
    def __getitem__(self, place: int | slice) -> Hit | list[Hit]:
        if isinstance(place, slice):
            wanted = range(*place.indices(len(self)))
            if wanted:
                self._pages(min(wanted), max(wanted) + 1)
            return [self._hit(nth) for nth in wanted]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._hit(place % len(self))

    def __iter__(self) -> Iterator[Hit]:
        self._pages(0, len(self))
        return (self._hit(nth) for nth in range(len(self)))

    def speakers(self) -> dict[tuple[str, str], int]:
        """How many hits each speaker has, as {(document id, label): hits}, in the order of the documents."""
        turns, counts = np.unique(self._units.turn[self._chosen], return_counts=True)
        places = (np.searchsorted(self._turns, turns, side="right") - 1).tolist()
        counted: dict[tuple[str, str], int] = {}
        for place, turn, count in zip(places, turns.tolist(), counts.tolist(), strict=True):
            document = self._documents[place]
            who = (document.id, document.turns[turn - int(self._turns[place])].speaker or "")
            counted[who] = counted.get(who, 0) + count
        return counted

    def places(self) -> dict[tuple[str, int, int], int]:
        """Which hit has which offsets, as {(document id, start, end): its place}."""
        if self._places is None:
            units = self._units
            columns = (array[self._chosen].tolist() for array in (units.document, units.start, units.end))
            rows = zip(*columns, strict=True)
            self._places = {(self._documents[row[0]].id, *row[1:]): nth for nth, row in enumerate(rows)}
        return self._places

    def at(self, document: str, start: int, end: int) -> Hit | None:
        """The hit with these offsets in the document with this id, if there is one."""
        nth = self.places().get((document, start, end))
        return None if nth is None else self._hit(nth)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Hits | list) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return repr(list(self))

    def _hit(self, nth: int) -> Hit:
        unit = self._chosen[nth]
        place = int(self._units.document[unit])
        document = self._documents[place]
        start, end = int(self._units.start[unit]), int(self._units.end[unit])
        turn = document.turns[int(self._units.turn[unit] - self._turns[place])]
        spans, terms = self._pages(nth, nth + 1).words(nth)
        text = document.text[start:end]
        return Hit(document.id, start, end, text, turn.speaker or "", spans, terms)


@dataclass(frozen=True, slots=True)
class _Page:
    """The words of some hits in a row: which term (`nth` of `labels`), start and end, for hit h from[h] to to[h]."""

    begin: int
    end: int
    labels: tuple[str, ...]
    nth: list[int]
    spans: list[tuple[int, int]]
    first: list[int]
    last: list[int]

    @classmethod
    def of(cls, begin: int, end: int, chosen: Any, find: Callable[[Any], Sequence[Mark]]) -> _Page:
        marks = find(chosen)
        empty = np.zeros(0, np.int64)
        nth = np.repeat(np.arange(len(marks)), [len(mark[1]) for mark in marks])
        units, starts, ends = (np.concatenate([empty, *[mark[i] for mark in marks]]) for i in (1, 2, 3))
        order = np.lexsort((nth, ends, starts, units))
        units = units[order]
        return cls(
            begin,
            end,
            tuple(mark[0] for mark in marks),
            nth[order].tolist(),
            list(zip(starts[order].tolist(), ends[order].tolist(), strict=True)),
            np.searchsorted(units, chosen, side="left").tolist(),
            np.searchsorted(units, chosen, side="right").tolist(),
        )

    def words(self, hit: int) -> tuple[tuple[tuple[int, int], ...], tuple[str, ...]]:
        """Spans and terms of a hit."""
        marked = slice(self.first[hit - self.begin], self.last[hit - self.begin])
        terms = tuple(self.labels[label] for label in sorted(set(self.nth[marked])))
        return tuple(dict.fromkeys(self.spans[marked])), terms


def spread(hits: Sequence[Hit], case_of_document: Mapping[str, str] | None = None) -> pd.DataFrame:
    """How hits spread over cases: columns case, hits, documents, speakers.

    Every case named in `case_of_document` has a row, in the order of the mapping, also one without hits; documents
    that it does not name come last, under "". Speakers are counted once a document, since `P1` of one interview
    need not be `P1` of another; a passage without a named speaker adds none.

    >>> hit = Hit("d1", 0, 4, "Yes.", "Ana", (), ())
    >>> spread([hit, hit], {"d1": "north", "d2": "south"}).values.tolist()
    [['north', 2, 1, 1], ['south', 0, 0, 0]]
    """
    import pandas as pd

    cases = case_of_document or {}
    rows: dict[str, tuple[list[int], set[str], set[tuple[str, str]]]] = {
        case: ([], set(), set()) for case in cases.values()
    }
    for hit in hits:
        counted, documents, speakers = rows.setdefault(cases.get(hit.document, ""), ([], set(), set()))
        counted.append(1)
        documents.add(hit.document)
        if hit.speaker:
            speakers.add((hit.document, hit.speaker))
    if "" in rows:
        rows[""] = rows.pop("")
    table = [(case, len(hit), len(docs), len(people)) for case, (hit, docs, people) in rows.items()]
    frame = pd.DataFrame(table, columns=["case", "hits", "documents", "speakers"])
    return frame.astype({"case": "str", "hits": "int64", "documents": "int64", "speakers": "int64"})

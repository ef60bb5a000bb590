"""A search of the whole corpus: the passages in their context, how many people and cases, and the acts on them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from qualcode.errors import Refused
from qualcode.project import Project
from qualcode.project.frames import cases
from qualcode.project.speaking import Speaking

if TYPE_CHECKING:
    from qualcode.language import Corpus
    from qualcode.model import Document
    from qualcode.query import Hit

MOST = 500
AROUND = 110
MOST_VALUES = 60
FIRST = ("case", "kind", "role", "sector", "seniority", "organisation")
NOT_ASKED = {"document", "participant", "file", "language"}
EXAMPLES = (
    ("trust", "any form of a word: trust, trusts, trusted, trusting"),
    ('"at the end of the day"', "exactly these words, side by side"),
    ("partner*", "all that begins so: partner, partners, partnership"),
    ("money OR grant OR budget", "at least one of them in the sentence"),
    ("different NEAR/10 work", "both, at most ten words apart"),
    ("(staff OR volunteer*) NOT meeting IN turn", "a whole turn with the first and without the second"),
)

Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds. `items` are the first of `passages`, as the list of passages shows them."""

    items: tuple[dict[str, Any], ...]
    passages: int
    people: int
    cases: int
    documents: int

    def counts(self) -> str:
        """People and cases first, then passages.

        >>> Found((), 12, 3, 1, 2).counts()
        '3 people in 1 case · 12 passages in 2 documents'
        """
        people, within = _many(self.people, "person", "people"), _many(self.cases, "case")
        passages, documents = _many(self.passages, "passage"), _many(self.documents, "document")
        return f"{people}{f' in {within}' if self.cases else ''} · {passages} in {documents}"

    def cut(self) -> str:
        """That not all are shown; "" when they are."""
        if len(self.items) == self.passages:
            return ""
        first = f"These are the first {len(self.items):,} of {self.passages:,} passages."
        return f"{first} Narrow the search down to see others."


def look(
    study: Project, query: str, *, filters: Filters | None = None, everybody: bool = False, most: int = MOST
) -> Found:
    """What a query finds; only participants' words (and archival text) unless `everybody`. `most` are shown.

    `filters` are attributes of documents and speakers with the values that are wanted. Where nobody has an attribute,
    nothing fits.

    Raises:
        QueryError: the query cannot be understood.
    """
    from qualcode.query import search

    with study.matching.lock:
        corpus = study.matching.corpus()
        speaking = Speaking.now(study)
        hits = search(corpus, query, eligible=_accepts(corpus, speaking, filters or {}, everybody))
        speakers, items = hits.speakers(), passages_of(study, corpus, hits[:most])
        documents = {document for document, _ in speakers}
        return Found(
            items,
            passages=len(hits),
            people=len({voice for who in speakers if (voice := speaking.voice(*who))}),
            cases=len({case for name in documents if (case := speaking.case_of(speaking.documents[name]))}),
            documents=len(documents),
        )


def passages_of(study: Project, corpus: Corpus, hits: Sequence[Hit]) -> tuple[dict[str, Any], ...]:
    """Hits as the list of passages shows them, in their context."""
    speaking, named = Speaking.now(study), case_names(study)
    own = _own_codings(study, {hit.document for hit in hits})
    return tuple(_item(hit, corpus.document(hit.document), speaking, named, own) for hit in hits)


def advice(study: Project, query: str) -> list[str]:
    """What is surprising about a query that can be understood: words that nobody says, attributes that nobody has."""
    from qualcode.query import check

    with study.matching.lock:
        return check(query, study.matching.corpus())


def choices(study: Project) -> dict[str, list[str]]:
    """What a search can be narrowed down to: attribute → values, the well-known ones first."""
    with study.matching.lock:
        corpus = study.matching.corpus()
        values: dict[str, set[str]] = {}
        for labels in corpus.attributes.values():
            for attributes in labels.values():
                for name, value in attributes.items():
                    values.setdefault(name, set()).add(str(value))
    names = [*(name for name in FIRST if name in values), *sorted(set(values) - {*FIRST, *NOT_ASKED})]
    return {name: sorted(values[name]) for name in names if 1 < len(values[name]) <= MOST_VALUES}


def case_names(study: Project) -> dict[str, str]:
    """The name of each case, by its key."""
    frame = cases(study)
    return dict(zip(frame["case"], frame["label"], strict=True))


def acts(study: Project, query: str) -> dict[str, Callable[..., str]]:
    """What can be done with passages that were found: coding them is one act, however many they are."""

    def code(items: Sequence[str], code: str = "", name: str = "") -> str:
        places = [_place(item) for item in items]
        made = study.codings.add_many(places, code or name, why=f"Search: {query}", make=not code)
        there = len(places) - len(made)
        called = name.strip() or str(study.find.code(code)["name"])
        before = f" {there} had it already." if there else ""
        if not made:
            return f"Nothing to do: {called} was on {'it' if there == 1 else 'all of them'} already."
        return f"Coded {_many(len(made), 'passage')} as {called}.{before} One undo takes this back."

    return {"code": code}


def make_rule(study: Project, code: str, query: str) -> str:
    """Let a query propose a code from now on. Returns the key of the rule.

    Raises:
        QueryError: the query cannot be understood.
        Refused: the code has this rule already.
    """
    from qualcode.query import parse

    wanted = parse(query)
    for known in study.codebook.value().codes:
        if known.id == code and any(rule.query and parse(rule.query) == wanted for rule in known.rules):
            raise Refused(f"{known.name} has this rule already.")
    return study.codebook.add_rule(code, " ".join(query.split()))


def _accepts(
    corpus: Corpus, speaking: Speaking, filters: Filters, everybody: bool
) -> Callable[[Document, str | None], bool]:
    from qualcode.language.folding import same

    wanted = {same(name): set(values) for name, values in filters.items() if values}

    def accepts(document: Document, speaker: str | None) -> bool:
        if not everybody and not speaking.is_evidence(document.id, speaker or ""):
            return False
        known = corpus.attributes_of(document, speaker) if wanted else {}
        return all(known.get(name) in values for name, values in wanted.items())

    return accepts


def _item(hit: Hit, document: Document, speaking: Speaking, named: Mapping[str, str], own: _Codings) -> dict[str, Any]:
    turn = document.turns[max(bisect_right(document.turns, hit.start, key=lambda turn: turn.start) - 1, 0)]
    row = speaking.documents[hit.document]
    case = speaking.case_of(row)
    role = speaking.speakers.get((hit.document, hit.speaker), {}).get("role", "participant")
    tags = [] if role == "participant" else [f"{role}: no evidence"]
    return {
        "id": f"{hit.document}|{hit.start}|{hit.end}",
        "quote": hit.quote,
        "found": [[start - hit.start, end - hit.start] for start, end in _merged(hit.spans)],
        "before": _head(document.text[max(turn.start, hit.start - AROUND) : hit.start], hit.start - turn.start),
        "after": _tail(document.text[hit.end : min(turn.end, hit.end + AROUND)], turn.end - hit.end),
        "who": hit.speaker,
        "document": row["name"],
        "start": hit.start,
        "end": hit.end,
        "case": named.get(case, case),
        "lang": document.language,
        "tags": [*tags, *(f"coded: {name}" for name in own.on(hit))],
    }


class _Codings:
    """This coder's codings in some documents."""

    def __init__(self, rows: Mapping[str, list[tuple[int, int, str]]]) -> None:
        self._rows = rows

    def on(self, hit: Hit) -> list[str]:
        """The names of the codes on a passage or on a part of it, each once."""
        rows = self._rows.get(hit.document, [])
        before = rows[: bisect_left(rows, (hit.end,))]
        return list(dict.fromkeys(name for _, end, name in before if end > hit.start))


def _own_codings(study: Project, documents: set[str]) -> _Codings:
    frame = study.codings.table()
    frame = frame[frame["document_id"].isin(documents) & (frame["coder"] == study.coder)]
    rows: dict[str, list[tuple[int, int, str]]] = {}
    for document, *row in zip(*(frame[name] for name in ("document_id", "start", "end", "code_name")), strict=True):
        rows.setdefault(document, []).append((row[0], row[1], row[2]))
    return _Codings({document: sorted(own) for document, own in rows.items()})


def _place(item: str) -> tuple[str, int, int]:
    document, start, end = item.split("|")
    return document, int(start), int(end)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _head(text: str, there: int) -> str:
    """The words before a passage, cut at a blank where the turn has more of them."""
    return text if there <= len(text) else f"… {text.partition(' ')[2]}"


def _tail(text: str, there: int) -> str:
    return text if there <= len(text) else f"{text.rpartition(' ')[0]} …"


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count:,} {one if count == 1 else many or f'{one}s'}"

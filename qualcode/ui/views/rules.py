"""The rules of a code in words, and what a query would find before it is saved as a rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qualcode.errors import QueryError
from qualcode.model import Rule
from qualcode.project import Project
from qualcode.project.speaking import Speaking
from qualcode.query import check, explain, near_misses, search
from qualcode.ui.views.grid import many
from qualcode.ui.views.search import Found, case_names, look, passages_of

Row = dict[str, Any]
SHOWN = 20
MISSES = 12
NOTHING = Found((), 0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Trial:
    """What a query says and finds among the words that count as evidence.

    `problem` says why it cannot be understood, `pointer` where; then there is nothing else. `spread` has a row a
    case: name, people, passages.
    """

    sentence: str = ""
    problem: str = ""
    pointer: str = ""
    found: Found = NOTHING
    misses: tuple[Row, ...] = ()
    spread: tuple[tuple[str, int, int], ...] = ()
    advice: tuple[str, ...] = ()


def rules_of(study: Project, code: str) -> list[Row]:
    """The rules of a code: key, query, note, version, sentence; `raw` where it is a pattern in place of a query."""
    return [
        {
            **{name: row[name] for name in ("key", "query", "note", "version")},
            "sentence": said(row),
            "raw": bool(row["spacy"]),
        }
        for row in study.codebook.rules(code)
    ]


def said(row: Mapping[str, Any]) -> str:
    """A rule in a sentence."""
    try:
        return explain(Rule(row["key"], row["query"], tuple(row["spacy"])))
    except QueryError as error:
        return f"It cannot be understood: {str(error).partition(chr(10))[0]}"


def try_out(study: Project, query: str) -> Trial:
    """What a query would find as a rule; its words are looked for in participants' talk and archival texts only."""
    try:
        sentence = explain(query)
        found = look(study, query, most=SHOWN)
    except QueryError as error:
        pointer = f"{error.query}\n{' ' * error.position}^" if error.query else ""
        return Trial(problem=str(error).partition("\n")[0], pointer=pointer)
    with study.matching.lock:
        corpus, speaking = study.matching.corpus(), Speaking.now(study)

        def counts(document: Any, speaker: str | None) -> bool:
            return speaking.is_evidence(document.id, speaker or "")

        missed = near_misses(corpus, query, limit=MISSES, eligible=counts)
        shown = passages_of(study, corpus, [miss.hit for miss in missed])
        spread = _spread(study, speaking, search(corpus, query, eligible=counts).speakers())
        advice = tuple(check(query, corpus))
    misses = tuple({**item, "reason": _capital(miss.missing)} for item, miss in zip(shown, missed, strict=True))
    return Trial(sentence, found=found, misses=misses, spread=spread, advice=advice)


def _spread(
    study: Project, speaking: Speaking, hits: Mapping[tuple[str, str], int]
) -> tuple[tuple[str, int, int], ...]:
    names = case_names(study) | {"": "in no case"}
    people: dict[str, set[str]] = {case: set() for case in names if case}
    passages = dict.fromkeys(people, 0)
    for (document, label), count in hits.items():
        case = speaking.case_of(speaking.documents[document])
        passages[case] = passages.get(case, 0) + count
        people.setdefault(case, set()).update(voice for voice in [speaking.voice(document, label)] if voice)
    return tuple((names[case], len(people[case]), passages[case]) for case in people)


def spread_words(spread: tuple[tuple[str, int, int], ...]) -> str:
    """How the hits spread over the cases, in a line.

    >>> spread_words((("Case one", 2, 5), ("Case two", 0, 0)))
    'Case one: 2 people, 5 passages · Case two: nothing'
    """
    return " · ".join(
        f"{name}: {many(people, 'person', 'people')}, {many(passages, 'passage')}" if passages else f"{name}: nothing"
        for name, people, passages in spread
    )


def save_rule(study: Project, code: str, rule: Mapping[str, Any] | None, query: str, *, why: str = "") -> str:
    """Save a query as a new rule of a code or in place of `rule` as it was read, in one act. Returns its key.

    Raises:
        QueryError: the query cannot be understood.
        Conflict: somebody changed the rule since it was read.
    """
    query = " ".join(query.split())
    if rule is None:
        return study.codebook.add_rule(code, query, note=why)
    study.codebook.edit_rule(rule["key"], query, why=why, seen=rule["version"])
    return str(rule["key"])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

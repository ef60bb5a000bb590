"""Raw spaCy Matcher patterns, for what the rule language cannot say."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from qualcode.errors import QueryError
from qualcode.language.corpus import Corpus
from qualcode.language.folding import plain
from qualcode.language.index import Entry
from qualcode.language.pipelines import blank, lemmatised, tagged
from qualcode.language.units import Unit
from qualcode.model import Rule

if TYPE_CHECKING:
    from spacy.tokens import Doc

GRAMMAR = frozenset({"POS", "TAG", "DEP", "MORPH", "ENT_TYPE", "ENT_IOB", "ENT_ID", "ENT_KB_ID"})


def patterns_of(rule: Rule) -> list[list[dict[str, Any]]]:
    """The patterns of a rule: `spacy` holds one pattern (a list of tokens) or several (a list of lists).

    >>> patterns_of(Rule("r", spacy=({"LOWER": "two"}, {"LEMMA": "world"})))
    [[{'LOWER': 'two'}, {'LEMMA': 'world'}]]
    """
    rows = [rule.spacy] if rule.spacy and isinstance(rule.spacy[0], Mapping) else list(rule.spacy)
    found = []
    for row in rows:
        if not isinstance(row, list | tuple) or not row or not all(isinstance(token, Mapping) for token in row):
            raise QueryError(
                f"The rule '{rule.id}' has a raw pattern that is not a list of tokens. "
                "Write one as in spacy: [{LOWER: two}, {LEMMA: world}], or several as a list of such lists."
            )
        if any("_" in token for token in row):
            raise QueryError(f"The rule '{rule.id}' asks for an extension attribute (_), which no pipeline here sets.")
        found.append([{str(name): _unfrozen(value) for name, value in token.items()} for token in row])
    return found


def _unfrozen(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _unfrozen(inner) for name, inner in value.items()}
    return [_unfrozen(inner) for inner in value] if isinstance(value, list | tuple) else value


def needs_grammar(patterns: list[list[dict[str, Any]]]) -> bool:
    """Whether a pattern asks for what only a trained model knows."""
    return any(name.upper() in GRAMMAR for pattern in patterns for token in pattern for name in token)


def pattern_key(rule: Rule) -> str:
    """The patterns as text, the same for the same patterns."""
    return json.dumps(patterns_of(rule), sort_keys=True, ensure_ascii=False, default=str)


def check_patterns(rule: Rule) -> None:
    """QueryError when spaCy's Matcher would refuse the patterns of a rule."""
    _matcher(rule, blank("xx").vocab)


def _matcher(rule: Rule, vocab: Any) -> Any:
    from spacy.errors import MatchPatternError
    from spacy.matcher import Matcher

    matcher = Matcher(vocab, validate=True)
    try:
        matcher.add("rule", patterns_of(rule))
    except MatchPatternError as error:
        problems = " ".join(line.strip("- \t") for line in str(error).splitlines() if line.strip())
        raise QueryError(f"The rule '{rule.id}' has a raw pattern that spaCy does not accept: {problems}") from error
    except (ValueError, TypeError, KeyError, AttributeError, re.error) as error:
        raise QueryError(f"The rule '{rule.id}' has a raw pattern that spaCy does not accept: {error}") from error
    return matcher


def raw_marks(corpus: Corpus, rule: Rule, unit: Unit) -> tuple[Any, Any, Any]:
    """Unit, start and end of what the patterns match; a match that crosses the border of a unit does not count."""
    patterns = patterns_of(rule)
    grammar = needs_grammar(patterns)
    key = ("raw", json.dumps(patterns, sort_keys=True, default=str), unit)
    memo = corpus.index.memo
    if key not in memo:
        columns: list[list[int]] = [[], [], []]
        matchers: dict[str, Any] = {}
        for place, entry in enumerate(corpus.index.entries):
            spans = []
            for base, doc in _docs(corpus, entry, grammar):
                if entry.language not in matchers:
                    matchers[entry.language] = _matcher(rule, doc.vocab)
                for _, first, stop in matchers[entry.language](doc):
                    last = doc[stop - 1]
                    spans.append((base + doc[first].idx, base + last.idx + len(last.text)))
            starts, ends = [start for start, _ in spans], [end for _, end in spans]
            for span, where in zip(spans, corpus.index.places(unit, place, starts, ends).tolist(), strict=True):
                if where >= 0:
                    for column, value in zip(columns, (where, *span), strict=True):
                        column.append(value)
        memo[key] = tuple(np.array(column, np.int32) for column in columns)
    return memo[key]


def _docs(corpus: Corpus, entry: Entry, grammar: bool) -> Iterable[tuple[int, Doc]]:
    """The turns of a document as Docs of the pipeline that the pattern needs; made once."""
    if grammar not in entry.docs:
        turns = entry.document.turns
        texts = [plain(entry.document.text[turn.start : turn.end]) for turn in turns]
        docs = _tagged(corpus, entry, texts) if grammar else list(map(lemmatised(entry.language), texts))
        entry.docs[grammar] = [(turn.start, doc) for turn, doc in zip(turns, docs, strict=True)]
    return entry.docs[grammar]


def _tagged(corpus: Corpus, entry: Entry, texts: list[str]) -> list[Doc]:
    nlp = tagged(entry.language)
    docs = corpus.cache.load_docs(entry.document, nlp) if corpus.cache else None
    if docs is None:
        docs = list(nlp.pipe(texts))
        if corpus.cache:
            corpus.cache.save_docs(entry.document, nlp, docs)
    return docs

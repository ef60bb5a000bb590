"""Where the words and phrases of queries stand: one PhraseMatcher for all of them, ids for wildcards."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain, product
from typing import Any

import numpy as np

from qualcode.errors import QueryError
from qualcode.language.corpus import Corpus
from qualcode.language.folding import fits, form, is_word
from qualcode.language.index import Group, Index
from qualcode.language.words import Ints
from qualcode.query.nodes import Term, Word

MOST_PATTERNS = 64  # of one term for PhraseMatcher; with more, comparing ids takes less time
MOST_MATCHES = 5_000  # of one word for PhraseMatcher, which makes a Python object of each
_PARTS = re.compile(r"[-/]+")
_EDGES = re.compile(r"^[^\w*']+|[^\w*']+$")


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The places of a term in the words of a corpus: first and last word of each, in order; `last` is included."""

    first: Ints
    last: Ints

    def __len__(self) -> int:
        return len(self.first)

    @classmethod
    def of(cls, first: Any, last: Any) -> Found:
        """Ordered, each place once."""
        key = (first.astype(np.int64) << 32) | last
        key.sort(kind="stable")  # quick where ordered runs follow each other, as here
        key = key[np.diff(key, prepend=-1) != 0]
        return cls((key >> 32).astype(np.int32), (key & 0xFFFFFFFF).astype(np.int32))

    def where(self, keep: Any) -> Found:
        """Only the places for which `keep` is true."""
        return Found(self.first[keep], self.last[keep])


NOTHING = Found(np.zeros(0, np.int32), np.zeros(0, np.int32))


def joined(parts: Iterable[Found]) -> Found:
    """All places of several terms, in order."""
    known = [part for part in parts if len(part)]
    if len(known) < 2:
        return known[0] if known else NOTHING
    return Found.of(np.concatenate([p.first for p in known]), np.concatenate([p.last for p in known]))


def find(corpus: Corpus, terms: Iterable[Term]) -> dict[Term, Found]:
    """Where each term stands. A phrase lies within one sentence. What was found once is remembered."""
    index, wanted = corpus.index, list(dict.fromkeys(terms))
    new = [term for term in wanted if ("found", term) not in index.memo]
    if new:
        parts: dict[Term, list[Found]] = {term: [] for term in new}
        for group in index.groups:
            for term, found in _in_group(corpus, index, group, new).items():
                parts[term].append(found)
        for term, founds in parts.items():
            index.memo["found", term] = joined(founds)
    return {term: index.memo["found", term] for term in wanted}


def _in_group(corpus: Corpus, index: Index, group: Group, terms: list[Term]) -> dict[Term, Found]:
    found: dict[Term, Found] = {}
    literal: dict[Term, list[list[int]]] = {}
    for term in terms:
        slots = slots_of(corpus, term, group.language)
        if any(not slot for slot in slots if slot is not None):
            found[term] = NOTHING
        elif _wild(term) or _many(index, slots):
            found[term] = _by_ids(index, group, slots)
        else:
            literal[term] = [slot for slot in slots if slot is not None]
    return {**found, **_by_matcher(corpus, index, group, literal)}


def slots_of(corpus: Corpus, term: Term, language: str) -> list[list[int] | None]:
    """For each word of a term the places in the vocabulary that it may be; None stands for any word."""
    key = ("slots", term, language)
    memo = corpus.index.memo
    if key not in memo:
        memo[key] = _slots(corpus, term, language)
    return memo[key]


def _slots(corpus: Corpus, term: Term, language: str) -> list[list[int] | None]:
    index, tokenizer = corpus.index, corpus.tokenizer(language)
    slots: list[list[int] | None] = []
    for chunk in term.text.split():
        if "*" in chunk:
            slots += [_pattern(index, part) if "*" in part else _exact(index, form(part)) for part in _cut(chunk)]
            continue
        for word in tokenizer.words_of(chunk):
            slots.append(_inflected(index, word, language) if isinstance(term, Word) else _exact(index, word))
    if not slots:
        raise QueryError(f"There is nothing to look for in {term}. Write a word with letters or digits.")
    return slots


def _many(index: Index, slots: list[list[int] | None]) -> bool:
    """Whether PhraseMatcher would need many patterns, or give back many matches of a single word."""
    known = [slot for slot in slots if slot is not None]
    if math.prod(map(len, known)) > MOST_PATTERNS:
        return True
    return len(known) == 1 and int(index.frequency[known[0]].sum()) > MOST_MATCHES


def _wild(term: Term) -> bool:
    return "*" in term.text


def _cut(chunk: str) -> list[str]:
    """The words of a chunk with wildcards; hyphens and slashes part words as they do in texts."""
    parts = (_EDGES.sub("", part) for part in _PARTS.split(chunk))
    return [part for part in parts if "*" in part or is_word(part)]


def _exact(index: Index, word: str) -> list[int]:
    return [index.lookup[word]] if word in index.lookup else []


def _inflected(index: Index, word: str, language: str) -> list[int]:
    by_base = index.bases(language)
    return sorted({place for base in inflections(language, word) for place in by_base.get(base, ())})


def inflections(language: str, word: str) -> frozenset[str]:
    """The bases that a word of a query shares with its forms."""
    from qualcode.language.inflections import Inflections

    return Inflections.of(language).bases(word)


def _pattern(index: Index, pattern: str) -> list[int] | None:
    if set(pattern) == {"*"}:
        return None
    parts = tuple(form(part) for part in re.split(r"\*+", pattern))
    words = enumerate(index.vocabulary)
    if len(parts) == 2 and not parts[1]:  # quick ways for the usual patterns: contract*, *ing, *partner*
        return [place for place, word in words if word.startswith(parts[0])]
    if len(parts) == 2 and not parts[0]:
        return [place for place, word in words if word.endswith(parts[1])]
    if parts[0] == parts[-1] == "" and len(parts) == 3:
        return [place for place, word in words if parts[1] in word]
    return [place for place, word in words if fits(parts, word)]


def _by_matcher(corpus: Corpus, index: Index, group: Group, literal: dict[Term, list[list[int]]]) -> dict[Term, Found]:
    """All terms in one pass over the documents."""
    if not literal:
        return {}
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    vocab, hashes = corpus.vocab, corpus.hashes()
    matcher = PhraseMatcher(vocab, attr="ORTH")
    keys: dict[int, Term] = {}
    for number, (term, slots) in enumerate(literal.items()):
        patterns = [Doc(vocab, words=[hashes[place] for place in choice]) for choice in product(*slots)]
        matcher.add(str(number), patterns)
        keys[vocab.strings[str(number)]] = term
    tables = []
    for entry, first in zip(group.entries, group.firsts, strict=True):
        matches = matcher(entry.as_doc(vocab, hashes))
        if matches:
            table = np.fromiter(chain.from_iterable(matches), np.uint64, 3 * len(matches)).reshape(-1, 3)
            tables.append((table[:, 0], table[:, 1].astype(np.int64) + first, table[:, 2].astype(np.int64) + first - 1))
    found = dict.fromkeys(literal, NOTHING)
    if tables:
        key, start, last = (np.concatenate(column) for column in zip(*tables, strict=True))
        order = np.lexsort((last, start, key))
        key, start, last = key[order], start[order].astype(np.int32), last[order].astype(np.int32)
        kept = _within_sentence(index, start, last)
        bounds = np.flatnonzero(np.diff(key, prepend=key[:1] + np.uint64(1), append=key[-1:] + np.uint64(1)))
        for begin, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
            keep = kept[begin:end]
            found[keys[int(key[begin])]] = Found(start[begin:end][keep], last[begin:end][keep])
    return found


def _by_ids(index: Index, group: Group, slots: list[list[int] | None]) -> Found:
    """Compare the ids of neighbouring words, slot by slot."""
    count = len(index.word) - len(slots) + 1
    if count <= 0:
        return NOTHING
    places: Any = None
    for nth, slot in enumerate(slots):
        if slot is None:
            continue
        chosen = np.zeros(len(index.vocabulary), bool)
        chosen[slot] = True
        if places is None:
            places = np.flatnonzero(chosen[index.word[nth : nth + count]])
        else:
            places = places[chosen[index.word[places + nth]]]
    if places is None:
        places = np.arange(count)
    first, last = places.astype(np.int32), (places + len(slots) - 1).astype(np.int32)
    keep = _within_sentence(index, first, last)
    if group.mask is not None:
        keep &= group.mask[first]
    return Found(first[keep], last[keep])


def _within_sentence(index: Index, first: Ints, last: Ints) -> Any:
    return (index.sentence[first] == index.sentence[last]) & (index.sentence[first] >= 0)

"""The passages that a topic model looks at: participants' words, long enough, without the words of talk."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module

from qualcode.language import form, language_code
from qualcode.language.inflections import Inflections
from qualcode.language.words import Tokenizer
from qualcode.model import Document, Segment
from qualcode.text import segments
from qualcode.text.speakers import names_a_role
from qualcode.topics.talk import TALK

Eligible = Callable[[Document, str | None], bool]
SENTENCES = 3
SHORTEST = 8  # words
FEWEST = 3  # words that tell something
RARE = 2  # passages that a word has to be in
NOT_EVIDENCE = "words of interviewers and researchers"
TOO_SHORT = f"shorter than {SHORTEST} words"
TELLS_LITTLE = f"fewer than {FEWEST} different words that tell something"


@dataclass(frozen=True)
class Passages:
    """Passages with their telling words, and how many were left out for which reason."""

    segments: tuple[Segment, ...]
    words: tuple[tuple[str, ...], ...]
    left_out: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.segments)


def passages(
    documents: Iterable[Document], eligible: Eligible, *, names: Iterable[str] = (), sentences: int = SENTENCES
) -> Passages:
    """Cut documents into passages of up to so many sentences of one turn, and find the words that tell something.

    Left out are the turns of speakers that are not `eligible`, passages of fewer than 8 words, and those that have
    fewer than 3 different telling words. A word tells something unless it is a stop word of its language (spaCy's
    list), a word of talk ("yeah", "you know"), a number, part of a speaker's name (labels of speakers, and `names`),
    or in one passage only. Inflections of a word count as one, in the form that occurs most.
    """
    documents = list(documents)
    called = _called(documents, names)
    left: Counter[str] = Counter({NOT_EVIDENCE: 0, TOO_SHORT: 0, TELLS_LITTLE: 0})
    kept: list[Segment] = []
    found: list[list[tuple[str, str]]] = []
    for document in documents:
        vocabulary = _Vocabulary.of(language_code(document.language))
        for segment in segments(document, "window", window=sentences):
            if not eligible(document, segment.speaker):
                left[NOT_EVIDENCE] += 1
                continue
            words = vocabulary.tokenizer.words_of(segment.text)
            if _length(words) < SHORTEST:
                left[TOO_SHORT] += 1
                continue
            kept.append(segment)
            found.append([pair for word in words if word not in called and (pair := vocabulary.telling(word))])
    told = _common(found)
    enough = [len(set(words)) >= FEWEST for words in told]
    left[TELLS_LITTLE] = enough.count(False)
    return Passages(
        tuple(segment for segment, good in zip(kept, enough, strict=True) if good),
        tuple(words for words, good in zip(told, enough, strict=True) if good),
        dict(left),
    )


@lru_cache(maxsize=32)
def stop_words(language: str) -> frozenset[str]:
    """spaCy's stop words of a language and the words of talk, as words are compared."""
    try:
        listed = import_module(f"spacy.lang.{language}.stop_words").STOP_WORDS
    except ImportError:
        listed = set()
    return frozenset(form(word) for word in {*listed, *TALK.get(language, ())})


class _Vocabulary:
    """What is known about the words of one language."""

    def __init__(self, language: str) -> None:
        self.tokenizer = Tokenizer(language)
        self._stops = stop_words(language)
        self._inflections = Inflections.of(language)
        self._known: dict[str, tuple[str, str] | None] = {}

    @staticmethod
    @lru_cache(maxsize=4)
    def of(language: str) -> _Vocabulary:
        """The vocabulary of a language."""
        return _Vocabulary(language)

    def telling(self, word: str) -> tuple[str, str] | None:
        """The base of a word and the word itself; None for a word that tells nothing."""
        if word not in self._known:
            bases = self._inflections.bases(word)
            base = min(bases, key=lambda item: (len(item), item))
            idle = bases & self._stops or not any(letter.isalpha() for letter in word) or "'" in word
            short = len(word) == 1 and word.isascii()
            self._known[word] = None if idle or short or _is_odd(word) else (base, word)
        return self._known[word]


def _is_odd(word: str) -> bool:
    """Whether it is an address, or what a transcriber put in brackets: `[laughs]`."""
    return word.startswith("www.") or any(sign in word for sign in ("://", "@", "[", "]", "(", ")", "<", ">", "\\"))


def _length(words: Sequence[str]) -> int:
    """How many words people would count: `don't` is one, signs such as emoji are none."""
    return sum("'" not in word and any(letter.isalnum() for letter in word) for word in words)


def _common(found: Sequence[Sequence[tuple[str, str]]]) -> list[tuple[str, ...]]:
    """The words of each passage in their commonest form, without those that are in one passage only."""
    forms: dict[str, Counter[str]] = {}
    spread: Counter[str] = Counter()
    for pairs in found:
        spread.update({base for base, _ in pairs})
        for base, word in pairs:
            forms.setdefault(base, Counter())[word] += 1
    shown = {base: min(counts, key=lambda word: (-counts[word], word)) for base, counts in forms.items()}
    return [tuple(shown[base] for base, _ in pairs if spread[base] >= RARE) for pairs in found]


def _called(documents: Sequence[Document], names: Iterable[str]) -> frozenset[str]:
    """Parts of speakers' names; not those that are ordinary words, as in the label `Nurse`."""
    labels = {label for document in documents for label in document.speakers if not names_a_role(label)}
    parts = {part for label in (*sorted(labels), *names) for part in re.findall(r"[^\W\d_]{2,}", label)}
    if not parts:
        return frozenset()
    written: Counter[str] = Counter()
    pattern = re.compile(rf"(?<!\w)({'|'.join(sorted(map(re.escape, parts)))})(?!\w)", re.IGNORECASE)
    for document in documents:
        for turn in document.turns:
            written.update(pattern.findall(turn.text))
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    for word, count in written.items():
        (small if word == word.lower() and word != word.upper() else large)[form(word)] += count
    return frozenset(word for word in map(form, parts) if small[word] <= large[word])

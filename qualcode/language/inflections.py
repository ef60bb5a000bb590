"""Which words are forms of one word: spaCy's lookup tables, used the same way for texts and for queries."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

# The tables link these to words that a researcher would not call a form of the same word ("well" to "good",
# "as" to "a", "first" to "1"), or miss what everybody would ("worse" to "bad").
CORRECTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "ai": (),
        "an": (),
        "as": (),
        "aws": (),
        "best": ("good",),
        "better": ("good",),
        "crew": (),
        "does": ("do",),
        "dying": ("die",),
        "elder": (),
        "elders": ("elder",),
        "ground": (),
        "hi": (),
        "its": (),
        "least": (),
        "less": (),
        "more": (),
        "most": (),
        "nope": (),
        "putting": ("put",),
        "taxes": ("tax",),
        "well": (),
        "worse": ("bad",),
        "worst": ("bad",),
        "yeah": (),
    }
}
_EXCEPTIONS = ("noun", "verb", "aux")
_PLURAL = re.compile(r"(?:ss|us|is)$")
_DOUBLED = re.compile(r"([bdfgklmnprtvz])\1$")


def _regular(word: str) -> set[str]:
    """What an unlisted English word may be a form of: `onboarded` of `onboard`, `startups` of `startup`."""
    found = set()
    if word.endswith("ies") and len(word) > 5:
        found.add(word[:-3] + "y")
    elif re.search(r"(?:s|x|z|ch|sh)es$", word):
        found.add(word[:-2])
    elif word.endswith("s") and not _PLURAL.search(word):
        found.add(word[:-1])
    for ending in ("ed", "ing"):
        stem = word.removesuffix(ending)
        if stem != word and re.search("[aeiouy]", stem):
            found |= {stem, stem + "e"}
            if _DOUBLED.search(stem):
                found.add(stem[:-1])
    return {base for base in found if len(base) > 2}


class Inflections:
    """The base words of any word of one language.

    Two words are forms of each other when they share a base. A word is always a base of itself, so that nothing is
    lost in a language without tables; `known` says whether there are tables. A word has several bases where the
    tables disagree or the form is ambiguous: `found` is a form of `find` and of `found`.

    >>> english = Inflections.of("en")
    >>> sorted(english.bases("contracted")), sorted(english.bases("leaves")), sorted(english.bases("went"))
    (['contract', 'contracted'], ['leaf', 'leave', 'leaves'], ['go', 'went'])
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._lookups: list[dict[str, Any]] = []
        self._exceptions: list[dict[str, Any]] = []
        self._listed: set[str] = set()
        self._bases: dict[str, frozenset[str]] = {}
        self._load()
        self.known = bool(self._lookups or self._exceptions)

    @staticmethod
    @lru_cache(maxsize=4)
    def of(language: str) -> Inflections:
        """The inflections of a language, loaded once."""
        return Inflections(language)

    def _load(self) -> None:
        from spacy.util import load_language_data, registry

        tables = registry.lookups.get(self.language) if self.language in registry.lookups else {}
        for name, path in sorted(tables.items()):
            if name.startswith("lemma_lookup"):
                self._lookups.append(load_language_data(path))
            elif name == "lemma_exc":
                exceptions = load_language_data(path)
                self._exceptions += [exceptions[part] for part in _EXCEPTIONS if part in exceptions]
            elif name == "lemma_index" and self.language == "en":
                index = load_language_data(path)
                self._listed = {word for part in ("noun", "verb", "adj", "adv") for word in index.get(part, ())}
        if self.language == "en":
            self._listed.update(base for table in self._lookups for base in table.values())

    def bases(self, word: str) -> frozenset[str]:
        """The base words of a word in the spelling of `folding.form`; contains the word itself."""
        known = self._bases.get(word)
        if known is None:
            known = self._bases[word] = frozenset({word, *self._found(word)})
        return known

    def _found(self, word: str) -> set[str]:
        # "'s" is "is", "has" or a possessive, so a clitic is only found by writing it
        if "'" in word or not any(c.isalpha() for c in word):
            return set()
        corrected = CORRECTIONS.get(self.language, {}).get(word)
        if corrected is not None:
            return set(corrected)
        found: set[str] = set()
        # nouns are written with a capital in the German and Luxembourgish tables, names everywhere
        for spelling in dict.fromkeys((word, word.capitalize())):
            for table in (*self._lookups, *self._exceptions):
                base = table.get(spelling, ())
                found.update(base.lower() for base in ([base] if isinstance(base, str) else base))
        if not found and self.language == "en" and word not in self._listed:
            return _regular(word)
        return {base for base in found if any(c.isalpha() for c in base)}

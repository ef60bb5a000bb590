"""First rules for a codebook that has none: from names and definitions, to be edited by a person."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from qualcode.codebook.names import unique
from qualcode.model import Code, Codebook, Rule

NOTE = "seeded from the name and definition; edit me"
MOST_NAME_WORDS = 6
MOST_DEFINITION_WORDS = 6
SHORTEST_STEM = 6
LONGEST_ACRONYM = 5
WORD = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*")
# Words in which codebooks are written, not interviews.
JARGON = frozenset(
    WORD.findall(
        "include includes including exclude participant participants comment comments code codes apply applies mention "
        "mentions mentioned refer refers reference talk talks say says describe describes express expresses discuss "
        "example examples general generic specific use used uses using user users way ways thing things find finds "
        "person people individual others need needs lot kind new different good make makes making get know particular "
        "various related regard regarding concern like liked likes time someone something issue aspect statement "
        "segment passage speaker interviewee respondent goes going take takes taking have having give gives giving "
        "come comes coming put look looks looking want wants wanting think thinks thinking"
    )
)
ENDINGS = sorted(
    WORD.findall(
        "ization isation ational ation ition tion sion ment ments ness ity ities ality ism ist ists ive iveness ively "
        "ful fully ous ously ence ance ency ancy able ible ably ally ical ically ly al ic y e ing ed er ers or ors s "
        "es ies ied ent ant"
    ),
    key=len,
    reverse=True,
)
# For languages that spaCy has no list for, and for English words that its list lacks.
SMALL_WORDS = frozenset(
    WORD.findall("don doesn didn isn aren wasn weren won wouldn couldn shouldn hasn haven hadn eg ie etc vs")
)


def seed_rules(book: Codebook, *, only_missing: bool = True) -> Codebook:
    """Propose rules for codes from their words; every seeded rule carries the note "… edit me".

    A code gets a rule from its name (the words that no other code has alone, the others in pairs) and one from
    its definition (any two of its rarest words, or one with a word of the name, in one sentence). Words that
    occur in few of the codes count as distinctive. English words are cut to `stem*`; other languages keep whole
    words. Codes that have rules are left as they are, unless `only_missing` is false: then rules are added. A
    name without letters or digits, and without a definition, gets none. The same codebook gives the same rules.

    >>> from qualcode.model import Code
    >>> book = Codebook("b", "B", (Code("trust", "Loss of trust"), Code("cost", "Costs", "Money spent.")))
    >>> [rule.query for code in seed_rules(book).codes for rule in code.rules]
    ['loss OR trust', 'costs', '(costs AND (money OR spent)) OR (money AND spent)']
    """
    stop = _stop_words(book.language)
    english = book.language.lower().split("-")[0] == "en"
    name_words = {code.id: _terms(code.name, stop, english=english, name=True) for code in book.codes}
    other_words = {
        code.id: [
            word
            for word in _terms(" ".join((code.definition, code.include, *code.examples)), stop, english=english)
            if word not in name_words[code.id]
        ]
        for code in book.codes
    }
    spread = Counter(word for code in book.codes for word in {*name_words[code.id], *other_words[code.id]})
    taken = {rule.id for code in book.codes for rule in code.rules}
    codes = []
    for code in book.codes:
        if code.rules and only_missing:
            codes.append(code)
            continue
        queries = {
            "name": _name_query(code, name_words[code.id], spread),
            "definition": _definition_query(name_words[code.id], other_words[code.id], spread),
        }
        rules = [
            Rule(unique(f"{code.id}.{source}", taken), query, note=NOTE) for source, query in queries.items() if query
        ]
        taken |= {rule.id for rule in rules}
        codes.append(replace(code, rules=(*code.rules, *rules)))
    return replace(book, codes=tuple(codes))


def _name_query(code: Code, words: list[str], spread: Counter[str]) -> str:
    if not words:
        whole = " ".join(WORD.findall(code.name))
        return f'"{whole}"' if whole else ""
    alone = [word for word in words if spread[word] == 1 or len(words) == 1]
    return _either([*alone, *_pairs([word for word in words if word not in alone])])


def _definition_query(name: list[str], words: list[str], spread: Counter[str]) -> str:
    rarest = sorted(sorted(words, key=lambda word: spread[word])[:MOST_DEFINITION_WORDS], key=words.index)
    if not rarest:
        return ""
    if name:
        return _either([f"({_group(name)} AND {_group(rarest)})", *_pairs(rarest)])
    return _either(_pairs(rarest)) or (rarest[0] if spread[rarest[0]] == 1 else "")


def _either(parts: list[str]) -> str:
    return " OR ".join(parts)


def _group(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"({_either(words)})"


def _pairs(words: list[str]) -> list[str]:
    """Any two of the words: each with one of those after it."""
    return [f"({word} AND {_group(words[at + 1 :])})" for at, word in enumerate(words[:-1])]


def _terms(text: str, stop: Collection[str], *, english: bool, name: bool = False) -> list[str]:
    """The telling words of a text as they stand in a query, each once."""
    words = WORD.findall(text)
    if text.isupper() and any(len(word) > LONGEST_ACRONYM for word in words):
        words = [word.lower() for word in words]
    found = [word for word in words if _tells(word, stop)]
    telling = [word for word in found if word.lower() not in JARGON]
    if name:
        telling = (telling or found)[:MOST_NAME_WORDS]
    return list(dict.fromkeys(_term(word, english=english) for word in telling))


def _tells(word: str, stop: Collection[str]) -> bool:
    lower = word.lower()
    if word.isupper() and len(word) > 1 and any(letter.isalpha() for letter in word):
        return True
    # Words of scripts without capitals may be whole words of one or two letters.
    long_enough = len(lower) > 2 or (len(lower) > 1 and not lower.isascii())
    return long_enough and lower not in stop and any(letter.isalpha() for letter in lower)


def _term(word: str, *, english: bool) -> str:
    word = word.replace("’", "'")
    short = word.removesuffix("'s").removesuffix("'S")
    if not short.isalpha():
        return f'"{short.lower()}"'
    if short.isupper() and len(short) > 1:
        return f'"{short}"'
    return _stem(short.lower()) if english and short.isascii() else short.lower()


def _stem(word: str) -> str:
    """The word cut before an ending, with a wildcard, where enough of it is left.

    >>> [_stem(word) for word in ("optimism", "contract", "patience", "trust", "action")]
    ['optimism', 'contract', 'patienc*', 'trust', 'action']
    """
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return f"{word[: -len(ending)]}*"
    return word


def _stop_words(language: str) -> frozenset[str]:
    import spacy

    try:
        words = spacy.util.get_lang_class(language.lower().replace("_", "-").split("-")[0]).Defaults.stop_words
    except ImportError:
        words = set()
    return SMALL_WORDS | {word.lower() for word in words}

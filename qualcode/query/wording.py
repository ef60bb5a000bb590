"""Says in a plain sentence what a query finds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from qualcode.language.units import Unit
from qualcode.model import Rule
from qualcode.query.nodes import And, Filter, Near, Node, Not, Or, Phrase, Query, Word
from qualcode.query.parser import parse

_TOKEN = {
    "LOWER": "{}",
    "TEXT": "{} written so",
    "ORTH": "{} written so",
    "LEMMA": "a form of {}",
    "POS": "a word tagged {}",
    "TAG": "a word tagged {}",
    "DEP": "a word in the role {}",
    "ENT_TYPE": "a name of the kind {}",
}

_TIMES = {"?": "(or nothing)", "*": "(any number)", "+": "(one or more)", "!": "(not)"}


def explain(query: Query | Rule | str, *, unit: Unit | None = None) -> str:
    """What a query or rule finds, as a sentence. `unit` counts where the query names none.

    >>> explain('contract NEAR/10 "small" NOT "movie"')
    'Sentences with any form of "contract" within 10 words of "small", but not "movie".'
    >>> explain("logo OR brand* IN turn")
    'Turns with any form of "logo" or a word starting with "brand".'
    >>> explain("(money OR dollar) (logo OR name) sector:business")
    'Sentences with any form of "money" or "dollar", and any form of "logo" or "name", where sector is "business".'
    """
    if isinstance(query, Rule):
        if query.spacy:
            return f"{'Turns' if unit == 'turn' else 'Sentences'} with {_raw(query)}."
        query = query.query
    query = parse(query) if isinstance(query, str) else query
    return f"{'Turns' if (query.unit or unit) == 'turn' else 'Sentences'} with {condition(query)}."


def condition(query: Query | Rule | str) -> str:
    """What `explain` says about the words, without the unit.

    >>> condition('culture NEAR different')
    'any form of "culture" within 10 words of any form of "different"'
    """
    if isinstance(query, Rule):
        if query.spacy:
            return _raw(query)
        query = query.query
    return _whole((parse(query) if isinstance(query, str) else query).root)


def _whole(root: Node) -> str:
    """The outermost level, where commas are clearer than parentheses."""
    parts = root.parts if isinstance(root, And) else (root,)
    wanted = [part for part in parts if not isinstance(part, Not | Filter) and not _only_filters(part)]
    filters = [part for part in parts if part not in wanted and not isinstance(part, Not)]
    unwanted = [part.part for part in parts if isinstance(part, Not)]
    several = any(isinstance(part, Or) for part in wanted) and len(wanted) > 1
    alone = len(wanted) == 1
    text = (", and " if several else " and ").join(
        f"({describe(part)})" if isinstance(part, Near) and not alone else describe(part) for part in wanted
    )
    text += "".join(f", {_filters(part)}" for part in filters)
    refused = [part for part in unwanted if isinstance(part, Filter)]
    absent = [part for part in unwanted if not isinstance(part, Filter)]
    text += "".join(f", {_filter(part, negated=True)}" for part in refused)
    if absent:
        plain = len(absent) == 1 and isinstance(absent[0], Or)
        text += ", but not " + " and not ".join(describe(part) if plain else _nested(part) for part in absent)
    return text


def _only_filters(node: Node) -> bool:
    return isinstance(node, And | Or) and all(isinstance(part, Filter) for part in node.parts)


def _filters(node: Node) -> str:
    if isinstance(node, Filter):
        return _filter(node)
    assert isinstance(node, And | Or)
    first, *others = [part for part in node.parts if isinstance(part, Filter)]
    if isinstance(node, Or) and all(part.name == first.name for part in others):
        return " or ".join([_filter(first), *(f'"{part.value}"' for part in others)])
    return (" and " if isinstance(node, And) else " or ").join(map(_filters, node.parts))


def describe(node: Node) -> str:
    """A part of a query in words."""
    if isinstance(node, Word):
        return _word(node)
    if isinstance(node, Phrase):
        return f'"{node.text}"'
    if isinstance(node, Filter):
        return f"the words being {_filter(node)}" if node.name == "speaker" else f"the passage being {_filter(node)}"
    if isinstance(node, Near):
        return f"{_nested(node.left)} within {_count(node.distance)} of {_nested(node.right)}"
    if isinstance(node, Not):
        return f"no {_nested(node.part)}" if isinstance(node.part, Not) else f"not {_nested(node.part)}"
    if isinstance(node, Or):
        return _either(node.parts)
    return " and ".join(_nested(part) for part in node.parts)


def _nested(node: Node) -> str:
    return f"({describe(node)})" if isinstance(node, And | Or | Near) else describe(node)


def _count(distance: int) -> str:
    return "1 word" if distance == 1 else f"{distance} words"


def _word(node: Word) -> str:
    if not node.wild:
        return f'any form of "{node.text}"'
    bare = node.text.strip("*")
    if "*" in bare:
        return f'a word like "{node.text}"'
    if node.text.startswith("*"):
        return f'a word containing "{bare}"' if node.text.endswith("*") else f'a word ending in "{bare}"'
    return f'a word starting with "{bare}"'


def _either(parts: Iterable[Node]) -> str:
    """`any form of` is said once for neighbours that share it; the last two are joined by `or`."""
    texts: list[str] = []
    before = None
    for part in parts:
        plain = isinstance(part, Word) and not part.wild
        texts.append(f'"{part.text}"' if isinstance(part, Word) and plain and before is True else _nested(part))
        before = plain
    # 'any form of "x" or "y"' would read as a form of y, so exact phrases say so
    mixed = any(isinstance(part, Phrase) for part in parts) and not all(isinstance(part, Phrase) for part in parts)
    if mixed:
        texts = [_exact_or(part) for part in parts]
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} or {texts[-1]}"


def _exact_or(part: Node) -> str:
    return f'exactly "{part.text}"' if isinstance(part, Phrase) else _nested(part)


def _filter(node: Filter, *, negated: bool = False) -> str:
    if node.name == "speaker":
        return f'{"not " if negated else ""}said by "{node.value}"'
    return f'where {node.name} is {"not " if negated else ""}"{node.value}"'


def _raw(rule: Rule) -> str:
    rows = [rule.spacy] if rule.spacy and isinstance(rule.spacy[0], Mapping) else rule.spacy
    texts = [" then ".join(_token(token) for token in row) for row in rows if isinstance(row, list | tuple)]
    return f"the spaCy pattern: {'; or '.join(texts)}"


def _token(token: Any) -> str:
    if not isinstance(token, Mapping) or not token:
        return "any token"
    said = []
    for name, value in token.items():
        if name in _TOKEN and isinstance(value, str):
            said.append(_TOKEN[name].format(f'"{value}"'))
        elif name == "LOWER" and isinstance(value, Mapping) and set(value) == {"IN"}:
            said.append("one of " + ", ".join(f'"{word}"' for word in value["IN"]))
        elif name == "OP":
            said.append(_TIMES.get(value, str(value)))
        else:
            said.append(f"{name} {value}")
    return " ".join(said)

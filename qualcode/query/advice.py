"""What is wrong or surprising about a query, before or beside its hits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qualcode.errors import QueryError
from qualcode.language.folding import same
from qualcode.language.inflections import Inflections
from qualcode.query.nodes import And, Filter, Node, Not, Or, Word, terms
from qualcode.query.parser import parse

if TYPE_CHECKING:
    from qualcode.language.corpus import Corpus


def check(text: str, corpus: Corpus | None = None) -> list[str]:
    """Problems of a query as sentences: what cannot be understood or, in a corpus, what will find nothing.

    Empty when all is well. With a corpus it also names words that stand in no document, attributes that nobody
    has, and languages whose inflections are unknown.

    >>> check("contract NEAR/10")
    ['After NEAR/10 comes a word, a phrase or a group in parentheses.\\n  contract NEAR/10\\n                  ^']
    >>> check("contract")
    []
    """
    try:
        query = parse(text)
    except QueryError as error:
        return [str(error)]
    if corpus is None:
        return []
    return [*_absent(query.root, corpus), *_unknown(query.root, corpus), *_bare(query.root, corpus)]


def _absent(root: Node, corpus: Corpus) -> Iterator[str]:
    from qualcode.query.found import find

    for term, found in find(corpus, terms(root)).items():
        if not len(found):
            what = f"{term}" if str(term).startswith('"') else f'"{term}"'
            yield f"Nothing in the documents fits {what}."


def _unknown(root: Node, corpus: Corpus) -> Iterator[str]:
    names: set[str] = set()
    for document in corpus:
        names.update(corpus.attributes_of(document))
        for speaker in document.speakers:
            names.update(same(name) for name in corpus.speaker(document, speaker))
    for node in _filters(root):
        if node.name != "speaker" and same(node.name) not in names:
            there = ", ".join(sorted(names))
            yield f"No document or speaker has the attribute '{node.name}'. There are: speaker, {there}."


def _bare(root: Node, corpus: Corpus) -> Iterator[str]:
    words = [term for term in terms(root) if isinstance(term, Word) and not term.wild]
    for language in dict.fromkeys(group.language for group in corpus.index.groups):
        if words and not Inflections.of(language).known:
            yield (
                f"For the language '{language}' no table of inflections is known: words are found only as they are "
                f"written. Write {words[0].text}* to find what begins so."
            )


def _filters(node: Node) -> Iterator[Filter]:
    if isinstance(node, Filter):
        yield node
    elif isinstance(node, Not):
        yield from _filters(node.part)
    elif isinstance(node, And | Or):
        for part in node.parts:
            yield from _filters(part)

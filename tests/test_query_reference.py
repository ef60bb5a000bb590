"""The compiled query language against a slow one that reads like its definition."""

import re
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.language import Corpus
from qualcode.model import Document, Turn
from qualcode.query import And, Filter, Near, Not, Or, Phrase, Query, Word, parse, search

FAMILIES = [
    ["big", "bigger", "biggest"],
    ["contract", "contracts", "contracted"],
    ["partner", "partners", "partnered"],
    ["go", "goes", "went"],
    ["child", "children"],
    ["money"],
    ["tiny"],
    ["world", "worlds"],
]
WORDS = [word for family in FAMILIES for word in family]
SPEAKERS = {"Ana": "business", "Ben Ode": "nonprofit"}


@dataclass
class Token:
    form: str
    start: int
    end: int
    number: int
    sentence: int


@dataclass
class Passage:
    """A unit of the slow language."""

    start: int
    end: int
    speaker: str
    tokens: list[Token]


def related(one, other):
    return one == other or any(one in family and other in family for family in FAMILIES)


def fits(pattern, form):
    return re.fullmatch(".*".join(map(re.escape, pattern.split("*"))), form) is not None


def places(node, passage):
    """First and last token of every place of a term."""
    if isinstance(node, Or):
        return sorted({place for part in node.parts for place in places(part, passage)})
    chunks = [part for chunk in node.text.lower().split() for part in chunk.replace("don't", "do n't").split()]
    if isinstance(node, Word):
        chunks = [part for chunk in chunks for part in chunk.split("-")]
    else:
        chunks = [part for chunk in chunks for part in chunk.split("-")]
    found = []
    for first in range(len(passage.tokens) - len(chunks) + 1):
        run = passage.tokens[first : first + len(chunks)]
        if run[0].sentence != run[-1].sentence:
            continue
        if all(
            fits(chunk, token.form)
            if "*" in chunk
            else (related(chunk, token.form) if isinstance(node, Word) else chunk == token.form)
            for chunk, token in zip(chunks, run, strict=True)
        ):
            found.append((first, first + len(chunks) - 1))
    return found


def close(one, other, passage, distance):
    if one[1] < other[0]:
        return passage.tokens[other[0]].number - passage.tokens[one[1]].number <= distance
    if other[1] < one[0]:
        return passage.tokens[one[0]].number - passage.tokens[other[1]].number <= distance
    return False


def near(node, passage):
    left, right = places(node.left, passage), places(node.right, passage)
    return (
        [a for a in left if any(close(a, b, passage, node.distance) for b in right)],
        [b for b in right if any(close(a, b, passage, node.distance) for a in left)],
    )


def accepts(node, passage):
    if isinstance(node, Word | Phrase):
        return bool(places(node, passage))
    if isinstance(node, Near):
        return bool(near(node, passage)[0])
    if isinstance(node, Filter):
        if node.name == "speaker":
            label, sector = passage.speaker.lower(), SPEAKERS[passage.speaker]
            return node.value.lower() in (label, *label.split(), sector)
        return {"sector": SPEAKERS[passage.speaker], "kind": "interview"}.get(node.name) == node.value.lower()
    if isinstance(node, Not):
        return not accepts(node.part, passage)
    return (all if isinstance(node, And) else any)(accepts(part, passage) for part in node.parts)


def spans(node, passage):
    """Offsets of the words that make the passage a hit."""
    if isinstance(node, Filter | Not) or not accepts(node, passage):
        return set()
    if isinstance(node, Word | Phrase):
        found = places(node, passage)
    elif isinstance(node, Near):
        found = [place for side in near(node, passage) for place in side]
    else:
        return set().union(*(spans(part, passage) for part in node.parts))
    return {(passage.tokens[first].start, passage.tokens[last].end) for first, last in found}


def slow(query, passages):
    return [
        (passage.start, passage.end, passage.speaker, tuple(sorted(spans(query.root, passage))))
        for passage in passages[query.unit or "sentence"]
        if accepts(query.root, passage)
    ]


words = st.sampled_from(WORDS)
pieces = st.one_of(words, words, words, st.sampled_from(["don't", "two-way", "(tiny)", "went,", "money;", "big..."]))
sentences = st.lists(pieces, min_size=1, max_size=9)
turns = st.lists(st.tuples(st.sampled_from(list(SPEAKERS)), st.lists(sentences, min_size=1, max_size=3)), max_size=4)


def build(said):
    """A document and its passages, both from the same list of turns of sentences of pieces."""
    text, made = "", []
    passages = {"sentence": [], "turn": []}
    for speaker, lines in said:
        text += f"{speaker}: "
        begin, whole, number, base = len(text), [], 0, len(passages["sentence"])
        for nth, line in enumerate(lines):
            start, tokens = len(text), []
            for piece in line:
                if piece == line[0]:
                    piece = piece[0].upper() + piece[1:] if text.endswith((": ", "? ")) else piece
                at = len(text)
                for match in re.finditer(r"n't|(?:(?!n't)[A-Za-z])+", piece):
                    number += match[0] != "n't"
                    tokens.append(Token(match[0].lower(), at + match.start(), at + match.end(), number, base + nth))
                text += piece + " "
            text = text.rstrip() + "?"
            passages["sentence"].append(Passage(start, len(text), speaker, tokens))
            whole += tokens
            text += " "
        text = text.rstrip()
        passages["turn"].append(Passage(begin, len(text), speaker, whole))
        made.append(Turn(begin, len(text), text[begin:], speaker))
        text += "\n\n"
    return Document.of(text, name="said", turns=tuple(made)), passages


wild = st.sampled_from(["contract*", "*s", "p*er*", "*o*", "wor*", "b*g", "*tw*"])
word_nodes = st.one_of(words, words, wild, st.sampled_from(["two-way", "don't", "do", "TWO", "Contracts"])).map(Word)
phrase_nodes = st.lists(
    st.one_of(words, words, st.sampled_from(["don't", "way", "two"]), wild), min_size=1, max_size=3
).map(lambda chosen: Phrase(" ".join(chosen)))
gapped = st.tuples(words, words).map(lambda pair: Phrase(f"{pair[0]} * {pair[1]}"))
term_nodes = st.one_of(word_nodes, phrase_nodes, gapped)
operands = st.one_of(
    term_nodes, term_nodes, st.lists(term_nodes, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts)))
)
nears = st.builds(Near, operands, operands, st.integers(1, 6))
filters = st.sampled_from(
    [
        Filter("speaker", "ana"),
        Filter("speaker", "Ode"),
        Filter("speaker", "nonprofit"),
        Filter("sector", "Business"),
        Filter("kind", "interview"),
        Filter("kind", "archival"),
        Filter("shoe", "12"),
    ]
)
nodes = st.recursive(
    st.one_of(term_nodes, term_nodes, nears, filters),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
        inner.map(Not),
    ),
    max_leaves=6,
)
# a query has to look for something, so one term is always required
queries = st.builds(
    lambda term, node, unit: Query(And((term, node)), unit),
    st.one_of(term_nodes, nears),
    nodes,
    st.sampled_from([None, "turn"]),
)


@settings(max_examples=300, deadline=None)
@given(turns, queries)
def test_a_query_finds_what_its_definition_finds(said, query):
    document, passages = build(said)
    query = parse(str(query))
    corpus = Corpus([document], attributes={document.id: {name: {"sector": s} for name, s in SPEAKERS.items()}})
    hits = search(corpus, query)
    assert [(hit.start, hit.end, hit.speaker, hit.spans) for hit in hits] == slow(query, passages)


@settings(max_examples=300, deadline=None)
@given(queries)
def test_a_printed_query_reads_back_as_itself(query):
    query = parse(str(query))
    assert parse(str(query)) == query

"""Reads the text of a query. Every text is either a query or a QueryError that points at the character."""

from __future__ import annotations

from functools import lru_cache

from qualcode.errors import QueryError
from qualcode.query.lexer import Token, one_line, tokens
from qualcode.query.nodes import UNITS, And, Filter, Near, Node, Not, Operand, Or, Phrase, Query, Unit, Word

DEEPEST = 50
LONGEST = 20_000


@lru_cache(maxsize=2048)
def parse(text: str) -> Query:
    """The query that a text says.

    Binding, tightest first: NEAR, NOT, AND (which two neighbours mean as well), OR; `IN turn` or `IN sentence`
    stands at the end. `str` of the result is the same query, with every AND written out.

    >>> parse('"two worlds" OR big NEAR/5 (small tiny*)')
    Traceback (most recent call last):
    ...
    qualcode.errors.QueryError: NEAR stands between words, phrases or (this OR that), not between parts with AND.
      "two worlds" OR big NEAR/5 (small tiny*)
                                  ^
    >>> print(parse('money (logo OR brand*) NOT movie IN turn'))
    money AND (logo OR brand*) AND NOT movie IN turn
    """
    if len(text) > LONGEST:
        raise QueryError(f"A query may have {LONGEST:,} characters; this one has {len(text):,}. Split it in several.")
    return _Parser(text).query()


class _Parser:
    def __init__(self, text: str) -> None:
        self.line = one_line(text)
        self.tokens = tokens(text)
        self.next = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.token
        self.next += 1
        return token

    def wrong(self, message: str, at: int) -> QueryError:
        return QueryError(message, self.line, at)

    def query(self) -> Query:
        if self.token.kind == "end":
            raise QueryError('The query is empty. Write a word, or a phrase as in "two worlds".', self.line, 0)
        root = self.either()
        unit = self.suffix()
        if self.token.kind == ")":
            raise self.wrong("This parenthesis closes nothing. Remove it, or open one before.", self.token.at)
        if not _finds(root):
            raise self.aimless(root)
        return Query(root, unit)

    def suffix(self) -> Unit | None:
        if self.token.kind != "IN":
            return None
        self.take()
        named = self.take() if self.token.kind != "end" else self.token
        for unit in UNITS:
            if named.kind == "word" and named.text.lower() == unit:
                if self.token.kind != "end":
                    raise self.wrong(f"IN {unit} stands at the end of a query; nothing may follow.", self.token.at)
                return unit
        raise self.wrong("After IN comes what the words must share: IN sentence or IN turn.", named.at)

    def either(self) -> Node:
        parts = [self.both()]
        while self.token.kind == "OR":
            self.take()
            parts.append(self.both())
        flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
        return flat[0] if len(flat) == 1 else Or(tuple(flat), flat[0].at)

    def both(self) -> Node:
        parts = [self.negation()]
        while self.token.kind not in ("OR", ")", "IN", "end"):
            if self.token.kind == "AND":
                self.take()
            parts.append(self.negation())
        flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
        return flat[0] if len(flat) == 1 else And(tuple(flat), flat[0].at)

    def negation(self) -> Node:
        if self.token.kind != "NOT":
            return self.near()
        token = self.take()
        self.deeper(token)
        part = self.negation()
        self.depth -= 1
        return Not(part, token.at)

    def near(self) -> Node:
        left = self.primary()
        if self.token.kind != "NEAR":
            return left
        token = self.take()
        right = self.primary()
        if self.token.kind == "NEAR":
            raise self.wrong(
                "NEAR joins two, not three. Connect two pairs instead, as in (a NEAR/5 b) AND (b NEAR/5 c).",
                self.token.at,
            )
        return Near(self.operand(left), self.operand(right), token.distance, left.at)

    def operand(self, node: Node) -> Operand:
        inside = node.parts if isinstance(node, Or) else (node,)
        for part in inside:
            if not isinstance(part, Word | Phrase):
                what = {And: "parts with AND", Not: "parts with NOT", Near: "parts with NEAR", Filter: "filters"}
                named = what.get(type(part), "these")
                raise self.wrong(f"NEAR stands between words, phrases or (this OR that), not between {named}.", part.at)
        assert isinstance(node, Word | Phrase | Or)
        return node

    def primary(self) -> Node:
        token = self.take()
        if token.kind == "word":
            return Word(token.text, token.at)
        if token.kind == "phrase":
            return Phrase(token.text, token.at)
        if token.kind == "filter":
            return Filter(token.name, token.text, token.at)
        if token.kind == "(":
            return self.group(token)
        self.next -= 1
        raise self.missing(token)

    def group(self, opening: Token) -> Node:
        if self.token.kind == ")":
            raise self.wrong("There is nothing in these parentheses. Write words in them, or remove them.", opening.at)
        self.deeper(opening)
        inner = self.either()
        if self.token.kind == "IN":
            raise self.wrong("IN stands at the end of the whole query, outside the parentheses.", self.token.at)
        if self.token.kind != ")":
            raise self.wrong("This parenthesis is never closed. Write a ) after the last of its words.", opening.at)
        self.take()
        self.depth -= 1
        return inner

    def deeper(self, token: Token) -> None:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong(
                f"Parentheses and NOT may be nested {DEEPEST} deep. Split the query in several rules.", token.at
            )

    def missing(self, token: Token) -> QueryError:
        before = self.tokens[self.next - 1] if self.next else None
        if before is not None and before.kind in ("AND", "OR", "NOT", "NEAR"):
            return self.wrong(f"After {before.text} comes a word, a phrase or a group in parentheses.", token.at)
        if token.kind == "IN":
            return self.wrong("IN stands at the end of a query, after what to look for.", token.at)
        if token.kind in ("AND", "OR", "NEAR"):
            return self.wrong(f"Before {token.text} comes a word, a phrase or a group in parentheses.", token.at)
        if token.kind == ")":
            return self.wrong("This parenthesis closes nothing. Remove it, or open one before.", token.at)
        return self.wrong("Something to look for is missing here: a word, a phrase or a group.", token.at)

    def aimless(self, root: Node) -> QueryError:
        if isinstance(root, Or):
            culprit = next(part for part in root.parts if not _finds(part))
            message = "Each side of OR has to say what to look for; this one only says what to leave out or who speaks."
            return self.wrong(message, culprit.at)
        if isinstance(root, Filter):
            message = "A filter chooses among passages. Add a word or phrase to look for, as in contract speaker:ana."
            return self.wrong(message, root.at)
        if isinstance(root, And) and any(isinstance(part, Or) for part in root.parts):
            inner = next(part for part in root.parts if isinstance(part, Or))
            return self.aimless(inner)
        message = "A query has to say which words to look for, not only what to leave out or who speaks."
        return self.wrong(message, root.at)


def _finds(node: Node) -> bool:
    """Whether whatever the node accepts contains a word that it looks for."""
    if isinstance(node, And):
        return any(_finds(part) for part in node.parts)
    if isinstance(node, Or):
        return all(_finds(part) for part in node.parts)
    return isinstance(node, Word | Phrase | Near)

"""The guide to the rule language says what is so."""

import re
from pathlib import Path

import pytest

from qualcode.errors import QueryError
from qualcode.language import Corpus
from qualcode.model import Document
from qualcode.query import explain, parse, search

GUIDE = (Path(__file__).parents[1] / "docs" / "rules.md").read_text("utf-8")


def finds(query, text):
    return len(search(Corpus([Document.of(text)]), query)) > 0


def test_every_query_of_the_table_is_a_query():
    rows = re.findall(r"^\| (`.*?) \|", GUIDE, re.MULTILINE)
    queries = [query for row in rows for query in re.findall(r"`([^`]+)`", row)]
    assert len(queries) == 11
    for query in queries:
        assert parse(str(parse(query))) == parse(query)


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("startup", "Many startups.", True),
        ("different", "Differently.", False),
        ("different*", "Differently.", True),
        ("have", "She's here.", False),
        ("good", "The best.", True),
        ('"two worlds"', "Two, worlds.", True),
        ('"two * worlds"', "Two different worlds.", True),
        ("big NEAR/4 small", "Big, one two three small.", True),
        ("big NEAR/3 small", "Big, one two three small.", False),
        ("a OR b c NOT d", "a d", True),
        ("a OR b c NOT d", "b c d", False),
    ],
)
def test_what_the_guide_says_is_so(query, text, found):
    assert finds(query, text) is found


@pytest.mark.parametrize("query", ["NOT movie", "speaker:ana", "money OR NOT movie", "logo and money"])
def test_what_the_guide_says_is_refused_is_refused(query):
    with pytest.raises(QueryError):
        parse(query)


def test_the_examples_of_python_are_true():
    (query,) = re.findall(r">>> explain\('(.*)'\)", GUIDE)
    assert repr(explain(query)) in GUIDE

"""Rules in plain sentences."""

import pytest

from qualcode.model import Rule
from qualcode.query import condition, explain, parse


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("contract", 'Sentences with any form of "contract".'),
        ('"two worlds" IN turn', 'Turns with "two worlds".'),
        (
            'contract NEAR/10 "small" NOT "movie"',
            'Sentences with any form of "contract" within 10 words of "small", but not "movie".',
        ),
        ("a NEAR/1 b", 'Sentences with any form of "a" within 1 word of any form of "b".'),
        ("contract*", 'Sentences with a word starting with "contract".'),
        ("*ing", 'Sentences with a word ending in "ing".'),
        ("*tion*", 'Sentences with a word containing "tion".'),
        ("com*ty", 'Sentences with a word like "com*ty".'),
        ("money OR dollar OR cash", 'Sentences with any form of "money", "dollar" or "cash".'),
        (
            'logo OR "our brand" OR brand*',
            'Sentences with any form of "logo", exactly "our brand" or a word starting with "brand".',
        ),
        (
            "(logo OR brand*) (money OR dollar)",
            'Sentences with any form of "logo" or a word starting with "brand", and any form of "money" or "dollar".',
        ),
        ("a OR (b c)", 'Sentences with any form of "a" or (any form of "b" and any form of "c").'),
        ("a NOT b NOT c", 'Sentences with any form of "a", but not any form of "b" and not any form of "c".'),
        ("a NOT (b c)", 'Sentences with any form of "a", but not (any form of "b" and any form of "c").'),
        (
            'a speaker:nonprofit case:"Case 1" NOT kind:archival',
            'Sentences with any form of "a", said by "nonprofit", where case is "Case 1", '
            'where kind is not "archival".',
        ),
        ("a (case:one OR case:two)", 'Sentences with any form of "a", where case is "one" or "two".'),
    ],
)
def test_a_query_is_explained_in_a_sentence(query, sentence):
    assert explain(query) == sentence == explain(parse(query))


def test_a_rule_is_explained_in_the_unit_it_is_asked_in():
    assert explain(Rule("r", "trust"), unit="turn") == 'Turns with any form of "trust".'
    assert condition(Rule("r", "trust")) == 'any form of "trust"'


def test_a_raw_pattern_is_explained_token_by_token():
    rule = Rule("r", spacy=({"LOWER": "two"}, {"POS": "ADJ", "OP": "?"}, {"LEMMA": "world"}))
    assert explain(rule) == (
        'Sentences with the spaCy pattern: "two" then a word tagged "ADJ" (or nothing) then a form of "world".'
    )

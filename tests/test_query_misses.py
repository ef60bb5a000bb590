"""Near misses, and how hits spread over cases."""

import pytest

from qualcode.language import Corpus
from qualcode.model import Document, Turn
from qualcode.query import near_misses, search, spread


def missed(text, query, **kwargs):
    return [(m.hit.quote, m.missing) for m in near_misses(Corpus([Document.of(text)]), query, **kwargs)]


@pytest.mark.parametrize(
    ("text", "query", "quote", "missing"),
    [
        (
            "The big firm met one very small shop.",
            "big NEAR/3 small",
            "The big firm met one very small shop.",
            '"big" and "small" are 5 words apart, not 3',
        ),
        ("Logo and money.", "logo AND money AND time", "Logo and money.", 'without any form of "time"'),
        ("A contract for a movie.", "contract NOT movie", "A contract for a movie.", 'left out because of "movie"'),
        (
            "Two very different worlds.",
            '"two worlds"',
            "Two very different worlds.",
            'the words of "two worlds" are there, but not side by side in this order',
        ),
        ("Many contracts.", '"contract"', "Many contracts.", 'found "contracts", another form of "contract"'),
        (
            "A contractor came.",
            "contract",
            "A contractor came.",
            'found "contractor", which begins like "contract" but is not a form of it',
        ),
        ("We trust.", "trust speaker:ana", "We trust.", 'not said by "ana"'),
        ("We trust.", "trust kind:archival", "We trust.", 'kind is not "archival"'),
    ],
)
def test_a_near_miss_says_what_was_missing(text, query, quote, missing):
    assert missed(text, query) == [(quote, missing)]


def test_words_spread_over_a_turn_are_a_near_miss_of_a_sentence():
    assert missed("The logo. The money.", "logo AND money") == [
        ("The logo. The money.", "the words are in one turn, but not in one sentence"),
        ("The logo.", 'without any form of "money"'),
        ("The money.", 'without any form of "logo"'),
    ]


def test_a_hit_is_no_near_miss_and_the_limit_holds():
    text = "Big small. " + "Big and very small. " * 30
    assert len(missed(text, "big NEAR/1 small", limit=7)) == 7
    assert "Big small." not in [quote for quote, _ in missed(text, "big NEAR/1 small", limit=99)]


def test_what_makes_no_sense_without_a_word_is_not_tried():
    assert missed("Something else.", "trust speaker:ana") == []


def test_hits_are_spread_over_cases_and_people():
    def talk(name, *said):
        text = "".join(f"{who}: {words}\n" for who, words in said)
        turns, at = [], 0
        for who, words in said:
            at = text.index(words, at + len(who))
            turns.append(Turn(at, at + len(words), words, who))
        return Document.of(text, name=name, turns=tuple(turns))

    one = talk("one", ("P1", "We trust. They trust."), ("P2", "Trust!"))
    two, three = talk("two", ("P1", "Trust.")), talk("three", ("P1", "I trust."))
    hits = search(Corpus([one, two, three]), "trust")
    frame = spread(hits, {one.id: "north", "gone": "south", two.id: "north"})
    assert frame.to_dict("list") == {
        "case": ["north", "south", ""],
        "hits": [4, 0, 1],
        "documents": [2, 0, 1],
        "speakers": [3, 0, 1],
    }
    assert spread([]).dtypes.astype(str).to_list() == spread(hits).dtypes.astype(str).to_list()

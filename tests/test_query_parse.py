"""Reading queries: what each notation means, and errors that point at the character."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import QueryError
from qualcode.query import And, Filter, Near, Not, Or, Phrase, Query, Word, check, parse


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("contract", Word("contract")),
        ('"two worlds"', Phrase("two worlds")),
        ("“two  worlds”", Phrase("two worlds")),
        ("don’t", Word("don't")),
        ("big NEAR small", Near(Word("big"), Word("small"), 10)),
        ("big NEAR/3 (small OR tiny*)", Near(Word("big"), Or((Word("small"), Word("tiny*"))), 3)),
        ("two worlds", And((Word("two"), Word("worlds")))),
        ("a OR b c", Or((Word("a"), And((Word("b"), Word("c")))))),
        ("(a OR b) c", And((Or((Word("a"), Word("b"))), Word("c")))),
        ("a AND NOT b NEAR/2 c", And((Word("a"), Not(Near(Word("b"), Word("c"), 2))))),
        ("NOT a b", And((Not(Word("a")), Word("b")))),
        ("a (b (c))", And((Word("a"), Word("b"), Word("c")))),
        ("a speaker:ana", And((Word("a"), Filter("speaker", "ana")))),
        ('a Case:"Case  1"', And((Word("a"), Filter("case", "Case 1")))),
        ("10:30", Word("10:30")),
    ],
)
def test_a_query_means_what_its_notation_says(text, root):
    assert parse(text) == Query(root)


def test_the_unit_stands_at_the_end():
    assert parse("a OR b IN turn") == Query(Or((Word("a"), Word("b"))), "turn")
    assert parse("a\nIN Sentence") == Query(Word("a"), "sentence")


@pytest.mark.parametrize(
    ("text", "position", "message"),
    [
        ("", 0, 'The query is empty. Write a word, or a phrase as in "two worlds".'),
        ("a AND", 5, "After AND comes a word, a phrase or a group in parentheses."),
        ("OR a", 0, "Before OR comes a word, a phrase or a group in parentheses."),
        ("b (a", 2, "This parenthesis is never closed. Write a ) after the last of its words."),
        ("a)", 1, "This parenthesis closes nothing. Remove it, or open one before."),
        ("a ()", 2, "There is nothing in these parentheses. Write words in them, or remove them."),
        ('a "b c', 2, "This quotation mark is never closed. Write one after the last word of the phrase."),
        ('a ""', 2, 'There is no word in the quotation marks: "". Write the words to look for.'),
        ("a or b", 2, 'To connect words write OR in capitals; to look for the word itself write "or" in quotes.'),
        (
            "a near/5 b",
            2,
            'To connect words write NEAR/5 in capitals; to look for the word itself write "near/5" in quotes.',
        ),
        ("a NEAR/0 b", 7, "NEAR/ takes a number from 1 (next to each other) to 999, as in big NEAR/10 small."),
        ("a W/5 b", 2, "To find words near each other write NEAR and a number, as in big NEAR/10 small."),
        (
            "a NEAR b NEAR c",
            9,
            "NEAR joins two, not three. Connect two pairs instead, as in (a NEAR/5 b) AND (b NEAR/5 c).",
        ),
        ("(a b) NEAR c", 1, "NEAR stands between words, phrases or (this OR that), not between parts with AND."),
        ("a IN paragraph", 5, "After IN comes what the words must share: IN sentence or IN turn."),
        ("a IN turn b", 10, "IN turn stands at the end of a query; nothing may follow."),
        ("a in turn", 2, "To set the unit write IN turn in capitals; to look for the words use quotes."),
        ("a *", 2, "A * needs letters beside it, as in contract*; alone it would find every word."),
        ("a -movie", 2, "To leave out a word write NOT movie."),
        ("colo?r", 4, "A question mark is no wildcard. Write * for any letters."),
        ("a & b", 2, "Write AND instead of &."),
        ("speaker: x", 8, 'The filter speaker: needs a value right after the colon, as in speaker:x or speaker:"x y".'),
        ("'two worlds'", 0, 'Write a phrase in double quotation marks, as in "two worlds".'),
        ("NOT a", 0, "A query has to say which words to look for, not only what to leave out or who speaks."),
        (
            "a OR NOT b",
            5,
            "Each side of OR has to say what to look for; this one only says what to leave out or who speaks.",
        ),
        (
            "speaker:x",
            0,
            "A filter chooses among passages. Add a word or phrase to look for, as in contract speaker:ana.",
        ),
    ],
)
def test_an_error_says_what_to_do_and_points_at_the_character(text, position, message):
    with pytest.raises(QueryError) as caught:
        parse(text)
    pointer = f"\n  {text}\n  {' ' * position}^" if text else ""
    assert (caught.value.position, str(caught.value)) == (position, message + pointer)


@pytest.mark.parametrize("text", ["(" * 5000 + "a" + ")" * 5000, "NOT " * 4000 + "a", "a " + "(b OR " * 2000])
def test_deep_nesting_is_refused_with_a_sentence(text):
    with pytest.raises(QueryError, match="Parentheses and NOT may be nested 50 deep"):
        parse(text)


def test_a_long_list_of_words_is_no_nesting():
    assert len(parse(" OR ".join(f"w{nth}" for nth in range(1500))).root.parts) == 1500


def test_an_endless_query_is_refused():
    with pytest.raises(QueryError, match="may have 20,000 characters; this one has 20,001"):
        parse("x" * 20_001)


fragments = st.sampled_from(
    [
        "AND",
        "OR",
        "NOT",
        "NEAR/3",
        "NEAR",
        "IN turn",
        "(",
        ")",
        '"',
        "a",
        "b*",
        "*",
        "-c",
        "x:",
        ":",
        "’",
        " ",
        "é",
        "?",
    ]
)


@given(st.one_of(st.text(), st.lists(fragments).map(" ".join), st.lists(fragments).map("".join)))
def test_any_text_is_a_query_or_an_error_and_a_query_prints_as_itself(text):
    try:
        query = parse(text)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        return
    assert parse(str(query)) == query


def test_checking_gives_problems_as_sentences():
    assert check("contract") == []
    assert check("a AND") == ["After AND comes a word, a phrase or a group in parentheses.\n  a AND\n       ^"]

"""Suggestions: the contract of every suggester, the rules, and the public table."""

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

import qualcode
from qualcode.errors import CodebookError, QualcodeError
from qualcode.language import Corpus
from qualcode.model import Code, Codebook, Document, Rule, Turn
from qualcode.suggesters import propose, rules, suggest, version_of

BOOK = Codebook(
    "b",
    "Book",
    (
        Code(
            "two_worlds",
            "Two worlds",
            rules=(
                Rule("r1", 'culture NEAR/10 different OR "two worlds"'),
                Rule("r2", "culture OR world* IN sentence"),
            ),
        ),
        Code("money", "Money", rules=(Rule("money.any", "money OR dollar"),)),
        Code("later", "No rules yet"),
        Code("raw", "Raw", rules=(Rule("x1", spacy=({"LOWER": "our"}, {"LEMMA": "culture"})),)),
    ),
)
COLUMNS = ["document", "start", "end", "quote", "speaker", "code", "score", "suggester", "reason"]
TYPES = ["str", "int64", "int64", "str", "str", "str", "float64", "str", "str"]


def talk(*said, name="talk", kind="interview"):
    text, turns = "", []
    for speaker, words in said:
        text += f"{speaker}: "
        turns.append(Turn(len(text), len(text) + len(words), words, speaker))
        text += words + "\n\n"
    return Document.of(text, name=name, turns=tuple(turns), kind=kind)


TALK = talk(
    ("Interviewer", "Are these two worlds with money?"),
    ("Ana", "Our cultures are so different. It is money, dollars and money. Nothing else."),
    ("Ben", "Two worlds."),
)


def test_a_suggestion_has_a_reason_that_can_be_checked():
    frame = suggest(TALK, BOOK)
    assert list(frame.columns) == COLUMNS and frame.dtypes.astype(str).to_list() == TYPES
    first = TALK.text.index("Our cultures")
    assert frame[["document", "start", "quote", "speaker", "code", "score", "reason"]].values.tolist() == [
        [
            "talk",
            first,
            "Our cultures are so different.",
            "Ana",
            "raw",
            0.5,
            'Rule raw.x1: the spaCy pattern: "our" then a form of "culture"; found "Our cultures"',
        ],
        [
            "talk",
            first,
            "Our cultures are so different.",
            "Ana",
            "two_worlds",
            0.75,
            'Rule two_worlds.r1: (any form of "culture" within 10 words of any form of "different") or exactly '
            '"two worlds"; found "cultures … different"; also rule r2',
        ],
        [
            "talk",
            TALK.text.index("It is"),
            "It is money, dollars and money.",
            "Ana",
            "money",
            0.75,
            'Rule money.any: any form of "money" or "dollar"; found "money … dollars"',
        ],
        [
            "talk",
            TALK.text.index("Two worlds."),
            "Two worlds.",
            "Ben",
            "two_worlds",
            0.5,
            'Rule two_worlds.r1: (any form of "culture" within 10 words of any form of "different") or exactly '
            '"two worlds"; found "Two worlds"; also rule r2',
        ],
    ]


def test_the_same_input_gives_the_same_bytes():
    texts = [TALK, "Ana: Two worlds of money.\n\nBen: No."] * 2
    assert suggest(texts, BOOK).to_csv() == suggest(texts, BOOK).to_csv()


def test_interviewers_researchers_and_observations_are_never_proposed():
    document = talk(("Moderator", "Money?"), ("I", "Money?"), ("Researcher 2", "Money?"), ("P1", "Money."))
    assert suggest(document, BOOK).speaker.to_list() == ["P1"]
    assert suggest(talk(("P1", "Money."), kind="observation"), BOOK).empty
    assert len(suggest(Document.of("Money.", kind="archival"), BOOK)) == 1


def test_roles_may_be_stated():
    document = talk(("Kim", "Money?"), ("P1", "Money."), ("Host", "Money!"))
    assert suggest(document, BOOK, roles={"kim": "interviewer", "HOST": "researcher"}).speaker.to_list() == ["P1"]


def test_strings_are_named_by_their_place_and_equal_names_are_told_apart():
    other = replace(TALK, text=TALK.text)
    frame = suggest([TALK, "Money.", other, "Dollars."], BOOK)
    assert list(dict.fromkeys(frame.document)) == ["talk", "text 2", "talk (2)", "text 4"]


def test_the_unit_may_be_the_turn():
    frame = suggest("It is money. It is a dollar.", BOOK, unit="turn")
    assert frame[["quote", "score"]].values.tolist() == [["It is money. It is a dollar.", 0.75]]


def test_without_suggestions_the_table_keeps_its_columns():
    for frame in (suggest([], BOOK), suggest("Nothing here.", BOOK), suggest(TALK, Codebook("e", "Empty"))):
        assert frame.empty and list(frame.columns) == COLUMNS
        assert frame.dtypes.astype(str).to_list() == TYPES


def test_another_language_may_be_named():
    book = Codebook("b", "B", (Code("v", "V", rules=(Rule("r", "Vertrag"),)),), language="de")
    assert suggest("Zwei Verträge.", book).quote.to_list() == ["Zwei Verträge."]
    assert suggest(Document.of("Zwei Verträge."), book).empty
    assert len(suggest(Document.of("Zwei Verträge."), book, language="de")) == 1


def test_all_wrong_rules_are_named_at_once():
    book = Codebook(
        "b",
        "B",
        (
            Code("x", "X", rules=(Rule("r1", "a AND"), Rule("r2", "b"))),
            Code("y", "Y", rules=(Rule("r3", spacy=({"LOWR": "a"},)),)),
        ),
    )
    with pytest.raises(CodebookError) as caught:
        suggest("a b", book)
    assert [problem.split(":")[0] for problem in caught.value.problems] == [
        "code 'x', rule 'r1'",
        "code 'y', rule 'r3'",
    ]


@pytest.mark.parametrize(
    ("texts", "book", "message"),
    [
        ([Path("a.docx")], BOOK, r"suggest takes documents and strings; text 1 is a \w*Path\. Read a file with"),
        ("a", "codebook.yaml", r"suggest needs a Codebook, not str\. Read one with qualcode\.read_codebook\."),
    ],
)
def test_what_is_neither_document_nor_string_is_refused(texts, book, message):
    with pytest.raises(QualcodeError, match=message):
        suggest(texts, book)


def test_an_unknown_suggester_is_refused():
    with pytest.raises(QualcodeError, match="There is no suggester 'magic'"):
        suggest("a", BOOK, suggesters=("magic",))


def test_a_changed_rule_has_another_version_and_blanks_make_none():
    assert version_of(Rule("r", "a  (b)")) == version_of(Rule("r", "a AND b"))
    assert version_of(Rule("r", "a")) != version_of(Rule("r", "b")) != version_of(Rule("r", "a", note="n"))
    assert version_of(Rule("r", spacy=({"LOWER": "a"},))) != version_of(Rule("r", spacy=({"LOWER": "b"},)))


def test_what_is_remembered_is_never_stale():
    corpus = Corpus([TALK])
    before = rules(corpus, BOOK)
    assert rules(corpus, BOOK) == before
    edited = BOOK.with_code(replace(BOOK.code("money"), rules=(Rule("money.any", "nothing"),)))
    assert [s.quote for s in rules(corpus, edited) if s.code == "money"] == ["Nothing else."]
    assert rules(corpus, BOOK) == before
    assert [s.speaker for s in rules(corpus, BOOK, eligible=lambda document, speaker: speaker == "Ben")] == ["Ben"]
    corpus.add(Document.of("Money.", name="new"))
    assert [s.quote for s in rules(corpus, BOOK)][-1] == "Money."
    by_sector = Codebook("s", "S", (Code("s", "S", rules=(Rule("r", "money sector:business"),)),))
    assert rules(corpus, by_sector) == []
    corpus.attributes = {TALK.id: {"Ana": {"sector": "Business"}}}
    assert [s.speaker for s in rules(corpus, by_sector)] == ["Ana"]


def test_suggestions_of_several_suggesters_are_in_the_order_of_the_documents():
    found = propose(Corpus([TALK]), BOOK, suggesters=["rules", "rules"])
    assert [(s.start, s.code) for s in found] == sorted((s.start, s.code) for s in found)
    assert len(found) == 4


def test_the_public_function_is_this_one():
    assert qualcode.suggest is suggest
    assert isinstance(qualcode.suggest([TALK], BOOK), pd.DataFrame)

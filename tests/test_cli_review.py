"""The review in the terminal: suggestions decided by key, one after the other."""

import pytest
from typer.testing import CliRunner

import qualcode
from qualcode.cli import app
from qualcode.cli.review import Answer, Keys, Review


@pytest.fixture
def path(study):
    study.documents.mark_read(["P1", "P2", "P3"])
    study.suggestions.run()
    return study.path


def review(path, keys: str, *more: str):
    arguments = ["suggestions", "review", str(path), "--coder", "ana", *more]
    return CliRunner().invoke(app, arguments, input=keys)


def pending(path, coder: str = "ana") -> list[tuple[str, str]]:
    with qualcode.open(path, coder=coder) as study:
        frame = study.suggestions.table()
        return list(zip(frame["document"], frame["code"], strict=True))


def codings(path) -> list[tuple[str, str, str, str]]:
    with qualcode.open(path) as study:
        frame = study.codings.table()
        return list(zip(frame["document"], frame["code"], frame["quote"], frame["memo"], strict=True))


def decisions(path) -> list[tuple[str, str]]:
    with qualcode.open(path) as study:
        frame = study.suggestions.decisions()
        return list(zip(frame["decision"], frame["why"], strict=True))


def test_the_fixture_has_four_suggestions(path):
    assert pending(path) == [("P1", "two_worlds"), ("P2", "two_worlds"), ("P2", "brand"), ("P3", "brand")]


def test_a_card_shows_the_turn_before_the_passage_the_code_and_the_reason(path):
    result = review(path, "q\n")
    assert result.exit_code == 0
    head, before, passage, code, *_ = result.stderr.split("\n")
    assert head.startswith("── 1 of 4 · P1 · one · 23–")
    assert before == "Int: How was it?"
    assert passage == "Ana: »We come from two worlds.« They move fast, we wait."
    assert code == "→ Two worlds (two_worlds)"
    assert "why: Rule two_worlds.r1" in result.stderr
    assert result.stderr.endswith("4 left.\n")


def test_each_key_does_what_it_says(path):
    result = review(path, "a\nr speed\nx too broad\ns\n")
    assert result.exit_code == 0
    assert codings(path) == [
        ("P1", "two_worlds", "We come from two worlds.", ""),
        ("P2", "speed", "Two worlds, yes.", ""),
    ]
    assert decisions(path) == [("accepted", ""), ("recoded", ""), ("rejected", "too broad"), ("skipped", "")]
    assert pending(path) == [("P3", "brand")]
    assert "All done." in result.stderr


def test_stdout_holds_the_count_of_decisions_and_nothing_else(path):
    result = review(path, "a\nr speed\nzz\nx too broad\ns\n")
    assert result.stdout.split("\n") == [
        "decision  count",
        "accepted  1",
        "recoded   1",
        "rejected  1",
        "skipped   1",
        "",
    ]


def test_words_work_as_well_as_keys(path):
    review(path, "accept\nrecode Speed\nreject nothing here\nquit\n")
    assert decisions(path) == [("accepted", ""), ("recoded", ""), ("rejected", "nothing here")]


def test_undo_takes_back_the_last_decision_and_shows_the_suggestion_again(path):
    result = review(path, "a\nu\nx\nq\n")
    assert result.stderr.count("── 1 of 4") == 2
    assert codings(path) == []
    assert decisions(path) == [("rejected", "")]


def test_undo_goes_no_further_back_than_this_review(path):
    result = review(path, "u\nq\n")
    assert "Nothing was decided here yet." in result.stderr
    assert pending(path)[0] == ("P1", "two_worlds")


def test_an_accepted_suggestion_can_carry_a_memo(path):
    review(path, "m says it twice\nq\n")
    assert codings(path) == [("P1", "two_worlds", "We come from two worlds.", "says it twice")]


def test_a_question_is_answered_by_the_next_line(path):
    review(path, "m\nsays it twice\nr\nspeed\nX\nnot about the brand\nq\n")
    assert codings(path) == [
        ("P1", "two_worlds", "We come from two worlds.", "says it twice"),
        ("P2", "speed", "Two worlds, yes.", ""),
    ]
    assert decisions(path)[-1] == ("rejected", "not about the brand")


def test_an_empty_answer_cancels(path):
    result = review(path, "r\n\nm\n\nq\n")
    assert "Not recoded." in result.stderr and "Not accepted." in result.stderr
    assert decisions(path) == []


def test_a_code_is_found_by_its_first_letters_and_an_unclear_one_is_asked_again(path):
    with qualcode.open(path, coder="ana") as study:
        study.codebook.add("Spending")
    result = review(path, "r sp\nr spe\nr spee\nq\n")
    assert result.stderr.count("could be: speed, spending") == 2
    assert codings(path) == [("P1", "speed", "We come from two worlds.", "")]


def test_an_unknown_code_is_said_and_nothing_is_done(path):
    result = review(path, "r zebra\nq\n")
    assert "No code begins with 'zebra'" in result.stderr
    assert decisions(path) == []


def test_the_passage_can_be_changed_by_its_words_or_its_offsets(path):
    result = review(path, "p come from two worlds\na\np 0 3\na\nq\n")
    assert "»come from two worlds«" in result.stderr
    assert [(document, quote) for document, _, quote, _ in codings(path)] == [
        ("P1", "come from two worlds"),
        ("P2", "Ben"),
    ]
    assert [decision for decision, _ in decisions(path)] == ["recoded", "recoded"]


def test_a_passage_that_is_not_in_the_turn_is_refused(path):
    result = review(path, "p nobody said this\np 5 9999\nq\n")
    assert "The words must match letter for letter." in result.stderr
    assert "5 to 9999 is none of it" in result.stderr


def test_an_unknown_key_shows_the_help(path):
    result = review(path, "z\nq\n")
    assert "'z' is no key here." in result.stderr and "a  accept" in result.stderr


def test_the_end_of_a_pipe_quits_and_keeps_what_was_decided(path):
    result = review(path, "a")
    assert result.exit_code == 0
    assert [decision for decision, _ in decisions(path)] == ["accepted"]


def test_unread_documents_are_withheld_by_name_with_how_to_proceed(study):
    study.documents.mark_read("P1")
    study.suggestions.run()
    result = review(study.path, "a\n")
    assert "Suggestions withheld in 2 of 3 documents: P2, P3." in result.stderr
    assert f"qualcode documents read {study.path} NAME" in result.stderr
    assert [document for document, _, _, _ in codings(study.path)] == ["P1"]


def test_an_unread_document_that_is_asked_for_is_refused(study):
    study.suggestions.run()
    result = review(study.path, "a\n", "--document", "P1")
    assert result.exit_code == 1
    assert "Read P1 first" in result.stderr and "qualcode documents read" in result.stderr


def test_a_rejected_suggestion_whose_rule_changed_says_what_was_decided_before(path):
    review(path, "x\nq\n")
    with qualcode.open(path, coder="ana") as study:
        study.codebook.edit_rule("two_worlds.r1", '"two worlds" OR planets')
        study.suggestions.run()
    assert "earlier: you rejected before its rule changed" in review(path, "q\n").stderr


def test_a_second_suggestion_of_a_code_on_the_same_passage_is_passed_by(study):
    study.documents.mark_read("P1")
    study.suggestions.run()
    item = study.suggestions.table().iloc[[0, 0]].reset_index(drop=True)
    keys = iter([Answer("a"), Answer("q")])
    Review(study, item, Keys(lambda: next(keys), lambda question: "")).run()
    assert len(study.codings) == 1
    assert next(keys) == Answer("q")


def test_a_long_turn_is_shown_around_the_passage(study):
    long = "Eve: " + "We talked a lot. " * 100 + "Two worlds, I say. " + "And more. " * 100
    study.documents.add(qualcode.read_text(long, name="P4"))
    study.documents.mark_read("P4")
    study.suggestions.run()
    shown = review(study.path, "q\n").stderr
    assert "»Two worlds, I say.«" in shown and len(shown) < 2000


def test_nothing_to_review_is_said(study):
    assert "No suggestion waits for a decision." in review(study.path, "").stderr

"""The machine proposes, a named person decides: runs, reading first, decisions, rejections that last."""

import pytest

import qualcode
from qualcode.errors import NotFound, ReadFirst, Refused


def pending(study, **filters):
    table = study.suggestions.table(**filters)
    return list(zip(table["document"], table["quote"], table["code"], strict=True))


@pytest.fixture
def suggested(study):
    study.suggestions.run()
    return study


@pytest.fixture
def read(suggested):
    suggested.documents.mark_read(["P1", "P2", "P3"])
    return suggested


def first(study, **filters):
    return str(study.suggestions.table(**filters)["suggestion"].iloc[0])


def test_a_run_makes_suggestions_and_no_coding(study):
    counts = study.suggestions.run()
    assert counts.to_dict("list") == {
        "code": ["two_worlds", "brand"],
        "suggestions": [2, 2],
        "new": [2, 2],
        "gone": [0, 0],
    }
    assert len(study.codings) == 0


def test_only_participants_words_are_suggested(read):
    assert pending(read) == [
        ("P1", "We come from two worlds.", "two_worlds"),
        ("P2", "Two worlds, yes.", "two_worlds"),
        ("P2", "Nobody asked us about the logo.", "brand"),
        ("P3", "We never argued about the logo.", "brand"),
    ]


def test_every_suggestion_says_why_and_quotes_its_document(read):
    for row in read.suggestions.table().itertuples():
        assert read.documents[row.document].text[row.start : row.end] == row.quote
        assert 0 < row.score <= 1
    assert read.suggestions.table()["reason"].iloc[0] == 'Rule two_worlds.r1: "two worlds"; found "two worlds"'


def test_suggestions_of_a_document_wait_until_this_coder_has_read_it(suggested):
    with pytest.raises(ReadFirst, match="Read P1 first: in the reflexive approach"):
        suggested.suggestions.table(document="P1")
    assert pending(suggested) == []
    assert suggested.suggestions.withheld() == ["P1", "P2", "P3"]
    suggested.documents.mark_read("P2")
    assert {document for document, _, _ in pending(suggested)} == {"P2"}
    with qualcode.open(suggested.path, coder="ben") as other:
        assert pending(other) == []


def test_a_suggestion_of_an_unread_document_cannot_be_accepted(read):
    suggestion = first(read, document="P1")
    read.documents.mark_unread("P1")
    with pytest.raises(ReadFirst):
        read.suggestions.accept(suggestion)
    assert len(read.codings) == 0


def test_seeing_them_before_reading_takes_a_reason_and_is_on_record(suggested):
    with pytest.raises(Refused, match="Say why"):
        suggested.suggestions.override("P1", why=" ")
    suggested.suggestions.override("P1", why="the deadline")
    assert len(suggested.suggestions.table(document="P1")) == 1
    last = suggested.history.table().iloc[-1]
    assert (last["act"], last["why"], last["summary"]) == (
        "suggestions.override",
        "the deadline",
        "Saw the suggestions of P1 before reading it",
    )
    assert not suggested.documents.table().set_index("document").loc["P1", "read"]


def test_accepting_makes_a_coding_that_says_where_it_came_from(read):
    coding = read.suggestions.accept(first(read), memo="indeed")
    assert (coding.quote, coding.code, coding.coder, coding.origin, coding.suggester, coding.rule, coding.memo) == (
        "We come from two worlds.",
        "two_worlds",
        "ana",
        "suggestion",
        "rules",
        "two_worlds.r1",
        "indeed",
    )
    assert ("P1", "We come from two worlds.", "two_worlds") not in pending(read)


def test_recoding_takes_another_code_and_another_passage(read):
    suggestion = first(read, document="P2")
    text = read.documents["P2"].text
    coding = read.suggestions.recode(suggestion, "speed", start=5, end=len(text), why="it is about pace")
    assert (coding.quote, coding.code, coding.origin) == (text[5:], "speed", "suggestion")
    assert read.suggestions.decisions()["decision"].tolist() == ["recoded"]


def test_a_rejection_lasts_until_its_rule_changes_and_then_says_so(read):
    suggestion = first(read, code="brand", document="P2")
    read.suggestions.reject(suggestion, why="not the brand")
    read.suggestions.run()
    assert ("P2", "Nobody asked us about the logo.", "brand") not in pending(read)
    read.codebook.edit_rule("brand.r1", "logo OR brand OR colour")
    counts = read.suggestions.run().set_index("code")
    assert counts.loc["brand"].to_list() == [2, 2, 2]
    table = read.suggestions.table(document="P2", code="brand")
    assert table["earlier"].tolist() == ["rejected before its rule changed"]


def test_a_new_rule_of_the_code_does_not_ask_again_about_what_was_rejected(read):
    read.suggestions.reject(first(read, code="brand", document="P2"))
    read.codebook.add_rule("brand", "logo AND asked")
    read.suggestions.run()
    assert pending(read, code="brand") == [("P3", "We never argued about the logo.", "brand")]


def test_changing_another_rule_leaves_rejections_and_codings_alone(read):
    read.suggestions.reject(first(read, code="brand", document="P2"))
    kept = read.suggestions.accept(first(read, code="brand", document="P3"))
    read.codebook.edit_rule("two_worlds.r1", '"two worlds" OR "another planet"')
    read.suggestions.run()
    assert pending(read, code="brand") == []
    assert read.codings[kept.id] == kept


def test_a_changed_rule_never_alters_accepted_codings(read):
    kept = read.suggestions.accept(first(read, code="brand", document="P3"))
    read.codebook.edit_rule("brand.r1", "nothing AND here")
    read.suggestions.run()
    assert read.codings[kept.id] == kept


def test_what_the_coder_has_coded_already_is_not_asked_again(read):
    read.codings.add_quote("P1", "We come from two worlds. They move fast", "two_worlds")
    assert ("P1", "We come from two worlds.", "two_worlds") not in pending(read)


def test_a_skipped_suggestion_comes_last(read):
    suggestion = first(read)
    read.suggestions.skip(suggestion)
    assert read.suggestions.table()["suggestion"].iloc[-1] == suggestion
    read.suggestions.accept(suggestion)
    assert read.suggestions.decisions()["decision"].tolist() == ["accepted"]


def test_an_accepted_suggestion_is_not_decided_again_while_its_coding_stands(read):
    suggestion = first(read)
    coding = read.suggestions.accept(suggestion)
    with pytest.raises(Refused, match="a coding already"):
        read.suggestions.reject(suggestion)
    read.codings.remove(coding.id)
    read.suggestions.reject(suggestion)


def test_decisions_and_runs_are_undone_exactly(read):
    before = read.history.hash()
    read.suggestions.accept(first(read))
    read.suggestions.reject(first(read))
    read.codebook.edit_rule("brand.r1", "colour")
    read.suggestions.run()
    for _ in range(4):
        read.history.undo()
    assert read.history.hash() == before


def test_the_same_run_twice_changes_nothing_but_the_record(read):
    before = read.suggestions.table()
    counts = read.suggestions.run()
    assert counts[["new", "gone"]].to_numpy().sum() == 0
    assert read.suggestions.table().equals(before)


def test_one_decides_for_oneself_only(read):
    read.suggestions.reject(first(read, document="P2"))
    with qualcode.open(read.path, coder="ben") as other:
        other.documents.mark_read("P2")
        assert len(pending(other, document="P2")) == 2


def test_in_the_reflexive_approach_nothing_is_accepted_in_bulk(read):
    with pytest.raises(Refused, match="codebook approach only; this study's is reflexive"):
        read.suggestions.accept_many()
    with pytest.raises(Refused, match="codebook approach only"):
        read.suggestions.sample()


def test_in_the_codebook_approach_bulk_needs_a_reviewed_sample_and_logs_its_precision(suggested):
    suggested.set_approach("codebook", why="a second team applies the finished codebook")
    assert len(pending(suggested)) == 4
    with pytest.raises(Refused, match="Review a random sample"):
        suggested.suggestions.accept_many()
    drawn = suggested.suggestions.sample(size=2, seed=1)
    assert len(drawn) == 2
    one, two = drawn["suggestion"]
    suggested.suggestions.accept(one)
    with pytest.raises(Refused, match="1 of the 2 suggestions of the sample are undecided"):
        suggested.suggestions.accept_many()
    suggested.suggestions.reject(two)
    assert suggested.suggestions.accept_many(why="good enough") == 2
    last = suggested.history.table().iloc[-1]
    assert last["summary"] == "Accepted 2 suggestions at once; 50% of a sample of 2 was accepted"
    assert len(suggested.codings) == 3
    suggested.history.undo()
    assert len(suggested.codings) == 1


def test_accepting_many_is_accepting_each(suggested):
    suggested.set_approach("codebook", why="a second team applies the finished codebook")
    suggested.codebook.add_rule("two_worlds", "logo AND asked")
    suggested.suggestions.run()
    suggested.codebook.merge("two_worlds", into="brand")  # two suggestions of one code on one passage
    ids = list(suggested.suggestions.table()["suggestion"])
    drawn = suggested.suggestions.sample(size=1, seed=5)
    assert list(drawn["document"]) == ["P1"]
    suggested.suggestions.accept(drawn["suggestion"].iloc[0])
    suggested.suggestions.skip(ids[-1])
    before = suggested.history.hash()

    def outcome():
        codings = suggested.codings.table().drop(columns=["coding", "created_at"])
        decisions = suggested.suggestions.decisions().drop(columns=["coding", "at"])
        return sorted(codings.itertuples(index=False)), sorted(decisions.itertuples(index=False))

    pending = list(suggested.suggestions.table()["suggestion"])
    for suggestion in pending:
        suggested.suggestions.accept(suggestion)
    one_by_one = outcome()
    for _ in pending:
        suggested.history.undo()
    assert suggested.history.hash() == before
    assert suggested.suggestions.accept_many() == len(pending) == 4
    assert outcome() == one_by_one
    assert len(suggested.codings.table(code="brand")) == len(ids) - 1
    suggested.history.undo()
    assert suggested.history.hash() == before


def test_a_sample_drawn_under_other_rules_opens_nothing(suggested):
    suggested.set_approach("codebook", why="a second team applies the finished codebook")
    for suggestion in suggested.suggestions.sample(size=1)["suggestion"]:
        suggested.suggestions.accept(suggestion)
    suggested.codebook.edit_rule("brand.r1", "logo OR move")
    suggested.suggestions.run()
    with pytest.raises(Refused, match="The rules changed since the sample was drawn"):
        suggested.suggestions.accept_many()
    with pytest.raises(Refused, match="at least one"):
        suggested.suggestions.sample(size=0)


def test_in_the_reliability_approach_suggestions_wait_for_two_coders(suggested):
    suggested.set_approach("reliability", why="we measure")
    suggested.documents.mark_read("P2")
    with pytest.raises(ReadFirst, match="until two coders have marked it read"):
        suggested.suggestions.table(document="P2")
    with qualcode.open(suggested.path, coder="ben") as other:
        other.documents.mark_read("P2")
        assert len(pending(other, document="P2")) == 2
    assert len(pending(suggested, document="P2")) == 2


def test_changing_the_approach_takes_a_reason(study):
    with pytest.raises(Refused, match="Say why the approach changes"):
        study.set_approach("codebook", why="")
    with pytest.raises(Refused, match="'grounded' is not an approach"):
        study.set_approach("grounded", why="x")


def test_a_merged_codes_rejections_stay(read):
    read.suggestions.reject(first(read, code="brand", document="P2"))
    read.codebook.merge("brand", into="speed")
    read.suggestions.run()
    assert pending(read, code="speed") == [("P3", "We never argued about the logo.", "speed")]


def test_a_retired_code_is_not_suggested(read):
    read.codebook.retire("brand")
    assert pending(read, code="two_worlds") == pending(read)
    read.suggestions.run()
    assert set(read.suggestions.table()["code"]) == {"two_worlds"}


def test_a_suggestion_that_is_gone_is_named(read):
    with pytest.raises(NotFound, match="A later run may have replaced it"):
        read.suggestions.accept("nothing")


def test_changing_who_speaks_changes_what_is_suggested(read):
    read.participants.set_role("P2", "Ben", "interviewer")
    read.suggestions.run()
    assert {document for document, _, _ in pending(read)} == {"P1", "P3"}


def test_searching_finds_passages_and_says_whether_they_can_be_evidence(study):
    found = study.search('"two worlds"')
    assert list(zip(found["document"], found["quote"], found["case"], found["eligible"], strict=True)) == [
        ("P1", "We come from two worlds.", "one", True),
        ("P2", "Two worlds, yes.", "one", True),
        ("P2", "Why two worlds?", "one", False),
    ]
    assert len(study.search('"two worlds"', eligible_only=True)) == 2
    assert study.search("sector:nonprofit AND worlds")["document"].tolist() == ["P1"]


def test_a_search_sees_new_documents_and_new_roles_at_once(study):
    assert len(study.search("planet")) == 0
    study.documents.add(qualcode.read_text("Dan: Another planet.", name="P4"))
    assert study.search("planet")["eligible"].tolist() == [True]
    study.participants.set_role("P4", "Dan", "researcher")
    assert study.search("planet")["eligible"].tolist() == [False]


def test_a_rule_shows_what_it_just_misses_and_over_which_cases_it_spreads(study):
    assert study.matching.spread("logo").to_dict("records") == [
        {"case": "one", "hits": 2, "documents": 2, "speakers": 2},
        {"case": "two", "hits": 1, "documents": 1, "speakers": 1},
    ]
    misses = study.matching.near_misses("logo AND asked AND never")
    assert list(misses.columns)[-1] == "missing"

"""Searching the corpus in the workbench."""

import pytest

import qualcode
from qualcode.errors import Refused
from qualcode.ui.views.search import acts, choices, look, make_rule


def brief(found):
    return [(item["document"], item["who"], item["before"], item["quote"], item["after"]) for item in found.items]


def test_passages_stand_in_their_turn_and_people_and_cases_are_counted(study):
    found = look(study, '"two worlds"')
    assert brief(found) == [
        ("P1", "Ana", "", "We come from two worlds.", " They move fast, we wait."),
        ("P2", "Ben", "", "Two worlds, yes.", " Nobody asked us about the logo."),
    ]
    assert [item["found"] for item in found.items] == [[[13, 23]], [[0, 10]]]
    assert found.counts() == "2 people in 1 case · 2 passages in 2 documents"
    assert found.cut() == ""


def test_interviewers_are_found_when_everybody_is_asked_for_and_are_nobodys_voice(study):
    found = look(study, "logo", everybody=True)
    assert [(item["who"], item["tags"]) for item in found.items] == [
        ("Int", ["interviewer: no evidence"]),
        ("Ben", []),
        ("Cat", []),
    ]
    assert (found.people, found.cases, found.passages, found.documents) == (2, 2, 3, 3)
    assert [item["who"] for item in look(study, "logo").items] == ["Ben", "Cat"]


@pytest.mark.parametrize(
    ("filters", "who"),
    [
        ({"case": ["one"]}, ["Ana", "Ben"]),
        ({"case": ["two"]}, ["Cat"]),
        ({"case": ["one", "two"]}, ["Ana", "Ben", "Cat"]),
        ({"sector": ["Nonprofit"]}, ["Ana"]),
        ({"sector": ["Nonprofit"], "case": ["two"]}, []),
        ({"sector": []}, ["Ana", "Ben", "Cat"]),
        ({"mood": ["good"]}, []),
    ],
)
def test_a_search_is_narrowed_down_by_what_is_known_of_speakers_and_documents(study, filters, who):
    assert [item["who"] for item in look(study, "fast OR nobody OR argue", filters=filters).items] == who


def test_attributes_with_several_values_can_be_chosen(study):
    study.participants.add("p-ben", name="Ben", sector="Business", case="one")
    study.participants.tie("P2", "Ben", "p-ben")
    assert choices(study) == {
        "case": ["one", "two"],
        "role": ["interviewer", "participant"],
        "sector": ["Business", "Nonprofit"],
    }


def test_words_around_a_passage_are_cut_at_a_blank(study):
    before, after = " ".join(["before"] * 30), " ".join(["after"] * 30)
    study.documents.add(qualcode.read_text(f"Dee: {before}. The needle lies here. {after}.", name="P4"))
    assert brief(look(study, "needle")) == [
        ("P4", "Dee", f"… {' '.join(['before'] * 15)}. ", "The needle lies here.", f" {' '.join(['after'] * 18)} …")
    ]


def test_the_first_are_shown_and_all_are_counted(study):
    found = look(study, "fast OR nobody OR argue", most=1)
    assert (len(found.items), found.people, found.passages) == (1, 3, 3)
    assert found.cut() == "These are the first 1 of 3 passages. Narrow the search down to see others."


def test_what_this_coder_coded_already_is_said(study):
    study.codings.add_quote("P1", "two worlds", "two_worlds")
    study.by("ben").codings.add_quote("P1", "They move fast", "speed")
    assert [item["tags"] for item in look(study, "world OR fast").items] == [["coded: Two worlds"], [], []]
    assert [item["tags"] for item in look(study.by("ben"), "world OR fast").items] == [[], ["coded: Speed"], []]


def test_many_passages_are_coded_in_one_act_that_one_undo_takes_back(study):
    ids = [item["id"] for item in look(study, '"two worlds"').items]
    before = study.history.hash()
    said = acts(study, '"two worlds"')["code"](items=ids, code="speed")
    assert said == "Coded 2 passages as Speed. One undo takes this back."
    assert study.codings.table()[["document", "quote", "code", "origin"]].values.tolist() == [
        ["P1", "We come from two worlds.", "speed", "hand"],
        ["P2", "Two worlds, yes.", "speed", "hand"],
    ]
    last = study.history.table().iloc[-1]
    assert (last["act"], last["summary"], last["why"]) == (
        "codings.add_many",
        "Coded 2 passages as Speed",
        'Search: "two worlds"',
    )
    study.history.undo()
    assert study.history.hash() == before


def test_a_new_code_is_made_in_the_same_act(study):
    ids = [item["id"] for item in look(study, '"two worlds"').items]
    before = study.history.hash()
    acts(study, "two")["code"](items=ids, name="Apart")
    assert study.codings.table()["code_name"].tolist() == ["Apart", "Apart"]
    study.history.undo()
    assert study.history.hash() == before


def test_a_passage_that_has_the_code_already_is_not_coded_twice(study):
    study.codings.add_quote("P2", "Two worlds, yes.", "speed", memo="mine")
    ids = [item["id"] for item in look(study, '"two worlds"').items]
    code = acts(study, "two")["code"]
    assert code(items=ids, code="speed") == "Coded 1 passage as Speed. 1 had it already. One undo takes this back."
    assert code(items=ids[1:], code="speed") == "Nothing to do: Speed was on it already."
    assert study.codings.table()["memo"].tolist() == ["", "mine"]


def test_codings_of_one_act_are_codings_of_their_own(study):
    first, _ = study.codings.add_many([("P1", 30, 40), ("P2", 5, 15)], "speed", memo="both")
    study.codings.remove(first)
    assert study.codings.table()[["document", "memo"]].values.tolist() == [["P2", "both"]]


@pytest.mark.parametrize(
    ("places", "code", "sentence"),
    [
        ([], "speed", "Choose at least one passage."),
        ([("P1", 30, 40), ("P1", 0, 9999)], "speed", "is no passage in it"),
        ([("P1", 30, 40)], "brand", "is retired"),
    ],
)
def test_a_passage_that_cannot_be_coded_stops_the_whole_act(study, places, code, sentence):
    study.codebook.retire("brand")
    with pytest.raises(Refused, match=sentence):
        study.codings.add_many(places, code)
    assert len(study.codings) == 0


def test_a_query_becomes_a_rule_once(study):
    assert make_rule(study, "speed", " fast  OR slow ") == "speed.r1"
    assert [rule.query for code in study.codebook.value().codes for rule in code.rules if code.id == "speed"] == [
        "fast OR slow"
    ]
    with pytest.raises(Refused, match="Speed has this rule already"):
        make_rule(study, "speed", "(fast OR slow)")


def test_the_page_explains_the_query_of_the_address(study, workbench):
    at = workbench(study, "search", q="logo NEAR/5 asked")
    assert "**1 person in 1 case · 1 passage in 1 document**" in [markdown.value for markdown in at.markdown]
    assert 'any form of "logo" within 5 words' in " ".join(caption.value for caption in at.caption).replace("\\", "")


def test_without_a_query_the_page_offers_examples(study, workbench):
    at = workbench(study, "search")
    at.button(key="search_example:0").click().run()
    assert not at.exception
    assert at.query_params["q"] == "trust"
    assert "**Nothing found**" in [markdown.value for markdown in at.markdown]


def test_a_query_that_cannot_be_understood_is_shown_with_the_place(study, workbench):
    at = workbench(study, "search", q="logo AND")
    assert at.code[0].value == "logo AND\n        ^"
    assert not at.error


def test_words_that_nobody_says_are_named(study, workbench):
    at = workbench(study, "search", q="logo OR elephant")
    assert any('fits "elephant"' in caption.value.replace("\\", "") for caption in at.caption)


def test_filters_and_everybody_come_from_the_page(study, workbench):
    at = workbench(study, "search", q="logo")
    at.multiselect(key="search_by_case").select("two").run()
    assert "**1 person in 1 case · 1 passage in 1 document**" in [markdown.value for markdown in at.markdown]
    at.multiselect(key="search_by_case").unselect("two")
    at.toggle(key="search_participants").set_value(False).run()
    assert "**2 people in 2 cases · 3 passages in 3 documents**" in [markdown.value for markdown in at.markdown]


def test_the_query_is_there_again_after_another_page(study, workbench):
    at = workbench(study, "search", q="logo")
    at.switch_page("qualcode/ui/pages/home.py").run()
    at.query_params.clear()
    at.switch_page("qualcode/ui/pages/search.py").run()
    assert at.query_params["q"] == "logo"


def test_a_rule_is_made_from_the_page(study, workbench):
    at = workbench(study, "search", q="fast")
    at.selectbox(key="search_rule_code").select("speed").run()
    at.button(key="search_rule_add").click().run()
    assert not at.exception
    assert [rule.query for code in study.codebook.value().codes for rule in code.rules if code.id == "speed"] == [
        "fast"
    ]


def test_a_study_without_documents_leads_to_them(tmp_path, workbench):
    from qualcode.project import create

    with create(tmp_path / "empty.qualcode", coder="ana") as empty:
        at = workbench(empty, "search")
    assert at.info[0].value == "There is nothing to search yet. Bring in some transcripts first."


def test_the_words_of_the_transcripts_are_read_once_until_one_comes_in(study):
    matching = study.matching
    assert not matching.ready
    matching.corpus()
    assert matching.ready
    study.codings.add_quote("P1", "It broke.", "speed")
    assert matching.ready
    study.documents.remove("P3")
    assert not matching.ready


def test_reading_the_transcripts_can_be_stopped_and_gone_on_with(study, workbench):
    at = workbench(study, "search", q="logo")
    study.documents.remove("P3")
    at.session_state["cancel:Reading the transcripts word by word, once …"] = True
    at.run()
    assert not at.exception
    assert at.info[0].value == "Stopped. A search needs the words of all transcripts, once."
    at.button(key="search_go_on").click().run()
    assert "**1 person in 1 case · 1 passage in 1 document**" in [markdown.value for markdown in at.markdown]

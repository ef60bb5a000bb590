"""The review without a browser: which suggestion is next, in what mix, and what a decision does."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.suggesters.queue import MIX, queue
from qualcode.ui.views.review import acts, cards, line_up


@pytest.fixture
def read(study):
    study.documents.mark_read(["P1", "P2", "P3"])
    study.suggestions.run()
    return study


def lined(study, **kind):
    return line_up(study, mix=MIX, **kind)


def test_every_suggestion_is_lined_up_once_and_two_of_ten_are_random_whatever_the_mix():
    items = [(f"s{nth}", nth / 40, "one" if nth % 2 else "two") for nth in range(40)]
    line = queue(items, mix={"likely": 10, "neglected": 0, "random": 0})
    assert sorted(one for one, _ in line) == sorted(one for one, *_ in items)
    assert [kind for _, kind in line[:12]].count("random") == 2
    assert line == queue(items, mix={"likely": 10, "neglected": 0, "random": 0})


def test_the_case_coded_least_comes_first_among_the_neglected():
    items = [("a", 0.5, "one"), ("b", 0.5, "two"), ("c", 0.5, "three")]
    line = queue(items, coded={"one": 30.0, "two": 0.0, "three": 10.0}, mix={"likely": 0, "neglected": 3, "random": 2})
    assert line[:3] == [("b", "neglected"), ("c", "neglected"), ("a", "neglected")]


def test_a_card_shows_the_question_before_the_reason_and_earlier_decisions(read):
    line = lined(read, document="P2", code="two_worlds")
    shown = cards(read, line)
    card = shown["cards"][0]
    assert [turn[4] for turn in card["turns"]] == [
        "Two worlds, yes. Nobody asked us about the logo.",
        "Why two worlds?",
    ]
    assert (shown["done"], shown["left"], card["code"], card["before"]["told"]) == (0, 1, "two_worlds", "")
    assert card["reason"] == 'Rule two_worlds.r1: "two worlds"; found "Two worlds"'


def test_decisions_move_the_line_on_and_undo_brings_the_card_back(read):
    line, do = lined(read), acts(read)
    first = cards(read, line)["cards"][0]
    do["accept"](first["suggestion"], memo="yes")
    after = cards(read, line)
    assert (after["done"], after["cards"][0]["suggestion"] == first["suggestion"]) == (1, False)
    assert [(coding.code, coding.memo) for coding in read.codings.of(first["document"])] == [(first["code"], "yes")]
    do["undo"]()
    assert cards(read, line)["cards"][0]["suggestion"] == first["suggestion"]


def test_a_skipped_card_comes_last_and_a_recoded_one_keeps_its_passage(read):
    line, do = lined(read), acts(read)
    first, second = cards(read, line)["cards"][:2]
    do["skip"](first["suggestion"])
    assert cards(read, line)["cards"][-1]["suggestion"] == first["suggestion"]
    do["recode"](second["suggestion"], name="Nobody asked", start=second["start"], end=second["end"] - 1)
    made = [coding for coding in read.codings.of(second["document"]) if coding.code == "nobody_asked"]
    assert [(coding.start, coding.end, coding.origin) for coding in made] == [
        (second["start"], second["end"] - 1, "suggestion")
    ]


def test_rejections_are_told_on_the_next_card_of_the_code(read):
    line, do = lined(read, code="brand"), acts(read)
    first = cards(read, line)["cards"][0]
    do["reject"](first["suggestion"], why="only a word")
    before = cards(read, line)["cards"][0]["before"]
    assert before["told"] == "1 rejected"
    assert [(one["verdict"], one["why"]) for one in before["latest"]] == [("rejected", "only a word")]


def test_a_document_that_is_unread_again_hides_its_cards(read):
    line = lined(read, document="P3")
    read.documents.mark_unread("P3")
    assert cards(read, line)["cards"] == []
    with pytest.raises(QualcodeError, match="Read P3 first"):
        acts(read)["accept"](line[0][0])


def test_the_page_says_what_is_withheld_and_why(study, workbench):
    study.suggestions.run()
    study.documents.mark_read("P1")
    at = workbench(study, "review")
    said = " ".join(caption.value for caption in at.caption)
    assert "2 documents are not shown: in the reflexive approach your own reading comes first" in said
    assert at.get_by_key("review").proto.json.count('"suggestion": ') == 1


def test_without_rules_the_page_leads_to_the_codebook(tmp_path, workbench):
    import qualcode

    with qualcode.open(tmp_path / "empty.qualcode", coder="ana") as empty:
        at = workbench(empty, "review")
    assert at.info[0].value.startswith("There is no code yet, so nothing can be suggested.")


def test_many_are_accepted_only_after_a_sample_in_the_codebook_approach(read, workbench):
    read.set_approach("codebook", why="agreed")
    at = workbench(read, "review")
    at.button(key="review_accept_many").click().run()
    assert "Review a random sample" in at.toast[-1].value
    at.button(key="review_sample").click().run()
    do = acts(read)
    for card in cards(read, lined(read))["cards"]:
        do["accept"](card["suggestion"])
    at.button(key="review_accept_many").click().run()
    assert not at.exception
    assert "There is no pending suggestion of this kind to accept" in at.toast[-1].value
    assert len(read.codings) == 4


def test_the_mix_is_stated_and_can_be_changed_at_any_time(read, workbench):
    at = workbench(read, "review")
    said = [caption.value for caption in at.caption]
    assert (
        "Of ten cards 4 are the likeliest, 2 the least certain, 2 of the case coded least, and 2 are drawn at random."
        in said
    )
    at.slider(key="review_neglected").set_value(0).run()
    at.slider(key="review_uncertain").set_value(0).run()
    for likely in (6, 8, 0):
        at.slider(key="review_likely").set_value(likely).run()
        assert not at.exception
        said = [caption.value for caption in at.caption]
        assert (
            f"Of ten cards {likely} are the likeliest, 0 the least certain, 0 of the case coded least, "
            f"and {10 - likely} are drawn at random." in said
        ), said

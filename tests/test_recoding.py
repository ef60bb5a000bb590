"""Reshaping the codebook over all documents: merge, split, move, retire."""

import pytest

from qualcode.errors import Refused


@pytest.fixture
def coded(study):
    """Four codings of speed over three documents and two cases, one passage coded as brand too."""
    study.codings.add_quote("P1", "They move fast, we wait.", "speed", memo="pace")
    study.codings.add_quote("P1", "It broke.", "speed")
    study.codings.add_quote("P2", "Nobody asked us about the logo.", "speed", memo="m1")
    study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand", memo="m2")
    study.codings.add_quote("P3", "It went well.", "speed")
    return study


def codes_of(study):
    table = study.codings.table()
    return sorted(zip(table["document"], table["quote"], table["code"], table["memo"], strict=True))


def test_merging_moves_codings_rules_children_and_theme_places(coded):
    coded.codebook.add_rule("speed", "fast OR slow")
    coded.codebook.add("Waiting", parent="speed")
    coded.codebook.merge("speed", into="brand", why="one idea")
    assert codes_of(coded) == [
        ("P1", "It broke.", "brand", ""),
        ("P1", "They move fast, we wait.", "brand", "pace"),
        ("P2", "Nobody asked us about the logo.", "brand", "m2\nm1"),
        ("P3", "It went well.", "brand", ""),
    ]
    book = coded.codebook.value()
    assert [rule.id for rule in book.code("brand").rules] == ["brand.r1", "speed.r1"]
    assert book.code("waiting").parent == "brand"
    table = coded.codebook.table().set_index("code")
    assert table.loc["speed", "status"] == "retired"
    assert table.loc["brand", "theme"] == "difference; time"


def test_a_merge_is_undone_exactly(coded):
    before = coded.history.hash()
    coded.codebook.merge(["speed", "two_worlds"], into="brand")
    coded.history.undo()
    assert coded.history.hash() == before


def test_merging_a_code_into_its_own_child_closes_no_circle(coded):
    coded.codebook.add("Waiting", parent="speed")
    coded.codebook.add("Hurry", parent="speed")
    coded.codebook.merge("speed", into="waiting")
    book = coded.codebook.value()
    assert (book.code("waiting").parent, book.code("hurry").parent) == ("", "waiting")


def test_a_code_is_not_merged_into_itself_nor_with_a_retired_one(coded):
    with pytest.raises(Refused, match="other than the one it goes into"):
        coded.codebook.merge("speed", into="speed")
    coded.codebook.retire("two_worlds")
    with pytest.raises(Refused, match="'two_worlds' is retired"):
        coded.codebook.merge("speed", into="two_worlds")


def test_a_split_presents_every_extract_tracks_the_undecided_and_loses_none(coded):
    passages = sorted({(document, quote) for document, quote, code, _ in codes_of(coded) if code == "speed"})
    coded.codebook.split("speed", into=["Too fast", "Too slow"], why="two ideas")
    board = coded.codebook.board("speed")
    assert list(board["case"]) == ["one", "one", "one", "two"]
    assert list(board["decided"]) == ["", "", "", ""]
    first, second, third, fourth = board["coding"]
    assert coded.codebook.assign("speed", first, "too_fast") == 3
    assert coded.codebook.assign("speed", [second], ["too_fast", "too_slow"]) == 2
    with pytest.raises(Refused, match="2 codings of Speed are undecided"):
        coded.codebook.close_split("speed")
    assert coded.codebook.assign("speed", [third, fourth], "speed") == 0
    assert list(coded.codebook.board("speed")["decided"]) == ["too_fast", "too_fast, too_slow", "speed", "speed"]
    coded.codebook.close_split("speed")
    assert sorted({(document, quote) for document, quote, code, _ in codes_of(coded) if code != "brand"}) == passages
    assert [(code, quote) for _, quote, code, _ in codes_of(coded) if quote == "It broke."] == [
        ("too_fast", "It broke."),
        ("too_slow", "It broke."),
    ]
    assert coded.codebook.table().set_index("code").loc["speed", "status"] == "active"


def test_a_code_that_keeps_nothing_of_its_split_is_retired_and_its_parts_stay_in_the_theme(coded):
    coded.codebook.split("speed", into=["Pace"])
    coded.codebook.assign("speed", list(coded.codebook.board("speed")["coding"]), "pace")
    coded.codebook.close_split("speed")
    table = coded.codebook.table().set_index("code")
    assert (table.loc["speed", "status"], table.loc["pace", "theme"], table.loc["pace", "codings"]) == (
        "retired",
        "time",
        4,
    )


def test_a_split_is_undone_step_by_step(coded):
    before = coded.history.hash()
    coded.codebook.split("speed", into=["Pace"])
    coded.codebook.assign("speed", list(coded.codebook.board("speed")["coding"]), "pace")
    coded.codebook.close_split("speed")
    for _ in range(3):
        coded.history.undo()
    assert coded.history.hash() == before


def test_what_is_no_part_of_a_split_is_refused(coded):
    coded.codebook.split("speed", into=["Pace"])
    coding = coded.codebook.board("speed")["coding"].iloc[0]
    with pytest.raises(Refused, match="Brand and logo is no part of the split of Speed"):
        coded.codebook.assign("speed", coding, "brand")
    with pytest.raises(Refused, match="is being split already"):
        coded.codebook.split("speed", into=["Other"])
    with pytest.raises(Refused, match="is not being split"):
        coded.codebook.board("brand")


def test_a_code_moves_under_another_but_not_under_itself(coded):
    coded.codebook.move("speed", parent="brand")
    coded.codebook.move("two_worlds", parent="speed")
    assert coded.codebook.value().code("two_worlds").parent == "speed"
    with pytest.raises(Refused, match="cannot go under itself"):
        coded.codebook.move("brand", parent="two_worlds")


def test_a_retired_code_keeps_its_codings_takes_no_new_ones_and_comes_back(coded):
    coded.codebook.retire("speed", why="too broad")
    assert sum(code == "speed" for _, _, code, _ in codes_of(coded)) == 4
    with pytest.raises(Refused, match="is retired"):
        coded.codings.add_quote("P1", "It broke", "speed")
    coded.codebook.restore("speed")
    coded.codings.add_quote("P1", "It broke", "speed")


def test_renaming_keeps_the_key_and_unknown_fields_are_named(coded):
    coded.codebook.rename("speed", "Pace")
    assert coded.find.code("speed")["name"] == "Pace"
    with pytest.raises(Refused, match="A code has no 'colour'. It may have: name, definition"):
        coded.codebook.edit("speed", colour="red")


def test_taking_in_a_changed_codebook_brings_codes_up_to_date_and_keeps_codings(coded, codebook):
    from dataclasses import replace

    changed = codebook.with_code(replace(codebook.code("speed"), name="Pace", definition="How fast."))
    coded.codebook.use(changed)
    assert coded.codebook.value().code("speed").definition == "How fast."
    assert len(coded.codings) == 5
    assert coded.codebook.value() == replace(changed, approach="reflexive")

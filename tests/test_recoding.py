"""Reshaping the codebook over all documents: merge, split, move, retire."""

from dataclasses import replace

import pytest

from qualcode.errors import CodebookError, Refused
from qualcode.model import Code, Codebook, Rule
from qualcode.store import schema


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
    changed = codebook.with_code(replace(codebook.code("speed"), name="Pace", definition="How fast."))
    coded.codebook.use(changed)
    assert coded.codebook.value().code("speed").definition == "How fast."
    assert len(coded.codings) == 5
    assert coded.codebook.value() == replace(changed, approach="reflexive")


def speeds(study):
    """Which codes each passage of the split has, in order of the text."""
    table = study.codings.table()
    table = table[table["code"] != "brand"]
    return [(quote, sorted(part["code"])) for quote, part in table.groupby("quote", sort=False)]


def test_deciding_again_takes_back_the_copies_of_the_earlier_decision(coded):
    coded.codebook.split("speed", into=["Too fast", "Too slow"])
    first = coded.codebook.board("speed")["coding"].iloc[0]
    coded.codebook.assign("speed", first, ["too_fast", "too_slow"])
    at_two = coded.history.hash()
    for again, codes in (
        (["too_slow"], ["too_slow"]),
        (["too_fast", "too_slow"], ["too_fast", "too_slow"]),
        (["speed", "too_fast"], ["speed", "too_fast"]),
        ("speed", ["speed"]),
    ):
        coded.codebook.assign("speed", coded.codebook.board("speed")["coding"].iloc[0], again)
        assert dict(speeds(coded))["They move fast, we wait."] == codes
        assert len(coded.codebook.board("speed")) == 4
    for _ in range(4):
        coded.history.undo()
    assert coded.history.hash() == at_two


def test_a_coding_that_was_there_by_hand_stays_whatever_the_board_decides(coded):
    coded.codebook.split("speed", into=["Too fast", "brand"])
    board = coded.codebook.board("speed").set_index("quote")
    logo = board.loc["Nobody asked us about the logo.", "coding"]
    coded.codebook.assign("speed", logo, "brand")
    again = coded.codebook.board("speed").set_index("quote").loc["Nobody asked us about the logo."]
    assert again["decided"] == "brand"
    coded.codebook.assign("speed", again["coding"], "too_fast")
    table = coded.codings.table().query("quote == 'Nobody asked us about the logo.'")
    assert sorted(zip(table["code"], table["memo"], strict=True)) == [("brand", "m2\nm1"), ("too_fast", "m2\nm1")]
    assert coded.codebook.board("speed").set_index("quote")["decided"].to_dict() == {
        "They move fast, we wait.": "",
        "It broke.": "",
        "Nobody asked us about the logo.": "too_fast",
        "It went well.": "",
    }


def test_a_copy_that_was_chosen_as_a_quote_hands_its_place_on(coded):
    coded.codebook.split("speed", into=["Too fast", "Too slow"])
    first = coded.codebook.board("speed")["coding"].iloc[0]
    coded.codebook.assign("speed", first, ["too_fast", "too_slow"])
    copy = coded.codings.table(code="too_slow")["coding"].iloc[0]
    coded.codings.annotate(copy, memo="also slow")
    coded.themes.add_exemplar("time", copy)
    coded.codebook.assign("speed", first, "too_fast")
    assert coded.themes.extracts("time")["coding"].tolist() == [first]
    assert coded.codings[first].memo == "pace\nalso slow"


def test_nothing_is_decided_for_a_retired_code(coded):
    coded.codebook.split("speed", into=["Pace", "brand"])
    with coded.act("test") as current:
        current.update(schema.codes, coded.find.code("brand")["id"], status="retired")
    with pytest.raises(Refused, match="'brand' is retired"):
        coded.codebook.assign("speed", coded.codebook.board("speed")["coding"].iloc[0], "brand")


def test_codings_that_come_during_a_split_are_on_the_board(coded):
    coded.codebook.split("speed", into=["Pace"])
    coded.codebook.assign("speed", list(coded.codebook.board("speed")["coding"]), "pace")
    late = coded.codings.add_quote("P2", "Fine by me.", "speed")
    board = coded.codebook.board("speed")
    assert board.set_index("coding").loc[late.id, "decided"] == ""
    assert len(board) == 5
    with pytest.raises(Refused, match="1 codings of Speed are undecided"):
        coded.codebook.close_split("speed")
    assert coded.codebook.assign("speed", late.id, "pace") == 0
    coded.codebook.close_split("speed")
    assert coded.codebook.table().set_index("code").loc[["speed", "pace"], "codings"].tolist() == [0, 5]


def test_a_board_stands_a_part_that_is_gone(coded):
    coded.codebook.add("Pace")
    added = int(coded.history.table()["seq"].max())
    coded.codebook.split("speed", into=["pace", "Other"])
    first = coded.codebook.board("speed")["coding"].iloc[0]
    coded.codebook.assign("speed", first, ["other", "pace"])
    coded.codings.remove(coded.codings.table(code="pace")["coding"].iloc[0])
    coded.history.undo(added)
    assert coded.codebook.board("speed")["decided"].tolist() == ["other", "", "", ""]


def test_one_name_to_split_into_is_one_name(coded):
    coded.codebook.split("speed", into="Too fast")
    assert [code.id for code in coded.codebook.value().codes] == ["two_worlds", "brand", "speed", "too_fast"]


def test_what_is_in_an_open_split_is_neither_merged_nor_retired(coded):
    coded.codebook.split("speed", into=["Pace"])
    for act in (
        lambda: coded.codebook.merge("speed", into="brand"),
        lambda: coded.codebook.merge("brand", into="speed"),
        lambda: coded.codebook.retire("speed"),
    ):
        with pytest.raises(Refused, match="Speed is being split. Close that split first"):
            act()
    with pytest.raises(Refused, match="Pace is a part of the split of Speed"):
        coded.codebook.retire("pace")
    with pytest.raises(Refused, match="Pace is a part of the split of Speed"):
        coded.codebook.merge("pace", into="brand")


def test_links_of_merged_codes_go_to_the_code_they_went_into(coded):
    coded.themes.link("speed", "brand", "informs")
    coded.themes.link("speed", "two_worlds", "informs", why="pace")
    coded.themes.link("brand", "two_worlds", "informs", why="logo")
    coded.codebook.merge("speed", into="brand")
    assert coded.themes.links().values.tolist() == [["code", "brand", "two_worlds", "informs", "logo\npace"]]


def test_merging_a_code_into_its_grandchild_closes_no_circle(coded):
    coded.codebook.move("brand", parent="speed")
    coded.codebook.move("two_worlds", parent="brand")
    coded.codebook.merge("speed", into="two_worlds")
    book = coded.codebook.value()
    assert (book.code("two_worlds").parent, book.code("brand").parent) == ("", "two_worlds")


# -- taking in a codebook again


def test_what_was_merged_or_retired_here_is_not_revived_by_the_file(coded, codebook):
    coded.codebook.add("Mine", key="mine")
    coded.codebook.merge("brand", into="speed")
    coded.codebook.retire("two_worlds")
    before = coded.codebook.value()
    changed = codebook.with_code(replace(codebook.code("speed"), definition="How fast."))
    changed = changed.with_code(Code("new", "New", parent="brand"))
    assert "code 'brand' is retired here and stays so." in coded.codebook.diff(changed).split("\n")
    coded.codebook.use(changed)
    summary = "Took in the codebook A book (4 codes: 1 added, 1 changed, 2 left retired)"
    assert coded.history.table()["summary"].iloc[-1] == summary
    value = coded.codebook.value()
    assert value.code("speed") == replace(before.code("speed"), definition="How fast.")
    assert [rule.id for rule in value.code("speed").rules] == ["brand.r1"]
    assert sorted(code.id for code in value.codes) == ["mine", "new", "speed"]
    assert value.code("new").parent == "speed"
    coded.codebook.use(changed, revive=True)
    value = coded.codebook.value()
    assert sorted(code.id for code in value.codes) == ["brand", "mine", "new", "speed", "two_worlds"]
    assert [rule.id for rule in value.code("brand").rules] == ["brand.r1"]
    assert value.code("new").parent == "brand"


def test_a_code_that_moves_to_another_theme_in_the_file_moves_and_places_by_hand_stay(coded, codebook):
    coded.themes.add("Mine", codes=["speed"])
    changed = codebook.with_code(replace(codebook.code("speed"), theme="difference"))
    assert "code 'speed' was moved" in coded.codebook.diff(changed)
    coded.codebook.use(changed)
    assert coded.codebook.table().set_index("code").loc["speed", "theme"] == "difference; mine"
    assert "speed" not in coded.codebook.diff(changed)
    coded.codebook.use(codebook.with_code(replace(codebook.code("speed"), theme="")))
    assert coded.codebook.table().set_index("code").loc["speed", "theme"] == "mine"


def test_rules_made_by_hand_survive_the_file_and_dropped_rules_go(coded, codebook):
    coded.codebook.add_rule("brand", "sign", key="by_hand")
    coded.codebook.use(codebook)
    changed = codebook.with_code(replace(codebook.code("brand"), rules=(Rule("brand.r2", "badge"),)))
    coded.codebook.use(changed)
    assert [(rule.id, rule.query) for rule in coded.codebook.value().code("brand").rules] == [
        ("brand.r2", "badge"),
        ("by_hand", "sign"),
    ]
    events = len(coded.history)
    coded.codebook.use(changed)
    assert len(coded.history) == events


def test_all_problems_of_a_codebook_value_are_named(coded):
    book = Codebook(
        "bad",
        "Bad",
        codes=(
            Code("a", "A", parent="b", rules=(Rule("r", "fast"),)),
            Code("b", "B", parent="a", rules=(Rule("r", "slow"),)),
            Code("c", "C", parent="nobody", theme="nowhere", rules=(Rule("c.r1", "fast AND ("),)),
        ),
    )
    before = coded.history.hash()
    with pytest.raises(CodebookError) as error:
        coded.codebook.use(book)
    assert [problem.split(". ")[0].split("\n")[0] for problem in error.value.problems[:4]] == [
        "rule 'r' has an id that another rule has already",
        "code 'c' has the theme 'nowhere', which is not among the themes",
        "code 'c' has the parent 'nobody', which is not among the codes",
        "code 'a' is its own ancestor: a → b → a (each has the next as parent)",
    ]
    assert error.value.problems[4].startswith("code 'c', rule 'c.r1' cannot be understood")
    assert (len(error.value.problems), coded.history.hash()) == (5, before)

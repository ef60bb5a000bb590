"""The page Cases: passages side by side, replication, and the crosswalk between codebooks."""

from pathlib import Path

import pytest

import qualcode
from qualcode.analysis import NO_CASE
from qualcode.model import Attribute
from qualcode.ui.views import comparison, crosswalk, matrices, replication

BOOKS = Path(__file__).parents[1] / "codebooks"


@pytest.fixture
def coded(study):
    """P1 and P2 (case one) are read, P3 (case two) is not; Ana's words carry two codes, Ben's speak against."""
    study.worlds = study.codings.add_quote("P1", "We come from two worlds.", "two_worlds").id
    study.codings.add_quote("P1", "We come from two worlds.", "brand")
    study.logo = study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand", stance="against").id
    study.codings.add_quote("P1", "And the logo?", "brand")
    study.documents.mark_read(["P1", "P2"])
    return study


@pytest.fixture
def argued(coded):
    coded.argued = coded.codings.add_quote("P3", "We never argued about the logo.", "brand").id
    return coded


def said(at):
    kinds = (at.caption, at.markdown, at.text, at.info, at.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


def quotes(items):
    return [item["quote"] for item in items]


# -- side by side


def test_themes_come_first_then_codes_that_are_used(coded):
    assert comparison.choices(coded) == {
        "difference": "Difference strains",
        "time": "Time",
        "two_worlds": "Code: Two worlds",
        "brand": "Code: Brand and logo",
    }


def test_a_column_holds_the_passages_of_a_case_or_says_why_it_is_empty(coded):
    one, two = comparison.columns(coded, "difference", matrices.ordered(coded))
    assert (one.name, one.people) == ("Case one", "2 people, 2 passages")
    assert [(item["quote"], item["code"], item["tags"]) for item in one.items] == [
        ("We come from two worlds.", "Two worlds · Brand and logo", []),
        ("Nobody asked us about the logo.", "Brand and logo", ["against"]),
    ]
    assert (two.name, two.people, two.items) == ("Case two", "not yet read", [])
    one, two = comparison.columns(coded, "time", matrices.ordered(coded))
    assert (one.people, two.people) == ("none found in what was read", "not yet read")


def test_columns_follow_the_order_of_an_attribute_and_no_case_stands_last(argued):
    argued.documents.assign("P2", case="")
    argued.cases.declare(Attribute("integration", type="ordinal", values=("arms_length", "adoption")))
    argued.cases.set("one", integration="adoption")
    argued.cases.set("two", integration="arms_length")
    shown = comparison.columns(argued, "brand", matrices.ordered(argued, "integration"))
    assert [(column.case, column.value, quotes(column.items)) for column in shown] == [
        ("two", "arms length", ["We never argued about the logo."]),
        ("one", "adoption", ["We come from two worlds."]),
        (NO_CASE, "", ["Nobody asked us about the logo."]),
    ]


def test_pairs_hold_two_passages_and_how_alike_they_are(argued):
    frame = argued.themes.compare("difference")
    shown = comparison.pairs(argued, "difference", frame)
    assert [pair.head for pair in shown] == [
        f"{rank} · likeness {likeness:.2f}" for rank, likeness in zip((1, 2), frame["likeness"], strict=True)
    ]
    assert sorted(quotes(pair.items) for pair in shown) == [
        ["Nobody asked us about the logo.", "We never argued about the logo."],
        ["We come from two worlds.", "We never argued about the logo."],
    ]


def test_no_pair_says_why(coded):
    shown = comparison.columns(coded, "difference", matrices.ordered(coded))
    assert "fewer than two cases" in comparison.none_to_compare(shown, within=False)
    assert "two different people" in comparison.none_to_compare(shown, within=True)


def test_pairs_are_made_when_they_are_asked_for_and_say_what_they_are(argued, workbench):
    at = workbench(argued, "cases", view="side")
    assert "a procedure of grounded theory" in said(at) and "likeness 0." not in said(at)
    at.segmented_control(key="cases_pairs").set_value("alike").run()
    assert not at.exception
    assert "cosine of their sentence vectors" in said(at) and "1 · likeness 0." in said(at)
    assert at.query_params["pairs"] == "alike"
    at.segmented_control(key="cases_pairs").set_value("unlike").run()
    assert not at.exception and "2 · likeness 0." in said(at)
    at.toggle(key="cases_inside").set_value(True).run()
    assert not at.exception and "1 · likeness" in said(at) and "2 · likeness" not in said(at)


def test_what_is_compared_stands_in_the_address(argued, workbench):
    at = workbench(argued, "cases", view="side", of="brand")
    assert at.selectbox(key="cases_of").value == "brand"
    at = workbench(argued, "cases", view="side", of="two_worlds", pairs="alike")
    assert "fewer than two cases" in said(at)


# -- replication


def cells(grid):
    """{row: {column: (text or state, small print)}}."""
    return {
        row["key"]: {
            column["key"]: (cell.get("text") or cell["state"], cell.get("small", ""))
            for column, cell in zip(grid.columns, line, strict=True)
        }
        for row, line in zip(grid.rows, grid.cells, strict=True)
    }


def test_a_cell_says_in_words_on_which_side_people_are(argued):
    grid = replication.grid(argued, matrices.ordered(argued))
    assert cells(grid) == {
        "difference": {"one": ("Both", "1 person for, 1 person against"), "two": ("Supports", "1 person for")},
        "time": {"one": ("none", ""), "two": ("unread", "")},
    }
    assert grid.cell(("time", "one"))["words"] == "Silent: none found in what was read"
    assert grid.cell(("difference", "one"))["title"] == "Both. For: 1 person, 1 passage; against: 1 person, 1 passage."


def test_the_tray_makes_a_case_contradict(argued):
    argued.themes.add_misfit("difference", argued.argued)
    assert cells(replication.grid(argued, matrices.ordered(argued)))["difference"]["two"] == (
        "Contradicts",
        "1 person against",
    )
    cell = replication.cell(argued, "difference", "two")
    assert (cell.sentence, quotes(cell.supporting)) == ("Contradicts. Against: 1 person, 1 passage.", [])
    assert [(item["quote"], item["tags"]) for item in cell.against] == [
        ("We never argued about the logo.", ["does not fit"])
    ]


def test_a_cell_opens_its_summary_and_both_sides(argued):
    argued.themes.add_exemplar("difference", argued.worlds)
    argued.themes.summarise("difference", "one", "Felt, not by all.")
    cell = replication.cell(argued, "difference", "one")
    assert cell.summary == "Felt, not by all."
    assert [(item["quote"], item["tags"]) for item in cell.supporting] == [("We come from two worlds.", ["exemplar"])]
    assert [(item["quote"], item["tags"]) for item in cell.against] == [
        ("Nobody asked us about the logo.", ["against"])
    ]


def test_a_chosen_passage_outside_of_cases_has_a_column(coded):
    coded.documents.assign("P3", case="")
    chosen = coded.codings.add_quote("P3", "It went well.", "two_worlds").id
    coded.themes.add_misfit("time", chosen)
    coded.codings.recode(chosen, "speed")
    grid = replication.grid(coded, matrices.ordered(coded))
    assert [column["key"] for column in grid.columns] == ["one", "two", NO_CASE]
    assert cells(grid)["time"][NO_CASE] == ("Contradicts", "1 person against")


def test_the_page_opens_a_cell_and_leads_to_its_summary(argued, workbench):
    argued.themes.summarise("difference", "one", "*Felt*, not by all.")
    at = workbench(argued, "cases", view="replication", theme="difference", case="one")
    assert at.subheader[0].value == "Difference strains · Case one"
    assert "**Case one and Case two** have no narrative yet." in said(at)
    assert "Both. For: 1 person, 1 passage; against: 1 person, 1 passage." in said(at)
    assert "*Felt*, not by all." in [text.value for text in at.text]
    at.button(key="cases_sum_up").click().run()
    assert not at.exception
    assert at.text_area(key="cases_summary:difference:one").value == "*Felt*, not by all."


def test_an_earlier_state_shows_what_was_found_then(argued, workbench):
    before = argued.last_act()
    argued.codings.remove(argued.argued)
    for query in ({"view": "side", "pairs": "alike"}, {"view": "replication", "theme": "difference", "case": "two"}):
        at = workbench(argued, "cases", **query)
        now = said(at)
        at.session_state["as_of"] = before
        at.run()
        assert not at.exception
        assert "1 person, 1 passage" not in now and "1 person, 1 passage" in said(at)


def test_an_empty_cell_says_which_of_the_two_it_is(coded, workbench):
    at = workbench(coded, "cases", view="replication", theme="time", case="one")
    assert "Silent: none found in what was read. Every document of this case was read." in said(at)
    at = workbench(coded, "cases", view="replication", theme="time", case="two")
    assert "Not yet read: the case has no documents, or there are some that nobody has read." in said(at)


@pytest.mark.parametrize("view", ["side", "replication"])
def test_a_study_without_cases_says_what_to_do(workbench, tmp_path, view):
    with qualcode.open(tmp_path / "empty.qualcode", coder="ana") as empty:
        assert workbench(empty, "cases", view=view).info.len == 1


# -- crosswalk


@pytest.fixture
def two_books(study):
    study.codebook.use(BOOKS / "taylor2023_responsiveness.yaml")
    study.codebook.use(BOOKS / "mckinsey_four_principles.yaml")
    study.codings.add_quote("P1", "We come from two worlds.", "roles_unknowable")
    study.codings.add_quote("P1", "two worlds. They move fast, we wait.", "common_goals_discussed")
    return study


A, B = "taylor2023_responsiveness:roles_unknowable", "mckinsey_four_principles:common_goals_discussed"


def test_the_view_is_there_when_a_study_holds_two_of_the_codebooks(two_books, study, workbench, tmp_path):
    at = workbench(two_books, "cases", view="crosswalk", a=A, b=B)
    assert at.segmented_control(key="cases_view").value == "crosswalk"
    assert at.subheader[0].value == "Roles cannot be known at the start — contradicts — Common goals discussed"
    assert "Documents not read yet: 3." in said(at) and "**Where both meet.**" in said(at)
    with qualcode.open(tmp_path / "one.qualcode", coder="ana") as one:
        one.codebook.use(BOOKS / "taylor2023_responsiveness.yaml")
        one.cases.add("one")
        assert not crosswalk.holds_two(one)
        at = workbench(one, "cases", view="crosswalk")
        assert "crosswalk" not in at.segmented_control(key="cases_view").options
        assert at.segmented_control(key="cases_view").value == "within"


def test_links_stand_by_relation_and_say_what_is_not_here(two_books):
    grid, note = crosswalk.grid(two_books)
    assert note == "Documents not read yet: 3. A 0 may mean: not yet read."
    assert list(dict.fromkeys(row["group"] for row in grid.rows)) == ["Contradicts", "Same idea", "Broader"]
    assert (grid.rows[0]["key"], [cell["text"] for cell in grid.cells[0]]) == (f"{A}\n{B}", ["1", "1", "1", "1"])
    place = next(at for at, row in enumerate(grid.rows) if row["key"].startswith("taylor2023_responsiveness:tolerate"))
    assert [cell.get("words", cell["text"]) for cell in grid.cells[place]] == ["0", "not in this study", "–", "–"]


def test_a_link_opens_the_words_that_both_share_and_each_end(two_books):
    (place,) = crosswalk.places(two_books, A, B)
    assert (place["left"], place["right"]) == (
        ["We come from ", "two worlds.", ""],
        ["", "two worlds.", " They move fast, we wait."],
    )
    first, second = crosswalk.sides(two_books, A, B)
    assert (quotes(first), quotes(second)) == (
        ["We come from two worlds."],
        ["two worlds. They move fast, we wait."],
    )
    assert crosswalk.link(two_books, A, "nothing:here") is None

"""The page Cases: each case for itself, then across cases."""

import pytest

import qualcode
from qualcode.analysis import NO_CASE
from qualcode.errors import Conflict, Refused
from qualcode.model import Attribute
from qualcode.ui.views import cases, matrices, portrait, together
from qualcode.ui.views.grid import many


@pytest.fixture
def coded(study):
    """P1 and P2 (case one) are read, P3 (case two) is not; two codes lie on the same words of Ana's."""
    study.worlds = study.codings.add_quote("P1", "We come from two worlds.", "two_worlds").id
    study.fast = study.codings.add_quote("P1", "two worlds. They move fast, we wait.", "brand").id
    study.logo = study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand", stance="against").id
    study.asked = study.codings.add_quote("P1", "And the logo?", "brand").id
    study.documents.mark_read(["P1", "P2"])
    return study


def cells(grid):
    """{row: {column: (text or state, small print)}}."""
    return {
        row["key"]: {
            column["key"]: (cell.get("text") or cell["state"], cell.get("small", ""))
            for column, cell in zip(grid.columns, line, strict=True)
        }
        for row, line in zip(grid.rows, grid.cells, strict=True)
    }


def quotes(items):
    return [item["quote"] for item in items]


# -- within a case


def test_a_narrative_is_written_changed_and_taken_away(study):
    assert (cases.narratives(study, "one"), cases.untold(study)) == ([], ["one", "two"])
    cases.tell(study, "one", "  They met in a canteen. ")
    (told,) = cases.narratives(study, "one")
    assert (told.title, told.text, told.coder, told.private) == (
        "Case one as a case",
        "They met in a canteen.",
        "ana",
        False,
    )
    assert cases.untold(study) == ["two"]
    cases.tell(study, "one", "They met at a gate.", memo=told.memo, seen=told.version)
    (told,) = cases.narratives(study, "one")
    assert told.text == "They met at a gate."
    cases.tell(study, "one", " ", memo=told.memo, seen=told.version)
    assert cases.untold(study) == ["one", "two"]
    with pytest.raises(Refused, match="empty"):
        cases.tell(study, "one", " ")


def test_nobody_overwrites_a_narrative_that_somebody_else_wrote_meanwhile(study):
    ben = study.by("ben")
    cases.tell(ben, "one", "Ben's story.")
    (told,) = cases.narratives(study, "one")
    with pytest.raises(Conflict, match="ben wrote a narrative of this case"):
        cases.tell(study, "one", "Ana's story.")
    cases.tell(ben, "one", "Ben's longer story.", memo=told.memo, seen=told.version)
    for text in ("Ana's story.", ""):
        with pytest.raises(Conflict, match="Look at both versions"):
            cases.tell(study, "one", text, memo=told.memo, seen=told.version)
    assert [told.text for told in cases.narratives(study, "one")] == ["Ben's longer story."]


def test_the_documents_of_a_case_say_who_read_them_and_how_much_is_coded(coded):
    assert cells(cases.documents(coded, "one")) == {
        "P1": {"kind": ("interview", ""), "words": ("18", ""), "read": ("ana", ""), "coded": ("84 %", "")},
        "P2": {"kind": ("interview", ""), "words": ("15", ""), "read": ("ana", ""), "coded": ("52 %", "")},
    }
    assert cells(cases.documents(coded, "two"))["P3"]["read"] == ("unread", "")


def test_the_people_of_a_case_stand_by_role_and_by_how_much_they_say(study):
    study.participants.add("p-dan", name="Dan", role="researcher", case="one")
    table = cases.people(study, "one")
    assert table[["who", "role", "sector", "documents", "words"]].values.tolist() == [
        ["Ana", "participant", "Nonprofit", 1, 12],
        ["Ben in P2", "participant", "", 1, 12],
        ["Int in P1", "interviewer", "", 1, 6],
        ["Int in P2", "interviewer", "", 1, 3],
        ["Dan", "researcher", "", 0, 0],
    ]
    assert cases.by_role(table) == "2 participants, 2 interviewers, 1 researcher"


@pytest.fixture
def dated(study):
    levels = ("arms_length", "adoption")
    study.cases.declare(Attribute("integration", "Integration", "ordinal", levels, dated=True))
    study.cases.set("one", since="2012", integration="arms_length")
    study.cases.set("one", since="2019", integration="adoption")
    study.cases.set("two", since="2015", integration="arms_length")
    study.cases.set("one", place="Port")
    return study


def test_attributes_of_a_case_are_told_over_time(dated):
    assert cases.attributes(dated, "one") == [
        ("Integration", [("arms length", "2012"), ("adoption", "2019")]),
        ("place", [("Port", "")]),
    ]
    assert cases.attributes(dated, "two") == [("Integration", [("arms length", "2015")])]


def test_cases_are_ordered_by_an_attribute_as_of_a_date(dated):
    assert list(matrices.case_attributes(dated)) == ["integration", "place"]
    assert matrices.dates(dated, "integration") == ["2012", "2015", "2019"]
    assert matrices.ordered(dated) == {"one": "", "two": ""}
    assert matrices.ordered(dated, "integration") == {"two": "arms length", "one": "adoption"}
    assert matrices.ordered(dated, "integration", on="2012") == {"one": "arms length", "two": ""}


def test_numbers_are_ordered_as_numbers_and_a_missing_value_stands_last(study):
    study.cases.add("three")
    study.cases.declare(Attribute("size", type="number"))
    study.cases.set("one", size="100")
    study.cases.set("two", size="20")
    assert list(matrices.ordered(study, "size")) == ["two", "one", "three"]


def test_data_collected_names_the_cases_and_leaves_out_kinds_that_nobody_has(study):
    assert cases.collected(study).to_dict("list") == {
        "case": ["Case one", "Case two", "total"],
        "documents": [2, 1, 3],
        "interviews": [2, 1, 3],
        "participants": [2, 1, 3],
        "organisations": [0, 0, 0],
        "words": [33, 9, 42],
    }


# -- themes by cases


def test_a_cell_shows_what_a_person_wrote_or_why_it_is_empty(coded):
    coded.themes.summarise("difference", "one", "Felt on both sides.")
    coded.themes.summarise("time", "one", "Nobody says so.")
    order = matrices.ordered(coded)
    assert cells(matrices.themes_by_cases(coded, order)) == {
        "difference": {"one": ("Felt on both sides.", ""), "two": ("unread", "")},
        "time": {"one": ("Nobody says so.", ""), "two": ("unread", "")},
    }
    shown = matrices.themes_by_cases(coded, order, shown=True)
    assert cells(shown)["difference"]["one"] == ("Felt on both sides.", "2 people, 3 passages")
    assert shown.cell(("time", "one"))["words"] == "none found in what was read"
    assert [column["small"] for column in shown.columns] == [
        ["2 of 2 read", "no narrative yet"],
        ["0 of 1 read", "no narrative yet"],
    ]
    assert [row["small"] for row in shown.rows] == [[], ["candidate"]]
    coded.themes.summarise("difference", "one", "")
    coded.themes.summarise("time", "one", "")
    found = cells(matrices.themes_by_cases(coded, order))
    assert [found[theme]["one"] for theme in ("difference", "time")] == [("waiting", ""), ("none", "")]


def test_evidence_without_a_case_has_a_column_of_its_own(coded):
    coded.documents.assign("P2", case="")
    grid = matrices.themes_by_cases(coded, matrices.ordered(coded), shown=True)
    assert cells(grid)["difference"] == {
        "one": ("waiting", "1 person, 2 passages"),
        "two": ("unread", ""),
        NO_CASE: ("waiting", "1 person, 1 passage"),
    }
    assert quotes(matrices.of_theme(coded, "difference", NO_CASE)) == ["Nobody asked us about the logo."]


def test_the_passages_of_a_cell_are_evidence_and_say_what_speaks_against(coded):
    items = matrices.of_theme(coded, "difference", "one")
    assert [(item["quote"], item["code"], item["who"], item["case"], item.get("tags", [])) for item in items] == [
        ("We come from two worlds.", "Two worlds", "Ana, Nonprofit Manager", "Case one", []),
        ("two worlds. They move fast, we wait.", "Brand and logo", "Ana, Nonprofit Manager", "Case one", []),
        ("Nobody asked us about the logo.", "Brand and logo", "Ben", "Case one", ["against"]),
    ]


def test_codes_and_coders_on_the_same_words_are_one_passage(coded):
    coded.by("ben").codings.add_quote("P1", "We come from two worlds.", "two_worlds", memo="me too")
    coded.codings.add_quote("P1", "We come from two worlds.", "brand")
    first = matrices.of_theme(coded, "difference", "one")[0]
    assert (first["code"], first["memo"], len(first["codings"])) == ("Two worlds · Brand and logo", "me too", 3)
    assert len(matrices.of_theme(coded, "difference", "one")) == 3


def test_a_summary_rests_on_passages_each_of_them_one_act(coded):
    matrices.summarise(coded, "difference", "one", "Felt on both sides.", codings=[coded.worlds])
    cell = matrices.rest_on(coded, "difference", "one", [coded.logo], on=True)
    assert (cell.text, cell.codings) == ("Felt on both sides.", (coded.worlds, coded.logo))
    matrices.summarise(coded, "difference", "one", "Felt by all.", seen=cell.version)
    assert coded.themes.cell("difference", "one").codings == (coded.worlds, coded.logo)
    assert matrices.rest_on(coded, "difference", "one", [coded.worlds], on=False).codings == (coded.logo,)
    coded.history.undo()
    assert coded.themes.cell("difference", "one").codings == (coded.worlds, coded.logo)


def test_a_passage_that_left_the_cell_stays_with_the_summary_and_says_so_one_that_is_gone_does_not(coded):
    matrices.summarise(coded, "difference", "one", "Felt.", codings=[coded.worlds, coded.logo])
    coded.codings.recode(coded.worlds, "speed")
    rests = coded.themes.cell("difference", "one").codings
    items = matrices.linked(coded, matrices.of_theme(coded, "difference", "one"), rests)
    assert [(item["quote"], item.get("tags", [])) for item in items][-1] == (
        "We come from two worlds.",
        ["not under this theme in this case any more"],
    )
    coded.codings.remove(coded.worlds)
    version = coded.themes.cell("difference", "one").version
    matrices.summarise(coded, "difference", "one", "Felt by all.", seen=version)
    assert coded.themes.cell("difference", "one").codings == (coded.logo,)


def test_a_summary_that_somebody_wrote_meanwhile_is_not_overwritten(coded):
    matrices.summarise(coded.by("ben"), "difference", "one", "Ben's words.")
    with pytest.raises(Conflict) as refused:
        matrices.summarise(coded, "difference", "one", "Ana's words.", seen=0)
    assert (refused.value.mine["text"], refused.value.theirs["text"]) == ("Ana's words.", "Ben's words.")


# -- codes by cases and attributes


def test_codes_by_cases_count_people_and_lead_to_their_passages(coded):
    grid = matrices.codes_by_cases(coded, matrices.ordered(coded))
    assert cells(grid) == {
        "two_worlds": {"one": ("1", ""), "two": ("unread", "")},
        "brand": {"one": ("2", ""), "two": ("unread", "")},
        "speed": {"one": ("none", ""), "two": ("unread", "")},
    }
    assert [row["group"] for row in grid.rows] == ["Difference strains", "Difference strains", "Time"]
    assert grid.cell(("brand", "one"))["counts"] == "2 people, 2 passages"
    assert quotes(matrices.of_case(coded, "brand", "one")) == [
        "two worlds. They move fast, we wait.",
        "Nobody asked us about the logo.",
    ]


@pytest.mark.parametrize("attribute", ["sector", "seniority", "organisation", "kind", "integration", "place"])
def test_every_number_of_codes_by_attributes_reaches_its_passages(coded, dated, attribute):
    coded.documents.add(qualcode.read_text("The logo, a report.", name="R1"), case="two", kind="archival")
    coded.codings.add_quote("R1", "The logo", "brand")
    grid = matrices.codes_by_attribute(coded, attribute)
    held = {}
    for row, line in zip(grid.rows, grid.cells, strict=True):
        for column, cell in zip(grid.columns, line, strict=True):
            items = matrices.of_value(coded, row["key"], attribute, column["key"])
            assert (cell.get("counts", "").rpartition(", ")[2] or "0 passages") == many(len(items), "passage")
            held[row["key"]] = held.get(row["key"], 0) + len(items)
    assert held == {"two_worlds": 1, "brand": 3, "speed": 0}


def test_codes_by_attributes_tell_unread_from_none_found_and_documents_from_people(coded):
    coded.documents.add(qualcode.read_text("The logo, a report.", name="R1"), case="two", kind="archival")
    coded.codings.add_quote("R1", "The logo", "brand")
    assert cells(matrices.codes_by_attribute(coded, "sector"))["brand"] == {
        "Nonprofit": ("1", ""),
        "not recorded": ("1", ""),
    }
    assert cells(matrices.codes_by_attribute(coded, "sector"))["speed"] == {
        "Nonprofit": ("none", ""),
        "not recorded": ("unread", ""),
    }
    assert cells(matrices.codes_by_attribute(coded, "kind"))["brand"] == {
        "archival": ("0", "in documents"),
        "interview": ("2", ""),
    }


# -- codes together


def test_pairs_of_codes_share_words_of_people(coded):
    assert together.pairs(coded) == [{"code": "two_worlds", "other": "brand", "people": 1, "cases": 1, "passages": 1}]
    (place,) = together.places(coded, "two_worlds", "brand")
    assert (place["left"], place["right"], place["who"], place["document"]) == (
        ["We come from ", "two worlds.", ""],
        ["", "two worlds.", " They move fast, we wait."],
        "Ana, Nonprofit Manager",
        "P1",
    )
    assert together.places(coded, "brand", "two_worlds")[0]["left"] == place["right"]


def test_pairs_stand_as_a_list_and_as_a_square(coded):
    coded.codings.add_quote("P2", "logo", "speed")
    found = together.pairs(coded)
    assert cells(together.listed(coded, found)) == {
        "two_worlds\nbrand": {"people": ("1", ""), "cases": ("1", ""), "passages": ("1", "")},
        "brand\nspeed": {"people": ("1", ""), "cases": ("1", ""), "passages": ("1", "")},
    }
    square = together.square(coded, found, most=2)
    assert [row["key"] for row in square.rows] == ["brand", "two_worlds"]
    assert [[cell["text"] for cell in line] for line in square.cells] == [["", "1"], ["1", ""]]
    assert square.cells[0][1]["title"] == "Brand and logo + Two worlds: 1 person in 1 case, 1 passage"


# -- portraits


def test_a_portrait_says_where_codes_lie_and_who_asks(coded):
    shown = portrait.portrait(coded, ["P1"])
    assert portrait.sentence(shown) == "3 coded passages of 2 codes; most often Brand and logo, Two worlds."
    assert portrait.in_words(shown).values.tolist() == [
        ["Two worlds", 1, 1, "21 %"],
        ["Brand and logo", 1, 2, "33 %, 73 %"],
    ]
    text = coded.documents["P1"].text
    asked = [text.index(words) for words in ("How was it?", "And the logo?")]
    assert shown.asking["left"].tolist() == [round(100 * at / len(text), 3) for at in asked]
    drawn = portrait.chart(shown).to_dict()
    assert [layer["mark"]["type"] for layer in drawn["layer"]] == ["rect", "rect"]


def test_the_portrait_of_a_case_has_a_row_for_each_document(coded):
    shown = portrait.portrait(coded, ["P1", "P2"], codes=["brand"])
    assert portrait.in_words(shown).values.tolist() == [["Brand and logo", 2, 3, "P1 (2), P2 (1)"]]
    assert portrait.sentence(shown) == "3 coded passages of 1 code in 2 documents; most often Brand and logo."
    assert portrait.sentence(portrait.portrait(coded, ["P3"])) == "Nothing is coded here yet."
    assert len(portrait.chart(portrait.portrait(coded, ["P3"])).to_dict()["layer"]) == 2


# -- the page


def said(at):
    kinds = (at.caption, at.markdown, at.text, at.info, at.subheader)
    return "\n".join(str(element.value) for kind in kinds for element in kind)


@pytest.mark.parametrize("view", ["within", "across", "attributes", "together", "portrait", "data"])
def test_each_view_shows_a_study_and_says_what_to_do_in_an_empty_one(coded, workbench, tmp_path, view):
    at = workbench(coded, "cases", view=view)
    assert (at.title[0].value, at.info.len) == ("Cases", 0)
    with qualcode.open(tmp_path / "empty.qualcode", coder="ana") as empty:
        at = workbench(empty, "cases", view=view)
        assert at.info.len == 1


def test_a_case_is_chosen_in_the_address_and_its_narrative_written(study, workbench):
    at = workbench(study, "cases", case="two")
    assert at.subheader[0].value == "Case two"
    assert "Tell this case for itself before you compare it with others." in said(at)
    at.button(key="cases_narrative:two:edit").click().run()
    at.text_area(key="cases_narrative:two").set_value("A calm case.").run()
    at.button(key="cases_narrative:two:save").click().run()
    assert not at.exception
    assert [told.text for told in cases.narratives(study, "two")] == ["A calm case."]
    assert "A calm case." in said(at)
    study.history.undo()
    assert cases.narratives(study, "two") == []


@pytest.mark.parametrize(("button", "kept"), [("theirs", "Ben's story."), ("mine", "Ana's story.")])
def test_when_two_write_a_narrative_both_versions_are_offered(study, workbench, button, kept):
    cases.tell(study, "one", "A story.")
    at = workbench(study, "cases", case="one")
    at.button(key="cases_narrative:one:edit").click().run()
    at.text_area(key="cases_narrative:one").set_value("Ana's story.").run()
    (told,) = cases.narratives(study, "one")
    cases.tell(study.by("ben"), "one", "Ben's story.", memo=told.memo, seen=told.version)
    at.run()
    assert "This was changed while you had it open." in said(at) and "Ben's story." in said(at)
    assert at.text_area(key="cases_narrative:one").value == "Ana's story."
    at.button(key=f"cases_narrative:one:{button}").click().run()
    assert not at.exception
    assert [told.text for told in cases.narratives(study, "one")] == [kept]


def test_a_change_of_ones_own_is_followed_and_what_one_is_writing_stays(study, workbench):
    cases.tell(study, "one", "A story.")
    at = workbench(study, "cases", case="one")
    at.button(key="cases_narrative:one:edit").click().run()
    (told,) = cases.narratives(study, "one")
    cases.tell(study, "one", "A better story.", memo=told.memo, seen=told.version)
    at.run()
    assert at.text_area(key="cases_narrative:one").value == "A better story."
    at.text_area(key="cases_narrative:one").set_value("The best story.").run()
    at.switch_page("qualcode/ui/pages/home.py").run()
    at.switch_page("qualcode/ui/pages/cases.py").run()
    assert at.text_area(key="cases_narrative:one").value == "The best story."


def test_cases_without_a_narrative_are_named_before_they_are_compared(coded, workbench):
    cases.tell(coded, "one", "A story.")
    at = workbench(coded, "cases", view="across")
    assert "**Case two** has no narrative yet." in said(at)
    at.button(key="cases_untold").click().run()
    assert (at.subheader[0].value, at.query_params["case"]) == ("Case two", "two")


def test_a_summary_is_written_in_its_cell_and_undone_in_one_step(coded, workbench):
    at = workbench(coded, "cases", view="across", theme="difference", case="one")
    assert at.subheader[0].value == "Difference strains · Case one"
    assert "2 people, 3 passages" in said(at)
    at.text_area(key="cases_summary:difference:one").set_value("Felt on both sides.").run()
    at.button(key="cases_summary:difference:one:save").click().run()
    assert not at.exception
    assert coded.themes.cell("difference", "one").text == "Felt on both sides."
    assert "Last written by ana" in said(at)
    coded.history.undo()
    at.run()
    assert at.text_area(key="cases_summary:difference:one").value == ""


def test_an_empty_cell_says_which_of_the_two_it_is(coded, workbench):
    at = workbench(coded, "cases", view="across", theme="time", case="one")
    assert "None found in what was read. Every document of this case was read." in said(at)
    at = workbench(coded, "cases", view="across", theme="time", case="two")
    assert "Not yet read: there are documents of this case that nobody has read." in said(at)


def test_an_address_that_names_nothing_opens_no_cell(coded, workbench):
    at = workbench(coded, "cases", view="across", theme="nowhere", case="one", order="nothing")
    assert at.subheader.len == 0
    assert workbench(coded, "cases", view="nonsense").subheader[0].value == "Case one"


def test_names_are_shown_letter_for_letter(coded, workbench):
    coded.cases.add("one", name="*One* [x](y)", description="<b>bold</b> :red[x]")
    at = workbench(coded, "cases", case="one")
    assert at.subheader[0].value == r"\*One\* \[x\]\(y\)"
    assert "<b>bold</b> :red[x]" in [text.value for text in at.text]


def test_an_earlier_state_can_be_looked_at_and_not_changed(coded, workbench):
    at = workbench(coded, "cases", view="across", theme="difference", case="one")
    at.session_state["as_of"] = coded.last_act()
    at.run()
    assert not at.exception
    assert at.button(key="cases_summary:difference:one:save").disabled
    assert at.text_area(key="cases_summary:difference:one").disabled

"""The page of word patterns in the workbench."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

import qualcode
from qualcode.project.patterns import EARLIER
from qualcode.ui.views import patterns as views

talk = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("planted_talk.py"))))


@pytest.fixture
def planted(tmp_path):
    documents, _ = talk.planted()
    with qualcode.open(tmp_path / "study.qualcode", coder="ana") as project:
        project.cases.add("alpine", name="In the hills")
        project.documents.add(documents[:3], case="alpine")
        project.documents.add(documents[3:])
        yield project


def test_patterns_are_looked_for_and_shown_and_nothing_is_coded(planted, workbench):
    at = workbench(planted, "patterns")
    assert "No word patterns have been looked for yet" in at.info[0].value
    at.selectbox(key="patterns_first_way").select("nmf")
    at.number_input(key="patterns_first_count").set_value(3)
    at.button(key="patterns_first_run").click().run()
    assert not at.exception
    table = at.dataframe[0].value
    assert list(table.columns) == list(views.COLUMNS)
    assert table[["Pattern", "Passages", "People", "Cases", "Stability"]].to_numpy().tolist() == [
        [number, 30, 6, 1, "stable"] for number in (1, 2, 3)
    ]
    assert (len(planted.codings.table()), len(planted.themes.table()), len(planted.codebook.table())) == (0, 0, 0)


def test_a_code_made_on_the_page_has_the_name_that_was_given_and_no_definition(planted, workbench):
    planted.patterns.run("nmf", patterns=3)
    at = workbench(planted, "patterns")
    at.text_input(key="patterns_code_name:1").set_value("Tending")
    at.button(key="patterns_make").click().run()
    assert not at.exception
    (code,) = planted.codebook.value().codes
    assert (code.name, code.definition, code.origin) == ("Tending", "", "data")
    at.button(key="patterns_make").click().run()
    assert not at.exception
    assert "Give the code a name of your own" in at.toast[0].value.replace("\\", "")
    assert len(planted.codebook.value().codes) == 1


def test_too_few_passages_are_said_in_a_sentence(study, workbench):
    at = workbench(study, "patterns")
    at.selectbox(key="patterns_first_way").select("nmf")
    at.button(key="patterns_first_run").click().run()
    assert not at.exception
    assert "need at least 50 passages" in at.toast[0].value.replace("\\", "")


def test_patterns_of_an_earlier_state_say_so(planted, workbench):
    planted.patterns.run("nmf", patterns=3)
    planted.documents.add(qualcode.read_text("Kim: Something else was said here.", name="new"))
    at = workbench(planted, "patterns")
    assert at.warning[0].value.replace("\\", "") == EARLIER


def test_the_spread_names_cases_and_says_where_there_is_none(planted):
    planted.patterns.run("nmf", patterns=3)
    frame = views.spread(planted, "cases")
    assert (
        frame[["where", "passages", "people", "share"]].to_numpy().tolist()
        == [
            ["In the hills", 15, 3, 0.3333],
            [views.WITHOUT_CASE, 15, 3, 0.3333],
        ]
        * 3
    )
    assert views.spread(planted, "time")["where"].unique().tolist() == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert views.in_words(frame).startswith("The largest pattern of each. In the hills: 1 · ")
    assert views.in_words(frame.head(0)) == "There is nothing to show."
    assert [item["who"] for item in views.passages(planted, 1, typical=True, most=6)] != []
    assert views.chart(frame, "cases").to_dict()["encoding"]["opacity"]["field"] == "share"

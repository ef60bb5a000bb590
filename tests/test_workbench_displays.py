"""The page Displays: a choice, its tables and figures, and noting incidents."""

import pytest

import qualcode
from qualcode.displays import SOURCES
from qualcode.ui.views.displays import TITLES, made, options


def words(at) -> str:
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.info, *at.subheader)).replace("\\", "")


def test_every_source_is_offered():
    assert list(TITLES) == ["figures", *SOURCES]


@pytest.mark.parametrize("source", SOURCES)
def test_the_page_shows_each_source_of_a_study_that_has_what_it_needs(source, sample_copy, workbench):
    with qualcode.open(sample_copy(source), coder="Robin Sample") as study:
        at = workbench(study, "displays", coder="Robin Sample", display=source)
        shown = made(study, source, "publication", {})
        assert [item.value for item in at.subheader] == [one.title.replace("&", "\\&") for one in shown.shown]
        assert len(at.dataframe) == len(shown.shown)
        for choice, values in options(study, source).items():
            assert values[0] == "" and len(values) > 1, choice


def test_what_a_study_lacks_is_said_on_the_page(study, workbench):
    at = workbench(study, "displays", display="sadri")
    assert "crosses two dimensions of codes" in words(at)
    assert not at.dataframe


def test_an_incident_is_noted_on_the_page(study, workbench):
    study.codings.add_quote("P1", "two worlds", "two_worlds")
    at = workbench(study, "displays", display="oskam")
    at.text_input(key="displays_incident_date").set_value("2018-07~").run()
    assert "Read as: about July 2018" in words(at)
    at.text_input(key="displays_incident_name").set_value("The move")
    at.button(key="displays_incident_add").click().run()
    assert not at.exception
    assert study.incidents.table()[["incident", "when"]].values.tolist() == [["The move", "about July 2018"]]
    at.text_input(key="displays_incident_date").set_value("soon").run()
    assert "is not a date" in words(at)


def test_the_portrait_asks_for_a_document(study, workbench):
    study.codings.add_quote("P1", "two worlds", "two_worlds")
    at = workbench(study, "displays", figure="portrait", document="P1")
    assert "Portrait of one, interview 1" in words(at)

"""The first page of the workbench, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture
def page(monkeypatch):
    st.cache_resource.clear()
    monkeypatch.delenv("QUALCODE_STUDY", raising=False)
    yield AppTest.from_file(APP, default_timeout=30)
    st.cache_resource.clear()


def test_without_a_study_the_page_says_how_to_make_one(page):
    page.run()
    assert not page.exception
    assert page.title[0].value == "qualcode"
    assert "qualcode demo" in page.code[0].value


def test_a_study_shows_its_themes_and_what_is_unread(page, study, monkeypatch):
    study.codings.add_quote("P1", "It broke.", "speed")
    study.documents.mark_read("P1")
    monkeypatch.setenv("QUALCODE_STUDY", str(study.path))
    page.run()
    assert not page.exception
    assert [metric.value for metric in page.metric] == ["3", "2", "1", "2"]
    assert page.info[0].value == "Not yet read by anybody: P2, P3."
    assert page.dataframe[0].value["theme"].tolist() == ["Difference strains", "Time"]
    assert page.dataframe[1].value["state"].tolist() == ["not yet read", "not yet read", "found", "not yet read"]


def test_a_study_that_is_not_there_gets_a_sentence(page, monkeypatch):
    monkeypatch.setenv("QUALCODE_STUDY", "nowhere.qualcode")
    page.run()
    assert not page.exception
    assert "there is no such project" in page.error[0].value

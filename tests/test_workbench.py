"""The first page of the workbench, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from qualcode.project import create

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
    assert page.text_input[0].label == "Study file"


def test_after_a_wrong_path_another_one_can_be_typed(page, study):
    page.query_params["study"] = "nowhere.qualcode"
    page.run()
    page.text_input[0].set_value(str(study.path)).run()
    assert not page.exception and not page.error
    assert page.title[0].value == study.name


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/etc/passwd", "Give a file that ends in .qualcode"),
        ("study.qualcode/../notes.txt", "Give a file that ends in .qualcode"),
        (r"\\server\share\study.qualcode", "is on another machine"),
        ("//server/share/study.qualcode", "is on another machine"),
        (r"/\server\share\study.qualcode", "is on another machine"),
        ("a\0b.qualcode", "cannot be opened"),
        ("x" * 300 + ".qualcode", "cannot be opened"),
    ],
)
def test_an_address_opens_only_project_files_of_this_machine(page, path, sentence):
    page.query_params["study"] = path
    page.run()
    assert not page.exception
    assert sentence in page.error[0].value
    assert page.text_input[0].label == "Study file"


def test_a_study_that_was_replaced_by_another_is_opened_anew(page, study, tmp_path, monkeypatch):
    monkeypatch.setenv("QUALCODE_STUDY", str(study.path))
    page.run()
    with create(tmp_path / "other.qualcode", coder="ana", name="The other one"):
        pass
    study.close()
    for ending in ("-wal", "-shm"):
        study.path.with_name(study.path.name + ending).unlink(missing_ok=True)
    (tmp_path / "other.qualcode").replace(study.path)
    page.run()
    assert not page.exception
    assert page.title[0].value == "The other one"

"""Opening the workbench: which study, what an address may open, and who codes. Without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from qualcode.project import create
from qualcode.ui import recent

APP = str(Path(__file__).parents[1] / "app.py")


@pytest.fixture
def page(monkeypatch, tmp_path):
    st.cache_resource.clear()
    monkeypatch.delenv("QUALCODE_STUDY", raising=False)
    monkeypatch.setenv("QUALCODE_CODER", "ana")
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("HOME", str(tmp_path))
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


def headings(page):
    return [heading.value for heading in page.subheader]


def test_without_a_study_there_are_three_ways_to_one(page):
    page.run()
    assert not page.exception
    assert page.title[0].value == "qualcode"
    assert headings(page) == ["Open a study", "Look around in the sample study", "Begin a study"]
    assert "Everything stays on this machine" in page.caption[1].value


def test_a_study_that_is_not_there_gets_a_sentence(page, monkeypatch):
    monkeypatch.setenv("QUALCODE_STUDY", "nowhere.qualcode")
    page.run()
    assert not page.exception
    assert "there is no such project" in page.error[0].value
    assert page.text_input(key="home_path").label == "Study file"


def test_after_a_wrong_path_another_one_can_be_typed(page, study):
    page.query_params["study"] = "nowhere.qualcode"
    page.run()
    page.text_input(key="home_path").set_value(f' "{study.path}" ').run()
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
@pytest.mark.parametrize("by", ["address", "hand"])
def test_only_project_files_of_this_machine_are_opened(page, path, sentence, by):
    if by == "address":
        page.query_params["study"] = path
        page.run()
    else:
        page.run()
        page.text_input(key="home_path").set_value(path).run()
    assert not page.exception
    assert sentence in page.error[0].value.replace("\\", "")
    assert page.text_input(key="home_path").label == "Study file"
    assert recent.studies() == []


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


def test_who_codes_is_asked_once_and_the_name_is_that_of_the_next_act(page, study, monkeypatch):
    monkeypatch.setenv("QUALCODE_STUDY", str(study.path))
    monkeypatch.setenv("QUALCODE_CODER", "")
    page.run()
    assert headings(page) == ["Who is coding?"]
    page.button(key="coder:ana").click().run()
    assert "What to do next" in headings(page)
    page.run()
    assert "Who is coding?" not in headings(page)


def test_a_study_is_begun_where_its_name_says(page, tmp_path):
    page.run()
    page.text_input(key="home_name").set_value("Four partnerships").run()
    file = tmp_path / "qualcode" / "four_partnerships.qualcode"
    assert page.text_input(key="home_file").value == str(file)
    page.text_area(key="home_question").set_value("How do they respond?")
    page.radio(key="home_approach").set_value("codebook")
    page.selectbox(key="home_language").select("de")
    page.button(key="home_begin").click().run()
    assert not page.exception
    assert page.title[0].value == "Four partnerships"
    assert [link.label for link in page.main.get("page_link")][:1] == ["**Bring in transcripts**"]
    assert [known.path for known in recent.studies()] == [str(file)]


def test_a_file_that_somebody_named_is_not_named_anew(page, tmp_path):
    page.run()
    page.text_input(key="home_file").set_value(str(tmp_path / "mine.qualcode")).run()
    page.text_input(key="home_name").set_value("Another name").run()
    assert page.text_input(key="home_file").value == str(tmp_path / "mine.qualcode")


def test_no_study_is_begun_over_another_file(page, study):
    page.run()
    page.text_input(key="home_file").set_value(str(study.path))
    page.button(key="home_begin").click().run()
    assert page.title[0].value == "qualcode"
    assert "there is a file of this name already" in page.toast[0].value


def test_studies_that_were_opened_are_offered_as_long_as_they_are_there(page, study, tmp_path):
    recent.remember(study.path, study.name)
    recent.remember(tmp_path / "gone.qualcode", "Gone")
    page.run()
    assert page.button(key="home_recent:0").label == study.name
    assert len([button for button in page.button if (button.key or "").startswith("home_recent")]) == 1
    page.button(key="home_recent:0").click().run()
    assert page.title[0].value == study.name


def test_another_study_can_be_opened_and_one_can_come_back(page, study, monkeypatch):
    monkeypatch.setenv("QUALCODE_STUDY", str(study.path))
    page.run()
    page.button(key="home_other").click().run()
    assert page.title[0].value == "Open another study"
    page.button(key="home_back").click().run()
    assert page.title[0].value == study.name


@pytest.mark.parametrize("kept", ["no json", '{"a": 1}', "[1]", '[{"path": 3}]', "\udcff"])
def test_a_list_of_studies_that_cannot_be_read_is_an_empty_one(tmp_path, monkeypatch, kept):
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path))
    (tmp_path / "recent.json").write_text(kept, encoding="utf-8", errors="surrogateescape")
    assert recent.studies() == []
    recent.remember(tmp_path / "recent.json", "Any file")
    assert recent.studies() == [recent.Recent(str(tmp_path / "recent.json"), "Any file")]


def test_a_list_of_studies_that_cannot_be_written_stops_nobody(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path / "file"))
    recent.remember(tmp_path / "file", "Any file")
    assert recent.studies() == []


def test_the_served_script_has_no_folder_that_streamlit_takes_for_pages():
    import qualcode.ui.entry.app as entry

    assert not (Path(entry.__file__).parent / "pages").exists()
    assert not (Path(__file__).parents[1] / "pages").exists()


def test_words_on_buttons_can_be_read_in_both_themes():
    import tomllib

    def light(colour: str) -> float:
        parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    theme = tomllib.loads((Path(recent.__file__).parent / "theme.toml").read_text(encoding="utf-8"))["theme"]
    for kind in ("light", "dark"):
        colours = theme | theme.get(kind, {})
        # WCAG 2.2, 1.4.3 and 1.4.11: white words on the accent, and the accent on the page
        assert 1.05 / (light(colours["primaryColor"]) + 0.05) >= 4.5
        pair = sorted((light(colours["primaryColor"]), light(colours["backgroundColor"])))
        assert (pair[1] + 0.05) / (pair[0] + 0.05) >= 3

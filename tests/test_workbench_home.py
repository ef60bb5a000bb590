"""Where a study stands: phases, next steps, what was read, what deserves a look, and changing what the study is."""

from dataclasses import replace

import pytest

import qualcode
from qualcode.ui import recent
from qualcode.ui.look import plain
from qualcode.ui.views import home, starting
from qualcode.ui.views.next_steps import Step, next_steps
from qualcode.ui.views.standing import Standing


@pytest.fixture
def coded(study):
    """Somebody read and coded P1, made a candidate theme, and wrote a journal entry."""
    study.documents.mark_read("P1")
    study.codings.add_quote("P1", "It broke.", "speed")
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.memos.add("They speak of one another, not of me.", kind="journal")
    return study


def standing(study):
    return [(phase.name, [fact for fact in phase.exists if fact]) for phase in home.phases(Standing.of(study))]


def steps(study, approach="reflexive"):
    return [(step.do, step.page, step.query) for step in next_steps(Standing.of(study), approach=approach)]


def test_each_phase_says_what_exists_in_it(coded):
    assert standing(coded) == [
        ("Familiarisation", ["1 of 3 documents read by you", "1 memo or journal entry"]),
        ("Systematic coding", ["words of 1 person in 1 case, 2 codings", "2 of 3 codes in use"]),
        ("Generating initial themes", ["2 themes", "1 candidate"]),
        ("Developing and reviewing themes", ["0 of 2 themes with chosen quotes", "0 with something that does not fit"]),
        ("Refining, defining and naming themes", ["1 of 2 themes defined by a central organising concept"]),
        ("Writing", ["0 of 2 cases with a narrative", "0 of 4 cells of theme × case written"]),
    ]


def test_others_reading_and_private_notes_are_not_counted_as_ones_own(coded):
    first = home.phases(Standing.of(coded.by("ben")))[0]
    assert first.exists == ("0 of 3 documents read by you", "no memo or journal entry")


def test_whoever_has_read_nothing_is_told_to_read_first(study):
    assert steps(study) == [
        ("Read P1", "read", {"document": "P1"}),
        ("Say who speaks", "documents", {"documents_tab": "Speakers"}),
        ("Look through the codebook", "codebook", {}),
    ]


def test_an_empty_study_wants_transcripts(tmp_path):
    from qualcode.project import create

    with create(tmp_path / "new.qualcode", coder="ana") as new:
        assert steps(new) == [("Bring in transcripts", "documents", {})]


def test_what_is_read_wants_codes_and_themes_want_concepts(coded):
    coded.participants.map({("P2", "Ben"): {"participant": "ben"}, ("P3", "Cat"): {"participant": "cat"}}, make=True)
    coded.documents.mark_read(["P2", "P3"])
    assert steps(coded) == [("Code P2", "read", {"document": "P2"}), ("Let the rules suggest", "review", {}), STEP_TIME]
    coded.suggestions.run()
    assert steps(coded)[1] == ("Decide on 3 suggestions", "review", {})


STEP_TIME = ("Say what “Time” claims", "themes", {"theme": "time"})


def test_the_last_steps_are_narratives_cells_and_tables(coded):
    now = replace(Standing.of(coded), mine=set(Standing.of(coded).documents["document_id"]), unnamed=0, ran=True)
    documents = now.documents.assign(coded_percent=10.0)
    now = replace(now, documents=documents, themes=now.themes.iloc[:0])
    do = [step.do for step in next_steps(now, approach="reflexive")]
    assert do == ["Tell “Case one” for itself", "Export the tables"]
    assert next_steps(replace(now, cases={}), approach="reflexive") == [
        Step("Export the tables", "Every quote is checked against its source first.", "export")
    ]


def test_what_was_read_is_told_of_this_person_and_of_anybody(coded):
    by_case, documents = home.read_and_coded(coded, Standing.of(coded.by("ben")))
    assert by_case[["case", "read"]].values.tolist() == [["one", 1], ["two", 0]]
    assert documents[["document", "mine", "readers"]].values.tolist() == [
        ["P1", False, "ana"],
        ["P2", False, ""],
        ["P3", False, ""],
    ]


def test_what_deserves_a_look_stands_in_groups_with_remedies_for_this_page(coded):
    groups = home.deserves_a_look(coded)
    assert [(group.name, group.count, group.page, group.query) for group in groups] == [
        ("Who speaks", 2, "documents", {"documents_tab": "Speakers"}),
        ("Attributions that few people share", 1, "documents", {"documents_tab": "People"}),
        ("Documents", 2, "documents", {}),
        ("Cases", 2, "cases", {}),
        ("Themes and their evidence", 15, "themes", {}),
        ("Codes", 2, "codebook", {}),
        ("Questions to think about", 1, "themes", {}),
    ]
    speaks = groups[0].problems[0]
    assert speaks.said == "Nobody is named for this label; it counts as a voice without sector and seniority."
    assert speaks.found.values.tolist() == [
        ["P2: Ben", "2 turns, 12 words, 0 codings"],
        ["P3: Cat", "1 turn, 9 words, 0 codings"],
    ]
    remedies = {problem.remedy for group in groups for problem in group.problems}
    assert not [remedy for remedy in remedies if "--" in remedy or "(" in remedy]


def test_a_name_that_did_not_change_makes_no_act(study):
    acts = len(study.history)
    home.describe(study, study.name, "", study.row()["version"])
    assert len(study.history) == acts


def test_the_page_shows_the_study_and_opens_what_deserves_a_look(coded, workbench):
    at = workbench(coded)
    assert at.title[0].value == "study"
    assert [heading.value for heading in at.subheader] == [
        "What to do next",
        "The six phases",
        "What was read and coded",
        "Latest acts",
    ]
    assert at.dataframe[0].value["case"].tolist() == ["one", "two"]
    assert at.dataframe(key="home_open").value["document"].tolist() == ["P1", "P2", "P3"]
    at.session_state["home_look"] = True
    at.run()
    assert not at.exception, at.exception
    shown = [text.value for text in at.text]
    assert shown[:2] == ["2 turns, 12 words, 0 codings", "1 turn, 9 words, 0 codings"]
    assert "Nonprofit Manager, 1 coding: “It broke.” (P1, 99–108)" in shown
    assert {plain("P2: Ben"), plain("P3: Cat"), "Time"} <= {text.value for text in at.caption}
    looks = [box for box in at.expander if box.label.startswith(("Who speaks", "Documents ·"))]
    assert [(box.label, box.proto.expanded) for box in looks] == [("Who speaks · 2", True), ("Documents · 2", False)]


def test_what_a_transcript_says_is_shown_as_it_stands_and_many_places_are_folded(coded, workbench):
    asked = "So **bold** <b>how</b>?"
    coded.documents.add(qualcode.read_text(f"Int: {asked}\n\nDan: Well.", name="P4"), case="two")
    coded.codings.add_quote("P4", asked, "speed")
    coded.documents.add([qualcode.read_text("Eve: Yes.", name=f"E{number}") for number in range(6)], case="two")
    at = workbench(coded)
    at.session_state["home_look"] = True
    at.run()
    assert not at.exception, at.exception
    assert at.text[0].value == f"most of it by Int (interviewer): “{asked}”"
    assert not [text.value for text in [*at.markdown, *at.caption] if "<b>how" in text.value or "**bold" in text.value]
    assert [box.label for box in at.expander if box.label.startswith("All ")] == ["All 9", "All 9"]
    assert at.dataframe[2].value["where"].tolist()[:2] == ["P2: Ben", "P3: Cat"]


def test_name_and_question_are_saved_and_the_approach_needs_a_reason(study, workbench):
    at = workbench(study)
    at.text_input(key="home_title").set_value("Two partnerships")
    at.text_area(key="home_asks").set_value("What do they wait for?")
    at.button(key="home_save").click().run()
    assert (at.title[0].value, at.caption[0].value) == ("Two partnerships", "What do they wait for?")
    at.radio(key="home_to").set_value("codebook")
    at.button(key="home_change_now").click().run()
    assert "Say why the approach changes" in at.toast[0].value
    at.text_area(key="home_why").set_value("We share one codebook.")
    at.button(key="home_change_now").click().run()
    assert study.approach == "codebook"


@pytest.mark.parametrize(("pressed", "name"), [("home_keep", "Theirs"), ("home_over", "Mine")])
def test_two_who_name_the_study_at_once_see_both_names(study, workbench, pressed, name):
    at = workbench(study)
    at.text_input(key="home_title").set_value("Mine").run()
    study.by("ben").describe(name="Theirs")
    at.button(key="home_save").click().run()
    assert study.name == "Theirs"
    assert "**Theirs:** Theirs." in [text.value for text in at.markdown]
    at.button(key=pressed).click().run()
    assert (study.name, at.text_input(key="home_title").value) == (name, name)


def test_an_earlier_state_is_shown_and_cannot_be_changed(study, workbench):
    at = workbench(study)
    at.session_state["as_of"] = 3
    at.run()
    assert not at.exception
    assert at.button(key="home_save").disabled


def test_a_newcomer_to_the_sample_is_told_why_everything_is_unread(study, workbench):
    (study.path.parent / "SYNTHETIC.txt").write_text("made up", encoding="utf-8")
    at = workbench(study, coder="nora")
    assert "Robin Sample did all the work in it, so to you 3 documents are still unread." in at.info[0].value


def test_the_sample_is_made_once_and_anew_only_when_asked(monkeypatch, tmp_path):
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path))
    said = []
    path = starting.make_sample(said.append)
    assert (path, len(said)) == (str(starting.sample()), starting.STEPS_OF_SAMPLE)
    from qualcode.project import open_project

    with open_project(path, coder="ana") as sample:
        sample.describe(name="Changed")
    starting.make_sample()
    with open_project(path) as sample:
        assert sample.name == "Four partnerships in Port Alder (synthetic)"
        assert home.is_sample(sample)
    assert sorted(item.name for item in recent.home().iterdir()) == ["sample"]


def test_whoever_stops_making_the_sample_keeps_what_was_there(monkeypatch, tmp_path):
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path))

    class Stopped(Exception):
        pass

    def stop(line):
        raise Stopped

    with pytest.raises(Stopped):
        starting.make_sample(stop)
    assert not starting.sample().exists()

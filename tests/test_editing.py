"""Changing many documents, people, labels and cases at once: one act, one step to undo."""

import pandas as pd
import pytest

import qualcode
from qualcode.errors import ImportProblems, NotFound, Refused
from qualcode.model import Attribute
from qualcode.readers.columns import columns


def assigned(study):
    frame = study.documents.table()
    return frame[["document", "case", "kind", "date"]].values.tolist()


def labels(study):
    return study.participants.speakers()[["document", "speaker", "role", "participant"]].values.tolist()


def test_documents_are_changed_each_in_its_own_way_in_one_act(study):
    before, acts = study.history.hash(), len(study.history)
    study.documents.edit(
        {
            "P1": {"case": "two", "date": "2026-03", "mood": "calm"},
            "P2": {"case": "", "kind": "focus_group"},
            "P3": {"hours": "1,5"},
        }
    )
    assert len(study.history) == acts + 1
    assert assigned(study) == [
        ["P1", "two", "interview", "2026-03"],
        ["P2", "", "focus_group", ""],
        ["P3", "two", "interview", ""],
    ]
    assert study.documents.table()["hours"].fillna(-1).tolist() == [-1, -1, 1.5]
    assert study.documents.attributes().values.tolist() == [["P1", "calm"], ["P2", ""], ["P3", ""]]
    study.history.undo()
    assert study.history.hash() == before


def test_an_empty_text_takes_a_value_away(study):
    study.documents.assign("P1", date="2026", hours=2, mood="calm")
    study.documents.edit({"P1": {"date": "", "hours": "", "mood": "", "case": ""}})
    assert assigned(study)[0] == ["P1", "", "interview", ""]
    assert study.documents.table()["hours"].isna().all()
    assert study.documents.attributes()["mood"].tolist() == ["", "", ""]


def test_one_bad_value_leaves_all_documents_as_they_were(study):
    before = study.history.hash()
    with pytest.raises(Refused, match=r"P2: 'soon' is no date"):
        study.documents.edit({"P1": {"case": "two"}, "P2": {"date": "soon"}})
    assert study.history.hash() == before


def test_attributes_that_came_with_responses_are_shown_until_others_are_set(study, tmp_path):
    (tmp_path / "survey.csv").write_text("id,answer,age\nr1,We wait.,30\nr2,We pay.,41\n", encoding="utf-8")
    study.documents.add(tmp_path / "survey.csv", document="id", text="answer")
    study.documents.assign("r1", age="31")
    assert study.documents.attributes()[["document", "age"]].values.tolist()[-2:] == [["r1", "31"], ["r2", "41"]]


def test_files_of_one_batch_may_be_read_each_in_its_own_way(study, tmp_path):
    (tmp_path / "a.csv").write_text("who,words\nDee,We wait.\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("said,by\nWe pay.,Eve\n", encoding="utf-8")
    named = {"a.csv": {"text": "words", "speaker": "who"}, "b.csv": {"text": "said", "speaker": "by"}}
    added = study.documents.add(
        [tmp_path / "a.csv", tmp_path / "b.csv"], reading_of=lambda file: named[file.name], language="fr"
    )
    assert [(document.name, document.speakers, document.language) for document in added] == [
        ("a", ("Dee",), "fr"),
        ("b", ("Eve",), "fr"),
    ]


def test_the_columns_of_a_table_are_told_without_reading_it(tmp_path):
    (tmp_path / "a.csv").write_text("sep=;\n Who ;Was gesagt wurde\nDee;Wir warten.\n", encoding="cp1252")
    pd.DataFrame({"id": [1], "answer": ["We wait."]}).to_excel(tmp_path / "b.xlsx", index=False)
    assert columns(tmp_path / "a.csv") == ("Who", "Was gesagt wurde")
    assert columns(tmp_path / "b.xlsx") == ("id", "answer")


def test_labels_are_mapped_in_one_act_and_take_the_role_of_their_person(study):
    study.participants.add("i1", role="interviewer")
    before = study.history.hash()
    study.participants.map(
        {
            ("P1", "Ana"): {"participant": ""},
            ("P1", "Int"): {"participant": "i1"},
            ("P2", "Ben"): {"role": "researcher"},
        }
    )
    assert labels(study) == [
        ["P1", "Int", "interviewer", "i1"],
        ["P1", "Ana", "participant", ""],
        ["P2", "Ben", "researcher", ""],
        ["P2", "Int", "interviewer", ""],
        ["P3", "Cat", "participant", ""],
    ]
    study.history.undo()
    assert study.history.hash() == before


def test_people_can_be_made_of_labels(study):
    wanted = {("P2", "Ben"): {"participant": "Ben"}, ("P3", "Cat"): {"participant": "cat"}}
    with pytest.raises(NotFound, match="no participant 'Ben'"):
        study.participants.map(wanted)
    study.participants.map(wanted, make=True)
    frame = study.participants.table()
    assert frame[["participant", "name", "role", "case"]].values.tolist() == [
        ["Ben", "Ben", "participant", "one"],
        ["cat", "Cat", "participant", "two"],
        ["p-ana", "Ana", "participant", "one"],
    ]
    assert labels(study)[-1] == ["P3", "Cat", "participant", "cat"]


def test_people_are_changed_each_in_their_own_way_in_one_act(study):
    study.participants.add("p-ben", name="Ben", sector="Business", case="two", organisation="Depot")
    acts = len(study.history)
    study.participants.edit(
        {
            "p-ana": {"sector": "", "organisation": "Shelf", "involvement": "core", "role": "interviewer"},
            "p-ben": {"organisation": "", "case": "", "name": "Benjamin"},
        }
    )
    assert len(study.history) == acts + 1
    assert study.participants.table().values.tolist() == [
        ["p-ana", "Ana", "interviewer", "", "Manager", "Shelf", "one", "core"],
        ["p-ben", "Benjamin", "participant", "Business", "", "", "", ""],
    ]
    assert labels(study)[1] == ["P1", "Ana", "interviewer", "p-ana"]


def test_an_organisation_needs_a_case(study):
    study.participants.add("p-ben")
    with pytest.raises(Refused, match="an organisation lies in a case"):
        study.participants.edit({"p-ben": {"organisation": "Depot"}})


def test_a_person_who_is_taken_out_leaves_labels_with_their_role(study):
    study.participants.edit({"p-ana": {"role": "researcher", "mood": "calm"}})
    before = study.history.hash()
    preview = study.participants.remove("p-ana", preview=True)
    assert study.history.hash() == before
    assert preview.counts() == "1 attribute_values removed, 1 participants removed, 1 speakers changed"
    study.participants.remove("p-ana", why="entered twice")
    assert (len(study.participants), labels(study)[1]) == (0, ["P1", "Ana", "researcher", ""])
    study.history.undo()
    assert study.history.hash() == before


def test_the_exported_history_does_not_tell_who_was_changed_or_taken_out(study, tmp_path):
    study.participants.edit({"p-ana": {"sector": "Business"}})
    study.participants.remove("p-ana")
    study.export(tmp_path / "history.csv")
    summaries = pd.read_csv(tmp_path / "history.csv")["summary"].tolist()
    assert summaries[-2:] == ["Changed the participant [participant]", "Removed the participant [participant]"]


def test_cases_are_changed_each_in_their_own_way_in_one_act(study):
    acts = len(study.history)
    study.cases.edit({"one": {"name": "First", "setting": "town"}, "two": {"name": "", "description": "A shop."}})
    assert len(study.history) == acts + 1
    rows = [study.find.case(case) for case in ("one", "two")]
    assert [(row["name"], row["description"]) for row in rows] == [("First", ""), ("two", "A shop.")]
    assert study.cases.attributes().values.tolist() == [["one", "town"], ["two", ""]]


def test_declared_attributes_are_told_and_hold_their_values(study):
    integration = Attribute("integration", "Level", "ordinal", ("low", "high"), True)
    study.cases.declare(integration)
    assert study.cases.declared() == [integration]
    with pytest.raises(Refused, match="Its values are: low, high"):
        study.cases.edit({"one": {"integration": "middling"}})


def test_a_preview_of_tables_and_removals_changes_nothing(study):
    before = study.history.hash()
    frame = pd.DataFrame({"document": ["P1"], "case": ["three"]})
    assert study.documents.load(frame, preview=True) == 1
    assert study.participants.load(pd.DataFrame({"participant": ["x", "y"]}), preview=True) == 2
    assert study.cases.load(pd.DataFrame({"case": ["x"]}), preview=True) == 1
    assert study.documents.remove("P1", preview=True).summary == "Removed the document P1"
    with pytest.raises(ImportProblems):
        study.documents.load(pd.DataFrame({"document": ["P9"]}), preview=True)
    assert study.history.hash() == before


def test_a_name_that_somebody_changed_meanwhile_is_a_conflict(study):
    seen = study.row()["version"]
    study.by("ben").describe(name="Theirs")
    with pytest.raises(qualcode.errors.Conflict) as conflict:
        study.describe(name="Mine", seen=seen)
    assert (conflict.value.theirs["name"], conflict.value.mine) == ("Theirs", {"name": "Mine"})

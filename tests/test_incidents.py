"""Fuzzy dates, and incidents told by several people."""

import shutil
from pathlib import Path

import pytest

import qualcode
from qualcode.errors import NotFound, Refused
from qualcode.text.dates import fuzzy_date

OLD = sorted((Path(__file__).parent / "old").glob("*.qualcode"))


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("2018", "2018-01-01", "2018-12-31", "2018"),
        ("2018-02", "2018-02-01", "2018-02-28", "February 2018"),
        ("2020-02-29", "2020-02-29", "2020-02-29", "29 February 2020"),
        ("2018-07~", "2018-07-01", "2018-07-31", "about July 2018"),
        ("2018?", "2018-01-01", "2018-12-31", "perhaps 2018"),
        ("2016/2018-03", "2016-01-01", "2018-03-31", "2016 to March 2018"),
        ("../2018", "", "2018-12-31", "2018 at the latest"),
        ("2018/..", "2018-01-01", "", "2018 or later"),
        ("2018-21", "2018-03-01", "2018-05-31", "spring 2018"),
        ("2018-24", "2018-12-01", "2019-02-28", "winter 2018/19"),
        ("201X", "2010-01-01", "2019-12-31", "2010s"),
        ("", "", "", "no date given"),
    ],
)
def test_fuzzy_dates(text, first, last, words):
    date = fuzzy_date(text)
    assert (date.first, date.last, date.words) == (first, last, words)


NONE = ["0000", "9999-24", "٢٠١٨"]


@pytest.mark.parametrize(
    "text", ["summer", "2018-13", "2018-02-30", "18", "2019/2018", "../..", "2018-25", "201X-04", *NONE]
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(Refused):
        fuzzy_date(text)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2018", "2018-07", True),
        ("2018-06", "2018-07", False),
        ("2018-06~", "2019-05", True),
        ("../2018", "2019", False),
        ("2018/..", "2030", True),
        ("", "2018", True),
    ],
)
def test_dates_contradict_each_other_only_when_both_cannot_be_true(one, other, meet):
    assert fuzzy_date(one).meets(fuzzy_date(other)) == fuzzy_date(other).meets(fuzzy_date(one)) == meet


@pytest.fixture
def told(study):
    one = study.codings.add_quote("P1", "two worlds", "two_worlds")
    two = study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds")
    return study, one.id, two.id


def test_accounts_of_one_incident_keep_their_own_dates(told):
    study, one, two = told
    study.incidents.add(one, "The move", date="2018", actor="The firm", mechanism="Apart")
    study.incidents.add(two, "The move", date="2020-03")
    table = study.incidents.table()
    assert table[["incident", "date", "dates_conflict"]].values.tolist() == [
        ["The move", "2018", True],
        ["The move", "2020-03", True],
    ]
    study.incidents.change(table["account"][1], date="2018-03")
    assert not study.incidents.table()["dates_conflict"].any()
    study.history.undo()
    assert study.incidents.table()["dates_conflict"].all()
    assert study.incidents.names("one") == ["The move"] and len(study.incidents) == 2


def test_the_same_name_in_another_case_is_another_incident(told):
    study, one, _ = told
    three = study.codings.add_quote(
        "P3", study.documents["P3"].text[study.documents["P3"].turns[0].start :][:12], "brand"
    )
    study.incidents.add(one, "The move", date="2018")
    if study.codings.table().set_index("coding").loc[three.id, "eligible"]:
        study.incidents.add(three.id, "The move", date="2020")
        assert not study.incidents.table()["dates_conflict"].any()


def test_incidents_go_with_their_coding_and_come_back(told):
    study, one, _ = told
    study.incidents.add(one, "The move", date="2018")
    study.codings.remove(one)
    assert len(study.incidents) == 0
    study.history.undo()
    assert study.incidents.of(one)[0]["date"] == "2018"


def test_an_incident_stays_when_its_code_is_merged(told):
    study, one, _ = told
    study.incidents.add(one, "The move", date="2018")
    study.codebook.merge("two_worlds", into="brand", why="same")
    assert list(study.incidents.table()["code"]) == ["brand"]


def test_joining_codings_keeps_the_incidents_of_both(told):
    study, one, _ = told
    coding = study.codings[one]
    twin = study.codings.add(coding.document, coding.start, coding.end, "brand")
    study.incidents.add(one, "The move", date="2018")
    study.incidents.add(twin.id, "The quarrel", date="2017")
    study.codebook.merge("brand", into="two_worlds", why="same")
    assert sorted(study.incidents.table()["incident"]) == ["The move", "The quarrel"]
    assert set(study.incidents.table()["coding"]) == {one}


def test_joining_codings_keeps_dates_that_contradict_each_other(told):
    study, one, _ = told
    coding = study.codings[one]
    twin = study.codings.add(coding.document, coding.start, coding.end, "brand")
    study.incidents.add(one, "The move", date="2018")
    study.incidents.add(twin.id, "The move", date="2020", actor="The firm")
    study.codebook.merge("brand", into="two_worlds", why="same")
    assert sorted(study.incidents.table()["date"]) == ["2018", "2020"]
    assert study.incidents.table()["dates_conflict"].all()


def test_the_same_name_in_other_capitals_is_the_same_incident(told):
    study, one, two = told
    study.incidents.add(one, "The move", date="2018")
    account = study.incidents.add(two, "THE MOVE", date="2020")
    assert study.incidents.names() == ["The move"]
    study.incidents.change(account, name="the MOVE")
    assert study.incidents.names() == ["The move"]


def test_what_is_refused(told):
    study, one, _ = told
    study.incidents.add(one, "The move")
    for values in ({"name": "The move"}, {"name": " "}, {"name": "x", "date": "soon"}):
        with pytest.raises(Refused):
            study.incidents.add(one, **values)
    with pytest.raises(NotFound):
        study.incidents.add("nobody", "x")
    with pytest.raises(NotFound):
        study.incidents.remove("nobody")
    with pytest.raises(Refused, match="no 'colour'"):
        study.incidents.change(study.incidents.of(one)[0]["id"], colour="red")


def test_an_interviewers_words_tell_of_nothing(study):
    study.participants.set_role("P2", "Ben", "interviewer")
    coding = study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds")
    with pytest.raises(Refused, match="interviewer"):
        study.incidents.add(coding.id, "The move")


@pytest.mark.parametrize("old", OLD, ids=lambda file: file.stem)
def test_a_study_of_an_earlier_version_takes_incidents_and_undoes_old_acts(old, tmp_path):
    path = tmp_path / "old.qualcode"
    shutil.copy(old, path)
    with qualcode.open(path, coder="new") as study:
        assert len(study.incidents) == 0
        assert "printed" in study.themes.extracts().columns
        frame = study.codings.table()
        coding = frame.loc[frame["eligible"], "coding"].iloc[0]
        study.incidents.add(coding, "The move", date="2018")
        extracts = [image for image in study.history.images("extracts") if image["after"]]
        assert all(image["after"]["printed"] == "" for image in extracts)
        assert study.history.as_of(1) is not None

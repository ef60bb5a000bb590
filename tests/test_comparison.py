"""Constant comparison: passages side by side and two by two, counted by hand."""

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import qualcode
from qualcode.analysis import NO_CASE, PAIR_COLUMNS, in_order, pairs, side_by_side, word_vectors
from qualcode.cli import app
from qualcode.errors import NotFound, Refused
from qualcode.model import Attribute

worked = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("worked_study.py"))))

CASES = ["north", "south", "west"]


def passages_of(*rows):
    """(case, voice, document) in a row each; the quote is the row's number, and so is the coding."""
    return pd.DataFrame(
        {
            "case": [row[0] for row in rows],
            "quote": [str(at) for at in range(len(rows))],
            "attribution": "",
            "codes": "",
            "coding": [str(at) for at in range(len(rows))],
            "voice": [row[1] for row in rows],
            "document": [row[2] for row in rows],
            "document_id": [row[2] for row in rows],
            "start": range(len(rows)),
            "end": range(1, len(rows) + 1),
        }
    )


def places(frame):
    return list(zip(frame["coding"], frame["other_coding"], strict=True))


# -- side by side


def test_passages_stand_case_by_case_each_once_and_only_evidence():
    data = worked.study()
    data.codings.loc[data.codings["coding"] == "c2", ["code", "code_name"]] = ["voice", "Unasked"]
    table = side_by_side(data.codings, ["wait", "voice", "money"], ["south", "north", "west"])
    assert table[["case", "quote", "attribution", "codes", "coding"]].values.tolist() == [
        ["south", "we waited for funds", "Archival document", "Money", "c10"],
        ["north", "We waited a year.", "Nonprofit Manager", "Waiting; Unasked", "c1"],
        ["north", "Nobody asked us.", "Nonprofit Manager", "Unasked", "c3"],
        ["north", "=SUM(A1) was their answer.", "Nonprofit Manager", "Money", "c4"],
        ["north", "They pay late.", "Business Leader", "Money", "c5"],
        ["north", "We waited a year too.", "Nonprofit, seniority not recorded", "Waiting", "c6"],
        ["north", "I never waited.", "Participant, sector and seniority not recorded", "Waiting", "c7"],
    ]


def test_other_cases_stand_after_the_known_ones_and_no_case_last():
    data = worked.study()
    data.codings.loc[data.codings["document"] == "d1", "case"] = ""
    assert list(side_by_side(data.codings, ["wait", "money"], [])["case"].drop_duplicates()) == [
        *("north", "south", NO_CASE)
    ]


# -- two by two


def test_pairs_are_of_different_cases_and_different_speakers_most_alike_first():
    table = passages_of(("a", "ana", "d1"), ("a", "ben", "d1"), ("b", "ana", "d2"), ("b", "cat", "d2"))
    vectors = np.array([[1.0, 0.0], [0.6, 0.8], [1.0, 0.0], [0.8, 0.6]])
    found = pairs(table, vectors)
    assert list(found.columns) == PAIR_COLUMNS
    assert found[["rank", "likeness", "coding", "other_coding", "case", "other_case"]].values.tolist() == [
        [1, 0.96, "1", "3", "a", "b"],
        [2, 0.8, "0", "3", "a", "b"],
        [3, 0.6, "1", "2", "a", "b"],
    ]  # 0 and 2 are equal, but both are Ana's
    assert places(pairs(table, vectors, most="unlike")) == [("1", "2"), ("0", "3"), ("1", "3")]


def test_inside_a_case_people_are_compared_with_each_other():
    table = passages_of(("a", "ana", "d1"), ("a", "ben", "d1"), ("a", "ben", "d1"), ("b", "cat", "d2"))
    assert places(pairs(table, np.eye(4), within=True)) == [("0", "1"), ("0", "2")]


def test_a_passage_of_two_people_is_no_pair_with_one_of_them():
    table = passages_of(("a", "ana\nben", "d1"), ("b", "ben", "d2"), ("b", "cat", "d2"))
    assert places(pairs(table, np.eye(3))) == [("0", "2")]


def test_archival_text_is_told_apart_by_its_document():
    table = passages_of(("a", "", "r1"), ("a", "", "r1"), ("a", "", "r2"), ("a", "ana", "d1"))
    assert places(pairs(table, np.eye(4), within=True)) == [("0", "2"), ("0", "3"), ("1", "2"), ("1", "3"), ("2", "3")]


def test_what_belongs_to_no_case_is_compared_with_nothing():
    table = passages_of(("a", "ana", "d1"), (NO_CASE, "ben", "d2"), (NO_CASE, "cat", "d3"))
    assert len(pairs(table, np.eye(3))) == len(pairs(table, np.eye(3), within=True)) == 0


def test_ties_go_by_place_and_a_limit_cuts_after_them():
    table = passages_of(*(("ab"[at % 2], f"p{at}", "d") for at in range(6)))
    every = pairs(table, np.ones((6, 1)), limit=None)
    assert places(every) == [(str(i), str(j)) for i in range(6) for j in range(i + 1, 6) if (i + j) % 2]
    for most in ("alike", "unlike"):
        assert places(pairs(table, np.ones((6, 1)), most=most, limit=4)) == places(every)[:4]


@pytest.mark.parametrize("most", ["alike", "unlike"])
def test_many_passages_are_compared_in_parts_and_give_what_a_plain_loop_gives(most):
    drawn = np.random.default_rng(0)
    count = 1100  # more than two parts
    cases, people = drawn.integers(0, 4, count), drawn.integers(0, 90, count)
    table = passages_of(*((f"c{case}", f"p{who}", "d") for case, who in zip(cases, people, strict=True)))
    rows = drawn.normal(size=(count, 3))
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    likeness = np.round(rows @ rows.T, 4)
    sign = -1 if most == "alike" else 1
    other = [
        (sign * likeness[i, j], i, j)
        for i in range(count)
        for j in range(i + 1, count)
        if cases[i] != cases[j] and people[i] != people[j]
    ]
    wanted = sorted(other)[:30]
    assert places(pairs(table, rows, most=most, limit=30)) == [(str(i), str(j)) for _, i, j in wanted]


def test_a_wrong_order_or_number_is_refused():
    table = passages_of(("a", "ana", "d1"))
    with pytest.raises(Refused, match="Choose one of: alike, unlike"):
        pairs(table, np.eye(1), most="like")
    with pytest.raises(Refused, match="1 or more"):
        pairs(table, np.eye(1), limit=0)


def test_words_stand_in_for_sentence_vectors():
    rows = word_vectors(["They wait.", "We wait!", "Money"])
    likeness = (rows @ rows.T).toarray()
    assert 0 < likeness[0, 1] < 1 and likeness[0, 2] == 0
    assert word_vectors(["…", "?"]).sum() == 0
    assert word_vectors([]).shape[0] == 0


@pytest.mark.parametrize(
    ("about", "order"),
    [
        (Attribute("size", type="ordinal", values=("small", "large")), ["c", "a", "d", "b"]),
        (Attribute("size", type="nominal"), ["a", "c", "d", "b"]),
    ],
)
def test_cases_stand_in_the_order_of_an_attribute(about, order):
    assert in_order("abcd", {"a": "large", "b": "", "c": "small", "d": "vast"}, about) == order


# -- in a study


@pytest.fixture
def coded(study):
    """Three passages of the theme "difference": two of Ana and Ben in case one, one of Cat in case two."""
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P1", "We come from two worlds.", "brand")
    study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds")
    study.codings.add_quote("P1", "And the logo?", "brand")
    study.codings.add_quote("P3", "We never argued about the logo.", "brand")
    return study


@pytest.fixture
def no_model(monkeypatch):
    monkeypatch.setattr("qualcode.vectors.choosing.missing", lambda: ["torch"])
    monkeypatch.setattr("qualcode.suggesters.cutting._EMBEDDERS", {})


def quoted(frame):
    return list(zip(frame["case"], frame["quote"], frame["other_case"], frame["other_quote"], strict=True))


def test_a_theme_or_a_code_is_compared_across_cases(coded):
    found = coded.themes.compare("Difference strains")
    assert sorted(quoted(found)) == [
        ("one", "Two worlds, yes.", "two", "We never argued about the logo."),
        ("one", "We come from two worlds.", "two", "We never argued about the logo."),
    ]
    assert found["likeness"].tolist() == sorted(found["likeness"], reverse=True)
    assert coded.themes.compare("difference", most="unlike")["likeness"].tolist() == sorted(found["likeness"])
    assert quoted(coded.themes.compare("brand")) == [
        ("one", "We come from two worlds.", "two", "We never argued about the logo.")
    ]
    with pytest.raises(NotFound, match="There is no theme 'nothing'"):
        coded.themes.compare("nothing")


def test_people_of_one_case_are_compared_on_request(coded):
    assert quoted(coded.themes.compare("difference", within=True)) == [
        ("one", "We come from two worlds.", "one", "Two worlds, yes.")
    ]


def test_sentence_vectors_say_which_model_made_them(coded):
    found = coded.themes.compare("difference")
    assert found.attrs["likeness"].startswith("all-MiniLM-L6-v2")
    assert found.attrs["note"].startswith("The likeness of two passages is the cosine of their sentence vectors (all-")
    again = coded.themes.compare("difference")
    pd.testing.assert_frame_equal(found, again)


def test_vectors_of_coded_passages_are_in_no_file(coded):
    coded.themes.compare("difference")
    assert not coded.matching.cache.exists()


def test_without_a_model_words_are_compared_and_that_is_said(coded, no_model):
    found = coded.themes.compare("difference")
    assert found["quote"].tolist() == ["We come from two worlds.", "Two worlds, yes."]  # "we" is shared, then nothing
    assert found["likeness"][0] > found["likeness"][1] == 0
    assert found.attrs == {
        "likeness": "words",
        "note": "The likeness of two passages rests on the words they share (tf-idf): "
        "no model of sentence vectors is installed.",
    }


def test_a_language_that_the_model_does_not_know_is_compared_by_words(coded):
    coded.documents.add(qualcode.read_text("Eva: Zwei Welten.", name="P4", language="de"), case="two")
    found = coded.themes.compare("difference")
    assert found.attrs["note"].endswith("does not know the language of some documents (de).")


def test_cases_stand_in_the_order_of_a_dated_attribute(coded):
    levels = ("arms_length", "adoption")
    coded.cases.declare(Attribute("integration", type="ordinal", values=levels, dated=True))
    coded.cases.set("one", since="2012", integration="arms_length")
    coded.cases.set("one", since="2019", integration="adoption")
    coded.cases.set("two", since="2012", integration="arms_length")

    def order(**how):
        return list(dict.fromkeys(coded.themes.side_by_side("difference", **how)["case"]))

    assert order() == order(by="integration", on="2015") == ["one", "two"]
    assert order(by="integration") == ["two", "one"]
    assert set(coded.themes.compare("difference", by="integration")["case"]) == {"two"}
    with pytest.raises(NotFound, match="Cases have no attribute 'size'. There are: integration"):
        order(by="size")


def test_nothing_to_compare_is_an_empty_table(study):
    assert list(study.themes.compare("difference").columns) == PAIR_COLUMNS
    assert len(study.themes.side_by_side("time")) == 0


def test_comparing_is_a_command(coded):
    ran = CliRunner().invoke(app, ["themes", "compare", str(coded.path), "brand", "--csv"])
    assert ran.exit_code == 0, ran.output
    assert ran.stdout.splitlines()[0] == ",".join(PAIR_COLUMNS)
    assert "cosine of their sentence vectors" in ran.stderr
    ran = CliRunner().invoke(app, ["themes", "compare", str(coded.path), "brand", "--passages", "--json"])
    assert [row["quote"] for row in json.loads(ran.stdout)] == [
        "We come from two worlds.",
        "We never argued about the logo.",
    ]
    assert CliRunner().invoke(app, ["themes", "compare", str(coded.path), "brand", "--most", "like"]).exit_code == 1

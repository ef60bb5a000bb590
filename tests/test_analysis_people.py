"""Attribution, small cells, crosstabs, flags: people, seen as closely as is right."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from qualcode import analysis
from qualcode.errors import Refused

worked = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("worked_study.py"))))


@pytest.fixture
def study():
    return worked.study()


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"sector": "Nonprofit", "seniority": "Senior Manager"}, "Nonprofit Senior Manager"),
        ({"sector": "public", "seniority": "head of unit"}, "Public Head of Unit"),
        ({"sector": "business", "seniority": "CEO"}, "Business CEO"),
        ({"sector": "Nonprofit"}, "Nonprofit, seniority not recorded"),
        ({"seniority": "Leader"}, "Leader, sector not recorded"),
        ({"speaker": "Ana", "case": "north"}, "Participant, sector and seniority not recorded"),
        ({"kind": "archival", "sector": None}, "Archival document"),
    ],
)
def test_publication_attribution_says_what_is_known_and_what_is_not(row, expected):
    assert analysis.attribution(row) == expected


@pytest.mark.parametrize("role", ["interviewer", "researcher"])
def test_words_that_are_no_evidence_get_no_attribution(role):
    with pytest.raises(Refused, match=rf"^d1: the {role}'s words cannot be attributed as evidence\.$"):
        analysis.attribution({"role": role, "document": "d1"})
    assert analysis.attributions(pd.DataFrame({"role": [role, "participant"], "sector": ["", "Public"]})) == [
        "",
        "Public, seniority not recorded",
    ]


def test_an_unknown_granularity_is_refused_with_the_known_ones():
    with pytest.raises(
        Refused, match=r"^granularity 'name' does not exist\. Choose one of: publication, case, full\.$"
    ):
        analysis.attribution({}, "name")


def test_small_cells_of_the_study_count_participants_only(study):
    people = pd.concat([study.participants, study.participants.assign(role="interviewer", sector="Public")])
    assert analysis.small_cells(people, least=2).to_dict("records") == [
        {"sector": "Nonprofit", "seniority": "Manager", "people": 1}
    ]


def test_small_cells_of_the_quoted_count_voices(study):
    assert analysis.small_cells(study.codings).values.tolist() == [
        ["Business", "Leader", 1],
        ["Nonprofit", "", 1],
        ["Nonprofit", "Manager", 1],
    ]


def test_a_combination_of_nothing_recorded_points_at_nobody():
    people = pd.DataFrame({"participant": ["a"], "sector": [""], "seniority": [""], "role": ["participant"]})
    assert analysis.small_cells(people).to_dict("records") == []
    assert analysis.small_cells(pd.DataFrame()).to_dict("records") == []


def test_voices_that_nobody_registered_are_people_of_the_study_too(study):
    people = analysis.study_people(study.participants, study.codings)
    assert people["participant"].tolist() == ["ana", "ben", "eve", "int", "d2/Cleo", "d2/Dan"]


def test_a_crosstab_keeps_ordinal_order_and_shows_zeros_and_gaps(study):
    order = ["Employee", "Manager", "Leader"]
    table = analysis.crosstab(study.codings, "seniority", order=order, codes=["wait", "voice", "money", "trust"])
    assert list(table.columns) == ["code", "Employee", "Manager", "Leader", "not recorded"]
    assert table.values.tolist() == [
        ["wait", 0, 1, 0, 2],
        ["voice", 0, 1, 0, 0],
        ["money", 0, 1, 1, 0],
        ["trust", 0, 0, 0, 0],
    ]


def test_a_crosstab_by_an_attribute_of_cases(study):
    table = analysis.crosstab(
        study.codings, "integration", values={"north": "high", "south": "low"}, order=["low", "high"], count="codings"
    )
    assert table.to_dict("records") == [
        {"code": "money", "low": 1, "high": 2},
        {"code": "voice", "low": 0, "high": 1},
        {"code": "wait", "low": 0, "high": 3},
    ]


def test_a_crosstab_of_nothing_has_its_ordinal_columns(study):
    table = analysis.crosstab(pd.DataFrame(), "seniority", order=["Employee", "Manager"])
    assert list(table.columns) == ["code", "Employee", "Manager"] and len(table) == 0


def test_flags_are_plain_words_for_every_kind_of_thin_evidence(study):
    assert analysis.flags_by(study.codings) == {
        "money": [],
        "voice": ["one voice", "one quote", "one case", "one sector"],
        "wait": ["one case", "one sector recorded, 1 voice has none"],
    }
    archival = study.codings[study.codings["kind"] == "archival"]
    assert analysis.flags_by(archival) == {"money": ["no voice: archival text only", "one quote", "one case"]}


def test_two_codes_on_one_passage_are_one_quote_of_a_theme(study):
    both = study.codings[study.codings["coding"].isin(["c3"])]
    both = pd.concat([both, both.assign(code="wait")]).assign(theme="t1")
    assert analysis.flags_by(both, "theme") == {"t1": ["one voice", "one quote", "one case", "one sector"]}


def test_frequencies_list_every_code_zeros_included(study):
    table = analysis.frequencies(study.codes, study.codings)
    assert table.drop(columns=["name", "flags"]).values.tolist() == [
        ["wait", "active", 3, 1, 2, 3],
        ["voice", "active", 1, 1, 1, 1],
        ["money", "active", 2, 2, 2, 3],
        ["trust", "active", 0, 0, 0, 0],
        ["old", "retired", 0, 0, 0, 0],
    ]
    assert table["flags"].tolist()[-1] == "no evidence"

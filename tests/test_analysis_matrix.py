"""Codes and themes against cases: an empty cell says why it is empty."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import analysis

worked = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("worked_study.py"))))


@pytest.fixture
def study():
    return worked.study()


def code_by_case(study, **frames):
    used = {name: frames.get(name, getattr(study, name)) for name in ("codes", "codings", "cases", "documents")}
    return analysis.code_by_case(used["codes"], used["codings"], used["cases"], used["documents"])


def test_found_none_found_and_not_yet_read_are_three_things(study):
    table = code_by_case(study)
    assert [tuple(row) for row in table[["code", "case", "voices", "codings", "state"]].itertuples(index=False)] == [
        ("wait", "north", 3, 3, "found"),
        ("wait", "south", 0, 0, "none found"),
        ("wait", "west", 0, 0, "not yet read"),
        ("voice", "north", 1, 1, "found"),
        ("voice", "south", 0, 0, "none found"),
        ("voice", "west", 0, 0, "not yet read"),
        ("money", "north", 2, 2, "found"),
        ("money", "south", 0, 1, "found"),
        ("money", "west", 0, 0, "not yet read"),
        ("trust", "north", 0, 0, "none found"),
        ("trust", "south", 0, 0, "none found"),
        ("trust", "west", 0, 0, "not yet read"),
    ]


def test_one_unread_document_keeps_a_case_from_saying_none_found(study):
    documents = study.documents.assign(read=study.documents["document"] != "d3")
    states = code_by_case(study, documents=documents).set_index(["code", "case"])["state"]
    assert states["wait", "south"] == "not yet read"
    assert states["money", "south"] == "found"


def test_a_case_without_documents_is_not_yet_read(study):
    cases = pd.DataFrame({"case": ["east"], "label": ["East"]})
    states = code_by_case(study, cases=cases).set_index(["code", "case"])["state"]
    assert states["wait", "east"] == "not yet read"


def test_evidence_without_a_case_has_a_column_of_its_own(study):
    codings = study.codings.assign(case=study.codings["case"].replace("south", ""))
    table = code_by_case(study, codings=codings)
    money = table[table["code"] == "money"]
    assert money[["case", "codings"]].values.tolist() == [["north", 2], ["south", 0], ["west", 0], ["no case", 1]]


def test_a_project_without_cases_has_an_empty_matrix(study):
    nothing = pd.DataFrame()
    table = analysis.code_by_case(study.codes, nothing, nothing, nothing)
    assert list(table.columns) == ["code", "name", "case", "voices", "codings", "documents", "state"]
    assert len(table) == 0


def test_a_coding_outside_the_codebook_is_not_lost(study):
    codings = study.codings.assign(code=study.codings["code"].replace("voice", "stray"), code_name="Stray")
    table = code_by_case(study, codings=codings)
    assert table.loc[table["code"] == "stray", ["name", "case", "codings"]].values.tolist() == [
        ["Stray", "north", 1],
        ["Stray", "south", 0],
        ["Stray", "west", 0],
    ]


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from(["d1", "d2", "d3"]), st.integers(0, 4), st.sampled_from(["a", "b"]), st.booleans()),
        max_size=25,
    ),
    st.sampled_from(["n", "s", ""]),
)
def test_the_cells_of_a_code_sum_to_its_total(made, last_case):
    case_of = {"d1": "n", "d2": "s", "d3": last_case}
    codings = pd.DataFrame(made, columns=["document", "start", "code", "eligible"])
    codings["end"] = codings["start"].astype("int64") + 5
    codings["case"] = codings["document"].map(case_of).astype(object)
    codings["voice"] = codings["document"]
    codes, cases = pd.DataFrame({"code": ["a", "b"]}), pd.DataFrame({"case": ["n", "s"]})
    documents = pd.DataFrame({"document": list(case_of), "case": list(case_of.values()), "read": True})
    table = analysis.code_by_case(codes, codings, cases, documents)
    totals = analysis.frequencies(codes, codings).set_index("code")["codings"]
    assert table.groupby("code")["codings"].sum().to_dict() == totals.to_dict()
    assert ((table["state"] == "found") == (table["codings"] > 0)).all()

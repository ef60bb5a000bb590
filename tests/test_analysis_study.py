"""What was collected, read, narrated and asked about the study as a whole."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode import analysis

worked = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("worked_study.py"))))


@pytest.fixture
def study():
    return worked.study()


def test_the_table_of_data_collected_with_its_total(study):
    table = analysis.data_by_case(study.cases, study.documents, study.participants, study.organisations)
    assert ",".join(table.columns) == (
        "case,documents,interviews,focus_groups,observations,observation_hours,archival,responses,participants,"
        "organisations,words"
    )
    assert table.values.tolist() == [
        ["north", 2, 1, 1, 0, 0.0, 0, 0, 2, 2, 29],
        ["south", 2, 0, 0, 1, 1.5, 1, 0, 0, 1, 11],
        ["west", 1, 1, 0, 0, 0.0, 0, 0, 1, 0, 4],
        ["total", 5, 2, 1, 1, 1.5, 1, 0, 3, 3, 44],
    ]


def test_observations_without_hours_do_not_claim_zero_hours(study):
    documents = study.documents.drop(columns="hours")
    hours = analysis.data_by_case(study.cases, documents)["observation_hours"]
    assert hours.isna().tolist() == [False, True, False, True]


def test_documents_without_a_case_are_counted_as_such(study):
    documents = study.documents.assign(case=["north", "", "", "south", "west"])
    table = analysis.data_by_case(study.cases, documents)
    assert table[["case", "documents"]].values.tolist() == [
        ["north", 1],
        ["south", 1],
        ["west", 1],
        ["no case", 2],
        ["total", 5],
    ]


def test_an_empty_project_has_a_total_of_nothing():
    table = analysis.data_by_case(pd.DataFrame(), pd.DataFrame())
    assert table.values.tolist() == [["total", 0, 0, 0, 0, 0.0, 0, 0, 0, 0, 0]]


def test_attention_tells_what_was_read_and_coded(study):
    table = analysis.attention(study.documents)
    assert table[["document", "read", "coded_percent"]].fillna(-1).values.tolist() == [
        ["d1", True, round(4800 / len(worked.TEXTS["d1"]), 1)],
        ["d2", True, round(3600 / len(worked.TEXTS["d2"]), 1)],
        ["d3", True, -1],
        ["d4", True, round(1900 / len(worked.TEXTS["d4"]), 1)],
        ["d5", False, 0.0],
    ]


def test_attention_by_case_weighs_by_words(study):
    documents = study.documents.assign(case=["north", "north", "south", "", "west"], read=[True] + [False] * 4)
    table = analysis.attention_by_case(documents, study.cases)
    assert table.drop(columns="coded_percent").values.tolist() == [
        ["north", 2, 1, 29, 19, 65.5],
        ["south", 1, 0, 5, 0, 0.0],
        ["west", 1, 0, 4, 0, 0.0],
        ["no case", 1, 0, 6, 0, 0.0],
    ]


def test_only_a_case_narrative_with_text_counts_as_one(study):
    assert analysis.narratives(study.cases, study.memos).values.tolist() == [
        ["north", True, "m1"],
        ["south", False, ""],
        ["west", False, ""],
    ]
    blank = study.memos.assign(text="  ")
    assert analysis.narratives(study.cases, blank)["narrative"].tolist() == [False, False, False]


def test_codes_on_overlapping_passages_occur_together():
    codings = pd.DataFrame(
        [("d", 0, 10, "a"), ("d", 9, 20, "b"), ("d", 20, 30, "c"), ("e", 0, 10, "c"), ("e", 2, 4, "a")],
        columns=["document", "start", "end", "code"],
    )
    assert analysis.co_occurrence(codings).values.tolist() == [[2, 1, 1], [1, 1, 0], [1, 0, 2]]
    assert analysis.co_occurrence(codings, within="document").values.tolist() == [[2, 1, 2], [1, 1, 1], [2, 1, 2]]


def test_a_second_coders_slightly_different_span_adds_nothing():
    codings = pd.DataFrame(
        [("d", 0, 10, "a", "kim"), ("d", 2, 12, "a", "lou"), ("d", 5, 8, "b", "kim")],
        columns=["document", "start", "end", "code", "coder"],
    )
    assert analysis.co_occurrence(codings).to_dict() == {"a": {"a": 1, "b": 1}, "b": {"a": 1, "b": 1}}


def test_codings_that_are_no_evidence_do_not_occur_together():
    codings = pd.DataFrame(
        {"document": ["d", "d"], "start": 0, "end": 9, "code": ["a", "b"], "eligible": [True, False]}
    )
    assert analysis.co_occurrence(codings, codes=["b", "a"]).to_dict() == {"b": {"b": 0, "a": 0}, "a": {"b": 0, "a": 1}}


@given(
    st.lists(
        st.tuples(st.sampled_from("de"), st.integers(0, 20), st.integers(1, 9), st.sampled_from("abc")), max_size=15
    )
)
def test_co_occurrence_equals_a_slow_count_of_overlapping_stretches(made):
    codings = pd.DataFrame(
        [(document, start, start + length, code) for document, start, length, code in made],
        columns=["document", "start", "end", "code"],
    )
    stretches = []
    for document in "de":
        for code in "abc":
            covered = {
                place
                for d, start, length, c in made
                if (d, c) == (document, code)
                for place in range(2 * start, 2 * (start + length) - 1)
            }
            joined, run = [], set()
            for place in sorted(covered):
                if run and place - 1 not in run:
                    joined.append(run)
                    run = set()
                run = run | {place}
            stretches += [(document, code, run) for run in [*joined, run] if run]
    table = analysis.co_occurrence(codings, codes=list("abc"))
    shared = analysis.overlaps(codings)
    for a in "abc":
        for b in "abc":
            pairs = [
                (one, two)
                for one in stretches
                for two in stretches
                if one[1] == a and two[1] == b and one[0] == two[0] and one[2] & two[2]
            ]
            assert table.loc[a, b] == len(pairs)
            if a < b:
                own = shared[(shared["code"] == a) & (shared["other"] == b)]
                found = [(row.document_id, [*range(2 * row.start, 2 * row.end - 1)]) for row in own.itertuples()]
                assert sorted(found) == sorted((one[0], sorted(one[2] & two[2])) for one, two in pairs)


def test_quotes_that_differ_from_their_source_are_named_with_place(study):
    assert analysis.verify(study.codings, study.texts) == []
    texts = study.texts | {"d1": study.texts["d1"].replace("late", "Late")}
    assert analysis.verify(study.codings, texts) == [
        "d1, 82–96, coding c5: the quote reads '… late.' where the source has '… Late.'."
    ]


def test_a_missing_document_and_a_place_outside_it_are_problems(study):
    codings = study.codings[study.codings["coding"].isin(["c6", "c10"])].assign(end=[900, 34])
    assert analysis.verify(codings, {"d2": study.texts["d2"]}) == [
        "d2, 6–900, coding c6: the place lies outside the document, which has 48 characters.",
        "d4, 15–34, coding c10: the document's text is missing, so the quote cannot be checked.",
    ]


@given(st.text(min_size=1), st.data())
def test_every_slice_of_a_text_verifies_and_any_other_does_not(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    frame = pd.DataFrame(
        {"coding": ["c"], "document": ["d"], "start": [start], "end": [end], "quote": [text[start:end]]}
    )
    assert analysis.verify(frame, {"d": text}) == []
    assert len(analysis.verify(frame.assign(quote=text[start:end] + "."), {"d": text})) == 1


def test_advisories_ask_about_names_numbers_and_wording():
    themes = pd.DataFrame({"theme": [f"t{n}" for n in range(7)], "name": [f"They learn to wait {n}" for n in range(7)]})
    themes.loc[0, "name"], themes.loc[1, "name"] = "Barriers to trust", "Trust"
    themes["status"] = ["candidate"] * 6 + ["discarded"]
    codes = pd.DataFrame(
        {
            "code": ["a", "b", "c", "x"],
            "parent": ["", "a", "b", ""],
            "definition": ["", "", "", "Reached saturation."],
            "status": ["active", "active", "active", "retired"],
        }
    )
    links = pd.DataFrame({"theme": ["t2"], "code": ["a"]})
    asked = analysis.advisories(themes, codes, theme_codes=links, texts={"summary of north": "Two themes emerged."})
    assert asked["about"].tolist() == ["theme 'Barriers to trust'", "theme 'Trust'", "codes", "summary of north"]
    more = themes.assign(status="candidate")
    assert analysis.advisories(more)["about"].tolist()[-1] == "themes"


@pytest.mark.parametrize("text", ["", "Emerging markets and an emergency.", "A saturated market."])
def test_ordinary_words_raise_no_question(text):
    assert analysis.wording_questions(text) == []


@pytest.mark.parametrize("name", ["", "Small wins buy time", "Challenges bind partners together", "Nobody asked us"])
def test_claims_raise_no_question(name):
    assert analysis.name_questions(name) == []


def test_a_loop_of_parents_does_not_hang():
    codes = pd.DataFrame({"code": ["a", "b"], "parent": ["b", "a"]})
    assert analysis.advisories(pd.DataFrame(), codes).to_dict("records") == []

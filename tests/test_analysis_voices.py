"""Prevalence counts people and cases, not mentions."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode import analysis


def frame(*rows: tuple[str, int, str, str, str, bool]) -> pd.DataFrame:
    """document, start, code, case, voice, eligible; passages are ten characters long."""
    made = pd.DataFrame(rows, columns=["document", "start", "code", "case", "voice", "eligible"])
    return made.assign(end=made["start"].astype("int64") + 10)


def test_twenty_codings_of_one_speaker_add_one_voice():
    codings = frame(*(("d1", 20 * place, "cost", "north", "ana", True) for place in range(20)))
    assert analysis.voices(codings).to_dict("records") == [
        {"code": "cost", "voices": 1, "cases": 1, "codings": 20, "documents": 1}
    ]


def test_a_focus_group_of_eight_counts_its_speakers():
    codings = frame(*(("group", 20 * place, "cost", "north", f"group/P{place}", True) for place in range(8)))
    assert analysis.voices(codings)["voices"].tolist() == [8]


def test_interviewers_words_add_nothing_to_any_column():
    codings = frame(("d1", 0, "cost", "north", "", False), ("d2", 0, "cost", "south", "int", False))
    assert analysis.voices(codings).to_dict("records") == []


def test_archival_text_adds_a_case_and_a_coding_but_no_voice():
    assert analysis.voices(frame(("report", 0, "cost", "north", "", True))).to_dict("records") == [
        {"code": "cost", "voices": 0, "cases": 1, "codings": 1, "documents": 1}
    ]


def test_two_coders_on_one_passage_with_one_code_are_one_coding():
    codings = frame(("d1", 0, "cost", "north", "ana", True)).assign(coder="kim")
    both = pd.concat([codings, codings.assign(coder="lou")])
    assert analysis.voices(both)["codings"].tolist() == [1]
    assert analysis.voices(both, by=["coder"])[["coder", "codings"]].to_dict("records") == [
        {"coder": "kim", "codings": 1},
        {"coder": "lou", "codings": 1},
    ]


def test_one_person_in_two_documents_is_one_voice():
    codings = frame(("d1", 0, "cost", "north", "ana", True), ("d2", 0, "cost", "north", "ana", True))
    assert analysis.voices(codings).to_dict("records") == [
        {"code": "cost", "voices": 1, "cases": 1, "codings": 2, "documents": 2}
    ]


def test_voices_are_counted_within_each_combination_of_groups():
    codings = frame(
        ("d1", 0, "cost", "north", "ana", True),
        ("d2", 0, "cost", "south", "ben", True),
        ("d2", 50, "wait", "south", "ben", True),
    )
    assert analysis.voices(codings, by=["code", "case"])[["code", "case", "voices"]].values.tolist() == [
        ["cost", "north", 1],
        ["cost", "south", 1],
        ["wait", "south", 1],
    ]
    assert analysis.voices(codings, by=[]).to_dict("records") == [
        {"voices": 2, "cases": 2, "codings": 3, "documents": 2}
    ]


@pytest.mark.parametrize("by", [["code"], ["code", "case"], []])
def test_a_study_without_codings_has_no_groups(by):
    counted = analysis.voices(pd.DataFrame(), by=by)
    assert list(counted.columns) == [*by, "voices", "cases", "codings", "documents"]
    assert counted.sum().tolist()[len(by) :] == [0, 0, 0, 0]


rows = st.lists(
    st.tuples(
        st.sampled_from(["d1", "d2", "d3"]),
        st.integers(0, 3),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["n", "s", ""]),
        st.sampled_from(["p1", "p2", "p3", ""]),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=50)
@given(rows)
def test_voices_equal_a_slow_count_and_never_exceed_the_persons(made):
    counted = analysis.voices(frame(*made)).set_index("code")
    for code in "abc":
        own = [row for row in made if row[2] == code and row[5]]
        expected = (
            len({row[4] for row in own} - {""}),
            len({row[3] for row in own} - {""}),
            len({row[:3] for row in own}),
            len({row[0] for row in own}),
        )
        found = tuple(counted.loc[code]) if code in counted.index else (0, 0, 0, 0)
        assert found == expected
        assert found[0] <= len({row[4] for row in made} - {""})


@settings(max_examples=50)
@given(rows)
def test_voices_of_cases_together_are_at_least_those_of_the_study(made):
    codings = frame(*made)
    within = analysis.voices(codings, by=["code", "case"]).groupby("code")["voices"].sum()
    for code, total in analysis.voices(codings).set_index("code")["voices"].items():
        assert within[code] >= total


@settings(max_examples=50)
@given(rows, st.randoms())
def test_the_order_of_codings_and_repeating_them_changes_nothing(made, chance):
    shuffled = [*made, *made]
    chance.shuffle(shuffled)
    pd.testing.assert_frame_equal(analysis.voices(frame(*made)), analysis.voices(frame(*shuffled)))

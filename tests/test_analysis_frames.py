"""Frames are taken with known columns and types."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.analysis.frames import COLUMNS, distinct_names, finish, listed, take


def test_a_missing_optional_column_reads_as_empty():
    frame = take(pd.DataFrame({"code": ["a"], "eligible": [True], "voice": ["x"]}), "codings", "code", "memo", "start")
    assert frame.to_dict("records") == [{"code": "a", "memo": "", "start": 0}]


def test_a_missing_column_without_which_counts_are_guesses_is_an_error():
    with pytest.raises(ValueError, match=r"^the codings frame has no column 'eligible'\. It has: code\.$"):
        take(pd.DataFrame({"code": ["a"]}), "codings", "eligible")


def test_missing_text_never_reaches_a_result():
    frame = pd.DataFrame({"case": ["n", None, float("nan"), pd.NA], "label": ["x", "y", None, 7]})
    assert take(frame, "cases", "case", "label").to_dict("list") == {
        "case": ["n", "", "", ""],
        "label": ["x", "y", "", "7"],
    }


def test_the_name_of_a_document_stands_in_for_its_id():
    assert take(pd.DataFrame({"document": ["d"]}), "codings", "document_id")["document_id"].tolist() == ["d"]


def test_flags_that_were_read_back_from_text_are_flags():
    assert take(pd.DataFrame({"read": ["True", "False", "", None]}), "documents", "read")["read"].tolist() == [
        True,
        False,
        False,
        False,
    ]


def test_lists_in_text_columns_become_lines_and_lists_stay_lists():
    assert take(pd.DataFrame({"code": ["a"], "examples": [("one", "two")]}), "codes", "examples")[
        "examples"
    ].tolist() == ["one\ntwo"]
    assert take(pd.DataFrame({"about": [("case:a", ""), None, "code:b"]}), "memos", "about")["about"].tolist() == [
        ["case:a"],
        [],
        ["code:b"],
    ]
    assert listed(float("nan")) == []


@pytest.mark.parametrize("kind", sorted(COLUMNS))
def test_nothing_and_an_empty_frame_are_taken_alike(kind):
    nothing, empty = take(None, kind), take(pd.DataFrame(columns=list(COLUMNS[kind])), kind)
    assert list(nothing.columns) == list(empty.columns) == list(COLUMNS[kind])
    assert len(nothing) == len(empty) == 0
    assert {str(t) for t in nothing.dtypes} == {str(t) for t in empty.dtypes}


def test_results_have_the_text_type_that_this_pandas_prefers():
    made = finish(pd.DataFrame({"a": ["x"], "n": [1]}, index=[7]).astype({"a": object}))
    pd.testing.assert_frame_equal(made, pd.DataFrame({"a": ["x"], "n": [1]}))


@given(st.lists(st.sampled_from(["", "Cost", "Wait"]), max_size=6))
def test_distinct_names_are_distinct(names):
    frame = pd.DataFrame({"code": [f"k{place}" for place in range(len(names))], "name": names})
    made = distinct_names(frame, "code")
    assert len(set(made.values())) == len(names) and all(made.values())

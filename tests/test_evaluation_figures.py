"""Figures, calibration, folds and the comparison of groups, against examples counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.evaluation.baselines import majority, shared_words
from qualcode.evaluation.calibration import calibration
from qualcode.evaluation.curve import sizes_of
from qualcode.evaluation.figures import code_rows, figures
from qualcode.evaluation.folds import folds_of
from qualcode.evaluation.groups import benjamini_hochberg, compare_groups, warnings_of
from qualcode.learning import CodeText

SCORES = np.array([[9, 8, 7, 6, 5, 4], [4, 9, 8, 7, 6, 5], [9, 8, 7, 6, 5, 4], [9, 8, 7, 6, 5, 4.0]])
LABELS = np.array([[1, 0, 0, 0, 0, 0], [1, 0, 0, 1, 0, 0], [0, 0, 1, 0, 0, 1], [0, 0, 0, 0, 1, 0]], bool)
NAMES = list("abcdef")


def test_figures_counted_by_hand():
    # right is first in one passage of four, among three in three, among five in all
    assert figures(SCORES, LABELS) == {
        "hit@1": 0.25,
        "hit@3": 0.75,
        "hit@5": 1.0,
        "recall@3": round((1 + 0.5 + 0.5 + 0) / 4, 4),
        "macro hit@1": round((0.5 + 0 + 0 + 0 + 0) / 5, 4),  # code b is never right and does not count
        "macro hit@3": round((0.5 + 1 + 1 + 0 + 0) / 5, 4),
    }


def test_without_a_passage_there_are_no_figures():
    assert set(figures(np.zeros((0, 3)), np.zeros((0, 3))).values()) == {None}


def test_where_nothing_speaks_for_a_code_none_is_favoured_for_standing_first():
    labels = np.zeros((600, 4))
    labels[:, 0] = 1
    first, last = figures(np.zeros((600, 4)), labels), figures(np.zeros((600, 4)), labels[:, ::-1])
    assert abs(first["hit@1"] - 0.25) < 0.06 and abs(last["hit@1"] - 0.25) < 0.06
    assert first == figures(np.zeros((600, 4)), labels)


@given(st.integers(0, 10**6), st.integers(1, 30), st.integers(1, 9))
def test_more_guesses_never_hit_less(seed, passages, codes):
    draw = np.random.default_rng(seed)
    labels = draw.random((passages, codes)) < 0.3
    labels[np.arange(passages), draw.integers(0, codes, passages)] = True
    found = figures(draw.random((passages, codes)), labels)
    assert 0 <= found["hit@1"] <= found["hit@3"] <= found["hit@5"] <= 1
    assert found["recall@3"] <= found["hit@3"]
    assert found["hit@5"] == 1 or codes > 5


def test_each_code_has_its_row():
    rows = {row["code"]: row for row in code_rows(SCORES, LABELS, NAMES)}
    assert rows["a"] == {
        "code": "a", "uses": 2, "hit@1": 0.5, "hit@3": 0.5, "suggested": 3, "precision": 0.3333,
        "confused_with": "b", "confused": 1,
    }  # fmt: skip
    assert rows["e"] == {
        "code": "e", "uses": 1, "hit@1": 0.0, "hit@3": 0.0, "suggested": 0, "precision": None,
        "confused_with": "a", "confused": 1,
    }  # fmt: skip


def test_promises_that_are_kept_have_no_calibration_error():
    promised = np.repeat([0.25, 0.75], 40)
    right = np.array(([1] + [0] * 3) * 10 + ([1] * 3 + [0]) * 10, bool)
    found = calibration(promised, right)
    assert (found["error"], found["brier"], found["promised"], found["right"]) == (0.0, 0.1875, 0.5, 0.5)
    assert [row["count"] for row in found["bins"]] == [40, 40]


def test_promising_too_much_is_the_error():
    found = calibration(np.full(50, 0.9), np.array([1, 0] * 25, bool))
    assert (found["error"], found["brier"]) == (0.4, round((0.01 + 0.81) / 2, 4))


def test_nothing_promised_is_nothing_to_calibrate():
    assert calibration(np.zeros(0), np.zeros(0, bool))["error"] is None


@given(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=60), st.integers(2, 7))
def test_a_document_is_whole_in_one_fold(documents, count):
    fold = folds_of(documents, count).tolist()
    assert all(len({f for f, d in zip(fold, documents, strict=True) if d == one}) == 1 for one in set(documents))
    assert set(fold) == set(range(min(count, len(set(documents)))))


def test_the_most_used_codes_are_those_of_the_other_folds():
    labels = np.array([[1, 0], [1, 0], [0, 1]], bool)
    assert majority(labels, np.array([0, 0, 1])).tolist() == [[0, 1], [0, 1], [2, 0]]


def test_words_that_a_passage_shares_with_a_definition():
    codes = [CodeText("a", "Delay", definition="They waited for months"), CodeText("b", "Money")]
    found = shared_words(["We are waiting, waiting", "money and delays for a month", ""], codes, "en")
    assert np.round(found, 3).tolist() == [[round(1 / 3**0.5, 3), 0], [round(2 / 3**0.5, 3), 1], [0, 0]]


def test_a_curve_stops_where_too_little_is_left_to_ask():
    assert [sizes_of(count) for count in (1, 2, 3, 6, 57)] == [[], [1], [1, 2], [1, 2, 4], [1, 2, 4, 8, 16, 32]]


def test_p_values_adjusted_as_in_the_paper():
    # Benjamini & Hochberg (1995), table in section 3.2: at 0.05 the four smallest of fifteen are rejected
    values = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
              0.7590, 1.0]  # fmt: skip
    assert [value < 0.05 for value in benjamini_hochberg(values)] == [True] * 4 + [False] * 11


def test_a_group_that_is_missed_more_often_is_told():
    values = ["a"] * 40 + ["b"] * 40 + ["c"] * 5 + [""] * 9
    missed = [True] * 30 + [False] * 10 + [True] * 8 + [False] * 37 + [True] * 9
    rows = compare_groups(values, missed)
    assert [(row["group"], row["count"], row["missed"], row["rate"], row["others"], row["told"]) for row in rows] == [
        ("a", 40, 30, 0.75, round(8 / 45, 4), "differs"),
        ("b", 40, 8, 0.2, round(30 / 45, 4), "differs"),
        ("c", 5, 0, 0.0, round(38 / 80, 4), "too few to tell"),
    ]
    # 'b' is missed less often than the others: that is no warning
    assert warnings_of("speaker", rows, "missed") == [
        "speaker 'a': 75% of 40 passages were missed, against 18% of the others (adjusted p under 0.001). "
        "The suggester serves this group worse than the others."
    ]


@pytest.mark.parametrize("values", [[], ["a"] * 50, [""] * 50])
def test_one_group_or_none_leaves_nothing_to_compare(values):
    assert {row["told"] for row in compare_groups(values, [True] * len(values))} <= {"too few to tell"}

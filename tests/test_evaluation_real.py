"""Coded sets of other people's studies, where a folder with them lies beside this one."""

from pathlib import Path

import pytest

from qualcode.evaluation import evaluate, read_coded

DATA = Path(__file__).parents[1].parent / "shared" / "data" / "coded"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the folder with coded sets is absent")


def read(name: str):
    return read_coded(DATA / name / "segments.csv", DATA / name / "codebook.csv")


@pytest.mark.parametrize(
    ("name", "ordered", "segments", "codes"),
    [
        ("wac", False, 518, 54),
        ("wac_answers", True, 275, 54),
        ("pdpilot", False, 173, 37),
        ("serdif_usability", True, 1793, 22),
    ],
)
def test_the_order_of_rows_is_judged_rightly(name, ordered, segments, codes):
    coded = read(name)
    assert (coded.ordered, len(coded.texts), len(coded.codes), coded.language) == (ordered, segments, codes, "en")


def test_figures_with_vectors_are_not_under_the_baselines():
    found = evaluate(read("wac"), curve=False)
    for way, least in (("cold", (0.36, 0.59)), ("learned", (0.48, 0.72))):
        assert found.ways[way]["hit@1"] >= least[0]
        assert found.ways[way]["hit@3"] >= least[1]
    assert found.calibration["learned"]["error"] < 0.15

"""Measuring a coded set: held out documents, the learning curve, groups of people, and a page of it all."""

import re
import runpy
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace

import pytest

from qualcode.evaluation import evaluate, read_coded
from qualcode.evaluation.page import page
from qualcode.evaluation.telling import headline, sentences
from qualcode.project.evaluating import files_of, json_text

sets = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("coded_sets.py"))))
FOUR = ("Ana", "Ben", "Cem", "Dee")


def measured(folder, cells=None, **options):
    return evaluate(read_coded(*sets.files(folder, cells)), model="none", **options)


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    return measured(tmp_path_factory.mktemp("set"))


def test_learning_beats_the_codebook_which_beats_guessing(found):
    first = {way: figures["hit@1"] for way, figures in found.ways.items()}
    assert list(first) == ["cold", "learned", "keyword", "majority"]
    assert first["learned"] > 0.9 > first["cold"] > first["majority"]
    assert found.about["folds"] == 5
    assert found.about["order"] == "as in the interviews"
    assert found.warnings == []


def test_each_segment_has_its_three_suggestions(found):
    assert len(found.segments) == 96
    one = found.segments[0]
    assert list(one) == [
        "segment", "document", "fold", "text", "codes", "suggested_1", "right_1", "suggested_2", "right_2",
        "suggested_3", "right_3", "probability",
    ]  # fmt: skip
    assert (one["segment"], one["document"], one["right_1"]) == ("s0", "D0", one["suggested_1"] == one["codes"])
    right = sum(row["right_1"] for row in found.segments) / 96
    assert round(right, 4) == found.ways["learned"]["hit@1"]


def test_what_is_said_of_a_document_never_rests_on_its_codes(tmp_path):
    cells = sets.rows()
    turned = [(*row[:4], "Pride") if row[1] == "D0" else row for row in cells]
    plain, other = measured(tmp_path, cells, folds=8), measured(tmp_path, turned, folds=8)
    said = [[(row["suggested_1"], row["probability"]) for row in one.segments if row["document"] == "D0"]
            for one in (plain, other)]  # fmt: skip
    assert said[0] == said[1]


def test_the_curve_begins_with_the_codebook_and_rises(found):
    assert [point["documents"] for point in found.curve] == [0, 1, 2, 4]
    assert found.curve[0]["hit@1"] == found.ways["cold"]["hit@1"]
    assert [point["segments"] for point in found.curve] == [0, 12, 24, 48]
    assert found.curve[-1]["hit@1"] > found.curve[1]["hit@1"] > found.curve[0]["hit@1"]


def test_the_curve_can_be_left_out(tmp_path):
    assert measured(tmp_path, curve=False).curve == []


def test_one_document_gives_figures_for_the_codebook_only(tmp_path):
    found = measured(tmp_path, sets.rows(documents=1))
    assert set(found.ways["learned"].values()) == {None}
    assert found.ways["cold"]["hit@1"] > 0.5
    assert list(found.calibration) == ["cold"]
    assert found.warnings == [
        "All passages are of one document, so no document could be held out: there is no figure for learning "
        "(learned is empty). It takes two coded documents."
    ]
    assert headline(found).startswith("From the codebook alone, a code that the person chose was first in ")
    assert page(found)


def test_fewer_documents_than_folds_are_each_held_out(tmp_path):
    found = measured(tmp_path, sets.rows(documents=3))
    assert found.about["folds"] == 3
    assert found.warnings == ["There are 3 documents, so each was held out once (3 folds instead of 5)."]


def test_rows_without_an_order_are_measured_without_neighbours(tmp_path):
    found = measured(tmp_path, sorted(sets.rows(), key=lambda row: row[3]))
    assert found.about["order"].startswith("not known")
    assert found.warnings[0].startswith("The order of the passages is not known")


def test_a_planted_skew_is_found(tmp_path):
    found = measured(tmp_path, sets.rows(240, speakers=FOUR, odd="Dee"))
    told = {row["group"]: row["told"] for row in found.groups["speaker"]}
    assert told["Dee"] == "differs"
    worst = max(found.groups["speaker"], key=lambda row: row["rate"])
    assert (worst["group"], worst["count"]) == ("Dee", 60)
    assert any(
        warning.startswith("speaker 'Dee': ") and warning.endswith("serves this group worse than the others.")
        for warning in found.warnings
    )
    better = [row["group"] for row in found.groups["speaker"] if row["told"] == "differs" and row["group"] != "Dee"]
    assert better and not [warning for warning in found.warnings for name in better if f"'{name}'" in warning]
    assert sentences(found)[-1] == (f"By speaker (4 groups): served worse: Dee; served better: {', '.join(better)}.")


@pytest.mark.parametrize("seed", range(3))
def test_without_a_skew_nobody_is_warned(tmp_path, seed):
    found = measured(tmp_path, sets.rows(240, speakers=FOUR, seed=seed))
    assert {row["told"] for row in found.groups["speaker"]} == {"no difference beyond chance"}
    assert found.warnings == []


def test_small_groups_are_too_few_to_tell(tmp_path):
    found = measured(tmp_path, sets.rows(96, speakers=("Ana",) * 11 + ("Zoe",), odd="Zoe"))
    assert [(row["group"], row["told"]) for row in found.groups["speaker"]] == [
        ("Ana", "too few to tell"),
        ("Zoe", "too few to tell"),
    ]
    assert found.warnings == []
    assert "By speaker (2 groups): nothing to tell; 2 groups too small to tell." in sentences(found)


def test_groups_by_any_column(tmp_path):
    cells = [(*row, "north" if int(row[1][1:]) % 2 else "south") for row in sets.rows()]
    _, codebook = sets.files(tmp_path)
    coded = read_coded(sets.write(tmp_path / "s.csv", (*sets.HEADER, "region"), cells), codebook)
    found = evaluate(coded, model="none", groups=["Region"], curve=False)
    assert [(row["group"], row["count"]) for row in found.groups["Region"]] == [("north", 48), ("south", 48)]


def test_the_same_set_gives_the_same_bytes(tmp_path, found):
    again = measured(tmp_path)
    assert files_of(again) == files_of(found)


def test_the_codes_of_a_set_may_all_be_one(tmp_path):
    found = measured(tmp_path, [(*row[:4], "Cost") for row in sets.rows()])
    assert found.ways["learned"]["hit@1"] == 1.0
    assert json_text(found)


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.labels: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "svg" and dict(attrs).get("role") == "img":
            self.labels.append(dict(attrs)["aria-label"] or "")
        assert not {"src", "href", "onclick", "onload"} & dict(attrs).keys()


def test_the_page_needs_nothing_from_elsewhere_and_says_its_charts_in_words(found):
    text = page(found)
    read = _Page(text)
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert not re.search(r"https?:|url\(|@import", text)
    assert [label.split(".")[0].split(":")[0] for label in read.labels] == ["Promised and right", "Learning curve"]
    assert headline(found) in text


def test_words_of_the_set_cannot_become_part_of_the_page(tmp_path):
    cells = [
        (*row[:2], "<script>alert(1)</script>" if row[2] == "Ana" else row[2], row[3], row[4]) for row in sets.rows()
    ]
    cells = [(*row[:4], '<b>Cost</b> & "more"' if row[4] == "Cost" else row[4]) for row in cells]
    read = _Page(page(measured(tmp_path, cells)))
    assert not {"script", "b"} & set(read.tags)


def test_nothing_is_called_agreement_between_coders(found):
    said = " ".join([*sentences(found), json_text(found), page(found)]).casefold()
    assert "kappa" not in said
    assert "no agreement between coders" in said
    assert said.count("agreement") == said.count("no agreement between coders")


def test_a_result_without_groups_or_curve_has_a_page(found):
    assert page(replace(found, groups={}, curve=[]))

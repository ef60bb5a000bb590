"""`qualcode evaluate`: two files or a study in, figures out."""

import csv
import io
import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import qualcode
from qualcode.cli import app

sets = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("coded_sets.py"))))


def run(*arguments: object):
    return CliRunner().invoke(app, ["evaluate", *map(str, arguments), "--model", "none"])


def test_one_json_object_is_all_that_goes_to_stdout(tmp_path):
    result = run(*sets.files(tmp_path), "--folds", "5", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    found = json.loads(result.stdout)
    assert list(found)[:4] == ["cold", "learned", "keyword", "majority"]
    figures = ["hit@1", "hit@3", "hit@5", "recall@3", "macro hit@1", "macro hit@3"]
    assert {tuple(found[way]) for way in ("cold", "learned", "keyword", "majority")} == {tuple(figures)}
    assert {"calibration", "codes", "curve", "groups", "warnings", "order", "counts", "folds"} <= found.keys()
    assert (found["folds"], len(found["codes"]), found["counts"]["segments"]) == (5, 8, 96)


def test_without_options_there_is_a_table_and_sentences(tmp_path):
    result = run(*sets.files(tmp_path), "--no-curve")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == ["way", "hit@1", "hit@3", "hit@5", "recall@3", "macro", "hit@1", "macro", "hit@3"]
    assert any(line.startswith("In documents held out, a code that the person chose was first in ") for line in lines)


def test_csv_has_one_row_a_code(tmp_path):
    result = run(*sets.files(tmp_path), "--csv", "--no-curve")
    found = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["code"] for row in found] == list(sets.WORDS)
    assert sum(int(row["uses"]) for row in found) == 96


def test_a_folder_gets_every_table_and_a_page_the_same_each_time(tmp_path):
    contents = []
    for name in ("one", "two"):
        result = run(*sets.files(tmp_path), "--out", tmp_path / name)
        assert result.exit_code == 0
        contents.append({file.name: file.read_bytes() for file in (tmp_path / name).iterdir()})
    assert set(contents[0]) == {"summary.json", "codes.csv", "segments.csv", "groups.csv", "curve.csv", "page.html"}
    assert contents[0] == contents[1]
    rows = list(csv.DictReader(io.StringIO(contents[0]["segments.csv"].decode())))
    assert (len(rows), rows[0]["segment"], rows[0]["right_1"]) == (96, "s0", "True")


def test_with_a_folder_the_figures_are_printed_too(tmp_path):
    files = sets.files(tmp_path)
    told = run(*files, "--no-curve").stdout
    result = run(*files, "--no-curve", "--out", tmp_path / "out")
    assert result.stdout == told.split("\n\ncode ")[0] + "\n"
    assert result.stdout.splitlines()[0].split()[:2] == ["way", "hit@1"]


def test_a_forgotten_codebook_is_what_is_missed(tmp_path):
    segments, _ = sets.files(tmp_path)
    result = run(segments)
    assert result.exit_code == 2
    assert f"'{segments}' alone is not enough: a table of coded segments and its codebook" in result.stderr
    assert "coder" not in result.stderr


def test_notes_go_to_stderr(tmp_path):
    result = run(*sets.files(tmp_path, sets.rows(documents=1)), "--json")
    assert json.loads(result.stdout)["learned"]["hit@1"] is None
    assert result.stderr.startswith("Note: All passages are of one document")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one, two: (one.with_name("none.csv"), two), "there is no such file"),
        (lambda one, two: (two, one), "there is no column 'text'"),
        (lambda one, two: (one, two, "--group", "town"), "There is no column 'town'. There are: "),
        (lambda one, two: (one, two, "--least", "90"), "No code is used on 90 passages or more"),
    ],
)
def test_what_cannot_be_measured_is_a_sentence(tmp_path, change, said):
    result = run(*change(*sets.files(tmp_path)))
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: ")
    assert said in result.stderr


@pytest.mark.parametrize("arguments", [(), ("a.csv", "b.csv", "c.csv"), ("a.csv", "--study", "s"), ("s.qualcode",)])
def test_wrong_usage_is_said(arguments):
    assert run(*arguments).exit_code == 2


def test_a_study_is_measured_against_its_coder(tmp_path, study):
    for number, word in enumerate(["worlds", "logo"] * 6):
        said = f"Dan: A sentence about {word} in many other words."
        study.documents.add(qualcode.read_text(said, name=f"X{number}"))
        study.codings.add_quote(f"X{number}", f"about {word} in", "two_worlds" if word == "worlds" else "brand")
    result = run(study.path, "--coder", "ana", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["counts"] == {
        "codings": 12, "segments": 12, "documents": 12, "codes": 2, "codes used": 2, "codes used too rarely": 0,
    }  # fmt: skip

"""The sample study, from transcripts to theme table, offline."""

import csv
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import qualcode
from qualcode.errors import Refused
from qualcode.project.sample import _clear, build

ROOT = Path(__file__).parents[1]
SAMPLES = ROOT / "data_samples"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("demo") / "demo")


def rows(name):
    with (SAMPLES / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_eight_themes_rest_on_people_in_four_cases(built):
    assert len(built.themes) == 8
    assert set(built.themes["status"]) == {"defined"}
    assert built.themes["cases"].max() == 4
    assert (built.themes["voices"] >= 5).all()


def test_every_decision_and_every_coding_of_the_researcher_was_applied(built):
    decided = pd.Series([row["decision"] for row in rows("decisions")]).value_counts().to_dict()
    assert built.decided == decided
    assert set(decided) >= {"accepted", "recoded", "rejected"}
    with qualcode.open(built.path) as study:
        table = study.codings.table()
        hand = set(zip(table["document"], table["quote"], table["code"], strict=True))
    assert {(row["document"], row["quote"], row["code"]) for row in rows("codings")} <= hand


def test_the_study_is_in_order(built):
    with qualcode.open(built.path) as study:
        assert study.check().query("about in ['quote', 'case']").empty
        unknown = study.check().query("about == 'speaker'")
        assert unknown.empty, unknown.to_string()
        words = study.documents.table()
        assert words.loc[words["kind"].isin(["interview", "focus_group"]), "words"].sum() > 20_000
        assert (words["kind"] == "focus_group").sum() == 2
        assert words["read"].all()


def test_the_tables_have_their_columns_in_their_order(built):
    columns = {file.stem: list(pd.read_csv(file, nrows=0).columns) for file in built.exports.glob("*.csv")}
    assert sorted(columns) == sorted(
        ["theme_table", "theme_by_case", "quotes", "codings", "codebook", "data_by_case", "history"]
    )
    assert columns["theme_table"] == [
        *("theme", "status", "central_organising_concept", "codes", "voices", "cases", "codings"),
        *("exemplar_quotes", "does_not_fit", "flags"),
    ]
    assert columns["theme_by_case"] == ["theme", "case", "voices", "codings", "state", "summary", "exemplar_quote"]
    assert columns["quotes"] == [
        *("theme", "code", "quote", "attribution", "case", "document", "start", "end", "coder", "memo")
    ]


def test_empty_cells_say_none_found_and_the_others_have_a_written_summary(built):
    cells = pd.read_csv(built.exports / "theme_by_case.csv", keep_default_na=False)
    assert len(cells) == 32
    found = cells["state"] == "found"
    assert set(cells.loc[~found, "state"]) == {"none found"}
    assert (cells.loc[found, "summary"] != "").all()
    assert (cells.loc[~found, "voices"] == 0).all()


def test_no_interviewer_and_no_field_note_is_quoted(built):
    with qualcode.open(built.path) as study:
        for row in study.codings.table().query("eligible").itertuples():
            assert row.role == "participant" or row.kind == "archival"
            assert row.kind != "observation"


def test_a_second_run_starts_afresh_and_gives_the_same_tables(built, tmp_path):
    again = build(built.path.parent)
    assert again.themes.equals(built.themes)
    for name in ("theme_table", "theme_by_case", "quotes", "data_by_case", "codebook"):
        assert (again.exports / f"{name}.csv").read_bytes()


def test_somebodys_own_study_is_not_replaced(tmp_path):
    with qualcode.open(tmp_path / "study.qualcode", coder="ana") as study:
        study.cases.add("mine")
    with pytest.raises(Refused, match="is not the sample study"):
        build(tmp_path)
    with qualcode.open(tmp_path / "study.qualcode") as study:
        assert len(study.cases) == 1


def test_own_tables_in_a_folder_without_the_sample_are_not_touched(tmp_path):
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "theme_table.csv").write_text("mine")
    with pytest.raises(Refused, match="holds exports, which is not the sample study"):
        build(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["exports"]
    assert (tmp_path / "exports" / "theme_table.csv").read_text() == "mine"


@pytest.mark.parametrize("name", ["study.qualcode-wal", "study.qualcode-cache"])
def test_what_is_left_of_somebodys_study_is_not_replaced(tmp_path, name):
    (tmp_path / name).write_text("mine")
    with pytest.raises(Refused, match=f"holds {name}"):
        build(tmp_path)
    assert (tmp_path / name).read_text() == "mine"


def test_in_the_folder_of_the_sample_only_the_sample_is_replaced(tmp_path):
    sample = ["study.qualcode", "study.qualcode-wal", "study.qualcode-shm", "exports/theme_table.csv"]
    own = ["notes.txt", "study.qualcode.mine", "study.backup.qualcode", "exports/my.csv", "exports/old/quotes.csv"]
    for name in ["SYNTHETIC.txt", "study.qualcode-cache/words", "exports/study.xlsx", *sample, *own]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    _clear(tmp_path)
    files = {str(file.relative_to(tmp_path)): file for file in tmp_path.rglob("*") if file.is_file()}
    assert sorted(files) == sorted(["SYNTHETIC.txt", *own])
    assert [files[name].read_text() for name in own] == own
    assert not (tmp_path / "study.qualcode-cache").exists()


def test_a_file_that_cannot_be_taken_away_is_a_sentence(tmp_path):
    (tmp_path / "SYNTHETIC.txt").write_text("")
    (tmp_path / "exports" / "quotes.csv").mkdir(parents=True)
    with pytest.raises(Refused, match=r"quotes\.csv cannot be changed \(.+\)\. Is it open in another program\?"):
        build(tmp_path)


def test_a_file_in_the_place_of_the_folder_is_a_sentence(tmp_path):
    (tmp_path / "demo").write_text("mine")
    with pytest.raises(Refused, match="choose another folder"):
        build(tmp_path / "demo")
    assert (tmp_path / "demo").read_text() == "mine"


OFFLINE = """
import socket, sys
def refuse(*args, **kwargs):
    raise AssertionError("something reached for the network")
socket.socket.connect = refuse
socket.socket.connect_ex = refuse
socket.getaddrinfo = refuse
from qualcode.project.sample import build
print(len(build(sys.argv[1]).themes))
"""


def test_the_whole_study_works_with_the_network_denied(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(tmp_path / "demo")], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert (done.stdout.strip(), done.returncode) == ("8", 0), done.stderr

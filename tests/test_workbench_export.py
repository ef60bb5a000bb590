"""Exporting from the workbench: what is chosen, checked, shown and taken."""

import io
import sqlite3
import zipfile
from contextlib import closing

import pandas as pd
import pytest
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.errors import ExportRefused
from qualcode.export import TABLES as KNOWN
from qualcode.ui.views.export import GRANULARITIES, TABLES, WARNINGS, build, example, replaced, write

EVERY = list(TABLES)


@pytest.fixture
def coded(study):
    """Two quotes of two people, one of them chosen for a theme."""
    study.documents.mark_read("P1")
    first = study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds", memo="=2+2")
    study.themes.add_exemplar("difference", first.id)
    study.memos.add("I was moved.", title="Mine", kind="journal")
    return study


def spoil(study):
    """Change a quote behind the back of the program."""
    with closing(sqlite3.connect(study.path)) as plain:
        plain.execute("UPDATE codings SET quote = 'We came from two worlds.' WHERE quote LIKE 'We come%'")
        plain.commit()


def test_every_table_that_can_be_exported_is_offered():
    assert list(TABLES) == list(KNOWN)


@pytest.mark.parametrize("granularity", GRANULARITIES)
@pytest.mark.parametrize("excel", [False, True])
def test_the_files_are_those_that_the_command_line_writes(coded, tmp_path, granularity, excel):
    built = build(coded, EVERY, granularity=granularity, excel=excel)
    options = ["--granularity", granularity, *(["--excel"] if excel else [])]
    for target in (tmp_path / "tables", tmp_path / "tables" / "study.xlsx"):
        result = CliRunner().invoke(app, ["export", str(coded.path), str(target), *options])
        assert result.exit_code == 0, result.output
    written = {file.name: file.read_bytes() for file in (tmp_path / "tables").iterdir()}
    assert {name: content for name, content in built.files.items() if name != "study.zip"} == written


def test_the_archive_holds_each_csv_and_is_the_same_each_time(coded):
    built = build(coded, ["quotes", "codebook"], granularity="publication")
    assert list(built.files) == ["quotes.csv", "codebook.csv", "study.xlsx", "study.zip"]
    with zipfile.ZipFile(io.BytesIO(built.files["study.zip"])) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            name: content for name, content in built.files.items() if name.endswith(".csv")
        }
    assert build(coded, ["quotes", "codebook"], granularity="publication").files == built.files


def test_what_is_shown_is_what_is_exported(coded):
    built = build(coded, ["quotes"], granularity="publication")
    taken = pd.read_csv(io.BytesIO(built.files["quotes.csv"]), keep_default_na=False)
    assert built.frames["quotes"]["quote"].tolist() == ["We come from two worlds.", "Two worlds, yes."]
    assert taken["quote"].tolist() == built.frames["quotes"]["quote"].tolist()
    assert taken["memo"].tolist() == ["", "'=2+2"]


def test_private_memos_leave_in_no_file(coded):
    built = build(coded, EVERY, granularity="full")
    assert not [name for name, content in built.files.items() if name.endswith(".csv") and b"moved" in content]


def test_warnings_come_by_kind_the_most_serious_first(coded):
    warnings = build(coded, EVERY, granularity="publication").warnings
    assert {kind: len(sentences) for kind, sentences in warnings.items()} == {
        "names": 2,
        "cases": 1,
        "small_cells": 1,
        "attributions": 2,
        "narratives": 1,
        "unread": 1,
    }
    assert warnings["unread"] == ["2 of 3 documents not read: P2, P3."]
    assert set(warnings) <= set(WARNINGS)


def test_every_kind_of_warning_has_its_words():
    from inspect import getsource

    from qualcode.export.checks import warnings_by_kind

    kinds = {line.split('"')[1] for line in getsource(warnings_by_kind).splitlines() if 'said["' in line}
    assert kinds == set(WARNINGS)


def test_an_export_that_would_not_be_true_has_a_reason_and_no_files(coded):
    spoil(coded)
    built = build(coded, ["quotes"], granularity="publication")
    assert dict(built.files) == dict(built.frames) == {}
    assert built.refused.startswith("Nothing was exported: 1 quote does not match the source.")


@pytest.mark.parametrize(
    ("granularity", "shown"),
    [
        ("publication", "(Nonprofit Manager)"),
        ("case", "(Nonprofit Manager, one)"),
        ("full", "(Nonprofit Manager, p-ana, one, P1)"),
    ],
)
def test_each_granularity_is_shown_by_an_example_of_the_study(coded, granularity, shown):
    assert example(coded, granularity) == shown


def test_a_study_without_codings_has_an_example_too(study):
    assert [example(study, granularity) for granularity in GRANULARITIES] == [
        "(Nonprofit Manager)",
        "(Nonprofit Manager, case1)",
        "(Nonprofit Manager, P07, case1, P07_first)",
    ]


def test_progress_is_reported_in_order(coded):
    said = []
    build(coded, ["quotes"], granularity="publication", report=lambda share, words: said.append((share, words)))
    assert [words for _, words in said] == [
        "checking every quote against its source",
        "looking for names",
        "csv",
        "xlsx",
        "done",
    ]
    assert [share for share, _ in said] == sorted(share for share, _ in said)


def test_tables_are_written_into_a_folder(coded, tmp_path):
    folder = tmp_path / "new" / "tables"
    wanted = {"format": "csv", "granularity": "publication", "excel": False}
    assert replaced(str(folder), ["quotes"], "csv") == []
    assert write(coded, f" {folder} ", ["quotes"], **wanted) == f"Wrote 1 file to {folder}."
    assert (folder / "quotes.csv").read_bytes() == build(coded, ["quotes"], granularity="publication").files[
        "quotes.csv"
    ]
    assert replaced(str(folder), ["quotes", "codebook"], "csv") == ["quotes.csv"]
    assert replaced("\0", ["quotes"], "csv") == []
    with pytest.raises(ExportRefused, match="Say which folder"):
        write(coded, "  ", ["quotes"], **wanted)


def test_an_earlier_state_can_be_exported(coded):
    earlier = coded.history.as_of(coded.last_act() - 3)
    built = build(earlier, ["quotes"], granularity="publication")
    assert (list(built.files), len(built.frames["quotes"])) == (["quotes.csv", "study.xlsx", "study.zip"], 1)


# -- the page


def downloads(at):
    return [widget.key for widget in at.get("download_button")]


def test_nothing_is_built_until_it_is_asked_for(coded, workbench):
    at = workbench(coded, "export")
    assert not downloads(at)
    at.button(key="export_build").click().run()
    assert not at.exception
    assert downloads(at) == ["export_file:xlsx", "export_file:zip", *(f"export_file:{table}.csv" for table in EVERY)]
    assert [tab.label for tab in at.tabs] == [title for title, _ in TABLES.values()]
    assert at.dataframe[2].value["quote"].tolist() == ["We come from two worlds.", "Two worlds, yes."]
    assert [expander.label for expander in at.expander][-2:] == [
        "Documents are not yet read · 1",
        "Write them into a folder of this machine",
    ]


def test_after_an_act_or_another_choice_the_tables_are_built_anew(coded, workbench):
    at = workbench(coded, "export")
    at.button(key="export_build").click().run()
    at.checkbox(key="export_history").uncheck().run()
    assert not downloads(at)
    assert at.info[0].value == "The study or your choice changed since the tables were built. Build them again."
    at.checkbox(key="export_history").check().run()
    assert downloads(at)
    coded.codings.add_quote("P3", "It went well.", "speed")
    at.run()
    assert not downloads(at)


def test_a_blocked_export_says_why_and_offers_nothing(coded, workbench):
    spoil(coded)
    at = workbench(coded, "export")
    at.button(key="export_build").click().run()
    assert at.error[0].value == "This export would not be true, so there is nothing to download."
    assert "reads '…came from two worlds.'" in at.text[0].value
    assert not downloads(at)


def test_the_choice_can_come_from_the_address(coded, workbench):
    at = workbench(coded, "export", export_granularity="In full", export_codings="false")
    assert at.radio(key="export_granularity").value == "full"
    assert at.checkbox(key="export_codings").value is False


def test_without_a_table_there_is_nothing_to_build(coded, workbench):
    at = workbench(coded, "export")
    for table in EVERY:
        at.checkbox(key=f"export_{table}").uncheck()
    at.run()
    assert at.button(key="export_build").disabled
    assert at.info[0].value == "Choose at least one table."


def test_tables_are_written_into_a_folder_from_the_page(coded, workbench, tmp_path):
    at = workbench(coded, "export")
    at.button(key="export_build").click().run()
    at.text_input(key="export_folder").set_value(str(tmp_path / "out")).run()
    at.button(key="export_write").click().run()
    assert not at.exception
    assert sorted(file.name for file in (tmp_path / "out").iterdir()) == sorted(f"{table}.csv" for table in EVERY)
    at.run()
    assert any("These are there and will be replaced" in caption.value for caption in at.caption)

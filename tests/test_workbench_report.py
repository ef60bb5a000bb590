"""The report on the page Export: the bytes of the command, only chosen journal entries, refusals as sentences."""

import sqlite3
from contextlib import closing

from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.ui.views import displays
from qualcode.ui.views.reporting import made, printable


def coded(study):
    study.documents.mark_read("P1")
    coding = study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.themes.add_exemplar("difference", coding.id)
    study.memos.add("I was moved.", title="Mine", kind="journal")
    study.by("ben").memos.add("Nobody else's.", title="Ben's", kind="journal")


def test_the_files_are_those_of_the_command(study, tmp_path):
    coded(study)
    built = made(study, "publication", journal=[], coreq=True)
    for ending, content in built.files.items():
        result = CliRunner().invoke(app, ["report", str(study.path), str(tmp_path / f"r.{ending}"), "--coreq"])
        assert result.exit_code == 0, result.output
        assert (tmp_path / f"r.{ending}").read_bytes() == content


def test_only_own_and_public_entries_can_be_chosen(study):
    coded(study)
    assert [title.split(" (")[0] for title in printable(study).values()] == ["Mine"]
    memo = next(iter(printable(study)))
    assert b"I was moved." in made(study, "publication", journal=[memo], coreq=False).files["html"]
    assert b"I was moved." not in made(study, "publication", journal=[], coreq=False).files["html"]


def test_the_page_builds_a_report_and_asks_again_after_a_change(study, workbench):
    coded(study)
    at = workbench(study, "export")
    at.button(key="report_build").click().run()
    assert not at.exception
    assert at.session_state["report_built"][1].files.keys() == {"docx", "html"}
    at.toggle(key="report_coreq").set_value(True).run()
    assert any("Build the report again" in item.value for item in at.info)


def test_a_report_that_would_not_be_true_says_why(study, workbench):
    coded(study)
    with closing(sqlite3.connect(study.path)) as plain:
        plain.execute("UPDATE codings SET quote = 'We came from two worlds.'")
        plain.commit()
    at = workbench(study, "export")
    at.button(key="report_build").click().run()
    assert any("would not be true" in item.value for item in at.error)
    assert any("does not match the source" in item.value for item in at.text)


def test_a_key_on_the_page_stops_tables_report_and_displays(study, workbench, tmp_path):
    coded(study)
    study.themes.summarise("difference", "one", "Zora Quill holds both worlds.")
    (tmp_path / "key.txt").write_text("Zora Quill\n", encoding="utf-8")
    at = workbench(study, "export")
    at.text_input(key="key_file").set_value(str(tmp_path / "key.txt")).run()
    at.button(key="export_build").click().run()
    assert any("Zora Quill" in item.value for item in at.text)
    at.button(key="report_build").click().run()
    assert sum("Zora Quill" in item.value for item in at.text) == 2
    assert (
        "known identifiers remain"
        in displays.made(
            study, "figures", "publication", {"figure": "theme_matrix"}, key=str(tmp_path / "key.txt")
        ).refused
    )
    at.text_input(key="key_file").set_value(str(tmp_path / "gone.txt")).run()
    at.button(key="export_build").click().run()
    assert not at.exception

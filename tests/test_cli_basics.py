"""The command line as a whole: help, errors, what goes to stdout and what to stderr."""

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.cli.printing import as_json, safe
from qualcode.cli.reference import commands, page
from qualcode.cli.root import GROUPS
from qualcode.cli.text_table import aligned, fitted

DOCS = Path(__file__).parents[1] / "docs"
EVERY = [pytest.param(path, command, id=" ".join(path)) for path, command in commands()]


def run(*arguments: object, input: str | None = None, coder: str = "ana"):
    return CliRunner().invoke(app, [str(item) for item in arguments], input=input, env={"QUALCODE_CODER": coder})


def shell(*arguments: object, **options) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "qualcode.cli", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, check=False, timeout=120, **options)


def examples_of(command) -> list[str]:
    paragraphs = [" ".join(part.split()) for part in (command.help or "").split("\n\n")]
    return [part.removeprefix("Example: ") for part in paragraphs if part.startswith("Example: ")]


def test_the_version_is_printed():
    assert run("--version").stdout == "qualcode 0.1.0\n"


def test_the_help_names_every_group_and_top_level_command():
    shown = run("--help").stdout
    names = {path[0] for path, _ in commands()}
    assert {name for name in names if f"\n  {name} " in shown} == names


@pytest.mark.parametrize("group", GROUPS)
def test_the_help_of_a_group_says_what_each_verb_does_without_cutting_it(group):
    result = run(group, "--help")
    assert result.exit_code == 0
    assert "..." not in result.stdout.split("Commands:")[1]


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_command_has_an_example_that_its_own_options_accept(path, command):
    examples = examples_of(command)
    assert examples
    root = typer.main.get_command(app)
    for example in examples:
        words = shlex.split(example.split(" < ")[0])
        assert words[: len(path) + 1] == ["qualcode", *path]
        context = root.make_context("qualcode", ["--help"], resilient_parsing=True)
        with command.make_context(path[-1], words[len(path) + 1 :], parent=context) as parsed:
            assert parsed.params


@pytest.mark.parametrize(("path", "command"), EVERY)
def test_every_argument_and_option_says_what_it_is(path, command):
    assert [item.name for item in command.params if not item.help] == []


def test_the_page_of_commands_is_what_the_commands_say():
    assert (DOCS / "commands.md").read_text(encoding="utf-8") == page(), (
        "docs/commands.md is stale: python -m qualcode.cli.reference > docs/commands.md"
    )


@pytest.mark.parametrize("words", [["--help"], ["codebook", "--help"], ["suggestions", "review", "--help"]])
def test_help_loads_nothing_heavy(words):
    code = f"import sys; from qualcode.cli import app; app({words}, standalone_mode=False); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    loaded = set(done.stdout.splitlines()[-1].split())
    assert not loaded & {"pandas", "numpy", "sqlalchemy", "spacy", "rich", "pydantic", "qualcode.project"}


def test_a_study_that_is_not_there_is_an_error_and_not_a_new_study(tmp_path):
    path = tmp_path / "none.qualcode"
    result = run("documents", "list", path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {path}: there is no such project. Make one with 'qualcode init {path}'.\n"
    assert not path.exists()


def test_an_act_without_a_coder_is_refused_with_how_to_name_one(study):
    result = run("documents", "read", study.path, "P1", coder="")
    assert result.exit_code == 1
    assert "--coder" in result.stderr
    assert study.documents.table()["readers"].tolist() == ["", "", ""]


def test_wrong_usage_has_exit_code_two():
    assert run("documents", "nonsense").exit_code == 2
    assert run("codings", "add", "x.qualcode", "P1", "cost").exit_code == 2
    assert run("history", "list", "x.qualcode", "--last", "0").exit_code == 2


def test_a_query_error_points_at_the_character(study):
    result = run("search", study.path, "logo AND (brand")
    assert result.exit_code == 1
    first, query, pointer = result.stderr.rstrip("\n").split("\n")[-3:]
    assert first.startswith("Error: ")
    assert query == "  logo AND (brand"
    assert pointer.strip() == "^" and query[pointer.index("^")] == "("


def test_json_and_csv_hold_every_column_and_whole_ids_and_only_they_are_on_stdout(study):
    coding = study.codings.add("P1", 23, 47, "two_worlds")
    as_records = run("codings", "list", study.path, "--json")
    as_table = run("codings", "list", study.path, "--csv")
    record = json.loads(as_records.stdout)[0]
    found = [record[name] for name in ("coding", "quote", "start", "eligible")]
    assert found == [coding.id, coding.quote, 23, True]
    assert list(record) == list(study.codings.table().columns)
    assert as_table.stdout.split("\n")[0].split(",") == list(record)
    assert as_records.stderr == as_table.stderr == ""
    assert run("codings", "list", study.path, "--json", "--csv").exit_code == 2


def test_text_shows_a_choice_of_columns_and_says_so_on_stderr(study):
    coding = study.codings.add("P1", 23, 47, "two_worlds")
    result = run("codings", "list", study.path)
    head, row = result.stdout.rstrip("\n").split("\n")
    assert head.split() == ["coding", "document", "start", "end", "code", "speaker", "case", "coder", "origin", "quote"]
    assert row.startswith(coding.id[:8] + "  P1") and row.endswith(coding.quote)
    assert "with --csv or --json" in result.stderr


def test_records_keep_accents_types_lists_and_nothing():
    frame = pd.DataFrame({"a": ["é\u2028"], "b": [[1, "x"]], "c": [float("nan")], "d": [True], "e": [""]})
    assert json.loads(as_json(frame)) == [{"a": "é\u2028", "b": [1, "x"], "c": None, "d": True, "e": ""}]
    assert "é" in as_json(frame)


def test_control_characters_of_a_transcript_do_not_reach_the_terminal(study):
    import qualcode

    study.documents.add(qualcode.model.Document.of("Ana: \x1b]0;owned\x07 hello \x9b31m", name="evil"))
    shown = run("documents", "show", study.path, "evil").stdout
    assert "\x1b" not in shown and "\x07" not in shown and "\x9b" not in shown
    assert "hello" in shown
    assert safe("kept: é 日本 😀\n\tx") == "kept: é 日本 😀\n\tx"


def test_aligned_text_cuts_nothing():
    long = "word " * 200
    table = aligned(["code", "quote"], [["cost", long], ["日本", "two\nlines"]])
    assert table.split("\n") == ["code  quote", f"cost  {long.rstrip()}", "日本  two", "      lines"]


def test_a_narrow_terminal_gets_long_cells_below_their_row():
    rows = [["P1", "3", "We waited a year and then nobody came to see us."]]
    assert fitted(["document", "n", "quote"], rows, 30).split("\n") == [
        "document  n",
        "P1        3",
        "    quote: We waited a year",
        "    and then nobody came to",
        "    see us.",
    ]


def test_in_a_narrow_terminal_a_long_first_cell_stands_above_its_row():
    rows = [["A theme with a name that goes on and on", "3", "A concept as long as the name of it is."]]
    assert fitted(["theme", "n", "concept"], rows, 30).split("\n") == [
        "theme",
        "  n",
        "A theme with a name that goes",
        "on and on",
        "  3",
        "    concept: A concept as long",
        "    as the name of it is.",
    ]


@pytest.mark.parametrize(("encoding", "shown"), [("ascii", "😀".encode()), ("cp1252", b"\\U0001f600")])
def test_emoji_do_not_crash_an_output_that_lacks_them(study, encoding, shown):
    import qualcode

    study.documents.add(qualcode.read_text("Eva: Great 😀 – “yes”.", name="emoji"))
    done = shell("documents", "show", study.path, "emoji", env={**os.environ, "PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Great " + shown in done.stdout


def test_a_pipe_gets_utf8_whatever_the_locale(study):
    import qualcode

    study.documents.add(qualcode.read_text("Eva: Great 😀.", name="emoji"))
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    environment.pop("PYTHONIOENCODING", None)
    for form in ((), ("--csv",), ("--json",)):
        done = shell("documents", "show", study.path, "emoji", *form, env=environment)
        assert "Great 😀." in done.stdout.decode("utf-8")


def test_a_broken_pipe_is_quiet(study):
    command = f"{shlex.quote(sys.executable)} -m qualcode.cli documents show {shlex.quote(str(study.path))} P1 | true"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, timeout=120)
    assert done.stderr == b""


def test_a_keyboard_interrupt_ends_with_130_and_no_traceback(study, monkeypatch):
    def interrupted(self: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(type(study), "check", interrupted)
    result = run("check", study.path)
    assert (result.exit_code, result.stderr) == (130, "Stopped. What was done before is kept.\n")


def test_every_problem_of_a_file_is_printed(study, tmp_path):
    table = tmp_path / "people.csv"
    table.write_text("participant,document,speaker,role\np1,P9,Ana,participant\np2,P1,Ana,boss\n", encoding="utf-8")
    result = run("participants", "load", study.path, table)
    assert result.exit_code == 1
    assert "row 2: There is no document 'P9'" in result.stderr
    assert "row 3: 'boss' is not a role" in result.stderr

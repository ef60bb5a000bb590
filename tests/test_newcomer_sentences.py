"""What stops somebody who is new: each is said in a sentence, at once, in the words of where it happens."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

import qualcode
from qualcode.cli import app
from qualcode.errors import QualcodeError, Refused

BOOK = """\
id: book
name: A book
codes:
  - {id: two_worlds, name: Two worlds, rules: ['"two worlds"']}
  - {id: brand, name: Brand, rules: [logo OR brand]}
"""
ONE = "Ana: The logo broke after a long winter of waiting.\n\nAna: We come from two worlds and money never tells.\n"
NO_SUGGESTER = "There is no suggester 'simlar'. Did you mean 'similar'? There are: rules, learned, similar."
NOBODY = "Error: Say who is coding: --coder NAME (or set QUALCODE_CODER).\n"


def run(*arguments: object):
    return CliRunner().invoke(app, [str(item) for item in arguments], env={"QUALCODE_CODER": None})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "one.txt").write_text(ONE, encoding="utf-8")
    return tmp_path


def suggest(folder: Path, *more: object):
    return run("suggest", folder / "one.txt", "--codebook", folder / "book.yaml", *more)


def test_a_command_without_a_coder_names_the_option_and_the_variable(study):
    assert run("documents", "read", study.path, "P1").stderr == NOBODY


def test_in_python_the_same_sentence_names_the_argument(study):
    with qualcode.open(study.path) as nobody, pytest.raises(Refused) as refused:
        nobody.coder_id()
    assert str(refused.value) == "Say who is coding: qualcode.open(path, coder='ana')."


def test_suggestions_without_a_coder_are_refused_before_any_work(study):
    result = run("suggestions", "run", study.path, "--with", "rules")
    assert (result.exit_code, result.stderr) == (1, NOBODY)
    assert not study.matching.cache.exists()


def test_a_misspelt_suggester_is_refused_before_any_work(study):
    result = run("suggestions", "run", study.path, "--with", "simlar", "--coder", "ana")
    assert (result.exit_code, result.stderr) == (1, f"Error: {NO_SUGGESTER}\n")
    assert not study.matching.cache.exists()


def test_a_misspelt_suggester_is_refused_before_files_are_read(folder):
    result = suggest(folder, "nowhere.txt", "--with", "simlar")
    assert (result.exit_code, result.stderr) == (1, f"Error: {NO_SUGGESTER}\n")


@pytest.mark.parametrize("verb", ["list", "review"])
def test_suggestions_of_a_suggester_that_there_is_not(study, verb):
    result = run("suggestions", verb, study.path, "--suggester", "nope", "--coder", "ana")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "Error: There is no suggester 'nope'. There are: rules, learned, similar.\n"


def test_a_misspelt_model_is_refused_with_all_that_there_are(folder):
    result = suggest(folder, "--with", "similar", "--model", "minlm8")
    assert result.exit_code == 2
    assert "'minlm8' is not a model. Did you mean 'minilm8'? Choose minilm8, minilm, static or none." in result.stderr


def test_a_forgotten_codebook_is_what_is_missed(folder):
    result = run("suggest", folder / "one.txt")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (2, "Error: Missing option '--codebook'.")


def test_codings_that_are_not_there_are_said_in_a_sentence(folder):
    result = suggest(folder, "--with", "learned", "--codings", folder / "nosuch.csv")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (
        result.stderr
        == f"Error: {folder / 'nosuch.csv'}: there is no such file. Look at the folder and the spelling.\n"
    )


def test_blank_rows_of_codings_are_passed_over_and_counted(folder):
    codings = folder / "codings.csv"
    codings.write_text(
        "document,start,end,code\none,5,14,brand\n\n,,,\n ,,,\none,58,80,two_worlds\n\n", encoding="utf-8"
    )
    result = suggest(folder, "--with", "learned", "--codings", codings, "--model", "none")
    assert result.exit_code == 0
    assert result.stderr.splitlines()[0] == "Note: codings.csv: 3 blank rows were passed over."
    assert "2 coded passages" in result.stderr


def test_codings_with_semicolons_are_read_too(folder):
    codings = folder / "codings.csv"
    codings.write_text("document;start;end;code\none;5;14;brand\n", encoding="utf-8")
    result = suggest(folder, "--with", "learned", "--codings", codings, "--model", "none")
    assert (result.exit_code, "1 coded passages of 1 codes" in result.stderr) == (0, True)


def test_an_offset_that_is_no_number_is_said(folder):
    codings = folder / "codings.csv"
    codings.write_text("document,start,end,code\none,five,14,brand\n", encoding="utf-8")
    result = suggest(folder, "--with", "learned", "--codings", codings)
    assert result.stderr == "Error: The codings need whole numbers as start and end; 'five' is none.\n"


def test_blank_rows_of_a_frame_of_codings_do_not_matter(folder):
    import pandas as pd

    book = qualcode.read_codebook(folder / "book.yaml")
    document = qualcode.read(folder / "one.txt")
    codings = pd.DataFrame({"document": ["one", None], "start": [5, None], "end": [14, None], "code": ["brand", None]})
    found = qualcode.suggest(document, book, suggesters=["learned"], codings=codings, model="none")
    assert found.attrs["notes"][0].startswith("learned: not enough examples: 1 coded passages of 1 codes")


def test_blank_rows_of_a_table_are_passed_over_and_counted(folder):
    table = folder / "talk.csv"
    table.write_text("speaker,text\nAna,Two worlds.\n\n,\nBen,The logo.\n", encoding="utf-8")
    result = run("suggest", table, "--codebook", folder / "book.yaml")
    assert result.stderr == "Note: talk.csv: 2 blank rows were passed over\n"
    assert len(result.stdout.splitlines()) == 3
    assert qualcode.read(table).source.warnings == ("2 blank rows were passed over",)


def test_an_evaluation_without_a_coder_names_the_option_and_the_variable(study):
    result = run("evaluate", study.path)
    assert result.stderr.splitlines()[-1] == (
        "Error: Invalid value: Say whose codings are measured against: --coder NAME (or set QUALCODE_CODER)."
    )


def test_suggest_in_python_is_silent_and_its_notes_are_with_the_frame(folder, capsys, recwarn):
    book = qualcode.read_codebook(folder / "book.yaml")
    found = qualcode.suggest(["We wait."], book, suggesters=["learned"], model="none")
    assert (len(found), found.attrs["notes"]) == (0, ["learned: there is no coding of yours to learn from yet."])
    assert (capsys.readouterr(), len(recwarn)) == (("", ""), 0)


def test_an_unknown_suggester_in_python_is_refused_before_texts_are_read(folder):
    with pytest.raises(QualcodeError, match="no suggester 'simlar'"):
        qualcode.suggest([1], qualcode.read_codebook(folder / "book.yaml"), suggesters="simlar")

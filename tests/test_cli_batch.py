"""`qualcode suggest`: files and a codebook in, a table out, without a study."""

import csv
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from qualcode.cli import app

BOOK = """\
id: book
name: A book
codes:
  - id: two_worlds
    name: Two worlds
    rules: ['"two worlds"']
  - id: brand
    name: Brand
    rules: ['logo OR brand', 'logo AND money IN turn']
"""


def run(*arguments: object):
    return CliRunner().invoke(app, ["suggest", *map(str, arguments)])


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    one = "Int: The logo?\n\nAna: The logo. And money.\n\nAna: Two worlds.\n"
    (tmp_path / "one.txt").write_text(one, encoding="utf-8")
    (tmp_path / "two.txt").write_text("Ben: =Two worlds, yes.\n\nInt: Why?\n", encoding="utf-8")
    return tmp_path


def test_files_and_a_codebook_give_a_table_on_stdout(folder):
    result = run(folder / "one.txt", folder / "two.txt", "--codebook", folder / "book.yaml")
    assert (result.exit_code, result.stderr) == (0, "")
    found = rows(result.stdout)
    assert list(found[0]) == ["document", "start", "end", "quote", "speaker", "code", "score", "suggester", "reason"]
    assert {(row["document"], row["speaker"], row["code"]) for row in found} == {
        ("one", "Ana", "brand"),
        ("one", "Ana", "two_worlds"),
        ("two", "Ben", "two_worlds"),
    }


def test_the_same_input_gives_the_same_bytes(folder):
    outs = []
    for name in ("a.csv", "b.csv"):
        assert (
            run(
                folder / "one.txt", folder / "two.txt", "--codebook", folder / "book.yaml", "--out", folder / name
            ).exit_code
            == 0
        )
        outs.append((folder / name).read_bytes())
    assert outs[0] == outs[1]
    assert outs[0].decode() == run(folder / "one.txt", folder / "two.txt", "--codebook", folder / "book.yaml").stdout


def test_bad_files_are_named_and_the_others_are_done(folder):
    (folder / "empty.txt").write_bytes(b"")
    result = run(folder / "empty.txt", folder / "nope.txt", folder / "two.txt", "--codebook", folder / "book.yaml")
    assert result.exit_code == 1
    assert result.stderr.count("Error: ") == 2
    assert "empty.txt" in result.stderr and "nope.txt" in result.stderr
    assert [row["document"] for row in rows(result.stdout)] == ["two"]


def test_a_formula_in_a_quote_is_neutralised(folder):
    (row,) = rows(run(folder / "two.txt", "--codebook", folder / "book.yaml").stdout)
    assert row["quote"].startswith("'=")


def test_a_table_is_read_by_its_columns(folder):
    (folder / "answers.csv").write_text("who,said\nKim,Two worlds apart\n", encoding="utf-8")
    columns = ["--text-column", "said", "--speaker-column", "who"]
    (row,) = rows(run(folder / "answers.csv", "--codebook", folder / "book.yaml", *columns).stdout)
    assert (row["speaker"], row["quote"], row["code"]) == ("Kim", "Two worlds apart", "two_worlds")


def test_an_interviewer_can_be_named(folder):
    (folder / "three.txt").write_text("Kim: Two worlds?\n\nLea: Two worlds.\n", encoding="utf-8")
    arguments = (folder / "three.txt", "--codebook", folder / "book.yaml", "--interviewer", "Kim")
    assert [row["speaker"] for row in rows(run(*arguments).stdout)] == ["Lea"]


def test_records_come_as_json(folder):
    result = run(folder / "two.txt", "--codebook", folder / "book.yaml", "--json")
    assert [(record["code"], record["score"]) for record in json.loads(result.stdout)] == [("two_worlds", 0.5)]


def test_a_folder_and_a_pattern_mean_their_files(folder):
    by_pattern = run(folder / "*.txt", "--codebook", folder / "book.yaml")
    assert [row["document"] for row in rows(by_pattern.stdout)][-1] == "two"
    (folder / "sub").mkdir()
    (folder / "two.txt").rename(folder / "sub" / "two.txt")
    assert [row["document"] for row in rows(run(folder / "sub", "--codebook", folder / "book.yaml").stdout)] == ["two"]


def test_a_broken_codebook_is_refused_with_all_its_problems(folder):
    (folder / "book.yaml").write_text(
        "codes:\n  - {id: a}\n  - {id: b, name: B, rules: ['x AND (']}\n", encoding="utf-8"
    )
    result = run(folder / "two.txt", "--codebook", folder / "book.yaml")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "book.yaml:2:" in result.stderr and "book.yaml:3:" in result.stderr


def test_an_unknown_unit_is_wrong_usage(folder):
    assert run(folder / "two.txt", "--codebook", folder / "book.yaml", "--unit", "page").exit_code == 2


def test_suggest_takes_the_other_suggesters_and_gives_the_same_bytes(tmp_path):
    from tests.test_suggesters import CODES, DOCUMENTS, codings_of

    files = []
    for document in DOCUMENTS:
        path = tmp_path / f"{document.name.replace(' ', '_')}.txt"
        path.write_text(document.text, encoding="utf-8")
        files.append(path)
    book = tmp_path / "book.csv"
    book.write_text("id,name,definition\n" + "".join(f'{c.id},{c.name},"{c.definition}"\n' for c in CODES), "utf-8")
    rows = [(f"interview_{n}", *place[1:]) for n in (0, 1) for place in codings_of([DOCUMENTS[n]])]
    codings = tmp_path / "codings.csv"
    codings.write_text("document,start,end,code\n" + "".join(",".join(map(str, row)) + "\n" for row in rows), "utf-8")
    ask = [*files, "--codebook", book, "--with", "learned", "--codings", codings]
    one, two = run(*ask, "--model", "none"), run(*ask, "--model", "none")
    assert one.stdout == two.stdout and "learned" in one.stdout
    assert "learned: from 12 coded passages in 2 documents, too few" in one.stderr
    absent = run(*ask[:-1], tmp_path / "none.csv")
    assert absent.exit_code == 1
    assert (
        absent.stderr
        == f"Error: {tmp_path / 'none.csv'}: there is no such file. Look at the folder and the spelling.\n"
    )

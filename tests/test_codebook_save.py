"""Saving over a file changes what differs and nothing else."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from qualcode.codebook import read_codebook, save
from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, Link, Rule, ThemeEntry

FILE = """\
# Our codebook, second round.
qualcode: codebook/1

id: waiting     # do not change
name: 'Waiting'

themes:
  # the only one
  - {id: t1, name: "Waiting wears people out"}   # candidate


codes:
  # ---- money
  - id: cost
    name: "Cost"      # was: Price
    # Ana is unsure about this one.
    definition: >-
      What it takes,
      in money.
    rules:
      # this one misses "cheque"
      - 'pay* NEAR/5 late'
      - money   # too broad?

  # ---- time
  - {id: time, name: Time, level: semantic}
  - name: Pace
    id: pace
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "waiting.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def changed(path: Path, *pairs: tuple[str, str]) -> bool:
    """Whether the file is what it was but for these replacements, and says what it should."""
    expected = FILE
    for old, new in pairs:
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert path.read_text(encoding="utf-8") == expected
    return True


def with_code(book: Codebook, identity: str, **fields) -> Codebook:
    return book.with_code(replace(book.code(identity), **fields))


def test_saving_what_the_file_says_leaves_every_byte(path):
    before = path.stat().st_mtime_ns
    save(read_codebook(path), path)
    assert changed(path) and path.stat().st_mtime_ns == before


def test_a_text_is_replaced_in_its_quotation_marks(path):
    save(with_code(read_codebook(path), "cost", name="Costs"), path)
    assert changed(path, ('name: "Cost" ', 'name: "Costs" '))


def test_a_text_that_needs_quotation_marks_gets_them(path):
    save(with_code(read_codebook(path), "pace", name="Pace: slow"), path)
    assert changed(path, ("name: Pace", 'name: "Pace: slow"'))


def test_a_folded_text_is_replaced(path):
    save(with_code(read_codebook(path), "cost", definition="Money."), path)
    assert changed(path, (">-\n      What it takes,\n      in money.", "Money."))


def test_a_field_is_added_after_the_field_that_comes_before_it(path):
    book = with_code(read_codebook(path), "cost", level="latent", examples=("a", "b: c"))
    save(book, path)
    assert changed(
        path,
        ("# was: Price\n", "# was: Price\n    level: latent\n"),
        ("      in money.\n", '      in money.\n    examples:\n      - a\n      - "b: c"\n'),
    )
    assert read_codebook(path) == book


def test_a_field_is_added_to_and_taken_from_an_entry_in_brackets(path):
    book = with_code(read_codebook(path), "time", level="", definition="Hours, days", color="#112233")
    save(book, path)
    assert changed(path, (", level: semantic}", ', definition: "Hours, days", color: "#112233"}'))


def test_a_field_that_is_emptied_goes_and_the_comment_above_it_stays(path):
    save(with_code(read_codebook(path), "cost", definition=""), path)
    assert changed(path, ("    definition: >-\n      What it takes,\n      in money.\n", ""))


def test_a_new_code_is_written_below_the_others(path):
    book = read_codebook(path)
    new = Code(
        "trust", "Trust", theme="t1", definition="A long word " * 12 + "end", rules=(Rule("trust.r1", "trust*"),)
    )
    save(book.with_code(new), path)
    assert changed(
        path,
        (
            "    id: pace\n",
            "    id: pace\n  - id: trust\n    name: Trust\n    theme: t1\n    definition: >-\n"
            f"      {'A long word ' * 8}A long\n      word {'A long word ' * 3}end\n"
            "    rules:\n      - trust*\n",
        ),
    )


def test_a_code_that_is_dropped_takes_its_lines_and_leaves_the_comments_above_it(path):
    book = read_codebook(path)
    save(replace(book, codes=(book.codes[0], book.codes[2])), path)
    assert changed(path, ("  - {id: time, name: Time, level: semantic}\n", ""))


def test_codes_change_places_with_their_comments(path):
    book = read_codebook(path)
    save(replace(book, codes=(book.codes[1], book.codes[0], book.codes[2])), path)
    start, end = FILE.index("  # ---- money"), FILE.index("  - name: Pace")
    money, time = FILE[start:end].split("\n\n")
    assert path.read_text(encoding="utf-8") == f"{FILE[:start]}\n{time}{money}\n{FILE[end:]}"


def test_an_id_that_changes_keeps_the_rest_of_the_code(path):
    book = read_codebook(path)
    cost = replace(book.codes[0], id="price", rules=(Rule("price.r1", "pay* NEAR/5 late"), Rule("price.r2", "money")))
    save(replace(book, codes=(cost, *book.codes[1:])), path)
    assert changed(path, ("- id: cost", "- id: price"))


def test_a_rule_keeps_its_id_when_the_rule_above_it_is_dropped(path):
    book = with_code(read_codebook(path), "cost", rules=(Rule("cost.r2", "money"),))
    save(book, path)
    assert changed(
        path, ("      - 'pay* NEAR/5 late'\n      - money   # too broad?\n", "      - {id: cost.r2, query: money}\n")
    )
    assert read_codebook(path) == book


def test_a_rule_that_is_edited_keeps_its_comment(path):
    rules = (Rule("cost.r1", "pay* NEAR/9 late"), Rule("cost.r2", '"hard cash"'))
    save(with_code(read_codebook(path), "cost", rules=rules), path)
    assert changed(path, ("NEAR/5", "NEAR/9"), ("- money ", "- '\"hard cash\"' "))


def test_themes_links_and_what_belongs_to_the_book_are_changed_in_place(path):
    book = read_codebook(path)
    theme = ThemeEntry("t1", "Waiting wears people out", "Waiting is work.")
    book = replace(book, name="Waiting, again", themes=(theme,), links=(Link("cost", "t1", "supports"),))
    save(book, path)
    assert changed(
        path,
        ("name: 'Waiting'", "name: 'Waiting, again'"),
        ('people out"}', 'people out", central_organising_concept: Waiting is work.}'),
        ("    id: pace\n", "    id: pace\n\nlinks:\n  - {from: cost, to: t1, type: supports}\n"),
    )
    assert read_codebook(path) == book


def test_line_ends_and_byte_order_mark_of_windows_stay(path):
    path.write_bytes(FILE.replace("\n", "\r\n").encode("utf-8-sig"))
    save(with_code(read_codebook(path), "pace", name="Tempo"), path)
    assert path.read_bytes() == FILE.replace("name: Pace", "name: Tempo").replace("\n", "\r\n").encode("utf-8-sig")


def test_a_new_file_reads_like_one_written_by_hand(tmp_path):
    code = Code(
        "cost", "Cost", definition="Money: a lot.", examples=("yes", "no more"), rules=(Rule("cost.r1", '"so dear"'),)
    )
    save(Codebook("b", "A book", (code,), (ThemeEntry("t", "It costs"),), approach="codebook"), tmp_path / "b.yaml")
    assert (tmp_path / "b.yaml").read_text(encoding="utf-8") == (
        "qualcode: codebook/1\nid: b\nname: A book\napproach: codebook\n\nthemes:\n  - id: t\n    name: It costs\n\n"
        'codes:\n  - id: cost\n    name: Cost\n    definition: "Money: a lot."\n    examples:\n      - "yes"\n'
        "      - no more\n    rules:\n      - '\"so dear\"'\n"
    )


def test_a_file_with_errors_is_left_alone(path):
    book = read_codebook(path)
    broken = FILE.replace("  - name: Pace", "  - nam: Pace")
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(CodebookError, match="the file that is there has errors"):
        save(with_code(book, "cost", name="X"), path)
    assert path.read_text(encoding="utf-8") == broken


def test_a_codebook_that_could_not_be_read_again_is_refused(path):
    book = read_codebook(path)
    for wrong, sentence in [
        (with_code(book, "cost", theme="t9"), "not saved: code 'cost' has the theme 't9'"),
        (replace(book, codes=(*book.codes, book.codes[0])), "not saved: code 'cost' has an id that the code in line"),
        (with_code(book, "cost", examples=["a list"]), "not saved: codes has a value that the file format cannot hold"),
    ]:
        with pytest.raises(CodebookError, match=sentence):
            save(wrong, path)
    assert changed(path)


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(CodebookError, match="a codebook is saved as"):
        save(Codebook("b", "B"), tmp_path / "b.csv")


def test_nothing_is_left_behind_when_the_folder_cannot_be_written(tmp_path):
    with pytest.raises(CodebookError, match="cannot be written"):
        save(Codebook("b", "B"), tmp_path / "nowhere" / "b.yaml")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="rights are different on Windows")
def test_a_file_keeps_its_rights_and_no_other_file_appears(path):
    path.chmod(0o640)
    save(with_code(read_codebook(path), "cost", name="X"), path)
    assert (path.stat().st_mode & 0o777, list(path.parent.iterdir())) == (0o640, [path])

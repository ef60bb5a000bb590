"""A codebook that is saved and read again is the same codebook, whatever is written in it."""

import json
import runpy
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings

from qualcode.codebook import plain, read_codebook, save
from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook

books = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("codebook_books.py"))))


def dressed(text: str) -> str:
    """The text of a codebook with comments and blank lines between the lines where YAML allows them."""
    out = ["# head"]
    for number, line in enumerate(text.split("\n")):
        if line.startswith(("codes:", "themes:", "links:", "id:")):
            out += ["", f"# before {number}"]
        out.append(line)
    return "\n".join(out)


@settings(max_examples=40)
@given(books.codebooks())
def test_what_is_saved_is_read_again(book: Codebook):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.yaml")
        save(book, path)
        assert read_codebook(path) == book


@settings(max_examples=40)
@given(books.codebooks(), books.codebooks())
def test_a_file_that_is_saved_over_holds_the_new_codebook_and_its_first_comment(old: Codebook, new: Codebook):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.yaml")
        save(old, path)
        path.write_bytes(dressed(path.read_bytes().decode()).encode())
        assert read_codebook(path) == old
        save(new, path)
        assert read_codebook(path) == new
        assert path.read_bytes().startswith(b"# head\n")


@settings(max_examples=40)
@given(books.codebooks())
def test_json_of_the_same_shape_gives_the_same_codebook(book: Codebook):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.json")
        path.write_text(json.dumps(plain(book)), encoding="utf-8")
        assert read_codebook(path) == book


def test_half_a_character_is_refused_and_nothing_is_written(tmp_path: Path):
    with pytest.raises(CodebookError, match="not saved: a text has half a character in it"):
        save(Codebook("b", "B", (Code("a", "A", definition="\ud800"),)), tmp_path / "b.yaml")
    assert list(tmp_path.iterdir()) == []


def test_a_character_written_as_two_escapes_is_one_character(tmp_path: Path):
    path = tmp_path / "b.yaml"
    path.write_text('codes: [{id: a, name: "\\ud83d\\ude00"}]\n', encoding="utf-8")
    assert read_codebook(path).codes[0].name == "😀"

"""CSV and XLSX files: safe in a spreadsheet, the same bytes each time, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
import zipfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import load_workbook

from qualcode.errors import ExportRefused
from qualcode.export import csv_bytes, restored, write_csv, write_xlsx, xlsx_bytes
from qualcode.export.cells import may_be_formula, neutral, plain
from qualcode.export.files import write_files
from qualcode.export.xlsx_files import sheet_names

FORMULAS = [
    "=1+1",
    "+1",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "  =1",
    '"=1',
    "'=1",
    "“=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "\ufeff=1",
    '=HYPERLINK("http://x")',
    "- nobody asked",
]
WORDS = ["", "a - b", "1 + 1", "x=1", "'tis true", "“quoted”", "– an en dash", "…", "12"]
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize("text", FORMULAS)
def test_what_a_spreadsheet_might_run_gets_an_apostrophe(text):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("text", WORDS)
def test_other_words_stay_as_they_are(text):
    assert neutral(text) == text


@given(st.text(st.sampled_from("=+-@'\" \t\na＝")) | st.text())
@example("'\n")
@example("''\t")
def test_no_neutral_text_is_a_formula_and_each_can_be_restored(text):
    safe = neutral(text)
    assert not may_be_formula(safe.removeprefix("'")) or safe.startswith("'")
    assert safe[:1] not in ("=", "+", "-", "@", "\t", "\r", "\n")
    assert restored(safe) == text


def test_a_csv_is_utf8_with_line_feeds_and_quotes_only_where_needed():
    frame = pd.DataFrame({"quote": ["Say “no”, she said", "two\nlines", "=1+1", ""], "n": [1, -2, 3, 4]})
    assert csv_bytes(frame).decode("utf-8") == ('quote,n\n"Say “no”, she said",1\n"two\nlines",-2\n\'=1+1,3\n,4\n')


def test_excel_gets_a_byte_order_mark_and_others_do_not(tmp_path):
    frame = pd.DataFrame({"name": ["Zoë"]})
    assert write_csv(frame, tmp_path / "a.csv").read_bytes() == "name\nZoë\n".encode()
    assert write_csv(frame, tmp_path / "b.csv", excel=True).read_bytes() == b"\xef\xbb\xbf" + "name\nZoë\n".encode()


def test_numbers_flags_lists_and_nothing_have_their_own_shape():
    frame = pd.DataFrame(
        {
            "n": pd.array([-1, None], dtype="Int64"),
            "x": [29.5, float("nan")],
            "flag": [True, False],
            "list": [("a", "b"), []],
            "when": [pd.Timestamp("2026-11-01"), pd.NaT],
        }
    )
    assert csv_bytes(frame).decode() == "n,x,flag,list,when\n-1,29.5,True,a; b,2026-11-01T00:00:00\n,,False,,\n"


def test_a_matrix_keeps_its_codes_as_first_column():
    frame = pd.DataFrame({"cost": [1, 0], "wait": [0, 2]}, index=["cost", "wait"])
    assert csv_bytes(frame).decode() == "row,cost,wait\ncost,1,0\nwait,0,2\n"


def test_a_header_that_looks_like_a_formula_is_neutralised_too():
    assert csv_bytes(pd.DataFrame({"=cmd": [1]})).decode() == "'=cmd\n1\n"


@given(st.lists(st.tuples(TEXT, TEXT, st.integers(-9, 9)), min_size=1, max_size=8))
@example([("a\rb", "\r", 0), ("\x00", "=\x00", 0), ('""', ",", 0)])
def test_every_csv_is_read_back_as_it_was(rows):
    text = csv_bytes(pd.DataFrame(rows, columns=["one", "two", "n"])).decode("utf-8")
    header, *back = csv.reader(io.StringIO(text, newline=""))
    assert header == ["one", "two", "n"]
    assert [(restored(one), restored(two), int(n)) for one, two, n in back] == rows


def test_half_a_surrogate_pair_which_no_file_can_hold_becomes_a_replacement_character():
    frame = pd.DataFrame({"quote": pd.Series(["a\ud800b"], dtype=object)})
    assert csv_bytes(frame).decode() == "quote\na\ufffdb\n"
    assert load_workbook(io.BytesIO(xlsx_bytes({"q": frame})))["q"]["A2"].value == "a\ufffdb"


def test_pandas_reads_a_csv_back(tmp_path):
    frame = pd.DataFrame({"quote": ["two\nlines", 'a "word"', "", "Zoë 🌱"], "n": [1, 2, 3, -4]})
    path = write_csv(frame, tmp_path / "new" / "deep" / "a.csv")
    pd.testing.assert_frame_equal(pd.read_csv(path, keep_default_na=False), frame)


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers(tmp_path):
    frame = pd.DataFrame({"quote": [*FORMULAS, "plain"], "n": range(len(FORMULAS) + 1), "ok": True, "x": -1.5})
    path = write_xlsx({"quotes": frame}, tmp_path / "a.xlsx")
    sheet = load_workbook(path)["quotes"]
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == frame["quote"].tolist()
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert [bool(cell.quotePrefix) for cell in cells] == [True] * len(FORMULAS) + [False]
    assert [cell.value for cell in sheet[3]] == ["+1", 1, True, -1.5]
    assert "<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()


def test_a_workbook_is_laid_out_for_reading(tmp_path):
    frame = pd.DataFrame({"quote": ["word " * 100], "n": [1]})
    sheet = load_workbook(write_xlsx({"quotes": frame}, tmp_path / "a.xlsx"))["quotes"]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.dimensions) == ("A2", "A1:B2", "A1:B2")
    assert sheet["A1"].font.bold and not sheet["A2"].font.bold
    assert sheet["A2"].alignment.wrap_text and sheet["A2"].alignment.vertical == "top"
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [60, 8]


@given(st.lists(st.tuples(TEXT, st.integers(-(2**40), 2**40), st.floats(allow_nan=False)), min_size=1, max_size=5))
@example([("a\rb", 0, 0.0), ("<&>\"' ]]>", 0, float("inf")), ("\x00\x0b\ufffe", 1, 1.0), ("_x0041_", 0, -0.0)])
def test_every_workbook_is_read_back_as_it_was(rows):
    frame = pd.DataFrame(rows, columns=["text", "n", "x"])
    sheet = load_workbook(io.BytesIO(xlsx_bytes({"s": frame})))["s"]
    back = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for (text, n, x), found in zip(rows, back, strict=True):
        kept = "".join(
            letter for letter in text if letter in "\t\n\r" or (ord(letter) >= 32 and letter not in "\ufffe\uffff")
        )
        assert (found[0] or "") == kept
        assert found[1] == n
        assert found[2] == (x if abs(x) != float("inf") else str(x))


def test_pandas_reads_a_workbook_back(tmp_path):
    frames = {
        "quotes": pd.DataFrame({"quote": ["two\nlines", "=1", "", " blanks "], "n": [1, 2, 3, -4]}),
        "nothing": pd.DataFrame({"a": [], "b": []}),
    }
    back = pd.read_excel(write_xlsx(frames, tmp_path / "a.xlsx"), sheet_name=None, keep_default_na=False)
    pd.testing.assert_frame_equal(back["quotes"], frames["quotes"])
    assert list(back["nothing"].columns) == ["a", "b"] and len(back["nothing"]) == 0


def test_the_same_tables_give_the_same_bytes():
    frames = {"quotes": pd.DataFrame({"quote": ["a", "=b"], "n": [1, 2]}), "empty": pd.DataFrame()}
    assert xlsx_bytes(frames) == xlsx_bytes(frames)


def test_a_workbook_does_not_tell_when_it_was_made():
    archive = zipfile.ZipFile(io.BytesIO(xlsx_bytes({"a": pd.DataFrame({"x": [1]})})))
    assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert archive.read("docProps/core.xml").count(b"2000-01-01T00:00:00Z") == 2


def test_sheet_names_follow_excels_rules():
    assert sheet_names(["a" * 40, "A" * 31, "[x]:y?", "'q'", "", "History", "history"]) == [
        "a" * 31,
        "A" * 27 + " (2)",
        "-x--y-",
        "q",
        "sheet",
        "History_",
        "history (2)",
    ]


@given(st.lists(st.text(), max_size=6))
def test_sheet_names_are_always_allowed(names):
    made = sheet_names(names)
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert 0 < len(name) <= 31 and not set(name) & set(r":\/?*[]") and name.casefold() != "history"
        assert name.strip("'") == name


def test_a_cell_longer_than_excel_allows_is_refused_with_its_place(tmp_path):
    frame = pd.DataFrame({"quote": ["short", "x" * 32_768, "🌱" * 16_384]})
    with pytest.raises(ExportRefused) as caught:
        write_xlsx({"quotes": frame}, tmp_path / "a.xlsx")
    assert str(caught.value) == (
        "Too big for a workbook. Export this table as csv, which has no such limit.\n"
        "  quotes, row 3, quote: 32,768 characters; a cell holds 32,767.\n"
        "  quotes, row 4, quote: 32,768 characters; a cell holds 32,767."
    )
    assert list(tmp_path.iterdir()) == []
    longest = pd.DataFrame({"quote": ["x" * 32_767]})
    assert len(load_workbook(io.BytesIO(xlsx_bytes({"q": longest})))["q"]["A2"].value) == 32_767


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("old")
    path.chmod(0o640)
    write_csv(pd.DataFrame({"a": [1]}), path)
    assert (path.read_text(), path.stat().st_mode & 0o777) == ("a\n1\n", 0o640)
    assert [file.name for file in tmp_path.iterdir()] == ["a.csv"]


def test_a_folder_in_the_place_of_a_file_is_a_sentence(tmp_path):
    (tmp_path / "a.csv").mkdir()
    with pytest.raises(ExportRefused, match=r"a\.csv: this is a folder\. Give the name of a file in it"):
        write_csv(pd.DataFrame({"a": [1]}), tmp_path / "a.csv")


@pytest.mark.parametrize("name", ["file.txt/a.csv", "x" * 300 + ".csv", "a\0b.csv"])
def test_a_place_that_cannot_be_written_is_a_sentence(tmp_path, name):
    (tmp_path / "file.txt").write_text("in the way")
    with pytest.raises(ExportRefused, match=r"cannot be written \(.+\)\. Is it open in another program"):
        write_csv(pd.DataFrame({"a": [1]}), tmp_path / name)


def test_when_one_of_several_files_fails_none_is_changed(tmp_path):
    good = tmp_path / "a.csv"
    good.write_text("old")
    (tmp_path / "b").write_text("in the way")
    with pytest.raises(ExportRefused):
        write_files({good: b"new", tmp_path / "b" / "c.csv": b"new"})
    assert good.read_text() == "old"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.csv", "b"]


@pytest.fixture
def locked(monkeypatch):
    """Names of files that another program holds open: the system lets nobody replace them, as on Windows."""
    names, replace = set(), os.replace

    def refuse(source, target):
        if Path(target).name in names:
            raise PermissionError(13, "Permission denied", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    return names


def no_links(*_):
    raise OSError("no links here")


@pytest.mark.parametrize("links", [True, False])
def test_when_the_third_file_is_open_elsewhere_the_first_two_are_as_they_were(tmp_path, locked, monkeypatch, links):
    if not links:
        monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "a.csv").write_text("old a")
    (tmp_path / "a.csv").chmod(0o640)
    (tmp_path / "c.csv").write_text("old c")
    locked.add("c.csv")
    with pytest.raises(ExportRefused, match=r"c\.csv: cannot be written \(Permission denied\).+ Nothing was exported"):
        write_files({tmp_path / f"{name}.csv": b"new" for name in "abcd"})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a.csv": "old a", "c.csv": "old c"}
    assert (tmp_path / "a.csv").stat().st_mode & 0o777 == 0o640


def test_several_files_that_can_be_written_leave_nothing_else_behind(tmp_path):
    (tmp_path / "a.csv").write_text("old a")
    write_files({tmp_path / f"{name}.csv": b"new" for name in "ab"})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"a.csv": "new", "b.csv": "new"}


def test_what_cannot_be_put_back_is_said_with_where_its_content_is(tmp_path, locked, monkeypatch):
    (tmp_path / "a.csv").write_text("old a")
    (tmp_path / "b.csv").write_text("old b")
    refuse, count = os.replace, []

    def once(source, target):
        count.append(target)
        locked.update({"a.csv", "b.csv"} if len(count) == 2 else ())
        refuse(source, target)

    monkeypatch.setattr(os, "replace", once)
    with pytest.raises(ExportRefused, match=r"a\.csv is new and could not be put back") as caught:
        write_files({tmp_path / "a.csv": b"new", tmp_path / "b.csv": b"new"})
    assert "Nothing was exported" not in str(caught.value)
    kept = str(caught.value).partition("what it held before is in ")[2].rstrip(".")
    assert Path(kept).read_text() == "old a"


@pytest.mark.parametrize(
    ("value", "expected"),
    [("", None), (None, None), (float("nan"), None), (pd.NA, None), ({"b", "a"}, "a; b"), (Path("x"), "x")],
)
def test_every_kind_of_cell_has_a_plain_form(value, expected):
    assert plain(value) == expected

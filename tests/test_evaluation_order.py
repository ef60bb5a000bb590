"""Whether rows stand as they were said: never believed of a table that is sorted by code."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from qualcode.evaluation import read_coded
from qualcode.evaluation.order import KNOWN, find_order

sets = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("coded_sets.py"))))
HEADER = sets.HEADER
files = sets.files
rows = sets.rows
write = sets.write


def order_of(tmp_path, cells, header=HEADER, *, name="s.csv"):
    return read_coded(write(tmp_path / name, header, cells), files(tmp_path)[1])


def test_rows_of_talk_are_in_order(tmp_path):
    assert order_of(tmp_path, rows()).order == KNOWN


def test_rows_whose_documents_do_not_stand_together_are_not(tmp_path):
    mixed = sorted(rows(), key=lambda row: row[3])
    assert order_of(tmp_path, mixed).order == "not known: the rows of a document do not stand together"


def test_one_row_a_document_has_no_order(tmp_path):
    assert order_of(tmp_path, rows(documents=96)).order == "not known: each document has one row"


def test_rows_sorted_by_code_within_their_document_are_not_in_order(tmp_path):
    by_code = sorted(rows(), key=lambda row: (row[1], row[4]))
    assert order_of(tmp_path, by_code).order.startswith("not known: the rows look sorted by code (")


def test_short_documents_sorted_by_the_alphabet_are_not_in_order(tmp_path):
    by_code = sorted(rows(documents=24), key=lambda row: (int(row[1][1:]), row[4]))
    assert order_of(tmp_path, by_code).order.endswith("go up in the alphabet)")


def test_a_column_of_offsets_gives_the_order(tmp_path):
    numbered = [(*row, str(100 - at)) for at, row in enumerate(rows())]
    coded = order_of(tmp_path, sorted(numbered, key=lambda row: row[4]), (*HEADER, "start_byte"))
    assert coded.order == KNOWN
    assert all(
        int(one[1:]) > int(two[1:])
        for one, two, same in zip(
            coded.ids, coded.ids[1:], np.array(coded.documents[1:]) == np.array(coded.documents[:-1]), strict=False
        )
        if same
    )


@pytest.mark.parametrize("cell", ["", "late", "nan"])
def test_offsets_count_only_where_every_row_has_a_number(tmp_path, cell):
    mixed = sorted(rows(), key=lambda row: row[3])
    numbered = [(*row, str(at)) for at, row in enumerate(mixed)]
    numbered[5] = (*numbered[5][:5], cell)
    assert order_of(tmp_path, numbered, (*HEADER, "start")).order != KNOWN


def test_a_column_that_numbers_a_sorted_table_gives_no_order(tmp_path):
    by_code = sorted(rows(), key=lambda row: row[4])
    numbered = [(*row, str(at)) for at, row in enumerate(by_code)]
    assert order_of(tmp_path, numbered, (*HEADER, "position")).order.startswith("not known")


def test_one_code_for_all_rows_says_nothing_about_their_order():
    found, said = find_order(["a"] * 20, np.ones((20, 1), bool), {})
    assert (found.tolist(), said) == (list(range(20)), KNOWN)

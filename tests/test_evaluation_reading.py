"""Reading coded sets: odd files are read with patience, and what was passed over is said."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest

from qualcode.errors import QualcodeError, UnreadableFile
from qualcode.evaluation import read_coded
from qualcode.evaluation.book import read_book

sets = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("coded_sets.py"))))
HEADER = sets.HEADER
book = sets.book
files = sets.files
rows = sets.rows
write = sets.write


def names(coded) -> list[str]:
    return [code.path for code in coded.codes]


def labels(coded) -> list[list[str]]:
    return [[name for name, used in zip(names(coded), row, strict=True) if used] for row in coded.labels]


def test_two_files_give_passages_their_codes_and_counts(tmp_path):
    coded = read_coded(*files(tmp_path))
    assert (coded.ids[:2], coded.documents[-1], coded.language, coded.order) == (
        ["s0", "s1"], "D7", "en", "as in the interviews",
    )  # fmt: skip
    assert labels(coded)[:2] == [[row[4]] for row in rows()[:2]]
    assert coded.notes == []
    assert coded.counts == {
        "rows": 96, "without words": 0, "without a code": 0, "segments": 96, "documents": 8, "codes": 8,
        "codes used": 8, "codes used too rarely": 0, "codes not in the codebook": 0,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("encoding", "by"),
    [("utf-8", ","), ("utf-8-sig", ","), ("utf-16", ","), ("cp1252", ","), ("utf-8-sig", ";"), ("utf-8", "\t")],
)
def test_encodings_and_delimiters_make_no_difference(tmp_path, encoding, by):
    cells = [(*row[:3], f"{row[3]}, naïve – “said” he, café", row[4]) for row in rows(30, documents=3)]
    plain = read_coded(write(tmp_path / "plain.csv", HEADER, cells), files(tmp_path)[1])
    other = read_coded(write(tmp_path / "other.csv", HEADER, cells, encoding=encoding, by=by), files(tmp_path)[1])
    assert (other.texts, labels(other)) == (plain.texts, labels(plain))


def test_blank_rows_and_blanks_around_codes_do_not_count(tmp_path):
    cells = [("", "", "", "", ""), *[(*row[:4], f"  {row[4]} ;Trust;; ") for row in rows()], (" ",) * 5]
    coded = read_coded(*files(tmp_path, cells))
    assert coded.counts["rows"] == 96
    assert labels(coded)[0] == sorted({rows()[0][4], "Trust"}, key=names(coded).index)


def test_rows_without_words_or_without_a_code_are_left_out_and_counted(tmp_path):
    cells = [*rows(), ("x", "D7", "Ana", "  ", "Cost"), ("y", "D7", "Ana", "Nothing to it.", "")]
    coded = read_coded(*files(tmp_path, cells))
    assert (coded.counts["segments"], coded.counts["without words"], coded.counts["without a code"]) == (96, 1, 1)
    assert coded.notes == ["segments.csv: coded rows without words, which are left out: 1."]


def test_without_a_speaker_column_and_with_extra_columns(tmp_path):
    cells = [(row[1], row[3], row[4], "north" if at % 2 else "south") for at, row in enumerate(rows())]
    segments = write(tmp_path / "s.csv", ("Document", "Text", "Codes", "Region"), cells)
    coded = read_coded(segments, files(tmp_path)[1])
    assert coded.column("region")[:3] == ["south", "north", "south"]
    assert set(coded.column("speaker")) == {""}
    with pytest.raises(QualcodeError, match="There is no column 'town'"):
        coded.column("town")


def test_a_code_that_the_codebook_lacks_is_measured_by_its_name_and_named(tmp_path):
    cells = [(*row[:4], "Strange" if row[4] == "Fear" else row[4]) for row in rows()]
    coded = read_coded(*files(tmp_path, [*cells, ("z", "D7", "Ana", "and once", "Once")]))
    assert names(coded)[-1] == "Strange"
    assert coded.codes[-1].whole == "Strange"
    assert coded.notes == [
        "Codes of the segments that are not in the codebook: 2, 1 of them used 3 times or more. "
        "They are measured by their name alone: 'Strange', 'Once'."
    ]


def test_a_codebook_may_have_codes_alone(tmp_path):
    segments, _ = files(tmp_path)
    coded = read_coded(segments, write(tmp_path / "bare.csv", ("Code",), [row[:1] for row in book()]))
    assert [code.whole for code in coded.codes] == [row[0] for row in book()]


def test_a_code_that_stands_twice_is_one_with_the_first_definition(tmp_path):
    made = read_book(
        write(tmp_path / "b.csv", ("code", "definition"), [("Cost", ""), ("cost ", "Money"), ("Cost", "X")])
    )
    assert [(code.name, code.definition) for code in made.codes] == [("cost", "Money")]
    assert made.notes == ["b.csv: codes that stand twice and were taken once: 'cost', 'Cost'."]


def test_paths_and_parents_name_the_same_code(tmp_path):
    made = read_book(
        write(tmp_path / "b.csv", ("code", "definition", "parent"),
              [("Time > Delay", "Late", "Time"), ("Other", "", "Time"), ("Other", "", "Place"), ("Alone", "", "")])
    )  # fmt: skip
    assert [code.path for code in made.texts()] == ["Time: Delay", "Time: Other", "Place: Other", "Alone"]
    found = [
        made.place(name) for name in ("Time > Delay", "time>delay", "Delay", "Place > Other", "X > Alone", "X > Delay")
    ]
    assert found == [0, None, 0, 2, 3, None]


def test_a_code_may_have_a_semicolon_in_its_name(tmp_path):
    made = read_book(write(tmp_path / "b.csv", ("code",), [("Talk; phone",), ("Cost",)]))
    assert [made.split(cell) for cell in ("Talk; phone", "Cost;Talk;phone", "Talk;Cost")] == [[0], [1, 0], [2, 1]]
    assert made.unknown == ["Talk"]


def test_rows_that_name_no_document_are_one_document(tmp_path):
    cells = [(row[3], row[4]) for row in rows()]
    coded = read_coded(write(tmp_path / "s.csv", ("text", "codes"), cells), files(tmp_path)[1])
    assert coded.counts["documents"] == 1
    assert coded.notes == ["s.csv: there is no column document_id, so all rows are taken as one document."]


def test_codes_that_are_used_too_rarely_are_left_out(tmp_path):
    segments, codebook = files(
        tmp_path, [*rows(), ("z", "D7", "Ana", "once only", "Rare"), ("q", "D7", "A", "x y", "Rare;Cost")]
    )
    coded = read_coded(segments, codebook)
    assert (coded.counts["segments"], coded.counts["codes"], coded.counts["codes used too rarely"]) == (97, 8, 1)
    assert read_coded(segments, codebook, least=2).counts["codes"] == 9


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        (HEADER, [], "a header row and nothing below it"),
        (("a", "b"), [("1", "2")], "there is no column 'text' and none 'codes'. The columns are: a, b."),
        (HEADER, rows(2), "No code is used on 3 passages or more"),
    ],
)
def test_what_cannot_be_measured_is_said(tmp_path, header, cells, said):
    with pytest.raises(QualcodeError, match=said):
        read_coded(write(tmp_path / "s.csv", header, cells), files(tmp_path)[1])


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnreadableFile, match="nowhere.csv: there is no such file"):
        read_coded(tmp_path / "nowhere.csv", files(tmp_path)[1])


def test_other_languages_are_recognised_by_their_common_words(tmp_path):
    german = "wir haben das auch nicht gewusst und dann war es zu spät".split()
    cells = [(*row[:3], " ".join([*german, row[4]]), row[4]) for row in rows()]
    assert read_coded(*files(tmp_path, cells)).language == "de"

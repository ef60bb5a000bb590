"""Codebooks of other tools, as tables, and qualcode's own table."""

from pathlib import Path

import openpyxl
import pytest

from qualcode.codebook import check, paths, plain, read_codebook, slug, to_table
from qualcode.errors import CodebookError
from qualcode.model import Code, Codebook, Rule


def book_of(folder: Path, text: str, name: str = "codes.csv", encoding: str = "utf-8") -> Codebook:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return read_codebook(path)


def codes_of(folder: Path, text: str, **options) -> list[dict]:
    return plain(book_of(folder, text, **options)).get("codes", [])


def test_a_codebook_exported_by_taguette(tmp_path):
    text = 'tag,description,number of highlights\r\nWording not clear,"A word, unclear.",12\r\nTask easy,,3\r\n'
    assert book_of(tmp_path, text, name="My tags.csv") == Codebook(
        "My_tags",
        "My tags",
        (Code("wording_not_clear", "Wording not clear", "A word, unclear."), Code("task_easy", "Task easy")),
    )


def test_dots_in_tags_divide_only_below_a_tag_of_that_name(tmp_path):
    text = "tag,description\npeople,\npeople.staff,\nHypothesis vs. data,\nv1.2,\n"
    assert codes_of(tmp_path, text) == [
        {"id": "people", "name": "people"},
        {"id": "staff", "name": "staff", "parent": "people"},
        {"id": "hypothesis_vs_data", "name": "Hypothesis vs. data"},
        {"id": "v1_2", "name": "v1.2"},
    ]


def test_paths_make_a_tree_and_parents_without_a_row_are_added(tmp_path):
    text = (
        "Code,Definition,Parent\n"
        "Benefits > Speed,,Benefits\n"
        '"Use > PDP/ICE > Uses ICE, not PDP",,Use > PDP/ICE\n'
        "Use > Filters > Not useful,,Use > Filters\n"
        "Use > Ranking > Not useful,,Use > Ranking\n"
        "Benefits,All that is good.,\n"
    )
    assert codes_of(tmp_path, text) == [
        {"id": "speed", "name": "Speed", "parent": "benefits"},
        {"id": "use", "name": "Use"},
        {"id": "pdp_ice", "name": "PDP/ICE", "parent": "use"},
        {"id": "uses_ice_not_pdp", "name": "Uses ICE, not PDP", "parent": "pdp_ice"},
        {"id": "filters", "name": "Filters", "parent": "use"},
        {"id": "filters_not_useful", "name": "Not useful", "parent": "filters"},
        {"id": "ranking", "name": "Ranking", "parent": "use"},
        {"id": "ranking_not_useful", "name": "Not useful", "parent": "ranking"},
        {"id": "benefits", "name": "Benefits", "definition": "All that is good."},
    ]


@pytest.mark.parametrize("path", ["A > B", "A>>B", "A::B", "Codes\\\\A\\\\B", "A\\B"])
def test_the_separators_of_other_tools(tmp_path, path):
    book = book_of(tmp_path, f"name\n{path}\n")
    assert paths(book) == {"a": "A", "b": "A > B"}


def test_parents_named_in_a_column_of_their_own(tmp_path):
    text = "parent;name;description\n;Money;\nMoney;Cost;what it takes\nCost;Rent;\nElsewhere;Time;\n"
    assert paths(book_of(tmp_path, text)) == {
        "money": "Money",
        "cost": "Money > Cost",
        "rent": "Money > Cost > Rent",
        "elsewhere": "Elsewhere",
        "time": "Elsewhere > Time",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encodings_and_delimiters_of_spreadsheets(tmp_path, encoding, delimiter):
    text = f"\nTAG{delimiter}DESCRIPTION\nGröße – “big”{delimiter}Übermaß\n\n"
    assert codes_of(tmp_path, text, encoding=encoding) == [
        {"id": "grosse_big", "name": "Größe – “big”", "definition": "Übermaß"}
    ]


def test_an_excel_workbook_is_read_from_its_first_sheet(tmp_path):
    workbook = openpyxl.Workbook()
    sheet = workbook.worksheets[0]
    for row in [
        ["Exported by somebody"],
        [None, "Code System", "Memo", "Frequency"],
        [None, "Cost > 2020", "the year", 3.0],
        [None, 7, None, 1],
    ]:
        sheet.append(row)
    workbook.create_sheet("other").append(["code"])
    workbook.save(tmp_path / "codes.xlsx")
    assert plain(read_codebook(tmp_path / "codes.xlsx"))["codes"] == [
        {"id": "cost", "name": "Cost"},
        {"id": "2020", "name": "2020", "parent": "cost", "definition": "the year"},
        {"id": "7", "name": "7"},
    ]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            "a,b\n1,2\n",
            ["{path}:1: the table has no column named code, tag, name or path; found: 'a', 'b'. Rename the column."],
        ),
        ("", ["{path}:1: the table has no column named code, tag, name or path; found: nothing. Rename the column."]),
        ("code\n", ["{path}:1: the table has no codes below its header. Add one row a code."]),
        (
            "id,document,tag,content\n1,a.odt,Cost,It was dear\n",
            [
                "{path}:1: the table holds coded passages, one row a passage, not codes. Export the list of "
                "codes (the codebook) instead."
            ],
        ),
        (
            'code,definition\nCost,a\n"COST ","multi\nline"\n,orphan\n',
            [
                "{path}:3: code 'COST' is also in line 2. Keep one row, or give them different names.",
                "{path}:5: row 5 has 'orphan' and no code. Name the code, or delete the row.",
            ],
        ),
        ("code,parent\nA,B\nB,A\n", ["{path}:3: code 'B' is its own ancestor. Delete one of the parents."]),
    ],
)
def test_all_problems_of_a_table_are_said_with_their_lines(tmp_path, text, sentences):
    path = tmp_path / "codes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError) as raised:
        read_codebook(path)
    assert list(raised.value.problems) == [sentence.format(path=path) for sentence in sentences]


@pytest.mark.parametrize("data", [b"PK\x03\x04broken", b"not a zip at all"])
def test_a_file_that_is_no_workbook_is_refused(tmp_path, data):
    path = tmp_path / "codes.xlsx"
    path.write_bytes(data)
    with pytest.raises(CodebookError, match="this is not an Excel workbook"):
        read_codebook(path)


def test_what_a_table_says_that_a_code_cannot_hold_is_left_out_with_advice(tmp_path):
    path = tmp_path / "codes.csv"
    path.write_text("name,level,origin,color,definition\nCost,2,Data,red,d\n", encoding="utf-8")
    assert plain(read_codebook(path))["codes"] == [{"id": "cost", "name": "Cost", "origin": "data", "definition": "d"}]
    assert [(problem.severity, problem.line, problem.message) for problem in check(path)] == [
        ("advice", 2, "code 'cost' has the colour 'red', which is left out."),
        ("advice", 2, "code 'cost' has the level '2', which is left out."),
    ]


BOOK = Codebook(
    "b",
    "B",
    (
        Code("money", "Money"),
        Code(
            "cost",
            "Costs, all",
            "What it takes.",
            "in",
            "ex",
            ("too dear", "=1+1"),
            "money",
            "t",
            "d",
            "latent",
            "both",
            (Rule("cost.r1", '"so dear" OR pay*'), Rule("cost.r2", spacy=([{"LOWER": "ö", "OP": "+"}],))),
            "#1f77b4",
            "memo\nof two lines",
        ),
    ),
)


def test_the_table_of_a_codebook_has_one_row_a_code_and_only_text():
    assert to_table(BOOK).to_dict("records") == [
        dict.fromkeys(to_table(BOOK).columns, "") | {"code": "money", "name": "Money"},
        {
            "code": "cost",
            "name": "Costs, all",
            "theme": "t",
            "parent": "money",
            "dimension": "d",
            "level": "latent",
            "origin": "both",
            "definition": "What it takes.",
            "include": "in",
            "exclude": "ex",
            "examples": "too dear\n=1+1",
            "rules": '"so dear" OR pay*\nspacy: [[{"LOWER": "ö", "OP": "+"}]]',
            "color": "#1f77b4",
            "memo": "memo\nof two lines",
        },
    ]
    assert list(to_table(Codebook("b", "B")).columns) == list(to_table(BOOK).columns)


def test_the_table_of_a_codebook_is_read_again(tmp_path):
    to_table(BOOK).to_csv(tmp_path / "b.csv", index=False)
    assert read_codebook(tmp_path / "b.csv").codes == BOOK.codes


def test_ids_are_unique_even_for_names_of_signs(tmp_path):
    ids = [code["id"] for code in codes_of(tmp_path, "code\n!!!\n???\nA b\nA-b\nAB\n" + "x y " * 30 + "\n")]
    assert ids == ["code", "code_2", "a_b", "a_b_2", "ab", "x_y_" * 14 + "x_y"]


def test_the_real_codebooks_are_read_whole():
    folder = Path(__file__).parents[1].parent / "shared" / "data"
    if not folder.exists():
        pytest.skip("the data folder is not here")
    counts = {}
    for path in sorted([*folder.glob("coded/*/codebook.csv"), folder / "formats/taguette/codebook_20220303_8.csv"]):
        book = read_codebook(path)
        counts[path.parent.name] = (len(book.codes), len({code.id for code in book.codes}))
    assert counts == {
        "pdpilot": (90, 90),
        "serdif_usability": (22, 22),
        "wac": (60, 60),
        "wac_answers": (60, 60),
        "taguette": (22, 22),
    }


def test_slugs_keep_scripts_and_cut_between_words():
    assert [slug(name) for name in ("Trust & care!", "Œuvre ÉTÉ", "信頼 不信", "доверие", "a" * 80, "word " * 30)] == [
        "trust_care",
        "œuvre_ete",
        "信頼_不信",
        "доверие",
        "a" * 60,
        "_".join(["word"] * 12),
    ]

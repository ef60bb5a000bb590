"""Reading a codebook in qualcode's format."""

from pathlib import Path

import pytest

from qualcode.codebook import check, read_codebook, read_codebook_text
from qualcode.errors import CodebookError
from qualcode.model import Attribute, Code, Codebook, Dimension, Link, Rule, ThemeEntry

FULL = """\
# comments are welcome
qualcode: codebook/1
id: waiting
name: "Waiting: a study"
description: >-
  Two lines
  of description
citation: "Somebody (2026)"
approach: codebook
language: de
attributes:
  - {id: size, name: Size, type: ordinal, values: [small, 10, yes], dated: true, applies_to: case, note: of the firm}
dimensions:
  - {id: phase, name: Phase, ordered: true}
themes:
  - id: t1
    name: Waiting wears people out
    part: "Part 1"
    central_organising_concept: Waiting is work.
    include: all waiting
    exclude: queues
    memo: later
codes:
  - id: cost
    name: Cost
    theme: t1
    dimension: phase
    level: latent
    origin: both
    definition: |
      First line.
      Second line.
    include: money
    exclude: time
    examples: It was dear.
    color: "#1f77b4"
    memo: "#1"
    rules:
      - 'pay* NEAR/5 (late OR delay)'
      - {id: cost.own, query: '"too dear" IN turn', note: loud}
      - {spacy: [{LEMMA: cost, OP: "+"}, {IS_PUNCT: false, LENGTH: {">=": 2}}]}
  - {id: 2014, name: 1.0, parent: cost, rules: 'year'}
links:
  - {from: cost, to: t1, type: supports, why: plainly}
displays:
  - {type: matrix, rows: phase, columns: [a, 1, 1.5, true, null]}
"""


def test_every_field_of_the_format_is_read(tmp_path: Path):
    path = tmp_path / "waiting.yaml"
    path.write_text(FULL, encoding="utf-8")
    assert read_codebook(path) == Codebook(
        id="waiting",
        name="Waiting: a study",
        description="Two lines of description",
        citation="Somebody (2026)",
        approach="codebook",
        language="de",
        attributes=(Attribute("size", "Size", "ordinal", ("small", "10", "yes"), True, "case", "of the firm"),),
        dimensions=(Dimension("phase", "Phase", True),),
        themes=(
            ThemeEntry(
                "t1", "Waiting wears people out", "Waiting is work.", "Part 1", "all waiting", "queues", "later"
            ),
        ),
        codes=(
            Code(
                "cost",
                "Cost",
                definition="First line.\nSecond line.\n",
                include="money",
                exclude="time",
                examples=("It was dear.",),
                theme="t1",
                dimension="phase",
                level="latent",
                origin="both",
                rules=(
                    Rule("cost.r1", "pay* NEAR/5 (late OR delay)"),
                    Rule("cost.own", '"too dear" IN turn', note="loud"),
                    Rule(
                        "cost.r3",
                        spacy=([{"LEMMA": "cost", "OP": "+"}, {"IS_PUNCT": False, "LENGTH": {">=": 2}}],),
                    ),
                ),
                color="#1f77b4",
                memo="#1",
            ),
            Code("2014", "1.0", parent="cost", rules=(Rule("2014.r1", "year"),)),
        ),
        links=(Link("cost", "t1", "supports", "plainly"),),
        displays=({"type": "matrix", "rows": "phase", "columns": ["a", 1, 1.5, True, None]},),
    )


def test_a_minimal_file_takes_its_id_and_name_from_the_file(tmp_path: Path):
    path = tmp_path / "my codes.yml"
    path.write_text("codes:\n  - id: cost\n    name: Cost\n", encoding="utf-8")
    assert read_codebook(path) == Codebook("my_codes", "my_codes", (Code("cost", "Cost"),))


@pytest.mark.parametrize("data", [FULL.encode("utf-8-sig"), FULL.replace("\n", "\r\n").encode(), FULL.encode("utf-16")])
def test_marks_and_line_ends_of_windows_make_no_difference(tmp_path: Path, data: bytes):
    path = tmp_path / "waiting.yaml"
    path.write_bytes(data)
    assert read_codebook(path) == read_codebook_text(FULL)


def test_a_file_in_cp1252_is_read_and_the_reader_is_told(tmp_path: Path):
    path = tmp_path / "old.yaml"
    path.write_bytes("qualcode: codebook/1\ncodes: [{id: a, name: Größe “x”, definition: d}]\n".encode("cp1252"))
    assert read_codebook(path).codes[0].name == "Größe “x”"
    assert [(problem.line, problem.severity, problem.remedy) for problem in check(path)] == [
        (1, "advice", "Save it as UTF-8.")
    ]


def test_all_errors_of_a_file_come_at_once_with_line_code_and_remedy(tmp_path: Path):
    path = tmp_path / "book.yaml"
    path.write_text(
        """\
qualcode: codebook/1
aproach: reflexive
codes:
  - id: cost
    name: Cost
    exmaples: [late]
  - id: time
    level: latant
  - {id: cost, name: Cost again, parent: tme}
  - id: two words
    name: W
    rules: [{note: nothing}]
""",
        encoding="utf-8",
    )
    with pytest.raises(CodebookError) as raised:
        read_codebook(path)
    assert raised.value.problems == (
        f"{path}:2: the codebook has the unknown field 'aproach'. Did you mean 'approach'? A codebook may have: "
        "qualcode, id, name, description, citation, approach, language, attributes, dimensions, themes, codes, links, "
        "displays.",
        f"{path}:6: code 'cost' has the unknown field 'exmaples'. Did you mean 'examples'? A code may have: id, name, "
        "theme, parent, dimension, level, origin, definition, include, exclude, examples, rules, color, memo.",
        f"{path}:7: code 'time' has no name. Add: name: … (Name as people read it.)",
        f"{path}:8: code 'time' has the level 'latant'. Did you mean 'latent'? Allowed: semantic, latent.",
        f"{path}:9: code 'cost' has an id that the code in line 4 has already. Give one of them another id.",
        f"{path}:9: code 'cost' has the parent 'tme', which is not among the codes. The codes are: cost.",
        f"{path}:10: code 'two words' has the id 'two words', with a blank, comma, semicolon or colon in it. "
        "Write for example: id: two_words",
        f"{path}:12: code 'two words', rule 1, has neither a query nor spacy patterns. Write: {{query: '…'}}.",
    )


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        (
            "b.yaml",
            "",
            "b.yaml:1: the file is empty. Begin with:\nqualcode: codebook/1\ncodes:\n  - {id: cost, name: Cost}",
        ),
        (
            "b.yaml",
            "just a text",
            "b.yaml:1: the codebook is the text 'just a text', not an entry with fields. Write: codes: …",
        ),
        (
            "b.json",
            '{"codes": [{"id": "a",\n "name" "A"}]}',
            "b.json:2: this is not JSON: a colon is missing. Look for commas and quotes.",
        ),
        (
            "b.docx",
            "x",
            "b.docx: '.docx' is not a codebook's ending. Allowed: .yaml, .yml, .json, .csv, .tsv, .xlsx, .xlsm.",
        ),
        (
            "b.yaml",
            "qualcode: codebook/2\ncodes: []\n",
            "b.yaml:1: the codebook has the format marker 'codebook/2'. This version reads: qualcode: "
            "codebook/1. A newer version of qualcode may be needed.",
        ),
        (
            "b.yaml",
            "qualcode: cases/1\n",
            "b.yaml:1: the codebook has the format marker 'cases/1'. This is a cases file; read it with read_cases.",
        ),
    ],
)
def test_a_file_that_is_no_codebook_is_refused_with_a_sentence(tmp_path: Path, monkeypatch, name, text, sentence):
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError) as raised:
        read_codebook(name)
    assert str(raised.value) == sentence


def test_a_missing_file_is_named(tmp_path: Path):
    with pytest.raises(CodebookError, match="there is no such file"):
        read_codebook(tmp_path / "nowhere.yaml")


def test_the_codebooks_of_the_project_are_read_and_keep_the_counts_of_their_sources():
    folder = Path(__file__).parents[1] / "codebooks"
    counts = {
        path.stem: (len(book.themes), len(book.codes))
        for path in sorted(folder.glob("*.yaml"))
        if path.read_text(encoding="utf-8").count("\nqualcode: codebook/1\n")
        for book in [read_codebook(path)]
    }
    assert counts["taylor2023_responsiveness"] == (8, 38)
    assert len(counts) == 6

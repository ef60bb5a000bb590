"""Cases files and crosswalks."""

from pathlib import Path

import pytest

from qualcode.codebook import CaseFile, CaseValue, Crosswalk, check, read_cases, read_codebook, read_crosswalk
from qualcode.errors import CodebookError
from qualcode.model import Attribute, Case, Code, Codebook, Link, Organisation

CASES = """\
qualcode: cases/1
id: four
name: Four partnerships
attributes:
  - {id: integration, type: ordinal, values: [low, high], dated: true}
  - {id: topic, name: Topic}
cases:
  - id: case1
    name: The first
    label: "1"
    description: Long.
    organisations:
      - {name: A bank, sector: business}
      - A charity
      - {id: city, name: The city, sector: public}
      - A charity
    attributes:
      topic: food
      integration:
        - {value: high, from: 2014-05}
        - {value: low, from: 2010}
  - {id: case2, name: The second, attributes: {integration: low}}
"""


def written(folder: Path, text: str, name: str = "file.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_cases_organisations_and_dated_values_are_read(tmp_path):
    assert read_cases(written(tmp_path, CASES)) == CaseFile(
        id="four",
        name="Four partnerships",
        attributes=(Attribute("integration", "", "ordinal", ("low", "high"), True), Attribute("topic", "Topic")),
        cases=(Case("case1", "The first", "1", "Long."), Case("case2", "The second")),
        organisations=(
            Organisation("case1.a_bank", "A bank", "case1", "business"),
            Organisation("case1.a_charity", "A charity", "case1"),
            Organisation("city", "The city", "case1", "public"),
            Organisation("case1.a_charity_2", "A charity", "case1"),
        ),
        values=(
            CaseValue("case1", "topic", "food"),
            CaseValue("case1", "integration", "low", "2010"),
            CaseValue("case1", "integration", "high", "2014-05"),
            CaseValue("case2", "integration", "low"),
        ),
    )


def test_a_value_is_known_from_its_date_on(tmp_path):
    cases = read_cases(written(tmp_path, CASES))
    dates = ("2009", "2012-01-01", "2014-06", "")
    assert [cases.value("case1", "integration", date) for date in dates] == ["", "low", "high", "high"]


def test_all_problems_of_a_cases_file_come_at_once(tmp_path):
    text = """\
qualcode: cases/1
attributes:
  - {id: size, values: [small, large]}
cases:
  - {id: a, name: A, attributes: {size: larg, colour: red}}
  - {id: a, name: B, attributes: {size: [{value: small, from: May}, {value: large, from: 2014}]}}
  - {id: c, organisations: [{sector: public}], kind: x}
"""
    path = written(tmp_path, text)
    with pytest.raises(CodebookError) as raised:
        read_cases(path)
    assert list(raised.value.problems) == [
        f"{path}:5: case 'a' has the unknown attribute 'colour'. Define it under attributes of the file.",
        f"{path}:5: case 'a', attribute 'size', has the value 'larg'. Did you mean 'large'? Allowed: small, large.",
        f"{path}:6: case 'a' has an id that the case in line 5 has already. Give one of them another id.",
        f"{path}:6: case 'a', attribute 'size', has several values and is not dated. "
        "Write dated: true for the attribute, or keep one value.",
        f"{path}:6: case 'a', attribute 'size', has the from 'May'. "
        "Write a year, a month or a day: 2014, 2014-05 or 2014-05-31.",
        f"{path}:7: case 'c' has no name. Add: name: … (Name as people read it.)",
        f"{path}:7: case 'c' has the unknown field 'kind'. A case may have: id, name, label, description, "
        "organisations, attributes.",
    ]
    assert [problem.sentence(str(path)) for problem in check(path)] == list(raised.value.problems)


def test_a_codebook_is_no_cases_file(tmp_path):
    path = written(tmp_path, "qualcode: codebook/1\ncodes: []\n")
    with pytest.raises(CodebookError, match="the cases file has the format marker 'codebook/1'"):
        read_cases(path)


CROSSWALK = """\
qualcode: crosswalk/1
description: proposals
links:
  - {a: "one:cost", b: "two:price", relation: same_idea}
  - {a: "one:cost", b: "two:waste", relation: contradicts, why: Not all cost is waste.}
"""


def test_a_crosswalk_is_read_as_links(tmp_path):
    path = written(tmp_path, CROSSWALK)
    assert read_crosswalk(path) == Crosswalk(
        (
            Link("one:cost", "two:price", "same_idea"),
            Link("one:cost", "two:waste", "contradicts", "Not all cost is waste."),
        ),
        description="proposals",
    )


def test_the_ends_of_a_crosswalk_are_looked_up_in_the_codebooks(tmp_path):
    path = written(tmp_path, CROSSWALK)
    books = [Codebook("one", "One", (Code("cost", "Cost"),)), Codebook("two", "Two", (Code("prices", "Price"),))]
    with pytest.raises(CodebookError) as raised:
        read_crosswalk(path, codebooks=books)
    assert list(raised.value.problems) == [
        f"{path}:4: link 1 names 'price', which 'two' does not have. Did you mean 'prices'?",
        f"{path}:5: link 2 names 'waste', which 'two' does not have. Look into that codebook.",
    ]


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        ('{a: cost, b: "t:x", relation: broader}', "link 1 names 'cost'. Write both ends as codebook:id."),
        (
            '{a: "o:c", b: "t:x", relation: same}',
            "link 1 has the relation 'same'. Allowed: same_idea, narrower, broader, contradicts.",
        ),
        ('{a: "o:c", b: "t:x"}', "link 1 has no relation. Add: relation: … (What a is to b.)"),
    ],
)
def test_mistakes_in_a_crosswalk_are_said(tmp_path, entry, sentence):
    path = written(tmp_path, f"qualcode: crosswalk/1\nlinks:\n  - {entry}\n")
    with pytest.raises(CodebookError) as raised:
        read_crosswalk(path)
    assert raised.value.problems == (f"{path}:3: {sentence}",)


def test_the_cases_and_the_crosswalk_of_the_project_are_sound():
    folder = Path(__file__).parents[1] / "codebooks"
    books = []
    for path in sorted(folder.glob("*.yaml")):
        if "qualcode: codebook/1" in path.read_text(encoding="utf-8"):
            books.append(read_codebook(path))
    assert read_crosswalk(folder / "crosswalk.yaml", codebooks=books).links
    assert len(read_cases(folder / "taylor2023_cases.yaml").cases) == 4

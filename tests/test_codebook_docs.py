"""The guide to the codebook is true: its examples are sound and it names every field."""

import re
from pathlib import Path

from qualcode.codebook import check, read_cases, read_crosswalk
from qualcode.codebook.fields import FIELDS
from qualcode.query import parse

GUIDE = (Path(__file__).parents[1] / "docs" / "codebook.md").read_text(encoding="utf-8")
EXAMPLES = [text for text in re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL) if "qualcode:" in text]


def test_the_examples_have_no_errors_and_the_whole_one_needs_no_advice_but_on_its_missing_parts(tmp_path):
    problems = [[(problem.severity, problem.message) for problem in check(text, check_rule=parse)] for text in EXAMPLES]
    assert problems == [
        [("advice", "code 'waiting' has no definition."), ("advice", "code 'cost' has no definition.")],
        [],
        [],
        [],
    ]
    for name, text in zip(("cases.yaml", "crosswalk.yaml"), EXAMPLES[2:], strict=True):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_cases(tmp_path / "cases.yaml").value("case1", "size", "2020") == "medium"
    assert read_crosswalk(tmp_path / "crosswalk.yaml").links[0].type == "broader"


def test_every_field_of_every_kind_of_entry_has_a_row_in_the_guide():
    of = {"codebook": "the codebook", "attribute": "an attribute"}
    for kind, fields in FIELDS.items():
        section = GUIDE.split(f"### Of {of.get(kind, f'a {kind}')}\n")[1].split("\n#")[0]
        rows = re.findall(r"^\| `(\w+)` \| (\*\*required\*\*)?", section, re.MULTILINE)
        assert rows == [(field.name, "**required**" if field.required else "") for field in fields]
        assert all(f"`{choice}`" in section for field in fields for choice in field.choices)

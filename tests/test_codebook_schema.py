"""The published JSON schema says of a file's structure what the checks say."""

import json
import tempfile
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

import qualcode.codebook
from qualcode.codebook import check, schema
from qualcode.codebook.fields import FIELDS

FILE = Path(qualcode.codebook.__file__).with_name("codebook.schema.json")
VALIDATOR = jsonschema.Draft202012Validator(json.loads(FILE.read_text(encoding="utf-8")))

# fmt: off
JUNK = [
    None, True, 0, 1.5, "", " ", "x", "a b", "a:b", "x\n", "\n", "latent", "case", "#12345", "#123456", "en-", [],
    ["a"],     [None], [""], [1, True], [["a"]], {}, {"a": 1}, [{}], [{"query": "x"}], {"query": "x"}, {"spacy": []},
    [{"query": "x", "spacy": [[{}]]}], [{"spacy": [{}]}], [{"spacy": [[{"LOWER": "x"}], {}]}], [{"query": None}],
]
# fmt: on
junk = st.sampled_from(JUNK)
good = {
    "marker": st.just("codebook/1"),
    "id": st.sampled_from(["a", "b", 1, "größe"]),
    "text": st.sampled_from(["words", 1, True, ""]),
    "flag": st.booleans(),
    "texts": st.sampled_from(["one", ["one", 2]]),
    "rules": st.sampled_from(["x", ["x", {"query": "y", "note": "n"}], [{"id": "i", "spacy": [[{"LOWER": "x"}]]}]]),
    "patterns": st.just([[{"LOWER": "x"}]]),
    "mappings": st.sampled_from([[{"type": "matrix"}], []]),
}


def value(field) -> st.SearchStrategy:
    if field.type == "entries":
        valid = st.lists(entry(field.of), max_size=2)
    elif field.type == "choice":
        valid = st.sampled_from(field.choices)
    elif field.pattern:
        valid = st.sampled_from({"language": ["en", "pt-BR"], "color": ["#ABCDEF"]}[field.name])
    elif field.required and field.type == "text":
        valid = st.sampled_from(["a", 2])
    else:
        valid = good[field.type]
    return st.integers(0, 14).flatmap(lambda dice: junk if dice == 0 else valid)


def entry(kind: str) -> st.SearchStrategy:
    required = {field.name: value(field) for field in FIELDS[kind] if field.required}
    optional = {field.name: value(field) for field in FIELDS[kind] if not field.required}
    whole = st.fixed_dictionaries(required, optional=optional)
    broken = st.fixed_dictionaries({}, optional={**required, **optional, "unknown": junk})
    return st.integers(0, 14).flatmap(lambda dice: broken if dice == 0 else whole)


@settings(max_examples=150)
@given(entry("codebook"))
def test_what_passes_the_checks_passes_the_schema_and_the_other_way_round(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.json")
        path.write_text(json.dumps(content), encoding="utf-8")
        wrong = [str(problem) for problem in check(path) if (problem.kind, problem.severity) == ("structure", "error")]
    assert (not wrong) == VALIDATOR.is_valid(content), wrong or [
        error.message for error in VALIDATOR.iter_errors(content)
    ]


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"codes": [{"id": "a", "name": "A", "exmaples": []}]},
        {"codes": [{"id": "a"}]},
        {"codes": {"a": {"name": "A"}}},
        {"codes": [{"id": "a b", "name": "A"}]},
        {"codes": [{"id": "a", "name": "A", "rules": [{"note": "x"}]}]},
        {"codes": [{"id": "a", "name": "A", "rules": [{"query": "x", "spacy": [[{}]]}]}]},
        {"codes": [{"id": "a", "name": "A", "level": "deep"}]},
        {"links": [{"from": "a", "to": "b"}]},
        {"displays": ["matrix"]},
    ],
)
def test_known_mistakes_of_structure_fail_both(content, tmp_path):
    path = tmp_path / "book.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    structural = [problem for problem in check(path) if (problem.kind, problem.severity) == ("structure", "error")]
    assert (bool(structural), VALIDATOR.is_valid(content)) == ((False, True) if content == {} else (True, False))


def test_the_published_file_is_the_schema_and_every_field_has_a_description():
    jsonschema.Draft202012Validator.check_schema(schema())
    assert json.loads(FILE.read_text(encoding="utf-8")) == schema()
    described = {**{kind: schema()["$defs"][kind] for kind in FIELDS if kind != "codebook"}, "codebook": schema()}
    for kind, part in described.items():
        assert list(part["properties"]) == [field.name for field in FIELDS[kind]]
        assert all(len(held["description"]) > 10 for held in part["properties"].values())


def test_the_codebooks_of_the_project_pass_the_schema():
    folder = Path(__file__).parents[1] / "codebooks"
    books = [YAML(typ="safe").load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yaml"))]
    books = [book for book in books if book["qualcode"] == "codebook/1"]
    assert len(books) == 6
    assert [error.message for book in books for error in VALIDATOR.iter_errors(book)] == []

"""The codebooks that come with qualcode: what they hold, and what their rules find."""

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import pytest

from qualcode.codebook import CaseValue, check, read_cases, read_codebook, read_crosswalk
from qualcode.language import Corpus
from qualcode.model import Codebook, Document
from qualcode.query import parse, run
from qualcode.text import role_of_label

ROOT = Path(__file__).parents[1]
BOOKS = ROOT / "codebooks"
TALKS = ROOT.parent / "shared" / "data" / "transcripts" / "founderstalk"
TAYLOR = "taylor2023_responsiveness"
NAMES = (
    TAYLOR,
    "sadri2024_xsp",
    "cambra_fierro2015_uneven_partners",
    "oskam2021_valuing_value",
    "lavie_daf",
    "mckinsey_four_principles",
)


@cache
def book(name: str) -> Codebook:
    return read_codebook(BOOKS / f"{name}.yaml", check_rule=parse)


@cache
def found_by(name: str) -> dict[str, frozenset[tuple[str, str]]]:
    """For each rule of a codebook the examples that it finds, as (code of the example, example)."""
    examples = [(code.id, example) for code in book(name).codes for example in code.examples]
    documents = [Document.of(example, name=str(place)) for place, (_, example) in enumerate(examples)]
    owner = {document.id: example for document, example in zip(documents, examples, strict=True)}
    hits = run(Corpus(documents), [rule for code in book(name).codes for rule in code.rules])
    return {rule: frozenset(owner[hit.document] for hit in found) for rule, found in hits.items()}


@pytest.mark.parametrize("path", sorted(BOOKS.glob("*.yaml")), ids=lambda path: path.stem)
def test_nothing_is_wrong_with_any_file_and_the_only_advice_is_about_the_eight_themes_of_the_source(path):
    found = [problem.message for problem in check(path, check_rule=parse)]
    eight = "the codebook has 8 themes; more than 6 are seldom all developed."
    assert found == ([eight] if path.stem == TAYLOR else [])


def test_the_numbers_of_themes_and_codes_are_those_of_the_sources():
    assert {name: (book(name).id, len(book(name).themes), len(book(name).codes)) for name in NAMES} == {
        "taylor2023_responsiveness": ("taylor2023_responsiveness", 8, 38),
        "sadri2024_xsp": ("sadri2024_xsp", 0, 11),
        "cambra_fierro2015_uneven_partners": ("cambra_fierro2015_uneven_partners", 4, 13),
        "oskam2021_valuing_value": ("oskam2021_valuing_value", 3, 15),
        "lavie_daf": ("lavie_daf", 3, 9),
        "mckinsey_four_principles": ("mckinsey_four_principles", 4, 11),
    }


def test_each_theme_holds_the_number_of_codes_that_its_source_has():
    held = {name: dict(Counter(code.theme for code in book(name).codes)) for name in NAMES}
    assert held == {
        TAYLOR: {"p1_1": 6, "p1_2": 4, "p1_3": 5, "p1_4": 3, "p2_1": 6, "p2_2": 5, "p2_3": 3, "p2_4": 4, "": 2},
        "sadri2024_xsp": {"": 11},
        "cambra_fierro2015_uneven_partners": {"s0": 3, "s1": 3, "s2": 4, "s3": 3},
        "oskam2021_valuing_value": {"vv": 8, "pat_orchestration": 3, "pat_search": 4},
        "lavie_daf": {"daf": 4, "rel": 2, "clash": 3},
        "mckinsey_four_principles": {"m1": 3, "m2": 4, "m3": 2, "m4": 2},
    }


def test_the_grid_has_three_ordered_phases_and_five_perspectives():
    grid = book("sadri2024_xsp")
    assert [(dimension.id, dimension.ordered) for dimension in grid.dimensions] == [
        ("phase", True),
        ("perspective", False),
    ]
    assert [code.id for code in grid.codes if code.dimension == "phase"] == [
        "ph_formation",
        "ph_management",
        "ph_value",
    ]
    assert Counter(code.dimension for code in grid.codes) == {"phase": 3, "perspective": 5, "": 3}


def test_the_challenges_are_answered_by_capacities():
    assert [(link.source, link.type, link.target) for link in book(TAYLOR).links] == [
        ("p1_2", "answered_by", "p2_1"),
        ("p1_4", "answered_by", "p2_1"),
        ("p1_1", "answered_by", "p2_2"),
        ("p1_3", "answered_by", "p2_2"),
        ("p1_1", "answered_by", "p2_3"),
        ("p1_1", "answered_by", "p2_4"),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_every_code_says_what_it_means_what_belongs_to_it_and_what_does_not(name):
    silent = [
        (code.id, field)
        for code in book(name).codes
        for field in ("name", "definition", "include", "exclude", "level", "origin", "color", "examples", "rules")
        if not getattr(code, field)
    ]
    assert silent == []


@pytest.mark.parametrize("name", NAMES)
def test_every_theme_has_a_central_organising_concept(name):
    assert [theme.id for theme in book(name).themes if not theme.central_organising_concept] == []


def test_a_limit_that_names_another_code_names_one_that_exists():
    named = [
        (name, entry.id, word.strip(".,;()"))
        for name in NAMES
        for entry in (*book(name).codes, *book(name).themes)
        for word in entry.exclude.replace("(", " ").split()
        if "_" in word
    ]
    known = {name: {entry.id for entry in (*book(name).codes, *book(name).themes)} for name in NAMES}
    assert [row for row in named if row[2] not in known[row[0]]] == []
    assert len(named) > 40


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_is_named_after_its_code_and_says_why_it_is_there(name):
    rules = [(code.id, rule) for code in book(name).codes for rule in code.rules]
    assert [rule.id for code, rule in rules if not rule.id.startswith(f"{code}.")] == []
    assert [rule.id for _, rule in rules if not rule.query or len(rule.query) > 700] == []
    assert len({rule.id for _, rule in rules}) == len(rules)


def test_every_code_of_the_case_study_has_at_least_two_rules():
    assert {code.id: len(code.rules) for code in book(TAYLOR).codes if len(code.rules) < 2} == {}


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_finds_an_example_of_its_own_code(name):
    idle = [
        rule.id
        for code in book(name).codes
        for rule in code.rules
        if not any(owner == code.id for owner, _ in found_by(name)[rule.id])
    ]
    assert idle == []


@pytest.mark.parametrize("name", NAMES)
def test_hardly_any_example_is_found_by_the_rules_of_another_code(name):
    strangers = {
        (code.id, owner, example)
        for code in book(name).codes
        for rule in code.rules
        for owner, example in found_by(name)[rule.id]
        if owner != code.id
    }
    examples = [example for code in book(name).codes for example in code.examples]
    assert len(strangers) <= 0.1 * len(examples)
    assert max(Counter(example for _, _, example in strangers).values(), default=0) <= 2


def test_each_code_of_the_case_study_ends_with_an_example_that_its_rules_miss():
    """So that nobody takes the rules for the code: they find plain statements and miss what is told as a story."""
    missed = defaultdict(list)
    for code in book(TAYLOR).codes:
        found = {example for rule in code.rules for _, example in found_by(TAYLOR)[rule.id]}
        missed[code.id] = [place - len(code.examples) for place, text in enumerate(code.examples) if text not in found]
    assert dict(missed) == {code.id: [-1] for code in book(TAYLOR).codes}


def test_no_example_stands_in_two_places():
    examples = Counter(
        " ".join(example.lower().split()) for name in NAMES for code in book(name).codes for example in code.examples
    )
    assert [example for example, times in examples.items() if times > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_colours_can_be_told_apart_and_read_on_white_and_on_dark(name):
    colours = [code.color for code in book(name).codes]
    assert len(set(colours)) == len(colours)
    # contrast of WCAG 2.1 for graphics, at least 3, against white and against Streamlit's dark ground
    assert [c for c in colours if min(contrast(c, "#ffffff"), contrast(c, "#0e1117")) < 3] == []


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it; 0 is black, 1 is white."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_white_has_the_luminance_one_and_the_contrast_twenty_one_to_black():
    assert (luminance("#ffffff"), contrast("#ffffff", "#000000")) == (pytest.approx(1), pytest.approx(21))


def test_both_ends_of_every_relation_exist_and_the_four_contradictions_are_there():
    crosswalk = read_crosswalk(BOOKS / "crosswalk.yaml", codebooks=[book(name) for name in NAMES])
    assert Counter(link.type for link in crosswalk.links) == {"same_idea": 6, "broader": 9, "contradicts": 4}
    assert [(link.source, link.target) for link in crosswalk.links if link.type == "contradicts"] == [
        (f"{TAYLOR}:roles_unknowable", "mckinsey_four_principles:common_goals_discussed"),
        (f"{TAYLOR}:p2_1", "mckinsey_four_principles:m1"),
        (f"{TAYLOR}:tolerate_ambiguity", "lavie_daf:standardization"),
        ("oskam2021_valuing_value:stable_membership", f"{TAYLOR}:beyond_dyad"),
    ]
    assert [link.source for link in crosswalk.links if not link.why] == []
    assert len({(link.source, link.target) for link in crosswalk.links}) == len(crosswalk.links)


def test_the_four_cases_have_their_organisations_and_attributes():
    cases = read_cases(BOOKS / "taylor2023_cases.yaml")
    assert [(case.id, case.label) for case in cases.cases] == [
        ("case1", "Arm's Length"),
        ("case2", "Operational"),
        ("case3", "Incubator"),
        ("case4", "Adoption"),
    ]
    assert Counter((organisation.case, organisation.sector) for organisation in cases.organisations) == {
        ("case1", "business"): 1,
        ("case1", "nonprofit"): 1,
        ("case2", "business"): 2,
        ("case2", "nonprofit"): 1,
        ("case3", "business"): 1,
        ("case3", "nonprofit"): 1,
        ("case4", "business"): 1,
        ("case4", "nonprofit"): 1,
    }
    assert [value for value in cases.values if value.attribute in ("integration", "sdoh")] == [
        CaseValue("case1", "integration", "arms_length"),
        CaseValue("case2", "integration", "operational"),
        CaseValue("case2", "sdoh", "nutrition"),
        CaseValue("case3", "integration", "incubator"),
        CaseValue("case3", "sdoh", "physical activity"),
        CaseValue("case4", "integration", "adoption"),
        CaseValue("case4", "sdoh", "physical activity"),
    ]
    integration = next(attribute for attribute in cases.attributes if attribute.id == "integration")
    assert (integration.type, integration.dated) == ("ordinal", True)
    assert integration.values == book(TAYLOR).attributes[0].values


def test_every_code_of_the_case_study_finds_words_of_participants_in_the_sample_study():
    from qualcode.readers import read

    documents = [
        read(path, kind="observation" if "observation" in path.stem else "interview")
        for path in sorted((ROOT / "data_samples").glob("c[1-4]_*"))
    ]
    hits = run(
        Corpus(documents),
        [rule for code in book(TAYLOR).codes for rule in code.rules],
        eligible=lambda document, speaker: role_of_label(speaker, document.kind) == "participant",
    )
    assert [code.id for code in book(TAYLOR).codes if not any(len(hits[rule.id]) for rule in code.rules)] == []


@pytest.mark.skipif(not TALKS.exists(), reason="the folder with interviews on another subject is absent")
def test_in_interviews_on_another_subject_no_code_is_proposed_for_more_than_eight_in_a_thousand_sentences():
    from qualcode.readers import read

    corpus = Corpus([read(path) for path in sorted(TALKS.glob("founders-talk-*.md"))])
    sentences = len(list(corpus.segments("sentence")))
    often = {}
    for name in NAMES:
        hits = run(corpus, [rule for code in book(name).codes for rule in code.rules])
        for code in book(name).codes:
            passages = {(hit.document, hit.start) for rule in code.rules for hit in hits[rule.id]}
            if len(passages) > 0.008 * sentences:
                often[code.id] = 1000 * len(passages) / sentences
    assert sentences > 40_000
    assert often == {}

"""Checks of a codebook: each says line, place and remedy, and errors differ from advice."""

import pytest

from qualcode.codebook import check
from qualcode.errors import QueryError

HEAD = "qualcode: codebook/1\n"


def said(text: str, severity: str = "error", **options) -> list[tuple[int, str]]:
    """Line and sentence of each problem of a text."""
    problems = check(HEAD + text, **options)
    return [
        (problem.line, f"{problem.message} {problem.remedy}".strip())
        for problem in problems
        if problem.severity == severity
    ]


def advice(text: str) -> list[tuple[int, str]]:
    return said(text, "advice")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "codes:\n  - id: a\n    name: A\n    name: B\n",
            (5, "code 'a' has the field 'name' in line 4 and again in line 5. Keep one."),
        ),
        (
            "codes:\n  - {name: Cost}\n",
            (
                3,
                "code 1 ('Cost') has no id. Add: id: … (Short key that rules, links, tables and exports use. "
                "No blanks, commas, semicolons or colons.)",
            ),
        ),
        (
            "codes:\n  cost:\n    name: Cost\n",
            (
                3,
                "the codebook has fields (cost) where a list of codes is expected. Begin every entry with a dash:\n"
                "  - id: cost\n    name: Cost",
            ),
        ),
        ("codes:\n  - cost\n", (3, "code 1 is the text 'cost', not an entry with fields. Write: {id: …, name: …}.")),
        (
            "codes:\n  - {id: a, name: A, theme: t2}\nthemes:\n  - {id: t1, name: Long enough name}\n",
            (3, "code 'a' has the theme 't2', which is not among the themes. The themes are: t1."),
        ),
        (
            "codes:\n  - {id: a, name: A, dimension: phase}\n",
            (3, "code 'a' has the dimension 'phase', which is not among the dimensions. Add it under dimensions."),
        ),
        (
            "codes:\n  - {id: a, name: A, parent: Costs of it}\n  - {id: costs, name: Costs of it}\n",
            (
                3,
                "code 'a' has the parent 'Costs of it', which is not among the codes. Did you mean 'costs'? "
                "The codes are: a, costs.",
            ),
        ),
        (
            "codes:\n  - {id: a, name: A, parent: b}\n  - {id: b, name: B, parent: c}\n  - {id: c, name: C, "
            "parent: a}\n",
            (
                3,
                "code 'a' is its own ancestor: a → b → c → a (each has the next as parent). Delete one of the parents.",
            ),
        ),
        ("codes:\n  - {id: a, name: A, parent: a}\n", (3, "code 'a' is its own parent. Delete one of the parents.")),
        (
            "codes:\n  - {id: a, name: A, color: blue}\n",
            (
                3,
                "code 'a' has the color 'blue'. Write six hexadecimal digits in quotes, for example color: "
                '"#1f77b4".',
            ),
        ),
        (
            "approach: reflexiv\ncodes: []\n",
            (
                2,
                "the codebook has the approach 'reflexiv'. Did you mean 'reflexive'? Allowed: reflexive, "
                "codebook, reliability.",
            ),
        ),
        (
            "language: english\ncodes: []\n",
            (
                2,
                "the codebook has the language 'english'. Write the short code of the language, for example en, "
                "de or fr.",
            ),
        ),
        (
            "dimensions:\n  - {id: a, ordered: yes}\n",
            (3, "dimension 'a' has 'yes' as ordered. Write ordered: true or ordered: false."),
        ),
        (
            "attributes:\n  - {id: a, type: ordnal}\n",
            (
                3,
                "attribute 'a' has the type 'ordnal'. Did you mean 'ordinal'? Allowed: nominal, ordinal, "
                "number, date, text.",
            ),
        ),
        (
            "codes:\n  - {id: a, name: A}\nlinks:\n  - {from: a, to: b, type: informs}\n",
            (
                5,
                "link 'a' to 'b' names 'b', which is neither a code nor a theme. Another codebook's code is "
                "written as codebook:id.",
            ),
        ),
        (
            "codes:\n  - id: a\n    name: A\n    examples:\n      - He said: never.\n",
            (6, "code 'a' has fields (He said) among its examples. Put the text in quotes: it contains a colon."),
        ),
        (
            "codes:\n  - {id: a, name: A, definition: [x, y]}\n",
            (3, "code 'a' has a list as definition. 'definition' is one text."),
        ),
        (
            "codes:\n  - {id: a, name: A, rules: [{query: x, spacy: [[{LOWER: x}]]}]}\n",
            (3, "code 'a', rule 1, has both a query and spacy patterns. Make two rules of it."),
        ),
        (
            "codes:\n  - {id: a, name: A, rules: [{spacy: [[{LEMA: x}]]}]}\n",
            (3, "code 'a', rule 1, has the unknown token attribute 'LEMA'. Did you mean 'LEMMA'? See spaCy's Matcher."),
        ),
        (
            "codes:\n  - {id: a, name: A, rules: [x, {id: a.r1, query: z}]}\n",
            (3, "rule 'a.r1' has an id that the rule in line 3 has already. Give one of them another id."),
        ),
        ("codes:\n  - {id: a, name: }\n", (3, "code 'a' has an empty name. Write: name: … (Name as people read it.)")),
    ],
)
def test_an_error_names_its_line_and_its_remedy(text, expected):
    assert said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("codes:\n\t- id: a\n", (3, "Line 3 is indented with a tab; use blanks.")),
        ("codes:\n  - id: a\n    name: Trust: broken\n", (4, "Put the text of line 4 in quotes: it contains a colon.")),
        ('codes:\n  - {id: a, name: "A}\n', (4, "Look for a missing quotation mark in line 3.")),
        ("codes: [{id: a, name: A}\n", (3, "Look at the indentation and the quotation marks near this line.")),
        ("codes:\n  - !!python/object:os.system {id: a}\n", (3, "Delete the tag.")),
        ("a: &x [*x]\n", (2, "Write the text out instead of *aliases.")),
        ("---\nid: a\n---\nid: b\n", (2, "Delete the line with ---.")),
    ],
)
def test_text_that_is_not_yaml_is_said_with_its_line_and_a_remedy(text, expected):
    problems = check(HEAD + text)
    assert [(problem.kind, problem.severity) for problem in problems] == [("syntax", "error")]
    assert (problems[0].line, problems[0].remedy) == expected


def test_aliases_that_unfold_without_end_are_refused_at_once():
    bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
    )
    assert [problem.message for problem in check(bomb)] == ["aliases unfold to too many entries."]


def test_an_alias_that_a_person_uses_is_read():
    text = "codes:\n  - {id: a, name: A, definition: &d Same.}\n  - {id: b, name: B, definition: *d}\n"
    assert said(text) == [] and advice(text) == []


def test_very_deep_nesting_is_refused():
    assert [problem.message for problem in check("codes: " + "[" * 400 + "]" * 400)] == [
        "the entries are nested too deeply."
    ]


def test_a_rule_that_does_not_parse_is_an_error_at_its_line():
    def check_rule(query: str) -> None:
        if "(" in query:
            raise QueryError("This parenthesis is never closed.", query, query.index("("))

    text = "codes:\n  - id: a\n    name: A\n    definition: d\n    rules:\n      - fine\n      - (bad\n"
    assert said(text, check_rule=check_rule) == [
        (8, "code 'a', rule 'a.r2' cannot be understood: This parenthesis is never closed. \n  (bad\n  ^")
    ]
    assert said(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "codes:\n  - {id: a, name: A}\n",
            (3, "code 'a' has no definition. Write what it means, so that another person can use it."),
        ),
        ("codes: []\n", (1, "the codebook has no codes yet. Add under codes: - {id: …, name: …}")),
        (
            "codes:\n  - {id: a, name: A, definition: d}\nlinks:\n  - {from: a, to: 'x:b', type: inform}\n",
            (
                5,
                "link 'a' to 'x:b' has a type of its own, 'inform'. Did you mean 'informs'? Usual types: answered_by, "
                "informs, interacts, contradicts, supports, leads_to, part_of, same_idea, narrower, broader.",
            ),
        ),
        (
            "description: Five themes emerged.\ncodes:\n  - {id: a, name: A, definition: d}\n",
            (
                2,
                "the codebook says 'themes emerged'. In reflexive analysis, researchers make themes; saturation "
                "is not its measure.",
            ),
        ),
        (
            "codes:\n  - {id: a, name: A, definition: d, color: #1f77b4\n    }\n",
            (3, 'the colour #1f77b4 is lost, because # starts a comment. Write: color: "#1f77b4"'),
        ),
        (
            "attributes:\n  - {id: size, type: ordinal}\ncodes:\n  - {id: a, name: A, definition: d}\n",
            (3, "attribute 'size' is ordinal without values. List them, lowest first."),
        ),
        (
            "codes:\n"
            + "".join(
                f"  - {{id: c{n}, name: C{n}, definition: d{', parent: c' + str(n - 1) if n else ''}}}\n"
                for n in range(5)
            ),
            (6, "code 'c3' is on level 4; more than 3 levels are hard to code with. Join some levels."),
        ),
        (
            "codes:\n  - {id: a, name: Same, definition: d}\n  - {id: b, name: same, definition: d}\n",
            (4, "code 'b' has the same name as 'a': 'same'. Rename or merge one."),
        ),
    ],
)
def test_advice_is_given_and_is_no_error(text, expected):
    assert advice(text) == [expected]
    assert said(text) == []


@pytest.mark.parametrize(
    ("name", "blamed"),
    [
        ("Benefits of partnering", True),
        ("Barriers to trust", True),
        ("Key challenges in working together", True),
        ("Perceptions about business", True),
        ("Trust", True),
        ("Trust is needed most where it is hardest", False),
        ("Benefits come late", False),
        ("Develop two-way dialogue", False),
    ],
)
def test_theme_names_that_name_a_topic_get_advice(name, blamed):
    theme = f"themes:\n  - {{id: t, name: {name}, central_organising_concept: c}}\n"
    said_of_it = advice(theme + "codes:\n  - {id: a, name: A, definition: d, theme: t}\n")
    how = "by the single word " if " " not in name else ""
    what = f"theme 't' is named {how}'{name}', which names a topic and makes no claim. Say what is shared about it."
    assert said_of_it == ([(3, what)] if blamed else [])


def test_a_seventh_theme_and_themes_without_concept_or_codes_get_advice():
    themes = "".join(f"  - {{id: t{n}, name: It takes {n} years}}\n" for n in range(7))
    codes = "codes:\n" + "".join(f"  - {{id: c{n}, name: C{n}, definition: d, theme: t{n}}}\n" for n in range(6))
    assert advice("themes:\n" + themes + codes) == [
        (3, "the codebook has 7 themes; more than 6 are seldom all developed. Ask whether some belong together."),
        *(
            (
                n + 3,
                f"theme 't{n}' is a candidate: it has no central_organising_concept. Write in a sentence what "
                f"holds it together.",
            )
            for n in range(7)
        ),
        (9, "theme 't6' rests on no code. Give codes: theme: t6"),
    ]


def test_a_file_is_checked_by_its_path_and_a_missing_marker_is_advice(tmp_path):
    path = tmp_path / "b.yaml"
    path.write_text("codes:\n  - {id: a, name: A, definition: d}\n", encoding="utf-8")
    expected = [("advice", "line 1: the codebook has no format marker. Begin with: qualcode: codebook/1")]
    assert [(problem.severity, str(problem)) for problem in check(path)] == expected
    assert [(problem.severity, str(problem)) for problem in check(str(path))] == expected

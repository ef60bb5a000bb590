"""The theme tables: claims, the people behind them, and the questions they raise."""

from __future__ import annotations

import runpy
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

from qualcode import analysis

worked = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("worked_study.py"))))
NOTHING = pd.DataFrame()


@pytest.fixture
def study():
    return worked.study()


def theme_table(study, **options):
    return analysis.theme_table(
        study.themes,
        study.theme_codes,
        study.codings,
        study.extracts,
        study.documents,
        study.cases,
        codes=study.codes,
        **options,
    )


def theme_by_case(study, **options):
    return analysis.theme_by_case(
        study.themes,
        study.theme_codes,
        study.codings,
        study.extracts,
        study.documents,
        study.cases,
        study.summaries,
        **options,
    )


def test_the_theme_table_of_the_worked_study(study):
    assert theme_table(study).to_dict("records") == [
        {
            "theme": "Time is theirs",
            "status": "defined",
            "central_organising_concept": "Waiting is a way to be ruled.",
            "codes": "Waiting; Unasked",
            "voices": 3,
            "cases": 1,
            "codings": 4,
            "exemplar_quotes": "“We waited a year.” (Nonprofit Manager)\n"
            "“We waited a year too.” (Nonprofit, seniority not recorded)",
            "does_not_fit": "“I never waited.” (Participant, sector and seniority not recorded)",
            "flags": "one case; one sector recorded, 1 voice has none; documents not read: 1",
        },
        {
            "theme": "Money talks",
            "status": "candidate",
            "central_organising_concept": "",
            "codes": "Money; Unasked",
            "voices": 2,
            "cases": 2,
            "codings": 4,
            "exemplar_quotes": "“we waited for funds” (Archival document)",
            "does_not_fit": "none recorded",
            "flags": "no central organising concept; documents not read: 1",
        },
        {
            "theme": "Trust",
            "status": "candidate",
            "central_organising_concept": "",
            "codes": "Trust",
            "voices": 0,
            "cases": 0,
            "codings": 0,
            "exemplar_quotes": "none chosen",
            "does_not_fit": "none recorded",
            "flags": "no central organising concept; no evidence; documents not read: 1",
        },
    ]


def test_the_theme_by_case_table_of_the_worked_study(study):
    first = "“We waited a year.” (Nonprofit Manager)"
    report = "“we waited for funds” (Archival document)"
    table = theme_by_case(study)
    assert list(table.columns) == ["theme", "case", "voices", "codings", "state", "summary", "exemplar_quote"]
    assert table.values.tolist() == [
        ["Time is theirs", "north", 3, 4, "found", "Both sides wait.", first],
        ["Time is theirs", "south", 0, 0, "none found", "", ""],
        ["Time is theirs", "west", 0, 0, "not yet read", "", ""],
        ["Money talks", "north", 2, 3, "found", "", ""],
        ["Money talks", "south", 0, 1, "found", "", report],
        ["Money talks", "west", 0, 0, "not yet read", "", ""],
        ["Trust", "north", 0, 0, "none found", "", ""],
        ["Trust", "south", 0, 0, "none found", "", ""],
        ["Trust", "west", 0, 0, "not yet read", "", ""],
    ]


def test_discarded_themes_come_only_when_asked_for_and_stay_discarded(study):
    assert theme_table(study, discarded=True)[["theme", "status"]].values.tolist()[2] == ["Dropped", "discarded"]


def test_an_interviewers_words_are_never_an_exemplar(study):
    assert "Why?" not in theme_table(study)["exemplar_quotes"].str.cat()


def test_a_theme_with_a_blank_concept_is_a_candidate_whatever_it_says(study):
    themes = study.themes.assign(status="defined", central_organising_concept="  ")
    table = analysis.theme_table(themes, study.theme_codes, study.codings, NOTHING, NOTHING, NOTHING)
    assert table["status"].tolist() == ["candidate"] * 4


def test_themes_of_one_name_stay_apart(study):
    themes = study.themes.assign(name="Time", status="candidate")
    table = analysis.theme_table(themes, study.theme_codes, study.codings, NOTHING, NOTHING, NOTHING)
    assert table["theme"].tolist() == ["Time (t1)", "Time (t2)", "Time (t3)", "Time (t4)"]


def test_a_coding_counts_once_in_a_theme_that_lists_its_code_twice(study):
    links = pd.concat([study.theme_codes, study.theme_codes])
    table = analysis.theme_table(study.themes, links, study.codings, NOTHING, NOTHING, NOTHING)
    assert table[["codes", "codings"]].values.tolist() == [
        ["Waiting; Unasked", 4],
        ["Money; Unasked", 4],
        ["trust", 0],
    ]


@pytest.mark.parametrize(
    ("make", "columns"),
    [(theme_table, analysis.THEME_COLUMNS), (theme_by_case, analysis.CASE_COLUMNS)],
)
def test_an_empty_project_has_the_columns_and_no_rows(make, columns):
    from qualcode.export import StudyData

    table = make(StudyData())
    assert list(table.columns) == columns and len(table) == 0


def test_the_quote_table_stands_in_project_order_with_unthemed_codes_last(study):
    themes = study.themes.assign(status=["defined", "discarded", "discarded", "candidate"])
    table = analysis.quotes(themes, study.theme_codes, study.codings, codes=study.codes, granularity="full")
    assert list(table.columns) == analysis.QUOTE_COLUMNS
    assert table[["theme", "code", "quote", "coder", "document"]].values.tolist() == [
        ["Time is theirs", "Waiting", "We waited a year.", "kim", "d1"],
        ["Time is theirs", "Waiting", "We waited a year.", "lou", "d1"],
        ["Time is theirs", "Waiting", "We waited a year too.", "kim", "d2"],
        ["Time is theirs", "Waiting", "I never waited.", "kim", "d2"],
        ["Time is theirs", "Unasked", "Nobody asked us.", "kim", "d1"],
        ["", "Money", "=SUM(A1) was their answer.", "kim", "d1"],
        ["", "Money", "They pay late.", "kim", "d1"],
        ["", "Money", "we waited for funds", "kim", "d4"],
    ]


@pytest.mark.parametrize(
    ("granularity", "expected"),
    [
        ("publication", ["Business Leader", "", ""]),
        ("case", ["Business Leader, north", "north", ""]),
        ("full", ["Business Leader, ben, north, d1", "north", "d1"]),
    ],
)
def test_case_and_document_show_only_as_far_as_the_granularity_allows(study, granularity, expected):
    table = analysis.quotes(study.themes, study.theme_codes, study.codings, granularity=granularity)
    row = table[table["quote"] == "They pay late."]
    assert row[["attribution", "case", "document"]].values.tolist() == [expected]


def test_origins_tell_how_much_of_a_theme_began_as_a_suggestion(study):
    table = analysis.origins(study.themes, study.theme_codes, study.codings)
    assert table.fillna(-1).values.tolist() == [
        ["Time is theirs", 5, 4, 1, 0, 20.0],
        ["Money talks", 4, 2, 1, 1, 25.0],
        ["Trust", 0, 0, 0, 0, -1],
    ]

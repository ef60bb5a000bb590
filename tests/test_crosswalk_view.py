"""A crosswalk between codebooks, as the codings of a study show it."""

import json
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from qualcode.analysis import CROSSWALK_COLUMNS
from qualcode.cli import app
from qualcode.codebook import Crosswalk
from qualcode.errors import NotFound
from qualcode.model import Code, Codebook, Link, ThemeEntry

BOOKS = Path(__file__).parents[1] / "codebooks"
NUMBERS = ["voices_a", "voices_b", "voices_both", "passages_a", "passages_b", "passages_both"]
WALK = Crosswalk(
    (
        Link("book:two_worlds", "other:one_world", "broader", "Two hold one."),
        Link("book:speed", "other:one_world", "contradicts", "Nobody waits in one world."),
        Link("book:difference", "other:one_world", "contradicts", "Either two or one."),
        Link("third:gone", "book:brand", "same_idea", "A logo is a logo."),
    )
)


@pytest.fixture
def coded(study):
    """Ana speaks of two worlds and of one; Ben of two; what Cat says and what is asked carries nothing of both."""
    study.codebook.use(
        Codebook(
            "other",
            "Another",
            codes=(Code("one_world", "One world", theme="unity"),),
            themes=(ThemeEntry("unity", "Unity"),),
        )
    )
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P1", "two worlds. They move fast, we wait.", "one_world")
    study.by("ben").codings.add_quote("P1", "from two worlds.", "two_worlds")
    study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds")
    study.codings.add_quote("P3", "It went well.", "one_world")
    study.codings.add_quote("P2", "Why two worlds?", "two_worlds")
    study.codings.add_quote("P2", "Why two worlds?", "one_world")
    study.documents.mark_read(["P1", "P2", "P3"])
    return study


def test_contradictions_that_meet_in_the_data_stand_first_then_the_file_has_its_order(coded):
    table = coded.codebook.crosswalk(WALK)
    assert list(table.columns) == CROSSWALK_COLUMNS
    assert table[["a", "a_name", "relation", "b", "b_name", "note"]].values.tolist() == [
        ["book:difference", "Difference strains", "contradicts", "other:one_world", "One world", ""],
        ["book:speed", "Speed", "contradicts", "other:one_world", "One world", ""],
        ["book:two_worlds", "Two worlds", "broader", "other:one_world", "One world", ""],
        ["third:gone", "", "same_idea", "book:brand", "Brand and logo", "a: not in this study"],
    ]
    assert table["why"].tolist()[0] == "Either two or one."


def test_people_and_passages_of_both_ends_are_counted_and_what_is_not_there_is_missing(coded):
    numbers = coded.codebook.crosswalk(WALK).set_index("a")[NUMBERS]
    # Ana's two passages of two worlds overlap: one place where both meet
    assert numbers.loc["book:two_worlds"].tolist() == [2, 2, 1, 3, 2, 1]
    assert numbers.loc["book:difference"].tolist() == [2, 2, 1, 3, 2, 1]
    assert numbers.loc["book:speed"].tolist() == [0, 2, 0, 0, 2, 0]
    gone = numbers.loc["third:gone"]
    assert gone.isna().tolist() == [True, False, True, True, False, True]
    assert (gone["voices_b"], gone["passages_b"]) == (0, 0)


def test_where_people_differ_nobody_speaks_for_both(coded):
    coded.codings.add_quote("P2", "Two worlds, yes. Nobody", "one_world")
    row = coded.codebook.crosswalk(WALK).set_index("a").loc["book:two_worlds"]
    assert row[["voices_both", "passages_both"]].tolist() == [2, 2]


def test_a_retired_code_and_a_discarded_theme_say_so(coded):
    coded.codebook.merge("brand", into="speed", why="same")
    coded.themes.discard("difference", why="a topic")
    notes = coded.codebook.crosswalk(WALK).set_index("a")["note"]
    assert notes["third:gone"] == "a: not in this study; b: retired here"
    assert notes["book:difference"] == "a: discarded here"


def test_a_note_says_that_zero_may_mean_not_yet_read(coded):
    assert coded.codebook.crosswalk(WALK).attrs == {"note": ""}
    coded.documents.mark_unread("P3")
    assert coded.codebook.crosswalk(WALK).attrs == {"note": "Documents not read yet: 1. A 0 may mean: not yet read."}


def test_the_passages_behind_a_row_begin_where_both_meet(coded):
    found = coded.codebook.crosswalk_passages(WALK, "difference", "other:one_world")
    assert found[["side", "quote", "attribution", "case"]].values.tolist() == [
        ["both", "two worlds.", "Nonprofit Manager", "one"],
        ["a", "We come from two worlds.", "Nonprofit Manager", "one"],
        ["a", "from two worlds.", "Nonprofit Manager", "one"],
        ["a", "Two worlds, yes.", "Participant, sector and seniority not recorded", "one"],
        ["b", "two worlds. They move fast, we wait.", "Nonprofit Manager", "one"],
        ["b", "It went well.", "Participant, sector and seniority not recorded", "two"],
    ]
    for row in found.itertuples():
        assert row.quote == coded.documents[row.document].text[row.start : row.end]


def test_the_passages_of_an_end_that_is_not_here_are_those_of_the_other(coded):
    coded.codings.add_quote("P3", "the logo", "brand")
    found = coded.codebook.crosswalk_passages(WALK, "third:gone", "book:brand")
    assert found[["side", "quote"]].values.tolist() == [["b", "the logo"]]


def test_a_link_that_is_not_there_is_named(coded):
    with pytest.raises(NotFound, match="does not speak of 'book:speeed'. Did you mean 'book:speed'"):
        coded.codebook.crosswalk_passages(WALK, "book:speeed", "other:one_world")
    with pytest.raises(NotFound, match="does not relate 'other:one_world' to 'book:speed'"):
        coded.codebook.crosswalk_passages(WALK, "other:one_world", "book:speed")


def test_the_shipped_crosswalk_speaks_of_two_codebooks_taken_into_one_study(study):
    study.codebook.use(BOOKS / "taylor2023_responsiveness.yaml")
    study.codebook.use(BOOKS / "mckinsey_four_principles.yaml")
    table = study.codebook.crosswalk(BOOKS / "crosswalk.yaml")
    assert len(table) == 19
    whole = table[table["note"] == ""]
    assert sorted(zip(whole["a"], whole["relation"], whole["b"], strict=True)) == [
        ("taylor2023_responsiveness:more_than_checks", "broader", "mckinsey_four_principles:tools_processes_people"),
        ("taylor2023_responsiveness:p2_1", "contradicts", "mckinsey_four_principles:m1"),
        ("taylor2023_responsiveness:p2_2", "broader", "mckinsey_four_principles:keep_in_loop"),
        (
            "taylor2023_responsiveness:roles_unknowable",
            "contradicts",
            "mckinsey_four_principles:common_goals_discussed",
        ),
        ("taylor2023_responsiveness:shifting_focus", "same_idea", "mckinsey_four_principles:scope_shift_expected"),
    ]
    assert whole[NUMBERS].sum().tolist() == [0] * 6


def test_an_empty_crosswalk_is_an_empty_table(study):
    pd.testing.assert_index_equal(
        study.codebook.crosswalk(Crosswalk()).columns, pd.Index(CROSSWALK_COLUMNS), exact=False
    )


def test_the_crosswalk_is_a_command(coded, tmp_path):
    file = tmp_path / "walk.yaml"
    file.write_text(
        "qualcode: crosswalk/1\nlinks:\n"
        '  - {a: "book:two_worlds", b: "other:one_world", relation: contradicts, why: Two or one.}\n'
    )
    ran = CliRunner().invoke(app, ["codebook", "crosswalk", str(coded.path), str(file), "--json"])
    assert ran.exit_code == 0, ran.output
    (row,) = json.loads(ran.stdout)
    assert [row[name] for name in NUMBERS] == [2, 2, 1, 3, 2, 1]
    told = ["codebook", "crosswalk", str(coded.path), str(file), "--passages", "two_worlds", "one_world", "--csv"]
    assert CliRunner().invoke(app, told).stdout.splitlines()[1].startswith("both,two worlds.,Nonprofit Manager,one,")

"""Which case bears out which theme: every cell counted by hand."""

import json
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from typer.testing import CliRunner

import qualcode
from qualcode.analysis import REPLICATION_COLUMNS, replication
from qualcode.cli import app
from qualcode.errors import NotFound
from qualcode.model import Attribute

worked = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("worked_study.py"))))


def table(data, **more):
    frames = (data.themes, data.theme_codes, data.codings, data.extracts, data.documents, data.cases, data.summaries)
    return replication(*frames, keys=True, **more)


def cells(frame):
    """{theme case: (state, people for, against, passages for, against)}."""
    return {f"{row.theme} {row.case}": tuple(row[2:7]) for row in frame.itertuples(index=False)}


def test_each_case_supports_contradicts_is_silent_or_was_not_read():
    frame = table(worked.study())
    assert list(frame.columns) == REPLICATION_COLUMNS
    assert cells(frame) == {
        "t1 north": ("both", 2, 1, 3, 1),  # Ana (two passages, two coders) and Cleo; Dan's is in the tray
        "t1 south": ("silent", 0, 0, 0, 0),
        "t1 west": ("not yet read", 0, 0, 0, 0),
        "t2 north": ("supports", 2, 0, 3, 0),
        "t2 south": ("supports", 0, 0, 1, 0),  # archival text is nobody's voice
        "t2 west": ("not yet read", 0, 0, 0, 0),
        "t4 north": ("silent", 0, 0, 0, 0),
        "t4 south": ("silent", 0, 0, 0, 0),
        "t4 west": ("not yet read", 0, 0, 0, 0),
    }


def test_a_cell_holds_its_summary_and_the_first_quotes_that_were_chosen():
    frame = table(worked.study()).set_index(["theme", "case"])[["summary", "quote_for", "quote_against"]]
    assert frame.loc[("t1", "north")].tolist() == [
        "Both sides wait.",
        "“We waited a year.” (Nonprofit Manager)",
        "“I never waited.” (Participant, sector and seniority not recorded)",
    ]
    assert frame.loc[("t2", "south")].tolist() == ["", "“we waited for funds” (Archival document)", ""]
    assert frame.loc[("t2", "north")].tolist() == ["", "", ""]


def test_a_stance_against_counts_without_the_tray():
    data = worked.with_quote(worked.study(), "c10", stance="against")
    assert cells(table(data))["t2 south"] == ("contradicts", 0, 0, 0, 1)
    quotes = table(data).set_index(["theme", "case"]).loc[("t2", "south"), ["quote_for", "quote_against"]]
    assert quotes.tolist() == ["", "“we waited for funds” (Archival document)"]


def test_two_coders_who_disagree_put_a_passage_on_both_sides():
    data = worked.with_quote(worked.study(), "c2", stance="against")
    assert cells(table(data))["t1 north"] == ("both", 2, 2, 3, 2)


def test_a_passage_in_the_tray_is_against_for_every_coder_of_it():
    data = worked.study()
    extracts = pd.concat(
        [data.extracts, pd.DataFrame([["t1", "does_not_fit", "c1", 2, ""]], columns=data.extracts.columns)]
    )
    frame = table(replace(data, extracts=extracts))
    assert cells(frame)["t1 north"] == ("both", 2, 2, 2, 2)  # Ana still waits unasked, but not in these words
    assert frame["quote_for"][0] == "“We waited a year too.” (Nonprofit, seniority not recorded)"


def test_a_chosen_passage_of_another_code_belongs_to_the_theme():
    data = worked.study()
    extracts = pd.DataFrame([["t4", "does_not_fit", "c5", 1, ""]], columns=data.extracts.columns)
    assert cells(table(replace(data, extracts=extracts)))["t4 north"] == ("contradicts", 0, 1, 0, 1)


def test_an_interviewers_words_are_on_no_side():
    data = worked.study()
    extracts = pd.DataFrame([["t4", "does_not_fit", "c8", 1, ""]], columns=data.extracts.columns)
    assert cells(table(replace(data, extracts=extracts)))["t4 north"] == ("silent", 0, 0, 0, 0)


def test_evidence_without_a_case_stands_last():
    data = worked.study()
    data.codings.loc[data.codings["document"] == "d4", "case"] = ""
    frame = table(data)
    assert frame["case"].drop_duplicates().tolist() == ["north", "south", "west", "no case"]
    assert cells(frame)["t2 no case"] == ("supports", 0, 0, 1, 0)
    assert frame.loc[(frame["theme"] == "t2") & (frame["case"] == "no case"), "quote_for"].tolist() == [
        "“we waited for funds” (Archival document)"
    ]


def test_themes_without_codings_and_studies_without_anything_have_their_rows():
    data = worked.study()
    bare = replace(data, codings=data.codings.iloc[:0], extracts=data.extracts.iloc[:0])
    assert set(table(bare)["state"]) == {"silent", "not yet read"}
    nothing = pd.DataFrame()
    assert list(replication(*[nothing] * 6).columns) == REPLICATION_COLUMNS


# -- in a study


@pytest.fixture
def coded(study):
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand", stance="against")
    study.documents.mark_read(["P1", "P2"])
    return study


def test_a_study_names_its_themes_and_orders_its_cases(coded):
    coded.cases.declare(Attribute("integration", type="ordinal", values=("low", "high"), dated=True))
    coded.cases.set("one", since="2012", integration="low")
    coded.cases.set("one", since="2019", integration="high")
    coded.cases.set("two", since="2012", integration="low")
    frame = coded.themes.replication(order_by="integration")
    assert frame[["theme", "case", "state"]].values.tolist() == [
        ["Difference strains", "two", "not yet read"],
        ["Difference strains", "one", "both"],
        ["Time", "two", "not yet read"],
        ["Time", "one", "silent"],
    ]
    assert coded.themes.replication(order_by="integration", on="2015")["case"].tolist() == ["one", "two"] * 2
    with pytest.raises(NotFound, match="no attribute 'size'"):
        coded.themes.replication(order_by="size")


def test_a_read_case_is_silent(coded):
    coded.documents.mark_read("P3")
    assert coded.themes.replication()["state"].tolist() == ["both", "silent", "silent", "silent"]


def test_replication_is_a_command(coded):
    ran = CliRunner().invoke(app, ["themes", "replication", str(coded.path), "--json"])
    assert ran.exit_code == 0, ran.output
    first = json.loads(ran.stdout)[0]
    assert (list(first), first["state"], first["voices_against"]) == (REPLICATION_COLUMNS, "both", 1)
    assert "Cases without a narrative of their own yet: one, two." in ran.stderr


def test_cases_without_a_narrative_are_named_until_each_has_one(coded):
    coded.memos.add("They met.", title="One", kind="case narrative", about="case:one")
    assert coded.themes.replication().attrs == {"note": "Cases without a narrative of their own yet: two."}
    coded.memos.add("They parted.", title="Two", kind="case narrative", about="case:two")
    assert coded.themes.replication().attrs == {"note": ""}


def test_an_empty_study_has_no_rows(tmp_path):
    with qualcode.open(tmp_path / "empty.qualcode", coder="ana") as empty:
        assert len(empty.themes.replication()) == 0

"""Themes, extracts, summaries, memos, and the tables that come of them."""

import pandas as pd
import pytest

import qualcode
from qualcode.errors import Conflict, ExportRefused, NotFound, Refused
from qualcode.project.themes import Summary
from qualcode.store import schema


@pytest.fixture
def themed(study):
    study.worlds = study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.logo = study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand")
    study.calm = study.codings.add_quote("P3", "We never argued about the logo.", "brand", stance="against")
    return study


def row_of(study, name):
    return study.themes.table().set_index("theme").loc[name].to_dict()


def test_a_theme_without_a_central_organising_concept_is_a_candidate(study):
    key = study.themes.add("Waiting", codes=["speed"])
    assert row_of(study, "Waiting")["status"] == "candidate"
    study.themes.define(key, central_organising_concept="Waiting is how power is felt.")
    assert row_of(study, "Waiting")["status"] == "defined"
    study.themes.define(key, central_organising_concept="")
    assert row_of(study, "Waiting")["status"] == "candidate"


def test_the_theme_table_counts_people_and_cases_and_shows_chosen_quotes(themed):
    themed.themes.add_exemplar("difference", themed.worlds.id)
    themed.themes.add_misfit("difference", themed.calm.id, note="no strain here")
    themed.documents.mark_read(["P1", "P2", "P3"])
    assert row_of(themed, "Difference strains") == {
        "status": "defined",
        "central_organising_concept": "What makes partners worthwhile also strains them.",
        "codes": "Two worlds; Brand and logo",
        "voices": 3,
        "cases": 2,
        "codings": 3,
        "exemplar_quotes": "“We come from two worlds.” (Nonprofit Manager)",
        "does_not_fit": "“We never argued about the logo.” (Participant, sector and seniority not recorded)",
        "flags": "one sector recorded, 2 voices have none",
    }


def test_interviewers_words_are_never_an_exemplar(themed):
    asked = themed.codings.add_quote("P1", "And the logo?", "brand")
    with pytest.raises(Refused, match="interviewer's or a researcher's words"):
        themed.themes.add_exemplar("difference", asked.id)


def test_exemplars_keep_the_order_in_which_they_are_put(themed):
    themed.themes.add_exemplar("difference", themed.worlds.id)
    themed.themes.add_exemplar("difference", themed.logo.id)
    themed.themes.order_exemplars("difference", [themed.logo.id, themed.worlds.id])
    assert themed.themes.extracts("difference")["coding"].tolist() == [themed.logo.id, themed.worlds.id]
    with pytest.raises(Refused, match="name each of them once"):
        themed.themes.order_exemplars("difference", [themed.logo.id])


def test_none_found_is_not_the_same_as_not_yet_read(themed):
    themed.documents.mark_read(["P1", "P2"])
    table = themed.themes.by_case()
    assert list(zip(table["theme"], table["case"], table["state"], strict=True)) == [
        ("Difference strains", "one", "found"),
        ("Difference strains", "two", "found"),
        ("Time", "one", "none found"),
        ("Time", "two", "not yet read"),
    ]


def test_a_matrix_cell_holds_a_written_summary(themed):
    themed.themes.summarise("difference", "one", "Felt on both sides.", codings=[themed.worlds.id])
    table = themed.themes.by_case()
    assert table["summary"].tolist() == ["Felt on both sides.", "", "", ""]
    themed.themes.summarise("difference", "one", "")
    assert themed.themes.by_case()["summary"].tolist() == ["", "", "", ""]


def test_a_matrix_cell_knows_who_wrote_it_and_on_what_it_rests(themed):
    assert themed.themes.cell("difference", "one") == Summary()
    themed.themes.summarise("difference", "one", "Felt on both sides.", codings=[themed.worlds.id, themed.logo.id])
    written = themed.themes.cell("difference", "one")
    assert written == Summary(
        "Felt on both sides.", (themed.worlds.id, themed.logo.id), "ana", written.at, themed.last_act()
    )
    with pytest.raises(Conflict) as refused:
        themed.by("ben").themes.summarise("difference", "one", "Ben's words.", seen=0)
    assert refused.value.theirs["text"] == "Felt on both sides."
    themed.by("ben").themes.summarise("difference", "one", "Ben's words.", seen=written.version)
    assert (themed.themes.cell("difference", "one").text, themed.themes.cell("difference", "one").coder) == (
        "Ben's words.",
        "ben",
    )
    with pytest.raises(NotFound):
        themed.themes.cell("difference", "three")


def test_discarding_takes_a_reason_and_is_kept_in_the_log(study):
    with pytest.raises(Refused, match="Say why the theme is discarded"):
        study.themes.discard("time", why=" ")
    study.themes.discard("time", why="it only names a topic")
    assert study.themes.table()["theme"].tolist() == ["Difference strains"]
    assert study.themes.discard_log().to_dict("records") == [
        {"theme": "time", "name": "Time", "why": "it only names a topic"}
    ]
    study.themes.restore("time")
    assert len(study.themes) == 2


def test_merging_themes_moves_codes_extracts_and_summaries(themed):
    themed.codings.add_quote("P1", "They move fast, we wait.", "speed")
    themed.themes.summarise("time", "one", "Slow.")
    themed.themes.summarise("difference", "one", "Different.")
    themed.themes.merge("time", into="difference", why="waiting is the difference")
    assert row_of(themed, "Difference strains")["codes"] == "Two worlds; Brand and logo; Speed"
    assert themed.themes.by_case()["summary"].iloc[0] == "Different.\nSlow."
    assert themed.themes.discard_log()["why"].tolist() == ["merged into Difference strains: waiting is the difference"]


def test_a_code_may_belong_to_several_themes(themed):
    themed.themes.add_codes("time", ["brand"])
    assert row_of(themed, "Time")["codings"] == 2
    themed.themes.remove_codes("time", "brand")
    assert row_of(themed, "Time")["codings"] == 0


def test_links_join_two_themes_or_two_codes(study):
    study.themes.link("time", "difference", "answered_by", why="patience")
    study.themes.link("speed", "brand", "contradicts")
    assert study.themes.links()[["between", "source", "target", "type"]].values.tolist() == [
        ["code", "speed", "brand", "contradicts"],
        ["theme", "time", "difference", "answered_by"],
    ]
    with pytest.raises(NotFound, match="not two themes, nor two codes"):
        study.themes.link("time", "brand", "informs")


def test_a_theme_that_somebody_else_changed_is_not_overwritten(study):
    seen = study.find.theme("time")["version"]
    with qualcode.open(study.path, coder="ben") as other:
        other.themes.define("time", memo="ben's note")
    with pytest.raises(Conflict, match="ben"):
        study.themes.define("time", memo="ana's note", seen=seen)


def test_memos_are_private_dated_linked_and_searchable(study):
    memo = study.memos.add(
        "I keep siding with the nonprofit.", title="Siding", kind="journal", about="theme:difference"
    )
    table = study.memos.table(about="theme:difference")
    assert table[["memo", "kind", "title", "private", "coder", "about"]].values.tolist() == [
        [memo, "journal", "Siding", True, "ana", ["theme:difference"]]
    ]
    assert len(study.memos.table(containing="NONPROFIT")) == 1
    study.memos.edit(memo, private=False)
    assert not study.memos.table()["private"].iloc[0]
    study.memos.remove(memo)
    assert len(study.memos) == 0


def test_a_case_narrative_needs_its_case(study):
    with pytest.raises(Refused, match="A case narrative needs its case"):
        study.memos.add("It began well.", kind="case narrative")
    study.memos.add("It began well.", kind="case narrative", about="case:one")
    assert study.check().query("about == 'case'")["where"].tolist() == ["two"]


def test_exports_can_be_read_back_and_hold_no_case_or_document_at_publication(themed, tmp_path):
    report = themed.export(tmp_path / "out")
    assert [file.name for file in report.files] == [
        "theme_table.csv",
        "theme_by_case.csv",
        "quotes.csv",
        "codings.csv",
        "codebook.csv",
        "data_by_case.csv",
        "history.csv",
    ]
    quotes = pd.read_csv(tmp_path / "out" / "quotes.csv", keep_default_na=False)
    assert list(quotes.columns) == "theme code quote attribution case document start end coder memo".split()
    assert set(quotes["case"]) | set(quotes["document"]) == {""}
    full = themed.export(tmp_path / "quotes.csv", granularity="full")
    assert full.files == (tmp_path / "quotes.csv",)
    assert set(pd.read_csv(tmp_path / "quotes.csv")["document"]) == {"P1", "P2", "P3"}


def test_an_export_is_byte_identical_when_nothing_changed(themed, tmp_path):
    themed.export(tmp_path / "a.xlsx")
    themed.export(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_changed_source_character_refuses_the_export_and_names_the_place(themed, tmp_path):
    with themed.store.writing() as connection:
        row = connection.execute(schema.contents.select()).mappings().all()
        for content in row:
            changed = content["text"].replace("two worlds", "two wor1ds")
            connection.execute(
                schema.contents.update().where(schema.contents.c.id == content["id"]).values(text=changed)
            )
    with qualcode.open(themed.path) as study, pytest.raises(ExportRefused, match="P1, 23–47"):
        study.export(tmp_path / "quotes.csv")
    assert not (tmp_path / "quotes.csv").exists()


def test_private_memos_stay_out_of_exports(themed, tmp_path):
    themed.memos.add("PLANTED-SECRET", title="PLANTED-SECRET-TITLE")
    themed.export(tmp_path / "out")
    for file in (tmp_path / "out").iterdir():
        assert "PLANTED-SECRET" not in file.read_text(encoding="utf-8"), file.name


def test_codes_are_crossed_with_cases_attributes_and_each_other(themed):
    themed.cases.set("one", power="even")
    themed.codings.add_quote("P1", "two worlds", "speed")
    themed.documents.mark_read(["P1", "P2"])
    cells = themed.codebook.by_case().set_index(["code", "case"])
    assert cells.loc[("brand", "two"), ["voices", "state"]].tolist() == [1, "found"]
    assert cells.loc[("two_worlds", "two"), "state"] == "not yet read"
    assert cells.loc[("speed", "one"), "codings"] == 1
    assert themed.codebook.by_attribute("sector").set_index("code").loc["two_worlds"].to_dict() == {
        "Nonprofit": 1,
        "not recorded": 0,
    }
    assert themed.codebook.by_attribute("power").set_index("code").loc["brand"].to_dict() == {
        "even": 1,
        "not recorded": 1,
    }
    assert themed.codebook.co_occurrence().loc["speed", "two_worlds"] == 1
    with pytest.raises(NotFound, match="no attribute 'sectr'. Did you mean 'sector'"):
        themed.codebook.by_attribute("sectr")


def test_attention_and_origins_are_told(themed):
    themed.documents.mark_read("P3")
    table = themed.documents.attention().set_index("document")
    assert (table.loc["P3", "read"], table.loc["P1", "read"]) == (True, False)
    assert themed.documents.attention(by_case=True).set_index("case").loc["two", "read_percent"] == 100
    themed.suggestions.run()
    themed.documents.mark_read("P2")
    themed.suggestions.accept(themed.suggestions.table(document="P2")["suggestion"].iloc[0])
    origins = themed.themes.origins().set_index("theme")
    assert origins.loc["Difference strains", ["by_hand", "from_suggestions", "suggested_percent"]].tolist() == [
        3,
        1,
        25.0,
    ]


def test_names_that_only_name_a_topic_are_asked_about(study):
    study.themes.add("Benefits of partnering")
    asked = study.check().query("about == 'question'")
    assert [
        ("Benefits of partnering" in where, "names a topic" in said)
        for where, said in zip(asked["where"], asked["problem"], strict=True)
    ] == [
        (False, False),
        (True, True),
    ]


def test_summaries_take_any_iterable_of_codings_and_name_unknown_ones(themed):
    themed.themes.summarise("difference", "one", "Felt.", codings=(c.id for c in (themed.worlds, themed.logo)))
    themed.themes.summarise("difference", "two", "Calm.", codings=themed.calm.id)
    held = {row["text"]: row["coding_ids"] for row in themed.store.rows(schema.summaries.select())}
    assert held == {"Felt.": [themed.worlds.id, themed.logo.id], "Calm.": [themed.calm.id]}
    with pytest.raises(NotFound, match="There is no coding 'nowhere'"):
        themed.themes.summarise("difference", "one", "Felt.", codings=["nowhere"])
    themed.themes.summarise("difference", "one", " ")
    assert themed.history.table()["summary"].iloc[-1] == "Removed the summary of Difference strains in Case one"


def test_merged_themes_keep_quotes_in_order_unite_passages_and_carry_links_over(themed):
    themed.themes.add("Third", key="third")
    themed.themes.add_exemplar("difference", themed.worlds.id)
    themed.themes.add_exemplar("difference", themed.logo.id)
    themed.themes.add_exemplar("time", themed.calm.id)
    themed.themes.add_exemplar("time", themed.logo.id, note="twice")
    themed.themes.summarise("difference", "one", "Felt.", codings=[themed.worlds.id])
    themed.themes.summarise("time", "one", "Slow.", codings=[themed.logo.id, themed.worlds.id])
    themed.themes.link("time", "difference", "informs")
    themed.themes.link("time", "third", "informs", why="slow")
    themed.themes.link("difference", "third", "informs", why="felt")
    themed.themes.link("third", "time", "contradicts")
    themed.themes.merge(["time", "Time"], into="difference")
    assert themed.themes.extracts("difference")[["coding", "position", "note"]].values.tolist() == [
        [themed.worlds.id, 0, ""],
        [themed.logo.id, 1, "twice"],
        [themed.calm.id, 2, ""],
    ]
    assert [(row["text"], row["coding_ids"]) for row in themed.store.rows(schema.summaries.select())] == [
        ("Felt.\nSlow.", [themed.worlds.id, themed.logo.id])
    ]
    assert themed.themes.links().values.tolist() == [
        ["theme", "difference", "third", "informs", "felt\nslow"],
        ["theme", "third", "difference", "contradicts", ""],
    ]


def test_nothing_is_merged_into_a_discarded_theme(study):
    study.themes.discard("time", why="a topic")
    with pytest.raises(Refused, match="The theme 'time' is discarded. Restore it first"):
        study.themes.merge("difference", into="time")


def test_a_link_is_taken_away(study):
    study.themes.link("time", "difference", "informs")
    with pytest.raises(NotFound, match="no link 'informs' from Difference strains to Time"):
        study.themes.unlink("difference", "time", "informs")
    study.themes.unlink("time", "difference", "informs", why="a slip")
    assert study.themes.links().empty


def test_one_name_is_one_name_and_not_its_letters(themed):
    assert themed.themes.add("Waiting", codes="speed") == "waiting"
    assert row_of(themed, "Waiting")["codes"] == "Speed"
    themed.themes.add_exemplar("waiting", themed.logo.id)
    themed.themes.order_exemplars("waiting", themed.logo.id)


def test_a_key_that_a_codebook_file_could_not_hold_is_refused(study):
    with pytest.raises(Refused, match="'Foo Bar!!' cannot be a key: .* For example: Foo_Bar!!"):
        study.themes.add("Foo", key="Foo Bar!!")
    with pytest.raises(Refused, match="'Foo Bar!!' cannot be a key"):
        study.codebook.add("Foo", key="Foo Bar!!")
    with pytest.raises(Refused, match="'a:b' cannot be a key"):
        study.codebook.add_rule("speed", "fast", key="a:b")


def test_new_themes_and_codes_come_last(study):
    from dataclasses import replace

    book = study.codebook.value()
    study.themes.add("Third")
    study.codebook.add("Fourth")
    study.history.undo()
    study.history.undo()
    with study.act("test") as current:  # as in studies whose positions have gaps
        current.update(schema.themes, study.find.theme("difference")["id"], position=7)
        current.update(schema.codes, study.find.code("two_worlds")["id"], position=7)
    study.themes.add("Third")
    study.codebook.add("Fourth")
    assert [theme.id for theme in study.codebook.value().themes] == ["time", "difference", "third"]
    assert [code.id for code in study.codebook.value().codes] == ["brand", "speed", "two_worlds", "fourth"]
    study.codebook.use(replace(book))
    assert [code.id for code in study.codebook.value().codes] == ["two_worlds", "brand", "speed", "fourth"]


def test_a_theme_is_kept_with_a_reason_that_goes_on_record(study):
    study.themes.add("Waiting is work", key="wait")
    with pytest.raises(Refused, match="why the theme is kept"):
        study.themes.keep("wait", why=" ")
    study.themes.keep("wait", why="Holds in all cases")
    assert study.find.theme("wait")["kept_because"] == "Holds in all cases"
    last = study.history.table().iloc[-1]
    assert (last["act"], last["summary"], last["why"]) == (
        "themes.keep",
        "Kept the theme Waiting is work",
        "Holds in all cases",
    )
    study.history.undo()
    assert study.find.theme("wait")["kept_because"] == ""
    study.themes.discard("wait", why="thin")
    with pytest.raises(Refused, match="discarded"):
        study.themes.keep("wait", why="after all")


def test_a_theme_is_split_with_a_reason(study):
    codes = list(study.codebook.table()["code"])[:2]
    study.themes.add("Two in one", key="both", codes=codes)
    study.themes.add("Its own", key="own", codes=codes[:1], out_of="both", why="Two claims")
    assert study.history.table().iloc[-1]["why"] == "Two claims"
    board = {row["theme"]: row["codes"] for row in study.themes.table().to_dict("records")}
    assert board["Its own"] and board["Its own"] not in board["Two in one"]

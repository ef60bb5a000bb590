"""The six replays on the sample study, each table against an expected file, and against the codings it counts."""

import csv
import io
import re
from pathlib import Path

import pytest

import qualcode
from qualcode.displays import SOURCES
from qualcode.errors import ExportRefused, NotFound, Refused
from qualcode.export import csv_bytes
from qualcode.project import sample

EXPECTED = Path(__file__).parent / "expected"


def tables(source):
    return sorted(file.stem.removeprefix(f"{source}.") for file in EXPECTED.glob(f"{source}.*.csv"))


@pytest.mark.parametrize("source", SOURCES)
def test_each_table_is_as_expected_on_the_sample_study(sample_of, source):
    with qualcode.open(sample_of(source)) as study:
        displays = study.displays.replay(source)
        assert sorted(display.name for display in displays) == tables(source)
        for display in displays:
            expected = (EXPECTED / f"{source}.{display.name}.csv").read_bytes()
            assert csv_bytes(display.table).decode() == expected.decode(), display.name


@pytest.mark.parametrize("source", SOURCES)
def test_every_quote_stands_in_a_transcript(sample_of, source):
    with qualcode.open(sample_of(source)) as study:
        texts = "\n".join(document.text for document in study.documents)
        quotes = [
            found
            for display in study.displays.replay(source)
            for column in display.table.columns
            if "quote" in str(column) or column in ("a_passage", "contrary_evidence")
            for cell in display.table[column]
            for found in (re.findall(r"“(.*)” \(", cell) or ([cell] if column == "quote" and "“" not in cell else []))
        ]
        assert quotes
        assert not [quote for quote in quotes if quote not in texts]


def test_the_matrix_reconciles_with_the_codings(sample_of):
    with qualcode.open(sample_of("sadri")) as study:
        matrix = study.displays.replay("sadri")[0].table
        codings = study.codings.table()
        book = study.codebook.table()
        phases, perspectives = (set(book.loc[book["dimension"] == name, "code"]) for name in ("phase", "perspective"))
        # The sample codes phase and perspective on the very same passages, so that they can be counted by hand.
        places = codings.groupby(["document_id", "start", "end"])
        pairs = [
            (place, one, other)
            for place, group in places
            for one in set(group["code"]) & phases
            for other in set(group["code"]) & perspectives
        ]
        assert matrix["passages"].sum() == len(pairs)
        names = dict(zip(codings["code"], codings["code_name"], strict=True))
        for row in matrix.itertuples():
            own = [place for place, a, b in pairs if (names[a], names[b]) == (row.row_code, row.column_code)]
            voices = {places.get_group(place)["voice"].iloc[0] for place in own} - {""}
            assert (row.passages, row.voices) == (len(own), len(voices))
            assert row.state == ("found" if own else "searched, none")


def test_an_unread_document_turns_searched_into_not_searched(sample_copy):
    with qualcode.open(sample_copy("sadri"), coder="Robin Sample") as study:
        study.documents.mark_unread("c1_brand_manager")
        matrix = study.displays.replay("sadri")[0].table
    assert set(matrix["state"]) == {"found", "not searched"}


def test_principles_reconcile_with_the_stances(sample_of):
    with qualcode.open(sample_of("mckinsey")) as study:
        table, passages = (display.table for display in study.displays.replay("mckinsey"))
        codings = study.codings.table()
        theme_of = dict(zip(study.codebook.table()["code"], study.codebook.table()["theme"], strict=True))
        names = {theme.id: theme.name for theme in study.codebook.value().themes}
        for row in table.itertuples():
            own = codings[(codings["case"] == row.case) & (codings["code"].map(theme_of).map(names) == row.principle)]
            for side in ("for", "against"):
                voices = set(own.loc[own["stance"] == side, "voice"]) - {""}
                assert getattr(row, f"people_{side}") == len(voices)
        assert len(passages) == len(codings)
        # The memorandum of the separation speaks for a principle, and is nobody's voice.
        assert table["documents_for"].sum() > 0


def test_contrary_evidence_stands_in_its_cell(sample_of):
    with qualcode.open(sample_of("lavie")) as study:
        cells = study.displays.replay("lavie")[0].table
        values = study.cases.attributes()
    assert len(cells) == 4
    assert all(cells["contrary_evidence"] != "")
    for row in cells.itertuples():
        own = values[(values["daf_present"] == row.daf_present) & (values["partner_type"] == row.partner_type)]
        assert row.cases == "; ".join(own["case"])
    claims = {(row.daf_present, row.partner_type): row.claim for row in cells.itertuples()}
    assert claims["present", "new"] == "creates value"
    assert claims["present", "repeated"] == "destroys value"


def test_a_day_decides_which_dated_values_count(sample_of):
    with qualcode.open(sample_of("lavie")) as study:
        early = study.displays.replay("lavie", on="2013-06")[0].table
    found = {(row.daf_present, row.partner_type): row.cases for row in early.itertuples()}
    assert "c2" in found["absent", "new"]


def test_dates_that_contradict_each_other_are_kept(sample_of):
    with qualcode.open(sample_of("oskam")) as study:
        table = study.displays.replay("oskam")[0].table
    clashing = table[table["dates_conflict"]]
    assert set(clashing["incident"]) == {"Night Shelf leaves the works", "The payments end", "The van gets a room"}
    told = (sample.find_data("data_samples") / "frameworks" / "incidents.csv").read_text(encoding="utf-8")
    assert len(table) == len(list(csv.DictReader(io.StringIO(told))))
    room = clashing[clashing["incident"] == "The van gets a room"]
    assert sorted(room["date"]) == ["2015-12~", "2018~/2022", "2021/.."]


def test_organisations_go_by_number_unless_they_are_asked_for(sample_of):
    with qualcode.open(sample_of("taylor")) as study:
        hidden = _named(study.displays.replay("taylor"), "organisations")
        shown = _named(study.displays.replay("taylor", granularity="full"), "organisations")
    assert "Lowland Mutual" not in hidden.table.to_csv() + hidden.figure.said
    assert "Lowland Mutual" in shown.table.to_csv()
    assert len(hidden.table) == len(shown.table) == 17


def test_a_challenge_without_a_linked_action_says_so(tmp_path):
    with qualcode.open(tmp_path / "s.qualcode", coder="ana") as study:
        for name in ("Waiting", "Doubt", "Talking"):
            study.themes.add(name, key=name.lower(), part="Actions" if name == "Talking" else "Challenges")
        study.themes.link("waiting", "talking", "answered_by", why="It shortens the wait.")
        table = _named(study.displays.replay("taylor"), "challenges_and_actions").table
    assert table[["challenge", "suggested_action"]].values.tolist() == [
        ["Waiting", "Talking"],
        ["Doubt", "none linked"],
    ]


def test_what_a_study_lacks_is_said(tmp_path):
    with qualcode.open(tmp_path / "s.qualcode", coder="ana") as study:
        with pytest.raises(Refused, match="crosses two dimensions of codes, and the study has none"):
            study.displays.replay("sadri")
        with pytest.raises(Refused, match="ordinal attribute"):
            study.displays.replay("cambra-fierro")
        with pytest.raises(Refused, match="compares cases, and the study has none"):
            study.displays.replay("mckinsey")
        with pytest.raises(Refused, match="two attributes of cases"):
            study.displays.replay("lavie")
        with pytest.raises(NotFound, match="Did you mean 'taylor'"):
            study.displays.replay("tailor")
        with pytest.raises(Refused, match="do not go by 'on'"):
            study.displays.replay("sadri", on="2020")
        names = [display.name for display in study.displays.replay("oskam")]
        assert names == ["incidents", "case_narratives", "patterns_by_case"]
        with pytest.raises(Refused, match="nothing to show"):
            study.displays.replay("taylor")


@pytest.mark.parametrize("source", SOURCES)
def test_files_are_the_same_bytes_each_time(sample_of, source, tmp_path):
    with qualcode.open(sample_of(source)) as study:
        one = study.displays.write(source, tmp_path / "one")
        two = study.displays.write(source, tmp_path / "two")
    assert [file.name for file in one.files] == [file.name for file in two.files]
    assert all(a.read_bytes() == b.read_bytes() for a, b in zip(one.files, two.files, strict=True))
    assert {file.suffix for file in one.files} == {".csv", ".svg", ".png"}


def test_a_changed_source_stops_the_files(sample_copy, tmp_path):
    with qualcode.open(sample_copy("sadri")) as study:
        with study.store.writing() as connection:
            connection.exec_driver_sql("UPDATE codings SET quote = 'other words'")
        with pytest.raises(ExportRefused, match="do not match the source"):
            study.displays.write("sadri", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_csv_of_a_display_reads_back(sample_of):
    with qualcode.open(sample_of("taylor")) as study:
        table = _named(study.displays.replay("taylor"), "continuum").table
    rows = list(csv.DictReader(io.StringIO(csv_bytes(table).decode("utf-8-sig"))))
    assert [row["value"] for row in rows if row["case"] == "c3"] == [
        "adoption",
        "incubator",
        "operational",
        "arms_length",
    ]
    assert [row["until"] for row in rows if row["case"] == "c3"] == ["2017", "2018-07-01", "2023", ""]


def _named(displays, name):
    return next(display for display in displays if display.name == name)


def test_the_theme_table_by_case_stands_in_the_order_of_an_attribute_on_a_day(sample_of):
    with qualcode.open(sample_of("taylor")) as study:
        usual = study.themes.by_case()
        early = study.themes.by_case(order_by="integration", on="2016")
        late = study.themes.by_case(order_by="integration")
    assert list(dict.fromkeys(usual["case"])) == ["c1", "c2", "c3", "c4"]
    # In 2016: c1 and c4 at arm's length, c2 operational, c3 within the firm; now c4 is, and c3 is apart.
    assert list(dict.fromkeys(early["case"])) == ["c1", "c4", "c2", "c3"]
    assert list(dict.fromkeys(late["case"])) == ["c1", "c3", "c2", "c4"]
    assert sorted(map(tuple, usual.values.tolist())) == sorted(map(tuple, late.values.tolist()))


def test_the_theme_by_case_table_reconciles_with_the_codings(sample_of):
    with qualcode.open(sample_of("taylor")) as study:
        cells, table = study.themes.by_case(), study.themes.table()
    assert cells.groupby("theme")["codings"].sum().to_dict() == table.set_index("theme")["codings"].to_dict()


def test_what_a_reader_must_know_is_told_before_files_leave(sample_copy, tmp_path):
    with qualcode.open(sample_copy("mckinsey"), coder="Robin Sample") as study:
        narrative = next(row for row in study.memos.table().to_dict("records") if "case:c2" in row["about"])
        study.memos.remove(narrative["memo"])
        told = study.displays.write("mckinsey", tmp_path / "out").warnings
        full = study.displays.write("mckinsey", tmp_path / "full", granularity="full").warnings
    assert any("No case narrative is written for: c2" in sentence for sentence in told)
    assert any("principles: " in sentence and "beside the case" in sentence for sentence in told)
    assert any("Small cell" in sentence for sentence in told)
    assert not any("beside the case" in sentence for sentence in full)


def test_a_case_without_a_value_of_the_attribute_is_told_and_drawn(sample_copy, tmp_path):
    with qualcode.open(sample_copy("taylor"), coder="Robin Sample") as study:
        study.cases.add("c5", name="Fifth")
        continuum = _named(study.displays.replay("taylor"), "continuum")
        assert continuum.figure.svg()
        study.report(tmp_path / "r.html")
    assert continuum.table.values.tolist()[-1] == ["c5", "not recorded", "", ""]


def test_people_of_two_organisations_of_one_name_are_counted_where_they_are(tmp_path):
    with qualcode.open(tmp_path / "s.qualcode", coder="ana") as study:
        for case in ("one", "two"):
            study.cases.add(case, name=case)
            study.cases.add_organisation(case, "City", sector="Public")
        study.participants.add("p", name="P", organisation="City", case="one")
        study.themes.add("Waiting", key="waiting")
        table = _named(study.displays.replay("taylor", granularity="full"), "organisations").table
    assert table[["case", "participants"]].values.tolist() == [["one", 1], ["two", 0]]


def test_discarded_themes_and_codes_of_no_theme_are_out_of_the_two_by_two_and_said(sample_copy):
    with qualcode.open(sample_copy("lavie"), coder="Robin Sample") as study:
        before, passages = study.displays.replay("lavie")
        study.themes.discard("clash", why="thin")
        after, fewer = study.displays.replay("lavie")
    assert len(fewer.table) < len(passages.table)
    assert after.table["people_against"].sum() <= before.table["people_against"].sum()
    assert any("under codes of no theme" in note for note in after.notes)


def test_a_passage_in_the_tray_speaks_against(sample_copy):
    with qualcode.open(sample_copy("mckinsey"), coder="Robin Sample") as study:
        codings = study.codings.table()
        row = codings[(codings["stance"] == "for") & (codings["voice"] != "")].iloc[0]
        theme = study.codebook.table().set_index("code").loc[row["code"], "theme"]
        name = next(item.name for item in study.codebook.value().themes if item.id == theme)

        def against():
            table = study.displays.replay("mckinsey")[1].table
            return int(((table["principle"] == name) & (table["stance"] == "against")).sum())

        before = against()
        study.themes.add_misfit(theme, row["coding"], note="it speaks against")
        assert against() == before + 1


def test_a_day_within_a_year_and_dates_that_are_none(sample_copy):
    with qualcode.open(sample_copy("lavie"), coder="Robin Sample") as study:
        study.cases.set("c2", since="2015-06", daf_present="present")
        year = study.displays.replay("lavie", on="2015")[0].table
        assert "c2" in year[year["daf_present"] == "present"]["cases"].str.cat()
        for wrong in ("soon", "2018-13", "2018~", "2018-21"):
            with pytest.raises(Refused, match="is not a date"):
                study.cases.set("c2", since=wrong, daf_present="absent")
            with pytest.raises(Refused, match="is not a date"):
                study.themes.by_case(order_by="daf_present", on=wrong)


def test_choices_that_make_no_sense_are_refused_and_cases_left_out_are_named(sample_copy):
    with qualcode.open(sample_copy("cambra-fierro"), coder="Robin Sample") as study:
        study.cases.add("c5", name="Fifth")
        steps = study.displays.replay("cambra-fierro")[0]
        assert any("no value is recorded: c5" in note for note in steps.notes)
        with pytest.raises(Refused, match="is nominal"):
            study.displays.replay("cambra-fierro", attribute="partner_type")
    with qualcode.open(sample_copy("sadri", "other")) as study, pytest.raises(Refused, match="both 'phase'"):
        study.displays.replay("sadri", rows="phase", columns="phase")

"""Exports of a study: true, attributed as agreed, and with their warnings."""

from __future__ import annotations

import re
import runpy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from openpyxl import load_workbook

import qualcode
from qualcode.errors import ExportRefused, NotFound, Refused
from qualcode.export import TABLES, StudyData, build_tables, export_tables, restored, review_export

worked = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("worked_study.py"))))
COLUMNS = {
    "theme_table": "theme,status,central_organising_concept,codes,voices,cases,codings,exemplar_quotes,does_not_fit,"
    "flags",
    "theme_by_case": "theme,case,voices,codings,state,summary,exemplar_quote",
    "quotes": "theme,code,quote,attribution,case,document,start,end,coder,memo",
    "codings": "coding,code,code_name,themes,quote,start,end,document,case,speaker,participant,role,sector,seniority,"
    "coder,created_at,origin,suggester,rule,level,stance,memo,eligible",
    "codebook": "code,name,theme,parent,dimension,level,origin,status,definition,include,exclude,examples,rules,memo,"
    "voices,cases,codings",
    "data_by_case": "case,documents,interviews,focus_groups,observations,observation_hours,archival,responses,"
    "participants,organisations,words",
    "history": "seq,at,coder,act,summary,why,undone",
}


@pytest.fixture
def project(tmp_path):
    with qualcode.open(tmp_path / "small.qualcode", coder="kim") as opened:
        for name, text in {"P1": "Ana: It broke.", "P2": "Ben: Fine by me.", "P3": "Cat: It went well."}.items():
            opened.documents.add(qualcode.read_text(text, name=name))
        opened.codebook.add("Speed")
        opened.participants.add("p-ana", name="Ana")
        opened.participants.tie("P1", "Ana", "p-ana")
        yield opened


@pytest.fixture
def study():
    return worked.study()


@pytest.mark.parametrize("data", [worked.study(), StudyData()], ids=["worked", "empty"])
def test_a_folder_gets_a_csv_for_each_table_with_the_agreed_columns(tmp_path, data):
    report = export_tables(data, tmp_path / "tables")
    assert {file.stem: file.read_text().splitlines()[0] for file in report.files} == COLUMNS
    assert report.tables == tuple(TABLES) == tuple(COLUMNS)


def test_an_empty_project_exports_a_workbook_without_warnings(tmp_path):
    report = export_tables(StudyData(), tmp_path / "study.xlsx")
    assert report.warnings == ()
    assert load_workbook(report.files[0]).sheetnames == [*list(TABLES)[:-1], "history_"]


def test_the_quotes_of_the_worked_study_as_a_file(tmp_path, study):
    report = export_tables(study, tmp_path / "quotes.csv")
    assert report.files == (tmp_path / "quotes.csv",)
    assert report.files[0].read_text("utf-8") == (
        "theme,code,quote,attribution,case,document,start,end,coder,memo\n"
        "Time is theirs,Waiting,We waited a year.,Nonprofit Manager,,,15,32,kim,\n"
        "Time is theirs,Waiting,We waited a year.,Nonprofit Manager,,,15,32,lou,\n"
        'Time is theirs,Waiting,We waited a year too.,"Nonprofit, seniority not recorded",,,6,27,kim,\n'
        'Time is theirs,Waiting,I never waited.,"Participant, sector and seniority not recorded",,,33,48,kim,\n'
        "Time is theirs,Unasked,Nobody asked us.,Nonprofit Manager,,,33,49,kim,\n"
        "Money talks,Unasked,Nobody asked us.,Nonprofit Manager,,,33,49,kim,\n"
        "Money talks,Money,'=SUM(A1) was their answer.,Nonprofit Manager,,,50,76,kim,\n"
        "Money talks,Money,They pay late.,Business Leader,,,82,96,kim,\n"
        "Money talks,Money,we waited for funds,Archival document,,,15,34,kim,\n"
    )


@pytest.mark.parametrize("name", ["quotes.csv", "quotes.xlsx"])
def test_every_exported_quote_equals_its_source(tmp_path, study, name):
    path = export_tables(study, tmp_path / name, granularity="full").files[0]
    table = pd.read_csv(path) if name.endswith("csv") else pd.read_excel(path)
    for row in table.to_dict("records"):
        assert restored(row["quote"]) == study.texts[row["document"]][row["start"] : row["end"]]


@pytest.mark.parametrize("table", ["theme_table", "theme_by_case", "quotes", "codings"])
@pytest.mark.parametrize("name", ["out.csv", "out.xlsx", "out"])
def test_one_changed_letter_in_a_source_refuses_the_export_and_writes_nothing(tmp_path, study, table, name):
    texts = study.texts | {"d2": study.texts["d2"].replace("never", "rarely")}
    with pytest.raises(ExportRefused) as caught:
        export_tables(replace(study, texts=texts), tmp_path / name, tables=table)
    assert str(caught.value) == (
        "Nothing was exported: 1 quote does not match the source.\n"
        "  d2, 33–48, coding c7: the quote reads '… never waited.' where the source has '… rarely waited'."
    )
    assert list(tmp_path.iterdir()) == []


def test_tables_without_quotes_do_not_need_the_texts(tmp_path, study):
    bare = replace(study, texts={})
    assert export_tables(bare, tmp_path, tables=["codebook", "data_by_case", "history"]).tables == (
        "codebook",
        "data_by_case",
        "history",
    )


@pytest.mark.parametrize(
    ("granularity", "filled"),
    [("publication", set()), ("case", {"case"}), ("full", {"document", "case", "speaker", "participant"})],
)
def test_codings_name_people_only_as_far_as_the_granularity_allows(study, granularity, filled):
    table = build_tables(study, "codings", granularity=granularity)["codings"]
    identifying = ["document", "case", "speaker", "participant"]
    assert {column for column in identifying if (table[column] != "").any()} == filled


def test_codings_that_are_no_evidence_are_exported_as_such(study):
    table = build_tables(study, "codings")["codings"]
    assert table.loc[~table["eligible"], "coding"].tolist() == ["c8", "c9"]
    assert table.set_index("coding")["themes"].to_dict()["c3"] == "Time is theirs; Money talks"


def test_the_codebook_tells_what_each_code_was_found_in(study):
    table = build_tables(study, "codebook")["codebook"]
    assert table[["code", "theme", "examples", "voices", "cases", "codings"]].values.tolist() == [
        ["wait", "Time is theirs", "a year\ntwo years", 3, 1, 3],
        ["voice", "Time is theirs; Money talks", "", 1, 1, 1],
        ["money", "Money talks", "", 2, 2, 3],
        ["trust", "Trust", "", 0, 0, 0],
        ["old", "", "", 0, 0, 0],
    ]


def test_a_code_that_only_the_codings_know_stands_in_the_codebook(study):
    codes = study.codes[study.codes["code"] != "money"]
    table = build_tables(replace(study, codes=codes), "codebook")["codebook"]
    assert table[["code", "name", "definition", "codings"]].values.tolist()[-1] == ["money", "Money", "", 3]


def test_the_warnings_of_the_worked_study(study):
    assert review_export(study, ["theme_table", "theme_by_case", "quotes", "data_by_case"]) == (
        "theme_by_case: 2 quotes stand beside the case. Drop the column exemplar_quote if readers must not know it.",
        "Small cell: “Nonprofit, seniority not recorded” fits 1 person of the study (fewer than 3) and stands beside "
        "1 quote. A reader may recognise them.",
        "Small cell: “Nonprofit Manager” fits 1 person of the study (fewer than 3) and stands beside 3 quotes. "
        "A reader may recognise them.",
        "Small cell: “Business Leader” fits 2 people of the study (fewer than 3) and stands beside 1 quote. A reader "
        "may recognise them.",
        "1 person is quoted without a recorded sector: d2/Dan.",
        "2 people are quoted without a recorded seniority: d2/Cleo, d2/Dan.",
        "No case narrative is written for: south, west. Each case comes before the comparison of cases.",
        "1 of 5 documents not read: d5.",
        "2 codings lie on interviewers' or researchers' words: not counted, and not among the quotes.",
        "Theme 'Time is theirs': the chosen passage c8 lies on words that are not evidence and was left out.",
    )


def test_least_sets_what_a_small_cell_is(study):
    small = [said for said in review_export(study, "quotes", least=2) if said.startswith("Small cell")]
    assert len(small) == 2
    assert [said for said in review_export(study, "quotes", least=1) if said.startswith("Small cell")] == []


def test_one_person_with_two_seniorities_is_reported(study):
    data = worked.with_quote(study, "c3", seniority="Leader")
    assert "ana has more than one seniority: Leader, Manager. Which is right?" in review_export(data, "quotes")


def test_observations_without_hours_are_reported(study):
    data = replace(study, documents=study.documents.drop(columns="hours"))
    assert review_export(data, "data_by_case") == ("data_by_case: no hours are recorded for 1 observations: d3.",)


def test_names_that_remain_are_warned_about_with_table_and_row(study):
    data = worked.with_quote(study, "c6", memo="Ask Souza of harbour aid about the Northern Alliance.")
    data = replace(data, summaries=study.summaries.assign(text="EVE waits; the eve of spring."))
    said = [line for line in review_export(data, ["quotes", "theme_by_case"]) if "could identify" in line]
    advice = "Replace it if it could identify somebody."
    assert said == [
        f"quotes, row 4, memo: “Harbour Aid” is the name of an organisation. {advice}",
        f"quotes, row 4, memo: “Northern Alliance” is the label of a case. {advice}",
        f"quotes, row 4, memo: “Souza” is the name of a participant. {advice}",
        f"theme_by_case, row 2, summary: “Eve” is the name of a participant. {advice}",
    ]
    assert [line for line in review_export(data, "quotes", granularity="full") if "could identify" in line] == []


@pytest.mark.parametrize("memo", ["See Ana_Lima.docx", "ask souza", "SOUZA's notes", "okafor_b@x.org", "harbour  AID"])
def test_names_are_found_beside_underscores_and_in_small_letters(study, memo):
    said = [line for line in review_export(worked.with_quote(study, "c6", memo=memo), "quotes") if "identify" in line]
    assert len(said) == 1


@pytest.mark.parametrize(
    ("name", "memo", "found"),
    [
        ("Zebulon Quark", "zebulon", True),
        ("Zebulon Quark", "zebulon_quark", True),
        ("Zebulon Quark", "zebulonian", False),
        ("Will Price", "we will pay the price", False),
        ("Will Price", "Will paid", True),
        ("Grace", "with grace", False),
        ("Grace", "GRACE", True),
    ],
)
def test_ordinary_words_in_small_letters_are_no_names(study, name, memo, found):
    data = replace(worked.with_quote(study, "c6", memo=memo), participants=study.participants.assign(name=name))
    assert any("could identify" in line for line in review_export(data, "quotes")) is found


def test_an_interviewers_name_is_called_that(study):
    data = worked.with_quote(study, "c6", memo="Ida asked, then Marta.")
    data = worked.with_quote(data, "c9", speaker="Marta", role="researcher")
    assert [line.partition("memo: ")[2] for line in review_export(data, "quotes") if "could identify" in line] == [
        "“Ida” is the name of an interviewer. Replace it if it could identify somebody.",
        "“Marta” is the name of a researcher. Replace it if it could identify somebody.",
    ]


# act, summary, why, then summary and why as they leave below full granularity
ACTS = [
    ("coders.add", "Ida began to work on the study", "", "Ida began to work on the study", ""),
    ("documents.add", "Brought in d1, gone and 3 more", "", "Brought in [document]", ""),
    (
        "documents.remove",
        "Removed the document gone",
        "Ana Souza withdrew",
        "Removed the document [document]",
        "[participant] withdrew",
    ),
    ("codings.add", "Coded “Rosa said “no” to…” in d1 as Waiting", "", "Coded “…” in [document] as Waiting", ""),
    ("codings.add", "Coded “gone” in gone as Waiting", "", "Coded “…” in [document] as Waiting", ""),
    (
        "suggestions.accept",
        "Accepted Waiting for “a\nb” in d2",
        "like souza",
        "Accepted Waiting for “…” in [document]",
        "like [participant]",
    ),
    ("participants.tie", "Tied X Y in d2 to p9", "", "Tied [speaker] in [document] to [participant]", ""),
    ("participants.set_role", "Set Q in d2 to researcher", "", "Set [speaker] in [document] to researcher", ""),
    ("history.undo", "Undid: Entered the participant Zed", "", "Undid: Entered the participant [participant]", ""),
    (
        "cases.add_organisation",
        "Entered the organisation Zed in North",
        "",
        "Entered the organisation [organisation] in North",
        "",
    ),
    ("codes.add", "Made the code Waiting", "12 of Harbour Aid", "Made the code Waiting", "12 of [organisation]"),
]


@pytest.mark.parametrize("granularity", ["publication", "case", "full"])
def test_the_history_tells_names_and_passages_only_at_full_granularity(study, granularity):
    frame = pd.DataFrame([act[:3] for act in ACTS], columns=["act", "summary", "why"])
    history = frame.assign(seq=range(len(frame)), at="2026-11-01", coder="kim", undone=0)
    data = replace(study, history=history)
    table = build_tables(data, "history", granularity=granularity)["history"]
    if granularity == "full":
        pd.testing.assert_frame_equal(table, history)
    else:
        assert table["summary"].tolist() == [act[3] for act in ACTS]
        assert table["why"].tolist() == [act[4] for act in ACTS]
    said = review_export(data, "history", granularity=granularity)
    assert [line for line in said if "could identify" in line] == []


def test_the_history_of_a_real_study_leaves_without_documents_people_and_passages(project, tmp_path):
    project.codings.add_quote("P1", "It broke.", "speed")
    project.documents.mark_read("P2")
    project.participants.set_role("P2", "Ben", "participant")
    project.documents.remove("P3", why="P3 was a trial with Ana")
    project.history.undo()
    text = project.export(tmp_path / "history.csv").files[0].read_text("utf-8")
    assert not {"P1", "P2", "P3", "broke", "Ana", "Ben", "p-ana"} & set(re.findall(r"[\w-]+", text))
    assert "Coded “…” in [document] as Speed" in text


def test_an_option_that_there_is_not_is_a_sentence(study, tmp_path):
    with pytest.raises(Refused, match=r"no option 'granularty'\. Did you mean 'granularity'\? Options: tables, format"):
        export_tables(study, tmp_path / "a.xlsx", granularty="full")
    assert list(tmp_path.iterdir()) == []


def test_a_name_inside_another_word_or_in_small_letters_is_no_name(study):
    data = worked.with_quote(study, "c6", memo="Analysis of the evening; benign; acme of art; ana")
    assert [line for line in review_export(data, "quotes") if "could identify" in line] == []


def test_labels_that_name_nobody_are_no_names(study):
    frame = study.codings.assign(speaker="Participant 2", memo="Participant 2, a senior manager.")
    people = study.participants.assign(name="Senior Manager 1")
    data = replace(study, codings=frame, participants=people)
    assert [line for line in review_export(data, "quotes") if "could identify" in line] == []


@pytest.mark.parametrize("granularity", ["publication", "full"])
def test_an_export_that_holds_a_known_identifier_is_refused(tmp_path, study, granularity):
    data = replace(worked.with_quote(study, "c6", memo="Rosa told us."), identifiers=("Rosa", "Elsewhere"))
    with pytest.raises(ExportRefused) as caught:
        export_tables(data, tmp_path / "quotes.csv", granularity=granularity)
    assert str(caught.value) == (
        "Nothing was exported: known identifiers remain. In a memo, summary or name: write it anew. In a passage: "
        "resize or remove the coding, or bring in a document in which the name is replaced. A chosen quote can be "
        "abridged.\n"
        "  quotes, row 4, memo: “Rosa”"
    )
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_the_file_says_which_table(tmp_path, study):
    assert export_tables(study, tmp_path / "theme_table.csv").tables == ("theme_table",)
    assert export_tables(study, tmp_path / "any.csv", tables="history").tables == ("history",)
    assert load_workbook(export_tables(study, tmp_path / "quotes.xlsx").files[0]).sheetnames == ["quotes"]
    chosen = export_tables(study, tmp_path / "two.xlsx", tables=["quotes", "codebook"])
    assert load_workbook(chosen.files[0]).sheetnames == ["quotes", "codebook"]
    report = export_tables(study, tmp_path / "folder", tables=["quotes", "history"], format="xlsx")
    assert [file.name for file in report.files] == ["quotes.xlsx", "history.xlsx"]


@pytest.mark.parametrize(
    ("name", "options", "error", "sentence"),
    [
        (
            "theme_tabel.csv",
            {},
            NotFound,
            r"a csv holds one table, and 'theme_tabel' is none\. Did you mean theme_table",
        ),
        ("a.csv", {"tables": ["quotes", "codings"]}, Refused, "a csv holds one table, not 2"),
        ("a.csv", {"tables": "qoutes"}, NotFound, r"there is no table 'qoutes'\. Did you mean 'quotes'\?"),
        ("a.xlsx", {"tables": []}, Refused, "no table was named"),
        ("quotes.pdf", {}, Refused, r"tables cannot be exported as '\.pdf'"),
        ("quotes.csv", {"format": "xlsx"}, Refused, r"ends with \.csv, but the format is xlsx"),
        ("quotes", {"format": "sav"}, Refused, "tables cannot be exported as 'sav'"),
        ("quotes.csv", {"granularity": "none"}, Refused, "granularity 'none' does not exist"),
    ],
)
def test_what_cannot_be_exported_is_refused_with_what_can(tmp_path, study, name, options, error, sentence):
    with pytest.raises(error, match=sentence):
        export_tables(study, tmp_path / name, **options)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["study.xlsx", "theme_table.csv"])
def test_the_same_study_gives_byte_identical_files(tmp_path, study, name):
    first = export_tables(study, tmp_path / "one" / name).files[0].read_bytes()
    assert export_tables(worked.study(), tmp_path / "two" / name).files[0].read_bytes() == first


def test_frames_that_went_through_csv_give_the_same_tables(tmp_path, study):
    again = {}
    for kind in ("codings", "documents", "cases", "participants", "themes", "theme_codes", "extracts", "summaries"):
        getattr(study, kind).to_csv(tmp_path / f"{kind}.csv", index=False)
        again[kind] = pd.read_csv(tmp_path / f"{kind}.csv")
    for name in ("theme_table", "theme_by_case", "quotes"):
        pd.testing.assert_frame_equal(
            build_tables(replace(study, **again), name)[name], build_tables(study, name)[name]
        )


def test_nothing_in_an_export_speaks_of_agreement_between_coders(tmp_path, study):
    for file in export_tables(study, tmp_path).files:
        assert not {"kappa", "alpha", "agreement"} & set(file.read_text().casefold().replace(",", " ").split())


def test_twenty_thousand_codings_become_tables_and_a_workbook_in_seconds(tmp_path):
    bench = runpy.run_path(str(Path(__file__).parents[1] / "benchmarks" / "tables.py"))
    data = bench["large_study"]()
    report = export_tables(data, tmp_path / "large.xlsx", tables=["theme_table", "quotes"])
    sheet = load_workbook(report.files[0], read_only=True)["quotes"]
    assert sheet.max_row == 20_001
    assert any("could identify" in said for said in report.warnings) is False

"""Bringing in documents, and saying in tables what they are and who speaks."""

import io
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from qualcode.errors import NotFound, Refused
from qualcode.model import Attribute
from qualcode.ui.views import cells, documents, loading, uploads
from qualcode.ui.views.cells import Clash

SAMPLES = Path(__file__).parents[1] / "data_samples"
TALK = "Int: How was it?\n\nAna: We waited a year.\n\nInt: And then?\n\nAna: It broke.\n"


@dataclass
class Sent:
    """A file as a browser sends it."""

    name: str
    content: bytes

    def getvalue(self):
        return self.content


def sent(name, text=TALK, encoding="utf-8"):
    return Sent(name, text.encode(encoding))


# -- names and bytes


@pytest.mark.parametrize(
    ("name", "cleaned"),
    [
        ("../../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\talk.txt", "talk.txt"),
        ("/", "file"),
        ("...", "file"),
        (".txt", "file.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("Ana 🎙️ (2).docx", "Ana 🎙️ (2).docx"),
        ("مقابلة ١.txt", "مقابلة ١.txt"),
        ("talk\u202etxt.exe", "talktxt.exe"),
        ("x" * 400 + ".txt", "x" * 196 + ".txt"),
        ("é" * 150 + ".txt", "é" * 98 + ".txt"),
        ("e\u0301.txt", "é.txt"),
    ],
)
def test_a_file_name_keeps_what_people_see_and_loses_what_is_dangerous(name, cleaned):
    assert uploads.clean(name) == cleaned


def test_files_come_in_under_their_names_and_bad_ones_are_told(study):
    said = []
    brought = uploads.bring_in(
        study,
        [
            sent("../Ana 🎙️.txt"),
            sent("again.txt"),
            sent("empty.txt", ""),
            sent("old.doc"),
            Sent("broken.docx", b"PK\x03\x04 no zip"),
            sent("مقابلة.txt", "سارة: انتظرنا سنة.\n\nالمحاور: ثم ماذا؟\n\nسارة: انكسر."),
            sent("لاتين.txt", "Ana: Café au lait.\n\nBen: Déjà vu.\n\nAna: Oui.", "cp1252"),
            sent("long.txt", "Ana: " + "We waited a year. " * 17_000),
            sent("Ana 🎙️.txt", TALK + "Ana: More."),
        ],
        case="two",
        report=lambda share, words: said.append((round(share, 2), words)),
    )
    assert brought.documents == ("Ana 🎙️", "مقابلة", "لاتين", "long")
    assert [problem.partition(":")[0] for problem in brought.problems] == [
        "again.txt",
        "empty.txt",
        "old.doc",
        "broken.docx",
        "Ana 🎙️.txt",
    ]
    assert said[0] == (0, "1 of 9: Ana 🎙️.txt") and len(said) == 9
    assert study.documents.table()["case"].tolist()[3:] == ["two"] * 4
    received = {one.document: one.row for one in uploads.received(study, brought.documents)}
    assert received["مقابلة"]["speakers"] == "سارة, المحاور"
    assert received["لاتين"]["encoding"] == "cp1252"
    assert received["long"]["words"] == 68_000
    assert len(study.documents["long"].text) > 300_000


def test_files_of_one_name_do_not_overwrite_each_other(tmp_path):
    files = uploads.put_down(tmp_path, [sent("a.txt", "one"), sent("a.txt", "two")])
    assert [file.read_text() for file in files] == ["one", "two"]


def test_a_case_that_is_nearly_another_brings_nothing_in(study):
    with pytest.raises(NotFound, match="Did you mean 'one'"):
        uploads.bring_in(study, [sent("a.txt")], case="ones")
    assert len(study.documents) == 3


def test_what_names_say_is_shown_before_and_used_then(study):
    pattern = r"(?P<case>\w+)_(?P<date>\d{4})"
    names = ["three_2026_a.txt", "other.txt"]
    assert uploads.told_by_names(pattern, names).values.tolist() == [
        ["three_2026_a.txt", "three", "", "2026"],
        ["other.txt", "", "", ""],
    ]
    uploads.bring_in(study, [sent(names[0]), sent(names[1], TALK + "Ana: More.")], pattern=pattern)
    frame = study.documents.table()[["document", "case", "date"]]
    assert frame.values.tolist()[3:] == [["three_2026_a", "three", "2026"], ["other", "", ""]]
    with pytest.raises(Refused, match="not a regular expression"):
        uploads.told_by_names("(", names)


def test_columns_of_a_survey_are_chosen_for_tables_alone(study):
    survey = sent("survey.csv", "id,Q1,age\nr1,We wait.,30\nr2,We pay.,41\n")
    assert (uploads.is_table("survey.CSV"), uploads.is_table("a.txt")) == (True, False)
    assert uploads.header(survey) == ("id", "Q1", "age")
    assert uploads.header(sent("bad.csv", "")) == ()
    named = {"survey.csv": {"text": "Q1", "speaker": "", "document": "id"}}
    brought = uploads.bring_in(study, [survey, sent("a.txt")], named=named)
    assert brought == uploads.Brought(("r1", "r2", "a"))
    assert study.documents["a"].source.warnings == ()
    assert study.documents["r1"].attributes == {"id": "r1", "age": "30"}


def test_files_are_read_in_the_language_of_the_study(study):
    uploads.bring_in(study, [sent("a.txt")], language="de")
    uploads.bring_in(study, [sent("b.txt", TALK + "Ana: More.")])
    assert (study.documents["a"].language, study.documents["b"].language) == ("de", "en")


# -- cells


FRAME = pd.DataFrame({"name": ["A", pd.NA], "hours": [1.0, None]}).astype({"name": "string"})
ROWS = ["a", "b"]


def test_only_cells_that_differ_are_changes():
    changes = cells.edited(ROWS, {0: {"name": " A ", "hours": 2}, 1: {"name": None, "hours": None}, 7: {"name": "X"}})
    assert changes == {("a", "name"): "A", ("a", "hours"): "2", ("b", "name"): "", ("b", "hours"): ""}
    kept = cells.differing(FRAME, ROWS, changes | {("gone", "name"): "X", ("a", "gone"): "X"})
    assert kept == {("a", "hours"): "2"}
    assert cells.by_row(kept) == {"a": {"hours": "2"}}


def test_carried_changes_are_shown_without_changing_the_kinds_of_columns():
    shown = cells.with_cells(FRAME, ROWS, {("b", "name"): "B", ("a", "name"): "", ("b", "hours"): "1.5"})
    assert shown.dtypes.equals(FRAME.dtypes)
    assert shown["name"].fillna("").tolist() == ["", "B"] and shown["hours"].tolist() == [1.0, 1.5]


def test_a_clash_is_a_cell_that_somebody_else_changed_to_something_else():
    before = {("a", "name"): "old", ("b", "name"): ""}
    mine = {("a", "name"): "mine", ("b", "name"): "B", ("a", "hours"): "3"}
    assert cells.clashes(FRAME, ROWS, before, mine) == [Clash("a", "name", "A", "mine")]
    assert cells.clashes(FRAME, ROWS, before, {("a", "name"): "A"}) == []


# -- tables


def test_each_table_has_a_key_for_each_row_and_the_same_types_whatever_it_holds(study):
    study.documents.assign("P1", mood="calm")
    frame, rows = documents.document_table(study, extra=["mode", "case"])
    assert rows == ["P1", "P2", "P3"]
    assert list(frame.columns) == [
        *("open", "document", "case", "kind", "date", "hours", "mood", "mode"),
        *("read_by_you", "coded_percent", "words", "turns", "speakers", "notes"),
    ]
    assert frame["mood"].fillna("").tolist() == ["calm", "", ""]
    assert {str(frame[name].dtype) for name in ("case", "date", "mood", "mode")} == {"string"}


def test_labels_can_be_narrowed_to_those_that_are_nobodys(study):
    assert documents.speaker_table(study, only_nobodys=True)[1] == [("P2", "Ben"), ("P3", "Cat")]
    assert documents.speaker_table(study, document="P1")[1] == [("P1", "Int"), ("P1", "Ana")]
    assert documents.nobodys(study) == 2
    study.documents.assign("P3", kind="archival")
    assert documents.nobodys(study) == 1


def test_a_label_is_said_of_all_documents_at_once(study):
    assert documents.labels(study) == [("Int", 2), ("Ana", 1), ("Ben", 1), ("Cat", 1)]
    assert documents.everywhere(study, "Int", role="researcher") == {
        ("P1", "Int"): {"role": "researcher"},
        ("P2", "Int"): {"role": "researcher"},
    }
    assert documents.somebodys(study, documents.everywhere(study, "Ana", role="researcher")) == 1
    assert documents.somebodys(study, documents.everywhere(study, "Ana", participant="p-ana")) == 0


def test_people_are_made_of_labels_one_for_all_documents_or_one_for_each(study):
    study.participants.add("Cat")
    assert documents.people_for_labels(study, one_person=True) == {
        ("P2", "Ben"): {"participant": "Ben"},
        ("P3", "Cat"): {"participant": "Cat_2"},
    }
    assert documents.people_for_labels(study, one_person=False) == {
        ("P2", "Ben"): {"participant": "P2 Ben"},
        ("P3", "Cat"): {"participant": "P3 Cat"},
    }


def test_values_over_time_are_told_in_one_cell_and_set_from_a_date_on(study):
    study.cases.declare(Attribute("integration", "Level", "ordinal", ("low", "high"), True))
    documents.set_since(study, "one", "integration", "low", "2014")
    documents.set_since(study, "one", "integration", "high", "2018-07")
    assert documents.case_table(study)[0]["integration"].fillna("").tolist() == ["2014: low; 2018-07: high", ""]
    documents.set_since(study, "one", "integration", "", "2014")
    assert documents.case_table(study)[0]["integration"][0] == "2018-07: high"
    with pytest.raises(Refused, match="'soon' is no date"):
        documents.set_since(study, "one", "integration", "low", "soon")


def test_who_and_what_is_there_already_is_not_entered_again(study):
    with pytest.raises(Refused, match="Somebody has the key 'p-ana' already"):
        documents.enter_person(study, "p-ana", {})
    with pytest.raises(Refused, match="There is a case 'one' already"):
        documents.enter_case(study, "one", name="", description="")
    with pytest.raises(Refused, match="needs a name"):
        documents.enter_organisation(study, "one", "", "")


# -- loading


def test_all_problems_of_a_table_are_told_before_anything_is_entered(study):
    before = study.history.hash()
    checked = loading.check(study, "documents", sent("t.csv", "document,case,mood\nP1,three,calm\nP8,one,\nP9,one,\n"))
    assert checked.problems == (
        "row 3: There is no document 'P8'. There are: P1, P2, P3.",
        "row 4: There is no document 'P9'. There are: P1, P2, P3.",
    )
    assert checked.meaning.values.tolist() == [
        ["document", "the document’s name, or its file"],
        ["case", "the case it belongs to; one that is not there is made"],
        ["mood", "a free attribute of the document"],
    ]
    assert study.history.hash() == before


@pytest.mark.parametrize(
    ("kind", "upload", "count"),
    [
        ("documents", sent("t.csv", "document;case\nP1;two\n"), 1),
        ("participants", sent("t.csv", "participant,document,speaker\nben,P2,Ben\ncat,P3,Cat\n"), 2),
        ("cases", Sent("cases.yaml", (SAMPLES / "cases.yaml").read_bytes()), 4),
    ],
)
def test_a_sound_table_is_checked_and_then_entered(study, kind, upload, count):
    before = study.history.hash()
    assert (loading.check(study, kind, upload).count, study.history.hash()) == (count, before)
    assert loading.load(study, kind, upload) == count
    assert study.history.hash() != before


@pytest.mark.parametrize("content", [b"", b"no,such,column\n1,2,3\n", b"PK\x03\x04"])
def test_what_is_no_table_gets_a_sentence(study, content):
    assert loading.check(study, "documents", Sent("t.xlsx" if content[:2] == b"PK" else "t.csv", content)).problems


@pytest.mark.parametrize("kind", list(loading.KINDS))
def test_a_template_changes_nothing_until_it_is_filled_in(study, kind):
    template = loading.template(study, kind)
    frame = pd.read_csv(io.BytesIO(template), dtype=str).fillna("")
    assert list(frame.columns) == list(loading.KINDS[kind].known)
    if kind == "participants":
        assert frame[["participant", "document", "speaker"]].values.tolist()[:2] == [
            ["", "P1", "Int"],
            ["p-ana", "P1", "Ana"],
        ]
        return
    before = study.history.hash()
    loading.load(study, kind, Sent("t.csv", template))
    assert study.history.hash() == before


def test_a_template_holds_no_formula_and_is_read_as_it_was_meant(study):
    uploads.bring_in(study, [sent("=1+1.txt")])
    template = loading.template(study, "documents")
    assert b"\n'=1+1,,interview," in template
    assert loading.check(study, "documents", Sent("t.csv", template)).problems == ()


# -- the page


def change(at, key, rows):
    at.session_state[f"{key}:{at.session_state[f'{key}:held'].turn}"] = {
        "edited_rows": rows,
        "added_rows": [],
        "deleted_rows": [],
    }
    at.run()


def test_files_are_dropped_brought_in_and_told(study, workbench):
    at = workbench(study, "documents")
    at.file_uploader[0].set_value([("a.txt", TALK.encode(), "text/plain"), ("b.txt", b"", "text/plain")]).run()
    at.selectbox(key="documents_case").select("two")
    at.button(key="documents_add").click().run()
    assert not at.exception
    texts = [text.value for text in at.markdown]
    assert "**1 document came in**" in texts
    assert "- b\\.txt\\: the file is empty\\." in texts
    assert at.dataframe[0].value[["document", "turns", "speakers"]].values.tolist() == [["a", 4, "Int, Ana"]]
    at.button(key="documents_close").click().run()
    assert "**1 document came in**" not in [text.value for text in at.markdown]


def test_an_empty_study_says_what_to_do(tmp_path, workbench):
    from qualcode.project import create

    with create(tmp_path / "new.qualcode", coder="ana") as new:
        at = workbench(new, "documents")
        assert "There is no document yet. Drop transcripts above" in at.info[0].value


def test_cells_are_saved_in_one_act(study, workbench):
    at, acts = workbench(study, "documents"), len(study.history)
    change(at, "documents_table", {0: {"case": "two"}, 2: {"date": "2026"}})
    assert at.button(key="documents_table_save").label == "Save 2 changes"
    at.button(key="documents_table_save").click().run()
    assert not at.exception
    assert study.documents.table()[["case", "date"]].values.tolist() == [["two", ""], ["one", ""], ["two", "2026"]]
    assert len(study.history) == acts + 1
    assert at.button(key="documents_table_save").disabled


def test_changes_that_are_not_saved_survive_another_page(study, workbench):
    at = workbench(study, "documents")
    change(at, "documents_table", {0: {"case": "two"}})
    at.switch_page("qualcode/ui/pages/home.py").run()
    at.switch_page("qualcode/ui/pages/documents.py").run()
    assert at.button(key="documents_table_save").label == "Save 1 change"
    at.button(key="documents_table_discard").click().run()
    assert at.button(key="documents_table_save").disabled


def test_a_bad_value_is_refused_and_stays_to_be_mended(study, workbench):
    at = workbench(study, "documents")
    change(at, "documents_table", {0: {"date": "soon"}})
    at.button(key="documents_table_save").click().run()
    assert "'soon' is no date" in at.toast[0].value
    assert at.button(key="documents_table_save").label == "Save 1 change"


@pytest.mark.parametrize(("pressed", "cases"), [("theirs", ["three", "two", "two"]), ("mine", ["two", "two", "two"])])
def test_two_who_change_one_cell_see_both_versions(study, workbench, pressed, cases):
    study.cases.add("three")
    at = workbench(study, "documents")
    change(at, "documents_table", {0: {"case": "two"}, 1: {"case": "two"}})
    held = at.session_state["documents_table:held"]
    held.before = {("P1", "case"): "one", ("P2", "case"): "one"}
    study.by("ben").documents.edit({"P1": {"case": "three"}})
    at.button(key="documents_table_save").click().run()
    assert study.documents.table()["case"].tolist() == ["three", "one", "two"]
    assert at.dataframe[1].value.values.tolist() == [["P1", "case", "three", "two"]]
    at.button(key=f"documents_table_{pressed}").click().run()
    assert study.documents.table()["case"].tolist() == cases


def test_a_document_with_codings_is_not_taken_out(study, workbench):
    study.codings.add_quote("P1", "It broke.", "speed")
    at = workbench(study, "documents")
    at.selectbox(key="documents_remove").select("P1").run()
    assert any("P1 has codings" in text.value for text in at.markdown)
    at.selectbox(key="documents_remove").select("P3").run()
    at.text_input(key="documents_remove_why").set_value("Withdrew consent")
    at.button(key="documents_remove_now").click().run()
    assert not at.exception
    assert [document.name for document in study.documents] == ["P1", "P2"]
    assert study.history.table()["why"].iloc[-1] == "Withdrew consent"


def test_who_speaks_is_said_in_the_table_and_for_all_documents(study, workbench):
    at = workbench(study, "documents", documents_tab="Speakers")
    change(at, "documents_speakers", {2: {"participant": "p-ana"}})
    at.button(key="documents_speakers_save").click().run()
    assert study.participants.speakers()["participant"].tolist() == ["", "p-ana", "p-ana", "", ""]
    at.selectbox(key="documents_is").select("role:researcher").run()
    at.button(key="documents_say").click().run()
    assert study.participants.roles("P2") == {"Ben": "participant", "Int": "researcher"}
    at.button(key="documents_make_now").click().run()
    assert not at.exception
    assert study.participants.speakers()["participant"].tolist() == ["", "p-ana", "p-ana", "", "Cat"]


def test_people_are_entered_changed_and_taken_out(study, workbench):
    at = workbench(study, "documents", documents_tab="People")
    at.text_input(key="documents_person_key").set_value("ben")
    at.text_input(key="documents_person_sector").set_value("Business")
    at.button(key="documents_person_now").click().run()
    change(at, "documents_people", {0: {"seniority": "Leader"}})
    at.button(key="documents_people_save").click().run()
    frame = study.participants.table()
    assert frame[["participant", "sector", "seniority"]].values.tolist() == [
        ["ben", "Business", "Leader"],
        ["p-ana", "Nonprofit", "Manager"],
    ]
    at.selectbox(key="documents_person_gone").select("ben").run()
    at.button(key="documents_person_gone_now").click().run()
    assert not at.exception
    assert study.participants.table()["participant"].tolist() == ["p-ana"]


def test_an_address_of_a_person_opens_the_table_of_people(study, workbench):
    at = workbench(study, "documents", participant="p-ana")
    assert at.dataframe[0].value["participant"].tolist() == ["p-ana"]


def test_cases_get_values_from_a_date_on_and_organisations(study, workbench):
    study.cases.set("two", integration="low")
    at = workbench(study, "documents", documents_tab="Cases")
    at.selectbox(key="documents_declare_name").select("integration").run()
    at.selectbox(key="documents_declare_type:integration").select("ordinal")
    at.text_area(key="documents_declare_values:integration").set_value("low\nhigh")
    at.toggle(key="documents_declare_dated:integration").set_value(True).run()
    at.button(key="documents_declare_now").click().run()
    at.selectbox(key="documents_since_value").select("high")
    at.text_input(key="documents_since_from").set_value("2014")
    at.button(key="documents_since_now").click().run()
    at.text_input(key="documents_organisation_name").set_value("Depot")
    at.button(key="documents_organisation_now").click().run()
    assert not at.exception
    assert study.cases.values().values.tolist() == [
        ["one", "integration", "high", "2014"],
        ["two", "integration", "low", ""],
    ]
    assert study.cases.organisations().values.tolist() == [["Depot", "one", ""]]


def test_a_table_is_loaded_after_it_was_looked_at(study, workbench):
    at = workbench(study, "documents", documents_tab="Load a table")
    at.file_uploader(key="documents_load:documents:0").set_value(
        ("t.csv", b"document,case\nP1,two\n", "text/csv")
    ).run()
    assert at.button(key="documents_load_now").label == "Enter 1 documents"
    at.button(key="documents_load_now").click().run()
    assert not at.exception
    assert study.documents.table()["case"].tolist() == ["two", "one", "two"]


def test_nothing_can_be_changed_in_an_earlier_state(study, workbench):
    at = workbench(study, "documents")
    at.session_state["as_of"] = len(study.history) - 1
    at.run()
    assert not at.exception
    assert [button for button in at.button if (button.key or "").startswith("documents_")] == []

"""Bringing documents into a study, their cases and kinds, and who has read them."""

import pytest

import qualcode
from qualcode.errors import ImportProblems, NotFound, Refused

TALK = "Int: How was it?\n\nAna: We waited a year.\n\nInt: And then?\n\nAna: It broke.\n"


@pytest.fixture
def empty(tmp_path):
    with qualcode.open(tmp_path / "s.qualcode", coder="ana") as study:
        yield study


def write(folder, name, text=TALK):
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_a_folder_comes_in_by_name_with_its_speakers_and_their_roles(empty, tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    write(folder, "b.txt", TALK.replace("Ana", "Ben"))
    write(folder, "a.txt")
    assert [document.name for document in empty.documents.add(folder)] == ["a", "b"]
    speakers = empty.participants.speakers()
    assert speakers.values.tolist() == [
        ["a", "Int", "interviewer", "", 2, 5],
        ["a", "Ana", "participant", "", 2, 6],
        ["b", "Int", "interviewer", "", 2, 5],
        ["b", "Ben", "participant", "", 2, 6],
    ]


def test_a_document_comes_back_as_it_was_read(empty, tmp_path):
    path = write(tmp_path, "a.txt")
    empty.documents.add(path)
    assert empty.documents["a"] == qualcode.read(path)


def test_bad_files_are_all_named_and_the_good_ones_are_in(empty, tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    write(folder, "good.txt")
    write(folder, "copy.txt")
    write(folder, "empty.txt", "")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 no zip")
    with pytest.raises(ImportProblems) as problems:
        empty.documents.add(folder)
    assert [document.name for document in problems.value.added] == ["copy"]
    sentences = problems.value.problems
    assert len(sentences) == 3
    assert "broken.docx" in sentences[0] and "empty.txt" in sentences[1]
    assert sentences[2] == "good.txt: this text is in the study already, as 'copy'."
    assert len(empty.documents) == 1


def test_a_file_comes_in_once(empty, tmp_path):
    path = write(tmp_path, "a.txt")
    empty.documents.add(path)
    with pytest.raises(ImportProblems, match="a.txt: this text is in the study already, as 'a'"):
        empty.documents.add(path)


def test_another_text_of_the_same_name_is_refused_with_a_remedy(empty, tmp_path):
    empty.documents.add(write(tmp_path, "a.txt"))
    other = tmp_path / "other"
    other.mkdir()
    path = write(other, "a.txt", "Cat: Fine.\n\nInt: Sure?\n\nCat: Yes.")
    with pytest.raises(ImportProblems, match="another document is called 'a'"):
        empty.documents.add(path)
    empty.documents.add(path, name="a2")
    assert [document.name for document in empty.documents] == ["a", "a2"]


def test_nothing_that_fits_is_said(empty, tmp_path):
    with pytest.raises(NotFound, match="no file fits this pattern"):
        empty.documents.add(str(tmp_path / "*.docx"))
    (tmp_path / "nothing").mkdir()
    with pytest.raises(NotFound, match="has no file that can be read"):
        empty.documents.add(tmp_path / "nothing")


def test_file_names_say_case_kind_and_date(empty, tmp_path):
    folder = tmp_path / "talks"
    folder.mkdir()
    write(folder, "north_focus_group_2024-05.txt")
    write(folder, "south_interview_2024-06.txt", TALK.replace("Ana", "Ben"))
    write(folder, "other.txt", TALK.replace("Ana", "Cat"))
    pattern = r"^(?P<case>[a-z]+)_(?P<kind>interview|focus_group)_(?P<date>[\d-]+)"
    empty.documents.add(folder, pattern=pattern)
    table = empty.documents.table()[["document", "case", "kind", "date"]]
    assert table.values.tolist() == [
        ["north_focus_group_2024-05", "north", "focus_group", "2024-05"],
        ["other", "", "interview", ""],
        ["south_interview_2024-06", "south", "interview", "2024-06"],
    ]
    with pytest.raises(Refused, match="needs named groups"):
        empty.documents.assign_by_name(r"(?P<place>x)")


def test_a_table_assigns_case_kind_hours_and_free_attributes(study, tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text("document,case,kind,hours,mode\nP1,two,,,video\nP3.txt,,observation,2.5,\n", encoding="utf-8-sig")
    assert study.documents.load(path) == 2
    table = study.documents.table().set_index("document")
    assert (table.loc["P1", "case"], table.loc["P3", "kind"], table.loc["P3", "hours"]) == ("two", "observation", 2.5)


def test_a_table_with_problems_assigns_nothing_and_names_them_all(study, tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text("document,case\nP1,two\nP7,two\nP8,two\n")
    with pytest.raises(ImportProblems) as problems:
        study.documents.load(path)
    assert problems.value.problems == (
        "row 3: There is no document 'P7'. There are: P1, P2, P3.",
        "row 4: There is no document 'P8'. There are: P1, P2, P3.",
    )
    assert study.documents.table().set_index("document").loc["P1", "case"] == "one"


def test_a_table_without_its_column_names_those_it_has(study, tmp_path):
    path = tmp_path / "documents.csv"
    path.write_text("file;case\nP1;two\n")
    with pytest.raises(qualcode.QualcodeError, match="no column 'document'. The columns are: file, case"):
        study.documents.load(path)


def test_an_observation_is_the_researchers_words(study):
    study.documents.assign("P2", kind="observation")
    speakers = study.participants.speakers()
    assert speakers[speakers["document"] == "P2"]["role"].tolist() == ["researcher", "researcher"]
    study.documents.assign("P2", kind="interview")
    speakers = study.participants.speakers()
    assert sorted(speakers[speakers["document"] == "P2"]["role"]) == ["interviewer", "participant"]


def test_reading_is_per_coder_and_can_be_taken_back(study):
    study.documents.mark_read(["P1", "P2"])
    with qualcode.open(study.path, coder="ben") as other:
        other.documents.mark_read("P1")
    table = study.documents.table().set_index("document")
    assert table["readers"].to_dict() == {"P1": "ana, ben", "P2": "ana", "P3": ""}
    study.documents.mark_unread("P1")
    assert study.documents.table().set_index("document").loc["P1", "readers"] == "ben"


def test_a_document_with_codings_is_not_removed(study):
    study.codings.add_quote("P1", "It broke.", "speed")
    with pytest.raises(Refused, match="P1 has codings"):
        study.documents.remove("P1")
    study.suggestions.run()
    before = study.history.hash()
    study.documents.remove("P2")
    assert [document.name for document in study.documents] == ["P1", "P3"]
    study.history.undo()
    assert study.history.hash() == before


def test_coverage_counts_each_coded_character_of_participants_once(study):
    text = study.documents["P1"].text
    study.codings.add_quote("P1", "It broke.", "speed")
    study.codings.add("P1", text.index("And the logo"), len(text), "brand")
    table = study.documents.table().set_index("document")
    participant = len("We come from two worlds. They move fast, we wait.") + len("It broke.")
    assert table.loc["P1", "coded_percent"] == round(100 * len("It broke.") / participant, 1)


def test_a_survey_comes_in_as_one_document_a_respondent(empty, tmp_path):
    path = write(tmp_path, "survey.csv", "who,answer,site\nR1,We waited.,north\nR2,It broke 😀.,south\n")
    added = empty.documents.add(path, document="who", text="answer")
    assert [(d.name, d.kind, d.turns[0].text, d.attributes) for d in added] == [
        ("R1", "response", "We waited.", {"who": "R1", "site": "north"}),
        ("R2", "response", "It broke 😀.", {"who": "R2", "site": "south"}),
    ]
    assert empty.search("site:south AND broke")["document"].tolist() == ["R2"]

"""Cases, organisations, participants, and whose label is whose."""

import pandas as pd
import pytest

from qualcode.errors import ImportProblems, NotFound, QualcodeError, Refused
from qualcode.model import Attribute


def test_the_first_table_of_a_case_study(study):
    study.cases.add_organisation("one", "Night Shelf", sector="Nonprofit")
    study.documents.assign("P3", kind="observation", hours=2.5)
    table = study.cases.table()
    shown = table[
        ["case", "documents", "interviews", "observations", "observation_hours", "participants", "organisations"]
    ]
    assert shown.values.tolist() == [
        ["one", 2, 2, 0, 0.0, 2, 1],
        ["two", 1, 0, 1, 2.5, 0, 0],
        ["total", 3, 2, 1, 2.5, 2, 1],
    ]


def test_a_dated_attribute_has_a_value_for_each_date(study):
    levels = ("arms_length", "operational", "adoption")
    study.cases.declare(Attribute("integration", "Integration", "ordinal", levels, dated=True))
    study.cases.set("one", integration="operational", since="2014")
    study.cases.set("one", integration="arms_length", since="2019-06")
    assert study.cases.attributes(on="2016")["integration"].tolist() == ["operational", ""]
    assert study.cases.attributes()["integration"].tolist() == ["arms_length", ""]
    study.cases.set("one", integration="adoption", since="2014")
    assert study.cases.attributes(on="2016")["integration"].tolist() == ["adoption", ""]


def test_values_of_attributes_stand_by_case_the_earliest_first(study):
    study.cases.declare(Attribute("integration", type="ordinal", values=("low", "high"), dated=True))
    study.cases.set("two", since="2015", integration="low")
    study.cases.set("one", since="2019", integration="high")
    study.cases.set("one", since="2014", integration="low")
    study.cases.set("one", place="Port")
    assert study.cases.values().values.tolist() == [
        ["one", "integration", "low", "2014"],
        ["one", "integration", "high", "2019"],
        ["one", "place", "Port", ""],
        ["two", "integration", "low", "2015"],
    ]


def test_organisations_stand_by_case(study):
    study.cases.add_organisation("two", "Depot", sector="Business")
    study.cases.add_organisation("one", "Shelf")
    assert study.cases.organisations().values.tolist() == [["Shelf", "one", ""], ["Depot", "two", "Business"]]


def test_a_value_that_an_ordinal_attribute_does_not_have_is_refused(study):
    study.cases.declare(Attribute("integration", type="ordinal", values=("low", "high")))
    with pytest.raises(Refused, match="'middle' is not a value of 'integration'. Its values are: low, high"):
        study.cases.set("one", integration="middle")
    with pytest.raises(Refused, match="is not dated"):
        study.cases.set("one", integration="low", since="2014")


def test_cases_come_from_a_yaml_file(study, tmp_path):
    path = tmp_path / "cases.yaml"
    path.write_text(
        "qualcode: cases/1\n"
        "attributes:\n"
        "  - {id: integration, name: Integration, type: ordinal, values: [low, high], dated: true, applies_to: case}\n"
        "cases:\n"
        "  - id: three\n"
        "    name: Case three\n"
        "    organisations: [{name: Shelf, sector: Nonprofit}]\n"
        "    attributes: {integration: [{value: low, from: 2014}, {value: high, from: 2018}]}\n"
    )
    assert study.cases.load(path) == 1
    assert study.cases.attributes(on="2015").set_index("case").loc["three", "integration"] == "low"
    assert study.cases.table().set_index("case").loc["three", "organisations"] == 1


def test_cases_come_from_a_table(study, tmp_path):
    path = tmp_path / "cases.xlsx"
    frame = pd.DataFrame({"case": ["one", "four"], "name": ["First", "Fourth"], "power": ["even", "uneven"]})
    frame.to_excel(path, index=False)
    assert study.cases.load(path) == 2
    attributes = study.cases.attributes().set_index("case")["power"]
    assert attributes.to_dict() == {"one": "even", "two": "", "four": "uneven"}
    assert study.find.case("one")["name"] == "First"


def test_a_case_that_holds_documents_is_not_removed(study):
    with pytest.raises(Refused, match="something else in the project rests on it"):
        study.cases.remove("one")
    study.cases.add("empty", attributes={"power": "even"}, organisations=[("Shelf", "Nonprofit")])
    before = study.history.hash()
    study.cases.remove("empty")
    assert len(study.cases) == 2
    study.history.undo()
    assert study.history.hash() == before


def test_people_and_their_labels_come_from_a_table(study):
    table = pd.DataFrame(
        {
            "participant": ["p1", "p2", "p2", "i1"],
            "document": ["P1", "P2", "", "P1"],
            "speaker": ["Ana", "Ben", "", "Int"],
            "role": ["", "", "", "interviewer"],
            "sector": ["Business", "Nonprofit", "Nonprofit", ""],
            "seniority": ["Leader", "", "Manager", ""],
            "organisation": ["Firm", "", "", ""],
            "case": ["one", "one", "", ""],
            "involvement": ["core", "", "", ""],
        }
    )
    assert study.participants.load(table) == 3
    people = study.participants.table().set_index("participant")
    assert people.loc["p1", ["sector", "seniority", "organisation", "case", "involvement"]].tolist() == [
        *("Business", "Leader", "Firm", "one", "core")
    ]
    assert people.loc["p2", ["sector", "seniority"]].tolist() == ["Nonprofit", "Manager"]
    speakers = study.participants.speakers().set_index(["document", "speaker"])
    assert speakers.loc[("P1", "Int"), ["role", "participant"]].tolist() == ["interviewer", "i1"]


def test_clashing_and_unknown_attributions_are_all_reported_and_nothing_is_entered(study):
    table = pd.DataFrame(
        {
            "participant": ["p1", "p1", "p2", "p3"],
            "document": ["P1", "", "P9", "P2"],
            "speaker": ["Ana", "", "Ana", "Bem"],
            "role": ["", "", "", "boss"],
            "sector": ["Business", "Nonprofit", "", ""],
        }
    )
    with pytest.raises(ImportProblems) as problems:
        study.participants.load(table)
    assert problems.value.problems == (
        "row 3: p1 has the sector 'Nonprofit' here and 'Business' before. Which one is it?",
        "row 4: There is no document 'P9'. There are: P1, P2, P3.",
        "row 5: 'boss' is not a role. Choose one of: participant, interviewer, researcher.",
        "row 5: P2 has no speaker 'Bem'. Did you mean 'Ben'?",
    )
    assert len(study.participants) == 1


def test_no_role_is_invented_and_what_is_missing_is_reported(study):
    findings = study.check().query("about in ['speaker', 'participant']")
    assert findings[["where", "problem"]].values.tolist() == [
        ["P2: Ben", "Nobody is named for this label; it counts as a voice without sector and seniority."],
        ["P3: Cat", "Nobody is named for this label; it counts as a voice without sector and seniority."],
    ]


def test_a_label_without_a_role_in_the_table_takes_its_persons_role(study):
    rows = [("i1", "P2", "Int", ""), ("i1", "P1", "Int", "Interviewer")]
    study.participants.load(pd.DataFrame(rows, columns=["participant", "document", "speaker", "role"]))
    speakers = study.participants.speakers().set_index(["document", "speaker"])["role"]
    assert (speakers["P1", "Int"], speakers["P2", "Int"]) == ("interviewer", "interviewer")
    study.participants.load(pd.DataFrame([("i1", "P2", "Ben")], columns=["participant", "document", "speaker"]))
    assert study.participants.speakers().set_index(["document", "speaker"])["role"]["P2", "Ben"] == "interviewer"


def test_a_role_set_by_hand_outlasts_a_change_of_kind(study):
    study.participants.set_role("P2", "Ben", "interviewer")
    study.documents.assign("P2", kind="focus_group")
    study.documents.assign("P2", kind="archival")
    speakers = study.participants.speakers().set_index(["document", "speaker"])["role"]
    assert speakers["P2", "Ben"] == "interviewer"
    assert study.search("logo", eligible_only=True)["document"].tolist() == ["P3"]


def test_one_label_is_not_two_people(study):
    table = pd.DataFrame([("a", "P2", "Ben"), ("b", "P2", "Ben")], columns=["participant", "document", "speaker"])
    with pytest.raises(ImportProblems, match="Ben in P2 is b here and a before"):
        study.participants.load(table)


def test_an_organisation_needs_its_case(study):
    with pytest.raises(Refused, match="an organisation lies in a case"):
        study.participants.add("bo", organisation="Shelf")
    study.participants.add("bo", case="one")
    study.participants.add("bo", organisation="Shelf")
    assert study.participants.table().set_index("participant").loc["bo", "organisation"] == "Shelf"


def test_free_attributes_can_be_searched(study):
    study.cases.set("one", power="even")
    study.documents.assign("P3", region="north")
    study.participants.add("p-ana", country="France")
    assert study.search("power:even AND logo")["document"].tolist() == ["P1", "P2"]
    assert study.search("region:north AND logo")["document"].tolist() == ["P3"]
    assert study.search("country:france AND worlds")["document"].tolist() == ["P1"]


def test_an_exchange_counts_each_of_its_speakers(study):
    import qualcode

    study.documents.add(qualcode.read_text("Ida: It broke.\n\nJo: It did.\n\nIda: Yes.", name="group"), case="two")
    study.codings.add("group", 5, 27, "speed")
    assert study.codebook.table().set_index("code").loc["speed", ["voices", "codings"]].tolist() == [2, 1]
    assert "several people" in study.check().query("about == 'coding'")["problem"].iloc[0]


def test_a_person_who_speaks_in_two_documents_is_one_voice(study):
    study.participants.tie("P2", "Ben", "p-ana")
    study.codings.add_quote("P1", "It broke.", "speed")
    study.codings.add_quote("P2", "Fine by me.", "speed")
    assert study.codebook.table().set_index("code").loc["speed", ["voices", "codings"]].tolist() == [1, 2]


def test_a_role_changed_for_a_person_holds_for_all_labels(study):
    study.participants.add("p-ana", role="researcher")
    assert study.participants.speakers().set_index(["document", "speaker"]).loc[("P1", "Ana"), "role"] == "researcher"


def test_unknown_labels_and_people_are_answered_with_near_ones(study):
    with pytest.raises(NotFound, match="P1 has no speaker 'Anna'. Did you mean 'Ana'"):
        study.participants.tie("P1", "Anna", "p-ana")
    with pytest.raises(NotFound, match="no participant 'p-anna'. Did you mean 'p-ana'"):
        study.participants.tie("P1", "Ana", "p-anna")
    with pytest.raises(QualcodeError, match="'boss' is not a role"):
        study.participants.set_role("P1", "Ana", "boss")

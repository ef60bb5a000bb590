"""The page Coders: readings side by side in every approach, agreement only where the approach has it."""

import re

import pytest

import qualcode
from qualcode.ui.views import coders as view


@pytest.fixture
def twice(study):
    """Ana and Ben have read P1 and P2. Of four turns of participants they share one code on one, and differ on two.

    P1: "We come from two worlds. …" two_worlds by both, brand by Ben alone; "It broke." brand by Ana alone.
    P2: "Two worlds, yes. …" nothing by anybody; "Fine by me." nothing by anybody. P3: read by Ana alone.
    """
    ben = study.by("ben")
    study.documents.mark_read(["P1", "P2", "P3"])
    ben.documents.mark_read(["P1", "P2"])
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P1", "It broke.", "brand")
    ben.codings.add_quote("P1", "We come from two worlds. They move fast, we wait.", "two_worlds")
    ben.codings.add_quote("P1", "They move fast, we wait.", "brand")
    study.codings.add_quote("P3", "It went well.", "speed")
    return study


def everything(at) -> str:
    """All that the page says, the headings of its tables and the labels of its widgets included."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.info, at.warning, at.error, at.code)
    said = [str(element.value) for kind in kinds for element in kind]
    said += [widget.label for kind in (at.selectbox, at.multiselect, at.button_group, at.button) for widget in kind]
    said += [option for box in at.selectbox for option in box.options]
    said += [" ".join(map(str, frame.value.columns)) for frame in at.dataframe]
    return "\n".join(said).replace("\\", "")


def quotes(found: view.Readings, code: str = "") -> list[str]:
    return [item["quote"] for item in found.of(code)]


# -- in every approach


def test_passages_that_differ_lie_side_by_side(twice):
    found = view.readings(twice, ["ana", "ben"], "turn")
    assert [(item["document"], item["who"], item["case"], item["cells"]) for item in found.items] == [
        ("P1", "Ana, Nonprofit Manager", "Case one", [[], ["brand"]]),
        ("P1", "Ana, Nonprofit Manager", "Case one", [["brand"], []]),
    ]
    assert quotes(found) == ["We come from two worlds. They move fast, we wait.", "It broke."]
    assert found.codes == {"brand": ("Brand and logo", "#d55e00")}
    assert all(
        twice.documents[item["document"]].text[item["start"] : item["end"]] == item["quote"] for item in found.items
    )


def test_a_code_leads_to_the_passages_where_it_is_not_everybodys(twice):
    twice.by("ben").codings.add_quote("P2", "Fine by me.", "speed")
    found = view.readings(twice, ["ana", "ben"], "sentence")
    assert list(found.codes) == ["two_worlds", "brand", "speed"]
    assert quotes(found, "two_worlds") == ["They move fast, we wait."]
    assert quotes(found, "brand") == ["They move fast, we wait.", "It broke."]
    assert quotes(found, "speed") == ["Fine by me."]


def test_who_has_not_read_a_document_is_told_from_who_found_nothing(twice):
    twice.by("cat").documents.mark_read("P2")
    found = view.readings(twice, ["ana", "ben", "cat"], "turn")
    assert found.items[1]["cells"] == [["brand"], [], None]


def test_the_reflexive_approach_has_no_coefficient_and_no_word_for_one(twice, workbench):
    at = workbench(twice, "coders")
    assert [heading.value for heading in at.subheader] == ["Readings side by side"]
    assert not at.dataframe
    told = everything(at)
    assert not re.search("kappa|alpha|agree|coefficient|reliab|%", told, re.IGNORECASE)
    assert "Participants’ words in what two have read: P1 and P2." in told
    assert at.selectbox(key="coders_code").options == ["Any code", "Brand and logo"]


@pytest.mark.parametrize("approach", ["reflexive", "codebook", "reliability"])
def test_one_coder_alone_is_told_how_a_second_joins(study, workbench, approach):
    if approach != "reflexive":
        study.set_approach(approach, why="we decided so")
    study.documents.mark_read("P1")
    at = workbench(study, "coders")
    assert [element.value.replace("\\", "") for element in at.info] == [
        "It takes two who have coded the same document and marked it read, and so far only ana has: a second coder "
        "joins by opening the study in another name:"
    ]
    assert [element.value for element in at.code] == ["qualcode serve study.qualcode --coder ben"]
    assert not at.multiselect and not at.dataframe


def test_the_command_names_who_is_still_to_read(study):
    assert view.joining(study)[1] == "qualcode serve study.qualcode --coder ben"
    assert view.joining(study.by("ben"))[1] == "qualcode serve study.qualcode --coder ana"
    study.documents.mark_read("P1")
    assert view.joining(study.by("Cleo B."))[1] == "qualcode serve study.qualcode --coder 'Cleo B.'"
    study.by("dan").memos.add("I have begun.")
    assert view.joining(study)[1] == "qualcode serve study.qualcode --coder dan"


def test_coders_who_read_nothing_in_common_are_told_so(study, workbench):
    study.documents.mark_read("P1")
    study.by("ben").documents.mark_read("P2")
    at = workbench(study, "coders")
    assert "There is no document that two of ana, ben have read, so nothing can be compared." in everything(at)


def test_one_reading_is_not_put_beside_itself(twice, workbench):
    at = workbench(twice, "coders")
    at.multiselect(key="coders_chosen").set_value(["ben"]).run()
    assert not at.exception
    assert "Choose two coders or more, to lay their readings side by side." in everything(at)
    assert "Brand" not in everything(at)


def test_a_code_that_is_no_longer_apart_gives_way_to_all_codes(twice, workbench):
    ben = twice.by("ben")
    ben.codings.add_quote("P2", "Fine by me.", "speed")
    at = workbench(twice, "coders")
    at.selectbox(key="coders_code").set_value("speed").run()
    assert not at.exception and at.selectbox(key="coders_code").value == "speed"
    twice.codings.add_quote("P2", "Fine by me.", "speed")
    at.run()
    assert not at.exception
    assert (at.selectbox(key="coders_code").value, at.selectbox(key="coders_code").options) == (
        "",
        ["Any code", "Brand and logo"],
    )


def test_a_coder_in_the_address_whom_nobody_knows_is_passed_over(twice, workbench):
    at = workbench(twice, "coders", coders_chosen="zoe")
    assert at.multiselect(key="coders_chosen").value == ["ana", "ben"]
    with pytest.raises(qualcode.errors.NotFound) as told:
        view.readings(twice, ["ana", "zoe"], "turn")
    assert str(told.value) == "There is no coder 'zoe'. Coders: ana, ben."


# -- where a codebook is checked


def test_the_codebook_approach_has_agreement_labelled_as_a_check(twice, workbench):
    twice.set_approach("codebook", why="a codebook is applied")
    at = workbench(twice, "coders")
    assert [heading.value for heading in at.subheader] == ["Agreement", "Readings side by side"]
    assert "**A check on the codebook, not on anybody's reading**" in everything(at)
    assert "Not used by anybody there: Speed." in everything(at)
    frame = at.dataframe[0].value
    assert list(frame.columns) == list(view.NAMES.values())
    # Brand: of four turns ana has it on the second, ben on the first: agreement 2/4, by chance (1·1 + 3·3)/16 = 10/16,
    # so kappa is (8 - 10)/(16 - 10) = -1/3; alpha is 1 - 7·4/(2·2·6) = -1/6, as eight values hold two and six.
    assert frame.round(4).values.tolist() == [
        ["Brand and logo", 4, 2, 0, 2, 50.0, -0.3333, -0.1667],
        ["Two worlds", 4, 1, 1, 0, 100.0, 1.0, 1.0],
    ]


def test_a_study_that_became_reflexive_has_no_coefficient_for_its_past(twice, workbench):
    twice.set_approach("codebook", why="a codebook is applied")
    earlier = twice.last_act()
    at = workbench(twice, "coders")
    at.session_state["as_of"] = earlier
    at.run()
    assert at.dataframe
    twice.set_approach("reflexive", why="interpretation")
    at.run()
    assert not at.exception and not at.dataframe
    assert not re.search("kappa|alpha|agree", everything(at), re.IGNORECASE)


def test_three_coders_have_no_kappa(twice, workbench):
    twice.set_approach("codebook", why="a codebook is applied")
    twice.by("cat").documents.mark_read("P2")
    at = workbench(twice, "coders")
    assert "Cohen’s kappa" not in at.dataframe[0].value.columns
    assert "Cohen’s kappa is for two coders: choose two to see it." in everything(at)
    at.multiselect(key="coders_chosen").set_value(["ana", "ben"]).run()
    assert at.dataframe[0].value["Cohen’s kappa"].round(2).tolist() == [-0.33, 1.0]


def test_the_numbers_follow_the_next_act(twice, workbench):
    twice.set_approach("codebook", why="a codebook is applied")
    at = workbench(twice, "coders")
    twice.by("ben").codings.add_quote("P1", "It broke.", "brand")
    at.run()
    assert at.dataframe[0].value["Apart"].tolist() == [1, 0]


def test_codes_that_are_apart_lead_to_as_many_passages(twice):
    twice.set_approach("codebook", why="a codebook is applied")
    found, (table, unused) = view.readings(twice, ["ana", "ben"], "turn"), view.table(twice.agreement())
    apart = dict(zip(table["Code"], table["Apart"], strict=True))
    assert {name: len(found.of(code)) for code, (name, _) in found.codes.items()} == {"Brand and logo": 2}
    assert apart == {"Brand and logo": 2, "Two worlds": 0} and unused == ["Speed"]


def test_nothing_coded_is_a_sentence_and_no_table(study, workbench):
    study.set_approach("codebook", why="a codebook is applied")
    study.documents.mark_read("P1")
    study.by("ben").documents.mark_read("P1")
    at = workbench(study, "coders")
    assert not at.dataframe and "None of these coders has used a code in what two have read." in everything(at)


# -- where coding is measurement


def test_independent_coders_are_blind_until_they_have_read(twice, workbench):
    twice.set_approach("reliability", why="measurement")
    cat = twice.by("cat")
    cat.documents.mark_read("P2")
    at = workbench(twice, "coders", coder="cat")
    told = everything(at)
    assert "Participants’ words in what two have read: P2." in told
    assert "Each codes blind first: closed until you have marked it read: P1." in told
    assert view.readings(cat, ["ana", "ben", "cat"], "turn").items == []
    cat.documents.mark_read("P1")
    at.run()
    assert at.dataframe[0].value["Code"].tolist() == ["Brand and logo", "Two worlds"]


def test_a_third_who_has_read_nothing_sees_nothing_of_two_independent_coders(twice, workbench):
    twice.set_approach("reliability", why="measurement")
    at = workbench(twice, "coders", coder="cat")
    told = everything(at)
    assert "cat has read none of the documents that two of ana, ben have read." in told
    assert not at.dataframe and "Brand" not in told

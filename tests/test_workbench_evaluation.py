"""The page Evaluation: what suggestions are worth, against one's own codings."""

import pytest

import qualcode
from qualcode.evaluation.telling import headline
from qualcode.ui.views.evaluation import calibration_words, curve_words, shown, standing


@pytest.fixture
def coded(study):
    """Twelve more documents of one sentence each, coded with two codes."""
    for number, word in enumerate(["worlds", "logo"] * 6):
        said = f"Dan: We spoke about the {word} and many other words."
        study.documents.add(qualcode.read_text(said, name=f"X{number}"), case="one" if number < 6 else "two")
        study.codings.add_quote(f"X{number}", f"about the {word}", "two_worlds" if word == "worlds" else "brand")
    return study


def words(at) -> str:
    return " ".join(element.value for element in (*at.markdown, *at.caption, *at.info, *at.warning)).replace("\\", "")


def test_with_too_little_coded_the_page_says_how_much_it_takes(study, workbench):
    study.codings.add_quote("P1", "two worlds", "two_worlds")
    at = workbench(study, "evaluation")
    assert (
        "You have made 1 coding in 1 document; 0 codes have 3 codings or more. It takes two codes with 3 codings each"
    ) in words(at)
    assert "evaluation_run" not in {button.key for button in at.button}


def test_one_document_can_only_tell_about_the_codebook(study):
    for quote, code in (("two worlds", "two_worlds"), ("They move fast, we wait.", "brand")):
        for end in range(len(quote) - 2, len(quote) + 1):
            study.codings.add_quote("P1", quote[:end], code, occurrence=1)
    assert standing(study) == (
        True,
        "You have made 6 codings in 1 document; 2 codes have 3 codings or more. What is learned can only be tested "
        "on a document that was held out: code a second one for that. Until then only the codebook can be measured.",
    )


def test_measuring_shows_sentences_tables_and_files(coded, workbench):
    at = workbench(coded, "evaluation")
    assert "You have made 12 codings in 12 documents; 2 codes have 3 codings or more." in words(at)
    at.segmented_control(key="evaluation_model").set_value("none").run()
    at.button(key="evaluation_run").click().run()
    assert not at.exception
    found = coded.evaluation.run(model="none")
    assert headline(found, you=True) in words(at)
    assert [heading.value for heading in at.subheader] == [
        "What a probability is worth", "How much coding it takes", "Each code", "Groups of people",
    ]  # fmt: skip
    assert at.dataframe[0].value["Code"].tolist() == ["Two worlds", "Brand and logo"]
    assert coded.last_act() == coded.by("ana").last_act()


def test_after_another_coding_the_page_asks_to_measure_again(coded, workbench):
    at = workbench(coded, "evaluation")
    at.segmented_control(key="evaluation_model").set_value("none").run()
    at.button(key="evaluation_run").click().run()
    coded.codings.add_quote("P3", "It went well.", "speed")
    at.run()
    assert "The study or your choice changed since. Evaluate again." in words(at)


def test_nothing_is_said_of_agreement_in_the_page(coded, workbench):
    at = workbench(coded, "evaluation")
    at.segmented_control(key="evaluation_model").set_value("none").run()
    at.button(key="evaluation_run").click().run()
    assert words(at).count("agreement") == words(at).count("no agreement between coders")


def test_charts_are_said_in_words_and_shares_in_percent(coded):
    found = coded.evaluation.run(model="none")
    assert curve_words(found).startswith("after 0 documents ")
    assert calibration_words(found).startswith("learned: promised ")
    frame = shown(found.codes)
    assert frame["First (%)"].tolist() == [round(100 * row["hit@1"]) for row in found.codes]

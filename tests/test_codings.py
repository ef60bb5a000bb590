"""Codings and the acts that change them."""

import pytest

import qualcode
from qualcode.errors import Conflict, NotFound, Refused
from qualcode.model import Coding


def test_a_coding_quotes_its_document_and_says_who_and_where_from(study):
    document = study.documents["P1"]
    coding = study.codings.add(document.id, 23, 50, "two_worlds", memo="at once")
    again = study.codings[coding.id]
    assert again == Coding(
        id=coding.id,
        document=document.id,
        start=23,
        end=50,
        quote=document.text[23:50],
        code="two_worlds",
        coder="ana",
        created_at=coding.created_at,
        origin="hand",
        memo="at once",
        version=coding.version,
    )


def test_a_quote_is_found_in_its_document(study):
    coding = study.codings.add_quote("P1", "They move fast, we wait.", "speed")
    assert study.documents["P1"].text[coding.start : coding.end] == "They move fast, we wait."


def test_a_quote_that_stands_twice_needs_its_occurrence(study):
    with pytest.raises(Refused, match="reads “wo worlds” 2 times. Say which: occurrence=1 to 2"):
        study.codings.add_quote("P2", "wo worlds", "speed")
    second = study.codings.add_quote("P2", "wo worlds", "speed", occurrence=2)
    assert second.start == study.documents["P2"].text.rfind("wo worlds")


def test_a_quote_that_is_not_there_is_refused(study):
    with pytest.raises(NotFound, match="P2 does not read “two worlds, YES”"):
        study.codings.add_quote("P2", "two worlds, YES", "speed")


@pytest.mark.parametrize(("start", "end"), [(-1, 5), (5, 5), (9, 4), (0, 10_000)])
def test_a_passage_outside_the_document_is_refused(study, start, end):
    with pytest.raises(Refused, match="is no passage in it"):
        study.codings.add("P1", start, end, "speed")
    assert len(study.codings) == 0


def test_a_blank_passage_is_refused(study):
    at = study.documents["P1"].text.index("\n\n")
    with pytest.raises(Refused, match="is blank"):
        study.codings.add("P1", at, at + 2, "speed")


def test_unknown_names_are_answered_with_near_ones(study):
    with pytest.raises(NotFound, match="no code 'two_world'. Did you mean 'two_worlds'"):
        study.codings.add("P1", 0, 5, "two_world")
    with pytest.raises(NotFound, match="no document 'P9'. There are: P1, P2, P3"):
        study.codings.add("P9", 0, 5, "speed")


def test_the_same_code_on_the_same_passage_stands_once_and_keeps_both_memos(study):
    one = study.codings.add("P1", 23, 50, "speed", memo="first")
    two = study.codings.add("P1", 23, 50, "speed", memo="second")
    assert (one.id, two.memo, len(study.codings)) == (two.id, "first\nsecond", 1)


def test_several_codes_and_several_coders_share_a_passage(study):
    study.codings.add("P1", 23, 50, "speed")
    study.codings.add("P1", 23, 50, "brand")
    with qualcode.open(study.path, coder="ben") as other:
        other.codings.add("P1", 23, 50, "speed")
    table = study.codings.table()
    assert sorted(zip(table["code"], table["coder"], strict=True)) == [
        ("brand", "ana"),
        ("speed", "ana"),
        ("speed", "ben"),
    ]


def test_recoding_keeps_memo_and_coder_and_joins_with_what_is_there(study):
    one = study.codings.add("P1", 23, 50, "speed", memo="pace")
    study.codings.add("P1", 23, 50, "brand", memo="logo")
    lone = study.codings.add("P2", 5, 21, "speed")
    preview = study.codings.recode([one.id, lone.id], "brand", preview=True)
    assert (preview.summary, len(study.codings)) == ("Recoded 2 codings as Brand and logo", 3)
    study.codings.recode([one.id, lone.id], "brand", why="it is about the logo")
    table = study.codings.table()
    assert list(zip(table["document"], table["code"], table["memo"], strict=True)) == [
        ("P1", "brand", "logo\npace"),
        ("P2", "brand", ""),
    ]
    assert study.history.table()["why"].iloc[-1] == "it is about the logo"


def test_a_coding_can_be_resized_annotated_and_removed(study):
    coding = study.codings.add("P1", 23, 50, "speed")
    resized = study.codings.resize(coding.id, 23, 44)
    assert resized.quote == study.documents["P1"].text[23:44]
    assert study.codings.annotate(coding.id, level="latent", stance="against").stance == "against"
    study.codings.remove(coding.id)
    assert len(study.codings) == 0


def test_somebody_elses_change_is_shown_and_not_overwritten(study):
    coding = study.codings.add("P1", 23, 50, "speed")
    with qualcode.open(study.path, coder="ben") as other:
        other.codings.annotate(coding.id, memo="ben's view", seen=coding.version)
    with pytest.raises(Conflict, match="ben .* changed this while you were at it") as conflict:
        study.codings.annotate(coding.id, memo="ana's view", seen=coding.version)
    assert (conflict.value.mine["memo"], conflict.value.theirs["memo"]) == ("ana's view", "ben's view")
    assert study.codings[coding.id].memo == "ben's view"


def test_who_speaks_decides_what_counts(study):
    text = study.documents["P1"].text
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P1", "And the logo?", "brand")
    study.codings.add("P1", text.index("And the logo"), len(text), "speed")
    table = study.codings.table().set_index("code")[["speaker", "role", "sector", "eligible", "voice"]]
    assert table.loc["two_worlds"].to_list() == ["Ana", "participant", "Nonprofit", True, "p-ana"]
    assert table.loc["brand"].to_list() == ["Int", "interviewer", "", False, ""]
    assert not table.loc["speed", "eligible"]


def test_emoji_and_right_to_left_text_are_counted_in_code_points(study):
    talk = "Dana: 👩‍👩‍👧 שלום, אנחנו משני עולמות.\n\nInt: Oh 😀?\n\nDana: Yes."
    document = study.documents.add(qualcode.read_text(talk, name="rtl"))[0]
    coding = study.codings.add_quote("rtl", "שלום, אנחנו משני עולמות", "two_worlds")
    assert document.text[coding.start : coding.end] == "שלום, אנחנו משני עולמות"
    assert study.check().query("about == 'quote'").empty

"""Codings and the acts that change them."""

import numpy as np
import pytest

import qualcode
from qualcode.errors import Conflict, NotFound, Refused
from qualcode.model import Coding
from qualcode.store import schema


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


def test_signs_that_look_alike_find_each_other_and_the_source_is_quoted(study):
    study.documents.add(qualcode.read_text("Dan: You can’t complain – about “a gift”.", name="P4"))
    coding = study.codings.add_quote("P4", 'can\'t complain - about "a gift"', "speed")
    assert coding.quote == "can’t complain – about “a gift”"


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


def test_offsets_may_be_of_any_whole_number_type_and_of_no_other(study):
    made = study.codings.add("P1", np.int64(23), np.int32(50), "speed")
    assert (study.codings[made.id].start, study.codings[made.id].end) == (23, 50)
    assert study.codings.add("P1", 23, 50, "speed").id == made.id
    for start in (23.0, "23", None, True, np.float64(23)):
        with pytest.raises(Refused, match="Offsets are whole numbers"):
            study.codings.add("P1", start, 50, "speed")
        with pytest.raises(Refused, match="Offsets are whole numbers"):
            study.codings.resize(made.id, start, 50)
    assert study.codings.resize(made.id, np.int64(23), np.int64(44)).end == 44
    assert len(study.codings) == 1


def test_resizing_onto_another_coding_of_the_code_is_refused_in_a_sentence(study):
    study.codings.add("P1", 23, 50, "speed")
    other = study.codings.add("P1", 23, 44, "speed")
    with pytest.raises(
        Refused, match="P1: the passage 23 to 50 has a coding of Speed by this coder already"
    ) as refused:
        study.codings.resize(other.id, 23, 50)
    assert "UNIQUE" not in str(refused.value)
    assert study.codings[other.id] == other


def test_codings_that_join_take_over_level_and_stance_and_note_what_differs(study):
    kept = study.codings.add("P1", 23, 50, "brand", memo="logo", stance="for")
    other = study.codings.add("P1", 23, 50, "speed", memo="pace", level="latent", stance="against")
    study.codings.recode(other.id, "brand")
    joined = study.codings[kept.id]
    assert (joined.level, joined.stance, joined.memo) == ("latent", "for", "logo\npace\nalso coded as against")
    again = study.codings.add("P1", 23, 50, "brand", level="semantic", stance="against")
    assert (again.level, again.stance, again.memo) == (
        "latent",
        "for",
        "logo\npace\nalso coded as against\nalso coded as semantic, against",
    )


def test_a_memo_that_is_part_of_a_word_of_the_other_is_not_lost(study):
    study.codings.add("P1", 23, 50, "brand", memo="pacemaker")
    assert study.codings.add("P1", 23, 50, "brand", memo="pace").memo == "pacemaker\npace"


def test_a_conflict_is_raised_where_two_codings_would_join(study):
    study.codings.add("P1", 23, 50, "brand")
    coding = study.codings.add("P1", 23, 50, "speed")
    with qualcode.open(study.path, coder="ben") as other:
        other.codings.annotate(coding.id, memo="ben's view", seen=coding.version)
    with pytest.raises(Conflict, match="ben .* changed this") as conflict:
        study.codings.recode(coding.id, "brand", seen=coding.version)
    assert conflict.value.theirs["memo"] == "ben's view"
    assert len(study.codings) == 2


def test_what_referred_to_a_coding_refers_to_the_one_it_joined(study):
    study.documents.mark_read("P2")
    study.suggestions.run()
    table = study.suggestions.table(document="P2", code="brand")
    study.suggestions.accept(table["suggestion"].iloc[0])
    accepted = study.codings.table().iloc[0]
    kept = study.codings.add("P2", int(accepted["start"]), int(accepted["end"]), "speed")
    study.themes.summarise("time", "one", "Slow.", codings=[accepted["coding"], kept.id])
    study.themes.add_exemplar("time", accepted["coding"])
    study.codings.recode(accepted["coding"], "speed")
    assert list(study.codings.table()["coding"]) == [kept.id]
    assert list(study.suggestions.decisions()["coding"]) == [kept.id]
    assert study.themes.extracts("time")["coding"].tolist() == [kept.id]
    assert [row["coding_ids"] for row in study.store.rows(schema.summaries.select())] == [[kept.id]]


def test_many_codings_are_removed_at_once(study):
    length = len(study.documents["P1"].text)
    ids = []
    with study.act("codings.add") as current:
        document = study.find.document("P1")
        for start in range(40):
            for end in range(50, length):
                ids.append(study.codings.write(current, document, start, end, "speed")["id"])
    study.codings.remove(ids)
    assert (len(ids) > 1000, len(study.codings)) == (True, 0)

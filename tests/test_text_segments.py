"""Sentences, turns and windows of a document."""
# ruff: noqa: E501 - transcripts are data

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Document
from qualcode.text import document_from, segments

SENTENCES = [
    ["I met Mr. Lee and Dr. Ana B. Smith.", "They left at 3.30 p.m. on Monday.", "It cost $2.50."],
    ["We, e.g. the U.S. team, agreed.", "They came from the U.S. We did not."][:1],
    ["They came from the U.S.", "We did not."],
    ["He paid the firm, Bell Inc., in full.", "That was that."],
    ["Time window ... not sure what that is.", "No… not yet…", "Why?!", "Well."],
    ["“Why now?” he asked.", "“Because.”", "(She laughed.)", "And left."],
    ['He said "I can\'t."', "Then he left."],
    ["Plan B.", "Then we ate."],
    ["1. First of all, money.", "2. Time."],
    ["yes. i think so.", "Ok."][1:],
    ["你好吗？", "我很好。", "谢谢！"],
    ["كيف حالك؟", "بخير."],
    ["मैं ठीक हूँ।", "और आप?"],
    ["What happened in No. 5 was bad.", "See Fig. 3 and p. 12."],
    ["Is it?", "Yes!", "It is."],
    ["¿Por qué?", "¡No sé!", "Bueno."],
    ["Das ist z.B. gut.", "Ja, ca. 5 km."],
]


@pytest.mark.parametrize("sentences", SENTENCES, ids=lambda sentences: sentences[0])
def test_a_text_is_cut_into_its_sentences(sentences):
    joiner = "" if sentences[0][-1] == "？" else " "
    assert [s.text for s in segments(Document.of(joiner.join(sentences)))] == sentences


def test_carelessly_typed_sentences_are_cut_too():
    assert [s.text for s in segments(Document.of("we waited. and then? nobody came. so i left"))] == [
        "we waited.", "and then?", "nobody came.", "so i left"]  # fmt: skip


def test_a_line_end_between_paragraphs_ends_a_sentence_and_one_inside_does_not():
    assert [s.text for s in segments(Document.of("A heading\n\nFirst words\n\nLast"))] == [
        "A heading",
        "First words",
        "Last",
    ]
    wrapped = "We waited for a very long time and then we\nwent home because nobody came to\nmeet us there. Then we ate\nsoup."
    assert [s.text for s in segments(Document.of(wrapped))] == [wrapped[:-18], "Then we ate\nsoup."]


def test_a_segment_knows_its_document_turn_and_speaker():
    document = document_from("Ana: One. Two.\nMod: Three.", name="p")
    assert [(s.document == document.id, s.turn, s.speaker, s.text) for s in segments(document)] == [
        (True, 0, "Ana", "One."),
        (True, 0, "Ana", "Two."),
        (True, 1, "Mod", "Three."),
    ]
    assert [s.text for s in segments(document, "turn")] == ["One. Two.", "Three."]


def test_windows_hold_sentences_of_one_turn():
    document = document_from("Ana: One. Two. Three. Four.\nMod: Five.")
    assert [s.text for s in segments(document, "window")] == ["One. Two. Three.", "Four.", "Five."]
    assert [s.text for s in segments(document, "window", window=2, step=1)] == [
        "One. Two.",
        "Two. Three.",
        "Three. Four.",
        "Five.",
    ]


def test_greek_questions_end_with_a_semicolon():
    text = "Τι κάνεις; Καλά."
    assert [s.text for s in segments(Document.of(text, language="el"))] == ["Τι κάνεις;", "Καλά."]
    assert [s.text for s in segments(Document.of("I went; he stayed."))] == ["I went; he stayed."]


def test_an_unknown_unit_is_an_error():
    with pytest.raises(ValueError, match="'sentence', 'turn' or 'window'"):
        segments(Document.of("x"), "word")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="a window holds"):
        segments(Document.of("x"), "window", window=2, step=3)


TALK = st.lists(st.one_of(st.text(max_size=8), st.sampled_from(["Ana: ", "Mod: ", ". ", "? ", "\n", "\n\n", "... ", "Mr. ", "。", '."'])),
                max_size=30).map("".join)  # fmt: skip


@given(TALK, st.sampled_from(["sentence", "turn", "window"]))
def test_segments_are_trimmed_verbatim_and_cover_every_turn(text, unit):
    for document in (Document.of(text), document_from(text)):
        found = segments(document, unit)
        assert all(document.text[s.start : s.end] == s.text == s.text.strip() != "" for s in found)
        for number, turn in enumerate(document.turns):
            inside = [s for s in found if s.turn == number]
            assert all(turn.start <= s.start < s.end <= turn.end for s in inside)
            covered = {at for s in inside for at in range(s.start, s.end)}
            assert all(at in covered or document.text[at].isspace() for at in range(turn.start, turn.end))


def test_four_megabytes_are_cut_to_their_end():
    document = Document.of("We waited for a year, e.g. in May… and then? Nobody (not even Dr. Lee) came. " * 50_000)
    assert len(segments(document)) == 100_000
    assert len(segments(Document.of("word " * 60_000))) == 1
    assert segments(Document.of("." * 300_000 + "\n" * 300_000 + "x"))[-1].text == "x"

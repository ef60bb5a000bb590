"""Who speaks where: layouts of plain text, and what only looks like a speaker."""
# ruff: noqa: E501 - transcripts are data

import itertools
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.text import document_from, find_turns, normalise

LAYOUTS = {
    "name and colon": (
        "Ana: I waited a year. And then?\n\nMod: Go on.",
        [("Ana", "I waited a year. And then?", None), ("Mod", "Go on.", None)],
    ),
    "blank before the colon, as in French": (
        "Interviewer1 : Vous faites quoi ?\nParticipant : Je suis infirmière : de nuit.",
        [("Interviewer1", "Vous faites quoi ?", None), ("Participant", "Je suis infirmière : de nuit.", None)],
    ),
    "label with parentheses": (
        "Ashlee K (SL): Let's do that\nDora D: by, too.\nAshlee K (SL): Great.\nDora D: Yes.",
        [
            ("Ashlee K (SL)", "Let's do that", None),
            ("Dora D", "by, too.", None),
            ("Ashlee K (SL)", "Great.", None),
            ("Dora D", "Yes.", None),
        ],
    ),
    "capitals": (
        "JOHN SMITH: We had nothing.\n\nMARY O'NEIL: Nothing at all?",
        [("JOHN SMITH", "We had nothing.", None), ("MARY O'NEIL", "Nothing at all?", None)],
    ),
    "codes": (
        "I: Why?\nP1: Because.\nP2: Not only.\nI: Go on.",
        [("I", "Why?", None), ("P1", "Because.", None), ("P2", "Not only.", None), ("I", "Go on.", None)],
    ),
    "bold with the colon inside": (
        "**Ana:** First.\n\nStill me.\n\n**Mod:** \\[01:44\\] Second \\[01:50\\] half.",
        [("Ana", "First.\n\nStill me.", None), ("Mod", "Second \\[01:50\\] half.", 104.0)],
    ),
    "bold with the colon outside": (
        "**Ana**: First.\n\n**Mod**: Second.",
        [("Ana", "First.", None), ("Mod", "Second.", None)],
    ),
    "the whole question bold": (
        "**Interviewer: And then?**\n\nAna: I left.\n\n**Interviewer: Why?**",
        [("Interviewer", "And then?", None), ("Ana", "I left.", None), ("Interviewer", "Why?", None)],
    ),
    "brackets": (
        "[Ana] I waited.\n[Mod] Go on.\n[Ana] That was it.",
        [("Ana", "I waited.", None), ("Mod", "Go on.", None), ("Ana", "That was it.", None)],
    ),
    "brackets on their own line": (
        "[Ana]\nI waited.\n\n[Mod]\nGo on.\n\n[Ana]\nThat was it.",
        [("Ana", "I waited.", None), ("Mod", "Go on.", None), ("Ana", "That was it.", None)],
    ),
    "Otter": (
        "Board talk\nSUMMARY KEYWORDS\nboard, trust, money\nSPEAKERS\nAna Bell, Unknown Speaker\n\n"
        "Ana Bell  0:13\nI waited a year.\n\nUnknown Speaker  1:02:05\nGo on.\n\nTranscribed by https://otter.ai\n",
        [("Ana Bell", "I waited a year.", 13.0), ("Unknown Speaker", "Go on.", 3725.0)],
    ),
    "Otter variant": (
        "P1 0:00\nI waited a year.\n\nP2 0:07\nGo on.",
        [("P1", "I waited a year.", 0.0), ("P2", "Go on.", 7.0)],
    ),
    "name in parentheses above the words": (
        "(Ana Bell)\n- I waited.\n\n(Mod)\n- Go on.\n\n(Ana Bell)\n- That was it.",
        [("Ana Bell", "- I waited.", None), ("Mod", "- Go on.", None), ("Ana Bell", "- That was it.", None)],
    ),
    "tab": (
        "Interviewer\tHow was it?\nAna\tIt was: long.\nInterviewer\tAnd?\nAna\tHard.",
        [
            ("Interviewer", "How was it?", None),
            ("Ana", "It was: long.", None),
            ("Interviewer", "And?", None),
            ("Ana", "Hard.", None),
        ],
    ),
    "Zoom chat": (
        "00:21:14\tAndrew K:\tHello Everyone\n00:22:01\tRingo:\tDrop in questions\n00:23:01\tAndrew K:\tWow",
        [("Andrew K", "Hello Everyone", 1274.0), ("Ringo", "Drop in questions", 1321.0), ("Andrew K", "Wow", 1381.0)],
    ),
    "newer Zoom chat": (
        "00:21:14 From Andrew K to Everyone:\n\tHello all\n00:22:01 From Ringo to Everyone:\n\tHi",
        [("Andrew K", "Hello all", 1274.0), ("Ringo", "Hi", 1321.0)],
    ),
    "numbered paragraphs": (
        "1 Dan: Do you use plots?\n2 Participant: Yeah.\n3 Dan: Both?\n4 Participant: Both.",
        [
            ("Dan", "Do you use plots?", None),
            ("Participant", "Yeah.", None),
            ("Dan", "Both?", None),
            ("Participant", "Both.", None),
        ],
    ),
    "time before the label": (
        "[00:00:05] Interviewer: So?\n[00:01:44] Ana: Well [00:01:50] yes.",
        [("Interviewer", "So?", 5.0), ("Ana", "Well [00:01:50] yes.", 104.0)],
    ),
    "bare time before the label": (
        "00:00:05 Interviewer: So?\n00:01:44 Ana: Well.",
        [("Interviewer", "So?", 5.0), ("Ana", "Well.", 104.0)],
    ),
    "time behind the label": (
        "Interviewer (00:05): So?\nAna (01:44): Well.",
        [("Interviewer", "So?", 5.0), ("Ana", "Well.", 104.0)],
    ),
    "time behind the colon": (
        "Speaker 1: (00:04)\nSo we began.\n\nSpeaker 2: (00:12)\nDid you?",
        [("Speaker 1", "So we began.", 4.0), ("Speaker 2", "Did you?", 12.0)],
    ),
    "f4": (
        "I: So you began. #00:00:05-2#\n\nB: Yes, in May. #00:01:23-4#",
        [("I", "So you began.", 5.2), ("B", "Yes, in May.", 83.4)],
    ),
    "time on its own line": (
        "[00:00:05]\nInterviewer: So?\n\n[00:01:44]\nAna: Well.\n\n[00:02:00]\nInterviewer: And?",
        [("Interviewer", "So?", 5.0), ("Ana", "Well.", 104.0), ("Interviewer", "And?", 120.0)],
    ),
    "time in bold": (
        "**[00:12] Ana:** So it began.\n\n**[00:20] Mod:** Did it?",
        [("Ana", "So it began.", 12.0), ("Mod", "Did it?", 20.0)],
    ),
    "Teams document": (
        "0:0:0.0 --> 0:0:3.500\nSmith, John\nSo we began.\n\n0:0:4.0 --> 0:0:5.1\nBell, Ana\nDid you?\n\n"
        "0:0:6.0 --> 0:0:7.0\nSmith, John\nWe did.",
        [("Smith, John", "So we began.", 0.0), ("Bell, Ana", "Did you?", 4.0), ("Smith, John", "We did.", 6.0)],
    ),
    "name alone above the words": (
        "Interviewer\nHow was it?\n\nAna Bell\nLong.\n\nInterviewer\nAnd?\n\nAna Bell\nHard, too.",
        [
            ("Interviewer", "How was it?", None),
            ("Ana Bell", "Long.", None),
            ("Interviewer", "And?", None),
            ("Ana Bell", "Hard, too.", None),
        ],
    ),
    "question and answer": (
        "Q. Where were you?\nA. At home.\nQ. Alone?\nA. Yes.",
        [("Q", "Where were you?", None), ("A", "At home.", None), ("Q", "Alone?", None), ("A", "Yes.", None)],
    ),
    "dash": (
        "INT – How was it?\nANA – Long.\nINT – And?\nANA – Hard - too hard.",
        [
            ("INT", "How was it?", None),
            ("ANA", "Long.", None),
            ("INT", "And?", None),
            ("ANA", "Hard - too hard.", None),
        ],
    ),
    "Chinese": (
        "访谈者：你好吗？\n受访者：我很好。\n访谈者：谢谢。",
        [("访谈者", "你好吗？", None), ("受访者", "我很好。", None), ("访谈者", "谢谢。", None)],
    ),
    "Arabic": (
        "المحاور: كيف حالك؟\nالمشارك: بخير.",
        [("المحاور", "كيف حالك؟", None), ("المشارك", "بخير.", None)],
    ),
    "names in small letters": (
        "anna: hi there\nben: hello\nanna: so it begins\nben: it does\nanna: fine\nben: fine",
        [
            ("anna", "hi there", None),
            ("ben", "hello", None),
            ("anna", "so it begins", None),
            ("ben", "it does", None),
            ("anna", "fine", None),
            ("ben", "fine", None),
        ],
    ),
    "WhatsApp": (
        "12/05/2020, 10:15 - Ana: I waited\n12/05/2020, 10:16 - Ben: Go on\n12/05/2020, 10:18 - Ana: No",
        [("Ana", "I waited", None), ("Ben", "Go on", None), ("Ana", "No", None)],
    ),
    "label and time in front of the words, without a colon": (
        "Jo Park [00:00:01] So we began.\n\nAna Bell [00:00:05] Right.\n\nJo Park [00:00:09] Ok.",
        [("Jo Park", "So we began.", 1.0), ("Ana Bell", "Right.", 5.0), ("Jo Park", "Ok.", 9.0)],
    ),
    "bracketed name and time above the words": (
        "[Jo Park] 10:02:11\nSo we began.\n\n[Ana Bell] 10:02:20\nRight.",
        [("Jo Park", "So we began.", 36131.0), ("Ana Bell", "Right.", 36140.0)],
    ),
    "time and name above the words": (
        "0:00 - Jo Park\n  So we began.\n\n0:05 - Ana Bell\n  Right.\n\n0:09 - Jo Park\n  Ok.",
        [("Jo Park", "So we began.", 0.0), ("Ana Bell", "Right.", 5.0), ("Jo Park", "Ok.", 9.0)],
    ),
    "label above a blank line": (
        "Interviewer\n\nHow did it begin?\n\nRespondent\n\nIn May.\n\nInterviewer\n\nAnd then?\n\nRespondent\n\nEnd.",
        [
            ("Interviewer", "How did it begin?", None),
            ("Respondent", "In May.", None),
            ("Interviewer", "And then?", None),
            ("Respondent", "End.", None),
        ],
    ),
    "markdown headings": (
        "### Jo Park\n\nSo?\n\n### Ana Bell\n\nIn May.\n\n### Jo Park\n\nAnd?\n\n### Ana Bell\n\nNo, not yet.",
        [
            ("Jo Park", "So?", None),
            ("Ana Bell", "In May.", None),
            ("Jo Park", "And?", None),
            ("Ana Bell", "No, not yet.", None),
        ],
    ),
    "numbered questions and answers": (
        "Q1: How did it begin?\nA1: In May.\nQ2: And then?\nA2: It ended.",
        [
            ("Q1", "How did it begin?", None),
            ("A1", "In May.", None),
            ("Q2", "And then?", None),
            ("A2", "It ended.", None),
        ],
    ),
    "a focus group": (
        "FACILITATOR: Welcome.\n\nMALE 1: Hi.\n\nFEMALE 2: Hello.\n\nALL: [laughter]\n\nFEMALE 3: I think that: well.",
        [
            ("FACILITATOR", "Welcome.", None),
            ("MALE 1", "Hi.", None),
            ("FEMALE 2", "Hello.", None),
            ("ALL", "[laughter]", None),
            ("FEMALE 3", "I think that: well.", None),
        ],
    ),
    "a table with its header": (
        "Speaker\tText\nAna\tI waited.\nMod\tGo on.\nAna\tNo.",
        [("Ana", "I waited.", None), ("Mod", "Go on.", None), ("Ana", "No.", None)],
    ),
    "a quotation in markdown": (
        "> **Interviewer:** So?\n>\n> **Ana:** Well.",
        [("Interviewer", "So?", None), ("Ana", "Well.", None)],
    ),
    "the end of the recording is not said by anybody": (
        "Jo Park   0:03\nSo?\n\nBell, Ana   0:08\nRight.\n\nJo Park stopped transcription\n[End of interview]",
        [("Jo Park", "So?", 3.0), ("Bell, Ana", "Right.", 8.0)],
    ),
    "numbers as labels": (
        "1: I waited a year.\n2: Go on.\n1: No, I said.\n2: Yes.",
        [("1", "I waited a year.", None), ("2", "Go on.", None), ("1", "No, I said.", None), ("2", "Yes.", None)],
    ),
    "one person only": ("P7: I waited a year.\n\nIt was long.", [("P7", "I waited a year.\n\nIt was long.", None)]),
    "somebody who speaks once": (
        "Mod: Who begins?\nAna: I can.\nBen: Or me.\nMod: Ana.\nAna: So, we met.\nBen: In May.\nRingo Starr: I was late.",
        [
            ("Mod", "Who begins?", None),
            ("Ana", "I can.", None),
            ("Ben", "Or me.", None),
            ("Mod", "Ana.", None),
            ("Ana", "So, we met.", None),
            ("Ben", "In May.", None),
            ("Ringo Starr", "I was late.", None),
        ],
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_turns_of_a_layout_are_found(layout):
    text, turns = LAYOUTS[layout]
    assert [(turn.speaker, turn.text, turn.start_time) for turn in find_turns(text).turns] == turns


SPEECH = {
    "note": "Interviewer: So?\nNote: she laughs.\nAna: Well.\nInterviewer: And?\nAna: That was it.",
    "I said": "Interviewer: So?\nAna: And then\nI said: no.\nInterviewer: And?\nAna: He asked me: why?\nAnd I told him: no.",
    "link": "Interviewer: So?\nAna: See\nhttp://example.org/a: it is there.\nInterviewer: And?\nAna: ok.",
    "time of day": "Interviewer: So?\nAna: We met at\n10:30 and left.\nInterviewer: And?\nAna: ok.",
    "a heading in speech": "Interviewer: So?\nAna: Three things.\nFirst: money.\nSecond: time.\nInterviewer: And?\nAna: ok.",
    "sentence case": "Interviewer: So?\nAna: It has views.\nHeat map: fine.\nBox plot: no.\nHeat map: again.\n"
    "Interviewer: And?\nAna: ok.",
    "an ordinary word": "Interviewer: So?\nAna: The budget is a\nBudget: well, a mess, a budget.\nInterviewer: And?\nAna: ok.",
    "sound": "Interviewer: So?\nAna: Well.\n[laughs] Yes.\n(inaudible 00:12)\n[Business] was good.\nInterviewer: And?\nAna: ok.",
}


@pytest.mark.parametrize("case", SPEECH)
def test_a_colon_in_speech_makes_no_speaker(case):
    turns = find_turns(SPEECH[case]).turns
    assert list(dict.fromkeys(turn.speaker for turn in turns)) == ["Interviewer", "Ana"]


UNLABELLED = {
    "key and value": "Strengths: the people\nWeaknesses: the money\nOpportunities: a merger\nThreats: the bank",
    "a remark": "Remember: never again.",
    "a topic": "Trust: it was hard to earn.",
    "notes": "Task 1: log in\nTask 2: log out\nTask 3: search\nSummary: all fine",
    "sections of a paper": "**Background:** We asked.\n\n**Methods:** Talk.\n\n**Results:** Many.\n\n**Conclusion:** More.",
    "de-identified": "[Business] was good.\n[Location 2] was bad.\n[Business] paid.\n[Location 2] did not.",
    "clock times": "10:30 we met in the hall and talked.\n\nAt noon we ate.\n\nThen we left.",
    "form": "Name: Ana\nAge: 34\nOccupation: nurse\nAna has worked in the clinic for ten years.",
}


@pytest.mark.parametrize("case", UNLABELLED)
def test_a_text_that_names_nobody_has_no_speakers(case):
    turns = find_turns(UNLABELLED[case]).turns
    assert turns
    assert {turn.speaker for turn in turns} == {None}


def test_the_head_of_a_transcript_is_no_turn():
    text = (
        "Transcript of an interview\nProject: Two worlds\nDate: 12 May 2021\nInterviewer: Jo Park\nInterviewee: Mrs X\n"
        "Duration: 45:10\n\nInterviewer: How did it begin?\n\nMrs X: With a letter.\n"
    )
    turns = [(turn.speaker, turn.text) for turn in find_turns(text).turns]
    assert turns == [("Interviewer", "How did it begin?"), ("Mrs X", "With a letter.")]


def test_a_list_of_who_was_there_is_no_turn():
    text = "Interviewer: Jo Park (JP)\nRespondent: Ana Bell (AB)\n\nJP: How did it begin?\nAB: With a letter.\nJP: And?\nAB: Ok."
    assert [turn.speaker for turn in find_turns(text).turns] == ["JP", "AB", "JP", "AB"]


def test_a_first_answer_below_the_head_is_a_turn():
    turns = find_turns("Date: 3 May\n\nInterviewer: Hello\nAna: Hi\nInterviewer: So?\nAna: Well.").turns
    assert [turn.text for turn in turns] == ["Hello", "Hi", "So?", "Well."]


def test_front_matter_in_yaml_is_no_turn():
    turns = find_turns("---\ntitle: Talk\ndate: 2021\n---\n\n**Ana:** So.\n\n**Ben:** Yes.\n\n**Ana:** Fine.").turns
    assert [(turn.speaker, turn.text) for turn in turns] == [("Ana", "So."), ("Ben", "Yes."), ("Ana", "Fine.")]


def test_a_break_is_not_a_person_and_ends_the_turn():
    text = "**Ana:** One.\n\n**Break:** \\[03:12\\]\n\n**Ben:** Two.\n\n**Ana:** Three.\n\n**Break**\n\n**Ben:** Four."
    turns = [(turn.speaker, turn.text) for turn in find_turns(text).turns]
    assert turns == [("Ana", "One."), ("Ben", "Two."), ("Ana", "Three."), ("Ben", "Four.")]


def test_a_heading_stands_between_turns():
    text = "**Ana:** One.\n\n## Part two\n\n**Ben:** Two.\n\n**Ana:** Three.\n\n---\n\nAna goes on."
    turns = [(turn.speaker, turn.text) for turn in find_turns(text).turns]
    assert turns == [("Ana", "One."), ("Ben", "Two."), ("Ana", "Three."), ("Ana", "Ana goes on.")]


def test_where_only_the_moderator_is_named_the_rest_is_not_the_moderator():
    text = (
        "I log in.\n\nMODERATOR: Start, please.\n\nIt is clear.\n\nI think so.\n\nMODERATOR: And now?\n\nNow it works."
    )
    found = find_turns(text)
    assert [(turn.speaker, turn.text) for turn in found.turns] == [
        (None, "I log in."),
        ("MODERATOR", "Start, please."),
        (None, "It is clear."),
        (None, "I think so."),
        ("MODERATOR", "And now?"),
        (None, "Now it works."),
    ]
    assert found.warnings == (
        "Only 'MODERATOR' is named; 4 paragraphs without a label are kept as turns of an unnamed speaker",
    )


def test_without_speakers_each_paragraph_is_a_turn():
    text = "One paragraph,\nbroken somewhere in the middle of it\n\nAnother one.\n\n\nThird."
    assert [turn.text for turn in find_turns("One.\n\nAnother one.\n\n\n  Third. ").turns] == [
        "One.",
        "Another one.",
        "Third.",
    ]
    assert find_turns(text).turns[-1].text == "Third."


def test_without_blank_lines_each_line_is_a_turn():
    assert [turn.text for turn in find_turns("One.\nTwo.\nThree.").turns] == ["One.", "Two.", "Three."]


def test_a_paragraph_broken_to_a_width_is_one_turn():
    text = (
        "When we first met the people from the company there was a\nlot of hope in the room and we thought that it\n"
        "would be easy to find a way for both of us to get\nsomething out of it."
    )
    assert [turn.text for turn in find_turns(text).turns] == [text]


def test_times_of_unlabelled_paragraphs_are_kept():
    turns = find_turns("[00:00:05] So it began.\n\n[00:01:00] And ended. [00:02:00]").turns
    assert [(turn.text, turn.start_time) for turn in turns] == [("So it began.", 5.0), ("And ended.", 60.0)]


def test_labels_that_differ_only_in_spelling_are_reported():
    text = "\n".join(["Interviewer: So?", "ANA: Well.", "Interviwer: And?", "Ana: Ok.", "Interviewer: So?"] * 3)
    assert document_from(text).source.warnings == (
        "The labels 'Interviewer' and 'Interviwer' differ only in their spelling; are they one person?",
        "The labels 'ANA' and 'Ana' differ only in their spelling; are they one person?",
    )


def test_a_label_that_occurs_once_is_reported():
    text = "\n".join(["Mod: So?", "Ana: Well, yes."] * 8) + "\nRingo Starr: Late."
    assert document_from(text).source.warnings == ("The label 'Ringo Starr' occurs only once",)


def test_a_blank_text_has_no_turns():
    assert document_from(" \n\t\n").turns == ()


LABELS = st.sampled_from(["Ana: ", "Mod: ", "**Ana:** ", "[Ana] ", "Note: ", "P1 0:01\n", "[00:01] ", "(Ana)\n", "3 Ana: ",
                          "#00:00:01-1#", "**", "Ana\t", "---\n", "Date: ", "\\[01:02\\]"])  # fmt: skip
PIECES = st.one_of(LABELS, st.text(max_size=12), st.sampled_from(["\n", "\n\n", " ", "Hello.", "\r\n", "\t"]))


@given(st.lists(PIECES, max_size=40).map("".join))
def test_turns_are_the_text_between_their_offsets_in_order_and_trimmed(raw):
    text, _ = normalise(raw)
    turns = find_turns(text).turns
    assert all(text[turn.start : turn.end] == turn.text and turn.text == turn.text.strip() != "" for turn in turns)
    assert all(before.end <= after.start for before, after in itertools.pairwise(turns))
    assert all(turn.speaker is None or turn.speaker == turn.speaker.strip() != "" for turn in turns)


@pytest.mark.parametrize(
    "text",
    [
        "Ana: " + "word " * 60_000,
        "a" * 300_000,
        "[" * 300_000,
        "**" * 150_000,
        "1:1" * 100_000,
        " " * 300_000 + "x",
        "x" + " " * 300_000 + "(00:01)",
        "Ana: hi\n" * 50_000,
        "(" * 150 + "\n" + "[00:01" * 50_000,
        "[00:01] " * 40_000,
    ],
    ids=lambda text: text[:9],
)
def test_long_lines_and_many_lines_are_read_to_their_end(text):
    document = document_from(text)  # with a pattern that looks back again and again this would never end
    assert all(document.text[turn.start : turn.end] == turn.text for turn in document.turns)


SHARED = Path(__file__).parents[1].parent / "shared" / "data" / "transcripts"


@pytest.mark.skipif(not SHARED.exists(), reason="the folder with real transcripts is absent")
def test_fifty_real_interviews_have_two_speakers_each():
    for path in sorted((SHARED / "founderstalk").glob("founders-talk-*.md")):
        document = document_from(path.read_text(encoding="utf-8"))
        assert (len(document.speakers), document.speakers.count("Adam Stacoviak")) == (2, 1), path.name
        assert not any("**" in turn.text for turn in document.turns), path.name


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Cat: We never argued about the logo.", "Cat"),
        ("Interviewer: And then?", "Interviewer"),
        ("Purpose: To say who does what.", None),
        ("Leadership: It matters.", None),
        ("https://example.org is where it stands.", None),
    ],
)
def test_a_text_of_one_paragraph_may_name_who_speaks(text, speaker):
    assert [turn.speaker for turn in find_turns(text).turns] == [speaker]

"""Nobody's words become another's: heads with names, rare labels, questions without a label."""
# ruff: noqa: E501 - transcripts are data

import pytest

from qualcode.text import document_from, find_turns, role_of_label, roles_of

TALK = "Interviewer: Start?\n\nInterviewee: In May.\n\nInterviewer: And?\n\nInterviewee: ok.\n"
TALK_TURNS = [
    ("Interviewer", "Start?"),
    ("Interviewee", "In May."),
    ("Interviewer", "And?"),
    ("Interviewee", "ok."),
]


def said(text, kind="interview"):
    return [(turn.speaker, turn.text) for turn in find_turns(text, kind=kind).turns]


HEADS = {
    "a key below the names": "Interviewee: Ana Lopes, money manager\nInterviewer: Kim Lee\nDate: 12 May\n\n",
    "blank lines between": "Interviewee: Ana Lopes, money manager\n\nInterviewer: Kim Lee\n\nDate: 12 May\n\n",
    "the key first, blank lines between": "Date: 12 May\n\nInterviewer: Kim Lee\n\nInterviewee: Ana Lopes, nurse\n\n",
    "a key between the names": "Interviewer: Dr. Kim Lee\n\nPlace: Lisbon\n\nInterviewee: P7, female, 42\n\n",
    "a drawn line": "Interviewer: Kim Lee\nInterviewee: Ana Lopes, money manager\n----\n",
    "a drawn line between": "Interviewer: Kim Lee\n----\nInterviewee: Ana Lopes\n----\nDate: 12 May\n----\n",
    "nothing between": "Interviewer: Kim Lee\nInterviewee: Ana Lopes\n",
    "a title above": "Interview with Ana Lopes\n\nInterviewer: Kim Lee\n\nInterviewee: Ana Lopes\n\n",
    "first names": "Interviewer: Kim\nInterviewee: Ana\n\n",
    "a first name and a full name": "Interviewer: Kim Lee\n\nInterviewee: Ana\n\n",
    "a description": "Interviewee: female, 42, nurse\nInterviewer: Kim Lee\nDate: 12 May\n\n",
    "a description below the key": "Date: 12 May\nInterviewee: nurse, 34 years\nInterviewer: KL\n\n",
    "small letters": "Interviewee: the owner of a shop\nInterviewer: anonymous\nDuration: 45 min\n\n",
    "their jobs": "Interviewer: Kim Lee\nRole: Professor\nInterviewee: Ana Lopes\nRole: Nurse\n\n",
    "the same label twice": "Date: 12 May\nInterviewers: Kim Lee and Jo Park\nInterviewee: Ana\n\n",
    "bold": "**Interviewee:** Ana Lopes, CEO, Acme Ltd.\n**Interviewer:** Kim Lee\n**Date:** 12 May\n\n",
}


@pytest.mark.parametrize("case", HEADS)
def test_names_above_the_talk_are_no_turns(case):
    assert said(HEADS[case] + TALK) == TALK_TURNS


def test_names_and_codes_above_a_focus_group_are_no_turns():
    text = "Moderator: Kim Lee\nParticipants: Ana (A), Ben (B)\n\nModerator: Start?\n\nA: In May.\n\nB: No.\n\nA: ok."
    assert said(text) == [("Moderator", "Start?"), ("A", "In May."), ("B", "No."), ("A", "ok.")]


def test_one_name_with_commas_above_a_key_is_no_turn():
    text = "Participant: Ana Lopes, CEO, Acme Ltd\nDate: 12 May\n\nInterviewer: Start?\nParticipant: In May."
    assert said(text) == [("Interviewer", "Start?"), ("Participant", "In May.")]


FIRST_TURNS = {
    "greetings": [("Interviewer", "Okay."), ("Ana", "Yes."), ("Interviewer", "And?"), ("Ana", "No.")],
    "greetings without dots": [("Interviewer", "Okay"), ("Ana", "Yes"), ("Interviewer", "So"), ("Ana", "Fine")],
    "one word": [("Interviewer", "Where?"), ("Ana", "Lisbon"), ("Interviewer", "When?"), ("Ana", "May")],
    "a request": [("Interviewer", "Tell me of May"), ("Ana", "We met"), ("Interviewer", "Go on"), ("Ana", "ok")],
    "a name called": [("Moderator", "Ana Lopes?"), ("Ana", "Here."), ("Moderator", "Ben?"), ("Ben", "Here.")],
    "a month": [("Interviewee", "In May"), ("Interviewer", "And?"), ("Interviewee", "It grew"), ("Interviewer", "So?")],
    "a name said in a sentence": [("P1", "Kim Lee. I paint."), ("P2", "Jo Park."), ("P1", "And?"), ("P2", "No.")],
}


@pytest.mark.parametrize("case", FIRST_TURNS)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("head", ["", "Date: 12 May\n\n", "Interview 3\n\nDate: 12 May\n\n"])
def test_a_short_first_turn_is_a_turn(case, between, head):
    turns = FIRST_TURNS[case]
    assert said(head + between.join(f"{who}: {what}" for who, what in turns)) == turns


RARE = [
    *("Second interviewer", "Note taker", "Note-taker", "Int A", "Assistant moderator", "Male voice", "Young person"),
    *("Unidentified speaker", "Older man", "Store manager", "Community worker", "Parent two", "Person in red"),
    *("Man in blue shirt", "Team lead", "Woman with the hat", "Second man", "de Vries", "van der Berg", "von Trapp"),
    *("da Silva", "al-Hassan", "Jan de Vries", "d'Angelo"),
]


@pytest.mark.parametrize("label", RARE)
def test_a_person_who_speaks_once_is_not_swallowed(label):
    text = f"Interviewer: Start?\n\nAna: In May.\n\n{label}: It began then.\n\nAna: It did.\n\nInterviewer: And?\n\nAna: ok."
    found = find_turns(text)
    assert [(turn.speaker, turn.text) for turn in found.turns] == [
        ("Interviewer", "Start?"),
        ("Ana", "In May."),
        (label, "It began then."),
        ("Ana", "It did."),
        ("Interviewer", "And?"),
        ("Ana", "ok."),
    ]
    assert found.warnings == ()


@pytest.mark.parametrize("asker", ["IR", "IV"])
def test_ie_answers_whoever_asks(asker):
    text = f"{asker}: Start?\n\nIE: In May.\n\n{asker}: And?\n\nIE: ok then."
    assert said(text) == [(asker, "Start?"), ("IE", "In May."), (asker, "And?"), ("IE", "ok then.")]
    assert (role_of_label(asker), role_of_label("IE")) == ("interviewer", "participant")


@pytest.mark.parametrize("words", ["Next question", "Customer support", "Patient safety", "The manager", "ie", "I.e."])
def test_words_that_are_no_person_stay_in_the_turn(words):
    text = f"Interviewer: Start?\n\nAna: In May.\n\n{words}: it was slow.\n\nInterviewer: And?\n\nAna: ok."
    assert [who for who, _ in said(text)] == ["Interviewer", "Ana", "Interviewer", "Ana"]


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Second interviewer", "interviewer"),
        ("Int A", "interviewer"),
        ("Int. B", "interviewer"),
        ("Mod B", "interviewer"),
        ("IR 2", "interviewer"),
        ("Note taker", "researcher"),
        ("IE1", "participant"),
        ("Store manager", "participant"),
        ("I B", "participant"),
    ],
)
def test_the_role_of_a_label(label, role):
    assert role_of_label(label) == role


def test_lines_that_begin_like_a_speaker_in_a_turn_are_reported():
    text = (
        "Interviewer: Start?\nBen: In May.\nGreen door: no.\nNote: he laughs.\n10:30 it was.\nInterviewer: And?\n"
        "Ben: ok.\nGreen door: again.\nLong table: fine.\nInterviewer: Mystery box: what?\nhttp://example.org: there\n"
    )
    found = find_turns(text)
    assert [turn.speaker for turn in found.turns] == ["Interviewer", "Ben", "Interviewer", "Ben", "Interviewer"]
    assert found.warnings == (
        "Lines that begin like a speaker were left in Ben's turns: 'Green door:' (2×), 'Long table:'",
    )


def test_a_person_between_long_answers_is_reported():
    answer = "Ana: We began.\n\n" + "It went on and on.\n\n" * 6
    text = f"Interviewer: So?\n\n{answer}Store manager: Close the door.\n\n{answer}Interviewer: And?\n\n{answer}"
    assert find_turns(text).warnings == ("Lines that begin like a speaker were left in Ana's turns: 'Store manager:'",)


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_where_only_the_participant_is_named_questions_are_not_the_participants(between):
    text = between.join(["When did it begin?", "Ana: In May.", "And then, was money slow?", "Ana: We went on."])
    found = document_from(text)
    turns = [(turn.speaker, turn.text) for turn in found.turns]
    assert turns == [
        (None, "When did it begin?"),
        ("Ana", "In May."),
        (None, "And then, was money slow?"),
        ("Ana", "We went on."),
    ]
    assert found.source.warnings == (
        "Only 'Ana' is named; 2 paragraphs without a label, mostly questions, are kept as turns of an unnamed speaker, "
        "probably the interviewer",
    )
    assert roles_of(found.turns) == {None: "interviewer", "Ana": "participant"}


def test_a_title_above_questions_without_a_label_is_no_turn():
    text = "Talk with Ana\n\nWhen?\n\nAna: In May.\n\nTell me more.\n\nAna: No.\n\nWhy?\n\nAna: So."
    assert said(text) == [
        (None, "When?"),
        ("Ana", "In May."),
        (None, "Tell me more."),
        ("Ana", "No."),
        (None, "Why?"),
        ("Ana", "So."),
    ]


def test_among_the_participants_own_paragraphs_only_questions_above_a_label_are_the_askers():
    text = "Ana: In May.\n\nIt rained.\n\nIt was late.\n\nWas it slow?\n\nAna: No.\n\nWe ran.\n\nAnd then?\n\nAna: ok.\n\nI left."
    assert said(text) == [
        ("Ana", "In May.\n\nIt rained.\n\nIt was late."),
        (None, "Was it slow?"),
        ("Ana", "No.\n\nWe ran."),
        (None, "And then?"),
        ("Ana", "ok.\n\nI left."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "P7: I waited.\n\nIt was long. Why?\n\nI do not know.\n\nP7: ok",
        "### Participant\n\nWhy me?\n\n### Participant\n\nWhy not?\n\n### Participant\n\nSo.",
        "Ana: I waited.\n\nWhy?\n\nI do not know.\n\nAna: So.\n\nWho does?\n\nNobody.\n\nAna: That was it.",
    ],
)
def test_a_question_of_the_only_speaker_stays_the_speakers(text):
    speakers = {turn.speaker for turn in find_turns(text).turns}
    assert len(speakers) == 1
    assert None not in speakers


def test_unnamed_turns_beside_an_interviewer_are_the_participants():
    text = "I log in.\n\nMODERATOR: Start.\n\nIs it clear?\n\nI think so.\n\nMODERATOR: And now?\n\nIt works?"
    assert roles_of(find_turns(text).turns) == {None: "participant", "MODERATOR": "interviewer"}


def test_labels_that_touch_their_words_count_where_they_recur():
    text = "Interviewer:when did it begin?\nAna:we began in May.\nsee eg:this\nInterviewer:and?\nAna:ok."
    assert said(text) == [
        ("Interviewer", "when did it begin?"),
        ("Ana", "we began in May.\nsee eg:this"),
        ("Interviewer", "and?"),
        ("Ana", "ok."),
    ]


def test_a_label_that_touches_its_words_on_few_lines_is_none():
    text = "".join(f"The file has part {number} of it.\n\n" for number in range(30)) + "Code:abc\n\nCode:bcd\n"
    assert {speaker for speaker, _ in said(text)} == {None}


def test_a_time_of_day_behind_a_label_is_no_position():
    text = "Ana, 10:02 AM: We began.\nBen, 10:03 AM: Did you?\nAna, 10:04 p.m.: Yes."
    turns = [(turn.speaker, turn.text, turn.start_time) for turn in find_turns(text).turns]
    assert turns == [("Ana", "We began.", None), ("Ben", "Did you?", None), ("Ana", "Yes.", None)]


def test_a_table_with_the_speaker_in_its_last_column():
    text = (
        "Timespan\tContent\tSpeaker\n0:00.0 - 0:05.2\tWhen did it begin?\tInterviewer\n"
        "0:05.2 - 0:09.0\t In May: early.\tAna\n0:09.0 - 0:12.0\tAnd?\t\n"
    )
    turns = find_turns(text).turns
    assert [(turn.speaker, turn.text, turn.start_time) for turn in turns] == [
        ("Interviewer", "When did it begin?", 0.0),
        ("Ana", "In May: early.", 5.2),
        (None, "And?", 9.0),
    ]
    assert all(text[turn.start : turn.end] == turn.text for turn in turns)

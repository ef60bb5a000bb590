"""The journal of the workbench: entries, what it asks about, and two people at one entry."""

import pandas as pd
import pytest

from qualcode.errors import Conflict, NotFound, Refused
from qualcode.store import Change
from qualcode.ui.views.journal import Draft, begin, entries, entry, has_positionality, objects, opened, save
from qualcode.ui.views.prompts import Prompt, open_prompts, prompts


def titles(study, **chosen):
    return [found.title for found in entries(study, **chosen)[0]]


@pytest.fixture
def written(study):
    """Four entries by two coders."""
    study.memos.add("Two worlds again.", title="First", about=["code:two_worlds", "document:P1"])
    study.memos.add("I was too quick.", title="Second", kind="journal")
    study.memos.add("It began with a flood.", title="Story", kind="case narrative", about="case:one")
    ben = study.by("ben")
    ben.memos.add("Only for me, about worlds.", title="Secret")
    ben.memos.add("For all of us.", title="Shared", private=False)
    return study


def test_entries_stand_newest_first_and_other_coders_private_ones_are_only_counted(written):
    assert titles(written) == ["Shared", "Story", "Second", "First"]
    assert entries(written)[1] == 1
    assert titles(written.by("ben")) == ["Shared", "Secret", "Story"]
    assert entries(written.by("ben"))[1] == 2


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"kind": "journal"}, ["Second"]),
        ({"about": "code:two_worlds"}, ["First"]),
        ({"about": "document:P2"}, []),
        ({"about": "code:gone"}, []),
        ({"coder": "ben"}, ["Shared"]),
        ({"private": True}, ["Second", "First"]),
        ({"private": False}, ["Shared", "Story"]),
        ({"containing": "WORLDS"}, ["First"]),
        ({"containing": "quick", "kind": "memo"}, []),
    ],
)
def test_entries_are_found_by_kind_object_coder_privacy_and_words(written, chosen, found):
    assert titles(written, **chosen) == found


def test_an_entry_names_what_it_is_about(written):
    first = entries(written)[0][-1]
    assert first.about == (("code:two_worlds", "Code · Two worlds"), ("document:P1", "Document · P1"))
    assert (entry(written, first.memo), entry(written.by("ben"), first.memo)) == (first, None)


def test_everything_can_be_what_an_entry_is_about(study):
    assert objects(study) == {
        "code:two_worlds": "Code · Two worlds",
        "code:brand": "Code · Brand and logo",
        "code:speed": "Code · Speed",
        "theme:difference": "Theme · Difference strains",
        "theme:time": "Theme · Time",
        "case:one": "Case · Case one",
        "case:two": "Case · Case two",
        "document:P1": "Document · P1",
        "document:P2": "Document · P2",
        "document:P3": "Document · P3",
        "participant:p-ana": "Participant · p-ana, Ana",
    }


def test_a_draft_is_saved_opened_and_saved_again(study):
    memo = save(study, Draft("memo", title=" A title ", text="One\n\n*two*", about=("code:speed", "theme:time")))
    draft = opened(study, memo)
    assert (draft.title, draft.text, draft.about, draft.private) == (
        "A title",
        "One\n\n*two*",
        ("code:speed", "theme:time"),
        True,
    )
    save(study, draft.with_(text="Three", about=(), private=False))
    changed = opened(study, memo)
    assert (changed.text, changed.about, changed.private) == ("Three", (), False)


def test_what_somebody_else_saved_meanwhile_is_not_lost(study):
    memo = save(study, Draft("memo", text="First"))
    mine, theirs = opened(study, memo), opened(study.by("ben"), memo)
    save(study.by("ben"), theirs.with_(text="Theirs"))
    with pytest.raises(Conflict):
        save(study, mine.with_(text="Mine"))
    assert opened(study, memo).text == "Theirs"
    save(study, mine.with_(text="Mine", seen=opened(study, memo).seen))
    assert opened(study, memo).text == "Mine"


@pytest.mark.parametrize(
    ("draft", "error"),
    [
        (Draft("memo", text="  "), Refused),
        (Draft("case narrative", text="A story"), Refused),
        (Draft("memo", text="Of what?", about=("code:gone",)), NotFound),
        (Draft("memo", memo="gone", text="Late"), NotFound),
    ],
)
def test_what_cannot_be_saved_is_refused(study, draft, error):
    with pytest.raises(error):
        save(study, draft)
    assert len(study.memos) == 0


def test_a_new_entry_begins_with_what_is_still_there(study):
    ref = f"code:{study.find.code('speed')['id']}"
    draft = begin(study, "journal", title="Why", about=[ref, "theme:gone"], asks="Why?")
    assert draft == Draft("journal", title="Why", about=("code:speed",), asks="Why?")
    assert begin(study, "case narrative").private is False


def test_a_positionality_statement_is_one_of_this_coder(study):
    study.by("ben").memos.add("Me.", title="Positionality statement", kind="journal")
    assert (has_positionality(study), has_positionality(study.by("ben"))) == (False, True)


# -- what the journal asks about


def acts(*rows):
    """(seq, coder, act, summary, undone) as the history has them."""
    frame = pd.DataFrame(rows, columns=["seq", "coder", "act", "summary", "undone"])
    return frame.assign(at="2026-03-01T10:00:00.000+00:00", why="")


def discard(seq, coder="ana", undone=0):
    return (seq, coder, "themes.discard", "Discarded the theme Time", undone)


def discarded(seq):
    return [Change("themes", "t1", {"name": "Time", "status": "candidate"}, {"name": "Time", "status": "discarded"})]


ABOUT_TIME = "You discarded the theme “Time”. What did it promise, and what did the data say instead?"
WROTE = ("ana", "memos.add", "Wrote a journal entry", 0)


@pytest.mark.parametrize(
    ("rows", "asked"),
    [
        ([discard(1)], [1]),
        ([discard(1, coder="ben")], []),
        ([discard(1, undone=2), (2, "ben", "history.undo", "Undid: …", 0)], []),
        (
            [
                discard(1, undone=2),
                (2, "ana", "history.undo", "Undid: …", 3),
                (3, "ana", "history.undo", "Did again: …", 0),
            ],
            [1],
        ),
        ([discard(1), (2, *WROTE)], []),
        ([(1, *WROTE), discard(2)], [2]),
        ([discard(1), (2, "ana", "memos.add", "Wrote a memo", 0)], [1]),
        ([discard(1), (2, "ana", "memos.add", "Wrote a journal entry", 3), (3, "ana", "history.undo", "", 0)], [1]),
        ([discard(seq) for seq in range(1, 6)], [5, 4, 3]),
    ],
)
def test_what_stands_since_the_last_journal_entry_of_a_coder_is_asked_about(rows, asked):
    found = prompts(acts(*rows), "ana", discarded)
    assert [prompt.seq for prompt in found] == asked
    assert all(prompt == Prompt(prompt.seq, ABOUT_TIME, "Letting go of Time", ("theme:t1",)) for prompt in found)


def decisions(verdicts):
    names = {"a": "suggestions.accept", "r": "suggestions.reject", "c": "codings.add"}
    return acts(*((seq, "ana", names[verdict], "", 0) for seq, verdict in enumerate(verdicts, start=1)))


@pytest.mark.parametrize(
    ("verdicts", "asked"),
    [
        ("a" * 19, []),
        ("a" * 20, [(20, "You accepted 20 suggestions in a row.")]),
        ("a" * 10 + "c" + "a" * 15, [(21, "You accepted 25 suggestions in a row.")]),
        ("a" * 19 + "r" + "a" * 19, []),
        ("a" * 30 + "r", []),
    ],
)
def test_twenty_accepted_in_a_row_are_asked_about(verdicts, asked):
    found = prompts(decisions(verdicts), "ana", lambda seq: [])
    assert [(prompt.seq, prompt.question.partition(" What")[0]) for prompt in found] == asked


def test_the_steps_of_a_study_are_asked_about_in_its_own_words(study):
    study.codebook.merge("brand", into="speed")
    study.themes.define("time", name="Time", memo="only a memo")
    study.themes.define("time", name="Slow time")
    study.themes.merge("time", into="difference")
    assert [(prompt.question, prompt.title) for prompt in open_prompts(study)] == [
        (
            "You merged “Slow time” into “Difference strains”. What did you see that made them one?",
            "Why Slow time went into Difference strains",
        ),
        (
            "You renamed the theme “Time” to “Slow time”. What does the new name say that the old one did not?",
            "Why it is called Slow time",
        ),
        (
            "You merged “Brand and logo” into “Speed”. What did you see that made them one?",
            "Why Brand and logo went into Speed",
        ),
    ]
    assert [begin(study, "journal", about=prompt.about).about for prompt in open_prompts(study)] == [
        ("theme:difference",),
        ("theme:time",),
        ("code:speed",),
    ]
    study.memos.add("Because.", kind="journal")
    assert open_prompts(study) == []


def test_a_split_is_asked_about(study):
    study.codebook.split("speed", into=["Fast", "Slow"])
    (prompt,) = open_prompts(study)
    assert (
        prompt.question
        == "You began to split Speed into Fast and Slow. What did it hold together that is more than one thing?"
    )
    assert begin(study, "journal", about=prompt.about).about == ("code:speed",)


# -- the page


def field(at, kind, name):
    return next(widget for widget in getattr(at, kind) if widget.key.startswith(f"journal_{name}:"))


def test_an_entry_is_written_on_the_page(study, workbench):
    at = workbench(study, "journal")
    assert at.info[0].value.startswith("Nothing is written yet.")
    at.button(key="journal_new:memo").click().run()
    field(at, "text_input", "title").set_value("First")
    field(at, "text_area", "text").set_value("<b>We</b> *come* from two worlds")
    field(at, "multiselect", "links").select("code:speed")
    field(at, "button", "save").click().run()
    assert not at.exception
    (found,), _ = entries(study)
    assert (found.kind, found.title, found.text, found.private) == (
        "memo",
        "First",
        "<b>We</b> *come* from two worlds",
        True,
    )
    assert [text.value for text in at.text] == ["<b>We</b> *come* from two worlds"]
    assert at.page_link[0].label == "Code · Speed"


def test_an_empty_entry_is_refused_and_stays_open(study, workbench):
    at = workbench(study, "journal")
    at.button(key="journal_new:journal").click().run()
    field(at, "text_input", "title").set_value("Kept")
    field(at, "button", "save").click().run()
    assert not at.exception
    assert at.toast[0].value == r"The memo is empty\."
    assert field(at, "text_input", "title").value == "Kept"


def test_a_step_is_asked_about_and_the_answer_is_linked(study, workbench):
    study.themes.discard("time", why="Thin")
    at = workbench(study, "journal")
    seq = study.last_act()
    at.button(key=f"journal_answer:{seq}").click().run()
    assert field(at, "text_input", "title").value == "Letting go of Time"
    assert field(at, "multiselect", "links").value == ["theme:time"]
    field(at, "text_area", "text").set_value("It was one person’s word.")
    field(at, "button", "save").click().run()
    assert [found.kind for found in entries(study)[0]] == ["journal"]
    assert not [button for button in at.button if button.key.startswith("journal_answer:")]


def test_a_question_is_put_off_for_this_session(study, workbench):
    study.themes.discard("time", why="Thin")
    at = workbench(study, "journal")
    seq = study.last_act()
    at.button(key=f"journal_not_now:{seq}").click().run()
    assert not at.exception
    assert not [button for button in at.button if button.key.startswith("journal_answer:")]


def test_both_versions_are_shown_when_somebody_else_was_quicker(study, workbench):
    memo = study.memos.add("First", title="Ours", private=False)
    at = workbench(study, "journal")
    at.button(key=f"journal_edit:{memo}").click().run()
    study.by("ben").memos.edit(memo, text="Theirs")
    field(at, "text_area", "text").set_value("Mine")
    field(at, "button", "save").click().run()
    assert at.warning[0].value == "Somebody changed this entry while you were writing. Here are both."
    assert [text.value for text in at.text][:2] == ["Theirs", "Mine"]
    at.button(key="journal_mine").click().run()
    assert not at.exception
    assert [found.text for found in entries(study)[0]] == ["Mine"]


def test_theirs_can_be_kept(study, workbench):
    memo = study.memos.add("First", private=False)
    at = workbench(study, "journal")
    at.button(key=f"journal_edit:{memo}").click().run()
    study.by("ben").memos.edit(memo, text="Theirs")
    field(at, "button", "save").click().run()
    at.button(key="journal_theirs").click().run()
    assert [found.text for found in entries(study)[0]] == ["Theirs"]


def test_what_was_written_into_an_entry_that_went_meanwhile_is_a_new_one(study, workbench):
    memo = study.memos.add("First", private=False)
    at = workbench(study, "journal")
    at.button(key=f"journal_edit:{memo}").click().run()
    study.by("ben").memos.remove(memo)
    field(at, "text_area", "text").set_value("Mine")
    field(at, "button", "save").click().run()
    assert field(at, "text_area", "text").value == "Mine"
    field(at, "button", "save").click().run()
    assert [found.text for found in entries(study)[0]] == ["Mine"]


def test_an_entry_is_removed_and_undo_brings_it_back(study, workbench):
    memo = study.memos.add("First")
    at = workbench(study, "journal")
    at.button(key=f"journal_remove:{memo}").click().run()
    assert entries(study)[0] == []
    study.history.undo()
    assert [found.text for found in entries(study)[0]] == ["First"]


def test_the_address_opens_one_entry(written, workbench):
    first = entries(written)[0][-1]
    at = workbench(written, "journal", memo=first.memo)
    assert [text.value for text in at.text] == ["Two worlds again."]


def test_a_private_entry_of_somebody_else_is_not_shown_by_its_address(written, workbench):
    first = entries(written)[0][-1]
    at = workbench(written, "journal", coder="ben", memo=first.memo)
    assert [text.value for text in at.text] == []
    assert at.info[0].value == "There is no such entry, or it is private to somebody else."


def test_entries_are_narrowed_down_and_shown_page_by_page(written, workbench):
    for number in range(9):
        written.memos.add(f"Note {number}")
    at = workbench(written, "journal")
    assert len(at.text) == 10
    assert ":material/lock: 1 private entry of other coders not shown." in [caption.value for caption in at.caption]
    at.selectbox(key="journal_kind").select("case narrative").run()
    assert [text.value for text in at.text] == ["It began with a flood."]

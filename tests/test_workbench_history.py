"""The history in the workbench: finding acts, telling what they did, taking them back."""

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from qualcode.errors import NotFound
from qualcode.project.telling import Told
from qualcode.ui.views.history import days, detail, evening_of, kinds, line, lines, sentences


def summaries(study, **chosen):
    return [one.summary for one in lines(study, **chosen)[0]]


@pytest.fixture
def worked(study):
    """A few acts of two coders after the study was made."""
    study.codings.add_quote("P1", "It broke.", "speed")
    ben = study.by("ben")
    ben.codings.add_quote("P2", "Fine by me.", "speed")
    study.themes.discard("time", why="Too thin to stand")
    study.history.undo()
    return study


def test_acts_stand_newest_first_and_what_was_undone_says_so(worked):
    acts, total = lines(worked)
    assert [(act.seq - acts[0].seq, act.coder, act.summary, act.undone and act.undone - acts[0].seq) for act in acts][
        :4
    ] == [
        (0, "ana", "Undid: Discarded the theme Time", 0),
        (-1, "ana", "Discarded the theme Time", 0),
        (-2, "ben", "Coded “Fine by me.” in P2 as Speed", 0),
        (-3, "ben", "ben began to work on the study", 0),
    ]
    assert acts[1].undone == acts[0].seq
    assert acts[1].label == "~~Discarded the theme Time~~"
    assert total == worked.last_act()


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"containing": "FINE BY"}, ["Coded “Fine by me.” in P2 as Speed"]),
        ({"containing": "too thin"}, ["Discarded the theme Time"]),
        ({"coder": "ben", "kind": "codings."}, ["Coded “Fine by me.” in P2 as Speed"]),
        ({"kind": "history."}, ["Undid: Discarded the theme Time"]),
        ({"about": "theme:time", "kind": "themes."}, ["Discarded the theme Time"]),
        ({"containing": "nothing says this"}, []),
    ],
)
def test_acts_are_found_by_words_coder_kind_and_object(worked, chosen, found):
    assert summaries(worked, **chosen) == found


def test_acts_about_something_unknown_are_refused(worked):
    with pytest.raises(NotFound):
        lines(worked, about="theme:nowhere")


def test_acts_come_a_page_at_a_time(worked):
    everything = [act.seq for nth in range(1, 30) for act in lines(worked, nth=nth, size=2)[0]]
    assert everything == list(range(worked.last_act(), 0, -1))


def test_the_kinds_of_acts_that_there_were_are_named(worked):
    assert list(kinds(worked).values()) == [
        "Coding",
        "Codebook",
        "Themes",
        "Documents",
        "Participants",
        "Cases",
        "The study itself",
        "Coders",
        "Undo and redo",
    ]


def test_one_act_is_found_by_its_number(worked):
    last = worked.last_act()
    assert line(worked, str(last)).summary == "Undid: Discarded the theme Time"
    assert [line(worked, number) for number in ("", "x", "0", str(last + 1), "9" * 30)] == [None] * 5


def test_acts_are_told_by_the_day_of_the_reader(worked):
    acts, _ = lines(worked)
    assert [name for name, _ in days(acts)] == [acts[0].day]


# -- what an act did, in words


def told(study, act):
    found, _ = study.history.find(acts=[act], size=1)
    return study.history.told(int(found["seq"].iloc[0]))


def test_a_coding_is_told_by_its_words_document_and_code(worked):
    worked.codings.remove(worked.codings.table()["coding"].iloc[0])
    assert told(worked, "codings.remove") == (
        [
            Told(
                "coding",
                "It broke. · P1 · Speed",
                "removed",
                (
                    ("document", "P1", ""),
                    ("from", "99", ""),
                    ("to", "108", ""),
                    ("quote", "It broke.", ""),
                    ("code", "Speed", ""),
                    ("coder", "ana", ""),
                    ("origin", "hand", ""),
                ),
            )
        ],
        1,
    )


def test_a_change_is_told_with_what_was_there_before(study):
    study.codebook.edit("speed", definition="How fast", why="It was empty")
    study.codebook.edit("speed", definition="How fast or slow")
    study.codebook.merge("speed", into="brand")
    assert told(study, "codebook.edit")[0] == [
        Told("code", "Speed", "changed", (("definition", "How fast", "How fast or slow"),))
    ]
    assert told(study, "codebook.merge")[0][-1] == Told(
        "code", "Speed", "changed", (("status", "active", "retired"), ("merged into", "", "Brand and logo"))
    )


def test_what_is_gone_is_still_called_by_its_name(study):
    study.cases.add("three", name="Case three")
    study.participants.add("p-cat", case="three")
    study.history.undo()
    study.history.undo()
    assert ("case", "", "Case three") in told(study, "participants.add")[0][0].fields


def test_a_private_memo_is_told_to_its_writer_only(study):
    study.memos.add("A secret", title="Hush", about="code:speed")
    study.memos.add("For all", title="Open", private=False)
    mine, _ = study.history.find(acts=["memos.add"])
    open_, secret = (int(seq) for seq in mine["seq"])
    assert study.history.told(secret)[0][0].title == "memo: Hush"
    assert study.by("ben").history.told(secret)[0] == [
        Told(
            "memo",
            "memo",
            "added",
            (
                ("kind", "", "memo"),
                ("title", "", "(private)"),
                ("text", "", "(private)"),
                ("private", "", "yes"),
                ("about", "", "(private)"),
                ("coder", "", "ana"),
            ),
        )
    ]
    assert study.by("ben").history.told(open_)[0][0].title == "memo: Open"


def test_what_a_memo_said_while_it_was_private_stays_private(study):
    memo = study.memos.add("A secret")
    study.memos.edit(memo, text="For all", private=False)
    (change,), _ = told(study.by("ben"), "memos.edit")
    assert change.fields == (("text", "(private)", "(private)"), ("private", "yes", "no"))


def test_a_title_that_names_a_private_memo_does_not_tell_it(study):
    memo = study.memos.add("A secret", title="Hush")
    study.memos.add("See the other one", private=False, about=f"memo:{memo}")
    assert ("about", "", "memo a private memo") in told(study, "memos.add")[0][0].fields


def test_a_wide_act_is_told_in_part_and_counted(study):
    study.documents.mark_read(["P1", "P2", "P3"])
    last = study.last_act()
    some, count = study.history.told(last, most=2)
    assert (len(some), count) == (2, 3)


def test_texts_are_shown_letter_for_letter():
    one = Told("memo", "*Star* <b>", "changed", (("text", "a_b", "[link](x)"), ("title", "", "# Head")))
    assert sentences(one) == [
        r"**memo** \*Star\* \<b\> · changed",
        r"text: ~~a\_b~~ → \[link\]\(x\)",
        r"title: \# Head",
    ]


@pytest.mark.parametrize(
    ("act", "can_undo"),
    [("project.create", False), ("coders.add", False), ("codings.add", True), ("themes.discard", False)],
)
def test_what_began_the_study_and_what_is_undone_cannot_be_undone(worked, act, can_undo):
    found, _ = worked.history.find(acts=[act], size=1)
    assert detail(worked, line(worked, str(found["seq"].iloc[0]))).can_undo is can_undo


def test_the_evening_of_a_day_is_its_last_act(worked):
    assert evening_of(worked, date(2999, 1, 1), ZoneInfo("UTC")) == worked.last_act()
    with pytest.raises(NotFound):
        evening_of(worked, date(2001, 1, 1), ZoneInfo("UTC"))


# -- the page


def test_an_act_is_opened_and_undone_on_the_page(worked, workbench):
    seq = worked.last_act() - 2
    at = workbench(worked, "history")
    at.button(key=f"history_open:{seq}").click().run()
    assert not at.exception
    assert at.query_params["act"] == str(seq)
    assert at.text[0].value == "Coded “Fine by me.” in P2 as Speed"
    at.button(key=f"history_undo:{seq}").click().run()
    assert not at.exception
    assert worked.codings.table()["quote"].tolist() == ["It broke."]
    assert any("Undone by act" in caption.value for caption in at.caption)


def test_what_stands_in_the_way_of_an_undo_is_named(worked, workbench):
    seq = worked.last_act() - 2
    coding = worked.codings.table(coder="ben")["coding"].iloc[0]
    worked.by("ben").codings.recode(coding, "brand")
    at = workbench(worked, "history", act=str(seq))
    at.button(key=f"history_undo:{seq}").click().run()
    assert "was changed since by ben" in at.toast[0].value
    assert len(worked.codings) == 2


def test_an_earlier_state_is_shown_and_nothing_can_be_changed_there(worked, workbench):
    seq = worked.last_act() - 4
    at = workbench(worked, "history", act=str(seq))
    at.button(key=f"history_look:{seq}").click().run()
    assert not at.exception
    assert at.session_state["as_of"] == seq
    assert at.button(key=f"history_undo:{seq}").disabled
    assert at.button(key="history_backup").disabled
    assert not [button for button in at.button if button.key == f"history_open:{seq + 1}"]


def test_a_day_before_the_study_gets_a_sentence(worked, workbench):
    at = workbench(worked, "history")
    at.date_input(key="history_day").set_value(date(2024, 1, 1)).run()
    at.button(key="history_then").click().run()
    assert "the study did not exist yet" in at.toast[0].value
    assert at.session_state.get("as_of") is None


def test_a_day_opens_the_study_as_it_was_that_evening(worked, workbench):
    at = workbench(worked, "history")
    at.button(key="history_then").click().run()
    assert not at.exception
    assert at.session_state["as_of"] == worked.last_act()


def test_the_address_asks_for_one_object(worked, workbench):
    at = workbench(worked, "history", about="theme:time")
    assert any("Theme · Time" in markdown.value for markdown in at.markdown)
    assert len([button for button in at.button if button.key.startswith("history_open:")]) == 3
    at.button(key="history_all").click().run()
    assert not at.exception
    assert "about" not in at.query_params
    assert at.selectbox(key="history_about").value == ""


def test_an_object_that_is_not_there_gets_a_sentence(worked, workbench):
    at = workbench(worked, "history", about="theme:nowhere")
    assert at.info[0].value.startswith("There is no theme")
    at.button(key="history_all").click().run()
    assert not at.exception and not at.info


def test_acts_are_narrowed_down_on_the_page(worked, workbench):
    at = workbench(worked, "history")
    at.selectbox(key="history_kind").select("history.").run()
    assert [button.label for button in at.button if button.key.startswith("history_open:")] == [
        r"Undid\: Discarded the theme Time"
    ]
    at.text_input(key="history_find").set_value("nothing says this").run()
    assert any("No act fits" in caption.value for caption in at.caption)


def test_the_study_is_backed_up_and_the_page_says_where(worked, workbench):
    at = workbench(worked, "history")
    at.button(key="history_backup").click().run()
    assert not at.exception
    copy = worked.path.with_name("study.backup.qualcode")
    assert copy.is_file()
    assert any("study.backup.qualcode" in caption.value.replace("\\", "") for caption in at.caption)

"""Building themes in the workbench."""

from itertools import pairwise

import pytest

from qualcode.analysis import voices
from qualcode.analysis.frames import records
from qualcode.analysis.themes import theme_evidence
from qualcode.errors import Conflict, Refused
from qualcode.project import create, frames
from qualcode.ui.views import thematic_map, themes
from qualcode.ui.views import theme_evidence as passages
from qualcode.ui.views.genealogy import TABLES, genealogy
from qualcode.ui.views.theme_questions import evidence_of, questions


@pytest.fixture
def coded(study):
    """The study with codings of all three people, one of them the interviewer's words."""
    study.codings.add_quote("P1", "two worlds", "two_worlds")
    study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds", memo="agrees")
    study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand")
    study.codings.add_quote("P3", "We never argued about the logo.", "brand")
    study.codings.add_quote("P1", "And the logo?", "brand")
    return study


def asked(study, theme=""):
    return [(question.theme, question.text, question.rests_on) for question in questions(study, theme)]


def life(study, theme, until=""):
    return genealogy(study.history.images(*TABLES), study.find.theme(theme)["id"], until=until)


def told(study, theme):
    return [" ".join(step.what) for step in life(study, theme).steps]


# -- the board


def test_the_board_shows_themes_with_their_codes_and_whom_they_rest_on(coded):
    shown = themes.board(coded)
    assert [(row["name"], row["words"], row["codes"], row["counts"]) for row in shown["themes"]] == [
        ("Difference strains", "defined", ["two_worlds", "brand"], "3 people in 2 cases"),
        ("Time", "candidate: no central organising concept yet", ["speed"], "no passage yet"),
    ]
    assert [(code["name"], code["counts"]) for code in shown["codes"]] == [
        ("Two worlds", "2 people in 1 case"),
        ("Brand and logo", "2 people in 2 cases"),
        ("Speed", "no passage yet"),
    ]


def test_the_board_counts_as_the_theme_table_does(coded):
    counts = records(voices(theme_evidence(frames.theme_codes(coded), coded.codings.table()), "theme"))
    table = coded.themes.table()
    assert [(row["voices"], row["cases"]) for row in counts] == [(3, 2)] == [(table["voices"][0], table["cases"][0])]


def test_a_retired_code_that_a_theme_still_rests_on_is_shown_as_such(study):
    study.codebook.retire("brand")
    assert [code["name"] for code in themes.board(study)["codes"]] == [
        "Two worlds",
        "Speed",
        "Brand and logo (retired)",
    ]


def test_what_the_board_asks_for_is_one_act_each(study):
    acts = themes.board_acts(study)
    for act, values, after in (
        (
            "add",
            {"theme": "time", "codes": ["two_worlds"]},
            {"difference": {"two_worlds", "brand"}, "time": {"two_worlds", "speed"}},
        ),
        (
            "take_out",
            {"theme": "time", "codes": ["two_worlds"]},
            {"difference": {"two_worlds", "brand"}, "time": {"speed"}},
        ),
        (
            "move",
            {"theme": "time", "codes": ["two_worlds", "brand"], "out_of": "difference"},
            {"time": {"two_worlds", "brand", "speed"}},
        ),
    ):
        before, state = study.last_act(), study.history.hash()
        acts[act](**values)
        assert study.last_act() == before + 1
        assert frames.theme_codes(study).groupby("theme")["code"].agg(set).to_dict() == after
        study.history.undo()
        assert study.history.hash() == state
        study.history.redo()


def test_a_theme_is_made_of_codes_and_comes_as_a_candidate(study):
    key = themes.board_acts(study)["make"](name="Slow trust", codes=["speed"])
    row = themes.board(study)["themes"][-1]
    assert (row["key"], row["status"], row["codes"]) == (key, "candidate", ["speed"])


def test_a_code_is_not_moved_to_where_it_is(study):
    with pytest.raises(Refused, match="Choose another theme"):
        study.themes.add_codes("time", "speed", out_of="time")


def test_codes_may_leave_their_theme_for_a_new_one_in_one_act(study):
    before = study.history.hash()
    study.themes.add("Logos", codes="brand", out_of="difference")
    assert themes.codes_of(study, "difference") == ["two_worlds"]
    assert study.history.table()["summary"].iloc[-1] == "Made the candidate theme Logos out of Difference strains"
    study.history.undo()
    assert study.history.hash() == before


# -- the claim


def test_only_what_was_written_is_saved(study):
    row = study.find.theme("time")
    written = {"name": " Time  is theirs ", "central_organising_concept": "Waiting is a way to be ruled.", "memo": ""}
    assert themes.define(study, row, written)
    now = study.find.theme("time")
    assert (now["name"], now["central_organising_concept"], now["status"]) == (
        "Time is theirs",
        written["central_organising_concept"],
        "defined",
    )
    assert not themes.define(study, now, {"name": "Time is theirs"})


def test_a_form_that_was_filled_in_over_an_older_version_is_a_conflict(study):
    row = study.find.theme("time")
    study.by("ben").themes.define("time", name="Time is money", memo="Ben's")
    with pytest.raises(Conflict, match="ben"):
        themes.define(study, row, {"name": "Time is theirs", "memo": ""})
    assert themes.both_versions({"name": "Time is theirs"}, study.find.theme("time")) == [
        ("name", "Time is money", "Time is theirs")
    ]


def test_the_codes_of_a_theme_are_set_by_adding_and_taking_out(study):
    themes.set_codes(study, "difference", ["brand"])
    themes.set_codes(study, "time", ["speed", "brand"])
    assert [themes.codes_of(study, theme) for theme in ("difference", "time")] == [["brand"], ["brand", "speed"]]


def test_links_are_told_from_both_ends(study):
    study.themes.link("difference", "time", "answered_by", why="patience")
    assert [themes.links_of(study, theme)[0] for theme in ("difference", "time")] == [
        {**link, "outgoing": outgoing, "called": other, "words": "answered by"}
        for link in [
            {"between": "theme", "source": "difference", "target": "time", "type": "answered_by", "why": "patience"}
        ]
        for outgoing, other in [(True, "Time"), (False, "Difference strains")]
    ]


def test_discarding_and_merging_say_beforehand_what_they_do(coded):
    coded.themes.add_exemplar("difference", coded.codings.table()["coding"].iloc[0])
    before = coded.history.hash()
    assert themes.discarding(coded, "difference") == (
        "It leaves the board and goes into the log of discarded themes, with 2 codes and 1 chosen passage. "
        "No code and no coding changes, and it can be restored."
    )
    assert themes.merging(coded, [], "time") == ""
    assert themes.merging(coded, ["difference"], "time") == (
        "Merges Difference strains into Time. 2 places of codes, 1 chosen passage go there with it. The merged theme "
        "stands in the log of discarded themes. Its claim is not copied: read it first."
    )
    assert coded.history.hash() == before


def test_the_log_of_discarded_themes_says_who_dropped_what_and_why(study):
    study.by("ben").themes.discard("time", why="thin")
    study.themes.merge("difference", into=study.themes.add("All of it"), why="one story")
    assert [(entry["name"], entry["why"], entry["coder"], entry["concept"]) for entry in themes.discarded(study)] == [
        (
            "Difference strains",
            "merged into All of it: one story",
            "ana",
            "What makes partners worthwhile also strains them.",
        ),
        ("Time", "thin", "ben", ""),
    ]


# -- the evidence


def test_the_evidence_is_shown_once_each_with_who_speaks_and_interviewers_count_for_nobody(coded):
    coded.by("ben").codings.add_quote("P1", "two worlds", "two_worlds", memo="so true")
    found = passages.evidence(coded, "difference")
    assert [(item["quote"], item["who"], item["code"], item["memo"], item["tags"]) for item in found.items] == [
        ("two worlds", "Ana (Nonprofit Manager)", "Two worlds", "so true", []),
        ("And the logo?", "Int", "Brand and logo", "", ["interviewer: no evidence"]),
        ("Two worlds, yes.", "Ben", "Two worlds", "agrees", []),
        ("Nobody asked us about the logo.", "Ben", "Brand and logo", "", []),
        ("We never argued about the logo.", "Cat", "Brand and logo", "", []),
    ]
    assert found.counts() == "3 people in 2 cases · 5 passages"
    assert passages.cases_of(coded, "difference") == {"one": "Case one", "two": "Case two"}


def test_the_evidence_is_narrowed_down_to_a_case_and_a_code(coded):
    found = passages.evidence(coded, "difference", case="one", code="brand")
    assert [item["quote"] for item in found.items] == ["And the logo?", "Nobody asked us about the logo."]
    assert found.counts() == "1 person in 1 case · 2 passages"


def test_the_first_passages_are_shown_and_all_are_counted(coded):
    assert passages.evidence(coded, "difference", most=2).counts() == (
        "3 people in 2 cases · 5 passages. The first 2 are shown: narrow down to a case or a code to see others."
    )


def test_what_is_chosen_is_pressed_and_pressing_again_takes_it_out(coded):
    acts = passages.acts(coded, "difference")
    first = passages.evidence(coded, "difference").items[0]
    assert [(action["act"], action["pressed"]) for action in passages.actions()] == [
        ("exemplar", False),
        ("misfit", False),
    ]
    acts["exemplar"](items=[first["id"]])
    acts["misfit"](items=[first["id"]], note="both sides say it")
    buttons = passages.evidence(coded, "difference").items[0]["actions"]
    assert [(action["act"], action["pressed"]) for action in buttons] == [("take_out", True), ("take_out", True)]
    acts["take_out"](**buttons[0]["with"])
    assert coded.themes.extracts("difference")[["kind", "note"]].values.tolist() == [
        ["does_not_fit", "both sides say it"]
    ]


def test_words_of_an_interviewer_have_no_buttons_and_are_refused(coded):
    item = next(item for item in passages.evidence(coded, "difference").items if item["tags"])
    assert item["actions"] == []
    with pytest.raises(Refused, match="cannot stand as a quote"):
        passages.acts(coded, "difference")["exemplar"](items=[item["id"]])


def test_exemplars_stand_in_their_order_with_their_notes(coded):
    acts = passages.acts(coded, "difference")
    ids = [item["id"] for item in passages.evidence(coded, "difference").items if not item["tags"]][:3]
    for id_ in ids:
        acts["exemplar"](items=[id_])
    acts["up"](items=[ids[2]])
    acts["down"](items=[ids[0]])
    acts["note"](items=[ids[0]], note="said first", kind="exemplar")
    shown = passages.chosen(coded, "difference", "exemplar")
    assert [item["id"] for item in shown] == [ids[2], ids[0], ids[1]]
    assert [item["reason"] for item in shown] == ["", "said first", ""]
    assert [[action["act"] for action in item["actions"]] for item in shown] == [
        ["down", "note", "abridge", "take_out"],
        ["up", "down", "note", "abridge", "take_out"],
        ["up", "note", "abridge", "take_out"],
    ]
    assert passages.chosen(coded, "difference", "does_not_fit") == []


def test_in_an_earlier_state_nothing_can_be_chosen(coded):
    assert [item["actions"] for item in passages.evidence(coded, "difference", readonly=True).items] == [[]] * 5


# -- questions


def test_a_theme_is_asked_about_what_it_rests_on(coded):
    coded.documents.mark_read(["P1", "P2", "P3"])
    coded.codings.add_quote("P1", "They move fast", "speed")
    assert asked(coded) == [
        (
            "difference",
            "Where a sector is recorded, it is always the same: Nonprofit. Where do the others belong?",
            "passages",
        ),
        (
            "difference",
            "Nothing is recorded that does not fit. What did you look for that would speak against it?",
            "passages",
        ),
        ("time", "It has no central organising concept yet. What is the one idea that all of it shares?", "card"),
        ("time", "'Time' is a single word. Which claim about it does the theme make?", "card"),
        ("time", "It rests on one voice: p-ana. Is it this person’s story, or one that others share?", "passages"),
        ("time", "It rests on one passage. What else in the data tells of it?", "passages"),
        ("time", "All of it lies in one case: Case one. Is it about this case, or about more?", "passages"),
        ("time", "Only people of one sector speak here: Nonprofit. What would the others say?", "passages"),
        (
            "time",
            "Nothing is recorded that does not fit. What did you look for that would speak against it?",
            "passages",
        ),
    ]


def test_flags_are_those_of_the_theme_table(coded):
    coded.codings.add_quote("P1", "They move fast", "speed")
    assert coded.themes.table()["flags"].tolist() == [
        "one sector recorded, 2 voices have none; documents not read: 3",
        "no central organising concept; one voice; one quote; one case; one sector; documents not read: 3",
    ]
    assert asked(coded)[-1] == (
        "",
        "3 documents are not yet read: P1, P2, P3. What might they say against the themes?",
        "documents",
    )


def test_passages_under_two_themes_are_asked_about_and_shown(coded):
    coded.themes.add_codes("time", "two_worlds")
    coded.themes.add_misfit("difference", coded.codings.table()["coding"].iloc[0])
    text = "2 passages of it also stand under “Time”. What does each theme say with them?"
    question = next(question for question in questions(coded, "difference") if question.rests_on == "shared")
    assert question.text == text
    assert [item["quote"] for item in evidence_of(coded, question).items] == ["two worlds", "Two worlds, yes."]


def test_a_quote_that_is_an_exemplar_of_two_themes_is_asked_about(coded):
    coded.themes.add_codes("time", "two_worlds")
    one, other = coded.codings.table().query("code == 'two_worlds'")["coding"]
    coded.themes.add_exemplar("difference", one)
    coded.themes.add_exemplar("difference", other)
    coded.themes.add_exemplar("time", other)
    question = next(question for question in questions(coded, "time") if question.rests_on == "quoted")
    assert (
        question.text
        == "1 exemplar quote of it also stands under “Difference strains”. What does each theme say with it?"
    )
    assert [item["id"] for item in evidence_of(coded, question).items] == [other]


def test_the_share_that_began_as_suggestions_is_that_of_origins(study):
    study.documents.mark_read(["P1", "P2", "P3"])
    study.suggestions.run(["rules"])
    study.suggestions.accept(study.suggestions.table().query("document == 'P1'")["suggestion"].iloc[0])
    study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand")
    counted = records(study.themes.origins())[0]
    question = next(question for question in questions(study, "difference") if question.rests_on == "suggested")
    assert (counted["from_suggestions"], counted["codings"]) == (1, 2)
    assert question.text == "1 of its 2 codings began as suggestions. Would you have coded these passages without them?"
    assert [item["quote"] for item in evidence_of(study, question).items] == ["We come from two worlds."]


def test_wording_and_number_of_themes_are_asked_about(study):
    study.documents.mark_read(["P1", "P2", "P3"])
    for number in range(5):
        study.themes.add(f"Claim number {number} holds")
    study.codebook.edit("speed", definition="It emerged.")
    assert asked(study)[-2:] == [
        ("", "There are 7 themes, more than 6. Do some tell parts of one story?", "board"),
        ("", "Code 'speed': It says 'emerged'. Themes are made by researchers: who made them, and how?", "codebook"),
    ]


# -- the map


def test_the_map_draws_themes_codes_and_links(study):
    study.themes.link("difference", "time", "answered_by", why="patience")
    drawn = thematic_map.dot(study).splitlines()
    assert [line.split(" [")[0] for line in drawn if "->" in line] == [
        '"theme:difference" -> "code:two_worlds"',
        '"theme:difference" -> "code:brand"',
        '"theme:time" -> "code:speed"',
        '"theme:difference" -> "theme:time"',
    ]
    assert [("dashed" in line) for line in drawn if line.startswith('"theme:') and "->" not in line] == [False, True]
    assert thematic_map.table(study).values.tolist() == [
        ["Difference strains", "answered by", "Time", "patience"],
        ["Difference strains", "rests on", "Two worlds", ""],
        ["Difference strains", "rests on", "Brand and logo", ""],
        ["Time", "rests on", "Speed", ""],
    ]


def test_the_map_of_one_theme_shows_it_with_those_it_is_linked_to(study):
    study.themes.add("Apart", codes="brand")
    study.themes.link("time", "difference", "informs")
    assert thematic_map.table(study, "time").values.tolist() == [
        ["Time", "informs", "Difference strains", ""],
        ["Time", "rests on", "Speed", ""],
    ]


def test_names_are_never_read_as_part_of_the_drawing(study):
    study.themes.define("time", name='A "quoted" \\N\n<b>&amp; name</b>')
    study.codebook.edit("speed", color='#000" ] evil [ label="')
    drawn = thematic_map.dot(study)
    assert 'label="A \\"quoted\\" \\\\N <b>&amp;amp;\\nname</b>"' in drawn
    assert "evil" in drawn and ' ] evil [ label=\\"' in drawn


# -- how a theme came to be


def test_the_life_of_a_theme_is_told_with_its_codes(study):
    study.codebook.add("Queueing")
    study.codebook.merge("queueing", into="speed", why="same idea")
    study.codebook.rename("speed", "Pace is power")
    other = study.themes.add("Haste", codes="brand")
    study.themes.merge(other, into="time", why="one story")
    study.themes.define("time", central_organising_concept="Waiting is a way to be ruled.", why="found it")
    study.themes.define("time", name="Time is theirs", include="waits")
    study.themes.remove_codes("time", "brand", why="another story")
    study.themes.discard("time", why="thin")
    study.themes.restore("time")
    assert told(study, "time") == [
        "The codes “Brand and logo” and “Speed” came in with a codebook. "
        "The theme “Time” began as a candidate, of the code “Speed”.",
        "The code “Queueing” was made.",
        "The code “Queueing” was merged into “Speed”.",
        "The code “Speed” was renamed “Pace is power”.",
        "The theme “Haste” was merged into it, and the code “Brand and logo” came in.",
        "Defined by the claim “Waiting is a way to be ruled.”",
        "Renamed from “Time” to “Time is theirs”. Reworded: what is in.",
        "The code “Brand and logo” went out.",
        "Discarded.",
        "Taken up again.",
    ]
    assert [(step.coder, step.why) for step in life(study, "time").steps if step.why] == [
        ("ana", "same idea"),
        ("ana", "one story"),
        ("ana", "found it"),
        ("ana", "another story"),
        ("ana", "thin"),
    ]
    assert told(study, other)[-1] == "Discarded: merged into Time. The code “Brand and logo” went out."


def test_parts_of_a_split_come_into_the_theme_of_what_was_split(coded):
    coded.codebook.split("two_worlds", into=["Worlds of pace", "Worlds of money"])
    assert told(coded, "difference")[1:] == [
        "The codes “Worlds of pace” and “Worlds of money” were made to split “Two worlds”. "
        "The codes “Worlds of pace” and “Worlds of money” came in."
    ]


def test_what_was_undone_is_not_told_and_what_was_done_again_is(study):
    study.themes.add_codes("time", "brand")
    study.history.undo()
    assert "Brand" not in " ".join(told(study, "time"))
    study.history.redo()
    assert told(study, "time")[-1] == "The code “Brand and logo” came in."


def test_a_theme_can_be_seen_as_it_was_at_any_time(study):
    study.themes.define("time", central_organising_concept="Waiting is a way to be ruled.")
    study.themes.add_codes("time", "brand")
    steps = life(study, "time").steps
    for (step, following), (status, codes) in zip(
        pairwise([*steps, None]),
        [("candidate", ("Speed",)), ("defined", ("Speed",)), ("defined", ("Brand and logo", "Speed"))],
        strict=True,
    ):
        then = life(study, "time", until=step.at)
        assert (then.status, then.codes) == (status, codes)
        assert following is None or following not in then.steps
    before = life(study, "time", until="2000-01-01T00:00:00.000+00:00")
    assert (before.steps, before.name, before.codes) == ((), "", ())


def test_the_life_of_a_theme_is_the_same_in_an_earlier_state(study):
    study.themes.define("time", name="Time is theirs")
    earlier = study.history.as_of(study.last_act() - 1)
    assert life(earlier, "time").name == "Time"


# -- the page


def words(at):
    return " ".join(element.value for element in [*at.markdown, *at.caption, *at.info]).replace("\\", "")


def test_the_page_opens_on_the_board_and_its_other_views(coded, workbench):
    for view, said in (
        ("Map", "Boxes are themes"),
        ("Questions", "nothing depends on the answers"),
        ("Theme table", "As it is exported for a publication"),
        ("Discarded", "No theme was discarded."),
    ):
        assert said in words(workbench(coded, "themes", themes_view=view))
    assert not workbench(coded, "themes").info


def test_a_theme_has_its_evidence_beside_its_claim(coded, workbench):
    at = workbench(coded, "themes", theme="difference")
    assert at.subheader[0].value == "Difference strains"
    assert "3 people in 2 cases · 4 codings" in words(at)
    assert "3 people in 2 cases · 5 passages" in words(at)
    at.selectbox(key="themes_case:difference").select("two").run()
    assert "1 person in 1 case · 1 passage" in words(at)
    at.button(key="themes_next").click().run()
    assert at.query_params["theme"] == "time"
    at.button(key="themes_back").click().run()
    assert "theme" not in at.query_params and not at.exception


def field(at, study, name):
    return at.text_area(key=f"themes_{name}:{study.find.theme('time')['id']}:now")


def test_a_candidate_becomes_defined_when_its_claim_is_saved(study, workbench):
    at = workbench(study, "themes", theme="time")
    field(at, study, "central_organising_concept").set_value("Waiting is a way to be ruled.").run()
    assert "Not saved yet: central organising concept" in words(at)
    at.button(key=f"themes_save:{study.find.theme('time')['id']}").click().run()
    assert not at.exception
    row = study.find.theme("time")
    assert (row["status"], row["central_organising_concept"]) == ("defined", "Waiting is a way to be ruled.")
    assert study.history.table()["act"].iloc[-1] == "themes.define"


def test_when_somebody_else_changed_the_theme_both_versions_are_offered(study, workbench):
    at, id_ = workbench(study, "themes", theme="time"), study.find.theme("time")["id"]
    field(at, study, "name").set_value("Time is theirs").run()
    study.by("ben").themes.define("time", name="Time is money", memo="Ben's")
    at.run()
    assert [text.value for text in at.text] == ["Time is money", "Time is theirs"]
    at.button(key=f"themes_mine:{id_}").click().run()
    row = study.find.theme("time")
    assert (row["name"], row["memo"]) == ("Time is theirs", "Ben's")
    assert not at.exception and not at.text


def test_keeping_theirs_lets_go_of_what_was_written(study, workbench):
    at, id_ = workbench(study, "themes", theme="time"), study.find.theme("time")["id"]
    field(at, study, "name").set_value("Time is theirs").run()
    study.by("ben").themes.define("time", name="Time is money")
    at.run()
    at.button(key=f"themes_theirs:{id_}").click().run()
    assert field(at, study, "name").value == "Time is money" and not at.text


def test_what_others_changed_is_shown_where_nothing_was_written(study, workbench):
    at = workbench(study, "themes", theme="time")
    study.by("ben").themes.define("time", name="Time is money")
    at.run()
    assert field(at, study, "name").value == "Time is money" and not at.text


def test_codes_are_put_in_and_taken_out_on_the_card(study, workbench):
    at = workbench(study, "themes", theme="time")
    at.multiselect(key="themes_codes:time").set_value(["speed", "brand"]).run()
    assert themes.codes_of(study, "time") == ["brand", "speed"]
    at.multiselect(key="themes_codes:time").set_value(["brand"]).run()
    assert themes.codes_of(study, "time") == ["brand"]
    study.history.undo()
    assert at.run().multiselect(key="themes_codes:time").value == ["brand", "speed"]


def test_themes_are_linked_with_a_word_of_ones_own_and_unlinked(study, workbench):
    at = workbench(study, "themes", theme="time", themes_tab="Links")
    at.selectbox(key="themes_link").set_value("contradicts")
    at.selectbox(key="themes_link_to").set_value("difference")
    at.text_input(key="themes_link_why").set_value("they say so")
    at.button(key="themes_link_add").click().run()
    assert study.themes.links().values.tolist() == [["theme", "time", "difference", "contradicts", "they say so"]]
    at.button(key="themes_unlink:time:difference:contradicts").click().run()
    assert not len(study.themes.links()) and not at.exception


def test_a_theme_is_discarded_with_a_reason_and_restored(study, workbench):
    at = workbench(study, "themes", theme="time", themes_tab="Reshape")
    at.button(key="themes_discard").click().run()
    assert "Say why the theme is discarded" in at.toast[0].value
    at.text_input(key="themes_discard_why").set_value("thin")
    at.button(key="themes_discard").click().run()
    assert "theme" not in at.query_params and study.find.theme("time")["status"] == "discarded"
    at = workbench(study, "themes", themes_view="Discarded")
    assert "thin" in words(at)
    at.button(key="themes_restore:time").click().run()
    assert study.find.theme("time")["status"] == "candidate" and not at.exception


def test_themes_are_merged_and_some_codes_make_a_new_one(study, workbench):
    at = workbench(study, "themes", theme="difference", themes_tab="Reshape")
    at.multiselect(key="themes_split_codes").set_value(["brand"])
    at.text_input(key="themes_split_name").set_value("Logos")
    at.button(key="themes_split").click().run()
    assert at.query_params["theme"] == "logos" and themes.codes_of(study, "difference") == ["two_worlds"]
    at.multiselect(key="themes_merge_from").set_value(["time"]).run()
    assert "Merges Time into Logos. 1 place of a code go" in words(at)
    at.button(key="themes_merge").click().run()
    assert themes.codes_of(study, "logos") == ["brand", "speed"] and not at.exception


def test_a_theme_shows_how_it_came_to_be(study, workbench):
    study.themes.define("time", central_organising_concept="Waiting is *power*.", why="after the third reading")
    at = workbench(study, "themes", theme="time", themes_tab="How it came to be")
    assert "Defined by the claim “Waiting is *power*.”" in words(at)
    assert "Why: after the third reading" in words(at)


def test_a_study_without_codes_says_where_they_are_made(tmp_path, workbench):
    with create(tmp_path / "empty.qualcode", coder="ana") as empty:
        assert "there is no code yet" in words(workbench(empty, "themes"))


def test_a_theme_that_is_not_there_gets_a_sentence(study, workbench):
    at = workbench(study, "themes", theme="nothing")
    assert "There is no theme 'nothing'" in words(at)
    at.button(key="themes_back").click().run()
    assert not at.exception and not at.info


def test_in_an_earlier_state_the_card_can_only_be_read(study, workbench):
    study.themes.define("time", name="Time is theirs")
    at = workbench(study, "themes", theme="time")
    at.session_state["as_of"] = study.last_act() - 1
    at.run()
    assert at.subheader[0].value == "Time"
    assert at.button(key=f"themes_save:{study.find.theme('time')['id']}").disabled
    assert at.multiselect(key="themes_codes:time").disabled
    at.button(key="themes_back").click().run()
    assert not at.exception and "theme" not in at.query_params


def test_a_theme_is_kept_on_its_card(coded, workbench):
    at = workbench(coded, "themes", theme="difference", themes_tab="Reshape")
    at.text_input(key="themes_keep_why").set_value("Tested against both cases")
    at.button(key="themes_keep").click().run()
    assert not at.exception
    assert coded.find.theme("difference")["kept_because"] == "Tested against both cases"
    assert any("Tested against both cases" in item.value for item in at.caption)

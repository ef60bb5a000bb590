"""The codebook page: the tree, the card of a code, the acts on codes, rules, files, and the board of a split."""

import pytest

import qualcode
from qualcode.errors import CodebookError, Conflict, QueryError, Refused
from qualcode.model import Code, Codebook
from qualcode.ui.views import advice, codebook, codebook_files, rules, split


@pytest.fixture
def coded(study):
    """The small study with some codings, of two people in two cases."""
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds", memo="Plain.")
    study.codings.add_quote("P1", "They move fast, we wait.", "speed")
    study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds")
    study.codings.add_quote("P3", "We never argued about the logo.", "brand", stance="against")
    return study


# -- the tree


def test_the_tree_counts_people_and_cases_of_each_code(coded):
    coded.codebook.move("speed", parent="two_worlds")
    shown = codebook.tree(coded)
    names = ("key", "parent", "themes", "voices", "cases", "codings", "flags", "note")
    assert [tuple(code[name] for name in names) for code in shown["codes"]] == [
        ("two_worlds", "", ["difference"], 2, 1, 2, "one case; one sector recorded, 1 voice has none", ""),
        ("brand", "", ["difference"], 1, 1, 1, "one voice; one quote; one case", ""),
        ("speed", "two_worlds", ["time"], 1, 1, 1, "one voice; one quote; one case; one sector", ""),
    ]
    assert shown["themes"] == [{"key": "difference", "name": "Difference strains"}, {"key": "time", "name": "Time"}]


def test_retired_codes_and_splits_are_noted_in_the_tree(coded):
    coded.codebook.retire("speed")
    coded.codebook.split("two_worlds", into=["Pace"])
    notes = {code["key"]: (code["note"], code["retired"]) for code in codebook.tree(coded)["codes"]}
    assert notes == {
        "two_worlds": ("being split", False),
        "brand": ("", False),
        "speed": ("retired", True),
        "pace": ("split from Two worlds", False),
    }


def test_moving_in_the_tree_is_one_act_and_a_circle_is_refused(coded):
    move = codebook.tree_acts(coded)["move"]
    before = coded.history.hash()
    assert move("speed", "brand") == "Moved Speed under Brand and logo."
    with pytest.raises(Refused, match="cannot go under itself"):
        move("brand", "speed")
    assert move("speed", "") == "Moved Speed to the top."
    coded.history.undo()
    coded.history.undo()
    assert coded.history.hash() == before


def test_a_study_without_codes_offers_three_ways_to_begin(tmp_path, workbench):
    with qualcode.open(tmp_path / "empty.qualcode", coder="ana") as empty:
        at = workbench(empty, "codebook")
        assert any("Three ways to begin" in item.value for item in at.markdown)
        at.text_input(key="codebook_new_name").set_value("Promises before plans")
        next(button for button in at.button if button.label == "Make the code").click().run()
        assert not at.exception
        assert empty.codebook.table()["name"].tolist() == ["Promises before plans"]
        assert at.query_params["code"] == "promises_before_plans"


def test_an_unknown_code_in_the_address_gets_a_sentence(coded, workbench):
    at = workbench(coded, "codebook", code="nowhere")
    assert "There is no code 'nowhere'" in at.info[0].value


# -- the form of a code


def field(at, name):
    kinds = ("text_input", "text_area", "selectbox")
    return next(item for kind in kinds for item in at.get(kind) if (item.key or "").startswith(f"codebook_{name}:"))


def save(at):
    next(button for button in at.button if button.label == "Save").click().run()
    assert not at.exception


def test_the_form_saves_what_was_changed_by_one_act(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    field(at, "definition").set_value("How fast a side moves.")
    field(at, "examples").set_value("They move fast.\nWe wait.")
    field(at, "level").set_value("latent")
    field(at, "why").set_value("It was not clear")
    acts = len(coded.history)
    save(at)
    row = coded.find.code("speed")
    assert (row["definition"], row["examples"], row["level"], row["color"]) == (
        "How fast a side moves.",
        ["They move fast.", "We wait."],
        "latent",
        "",
    )
    last = coded.history.table().iloc[-1]
    assert (len(coded.history) - acts, last["why"]) == (1, "It was not clear")
    assert last["summary"] == "Changed the definition and examples and level of the code Speed"


def test_a_new_name_alone_is_a_renaming(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    field(at, "name").set_value("Pace")
    save(at)
    assert coded.history.next_undo() == "Renamed the code Speed to Pace"
    assert at.subheader[0].value == "Pace"


def test_two_versions_of_a_code_are_both_offered(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    coded.by("ben").codebook.edit("speed", definition="Theirs.")
    field(at, "definition").set_value("Mine.")
    save(at)
    assert "Here are both" in at.warning[0].value
    assert [text.value for text in at.text] == ["Theirs.", "Mine."]
    at.button(key="codebook_mine").click().run()
    assert not at.exception
    assert coded.find.code("speed")["definition"] == "Mine."


def test_keeping_the_other_version_shows_it_in_the_form(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    coded.by("ben").codebook.edit("speed", definition="Theirs.")
    field(at, "definition").set_value("Mine.")
    save(at)
    at.button(key="codebook_theirs").click().run()
    assert field(at, "definition").value == "Theirs."
    assert coded.find.code("speed")["definition"] == "Theirs."


def test_who_changed_the_code_meanwhile_is_said_and_what_is_typed_stays(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    coded.by("ben").codebook.edit("speed", include="Talk of pace.")
    at.run()
    assert "ben: Changed the include of the code Speed" in at.info[0].value.replace("\\", "")
    assert field(at, "include").value == ""
    at.button(key="codebook_form_anew").click().run()
    assert field(at, "include").value == "Talk of pace."


def test_a_move_does_not_touch_the_form_and_an_undo_does(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    coded.codebook.edit("speed", memo="A thought.")
    at.run()
    assert field(at, "memo").value == "A thought."
    shown = field(at, "memo").key
    coded.codebook.move("speed", parent="brand")
    at.run()
    assert field(at, "memo").key == shown
    save(at)
    assert coded.history.next_undo() == "Moved the code Speed under Brand and logo"


# -- passages, memos, history


def test_passages_say_who_and_where(coded):
    items, total = codebook.extracts(coded, "brand")
    assert total == 1
    assert items == [
        {
            "id": coded.codings.table(code="brand")["coding"].iloc[0],
            "quote": "We never argued about the logo.",
            "who": "Cat",
            "document": "P3",
            "start": 5,
            "end": 36,
            "case": "Case two",
            "memo": "",
            "tags": ["speaks against it"],
        }
    ]
    assert codebook.cases_of(coded, "two_worlds") == {"one": "Case one (2)"}
    assert codebook.extracts(coded, "two_worlds", case="two") == ([], 0)


def test_passages_are_recoded_and_removed_in_one_act_each(coded):
    acts, before = codebook.extract_acts(coded), coded.history.hash()
    ids = coded.codings.table(code="two_worlds")["coding"].tolist()
    assert acts["recode"](items=ids, name="Worlds apart") == "Recoded 2 passages as Worlds apart."
    assert coded.codings.table(code="worlds_apart")["coding"].tolist() == ids
    coded.history.undo()
    assert coded.history.hash() == before
    assert acts["recode"](items=ids[:1], code="speed") == "Recoded 1 passage as Speed."
    assert acts["remove"](items=ids) == "Removed 2 codings. Undo brings them back."
    assert len(coded.codings) == 2


def test_a_memo_is_added_where_the_code_is(coded, workbench):
    at = workbench(coded, "codebook", code="brand", show="memos")
    assert "No memo about this code yet" in "\n".join(caption.value for caption in at.caption)
    at.text_area(key="codebook_memo_text").set_value("The *logo* stands for more.")
    next(button for button in at.button if button.label == "Add the memo").click().run()
    assert not at.exception
    assert coded.memos.table(about="code:brand")["text"].tolist() == ["The *logo* stands for more."]
    assert "The *logo* stands for more." in [text.value for text in at.text]


def test_the_history_of_a_code_says_what_became_of_it(coded, workbench):
    coded.codebook.rename("speed", "Pace", why="Speed is too narrow")
    at = workbench(coded, "codebook", code="speed", show="history")
    told = "\n".join(item.value for item in at.markdown).replace("\\", "")
    assert "Renamed the code Speed to Pace" in told and "“Speed is too narrow”" in told


def test_links_lead_to_other_codes_from_both_sides(coded):
    book = coded.codebook.value()
    link = qualcode.model.Link("brand", "speed", "leads_to", "Waiting for a logo.")
    coded.codebook.use(Codebook(book.id, book.name, book.codes, book.themes, links=(link,)))
    assert codebook.links_of(coded, "brand") == [
        {"words": "leads to:", "other": "speed", "name": "Speed", "why": "Waiting for a logo."}
    ]
    assert codebook.links_of(coded, "speed")[0]["words"] == "is what this leads to:"


# -- acts with a preview and a reason


def do(at, act, *, why=""):
    at.text_input(key="codebook_why").set_value(why).run()
    at.button(key="codebook_do").click().run()
    assert not at.exception


def preview(at):
    return next(item.value for item in at.markdown if item.value.startswith("**Preview.**")).replace("\\", "")


def test_move_says_what_it_does_first(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    at.button(key="codebook_move").click().run()
    assert at.button(key="codebook_do").disabled
    at.selectbox(key="codebook_move:speed").set_value("brand").run()
    assert preview(at) == "**Preview.** Moved the code Speed under Brand and logo."
    assert coded.find.code("speed")["parent_id"] is None
    do(at, "move", why="They belong together")
    assert coded.find.code("speed")["parent_id"] == coded.find.code("brand")["id"]
    assert coded.history.table().iloc[-1]["why"] == "They belong together"
    assert "codebook_do" not in [button.key for button in at.button]


def test_merge_keeps_one_code_and_shows_it(coded, workbench):
    coded.codings.add_quote("P3", "We never argued about the logo.", "two_worlds")
    at = workbench(coded, "codebook", code="brand")
    at.button(key="codebook_merge").click().run()
    at.selectbox(key="codebook_merge:brand").set_value("two_worlds").run()
    assert preview(at) == (
        "**Preview.** Merged Brand and logo into Two worlds (1 codings moved). 1 coding joins one on the same passage; "
        "both memos stay. 1 rule moves along. 1 place in a theme goes."
    )
    do(at, "merge")
    assert coded.find.code("brand")["merged_into_id"] == coded.find.code("two_worlds")["id"]
    assert at.query_params["code"] == "two_worlds"
    coded.history.undo()
    assert coded.find.code("brand")["status"] == "active"


def test_retire_says_what_goes_and_restore_brings_it_back(coded, workbench):
    coded.suggestions.run()
    at = workbench(coded, "codebook", code="brand")
    at.button(key="codebook_retire").click().run()
    assert preview(at) == "**Preview.** Retired the code Brand and logo (1 codings stay). 2 suggestions go."
    do(at, "retire")
    assert coded.find.code("brand")["status"] == "retired"
    at.button(key="codebook_restore").click().run()
    assert coded.find.code("brand")["status"] == "active"


def test_an_act_that_is_refused_says_why_before_it_is_pressed(coded, workbench):
    coded.codebook.split("two_worlds", into=["Pace"])
    at = workbench(coded, "codebook", code="brand")
    at.button(key="codebook_merge").click().run()
    at.selectbox(key="codebook_merge:brand").set_value("two_worlds").run()
    assert any("is being split. Close that split first." in item.value.replace("\\", "") for item in at.markdown)
    assert at.button(key="codebook_do").disabled


def test_nothing_can_be_done_in_an_earlier_state(coded, workbench):
    at = workbench(coded, "codebook", code="speed")
    at.session_state["as_of"] = coded.last_act() - 1
    at.run()
    assert not at.exception
    keys = ("move", "merge", "split", "retire", "begin_new", "begin_in")
    assert [at.button(key=f"codebook_{key}").disabled for key in keys] == [True] * 6


# -- a split


def test_the_board_holds_all_passages_and_loses_none(coded):
    coded.codebook.split("two_worlds", into=["Pace", "Culture"])
    found = split.board(coded, "two_worlds")
    assert [(item["quote"], item["decided"]) for item in found.items] == [
        ("We come from two worlds.", []),
        ("Two worlds, yes.", []),
    ]
    assert [target["key"] for target in found.targets] == ["two_worlds", "pace", "culture"]
    first, second = (item["id"] for item in found.items)
    assign = split.acts(coded, "two_worlds")["assign"]
    assert assign(items=[first], to=["pace"]) == ""
    found = split.board(coded, "two_worlds")
    assert (found.undecided, found.counts) == (1, {"two_worlds": 0, "pace": 1, "culture": 0})
    assert [item["id"] for item in found.shown("undecided")] == [second]
    assert [item["id"] for item in found.shown("decided", "Case two")] == []
    pressed = [action["pressed"] for action in found.shown("decided")[0]["actions"]]
    assert pressed == [False, True, False]
    assert assign(items=[second], to=["two_worlds"]).startswith("All are decided")


def test_a_passage_may_go_to_several_codes(coded):
    coded.codebook.split("two_worlds", into=["Pace", "Culture"])
    coding = split.board(coded, "two_worlds").items[0]["id"]
    split.acts(coded, "two_worlds")["assign"](items=[coding], to=["pace"])
    buttons = split.board(coded, "two_worlds", several=True).items[0]["actions"]
    assert [button["with"]["to"] for button in buttons] == [["pace", "two_worlds"], ["pace"], ["pace", "culture"]]
    split.acts(coded, "two_worlds")["assign"](items=[coding], to=["pace", "culture"])
    assert split.board(coded, "two_worlds").counts == {"two_worlds": 0, "pace": 1, "culture": 1}


def test_a_split_is_begun_and_finished_on_the_page(coded, workbench):
    at = workbench(coded, "codebook", code="two_worlds")
    at.button(key="codebook_split").click().run()
    at.text_area(key="codebook_split:two_worlds").set_value("Pace\n\nCulture").run()
    assert preview(at).startswith("**Preview.** Began to split Two worlds into Pace and Culture (2 codings to decide)")
    do(at, "split")
    assert at.query_params["show"] == "board"
    assert coded.codebook.splits() == {"two_worlds": ["pace", "culture"]}
    assert "codebook_finish" not in [button.key for button in at.button]
    ids = coded.codebook.board("two_worlds")["coding"].tolist()
    split.acts(coded, "two_worlds")["assign"](items=ids, to=["pace"])
    at.run()
    at.button(key="codebook_finish").click().run()
    assert not at.exception
    assert coded.find.code("two_worlds")["status"] == "retired"
    assert coded.codebook.splits() == {}


def test_a_board_without_a_split_says_so(coded, workbench):
    at = workbench(coded, "codebook", code="speed", show="board")
    assert "is not being split now" in at.info[0].value


# -- rules


def test_a_rule_is_told_in_a_sentence(study):
    assert [(rule["key"], rule["sentence"], rule["raw"]) for rule in rules.rules_of(study, "brand")] == [
        ("brand.r1", 'Sentences with any form of "logo" or "brand".', False)
    ]


def test_a_trial_leaves_interviewers_out_and_tells_the_spread(study):
    study.participants.set_role("P2", "Int", "interviewer")
    study.participants.set_role("P1", "Int", "interviewer")
    trial = rules.try_out(study, '"two worlds"')
    assert trial.sentence == 'Sentences with "two worlds".'
    assert [(item["quote"], item["found"]) for item in trial.found.items] == [
        ("We come from two worlds.", [[13, 23]]),
        ("Two worlds, yes.", [[0, 10]]),
    ]
    assert trial.found.counts() == "2 people in 1 case · 2 passages in 2 documents"
    assert trial.spread == (("Case one", 2, 2), ("Case two", 0, 0))
    assert rules.spread_words(trial.spread) == "Case one: 2 people, 2 passages · Case two: nothing"


def test_a_trial_names_near_misses_and_what_they_lack(study):
    trial = rules.try_out(study, "logo AND argued NOT never")
    assert trial.found.passages == 0
    assert [(item["quote"], item["reason"]) for item in trial.misses][:1] == [
        ("We never argued about the logo.", 'Left out because of "never"')
    ]
    assert rules.try_out(study, "logo AND zebra").advice == ('Nothing in the documents fits "zebra".',)


def test_a_query_that_cannot_be_understood_points_at_the_place(study):
    trial = rules.try_out(study, "logo NEAR/3")
    assert trial == rules.Trial(
        problem="After NEAR/3 comes a word, a phrase or a group in parentheses.",
        pointer="logo NEAR/3\n           ^",
    )


def test_a_changed_rule_is_one_act_and_alters_no_coding(coded):
    rule = rules.rules_of(coded, "brand")[0]
    codings, acts = coded.codings.table(), len(coded.history)
    assert rules.save_rule(coded, "brand", rule, " logo  OR \n brand* ", why="Brands, branding") == "brand.r1"
    assert rules.rules_of(coded, "brand")[0]["query"] == "logo OR brand*"
    assert len(coded.history) - acts == 1
    assert coded.codings.table().equals(codings)
    with pytest.raises(Conflict):
        rules.save_rule(coded, "brand", rule, "logo")
    with pytest.raises(QueryError):
        rules.save_rule(coded, "brand", None, "logo AND")
    assert rules.save_rule(coded, "speed", None, "fast OR slow") == "speed.r1"


def test_rules_are_shown_run_and_removed_on_the_page(coded, workbench):
    at = workbench(coded, "codebook", code="brand", show="rules")
    at.button(key="codebook_run").click().run()
    assert not at.exception
    assert any("**2 suggestions** for this code now: 2 new, 0 gone." in item.value for item in at.markdown)
    at.button(key="codebook_run_close").click().run()
    at.button(key="codebook_rule_change:brand.r1").click().run()
    assert at.query_params["rule"] == "brand.r1"
    assert any(item.value == "**2 people in 2 cases · 2 passages in 2 documents**" for item in at.markdown)
    assert at.button(key="codebook_rule_save").disabled
    at.button(key="codebook_rule_close").click().run()
    at.button(key="codebook_rule_remove:brand.r1").click().run()
    assert not at.exception
    assert coded.codebook.rules("brand") == []


# -- files


def test_every_published_codebook_can_be_read():
    named = codebook_files.published()
    assert list(named) == list(codebook_files.PUBLISHED) and len(named) == 6
    assert [len(codebook_files.read_published(file).codes) for file in named] == [38, 11, 13, 15, 9, 11]


def test_a_published_codebook_is_previewed_and_then_used(coded, workbench):
    at = workbench(coded, "codebook")
    at.button(key="codebook_begin_in").click().run()
    at.selectbox(key="codebook_published").set_value("lavie_daf.yaml").run()
    assert not at.exception
    assert preview(at).endswith("(9 codes: 9 added)")
    changes = at.text[0].value
    assert "3 codes of the study that the codebook does not have stay: two_worlds, brand, speed." in changes
    at.button(key="codebook_use").click().run()
    assert not at.exception
    assert len(coded.codebook.value().codes) == 12


def test_a_file_is_read_by_its_ending_and_its_problems_are_named_with_its_name():
    book = codebook_files.read_uploaded("My codes.csv", b"code,definition\nCost,Money\nTime,Hours\n")
    assert [code.name for code in book.codes] == ["Cost", "Time"]
    with pytest.raises(CodebookError, match=r"notes\.pdf: '\.pdf' is not a codebook's ending"):
        codebook_files.read_uploaded("notes.pdf", b"%PDF")
    with pytest.raises(CodebookError, match=r"^\.\./book\.yaml:1: "):
        codebook_files.read_uploaded("../book.yaml", b"codes: [{id: a b}]")


def test_the_codebook_comes_back_from_its_own_yaml(coded):
    written = codebook_files.as_yaml(coded)
    assert codebook_files.read_uploaded("codebook.yaml", written) == coded.codebook.value()
    assert codebook_files.as_csv(coded).decode("utf-8-sig").splitlines()[1].startswith("two_worlds,Two worlds")


def test_both_files_are_offered_for_download(coded, workbench):
    at = workbench(coded, "codebook")
    at.button(key="codebook_begin_out").click().run()
    assert not at.exception
    assert [item.proto.label for item in at.get("download_button")] == ["Download YAML", "Download csv"]


# -- questions


def test_questions_are_asked_once_with_all_codes_they_are_about(coded):
    coded.codebook.edit("brand", definition="Fights about logos emerged.")
    asked = advice.questions(coded)
    assert [(question.text, question.codes) for question in asked] == [
        ("Has no definition. Write what it means, so that another person can use it.", ("two_worlds", "speed")),
        ("It says 'emerged'. Themes are made by researchers: who made them, and how?", ("brand",)),
    ]
    node = {code["key"]: code for code in codebook.tree(coded)["codes"]}["speed"]
    assert advice.questions_of("speed", node, asked) == [
        "It rests on one voice, one quote, one case and one sector.",
        "Has no definition. Write what it means, so that another person can use it.",
    ]


# -- the core beneath


def test_a_codebook_that_lacks_codes_does_not_tell_them_as_gone(coded):
    changes = coded.codebook.diff(Codebook("other", "Other", (Code("trust", "Trust"),)))
    assert "was removed" not in changes
    assert "3 codes of the study that the codebook does not have stay: two_worlds, brand, speed." in changes
    assert "2 themes of the study that the codebook does not have stay: difference, time." in changes
    assert "2 rules of the study that the codebook does not have stay" not in changes

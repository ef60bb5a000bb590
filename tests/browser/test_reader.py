"""Coding in the transcript itself, with mouse and keyboard, in a real browser."""

import pytest
from playwright.sync_api import expect

import qualcode
from tests.browser.hands import click_text, marked, open_reader, select, settled

pytestmark = pytest.mark.browser


def coded(study, document):
    return [(coding.quote, coding.code, coding.memo, coding.level) for coding in study.codings.of(document)]


def test_three_actions_code_the_first_passage_with_a_new_code(browser, serve, study):
    page = open_reader(browser, serve(study.path), "P1")
    select(page, "They move fast, we wait.")
    page.keyboard.type("Waiting")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Waiting")).to_be_visible()
    settled(page)
    assert coded(study, "P1") == [("They move fast, we wait.", "waiting", "", "")]
    assert study.history.next_undo() == "Coded “They move fast, we wait.” in P1 as Waiting"  # one act, one step back
    assert marked(page) == ["They move fast, we wait."]
    page.close()


def test_the_keyboard_alone_codes_recodes_annotates_and_undoes(browser, serve, study):
    page = open_reader(browser, serve(study.path), "P1")
    page.locator(".qc-transcript").focus()
    page.keyboard.press("ArrowDown")  # How was it?
    page.keyboard.press("ArrowDown")  # We come from two worlds.
    expect(page.locator(".qc-piece.qc-pending")).to_have_text("We come from two worlds.")
    page.keyboard.press("Enter")
    page.keyboard.type("two w")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Two worlds")).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.press("l")
    page.keyboard.press("m")
    page.keyboard.type("a memo with r and c in it")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("r")
    page.keyboard.type("speed")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Speed")).to_be_visible()
    settled(page)
    assert coded(study, "P1") == [("We come from two worlds.", "speed", "a memo with r and c in it", "semantic")]
    page.keyboard.press("u")
    expect(page.locator(".qc-label", has_text="Two worlds")).to_be_visible()
    settled(page)
    assert [row[1] for row in coded(study, "P1")] == ["two_worlds"]
    page.close()


def test_overlapping_codes_emoji_and_right_to_left_text_are_marked_at_the_right_characters(browser, serve, study):
    study.documents.add(
        qualcode.read_text(
            "Ana: I felt 😀 proud, but 👩‍👩‍👧 also tired.\n\nBen: <img src=x onerror=alert(1)> no.", name="E"
        )
    )
    study.documents.add(qualcode.read_text("דנה: חיכינו שנה שלמה. ואז הם הגיעו.", name="H"))
    page = open_reader(browser, serve(study.path), "E")
    select(page, "proud, but")
    page.keyboard.type("Pride")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Pride")).to_be_visible()
    select(page, "but", "tired")
    page.keyboard.type("Tired")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Tired")).to_be_visible()
    settled(page)
    assert [quote for quote, *_ in coded(study, "E")] == ["proud, but", "but 👩‍👩‍👧 also tired"]
    assert marked(page) == ["proud, ", "but", " 👩‍👩‍👧 also tired"]
    assert page.locator(".qc-speech img").count() == 0
    page.goto(page.url.split("/read")[0] + "/read?document=H")
    expect(page.locator(".qc-speech").first).to_contain_text("חיכינו", timeout=30_000)
    assert page.locator(".qc-transcript").get_attribute("dir") == "rtl"
    settled(page)  # a page that is still being drawn loses what is selected in it
    select(page, "שנה שלמה")
    page.keyboard.type("Pride")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Pride")).to_be_visible()
    settled(page)
    assert [quote for quote, *_ in coded(study, "H")] == ["שנה שלמה"]
    page.close()


def test_a_coding_is_resized_focused_and_removed_from_its_card(browser, serve, study):
    study.codings.add_quote("P1", "two worlds", "two_worlds")
    study.codings.add_quote("P1", "It broke.", "brand")
    page = open_reader(browser, serve(study.path), "P1")
    click_text(page, "two worlds")
    expect(page.locator(".qc-card strong")).to_have_text("Two worlds")
    page.get_by_role("button", name="Focus").click()
    expect(page.locator(".qc-faded")).to_have_text("It broke.")
    page.get_by_role("button", name="Resize").click()
    select(page, "We come from two worlds.")
    expect(page.locator(".qc-piece.qc-coding").first).to_have_text("We come from two worlds.")
    settled(page)
    assert [row[:2] for row in coded(study, "P1")] == [
        ("We come from two worlds.", "two_worlds"),
        ("It broke.", "brand"),
    ]
    click_text(page, "It broke.")
    page.get_by_role("button", name="Remove").click()
    expect(page.locator(".qc-label", has_text="Brand and logo")).to_have_count(0)
    settled(page)
    assert [row[1] for row in coded(study, "P1")] == ["two_worlds"]
    page.get_by_role("button", name="Undo").last.click()
    expect(page.locator(".qc-label", has_text="Brand and logo")).to_be_visible()
    page.close()


def test_what_the_server_refuses_is_taken_back_with_its_sentence(browser, serve, study):
    page = open_reader(browser, serve(study.path), "P1")
    study.codebook.retire("speed")
    select(page, "It broke.")
    page.keyboard.type("Speed")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("retired")
    assert marked(page) == []
    assert coded(study, "P1") == []
    page.close()


def test_suggestions_wait_until_the_document_is_read(browser, serve, study):
    study.suggestions.run()
    page = open_reader(browser, serve(study.path), "P2")
    expect(page.get_by_text("Why are no suggestions shown here?")).to_be_visible()
    assert marked(page, "suggestion") == []
    page.get_by_role("button", name="Mark as read").click()
    expect(page.locator(".qc-suggestion")).to_have_count(2)
    page.locator(".qc-transcript").focus()
    page.keyboard.press("g")
    expect(page.locator(".qc-card")).to_contain_text('Found "Two worlds"')
    page.keyboard.press("a")
    expect(page.locator(".qc-label", has_text="Two worlds")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("x")
    expect(page.locator(".qc-suggestion")).to_have_count(0)
    settled(page)
    assert [(row.decision, row.code) for row in study.suggestions.decisions().itertuples()] == [
        ("accepted", "two_worlds"),
        ("rejected", "brand"),
    ]
    page.close()


def test_two_browsers_see_each_other_and_neither_loses_a_memo(browser, serve, study):
    made = study.codings.add_quote("P1", "It broke.", "brand")
    address = serve(study.path)
    ana, ben = open_reader(browser, address, "P1"), open_reader(browser, address, "P1")
    click_text(ana, "It broke.")
    ana.get_by_label("Memo", exact=True).fill("Ana’s view")
    study.codings.annotate(made.id, memo="Ben’s view")  # another person, meanwhile
    ana.get_by_label("Memo", exact=True).blur()
    dialog = ana.get_by_role("dialog", name="Somebody else changed this")
    expect(dialog).to_contain_text("Ben’s view")
    expect(dialog).to_contain_text("Ana’s view")
    dialog.get_by_role("button", name="Keep both").click()
    settled(ana)
    expect(ana.locator(".qc-has-memo")).to_be_visible()
    assert study.codings[made.id].memo == "Ben’s view\nAna’s view"
    study.codings.add_quote("P1", "two worlds", "two_worlds")
    expect(ben.locator(".qc-label", has_text="Two worlds")).to_be_visible(timeout=20_000)
    ana.close()
    ben.close()


def test_a_reload_in_the_middle_loses_nothing(browser, serve, study):
    page = open_reader(browser, serve(study.path), "P1")
    select(page, "It broke.")
    page.keyboard.type("Broken")
    page.keyboard.press("Enter")
    page.reload()
    expect(page.locator(".qc-label", has_text="Broken")).to_be_visible(timeout=60_000)
    settled(page)
    assert coded(study, "P1") == [("It broke.", "broken", "", "")]
    page.close()


def test_find_goes_through_the_document_whatever_accents_and_capitals(browser, serve, study):
    study.documents.add(
        qualcode.read_text("Ana: Café 😀 first.\n\nBen: No.\n\nAna: A second CAFE, and a third cafe.", name="F")
    )
    page = open_reader(browser, serve(study.path), "F")
    page.locator(".qc-transcript").focus()
    page.keyboard.press("/")
    page.keyboard.type("café")
    expect(page.locator(".qc-count")).to_have_text("1 of 3")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-count")).to_have_text("3 of 3")
    found = "() => [...CSS.highlights.get('qc-found')].map((range) => range.toString())"
    assert page.evaluate(found) == ["Café", "CAFE", "cafe"]
    page.keyboard.press("Escape")
    expect(page.locator(".qc-count")).to_be_empty()
    page.close()

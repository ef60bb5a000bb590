"""The review card in a real browser: decisions by key, the next card at once, undo."""

import pytest
from playwright.sync_api import expect

from tests.browser.hands import select, settled

pytestmark = pytest.mark.browser


def open_review(browser, address):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/review")
    expect(page.locator(".qc-review-side strong")).to_be_visible(timeout=60_000)
    settled(page)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    page.locator(".qc-review-text").focus()
    return page


def test_keys_decide_and_the_next_card_is_there_at_once(browser, serve, study):
    study.documents.mark_read(["P1", "P2", "P3"])
    study.suggestions.run()
    page = open_review(browser, serve(study.path))
    expect(page.get_by_text("0 decided · 4 left")).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("x")
    expect(page.get_by_text("2 decided · 2 left")).to_be_visible()
    settled(page)
    page.keyboard.press("r")
    page.keyboard.type("Left out")
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 decided · 1 left")).to_be_visible()
    settled(page)
    page.keyboard.press("u")
    expect(page.get_by_text("2 decided · 2 left")).to_be_visible()
    settled(page)
    decisions = study.suggestions.decisions()
    assert sorted(decisions["decision"]) == ["accepted", "rejected"]
    page.close()


def test_another_passage_can_be_selected_before_accepting(browser, serve, study):
    study.documents.mark_read("P1")
    study.suggestions.run()
    page = open_review(browser, serve(study.path))
    select(page, "two worlds")
    page.keyboard.press("m")
    page.keyboard.type("only these words")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("a")
    expect(page.get_by_text("All of these are decided.")).to_be_visible()
    settled(page)
    made = study.codings.of("P1")
    assert [(coding.quote, coding.memo, coding.origin) for coding in made] == [
        ("two worlds", "only these words", "suggestion")
    ]
    page.close()

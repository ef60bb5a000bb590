"""Searching in a real browser: typing, coding many passages at once, going to one of them."""

import re

import pytest
from playwright.sync_api import expect

import qualcode

pytestmark = pytest.mark.browser


@pytest.fixture
def search(browser, serve, study):
    """The search page on a study; the first look into the corpus is over."""
    address = serve(study.path)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    page.goto(f"{address}/search")
    expect(page.get_by_text("What you can ask.")).to_be_visible(timeout=60_000)
    yield page
    page.close()


def test_what_is_typed_is_found_coded_at_once_and_undone_in_one_step(search, study):
    line = search.get_by_role("searchbox", name="Search the corpus")
    line.press_sequentially('"two worlds"')
    expect(search.get_by_text("2 people in 1 case · 2 passages in 2 documents")).to_be_visible(timeout=15_000)
    expect(search.locator(".qc-passage mark")).to_have_text(["two worlds", "Two worlds"])
    search.get_by_label("Choose all 2").click()
    search.get_by_role("button", name="Code these…").click()
    palette = search.get_by_role("combobox", name="Code these…")
    palette.fill("Apart")
    palette.press("Enter")
    expect(search.get_by_text("Coded 2 passages as Apart. One undo takes this back.")).to_be_visible()
    expect(search.get_by_text("coded: Apart")).to_have_count(2)
    assert study.codings.table()["code_name"].tolist() == ["Apart", "Apart"]
    search.get_by_role("button", name="Undo", exact=True).click()
    expect(search.get_by_text("coded: Apart")).to_have_count(0, timeout=15_000)
    assert len(study.codings) == 0
    search.reload()
    expect(search.get_by_text("2 people in 1 case · 2 passages in 2 documents")).to_be_visible(timeout=30_000)
    expect(search.get_by_role("searchbox", name="Search the corpus")).to_have_value('"two worlds"')


def test_a_passage_leads_to_its_transcript(search):
    search.get_by_role("searchbox", name="Search the corpus").fill("argue")
    search.get_by_role("link", name="P3").click()
    expect(search).to_have_url(re.compile(r"/read\?.*document=P3"))


def test_words_are_marked_at_the_right_characters(browser, serve, study):
    study.documents.add(
        qualcode.read_text("Dee: 🙂🙃 *לא* <b> trust </b> 👩‍👩‍👧 and trust again.", name="P4"), case="two"
    )
    page = browser.new_page(viewport={"width": 900, "height": 900})
    page.goto(f"{serve(study.path)}/search?q=trust")
    expect(page.locator(".qc-passage mark")).to_have_text(["trust", "trust"], timeout=60_000)
    expect(page.locator(".qc-passage blockquote")).to_have_text("🙂🙃 *לא* <b> trust </b> 👩‍👩‍👧 and trust again.")
    page.close()

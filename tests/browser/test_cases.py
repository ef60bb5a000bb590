"""The matrix in a real browser: keys, what is open, passages as evidence, and the way to the transcript."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled

pytestmark = pytest.mark.browser
SOON = 30_000  # a server that others use, too


@pytest.fixture
def coded(study):
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P1", "two worlds. They move fast, we wait.", "brand")
    study.codings.add_quote("P2", "Nobody asked us about the logo.", "brand")
    study.documents.mark_read(["P1", "P2"])
    return study


@pytest.fixture
def page(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    yield page
    page.close()


def cell(page, row, column):
    return page.locator(f'.qc-matrix-cell[data-row="{row}"][data-column="{column}"]')


def test_a_cell_is_reached_and_opened_by_keys_written_and_rests_on_passages(page, serve, coded):
    page.goto(f"{serve(coded.path)}/cases?view=across")
    expect(page.get_by_role("grid", name="Themes by cases")).to_be_visible(timeout=2 * SOON)
    expect(cell(page, "difference", "one")).to_have_text("found, not yet summed up")
    expect(cell(page, "time", "one")).to_have_text("none found in what was read")
    expect(cell(page, "time", "two")).to_have_text("not yet read")
    cell(page, "difference", "one").focus()
    for key in ("ArrowRight", "ArrowDown", "ArrowDown", "Home", "ArrowUp"):
        page.keyboard.press(key)
    expect(cell(page, "difference", "one")).to_be_focused()
    expect(page.locator('[data-place][tabindex="0"]')).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Difference strains · Case one")).to_be_visible(timeout=SOON)
    expect(cell(page, "difference", "one")).to_have_attribute("aria-selected", "true")
    expect(cell(page, "difference", "one")).to_be_focused()
    expect(page).to_have_url(re.compile("theme=difference.*case=one|case=one.*theme=difference"))

    page.get_by_label("What this theme looks like in this case").fill("Felt on <b>both</b> sides 🙂.")
    page.get_by_role("button", name="Save the summary").click()
    expect(cell(page, "difference", "one")).to_have_text("Felt on <b>both</b> sides 🙂.", timeout=SOON)
    page.get_by_role("button", name="Use as evidence").first.click()
    expect(page.get_by_text("Rests on 1 passage.")).to_be_visible(timeout=SOON)
    expect(page.get_by_role("button", name="Evidence of the summary")).to_have_attribute(
        "aria-pressed", "true", timeout=SOON
    )

    page.reload()
    expect(cell(page, "difference", "one")).to_have_attribute("aria-selected", "true", timeout=SOON)
    expect(page.get_by_role("button", name="Evidence of the summary")).to_have_count(1, timeout=SOON)
    settled(page)
    page.get_by_role("link", name="P2").click()
    expect(page.get_by_role("heading", name="P2", exact=True)).to_be_visible(timeout=SOON)


def test_a_pair_of_codes_leads_to_both_passages_and_into_the_transcript(page, serve, coded):
    page.goto(f"{serve(coded.path)}/cases?view=together&shape=square")
    expect(page.get_by_role("grid")).to_be_visible(timeout=2 * SOON)
    settled(page)
    cell(page, "brand", "two_worlds").click()
    expect(page.get_by_role("heading", name="Brand and logo + Two worlds")).to_be_visible(timeout=SOON)
    expect(page.locator(".qc-overlap blockquote")).to_have_text(
        ["two worlds. They move fast, we wait.", "We come from two worlds."]
    )
    expect(page.locator(".qc-overlap mark")).to_have_text(["two worlds.", "two worlds."])
    settled(page)
    page.get_by_role("link", name="P1").click()
    expect(page.get_by_role("heading", name="P1", exact=True)).to_be_visible(timeout=SOON)


def test_a_mark_in_a_portrait_opens_its_passage(page, serve, coded):
    page.goto(f"{serve(coded.path)}/cases?view=portrait&document=P2")
    marks = page.locator('.vega-embed path[aria-roledescription="rect mark"]')
    expect(marks.last).to_be_visible(timeout=2 * SOON)
    settled(page)
    marks.last.click()
    expect(page.get_by_role("heading", name="P2", exact=True)).to_be_visible(timeout=SOON)

"""The codebook in a browser: the tree by mouse and keyboard, a rule that answers while one types, a split."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.hands import settled

pytestmark = pytest.mark.browser


@pytest.fixture
def book(study):
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P2", "Two worlds, yes.", "two_worlds")
    study.codings.add_quote("P3", "We never argued about the logo.", "brand")
    return study


@pytest.fixture
def codebook(browser, serve, book):
    """Opens the codebook at an address."""
    address, pages = serve(book.path), []

    def open_page(asked: str = ""):
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        pages.append(page)
        page.goto(f"{address}/codebook{asked}")
        expect(page.get_by_role("tree")).to_be_visible(timeout=60_000)
        settled(page)
        return page

    expect.set_options(timeout=20_000)  # the machines that run this are shared
    yield open_page
    expect.set_options(timeout=5_000)
    for page in pages:
        page.close()


def names(page):
    return [row.get_attribute("data-id") for row in page.get_by_role("treeitem").all()]


def row(page, code):
    return page.locator(f'.qc-tree-row[data-id="{code}"]')


def test_a_code_is_dragged_under_another_and_back_and_never_under_itself(codebook, book):
    page = codebook()
    row(page, "speed").drag_to(row(page, "two_worlds"))
    expect(page.get_by_role("status").filter(has_text="Moved Speed under Two worlds.")).to_be_visible()
    settled(page)
    assert names(page) == ["two_worlds", "speed", "brand"]
    assert book.find.code("speed")["parent_id"] == book.find.code("two_worlds")["id"]
    row(page, "two_worlds").drag_to(row(page, "speed"))
    expect(page.get_by_role("alert")).to_contain_text("cannot go under itself or one of its own sub-codes")
    row(page, "speed").drag_to(page.get_by_label("Filter codes"), force=True)  # the place for the top lies over it
    settled(page)
    expect(page.get_by_role("status").filter(has_text="Moved Speed to the top.")).to_be_visible()
    assert book.find.code("speed")["parent_id"] is None


def test_a_move_that_the_server_refuses_is_taken_back(codebook, book):
    page = codebook()
    book.by("ben").codebook.move("two_worlds", parent="speed")  # the browser does not know it yet
    row(page, "speed").drag_to(row(page, "two_worlds"))
    expect(page.get_by_role("alert")).to_contain_text("Speed cannot go under itself")
    settled(page)
    assert names(page) == ["brand", "speed", "two_worlds"]


def test_the_tree_is_used_with_the_keyboard_alone(codebook):
    page = codebook()
    row(page, "two_worlds").focus()
    page.keyboard.press("ArrowDown")
    expect(row(page, "brand")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Brand and logo")).to_be_visible()
    expect(page).to_have_url(re.compile("code=brand"))
    settled(page)
    page.keyboard.press("Space")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    expect(page.get_by_text("2 codes chosen")).to_be_visible()
    page.keyboard.type("spe")
    expect(page.get_by_label("Filter codes")).to_have_value("spe")
    expect(page.get_by_role("treeitem")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.get_by_role("treeitem")).to_have_count(3)
    page.get_by_role("button", name="Merge these…").click()
    expect(page.get_by_text("Merge “Two worlds” and “Brand and logo”")).to_be_visible()
    page.get_by_role("button", name="Themes").click()
    expect(page.get_by_role("treeitem")).to_have_count(5)


def test_a_rule_answers_while_one_types_and_is_saved(codebook, book):
    page = codebook("?code=speed&show=rules")
    line = page.get_by_label("The rule, as a query")
    line.fill("fast AND")
    expect(page.get_by_text("After AND comes")).to_be_visible(timeout=20_000)
    line.fill("fast OR wait")
    expect(page.get_by_text('Sentences with any form of "fast" or "wait".')).to_be_visible(timeout=20_000)
    expect(page.get_by_text("1 person in 1 case · 1 passage in 1 document")).to_be_visible()
    expect(page.locator(".qc-passage mark")).to_have_text(["fast", "wait"])
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text("Saved. The next run of suggestions uses it.")).to_be_visible()
    settled(page)
    assert [rule["query"] for rule in book.codebook.rules("speed")] == ["fast OR wait"]


def test_a_split_is_decided_passage_by_passage(codebook, book):
    book.codebook.split("two_worlds", into=["Pace"])
    page = codebook("?code=two_worlds")
    page.get_by_role("button", name="To the board").click()
    expect(page.get_by_text("2 of 2 passages undecided")).to_be_visible()
    passages = page.locator(".qc-passage")
    passages.nth(0).get_by_role("button", name="Pace").click()
    expect(page.get_by_text("1 of 2 passages undecided")).to_be_visible()
    expect(passages.nth(0).get_by_role("button", name="Pace")).to_have_attribute("aria-pressed", "true")
    passages.nth(1).get_by_role("button", name="Stays as it is").click()
    expect(page.get_by_text("Everything is decided.")).to_be_visible()
    settled(page)
    page.get_by_role("button", name="Finish the split").click()
    expect(page.get_by_role("heading", name="Two worlds")).to_be_visible()
    settled(page)
    counted = book.codebook.table().set_index("code")["codings"]
    assert (counted["two_worlds"], counted["pace"], book.codebook.splits()) == (1, 1, {})

"""The board of themes by mouse and by keyboard, the evidence of a theme, and the map, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from qualcode.project import frames

pytestmark = pytest.mark.browser


def open_themes(browser, address: str, query: str = "", **size: int) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900} | size)
    page.goto(f"{address}/themes{query}")
    expect(page.get_by_role("heading", name="Themes", exact=True)).to_be_visible(timeout=60_000)
    return page


def chip(page: Page, code: str, theme: str):
    return page.get_by_role("list", name=f"Codes of {theme}", exact=True).get_by_role("button", name=code, exact=True)


def card(page: Page, theme: str):
    return page.get_by_role("article", name=theme, exact=True)


def kept(page: Page) -> None:
    """Wait until the server has answered everything."""
    page.wait_for_function(
        "Object.values(sessionStorage).every((waiting) => waiting === '[]' || !waiting.startsWith('[{'))"
    )
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0, timeout=30_000)


def places(study) -> dict[str, list[str]]:
    return frames.theme_codes(study).groupby("theme")["code"].agg(list).to_dict()


def test_codes_are_moved_by_mouse(browser, serve, study):
    study.themes.remove_codes("time", "speed")
    page = open_themes(browser, serve(study.path))
    chip(page, "Speed", "no theme").drag_to(card(page, "Difference strains"))
    expect(chip(page, "Speed", "Difference strains")).to_be_visible()
    expect(page.get_by_text("Every code is in a theme.")).to_be_visible()
    chip(page, "Brand and logo", "Difference strains").drag_to(card(page, "Time"))
    expect(chip(page, "Brand and logo", "Time")).to_be_visible()
    expect(chip(page, "Brand and logo", "Difference strains")).to_be_visible()
    page.keyboard.down("Alt")
    chip(page, "Two worlds", "Difference strains").drag_to(card(page, "Time"))
    page.keyboard.up("Alt")
    expect(chip(page, "Two worlds", "Difference strains")).to_have_count(0)
    chip(page, "Brand and logo", "Time").hover()
    page.get_by_role("button", name="Take Brand and logo out of Time").click()
    expect(chip(page, "Brand and logo", "Time")).to_have_count(0)
    kept(page)
    assert places(study) == {"difference": ["brand", "speed"], "time": ["two_worlds"]}
    assert study.history.table()["act"].tolist()[-4:] == [
        "themes.add_codes",
        "themes.add_codes",
        "themes.add_codes",
        "themes.remove_codes",
    ]
    page.close()


def test_codes_are_moved_and_themes_made_by_keyboard_alone(browser, serve, study):
    page = open_themes(browser, serve(study.path))
    first = chip(page, "Two worlds", "Difference strains")
    first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Add to…")).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Time")).to_be_focused()
    page.keyboard.press("Enter")
    moved = chip(page, "Two worlds", "Time")
    expect(moved).to_be_focused()
    expect(first).to_have_count(0)
    page.keyboard.press("Space")
    expect(moved).to_have_attribute("aria-pressed", "true")
    chip(page, "Brand and logo", "Difference strains").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="New theme of these 2 codes").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Name of the new theme")).to_be_focused()
    page.keyboard.type("Logos between worlds <b>&amp;</b>")
    page.keyboard.press("Enter")
    made = card(page, "Logos between worlds <b>&amp;</b>")
    expect(made).to_be_visible()
    chip(page, "Two worlds", "Time").focus()
    page.keyboard.press("Delete")
    expect(chip(page, "Two worlds", "Time")).to_have_count(0)
    kept(page)
    assert places(study) == {
        "difference": ["brand"],
        "time": ["speed"],
        "logos_between_worlds_b_amp_b": ["two_worlds", "brand"],
    }
    page.reload()
    made.get_by_role("button", name="Logos between worlds <b>&amp;</b>", exact=True).click()
    expect(page.get_by_text("candidate: no central organising concept yet")).to_be_visible()
    expect(page).to_have_url(re.compile("theme=logos_between_worlds_b_amp_b"))
    page.close()


def test_a_code_goes_back_with_a_sentence_when_the_server_refuses(browser, serve, study):
    study.themes.add("Haste")
    page = open_themes(browser, serve(study.path))
    chip(page, "Speed", "Time").press("Enter")
    page.get_by_role("menuitem", name="Add to…").press("Enter")
    study.history.undo()
    page.get_by_role("menuitem", name="Haste").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("There is no theme 'haste'.")
    expect(card(page, "Haste")).to_have_count(0)
    expect(chip(page, "Speed", "Time")).to_be_visible()
    page.close()


def test_quotes_are_chosen_from_the_evidence(browser, serve, study):
    study.codings.add_quote("P1", "They move fast, we wait.", "speed")
    study.codings.add_quote("P3", "It went well.", "speed")
    page = open_themes(browser, serve(study.path), "?theme=time")
    passages = page.get_by_role("list", name="Passages of this theme").get_by_role("listitem")
    passages.nth(0).get_by_role("button", name="Exemplar").click()
    expect(passages.nth(0).get_by_role("button", name="Exemplar")).to_have_attribute("aria-pressed", "true")
    passages.nth(1).get_by_role("button", name="Does not fit").click()
    page.get_by_role("textbox", name="How does it speak against the theme?").fill("nobody waits here")
    page.keyboard.press("Enter")
    expect(passages.nth(1).get_by_role("button", name="Does not fit")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("tab", name="Quotes").click()
    exemplars = page.get_by_role("list", name="Exemplar quotes")
    expect(exemplars.get_by_role("listitem")).to_have_count(1)
    expect(page.get_by_role("list", name="What does not fit")).to_contain_text("nobody waits here")
    exemplars.get_by_role("button", name="Take out").click()
    expect(page.get_by_text("None chosen yet.")).to_be_visible()
    kept(page)
    assert study.themes.extracts()[["kind", "note"]].values.tolist() == [["does_not_fit", "nobody waits here"]]
    page.close()


def test_the_map_is_drawn_without_asking_anybody_and_holds_names_as_text(browser, serve, study):
    study.themes.define("time", name='<b>Time</b> "is" \\N')
    address, strangers = serve(study.path), []
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    own = (address, address.replace("http", "ws"), "data:", "blob:")
    page.on("request", lambda request: request.url.startswith(own) or strangers.append(request.url))
    page.goto(f"{address}/themes?themes_view=Map")
    drawing = page.get_by_test_id("stGraphVizChart")
    expect(drawing.get_by_text('<b>Time</b> "is" \\N')).to_be_visible(timeout=60_000)
    expect(drawing.locator("ellipse")).to_have_count(3)
    assert strangers == []
    page.close()

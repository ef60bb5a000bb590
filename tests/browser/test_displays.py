"""Displays in a real browser: the sample study coded for an analysis, its figure on the page, its files in hand."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

import qualcode
from qualcode.project import sample
from tests.browser.hands import settled

pytestmark = pytest.mark.browser


def test_a_figure_is_shown_and_its_files_are_those_of_the_command(browser, serve, tmp_path):
    path = sample.build_framework("oskam", tmp_path / "s")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(30_000)
    page.goto(f"{serve(path)}/displays?display=oskam")
    expect(page.get_by_role("heading", name="Incidents over time")).to_be_visible(timeout=90_000)
    picture = page.get_by_test_id("stImage").locator("img").first
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.naturalWidth") > 1000
    settled(page)
    with qualcode.open(path) as study:
        written = {file.name: file for file in study.displays.write("oskam", tmp_path / "out").files}
    for name in ("incidents.csv", "incidents.svg", "incidents.png"):
        with page.expect_download() as taken:
            page.get_by_role("button", name=name).click()
        assert Path(taken.value.path()).read_bytes() == written[name].read_bytes()
    page.close()


def test_an_svg_draws_in_a_browser_and_speaks_to_a_screen_reader(browser, serve, study, tmp_path):
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.displays.write_figure(tmp_path / "thematic_map.svg")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((tmp_path / "thematic_map.svg").as_uri())
    root = page.locator("svg").first
    assert root.get_attribute("role") == "img"
    assert root.evaluate("svg => svg.getBoundingClientRect().width") > 300
    assert "rests on" in root.locator("desc").first.text_content()
    page.close()

"""Taking tables out of a real browser."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_a_downloaded_table_is_the_one_that_the_command_line_writes(browser, serve, study, tmp_path):
    first = study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.themes.add_exemplar("difference", first.id)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(20_000)
    page.goto(f"{serve(study.path)}/export")
    page.get_by_role("button", name="Build the tables").click(timeout=60_000)
    expect(page.get_by_text("Documents are not yet read")).to_be_visible(timeout=30_000)
    for name in ("theme_table.csv", "study.xlsx"):
        label = "All as one workbook (xlsx)" if name.endswith("xlsx") else name
        with page.expect_download() as taken:
            page.get_by_role("button", name=label).click()
        assert taken.value.suggested_filename == name
        study.export(tmp_path / name)
        assert Path(taken.value.path()).read_bytes() == (tmp_path / name).read_bytes()
    page.close()

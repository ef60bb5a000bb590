"""The workbench opens on a study, and asks nobody else for anything."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_workbench_opens_on_a_study_and_only_talks_to_itself(browser, serve, study):
    study.codings.add_quote("P1", "It broke.", "speed")
    address = serve(study.path)
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    expect(page.get_by_role("heading", name="study")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Not yet read by anybody: P1, P2, P3.")).to_be_visible()
    page.get_by_role("tab", name="Data by case").click()
    expect(page.get_by_test_id("stDataFrame").nth(2)).to_be_visible()
    strangers = [url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))]
    assert strangers == []
    page.close()

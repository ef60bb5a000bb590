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
    expect(page.get_by_role("heading", name="study", exact=True)).to_be_visible(timeout=60_000)
    expect(page.get_by_text("Not yet read by you (3):")).to_be_visible()
    page.get_by_text("What deserves a look").click()
    expect(page.get_by_text("Who speaks · 2")).to_be_visible(timeout=30_000)
    page.get_by_role("link", name="P2", exact=True).click()
    expect(page.locator(".qc-speech").first).to_be_visible(timeout=30_000)
    expect(page).to_have_url(f"{address}/read?document=P2")
    strangers = [url for url in asked if not url.startswith((address, "data:", "blob:", address.replace("http", "ws")))]
    assert strangers == []
    page.close()

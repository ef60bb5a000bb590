"""Dropping files and changing tables in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.hands import settled

pytestmark = pytest.mark.browser


def open_documents(browser, address: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 1000})
    page.goto(f"{address}/documents")
    expect(page.get_by_role("heading", name="Documents", exact=True)).to_be_visible(timeout=60_000)
    settled(page)
    return page


def test_files_of_all_sorts_are_dropped_at_once(browser, serve, study, tmp_path):
    page = open_documents(browser, serve(study.path))
    talk = "Ana: We waited a year.\n\nInt: And then?\n\nAna: It broke."
    files = {
        "talk 🎙️.txt": talk.encode(),
        "twice.txt": talk.encode(),
        "empty.txt": b"",
        "old.doc": b"\xd0\xcf\x11\xe0",
        "مقابلة.txt": "سارة: انتظرنا سنة.\n\nالمحاور: ثم ماذا؟\n\nسارة: انكسر.".encode(),
        "utf16.txt": "Zoë: Déjà vu.\n\nBen: Oui.\n\nZoë: Café.".encode("utf-16"),
        "long.txt": b"Ana: " + b"We waited a year. " * 17_000,
        "survey.csv": b"id,What happened?\nr1,We wait.\nr2,We pay.\n",
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    page.locator("input[type=file]").first.set_input_files([tmp_path / name for name in files])
    add = page.get_by_role("button", name="Bring in 8 files")
    expect(add).to_be_disabled(timeout=30_000)
    page.get_by_label("The words", exact=True).click()
    page.keyboard.type("What")
    page.keyboard.press("Enter")
    expect(add).to_be_enabled(timeout=30_000)
    add.click()
    expect(page.get_by_text("5 documents came in")).to_be_visible(timeout=60_000)
    expect(page.get_by_text("3 files could not be read.")).to_be_visible()
    told = page.get_by_test_id("stMain").get_by_role("listitem").all_inner_texts()
    assert [sentence.partition(".")[0] for sentence in told] == ["twice", "empty", "old"]
    assert [document.name for document in study.documents][3:] == ["talk 🎙️", "مقابلة", "utf16", "long", "survey"]
    page.get_by_role("link", name="Say who speaks").click()
    expect(page.get_by_role("tab", name="Speakers")).to_have_attribute("aria-selected", "true", timeout=30_000)
    page.close()


def test_a_cell_is_changed_by_keyboard_kept_over_another_page_and_saved(browser, serve, study):
    page = open_documents(browser, serve(study.path))
    table = page.get_by_test_id("stDataFrame").first
    expect(table.locator("canvas").first).to_be_visible(timeout=30_000)
    box = table.bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 50)
    expect(page.locator("#glide-cell-0-0")).to_be_focused()  # the first document's name; the arrows lead on from there
    for column in range(1, 5):
        page.keyboard.press("ArrowRight")
        expect(page.locator(f"#glide-cell-{column}-0")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("textarea.gdg-input")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("2026-03", delay=60)  # the table's own editor drops what is typed faster than by hand
    expect(page.locator("textarea.gdg-input")).to_have_value("2026-03")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Save 1 change")).to_be_visible(timeout=30_000)
    for name in ("Home", "Documents"):
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
        expect(page.get_by_role("heading", name="study" if name == "Home" else name, exact=True)).to_be_visible()
        settled(page)
    page.get_by_role("button", name="Save 1 change").click()
    expect(page.get_by_text("Saved 1 change")).to_be_visible(timeout=30_000)
    assert study.documents.table()["date"].tolist() == ["2026-03", "", ""]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Undid: Assigned P1")).to_be_visible(timeout=30_000)
    assert study.documents.table()["date"].tolist() == ["", "", ""]
    page.close()

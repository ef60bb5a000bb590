"""A newcomer's first study, from a Word file to a theme table, with nothing but the workbench."""

import csv
import re

import pytest
from docx import Document
from playwright.sync_api import Page, expect

import qualcode
from tests.browser.hands import select, settled

pytestmark = pytest.mark.browser

TALK = [
    "Interviewer: How did it begin?",
    "Ana: We come from two worlds. They move fast, and we wait for every signature.",
    "Interviewer: And the logo?",
    "Ana: They put their logo over ours. The logo became a quarrel.",
    "Interviewer: What would you do again?",
    "Ana: Meet every week. We never wait when we meet, and nobody hides behind a logo.",
]


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=name, exact=True).click()
    if name != "Read and code":
        expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible(timeout=30_000)
    settled(page)


def test_from_a_word_file_to_a_theme_table(browser, serve, tmp_path):
    path = tmp_path / "first.qualcode"
    file = tmp_path / "interview_ana.docx"
    document = Document()
    for line in TALK:
        document.add_paragraph(line)
    document.save(str(file))
    page = browser.new_page(viewport={"width": 1280, "height": 1000}, accept_downloads=True)
    page.goto(serve(None, coder=""))

    # A study of one's own
    page.get_by_label("Name", exact=True).fill("First study")
    page.get_by_label("Name", exact=True).press("Tab")
    expect(page.get_by_label("File", exact=True)).to_have_value(re.compile("first_study"))
    page.get_by_label("File", exact=True).fill(str(path))
    page.get_by_label("File", exact=True).press("Tab")
    settled(page)
    page.get_by_role("button", name="Begin").click()
    page.get_by_label("Another name", exact=True).fill("Mia")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("button", name="Coding as Mia")).to_be_visible(timeout=30_000)

    # Bring in the transcript, into a case
    go(page, "Documents")
    page.locator("input[type=file]").first.set_input_files(str(file))
    page.get_by_label("Case of all these", exact=True).click()
    page.keyboard.type("north")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button", name="Bring in this file").click()
    expect(page.get_by_text("1 document came in")).to_be_visible(timeout=30_000)

    # Code by mouse, with a code made in the same step; then by keyboard alone
    go(page, "Read and code")
    expect(page.locator(".qc-speech").first).to_be_visible(timeout=30_000)
    page.evaluate("() => document.fonts.ready.then(() => true)")
    select(page, "They move fast, and we wait for every signature.")
    page.keyboard.type("Waiting")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Waiting")).to_be_visible()
    settled(page)
    select(page, "They put their logo over ours.")
    page.keyboard.type("Logo")
    page.keyboard.press("Enter")
    expect(page.locator(".qc-label", has_text="Logo")).to_be_visible()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Shift+M")
    expect(page.get_by_role("button", name="✓ Read")).to_be_visible()
    settled(page)

    # Rules, and their suggestions
    with qualcode.open(path, coder="Mia") as study:
        assert [(coding.quote, coding.code) for coding in study.codings.of("interview_ana")] == [
            ("They move fast, and we wait for every signature.", "waiting"),
            ("They put their logo over ours.", "logo"),
        ]
        study.codebook.add_rule("waiting", "wait")
        study.codebook.add_rule("logo", "logo")
    go(page, "Review")
    page.get_by_role("button", name="Suggest…").click()
    page.get_by_text("likeness to names").click()  # two codes are too alike in so short a talk
    page.get_by_role("button", name="Suggest", exact=True).click()
    expect(page.locator(".qc-review-side strong")).to_be_visible(timeout=30_000)
    expect(page.get_by_text("0 decided · 3 left")).to_be_visible()
    page.locator(".qc-review-text").focus()
    page.keyboard.press("a")
    page.keyboard.press("a")
    expect(page.get_by_text("2 decided · 1 left")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.type("Weekly meetings")
    page.keyboard.press("Enter")
    expect(page.get_by_text("All of these are decided.")).to_be_visible()
    settled(page)
    page.keyboard.press("u")
    expect(page.get_by_text("2 decided · 1 left")).to_be_visible()
    settled(page)

    # A theme with a central organising concept
    with qualcode.open(path, coder="Mia") as study:
        assert sorted(study.suggestions.decisions()["decision"]) == ["accepted", "accepted"]
        theme = study.themes.add("Waiting for signatures", codes=["waiting", "logo"])
    page.goto(f"{page.url.split('/review')[0]}/themes?theme={theme}&study={path}")
    concept = page.get_by_label("Central organising concept", exact=True)
    expect(concept).to_be_visible(timeout=60_000)
    concept.fill("Small delays stand for who may decide.")
    concept.press("Tab")
    settled(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("candidate")).to_have_count(0, timeout=30_000)

    # What the theme looks like in the case
    page.goto(f"{page.url.split('/themes')[0]}/cases?view=across&theme={theme}&case=north&study={path}")
    summary = page.get_by_label("What this theme looks like in this case", exact=True)
    expect(summary).to_be_visible(timeout=60_000)
    summary.fill("In the north every signature is a wait.")
    summary.press("Tab")
    settled(page)
    page.get_by_role("button", name="Save the summary").click()
    expect(page.get_by_role("gridcell", name="In the north every signature is a wait.")).to_be_visible(timeout=30_000)

    # The table
    go(page, "Export")
    page.get_by_role("button", name="Build the tables").click()
    settled(page)
    with page.expect_download() as download:
        page.get_by_role("button", name="theme_table.csv").first.click()
    with download.value.path().open(encoding="utf-8-sig", newline="") as text:
        rows = list(csv.DictReader(text))
    with qualcode.open(path, coder="Mia") as study:
        cell = study.themes.cell(theme, "north")
        assert cell.text == "In the north every signature is a wait."
    assert [(row["theme"], row["status"], row["central_organising_concept"], row["voices"]) for row in rows] == [
        ("Waiting for signatures", "defined", "Small delays stand for who may decide.", "1")
    ]
    page.close()

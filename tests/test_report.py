"""The report of a study: the same words as docx and html, verified, dated by the last act."""

from __future__ import annotations

import io
import re
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from lxml import html
from typer.testing import CliRunner

import qualcode
from qualcode.cli import app
from qualcode.errors import ExportRefused, NotFound, Refused
from qualcode.export.report import Bullets, Heading, Paragraph, Quote, Table, blocks_of, texts
from qualcode.project.reporting import report_of

HEADINGS = [
    (1, "study"),
    (2, "Question and approach"),
    (2, "Methods appendix"),
    (3, "Material"),
    (3, "Reading"),
    (4, "Attention"),
    (3, "How the codebook changed"),
    (3, "How the themes changed"),
    (3, "Codings"),
    (3, "Suggestions decided"),
    (3, "Changes of approach"),
    (3, "Suggestions seen before reading"),
    (3, "Suggestions accepted many at once"),
    (2, "Themes"),
    (3, "Difference strains"),
    (4, "Quotes"),
    (4, "What does not fit"),
    (4, "In each case"),
    (4, "To ask about this theme"),
    (3, "Time (candidate)"),
    (4, "Quotes"),
    (4, "What does not fit"),
    (4, "In each case"),
    (4, "To ask about this theme"),
    (2, "Cases"),
    (3, "one"),
    (3, "two"),
    (2, "Figures and tables"),
    (3, "Thematic map"),
    (3, "Attention: what was read and coded"),
    (2, "Discarded themes"),
    (2, "What deserves a look"),
    (2, "Still to be written by the researchers"),
]


@pytest.fixture
def coded(study):
    """The small study with P1 and P2 read, three codings by hand, quotes chosen, a summary and a narrative."""
    study.documents.mark_read("P1")
    study.documents.mark_read("P2")
    first = code(study, "P1", "We come from two worlds.", "two_worlds")
    second = code(study, "P2", "Two worlds, yes.", "two_worlds")
    third = code(study, "P2", "Fine by me.", "brand")
    study.themes.add_exemplar("difference", second)
    study.themes.add_exemplar("difference", first)
    study.themes.order_exemplars("difference", [first, second])
    study.themes.add_misfit("difference", third, note="No strain at all.")
    study.themes.summarise("difference", "one", "Two worlds meet.\n\nThey like it.")
    study.memos.add("How it began.", title="One", kind="case narrative", about="case:one")
    return study


def code(study, document: str, quote: str, key: str) -> str:
    start = study.documents[document].text.index(quote)
    return study.codings.add(document, start, start + len(quote), key).id


def section(blocks, heading: str, level: int | None = None):
    """The blocks under a heading, up to the next one of its level or above."""
    at = next(
        i for i, b in enumerate(blocks) if isinstance(b, Heading) and b.text == heading and level in (None, b.level)
    )
    end = next(
        (
            i
            for i in range(at + 1, len(blocks))
            if isinstance(blocks[i], Heading) and blocks[i].level <= blocks[at].level
        ),
        len(blocks),
    )
    return blocks[at + 1 : end]


def in_word(path: Path) -> list[str]:
    """Every paragraph and cell of a docx, in order."""
    found = []
    for item in docx.Document(path).iter_inner_content():
        if hasattr(item, "rows"):
            found += [cell.text for row in item.rows for cell in row.cells]
        else:
            found += [item.text, *item._p.xpath(".//wp:docPr/@descr")]
    return [text for text in found if text]


def in_page(path: Path) -> list[str]:
    """Every paragraph, item and cell of a page, in order."""
    body = html.document_fromstring(path.read_text(encoding="utf-8")).body
    return [
        node.text_content() for node in body.iter("h1", "h2", "h3", "h4", "p", "li", "th", "td") if node.text_content()
    ]


def test_both_formats_say_what_the_blocks_say(coded, tmp_path):
    said = [text for block in blocks_of(report_of(coded), coreq=True) for text in texts(block) if text]
    for name in ("r.docx", "r.html"):
        coded.report(tmp_path / name, coreq=True)
    assert in_word(tmp_path / "r.docx") == said
    assert in_page(tmp_path / "r.html") == said


def test_the_sections_stand_in_their_order(coded):
    blocks = blocks_of(report_of(coded))
    assert [(block.level, block.text) for block in blocks if isinstance(block, Heading)] == HEADINGS


def test_a_theme_tells_claim_boundaries_codes_people_quotes_and_each_case(coded):
    assert section(blocks_of(report_of(coded)), "Difference strains") == [
        Paragraph("Central organising concept: What makes partners worthwhile also strains them."),
        Paragraph("Belongs to it: not written yet."),
        Paragraph("Does not belong to it: not written yet."),
        Paragraph("Codes: Two worlds; Brand and logo."),
        Paragraph("In the words of 2 people, in 1 case.", small=True),
        Heading(4, "Quotes"),
        Quote("We come from two worlds.", "Nonprofit Manager"),
        Quote("Two worlds, yes.", "Participant, sector and seniority not recorded"),
        Heading(4, "What does not fit"),
        Quote("Fine by me.", "Participant, sector and seniority not recorded", "No strain at all."),
        Heading(4, "In each case"),
        Table(
            ("Case", "What the theme looks like there", "People"),
            (("one", "Two worlds meet.\n\nThey like it.", "2"), ("two", "Not yet read.", "0")),
        ),
        Heading(4, "To ask about this theme"),
        Bullets(("one case", "one sector recorded, 1 voice has none", "documents not read: 1")),
    ]


def test_a_theme_without_a_concept_is_a_candidate_and_its_tray_says_none_recorded(coded):
    time = section(blocks_of(report_of(coded)), "Time (candidate)")
    assert time[0] == Paragraph(
        "Candidate: no central organising concept is written yet, so this is not a theme so far."
    )
    assert section(time, "Quotes") == [Paragraph("No quote is chosen yet.")]
    assert section(time, "What does not fit") == [Paragraph("None recorded.")]
    assert section(time, "In each case")[0].rows == (
        ("one", "Not found in what was read.", "0"),
        ("two", "Not yet read.", "0"),
    )


@pytest.mark.parametrize(
    ("granularity", "who"),
    [
        ("publication", "Nonprofit Manager"),
        ("case", "Nonprofit Manager, one"),
        ("full", "Nonprofit Manager, p-ana, one, P1"),
    ],
)
def test_quotes_are_attributed_as_precisely_as_was_chosen(coded, granularity, who):
    blocks = blocks_of(report_of(coded, granularity=granularity))
    assert next(block for block in blocks if isinstance(block, Quote)) == Quote("We come from two worlds.", who)


def test_every_quote_is_its_source(coded):
    sources = "\n".join(document.text for document in coded.documents)
    quotes = [block.text for block in blocks_of(report_of(coded)) if isinstance(block, Quote)]
    assert len(quotes) == 3 and all(quote in sources for quote in quotes)


@pytest.mark.parametrize("name", ["r.docx", "r.html"])
def test_a_changed_source_is_refused_and_nothing_is_written(coded, tmp_path, name):
    path = coded.path
    coded.close()
    with sqlite3.connect(path) as file:
        file.execute("UPDATE contents SET text = replace(text, 'two worlds.', 'two words..')")
    file.close()
    with (
        qualcode.open(path) as opened,
        pytest.raises(ExportRefused, match=r"1 quote does not match the source.\n  P1,"),
    ):
        opened.report(tmp_path / name)
    assert not (tmp_path / name).exists()


def test_a_known_identifier_is_refused(coded):
    report = report_of(coded)
    report = replace(report, study=replace(report.study, identifiers=("like it",)))
    with pytest.raises(ExportRefused, match="Difference strains, row .*“like it”"):
        blocks_of(report)


@pytest.mark.parametrize("name", ["r.docx", "r.html"])
def test_the_same_study_gives_the_same_bytes(coded, tmp_path, name):
    coded.report(tmp_path / name)
    first = (tmp_path / name).read_bytes()
    with qualcode.open(coded.path) as again:
        again.report(tmp_path / f"again-{name}")
    assert (tmp_path / f"again-{name}").read_bytes() == first
    coded.themes.define("time", central_organising_concept="Time is not neutral.")
    coded.report(tmp_path / name)
    assert (tmp_path / name).read_bytes() != first


def test_a_docx_is_dated_by_the_last_act_and_signed_by_the_coders(coded, tmp_path):
    coded.report(tmp_path / "r.docx")
    last = coded.history.table()["at"].iloc[-1]
    about = docx.Document(tmp_path / "r.docx").core_properties
    assert (about.author, about.last_modified_by, about.comments, about.title) == ("ana", "", "", "study")
    assert about.created == about.modified
    assert about.created.isoformat()[:19] == last[:19]
    with zipfile.ZipFile(io.BytesIO((tmp_path / "r.docx").read_bytes())) as archive:
        dates = {entry.date_time for entry in archive.infolist()}
    assert [date[:5] for date in dates] == [about.created.timetuple()[:5]]


def test_journal_entries_stay_out_unless_they_are_chosen(coded, tmp_path):
    coded.memos.add("I bristled at P2.", title="Bristling", kind="journal")
    coded.memos.add("Another secret.", title="Second", kind="journal")
    coded.report(tmp_path / "r.html")
    assert "bristl" not in (tmp_path / "r.html").read_text(encoding="utf-8").casefold()
    chosen = section(blocks_of(report_of(coded, journal="Bristling")), "From the journal")
    assert [texts(block)[0] for block in chosen[:2]] == ["Bristling", "I bristled at P2."]
    assert len(chosen) == 3


def test_what_somebody_else_keeps_private_cannot_be_chosen(coded, tmp_path):
    coded.by("ben").memos.add("Mine.", title="Bens", kind="journal")
    with pytest.raises(Refused, match="'Bens' is private to ben"):
        coded.report(tmp_path / "r.html", journal=["Bens"])
    with pytest.raises(NotFound):
        coded.report(tmp_path / "r.html", journal=["Nobody's"])
    assert not (tmp_path / "r.html").exists()


def test_a_private_narrative_stays_private_and_is_said_to_be(coded):
    coded.memos.add("Hidden.", kind="case narrative", about="case:two", private=True)
    blocks = blocks_of(report_of(coded))
    assert section(blocks, "two") == [Paragraph("The case narrative is private.")]
    assert section(blocks, "one")[:2] == [Paragraph("One"), Paragraph("How it began.")]


def test_a_case_without_a_narrative_says_so(coded):
    assert section(blocks_of(report_of(coded)), "two") == [Paragraph("No case narrative is written.")]


def test_the_discard_log_gives_the_reasons(coded):
    coded.themes.discard("time", why="One word, no claim.")
    blocks = blocks_of(report_of(coded))
    assert section(blocks, "Discarded themes") == [
        Table(("Theme", "Why it was discarded"), (("Time", "One word, no claim."),))
    ]
    assert not [block for block in blocks if isinstance(block, Heading) and block.text.startswith("Time")]


def test_an_empty_study_makes_a_report(tmp_path):
    with qualcode.open(tmp_path / "empty.qualcode", coder="ana") as empty:
        for name in ("r.docx", "r.html"):
            empty.report(tmp_path / name, coreq=True)
        blocks = blocks_of(report_of(empty))
    assert in_word(tmp_path / "r.docx") == in_page(tmp_path / "r.html")
    assert section(blocks, "Themes") == [Paragraph("There are no themes yet.")]
    assert section(blocks, "Codings") == [Paragraph("Nothing is coded yet.")]
    assert section(blocks, "Material") == [Paragraph("The study has no documents yet.")]


def test_text_is_escaped_and_nothing_runs_or_is_fetched(coded, tmp_path):
    nasty = "<script>alert('x')</script> & \"so\" \x0b on"
    coded.describe(name=nasty, question=nasty)
    coded.report(tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "<script" not in page and not re.search(r'(?:src|href)=(?!"data:image/svg)|url\(|@import', page)
    assert "<h1>&lt;script&gt;alert('x')&lt;/script&gt; &amp; \"so\" on</h1>" in page
    coded.report(tmp_path / "r.docx")
    assert in_word(tmp_path / "r.docx") == in_page(tmp_path / "r.html")


def test_other_endings_and_granularities_are_refused(coded, tmp_path):
    with pytest.raises(Refused, match="a report is a .docx or .html file"):
        coded.report(tmp_path / "r.pdf")
    with pytest.raises(Refused, match="granularity 'village' does not exist"):
        coded.report(tmp_path / "r.html", granularity="village")


def test_small_cells_and_names_are_said_as_notes(coded, tmp_path):
    coded.themes.summarise("difference", "two", "Ana and Cat agree.")
    notes = coded.report(tmp_path / "r.html").warnings
    assert [note for note in notes if "Small cell" in note] == [
        "Small cell: “Nonprofit Manager” fits 1 person of the study (fewer than 3) and stands beside 1 quote. "
        "A reader may recognise them."
    ]
    found = [note for note in notes if "“Cat”" in note]
    assert [note.split(". ")[0] for note in found] == [
        "report, under “Difference strains”: “Cat” is the name of a participant"
    ]


def test_the_command_writes_the_report_and_names_it_on_stdout(coded, tmp_path):
    target = tmp_path / "r.docx"
    coded.memos.add("I bristled.", title="Bristling", kind="journal")
    arguments = ["report", str(coded.path), str(target), "--coreq", "--journal", "Bristling", "--granularity", "case"]
    result = CliRunner().invoke(app, arguments, env={"QUALCODE_CODER": "ana"})
    assert (result.exit_code, result.stdout) == (0, f"{target}\n")
    assert {"I bristled.", "COREQ checklist"} <= set(in_word(target))
    assert any(text.endswith("(Nonprofit Manager, one)") for text in in_word(target))

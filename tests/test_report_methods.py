"""The methods appendix, the advisories and COREQ: told from the record, in words that the approach allows."""

from __future__ import annotations

import re

import pytest

from qualcode.export.report import Bullets, Heading, Paragraph, Table, blocks_of, texts
from qualcode.project.reporting import report_of


def section(blocks, heading: str):
    at = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.text == heading)
    rest = blocks[at + 1 :]
    end = next((i for i, block in enumerate(rest) if isinstance(block, Heading)), len(rest))
    return rest[:end]


def told(study, heading: str, **options):
    return section(blocks_of(report_of(study, **options)), heading)


def steps(study, heading: str = "How the codebook changed") -> list[tuple[str, ...]]:
    """What was done to which codes and why, without dates; without a column for it nobody gave a reason."""
    table = told(study, heading)[-1]
    return [(*row[1:], "") if "Why" not in table.columns else row[1:] for row in table.rows]


MADE = ("ana", "made", "Two worlds; Brand and logo; Speed", "")


def code(study, document: str, quote: str, key: str) -> str:
    start = study.documents[document].text.index(quote)
    return study.codings.add(document, start, start + len(quote), key).id


def test_the_material_is_told_by_case_and_kind(study):
    table = told(study, "Material")[0]
    assert table.columns[:4] == ("Case", "Documents", "Interviews", "Focus groups")
    assert [row[:3] for row in table.rows] == [("one", "2", "2"), ("two", "1", "1"), ("total", "3", "3")]


def test_who_read_what_and_when_and_unread_documents_are_named(study):
    study.documents.mark_read("P1")
    study.by("ben").documents.mark_read("P1")
    today = study.history.table()["at"].iloc[-1][:10]
    assert told(study, "Reading") == [
        Table(
            ("Case", "Read by", "Documents", "First", "Last"),
            (("one", "ana", "1", today, today), ("one", "ben", "1", today, today)),
        ),
        Paragraph("Not read by anybody (2):"),
        Bullets(("P2", "P3")),
    ]
    assert told(study, "Reading", granularity="full")[0].rows == (
        ("P1", "one", "ana", today),
        ("P1", "one", "ben", today),
    )


def test_the_codebook_grows_merges_splits_and_retires_with_reasons(study):
    study.codebook.add("Noise")
    study.codebook.edit("brand", name="The brand", why="shorter")
    study.codebook.merge("speed", into="two_worlds", why="the same idea")
    study.codebook.split("brand", into=["Logo", "Name"], why="two ideas")
    study.codebook.close_split("brand")
    study.codebook.retire("noise", why="never used")
    assert steps(study) == [
        MADE,
        ("ana", "made", "Noise", ""),
        ("ana", "renamed", "Brand and logo → The brand", "shorter"),
        ("ana", "merged into Two worlds", "Speed", "the same idea"),
        ("ana", "made by splitting", "Logo; Name", "two ideas"),
        ("ana", "retired", "The brand", ""),
        ("ana", "retired", "Noise", "never used"),
    ]


def test_what_was_taken_back_is_not_told_and_what_was_done_again_is(study):
    study.codebook.add("Noise")
    study.history.undo()
    assert steps(study) == [MADE]
    study.history.redo()
    assert steps(study) == [MADE, ("ana", "made", "Noise", "")]


def test_themes_are_told_from_candidate_to_concept(study):
    study.themes.define("time", central_organising_concept="Waiting rules.", why="after rereading")
    study.themes.discard("difference", why="two stories")
    assert steps(study, "How the themes changed") == [
        ("ana", "made", "Difference strains; Time", ""),
        ("ana", "given a concept", "Time", "after rereading"),
        ("ana", "discarded", "Difference strains", "two stories"),
    ]


def test_the_share_born_from_suggestions_is_told_for_each_theme_with_its_suggester(study):
    study.documents.mark_read("P1")
    study.suggestions.run()
    pending = study.suggestions.table()
    study.suggestions.accept(pending.loc[pending["code"] == "two_worlds", "suggestion"].iloc[0])
    code(study, "P2", "Fine by me.", "brand")
    blocks = told(study, "Codings")
    assert blocks[:2] == [
        Paragraph("2 codings: 1 by hand, 1 from suggestions.", small=True),
        Paragraph("By coder: ana 2.", small=True),
    ]
    table = next(block for block in blocks if isinstance(block, Table))
    assert table.rows == (
        ("Difference strains", "50 %", "1 of 2", "rules 1"),
        ("Time", "no codings", "0 of 0", "none"),
    )


def test_changes_of_approach_overrides_and_bulk_accepts_are_told_with_reasons(study):
    study.suggestions.override("P1", why="to test the rules")
    study.set_approach("codebook", why="a framework was agreed on")
    study.suggestions.run()
    for suggestion in study.suggestions.sample(code="brand", size=1)["suggestion"]:
        study.suggestions.accept(suggestion)
    accepted = study.suggestions.accept_many(code="brand", why="clear cases")
    today = study.history.table()["at"].iloc[-1][:10]
    assert told(study, "Changes of approach")[0].rows == (
        (today, "ana", "Changed the approach to codebook", "a framework was agreed on"),
    )
    assert told(study, "Suggestions seen before reading")[0].rows == (
        (today, "ana", "Saw the suggestions of [document] before reading it", "to test the rules"),
    )
    assert told(study, "Suggestions accepted many at once")[0].rows == (
        (today, "ana", str(accepted), "100% of a sample of 1 was accepted", "clear cases"),
    )


def test_reasons_name_nobody_below_full_granularity(study):
    study.codebook.add("Noise")
    study.codebook.retire("noise", why="only Ana said it, in P1")
    assert steps(study)[-1][-1] == "only [participant] said it, in [document]"
    full = told(study, "How the codebook changed", granularity="full")[-1].rows[-1]
    assert full[-1] == "only Ana said it, in P1"


def test_advisories_name_no_document_and_nobody_below_full_granularity(study):
    labels = "Nobody is named for this label; it counts as a voice without sector and seniority."
    nothing = ("Its codes lie on no passage that can count.", "2 codes")
    themes = (
        ("Difference strains", *nothing),
        ("Time", "It has no central organising concept, so it is a candidate.", "1 code"),
        ("Time", nothing[0], "1 code"),
        ("theme 'Time'", "'Time' is a single word. Which claim about it does the theme make?", "Time"),
    )
    table = told(study, "What deserves a look")[-1]
    assert table.columns == ("Where", "What to ask", "What it rests on")
    assert table.rows == (
        ("2 labels of speakers", labels, "2 turns, 12 words, 0 codings; 1 turn, 9 words, 0 codings"),
        *themes,
    )
    full = told(study, "What deserves a look", granularity="full")[-1].rows
    assert full == (
        ("P2: Ben", labels, "2 turns, 12 words, 0 codings"),
        ("P3: Cat", labels, "1 turn, 9 words, 0 codings"),
        *themes,
    )


def test_advisories_print_quotes_with_their_place_at_full_granularity_only(study):
    code(study, "P1", "It broke.", "speed")
    code(study, "P1", "How was it?", "speed")
    for granularity, place in (("publication", ""), ("case", ""), ("full", " (P1, 99–108)")):
        rows = told(study, "What deserves a look", granularity=granularity)[-1].rows
        evidence = {where: rests for where, problem, rests in rows if problem == "It rests on one voice."}
        assert evidence == {"Time": f"Nonprofit Manager, 1 coding: “It broke.”{place}"}
        interviewer = [rests for where, problem, rests in rows if "interviewer" in problem]
        assert interviewer == ["most of it by Int (interviewer): “How was it?”" if place else ""]


def test_advisories_on_wording_name_no_case_below_full_granularity(study):
    study.themes.summarise("time", "one", "A theme emerged.")
    for granularity, where in (("publication", "a summary"), ("full", "summary of time in one")):
        rows = told(study, "What deserves a look", granularity=granularity)[-1].rows
        assert [row[::2] for row in rows if row[1].startswith("On the wording there")] == [(where, "")]


@pytest.mark.parametrize("approach", ["reflexive", "codebook", "reliability"])
def test_the_program_never_says_emerged_saturation_or_agreement(study, approach):
    if approach != "reflexive":
        study.set_approach(approach, why="it was so agreed")
    study.codebook.edit("brand", definition="Three themes emerged until saturation.")
    blocks = blocks_of(report_of(study), coreq=True)
    said = "\n".join(text for block in blocks for text in texts(block))
    assert not re.search(r"emerge|saturat|kappa|alpha|inter-?(?:rater|coder)|agreement", said, re.IGNORECASE)
    assert said.count("On the wording there: ") == 2


def test_coreq_is_printed_on_request_only_and_gives_reasons_in_the_reflexive_approach(study):
    assert "COREQ checklist" not in [b.text for b in blocks_of(report_of(study)) if isinstance(b, Heading)]
    rows = section(blocks_of(report_of(study), coreq=True), "COREQ checklist")[-1].rows
    assert [row[0] for row in rows] == [str(number) for number in range(1, 33)]
    reasons = {row[0]: row[2] for row in rows if "cohere" in row[2] or "no mark of quality" in row[2]}
    assert sorted(reasons) == ["22", "24", "25", "28"]
    assert reasons["24"].endswith("Who worked on this study: ana.")


def test_coreq_gives_no_such_reasons_in_the_codebook_approach(study):
    study.set_approach("codebook", why="a framework was agreed on")
    rows = section(blocks_of(report_of(study), coreq=True), "COREQ checklist")[-1].rows
    assert {row[2] for row in rows if row[0] in ("22", "28")} == {"To be written by the researchers."}
    assert not [row for row in rows if "cohere" in row[2]]

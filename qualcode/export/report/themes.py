"""The theme sections: concept, boundaries, codes, people and cases, quotes, what does not fit, each case."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from qualcode.analysis import attributions, theme_by_case, theme_table
from qualcode.analysis.frames import records, take
from qualcode.analysis.themes import NOTHING_THAT_DOES_NOT_FIT, as_printed, theme_board
from qualcode.export.report.blocks import Block, Bullets, Heading, Paragraph, Quote, Table, prose
from qualcode.export.report.study import ReportData, counted, people

NONE_FOUND, NOT_READ = "Not found in what was read.", "Not yet read."


def themes(report: ReportData) -> Iterator[Block]:
    """A section for each theme that is not discarded, in the study's order."""
    data = report.study
    yield Heading(2, "Themes")
    board = theme_board(data.themes)
    if not len(board):
        yield Paragraph("There are no themes yet.")
        return
    frames = data.themes, data.theme_codes, data.codings, data.extracts, data.documents, data.cases
    rows = records(theme_table(*frames, codes=data.codes))
    cells = theme_by_case(*frames, data.summaries)
    more = take(data.themes, "themes").set_index("theme")
    chosen, part = chosen_quotes(report), ""
    for theme, row in zip(records(board), rows, strict=True):
        key, label = theme["theme"], theme["label"]
        written = more.loc[key]
        if written["part"] != part:
            part = written["part"]
            yield from prose(part)
        yield Heading(3, label if theme["central_organising_concept"] else f"{label} (candidate)")
        yield from _claim(theme["central_organising_concept"], written)
        names = _codes(report, key)
        yield Paragraph(f"Codes: {'; '.join(names) or 'none'}.")
        yield Paragraph(f"In the words of {people(row['voices'])}, in {counted(row['cases'], 'case')}.", small=True)
        own = chosen[chosen["theme"] == key]
        yield Heading(4, "Quotes")
        exemplars = own[own["kind"] == "exemplar"]
        yield from _quotes(exemplars) if len(exemplars) else [Paragraph("No quote is chosen yet.")]
        yield Heading(4, "What does not fit")
        tray = own[own["kind"] == "does_not_fit"]
        yield from _quotes(tray) if len(tray) else [Paragraph(f"{NOTHING_THAT_DOES_NOT_FIT.capitalize()}.")]
        yield Heading(4, "In each case")
        yield from _cases(cells[cells["theme"] == label])
        if flags := [flag for flag in row["flags"].split("; ") if flag]:
            yield Heading(4, "To ask about this theme")
            yield Bullets(tuple(flags))


def chosen_quotes(report: ReportData) -> pd.DataFrame:
    """The passages chosen by hand, in their order: theme, kind, coding, quote, who, note; only evidence."""
    picked = take(report.study.extracts, "extracts")
    frame = take(report.study.codings, "codings")
    frame = frame[frame["eligible"] & frame["coding"].isin(picked["coding"])].drop_duplicates("coding")
    frame = frame.assign(who=pd.Series(attributions(frame, report.granularity), index=frame.index, dtype=object))
    picked = picked.assign(place=range(len(picked)))
    merged = picked.merge(frame[["coding", "quote", "who"]], on="coding")
    merged["quote"] = [as_printed(*pair) for pair in zip(merged["quote"], merged["printed"], strict=True)]
    return merged.sort_values(["position", "place"], kind="stable").reset_index(drop=True)


def _claim(concept: str, written: pd.Series) -> Iterator[Block]:
    if concept:
        yield Paragraph(f"Central organising concept: {concept}")
    else:
        yield Paragraph("Candidate: no central organising concept is written yet, so this is not a theme so far.")
    for label, text in (("Belongs to it", written["include"]), ("Does not belong to it", written["exclude"])):
        yield Paragraph(f"{label}: {text.strip() or 'not written yet.'}")


def _codes(report: ReportData, theme: str) -> list[str]:
    links = take(report.study.theme_codes, "theme_codes").drop_duplicates()
    book = take(report.study.codes, "codes")
    names = dict(zip(book["code"], book["name"], strict=True))
    return [names.get(code, code) or code for code in links.loc[links["theme"] == theme, "code"]]


def _quotes(chosen: pd.DataFrame) -> Iterator[Block]:
    for row in records(chosen):
        yield Quote(row["quote"], row["who"], row["note"].strip() if row["kind"] == "does_not_fit" else "")


def _cases(cells: pd.DataFrame) -> Iterator[Block]:
    if not len(cells):
        yield Paragraph("The study has no cases.")
        return
    rows = [(row["case"], _cell(row), str(row["voices"])) for row in records(cells)]
    yield Table(("Case", "What the theme looks like there", "People"), tuple(rows))


def _cell(row: dict[str, object]) -> str:
    summary, state = str(row["summary"]).strip(), row["state"]
    if state == "found":
        return summary or "Found; no summary is written yet."
    empty = NONE_FOUND if state == "none found" else NOT_READ
    return f"{summary}\n{empty}" if summary else empty

"""What a study gives to the export: its frames and texts, and the two theme tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.project import frames
from qualcode.project.attributes import declared

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.export import ExportReport, StudyData
    from qualcode.project.project import Project


def data_of(study: Project, key: str | Path | None = None) -> StudyData:
    """Everything an export needs to know of a study, as values. Private memos stay behind.

    `key` is the key of de-identification, which lies outside the project: with a name of it nothing is exported.
    """
    from qualcode.export import StudyData
    from qualcode.project.keyfile import identifiers_of

    memos, book = frames.memos(study), study.codebook.value()
    return StudyData(
        codings=frames.codings(study),
        documents=frames.documents(study),
        cases=frames.cases(study),
        participants=frames.people(study),
        organisations=frames.organisations(study),
        codes=frames.codes(study),
        themes=frames.themes(study),
        theme_codes=frames.theme_codes(study),
        extracts=frames.extracts(study),
        summaries=frames.summaries(study),
        links=study.themes.links(),
        incidents=frames.incidents(study),
        attributes=study.cases.values(),
        memos=memos[~memos["private"]].reset_index(drop=True),
        history=study.history.table(),
        texts={document.id: document.text for document in study.documents},
        identifiers=identifiers_of(key) if key else (),
        name=study.name,
        approach=study.approach,
        declared=tuple(declared(study, "case")),
        dimensions=book.dimensions,
        displays=book.displays,
    )


def export(study: Project, path: Path, *, key: str | Path | None = None, **options: Any) -> ExportReport:
    """See `Project.export`."""
    from qualcode.export import export_tables

    return export_tables(data_of(study, key), path, **options)


def theme_table(study: Project, *, granularity: str, discarded: bool) -> pd.DataFrame:
    """See `Themes.table`."""
    from qualcode import analysis

    return analysis.theme_table(
        frames.themes(study),
        frames.theme_codes(study),
        frames.codings(study),
        frames.extracts(study),
        frames.documents(study),
        frames.cases(study),
        codes=frames.codes(study),
        granularity=granularity,  # type: ignore[arg-type]
        discarded=discarded,
    )


def theme_by_case(study: Project, *, granularity: str, order_by: str = "", on: str = "") -> pd.DataFrame:
    """See `Themes.by_case`."""
    from qualcode import analysis
    from qualcode.project.across import cases_in_order

    order = list(cases_in_order(study, order_by, on=on))
    cases = frames.cases(study).set_index("case", drop=False).loc[order].reset_index(drop=True)
    return analysis.theme_by_case(
        frames.themes(study),
        frames.theme_codes(study),
        frames.codings(study),
        frames.extracts(study),
        frames.documents(study),
        cases,
        frames.summaries(study),
        granularity=granularity,  # type: ignore[arg-type]
    )

"""The report as the page Export makes it: the same bytes as the command, with what to know before it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.analysis.frames import records
from qualcode.errors import QualcodeError
from qualcode.project import Project, frames
from qualcode.ui.look import short

if TYPE_CHECKING:
    from qualcode.analysis.attribution import Granularity

MIME = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html",
}


@dataclass(frozen=True, slots=True)
class Report:
    """A report that is ready: its files by ending, and what to know; or `refused`, why there is none."""

    files: dict[str, bytes]
    warnings: tuple[str, ...] = ()
    refused: str = ""


def made(study: Project, granularity: Granularity, *, journal: Sequence[str], coreq: bool, key: str = "") -> Report:
    """The report as docx and html."""
    from qualcode.export.report import report_bytes
    from qualcode.project.reporting import report_of

    try:
        held = report_of(study, granularity=granularity, journal=journal, key=key or None)
        word, warnings = report_bytes(held, ".docx", coreq=coreq)
        page, _ = report_bytes(held, ".html", coreq=coreq)
    except QualcodeError as error:
        return Report({}, refused=str(error))
    return Report({"docx": word, "html": page}, warnings)


def printable(study: Project) -> dict[str, str]:
    """The memos and journal entries that this coder may put into a report: id → title, or first words, and day."""
    return {
        row["memo"]: f"{row['title'] or short(row['text'], 60)} ({row['kind']}, {row['created_at'][:10]})"
        for row in records(frames.memos(study))
        if row["kind"] != "case narrative" and (not row["private"] or row["coder"] == study.coder)
    }

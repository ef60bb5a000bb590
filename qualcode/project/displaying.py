"""The displays of a study: six published analyses replayed on it, and its figures."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.analysis.attribution import check_granularity
from qualcode.project.exporting import data_of

if TYPE_CHECKING:
    from qualcode.displays import Display
    from qualcode.export import ExportReport
    from qualcode.project.project import Project

FORMATS = ("svg", "png")


class Displays:
    """`study.displays`."""

    def __init__(self, study: Project) -> None:
        self._study = study

    def replay(self, source: str, *, granularity: str = "publication", **choices: str) -> tuple[Display, ...]:
        """The displays of a published analysis, made of this study.

        `source` is taylor, sadri, cambra-fierro, oskam, lavie or mckinsey.
        Each has `name`, `title`, `table` (a frame), `figure` (with `svg()` and `png()`; None where there is none) and
        `notes`. `choices` are those of the source, such as `rows` and `columns`; see `qualcode.displays.SOURCES`.

        Raises:
            NotFound: there is no such source.
            Refused: the study lacks what the displays need; the sentence says what.
        """
        from qualcode.displays import replay

        return replay(data_of(self._study), source, granularity=check_granularity(granularity), **choices)

    def write(
        self,
        source: str,
        folder: str | Path,
        *,
        granularity: str = "publication",
        formats: Iterable[str] = FORMATS,
        excel: bool = False,
        key: str | Path | None = None,
        **choices: str,
    ) -> ExportReport:
        """Write the displays of a source into a folder: a csv each, and the figures as svg and png.

        `key` is a file of names that must not leave; see `qualcode.project.keyfile`.

        Raises:
            NotFound, Refused: as `replay`.
            ExportRefused: a quote differs from its source, or a file cannot be written. Nothing is written then.
        """
        from qualcode.displays import replay
        from qualcode.export.displaying import write_displays

        data, level = data_of(self._study, key), check_granularity(granularity)
        made = replay(data, source, granularity=level, **choices)
        return write_displays(data, made, Path(folder), granularity=level, formats=formats, excel=excel)

    def figure(self, name: str, *, granularity: str = "publication", **options: str | bool) -> Display:
        """One figure of the study with its table; see `qualcode.displays.FIGURES` for the names.

        Args:
            options: `counts` (theme_matrix), `document` (portrait), `attribute` (continuum).

        Raises:
            NotFound: there is no such figure, or no such document.
            Refused: the study lacks what it draws.
        """
        from qualcode.displays import figure

        return figure(data_of(self._study), name, granularity=check_granularity(granularity), **options)

    def write_figure(
        self,
        path: str | Path,
        name: str = "",
        *,
        granularity: str = "publication",
        key: str | Path | None = None,
        **options: str | bool,
    ) -> ExportReport:
        """Write a figure to a .svg or .png that is named after it (`thematic_map.svg`), or to any with `name`.

        Raises:
            NotFound, Refused: as `figure`, or another ending.
            ExportRefused: as `write`.
        """
        from qualcode.displays import figure
        from qualcode.export.displaying import write_figure

        data, level, path = data_of(self._study, key), check_granularity(granularity), Path(path)
        made = figure(data, name or path.stem, granularity=level, **options)
        return write_figure(data, made, path, granularity=level)

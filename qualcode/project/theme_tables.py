"""What themes are read as: tables, comparisons, extracts, links, the log of discarded ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from qualcode.store import schema as t

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.project.project import Project


class ThemeTables:
    """The half of `study.themes` that only reads."""

    _study: Project

    def links(self) -> pd.DataFrame:
        """One row a link: between (code or theme), source, target (keys), type, why."""
        import pandas as pd

        rows = self._study.store.rows
        keys = {row["id"]: row["key"] for table in (t.codes, t.themes) for row in rows(select(table))}
        cells = [
            (
                row["object_type"],
                keys.get(row["source_id"], ""),
                keys.get(row["target_id"], ""),
                row["type"],
                row["why"],
            )
            for row in rows(select(t.links))
        ]
        return pd.DataFrame(sorted(cells), columns=["between", "source", "target", "type", "why"], dtype=object)

    def table(self, *, granularity: str = "publication", discarded: bool = False) -> pd.DataFrame:
        """The theme table, one row a theme; see `qualcode.analysis.theme_table` for the columns."""
        from qualcode.project.exporting import theme_table

        return theme_table(self._study, granularity=granularity, discarded=discarded)

    def by_case(self, *, order_by: str = "", on: str = "", granularity: str = "publication") -> pd.DataFrame:
        """The theme × case table, one row a cell; see `qualcode.analysis.theme_by_case`.

        `order_by` is an attribute of cases, as of the date `on`: cases stand in its order (a case-ordered display,
        after Miles & Huberman 1994).
        """
        from qualcode.project.exporting import theme_by_case

        return theme_by_case(self._study, order_by=order_by, on=on, granularity=granularity)

    def side_by_side(
        self, theme: str, *, by: str = "case", on: str = "", granularity: str = "publication"
    ) -> pd.DataFrame:
        """The passages of a theme (or of a code), case by case; see `qualcode.analysis.side_by_side`.

        `by` orders the cases: "case" is the study's order, else an attribute of cases, as of the date `on`.
        """
        from qualcode.project.across import side_by_side

        return side_by_side(self._study, theme, by=by, on=on, granularity=granularity)

    def compare(self, theme: str, **how: Any) -> pd.DataFrame:
        """Constant comparison: passages of a theme (or of a code) two by two, of different cases and speakers.

        A procedure of grounded theory (Glaser & Strauss 1967), which is not part of reflexive thematic analysis by
        default: whoever uses it says why, and the report asks for that. Nothing is coded or merged by it. The frame's
        `attrs` say on what the likeness rests ("likeness": the name of a model, or "words") and in a sentence ("note").

        Args:
            how: by and on (see `side_by_side`); most ("alike" or "unlike"), within, limit and granularity (see
                `qualcode.analysis.pairs`, which has the columns); progress, called while vectors are made.
        """
        from qualcode.project.across import compare

        return compare(self._study, theme, **how)

    def replication(self, *, order_by: str = "", on: str = "", granularity: str = "publication") -> pd.DataFrame:
        """Which case bears out which theme, contradicts it, or is silent; see `qualcode.analysis.replication`.

        `order_by` is an attribute of cases, as of the date `on`. The frame's `attrs` name in a sentence ("note") the
        cases that have no narrative yet.
        """
        from qualcode.project.across import replication

        return replication(self._study, order_by=order_by, on=on, granularity=granularity)

    def origins(self) -> pd.DataFrame:
        """What share of each theme's codings began as a suggestion; see `qualcode.analysis.origins`."""
        from qualcode.analysis import origins
        from qualcode.project.frames import codings, theme_codes, themes

        return origins(themes(self._study), theme_codes(self._study), codings(self._study))

    def extracts(self, theme: str | None = None) -> pd.DataFrame:
        """The passages chosen by hand: theme, kind (exemplar, does_not_fit), coding, position, note."""
        from qualcode.project.frames import extracts

        frame = extracts(self._study)
        if theme is not None:
            frame = frame[frame["theme"] == self._study.find.theme(theme)["key"]].reset_index(drop=True)
        return frame

    def discard_log(self) -> pd.DataFrame:
        """The discarded themes with their reasons: theme, name, why."""
        query = select(t.themes.c.key.label("theme"), t.themes.c.name, t.themes.c.discarded_because.label("why"))
        return self._study.store.frame(query.where(t.themes.c.status == "discarded").order_by(t.themes.c.position))

    def __len__(self) -> int:
        return len(self._study.store.rows(select(t.themes.c.id).where(t.themes.c.status != "discarded")))

"""The documentation of the tables lists every column, in order."""

from __future__ import annotations

import re
from pathlib import Path

from qualcode.export import StudyData, build_tables

PAGE = Path(__file__).parents[1] / "docs" / "tables.md"


def test_the_page_describes_every_column_of_every_table_in_order():
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    described = {
        title[1]: re.findall(r"^\| `(\w+)` \|", section, flags=re.MULTILINE)
        for section in sections
        if (title := re.match(r"`(\w+)`\n", section))
    }
    assert described == {name: list(table.columns) for name, table in build_tables(StudyData()).items()}

"""Measuring suggestions against a coder's own codings, and the tables and files of what was measured."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from qualcode.evaluation.telling import NAMES

if TYPE_CHECKING:
    import pandas as pd

    from qualcode.evaluation import Evaluation


def json_text(found: Evaluation) -> str:
    """The whole result but the passages, as one JSON object."""
    return json.dumps(found.summary(), ensure_ascii=False, indent=2, allow_nan=False)


def ways_table(found: Evaluation) -> pd.DataFrame:
    """One row a way of suggesting, with its figures."""
    import pandas as pd

    return pd.DataFrame([{"way": NAMES[way], **figures} for way, figures in found.ways.items()])


def codes_table(found: Evaluation) -> pd.DataFrame:
    """One row a code; see `qualcode.evaluation.figures.code_rows`."""
    import pandas as pd

    return pd.DataFrame(found.codes)


def tables_of(found: Evaluation) -> dict[str, pd.DataFrame]:
    """The tables codes, segments, groups and curve."""
    import pandas as pd

    groups = [{"column": column, **row} for column, rows in found.groups.items() for row in rows]
    return {
        "codes": codes_table(found),
        "segments": pd.DataFrame(found.segments),
        "groups": pd.DataFrame(groups, columns=None if groups else ["column", "group", "count"]),
        "curve": pd.DataFrame(found.curve, columns=None if found.curve else ["documents", "hit@1", "hit@3"]),
    }


def files_of(found: Evaluation) -> dict[str, bytes]:
    """The files that `qualcode evaluate --out` writes, by name; the same result gives the same bytes."""
    from qualcode.evaluation.page import page
    from qualcode.export import csv_bytes

    files = {"summary.json": f"{json_text(found)}\n".encode("utf-8", "backslashreplace")}
    files |= {f"{name}.csv": csv_bytes(frame) for name, frame in tables_of(found).items()}
    return files | {"page.html": page(found).encode("utf-8", "backslashreplace")}

"""Codes against an attribute of people or of cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import pandas as pd

from qualcode.analysis.frames import finish
from qualcode.analysis.voices import evidence, tally

NOT_RECORDED = "not recorded"


def crosstab(
    codings: pd.DataFrame,
    attribute: str,
    *,
    values: Mapping[str, str] | None = None,
    order: Sequence[str] = (),
    codes: Sequence[str] | None = None,
    count: Literal["voices", "cases", "codings", "documents"] = "voices",
) -> pd.DataFrame:
    """One row a code, one column a value of the attribute, in each cell the number of people (or of `count`).

    `attribute` names a column of the codings (sector, seniority, kind …); with `values` (case → value) it is an
    attribute of the case. Columns: code, then the values of `order` in that order (ordinal order stays, values
    without evidence show 0), then other values sorted, then "not recorded" when something lacks the attribute.
    `codes` fixes the rows; else they are the codes with evidence, sorted.

    People are counted once in each cell. A person whose attribute changes between documents stands in two columns.

    >>> codings = pd.DataFrame({
    ...     "document": ["d1", "d2"], "start": [0, 0], "end": [5, 7], "code": ["cost", "cost"], "case": ["n", "n"],
    ...     "voice": ["ana", "ben"], "seniority": ["Manager", ""], "eligible": [True, True]})
    >>> crosstab(codings, "seniority", order=["Employee", "Manager"]).to_dict("records")
    [{'code': 'cost', 'Employee': 0, 'Manager': 1, 'not recorded': 1}]
    """
    if values is None:
        found = evidence(codings, attribute)
        found["value"] = found[attribute]
    else:
        found = evidence(codings)
        found["value"] = [str(values.get(case, "") or "") for case in found["case"]]
    found["value"] = found["value"].astype(object).where(found["value"] != "", NOT_RECORDED)
    counts = tally(found, ["code", "value"])
    seen = set(counts["value"])
    columns = [*dict.fromkeys(order), *sorted(seen - set(order) - {NOT_RECORDED})]
    if NOT_RECORDED in seen and NOT_RECORDED not in columns:
        columns.append(NOT_RECORDED)
    rows = sorted(set(counts["code"])) if codes is None else list(codes)
    lookup = dict(zip(zip(counts["code"], counts["value"], strict=True), counts[count], strict=True))
    table = {value: [int(lookup.get((code, value), 0)) for code in rows] for value in columns}
    return finish(pd.DataFrame({"code": pd.Series(rows, dtype=object), **table}))

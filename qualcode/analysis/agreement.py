"""How far coders agree, code by code: a check on a codebook, never a measure of an interpretation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from qualcode.text.stretches import shares_half

COLUMNS = ["code", "units", "coders", "used", "all_used", "observed", "kappa", "alpha"]
Place = tuple[str, int, int]


def marks(
    units: Sequence[Place], codings: pd.DataFrame, read: Mapping[str, set[str]], codes: Sequence[str]
) -> dict[str, np.ndarray]:
    """Who has which code on which unit: for each code an array (coders, units) of 1, 0 and NaN.

    A unit has a code of a coder when one of the coder's codings shares half of the shorter of the two. It is NaN where
    the coder has not `read` the unit's document: what was not read is not a disagreement. `codings` has the columns
    coder, document_id, start, end, code. The rows are the coders of `read`, in order.
    """
    of_document: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        of_document.setdefault(unit[0], []).append(at)
    seen = np.array([[0.0 if unit[0] in documents else np.nan for unit in units] for documents in read.values()])
    found = {code: seen.reshape(len(read), len(units)).copy() for code in codes}
    row = {coder: nth for nth, coder in enumerate(read)}
    spans = {document: np.array([units[at][1:] for at in places]).T for document, places in of_document.items()}
    columns = ("coder", "document_id", "start", "end", "code")
    for coder, document, start, end, code in zip(*(codings[name].tolist() for name in columns), strict=True):
        if coder in row and code in found and document in spans and document in read[coder]:
            starts, ends = spans[document]
            for place in np.flatnonzero((starts < end) & (ends > start)):
                at = of_document[document][place]
                if shares_half(units[at][1], units[at][2], start, end):
                    found[code][row[coder], at] = 1.0
    return found


def agreement(marked: Mapping[str, np.ndarray]) -> pd.DataFrame:
    """One row a code: how often it was used, how often by all, and how far the coders agree beyond chance.

    `units` are those that at least two coders judged; `used` is how often at least one of them has the code, `all_used`
    how often all who judged do; `observed` is the share of units on which all agree. `kappa` is Cohen's, for two coders
    only, over the units that both judged; `alpha` is Krippendorff's for nominal data. Both are NaN where they are not
    defined: nobody, or everybody, used the code on every unit.

    >>> found = agreement({"cost": np.array([[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0.0]])})
    >>> found.round(3).to_numpy(object).tolist()
    [['cost', 10, 2, 5, 1, 0.6, 0.091, 0.095]]
    """
    rows = []
    for code, values in marked.items():
        judged = values[:, (~np.isnan(values)).sum(axis=0) >= 2] if values.size else values
        used, most = np.nansum(judged, axis=0) > 0, (~np.isnan(judged)).sum(axis=0)
        everyone = np.nansum(judged, axis=0) == most
        units = judged.shape[1]
        same = float((everyone | ~used).mean()) if units else np.nan
        rows.append(
            (
                code,
                units,
                len(values),
                int(used.sum()),
                int((everyone & used).sum()),
                same,
                kappa(judged),
                alpha(judged),
            )
        )
    return pd.DataFrame(rows, columns=COLUMNS)


def kappa(values: np.ndarray) -> float:
    """Cohen's kappa of two coders, (observed - expected) / (1 - expected) agreement; NaN for more or fewer coders.

    1 is full agreement, 0 what chance gives, negative less than that. Undefined where both use one value only.
    Source: Cohen (1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20.

    >>> one, two = [1] * 20 + [1] * 5 + [0] * 10 + [0] * 15, [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15
    >>> round(kappa(np.array([one, two], float)), 2)
    0.4
    """
    if len(values) != 2:
        return float("nan")
    both = values[:, ~np.isnan(values).any(axis=0)]
    if len(np.unique(both)) < 2:
        return float("nan")
    from sklearn.metrics import cohen_kappa_score

    return float(cohen_kappa_score(both[0], both[1]))


def alpha(values: np.ndarray) -> float:
    """Krippendorff's alpha for nominal values (coders, units), NaN where a coder did not judge.

    1 - observed / expected disagreement: 1 is full agreement, 0 what chance gives. Units that one coder judged do not
    count. Undefined (NaN) where there is one value only. Source: Krippendorff (2011), Computing Krippendorff's
    alpha-reliability, https://repository.upenn.edu/asc_papers/43.
    """
    counted = (~np.isnan(values)).sum(axis=0)
    paired = values[:, counted >= 2]
    kinds = np.unique(paired[~np.isnan(paired)])
    if len(kinds) < 2:
        return float("nan")
    counts = np.array([(paired == kind).sum(axis=0) for kind in kinds], float)
    most = counts.sum(axis=0)
    total = most.sum()
    observed = float(((most**2 - (counts**2).sum(axis=0)) / (most - 1)).sum())
    overall = counts.sum(axis=1)
    expected = float((total**2 - (overall**2).sum()) / (total - 1))
    return 1 - observed / expected


def readings(units: Sequence[Place], marked: Mapping[str, np.ndarray], coders: Sequence[str]) -> pd.DataFrame:
    """Where the coders' readings differ: document_id, start, end and, for each coder, the codes that not all have.

    Units of which fewer than two coders judged, or on which all agree, are left out. A coder who has not read the
    document has None.
    """
    columns = ["document_id", "start", "end", *coders]
    if not marked or not units:
        return pd.DataFrame(columns=columns, dtype=object)
    values = np.array(list(marked.values()))  # codes, coders, units
    judged = ~np.isnan(values[0])
    having = np.nansum(values, axis=1)
    apart = (having > 0) & (having < judged.sum(axis=0)) & (judged.sum(axis=0) >= 2)
    names = list(marked)
    rows = [
        (
            *units[at],
            *(
                "; ".join(names[code] for code in np.flatnonzero(apart[:, at] & (values[:, nth, at] == 1)))
                if judged[nth, at]
                else None
                for nth in range(len(coders))
            ),
        )
        for at in np.flatnonzero(apart.any(axis=0)).tolist()
    ]
    return pd.DataFrame(rows, columns=columns, dtype=object)

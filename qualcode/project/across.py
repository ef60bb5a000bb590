"""Within a case, then across cases: passages side by side, replication, and the order in which cases stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from qualcode.errors import NotFound
from qualcode.project import frames
from qualcode.project.find import near
from qualcode.project.speaking import Speaking

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from qualcode.project.project import Project
    from qualcode.vectors import Progress

VECTORS = "vectors of coded passages"
BY_CASE = "case"
WORDS = "words"


def cases_in_order(study: Project, by: str = "", *, on: str = "") -> dict[str, str]:
    """The cases in the order of an attribute, each with its value; without one (or with "case") in the study's order.

    Args:
        by: the key of an attribute of cases. Ordinal values keep their declared order; a case without one stands last.
        on: for a dated attribute, the value that held then (the latest when none is given).

    Raises:
        NotFound: cases have no such attribute.
    """
    from qualcode.analysis import in_order

    keys = [str(case) for case in frames.cases(study)["case"]]
    if by in ("", BY_CASE):
        return dict.fromkeys(keys, "")
    known = {item.id: item for item in study.cases.declared()}
    if by not in known:
        raise NotFound(f"Cases have no attribute '{by}'.{near(by, list(known))}")
    table = study.cases.attributes(on=on)
    values = dict(zip(table["case"], table[by], strict=True))
    return {case: values[case] for case in in_order(keys, values, known[by])}


def codes_of(study: Project, theme: str) -> tuple[str, list[str]]:
    """The name of a theme and the keys of its codes; or of a code and its own key, where it is none of a theme.

    Raises:
        NotFound: it is neither.
    """
    try:
        row = study.find.theme(theme)
    except NotFound as no_theme:
        try:
            code = study.find.code(theme)
        except NotFound:
            raise no_theme from None
        return code["name"], [code["key"]]
    links = frames.theme_codes(study)
    return row["name"], [str(code) for code in links.loc[links["theme"] == row["key"], "code"]]


def side_by_side(
    study: Project, theme: str, *, by: str = BY_CASE, on: str = "", granularity: str = "publication"
) -> pd.DataFrame:
    """See `Themes.side_by_side`."""
    from qualcode import analysis

    _, codes = codes_of(study, theme)
    order = list(cases_in_order(study, by, on=on))
    return analysis.side_by_side(frames.codings(study), codes, order, granularity=granularity)  # type: ignore[arg-type]


def compare(
    study: Project,
    theme: str,
    *,
    by: str = BY_CASE,
    on: str = "",
    most: str = "alike",
    within: bool = False,
    limit: int | None = 20,
    granularity: str = "publication",
    progress: Progress | None = None,
) -> pd.DataFrame:
    """See `Themes.compare`."""
    from qualcode.analysis import pairs

    passages = side_by_side(study, theme, by=by, on=on, granularity=granularity)
    vectors, rests_on, note = likenesses(study, passages["quote"].tolist(), progress=progress)
    found = pairs(passages, vectors, most=most, within=within, limit=limit)  # type: ignore[arg-type]
    found.attrs = {"likeness": rests_on, "note": note}
    return found


def likenesses(study: Project, texts: Sequence[str], *, progress: Progress | None = None) -> tuple[Any, str, str]:
    """Vectors of passages; what they rest on (the name of a model, or "words"); and a sentence that says so.

    Vectors of coded passages are kept in memory only: a file of them would outlive a document that is removed.
    """
    from qualcode.analysis import word_vectors
    from qualcode.language import language_code
    from qualcode.suggesters.cutting import model_for
    from qualcode.vectors import VectorCache, installed

    used = {language_code(row["language"]) for row in Speaking.now(study).documents.values()}
    models = {language: model_for(language) for language in sorted(used)}
    strange = [language for language, model in models.items() if model is None]
    model = next(iter(models.values()), None)
    if model is not None and not strange:
        cache = study.memory.frames.setdefault(VECTORS, VectorCache(None))
        note = f"The likeness of two passages is the cosine of their sentence vectors ({model.name})."
        return cache.vectors(model, texts, progress=progress), model.name, note
    why = "no model of sentence vectors is installed"
    if installed():
        why = f"the model of sentence vectors does not know the language of some documents ({', '.join(strange)})"
    return word_vectors(texts), WORDS, f"The likeness of two passages rests on the words they share (tf-idf): {why}."


def replication(
    study: Project, *, order_by: str = "", on: str = "", granularity: str = "publication", keys: bool = False
) -> pd.DataFrame:
    """See `Themes.replication`; with `keys`, themes are named by their keys."""
    from qualcode import analysis

    cases = frames.cases(study).set_index("case", drop=False)
    found = analysis.replication(
        frames.themes(study),
        frames.theme_codes(study),
        frames.codings(study),
        frames.extracts(study),
        frames.documents(study),
        cases.loc[list(cases_in_order(study, order_by, on=on))].reset_index(drop=True),
        frames.summaries(study),
        granularity=granularity,  # type: ignore[arg-type]
        keys=keys,
    )
    told = analysis.narratives(frames.cases(study), frames.memos(study))
    untold = ", ".join(told.loc[~told["narrative"], "case"])
    found.attrs = {"note": f"Cases without a narrative of their own yet: {untold}." if untold else ""}
    return found

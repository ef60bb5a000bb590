"""The displays of a comparison of partnerships after Taylor et al. (2023)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from qualcode import analysis
from qualcode.analysis.attribution import Granularity
from qualcode.analysis.cases import TOTAL
from qualcode.analysis.frames import finish, records, take
from qualcode.analysis.study import StudyData
from qualcode.analysis.themes import chosen_quotes, theme_board, theme_evidence
from qualcode.analysis.voices import tally
from qualcode.displays.display import Display, case_names, plain, spoken
from qualcode.errors import Refused
from qualcode.figures import Ego, Level, ego_networks, levels
from qualcode.model import Attribute
from qualcode.text.dates import fuzzy_date
from qualcode.text.printable import many

ANSWER = "answered_by"
NO_QUOTE, NO_ACTION = "none chosen", "none linked"


def taylor(data: StudyData, granularity: Granularity, choices: Mapping[str, str]) -> tuple[Display, ...]:
    """Table 1, challenges, challenges with actions, the continuum, the organisations of each case, signed quotes.

    A challenge is a theme from which a link "answered_by" starts, or that stands in the same part as one; without any
    such link, the themes of the first part.
    """
    if not len(data.documents) and not len(data.themes):
        raise Refused(
            "The study has no documents and no themes, so there is nothing to show. Begin with documents add."
        )
    made = [data_by_case(data, granularity), challenges(data, granularity), actions(data, granularity)]
    attribute = ordered_attribute(data, choices.get("attribute", ""))
    if attribute is None:
        none = pd.DataFrame(columns=["case", "value", "from", "until"], dtype=object)
        said = "No continuum: no case has a value of an ordinal attribute (cases declare, then cases set --since)."
        made.append(Display("continuum", "Continuum", none, notes=(said,)))
    else:
        made.append(continuum(data, granularity, attribute))
    return (*made, organisations(data, granularity), signed_quotes(data, granularity))


def data_by_case(data: StudyData, granularity: Granularity) -> Display:
    """Table 1: what was collected in each case."""
    table = analysis.data_by_case(data.cases, data.documents, data.participants, data.organisations)
    names = case_names(data, granularity)
    table["case"] = [names.get(case, case) for case in table["case"]]
    total = records(table[table["case"] == TOTAL])[0]
    note = f"{many(total['documents'], 'document')} of {many(total['participants'], 'participant')}."
    return Display("data_by_case", "Data collected, by case", table, notes=(note,))


def challenges(data: StudyData, granularity: Granularity) -> Display:
    """Table 2: each challenge, what holds it together, in how many people's words, and its quotes."""
    board, own = _challenges(data)
    counts = _counts(data)
    quotes = _quotes(data, granularity)
    rows = [
        [row["label"], row["central_organising_concept"], *counts.get(row["theme"], (0, 0)), quotes[row["theme"]]]
        for row in records(board[board["theme"].isin(own)])
    ]
    columns = ["challenge", "central_organising_concept", "voices", "cases", "quotes"]
    return Display("challenges", "Challenges", finish(pd.DataFrame(rows, columns=columns)))


def actions(data: StudyData, granularity: Granularity) -> Display:
    """Table 3: each challenge with the actions that answer it; one row a link, "none linked" where there is none."""
    board, own = _challenges(data)
    labels = dict(zip(board["theme"], board["label"], strict=True))
    counts, quotes = _counts(data), _quotes(data, granularity)
    links = take(data.links, "links")
    answers = links[(links["between"] == "theme") & (links["type"] == ANSWER)]
    rows = []
    for challenge in own:
        found = [row for row in records(answers) if row["source"] == challenge and row["target"] in labels]
        found.sort(key=lambda row: list(labels).index(row["target"]))
        for row in found:
            target = row["target"]
            numbers = counts.get(target, (0, 0))
            rows.append([labels[challenge], labels[target], row["why"], *numbers, quotes[target]])
        if not found:
            rows.append([labels[challenge], NO_ACTION, "", 0, 0, ""])
    columns = ["challenge", "suggested_action", "why", "action_voices", "action_cases", "action_quotes"]
    return Display(
        "challenges_and_actions", "Challenges and suggested actions", finish(pd.DataFrame(rows, columns=columns))
    )


def continuum(data: StudyData, granularity: Granularity, attribute: Attribute) -> Display:
    """Where each case stood in the order of an attribute, from when on; one row a value."""
    names = case_names(data, granularity)
    frame = take(data.attributes, "attributes")
    frame = frame[frame["attribute"] == attribute.id]
    rows, cases = [], []
    for case, name in names.items():
        own = records(frame[frame["case"] == case].sort_values("since", kind="stable"))
        ends = [row["since"] for row in own[1:]] + [""] * bool(own)
        rows += [[name, row["value"], row["since"], end] for row, end in zip(own, ends, strict=True)]
        if not own:
            rows.append([name, "not recorded", "", ""])
        placed = [
            Level(_day(row["since"]), attribute.values.index(row["value"]))
            for row in own
            if row["value"] in attribute.values
        ]
        cases.append((name, placed))
    table = finish(pd.DataFrame(rows, columns=["case", "value", "from", "until"], dtype=object))
    title = f"{attribute.name or plain(attribute.id)} over time"
    said = [title, f"From low to high: {', '.join(map(plain, attribute.values))}", "No level is better than another"]
    for name in names.values():
        own = records(table[table["case"] == name])
        steps = [plain(row["value"]) + (f" from {row['from']}" if row["from"] else "") for row in own]
        said.append(f"{name}: {', then '.join(steps)}")
    figure = levels([plain(value) for value in attribute.values], cases, title=title, said=spoken(said))
    notes = ("The order is no ranking: no level is better than another, and a case may move either way.",)
    return Display("continuum", title, table, figure, notes)


def organisations(data: StudyData, granularity: Granularity) -> Display:
    """The organisations around each case, with how many people speak for each; for publication numbered by sector."""
    frame = take(data.organisations, "organisations")
    people = take(data.participants, "participants")
    people = people[(people["role"] == "participant") & (people["organisation"] != "")].drop_duplicates("participant")
    nested = {name: set(own) for name, own in frame.groupby("organisation")["case"]}
    count: Counter[tuple[str, str]] = Counter()
    for name, case in zip(people["organisation"], people["case"], strict=True):
        within = nested.get(name, set())
        count[name, case if case or len(within) != 1 else next(iter(within))] += 1
    met: dict[str, int] = {}
    rows, egos = [], []
    for case, name in case_names(data, granularity).items():
        others = []
        for row in records(frame[frame["case"] == case]):
            met[row["sector"]] = met.get(row["sector"], 0) + 1
            shown = row["name"] or row["organisation"]
            if granularity == "publication":
                shown = f"{row['sector'] or 'Organisation'} {met[row['sector']]}"
            own = count[row["organisation"], case]
            rows.append([name, shown, row["sector"] or "not recorded", own])
            others.append((shown, row["sector"], many(own, "person", "people") if own else "nobody interviewed"))
        egos.append(Ego(name, others))
    table = finish(pd.DataFrame(rows, columns=["case", "organisation", "sector", "participants"]))
    title = "Organisations around each case"
    if not rows:
        return Display("organisations", title, table, notes=("No organisation is recorded (cases add-organisation).",))
    said = [
        title,
        *(f"{ego.label}: {', '.join(f'{a} ({c})' for a, _, c in ego.others) or 'none recorded'}" for ego in egos),
    ]
    return Display("organisations", title, table, ego_networks(egos, title=title, said=spoken(said)))


def signed_quotes(data: StudyData, granularity: Granularity) -> Display:
    """The quotes chosen by hand, in their order, signed with role; what does not fit stands under its theme."""
    board = theme_board(data.themes)
    chosen = chosen_quotes(data.extracts, data.codings, granularity)
    rows = [
        [row["label"], "does not fit" if quote["kind"] == "does_not_fit" else "exemplar", quote["printed"]]
        for row in records(board)
        for kind in ("exemplar", "does_not_fit")
        for quote in records(chosen[(chosen["theme"] == row["theme"]) & (chosen["kind"] == kind)])
    ]
    return Display(
        "signed_quotes",
        "Quotes, signed with role",
        finish(pd.DataFrame(rows, columns=["theme", "kind", "quote"], dtype=object)),
    )


def ordered_attribute(data: StudyData, wanted: str) -> Attribute | None:
    """The attribute that is asked for; else the first ordinal one that is dated, else the first ordinal one.

    Raises:
        Refused: the attribute asked for is not an ordinal one of the cases.
    """
    ordinal = [item for item in data.declared if item.applies_to == "case" and item.type == "ordinal"]
    if wanted:
        found = [item for item in ordinal if wanted in (item.id, item.name)]
        if not found:
            known = ", ".join(item.id for item in ordinal) or "none"
            raise Refused(f"'{wanted}' is not an ordinal attribute of cases. There are: {known}.")
        return found[0]
    used = set(take(data.attributes, "attributes")["attribute"])
    ordinal = [item for item in ordinal if item.id in used]
    return next((item for item in ordinal if item.dated), ordinal[0] if ordinal else None)


def _day(since: str) -> str:
    """The first day of a year, a month or a day, as ISO text; "" where it is no date."""
    try:
        return fuzzy_date(since).first
    except Refused:
        return ""


def _challenges(data: StudyData) -> tuple[pd.DataFrame, list[str]]:
    board = theme_board(data.themes)
    parts = dict(zip(*(take(data.themes, "themes")[name] for name in ("theme", "part")), strict=True))
    links = take(data.links, "links")
    starts = set(links.loc[(links["between"] == "theme") & (links["type"] == ANSWER), "source"]) & set(board["theme"])
    inside = {parts[theme] for theme in starts if parts[theme]}
    if not starts and len(board):
        inside = {parts[board["theme"].iloc[0]]}
    return board, [theme for theme in board["theme"] if theme in starts or parts[theme] in inside]


def _counts(data: StudyData) -> dict[str, tuple[int, int]]:
    counts = tally(theme_evidence(data.theme_codes, data.codings), ["theme"])
    return {row["theme"]: (int(row["voices"]), int(row["cases"])) for row in records(counts)}


def _quotes(data: StudyData, granularity: Granularity) -> dict[str, str]:
    """Theme → its exemplars, a line each, or that none is chosen."""
    chosen = chosen_quotes(data.extracts, data.codings, granularity)
    chosen = chosen[chosen["kind"] == "exemplar"]
    own = chosen.groupby("theme", sort=False)["printed"].agg("\n".join).to_dict() if len(chosen) else {}
    return dict.fromkeys(take(data.themes, "themes")["theme"], NO_QUOTE) | own

"""A process told over time, after Oskam, Bossink & de Man (2021): accounts, timeline, narratives, patterns by case."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from qualcode.analysis import accounts, narratives
from qualcode.analysis.attribution import Granularity, attributions
from qualcode.analysis.frames import NO_CASE, finish, records, take
from qualcode.analysis.study import StudyData
from qualcode.analysis.themes import theme_by_case
from qualcode.displays.display import EMPTY, Display, case_names, plain, spoken, values_of
from qualcode.figures import Account, timeline
from qualcode.text.dates import fuzzy_date
from qualcode.text.printable import many

NO_NARRATIVE = "no case narrative is written"


def oskam(data: StudyData, granularity: Granularity, choices: Mapping[str, str]) -> tuple[Display, ...]:
    """The accounts of incidents with their timeline, each case's narrative, and the patterns (themes) by case."""
    return told_incidents(data, granularity), told_cases(data, granularity), patterns(data, granularity, choices)


def told_incidents(data: StudyData, granularity: Granularity) -> Display:
    """One row an account, in time; accounts that contradict each other stand below each other, none is dropped."""
    table = accounts(data.incidents, data.codings, data.cases)
    held = take(data.codings, "codings").drop_duplicates("coding").set_index("coding", drop=False)
    who = attributions(held.loc[list(table["coding"])], granularity) if len(table) else []
    names = {**case_names(data, granularity), NO_CASE: NO_CASE}
    shown = pd.DataFrame(
        {
            "case": [names.get(case, case) for case in table["case"]],
            "incident": table["incident"],
            "date": table["date"],
            "when": table["when"],
            "dates_conflict": table["dates_conflict"],
            "actor": table["actor"],
            "mechanism": table["mechanism"],
            "code": table["code_name"],
            "quote": table["quote"],
            "source": who,
            "note": table["note"],
        },
        dtype=object,
    )
    lanes = []
    said = ["Incidents by case and time"]
    for case in dict.fromkeys(table["case"]):
        own = table[table["case"] == case]
        lines = []
        for incident in dict.fromkeys(own["incident"]):
            rows = records(own[own["incident"] == incident])
            whens = list(dict.fromkeys(row["when"] for row in rows if row["date"])) or [rows[0]["when"]]
            clash = "dates conflict: " if rows[0]["dates_conflict"] else ""
            told = [Account(row["first_day"], row["last_day"], fuzzy_date(row["date"]).about) for row in rows]
            lines.append((f"{incident} ({clash}{' / '.join(whens)})", told))
        lanes.append((names.get(case, case), lines))
        said.append(f"{names.get(case, case)}: {'; '.join(line for line, _ in lines)}")
    clashes = table[table["dates_conflict"]][["case", "incident"]].drop_duplicates()
    notes = (
        [f"{many(len(clashes), 'incident')} with dates that contradict each other; all are kept."]
        if len(clashes)
        else []
    )
    if left_out := len(data.incidents) - len(table):
        lie = "account lies" if left_out == 1 else "accounts lie"
        notes.append(f"{left_out} {lie} on words that are no evidence, and are not shown.")
    if not len(data.incidents):
        notes = ["No incident is noted yet: say of a coding what happened, and when (incidents add)."]
    figure = timeline(lanes, title="Incidents over time", said=spoken(said)) if lanes else None
    return Display("incidents", "Incidents over time", finish(shown), figure, tuple(notes))


def told_cases(data: StudyData, granularity: Granularity) -> Display:
    """Each case's narrative, or that there is none. Private ones stay behind."""
    memos = take(data.memos, "memos").set_index("memo")
    names = case_names(data, granularity)
    rows = []
    for row in records(narratives(data.cases, data.memos)):
        told = [memos.loc[memo] for memo in row["memos"].split("; ") if memo]
        text = "\n\n".join(str(memo["text"]).strip() for memo in told)
        rows.append([names[row["case"]], text or NO_NARRATIVE])
    return Display(
        "case_narratives", "Each case as a story", pd.DataFrame(rows, columns=["case", "narrative"], dtype=object)
    )


def patterns(data: StudyData, granularity: Granularity, choices: Mapping[str, str]) -> Display:
    """Each case with what is recorded of it, and what each theme looks like there in the researcher's words."""
    names, on = case_names(data, granularity), choices.get("on", "")
    recorded = set(take(data.attributes, "attributes")["attribute"])
    known = [item for item in data.declared if item.applies_to == "case" and item.id in recorded]
    values = {item.id: values_of(data, item.id, on=on) for item in known}
    frames = data.themes, data.theme_codes, data.codings, data.extracts, data.documents, data.cases
    cells = theme_by_case(*frames, data.summaries)
    told = {(row["theme"], row["case"]): row for row in records(cells)}
    themes = list(dict.fromkeys(cells["theme"]))
    rows = []
    for case, name in names.items():
        own = [plain(values[item.id].get(case, "")) or "not recorded" for item in known]
        rows.append([name, *own, *(_cell(told[theme, case]) for theme in themes)])
    heads = ["case", *(item.name or plain(item.id) for item in known), *themes]
    return Display("patterns_by_case", "Patterns by case", pd.DataFrame(rows, columns=heads, dtype=object))


def _cell(row: Mapping[str, object]) -> str:
    people = int(str(row["voices"]))
    if row["state"] != "found":
        return "\n".join(filter(None, [str(row["summary"]), f"({EMPTY[str(row['state'])]})"]))
    return f"{row['summary'] or 'no summary is written yet'} ({many(people, 'person', 'people')})"

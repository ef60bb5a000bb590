"""The title and the methods appendix, told from the record of the study."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from qualcode.analysis import attention, attention_by_case, data_by_case, origins
from qualcode.analysis.frames import NO_CASE, records, take
from qualcode.analysis.themes import theme_board
from qualcode.export.masking import masked_history
from qualcode.export.report.blocks import Block, Bullets, Heading, Paragraph, Table, prose
from qualcode.export.report.study import ReportData, Step, counted, day

APPROACHES = {
    "reflexive": "Reflexive thematic analysis: coding is interpretation, and the researcher is its instrument.",
    "codebook": "Codebook thematic analysis: a codebook is applied and amended.",
    "reliability": "Coding-reliability thematic analysis: coders measure independently of one another.",
}
COUNTS = ("documents", "interviews", "focus_groups", "observations", "archival", "responses", "participants")
MOST_NAMES = 60
VERDICTS = ("accepted", "recoded", "rejected", "skipped")


def title(report: ReportData) -> Iterator[Block]:
    """Name, question, approach, and where codebook and material come from."""
    data = report.study
    yield Heading(1, data.name or "A study")
    if report.synthetic:
        yield Paragraph("All of the material is synthetic: no real person and no real organisation speaks in it.")
    yield Heading(2, "Question and approach")
    yield from prose(report.question) or [Paragraph("No research question is recorded.")]
    yield Paragraph(APPROACHES.get(data.approach, data.approach))
    if report.codebook.get("citation"):
        name = report.codebook.get("name") or report.codebook.get("id") or ""
        yield Paragraph(f"A codebook was taken in: {name}. Source: {report.codebook['citation']}")
    yield Paragraph(f"The study as it was after act {report.seq}{f', {day(report.at)}' if report.at else ''}.", True)


def methods(report: ReportData) -> Iterator[Block]:
    """Data, reading, codebook, codings, decisions on record, attention."""
    yield Heading(2, "Methods appendix")
    yield Paragraph("This section is made of the study's record of acts.")
    yield from _collected(report)
    yield from _read(report)
    yield from _grew(report)
    yield from _codings(report)
    yield from _decided(report)


def _collected(report: ReportData) -> Iterator[Block]:
    data = report.study
    yield Heading(3, "Material")
    if not len(data.documents):
        yield Paragraph("The study has no documents yet.")
        return
    table = data_by_case(data.cases, data.documents, data.participants, data.organisations)
    rows = []
    for row in records(table):
        hours = row["observation_hours"]
        cells = [str(row[name]) for name in COUNTS]
        rows.append((row["case"], *cells, "not recorded" if pd.isna(hours) else f"{hours:g}"))
    heads = (name.replace("_", " ").capitalize() for name in COUNTS)
    yield Table(("Case", *heads, "Hours observed"), tuple(rows))


def _read(report: ReportData) -> Iterator[Block]:
    data, frame = report.study, report.readings
    yield Heading(3, "Reading")
    if len(frame):
        frame = frame.assign(case=frame["case"].where(frame["case"] != "", NO_CASE))
    if len(frame) and report.granularity == "full":
        rows = [(row["document"], row["case"], row["coder"], day(row["read_at"])) for row in records(frame)]
        yield Table(("Document", "Case", "Read by", "On"), tuple(rows))
    elif len(frame):
        grouped = frame.groupby(["case", "coder"], sort=False)["read_at"].agg(["size", "min", "max"]).reset_index()
        sums = [(r["case"], r["coder"], str(r["size"]), day(r["min"]), day(r["max"])) for r in records(grouped)]
        yield Table(("Case", "Read by", "Documents", "First", "Last"), tuple(sums))
    else:
        yield Paragraph("Nobody has marked a document read.")
    unread = take(data.documents, "documents").loc[lambda frame: ~frame["read"], "document"].tolist()
    if unread:
        yield Paragraph(f"Not read by anybody ({len(unread)}):")
        yield Bullets(tuple(unread))
    elif len(data.documents):
        yield Paragraph("No document is unread.")
    if not len(data.documents):
        return
    yield Heading(4, "Attention")
    cases = [
        (row["case"], f"{row['read']} of {row['documents']}", _share(row["read_percent"]), _share(row["coded_percent"]))
        for row in records(attention_by_case(data.documents, data.cases))
    ]
    yield Table(("Case", "Documents read", "Words read", "Evidence under a code"), tuple(cases))
    if report.granularity == "full":
        own = [
            (row["document"], "yes" if row["read"] else "no", _share(row["coded_percent"]), day(row["last_visit"]))
            for row in records(attention(data.documents))
        ]
        yield Table(("Document", "Read", "Evidence under a code", "Last read"), tuple(own))


def _grew(report: ReportData) -> Iterator[Block]:
    for noun, steps in (("codebook", report.code_steps), ("themes", report.theme_steps)):
        yield Heading(3, f"How the {noun} changed" if noun == "codebook" else "How the themes changed")
        whys = _whys(report)
        if not steps:
            yield Paragraph(f"No {'code' if noun == 'codebook' else 'theme'} was made yet.")
            continue
        counts = Counter[str]()
        for step in steps:
            counts[step.did.split(" ")[0]] += len(step.names)
        yield Paragraph(f"{', '.join(f'{count} {did}' for did, count in counts.items()).capitalize()}.", small=True)
        rows = [(day(step.at), step.coder, step.did, _names(step), whys.get(step.seq, "")) for step in steps]
        which = "Codes" if noun == "codebook" else "Themes"
        said = any(why for *_, why in rows)
        heads = ("On", "By", "What", which, *(["Why"] if said else []))
        yield Table(heads, tuple(row if said else row[:-1] for row in rows))


def _names(step: Step) -> str:
    names = "; ".join(step.names[:MOST_NAMES])
    return names + (f"; and {len(step.names) - MOST_NAMES} more" if len(step.names) > MOST_NAMES else "")


def _codings(report: ReportData) -> Iterator[Block]:
    data = report.study
    yield Heading(3, "Codings")
    frame = take(data.codings, "codings")
    if not len(frame):
        yield Paragraph("Nothing is coded yet.")
        return
    born = Counter(frame["origin"])
    words = [
        f"{born[origin]} {said}"
        for origin, said in (("hand", "by hand"), ("suggestion", "from suggestions"), ("import", "imported"))
        if born[origin]
    ]
    yield Paragraph(f"{counted(len(frame), 'coding')}: {', '.join(words)}.", small=True)
    by = Counter(frame["coder"])
    yield Paragraph(f"By coder: {_listed(by)}.", small=True)
    if left_out := int((~frame["eligible"]).sum()):
        many = "coding lies" if left_out == 1 else "codings lie"
        yield Paragraph(f"{left_out} {many} on words that are no participant's; nothing rests on them.", small=True)
    suggested = frame[(frame["origin"] == "suggestion") & frame["eligible"]]
    links = take(data.theme_codes, "theme_codes").drop_duplicates()
    rows = []
    shares = records(origins(data.themes, data.theme_codes, data.codings))
    for theme, row in zip(records(theme_board(data.themes)), shares, strict=True):
        own = suggested[suggested["code"].isin(links.loc[links["theme"] == theme["theme"], "code"])]
        share = "no codings" if not row["codings"] else f"{row['suggested_percent']:g} %"
        made = f"{row['from_suggestions']} of {row['codings']}"
        rows.append((theme["label"], share, made, _listed(Counter(own["suggester"])) or "none"))
    if rows:
        yield Paragraph("Share of each theme's codings that began as a suggestion and were taken by a named coder:")
        yield Table(("Theme", "From suggestions", "Codings", "By which suggester"), tuple(rows))
    if len(suggested):
        yield Paragraph(f"All codings from suggestions by suggester: {_listed(Counter(suggested['suggester']))}.", True)


def _decided(report: ReportData) -> Iterator[Block]:
    told = _told(report)
    yield Heading(3, "Suggestions decided")
    if said := _verdicts(report):
        yield Paragraph(f"By the coders: {said}. Nothing counts as a coding before somebody decides.", small=True)
    else:
        yield Paragraph("No suggestion was decided on.")
    yield Heading(3, "Changes of approach")
    yield from _acts(told, "project.set_approach", "The approach was not changed.")
    yield Heading(3, "Suggestions seen before reading")
    yield from _acts(told, "suggestions.override", "Nobody saw the suggestions of a document before reading it.")
    yield Heading(3, "Suggestions accepted many at once")
    if not report.bulk:
        yield Paragraph("None were accepted in bulk.")
        return
    rows = []
    for item in report.bulk:
        share = f"{item.precision:.0%} of a sample of {item.sample} was accepted"
        rows.append((day(item.at), item.coder, str(item.accepted), share, item.why))
    yield Table(("On", "By", "Accepted", "Reviewed before", "Why"), tuple(rows))


def _verdicts(report: ReportData) -> str:
    order = [verdict for verdict in VERDICTS if report.decisions.get(verdict)]
    return ", ".join(f"{report.decisions[verdict]} {verdict}" for verdict in order)


def _told(report: ReportData) -> pd.DataFrame:
    """The acts that stand, names and passages left out below full granularity."""
    history = report.study.history
    told = history if report.granularity == "full" else masked_history(report.study)
    return told[~told["undone"].astype(bool)] if len(told) else told


def _whys(report: ReportData) -> dict[int, str]:
    told = _told(report)
    return dict(zip(told["seq"].tolist(), told["why"].tolist(), strict=True)) if len(told) else {}


def _acts(told: pd.DataFrame, act: str, otherwise: str) -> Iterator[Block]:
    rows = []
    if len(told):
        own = told[(told["act"] == act) & ~told["summary"].str.startswith(("Undid: ", "Did again: "))]
        rows = [(day(row["at"]), row["coder"], row["summary"], row["why"]) for row in records(own)]
    yield Table(("On", "By", "What", "Why"), tuple(rows)) if rows else Paragraph(otherwise)


def _listed(counts: Counter[str]) -> str:
    return "; ".join(f"{name or 'unnamed'} {count}" for name, count in sorted(counts.items()))


def _share(percent: float) -> str:
    return "nothing to count" if pd.isna(percent) else f"{percent:g} %"

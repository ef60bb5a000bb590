"""The figures of a study, each with the table that it draws."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping

import pandas as pd

from qualcode.analysis import attention, co_occurrence, theme_by_case
from qualcode.analysis.attribution import Granularity, check_granularity
from qualcode.analysis.cases import NO_CASE
from qualcode.analysis.frames import distinct_names, finish, records, take
from qualcode.analysis.study import StudyData, settled
from qualcode.analysis.themes import theme_board
from qualcode.displays.display import EMPTY, Display, case_names, plain, spoken
from qualcode.displays.oskam import told_incidents
from qualcode.displays.taylor import continuum as continuum_of
from qualcode.displays.taylor import ordered_attribute, organisations
from qualcode.errors import NotFound, Refused
from qualcode.figures import Bar, Cell, Grid, Mark, Node, Strip, Tie, bars, grid, network, strips
from qualcode.text.printable import many

Options = Mapping[str, str | bool]
MOST_TOGETHER = 30
TWO_WAY = {"interacts", "contradicts"}


def thematic_map(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """Themes, the codes they rest on, and the links between themes; candidates are dashed."""
    board, book = theme_board(data.themes), take(data.codes, "codes")
    names = distinct_names(book, "code")
    links = take(data.links, "links")
    links = links[
        (links["between"] == "theme") & links["source"].isin(board["theme"]) & links["target"].isin(board["theme"])
    ]
    rests = take(data.theme_codes, "theme_codes").drop_duplicates()
    rests = rests[rests["theme"].isin(board["theme"])]
    labels = dict(zip(board["theme"], board["label"], strict=True))
    used = set(rests["code"])
    title = "Thematic map"
    said = [title]
    for row in records(board):
        own = [names.get(code, code) for code in rests.loc[rests["theme"] == row["theme"], "code"]]
        candidate = " (candidate)" if row["status"] == "candidate" else ""
        said.append(f"{row['label']}{candidate} rests on {', '.join(own) or 'no code'}")
    said += [f"{labels[r['source']]} {plain(r['type'])} {labels[r['target']]}" for r in records(links)]
    figure = network(
        [Node(row["theme"], row["label"], row["status"] == "candidate") for row in records(board)],
        [Node(code, names[code]) for code in names if code in used],
        list(zip(rests["theme"], rests["code"], strict=True)),
        [Tie(r["source"], r["target"], r["type"], r["type"] in TWO_WAY) for r in records(links)],
        title=title,
        said=spoken(said),
    )
    table = [[labels[t], "rests on", names.get(c, c)] for t, c in zip(rests["theme"], rests["code"], strict=True)]
    table += [[labels[r["source"]], plain(r["type"]), labels[r["target"]]] for r in records(links)]
    return Display("thematic_map", title, pd.DataFrame(table, columns=["from", "relation", "to"], dtype=object), figure)


def theme_matrix(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """Themes by cases: what a person wrote, or why the cell is empty. Counts and shades only on request (`counts`)."""
    frames = data.themes, data.theme_codes, data.codings, data.extracts, data.documents, data.cases
    table = theme_by_case(*frames, data.summaries).drop(columns="exemplar_quote")
    names = {**case_names(data, granularity), NO_CASE: NO_CASE}
    themes, cases = list(dict.fromkeys(table["theme"])), list(dict.fromkeys(table["case"]))
    counts = bool(options.get("counts"))
    most = max(table["voices"], default=0) or 1
    held = {(row["theme"], row["case"]): row for row in records(table)}
    cells = [[_summed(held[theme, case], most if counts else 0) for case in cases] for theme in themes]
    title = "Themes by cases"
    said = [title]
    for theme, line in zip(themes, cells, strict=True):
        told = [f"{names[case]}: {cell.text} {cell.small}".strip() for case, cell in zip(cases, line, strict=True)]
        said.append(f"{theme}: {'; '.join(told)}")
    note = "People, and passages." if counts else ""
    shown = table.assign(case=table["case"].map(names))
    if not counts:
        shown = shown.drop(columns=["voices", "codings"])
    drawn = grid(
        Grid(themes, [names[case] for case in cases], cells, corner=title, note=note),
        title=title,
        said=spoken(said),
        column=2.0,
        head=2.2,
        most=18,
    )
    return Display("theme_matrix", title, finish(shown), drawn)


def together(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """How often two codes lie on the same passage: the codes that meet another one most, at most MOST_TOGETHER."""
    book = take(data.codes, "codes")
    names = distinct_names(book, "code")
    square: dict[str, dict[str, int]] = co_occurrence(data.codings).to_dict()  # type: ignore[assignment]
    met = {code: sum(column.values()) - column[code] for code, column in square.items()}
    chosen = sorted((code for code in met if met[code]), key=lambda code: (-met[code], code))[:MOST_TOGETHER]
    order = [code for code in names if code in chosen]
    pairs = [(one, other) for place, one in enumerate(order) for other in order[place + 1 :]]
    most = max((square[one][other] for one, other in pairs), default=0) or 1
    cells = [
        [
            Cell("–", soft=True)
            if one == other
            else Cell(str(count) if (count := square[one][other]) else "", tone=count / most)
            for other in order
        ]
        for one in order
    ]
    title = "Codes on the same passage"
    rows = [(names[a], names[b], square[a][b]) for a, b in pairs if square[a][b]]
    rows.sort(key=lambda row: -row[2])
    said = [title, *(f"{a} and {b}: {many(n, 'passage')}" for a, b, n in rows)]
    left_out = sum(1 for code in met if met[code]) - len(chosen)
    notes = (f"{many(left_out, 'code')} that meet others less often are left out of the figure.",) if left_out else ()
    note = "How many pairs of passages share words, one passage of each code. Codes that meet no other are left out."
    held = Grid([names[code] for code in order], [names[code] for code in order], cells, note=note)
    figure = grid(held, title=title, said=spoken(said), column=0.36, head=2.6, tilted=True)
    frame = pd.DataFrame(rows, columns=["code", "other", "passages"])
    return Display("co_occurrence", title, frame, figure, notes)


def portrait(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """Where along a document (`document`) which codes lie; hollow where the passage is no evidence.

    Raises:
        Refused: no document was named.
        NotFound: there is no such document.
    """
    wanted = str(options.get("document", ""))
    documents = take(data.documents, "documents")
    if not wanted:
        raise Refused("A portrait shows one document: say which (--document NAME).")
    found = documents[(documents["document"] == wanted) | (documents["document_id"] == wanted)]
    if not len(found):
        near = difflib.get_close_matches(wanted, list(documents["document"]), n=1)
        raise NotFound(f"There is no document '{wanted}'.{f' Did you mean {near[0]!r}?' if near else ''}")
    row = records(found)[0]
    size = max(len(data.texts.get(row["document_id"], "")), 1)
    own = take(data.codings, "codings")
    own = own[own["document_id"] == row["document_id"]].sort_values(["start", "end", "code"], kind="stable")
    names = distinct_names(take(data.codes, "codes"), "code")
    held = [code for code in names if code in set(own["code"])]
    lines = [
        Strip(
            names[code],
            [Mark(c["start"] / size, c["end"] / size, not c["eligible"]) for c in records(own[own["code"] == code])],
        )
        for code in held
    ]
    called = wanted if granularity == "full" else _documents(data, granularity)[row["document"]]
    title = f"Portrait of {called}"
    said = [title, *(f"{names[code]}: {many(int((own['code'] == code).sum()), 'passage')}" for code in held)]
    table = pd.DataFrame(
        {
            "code": [names[code] for code in own["code"]],
            "from_percent": (100 * own["start"] / size).round(1).tolist(),
            "to_percent": (100 * own["end"] / size).round(1).tolist(),
            "evidence": own["eligible"].tolist(),
        }
    )
    note = "From the beginning of the text (left) to its end. Hollow: an interviewer's or a researcher's words."
    return Display("portrait", title, table, strips(lines, title=title, said=spoken(said), note=note))


def attention_paid(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """How much of each document lies under a code, and which documents nobody has read, by case."""
    table = attention(data.documents)
    called = _documents(data, granularity)
    lines: list[Bar] = []
    case = None
    for row in sorted(records(table), key=_case_place(data)):
        if row["case"] != case:
            case = row["case"]
            lines.append(Bar(case_names(data, granularity).get(case, NO_CASE), head=True))
        share = row["coded_percent"]
        known = share == share
        coded = f"{share:.0f} % coded" if known else "read"
        unread = f"not read; {share:.0f} % coded" if known and share else "not read"
        words = coded if row["read"] else unread
        lines.append(Bar(called[row["document"]], share / 100 if known else 0.0, words, hatched=not row["read"]))
    title = "Attention: what was read and coded"
    said = [title, *(f"{bar.name}: {bar.words}" for bar in lines if not bar.head)]
    note = "Share of the words that may be evidence which lie under a code. Hatched: nobody has read it."
    shown = table.assign(document=table["document"].map(called))
    if granularity == "publication":
        shown = shown.drop(columns=["readers", "last_visit"])
    return Display("attention", title, finish(shown), bars(lines, title=title, said=spoken(said), note=note))


def continuum(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """Where each case stood in the order of an attribute (`attribute`), over time.

    Raises:
        Refused: no ordinal attribute of cases has values.
    """
    attribute = ordered_attribute(data, str(options.get("attribute", "")))
    if attribute is None:
        raise Refused("A continuum needs an ordinal attribute of cases with values. Declare one (cases load).")
    return continuum_of(data, granularity, attribute)


def timeline(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """The incidents of each case over time.

    Raises:
        Refused: no incident is noted.
    """
    made = told_incidents(data, granularity)
    if made.figure is None:
        raise Refused("There is no incident yet. Say of a coding what happened, and when (incidents add).")
    return made


def ego(data: StudyData, granularity: Granularity, options: Options) -> Display:
    """The organisations around each case."""
    return organisations(data, granularity)


FIGURES: dict[str, Callable[[StudyData, Granularity, Options], Display]] = {
    "thematic_map": thematic_map,
    "theme_matrix": theme_matrix,
    "continuum": continuum,
    "timeline": timeline,
    "organisations": ego,
    "co_occurrence": together,
    "portrait": portrait,
    "attention": attention_paid,
}


def figure(data: StudyData, name: str, *, granularity: Granularity = "publication", **options: str | bool) -> Display:
    """The figure of this name with its table.

    Args:
        options: `counts` (theme_matrix: numbers and shades), `document` (portrait), `attribute` (continuum).

    Raises:
        NotFound: there is no figure of this name.
        Refused: the study lacks what it draws.
    """
    check_granularity(granularity)
    if name not in FIGURES:
        near = difflib.get_close_matches(name, FIGURES, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise NotFound(f"There is no figure '{name}'.{hint} Figures: {', '.join(FIGURES)}.")
    return FIGURES[name](settled(data), granularity, options)


def _summed(row: Mapping[str, object], most: int) -> Cell:
    state, text = str(row["state"]), str(row["summary"]).strip()
    people = int(str(row["voices"]))
    if state != "found":
        told = "\n".join(filter(None, [text, EMPTY[state]]))
        return Cell(told, hatched=state == "not yet read", soft=not text)
    numbers = f"{many(people, 'person', 'people')}, {many(int(str(row['codings'])), 'passage')}" if most else ""
    return Cell(
        text or "found; no summary is written yet", numbers, tone=0.6 * people / most if most else 0.0, soft=not text
    )


def _documents(data: StudyData, granularity: Granularity) -> dict[str, str]:
    """Document → what it is called: its name at full granularity, else its case, kind and number."""
    frame = take(data.documents, "documents")
    if granularity == "full":
        return {name: name for name in frame["document"]}
    met: dict[tuple[str, str], int] = {}
    called = {}
    for row in records(frame):
        key = (row["case"], row["kind"])
        met[key] = met.get(key, 0) + 1
        called[row["document"]] = f"{row['case'] or NO_CASE}, {plain(row['kind'])} {met[key]}"
    return called


def _case_place(data: StudyData) -> Callable[[Mapping[str, object]], int]:
    order = {case: place for place, case in enumerate(take(data.cases, "cases")["case"])}
    return lambda row: order.get(str(row["case"]), len(order))

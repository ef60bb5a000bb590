"""The thematic map: themes, the codes they rest on, and the links between themes, drawn and as a table."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

from qualcode.analysis.frames import records
from qualcode.analysis.themes import theme_board
from qualcode.project import Project, frames
from qualcode.ui.views.themes import all_codes

if TYPE_CHECKING:
    import pandas as pd

Row = dict[str, Any]
INK = {"light": ("#1d2327", "#8a8d90", "#f4f2ec"), "dark": ("#e8e5de", "#7d8184", "#212529")}
"""Of letters, of lines, and behind the name of a theme."""
WIDEST = {"theme": 30, "code": 34}
CODE = 'shape=ellipse, margin="0.02,0.01", penwidth=1.6'
LINK = "constraint=false, penwidth=1.6, labeldistance=4.5, labelangle=-42"  # a label in the middle would be crossed
RESTS_ON = "rests on"


def dot(study: Project, theme: str = "", *, ground: str = "light") -> str:
    """The map of the study, or of one theme and the themes it is linked to, in the language of Graphviz.

    Themes are boxes, dashed while they are candidates; codes are ellipses in their colours. What people wrote is
    quoted, so that it is never read as part of the drawing.
    """
    themes, places, links = _parts(study, theme)
    codes = {code["key"]: code for code in all_codes(study)}
    ink, line, paper = INK.get(ground, INK["light"])
    drawn = [
        "digraph {",
        'graph [rankdir=LR, bgcolor="transparent", nodesep=0.09, ranksep=1.1];',
        f'node [fontname="sans-serif", fontsize=11, fontcolor="{ink}", color="{line}", margin="0.12,0.05"];',
        f'edge [fontname="sans-serif", fontsize=10, fontcolor="{ink}", color="{line}", arrowsize=0.7];',
    ]
    for row in themes:
        look = "filled,rounded" if row["status"] == "defined" else "filled,rounded,dashed"
        name = _node("theme", row["theme"])
        drawn.append(f'{name} [shape=box, style="{look}", fillcolor="{paper}", label={_label(row["label"], "theme")}];')
    for key in dict.fromkeys(code for _, code in places):
        color = codes[key]["color"]
        label = _label(codes[key]["name"], "code")
        drawn.append(f"{_node('code', key)} [{CODE}, color={quoted(color)}, label={label}];")
    for key, code in places:
        ends = f"{_node('theme', key)} -> {_node('code', code)}"
        drawn.append(f"{ends} [arrowhead=none, color={quoted(codes[code]['color'] + '99')}];")
    for link in links:
        ends = f"{_node('theme', link['source'])} -> {_node('theme', link['target'])}"
        drawn.append(f"{ends} [{LINK}, taillabel={quoted(words(link['type']))}];")
    return "\n".join([*drawn, "}"])


def table(study: Project, theme: str = "") -> pd.DataFrame:
    """The map as a table, one row a line of it: from, link, to, why."""
    import pandas as pd

    themes, places, links = _parts(study, theme)
    called = {row["theme"]: row["label"] for row in themes}
    codes = {code["key"]: code["name"] for code in all_codes(study)}
    rows = [(called[link["source"]], words(link["type"]), called[link["target"]], link["why"]) for link in links]
    rows += [(called[key], RESTS_ON, codes[code], "") for key, code in places]
    return pd.DataFrame(rows, columns=["from", "link", "to", "why"], dtype=object)


def words(link: str) -> str:
    """A type of link as it is read.

    >>> words("answered_by")
    'answered by'
    """
    return link.replace("_", " ")


def quoted(text: str) -> str:
    r"""A text as Graphviz shows it letter for letter.

    >>> print(quoted('a "b" \\N & c'))
    "a \"b\" \\N &amp; c"
    """
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("&", "&amp;") + '"'


def _parts(study: Project, theme: str) -> tuple[list[Row], list[tuple[str, str]], list[Row]]:
    """The themes that are drawn, the places of codes in them, and the links between them."""
    board = records(theme_board(frames.themes(study)))
    keys = {row["theme"] for row in board}
    between = study.themes.links()
    between = between[(between["between"] == "theme") & between["source"].isin(keys) & between["target"].isin(keys)]
    links = [row for row in records(between) if not theme or theme in (row["source"], row["target"])]
    if theme:
        keys = {theme, *(row["source"] for row in links), *(row["target"] for row in links)} & keys
    places = [
        (row["theme"], row["code"])
        for row in records(frames.theme_codes(study))
        if (row["theme"] == theme if theme else row["theme"] in keys)
    ]
    return [row for row in board if row["theme"] in keys], places, links


def _node(kind: str, key: str) -> str:
    return quoted(f"{kind}:{key}")


def _label(name: str, kind: str) -> str:
    lines = textwrap.wrap(" ".join(name.split()), WIDEST[kind], max_lines=4, placeholder=" …")
    return '"' + "\\n".join(quoted(line)[1:-1] for line in lines) + '"'

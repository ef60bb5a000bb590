"""Questions that a methods reviewer would ask about names and wording. Never a block, never a score."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pandas as pd

from qualcode.analysis.frames import distinct_names, finish, records, take

MOST_THEMES = 6
MOST_LEVELS = 3
TOPIC_OPENINGS = (
    "advantages",
    "aspects",
    "attitudes",
    "barriers",
    "benefits",
    "challenges",
    "characteristics",
    "consequences",
    "disadvantages",
    "drivers",
    "enablers",
    "experiences",
    "facilitators",
    "factors",
    "impact",
    "impacts",
    "issues",
    "kinds",
    "opinions",
    "perceptions",
    "problems",
    "reasons",
    "types",
    "views",
)
_TOPIC = re.compile(
    rf"^\W*(?:the\s+)?({'|'.join(TOPIC_OPENINGS)})\s+(?:affecting|about|around|for|in|influencing|of|on|to|towards?|with)\b",
    re.IGNORECASE,
)
_EMERGED = re.compile(
    r"\bemerged\b|\bthemes?\s+(?:(?:can|did|do|may|that|to|which|will)\s+)*emerg(?:e|es|ing)\b|\bemergent\s+themes?\b",
    re.IGNORECASE,
)
_SATURATION = re.compile(r"\bsaturation\b|\b(?:data|theoretically|thematically)\s+saturated\b", re.IGNORECASE)


def advisories(
    themes: pd.DataFrame,
    codes: pd.DataFrame | None = None,
    *,
    theme_codes: pd.DataFrame | None = None,
    texts: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Questions to think about: about (what), question (a sentence). Empty when there is nothing to ask.

    They are asked about the names of themes, more than six themes, more than three levels (a theme over a code over a
    subcode are three), and the researchers' own wording in themes, codes and `texts` (title → text: summaries,
    narratives, a report). Participants' words are never looked at. Discarded themes and retired codes are left out.
    """
    board = take(themes, "themes")
    board = board[board["status"] != "discarded"].reset_index(drop=True)
    asked: list[tuple[str, str]] = []
    names = distinct_names(board, "theme")
    for theme in records(board):
        about = f"theme '{names[theme['theme']]}'"
        asked += [(about, question) for question in name_questions(theme["name"])]
        written = [theme[field] for field in ("name", "central_organising_concept", "include", "exclude", "memo")]
        asked += [(about, question) for question in wording_questions("\n".join(written))]
    if len(board) > MOST_THEMES:
        question = f"There are {len(board)} themes, more than {MOST_THEMES}. Do some tell parts of one story?"
        asked.append(("themes", question))
    book = take(codes, "codes")
    for code in records(book[book["status"] != "retired"]):
        written = [code[field] for field in ("name", "definition", "include", "exclude", "memo")]
        asked += [(f"code '{code['code']}'", question) for question in wording_questions("\n".join(written))]
    deepest = _levels(book, set(take(theme_codes, "theme_codes", "code")["code"]))
    if deepest > MOST_LEVELS:
        question = (
            f"Themes and codes are {deepest} levels deep, more than {MOST_LEVELS}. Which level carries the meaning?"
        )
        asked.append(("codes", question))
    for title, text in (texts or {}).items():
        asked += [(title, question) for question in wording_questions(text)]
    return finish(pd.DataFrame(asked, columns=["about", "question"]))


def name_questions(name: str) -> list[str]:
    """What to ask about a theme's name.

    >>> name_questions("Benefits of partnering")
    ["'Benefits of partnering' names a topic. What do these passages say about it that they share?"]
    >>> name_questions("Trust")
    ["'Trust' is a single word. Which claim about it does the theme make?"]
    >>> name_questions("Small wins buy time for slow trust")
    []
    """
    name = name.strip()
    if _TOPIC.search(name):
        return [f"'{name}' names a topic. What do these passages say about it that they share?"]
    if name and len(name.split()) == 1:
        return [f"'{name}' is a single word. Which claim about it does the theme make?"]
    return []


def wording_questions(text: str) -> list[str]:
    """What to ask about the researchers' own words.

    >>> wording_questions("Three themes emerged in emerging markets.")
    ["It says 'emerged'. Themes are made by researchers: who made them, and how?"]
    """
    questions = []
    if found := _EMERGED.search(text):
        questions.append(f"It says '{found[0]}'. Themes are made by researchers: who made them, and how?")
    if found := _SATURATION.search(text):
        questions.append(
            f"It says '{found[0]}'. Does that fit this approach? Say instead why this much data answers the question."
        )
    return questions


def _levels(book: pd.DataFrame, themed: set[str]) -> int:
    parents = {
        code: parent for code, parent in zip(book["code"], book["parent"], strict=True) if parent and parent != code
    }
    deepest = 0
    for code in book["code"]:
        chain = [code]
        while (parent := parents.get(chain[-1])) and parent not in chain:
            chain.append(parent)
        deepest = max(deepest, len(chain) + any(step in themed for step in chain))
    return deepest

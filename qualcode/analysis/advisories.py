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
_END = re.compile(r"[.!?…]+[\"'”’)]*(?=\s+[^a-z]|\s*$)|\n")


def advisories(
    themes: pd.DataFrame,
    codes: pd.DataFrame | None = None,
    *,
    theme_codes: pd.DataFrame | None = None,
    texts: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Questions to think about: about (what), question (a sentence), evidence (the words or names that it is about).

    Empty when there is nothing to ask. They are asked about the names of themes, more than six themes, more than three
    levels (a theme over a code over a subcode are three), and the researchers' own wording in themes, codes and
    `texts` (title → text: summaries, narratives, a report); of wording the evidence is the sentence. Participants'
    words are never looked at. Discarded themes and retired codes are left out.
    """
    board = take(themes, "themes")
    board = board[board["status"] != "discarded"].reset_index(drop=True)
    asked: list[tuple[str, str, str]] = []
    names = distinct_names(board, "theme")
    for theme in records(board):
        about = f"theme '{names[theme['theme']]}'"
        asked += [(about, question, theme["name"]) for question in name_questions(theme["name"])]
        written = [theme[field] for field in ("name", "central_organising_concept", "include", "exclude", "memo")]
        asked += [(about, *question) for question in _wording("\n".join(written))]
    if len(board) > MOST_THEMES:
        question = f"There are {len(board)} themes, more than {MOST_THEMES}. Do some tell parts of one story?"
        asked.append(("themes", question, "; ".join(names.values())))
    book = take(codes, "codes")
    for code in records(book[book["status"] != "retired"]):
        written = [code[field] for field in ("name", "definition", "include", "exclude", "memo")]
        asked += [(f"code '{code['code']}'", *question) for question in _wording("\n".join(written))]
    deepest = _deepest(book, set(take(theme_codes, "theme_codes", "code")["code"]))
    if len(deepest) > MOST_LEVELS:
        many = f"Themes and codes are {len(deepest)} levels deep, more than {MOST_LEVELS}."
        question = f"{many} Which level carries the meaning?"
        asked.append(("codes", question, " › ".join(deepest)))
    for title, text in (texts or {}).items():
        asked += [(title, *question) for question in _wording(text)]
    return finish(pd.DataFrame(asked, columns=["about", "question", "evidence"]))


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
    return [question for question, _ in _wording(text)]


def _wording(text: str) -> list[tuple[str, str]]:
    """Questions about wording, each with the sentence that it is about."""
    questions = []
    if found := _EMERGED.search(text):
        question = f"It says '{found[0]}'. Themes are made by researchers: who made them, and how?"
        questions.append((question, _sentence(text, found)))
    if found := _SATURATION.search(text):
        question = (
            f"It says '{found[0]}'. Does that fit this approach? Say instead why this much data answers the question."
        )
        questions.append((question, _sentence(text, found)))
    return questions


def _sentence(text: str, found: re.Match[str]) -> str:
    """The sentence, or the line, in which the words stand."""
    start = max((end.end() for end in _END.finditer(text, 0, found.start())), default=0)
    after = _END.search(text, found.end())
    return text[start : after.end() if after else len(text)].strip()


def _deepest(book: pd.DataFrame, themed: set[str]) -> list[str]:
    """The names of the longest chain from a theme or uppermost code down; the first where several are as long."""
    rows = zip(book["code"], book["parent"], strict=True)
    parents = {code: parent for code, parent in rows if parent and parent != code}
    names = dict(zip(book["code"], book["name"], strict=True))
    deepest: list[str] = []
    for code in book["code"]:
        chain = [code]
        while (parent := parents.get(chain[-1])) and parent not in chain:
            chain.append(parent)
        told = [names.get(step) or step for step in reversed(chain)]
        told = [*(["theme"] if any(step in themed for step in chain) else []), *told]
        if len(told) > len(deepest):
            deepest = told
    return deepest

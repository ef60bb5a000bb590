"""The pages of the workbench: their order, names and addresses."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

HERE = Path(__file__).parent / "pages"
SECTIONS: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "Study": (
        ("home", "Home", ":material/home:", "Where the study stands, and what to do next."),
        ("documents", "Documents", ":material/description:", "Bring in transcripts; say who speaks and which case."),
    ),
    "Coding": (
        ("read", "Read and code", ":material/ink_highlighter:", "Read a transcript, select a passage, give it a code."),
        ("review", "Review", ":material/rule:", "Decide on suggestions, one at a time, in their context."),
        ("codebook", "Codebook", ":material/account_tree:", "Codes, definitions and rules; merge, split, retire."),
        ("search", "Search", ":material/search:", "Find passages in the whole corpus and code them."),
        (
            "patterns",
            "Word patterns",
            ":material/blur_on:",
            "Which words go together, where; for choosing what to read.",
        ),
    ),
    "Analysis": (
        ("themes", "Themes", ":material/hub:", "Build themes of codes; say what each one claims."),
        ("cases", "Cases", ":material/grid_on:", "Each case told for itself, then across cases."),
        (
            "displays",
            "Displays",
            ":material/auto_graph:",
            "Tables and figures as in six published studies, made of this one.",
        ),
        ("journal", "Journal", ":material/edit_note:", "Memos and journal entries, private unless you say so."),
    ),
    "Record": (
        (
            "evaluation",
            "Evaluation",
            ":material/straighten:",
            "How often suggestions meet your own codings.",
        ),
        ("coders", "Coders", ":material/group:", "Several coders’ readings of the same passages, side by side."),
        ("export", "Export", ":material/download:", "Tables for a paper, with every quote checked first."),
        ("history", "History", ":material/history:", "Every act: undo, redo, and the study as it was."),
    ),
}


def page(name: str) -> st.Page:
    """The page of this name, to link or to switch to."""
    return next(made for key, made in _pages() if key == name)


def sections() -> dict[str, list[st.Page]]:
    """All pages, by section, for `st.navigation`."""
    made = dict(_pages())
    return {section: [made[name] for name, *_ in rows] for section, rows in SECTIONS.items()}


def _pages() -> list[tuple[str, st.Page]]:
    return [
        (
            name,
            st.Page(HERE / f"{name}.py", title=title, icon=icon, help=about, url_path=name, default=name == "home"),
        )
        for rows in SECTIONS.values()
        for name, title, icon, about in rows
    ]

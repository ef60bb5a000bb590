"""The codes as the palette and the lists show them."""

from __future__ import annotations

from typing import Any

from qualcode.project import Project
from qualcode.ui.look import colours


def codes_for_palette(study: Project) -> list[dict[str, Any]]:
    """The active codes in codebook order: key, name, color, theme (its name), definition, include, exclude."""
    book = study.codebook.value()
    themes = {theme.id: theme.name for theme in book.themes}
    shown = colours([(code.id, code.color) for code in book.codes])
    return [
        {
            "key": code.id,
            "name": code.name,
            "color": shown[code.id],
            "theme": themes.get(code.theme, ""),
            "definition": code.definition,
            "include": code.include,
            "exclude": code.exclude,
        }
        for code in book.codes
    ]

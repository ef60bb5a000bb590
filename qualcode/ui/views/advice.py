"""Questions about the codebook that a methods reviewer would ask. Never a block, never a score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from qualcode.analysis import advisories
from qualcode.analysis.frames import records
from qualcode.codebook.advice import advice
from qualcode.codebook.build import Draft
from qualcode.codebook.consistency import consistency
from qualcode.project import Project, frames

CODE = re.compile(r"code '(.*)'")


@dataclass(frozen=True, slots=True)
class Question:
    """Something to think about, and the codes (keys) that it is about; none where it is about all together."""

    text: str
    codes: tuple[str, ...] = ()


def questions(study: Project) -> list[Question]:
    """What to ask about the codes in use, each question once, with all codes that it is about."""
    draft = Draft(study.codebook.value())
    said = [
        (found.where, f"{found.message.removeprefix(found.where).strip()} {found.remedy}".strip())
        for found in [*advice(draft), *consistency(draft)]
        if found.severity == "advice"
    ]
    asked = advisories(frames.themes(study), frames.codes(study), theme_codes=frames.theme_codes(study))
    said += [(row["about"], row["question"]) for row in records(asked)]
    codes: dict[str, list[str]] = {}
    for where, text in said:
        if named := CODE.fullmatch(where):
            codes.setdefault(text[:1].upper() + text[1:], []).append(named[1])
        elif where == "codes":
            codes.setdefault(text, [])
    return [Question(text, tuple(about)) for text, about in codes.items()]


def questions_of(code: str, node: Mapping[str, Any], asked: Sequence[Question]) -> list[str]:
    """What to ask about one code; on how little it rests comes first."""
    little = [] if node["flags"] == "no evidence" else [flag for flag in node["flags"].split("; ") if flag]
    listed = " and ".join([", ".join(little[:-1]), little[-1]] if little[1:] else little)
    return [
        *([f"It rests on {listed}."] if little else []),
        *(question.text for question in asked if code in question.codes),
    ]

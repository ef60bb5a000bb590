"""The six analyses that can be replayed, by the name of their source."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from qualcode.analysis.attribution import Granularity, check_granularity
from qualcode.analysis.study import StudyData, settled
from qualcode.displays.compared import cambra_fierro, lavie, mckinsey
from qualcode.displays.display import Display
from qualcode.displays.oskam import oskam
from qualcode.displays.sadri import sadri
from qualcode.displays.taylor import taylor
from qualcode.errors import NotFound, Refused

Make = Callable[[StudyData, Granularity, Mapping[str, str]], tuple[Display, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """A published analysis: its name on the command line, what it shows, which codebook holds it, its choices."""

    key: str
    title: str
    shows: str
    codebook: str
    make: Make
    choices: Mapping[str, str]


ATTRIBUTE = "an attribute of cases"
SOURCES: dict[str, Source] = {
    source.key: source
    for source in (
        Source(
            "taylor",
            "Taylor et al. (2023): building resilient partnerships",
            "data by case, challenges, challenges with actions, continuum, organisations, signed quotes",
            "taylor2023_responsiveness.yaml",
            taylor,
            {"attribute": "the ordinal attribute that the continuum shows"},
        ),
        Source(
            "sadri",
            "Sadri, Aristidou & Ravasi (2024): phases × perspectives",
            "a matrix of two dimensions of codes, with the links between them",
            "sadri2024_xsp.yaml",
            sadri,
            {"rows": "the dimension of the rows", "columns": "the dimension of the columns"},
        ),
        Source(
            "cambra-fierro",
            "Cambra-Fierro et al. (2015): uneven partners",
            "ordered steps compared by the relative power of the partner",
            "cambra_fierro2015_uneven_partners.yaml",
            cambra_fierro,
            {"attribute": "the ordinal attribute to compare by", "on": "the day on which dated values count"},
        ),
        Source(
            "oskam",
            "Oskam, Bossink & de Man (2021): valuing value",
            "incidents with a timeline, case narratives, patterns by case",
            "oskam2021_valuing_value.yaml",
            oskam,
            {"on": "the day on which dated values count"},
        ),
        Source(
            "lavie",
            "Lavie: the dedicated alliance function",
            "a two by two of quotes by two attributes of cases, contrary evidence in its cell",
            "lavie_daf.yaml",
            lavie,
            {"rows": ATTRIBUTE, "columns": ATTRIBUTE, "on": "the day on which dated values count"},
        ),
        Source(
            "mckinsey",
            "De Backer & Rinaudo: four principles",
            "each principle in each case, for and against",
            "mckinsey_four_principles.yaml",
            mckinsey,
            {},
        ),
    )
}


def source_called(name: str) -> Source:
    """The source of this name.

    Raises:
        NotFound: there is none.
    """
    key = name.strip().casefold().replace("_", "-")
    if key not in SOURCES:
        near = difflib.get_close_matches(key, SOURCES, n=1)
        hint = f" Did you mean '{near[0]}'?" if near else ""
        raise NotFound(f"There is no analysis '{name}' to replay.{hint} There are: {', '.join(SOURCES)}.")
    return SOURCES[key]


def replay(
    data: StudyData, source: str, *, granularity: Granularity = "publication", **choices: str
) -> tuple[Display, ...]:
    """The displays of a source, made of a study: tables with their figures.

    `choices` are those of the source: dimensions, attributes, a day. Quotes are signed at the granularity.

    Raises:
        NotFound: there is no such source.
        Refused: the study lacks what a display needs (the sentence says what), or the source has no such choice.
    """
    check_granularity(granularity)
    chosen = source_called(source)
    given = {name: value for name, value in choices.items() if value}
    for name in given:
        if name not in chosen.choices:
            able = ", ".join(chosen.choices) or "nothing"
            raise Refused(f"The displays of '{chosen.key}' do not go by '{name}'. They go by: {able}.")
    return chosen.make(settled(data), granularity, given)

"""Codebooks from files and to files: what one would bring, and the study's own as YAML and csv."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from qualcode.codebook import slug
from qualcode.codebook.checks import SUFFIXES
from qualcode.errors import CodebookError, NotFound
from qualcode.model import Codebook
from qualcode.project import Project
from qualcode.project.codebook import read_codebook
from qualcode.project.sample import find_data

PUBLISHED = {
    "taylor2023_responsiveness.yaml": "Taylor et al. 2023: building resilient partnerships",
    "sadri2024_xsp.yaml": "Sadri, Aristidou & Ravasi 2024: phases and perspectives",
    "cambra_fierro2015_uneven_partners.yaml": "Cambra-Fierro & Pérez 2015: uneven partners",
    "oskam2021_valuing_value.yaml": "Oskam, Bossink & de Man 2021: valuing value",
    "lavie_daf.yaml": "Lavie: dedicated alliance function",
    "mckinsey_four_principles.yaml": "De Backer & Rinaudo: four principles",
}
"""The codebooks that come with qualcode, by file, each as it is offered."""


def published() -> dict[str, str]:
    """The codebooks that came with this installation, by file; none where its folder is not there."""
    try:
        folder = find_data("codebooks")
    except NotFound:
        return {}
    return {file: name for file, name in PUBLISHED.items() if (folder / file).is_file()}


def read_published(file: str) -> Codebook:
    """A codebook that comes with qualcode."""
    if file not in PUBLISHED:
        raise NotFound(f"There is no published codebook '{file}'.")
    return read_codebook(find_data("codebooks") / file)


def read_uploaded(name: str, content: bytes) -> Codebook:
    """The codebook of a file that was sent: YAML, JSON, csv, tsv or xlsx, by the ending of its name.

    Raises:
        CodebookError: the file has problems; all of them are named, with line and remedy.
    """
    stem, _, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    suffix = f".{ending.lower()}"
    if suffix not in SUFFIXES:
        raise CodebookError(f"{name}: '{suffix}' is not a codebook's ending. Allowed: {', '.join(SUFFIXES)}.")
    with tempfile.TemporaryDirectory(prefix="qualcode-") as folder:
        path = Path(folder) / f"{slug(stem)[:80] or 'codebook'}{suffix}"
        path.write_bytes(content)
        try:
            return read_codebook(path)
        except CodebookError as error:
            raise CodebookError([problem.replace(str(path), name) for problem in error.problems]) from error


def as_yaml(study: Project) -> bytes:
    """The codebook of the study as a YAML file."""
    return _written(study.codebook.save, "codebook.yaml")


def as_csv(study: Project) -> bytes:
    """The table of codes with their counts as a csv file.

    Raises:
        ExportRefused: an export would not be true.
    """
    return _written(study.export, "codebook.csv")


def _written(write: Callable[[Path], object], name: str) -> bytes:
    with tempfile.TemporaryDirectory(prefix="qualcode-") as folder:
        write(Path(folder) / name)
        return (Path(folder) / name).read_bytes()

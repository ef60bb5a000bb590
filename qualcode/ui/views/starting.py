"""Beginning: a new study, the sample study, and where they lie."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from qualcode.codebook.names import slug
from qualcode.errors import Refused
from qualcode.model import Approach
from qualcode.project import create
from qualcode.ui import recent

LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "it": "Italian",
    "pt": "Portuguese",
    "nl": "Dutch",
    "da": "Danish",
    "sv": "Swedish",
    "nb": "Norwegian",
    "fi": "Finnish",
    "pl": "Polish",
    "cs": "Czech",
    "hu": "Hungarian",
    "ro": "Romanian",
    "el": "Greek",
    "tr": "Turkish",
    "ru": "Russian",
    "uk": "Ukrainian",
    "ar": "Arabic",
    "fa": "Persian",
    "he": "Hebrew",
    "hi": "Hindi",
    "zh": "Chinese",
    "xx": "Another, or several",
}
SUFFIX = ".qualcode"
STEPS_OF_SAMPLE = 6


def folder() -> Path:
    """Where new studies lie unless one says otherwise."""
    return Path.home() / "qualcode"


def path_for(name: str) -> str:
    """The file that a study of this name would have."""
    short = slug(name) if any(sign.isalnum() for sign in name) else "my_study"
    return str(folder() / f"{short}{SUFFIX}")


def meant(typed: str) -> str:
    """The whole path of a file as somebody types or pastes it: quotation marks go, ~ is the home folder."""
    bare = typed.strip().strip("\"'“”").strip()
    try:
        return str(Path(bare).expanduser()) if bare else ""
    except RuntimeError:
        return bare


def begin(path: str, *, name: str, approach: Approach, question: str, language: str, coder: str) -> str:
    """Make a study; returns its path. The folder for studies is made on first use, any other has to be there."""
    file = Path(meant(path))
    if not file.name:
        raise Refused("Say where the study’s file shall lie.")
    if not file.name.endswith(SUFFIX):
        file = file.with_name(f"{file.name}{SUFFIX}")
    if not file.is_absolute():
        raise Refused(f"{file}: give the whole path, such as {path_for(name)}.")
    if file.parent == folder():
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Refused(f"{file.parent}: the folder cannot be made ({error.strerror or error}).") from error
    create(
        file, coder=coder, name=name.strip(), approach=approach, question=question.strip(), language=language
    ).close()
    return str(file)


def sample() -> Path:
    """The sample study's file, whether or not it is there."""
    return recent.home() / "sample" / "study.qualcode"


def make_framework(source: str, say: Callable[[str], None] = lambda line: None) -> str:
    """The sample study coded for a published analysis; made when it is not there yet. Returns its path."""
    from qualcode.project.sample import build_framework

    place = recent.home() / "sample-frameworks" / source
    file = place / "study.qualcode"
    return str(file if file.is_file() else build_framework(source, place, say=say))


def make_sample(say: Callable[[str], None] = lambda line: None) -> str:
    """Make the sample study and put it in the place of an earlier one; returns its path.

    It is made beside that place: whoever stops half-way keeps what was there.
    """
    from qualcode.project.sample import build

    place, making = sample().parent, recent.home() / "sample-being-made"
    build(making, say=say)
    old = recent.home() / "sample-before"
    try:
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.rename(old)
        making.rename(place)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise Refused(
            f"The sample study cannot be put into {place} ({error.strerror or error}). Is it open in another program?"
        ) from error
    return str(sample())

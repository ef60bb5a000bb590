"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from qualcode.errors import ExportRefused


def write_files(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write every file, each through a temporary file beside it; when one fails, all are as they were before.

    Missing folders are made; existing files are overwritten, their permissions kept.

    Raises:
        ExportRefused: a folder cannot be made, a file cannot be written or replaced, or a path is a folder.
    """
    waiting: list[tuple[Path, Path]] = []
    path = Path()
    try:
        for path, content in contents.items():
            target = path.resolve()
            if target.is_dir():
                raise ExportRefused(f"{path}: this is a folder. Give the name of a file in it, or another name.")
            target.parent.mkdir(parents=True, exist_ok=True)
            beside = _beside(target)
            waiting.append((beside, target))
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                beside.chmod(target.stat().st_mode & 0o777)
        _put_in_place(waiting)
    except (OSError, ValueError) as error:
        path = path if not isinstance(error, _NotReplaced) else error.path
        why = getattr(error, "strerror", None) or str(error)
        lost = "" if not isinstance(error, _NotReplaced) or not error.kept else f" {' '.join(error.kept)}"
        raise ExportRefused(
            f"{path}: cannot be written ({why}). Is it open in another program, is the disk full, may you write "
            f"there? Close it or choose another place. {lost.strip() or 'Nothing was exported.'}"
        ) from error
    finally:
        for beside, _ in waiting:
            _remove(beside)
    return list(contents)


class _NotReplaced(OSError):
    """Which file could not be replaced, and a sentence for each earlier one that could not be put back."""

    def __init__(self, path: Path, cause: OSError, kept: list[str]) -> None:
        super().__init__(cause.errno, cause.strerror or str(cause))
        self.path, self.kept = path, kept


def _put_in_place(waiting: list[tuple[Path, Path]]) -> None:
    """Replace each target by the file that waits beside it; when one cannot be replaced, put the earlier ones back."""
    # Each target keeps its content under a second name meanwhile, so that it is never missing from its place.
    former: dict[Path, Path] = {}
    done: list[Path] = []
    kept: list[str] = []
    target = Path()
    try:
        for _, target in waiting:
            if len(waiting) > 1 and target.exists():
                former[target] = _second_name(target)
        for beside, target in waiting:
            beside.replace(target)
            done.append(target)
    except BaseException as error:
        kept += [said for place in reversed(done) if (said := _put_back(place, former))]
        if isinstance(error, OSError):
            raise _NotReplaced(target, error, kept) from error
        raise
    finally:
        for second in former.values():
            if not any(str(second) in said for said in kept):
                _remove(second)


def _second_name(target: Path) -> Path:
    second = _beside(target)
    try:
        os.link(target, second)
    except OSError:  # not every file system has links
        shutil.copy2(target, second)
    return second


def _put_back(target: Path, former: Mapping[Path, Path]) -> str:
    """Undo one replacement; a sentence when that is impossible."""
    try:
        if target in former:
            former[target].replace(target)
        else:
            target.unlink()
    except OSError:
        earlier = f"; what it held before is in {former[target]}" if target in former else ""
        return f"{target} is new and could not be put back{earlier}."
    return ""


def _beside(target: Path) -> Path:
    return target.parent / f".qualcode-{uuid.uuid4().hex[:12]}.tmp"


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)

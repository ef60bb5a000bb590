"""Writing files whole or not at all."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Mapping
from pathlib import Path

from qualcode.errors import ExportRefused


def write_files(contents: Mapping[Path, bytes]) -> list[Path]:
    """Write every file, each through a temporary file beside it; none is replaced unless all could be written.

    Missing folders are made; existing files are overwritten, their permissions kept.

    Raises:
        ExportRefused: a folder cannot be made, a file cannot be written, or a path is a folder.
    """
    waiting: list[tuple[Path, Path]] = []
    path = Path()
    try:
        try:
            for path, content in contents.items():
                target = path.resolve()
                if target.is_dir():
                    raise ExportRefused(f"{path}: this is a folder. Give the name of a file in it, or another name.")
                target.parent.mkdir(parents=True, exist_ok=True)
                beside = target.parent / f".qualcode-{uuid.uuid4().hex[:12]}.tmp"
                waiting.append((beside, target))
                with beside.open("xb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                if target.exists():
                    beside.chmod(target.stat().st_mode & 0o777)
            for beside, target in waiting:
                path = target
                beside.replace(target)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or str(error)
            raise ExportRefused(
                f"{path}: cannot be written ({why}). Is it open in another program, is the disk full, may you write "
                "there? Close it or choose another place. Nothing was exported."
            ) from error
    finally:
        for beside, _ in waiting:
            with contextlib.suppress(OSError):
                beside.unlink(missing_ok=True)
    return list(contents)

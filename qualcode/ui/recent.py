"""The studies that were opened lately, in a small file of the user's own; where it cannot be kept, nothing is said."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path

MOST = 12


@dataclass(frozen=True, slots=True)
class Recent:
    """A study that was opened: its file, and the name it had then."""

    path: str
    name: str


def home() -> Path:
    """The folder of what the workbench keeps for itself: QUALCODE_HOME, or `.qualcode` in the user's home."""
    named = os.environ.get("QUALCODE_HOME", "").strip()
    return Path(named).expanduser() if named else Path.home() / ".qualcode"


def studies() -> list[Recent]:
    """The studies that were opened, the latest first; those that are no longer there are left out."""
    return [known for known in _read() if _is_there(known.path)]


def remember(path: Path | str, name: str) -> None:
    """Put a study first."""
    now = Recent(str(Path(path).absolute()), name)
    known = _read()
    if known[:1] != [now]:
        _write([now, *(other for other in known if other.path != now.path)][:MOST])


def _read() -> list[Recent]:
    try:
        kept = json.loads((home() / "recent.json").read_text(encoding="utf-8"))
        return [Recent(str(item["path"]), str(item["name"])) for item in kept]
    except (OSError, ValueError, TypeError, KeyError, RuntimeError):
        return []


def _write(known: list[Recent]) -> None:
    try:
        home().mkdir(parents=True, exist_ok=True)
        fresh = home() / f"recent.{os.getpid()}.json"
        fresh.write_text(json.dumps([asdict(item) for item in known], ensure_ascii=False, indent=1), encoding="utf-8")
        fresh.replace(home() / "recent.json")
    except (OSError, ValueError, RuntimeError):
        return


def _is_there(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):
        return False

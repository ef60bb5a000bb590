"""Which study is open."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import streamlit as st

from qualcode.errors import ProjectError, Refused
from qualcode.project import Project, open_project

SUFFIX = ".qualcode"
MOST_OPEN = 16


def path_asked_for() -> str:
    """The study named in the address, on the command line, or in QUALCODE_STUDY; empty when none is.

    An address can come from anywhere, so it opens project files of this machine only.

    Raises:
        Refused: the address names a file that does not end in .qualcode, or one on another machine.
    """
    named = (st.query_params.get("study") or "").strip()
    if named:
        return _allowed(named)
    arguments = [argument for argument in sys.argv[1:] if argument.endswith(SUFFIX)]
    return os.environ.get("QUALCODE_STUDY", "") or (arguments[0] if arguments else "")


def study_at(path: str) -> Project:
    """The study, opened once for reading; opened anew when another file has taken its place.

    Raises:
        ProjectError: there is no such file, or it is no study.
    """
    try:
        found = Path(path).stat()
        identity = (found.st_ino, found.st_ctime_ns)
    except FileNotFoundError:
        identity = (0, 0)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ProjectError(f"{path}: cannot be opened ({why}).") from error
    return _opened(path, identity)


@st.cache_resource(show_spinner="Opening the study …", max_entries=MOST_OPEN)
def _opened(path: str, identity: tuple[int, int]) -> Project:
    return open_project(Path(path), must_exist=True)


def _allowed(path: str) -> str:
    if path.replace("\\", "/").startswith("//"):
        raise Refused(f"{path}: is on another machine. Copy the study to this one, and open the copy.")
    if not path.endswith(SUFFIX):
        raise Refused(f"{path}: is no study. Give a file that ends in {SUFFIX}.")
    return path

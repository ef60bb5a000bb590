"""Which study is open, who codes, and whether an earlier state is looked at."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn
from urllib.parse import quote, unquote

import streamlit as st

from qualcode.errors import ProjectError, QualcodeError, Refused
from qualcode.project import Project, open_project
from qualcode.ui.look import plain
from qualcode.ui.navigation import page

SUFFIX = ".qualcode"
MOST_OPEN = 16
COOKIE = "qualcode_coder"
NOTHING_OPEN = "No study is open yet. Open one on the first page, or take the sample study."


def study() -> Project:
    """The open study in the coder's name, or the earlier state that is being looked at.

    Without a study or a coder the page ends here and says what to do.
    """
    try:
        found = study_or_none()
    except QualcodeError as error:
        return _to_first_page(str(error))
    if found is None:
        return _to_first_page()
    if not coder():
        who_codes(found)
        st.stop()
    seq = looking_back()
    return found if seq is None else _earlier(found, seq)


def study_or_none() -> Project | None:
    """The open study as it is now, whoever codes; None when none is asked for.

    Raises:
        QualcodeError: the study that is asked for cannot be opened.
    """
    path = path_asked_for()
    return _now(path, coder()) if path else None


def path_asked_for() -> str:
    """The study named in the address, opened before in this session, named on the command line or in QUALCODE_STUDY.

    An address can come from anywhere, so it opens project files of this machine only.

    Raises:
        Refused: the address names a file that does not end in .qualcode, or one on another machine.
    """
    named = (st.query_params.get("study") or "").strip()
    if named:
        st.session_state["study_path"] = _allowed(named)
    path = str(st.session_state.get("study_path", "")) or _started_with()
    if path and path != _started_with():
        st.query_params["study"] = path
    return path


def open_path(path: str) -> None:
    """Open another study in this session; the next run shows it."""
    st.session_state["study_path"] = path
    st.query_params["study"] = path
    look_back(None)


def coder() -> str:
    """Who codes: chosen in this session, remembered by this browser, or named when the workbench was started."""
    chosen = st.session_state.get("coder")
    if chosen is None:
        started_for = os.environ.get("QUALCODE_CODER", "").strip()
        held = st.context.cookies.get(COOKIE, "")
        kept, _, when = unquote(held if isinstance(held, str) else "").partition("\n")
        # A name that was chosen in this browser stands until the workbench is started for somebody else.
        chosen = kept if kept and when == started_for else started_for
        st.session_state["coder"] = chosen
    return str(chosen)


def cookie() -> str:
    """What this browser keeps to know the coder again, as the value of the cookie."""
    return quote(f"{coder()}\n{os.environ.get('QUALCODE_CODER', '').strip()}", safe="")


def who_codes(found: Project) -> None:
    """Ask who is coding: somebody who worked on the study before, or a new name."""
    known = found.coders()
    st.subheader("Who is coding?")
    st.write("Every act carries the name of a person. It stays on this machine, in the study’s file.")
    for name in known:
        st.button(name, key=f"coder:{name}", icon=":material/person:", on_click=_be, args=(name,))
    with st.form("new_coder", border=False):
        st.text_input("Another name", key="new_coder_name", max_chars=80, placeholder="Ana Ruiz")
        st.form_submit_button("Continue", on_click=lambda: _be(st.session_state["new_coder_name"]), type="primary")


def change_coder() -> None:
    """Ask anew who is coding."""
    st.session_state["coder"] = ""


def looking_back() -> int | None:
    """The act after which the study is looked at; None for now."""
    seq: int | None = st.session_state.get("as_of")
    return seq


def look_back(seq: int | None) -> None:
    """Look at the study as it was after act `seq`, on all pages; None comes back to now."""
    st.session_state["as_of"] = seq
    known = st.session_state.pop("earlier", None)
    if known is not None:
        known[1].close()


def _be(name: str) -> None:
    if name.strip():
        st.session_state["coder"] = " ".join(name.split())


def _to_first_page(problem: str = "") -> NoReturn:
    if problem:
        st.error(plain(problem), icon=":material/error:")
    else:
        st.info(NOTHING_OPEN, icon=":material/folder_open:")
    st.page_link(page("home"), label="To the first page", icon=":material/home:")
    st.stop()
    raise AssertionError("st.stop ends the page")


def _earlier(found: Project, seq: int) -> Project:
    known = st.session_state.get("earlier")
    if known is None or known[0] != (found.path, seq):
        known = st.session_state["earlier"] = ((found.path, seq), found.history.as_of(seq))
    earlier: Project = known[1]
    return earlier


def _now(path: str, name: str) -> Project:
    """The study, opened once for all sessions; opened anew when another file has taken its place."""
    try:
        found = Path(path).stat()
        identity = (found.st_dev, found.st_ino)  # an open file keeps its number for itself
    except FileNotFoundError:
        identity = (0, 0)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise ProjectError(f"{path}: cannot be opened ({why}).") from error
    return _of(path, identity, name)


@st.cache_resource(show_spinner="Opening the study …", max_entries=MOST_OPEN)
def _opened(path: str, identity: tuple[int, int]) -> Project:
    return open_project(Path(path), must_exist=True)


@st.cache_resource(show_spinner=False, max_entries=4 * MOST_OPEN)
def _of(path: str, identity: tuple[int, int], name: str) -> Project:
    study = _opened(path, identity)
    return study.by(name) if name else study


def _started_with() -> str:
    arguments = [argument for argument in sys.argv[1:] if argument.endswith(SUFFIX)]
    return os.environ.get("QUALCODE_STUDY", "") or (arguments[0] if arguments else "")


def _allowed(path: str) -> str:
    if path.replace("\\", "/").startswith("//"):
        raise Refused(f"{path}: is on another machine. Copy the study to this one, and open the copy.")
    if not path.endswith(SUFFIX):
        raise Refused(f"{path}: is no study. Give a file that ends in {SUFFIX}.")
    return path

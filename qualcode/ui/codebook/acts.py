"""The acts that reshape the codebook: each says first what it would do, asks why, and can be undone in one step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Preview, Project
from qualcode.ui.acting import attempt
from qualcode.ui.look import plain
from qualcode.ui.views import codebook

STATE = "codebook_doing"
SAID = "codebook_said"
WHY = "Why (goes into the history; may stay empty)"
TOP = "(at the top)"

Codes = Sequence[Mapping[str, Any]]


def begin(act: str, *codes: str) -> None:
    """Open the panel of an act on some codes; "" closes it. For callbacks."""
    st.session_state[STATE] = (act, list(codes)) if act else None


def show(code: str, part: str = "") -> None:
    """Let a code be open, in one of the parts of its card; "" closes it. For callbacks."""
    for name, value in (("code", code), ("show", part)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
    st.query_params.pop("rule", None)


def say_then(sentence: str) -> None:
    """Show the whole page anew and say this there: what a fragment says just before is lost."""
    st.session_state[SAID] = sentence
    st.rerun()


def said() -> None:
    """Say what `say_then` was given."""
    if sentence := st.session_state.pop(SAID, ""):
        st.toast(sentence, icon=":material/check:")


def look_at(code: str) -> None:
    """Let another code be open, in the same part of its card; an act that was begun on one is left. For callbacks."""
    part = st.query_params.get("show", "")
    show(code, "" if part == "board" else part)
    if (st.session_state.get(STATE) or ("",))[0] not in ("in", "out"):
        begin("")


def panel(study: Project, codes: Codes, themes: Sequence[Mapping[str, Any]]) -> bool:
    """The act that was begun, ready to be done or left; whether there is one."""
    act, chosen = st.session_state.get(STATE) or ("", [])
    active = {code["key"]: code for code in codes if not code["retired"]}
    chosen = [key for key in chosen if key in active]
    panels: dict[str, Callable[[], None]] = {"new": lambda: _new(study, active, themes)}
    if chosen:
        panels |= {
            "move": lambda: _move(study, active, codes, chosen[0]),
            "merge": lambda: _merge(study, active, chosen),
            "split": lambda: _split(study, active, chosen[0]),
            "retire": lambda: _retire(study, active, chosen[0]),
        }
    if act not in panels:
        return False
    with st.container(border=True, key=f"codebook_panel:{act}"):
        panels[act]()
    return True


def new_code(study: Project, active: Mapping[str, Mapping[str, Any]], themes: Sequence[Mapping[str, Any]]) -> None:
    """The fields of a new code, in a form of their own."""
    names = {theme["key"]: theme["name"] for theme in themes}
    with st.form("codebook_new", border=False):
        st.text_input("Name", key="codebook_new_name", max_chars=200, placeholder="Promises before plans")
        st.text_area("What it means (may wait)", key="codebook_new_definition", height=80)
        left, right = st.columns(2)
        left.selectbox("Under", ["", *active], key="codebook_new_parent", format_func=_named(active, TOP))
        right.selectbox(
            "In the theme", ["", *names], key="codebook_new_theme", format_func=lambda key: names.get(key, "None yet")
        )
        st.form_submit_button("Make the code", type="primary", on_click=_make, args=(study,))


def _make(study: Project) -> None:
    name, definition, parent, theme = (
        st.session_state[f"codebook_new_{field}"] for field in ("name", "definition", "parent", "theme")
    )

    def make() -> None:
        show(study.codebook.add(name.strip(), definition=definition.strip(), parent=parent, theme=theme))
        begin("")

    attempt(make, done=f"Made the code {plain(name.strip())}.")


def _new(study: Project, active: Mapping[str, Mapping[str, Any]], themes: Sequence[Mapping[str, Any]]) -> None:
    st.markdown("**A new code**")
    new_code(study, active, themes)
    st.button("Cancel", key="codebook_leave", on_click=begin, args=("",), type="tertiary")


def _move(study: Project, active: Mapping[str, Mapping[str, Any]], codes: Codes, code: str) -> None:
    st.markdown(f"**Move “{plain(active[code]['name'])}”**")
    own = codebook.below(codes, code)
    places = ["", *(key for key in active if key not in own)]
    now = active[code]["parent"]
    parent = st.selectbox(
        "Under",
        places,
        places.index(now) if now in places else 0,
        key=f"codebook_move:{code}",
        format_func=_named(active, TOP),
    )
    _ask(
        "Move it",
        lambda **how: study.codebook.move(code, parent=parent, **how),
        ready=parent != now,
        otherwise="It is there now. Choose another place.",
    )


def _merge(study: Project, active: Mapping[str, Mapping[str, Any]], chosen: Sequence[str]) -> None:
    names = " and ".join(f"“{plain(active[key]['name'])}”" for key in chosen)
    st.markdown(f"**Merge {names}**")
    st.caption("One code stays. The codings, rules, sub-codes and memos of the others go to it, and they are retired.")
    targets = [*(chosen if len(chosen) > 1 else ()), *(key for key in active if key not in chosen)]
    into = st.selectbox(
        "Which one stays",
        targets,
        index=None,
        key=f"codebook_merge:{'+'.join(chosen)}",
        format_func=_named(active),
        placeholder="Choose a code",
    )
    sources = [key for key in chosen if key != into]

    def merge(**how: Any) -> Preview | None:
        found = study.codebook.merge(sources, into=into or "", **how)
        if found is None:
            show(into or "")
            st.session_state["codebook_settled"] = st.session_state.get("codebook_settled", 0) + 1
        return found

    _ask("Merge", merge, ready=into is not None, otherwise="")


def _split(study: Project, active: Mapping[str, Mapping[str, Any]], code: str) -> None:
    st.markdown(f"**Split “{plain(active[code]['name'])}”**")
    st.caption(
        "Name the codes that it should become. Then all its passages, of all documents, lie on a board, and you decide "
        "for each where it goes, or that it stays. Nothing changes until you decide."
    )
    written = st.text_area("Into which codes, one a line", key=f"codebook_split:{code}", height=100)
    into = [line.strip() for line in written.splitlines() if line.strip()]

    def split(**how: Any) -> Preview | None:
        found = study.codebook.split(code, into=into, **how)
        if found is None:
            show(code, "board")
        return found

    _ask("Begin the split", split, ready=bool(into), otherwise="")


def _retire(study: Project, active: Mapping[str, Mapping[str, Any]], code: str) -> None:
    st.markdown(f"**Retire “{plain(active[code]['name'])}”**")
    st.caption("It is offered no more and suggests no more. Its codings stay as they are, and it can be restored.")
    _ask("Retire it", lambda **how: study.codebook.retire(code, **how), ready=True, otherwise="")


def _ask(label: str, act: Callable[..., Preview | None], *, ready: bool, otherwise: str) -> None:
    """What the act would do, why, and the two buttons."""
    if ready:
        try:
            st.markdown(f"**Preview.** {plain(codebook.told(act(preview=True)))}")
        except QualcodeError as error:
            st.markdown(f":material/block: {plain(str(error))}")
            ready = False
    elif otherwise:
        st.caption(otherwise)
    st.text_input(WHY, key="codebook_why", max_chars=500)
    with st.container(horizontal=True):
        st.button(label, key="codebook_do", type="primary", disabled=not ready, on_click=_do, args=(act,))
        st.button("Cancel", key="codebook_leave", on_click=begin, args=("",))


def _do(act: Callable[..., Preview | None]) -> None:
    if attempt(act, why=st.session_state["codebook_why"], done="Done. One undo takes it back."):
        begin("")


def _named(active: Mapping[str, Mapping[str, Any]], nothing: str = "") -> Callable[[str], str]:
    return lambda key: active[key]["name"] if key in active else nothing

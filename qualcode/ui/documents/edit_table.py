"""A table that is changed in place and saved in one act. What is not saved yet survives other pages and people."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import streamlit as st

from qualcode.ui.acting import attempt
from qualcode.ui.views import cells
from qualcode.ui.views.cells import Cells, Clash

if TYPE_CHECKING:
    import pandas as pd

Save: TypeAlias = Callable[[dict[Any, dict[str, str]]], Any]
Table: TypeAlias = "tuple[pd.DataFrame, Sequence[Hashable]]"
FEW, MOST_HEIGHT = 10, 460


@dataclass
class _Held:
    """What one session has not saved of one table."""

    turn: int = 0
    table: Table | None = None
    carried: Cells = field(default_factory=dict)
    before: Cells = field(default_factory=dict)
    pending: Cells = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)

    def begin_anew(self) -> None:
        self.turn += 1
        self.carried, self.before, self.pending, self.clashes = {}, {}, {}, []


def edit_table(
    read: Callable[[], Table],
    *,
    key: str,
    alt: str,
    columns: Mapping[str, Any],
    fixed: Sequence[str],
    save: Save,
    readonly: bool = False,
) -> int:
    """Show a table whose cells can be changed. Returns how many changes are not saved.

    Args:
        read: gives the table as it is now, and a key for each of its rows.
        columns: Streamlit's column configuration; columns that are not in it stand under their own name.
        fixed: columns that cannot be changed.
        save: is given all changes at once, {row: {column: text}}; "" takes a value away.
    """
    held: _Held = st.session_state.setdefault(f"{key}:held", _Held())
    frame, rows = read()
    before = held.table
    if f"{key}:{held.turn}" not in st.session_state or before is None or _shape(before) != _shape((frame, rows)):
        # Another page was shown meanwhile, or there are other rows: the editor forgets its changes, `held` does not.
        held.turn += 1
        held.carried = held.pending
    held.table = frame, rows
    held.carried = cells.differing(frame, rows, held.carried)
    name = f"{key}:{held.turn}"
    st.data_editor(
        cells.with_cells(frame, rows, held.carried),
        key=name,
        alt=alt,
        hide_index=True,
        placeholder="–",
        height="auto" if len(frame) <= FEW else MOST_HEIGHT,
        column_config=columns,
        disabled=True if readonly else list(fixed),
        on_change=_remember_what_was,
        args=(key,),
    )
    changes = cells.edited(rows, st.session_state[name]["edited_rows"])
    held.pending = cells.differing(frame, rows, {**held.carried, **changes})
    _clashes(key, held, read, save)
    if not readonly:
        _buttons(key, held, read, save)
    return len(held.pending)


def unsaved(key: str) -> int:
    """How many changes of a table are not saved."""
    held = st.session_state.get(f"{key}:held")
    return len(held.pending) if held else 0


def row_of(key: str, place: int) -> Hashable:
    """The key of the row that stood at a place when the table was shown last."""
    return st.session_state[f"{key}:held"].table[1][place]


def _buttons(key: str, held: _Held, read: Callable[[], Table], save: Save) -> None:
    count = len(held.pending)
    with st.container(horizontal=True, vertical_alignment="center"):
        label = f"Save {count} change{'s' if count != 1 else ''}" if count else "Save changes"
        wanted = {"disabled": not count, "on_click": _save, "args": (key, read, save)}
        st.button(label, key=f"{key}_save", type="primary" if count else "secondary", icon=":material/check:", **wanted)
        if count:
            st.button("Discard", key=f"{key}_discard", type="tertiary", on_click=held.begin_anew)


def _clashes(key: str, held: _Held, read: Callable[[], Table], save: Save) -> None:
    if not held.clashes:
        return
    with st.container(border=True, key=f"{key}_clash"):
        st.write("Somebody else changed the same cells while you were at it. Nothing of yours is saved yet.")
        st.dataframe(
            [
                {"Where": _called(clash.row), "What": clash.column, "Theirs": clash.theirs, "Yours": clash.mine}
                for clash in held.clashes
            ],
            alt="Both versions of each cell",
        )
        with st.container(horizontal=True):
            st.button("Keep theirs", key=f"{key}_theirs", on_click=_save, args=(key, read, save, "theirs"))
            st.button("Save mine over it", key=f"{key}_mine", on_click=_save, args=(key, read, save, "mine"))


def _remember_what_was(key: str) -> None:
    held: _Held = st.session_state[f"{key}:held"]
    assert held.table is not None
    frame, rows = held.table
    changes = cells.edited(rows, st.session_state[f"{key}:{held.turn}"]["edited_rows"])
    held.before = {**cells.values(frame, rows, changes), **held.before}


def _save(key: str, read: Callable[[], Table], save: Save, whose: str = "") -> None:
    held: _Held = st.session_state[f"{key}:held"]
    found = cells.clashes(*read(), held.before, held.pending)
    wanted = held.pending
    if found and whose == "theirs":
        theirs = {(clash.row, clash.column) for clash in found}
        wanted = {cell: value for cell, value in wanted.items() if cell not in theirs}
    elif found and whose != "mine":
        held.clashes = found
        return
    done = f"Saved {len(wanted)} change{'s' if len(wanted) != 1 else ''}"
    if not wanted or attempt(save, cells.by_row(wanted), done=done):
        held.begin_anew()


def _shape(table: Table) -> tuple[list[Hashable], list[str]]:
    frame, rows = table
    return list(rows), list(frame.columns)


def _called(row: Hashable) -> str:
    return ": ".join(map(str, row)) if isinstance(row, tuple) else str(row)

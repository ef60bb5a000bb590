"""Acts from a page: a refusal is a sentence, never a traceback; what a component sends is done once."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Lock
from typing import Any

import streamlit as st

from qualcode.errors import Conflict, QualcodeError
from qualcode.ui.look import plain
from qualcode.ui.state import study_or_none

MOST_REMEMBERED = 10_000
Act = Callable[..., Any]


def attempt(act: Act, *values: Any, done: str = "", **named: Any) -> bool:
    """Do an act; say `done`, or why it was refused. Returns whether it was done. For callbacks and pages alike."""
    try:
        with own_acts():
            act(*values, **named)
    except QualcodeError as error:
        refused(error)
        return False
    if done:
        st.toast(done, icon=":material/check:")
    return True


@contextmanager
def own_acts() -> Iterator[None]:
    """Remember which acts are this session's own: only others' acts show the page anew."""
    study = study_or_none()
    before = study.last_act() if study else 0
    try:
        yield
    finally:
        if study:
            known = st.session_state.setdefault("own_acts", set())
            known.update(range(before + 1, study.last_act() + 1))


def refused(error: QualcodeError) -> None:
    """Say why something was refused, until the reader closes it."""
    st.toast(plain(str(error)).replace("\n", "  \n"), icon=":material/block:", duration="infinite")


@contextmanager
def working(label: str) -> Iterator[Callable[[float, str], None]]:
    """Show progress on long work, which the reader can cancel; gives `report(share, words)`.

    Cancelling, or anything else that is pressed, ends the run at the next report: an act is whole or not at all, so
    nothing stays half-done.
    """
    spot = st.empty()
    with spot.container(border=True):
        bar = st.progress(0.0, text=label)
        st.button("Cancel", key=f"cancel:{label}", icon=":material/close:")

    def report(share: float, words: str = "") -> None:
        bar.progress(min(max(share, 0.0), 1.0), text=f"{label} {words}".strip())

    try:
        yield report
    finally:
        spot.empty()


# -- messages of components: [{"id", "act", "with": {…}}, …], each sent until its answer has arrived


class _Answers:
    """The answers to messages, by id, for all sessions: a message that is sent again is not done again."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._lock = Lock()

    def answer(self, message: Mapping[str, Any], acts: Mapping[str, Act]) -> dict[str, Any]:
        with self._lock:
            known = self._known.get(message["id"])
            if known is None:
                # Entered first: a fault in an act must not have the message sent for ever.
                known = self._known[message["id"]] = {"refused": "Something went wrong here; nothing was done."}
                while len(self._known) > MOST_REMEMBERED:
                    self._known.popitem(last=False)
                known.update(_done(acts[message["act"]], self._meant(message.get("with") or {})))
                if "value" in known:
                    known.pop("refused")
            return known

    def _meant(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """What was made by a message that was still on its way goes by that message's id: put in what it is now."""
        made = {
            name: self._known[value]
            for name, value in values.items()
            if isinstance(value, str) and value in self._known
        }
        return {**values, **{name: answer["value"] for name, answer in made.items() if answer.get("value")}}


def _done(act: Act, values: Mapping[str, Any]) -> dict[str, Any]:
    try:
        return {"value": act(**values)}
    except Conflict as error:
        return {"refused": str(error), "theirs": error.theirs, "mine": error.mine}
    except QualcodeError as error:
        return {"refused": str(error)}


@st.cache_resource
def _answers() -> _Answers:
    return _Answers()


def listen(key: str, acts: Mapping[str, Act]) -> Callable[[], None]:
    """A component's `on_outbox_change`: does each message of its outbox once, by name of the act.

    What an act returns goes back to the browser, so it is None, text, a number, or lists and dictionaries of these.
    `answers(key)` is what the component needs in its data.
    """

    def take() -> None:
        sent = st.session_state[key].get("outbox") or []
        with own_acts():
            st.session_state[f"{key}:answers"] = {item["id"]: _answers().answer(item, acts) for item in sent}

    return take


def settle(key: str, acts: Mapping[str, Act]) -> None:
    """Before a component is drawn: do what it sent in a run that was cut short. What was done is not done again."""
    if key in st.session_state and (st.session_state[key].get("outbox") or []):
        listen(key, acts)()


def answers(key: str) -> dict[str, Any]:
    """The answers to what the component sent last."""
    found: dict[str, Any] = st.session_state.get(f"{key}:answers", {})
    return found

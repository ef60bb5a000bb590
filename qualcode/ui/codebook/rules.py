"""The rules of a code: each in a sentence, and an editor that answers while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from qualcode.errors import Conflict, QualcodeError
from qualcode.project import Project
from qualcode.ui.acting import attempt, own_acts, refused, working
from qualcode.ui.codebook.acts import say_then
from qualcode.ui.components.passages import passages
from qualcode.ui.components.query import query_line
from qualcode.ui.look import plain, short
from qualcode.ui.navigation import page
from qualcode.ui.views import rules as view
from qualcode.ui.views.grid import many

STATE = "codebook_rule"
RAN = "codebook_ran"
AGAIN = (
    "Saving makes a new version of the rule: the next run asks again about what was rejected under the old one. "
    "Codings stay as they are."
)
PLACE = 'money NEAR/10 brand   ·   "two worlds"   ·   partner* NOT meeting   ·   (logo OR name) AND pay IN turn'


def rules(study: Project, card: Mapping[str, Any], *, readonly: bool) -> None:
    """The rules of a code, the one that is being written, and the run of all rules."""
    held = view.rules_of(study, card["key"])
    readonly = readonly or card["status"] == "retired"
    st.caption("A rule proposes this code for the passages that it finds. It never codes: you decide on each one.")
    with st.container(horizontal=True):
        if held:
            st.button(
                "New rule",
                key="codebook_rule_new",
                icon=":material/add:",
                on_click=_open,
                args=("",),
                disabled=readonly,
            )
        if st.button("Run suggestions now", key="codebook_run", icon=":material/play_arrow:", disabled=readonly):
            _run(study)
    _ran(card["key"])
    wanted = None if readonly else st.query_params.get("rule", None if held else "")
    if wanted is not None and wanted not in [rule["key"] for rule in held]:
        _editor(study, card["key"], wanted)
    for rule in held:
        if rule["key"] == wanted:
            _editor(study, card["key"], wanted)
        else:
            _rule(study, rule, readonly)


def _rule(study: Project, rule: Mapping[str, Any], readonly: bool) -> None:
    with st.container(border=True, key=f"codebook_rule:{rule['key']}"):
        st.markdown(plain(short(rule["sentence"], 260)))
        with st.container(horizontal=True, vertical_alignment="center", wrap=False):
            st.caption(plain(" · ".join(text for text in (rule["key"], rule["note"]) if text)), width="stretch")
            if rule["raw"]:
                st.caption("A pattern for experts; change it in the codebook’s file.", width="content")
            else:
                st.button(
                    "Change",
                    key=f"codebook_rule_change:{rule['key']}",
                    on_click=_open,
                    args=(rule["key"],),
                    disabled=readonly,
                )
            with st.popover("Remove", key=f"codebook_rule_removing:{rule['key']}", type="tertiary", disabled=readonly):
                st.write("What it suggested goes with the next run. Codings stay. Undo brings it back.")
                st.button(
                    "Remove the rule",
                    key=f"codebook_rule_remove:{rule['key']}",
                    on_click=attempt,
                    args=(study.codebook.remove_rule, rule["key"]),
                    kwargs={"done": "Removed."},
                )


def _open(rule: str | None) -> None:
    if rule is None:
        st.query_params.pop("rule", None)
    else:
        st.query_params["rule"] = rule
    st.session_state.pop(STATE, None)


def _begin(code: str, rule: Mapping[str, Any] | None) -> dict[str, Any]:
    nth = st.session_state.get(STATE, {"nth": 0})["nth"] + 1
    held = {"code": code, "key": rule["key"] if rule else "", "rule": dict(rule) if rule else None, "nth": nth}
    st.session_state[STATE] = held
    return held


@st.fragment
def _editor(study: Project, code: str, wanted: str) -> None:
    row = next((rule for rule in view.rules_of(study, code) if rule["key"] == wanted), None)
    held = st.session_state.get(STATE)
    if held is None or (held["code"], held["key"]) != (code, wanted if row or held["rule"] else ""):
        held = _begin(code, row)
    with st.container(border=True, key="codebook_editor"):
        st.markdown(f"**Change the rule {plain(held['key'])}**" if held["rule"] else "**A new rule**")
        typed = query_line(
            key="codebook_query",
            label="The rule, as a query",
            value=held["rule"]["query"] if held["rule"] else "",
            version=str(held["nth"]),
            placeholder=PLACE,
            lines=3,
        )
        if not _words(study):
            return
        trial = view.try_out(study, typed) if typed.strip() else view.Trial()
        _answer(trial, typed)
        _saving(study, code, held, row, typed, trial)
    if trial.sentence:
        _passages(trial)


def _words(study: Project) -> bool:
    """Whether the words of all documents are known; they are found once, which takes a moment in a large study."""
    if study.matching.ready:
        return True
    label = f"Finding the words of {many(len(study.documents), 'document')}"
    if st.session_state.get(f"cancel:{label}"):
        st.info(
            "Stopped. A rule is tried on the words of all documents, which are found once.", icon=":material/pause:"
        )
        st.button("Go on", key="codebook_go_on")
        return False
    with working(label) as report:
        study.matching.corpus(progress=lambda done, of: report(done / max(of, 1), f"({done} of {of})"))
    return True


def _answer(trial: view.Trial, typed: str) -> None:
    if not typed.strip():
        st.caption("Begin to type: what it finds, and what it just misses, shows here at once.")
    elif trial.problem:
        st.markdown(f":material/edit: {plain(trial.problem)}")
        if trial.pointer:
            st.code(trial.pointer, language=None, wrap_lines=False)
    else:
        st.markdown(plain(trial.sentence))
        st.markdown(f"**{trial.found.counts()}**" if trial.found.passages else "**It finds nothing**")
        if trial.found.passages and trial.spread:
            st.caption(plain(view.spread_words(trial.spread)))
        for sentence in trial.advice:
            st.caption(f":material/info: {plain(sentence)}")


def _saving(
    study: Project, code: str, held: dict[str, Any], row: Mapping[str, Any] | None, typed: str, trial: view.Trial
) -> None:
    before = held["rule"]
    if before and (row is None or row["version"] != before["version"]):
        if row is not None and typed in (before["query"], row["query"]):
            _begin(code, row)
            st.rerun()
        _both(code, row, typed)
        return
    st.caption(AGAIN if before else "The next run of suggestions proposes the code for what it finds.")
    changed = typed.split() != (before["query"].split() if before else [])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        why = st.text_input("Why (may stay empty)", key=f"codebook_rule_why:{held['nth']}", max_chars=500)
        ready = bool(trial.sentence) and changed
        # No callbacks: what is said within one is misplaced in a fragment.
        if st.button("Save the rule", key="codebook_rule_save", type="primary", disabled=not ready):
            _save(study, code, before, typed, why)
        if st.button("Close", key="codebook_rule_close"):
            _open(None)
            st.rerun()


def _save(study: Project, code: str, before: Mapping[str, Any] | None, typed: str, why: str) -> None:
    try:
        with own_acts():
            key = view.save_rule(study, code, before, typed, why=why)
    except Conflict:
        st.rerun()  # both versions are shown then
    except QualcodeError as error:
        refused(error)
    else:
        _open(key if before else None)
        say_then("Saved. The next run of suggestions uses it.")


def _both(code: str, row: Mapping[str, Any] | None, typed: str) -> None:
    if row is None:
        st.warning("Somebody removed this rule while you were writing.", icon=":material/group:")
        if st.button("Go on with mine as a new rule", key="codebook_rule_anew"):
            st.session_state[STATE] |= {"rule": None, "key": ""}
            st.rerun()
        return
    st.warning("Somebody changed this rule while you were writing. Here are both.", icon=":material/group:")
    for title, query in (("As it is now", row["query"]), ("As you wrote it", typed)):
        st.caption(title)
        st.code(query, language=None, wrap_lines=True)
    with st.container(horizontal=True):
        if st.button("Keep theirs", key="codebook_rule_theirs"):
            _begin(code, row)
            st.rerun()
        if st.button("Go on with mine", key="codebook_rule_mine", help="You can still save it, over theirs."):
            st.session_state[STATE] |= {"rule": dict(row)}  # the text that was typed stays in the line
            st.rerun()


def _passages(trial: view.Trial) -> None:
    found, missed = st.tabs(["Found", "Just missed"], key="codebook_tried")
    with found:
        if trial.found.passages > len(trial.found.items):
            st.caption(f"The first {len(trial.found.items)} of {trial.found.passages:,}; interviewers’ words left out.")
        passages(
            trial.found.items,
            key="codebook_hits",
            label="Passages that the rule finds",
            empty="Nothing that people said fits. See what it just misses.",
        )
    with missed:
        passages(
            trial.misses,
            key="codebook_misses",
            label="Passages that the rule just misses",
            empty="Nothing comes close to being found.",
        )


def _run(study: Project) -> None:
    found: list[Any] = []
    with working("Looking through the corpus") as report:
        done = attempt(
            lambda: found.extend(
                study.suggestions.run(progress=lambda nth, of: report(nth / max(of, 1), f"({nth} of {of})")).to_dict(
                    "records"
                )
            )
        )
    if done:
        st.session_state[RAN] = {row["code"]: row for row in found}
        st.rerun()


def _ran(code: str) -> None:
    ran = st.session_state.get(RAN)
    if ran is None:
        return
    mine = ran.get(code, {"suggestions": 0, "new": 0, "gone": 0})
    new = sum(row["new"] for row in ran.values())
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="codebook_run_done"):
        st.markdown(
            f"**{many(mine['suggestions'], 'suggestion')}** for this code now: {mine['new']:,} new, "
            f"{mine['gone']:,} gone. For all codes together {new:,} new.",
            width="stretch",
        )
        st.page_link(page("review"), label="Review them", icon=":material/rule:")
        st.button("Close", key="codebook_run_close", type="tertiary", on_click=st.session_state.pop, args=(RAN,))

"""Where a study stands: next steps, the six phases, what was read and coded, what deserves a look, the latest acts."""

from __future__ import annotations

import streamlit as st

from qualcode.project import Project
from qualcode.ui.look import plain, short
from qualcode.ui.navigation import page
from qualcode.ui.views import home
from qualcode.ui.views.moments import clock, day, zone_of
from qualcode.ui.views.next_steps import next_steps
from qualcode.ui.views.standing import Standing

SEVERAL, FEW = 8, 5
PERCENT = {"min_value": 0, "max_value": 100, "format": "%.0f %%"}


def steps(study: Project, now: Standing) -> None:
    """At most three next steps, the first one prominent."""
    found = next_steps(now, approach=study.approach)
    if not found:
        return
    st.subheader("What to do next")
    first, *others = found
    with st.container(border=True, key="home_step_0"):
        st.page_link(page(first.page), label=f"**{plain(short(first.do, 80))}**", query_params=first.query)
        st.caption(plain(first.why))
    for nth, step in enumerate(others, start=1):
        with st.container(horizontal=True, vertical_alignment="center", key=f"home_step_{nth}"):
            st.page_link(page(step.page), label=plain(short(step.do, 80)), query_params=step.query)
            st.caption(plain(step.why))


def phases(now: Standing) -> None:
    """The six phases, with what exists in each and the page where it is done."""
    st.subheader("The six phases")
    for nth, phase in enumerate(home.phases(now), start=1):
        name, exists, link = st.columns([4, 5, 3], vertical_alignment="center")
        name.markdown(f"{nth}\\. **{phase.name}**", help=phase.about)
        exists.caption(" · ".join(plain(fact) for fact in phase.exists if fact))
        link.page_link(page(phase.page), label=phase.link)


def attention(study: Project, now: Standing) -> None:
    """What was read and how much is coded, per case and per document; a click on a document opens it."""
    st.subheader("What was read and coded")
    by_case, documents = home.read_and_coded(study, now)
    unread = now.unread()
    if unread:
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key="home_unread"):
            st.markdown(f"**Not yet read by you** ({len(unread)}):")
            for name in unread[:SEVERAL]:
                st.page_link(page("read"), label=plain(short(name, 40)), icon="", query_params={"document": name})
            if len(unread) > SEVERAL:
                st.caption(f"and {len(unread) - SEVERAL} more, in “Each document”")
    st.dataframe(
        by_case[["case", "documents", "read", "read_percent", "coded_percent"]],
        hide_index=True,
        alt="Read and coded per case",
        column_config={
            "case": "Case",
            "documents": "Documents",
            "read": st.column_config.NumberColumn("Read", help="By anybody"),
            "read_percent": st.column_config.ProgressColumn("Words read", **PERCENT),
            "coded_percent": st.column_config.ProgressColumn("Coded", help="Of the words that can count", **PERCENT),
        },
    )
    with st.expander("Each document", key="home_documents"):
        chosen = st.dataframe(
            documents[["document", "case", "mine", "readers", "coded_percent"]],
            hide_index=True,
            key="home_open",
            on_select="rerun",
            selection_mode="single-cell",
            alt="Read and coded per document",
            column_config={
                "document": st.column_config.TextColumn("Document", help="A click opens it", pinned=True),
                "case": "Case",
                "mine": st.column_config.CheckboxColumn("Read by you"),
                "readers": "Read by",
                "coded_percent": st.column_config.ProgressColumn("Coded", **PERCENT),
            },
        )
    for place, column in chosen.selection.cells:
        if column == "document":
            st.switch_page(page("read"), query_params={"document": str(documents["document"].iloc[place])})


def deserves_a_look(study: Project) -> None:
    """What checks find, by kind; they are made when somebody wants to see them. Nothing of it blocks anything."""
    box = st.expander("What deserves a look", key="home_look", icon=":material/fact_check:", on_change="rerun")
    if not box.open:
        return
    with box:
        groups = home.deserves_a_look(study)
        if not groups:
            st.caption("Nothing found.")
            return
        st.caption("Questions, not errors: look where it matters to you. Nothing is blocked by them.")
        for nth, group in enumerate(groups):
            # The most serious is open, so that the others do not bury it.
            with st.expander(f"{group.name} · {group.count:,}", expanded=nth == 0, key=f"home_look_{nth}"):
                for place, problem in enumerate(group.problems):
                    _problem(problem, f"home_look_{nth}_{place}")
                st.page_link(page(group.page), label=group.link, query_params=group.query)


def _problem(problem: home.Problem, key: str) -> None:
    """One problem: what to do about it, and the first few places with their evidence; the others in a table."""
    st.markdown(f"**{plain(problem.said)}** {plain(problem.remedy)}")
    found = problem.found
    for nth, (where, evidence) in enumerate(zip(found["where"][:FEW], found["evidence"][:FEW], strict=True)):
        with st.container(gap=None, key=f"{key}_{nth}"):
            if where:
                st.caption(plain(where))
            if evidence:
                st.text(evidence)
    if len(found) > FEW:
        with st.expander(f"All {len(found):,}", key=f"{key}_all"):
            st.dataframe(
                found,
                hide_index=True,
                alt=problem.said,
                key=f"{key}_table",
                column_config={
                    "where": st.column_config.TextColumn("Where", width="medium"),
                    "evidence": st.column_config.TextColumn("What it rests on", width="large"),
                },
            )


def latest(study: Project) -> None:
    """The latest acts of everybody."""
    st.subheader("Latest acts")
    zone = zone_of(st.context.timezone, st.context.timezone_offset)
    for act in home.latest_acts(study):
        undone = " *(undone)*" if act["undone"] else ""
        what = plain(short(act["summary"], 90))
        said, when = st.columns([3, 2], gap="small")
        said.markdown(f"{what}{undone}")
        when.caption(f"{plain(act['coder'])}, {day(act['at'], zone)}, {clock(act['at'], zone)}")
    st.page_link(page("history"), label="All acts")

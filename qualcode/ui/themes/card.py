"""One theme: its claim, and beside it the evidence, links, how it came to be, and the acts that reshape it."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from qualcode.errors import QualcodeError
from qualcode.project import Project
from qualcode.ui.acting import attempt
from qualcode.ui.look import plain, short
from qualcode.ui.state import looking_back
from qualcode.ui.themes import evidence
from qualcode.ui.themes.claim import claim, codes
from qualcode.ui.views import genealogy as lives
from qualcode.ui.views import themes as views
from qualcode.ui.views.moments import clock, day, end_of, zone_of

NARROWEST = 380
LINKS = ("answered_by", "informs", "interacts", "contradicts")


def open_theme(theme: str) -> None:
    """Let the address name a theme, so that the page shows it; "" shows all of them. For callbacks."""
    if theme:
        st.query_params["theme"] = theme
    else:
        st.query_params.pop("theme", None)


def card(study: Project, theme: str) -> None:
    """Show one theme."""
    row = study.find.theme(theme)
    _others(study, row["key"])
    st.subheader(plain(row["name"]), anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.badge(views.STATUS[row["status"]], color="green" if row["status"] == "defined" else "gray")
        st.caption(views.rests_on(study, row["key"]))
    if row["kept_because"] and row["status"] != "discarded":
        st.caption(f":material/task_alt: Kept: {plain(row['kept_because'])}")
    if row["status"] == "discarded":
        _discarded(study, row["key"], row["discarded_because"])
    with st.grid(2, min_column_width=NARROWEST, gap="large"):
        with st.container():
            claim(study, row["key"])
            codes(study, row["key"])
        with st.container():
            _beside(study, row["key"])


def _others(study: Project, theme: str) -> None:
    called = views.names(study)
    keys = list(called)
    at = keys.index(theme) if theme in called else None
    with st.container(horizontal=True):
        go = {"type": "tertiary", "on_click": open_theme}
        st.button("All themes", key="themes_back", icon=":material/arrow_back:", args=("",), **go)
        for label, step, icon in (("Previous", -1, "chevron_left"), ("Next", 1, "chevron_right")):
            place = None if at is None else at + step
            if place is not None and 0 <= place < len(keys):
                name = plain(short(called[keys[place]], 80))
                key = f"themes_{label.lower()}"
                st.button(label, key=key, icon=f":material/{icon}:", help=name, args=(keys[place],), **go)


def _discarded(study: Project, theme: str, why: str) -> None:
    st.markdown(f":material/delete: Discarded: {plain(why)}")
    st.button(
        "Restore the theme",
        key="themes_restore",
        disabled=looking_back() is not None,
        on_click=attempt,
        args=(study.themes.restore, theme),
        kwargs={"done": "Taken up again."},
    )


def _beside(study: Project, theme: str) -> None:
    shows = {
        "Evidence": evidence.extracts,
        "Quotes": evidence.quotes,
        "Questions": evidence.questions,
        "Links": _links,
        "How it came to be": _genealogy,
        "Reshape": _reshape,
    }
    for tab, show in zip(st.tabs(list(shows), key="themes_tab", bind="query-params"), shows.values(), strict=True):
        with tab:
            if tab.open:
                show(study, theme)


def _links(study: Project, theme: str) -> None:
    locked, called = looking_back() is not None, views.names(study)
    links = views.links_of(study, theme)
    if not links:
        st.caption("No links yet. A link says how two themes bear on each other; the map shows it.")
    for link in links:
        left, right = st.columns([5, 1], vertical_alignment="center")
        other = plain(link["called"])
        kind = f"**{plain(link['words'])}**"
        said = f"{kind} {other}" if link["outgoing"] else f"{other} {kind} this theme"
        left.markdown(f"{said}  \n:small[{plain(link['why'])}]" if link["why"] else said)
        ends = (link["source"], link["target"], link["type"])
        right.button(
            "Remove",
            key=f"themes_unlink:{':'.join(ends)}",
            help=plain(f"Take away the link {link['words']}"),
            type="tertiary",
            disabled=locked,
            on_click=attempt,
            args=(study.themes.unlink, *ends),
            kwargs={"done": "The link is gone."},
        )
    others = [key for key in called if key != theme]
    if not others:
        return
    st.markdown("##### A new link")
    st.selectbox(
        "This theme …",
        LINKS,
        key="themes_link",
        format_func=_words,
        accept_new_options=True,
        help="Or a word of your own",
    )
    st.selectbox(
        "… this one", others, key="themes_link_to", index=None, format_func=called.get, placeholder="Choose a theme"
    )
    st.text_input("Why", key="themes_link_why", placeholder="What in the data shows it")
    st.button("Link", key="themes_link_add", disabled=locked, on_click=_link, args=(study, theme))


def _link(study: Project, theme: str) -> None:
    kind, other, why = (st.session_state[f"themes_link{name}"] for name in ("", "_to", "_why"))
    if not kind or not other:
        st.toast("Choose how it is linked, and to which theme.", icon=":material/arrow_forward:")
    elif attempt(study.themes.link, theme, other, kind.strip(), why=why, done="Linked."):
        st.session_state.update(themes_link_to=None, themes_link_why="")


def _words(link: str) -> str:
    return link.replace("_", " ")


def _genealogy(study: Project, theme: str) -> None:
    zone = zone_of(st.context.timezone, st.context.timezone_offset)
    images, row = study.history.images(*lives.TABLES), study.find.theme(theme)
    whole = lives.genealogy(images, row["id"])
    if not whole.steps:
        st.caption("Nothing is recorded.")
        return
    first, today = (
        datetime.fromisoformat(at).astimezone(zone).date() for at in (whole.steps[0].at, datetime.now(UTC).isoformat())
    )
    asked = st.date_input("As it was on", today, min_value=first, max_value=today, key=f"themes_day:{theme}", width=200)
    life = lives.genealogy(images, row["id"], until=end_of(asked or today, zone))
    if life.name:
        of = ", ".join(life.codes) or "no code"
        st.caption(plain(f"Then: {life.name} ({views.STATUS[life.status]}), of {of}."))
    else:
        st.caption("The theme was not made yet.")
    shown = ""
    for step in life.steps:
        if day(step.at, zone) != shown:
            shown = day(step.at, zone)
            st.markdown(f"**{shown}**")
        why = f"  \n:small[Why: {plain(step.why)}]" if step.why else ""
        what = "  \n".join(plain(sentence) for sentence in step.what)
        st.markdown(f":small[{clock(step.at, zone)} · {plain(step.coder)}]  \n{what}{why}")


def _reshape(study: Project, theme: str) -> None:
    locked, called = looking_back() is not None, views.names(study)
    st.markdown("##### Make a new theme of some of its codes")
    codes = {code["key"]: code["name"] for code in views.all_codes(study)}
    own = views.codes_of(study, theme)
    st.multiselect(
        "Codes", own, key="themes_split_codes", format_func=lambda key: codes.get(key, key), placeholder="Choose codes"
    )
    st.text_input("Name of the new theme", key="themes_split_name", max_chars=300)
    st.text_input("Why", key="themes_split_why", placeholder="Two claims in one …")
    st.checkbox("They leave this theme", value=True, key="themes_split_leave")
    st.button("Make the theme", key="themes_split", disabled=locked, on_click=_split, args=(study, theme))
    others = [key for key in called if key != theme]
    if theme in called and others:
        st.markdown("##### Merge other themes into this one")
        st.multiselect("Themes", others, key="themes_merge_from", format_func=called.get, placeholder="Choose themes")
        st.text_input("Why they tell one story", key="themes_merge_why")
        _preview(lambda: views.merging(study, st.session_state["themes_merge_from"], theme))
        st.button("Merge", key="themes_merge", disabled=locked, on_click=_merge, args=(study, theme))
    if theme in called:
        st.markdown("##### Keep it")
        st.text_input("Why it is kept", key="themes_keep_why", placeholder="Tested against every case; holds …")
        st.button("Keep the theme", key="themes_keep", disabled=locked, on_click=_keep, args=(study, theme))
        st.markdown("##### Discard it")
        st.text_input(
            "Why it is discarded",
            key="themes_discard_why",
            placeholder="Thin, two stories in one, told better elsewhere …",
        )
        _preview(lambda: views.discarding(study, theme))
        st.button("Discard the theme", key="themes_discard", disabled=locked, on_click=_discard, args=(study, theme))


def _preview(said: object) -> None:
    try:
        sentence = said()  # type: ignore[operator]
    except QualcodeError as error:
        sentence = str(error)
    if sentence:
        st.caption(plain(sentence))


def _split(study: Project, theme: str) -> None:
    chosen, name, leave = (st.session_state[f"themes_split_{part}"] for part in ("codes", "name", "leave"))
    if not chosen or not name.strip():
        st.toast("Choose the codes, and give the new theme a name.", icon=":material/arrow_forward:")
        return
    made: list[str] = []

    def make() -> None:
        why = st.session_state["themes_split_why"]
        made.append(study.themes.add(name.strip(), codes=chosen, out_of=theme if leave else "", why=why))

    if attempt(make, done=f"Made the candidate theme {plain(short(name))}."):
        open_theme(made[0])


def _merge(study: Project, theme: str) -> None:
    chosen, why = st.session_state["themes_merge_from"], st.session_state["themes_merge_why"]
    if not chosen:
        st.toast("Choose the themes that go into this one.", icon=":material/arrow_forward:")
    elif attempt(study.themes.merge, chosen, into=theme, why=why, done="Merged. Undo takes it back."):
        st.session_state["themes_merge_why"] = ""


def _keep(study: Project, theme: str) -> None:
    if attempt(study.themes.keep, theme, why=st.session_state["themes_keep_why"], done="Kept, with its reason."):
        st.session_state["themes_keep_why"] = ""


def _discard(study: Project, theme: str) -> None:
    if attempt(
        study.themes.discard, theme, why=st.session_state["themes_discard_why"], done="Discarded, with its reason."
    ):
        open_theme("")

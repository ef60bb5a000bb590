"""Decide on suggestions, one at a time."""

from __future__ import annotations

import streamlit as st

from qualcode.ui import state
from qualcode.ui.acting import attempt, settle
from qualcode.ui.components.review import review
from qualcode.ui.look import plain
from qualcode.ui.navigation import page
from qualcode.ui.review.asking import asking, mixing, told
from qualcode.ui.views.review import acts, cards, line_up, mixture

study = state.study()
looking_back = state.looking_back() is not None
st.title("Review")
st.caption("A machine proposes, you decide. What you accept or recode becomes your coding; nothing else does.")

book = study.codebook.value()
if not book.codes:
    st.info("There is no code yet, so nothing can be suggested. Make one while reading, or bring a codebook.")
    st.page_link(page("codebook"), label="To the codebook", icon=":material/account_tree:")
    st.stop()

withheld = study.suggestions.withheld()
left, right = st.columns([3, 1], vertical_alignment="center")
with right.popover("Suggest…", icon=":material/refresh:", disabled=looking_back, width="stretch"):
    asking(study)
if withheld:
    some = ", ".join(plain(name) for name in withheld[:5]) + (
        f" and {len(withheld) - 5} more" if len(withheld) > 5 else ""
    )
    why = {
        "reflexive": "in the reflexive approach your own reading comes first. Mark them read to see theirs",
        "reliability": "in the reliability approach two coders read and code blind first",
    }.get(study.approach, "")
    left.caption(
        f":material/visibility_off: The suggestions of {len(withheld)} documents are not shown: {why} ({some})."
    )

names = {code.id: code.name for code in book.codes}
with st.expander("Which suggestions, and in what mix", icon=":material/tune:"):
    boxes = st.columns(4)
    code = boxes[0].selectbox(
        "Code",
        ["", *(code.id for code in book.codes)],
        key="review_code",
        bind="query-params",
        format_func=lambda key: names.get(key, key) or "all codes",
    )
    case = boxes[1].selectbox(
        "Case", ["", *study.cases.attributes()["case"]], key="review_case", format_func=lambda key: key or "all cases"
    )
    document = boxes[2].selectbox(
        "Document",
        ["", *(document.name for document in study.documents)],
        key="review_document",
        format_func=lambda name: name or "all documents",
    )
    suggester = boxes[3].selectbox(
        "Suggester",
        ["", *study.suggestions.suggesters()],
        key="review_suggester",
        format_func=lambda name: name or "all",
    )
    mix = mixing()
st.caption(mixture(mix))
told()

chosen = (code, case, document, suggester, tuple(mix.items()), str(study.path), study.coder, state.looking_back())
held = st.session_state.get("review_line")
if held is None or held[0] != chosen:
    lined_up = line_up(study, code=code, case=case, document=document, suggester=suggester, mix=mix)
    held = st.session_state["review_line"] = (chosen, lined_up)


@st.fragment
def _cards() -> None:
    do = acts(study)
    if not held[1]:
        st.info("No suggestion of this kind waits for a decision.", icon=":material/done_all:")
        st.page_link(page("read"), label="Read and code", icon=":material/ink_highlighter:")
        return
    settle("review", do)
    review(cards(study, held[1], readonly=looking_back), do, key="review")


_cards()

if study.approach == "codebook" and not looking_back:
    what = f"suggestions of {names[code]}" if code else "suggestions"
    with st.expander("Accept many at once", icon=":material/done_all:"):
        st.write(
            "In the codebook approach the rest can be accepted in one act once you have decided on a random sample. "
            "The share of the sample that you accepted is recorded with it."
        )
        if st.button(f"Draw a sample of 20 {plain(what)}", key="review_sample"):
            drawn: list[str] = []
            if attempt(
                lambda: drawn.extend(
                    study.suggestions.sample(size=20, code=code or None, suggester=suggester or None)["suggestion"]
                )
            ):
                st.session_state["review_line"] = (chosen, [(one, "random") for one in drawn])
                st.rerun()
        if st.button(f"Accept all other {plain(what)}", key="review_accept_many"):
            counted: list[int] = []
            if attempt(
                lambda: counted.append(study.suggestions.accept_many(code=code or None, suggester=suggester or None))
            ):
                st.toast(f"Accepted {counted[0]} suggestions. Undo takes all of them back.", icon=":material/done_all:")
                st.session_state.pop("review_line", None)
                st.rerun()

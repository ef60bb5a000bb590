"""Every act can be undone exactly, and an earlier state rebuilt."""

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualcode
from qualcode.errors import Conflict, NotFound, QualcodeError, Refused
from qualcode.model import Code, Codebook, Rule, ThemeEntry

TEXT = "Ana: We come from two worlds. They move fast 😀, we wait.\n\nBen: Nobody asked us. It broke."
CODES = ["alpha", "beta", "gamma"]
coded = st.tuples(st.just("code"), st.integers(0, 40), st.integers(1, 40), st.sampled_from(CODES))
acts = st.lists(
    st.one_of(
        coded,
        coded,
        st.tuples(st.just("recode"), st.integers(0, 9), st.sampled_from(CODES)),
        st.tuples(st.just("annotate"), st.integers(0, 9), st.text(max_size=5)),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("merge"), st.sampled_from(CODES), st.sampled_from(CODES)),
        st.tuples(st.just("split"), st.sampled_from(CODES)),
        st.tuples(st.just("assign"), st.integers(0, 9), st.lists(st.sampled_from(["delta", *CODES]), max_size=2)),
        st.tuples(st.just("close"), st.sampled_from(CODES)),
        st.tuples(st.just("merge themes"), st.integers(0, 9), st.integers(0, 9)),
        st.tuples(st.just("use"), st.sampled_from(CODES), st.sampled_from(["", "first", "second"]), st.booleans()),
        st.tuples(st.just("document")),
        st.tuples(st.just("retire"), st.sampled_from(CODES)),
        st.tuples(st.just("restore"), st.sampled_from(CODES)),
        st.tuples(st.just("move"), st.sampled_from(CODES), st.sampled_from(CODES)),
        st.tuples(st.just("theme"), st.sampled_from(CODES)),
        st.tuples(st.just("exemplar"), st.integers(0, 9)),
        st.tuples(st.just("read")),
        st.tuples(st.just("memo"), st.text(max_size=5)),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=12,
)


def do(study, act):
    """Do one random act; what the study refuses is not done, and must then change nothing."""
    name, *rest = act
    codings = list(study.codings.table()["coding"])
    themes = [theme.id for theme in study.codebook.value().themes]
    picked = codings[rest[0] % len(codings)] if codings and rest and isinstance(rest[0], int) else "none"
    match name:
        case "code":
            study.codings.add("talk", rest[0], rest[0] + rest[1], rest[2])
        case "recode":
            study.codings.recode(picked, rest[1])
        case "annotate":
            study.codings.annotate(picked, memo=rest[1])
        case "remove":
            study.codings.remove(picked)
        case "merge":
            study.codebook.merge(rest[0], into=rest[1])
        case "split":
            study.codebook.split(rest[0], into=["Delta"])
        case "assign":
            split = study.codebook.value().codes[rest[0] % len(study.codebook.value().codes)].id
            board = list(study.codebook.board(split)["coding"])
            study.codebook.assign(split, board[rest[0] % len(board) :] if board else "none", rest[1])
        case "close":
            study.codebook.close_split(rest[0])
        case "merge themes":
            keys = [theme.id for theme in study.codebook.value().themes] or ["none"]
            study.themes.merge(keys[rest[0] % len(keys)], into=keys[rest[1] % len(keys)])
        case "use":
            study.codebook.use(book(rest[0], rest[1]), revive=rest[2])
        case "document":
            if len(study.documents) > 1:
                study.documents.remove("second")
            else:
                study.documents.add(qualcode.read_text(TEXT, name="second"))
        case "retire":
            study.codebook.retire(rest[0])
        case "restore":
            study.codebook.restore(rest[0])
        case "move":
            study.codebook.move(rest[0], parent=rest[1])
        case "theme":
            study.themes.add(f"Theme {len(themes)}", codes=[rest[0]])
        case "exemplar":
            study.themes.add_exemplar(themes[0] if themes else "none", picked)
        case "read":
            study.documents.mark_read("talk")
        case "memo":
            study.memos.add(rest[0], about="document:talk")
        case "undo":
            study.history.undo()
        case "redo":
            study.history.redo()


def book(code, theme):
    """A codebook whose one rule and one place in a theme are now with this code, now with that."""
    codes = [Code(key, key.title(), parent="alpha" if key == "gamma" else "") for key in CODES]
    themes = (ThemeEntry("first", "First"), ThemeEntry("second", "Second", "It matters."))
    chosen = Code(code, code.title(), theme=theme, rules=(Rule(f"{code}.r1", f"{code} OR {theme or 'none'}"),))
    return Codebook("book", "Book", tuple(codes), themes).with_code(chosen)


def small_study(folder: Path):
    study = qualcode.create(folder / "s.qualcode", coder="ana")
    study.documents.add(qualcode.read_text(TEXT, name="talk"))
    for code in CODES:
        study.codebook.add(code)
    return study


@given(acts)
@settings(max_examples=25)
def test_each_state_can_be_rebuilt_and_undoing_everything_returns_to_the_start(tmp_path_factory, sequence):
    with small_study(tmp_path_factory.mktemp("undo")) as study:
        first = len(study.history)
        states = {first: study.history.hash()}
        for act in sequence:
            before, events = study.history.hash(), len(study.history)
            try:
                do(study, act)
            except QualcodeError:
                assert (study.history.hash(), len(study.history)) == (before, events)
            states[len(study.history)] = study.history.hash()
        for seq, state in states.items():
            with study.history.as_of(seq) as earlier:
                assert earlier.history.hash() == state
        while True:
            try:
                study.history.undo()
            except Refused:
                break
        empty = study.history.hash()
        with study.history.as_of(2) as earlier:  # after the study was made and its coder entered
            assert earlier.history.hash() == empty


def test_undo_goes_back_step_by_step_and_redo_forward(study):
    states = [study.history.hash()]
    for start in (5, 10, 20):
        study.codings.add("P1", start, start + 20, "speed")
        states.append(study.history.hash())
    for expected in (2, 1, 0):
        study.history.undo()
        assert study.history.hash() == states[expected]
    for expected in (1, 2, 3):
        study.history.redo()
        assert study.history.hash() == states[expected]
    study.history.undo()
    assert study.history.hash() == states[2]


@given(st.lists(st.sampled_from(["code", "code", "undo", "redo", "ben codes", "a number"]), max_size=14))
@settings(max_examples=25)
def test_what_undo_and_redo_would_do_is_said_before(tmp_path_factory, sequence):
    with small_study(tmp_path_factory.mktemp("next")) as study:
        ben = study.by("ben")
        for start, act in enumerate(sequence):
            said = {"undo": study.history.next_undo(), "redo": study.history.next_redo()}
            match act:
                case "code" | "ben codes":
                    with suppress(QualcodeError):  # the code itself may be undone
                        (study if act == "code" else ben).codings.add("talk", start, 40, "alpha")
                case "a number":
                    with suppress(QualcodeError):
                        study.history.undo(start + 6)
                case _ if said[act]:
                    with suppress(QualcodeError):  # somebody else may rest on it
                        assert getattr(study.history, act)() == said[act]
                case _:
                    with pytest.raises(Refused):
                        getattr(study.history, act)()


def test_who_did_nothing_has_nothing_to_undo(study):
    assert (study.by("ben").history.next_undo(), study.by("ben").history.next_redo()) == ("", "")


def test_what_was_undone_stays_undone_after_a_new_act(study):
    study.codings.add("P1", 23, 51, "speed")
    study.history.undo()
    study.codings.add("P2", 5, 21, "speed")
    with pytest.raises(Refused, match="nothing that could be done again"):
        study.history.redo()


def test_an_act_that_somebody_built_on_is_not_undone_and_says_who_did(study):
    coding = study.codings.add("P1", 23, 51, "speed")
    added = study.history.table()["seq"].max()
    with qualcode.open(study.path, coder="ben") as other:
        other.codings.annotate(coding.id, memo="I see it differently")
    before = study.history.hash()
    with pytest.raises(Conflict, match=r"changed since by ben in act \d+"):
        study.history.undo(int(added))
    assert study.history.hash() == before


def test_undo_takes_back_only_what_this_coder_did(study):
    study.codings.add("P1", 23, 51, "speed")
    with qualcode.open(study.path, coder="ben") as other:
        other.codings.add("P2", 5, 21, "speed")
        assert study.history.undo() == "Coded “We come from two worlds. The” in P1 as Speed"
        assert list(other.codings.table()["coder"]) == ["ben"]


def test_undoing_what_others_rest_on_is_refused_in_a_sentence(study):
    study.codebook.add("Fresh")
    added = int(study.history.table()["seq"].max())
    study.codings.add("P1", 23, 51, "fresh")
    with pytest.raises(Refused, match="something else in the project rests on it"):
        study.history.undo(added)


def test_an_act_cannot_be_undone_twice(study):
    study.codings.add("P1", 23, 51, "speed")
    added = int(study.history.table()["seq"].max())
    study.history.undo(added)
    with pytest.raises(Refused, match="undone already"):
        study.history.undo(added)
    with pytest.raises(NotFound, match="no act 999"):
        study.history.undo(999)


def test_an_earlier_state_can_be_read_but_not_changed(study):
    seq = int(study.history.table()["seq"].max())
    study.codings.add("P1", 23, 51, "speed")
    with study.history.as_of(seq) as earlier:
        assert (len(earlier.codings), len(study.codings)) == (0, 1)
        with pytest.raises(Refused, match="can be read, not changed"):
            earlier.codings.add("P1", 23, 51, "speed")


def test_a_state_is_found_by_its_day(study):
    day = study.history.table()["at"].iloc[0][:10]
    with study.history.as_of(day) as earlier:
        assert earlier.history.hash() == study.history.hash()
    with pytest.raises(NotFound, match="did not exist yet"):
        study.history.as_of("1999-12-31")
    for nonsense in ("yesterday", "", "2026-13-01"):
        with pytest.raises(Refused, match="is no date"):
            study.history.as_of(nonsense)
    with pytest.raises(NotFound, match="no act 99999999999999999999"):
        study.history.as_of(99999999999999999999)


def test_numbers_of_our_own_tables_are_taken(study):
    seq = study.history.table()["seq"].max()
    study.codings.add("P1", 23, 51, "speed")
    with study.history.as_of(seq) as earlier:
        assert len(earlier.codings) == 0
    study.history.undo(study.history.table()["seq"].max())
    assert len(study.codings) == 0


def test_the_history_of_one_code_has_only_its_acts(study):
    study.codebook.rename("speed", "Pace")
    study.codebook.rename("brand", "Logo")
    acts = study.history.table(about="code:speed")
    assert list(acts["summary"]) == ["Took in the codebook A book (3 codes: 3 added)", "Renamed the code Speed to Pace"]


def test_a_preview_changes_nothing_and_says_what_would(study):
    study.codings.add("P1", 23, 51, "speed")
    before, events = study.history.hash(), len(study.history)
    preview = study.codebook.merge("speed", into="brand", preview=True)
    assert (study.history.hash(), len(study.history)) == (before, events)
    assert preview.summary == "Merged Speed into Brand and logo (1 codings moved)"
    assert preview.counts() == "1 codes changed, 1 codings changed, 1 theme_codes changed"

"""What handles keep in memory between acts is what they would find by looking anew, for all coders and threads."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import qualcode
from qualcode.errors import NotFound, QualcodeError, ReadFirst
from qualcode.project import Project, frames
from qualcode.project.remembering import FEW

ANA = "Int: How was it?\n\nAna: We come from two worlds. They move fast, we wait.\n\nInt: And?\n\nAna: The logo broke."
BEN = "Ben: Two worlds, yes. Nobody asked us about the logo.\n\nInt: Why two worlds?\n\nBen: Fine by me."
CODES = ["worlds", "logo", "pace"]
NAMES = ["P1", "P2", "P3"]
FRAMES = (frames.codings, frames.documents, frames.suggestions, frames.speakers)

number, code, name = st.integers(0, 40), st.sampled_from(CODES), st.sampled_from(NAMES)
who = st.sampled_from(["ana", "ben", "cat elsewhere"])
ACTS = st.one_of(
    st.tuples(st.just("add"), name, number, number, code),
    st.tuples(st.sampled_from(["recode", "retire", "restore", "merge", "move", "split", "rename"]), number, code),
    st.tuples(st.just("edit rule"), number, code),
    st.tuples(st.sampled_from(["resize", "annotate", "remove", "accept", "reject", "skip", "recode one"]), number),
    st.tuples(
        st.sampled_from(["read", "unread", "document", "case", "hours", "kind", "role", "tie", "no codings"]), name
    ),
    st.tuples(st.sampled_from(["run", "undo", "redo", "person", "organisation", "reorder"])),
)


def do(study, act, *rest):
    """Do one act; numbers choose among what is there."""
    if rest and isinstance(rest[0], int):
        ids = list(study.codings.table()["coding"]) or ["none"]
        items = list(study.suggestions.table(pending=False)["suggestion"]) or ["none"]
        coding, item = ids[rest[0] % len(ids)], items[rest[0] % len(items)]
    match act:
        case "add":
            study.codings.add(rest[0], rest[1], rest[1] + rest[2] + 1, rest[3])
        case "recode":
            study.codings.recode(coding, rest[1])
        case "retire":
            study.codebook.retire(rest[1])
        case "restore":
            study.codebook.restore(rest[1])
        case "merge":
            study.codebook.merge(rest[1], into=CODES[rest[0] % 3])
        case "move":
            study.codebook.move(rest[1], parent=CODES[rest[0] % 3])
        case "split":
            study.codebook.split(rest[1], into=[CODES[rest[0] % 3]])
            study.codebook.assign(rest[1], list(study.codebook.board(rest[1])["coding"]), CODES[rest[0] % 3])
            study.codebook.close_split(rest[1])
        case "rename":
            study.codebook.rename(rest[1], f"Name {rest[0]}")
        case "edit rule":
            study.codebook.edit_rule(f"{rest[1]}.r1", ["worlds OR logo", "logo", "we OR us"][rest[0] % 3])
        case "resize":
            study.codings.resize(coding, rest[0], rest[0] + 9)
        case "annotate":
            study.codings.annotate(coding, memo=f"memo {rest[0]}", level="latent")
        case "remove":
            study.codings.remove(coding)
        case "accept":
            study.suggestions.accept(item)
        case "reject":
            study.suggestions.reject(item)
        case "skip":
            study.suggestions.skip(item)
        case "recode one":
            study.suggestions.recode(item, CODES[rest[0] % 3], start=rest[0] % 20)
        case "read":
            study.documents.mark_read(rest[0])
        case "unread":
            study.documents.mark_unread(rest[0])
        case "document":
            if rest[0] in [document.name for document in study.documents]:
                study.documents.remove(rest[0])
            else:
                study.documents.add(qualcode.read_text(BEN, name=rest[0]))
        case "case":
            study.documents.assign(rest[0], case="two")
        case "hours":
            study.documents.assign(rest[0], hours=2)
        case "kind":
            study.documents.assign(rest[0], kind="archival")
        case "role":
            study.participants.set_role(rest[0], "Ben", "researcher")
        case "tie":
            study.participants.tie(rest[0], "Ben", "p1")
        case "no codings":
            mine = list(study.codings.table(document=rest[0])["coding"])
            study.codings.remove(mine)
        case "person":
            study.participants.add("p1", sector="Nonprofit", seniority="Lead", case="two", organisation="Org")
        case "organisation":
            study.cases.add("two", name="Case two", organisations=[("Org", "Business")])
            study.participants.add("p1", sector="Business", role="participant")
        case "reorder":
            book = study.codebook.value()
            study.codebook.use(qualcode.model.Codebook(book.id, book.name, tuple(reversed(book.codes))))
        case "run":
            study.suggestions.run()
        case "undo":
            study.history.undo()
        case "redo":
            study.history.redo()


def small_study(folder: Path) -> Project:
    study = qualcode.create(folder / "s.qualcode", coder="ana")
    study.cases.add("one")
    study.cases.add("two")
    study.documents.add([qualcode.read_text(ANA, name="P1"), qualcode.read_text(BEN, name="P2")], case="one")
    for key, rule in zip(CODES, ["worlds", "logo", "we OR us"], strict=True):
        study.codebook.add(key.title(), key=key)
        study.codebook.add_rule(key, rule, key=f"{key}.r1")
    study.suggestions.run()
    for coder in ("ana", "ben", "cat elsewhere"):
        study.by(coder).documents.mark_read(["P1", "P2"])
    return study


def assert_like_anew(study):
    anew = Project(study.store, study.coder)
    for frame in FRAMES:
        kept, fresh = frame(study), frame(anew)
        assert kept.equals(fresh), f"{frame.__name__}\n{kept.to_csv()}\n{fresh.to_csv()}"
    whole = study.suggestions.table(pending=False)
    for document in whole["document"].unique():
        of_document = whole[whole["document"] == document].reset_index(drop=True)
        assert study.suggestions.table(document=document, pending=False).equals(of_document)


@given(st.lists(st.tuples(who, ACTS), max_size=10))
@settings(max_examples=12)
def test_after_every_act_of_anybody_frames_are_what_a_new_handle_finds(tmp_path_factory, sequence):
    with small_study(tmp_path_factory.mktemp("frames")) as study:
        elsewhere = qualcode.open(study.path, coder="cat elsewhere")
        handles = {"ana": study, "ben": study.by("ben"), "cat elsewhere": elsewhere}
        with elsewhere:
            for handle in handles.values():
                assert_like_anew(handle)
            for coder, act in sequence:
                with suppress(QualcodeError):
                    do(handles[coder], *act)
                for handle in handles.values():
                    assert_like_anew(handle)


@pytest.mark.parametrize(
    "acts",
    [
        [("add", "P1", 25, 20, "worlds"), ("rename", 1, "worlds"), ("undo",)],
        [("add", "P2", 5, 20, "worlds"), ("person",), ("tie", "P2"), ("organisation",), ("undo",), ("undo",)],
        [("document", "P3"), ("add", "P3", 5, 20, "logo"), ("no codings", "P3"), ("document", "P3"), ("undo",)],
        [("accept", 0), ("accept", 1), ("merge", 1, "worlds"), ("undo",), ("undo",), ("redo",)],
        [("reject", 0), ("edit rule", 2, "worlds"), ("run",), ("undo",), ("undo",)],
        [("split", 1, "worlds"), ("restore", 0, "worlds"), ("undo",)],
        [("add", "P1", 25, 20, "worlds"), ("no codings", "P1"), ("read", "P2"), ("unread", "P2"), ("reorder",)],
        [("hours", "P1"), ("kind", "P2"), ("role", "P2"), ("case", "P2"), ("undo",)],
    ],
)
def test_frames_follow_acts_that_touch_much_and_their_undoing(tmp_path, acts):
    with small_study(tmp_path) as study:
        handles = (study, study.by("ben"))
        for act in [("run",), *acts]:
            do(study, *act)
            for handle in handles:
                assert_like_anew(handle)


def test_an_act_that_touches_most_rows_is_followed_too(study):
    text = study.documents["P1"].text
    ends = [(start, end) for start in range(20, 60) for end in range(start + 1, len(text)) if text[start:end].strip()]
    study.codings.add("P1", 0, 5, "brand")
    before = len(frames.codings(study))
    study.codings.add_many([("P1", start, end) for start, end in ends[: 2 * FEW]], "speed")
    assert len(frames.codings(study)) == before + 2 * FEW
    study.codebook.rename("speed", "Pace")
    assert_like_anew(study)
    assert set(frames.codings(study)["code_name"]) == {"Brand and logo", "Pace"}


def test_a_frame_may_be_changed_by_who_asked_for_it(study):
    study.codings.add("P1", 23, 50, "speed")
    for frame in (frames.codings, frames.documents, frames.suggestions):
        taken = frame(study)
        taken["document"] = "mine"
        assert "mine" not in set(frame(study)["document"])


def test_one_suggestion_is_its_row_of_the_table(study):
    study.suggestions.run()
    study.documents.mark_read(["P1", "P2", "P3"])
    rows = study.suggestions.table().to_dict("records")
    study.suggestions.reject(rows[0]["suggestion"])
    assert [study.suggestions.one(row["suggestion"]) for row in rows] == [rows[0] | {"decision": "rejected"}, *rows[1:]]


def test_one_suggestion_is_refused_as_accepting_it_would_be(study):
    study.suggestions.run()
    study.documents.mark_read("P1")
    key = study.suggestions.table()["suggestion"].iloc[0]
    study.documents.mark_unread("P1")
    with pytest.raises(ReadFirst, match="Read P1 first"):
        study.suggestions.one(key)
    with pytest.raises(NotFound, match="A later run may have replaced it"):
        study.suggestions.one("nothing")


def test_a_suggestion_of_a_code_that_a_split_retired_is_not_there(study):
    study.suggestions.run()
    study.documents.mark_read("P1")
    key = study.suggestions.table()["suggestion"].iloc[0]
    study.codebook.split("two_worlds", into=["Their world"])
    study.codebook.close_split("two_worlds")
    with pytest.raises(NotFound, match="is retired"):
        study.suggestions.one(key)


def test_the_codings_of_a_document_stand_in_its_order(study):
    for start, code in ((30, "speed"), (23, "speed"), (23, "brand"), (23, "two_worlds")):
        study.codings.add("P1", start, 50, code, memo=code)
    study.by("ben").codings.add("P1", 23, 40, "speed", level="latent")
    study.codings.add("P2", 5, 20, "speed")
    of_document = study.codings.of("P1")
    assert of_document == [study.codings[key] for key in study.codings.table(document="P1")["coding"]]
    assert [(coding.start, coding.end, coding.code, coding.coder) for coding in of_document] == [
        (23, 40, "speed", "ben"),
        (23, 50, "two_worlds", "ana"),
        (23, 50, "brand", "ana"),
        (23, 50, "speed", "ana"),
        (30, 50, "speed", "ana"),
    ]


def test_the_number_of_the_latest_act_changes_with_every_act_of_anybody(study):
    before = study.last_act()
    study.codings.add("P1", 23, 50, "speed")
    with qualcode.open(study.path, coder="ben") as other:
        other.codings.add("P1", 23, 50, "speed")
    assert study.last_act() == before + 3  # ben's first act enters his name
    assert study.last_act() == study.history.table()["seq"].max()


def test_handles_of_one_file_share_what_is_nobodys_own(study):
    ben = study.by("ben")
    assert ben.matching.corpus() is study.matching.corpus()
    assert ben.documents["P1"].turns is study.documents["P1"].turns
    study.codings.add("P1", 23, 50, "speed")
    ben.codings.add("P1", 23, 50, "speed")
    for handle in (study, ben):
        assert sorted(handle.codings.table()["coder"]) == ["ana", "ben"]


def test_closing_another_persons_handle_leaves_the_study_open(study):
    with study.history.as_of(study.last_act()) as earlier:
        with earlier.by("ben") as ben:
            assert len(ben.documents) == 3
        assert len(earlier.documents) == 3  # a closed state in memory would be gone


def test_threads_code_read_and_search_at_once_and_lose_nothing(study):
    study.suggestions.run()
    coders, done = ["ana", "ben", "cat", "dan"], []

    def code_(coder):
        mine = study.by(coder)
        mine.documents.mark_read(["P1", "P2", "P3"])
        for start in range(28):
            mine.codings.add("P1", start, 60, "speed")
        mine.suggestions.accept(mine.suggestions.table()["suggestion"].iloc[0])
        done.append(coder)

    def read(coder):
        mine, rounds = study.by(coder), 0
        while len(done) < len(coders) or not rounds:
            for frame in FRAMES:
                frame(mine)
            rounds += len(mine.search("worlds")) + len(mine.codings.of("P1"))
            mine.suggestions.table(document="P2", pending=False) if coder in done else mine.history.next_undo()

    with ThreadPoolExecutor() as pool:
        waiting = [pool.submit(code_, coder) for coder in coders] + [pool.submit(read, coder) for coder in coders[:3]]
        for future in waiting:
            future.result(timeout=300)
    assert study.codings.table().groupby("coder").size().to_dict() == dict.fromkeys(coders, 29)
    acts = study.history.table()
    assert acts[acts["act"] == "codings.add"].groupby("coder").size().to_dict() == dict.fromkeys(coders, 28)
    for coder in coders:
        assert_like_anew(study.by(coder))


def test_threads_look_at_an_earlier_state_at_once(study):
    study.codings.add("P1", 23, 50, "speed")
    with study.history.as_of(study.last_act()) as earlier:

        def look(coder):
            mine = earlier.by(coder)
            return len(frames.codings(mine)), len(mine.search("worlds")), [one.code for one in mine.codings.of("P1")]

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(look, "abcdefgh")) == [(1, 3, ["speed"])] * 8

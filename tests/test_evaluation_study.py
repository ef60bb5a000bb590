"""Measuring suggestions against a coder's own codings in a study, and the decisions on suggestions by group."""

import random

import pytest

import qualcode
from qualcode.errors import QualcodeError, Refused
from qualcode.evaluation.telling import sentences
from qualcode.model import Code, Codebook, Rule

WORDS = {
    "cost": ("money", "price", "budget", "invoice", "expensive"),
    "wait": ("waiting", "queue", "delay", "slow", "months"),
    "trust": ("trust", "honest", "openness", "friend", "promise"),
}


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """Eight interviews in two cases; ana coded every answer, ben none."""
    draw = random.Random(3)
    with qualcode.open(tmp_path_factory.mktemp("study") / "study.qualcode", coder="ana") as study:
        for case in ("north", "south"):
            study.cases.add(case)
        codes = tuple(
            Code(key, key.title(), f"{words[0]} and {words[1]}", rules=(Rule(f"{key}.r1", " OR ".join(words)),))
            for key, words in WORDS.items()
        )
        study.codebook.use(Codebook("book", "Book", codes))
        for number in range(8):
            meant = [draw.choice(list(WORDS)) for _ in range(9)]
            said = [" and ".join(draw.sample(WORDS[key], 3)) for key in meant]
            text = "\n\n".join(
                f"Int: What about the {WORDS['cost'][0]} then?\n\nA{number}: In spring {words} changed the partners."
                for words in said
            )
            name = f"D{number}"
            case = "north" if number % 2 else "south"
            study.documents.add(qualcode.read_text(text, name=name), case=case)
            study.documents.mark_read(name)
            answers = [turn for turn in study.documents[name].turns if turn.speaker != "Int"]
            for turn, key in zip(answers, meant, strict=True):
                study.codings.add(name, turn.start, turn.end, key)
        yield study


def test_suggestions_are_measured_against_own_codings(coded):
    before = coded.last_act()
    found = coded.evaluation.run(model="none")
    assert found.about["counts"] == {
        "codings": 72, "segments": 72, "documents": 8, "codes": 3, "codes used": 3, "codes used too rarely": 0,
    }  # fmt: skip
    assert found.ways["learned"]["hit@1"] >= found.ways["cold"]["hit@1"] > found.ways["majority"]["hit@1"]
    assert found.about["order"] == "as in the interviews"
    assert [(row["group"], row["count"]) for row in found.groups["case"]] == [("north", 36), ("south", 36)]
    assert found.warnings == ["There are only 3 codes, so one of the first 3 is always right: hit@3 says nothing."]
    assert coded.last_act() == before


def test_codings_and_passages_are_two_numbers_only_where_it_is_said_why(coded):
    first = sentences(coded.evaluation.run(model="none", curve=False))
    assert not [sentence for sentence in first if sentence.startswith("72 codings")]
    turn = coded.documents["D0"].turns[1]
    whole = coded.codings.add("D0", turn.start, coded.documents["D0"].turns[3].end, "cost")
    told = sentences(coded.evaluation.run(model="none", curve=False))
    coded.codings.remove(whole.id)
    assert told[1].startswith("73 codings became 72 passages: a passage is up to three sentences of one turn, so")


def test_an_interviewers_words_are_never_measured(coded):
    said = {row["text"] for row in coded.evaluation.run(model="none", curve=False).segments}
    assert len([text for text in said if text.startswith("In spring")]) == len(said)


def test_nothing_of_another_coder_is_looked_at(coded):
    with pytest.raises(QualcodeError, match=r"No code is used on 3 passages or more \(the most is 0\)"):
        coded.by("ben").evaluation.run(model="none")
    with pytest.raises(Refused, match="Say whose codings"):
        coded.by("").evaluation.run(model="none")


def test_progress_names_what_is_done_and_can_end_it(coded):
    steps = []
    coded.evaluation.run(model="none", progress=lambda name, done, total: steps.append((name, done, total)))
    assert [step for step in steps if step[0] == "Learning"] == [("Learning", at, 5) for at in range(1, 6)]

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        coded.evaluation.run(model="none", progress=stop)


def decide(study, accepted):
    """Run the rules on codings of ana's, and let cem decide: those of a case in `accepted` are accepted."""
    cem = study.by("cem")
    for name in [document.name for document in study.documents]:
        cem.documents.mark_read(name)
    cem.suggestions.run(["rules"])
    for row in cem.suggestions.table().itertuples():
        if row.case in accepted:
            cem.suggestions.accept(row.suggestion)
        else:
            cem.suggestions.reject(row.suggestion)
    return cem


def test_a_skew_in_decisions_is_told(coded):
    cem = decide(coded, {"north"})
    rows = {row["group"]: row for row in cem.evaluation.decisions("case")}
    assert {
        group: (row["accepted"], row["rejected"], row["accept_rate"], row["told"]) for group, row in rows.items()
    } == {
        "north": (rows["north"]["decided"], 0, 1.0, "differs"),
        "south": (0, rows["south"]["decided"], 0.0, "differs"),
    }
    found = cem.evaluation.run(model="none", curve=False)
    assert not [warning for warning in found.warnings if warning.startswith("case 'north': 100% of the decided")]
    assert [warning for warning in found.warnings if warning.startswith("case 'south'")][-1] == (
        "case 'south': 0% of the decided suggestions were accepted, against 100% in the other groups "
        "(adjusted p under 0.001)."
    )


def test_a_coding_that_nothing_had_suggested_is_a_miss(coded):
    cem = coded.by("cem")
    missed = {row["group"]: (row["codings"], row["missed"]) for row in cem.evaluation.decisions("case")}
    own = next(row["codes"] for row in coded.evaluation.run(model="none", curve=False).segments)
    other = "wait" if own != "Wait" else "cost"
    coding = cem.codings.add_quote("D0", "changed the partners", other, occurrence=1)
    after = {row["group"]: (row["codings"], row["missed"]) for row in cem.evaluation.decisions("case")}
    cem.codings.remove(coding.id)
    codings, misses = missed["south"]
    assert after == {**missed, "south": (codings + 1, misses + 1)}


def test_without_decisions_there_are_no_rates(coded):
    assert coded.by("ben").evaluation.decisions("case") == []

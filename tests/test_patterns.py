"""Word patterns of a study: the run that is kept, tables, passages, codes made of them, the commands."""

import json
import runpy
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

import qualcode
from qualcode.cli import app
from qualcode.errors import MissingModel, NotFound, Refused
from qualcode.project.patterns import EARLIER, NO_MODEL

talk = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("planted_talk.py"))))


@pytest.fixture
def study(tmp_path):
    documents, _ = talk.planted()
    with qualcode.open(tmp_path / "study.qualcode", coder="ana") as project:
        project.documents.add(documents[:3], case="alpine")
        project.documents.add(documents[3:], case="coast")
        yield project


@pytest.fixture
def ran(study):
    study.patterns.run("nmf", patterns=3)
    return study


def run(*arguments, coder="ana"):
    return CliRunner().invoke(app, [str(item) for item in arguments], env={"QUALCODE_CODER": coder})


def group_of(words):
    return next(name for name, said in talk.GROUPS.items() if len(set(words.split(", ")) & set(said.split())) > 9)


def test_the_table_counts_passages_people_and_cases(ran):
    table = ran.patterns.table()
    assert sorted(group_of(words) for words in table["words"]) == ["clinic", "garden", "ocean"]
    assert table.drop(columns="words").to_dict("records") == [
        {
            "pattern": number,
            "passages": 30,
            "voices": 6,
            "cases": 2,
            "documents": 6,
            "stability": 1.0,
            "stability_in_words": "stable",
        }
        for number in (1, 2, 3)
    ]


def test_a_run_makes_no_act_no_coding_and_no_theme(study):
    before = study.last_act()
    study.patterns.run("nmf")
    assert study.last_act() == before
    assert (len(study.codings.table()), len(study.suggestions.table()), len(study.themes.table())) == (0, 0, 0)


def test_passages_quote_their_document_and_name_each_person_before_anybody_twice(ran):
    found = ran.patterns.passages(1, most=6)
    texts = {document.id: document.text for document in ran.documents}
    for row in found.itertuples():
        assert texts[row.document_id][row.start : row.end] == row.quote
    assert found["typical"].tolist() == [True] * 6 + [False] * 6
    assert [set(half["speaker"]) for _, half in found.groupby("typical")] == [{f"Kim{n}" for n in range(6)}] * 2
    typical, atypical = (found[found["typical"] == which]["likeness"] for which in (True, False))
    assert typical.min() > atypical.max()
    assert len(found.drop_duplicates(["document_id", "start"])) == 12


def test_the_spread_over_cases_and_over_time_adds_up(ran):
    by_case = ran.patterns.by_case()
    assert by_case.to_dict("records")[:2] == [
        {"pattern": 1, "case": "alpine", "passages": 15, "voices": 3, "share": 0.3333},
        {"pattern": 1, "case": "coast", "passages": 15, "voices": 3, "share": 0.3333},
    ]
    over_time = ran.patterns.over_time()
    assert over_time[over_time["pattern"] == 1]["when"].tolist() == ["P0", "P1", "P2", "P3", "P4", "P5"]
    assert over_time["passages"].sum() == by_case["passages"].sum() == 90


def test_dates_give_years_or_months_of_one_year(ran):
    ran.documents.assign("P0", date="2021-03-04")
    ran.documents.assign("P1", date="2021-05")
    over_time = ran.patterns.over_time()
    assert over_time["when"].tolist() == ["2021-03", "2021-05", "no date"] * 3
    ran.documents.assign("P2", date="2019")
    assert ran.patterns.over_time()["when"].tolist() == ["2019", "2021", "no date"] * 3


def test_a_code_made_from_a_pattern_has_a_name_and_no_definition_and_can_be_undone(ran):
    key = ran.patterns.make_code(2, "Tending")
    code = ran.codebook.value().code(key)
    assert (code.name, code.definition, code.include, code.exclude, code.examples) == ("Tending", "", "", "", ())
    assert (code.origin, code.rules, code.theme) == ("data", (), "")
    words = ", ".join(word for word, _ in ran.patterns.one(2).words)
    assert code.memo == (
        f"A word pattern gave the idea: {words} (pattern 2 of 3, nmf, seed 0, stable). "
        "To define: what counts, and what does not."
    )
    assert len(ran.codings.table()) == 0
    ran.history.undo()
    assert ran.codebook.value().codes == ()


@pytest.mark.parametrize("name", [None, "", "  "])
def test_a_code_needs_a_name_of_ones_own(ran, name):
    with pytest.raises(Refused, match="Give the code a name of your own"):
        ran.patterns.make_code(1, name)


def test_a_pattern_that_is_not_there_is_not_found(study):
    with pytest.raises(NotFound, match="No word patterns have been looked for yet"):
        study.patterns.table()
    study.patterns.run("nmf", patterns=3)
    with pytest.raises(NotFound, match="There is no word pattern 4. They are numbered 1 to 3"):
        study.patterns.passages(4)


def test_the_last_run_is_kept_and_can_be_deleted_at_any_time(ran):
    kept = ran.path.with_name("study.qualcode-cache") / "patterns.json"
    before = kept.read_bytes()
    with qualcode.open(ran.path) as again:
        assert again.patterns.latest() == ran.patterns.latest()
        assert again.patterns.run("nmf", patterns=3) == ran.patterns.latest()
    kept.unlink()
    assert not ran.patterns.ready
    ran.patterns.run("nmf", patterns=3)
    assert kept.read_bytes() == before


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"patterns": 3}', "\0\0"])
def test_a_damaged_file_is_as_good_as_none(ran, content):
    kept = ran.path.with_name("study.qualcode-cache") / "patterns.json"
    kept.write_text(content)
    assert not ran.patterns.ready
    assert len(ran.patterns.run("nmf", patterns=3).patterns) == 3


def test_patterns_of_an_earlier_state_say_so_until_they_are_found_again(ran):
    assert ran.patterns.current()
    extra = talk.planted(files=1, seed=9)[0][0]
    ran.documents.add(qualcode.read_text(extra.text, name="more"))
    assert (ran.patterns.current(), ran.patterns.notes()[0]) == (False, EARLIER)
    assert ran.patterns.table()["passages"].sum() == 90
    ran.patterns.run("nmf", patterns=3)
    assert ran.patterns.current()
    assert ran.patterns.table()["passages"].sum() == 105


def test_who_becomes_an_interviewer_is_out_of_the_passages_at_once(ran):
    ran.participants.add("kim", name="Kim", role="interviewer")
    ran.participants.tie("P0", "Kim0", "kim")
    assert not ran.patterns.current()
    assert ran.patterns.table()["passages"].tolist() == [25, 25, 25]
    assert "Kim0" not in set(ran.patterns.passages(1, most=80)["speaker"])


def test_a_run_goes_with_a_document_that_was_in_it(ran):
    kept = ran.path.with_name("study.qualcode-cache") / "patterns.json"
    ran.documents.remove("P5")
    assert not ran.patterns.ready
    assert not kept.exists()


def test_without_a_model_of_vectors_words_alone_are_counted_and_that_is_said(study, monkeypatch):
    monkeypatch.setattr("qualcode.vectors.choosing.missing", lambda: ["torch"])
    assert study.patterns.run().method == "nmf"
    assert NO_MODEL in study.patterns.notes()
    with pytest.raises(MissingModel, match="pip install"):
        study.patterns.run("bertopic")


def test_stopping_a_run_leaves_the_one_before(ran):
    class Stop(Exception):
        pass

    def stop(done, total):
        if done:
            raise Stop

    before = ran.patterns.latest()
    with pytest.raises(Stop):
        ran.patterns.run("nmf", patterns=5, progress=stop)
    assert ran.patterns.latest() == before


def test_too_few_passages_are_refused_before_anything_is_computed(tmp_path):
    with qualcode.open(tmp_path / "small.qualcode", coder="ana") as study:
        study.documents.add(qualcode.read_text("Ana: We tended the garden with shovels and seeds and compost."))
        with pytest.raises(Refused, match="there are 0"):
            study.patterns.run()


def test_an_earlier_state_in_memory_can_be_looked_through(study):
    seq = study.last_act()
    earlier = study.history.as_of(seq)
    assert not earlier.patterns.ready
    assert len(earlier.patterns.run("nmf", patterns=3).patterns) == 3
    assert (earlier.patterns.ready, study.patterns.ready) == (True, False)
    earlier.close()


# -- the command line


def test_the_commands_run_list_show_and_make_a_code(study):
    done = run("patterns", "run", study.path, "--method", "nmf", "--patterns", "3", "--json")
    assert done.exit_code == 0, done.output
    assert [row["passages"] for row in json.loads(done.stdout)] == [30, 30, 30]
    assert "3 word patterns in 90 passages, by NMF over word counts, seed 0." in done.stderr
    assert "They are no themes." in done.stderr
    listed = run("patterns", "list", study.path, "--csv").stdout.lstrip("\ufeff")
    assert listed.startswith("pattern,words,passages,voices,cases,documents,stability,stability_in_words")
    shown = json.loads(run("patterns", "show", study.path, "1", "--most", "2", "--json").stdout)
    assert [row["typical"] for row in shown] == [True, True, False, False]
    spread = json.loads(run("patterns", "spread", study.path, "--json").stdout)
    assert {row["case"] for row in spread} == {"alpine", "coast"}
    made = run("patterns", "make-code", study.path, "1", "--name", "Tending")
    assert (made.exit_code, made.stdout) == (0, "tending\n")
    assert "Made the code Tending. To undo:" in made.stderr


def test_the_commands_say_what_is_missing(study):
    listed = run("patterns", "list", study.path)
    assert (listed.exit_code, "No word patterns have been looked for yet" in listed.stderr) == (1, True)
    assert run("patterns", "run", study.path, "--method", "lda").exit_code == 2
    assert run("patterns", "spread", study.path, "--over", "space").exit_code == 2
    run("patterns", "run", study.path, "--method", "nmf", "--patterns", "3")
    unnamed = run("patterns", "make-code", study.path, "1")
    assert (unnamed.exit_code, "--name: Give the code a name of your own" in unnamed.stderr) == (2, True)


def test_a_run_takes_the_place_of_the_one_before(ran):
    assert ran.patterns.run("nmf", patterns=4).asked == 4
    assert ran.patterns.latest().asked == 4


def test_passages_are_those_of_the_suggesters_so_that_vectors_are_shared_and_forgotten_with_their_document():
    from qualcode.suggesters import cutting as suggesters
    from qualcode.topics import cutting as topics

    assert topics.SENTENCES == suggesters.SENTENCES

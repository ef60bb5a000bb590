"""A small study from the command line, from transcript files to the exported table, and each group of commands."""

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

import qualcode
from qualcode.cli import app

FILES = {
    "case1_ana.txt": """Int: How was it?

Ana: We come from two worlds. They move fast.

Int: The logo?

Ana: It broke.
""",
    "case2_ben.txt": """Int: And you?

Ben: Two worlds, yes. Nobody asked us about the logo.

Int: Why?

Ben: No idea.
""",
}
BOOK = """\
id: book
name: A book
themes:
  - {id: difference, name: Difference strains, central_organising_concept: What draws partners strains them.}
codes:
  - {id: two_worlds, name: Two worlds, theme: difference, rules: ['"two worlds"']}
  - {id: brand, name: Brand and logo, theme: difference, rules: [logo]}
  - {id: speed, name: Speed}
"""
PEOPLE = """\
participant,document,speaker,sector,seniority,case
p1,case1_ana,Ana,nonprofit,manager,case1
p2,case2_ben,Ben,business,leader,case2
"""


def run(*arguments: object, input: str | None = None, coder: str = "ana"):
    return CliRunner().invoke(app, [str(item) for item in arguments], input=input, env={"QUALCODE_CODER": coder})


def done(*arguments: object, **options):
    """Run a command that must succeed, and give its result."""
    result = run(*arguments, **options)
    assert result.exit_code == 0, result.output
    return result


def records(*arguments: object) -> list[dict]:
    return json.loads(done(*arguments, "--json").stdout)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "transcripts"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "cases.csv").write_text("case,name\ncase1,Arm's length\ncase2,Adoption\n", encoding="utf-8")
    return tmp_path


def test_a_small_study_from_files_to_a_table(files):
    study = files / "study.qualcode"
    done("init", study, "--name", "Two partnerships")
    done("cases", "load", study, files / "cases.csv")
    added = done("documents", "add", study, files / "transcripts", "--pattern", r"^(?P<case>case\d)_")
    assert added.stdout.split() == ["case1_ana", "case2_ben"]
    done("participants", "load", study, files / "people.csv")
    done("codebook", "use", study, files / "book.yaml")
    done("suggestions", "run", study)
    assert records("suggestions", "list", study) == []
    done("documents", "read", study, "case1_ana", "case2_ben")
    assert len(records("suggestions", "list", study)) == 3
    done("suggestions", "review", study, input="a\na\nx only a mention\n")
    done("themes", "define", study, "difference", "--include", "pace")
    done("themes", "summarise", study, "difference", "case1", "-", input="They kept apart.\n")
    exported = done("export", study, files / "out", "--table", "theme_table", "--table", "quotes", "--excel")
    assert [Path(line).name for line in exported.stdout.split()] == ["theme_table.csv", "quotes.csv"]
    with (files / "out" / "theme_table.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["theme"], row["status"], row["voices"], row["cases"], row["codings"]) == (
        "Difference strains",
        "defined",
        "2",
        "2",
        "2",
    )
    with (files / "out" / "quotes.csv").open(encoding="utf-8-sig", newline="") as file:
        quotes = [(item["quote"], item["attribution"], item["case"]) for item in csv.DictReader(file)]
    assert [(quote, case) for quote, _, case in quotes] == [("We come from two worlds.", ""), ("Two worlds, yes.", "")]
    assert "manager" in quotes[0][1].lower()


def test_a_broken_file_in_a_batch_is_named_and_the_others_are_in(files):
    study = files / "study.qualcode"
    (files / "transcripts" / "broken.docx").write_bytes(b"not a zip")
    done("init", study)
    result = run("documents", "add", study, files / "transcripts")
    assert result.exit_code == 1
    assert "broken.docx" in result.stderr and "1 file could not be read (2 documents kept)" in result.stderr
    assert result.stdout.split() == ["case1_ana", "case2_ben"]
    assert [row["document"] for row in records("documents", "list", study)] == ["case1_ana", "case2_ben"]


def test_init_refuses_to_replace_a_file(study):
    result = run("init", study.path)
    assert result.exit_code == 1
    assert "there is a file of this name already" in result.stderr


def test_an_act_says_what_was_done_and_how_to_undo_it(study):
    result = done("documents", "read", study.path, "P1")
    assert result.stderr == f"Read P1. To undo: qualcode history undo {study.path}\n"
    assert done("history", "undo", study.path).stdout == "Undone: Read P1\n"
    assert done("history", "redo", study.path).stdout == "Done again: Read P1\n"


def test_the_way_to_undo_names_the_coder_where_the_environment_does_not(study):
    result = done("documents", "read", study.path, "P1", "--coder", "Ben B")
    assert result.stderr.endswith(f"To undo: qualcode history undo {study.path} --coder 'Ben B'\n")


def test_an_act_that_changes_nothing_says_so(study):
    assert done("cases", "assign", study.path, "one", "P1").stderr == "Nothing changed.\n"


def test_a_preview_writes_nothing(study):
    before = study.history.hash()
    result = done("codebook", "merge", study.path, "brand", "--into", "two_worlds", "--preview")
    assert result.stdout.startswith("Merged Brand and logo into Two worlds (0 codings moved): ")
    assert result.stderr == "This was a preview: nothing was written.\n"
    assert done("history", "hash", study.path).stdout == f"{before}\n"


def test_documents_are_shown_assigned_and_removed(study):
    shown = done("documents", "show", study.path, "P3").stdout
    assert shown == "[5–50] Cat\nWe never argued about the logo. It went well.\n\n"
    done("documents", "assign", study.path, "P3", "--kind", "observation", "--hours", "2.5", "--set", "wave=2")
    row = records("documents", "list", study.path)[2]
    assert (row["kind"], row["hours"]) == ("observation", 2.5)
    done("documents", "unread", study.path, "P3")
    done("documents", "remove", study.path, "P3", "--why", "by mistake")
    assert [row["document"] for row in records("documents", "list", study.path)] == ["P1", "P2"]


def test_documents_get_their_case_from_a_table_or_from_their_names(study, tmp_path):
    table = tmp_path / "documents.csv"
    table.write_text("document,case\nP1,three\n", encoding="utf-8")
    done("documents", "load", study.path, table)
    result = done("documents", "assign-by-name", study.path, r"P(?P<case>[23])")
    assert "2 of 3 documents fit" in result.stderr
    assert [row["case"] for row in records("documents", "list", study.path)] == ["three", "2", "3"]


def test_cases_have_attributes_organisations_and_a_table(study):
    done("cases", "add", study.path, "three", "--name", "Third", "--set", "integration=low")
    done("cases", "set", study.path, "one", "integration=high")
    done("cases", "add-organisation", study.path, "one", "[Business]", "--sector", "business")
    assert {row["case"]: row["integration"] for row in records("cases", "attributes", study.path)} == {
        "one": "high",
        "two": "",
        "three": "low",
    }
    assert [row["case"] for row in records("cases", "list", study.path)] == ["one", "two", "three"]
    assert records("cases", "table", study.path)[0]["organisations"] == 1
    done("cases", "remove", study.path, "three")
    assert run("cases", "set", study.path, "one", "integration").exit_code == 2
    assert run("cases", "set", study.path, "one", "since=2014").exit_code == 2


def test_an_attribute_is_declared_ordinal_and_dated(study):
    values = ["--value", "low", "--value", "high"]
    done("cases", "declare", study.path, "integration", "--type", "ordinal", *values, "--dated")
    done("cases", "set", study.path, "one", "integration=low", "--since", "2014")
    done("cases", "set", study.path, "one", "integration=high", "--since", "2019")
    assert run("cases", "set", study.path, "one", "integration=middling").exit_code == 1
    assert run("cases", "declare", study.path, "integration", "--type", "odd").exit_code == 2
    then, now = (records("cases", "attributes", study.path, *on) for on in (["--on", "2016"], []))
    assert (then[0]["integration"], now[0]["integration"]) == ("low", "high")


def test_participants_are_entered_tied_and_given_roles(study):
    done("participants", "add", study.path, "p-ben", "--sector", "business", "--set", "years=3")
    done("participants", "tie", study.path, "P2", "Ben", "p-ben")
    done("participants", "role", study.path, "P2", "Int", "researcher")
    speakers = {(row["document"], row["speaker"]): row for row in records("participants", "speakers", study.path)}
    assert speakers["P2", "Ben"]["participant"] == "p-ben"
    assert speakers["P2", "Int"]["role"] == "researcher"
    people = {row["participant"]: row for row in records("participants", "list", study.path)}
    assert people["p-ben"]["years"] == "3"


def test_codes_are_made_edited_renamed_moved_and_retired(study):
    made = done("codebook", "add", study.path, "Waiting", "--definition", "Time lost", "--example", "We wait")
    assert made.stdout == "waiting\n"
    done("codebook", "edit", study.path, "waiting", "--exclude", "Grants", "--level", "latent")
    done("codebook", "rename", study.path, "waiting", "Waiting for them")
    done("codebook", "move", study.path, "waiting", "--parent", "speed")
    shown = done("codebook", "show", study.path, "waiting").stdout
    assert shown.split("\n") == [
        "Waiting for them (waiting)",
        "definition: Time lost",
        "exclude: Grants",
        "parent: speed",
        "level: latent",
        "example: We wait",
        "",
    ]
    done("codebook", "retire", study.path, "waiting", "--why", "unused")
    assert {row["code"]: row["status"] for row in records("codebook", "list", study.path)}["waiting"] == "retired"
    done("codebook", "restore", study.path, "waiting")
    assert run("codebook", "edit", study.path, "waiting").exit_code == 2


def test_a_code_is_split_on_a_board(study):
    one, two = study.codings.add("P1", 23, 47, "two_worlds"), study.codings.add("P2", 5, 15, "two_worlds")
    done("codebook", "split", study.path, "two_worlds", "--into", "Pace", "--into", "Words")
    left = done("codebook", "assign", study.path, "two_worlds", one.id[:8], "--to", "pace")
    assert "1 undecided." in left.stderr
    board = done("codebook", "board", study.path, "two_worlds")
    assert "1 of 2 undecided." in board.stderr
    assert run("codebook", "close-split", study.path, "two_worlds").exit_code == 1
    done("codebook", "assign", study.path, "two_worlds", two.id[:8], "--to", "words", "--to", "pace")
    done("codebook", "close-split", study.path, "two_worlds")
    codes = {row["code"]: (row["status"], row["codings"]) for row in records("codebook", "list", study.path)}
    assert (codes["two_worlds"], codes["pace"], codes["words"]) == (("retired", 0), ("active", 2), ("active", 1))


def test_rules_are_tried_added_explained_changed_and_removed(study):
    tried = done("codebook", "try", study.path, "wait* OR argued")
    assert "Hits (2)" in tried.stdout and "Near misses" in tried.stdout and "Spread over cases" in tried.stdout
    assert [row["result"] for row in records("codebook", "try", study.path, "wait*", "--limit", "0")] == ["hit"]
    assert done("codebook", "add-rule", study.path, "speed", "wait*").stdout == "speed.r1\n"
    done("codebook", "edit-rule", study.path, "speed.r1", "wait* OR fast", "--why", "pace too")
    (explained,) = records("codebook", "explain", study.path, "Speed")
    assert (explained["rule"], explained["query"]) == ("speed.r1", "wait* OR fast")
    assert explained["finds"].startswith("Sentences with ")
    done("codebook", "remove-rule", study.path, "speed.r1")
    assert run("codebook", "explain", study.path, "speed.r1").exit_code == 1
    assert run("codebook", "add-rule", study.path, "speed", "wait AND (").exit_code == 1


def test_a_codebook_file_is_checked_with_all_problems(tmp_path):
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(BOOK, encoding="utf-8")
    bad.write_text("codes:\n  - {id: a, nmae: A}\n  - {id: b, name: B, rules: ['x AND (']}\n", encoding="utf-8")
    assert run("codebook", "check", good).exit_code == 0
    result = run("codebook", "check", bad)
    assert result.exit_code == 1
    assert f"error: {bad}:2:" in result.stdout and f"error: {bad}:3:" in result.stdout
    assert {row["line"] for row in json.loads(run("codebook", "check", bad, "--json").stdout)} >= {2, 3}


def test_a_codebook_is_saved_and_compared(study, tmp_path):
    file = tmp_path / "saved.yaml"
    done("codebook", "save", study.path, file)
    assert done("codebook", "diff", study.path, file).stderr == "No difference.\n"
    done("codebook", "rename", study.path, "speed", "Pace")
    assert "'Speed'" in done("codebook", "diff", file, study.path).stdout


def test_a_foreign_codebook_is_given_rules(tmp_path):
    table, out = tmp_path / "codes.csv", tmp_path / "out.yaml"
    table.write_text("code,definition\nLoss of trust,When partners stop relying on each other\n", encoding="utf-8")
    result = done("codebook", "seed", table, out)
    assert result.stdout == f"{out}\n" and "guesses" in result.stderr
    assert all(code.rules for code in qualcode.read_codebook(out).codes)


def test_suggestions_are_decided_one_by_one_by_the_beginning_of_their_ids(study):
    done("suggestions", "run", study.path)
    done("documents", "read", study.path, "P1", "P2", "P3")
    ids = [row["suggestion"] for row in records("suggestions", "list", study.path)]
    made = done("suggestions", "accept", study.path, ids[0][:8], "--memo", "yes").stdout.strip()
    assert study.codings[made].memo == "yes"
    done("suggestions", "recode", study.path, ids[1][:8], "--to", "speed")
    done("suggestions", "reject", study.path, ids[2][:8], "--why", "no")
    done("suggestions", "skip", study.path, ids[3])
    assert [(row["decision"], row["why"]) for row in records("suggestions", "decisions", study.path)] == [
        ("accepted", ""),
        ("recoded", ""),
        ("rejected", "no"),
        ("skipped", ""),
    ]
    assert run("suggestions", "recode", study.path, ids[3]).exit_code == 2


def test_suggestions_of_unread_documents_are_withheld_until_an_override_with_a_reason(study):
    done("suggestions", "run", study.path)
    assert done("suggestions", "withheld", study.path).stdout.split() == ["P1", "P2", "P3"]
    assert run("suggestions", "override", study.path, "P1").exit_code == 1
    done("suggestions", "override", study.path, "P1", "--why", "trying a rule")
    assert {row["document"] for row in records("suggestions", "list", study.path)} == {"P1"}
    assert run("suggestions", "list", study.path, "--document", "P2").exit_code == 1


def test_many_are_accepted_at_once_after_a_sample_in_the_codebook_approach_only(study):
    done("suggestions", "run", study.path)
    assert run("suggestions", "accept-many", study.path).exit_code == 1
    done("set-approach", study.path, "codebook", "--why", "a framework was agreed on")
    sample = records("suggestions", "sample", study.path, "--code", "brand", "--size", "1")
    assert run("suggestions", "accept-many", study.path, "--code", "brand").exit_code == 1
    done("suggestions", "accept", study.path, sample[0]["suggestion"])
    result = done("suggestions", "accept-many", study.path, "--code", "brand")
    assert "100% of a sample of 1 was accepted" in result.stderr


def test_codings_are_made_by_offsets_or_by_words(study):
    by_quote = done("codings", "add", study.path, "P1", "speed", "--quote", "They move fast", "--level", "latent")
    one = by_quote.stdout.strip()
    two = done("codings", "add", study.path, "P1", "brand", "--start", "0", "--end", "3").stdout.strip()
    assert (study.codings[one].quote, study.codings[one].level, study.codings[two].quote) == (
        "They move fast",
        "latent",
        "Int",
    )
    done("codings", "resize", study.path, one[:8], study.codings[one].start, study.codings[one].start + 4)
    done("codings", "annotate", study.path, one[:8], "--memo", "quick")
    done("codings", "recode", study.path, one[:8], "--to", "two_worlds")
    coding = study.codings[one]
    assert (coding.quote, coding.memo, coding.code) == ("They", "quick", "two_worlds")
    assert "quote: They" in done("codings", "show", study.path, one[:8]).stdout
    done("codings", "remove", study.path, one[:8], two[:8])
    assert len(study.codings) == 0


def test_a_quote_that_stands_twice_asks_which(study):
    result = run("codings", "add", study.path, "P1", "speed", "--quote", "Int")
    assert result.exit_code == 1 and "occurrence" in result.stderr
    done("codings", "add", study.path, "P1", "speed", "--quote", "Int", "--occurrence", "2")


def test_the_beginning_of_an_id_must_be_long_enough_known_and_of_one(study, monkeypatch):
    from qualcode.store import acts

    ids = iter(["aaaa1111-0000-4000-8000-000000000000", "aaaa2222-0000-4000-8000-000000000000"])
    monkeypatch.setattr(acts.uuid, "uuid4", lambda: next(ids))
    study.codings.add("P1", 23, 30, "speed")
    study.codings.add("P1", 31, 40, "speed")
    monkeypatch.undo()
    short = run("codings", "remove", study.path, "aaa")
    unknown = run("codings", "remove", study.path, "bbbb")
    several = run("codings", "remove", study.path, "AAAA")
    other = run("codings", "remove", study.path, "hello")
    assert [result.exit_code for result in (short, unknown, several, other)] == [1, 1, 1, 1]
    assert "at least 4 characters" in short.stderr
    assert "no coding whose id begins with 'bbbb'" in unknown.stderr
    assert "could be several codings: aaaa1111-0000-4000-8000-000000000000, aaaa2222" in several.stderr
    assert "There is no coding 'hello'" in other.stderr
    done("codings", "remove", study.path, "aaaa1")
    assert len(study.codings) == 1


def test_themes_are_made_defined_fed_and_dropped(study):
    coding = study.codings.add("P1", 23, 47, "two_worlds").id[:8]
    assert done("themes", "add", study.path, "Waiting hurts", "--code", "speed").stdout == "waiting_hurts\n"
    done("themes", "define", study.path, "waiting_hurts", "--concept", "Who waits has less say.")
    done("themes", "add-codes", study.path, "waiting_hurts", "two_worlds")
    done("themes", "add-exemplar", study.path, "waiting_hurts", coding, "--note", "first")
    done("themes", "add-misfit", study.path, "waiting_hurts", coding)
    assert [row["kind"] for row in records("themes", "extracts", study.path)] == ["does_not_fit", "exemplar"]
    done("themes", "remove-extract", study.path, "waiting_hurts", coding)
    done("themes", "remove-codes", study.path, "waiting_hurts", "speed")
    done("themes", "summarise", study.path, "waiting_hurts", "one", "They waited.", "--coding", coding)
    cells = {(row["theme"], row["case"]): row for row in records("themes", "by-case", study.path)}
    assert cells["Waiting hurts", "one"]["summary"] == "They waited."
    done("themes", "link", study.path, "waiting_hurts", "difference", "informs")
    assert [row["type"] for row in records("themes", "links", study.path)] == ["informs"]
    done("themes", "merge", study.path, "waiting_hurts", "--into", "difference", "--why", "same claim")
    assert run("themes", "discard", study.path, "time").exit_code == 1
    done("themes", "discard", study.path, "time", "--why", "a topic")
    assert [row["why"] for row in records("themes", "discard-log", study.path)] == [
        "a topic",
        "merged into Difference strains: same claim",
    ]
    done("themes", "restore", study.path, "time")
    assert [row["theme"] for row in records("themes", "table", study.path)] == ["Difference strains", "Time"]


def test_memos_are_written_from_arguments_or_standard_input(study):
    one = done(
        "memos", "add", study.path, "-", "--about", "code:speed", "--title", "Pace", input="Line one\nline two\n"
    )
    done("memos", "add", study.path, "A story.", "--kind", "case narrative", "--about", "case:one")
    done("memos", "edit", study.path, one.stdout[:8], "--public")
    listed = {row["title"]: row for row in records("memos", "list", study.path)}
    assert (listed["Pace"]["text"], listed["Pace"]["private"]) == ("Line one\nline two", False)
    assert [row["text"] for row in records("memos", "list", study.path, "--about", "case:one")] == ["A story."]
    done("memos", "remove", study.path, "Pace")
    assert run("memos", "edit", study.path, "Pace", "--public").exit_code == 1


def test_the_history_is_listed_and_an_earlier_state_shown(study):
    study.codings.add("P1", 23, 47, "two_worlds")
    last = records("history", "list", study.path)[-1]
    assert last["act"] == "codings.add"
    study.history.undo()
    assert records("codings", "list", study.path) == []
    assert [row["code"] for row in records("history", "show", study.path, last["seq"])] == ["two_worlds"]
    assert len(records("history", "list", study.path, "--last", "2")) == 2
    assert run("history", "show", study.path, "1999-01-01").exit_code == 1
    assert run("history", "show", study.path, last["seq"], "--table", "nonsense").exit_code == 1


def test_a_check_can_be_of_some_kinds_only_and_never_fails_for_what_it_finds(study):
    whole = records("check", study.path)
    assert list(whole[0]) == ["about", "where", "problem", "remedy", "evidence"]
    some = records("check", study.path, "--about", "document", "--about", "case")
    assert some == [row for row in whole if row["about"] in ("document", "case")] and len(some) < len(whole)
    printed = done("check", study.path, "--about", "speaker")
    assert printed.stdout.splitlines() == [
        "Who speaks (2)",
        "  Nobody is named for this label; it counts as a voice without sector and seniority.",
        "  → Tie it to a participant (participants tie, or participants load with a table).",
        "    P2: Ben",
        "      2 turns, 12 words, 0 codings",
        "    P3: Cat",
        "      1 turn, 9 words, 0 codings",
    ]
    assert printed.stderr == "2 things to look at.\n"
    refused = run("check", study.path, "--about", "nonsense")
    assert refused.exit_code == 2 and "'nonsense' is no kind" in refused.stderr


def test_a_study_is_checked_searched_described_and_copied(study, tmp_path):
    checked = done("check", study.path)
    assert (
        "  Nobody has marked it read.\n  → Read it (documents read).\n    P1\n      18 words unread" in checked.stdout
    )
    assert "to look at." in checked.stderr
    found = records("search", study.path, "logo")
    assert [(row["document"], row["found"]) for row in found] == [("P1", "logo"), ("P2", "logo"), ("P3", "logo")]
    assert [row["document"] for row in records("search", study.path, "logo", "--eligible")] == ["P2", "P3"]
    done("describe", study.path, "--question", "How?")
    assert study.row()["question"] == "How?"
    copy = tmp_path / "copy.qualcode"
    assert done("backup", study.path, copy).stdout == f"{copy}\n"
    assert done("history", "hash", copy).stdout == done("history", "hash", study.path).stdout


def test_an_unknown_table_is_refused_with_the_known_ones(study, tmp_path):
    result = run("export", study.path, tmp_path / "out", "--table", "quote")
    assert result.exit_code == 1
    assert "Did you mean 'quotes'?" in result.stderr
    assert not (tmp_path / "out").exists()


def test_a_search_names_on_stderr_what_nobody_has_and_still_succeeds(study):
    nothing = done("search", study.path, "sectr:business zebra")
    assert nothing.stdout.strip().splitlines()[1:] == []
    assert 'Note: Nothing in the documents fits "zebra".' in nothing.stderr
    assert "Note: No document or speaker has the attribute 'sectr'. There are: speaker, " in nothing.stderr
    assert nothing.stderr.rstrip().endswith("0 passages.")
    assert "Note:" not in done("search", study.path, "logo").stderr


def test_a_suggestion_of_an_unread_document_is_refused_with_the_command_that_opens_it(study):
    done("suggestions", "run", study.path)
    result = run("suggestions", "list", study.path, "--document", "P2")
    assert result.exit_code == 1
    assert "'qualcode documents read STUDY NAME --coder YOU'" in result.stderr
    assert "'qualcode suggestions override STUDY NAME --why REASON --coder YOU'" in result.stderr


def test_the_demonstration_says_that_it_is_synthetic_and_what_to_do_next(tmp_path):
    folder = tmp_path / "my demo"
    shown = done("demo", folder).stdout.splitlines()
    assert f"The theme table: {folder / 'exports' / 'theme_table.csv'}" in shown
    assert "Everything in it is synthetic: no real person, no real organisation." in shown
    assert shown[-1].startswith(
        f"Next, open the workbench: qualcode serve '{folder / 'study.qualcode'}' --coder \"Robin Sample\""
    )
    said = done("export", folder / "study.qualcode", tmp_path / "all").stderr.count("Note: ")
    assert [line for line in shown if line.startswith(f"Notes on the export: {said} (qualcode export '")]


def test_a_sentence_about_python_names_the_option_in_its_place(study):
    result = run("memos", "add", study.path, "It began.", "--kind", "case narrative")
    assert result.exit_code == 1
    assert result.stderr == "Error: A case narrative needs its case: --about case:NAME.\n"

"""The project file: made, opened, refused, backed up, brought up to date, and safe when a process dies."""

import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

import qualcode
from qualcode.errors import NotFound, ProjectError, Refused
from qualcode.project import Project
from qualcode.store import Store
from qualcode.store.migrations import MIGRATIONS, Migration, number_of

NEXT = MIGRATIONS[-1].number + 1
OLD = sorted((Path(__file__).parent / "old").glob("*.qualcode"))


def test_a_project_is_made_at_first_opening_and_found_at_the_next(tmp_path):
    path = tmp_path / "my study.qualcode"
    with qualcode.open(path, coder="ana") as study:
        study.cases.add("one")
    with qualcode.open(path) as study:
        assert (study.name, study.approach, len(study.cases)) == ("my study", "reflexive", 1)


def test_without_a_coder_a_study_can_be_read_and_not_changed(study):
    with qualcode.open(study.path) as reader:
        assert len(reader.documents) == 3
        with pytest.raises(Refused, match="Say who is coding"):
            reader.documents.mark_read("P1")


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"\0" * 100])
def test_what_is_not_a_project_is_refused(tmp_path, content):
    path = tmp_path / "x.qualcode"
    path.write_bytes(content)
    with pytest.raises(ProjectError, match="this is not a qualcode project"):
        qualcode.open(path)
    assert path.read_bytes() == content


def test_any_other_sqlite_file_is_refused(tmp_path):
    path = tmp_path / "other.qualcode"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE notes (text)")
        other.commit()
    with pytest.raises(ProjectError, match="this is not a qualcode project"):
        qualcode.open(path)


def test_a_damaged_project_is_refused_in_a_sentence(study, tmp_path):
    study.close()
    damaged = tmp_path / "damaged.qualcode"
    content = bytearray(study.path.read_bytes())
    content[4096:8192] = b"\xff" * 4096
    damaged.write_bytes(content)
    with pytest.raises(ProjectError, match="is damaged"):
        qualcode.open(damaged)


def test_a_project_of_a_newer_version_is_refused(study):
    newer = Migration(MIGRATIONS[-1].number + 1, "something new", lambda connection: None)
    study.close()
    Store.open(study.path, migrations=[*MIGRATIONS, newer]).close()
    with pytest.raises(ProjectError, match="written by a newer qualcode"):
        qualcode.open(study.path)


def test_an_older_project_is_backed_up_and_brought_up_to_date(study):
    before = study.history.hash()
    study.close()
    step = Migration(
        NEXT, "a table of colours", lambda connection: connection.execute(text("CREATE TABLE colours (name)"))
    )
    store = Store.open(study.path, migrations=[*MIGRATIONS, step])
    assert number_of(store.engine) == NEXT
    store.close()
    backup = Store.open(study.path.with_name(f"study.before-v{NEXT}.qualcode"))
    assert number_of(backup.engine) == NEXT - 1
    backup.close()
    with qualcode.open(study.path.with_name(f"study.before-v{NEXT}.qualcode")) as earlier:
        assert earlier.history.hash() == before


def test_a_step_that_fails_leaves_the_file_as_it_was(study):
    def fail(connection):
        connection.execute(text("CREATE TABLE colours (name)"))
        raise ZeroDivisionError

    before = study.history.hash()
    study.close()
    with pytest.raises(ZeroDivisionError):
        Store.open(study.path, migrations=[*MIGRATIONS, Migration(NEXT, "broken", fail)])
    with qualcode.open(study.path) as again:
        assert again.history.hash() == before
        assert again.store.rows(text("SELECT name FROM sqlite_master WHERE name = 'colours'")) == []


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_projects_of_earlier_versions_keep_opening(path, tmp_path):
    copy = tmp_path / path.name
    copy.write_bytes(path.read_bytes())
    with qualcode.open(copy, coder="ana") as study:
        assert [len(study.documents), len(study.codings), len(study.themes)] == [3, 2, 2]
        study.history.undo()


def test_there_is_a_project_of_each_earlier_version():
    assert [path.stem for path in OLD] == ["0.1.0"]


def test_a_backup_is_a_whole_project(study):
    copy = study.backup()
    with qualcode.open(copy) as other:
        assert (copy.name, other.history.hash()) == ("study.backup.qualcode", study.history.hash())


@pytest.mark.parametrize("name", ["100%41", "what?", "a#b", "ä ö ü", "a?mode=memory", "my%20study"])
def test_a_file_is_called_what_it_is_called(tmp_path, name):
    path = tmp_path / f"{name}.qualcode"
    with qualcode.open(path, coder="ana") as study:
        study.cases.add("one")
    assert [item.name for item in tmp_path.iterdir()] == [path.name]
    with qualcode.open(path) as study:
        assert len(study.cases) == 1


def test_a_name_that_is_not_there_makes_no_study_for_a_reader(tmp_path):
    with pytest.raises(ProjectError, match="there is no such project"):
        qualcode.open(tmp_path / "typo.qualcode")
    assert list(tmp_path.iterdir()) == []


def test_a_backup_replaces_only_a_backup_of_the_same_study(study, tmp_path):
    study.backup()
    study.backup()
    with qualcode.open(tmp_path / "other.qualcode", coder="ben") as other:
        other.cases.add("mine")
    (tmp_path / "note.txt").write_text("mine")
    for name in ("other.qualcode", "note.txt", "study.qualcode"):
        with pytest.raises(Refused, match="another file of this name"):
            study.backup(tmp_path / name)
    with pytest.raises(Refused, match="the backup cannot be written"):
        study.backup(tmp_path / "nowhere" / "b.qualcode")
    assert (tmp_path / "note.txt").read_text() == "mine"


def test_a_study_that_cannot_be_written_can_be_read(study):
    study.close()
    reader = Project(Store.open_to_read(study.path), "ana")
    assert (len(reader.documents), reader.path) == (3, study.path)
    with pytest.raises(Refused, match="cannot be written"):
        reader.cases.add("three")
    reader.close()


def test_what_began_the_study_is_not_undone(study):
    for seq in (1, 2):
        with pytest.raises(Refused, match="began the study"):
            study.history.undo(seq)
    assert study.name == "study"


def test_half_a_character_is_refused_in_a_sentence(study):
    with pytest.raises(Refused, match="half of a character"):
        study.memos.add("a\ud800")
    with pytest.raises(NotFound, match="half of a character"):
        study.find.code("a\ud800")


def test_a_folder_that_does_not_exist_is_named(tmp_path):
    with pytest.raises(ProjectError, match="the folder .* does not exist"):
        qualcode.open(tmp_path / "nowhere" / "x.qualcode", coder="ana")


def test_a_file_that_another_program_keeps_is_named_and_nothing_is_done(study, monkeypatch):
    before = study.history.hash()
    study.close()
    monkeypatch.setattr("qualcode.store.database.BUSY_SECONDS", 0.1)
    with closing(sqlite3.connect(study.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with qualcode.open(study.path, coder="ana") as again:
            with pytest.raises(Refused, match="another program has been writing"):
                again.codings.add("P1", 5, 20, "speed")
            assert again.history.hash() == before
        other.execute("ROLLBACK")


WORK = """
import sys
import qualcode
with qualcode.open(sys.argv[1], coder="ana") as study:
    number = 0
    while True:
        number += 1
        study.codings.add("P1", number % 40, 60 + number // 40, "speed", memo=str(number))
        print(number, flush=True)
"""


def test_a_killed_process_loses_nothing_but_the_act_in_flight(study):
    study.close()
    worker = subprocess.Popen([sys.executable, "-c", WORK, str(study.path)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    for line in worker.stdout:
        if int(line) >= 25:
            worker.kill()
            break
    said = int(line) if (rest := worker.stdout.read().split()) == [] else int(rest[-1])
    worker.wait()
    worker.stdout.close()
    with qualcode.open(study.path, coder="ana") as again:
        kept = len(again.codings)
        assert kept in (said, said + 1)  # an act may be on disk before it could be told
        assert (again.history.table()["act"] == "codings.add").sum() == kept
        assert again.store.rows(text("PRAGMA integrity_check")) == [{"integrity_check": "ok"}]


def test_two_processes_at_once_lose_nothing(study):
    study.close()
    code = (
        "import sys, qualcode\n"
        "with qualcode.open(sys.argv[1], coder=sys.argv[2]) as study:\n"
        "    for number in range(20):\n"
        "        study.codings.add('P1', number, 60, 'speed')\n"
    )
    workers = [subprocess.Popen([sys.executable, "-c", code, str(study.path), name]) for name in ("ana", "ben")]
    assert [worker.wait() for worker in workers] == [0, 0]
    with qualcode.open(study.path) as again:
        assert again.codings.table().groupby("coder").size().to_dict() == {"ana": 20, "ben": 20}


@pytest.mark.parametrize("path", OLD, ids=lambda path: path.stem)
def test_several_may_open_an_older_project_at_once(path, tmp_path):
    for turn in range(5):
        copy = tmp_path / f"study{turn}.qualcode"
        copy.write_bytes(path.read_bytes())
        with ThreadPoolExecutor(3) as pool:
            stores = list(pool.map(lambda _, copy=copy: Store.open(copy), range(3)))
        assert {number_of(store.engine) for store in stores} == {NEXT - 1}
        for store in stores:
            store.close()
        before = tmp_path / f"study{turn}.before-v{NEXT - 1}.qualcode"
        with closing(sqlite3.connect(before)) as kept:
            assert kept.execute("SELECT max(number) FROM migrations").fetchone() == (1,)
        assert not list(tmp_path.glob("*.new"))

"""Vectors are computed once, kept safely, and really forgotten."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from qualcode.errors import QualcodeError
from qualcode.vectors import VectorCache

FILE = "vectors.sqlite"


class Letters:
    """An embedder that needs no model: how often letters stand in a text, of unit length."""

    languages = None

    def __init__(self, name: str = "letters-1", size: int = 8) -> None:
        self.name, self.size = name, size
        self.seen: list[str] = []

    def __call__(self, texts, *, progress=None):
        self.seen += texts
        rows = np.zeros((len(texts), self.size), np.float32)
        for nth, text in enumerate(texts):
            for letter in text:
                rows[nth, ord(letter) % self.size] += 1
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1)


def make_some(folder: str, first: int) -> None:
    cache = VectorCache(Path(folder))
    for nth in range(first, first + 40):
        cache.vectors(Letters(), [f"text {nth}"])


def test_a_text_is_computed_once_however_often_it_is_asked_for(tmp_path):
    embedder, cache = Letters(), VectorCache(tmp_path)
    cache.vectors(embedder, ["one", "two", "one"])
    cache.vectors(embedder, ["two", "one", "three"])
    VectorCache(tmp_path).vectors(embedder, ["one", "three"])
    assert sorted(embedder.seen) == ["one", "three", "two"]


def test_vectors_come_back_bit_by_bit_and_in_the_order_of_the_texts(tmp_path):
    texts = ["banana", "", "a", "banana", "\ud800 half a sign", "x" * 5000]
    made = Letters()(texts)
    assert VectorCache(tmp_path).vectors(Letters(), texts).tobytes() == made.tobytes()
    assert VectorCache(tmp_path).vectors(Letters(), texts).tobytes() == made.tobytes()
    assert VectorCache(None).vectors(Letters(), texts).tobytes() == made.tobytes()


def test_no_texts_have_no_vectors(tmp_path):
    assert VectorCache(tmp_path).vectors(Letters(), []).shape == (0, 8)


def test_another_embedder_or_another_size_has_its_own_vectors(tmp_path):
    cache = VectorCache(tmp_path)
    for embedder in (Letters(), Letters("letters-2"), Letters(size=4)):
        assert np.array_equal(cache.vectors(embedder, ["word"]), embedder(["word"]))
        assert embedder.seen == ["word", "word"]


def test_progress_counts_the_texts_that_are_still_to_be_computed(tmp_path):
    cache, told = VectorCache(tmp_path), []
    cache.vectors(Letters(), ["one"])
    cache.vectors(Letters(), ["one", "two", "three", "two"], progress=lambda done, of: told.append((done, of)))
    assert told == [(2, 2)]


def test_what_was_computed_before_it_was_cancelled_is_kept(tmp_path):
    texts = [f"{nth} " * 30_000 for nth in range(5)]

    def cancel(done, of):
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        VectorCache(tmp_path).vectors(Letters(), texts, progress=cancel)
    embedder = Letters()
    assert np.array_equal(VectorCache(tmp_path).vectors(embedder, texts), Letters()(texts))
    assert len(embedder.seen) == 3


def test_the_file_holds_no_text(tmp_path):
    VectorCache(tmp_path).vectors(Letters("quiet"), ["a confidential sentence"])
    assert [path.name for path in tmp_path.iterdir()] == [FILE]
    content = (tmp_path / FILE).read_bytes()
    assert b"confidential" not in content and b"sentence" not in content


def test_forgotten_texts_are_gone_from_memory_and_from_the_bytes_of_the_file(tmp_path):
    cache = VectorCache(tmp_path)
    for embedder in (Letters("one", 384), Letters("two", 96)):
        cache.vectors(embedder, ["to be forgotten", "to be kept"])
    rows = sqlite3.connect(tmp_path / FILE)
    before = set(rows.execute("SELECT text, embedder, vector FROM vectors").fetchall())
    cache.forget(["to be forgotten", "never seen"])
    after = set(rows.execute("SELECT text, embedder, vector FROM vectors").fetchall())
    rows.close()
    content, gone = (tmp_path / FILE).read_bytes(), before - after
    assert [len(before), len(after), len(gone)] == [4, 2, 2]
    assert all(text not in content and vector not in content for text, _, vector in gone)
    embedder = Letters("one", 384)
    cache.vectors(embedder, ["to be forgotten", "to be kept"])
    assert embedder.seen == ["to be forgotten"]


def test_forgetting_where_nothing_was_kept_is_no_error(tmp_path):
    VectorCache(None).forget(["one"])
    VectorCache(tmp_path / "nowhere").forget(["one"])
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\1" * 5000])
def test_a_damaged_file_is_as_good_as_none(tmp_path, content):
    (tmp_path / FILE).write_bytes(content)
    assert np.array_equal(VectorCache(tmp_path).vectors(Letters(), ["one"]), Letters()(["one"]))
    embedder = Letters()
    VectorCache(tmp_path).vectors(embedder, ["one"])
    assert embedder.seen == []


def test_a_file_damaged_at_any_place_never_gives_a_wrong_vector(tmp_path):
    texts = [f"text {nth}" for nth in range(200)]
    made = VectorCache(tmp_path).vectors(Letters(size=64), texts)
    whole = (tmp_path / FILE).read_bytes()
    for place in range(0, len(whole), 997):
        (tmp_path / FILE).write_bytes(
            whole[:place] + bytes(255 - byte for byte in whole[place : place + 16]) + whole[place + 16 :]
        )
        assert np.array_equal(VectorCache(tmp_path).vectors(Letters(size=64), texts), made)
    for length in range(0, len(whole), 4099):
        (tmp_path / FILE).write_bytes(whole[:length])
        assert np.array_equal(VectorCache(tmp_path).vectors(Letters(size=64), texts), made)


def test_a_file_of_another_make_is_begun_anew(tmp_path):
    other = sqlite3.connect(tmp_path / FILE)
    other.execute("CREATE TABLE vectors (something TEXT)")
    other.commit()
    other.close()
    VectorCache(tmp_path).vectors(Letters(), ["one"])
    embedder = Letters()
    VectorCache(tmp_path).vectors(embedder, ["one"])
    assert embedder.seen == []


def test_forgetting_in_a_damaged_file_removes_everything(tmp_path):
    (tmp_path / FILE).write_bytes(b"perhaps the vectors are still in here")
    VectorCache(tmp_path).forget(["one"])
    assert b"perhaps" not in (tmp_path / FILE).read_bytes()


def test_a_folder_that_cannot_be_made_is_only_slower(tmp_path):
    (tmp_path / "file").write_text("a file, not a folder")
    cache = VectorCache(tmp_path / "file")
    assert np.array_equal(cache.vectors(Letters(), ["one"]), Letters()(["one"]))
    cache.forget(["one"])


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes anywhere")
def test_a_folder_that_cannot_be_written_is_still_read(tmp_path):
    VectorCache(tmp_path).vectors(Letters(), ["one"])
    (tmp_path / FILE).chmod(stat.S_IRUSR)
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        embedder = Letters()
        VectorCache(tmp_path).vectors(embedder, ["one", "two"])
        assert embedder.seen == ["two"]
    finally:
        tmp_path.chmod(stat.S_IRWXU)


def test_a_file_that_another_program_holds_is_only_slower_but_nothing_pretends_to_be_forgotten(tmp_path, monkeypatch):
    monkeypatch.setattr("qualcode.vectors.cache.BUSY", 0.05)
    VectorCache(tmp_path).vectors(Letters(), ["one"])
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    cache = VectorCache(tmp_path)
    assert np.array_equal(cache.vectors(Letters(), ["one"]), Letters()(["one"]))
    with pytest.raises(QualcodeError, match="may still be in this file"):
        cache.forget(["one"])
    other.execute("ROLLBACK")
    other.close()
    cache.forget(["one"])


def test_two_processes_share_a_folder(tmp_path):
    start = "import runpy, sys; runpy.run_path(sys.argv[1])['make_some'](sys.argv[2], int(sys.argv[3]))"
    ask = [sys.executable, "-c", start, __file__, str(tmp_path)]
    workers = [subprocess.Popen([*ask, first]) for first in ("0", "20")]
    assert [worker.wait() for worker in workers] == [0, 0]
    embedder, texts = Letters(), [f"text {nth}" for nth in range(60)]
    assert np.array_equal(VectorCache(tmp_path).vectors(embedder, texts), Letters()(texts))
    assert embedder.seen == []

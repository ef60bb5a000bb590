"""Word patterns by BERTopic over vectors. The one place where BERTopic is loaded in tests: it takes ten seconds."""

import runpy
import socket
import zlib
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

import qualcode
from qualcode.errors import Refused
from qualcode.suggesters import spoken_by_participants
from qualcode.topics import find_patterns, passages
from qualcode.vectors import installed

talk = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("planted_talk.py"))))


def vectors_of(found):
    """Each passage as the mean of its words' directions: like a sentence model, at no cost."""

    def direction(word):
        return np.random.default_rng(zlib.crc32(word.encode())).normal(size=64)

    rows = np.array([np.mean([direction(word) for word in words], axis=0) for words in found.words], np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


@pytest.fixture
def offline(monkeypatch):
    def refuse(*_args, **_named):
        raise AssertionError("the network was asked for")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def test_planted_groups_are_found_steadily_with_their_words_and_again_to_the_letter(offline):
    documents, truth = talk.planted()
    said = passages(documents, spoken_by_participants())
    found = find_patterns(said, vectors_of(said), seed=3)
    groups = [truth[item.document, item.start] for item in said.segments]
    assert adjusted_rand_score(groups, [member.pattern for member in found.members]) == 1.0
    assert (len(found.patterns), [pattern.stability for pattern in found.patterns]) == (3, [1.0, 1.0, 1.0])
    for pattern in found.patterns:
        assert any({word for word, _ in pattern.words} <= set(group.split()) for group in talk.GROUPS.values())
    assert find_patterns(said, vectors_of(said), seed=3).as_json() == found.as_json()


def test_patterns_of_noise_are_not_found_again():
    said = passages(talk.planted(files=12, noise=True)[0], spoken_by_participants())
    noise = np.random.default_rng(5).normal(size=(len(said), 64))
    found = find_patterns(said, noise / np.linalg.norm(noise, axis=1, keepdims=True), patterns=8)
    assert max(pattern.stability for pattern in found.patterns) < 0.6


def test_equal_and_empty_vectors_do_not_break_it():
    said = passages(talk.planted()[0], spoken_by_participants())
    found = find_patterns(said, np.zeros((len(said), 8), np.float32), patterns=3)
    assert sum(pattern.size for pattern in found.patterns) == len(said)


@pytest.mark.skipif(not installed(), reason="no model of sentence vectors is installed")
def test_a_study_is_looked_through_offline_and_nothing_is_coded(tmp_path, offline):
    documents, truth = talk.planted(turns=10)
    with qualcode.open(tmp_path / "study.qualcode", coder="ana") as study:
        study.documents.add(documents)
        before = study.last_act()
        seen = []
        run = study.patterns.run(progress=lambda done, total: seen.append(done))
        assert (run.method, run.model.startswith("all-MiniLM"), run.notes) == ("bertopic", True, ())
        groups = [truth[member.document, member.start] for member in run.members]
        assert adjusted_rand_score(groups, [member.pattern for member in run.members]) > 0.9
        assert seen == sorted(seen) and seen[-1] == 100
        assert (len(study.codings.table()), len(study.suggestions.table()), study.last_act()) == (0, 0, before)
        made = study.documents.add(qualcode.read_text("Kim: La maison est grande et belle.", name="F"))
        study.documents.assign(made[0].name, language="fr")
        with pytest.raises(Refused, match=r"does not know the language of some documents \(fr\). Take the other way"):
            study.patterns.run("bertopic")
        assert study.patterns.run().notes[0].endswith("so the patterns rest on word counts alone (nmf).")

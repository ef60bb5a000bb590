"""Suggestions that learn, in a study: what they rest on, who sees them, and what decisions are remembered."""

import pytest

import qualcode
from qualcode.errors import NotFound, Refused
from qualcode.language import TokenCache
from qualcode.model import Code, Codebook
from qualcode.suggesters.cutting import sentences_of
from qualcode.text import segments
from qualcode.vectors import VectorCache, embedder
from tests.test_suggesters import CODES, SAID


def words(number):
    said = [f"Interviewer: And then?\n\nP{number}: {text} That was year {number}." for _, text in SAID]
    return "\n\n".join(said)


@pytest.fixture
def coded(tmp_path):
    """A study in which Ana has read and coded two of four interviews."""
    path = tmp_path / "study.qualcode"
    with qualcode.create(path, coder="Ana") as study:
        for number in range(4):
            (tmp_path / f"talk{number}.txt").write_text(words(number), encoding="utf-8")
            study.documents.add(tmp_path / f"talk{number}.txt")
        study.codebook.use(Codebook("b", "Book", CODES))
        for name in ("talk0", "talk1"):
            document = study.documents[name]
            for code, text in SAID:
                start = document.text.index(text)
                if code:
                    study.codings.add(name, start, start + len(text), code)
        study.documents.mark_read(["talk0", "talk1", "talk2", "talk3"])
        yield study


def learned(study, **values):
    study.suggestions.run(["learned"], **values)
    return study.suggestions.table()


def test_a_run_makes_no_coding_and_says_what_it_rests_on(coded):
    before = len(coded.codings)
    frame = coded.suggestions.run(["rules", "learned", "similar"])
    assert len(coded.codings) == before == 12
    assert any(note.startswith("learned: from 12 coded passages") for note in frame.attrs["notes"])
    table = coded.suggestions.table()
    assert set(table["document"]) <= {"talk0", "talk1", "talk2", "talk3"} and len(table) > 8
    for row in table.itertuples():
        assert coded.documents[row.document].text[row.start : row.end] == row.quote
        assert 0 < row.score < 1 and row.reason


def test_the_same_codings_give_the_same_suggestions(coded):
    one, two = learned(coded), learned(coded)
    assert one.to_csv() == two.to_csv() and len(one) > 0


def test_what_was_refused_stays_refused_after_learning_anew_until_the_definition_changes(coded):
    first = learned(coded).iloc[0]
    coded.suggestions.reject(first["suggestion"], why="About a film")
    document = coded.documents["talk3"]
    start = document.text.index(SAID[0][1])
    coded.codings.add("talk3", start, start + 30, "waiting")
    again = learned(coded)
    assert not (
        (again["document"] == first["document"]) & (again["start"] == first["start"]) & (again["code"] == first["code"])
    ).any()


def test_a_changed_definition_asks_again_and_says_so(coded):
    coded.suggestions.run(["similar"], precision=0.2)
    first = coded.suggestions.table().iloc[0]
    coded.suggestions.reject(first["suggestion"])
    coded.suggestions.run(["similar"], precision=0.2)
    same = coded.suggestions.table()
    assert first["suggestion"] not in set(same["suggestion"])
    code = next(code for code in CODES if code.id == first["code"])
    coded.codebook.edit(code.id, definition=f"{code.definition} Also in winter.")
    coded.suggestions.run(["similar"], precision=0.2)
    table = coded.suggestions.table()
    back = table[
        (table["document"] == first["document"]) & (table["start"] == first["start"]) & (table["code"] == code.id)
    ]
    assert back["earlier"].tolist() == ["rejected before its code's definition changed"]


def test_what_one_suggester_proposed_in_vain_no_other_proposes_again(coded):
    coded.suggestions.run(["rules"])
    rows = coded.suggestions.table(document="talk2")
    first = rows.iloc[0]
    coded.suggestions.reject(first["suggestion"])
    coded.suggestions.run(["similar"], precision=0.1)
    table = coded.suggestions.table(document="talk2", suggester="similar")
    same = table[(table["start"] < first["end"]) & (table["end"] > first["start"]) & (table["code"] == first["code"])]
    assert same.empty
    assert coded.by("Ben").suggestions.verdicts() == {}


def test_what_was_learned_from_one_coder_is_shown_to_no_other(coded):
    mine = learned(coded)
    ben = coded.by("Ben")
    ben.documents.mark_read(["talk0", "talk1", "talk2", "talk3"])
    assert ben.suggestions.table().empty
    with pytest.raises(NotFound, match="learned from another coder's codings"):
        ben.suggestions.accept(mine["suggestion"].iloc[0])
    frame = ben.suggestions.run(["learned"])
    assert frame.attrs["notes"] == ["learned: there is no coding of yours to learn from yet."]
    assert coded.suggestions.table()["suggestion"].tolist() == mine["suggestion"].tolist()


def test_a_run_leaves_what_other_suggesters_proposed(coded):
    coded.suggestions.run(["rules"])
    rules = set(coded.suggestions.table()["suggestion"])
    coded.suggestions.run(["similar"])
    assert rules <= set(coded.suggestions.table()["suggestion"])
    assert set(coded.suggestions.suggesters()) == {"rules", "similar"}


def test_in_the_reflexive_approach_unread_documents_stay_closed(coded):
    coded.documents.mark_unread("talk3")
    table = learned(coded)
    assert "talk3" not in set(table["document"]) and "talk2" in set(table["document"])
    assert coded.suggestions.withheld() == ["talk3"]


def test_an_accepted_suggestion_says_what_it_came_from(coded):
    first = learned(coded).iloc[0]
    coding = coded.suggestions.accept(first["suggestion"])
    assert (coding.origin, coding.code, coding.quote) == ("suggestion", first["code"], first["quote"])
    assert coded.suggestions.decisions()["suggester"].tolist() == ["learned"]


def test_a_precision_that_is_none_is_refused(coded):
    for share in (0, -1, 1):
        with pytest.raises(Refused, match="The precision is a share"):
            coded.suggestions.run(["similar"], precision=share)


def test_removing_a_document_removes_its_words_and_its_vectors(coded):
    coded.suggestions.run(["rules", "similar"])
    gone = coded.documents["talk3"]
    folder = coded.matching.cache
    texts = [segment.text for segment in segments(gone, "window")]
    model = embedder()
    assert TokenCache(folder).load(gone, "en") is not None
    computed = []
    VectorCache(folder).vectors(model, texts, progress=lambda done, of: computed.append(of))
    assert computed == []
    coded.suggestions.run(["rules"])
    for row in coded.codings.table(document="talk3").itertuples():
        coded.codings.remove(row.coding)
    coded.documents.remove("talk3", why="Withdrawn")
    assert TokenCache(folder).load(gone, "en") is None
    VectorCache(folder).vectors(model, texts, progress=lambda done, of: computed.append(of))
    assert computed and computed[0] == len({text for text in texts if text not in sentences_of("", "en")})


def test_learned_needs_no_rule_and_no_model(coded, monkeypatch):
    monkeypatch.setattr("qualcode.suggesters.cutting.model_for", lambda *_: None)
    coded.codebook.use(Codebook("b", "Book", tuple(Code(c.id, c.name, c.definition) for c in CODES)))
    frame = coded.suggestions.run(["learned"])
    assert frame["suggestions"].sum() > 0
    assert "learned: no model of vectors for the language 'en', so it knows words only." in frame.attrs["notes"]


def test_while_vectors_are_made_others_can_search(coded):
    from threading import Thread

    found = []

    def while_it_works(done, of):
        if of > len(coded.documents) and not found:  # words are found before, and searches wait for them
            other = Thread(target=lambda: found.append(len(coded.by("Ben").search("logo"))))
            other.start()
            other.join(timeout=20)

    coded.suggestions.run(["similar"], progress=while_it_works)
    assert found == [8]

"""The suggesters that compare and learn: one contract, and what each of them may not do."""

import socket
from dataclasses import replace

import pandas as pd
import pytest

from qualcode.errors import QualcodeError
from qualcode.language import Corpus
from qualcode.model import Code, Codebook, Document, Rule, Turn
from qualcode.suggesters import SUGGESTERS, Evidence, load, propose, spoken_by_participants, suggest
from qualcode.suggesters.combining import combine

CODES = (
    Code(
        "waiting",
        "Waiting for a signature",
        "Somebody waits for the contract to be signed.",
        rules=(Rule("w", "wait"),),
    ),
    Code("logo", "Logo and brand", "The logo or the colours of the brand.", rules=(Rule("l", "logo"),)),
    Code("food", "Food and meals", "Soup, bread and lunch for people.", rules=(Rule("f", "soup OR bread"),)),
)
BOOK = Codebook("b", "Book", CODES)
SAID = (
    ("waiting", "We waited for the contract and nobody signed it until May."),
    ("logo", "They painted their logo over the brand colours of our van."),
    ("food", "There was soup and bread for lunch on most Mondays here."),
    ("waiting", "The signature for the contract took them another winter month."),
    ("logo", "Our brand was small beside their logo on every poster."),
    ("food", "A baker brought bread for the lunch of forty people."),
    ("", "My daughter moved to the coast with two dogs last spring."),
)


def interview(number, *, language="en"):
    text, turns = "", []
    for nth, (_, said) in enumerate(SAID):
        for speaker, words in (
            ("Interviewer", "What happened with the contract and the logo then?"),
            (f"P{number}", said),
        ):
            words = words if speaker == "Interviewer" else f"{words} That was year {number} and {nth}."
            text += f"{speaker}: "
            turns.append(Turn(len(text), len(text) + len(words), words, speaker))
            text += words + "\n\n"
    return Document.of(text, name=f"interview {number}", turns=tuple(turns), language=language)


DOCUMENTS = tuple(interview(number) for number in range(4))


def codings_of(documents):
    return tuple(
        (document.id, turn.start, turn.end, code)
        for document in documents
        for turn, (code, _) in zip(document.turns[1::2], SAID, strict=True)
        if code
    )


def evidence(documents=DOCUMENTS[:2], **values):
    read = frozenset(document.id for document in documents)
    return Evidence(codings=codings_of(documents), read=read, coder="Ana", **{"model": "none", **values})


def asked(name, documents=DOCUMENTS, book=BOOK, **values):
    known = replace(evidence(), **{"model": "none", **values})
    return load(name)(Corpus(documents), book, eligible=spoken_by_participants(), evidence=known), known.notes


@pytest.fixture
def offline(monkeypatch):
    def refuse(*_):
        raise AssertionError("a suggester asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.mark.parametrize("model", ["none", "minilm"])
@pytest.mark.parametrize("name", SUGGESTERS)
def test_every_suggester_keeps_the_contract(name, model, offline):
    observed = Document.of("We waited for the contract to be signed.", name="field", kind="observation")
    documents = {document.id: document for document in (*DOCUMENTS, observed)}
    found, _ = asked(name, documents.values(), model=model)
    assert found == asked(name, documents.values(), model=model)[0] != []
    for suggestion in found:
        assert suggestion.quote == documents[suggestion.document].text[suggestion.start : suggestion.end] != ""
        assert 0 < suggestion.score <= 1 and suggestion.suggester == name
        assert suggestion.reason and suggestion.version and suggestion.rule
        assert suggestion.speaker.startswith("P") and suggestion.document != observed.id
        assert suggestion.code in {code.id for code in BOOK.codes}
    places = [(list(documents).index(s.document), s.start, s.end) for s in found]
    assert places == sorted(places)


@pytest.mark.parametrize("name", SUGGESTERS)
@pytest.mark.parametrize(
    "book",
    [
        Codebook("none", "No code"),
        Codebook("one", "One code", CODES[:1]),
        Codebook("bare", "No definitions", tuple(Code(code.id, code.name) for code in CODES)),
        Codebook("many", "300 codes", (*CODES, *(Code(f"c{n}", f"Number {n}", "") for n in range(300)))),
        Codebook("blank", "An empty name", (*CODES, Code("x", "", ""))),
    ],
    ids=lambda book: book.id,
)
def test_no_codebook_breaks_a_suggester(name, book):
    found, _ = asked(name, book=book)
    assert {suggestion.code for suggestion in found} <= {code.id for code in book.codes}


@pytest.mark.parametrize("name", SUGGESTERS)
def test_no_document_and_no_word_are_no_error(name):
    for documents in (
        (),
        (Document.of(""),),
        (Document.of("…"), Document.of("👩‍👩‍👧 🙂")),
        (Document.of("שלום עולם, מה שלומך היום?"),),
    ):
        assert asked(name, documents)[0] == []


def test_learned_finds_in_unread_interviews_what_was_coded_in_others():
    found, notes = asked("learned", precision=0.5)
    new = [s for s in found if s.document in {document.id for document in DOCUMENTS[2:]}]
    best = {}
    for suggestion in sorted(new, key=lambda s: s.score):
        best[suggestion.quote] = suggestion.code
    truth = {
        turn.text: code
        for document in DOCUMENTS[2:]
        for turn, (code, _) in zip(document.turns[1::2], SAID, strict=True)
    }
    assert {quote: code for quote, code in best.items() if truth[quote]} == {
        q: code for q, code in truth.items() if code
    }
    assert notes[0].startswith("learned: from 12 coded passages in 2 documents, too few to check it on documents")


def test_learned_does_not_propose_what_is_coded_or_was_refused():
    everywhere = evidence(DOCUMENTS)
    found = load("learned")(Corpus(DOCUMENTS), BOOK, evidence=everywhere)
    assert not {(s.document, s.start, s.code) for s in found} & {
        (d, start, code) for d, start, _, code in everywhere.codings
    }
    before, _ = asked("learned")
    refused = tuple((s.document, s.start, s.end, s.code) for s in before)
    after, _ = asked("learned", rejected=refused)
    assert not {(s.document, s.start, s.code) for s in after} & {(d, start, code) for d, start, _, code in refused}


def test_learned_says_when_there_is_too_little_to_learn_from():
    found = load("learned")(Corpus(DOCUMENTS), BOOK, evidence=(nothing := Evidence(model="none")))
    assert (found, nothing.notes) == ([], ["learned: there is no coding of yours to learn from yet."])
    few = Evidence(codings=codings_of(DOCUMENTS[:1])[:5], model="none")
    assert load("learned")(Corpus(DOCUMENTS), BOOK, evidence=few) == []
    assert few.notes == ["learned: not enough examples: 5 coded passages of 3 codes; it takes 10 of at least 2."]


def test_one_coded_interview_is_enough_and_the_note_says_that_nothing_was_held_out():
    long = Document.of(
        "\n\n".join(said for _, said in SAID[:6] for _ in range(2)),
        name="long",
        turns=tuple(long_turns()),
    )
    known = Evidence(
        codings=tuple((long.id, t.start, t.end, SAID[n // 2][0]) for n, t in enumerate(long.turns)), model="none"
    )
    found = load("learned")(Corpus((long, *DOCUMENTS)), BOOK, evidence=known)
    assert {s.code for s in found} == {"waiting", "logo", "food"}
    assert known.notes[0].startswith("learned: from 12 coded passages of one document, so nothing could be held out")


def long_turns():
    at = 0
    for _, said in SAID[:6]:
        for _ in range(2):
            yield Turn(at, at + len(said), said, "P9")
            at += len(said) + 2


def test_the_reasons_say_what_spoke_for_a_code_and_what_against():
    found, _ = asked("learned")
    one = next(s for s in found if s.code == "logo" and s.document == DOCUMENTS[3].id)
    assert "Nearest passage of yours with “Logo and brand”: “" in one.reason
    assert "words for it: " in one.reason and "logo" in one.reason
    found, _ = asked("similar", precision=0.3)
    one = next(s for s in found if s.code == "food" and "soup" in s.quote)
    assert "of “Food and meals”: “" in one.reason and "shared words: " in one.reason and "soup" in one.reason


def test_a_language_that_the_model_does_not_know_is_compared_by_words_and_said():
    german = [interview(number, language="de") for number in range(3)]
    known = Evidence(precision=0.3)
    found = load("similar")(Corpus(german), BOOK, evidence=known)
    assert found
    assert known.notes[1] == "similar: no model of vectors for the language 'de', so only words were compared."


def test_a_higher_precision_never_gives_more():
    counts = [len(asked("similar", precision=share)[0]) for share in (0.2, 0.5, 0.8, 0.95)]
    assert counts == sorted(counts, reverse=True) and counts[0] > counts[-1]


def test_where_suggesters_agree_one_speaks_and_the_others_are_named():
    corpus = Corpus(DOCUMENTS)
    found = propose(corpus, BOOK, suggesters=["learned", "rules"], evidence=evidence())
    agreed = [s for s in found if "Also learned (" in s.reason]
    assert agreed and {s.suggester for s in agreed} == {"rules"}
    assert len({(s.document, s.start // 200, s.code) for s in agreed}) == len(agreed)
    alone = {(s.document, s.start, s.end, s.code): s for s in propose(corpus, BOOK, suggesters=["rules"])}
    assert all((s.document, s.start, s.end, s.code) in alone for s in agreed)


def test_the_score_of_rules_is_weighed_by_how_often_they_were_right():
    lead = load("rules")(Corpus(DOCUMENTS), BOOK)[0]
    assert combine([lead], ["rules"])[0].score == 0.25
    assert combine([lead], ["rules"], accepted={"rules": 0.9})[0].score == 0.45


def test_texts_and_codings_without_a_study_are_enough():
    codings = pd.DataFrame(
        [(f"interview {n}", *place[1:]) for n in (0, 1) for place in codings_of([DOCUMENTS[n]])],
        columns=["document", "start", "end", "code"],
    )
    ask = {"suggesters": ["learned"], "codings": codings, "model": "none"}
    frame = suggest(DOCUMENTS, BOOK, **ask)
    assert set(frame["suggester"]) == {"learned"} and set(frame["document"]) >= {"interview 2", "interview 3"}
    assert frame.to_csv() == suggest(DOCUMENTS, BOOK, **ask).to_csv()
    assert frame.attrs["notes"][0].startswith("learned: from 12 coded passages in 2 documents, too few")
    with pytest.raises(QualcodeError, match="end, code is not among theirs: document, start"):
        suggest(DOCUMENTS, BOOK, codings=codings[["document", "start"]])
    with pytest.raises(QualcodeError, match="The codings name documents that are not there: nobody"):
        suggest(DOCUMENTS, BOOK, codings=codings.assign(document="nobody"))


def test_an_unknown_model_is_named_with_those_there_are():
    with pytest.raises(QualcodeError, match="There is no embedder 'bert'. There are: "):
        suggest(DOCUMENTS, BOOK, suggesters=["similar"], model="bert")


def test_an_edited_codebook_does_not_pile_up_what_earlier_ones_needed():
    corpus = Corpus(DOCUMENTS)
    for number in range(3):
        book = replace(BOOK, codes=(*CODES, Code("new", f"Number {number}")))
        propose(corpus, book, suggesters=["learned", "similar", "rules"], evidence=evidence())
    kinds = [key[0] for key in corpus.results if key[0] != "rules"]
    assert sorted(kinds) == ["learned", "likeness", "passages"]

"""Words, inflections, the corpus and its cache."""

import re
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.language import Corpus, Inflections, TokenCache, form, language_code, plain
from qualcode.language.folding import fits
from qualcode.language.pipelines import blank
from qualcode.language.words import Tokenizer, pieces
from qualcode.model import Document, Turn
from qualcode.query import search

TEXT = "Ana: Two contracts. We don't know… “two‑way” streets!\n\nInt: Why? COVID-19."
TURNS = (Turn(5, 53, TEXT[5:53], "Ana"), Turn(60, len(TEXT), TEXT[60:], "Int"))
DOCUMENT = Document.of(TEXT, name="talk", turns=TURNS)


@given(st.text())
def test_plain_text_is_as_long_as_its_source(text):
    assert len(plain(text)) == len(text)


@given(st.text())
def test_the_form_of_a_form_is_itself(text):
    assert form(form(text)) == form(text)


@given(st.lists(st.text(alphabet="ab", max_size=3), min_size=2, max_size=4), st.text(alphabet="abc", max_size=10))
def test_a_wildcard_fits_what_has_its_parts_in_order(parts, word):
    assert fits(tuple(parts), word) == (re.fullmatch(".*".join(parts), word) is not None)


@given(st.text(max_size=300))
def test_words_lie_inside_their_turns_and_read_as_they_stand(text):
    document = Document.of(text)
    words = Tokenizer("en").read(document)
    for place, start, end, turn in zip(words.form, words.start, words.end, words.turn, strict=True):
        assert document.turns[turn].start <= start < end <= document.turns[turn].end
        assert form(text[start:end]) == form(words.forms[place])
    assert (np.diff(words.start) > 0).all() and (words.start[1:] >= words.end[:-1]).all()


@given(st.text(alphabet="a !", max_size=3000))
def test_pieces_make_the_text_again(text):
    assert "".join(piece for _, piece in pieces(text)) == text
    assert all(text[at : at + len(piece)] == piece for at, piece in pieces(text))


def test_words_know_their_place():
    words = Tokenizer("en").read(DOCUMENT)
    assert [TEXT[s:e] for s, e in zip(words.start, words.end, strict=True)] == (
        ["Two", "contracts", "We", "do", "n't", "know", "two", "way", "streets", "Why", "COVID", "19"]
    )
    assert words.number.tolist() == [1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11]
    assert words.turn.tolist() == [0] * 9 + [1] * 3
    assert words.sentence.tolist() == [0, 0, *[1] * 7, 2, 3, 3]


@pytest.mark.parametrize(
    ("language", "one", "other", "related"),
    [
        ("en", "found", "find", True),
        ("en", "found", "founded", True),
        ("en", "meetings", "meeting", True),
        ("en", "better", "best", True),
        ("en", "better", "well", False),
        ("en", "as", "a", False),
        ("en", "first", "1", False),
        ("en", "news", "new", False),
        ("en", "'s", "have", False),
        ("de", "häuser", "haus", True),
        ("fr", "avait", "avoir", True),
        ("es", "casas", "casa", True),
        ("xx", "contracts", "contract", False),
    ],
)
def test_two_words_are_related_when_they_share_a_base(language, one, other, related):
    inflections = Inflections.of(language)
    assert bool(inflections.bases(one) & inflections.bases(other)) is related


def test_languages_with_and_without_tables():
    assert [Inflections.of(language).known for language in ("en", "it", "ar")] == [True, True, False]
    assert [language_code(name) for name in ("EN_us", "zh-Hant", "klingon", "")] == ["en", "zh", "xx", "xx"]


def test_a_corpus_takes_documents_in_and_leaves_them_out():
    seen = []
    one, two = Document.of("One contract.", name="1"), Document.of("Two contracts.", name="2")
    corpus = Corpus([one, two], progress=lambda done, of: seen.append((done, of)))
    assert (len(corpus), one.id in corpus, corpus.document(two.id), list(corpus)) == (2, True, two, [one, two])
    assert seen == [(1, 2), (2, 2)]
    corpus.discard(one.id)
    corpus.discard("unknown")
    assert [hit.quote for hit in search(corpus, "contract")] == ["Two contracts."]
    corpus.add(one)
    assert [hit.quote for hit in search(corpus, "contract")] == ["Two contracts.", "One contract."]
    corpus.add(one)
    assert len(corpus) == 2


def test_segments_are_those_of_the_text_room():
    from qualcode.text import segments

    corpus = Corpus([DOCUMENT, Document.of("More. And more.")])
    for unit in ("sentence", "turn"):
        assert corpus.segments(unit) == [segment for document in corpus for segment in segments(document, unit)]


def answers(corpus):
    return [(hit.quote, hit.spans) for hit in search(corpus, '"two way" OR contract OR covid OR know')]


def test_the_cache_gives_the_same_words(tmp_path):
    first = answers(Corpus([DOCUMENT], cache=tmp_path / "cache"))
    assert len(first) == 3
    assert len(list((tmp_path / "cache").iterdir())) == 1
    assert answers(Corpus([DOCUMENT], cache=tmp_path / "cache")) == first == answers(Corpus([DOCUMENT]))


def test_the_cache_is_used(tmp_path):
    cache = TokenCache(tmp_path)
    Corpus([DOCUMENT], cache=tmp_path)
    words, fresh = cache.load(DOCUMENT, "en"), Tokenizer("en").read(DOCUMENT)
    assert words is not None and words.forms == fresh.forms
    for name in ("form", "start", "end", "number", "turn", "sentence", "sentences"):
        assert np.array_equal(getattr(words, name), getattr(fresh, name))
    assert cache.load(DOCUMENT, "de") is None
    assert cache.load(Document.of(TEXT, name="talk"), "en") is None  # the same text in other turns


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "other", "folder"])
def test_a_damaged_entry_is_computed_again(tmp_path, damage):
    sound = answers(Corpus([DOCUMENT], cache=tmp_path))
    (path,) = tmp_path.iterdir()
    content = path.read_bytes()
    if damage == "folder":
        path.unlink()
        path.mkdir()
    elif damage == "other":
        with path.open("wb") as file:
            np.savez(file, form=np.arange(3))
    else:
        middle = len(content) // 2
        flipped = content[:middle] + bytes([content[middle] ^ 255]) + content[middle + 1 :]
        path.write_bytes({"empty": b"", "cut": content[:middle], "flipped": flipped}[damage])
    assert answers(Corpus([DOCUMENT], cache=tmp_path)) == sound


def test_no_byte_of_an_entry_can_change_the_answer_unseen(tmp_path):
    cache = TokenCache(tmp_path)
    Corpus([DOCUMENT], cache=tmp_path)
    (path,) = tmp_path.iterdir()
    content = path.read_bytes()
    fresh = Tokenizer("en").read(DOCUMENT)
    for at in range(0, len(content), 7):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        words = cache.load(DOCUMENT, "en")
        assert words is None or (words.forms == fresh.forms and np.array_equal(words.start, fresh.start))


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    assert len(answers(Corpus([DOCUMENT], cache=blocked / "cache"))) == 3


def test_leaving_a_document_out_deletes_what_the_cache_keeps_of_it(tmp_path):
    other = Document.of("Another.")
    corpus = Corpus([DOCUMENT, other], cache=tmp_path)
    corpus.discard(DOCUMENT.id)
    assert TokenCache(tmp_path).load(DOCUMENT, "en") is None
    assert TokenCache(tmp_path).load(other, "en") is not None


def test_docs_of_a_trained_pipeline_are_kept_and_damage_is_noticed(tmp_path):
    cache, nlp = TokenCache(tmp_path), blank("en")
    assert cache.load_docs(DOCUMENT, nlp) is None
    docs = [nlp(turn.text) for turn in DOCUMENT.turns]
    cache.save_docs(DOCUMENT, nlp, docs)
    kept = cache.load_docs(DOCUMENT, nlp)
    assert kept is not None and [doc.text for doc in kept] == [turn.text for turn in DOCUMENT.turns]
    (path,) = tmp_path.iterdir()
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")
    assert cache.load_docs(DOCUMENT, nlp) is None


def test_reading_a_query_loads_neither_numpy_nor_spacy():
    code = (
        "import sys; from qualcode.query import parse, explain; import qualcode.suggesters; explain(parse('a b')); "
        "print([name for name in ('numpy', 'spacy', 'pandas') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_what_was_taken_in_before_an_interruption_is_found(tmp_path):
    two = Document.of("Two worlds.", name="two")

    def interrupt(done, of):
        if done == of:
            raise KeyboardInterrupt

    Corpus([two], cache=TokenCache(tmp_path).folder)
    corpus = Corpus([DOCUMENT])
    assert len(search(corpus, "two")) == 2
    for cache in (None, TokenCache(tmp_path)):
        corpus.cache = cache
        with pytest.raises(KeyboardInterrupt):
            corpus.add(two, progress=interrupt)
        assert len(search(corpus, "two")) == 3

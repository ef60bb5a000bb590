"""The numbers behind the suggesters: words, likeness, and a model of codings."""

import numpy as np
import pytest
from scipy import sparse

from qualcode.learning import Features, Passages, code_texts, compare, learn
from qualcode.learning.ridge import ridge
from qualcode.learning.words import Words
from qualcode.learning.worth import Worth, worth_of
from qualcode.model import Code

CODES = (
    Code("delay", "Waiting", "Somebody waits for a signature."),
    Code("brand", "Logo", "The logo and the colours of the brand."),
    Code("food", "Meals", "Soup, bread and other food."),
)
SAID = {
    0: ["We waited for the signature.", "The paper was late, it took a year.", "Nobody signed until May."],
    1: ["They put their logo on our van.", "The colour was wrong on the sign.", "Our brand was too small."],
    2: ["There was soup on Mondays.", "Bread came from the baker.", "We cooked lunch for all of them."],
}


def study(documents=4, *, ordered=True):
    texts, of, truth = [], [], []
    for document in range(documents):
        for code, said in SAID.items():
            for nth, sentence in enumerate(said):
                texts.append(f"{sentence} {['Yes', 'Then', 'Well', 'So'][(document + nth) % 4]}, in place {document}.")
                of.append(f"d{document}")
                truth.append(code)
    labels = np.zeros((len(texts), len(CODES)), bool)
    labels[np.arange(len(texts)), truth] = True
    passages = Passages(texts, [[text] for text in texts], of, ordered=ordered)
    return Features(passages, code_texts(CODES)), labels


def test_pieces_are_weighed_as_scikit_learn_weighs_them():
    from sklearn.feature_extraction.text import TfidfVectorizer

    texts = ["two worlds met", "the worlds differed", "two of them waited", "they wait for worlds"]
    theirs = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, min_df=2).fit_transform(texts)
    ours = Words(texts).pieces
    assert np.allclose((ours @ ours.T).toarray(), (theirs @ theirs.T).toarray(), atol=1e-6)


def test_stems_join_inflections_and_leave_stop_words_out():
    words = Words(["They waited.", "We are waiting", "The worlds"])
    assert words.names == ["wait", "world"]
    assert words.spoken("We waited and she waits for waiting") == {"wait": ["waited", "waits", "waiting"]}


def test_a_language_without_stemmer_and_stop_words_is_compared_letter_by_letter():
    words = Words(["ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ", "日本語 です"], "chr")
    assert len(words.names) == 2 + 5
    assert words.of(["ᏣᎳᎩ"])[0].nnz == 1


def test_words_that_carry_talk_along_tell_nothing():
    words = Words(["Yeah, I mean, you know, the contract."])
    assert words.tells("Yeah, I mean, you know, right.") == 0
    assert words.tells("Yeah, the contract came late.") == 3


@pytest.mark.parametrize("shape", [(5, 12), (12, 5)])
def test_ridge_gives_the_same_in_both_of_its_forms(shape):
    random = np.random.default_rng(0)
    rows, targets = random.normal(size=shape), random.normal(size=(shape[0], 2))
    weight = random.uniform(0.5, 2, shape[0])
    whole = rows.T @ (weight[:, None] * rows) + 0.7 * np.eye(shape[1])
    expected = np.linalg.solve(whole, rows.T @ (weight[:, None] * targets))
    assert np.allclose(ridge(rows, targets, weight, 0.7), expected)
    assert np.allclose(ridge(sparse.csr_matrix(rows), targets, weight, 0.7), expected)


def test_likeness_finds_definitions_without_any_coding():
    features, labels = study()
    found = compare(features).scores
    shares = [labels[row, found[row].argmax()] for row in range(0, len(labels), 3)]
    assert sum(shares) >= 10  # of 12 whose words are in a definition


def test_excluded_words_count_against_a_code():
    passages = Passages(["The logo of the film.", "The logo was ours."], [["a"], ["b"]], ["d", "d"], ordered=False)
    plain = (Code("brand", "Logo"), Code("film", "Films"), Code("food", "Meals"))
    careful = (Code("brand", "Logo", exclude="A film"), *plain[1:])
    before = compare(Features(passages, code_texts(plain))).alone
    after = compare(Features(passages, code_texts(careful))).alone
    assert after[0, 0] < before[0, 0] and after[0, 1] > before[0, 1]
    assert np.allclose(after[1], before[1], atol=0.02)


def test_neighbours_and_places_speak_only_where_passages_stand_in_order():
    in_order, _ = study()
    not_known, labels = study(ordered=False)
    ranks = {features: compare(features) for features in (not_known, in_order)}
    same = {features: np.argsort(found.alone, 1) == np.argsort(found.scores, 1) for features, found in ranks.items()}
    assert same[not_known].all() and not same[in_order].all()
    train = np.arange(27)
    model = learn(not_known, compare(not_known), labels, train)
    assert not model.parts["before"].any() and not model.parts["place"].any()


def test_a_model_learns_words_that_no_definition_has():
    features, labels = study()
    cold = compare(features)
    test = np.arange(27, 36)
    model = learn(features, cold, labels, np.arange(27), query=test)
    assert model.scores.argmax(axis=1).tolist() == [0, 0, 0, 1, 1, 1, 2, 2, 2]
    assert model.held_out == 3
    assert ((model.probability > 0) & (model.probability < 1)).all()


def test_what_is_not_learned_from_makes_no_difference():
    features, labels = study()
    cold = compare(features)
    other = labels.copy()
    other[27:] = ~other[27:]
    one = learn(features, cold, labels, np.arange(27)).scores
    assert one.tolist() == learn(features, cold, other, np.arange(27)).scores.tolist()


def test_with_one_document_nothing_is_held_out_and_places_do_not_speak():
    features, labels = study()
    model = learn(features, compare(features), labels, np.arange(9))
    assert (model.held_out, model.weights["place"], model.worth) == (0, 0.0, Worth())
    assert (model.scores[9:].argmax(axis=1) == labels[9:].argmax(axis=1)).mean() > 0.8


def test_passages_left_without_a_code_lower_what_is_like_them():
    features, labels = study()
    cold = compare(features)
    bare = labels.copy()
    bare[18:21] = False  # the third document's waiting was read and left
    with_all = learn(features, cold, labels, np.arange(27)).fitted.scores(np.arange(27, 30))["stems"]
    without = learn(features, cold, bare, np.arange(27)).fitted.scores(np.arange(27, 30))["stems"]
    assert without[:, 0].mean() < with_all[:, 0].mean()


def test_many_codings_reduce_words_first_and_keep_what_they_weigh(monkeypatch):
    features, labels = study(documents=6)
    cold = compare(features)
    whole = learn(features, cold, labels, np.arange(45))
    monkeypatch.setattr("qualcode.learning.parts.DENSE_FROM", 10)
    reduced = learn(features, cold, labels, np.arange(45))
    assert reduced.scores.argmax(axis=1).tolist() == whole.scores.argmax(axis=1).tolist()
    at = features.words.names.index("logo")
    assert np.isclose(reduced.fitted.word_weights(1)[at], whole.fitted.word_weights(1)[at], atol=0.05)


def test_probabilities_are_what_held_out_suggestions_were_worth():
    random = np.random.default_rng(1)
    scores = random.normal(size=(4000, 4))
    share = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    truth = np.array([random.multinomial(1, row) for row in share]).astype(bool)
    worth = worth_of([(scores, truth)])
    probability = worth.probability(scores)
    for low in (0.2, 0.4, 0.6):
        inside = (probability >= low) & (probability < low + 0.2)
        assert abs(truth[inside].mean() - probability[inside].mean()) < 0.05


def test_a_threshold_keeps_its_promise_or_there_is_none():
    held = tuple((0.9 - place / 100, place < 12) for place in range(40))
    worth = Worth(held=held)
    low = worth.threshold(0.6)
    kept = [right for probability, right in held if probability >= low]
    assert sum(kept) / len(kept) >= 0.6 and len(kept) == 20
    assert worth.threshold(0.99) == held[11][0]
    assert Worth(held=held[:9]).threshold(0.5) is None
    assert Worth(held=tuple((0.9, False) for _ in range(20))).threshold(0.5) is None


def test_no_text_and_no_code_are_no_error():
    empty = Features(Passages([], [], []), code_texts(CODES))
    assert compare(empty).scores.shape == (0, 3)
    blank = Features(Passages(["", "…"], [[""], ["…"]], ["d", "d"]), code_texts(CODES))
    assert not compare(blank).alone.any()
    bare = Features(Passages(["Soup."], [["Soup."]], ["d"]), [])
    assert compare(bare).scores.shape == (1, 0)


def test_a_speaker_of_several_documents_is_known_by_what_is_coded_with_them():
    said = ["And so it went on there.", "We will see about that."] * 20
    of = [f"d{number // 4}" for number in range(40)]
    speakers = ["Moderator" if number % 2 else f"P{number // 4}" for number in range(40)]
    texts = [f"{text} {number % 7}" for number, text in zip(range(40), said[::-1], strict=True)]
    passages = Passages(texts, [[text] for text in texts], of, ordered=False, speakers=speakers)
    labels = np.zeros((40, 3), bool)
    labels[np.arange(40), [2 if number % 2 else number % 3 for number in range(40)]] = True
    features = Features(passages, code_texts(CODES))
    found = learn(features, compare(features), labels, np.arange(32)).parts["speaker"]
    assert (found[33::2].argmax(axis=1) == 2).all() and (found[33::2, 2] > 0.2).all()
    assert not found[32::2].any()

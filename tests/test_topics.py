"""Word patterns as values: which passages take part, what is found in them, how stable it is."""

import runpy
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

import qualcode
from qualcode.errors import Refused
from qualcode.model import Document
from qualcode.suggesters import spoken_by_participants
from qualcode.topics import Member, Pattern, WordPatterns, find_patterns, passages, stability
from qualcode.topics.cutting import NOT_EVIDENCE, TELLS_LITTLE, TOO_SHORT, stop_words
from qualcode.topics.grouping import chosen

talk = SimpleNamespace(**runpy.run_path(str(Path(__file__).with_name("planted_talk.py"))))
ELIGIBLE = spoken_by_participants()


def cut(*documents, names=(), eligible=ELIGIBLE):
    return passages(documents, eligible, names=names)


@pytest.fixture(scope="module")
def planted():
    documents, truth = talk.planted()
    return passages(documents, spoken_by_participants()), truth


@pytest.fixture(scope="module")
def found(planted):
    return find_patterns(planted[0], method="nmf", patterns=3)


# -- which passages and words take part


def test_only_words_of_participants_that_tell_something_take_part():
    document = qualcode.read_text(
        "Int: Which garden, which harvest, which shovel and which tomato do you mean by that?\n\n"
        "Kim: Yeah, you know, um, the gardens were like really the harvest of tomatoes and shovels.\n\n"
        "Kim: The garden, you know, had a harvest, yeah, and tomatoes 42 times, and shovels [laughs].\n\n"
        "Kim: Yeah.\n\nKim: Yeah, well, you know, I mean, it was like that, okay, really."
    )
    found = cut(document)
    assert [sorted(words) for words in found.words] == [["garden", "harvest", "shovels", "tomatoes"]] * 2
    assert found.left_out == {NOT_EVIDENCE: 1, TOO_SHORT: 1, TELLS_LITTLE: 1}
    assert [segment.speaker for segment in found.segments] == ["Kim", "Kim"]


def test_inflections_of_a_word_count_as_one():
    said = "We harvested tomatoes and planted a hedge before the rain came to the orchard."
    again = "The harvest of one tomato and plants by the hedges waited for the rains of orchards."
    found = cut(Document.of(f"{said}\n\n{again} {again}"), Document.of(again, name="other"))
    assert len({word for words in found.words for word in words} & {"tomato", "tomatoes"}) == 1


def test_names_of_speakers_are_no_words_of_a_pattern_but_a_label_that_is_a_word_is():
    text = (
        "Nurse: A fever and a bandage for Mirabel, then another nurse took the pulse, and a nurse wrote.\n\n"
        "Mirabel Oduya: Oduya had a fever and a bandage, said Mirabel to the nurse about the pulse, and Zadie wrote."
    )
    found = cut(qualcode.read_text(text), qualcode.read_text(text, name="again"), names=["Zadie Quill"])
    words = {word for said in found.words for word in said}
    assert {"fever", "bandage", "pulse", "nurse"} <= words
    assert not words & {"mirabel", "oduya", "zadie"}


def test_every_passage_is_the_text_between_its_offsets_whatever_the_script():
    texts = [
        "Ana: 🙂 The garden 🌱 had tomatoes and 🍅 seeds and a long hedge. Rain 🌧️ came on the orchard and compost.",
        "דנה: הגינה הייתה מלאה בעגבניות ובשיחים והגשם ירד על המטע כל היום ועל הגדר הישנה בחצר.",
        "سارة: كانت الحديقة مليئة بالطماطم والشجيرات والمطر ينزل على البستان طوال اليوم وعلى السياج القديم.",
    ]
    documents = [
        Document.of(text, name=f"{language}{nth}", language=language)
        for text, language in zip(texts, ["en", "he", "ar"], strict=True)
        for nth in range(2)
    ]
    found = cut(*documents)
    by_id = {document.id: document for document in documents}
    assert all(by_id[item.document].text[item.start : item.end] == item.text for item in found.segments)
    assert {by_id[item.document].language for item in found.segments} == {"en", "he", "ar"}


def test_a_language_without_a_list_has_the_words_of_none_left_out():
    assert stop_words("xx") == frozenset()
    assert {"the", "yeah", "gonna"} <= stop_words("en")
    assert {"und", "quasi"} <= stop_words("de")


# -- what is found


def test_planted_groups_of_words_are_found_with_their_words(planted, found):
    said, truth = planted
    groups = [truth[item.document, item.start] for item in said.segments]
    assert adjusted_rand_score(groups, [member.pattern for member in found.members]) == 1.0
    for pattern in found.patterns:
        words = {word for word, _ in pattern.words}
        assert any(len(words & set(group.split())) >= 11 for group in talk.GROUPS.values()), words


def test_a_planted_pattern_is_stable_and_one_of_noise_is_not(found):
    assert [pattern.stability for pattern in found.patterns] == [1.0, 1.0, 1.0]
    noise, _ = talk.planted(noise=True)
    unplanted = find_patterns(cut(*noise), method="nmf", patterns=6)
    assert max(pattern.stability for pattern in unplanted.patterns) < 0.6


def test_the_number_of_patterns_is_the_largest_that_is_found_again(planted):
    found = find_patterns(planted[0], method="nmf")
    assert len(found.patterns) == 3
    assert [number for number, _, _ in found.tried] == [2, 3, 4, 5, 6]
    assert chosen({2: [0.3, 0.3], 3: [0.3, 0.3, 0.3]}) == 2


def test_the_words_of_an_interviewer_are_in_no_pattern(found):
    words = {word for pattern in found.patterns for word, _ in pattern.words}
    assert not words & {"zebra", "giraffe", "elephant", "lion", "tiger"}


def test_the_same_passages_and_seed_give_the_same_text(planted, found):
    again = find_patterns(cut(*talk.planted()[0]), method="nmf", patterns=3)
    assert again.as_json() == found.as_json()
    assert WordPatterns.from_json(found.as_json()) == found


def test_patterns_are_numbered_by_size_and_hold_every_passage_once(planted, found):
    assert [pattern.number for pattern in found.patterns] == [1, 2, 3]
    sizes = [pattern.size for pattern in found.patterns]
    assert sizes == sorted(sizes, reverse=True)
    assert sum(sizes) + len(found.outside) == len(planted[0])
    places = [(member.document, member.start, member.end) for member in found.members]
    assert sorted(places) == sorted((item.document, item.start, item.end) for item in planted[0].segments)
    assert all(0 <= member.likeness <= 1 for member in found.members)


def test_one_document_is_enough_when_it_is_long():
    documents, truth = talk.planted(files=1, turns=60)
    found = find_patterns(cut(*documents), method="nmf", patterns=3)
    assert sorted(pattern.size for pattern in found.patterns) == [20, 20, 20]
    groups = [truth[member.document, member.start] for member in found.members]
    assert adjusted_rand_score(groups, [member.pattern for member in found.members]) == 1.0


def test_progress_reaches_its_end_and_can_stop_the_work(planted):
    seen = []
    find_patterns(planted[0], method="nmf", patterns=2, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(done, 6) for done in range(1, 7)]

    class Stop(Exception):
        pass

    def stop(done, total):
        raise Stop

    with pytest.raises(Stop):
        find_patterns(planted[0], method="nmf", patterns=2, progress=stop)


# -- what is refused


def test_too_few_passages_are_refused_in_a_sentence(planted):
    few = cut(*talk.planted(files=1)[0])
    with pytest.raises(Refused, match="at least 50 passages of participants' words, and there are 15. With so few,"):
        find_patterns(few, method="nmf")
    with pytest.raises(Refused, match="there are 0"):
        find_patterns(cut(), method="nmf")


@pytest.mark.parametrize("number", [-1, 0, 1, 8])
def test_a_number_of_patterns_that_the_passages_do_not_allow_is_refused(planted, number):
    with pytest.raises(Refused, match=rf"90 passages can be told apart into 2 to 7 word patterns, not {number}"):
        find_patterns(planted[0], method="nmf", patterns=number)


def test_an_unknown_way_is_refused(planted):
    with pytest.raises(Refused, match="Choose one of: bertopic, nmf"):
        find_patterns(planted[0], method="lda")


# -- the measure


def test_stability_is_the_mean_best_jaccard_overlap():
    every = np.arange(6)
    first = np.array([0, 0, 0, 1, 1, 1])
    assert stability(first, [(every, 1 - first)]) == [1.0, 1.0]
    assert stability(first, [(every, np.array([0, 0, 1, 1, 1, 1]))]) == [0.6667, 0.75]
    assert stability(first, [(np.array([0, 1, 3]), np.array([5, 5, 2]))]) == [1.0, 1.0]
    assert stability(first, [(np.array([0, 1]), np.array([0, 0]))]) == [1.0, 0.0]
    assert stability(first, [(every, np.full(6, -1))]) == [0.0, 0.0]
    assert stability(np.full(6, -1), [(every, first)]) == []


def test_the_label_of_a_pattern_is_its_first_words():
    words = (("pay", 0.5), ("price", 0.4), ("cost", 0.3), ("bill", 0.2), ("tax", 0.1))
    assert Pattern(1, words, 3, 0.5).label == "pay · price · cost · bill"
    run = WordPatterns("nmf", 0, (Pattern(1, words, 1, 0.5),), (Member("d", 0, 4, 1, 0.5),))
    assert run[1].words == words
    with pytest.raises(KeyError):
        run[2]

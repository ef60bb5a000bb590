"""What deserves a look: each planted flaw is found with its evidence, and a sound study is silent."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import event

import qualcode
from qualcode.analysis.checking import COLUMNS, KINDS, Material, findings
from qualcode.model import Attribute, Code, Codebook, Rule, ThemeEntry
from qualcode.project.checks import findings_of

ONE = "Mod: How is it?\n\nAda: We wait for them.\n\nBea: We wait a year.\n\nCem: We never wait."
TWO = "Mod: And here?\n\nDov: They wait for us.\n\nEli: Let them wait.\n\nFay: Who would wait?"
PEOPLE = {"Ada": "A1", "Bea": "A1", "Cem": "A1", "Dov": "B1", "Eli": "B1", "Fay": "B1"}
QUOTES = {
    "Ada": "We wait for them.",
    "Bea": "We wait a year.",
    "Cem": "We never wait.",
    "Dov": "They wait for us.",
    "Eli": "Let them wait.",
    "Fay": "Who would wait?",
}
THEME = "Waiting is how power is felt"


@pytest.fixture
def sound(tmp_path):
    """Two focus groups in two cases, read, coded, themed and told as a reviewer would wish; two codes stay unused."""
    book = Codebook(
        "book",
        "A book",
        codes=(
            Code("wait", "Waiting", definition="Time spent on others.", theme="power", rules=(Rule("w.r1", "wait"),)),
            Code("year", "A year", definition="A year goes by."),
            Code("bare", "Bare"),
        ),
        themes=(ThemeEntry("power", THEME, "Who waits is ruled."),),
    )
    with qualcode.open(tmp_path / "sound.qualcode", coder="kim") as study:
        study.cases.add("one", name="First")
        study.cases.add("two", name="Second")
        study.documents.add(qualcode.read_text(ONE, name="A1"), case="one", kind="focus_group")
        study.documents.add(qualcode.read_text(TWO, name="B1"), case="two", kind="focus_group")
        study.codebook.use(book)
        for name, document in PEOPLE.items():
            sector, seniority, case = {"A1": ("Nonprofit", "Manager", "one"), "B1": ("Business", "Leader", "two")}[
                document
            ]
            study.participants.add(name.lower(), name=name, sector=sector, seniority=seniority, case=case)
            study.participants.tie(document, name, name.lower())
        study.documents.mark_read(["A1", "B1"])
        made = {name: study.codings.add_quote(PEOPLE[name], quote, "wait").id for name, quote in QUOTES.items()}
        study.themes.add_exemplar("power", made["Ada"])
        study.themes.add_exemplar("power", made["Dov"])
        study.themes.add_misfit("power", made["Cem"])
        study.themes.summarise("power", "one", "They are kept waiting.")
        study.themes.summarise("power", "two", "They keep others waiting.")
        study.memos.add("I hate to wait.", kind="journal")
        for case in ("one", "two"):
            memo = study.memos.add("How it went.", kind="case narrative", about=f"case:{case}")
            study.memos.edit(memo, private=False)
        yield study


def told(study, about: str) -> list[tuple[str, str, str]]:
    found = study.check()
    found = found[found["about"] == about]
    return list(found[["where", "problem", "evidence"]].itertuples(index=False, name=None))


def problems(study, about: str) -> list[str]:
    return [problem for _, problem, _ in told(study, about)]


def evidence_of(study, about: str, problem: str) -> list[tuple[str, str]]:
    return [(where, evidence) for where, said, evidence in told(study, about) if said == problem]


def add_theme(study, quotes: list[tuple[str, str]], name: str = "Years go by unasked") -> str:
    """A theme with a concept on the code 'year', which lies on the given passages."""
    for document, quote in quotes:
        study.codings.add_quote(document, quote, "year")
    theme = study.themes.add(name, codes=["year"])
    study.themes.define(theme, central_organising_concept="Nobody asks whose time it is.")
    return theme


def of_theme(study, name: str = "Years go by unasked") -> dict[str, str]:
    """Problem → evidence, of one theme."""
    return {problem: evidence for where, problem, evidence in told(study, "theme") if where == name}


# -- a sound study


def test_a_sound_study_is_silent(sound):
    found = sound.check()
    assert found.to_dict("records") == []
    assert list(found.columns) == COLUMNS == ["about", "where", "problem", "remedy", "evidence"]


def test_an_empty_study_is_silent(tmp_path):
    with qualcode.open(tmp_path / "new.qualcode", coder="kim") as study:
        assert study.check().empty
    assert list(findings(Material())) == []


def test_several_coders_are_no_problem_in_the_reflexive_approach(sound):
    other = sound.by("lou")
    other.documents.mark_read(["A1", "B1"])
    for name, quote in QUOTES.items():
        other.codings.add_quote(PEOPLE[name], quote, "wait")
    assert sound.approach == "reflexive"
    assert sound.check().empty


def test_the_most_serious_comes_first_and_every_finding_is_a_sentence_with_a_remedy(study):
    study.codings.add_quote("P1", "Int: How was it?", "speed")
    study.codings.add_quote("P1", "It broke.", "speed")
    found = study.check()
    order = [list(KINDS).index(about) for about in found["about"]]
    assert order == sorted(order)
    assert {"coding", "speaker", "attribution", "document", "case", "theme", "code", "question"} == set(found["about"])
    for problem in found["problem"]:
        assert problem[0].isupper() or problem[0] == "'", problem
        assert problem[-1] in ".?", problem
    assert (found["remedy"] != "").all() and (found["evidence"] != "").all()


# -- people and cases behind a theme


def test_twenty_codings_of_one_speaker_are_one_voice_with_attribution_count_and_quote(sound):
    sentences = [f"It took year number {number}." for number in range(20)]
    sound.documents.add(qualcode.read_text(f"Ada: {' '.join(sentences)}", name="A2"), case="one")
    sound.participants.tie("A2", "Ada", "ada")
    sound.documents.mark_read("A2")
    add_theme(sound, [("B1", "They wait for us.")])
    before = sound.themes.table().set_index("theme").loc["Years go by unasked", "voices"]
    for sentence in sentences:
        sound.codings.add_quote("A2", sentence, "year")
    after = sound.themes.table().set_index("theme").loc["Years go by unasked", "voices"]
    assert (before, after) == (1, 2)
    dov = next(row["coding"] for row in sound.codings.table(document="B1", code="year").to_dict("records"))
    sound.codings.remove(dov)
    said = of_theme(sound)
    rests = "Nonprofit Manager, 20 codings: “It took year number 0.” (A2, 5–27)"
    assert said["It rests on one voice."] == rests
    assert said["It rests on one case."] == f"case one, {rests}"
    assert said["It rests on one sector."] == f"1 voice, {rests}"
    assert "It rests on one quote." not in said


def test_a_focus_group_of_three_counts_three(sound):
    add_theme(sound, [("A1", quote) for name, quote in QUOTES.items() if PEOPLE[name] == "A1"])
    said = of_theme(sound)
    assert "It rests on one voice." not in said and "It rests on one quote." not in said
    rests = "3 × Nonprofit Manager, 3 codings: “We wait for them.” (A1, 22–39)"
    assert said["It rests on one sector."] == f"3 voices, {rests}"
    assert said["It rests on one case."] == f"case one, {rests}"


def test_one_quote_is_said_even_when_two_codes_lie_on_it(sound):
    theme = add_theme(sound, [("A1", "We wait a year.")])
    sound.codings.add_quote("A1", "We wait a year.", "bare")
    sound.themes.add_codes(theme, ["bare"])
    assert of_theme(sound)["It rests on one quote."] == "Nonprofit Manager, 2 codings: “We wait a year.” (A1, 46–61)"


def test_each_flag_of_a_theme_is_a_row_of_its_own(sound):
    add_theme(sound, [("A1", "We wait a year.")])
    assert list(of_theme(sound)) == [
        "It rests on one voice.",
        "It rests on one quote.",
        "It rests on one case.",
        "It rests on one sector.",
        "No exemplar quote is chosen for it.",
        "Nothing is recorded that does not fit; was it looked for?",
        "Cells of theme × case hold passages, but no summary is written.",
    ]


def test_one_sector_says_whose_sector_is_not_recorded(sound):
    sound.participants.add("eli", sector="")
    sound.participants.edit({"eli": {"sector": ""}})
    add_theme(sound, [("A1", "We wait a year."), ("B1", "Let them wait.")])
    assert of_theme(sound)["It rests on one sector as far as sectors are recorded."] == (
        "2 voices, Nonprofit Manager, Leader, sector not recorded, 1 voice without a recorded sector, 2 codings: "
        "“We wait a year.” (A1, 46–61)"
    )


def test_archival_text_is_no_voice(sound):
    sound.documents.add(qualcode.read_text("The year was good.", name="Report"), case="one", kind="archival")
    sound.documents.mark_read("Report")
    add_theme(sound, [("Report", "The year was good.")])
    said = of_theme(sound)
    assert said["It rests on archival text only; nobody speaks in it."] == (
        "1 coding: “The year was good.” (Report, 0–18)"
    )
    assert "It rests on one voice." not in said


@pytest.mark.parametrize(("length", "more"), [(200, ""), (201, " […]")])
def test_a_quote_is_shortened_only_beyond_200_characters(sound, length, more):
    said = ("waitings " * 30)[:length]
    sound.documents.add(qualcode.read_text(f"Ada: {said}.", name="A2"), case="one")
    sound.participants.tie("A2", "Ada", "ada")
    add_theme(sound, [("A2", said)])
    assert of_theme(sound)["It rests on one voice."].endswith(f": “{said[:200]}{more}” (A2, 5–{5 + length})")


# -- what is chosen and written for a theme


def test_a_candidate_that_is_written_about_says_what_is_written(sound):
    sound.themes.define("power", central_organising_concept="")
    assert told(sound, "theme") == [
        (
            THEME,
            "It has no central organising concept, so it is a candidate; yet it is written about already.",
            "2 exemplar quotes, 2 summaries",
        )
    ]
    sound.themes.add("Something to come", codes=["bare"])
    assert of_theme(sound, "Something to come") == {
        "It has no central organising concept, so it is a candidate.": "1 code",
        "Its codes lie on no passage that can count.": "1 code",
    }


def test_a_theme_without_codes_is_named(sound):
    theme = sound.themes.add("Something to come")
    sound.themes.define(theme, central_organising_concept="It comes.")
    assert told(sound, "theme") == [("Something to come", "No code belongs to it.", "")]


def test_a_theme_without_exemplar_and_with_an_empty_tray_is_asked_about(sound):
    extracts = sound.themes.extracts("power")
    for coding in extracts["coding"]:
        sound.themes.remove_extract("power", coding)
    assert told(sound, "theme") == [
        (THEME, "No exemplar quote is chosen for it.", "6 voices, 6 codings in 2 cases"),
        (THEME, "Nothing is recorded that does not fit; was it looked for?", "6 voices, 6 codings in 2 cases"),
    ]


def test_exemplars_of_one_person_are_found_though_the_theme_has_more(sound):
    sound.documents.add(qualcode.read_text("Ada: I wait still.", name="A2"), case="one")
    sound.participants.tie("A2", "Ada", "ada")
    sound.documents.mark_read("A2")
    again = sound.codings.add_quote("A2", "I wait still.", "wait").id
    dov = sound.codings.table(document="B1").iloc[0]["coding"]
    sound.themes.add_exemplar("power", again)
    assert told(sound, "theme") == []
    sound.themes.remove_extract("power", dov)
    assert told(sound, "theme") == [
        (
            THEME,
            "All of its exemplar quotes are by one person, though more people speak in it.",
            "2 exemplars by Nonprofit Manager, of 6 voices: “We wait for them.” (A1, 22–39)",
        )
    ]


def test_exemplars_of_one_case_are_found_though_the_theme_has_more(sound):
    codings = sound.codings.table()
    bea, dov = (codings.loc[codings["speaker"] == name, "coding"].iloc[0] for name in ("Bea", "Dov"))
    sound.themes.remove_extract("power", dov)
    sound.themes.add_exemplar("power", bea)
    assert told(sound, "theme") == [
        (
            THEME,
            "All of its exemplar quotes lie in one case, though it is found in more.",
            "2 exemplars in case one, of 2 cases: “We wait for them.” (A1, 22–39)",
        )
    ]


def test_an_exemplar_that_carries_no_code_of_its_theme_is_shown(sound):
    eli = sound.codings.table().set_index("speaker").loc["Eli", "coding"]
    sound.codings.recode(eli, "year")
    sound.codings.add_quote("A1", "We wait a year.", "year")
    sound.themes.add_exemplar("power", eli)
    problem = "Chosen quotes carry none of its codes, so they count in none of its numbers."
    assert told(sound, "theme") == [(THEME, problem, "1 quote, coded A year: “Let them wait.” (B1, 45–59)")]
    sound.by("kim").codings.add_quote("B1", "Let them wait.", "wait")
    assert told(sound, "theme") == []


def test_an_exemplar_whose_speaker_became_the_interviewer_is_shown(sound):
    sound.participants.set_role("B1", "Dov", "interviewer")
    problem = "Chosen quotes lie on words that count as no evidence, so they are not printed."
    assert told(sound, "theme") == [(THEME, problem, "1 quote: “They wait for us.” (B1, 21–38)")]


def test_cells_with_passages_and_no_summary_are_one_row_a_theme_with_voices(sound):
    sound.themes.summarise("power", "one", "")
    sound.themes.summarise("power", "two", "")
    problem = "Cells of theme × case hold passages, but no summary is written."
    assert told(sound, "theme") == [(THEME, problem, "one (3 voices), two (3 voices)")]


def test_a_summary_without_a_passage_says_whether_the_case_was_read(sound):
    sound.cases.add("three")
    sound.documents.add(qualcode.read_text("Gil: Nothing of the sort.", name="C1"), case="three")
    sound.themes.summarise("power", "three", "Nobody waits here.")
    problem = "A summary is written for a case in which no passage of it lies."
    assert evidence_of(sound, "theme", problem) == [(THEME, "three, not yet read: “Nobody waits here.”")]
    sound.documents.mark_read("C1")
    assert evidence_of(sound, "theme", problem) == [(THEME, "three, none found: “Nobody waits here.”")]


def test_not_found_differs_from_not_yet_read_in_the_matrix(sound):
    sound.documents.add(qualcode.read_text("Gil: Nothing of the sort.", name="A3"), case="one")
    add_theme(sound, [("A1", "We wait a year.")])
    for read, state in ((False, "none found"), (True, "none found")):
        if read:
            sound.documents.mark_read("A3")
        cells = sound.themes.by_case().set_index(["theme", "case"])["state"]
        assert cells["Years go by unasked", "two"] == state
    sound.documents.mark_unread("B1")
    cells = sound.themes.by_case().set_index(["theme", "case"])["state"]
    assert cells["Years go by unasked", "two"] == "not yet read"


# -- codes and notes


def test_codes_on_one_voice_are_one_row_that_lists_them(sound):
    sound.codings.add_quote("A1", "We wait a year.", "year")
    sound.codings.add_quote("B1", "Let them wait.", "bare")
    told_of = "A year: Nonprofit Manager, 1 coding; Bare: Business Leader, 1 coding"
    assert evidence_of(sound, "code", "Codes in use rest on one voice each.") == [("2 codes", told_of)]


def test_codes_without_definition_are_named_once_they_are_used(sound):
    assert told(sound, "code") == []
    sound.codings.add_quote("A1", "We wait a year.", "bare")
    sound.codings.add_quote("B1", "Let them wait.", "bare")
    assert told(sound, "code") == [("1 code", "Codes in use have no definition.", "Bare: 2 codings")]


def test_a_study_without_memo_and_journal_is_asked_where_the_researcher_is(sound):
    sound.memos.remove(sound.memos.table(kind="journal")["memo"].iloc[0])
    sound.codings.add_quote("A1", "We wait a year.", "wait")
    assert told(sound, "question") == [
        (
            "journal",
            "No memo and no journal entry is written; where is the researchers' own part in the reading noted?",
            "6 codings, 0 with a memo of its own",
        )
    ]
    sound.memos.add("A thought.", kind="memo")
    assert told(sound, "question") == []


# -- names and wording


def test_a_name_is_shown_beside_the_question_about_it(sound):
    sound.themes.define("power", name="Benefits of waiting")
    assert [(where, evidence) for where, _, evidence in told(sound, "question")] == [
        ("theme 'Benefits of waiting'", "Benefits of waiting")
    ]


def test_wording_is_shown_with_its_sentence_only(sound):
    sound.themes.summarise("power", "one", "They wait. Two themes emerged, i.e. both. They go.")
    sound.codebook.edit("year", definition="Used until saturation")
    assert [(where, evidence) for where, _, evidence in told(sound, "question")] == [
        ("code 'year'", "Used until saturation"),
        ("summary of power in one", "Two themes emerged, i.e. both."),
    ]


def test_wording_in_a_narrative_is_asked_about_only_where_it_is_not_private(sound):
    memo = sound.memos.table(kind="case narrative", about="case:one")["memo"].iloc[0]
    sound.memos.edit(memo, text="A theme emerged.")
    assert [where for where, _, _ in told(sound, "question")] == ["case narrative of case:one"]
    sound.memos.edit(memo, private=True)
    assert told(sound, "question") == []


def test_seven_themes_are_listed(sound):
    for number in range(6):
        sound.themes.add(f"They wait once more {number}")
    names = "; ".join([THEME, *(f"They wait once more {number}" for number in range(6))])
    question = "There are 7 themes, more than 6. Do some tell parts of one story?"
    assert told(sound, "question") == [("themes", question, names)]


def test_the_deepest_chain_of_codes_is_shown(sound):
    sound.codebook.add("Second level", key="second", parent="wait", definition="d")
    sound.codebook.add("Third level", key="third", parent="second", definition="d")
    assert [(where, evidence) for where, _, evidence in told(sound, "question")] == [
        ("codes", "theme › Waiting › Second level › Third level")
    ]


# -- people


def test_missing_attributes_say_where_the_person_speaks(sound):
    sound.participants.edit({"ada": {"seniority": ""}})
    assert told(sound, "participant") == [
        (
            "ada",
            "Seniority not recorded; attributions of the quotes will say so.",
            "sector Nonprofit; speaks in A1; 1 coding",
        )
    ]


def test_a_person_whose_case_is_not_the_documents_is_shown_with_both(sound):
    sound.participants.tie("B1", "Dov", "ada")
    problem = "The case of the person is not the case of every document in which the person speaks."
    assert told(sound, "participant") == [("ada", problem, "person: one; B1: two")]


def test_a_sector_that_is_not_the_organisations_is_shown_with_both(sound):
    sound.cases.add_organisation("one", "Night Shelf", sector="Public")
    sound.participants.add("ada", organisation="Night Shelf")
    problem = "The sector of the person is not that of the person's organisation."
    assert told(sound, "participant") == [("ada", problem, "person: Nonprofit, organisation: Public (Night Shelf)")]


def test_two_participants_of_one_name_with_different_attributes_are_shown(sound):
    sound.participants.add("ada-2", name="ada", sector="Business", seniority="Leader", case="two")
    problem = "Several participants have this name, with different attributes."
    assert told(sound, "participant") == [
        ("ada, ada-2", problem, "ada: Nonprofit, Manager; ada-2: Business, Leader"),
    ]


def test_a_label_that_is_nobodys_says_how_much_rests_on_it(sound):
    sound.documents.add(qualcode.read_text("Gil: We wait here too.", name="A2"), case="one")
    sound.documents.mark_read("A2")
    sound.codings.add_quote("A2", "We wait here too.", "wait")
    problem = "Nobody is named for this label; it counts as a voice without sector and seniority."
    assert told(sound, "speaker") == [("A2: Gil", problem, "1 turn, 4 words, 1 coding")]


def test_small_cells_are_found_once_they_stand_beside_quotes(sound):
    sound.participants.add("fay", sector="Public", seniority="Senior leader")
    problem = "Fewer than three people carry this sector and seniority, and it stands beside quotes."
    assert told(sound, "attribution") == [
        ("Public Senior Leader", problem, "1 person, 1 quote: “Who would wait?” (B1, 66–81)"),
        ("Business Leader", problem, "2 people, 2 quotes: “They wait for us.” (B1, 21–38)"),
    ]
    sound.participants.add("gil", sector="Public", seniority="Leader")
    assert "Public Leader" not in [where for where, _, _ in told(sound, "attribution")]


# -- passages


def test_a_quote_that_is_not_its_source_is_shown_beside_it(sound):
    frame = sound.codings.table().iloc[:1].assign(quote="We weit for them.")
    texts = {sound.documents["A1"].id: sound.documents["A1"].text}
    found = [item for item in findings(Material(codings=frame, texts=texts)) if item.about == "quote"]
    assert [(item.where, item.evidence) for item in found] == [
        ("A1, 22–39", "the quote reads '…weit for them.' where the source has '…wait for them.'.")
    ]


def test_interviewers_words_and_exchanges_are_shown_with_who_and_what(sound):
    sound.codings.add_quote("A1", "How is it?", "year")
    start = sound.documents["B1"].text.index("They wait")
    end = sound.documents["B1"].text.index("\n\nFay")
    sound.codings.add("B1", start, end, "year")
    assert told(sound, "coding") == [
        (
            "A1, 5–15 (year)",
            "The passage holds words of an interviewer or a researcher; it counts as no evidence.",
            "most of it by Mod (interviewer): “How is it?”",
        ),
        (
            "B1, 21–59 (year)",
            "The passage holds several people's words, and their labels; each counts as a voice.",
            "dov, eli: “They wait for us.\n\nEli: Let them wait.”",
        ),
    ]


def test_a_passage_under_no_speaker_has_no_role(sound):
    sound.documents.add(qualcode.read_text("Held in May.\n\nAda: We wait.\n\nMod: Hm?", name="A2"), case="one")
    sound.participants.tie("A2", "Ada", "ada")
    sound.documents.mark_read("A2")
    sound.codings.add_quote("A2", "Held in May.", "wait")
    problem = "The passage stands under no speaker, so its role is missing; it counts as no evidence."
    assert told(sound, "coding") == [("A2, 0–12 (wait)", problem, "coded by kim: “Held in May.”")]


# -- documents and cases


def test_unread_documents_say_how_many_words(sound):
    sound.documents.add(qualcode.read_text("Ada: One two three four.", name="A2"), case="one")
    sound.participants.tie("A2", "Ada", "ada")
    assert told(sound, "document") == [("A2", "Nobody has marked it read.", "4 words unread, 0 codings")]


def test_a_read_document_without_coding_is_a_question(sound):
    sound.documents.add(qualcode.read_text("Ada: One two three four.", name="A2"), case="one")
    sound.participants.tie("A2", "Ada", "ada")
    sound.documents.mark_read("A2")
    problem = "It was read and holds no coding; is there nothing in it, or is it still to be coded?"
    assert told(sound, "document") == [("A2", problem, "4 words, read by kim")]


def test_codings_of_a_coder_who_has_not_marked_the_document_read_are_found(sound):
    sound.by("lou").codings.add_quote("A1", "We wait a year.", "wait")
    problem = "It holds codings of somebody who has not marked it read."
    assert told(sound, "document") == [("A1", problem, "lou: 1 coding")]


def test_a_document_of_no_case_is_found(sound):
    sound.documents.add(qualcode.read_text("Ada: We wait.", name="A2"))
    sound.participants.tie("A2", "Ada", "ada")
    sound.documents.mark_read("A2")
    sound.codings.add_quote("A2", "We wait.", "wait")
    assert told(sound, "document") == [("A2", "It belongs to no case.", "2 words, 1 coding")]


def test_what_was_odd_about_a_file_is_the_evidence(sound, tmp_path):
    path = tmp_path / "A2.txt"
    path.write_text("Ada: We wait.\n\nMod: Who?\n\nADA: We all wait.\n\nAda: Yes, we wait.\n\nMod: And?\n\nADA: More.")
    sound.documents.add(qualcode.read(path), case="one")
    assert evidence_of(sound, "document", "It has a note from being read in.") == [
        ("A2", "The labels 'Ada' and 'ADA' differ only in their spelling; are they one person?")
    ]


def test_a_case_without_narrative_and_a_private_narrative_are_two_things(sound):
    memos = sound.memos.table(kind="case narrative").set_index("title", drop=False)["memo"].tolist()
    sound.memos.remove(memos[0])
    sound.memos.edit(memos[1], private=True)
    assert told(sound, "case") == [
        ("one", "It has no case narrative; within-case comes before cross-case.", "1 document, 3 voices coded"),
        ("two", "Its case narrative is private, so it stays out of exports.", "written by kim"),
    ]


def test_a_case_without_documents_is_found_where_others_have_some(sound):
    sound.cases.add("three")
    problem = "It is compared with other cases and has no document."
    assert evidence_of(sound, "case", problem) == [("three", "documents lie in: one, two")]


def test_dated_attributes_without_dates_are_found(sound):
    sound.cases.declare(Attribute("integration", type="ordinal", values=("low", "high"), dated=True))
    sound.cases.set("one", integration="low", since="2014")
    sound.cases.set("two", place="Port")
    assert told(sound, "case") == []
    sound.cases.set("two", integration="high")
    assert told(sound, "case") == [
        ("two", "The attribute is dated, and its value has no date.", "integration: high"),
    ]


# -- suggestions


def test_suggestions_seen_before_reading_are_named_with_the_reason(sound):
    sound.documents.add(qualcode.read_text("Ada: One two three four.", name="A2"), case="one")
    sound.participants.tie("A2", "Ada", "ada")
    sound.suggestions.override("A2", why="to test the rules")
    problem = "Its suggestions were looked at before it was read."
    assert evidence_of(sound, "document", problem) == [("A2", "kim, not read so far: “to test the rules”")]
    sound.documents.mark_read("A2")
    [(_, evidence)] = evidence_of(sound, "document", problem)
    assert evidence.startswith("kim, read on ") and evidence.endswith(": “to test the rules”")


def waiting(study, sentences: int) -> None:
    """One more document a case in which one person says several sentences that the rule for waiting finds."""
    for name, person, case in (("A2", "Ada", "one"), ("B2", "Dov", "two")):
        said = "\n\n".join(f"{person}: Now we wait for number {number}." for number in range(sentences))
        study.documents.add(qualcode.read_text(said, name=name), case=case)
        study.participants.tie(name, person, person.lower())
        study.documents.mark_read(name)
    study.suggestions.run()


def test_more_than_half_born_from_suggestions_is_told_as_a_share(sound):
    waiting(sound, 4)
    pending = sound.suggestions.table()
    pending = pending[pending["document"].isin(["A2", "B2"])]["suggestion"].tolist()
    for suggestion in pending[:6]:
        sound.suggestions.accept(suggestion)
    problem = "More than half of its codings began as suggestions."
    assert evidence_of(sound, "theme", problem) == []
    sound.suggestions.accept(pending[6])
    assert evidence_of(sound, "theme", problem) == [(THEME, "7 of 13 codings (53.8 %)")]


def decide(study, accepted) -> None:
    table = study.suggestions.table()
    for document in ("A2", "B2"):
        for number, suggestion in enumerate(table.loc[table["document"] == document, "suggestion"]):
            if accepted(document, number):
                study.suggestions.accept(suggestion)
            else:
                study.suggestions.reject(suggestion)


def test_a_planted_skew_between_groups_is_found(sound):
    waiting(sound, 16)
    decide(sound, lambda document, number: document == "A2" or number == 0)
    skewed = "The share of suggestions that were accepted differs between groups."
    found = evidence_of(sound, "suggestion", skewed)
    assert [where for where, _ in found] == ["by case", "by sector", "by seniority"]
    assert found[1][1] == (
        "Business: 1 of 16 (6%), others 100%; Nonprofit: 16 of 16 (100%), others 6%. p under 0.001 "
        "(Fisher's exact test, adjusted over the groups)."
    )


def test_no_skew_stays_silent(sound):
    waiting(sound, 16)
    decide(sound, lambda document, number: number % 2 == 0)
    assert told(sound, "suggestion") == []


def test_too_few_decisions_tell_nothing(sound):
    waiting(sound, 8)
    decide(sound, lambda document, number: document == "A2")
    assert told(sound, "suggestion") == []


def test_many_accepted_at_once_are_named_with_their_sample_until_undone(sound):
    waiting(sound, 4)
    sound.set_approach("codebook", why="a framework was agreed on")
    first, second = sound.suggestions.sample(code="wait", size=2)["suggestion"]
    sound.suggestions.accept(first)
    sound.suggestions.reject(second)
    count = sound.suggestions.accept_many(code="wait", why="clear cases")
    at_once = "Suggestions were accepted many at once, after a sample was reviewed."
    assert evidence_of(sound, "suggestion", at_once) == [
        (
            f"{count} suggestions",
            f"{count} accepted by kim; 50% of a sample of 2 was accepted before: “clear cases”",
        )
    ]
    sound.history.undo()
    assert evidence_of(sound, "suggestion", at_once) == []
    sound.history.redo()
    assert len(evidence_of(sound, "suggestion", at_once)) == 1


def test_more_codings_and_decisions_need_no_more_questions_to_the_database(sound):
    def asked() -> int:
        statements: list[str] = []

        def note(connection, cursor, statement, *rest):
            statements.append(statement)

        sound.check()  # what is kept in memory follows the acts first
        event.listen(sound.store.engine, "before_cursor_execute", note)
        sound.check()
        event.remove(sound.store.engine, "before_cursor_execute", note)
        return len(statements)

    waiting(sound, 2)
    sound.suggestions.accept(sound.suggestions.table()["suggestion"].iloc[0])
    before = asked()
    text = sound.documents["A2"].text
    sound.codings.add_many(
        [("A2", at, at + 2) for at in range(5, len(text) - 3) if text[at : at + 2].isalpha()], "year"
    )
    for suggestion in sound.suggestions.table()["suggestion"]:
        sound.suggestions.reject(suggestion)
    assert len(sound.codings) > 30
    assert 0 < asked() <= before


@pytest.fixture
def flawed(sound):
    """The sound study with a flaw of nearly every kind."""
    sound.participants.add("fay", sector="Public", seniority="Senior leader")
    sound.participants.edit({"eli": {"seniority": ""}})
    sound.participants.tie("B1", "Dov", "ada")
    sound.documents.add(qualcode.read_text("Head of it.\n\nGil: We wait here.\n\nMod: Hm?", name="A2"), case="one")
    sound.suggestions.override("A2", why="Fay asked for it")
    sound.codings.add_quote("A2", "Head of it.", "bare")
    sound.codings.add_quote("A1", "How is it?", "bare")
    add_theme(sound, [("A1", "We wait a year.")])
    sound.themes.summarise("years_go_by_unasked", "two", "In A1 they wait.")
    sound.documents.mark_unread("B1")
    sound.cases.add("three")
    return sound


def test_what_is_printed_names_no_document_case_or_person(flawed):
    frame = findings_of(flawed)
    assert set(frame["about"]) >= {
        "coding",
        "speaker",
        "participant",
        "attribution",
        "document",
        "case",
        "theme",
        "code",
    }
    said = "\n".join(frame["printed"])
    assert "“We wait a year.”" in said
    assert not re.findall(r"\b(?:A1|A2|B1|ada|dov|eli|fay|gil|one|two|three)\b", said, re.IGNORECASE)

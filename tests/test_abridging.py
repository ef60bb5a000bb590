"""Quotes with elisions and insertions: marked, recorded, and otherwise letter for letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import qualcode
from qualcode.errors import Conflict, Refused
from qualcode.text.abridging import Edit, abridged, edits

QUOTE = "We waited, and it rained, for months."


@pytest.mark.parametrize(
    ("printed", "made"),
    [
        ("We waited […] for months.", (Edit(9, 25),)),
        ("[…] for months.", (Edit(0, 25),)),
        ("We waited […]", (Edit(9, 37),)),
        ("[They] waited, and it rained, for months.", (Edit(0, 2, "They"),)),
        ("We waited [for the board], and it rained, for months.", (Edit(9, 9, "for the board"),)),
        ("[W]e waited, and it rained, for months.", (Edit(0, 1, "W"),)),
        ("We […] waited, and it rained, for months.", None),
        ("We waited for months.", None),
        ("We waited, and it rained,", None),
        ("They waited […] months.", None),
        ("We waited […] for years.", None),
        ("months […] We waited", None),
    ],
)
def test_only_marked_changes_pass(printed, made):
    if made is None:
        with pytest.raises(Refused):
            abridged(QUOTE, printed)
    else:
        assert edits(QUOTE, printed) == made
        assert abridged(QUOTE, printed) == printed


def test_brackets_of_the_transcript_are_its_own_words():
    quote = "At [Business] we waited [laughs] and went home."
    assert abridged(quote, quote) == ""
    assert edits(quote, "At [Business] we waited […] and went home.") == (Edit(24, 32),)


def test_brackets_say_what_they_stand_for():
    quote = "We [...] waited and waited"
    assert abridged(quote, quote) == ""
    with pytest.raises(Refused, match=r"\[\] says nothing"):
        abridged("I do not like it", "I do [] like it")
    with pytest.raises(Refused, match="More is put in"):
        abridged("They paid us.", "[They never paid us at all, not once.]")
    assert abridged("  We waited for months.", "We waited […]") == "We waited […]"


def test_three_dots_are_tidied():
    assert abridged(QUOTE, "We waited [...] for months.") == "We waited […] for months."


def test_words_in_brackets_hide_no_long_stretch():
    with pytest.raises(Refused, match="stands for 9. characters"):
        edits(f"We {'really ' * 14}waited.", "We [x] waited.")


@given(st.text(alphabet="ab c[]", min_size=1, max_size=30), st.integers(0, 29), st.integers(1, 29))
def test_what_is_cut_out_and_marked_is_always_accepted(quote, start, size):
    left, middle, right = quote[:start], quote[start : start + size], quote[start + size :]
    kept = f"{left}{right}".strip()
    if middle.strip() and any(map(str.isalnum, kept)) and "[" not in quote and "]" not in quote:
        made = abridged(quote, f"{left}[…]{right}")
        parts = [] if not made else edits(quote, made)
        rebuilt = list(quote)
        for edit in parts:
            rebuilt[edit.start : edit.end] = ["\0"]
        assert "".join(rebuilt).replace(" ", "").count("\0") == len(parts) == 1


def test_an_abridged_quote_is_printed_and_recorded(tmp_path):
    with qualcode.open(tmp_path / "s.qualcode", coder="ana") as study:
        (tmp_path / "p.txt").write_text(f"Ana: {QUOTE}\n", encoding="utf-8")
        study.documents.add(tmp_path / "p.txt")
        study.codebook.add("Waiting", key="waiting")
        coding = study.codings.add_quote("p", QUOTE, "waiting")
        study.themes.add("Waiting is work", key="wait", codes=["waiting"], central_organising_concept="It costs.")
        study.themes.add_exemplar("wait", coding.id)
        study.themes.abridge("wait", coding.id, "We waited [...] for months.")
        assert "“We waited […] for months.”" in study.themes.table()["exemplar_quotes"][0]
        assert study.themes.extracts("wait")["printed"][0] == "We waited […] for months."
        assert study.codings[coding.id].quote == QUOTE
        with pytest.raises(Refused):
            study.themes.abridge("wait", coding.id, "We waited for years.")
        # A passage that is resized is printed whole until somebody abridges it again.
        study.codings.resize(coding.id, coding.start, coding.end - 1)
        assert f"“{QUOTE[:-1]}”" in study.themes.table()["exemplar_quotes"][0]
        assert any("printed whole" in warning for warning in study.export(tmp_path / "theme_table.csv").warnings)
        study.history.undo()
        study.history.undo()
        assert f"“{QUOTE}”" in study.themes.table()["exemplar_quotes"][0]


def test_two_people_at_once(tmp_path):
    with qualcode.open(tmp_path / "s.qualcode", coder="ana") as study:
        (tmp_path / "p.txt").write_text(f"Ana: {QUOTE}\n", encoding="utf-8")
        study.documents.add(tmp_path / "p.txt")
        study.codebook.add("Waiting", key="waiting")
        coding = study.codings.add_quote("p", QUOTE, "waiting")
        study.themes.add("Waiting is work", key="wait", codes=["waiting"])
        study.themes.add_exemplar("wait", coding.id)
        seen = study.last_act()
        study.by("ben").themes.abridge("wait", coding.id, "We waited […] for months.")
        with pytest.raises(Conflict):
            study.themes.abridge("wait", coding.id, "[…] for months.", seen=seen)


def test_check_shows_each_abridged_quote_beside_its_whole(tmp_path):
    with qualcode.open(tmp_path / "s.qualcode", coder="ana") as study:
        (tmp_path / "p.txt").write_text(f"Ana: {QUOTE}\n", encoding="utf-8")
        study.documents.add(tmp_path / "p.txt")
        study.codebook.add("Waiting", key="waiting")
        coding = study.codings.add_quote("p", QUOTE, "waiting")
        study.themes.add("Waiting is work", key="wait", codes=["waiting"])
        study.themes.add_exemplar("wait", coding.id)
        asked = "The quote is printed abridged; does it still say what was said?"
        assert asked not in set(study.check()["problem"])
        study.themes.abridge("wait", coding.id, "We waited […] for months.")
        found = study.check().set_index("problem").loc[asked]
        assert found["evidence"] == f"printed “We waited […] for months.” for “{QUOTE}”"

"""The difference of two versions of a codebook."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from qualcode.codebook import Change, changes_table, describe, diff
from qualcode.model import Code, Codebook, Dimension, Link, Rule, ThemeEntry

OLD = Codebook(
    "b",
    "Book",
    themes=(ThemeEntry("t1", "First", "It costs."), ThemeEntry("t2", "Second")),
    dimensions=(Dimension("phase"),),
    codes=(
        Code(
            "cost",
            "Cost",
            "Money that it takes.",
            theme="t1",
            rules=(Rule("cost.r1", "money"), Rule("cost.r2", "pay*")),
        ),
        Code("time", "Time", "Hours.", parent="cost"),
        Code("place", "Place of work, and what it does to people", "Rooms and buildings."),
    ),
    links=(Link("cost", "t2", "informs"),),
)


def with_code(book: Codebook, identity: str, **fields) -> Codebook:
    return book.with_code(replace(book.code(identity), **fields))


def test_two_equal_codebooks_have_no_difference():
    assert (diff(OLD, OLD), describe([])) == ([], "Nothing changed.")


def test_codes_are_added_removed_renamed_and_moved():
    new = replace(with_code(OLD, "time", name="Hours", parent="", theme="t2"), codes=OLD.codes[:1])
    new = replace(new, codes=(*new.codes, Code("time", "Hours", "Hours.", theme="t2"), Code("trust", "Trust")))
    assert diff(OLD, new) == [
        Change("renamed", "code", "time", "name", "Time", "Hours"),
        Change("moved", "code", "time", "theme", "", "t2"),
        Change("moved", "code", "time", "parent", "cost", ""),
        Change("added", "code", "trust", after="Trust"),
        Change("removed", "code", "place", before="Place of work, and what it does to people"),
    ]


def test_texts_are_given_with_old_and_new():
    new = with_code(OLD, "cost", definition="Money and time.", exclude="Time", examples=("a", "b"))
    assert describe(diff(OLD, new)) == (
        "code 'cost': the definition was changed.\n  - Money that it takes.\n  + Money and time.\n"
        "code 'cost': the exclude was changed.\n  + Time\n"
        "code 'cost': the examples was changed.\n  + a\n  + b"
    )


def test_rules_are_compared_by_what_they_ask():
    new = with_code(OLD, "cost", rules=(Rule("cost.r1", "pay*"), Rule("cost.r2", "wage"), Rule("cost.r3", "fee")))
    assert diff(OLD, new) == [
        Change("added", "rule", "cost.r2", after="wage", owner="cost"),
        Change("added", "rule", "cost.r3", after="fee", owner="cost"),
        Change("removed", "rule", "cost.r1", before="money", owner="cost"),
    ]
    edited = with_code(OLD, "cost", rules=(Rule("cost.r1", "money OR cash", note="n"), Rule("cost.r2", "pay*")))
    assert describe(diff(OLD, edited)) == (
        "code 'cost', rule 'cost.r1': the query was changed.\n  - money\n  + money OR cash\n"
        "code 'cost', rule 'cost.r1': the note was changed.\n  + n"
    )
    assert diff(OLD, with_code(OLD, "cost", rules=(Rule("cost.r1", "pay*"),))) == [
        Change("removed", "rule", "cost.r1", before="money", owner="cost")
    ]


def test_the_fewest_moves_explain_another_order():
    codes = tuple(Code(letter, letter.upper()) for letter in "abcde")
    new = tuple(codes[at] for at in (1, 2, 3, 0, 4))
    assert diff(Codebook("b", "B", codes), Codebook("b", "B", new)) == [
        Change("reordered", "code", "a", "order", after="after 'd'")
    ]


def test_a_code_under_another_id_is_pointed_out():
    new = replace(OLD, codes=(*OLD.codes[:2], replace(OLD.codes[2], id="room", definition="Rooms, buildings.")))
    assert describe(diff(OLD, new)) == (
        "code 'room' was added (Place of work, and what it does to people).\n"
        "code 'room' looks like 'place' with another id. If it is, give it the old id to keep its codings.\n"
        "code 'place' was removed (Place of work, and what it does to people)."
    )


def test_themes_links_dimensions_displays_and_the_book_itself_are_compared():
    new = replace(
        OLD,
        name="Book, again",
        approach="codebook",
        themes=(replace(OLD.themes[0], part="Part 1"), OLD.themes[1]),
        dimensions=(Dimension("phase", ordered=True),),
        links=(Link("cost", "t2", "supports", "plain"),),
        displays=({"type": "matrix"},),
    )
    assert describe(diff(OLD, new)) == (
        "the codebook was renamed from 'Book' to 'Book, again'.\n"
        "the codebook: the approach was changed.\n  - reflexive\n  + codebook\n"
        "theme 't1' was moved: part none → Part 1.\n"
        "dimension 'phase': the ordered was changed.\n  - false\n  + true\n"
        "link was added (cost supports t2 (plain)).\n"
        "link was removed (cost informs t2).\n"
        'display was added ({"type": "matrix"}).'
    )


def test_the_table_of_changes_has_one_row_a_change():
    assert changes_table(diff(OLD, with_code(OLD, "time", name="Hours"))).to_dict("records") == [
        {
            "change": "renamed",
            "entry": "code",
            "id": "time",
            "field": "name",
            "before": "Time",
            "after": "Hours",
            "owner": "",
        }
    ]
    assert list(changes_table([]).columns) == ["change", "entry", "id", "field", "before", "after", "owner"]


@given(st.permutations([Code(letter, letter) for letter in "abcdef"]))
def test_moving_what_is_reported_gives_the_new_order(codes):
    old = [Code(letter, letter) for letter in "abcdef"]
    moved = {change.id for change in diff(Codebook("b", "B", tuple(old)), Codebook("b", "B", tuple(codes)))}
    rest = [code.id for code in codes if code.id not in moved]
    assert rest == sorted(rest)

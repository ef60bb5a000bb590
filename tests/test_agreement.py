"""Agreement between coders: worked examples from the literature, and where it is refused."""

import numpy as np
import pytest

import qualcode
from qualcode.analysis.agreement import agreement, alpha, kappa, marks, readings
from qualcode.errors import NotFound, Refused
from qualcode.model import Code, Codebook


def test_alpha_is_that_of_krippendorffs_example_of_two_observers():
    # Krippendorff (2011), section A: binary data, two observers, ten units
    rows = [[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]]
    assert round(alpha(np.array(rows, float)), 3) == 0.095


def test_alpha_with_absent_values_is_that_of_krippendorffs_example():
    # Krippendorff (2011), section C: nominal data, four observers, twelve units
    rows = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    assert round(alpha(np.array(rows, float)), 3) == 0.743


def test_coefficients_are_not_defined_where_nobody_differs_from_one_value():
    same = np.zeros((2, 5))
    assert np.isnan(alpha(same)) and np.isnan(kappa(same))
    assert np.isnan(kappa(np.array([[0.0, 1.0]])))
    assert agreement({"a": same})["observed"].tolist() == [1.0]
    assert agreement({"a": np.zeros((2, 0))})["units"].tolist() == [0]


@pytest.fixture
def twice(tmp_path):
    """Two coders have read one of two interviews each and both have read the third."""
    with qualcode.create(tmp_path / "s.qualcode", coder="Ana", approach="codebook") as study:
        for name in ("one", "two", "both"):
            (tmp_path / f"{name}.txt").write_text(
                f"Int: And?\n\nP1: We waited here in {name}.\n\nInt: So?\n\nP1: The logo.\n\nInt: Yes?\n\nP1: Bread.\n",
                encoding="utf-8",
            )
            study.documents.add(tmp_path / f"{name}.txt")
        study.codebook.use(Codebook("b", "Book", (Code("wait", "Wait"), Code("logo", "Logo"))))
        ben = study.by("Ben")
        study.documents.mark_read(["one", "both"])
        ben.documents.mark_read(["two", "both"])
        study.codings.add_quote("both", "We waited here in both.", "wait")
        study.codings.add_quote("both", "The logo.", "logo")
        ben.codings.add_quote("both", "We waited", "wait")
        ben.codings.add_quote("both", "Bread.", "logo")
        study.codings.add_quote("one", "Bread.", "wait")
        yield study


def test_only_what_both_have_read_is_compared(twice):
    frame = twice.agreement()
    assert frame[["code", "units", "used", "all_used", "observed"]].values.tolist() == [
        ["wait", 3, 1, 1, 1.0],
        ["logo", 3, 2, 0, 1 / 3],
    ]
    assert frame["kappa"].round(2).tolist() == [1.0, -0.5]
    apart = twice.readings()
    assert apart[["document", "speaker", "quote", "Ana", "Ben"]].values.tolist() == [
        ["both", "P1", "The logo.", "logo", ""],
        ["both", "P1", "Bread.", "", "logo"],
    ]


def test_the_reflexive_approach_has_readings_side_by_side_and_no_coefficient(twice):
    twice.set_approach("reflexive", why="interpretation")
    with pytest.raises(Refused, match="In the reflexive approach coding is interpretation"):
        twice.agreement()
    assert len(twice.readings()) == 2
    assert not {"kappa", "alpha", "observed"} & set(twice.readings().columns)


def test_one_coder_alone_agrees_with_nobody(twice):
    with pytest.raises(Refused, match="It takes two coders"):
        twice.agreement(coders=["Ana"])


def test_coders_who_read_different_documents_cannot_be_compared(twice):
    twice.by("Cleo").memos.add("I have read nothing.")
    with pytest.raises(Refused, match="no document that two of Ana, Cleo have read"):
        twice.agreement(coders=["Ana", "Cleo"])


def test_a_name_that_no_coder_has_is_told_with_those_there_are(twice):
    for compare in (twice.readings, twice.agreement):
        with pytest.raises(NotFound) as told:
            compare(coders=["Ana", "zoe"])
        assert str(told.value) == "There is no coder 'zoe'. Coders: Ana, Ben."


def test_independent_coders_see_no_document_that_they_have_not_read(twice):
    cleo = twice.by("Cleo")
    cleo.documents.mark_read("one")
    assert cleo.readings(coders=["Ana", "Ben"])["document"].tolist() == ["both", "both"]
    twice.set_approach("reliability", why="measurement")
    with pytest.raises(Refused, match="Cleo has read none of the documents that two of Ana, Ben have read"):
        cleo.readings(coders=["Ana", "Ben"])
    assert set(cleo.readings()["document"]) == {"one"}
    assert set(twice.readings()["document"]) == {"one", "both"}
    assert set(twice.by("Ben").agreement()["units"]) == {3}


def test_a_coder_may_be_called_as_a_column_is(twice):
    quote = twice.by("quote")
    quote.documents.mark_read("one")
    frame = twice.readings(coders=["Ana", "quote"])
    assert frame.values.tolist()[0][4:] == ["P1", "Bread.", "wait", ""]


def test_a_code_is_on_a_unit_when_half_of_the_shorter_is_shared():
    import pandas as pd

    codings = pd.DataFrame(
        [("A", "d", 0, 4, "x"), ("B", "d", 8, 30, "x")], columns=["coder", "document_id", "start", "end", "code"]
    )
    found = marks([("d", 0, 10), ("d", 10, 40)], codings, {"A": {"d"}, "B": {"d"}}, ["x"])
    assert found["x"].tolist() == [[1, 0], [0, 1]]
    frame = readings([("d", 0, 10), ("d", 10, 40)], found, ["A", "B"])
    assert frame.values.tolist() == [["d", 0, 10, "x", ""], ["d", 10, 40, "", "x"]]


def test_the_commands_compare_and_refuse(twice):
    from typer.testing import CliRunner

    from qualcode.cli import app

    path = str(twice.path)
    said = CliRunner().invoke(app, ["agreement", path, "--csv", "--coder", "Ana"])
    assert said.stdout.splitlines()[1].startswith("wait,Wait,3,2,1,1,1.0,1.0,1.0")
    told = CliRunner().invoke(app, ["readings", path, "--csv"])
    document = twice.documents["both"].id
    assert told.stdout.splitlines() == [
        "document,document_id,start,end,speaker,quote,Ana,Ben",
        f"both,{document},54,63,P1,The logo.,logo,",
        f"both,{document},80,86,P1,Bread.,,logo",
    ]
    for command in ("readings", "agreement"):
        missed = CliRunner().invoke(app, [command, path, "--of", "Ana", "--of", "zoe"])
        assert (missed.exit_code, missed.stderr) == (1, "Error: There is no coder 'zoe'. Coders: Ana, Ben.\n")
    twice.set_approach("reflexive", why="interpretation")
    assert CliRunner().invoke(app, ["agreement", path]).exit_code == 1

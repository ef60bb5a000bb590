"""Figures: svg and png with their words, the same bytes each time, no letter of a transcript as markup."""

import io
import re

import pytest
from lxml import etree
from PIL import Image
from typer.testing import CliRunner

import qualcode
from qualcode.cli import app
from qualcode.displays import FIGURES
from qualcode.errors import NotFound, Refused
from qualcode.figures import Account, Cell, Ego, Grid, Level, Strip, ego_networks, grid, levels, strips, timeline

SVG = "{http://www.w3.org/2000/svg}"
OPTIONS = {"portrait": {"document": "c1_brand_manager"}, "theme_matrix": {"counts": True}}


@pytest.fixture
def told(sample_of):
    """The sample study with everything that figures draw: themes, links, attributes, incidents."""
    return sample_of("oskam")


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_is_drawn_with_title_and_words(told, name):
    with qualcode.open(told) as study:
        made = study.displays.figure(name, **OPTIONS.get(name, {}))
    assert made.figure is not None and len(made.table)
    svg = made.figure.svg()
    root = etree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == made.figure.title
    assert root.find(f"{SVG}desc").text == made.figure.said and len(made.figure.said) > 60
    assert made.figure.svg() == svg and made.figure.png() == made.figure.png()
    picture = Image.open(io.BytesIO(made.figure.png()))
    assert picture.width > 600 and picture.height > 200


@pytest.mark.parametrize("name", FIGURES)
def test_figures_are_black_and_white(told, name):
    with qualcode.open(told) as study:
        svg = study.displays.figure(name, **OPTIONS.get(name, {})).figure.svg().decode()
    colours = {found.lower() for found in re.findall(r"#[0-9a-fA-F]{6}\b", svg)}
    assert colours
    assert all(colour[1:3] == colour[3:5] == colour[5:7] for colour in colours)


def test_counts_are_off_unless_they_are_asked_for(told):
    with qualcode.open(told) as study:
        plain = study.displays.figure("theme_matrix")
        counted = study.displays.figure("theme_matrix", counts=True)
    numbers = re.compile(r"\d+ (person|people), \d+ passage")
    assert "voices" not in plain.table and not numbers.search(plain.figure.said)
    assert "voices" in counted.table and numbers.search(counted.figure.said)


def test_publication_names_no_document_and_no_person(told):
    with qualcode.open(told) as study:
        portrait = study.displays.figure("portrait", document="c1_brand_manager")
        attention = study.displays.figure("attention")
        full = study.displays.figure("attention", granularity="full")
    assert "c1_brand_manager" not in portrait.figure.said + attention.figure.said + attention.table.to_csv()
    assert portrait.title == "Portrait of c1, interview 5"
    assert "c1_brand_manager" in full.figure.said


def test_the_portrait_draws_each_coding_where_it_lies(told):
    with qualcode.open(told) as study:
        made = study.displays.figure("portrait", document="c1_brand_manager")
        codings = study.codings.table(document="c1_brand_manager")
        size = len(study.documents["c1_brand_manager"].text)
    assert len(made.table) == len(codings)
    assert sorted(made.table["from_percent"]) == sorted((100 * codings["start"] / size).round(1))


def test_co_occurrence_counts_pairs_on_the_same_passage(study):
    study.codings.add_quote("P1", "We come from two worlds.", "two_worlds")
    study.codings.add_quote("P1", "two worlds", "brand")
    made = study.displays.figure("co_occurrence")
    assert made.table["passages"].tolist() == [1]


@pytest.mark.parametrize(
    "said",
    ["<script>alert(1)</script>", "a & b", "$x^2$ costs $5", "\x1b[31m\ud800", "שלום עולם", "🫱🏽‍🫲🏾 يد", "x" * 3000],
)
def test_any_text_can_stand_in_a_figure(said):
    cells = [[Cell(said, said[:20], 0.5)]]
    made = grid(Grid([said[:50]], [said[:50]], cells, corner=said[:30]), title=said[:40], said=said)
    root = etree.fromstring(made.svg())
    assert not root.findall(f".//{SVG}script")
    assert made.png().startswith(b"\x89PNG")


def test_a_figure_of_very_many_cases_stays_within_what_can_be_drawn():
    cases = [
        (f"case {number}", [(f"incident {at}", [Account("2018-01-01", "2018-12-31")]) for at in range(15)])
        for number in range(20)
    ]
    made = timeline(cases, title="Many", said="Many.")
    assert made.height > 60
    assert Image.open(io.BytesIO(made.png())).height <= 12_000
    assert len(made.svg()) > 100_000


def test_nothing_to_draw_is_drawn_as_nothing():
    assert ego_networks([], title="None", said="None.").png()
    assert ego_networks([Ego("one", [])], title="One", said="One.").svg()
    assert levels([], [], title="None", said="None.").png()
    assert levels(["low"], [("a", [Level("", 0)])], title="Undated", said="Undated.").svg()
    assert timeline([("a", [("x", [Account("", "")])])], title="Undated", said="Undated.").svg()
    assert strips([Strip("none", [])], title="None", said="None.").svg()


def test_what_cannot_be_drawn_is_said(study, tmp_path):
    for name, sentence in (
        ("continuum", "ordinal attribute"),
        ("timeline", "no incident yet"),
        ("portrait", "say which"),
    ):
        with pytest.raises(Refused, match=sentence):
            study.displays.figure(name)
    with pytest.raises(NotFound, match="Did you mean 'thematic_map'"):
        study.displays.figure("thematic-map")
    with pytest.raises(NotFound):
        study.displays.figure("portrait", document="P9")
    with pytest.raises(Refused, match=r"\.svg or \.png"):
        study.displays.write_figure(tmp_path / "attention.pdf")


def test_the_commands_write_what_python_writes(told, tmp_path):
    shown = CliRunner().invoke(app, ["figure", str(told), str(tmp_path / "a" / "thematic_map.svg")])
    assert shown.exit_code == 0, shown.output
    with qualcode.open(told) as study:
        drawn = study.displays.figure("thematic_map").figure
    assert (tmp_path / "a" / "thematic_map.svg").read_bytes() == drawn.svg()
    replayed = CliRunner().invoke(app, ["replay", "oskam", str(told), "--out", str(tmp_path / "b")])
    assert replayed.exit_code == 0, replayed.output
    assert "The van gets a room" in replayed.output
    assert {file.name for file in (tmp_path / "b").iterdir()} == {
        *("incidents.csv", "incidents.svg", "incidents.png", "case_narratives.csv", "patterns_by_case.csv")
    }
    wrong = CliRunner().invoke(app, ["replay", "tailor", str(told)])
    assert wrong.exit_code == 1 and "Did you mean 'taylor'" in wrong.output


def test_the_command_replays_on_the_sample_study(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(app, ["replay", "sadri"])
    assert done.exit_code == 0, done.output
    assert "searched, none" in done.output
    assert (tmp_path / "replay" / "sadri" / "matrix.svg").is_file()
    again = CliRunner().invoke(app, ["replay", "sadri", "--json"])
    assert again.exit_code == 0, again.output

"""Real transcripts of other people's studies, where a folder with them lies beside this one."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from qualcode.readers import read
from qualcode.text import segments

DATA = Path(__file__).parents[1].parent / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.exists(), reason="the folder with real transcripts is absent")
OTHER = DATA / "transcripts" / "other"
PDPILOT = DATA / "coded" / "pdpilot"
SERDIF = DATA / "coded" / "serdif_usability" / "original" / "data"


def speakers(document) -> dict[str | None, int]:
    return dict(Counter(turn.speaker for turn in document.turns))


def test_fifty_interviews_in_markdown_are_read_with_their_two_speakers():
    paths = sorted((DATA / "transcripts" / "founderstalk").glob("founders-talk-*.md"))
    documents = [read(path) for path in paths]
    assert {len(document.speakers) for document in documents} == {2}
    assert all(not document.source.warnings for document in documents)
    assert sum(len(turn.text.split()) for document in documents for turn in document.turns) > 640_000
    cut = segments(documents[0])
    assert all(documents[0].text[s.start : s.end] == s.text for s in cut)


@pytest.mark.parametrize(("name", "dan", "participant"), [("P1", 47, 47), ("P2", 81, 84)])
def test_maxqda_transcripts_in_pdf(name, dan, participant):
    document = read(PDPILOT / "original" / "results" / "transcripts" / f"{name}.pdf")
    assert speakers(document) == {"Dan": dan, "Participant": participant}
    assert document.turns[0].speaker == "Dan"
    flat = " ".join(document.text.split())
    with (PDPILOT / "segments.csv").open(encoding="utf-8") as file:
        coded = [row["text"] for row in csv.DictReader(file) if row["document_id"] == name]
    missing = [text for text in coded if text not in flat and text.replace("- ", "-") not in flat]
    assert len(coded) > 15
    assert missing == []


def test_think_aloud_protocols_in_odt_name_only_the_moderator():
    paths = sorted((SERDIF / "transcripts" / "raw").glob("*.odt"))
    for path in paths:
        document = read(path)
        assert document.speakers == ("MODERATOR",), path.name
        named = sum(turn.speaker == "MODERATOR" for turn in document.turns)
        assert named < len(document.turns) / 4, path.name
        words = sum(len(turn.text.split()) for turn in document.turns)
        assert words + named == len(document.text.split()), path.name
    assert len(paths) == 17


def test_notes_and_forms_have_no_speakers():
    for path in [*(SERDIF / "notes").glob("P*.txt"), *(SERDIF / "PSSUQ" / "comments").glob("*.odt")]:
        assert read(path, kind="observation").speakers == (), path.name


def test_interviews_in_a_table_of_another_encoding():
    documents = read(DATA / "coded" / "wac" / "original" / "transcripts.csv", text="Q1", document="Name")
    assert (len(documents), {d.source.encoding for d in documents}, {d.kind for d in documents}) == (
        57,
        {"cp1252"},
        {"response"},
    )
    assert all([turn.speaker for turn in d.turns] == [None] for d in documents)
    assert documents[0].attributes["Gender"] == "Male"
    assert any("’" in d.text for d in documents)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("zoom_cip_transcript.vtt", {"Ashlee Kupor (SL)": 40, "Dora Demszky": 40}),
        ("zoom_cloud_meeting001.vtt",
         {"Andrew Knight": 12, "Paul McCartney": 10, "George Harrison": 2, "Ringo Starr": 1, "John Lennon": 5}),
        ("zoom_chat.txt",
         {"Andrew Knight": 6, "Ringo Starr": 1, "George Harrison": 1, "John Lennon": 1, "Paul McCartney": 1}),
        ("chat_eve.cha", {"CHI": 741, "MOT": 804, "COL": 30, "RIC": 13}),
        ("elan_2.1_test.eaf", {"Alinda": 20}),
        ("whisper.srt", {None: 1}),
        ("whisper_timestamped_words.json", {None: 1}),
    ],
)  # fmt: skip
def test_transcripts_of_other_tools(name, count):
    assert speakers(read(OTHER / name)) == count


def test_captions_without_speakers_keep_every_word():
    document = read(OTHER / "youtube_style.vtt")
    lines = (OTHER / "youtube_style.vtt").read_text(encoding="utf-8").split("\n\n", 1)[1].split("\n")
    assert document.text.split() == [word for line in lines if "-->" not in line for word in line.split()]
    assert 40 < len(document.turns) < 150
    assert all(turn.text[-1] in '.?!"”' for turn in document.turns[:-1])

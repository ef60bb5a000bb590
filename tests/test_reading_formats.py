"""Each format is read to the same speakers and words, built here by the libraries that write it."""
# ruff: noqa: E501 - files are data

import json
import zipfile

import pytest

from qualcode.model import Document
from qualcode.readers import read

TALK = [("Ana", "I waited a year. And then?"), ("Mod", "Go on.")]


def spoken(document: Document) -> list[tuple[str | None, str]]:
    assert all(document.text[turn.start : turn.end] == turn.text for turn in document.turns)
    return [(turn.speaker, turn.text) for turn in document.turns]


def timed(document: Document) -> list[tuple[str | None, str, float | None]]:
    return [(turn.speaker, turn.text, turn.start_time) for turn in document.turns]


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def test_text_and_markdown(tmp_path):
    assert spoken(read(write(tmp_path, "a.txt", "Ana: I waited a year. And then?\n\nMod: Go on.\n"))) == TALK
    assert spoken(read(write(tmp_path, "a.md", "**Ana:** I waited a year. And then?\n\n**Mod:** Go on.\n"))) == TALK


def test_the_source_names_file_encoding_hash_and_changes_but_no_folder(tmp_path):
    source = read(write(tmp_path, "Interview 7.txt", b"\xef\xbb\xbfAna: I waited.\r\nMod: Go on.")).source
    assert (source.file, source.format, source.encoding, len(source.sha256)) == ("Interview 7.txt", "txt", "utf-8", 64)
    assert source.changes == ("A byte order mark was removed", "1 CRLF line end became LF")
    assert str(tmp_path) not in repr(source)


def test_name_kind_and_language_are_kept(tmp_path):
    path = write(tmp_path, "fg 1.TXT", "Ana: I waited.\nMod: Go on.")
    document = read(path, kind="focus_group", language="fr")
    assert (document.name, document.kind, document.language) == ("fg 1", "focus_group", "fr")
    assert read(path, name="Group one").name == "Group one"
    assert read(path).id == read(path).id != read(path, name="other").id


def docx_of(tmp_path, *paragraphs, table=()):
    from docx import Document as Word

    word = Word()
    word.sections[0].header.paragraphs[0].text = "CONFIDENTIAL HEADER"
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    if table:
        grid = word.add_table(rows=0, cols=len(table[0]))
        for row in table:
            for cell, text in zip(grid.add_row().cells, row, strict=True):
                cell.text = text
    path = tmp_path / "talk.docx"
    word.save(path)
    return path


def test_word_paragraphs(tmp_path):
    path = docx_of(tmp_path, "Ana: I waited a year. And then?", "", "Mod: Go on.")
    document = read(path)
    assert spoken(document) == TALK
    assert document.text == "Ana: I waited a year. And then?\n\nMod: Go on."


def test_word_keeps_tabs_line_breaks_and_the_order_of_tables(tmp_path):
    path = docx_of(tmp_path, "Date:\t3 May", table=[("Ana", "I waited,\nyes."), ("Mod", "Go on.")])
    assert spoken(read(path)) == [("Ana", "I waited,\nyes."), ("Mod", "Go on.")]


def test_word_reads_inserted_text_and_leaves_out_deleted_text_and_comments(tmp_path):
    from docx.oxml import parse_xml

    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    from docx import Document as Word

    word = Word()
    paragraph = word.add_paragraph("Ana: I ")
    paragraph._p.append(
        parse_xml(f'<w:del {space} w:id="1" w:author="x"><w:r><w:delText>slept</w:delText></w:r></w:del>')
    )
    paragraph._p.append(parse_xml(f'<w:ins {space} w:id="2" w:author="x"><w:r><w:t>waited.</w:t></w:r></w:ins>'))
    word.add_paragraph("Mod: Go on.")
    word.add_comment(paragraph.runs, text="secret remark", author="x")
    path = tmp_path / "a.docx"
    word.save(path)
    document = read(path)
    assert spoken(document) == [("Ana", "I waited."), ("Mod", "Go on.")]
    assert document.source.changes == ("Text that is marked as deleted was left out",)
    assert document.source.warnings == ("Comments are not read",)


def test_odt_with_its_own_spaces_tabs_and_line_breaks(tmp_path):
    from odf.opendocument import OpenDocumentText
    from odf.text import LineBreak, P, S, Span, Tab

    odt = OpenDocumentText()
    first = P(text="Ana:")
    first.addElement(Tab())
    span = Span(text="I waited")
    span.addElement(S(c=2))
    span.addText("a year.")
    first.addElement(span)
    first.addElement(LineBreak())
    first.addText("And then?")
    odt.text.addElement(first)
    odt.text.addElement(P(text="Mod: Go on."))
    path = tmp_path / "a.odt"
    odt.save(str(path))
    assert spoken(read(path)) == [("Ana", "I waited  a year.\nAnd then?"), ("Mod", "Go on.")]


def test_rtf_with_letters_outside_ascii(tmp_path):
    rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\pard\f0 Ana: Caf\'e9 \u8211? zu.\par\pard Still Ana.\par Mod: Go on.\par}"
    assert spoken(read(write(tmp_path, "a.rtf", rtf))) == [("Ana", "Café – zu.\n\nStill Ana."), ("Mod", "Go on.")]


def test_html_reads_what_is_seen(tmp_path):
    page = (
        "<!doctype html><html><head><title>T</title><style>p{}</style></head><body><script>x()</script><nav>Home</nav>"
        "<p><b>Ana:</b> I&nbsp;waited\n a year.<br>And then?</p><div><b>Mod</b>: Go on.</div></body>"
    )
    assert spoken(read(write(tmp_path, "a.html", page))) == [
        ("Ana", "I\xa0waited a year.\nAnd then?"),
        ("Mod", "Go on."),
    ]
    page = "<p>Ana: Caf\xe9.</p><p>Mod: Go on.</p>".encode("cp1252")
    assert spoken(read(write(tmp_path, "b.htm", page))) == [("Ana", "Café."), ("Mod", "Go on.")]


VTT = (
    "\ufeffWEBVTT - a talk\r\nKind: captions\r\n\r\nNOTE\r\nnot words\r\n\r\nSTYLE\r\n::cue {color: red}\r\n\r\n"
    "intro\r\n00:01.000 --> 00:02.500 align:start\r\n<v Ana>I waited\r\na year.</v>\r\n\r\n"
    "00:00:03.000 --> 00:00:04.000\r\nAnd <i>then</i>?\r\n\r\n"
    "2\r\n00:00:05.000 --> 00:00:06.000\r\n<v.loud Mod>Go on &amp; on.\r\n"
)


def test_webvtt_with_voices_notes_and_settings(tmp_path):
    document = read(write(tmp_path, "a.vtt", VTT))
    assert timed(document) == [("Ana", "I waited a year. And then?", 1.0), ("Mod", "Go on & on.", 5.0)]
    assert document.text == "Ana: I waited a year. And then?\n\nMod: Go on & on."


def test_two_voices_in_one_cue(tmp_path):
    cue = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana Bell>I waited.</v> <v Mod>Go on.</v>\n"
    assert spoken(read(write(tmp_path, "a.vtt", cue))) == [("Ana Bell", "I waited."), ("Mod", "Go on.")]


def test_a_caption_without_a_speaker_joins_the_turn_before_it(tmp_path):
    cues = ["Ana: I waited a year.", "And then?", "Mod: Go on."]
    vtt = "WEBVTT\n\n" + "\n\n".join(f"{n}\n00:00:0{n}.000 --> 00:00:0{n}.900\n{cue}" for n, cue in enumerate(cues, 1))
    assert spoken(read(write(tmp_path, "focus_group.vtt", vtt))) == TALK


def test_a_colon_in_a_caption_makes_no_speaker(tmp_path):
    cues = [
        "Ana B (SL): We did: a lot.",
        "Note: not all.",
        "Mod: Go on.",
        "So: he said: no.",
        "Ana B (SL): Yes.",
        "Mod: Ok.",
    ]
    vtt = "WEBVTT\n\n" + "\n\n".join(f"00:00:0{n}.000 --> 00:00:0{n}.900\n{cue}" for n, cue in enumerate(cues, 1))
    assert spoken(read(write(tmp_path, "a.vtt", vtt))) == [
        ("Ana B (SL)", "We did: a lot. Note: not all."),
        ("Mod", "Go on. So: he said: no."),
        ("Ana B (SL)", "Yes."),
        ("Mod", "Ok."),
    ]


def test_captions_without_speakers_become_passages(tmp_path):
    vtt = "WEBVTT\n\n00:01.000 --> 00:02.000\nWhen I first\n\n00:02.000 --> 00:03.000\nheard it, I wept.\n\n"
    vtt += "00:09.000 --> 00:10.000\nLater I laughed.\n"
    assert timed(read(write(tmp_path, "a.vtt", vtt))) == [
        (None, "When I first heard it, I wept.", 1.0),
        (None, "Later I laughed.", 9.0),
    ]


def test_rolling_captions_are_read_once(tmp_path):
    lines = [f"line number {word}" for word in ["one", "two", "three", "four", "five", "six", "seven", "eight"]]
    cues, before = [], ""
    for n, line in enumerate(lines):
        shown = f"{before}\n{line[:4]}<00:00:00.500><c>{line[4:]}</c>" if before else line
        cues.append(f"00:00:{n:02}.000 --> 00:00:{n + 1:02}.000\n{shown}")
        before = line
    document = read(write(tmp_path, "a.vtt", "WEBVTT\n\n" + "\n\n".join(cues)))
    assert document.text == " ".join(lines)


def test_srt_with_speakers_and_missing_blank_lines(tmp_path):
    srt = "1\n00:00:00,380 --> 00:00:02,760\nAna: I waited a year.\n2\n00:00:03,000 --> 00:00:04,000\nAnd then?\n\n"
    srt += "3\n00:00:05,000 --> 00:00:06,000\nMod: Go on.\n"
    assert timed(read(write(tmp_path, "a.srt", srt))) == [("Ana", TALK[0][1], 0.38), ("Mod", "Go on.", 5.0)]
    assert spoken(read(write(tmp_path, "captions.txt", srt))) == TALK


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_turns(tmp_path, delimiter):
    rows = [("speaker", "words", "tags", "timestamp"), ("Ana", '"I waited, a year; so.\nAnd&amp; then?"', "x", "0:05")]
    rows += [("Mod", "Go on.", "", "1:00:01"), ("Mod", "", "", "")]
    table = "\n".join(delimiter.join(row) for row in rows)
    document = read(write(tmp_path, "a.csv", table))
    assert timed(document) == [("Ana", "I waited, a year; so.\nAnd& then?", 5.0), ("Mod", "Go on.", 3601.0)]
    assert document.kind == "interview"
    assert document.source.warnings == ("1 row without words in the column 'words' was passed over",)


ANSWERS = (
    "id,Answer,site,year\nr1,We had hope.,north,2020\nr2,None.,south,2021\nr1,And fear.,north,2022\nr3,,south,2020\n"
)


def test_a_table_of_responses_gives_a_document_for_each_value(tmp_path):
    documents = read(write(tmp_path, "a.csv", ANSWERS), text="answer", document="id")
    assert [(d.name, d.text, d.kind, dict(d.attributes)) for d in documents] == [
        ("r1", "We had hope.\n\nAnd fear.", "response", {"id": "r1", "site": "north", "year": "2020; 2022"}),
        ("r2", "None.", "response", {"id": "r2", "site": "south", "year": "2021"}),
    ]
    assert [len(d.turns) for d in documents] == [2, 1]
    assert documents[0].source.warnings == ("1 of 3 documents have no words and were passed over",)


def test_a_cell_may_hold_a_whole_transcript(tmp_path):
    table = (
        'interview,transcript\np1,"Interviewer: So?\nP1: Well.\nInterviewer: And?"\np2,"Interviewer: So?\nP2: No."\n'
    )
    first, second = read(write(tmp_path, "a.csv", table), document="interview")
    assert spoken(first) == [("Interviewer", "So?"), ("P1", "Well."), ("Interviewer", "And?")]
    assert second.speakers == ("Interviewer", "P2")


def test_excel_sheets(tmp_path):
    import datetime

    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Talk")
    for row in [
        ("Speaker", "Text", "Time"),
        ("Ana", "I waited a year. And then?", datetime.time(0, 0, 5)),
        ("Mod", "Go on.", 7.5),
    ]:
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)
    assert timed(read(path)) == [("Ana", TALK[0][1], 5.0), ("Mod", "Go on.", 7.5)]
    assert timed(read(path, sheet="Talk", time="Time")) == timed(read(path))
    documents = read(path, text="Text", document="Speaker", sheet="Talk")
    assert [(d.name, d.text) for d in documents] == TALK


WHISPER = {"text": " I waited.", "language": "en", "segments": [
    {"id": 0, "start": 1.0, "end": 2.0, "text": " I waited a year.", "speaker": "Ana"},
    {"id": 1, "start": 2.0, "end": 3.0, "text": " And then?", "speaker": "Ana"},
    {"id": 2, "start": 3.0, "end": 4.0, "text": " Go on.", "speaker": "Mod"}]}  # fmt: skip
BY_WORD = {"segments": [{"start": 1.0, "end": 4.0, "text": "I waited. Go on.", "words": [
    {"word": "I", "start": 1.0, "speaker": "S1"}, {"word": "waited.", "start": 1.5, "speaker": "S1"},
    {"word": "Go", "start": 3.0, "speaker": "S2"}, {"word": "on.", "start": 3.5, "speaker": "S2"}]}]}  # fmt: skip
CPP = {"transcription": [{"timestamps": {"from": "00:00:01,000", "to": "00:00:02,000"}, "text": " I waited."}]}
CHUNKS = {"text": "x", "chunks": [{"timestamp": [1.0, 2.0], "text": " I waited."}]}
ASSEMBLY = {"utterances": [{"speaker": "A", "text": "I waited.", "start": 1000, "end": 2000}]}
REV = {"monologues": [{"speaker": 0, "elements": [{"type": "text", "value": "I", "ts": 1.0}, {"type": "punct", "value": " "},
                                                  {"type": "text", "value": "waited.", "ts": 1.2}]}]}  # fmt: skip
PLAIN = [{"speaker": "Ana", "text": "I waited.", "start": "00:00:01"}]


@pytest.mark.parametrize(
    ("content", "turns"),
    [
        (WHISPER, [("Ana", TALK[0][1], 1.0), ("Mod", "Go on.", 3.0)]),
        (BY_WORD, [("S1", "I waited.", 1.0), ("S2", "Go on.", 3.0)]),
        (CPP, [(None, "I waited.", 1.0)]),
        (CHUNKS, [(None, "I waited.", 1.0)]),
        (ASSEMBLY, [("A", "I waited.", 1.0)]),
        (REV, [("Speaker 0", "I waited.", 1.0)]),
        (PLAIN, [("Ana", "I waited.", 1.0)]),
    ],
    ids=["whisper", "words", "whisper.cpp", "transformers", "assembly", "rev", "list"],
)
def test_json_of_recognisers(tmp_path, content, turns):
    assert timed(read(write(tmp_path, "a.json", json.dumps(content)))) == turns


def test_otranscribe_keeps_its_exact_times(tmp_path):
    markup = '<p><span class="timestamp" data-timestamp="12.11">00:12</span><b>Ana</b>: I waited.</p>'
    markup += '<p><span class="timestamp" contenteditable="false" data-timestamp="80.5">01:20</span> <b>Mod</b>: Go&nbsp;on.<br /></p>'
    path = write(tmp_path, "a.otr", json.dumps({"text": markup, "media": "x.mp3", "media-time": 99.1}))
    assert timed(read(path)) == [("Ana", "I waited.", 12.11), ("Mod", "Go\xa0on.", 80.5)]


EAF = """<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><HEADER TIME_UNITS="milliseconds"/><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="t1" TIME_VALUE="500"/><TIME_SLOT TIME_SLOT_ID="t2"/><TIME_SLOT TIME_SLOT_ID="t3" TIME_VALUE="2000"/>
</TIME_ORDER><TIER TIER_ID="speech" PARTICIPANT="Ana"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a1"
TIME_SLOT_REF1="t1" TIME_SLOT_REF2="t2"><ANNOTATION_VALUE>I waited a year.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="gloss" PARTICIPANT="Ana" PARENT_REF="speech"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="a2" ANNOTATION_REF="a1">
<ANNOTATION_VALUE>wait</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="Mod"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="a3" TIME_SLOT_REF1="t3" TIME_SLOT_REF2="t3">
<ANNOTATION_VALUE>Go on.</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>"""


def test_elan_reads_one_tier_a_participant(tmp_path):
    document = read(write(tmp_path, "a.eaf", EAF))
    assert timed(document) == [("Ana", "I waited a year.", 0.5), ("Mod", "Go on.", 2.0)]
    assert document.source.warnings == ("The tiers 'gloss' were left out",)


def test_chat_reads_main_tiers(tmp_path):
    chat = "@UTF8\n@Begin\n@Participants:\tCHI Child, MOT Mother\n*CHI:\tmore cookie\n\tnow . \x151200_2000\x15\n%mor:\tqn|more\n"
    chat += "*MOT:\tno .\n@End\n"
    assert timed(read(write(tmp_path, "a.cha", chat))) == [("CHI", "more cookie now .", 1.2), ("MOT", "no .", None)]


def pdf_of(pages):
    """A PDF of some lines a page, written by hand: the libraries here read PDFs and do not write text into them."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for lines in pages:
        drawn = "".join(f"({line}) Tj T* " for line in lines)
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {drawn}ET".encode("latin-1")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(len(objects) + 1)
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(b"%d 0 R" % kid for kid in kids))
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj" % number + body + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(data))  # fmt: skip


def test_pdf_lines_become_paragraphs_without_headers_and_page_numbers(tmp_path):
    pages = [
        ["Study on trust 2021", "1 Mod: How did it begin with the company and what did", "you think of it at the time?",
         "2 Ana: We all had a lot of hope in this partner-", "ship, and then the money was gone and nobody told us", "Page 1 of 3"],
        ["Study on trust 2021", "anything about it.", "3 Mod: A partnership?", "4 Ana: Yes.", "Page 2 of 3"],
        ["Study on trust 2021", "5 Mod: Thank you.", "Page 3 of 3"],
    ]  # fmt: skip
    document = read(write(tmp_path, "a.pdf", pdf_of(pages)))
    assert spoken(document) == [
        ("Mod", "How did it begin with the company and what did you think of it at the time?"),
        (
            "Ana",
            "We all had a lot of hope in this partnership, and then the money was gone and nobody told us anything about it.",
        ),
        ("Mod", "A partnership?"),
        ("Ana", "Yes."),
        ("Mod", "Thank you."),
    ]
    assert document.source.changes == (
        "3 page numbers were dropped",
        "The line 'Study on trust 2021', repeated on 3 pages, was dropped",
        "1 word divided at a line's end was joined",
        "3 line ends inside paragraphs became blanks",
    )


def test_columns_named_for_a_file_without_columns_are_reported(tmp_path):
    document = read(write(tmp_path, "a.txt", "Ana: I waited.\nMod: Go on."), text="words")
    assert document.source.warnings == ("text= had no effect: a txt file has no columns",)


def test_every_reader_of_the_table_exists():
    import importlib

    from qualcode.readers import READERS

    for target in READERS.values():
        module, _, function = target.partition(":")
        assert callable(getattr(importlib.import_module(module), function))


def test_importing_the_readers_loads_no_heavy_library():
    import subprocess
    import sys

    code = "import sys, qualcode.readers; print(sorted({'lxml','openpyxl','pypdf','docx','odf','pandas','spacy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_zip_parts_with_odd_names_are_never_written(tmp_path):
    path = docx_of(tmp_path, "Ana: I waited.", "Mod: Go on.")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../../escaped.txt", "x")
    assert spoken(read(path)) == [("Ana", "I waited."), ("Mod", "Go on.")]
    assert sorted(p.name for p in tmp_path.iterdir()) == ["talk.docx"]


def test_two_dashes_in_a_caption_are_two_people_and_one_is_a_dash(tmp_path):
    srt = "1\n00:00:01,000 --> 00:00:02,000\n- I waited.\n- Did you?\n\n2\n00:00:02,000 --> 00:00:03,000\nYes -\n\n"
    srt += "3\n00:00:03,000 --> 00:00:04,000\n- a year.\n"
    assert spoken(read(write(tmp_path, "a.srt", srt))) == [(None, "I waited."), (None, "Did you? Yes - - a year.")]


def test_a_name_in_parentheses_above_a_dash_as_in_older_teams_captions(tmp_path):
    cues = ["(Ana Bell)\n- I waited.", "- Long.", "(Mod)\n- Go on.", "(Ana Bell)\n- No."]
    vtt = "WEBVTT\n\n" + "\n\n".join(f"00:00:0{n}.000 --> 00:00:0{n}.900\n{cue}" for n, cue in enumerate(cues, 1))
    assert spoken(read(write(tmp_path, "a.vtt", vtt))) == [
        ("Ana Bell", "I waited. - Long."),
        ("Mod", "Go on."),
        ("Ana Bell", "No."),
    ]

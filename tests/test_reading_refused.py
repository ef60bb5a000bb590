"""Bad input is refused with one sentence that names the file and the place."""
# ruff: noqa: E501 - files are data

import io
import json
import re
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qualcode.errors import UnreadableFile
from qualcode.readers import read
from qualcode.readers.original import Original


def zipped(**parts):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


BOMB = zipped(**{"word__document.xml": b"<a>" + b" " * 30_000_000 + b"</a>"})
ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><ANNOTATION_DOCUMENT>&c;</ANNOTATION_DOCUMENT>'
BAD = {
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\t\r\n ", "no words"),
    "blank.md": (b"\xef\xbb\xbf\n", "no words"),
    "binary.txt": (bytes(range(256)) * 40, "not text"),
    "zip.txt": (zipped(a="x"), "zip archive"),
    "pdf.txt": (b"%PDF-1.4 x", "a PDF"),
    "sound.txt": (b"ID3\x03\x00" + b"\x00" * 50, "sound"),
    "noise.csv": (b"\x00\x01\x02\x03" * 50, "not text"),
    "text.docx": (b"just words, no archive", "no docx file"),
    "cut.docx": (zipped(**{"word__document.xml": "<a/>"})[:90], "damaged or cut off"),
    "other.docx": (zipped(**{"content.xml": "<a/>"}), "no Word document"),
    "bomb.docx": (BOMB, "would unpack"),
    "broken.docx": (zipped(**{"word__document.xml": "<a><b></a>"}), "line 1"),
    "password.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "entities.docx": (zipped(**{"word__document.xml": ENTITIES}), "entities"),
    "text.odt": (b"just words", "no odt file"),
    "other.odt": (zipped(mimetype="x"), "no OpenDocument text"),
    "locked.odt": (
        zipped(**{"META-INF__manifest.xml": "<m><encryption-data/></m>", "content.xml": "garbage"}),
        "password",
    ),
    "text.xlsx": (b"a,b\n1,2", "no xlsx file"),
    "other.xlsx": (zipped(a="x"), "no Excel workbook"),
    "damaged.xlsx": (zipped(**{"xl__workbook.xml": "<x"}), "damaged"),
    "text.rtf": (b"plain words", "line 1"),
    "plain.html": (b"plain words", "no tags"),
    "text.pdf": (b"plain words", "not a PDF"),
    "cut.pdf": (b"%PDF-1.4\n1 0 obj<</Type", "damaged"),
    "words.vtt": (b"Ana: hello", "WEBVTT"),
    "empty.vtt": (b"WEBVTT\n\n", "not a single cue"),
    "timing.vtt": (b"WEBVTT\n\n00:01.000 --> 00:02.000\nyes\n\n00:01:04,843\nno\n", "line 6.*'start --> end'"),
    "arrow.srt": (b"1\n00:00:01,000 --> soon\nyes\n", "line 2.*'start --> end'"),
    "broken.json": (b'{"segments": [\n{"text": }]}', "line 2, column 10"),
    "other.json": (b'{"codes": [1, 2], "memo": ""}', "'codes', 'memo'"),
    "silent.json": (json.dumps({"segments": [{"text": "a"}, {"start": 1}]}).encode(), "segment 2"),
    "deep.json": (b"[" * 100_000, "JSON"),
    "other.otr": (b"{}", "oTranscribe"),
    "broken.eaf": (b"<ANNOTATION_DOCUMENT>\n<TIER></ANNOTATION_DOCUMENT>", "line 2"),
    "other.eaf": (b"<html/>", "not ELAN"),
    "silent.eaf": (b"<ANNOTATION_DOCUMENT><TIER TIER_ID='a'/></ANNOTATION_DOCUMENT>", "no tier has words"),
    "entities.eaf": (ENTITIES, "entities"),
    "words.cha": (b"@UTF8\n@Begin\nhello\n@End", "line 3"),
    "silent.cha": (b"@UTF8\n@Begin\n@End", "no main tier"),
    "header.csv": (b"speaker,text\n", "nothing below"),
    "columns.csv": (b"who,what\na,b\n", "who, what"),
    "choice.csv": (b"text,answer\na,b\n", "text='text' or text='answer'"),
    "ragged.csv": (b"speaker,text\nAna,I waited, and waited\nMod,ok\nAna,so, and, so\n", "2 problems.*line 2.*line 4"),
    "quote.csv": (b'speaker,text\nAna,"I waited\nMod,ok\n', "line 2.*never closed"),
    "silent.csv": (b"speaker,text\nAna,\n", "no words"),
    "call.mp3": (b"x", "transcribed first"),
    "old.doc": (b"x", "save it as .docx"),
    "talk.pages": (b"x", "export it to Word"),
    "what.xyz": (b"x", r"\.xyz are not read.*\.docx"),
    "noending": (b"x", "no ending"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_with_a_sentence(tmp_path, name):
    content, expected = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableFile) as caught:
        read(path)
    message = str(caught.value)
    assert message.startswith(f"{name}: ")
    assert re.search(expected, message, re.DOTALL), message
    assert str(tmp_path) not in message


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    with pytest.raises(UnreadableFile, match=r"gone\.docx: there is no such file"):
        read(tmp_path / "gone.docx")
    with pytest.raises(UnreadableFile, match="this is a folder"):
        read(tmp_path)


def test_an_unknown_kind_is_refused(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("Ana: hi.", encoding="utf-8")
    with pytest.raises(UnreadableFile, match=r"no kind 'chat'.*interview, focus_group"):
        read(path, kind="chat")


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        ("Ana: café\nBen: été".encode("cp1252"), "utf-8", "line 1: byte 9 .e9. is not utf-8"),
        ("Ana: café".encode(), "cp1252", "line 1: the bytes are UTF-8"),
        (b"Ana: cafe", "utf-16", "UTF-8 or ASCII"),
        ("Ana: café".encode("utf-16"), "utf-8", "byte order mark of utf-16-le"),
        (b"Ana: cafe", "utf-77", "no encoding 'utf-77'"),
        ("Ana: café".encode("cp1252"), "ascii", "byte 9"),
    ],
)
def test_a_wrong_encoding_is_refused_with_its_place(tmp_path, data, encoding, expected):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=expected):
        read(path, encoding=encoding)


def test_all_columns_that_are_missing_are_named_at_once(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,words\n1,hello\n", encoding="utf-8")
    with pytest.raises(UnreadableFile) as caught:
        read(path, text="Wrods", document="pid")
    assert str(caught.value) == (
        "a.csv: 2 problems:\n"
        "  document='pid': there is no such column. The columns are: id, words.\n"
        "  text='Wrods': there is no such column. The columns are: id, words."
    )


def test_rows_without_a_document_and_times_that_are_none_are_named_with_their_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("id,words,at\n1,hello,0:05\n,who?,soon\n", encoding="utf-8")
    with pytest.raises(UnreadableFile, match="row 3: the column 'id' is empty"):
        read(path, document="id")
    with pytest.raises(UnreadableFile, match="row 3: 'soon' in the column 'at' is no time"):
        read(path, time="at")


def test_a_sheet_that_is_not_there_is_refused(tmp_path):
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(("text",))
    book.active.append(("hello",))
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(UnreadableFile, match=r"no sheet 'Talk'\. The sheets are: Sheet"):
        read(tmp_path / "a.xlsx", sheet="Talk")


def test_a_scanned_and_a_protected_pdf_are_refused(tmp_path):
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.write(tmp_path / "scan.pdf")
    with pytest.raises(UnreadableFile, match=r"scan\.pdf: its 1 page hold no text.*OCR"):
        read(tmp_path / "scan.pdf")
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(tmp_path / "locked.pdf")
    with pytest.raises(UnreadableFile, match=r"locked\.pdf: it is protected by a password"):
        read(tmp_path / "locked.pdf")


SEEDS = {
    "a.vtt": b"WEBVTT\n\n1\n00:01.000 --> 00:02.000\n<v Ana>I waited</v>\n\n00:02.000 --> 00:03.000\nyes\n",
    "a.srt": b"1\n00:00:01,000 --> 00:00:02,000\nAna: hi\n",
    "a.csv": b'speaker,text,time\nAna,"I, waited",0:05\nMod,ok,\n',
    "a.json": b'{"segments": [{"start": 1, "end": NaN, "text": "hi", "words": [{"word": "hi", "speaker": 1}]}]}',
    "a.otr": b'{"text": "<p><span class=timestamp data-timestamp=1.5>00:01</span><b>Ana</b>: hi</p>"}',
    "a.eaf": b"<ANNOTATION_DOCUMENT><TIER TIER_ID='a'><ANNOTATION><ALIGNABLE_ANNOTATION><ANNOTATION_VALUE>hi"
    b"</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER></ANNOTATION_DOCUMENT>",
    "a.cha": b"@UTF8\n*CHI:\tmore .\n%mor:\tx\n@End",
    "a.rtf": rb"{\rtf1\ansi Ana: Caf\'e9 \u8211? zu.\par Mod: Go on.\par}",
    "a.html": b"<p><b>Ana:</b> hi<br>x</p><table><tr><td>a<td>b</table>",
    "a.txt": b"Date: 3 May\n\n**Ana:** hi [00:12]\n\nMod\t0:13\ntext\n",
    "a.docx": zipped(**{"word__document.xml": "<document><body><p><t>Ana: hi</t></p></body></document>"}),
    "a.odt": zipped(**{"content.xml": "<c><body><text><p>Ana: hi<s c='2'/></p></text></body></c>"}),
}


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(sorted(SEEDS)),
    st.integers(0, 250),
    st.integers(0, 40),
    st.binary(max_size=6)
    | st.sampled_from([b"\n", b'"', b"-->", b"<", b"[00:", b"\xc2\xb2", b"null", b"9999999999:59"]),
)
def test_damaged_files_are_read_or_refused_and_never_crash(tmp_path, name, at, removed, added):
    seed = SEEDS[name]
    path = tmp_path / name
    path.write_bytes(seed[:at] + added + seed[at + removed :])
    try:
        document = read(path)
    except UnreadableFile as error:
        assert str(error).startswith(name)
    else:
        assert document.turns
        assert all(document.text[turn.start : turn.end] == turn.text != "" for turn in document.turns)


def test_a_file_with_several_problems_names_them_all():
    original = Original(b"", "a.csv", "csv", "a")
    assert str(original.refusal("one", "two")) == "a.csv: 2 problems:\n  one\n  two"

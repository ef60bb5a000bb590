"""The one form of a text, and how bytes come to it."""
# ruff: noqa: E501 - transcripts are data

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.errors import UnreadableFile
from qualcode.text import decode, document_from, normalise, role_of_label

WESTERN = "It’s “fine” – naïve café, El Niño, 5 €, über Öl… déjà vu, façade\n"


@pytest.mark.parametrize(
    ("raw", "text", "changes"),
    [
        ("a\r\nb\r\nc\rd", "a\nb\nc\nd", ("2 CRLF line ends became LF", "1 CR line end became LF")),
        ("a\u2028b\u2029c\x0bd", "a\nb\nc\nd", ("3 other line or page ends became LF",)),
        (
            "\ufeffa\x00b\x07",
            "ab",
            ("1 byte order mark was removed", "1 NUL character was removed", "1 control character was removed"),
        ),
        ("e\u0301te\u0301\nx", "été\nx", ("Letters and accents were joined (NFC) in 1 line",)),
        ("a\ud800b", "a\ufffdb", ("1 half of a character pair became U+FFFD",)),
        ("\ud83d\ude00", "😀", ()),
        (
            "‘curly’ “quotes” 5\u2009%\xa0 \u202f! 👩\u200d👧 \u200b…",
            "‘curly’ “quotes” 5\u2009%\xa0 \u202f! 👩\u200d👧 \u200b…",
            (),
        ),
    ],
)
def test_a_text_is_changed_and_every_change_reported(raw, text, changes):
    assert normalise(raw) == (text, changes)


@given(
    st.text(st.characters(), max_size=80)
    | st.text(st.sampled_from("a\r\n\x00\u2028\ufeffe\u0301\ud83d\ude00 ,"), max_size=40)
)
def test_normalising_twice_changes_nothing_the_second_time(raw):
    once, _ = normalise(raw)
    assert normalise(once) == (once, ())
    assert unicodedata.is_normalized("NFC", once)
    once.encode("utf-8")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_what_is_written_as_utf_8_or_16_is_read_back(text):
    assert decode(text.encode("utf-8"), encoding="utf-8")[0] == text.removeprefix("\ufeff")
    assert decode(b"\xef\xbb\xbf" + text.encode("utf-8"))[0] == text
    assert decode(b"\xff\xfe" + text.encode("utf-16-le"))[0] == text
    assert decode(b"\xfe\xff" + text.encode("utf-16-be"))[0] == text


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("utf-8", "utf-8", WESTERN),
        ("utf-16-le", "utf-16-le", WESTERN),
        ("utf-16-be", "utf-16-be", WESTERN),
        ("utf-16-le", "utf-16-le", "Мы ждали год. А потом? Ну да, так и было.\n"),
        ("cp1252", "cp1252", WESTERN),
        ("latin-1", "cp1252", "Señor Müller était là, à côté de São Paulo.\n"),
        ("mac_roman", "mac-roman", "C’était “l’été” à Orléans, déjà — où êtes-vous, François?\n" * 3),
        ("cp1251", "cp1251", "Мы ждали год, и никто ничего не сказал. А потом деньги кончились, и мы ушли.\n" * 4),
        (
            "cp1250",
            "cp1250",
            "Czekaliśmy rok i nikt nic nie powiedział. Później pieniądze się skończyły, a więc wyszliśmy.\n" * 4,
        ),
    ],
)
def test_encodings_are_detected(encoding, name, text):
    assert decode(text.encode(encoding))[:2] == (text, name)


def test_a_short_cp1252_text_is_cp1252():
    assert decode("é".encode("cp1252"))[:2] == ("é", "cp1252")
    assert decode("“Yes”".encode("cp1252"))[:2] == ("“Yes”", "cp1252")
    assert decode("ÉTÉ À PARIS".encode("cp1252"))[:2] == ("ÉTÉ À PARIS", "cp1252")


def test_some_foreign_bytes_in_utf_8_are_read_and_reported():
    data = ("Ça va, été, où, déjà, naïf, père\n" * 4).encode("utf-8") + "père".encode("cp1252")
    text, encoding, changes = decode(data)
    assert (text.split("\n")[-1], encoding) == ("père", "utf-8")
    assert changes == ("1 byte that are not UTF-8 were read as cp1252, the first on line 5",)


def test_a_few_nuls_do_not_make_a_text_binary():
    assert normalise(decode(b"Ana: I waited\x00 a year and nobody told us anything.")[0])[0].startswith(
        "Ana: I waited a"
    )


def test_binary_data_are_refused():
    with pytest.raises(UnreadableFile, match="not text"):
        decode(bytes(range(32)) * 20)


@given(st.binary(max_size=200))
def test_any_bytes_are_text_or_a_sentence(data):
    try:
        text, name, _ = decode(data)
    except UnreadableFile as error:
        assert str(error)[-1] in ".?"
    else:
        assert name
        document_from(text)


@pytest.mark.parametrize(
    ("label", "role"),
    [
        *[(label, "interviewer") for label in (
            "Interviewer", "INTERVIEWER 2", "Int.", "INT1", "I", "I1", "Q", "Mod", "Moderator (Anna)", "Anna (moderator)",
            "Facilitator", "Enquêtrice", "Intervieweuse 1", "Moderadora", "Entrevistador", "Interviewerin", "Gespreksleider",
            "Intervistatrice", "Prowadzący", "访谈者", "インタビュアー", "المحاور", "साक्षात्कारकर्ता", "Question")],
        *[(label, "researcher") for label in ("Researcher", "Observer", "Field notes", "Chercheuse", "Forscherin", "研究者")],
        *[(label, "participant") for label in (
            "Interviewee", "P1", "Participant (to moderator)", "Host", "M", "R", "Befragte", "Ana", "Isabel", "", None, "Intan")],
    ],
)  # fmt: skip
def test_the_role_that_a_label_names(label, role):
    assert role_of_label(label) == role


def test_everybody_in_an_observation_is_the_researcher():
    assert {role_of_label(label, "observation") for label in ("Ana", None, "Interviewer")} == {"researcher"}

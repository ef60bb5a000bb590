"""The key of de-identification: with a name of it nothing leaves, and nothing of it stays."""

import pytest
from typer.testing import CliRunner

from qualcode.cli import app
from qualcode.errors import ExportRefused, Refused
from qualcode.project.keyfile import identifiers_of


@pytest.fixture
def coded(study):
    study.documents.mark_read("P1")
    coding = study.codings.add_quote("P1", "We come from two worlds.", "two_worlds", memo="Zora Quill said it")
    study.themes.add_exemplar("difference", coding.id)
    study.themes.summarise("difference", "one", "Zora Quill holds both worlds.")
    return study


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("key.txt", "Zora Quill\n\nQuill, Zora\n", ("Zora Quill", "Quill, Zora")),
        ("key.csv", "pseudonym,name\n[P1],Zora Quill\n[P2],Bo\n", ("Zora Quill", "Bo")),
        ("key.csv", "Zora Quill,[P1]\nBo,[P2]\n", ("Zora Quill", "Bo")),
        ("key.csv", "name;pseudonym\nBen Quark;P2\n", ("Ben Quark",)),
        ("key.tsv", "pseudonym\tname\nP2\tBen Quark\nP3\t李\n", ("Ben Quark", "李")),
        ("key.csv", "\ufeffreal name;x\nZoë,1\n".replace(";", ","), ("Zoë",)),
    ],
)
def test_names_of_a_key(tmp_path, name, content, found):
    (tmp_path / name).write_text(content, encoding="utf-8")
    assert identifiers_of(tmp_path / name) == found


def test_a_key_without_names_or_that_is_not_there_is_refused(tmp_path):
    (tmp_path / "empty.csv").write_text("name\n", encoding="utf-8")
    with pytest.raises(Refused, match="no name in the key"):
        identifiers_of(tmp_path / "empty.csv")
    with pytest.raises(Refused, match="cannot be read"):
        identifiers_of(tmp_path / "gone.csv")


def test_nothing_is_written_while_a_name_remains(coded, tmp_path):
    key = tmp_path / "key.txt"
    key.write_text("Zora Quill\n", encoding="utf-8")
    out = tmp_path / "out"
    for write in (
        lambda: coded.export(out / "theme_by_case.csv", key=key),
        lambda: coded.report(out / "report.docx", key=key),
        lambda: coded.displays.write_figure(out / "theme_matrix.svg", key=key),
        lambda: coded.displays.write("oskam", out / "oskam", key=key),
    ):
        with pytest.raises(ExportRefused, match="Zora Quill"):
            write()
    assert not out.exists()
    done = CliRunner().invoke(app, ["export", str(coded.path), str(out), "--key", str(key)])
    assert done.exit_code == 1 and "known identifiers remain" in done.output
    coded.themes.summarise("difference", "one", "[Participant 3] holds both worlds.")
    coded.codings.annotate(coded.codings.table()["coding"][0], memo="")
    assert coded.export(out / "theme_by_case.csv", key=key).files
    assert b"Zora" not in (out / "theme_by_case.csv").read_bytes()


@pytest.mark.parametrize(
    ("name", "said"), [("王小明", "昨天王小明来了"), ("O'Neil", "Then O’Neil came"), ("Zo Quark", "zo quark did")]
)
def test_names_are_found_in_any_script_and_with_any_apostrophe(coded, tmp_path, name, said):
    (tmp_path / "key.txt").write_text(f"{name}\n", encoding="utf-8")
    coded.themes.summarise("difference", "one", said)
    with pytest.raises(ExportRefused, match="known identifiers remain"):
        coded.export(tmp_path / "theme_by_case.csv", key=tmp_path / "key.txt")


def test_headings_of_a_display_are_searched_too(coded, tmp_path):
    (tmp_path / "key.txt").write_text("Zebulon Quark\n", encoding="utf-8")
    coded.themes.summarise("difference", "one", "")
    coded.themes.add("Zebulon Quark resists", key="zq")
    with pytest.raises(ExportRefused, match="Zebulon Quark"):
        coded.displays.write("oskam", tmp_path / "out", key=tmp_path / "key.txt")


def test_nothing_of_the_key_stays(coded, tmp_path):
    key = tmp_path / "key.txt"
    key.write_text("Xantippe Nine\n", encoding="utf-8")
    coded.export(tmp_path / "out", key=key)
    coded.report(tmp_path / "out" / "report.html", key=key)
    coded.close()
    held = [file for file in tmp_path.rglob("*") if file.is_file() and file != key]
    assert held and all(b"Xantippe" not in file.read_bytes() for file in held)

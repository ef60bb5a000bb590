"""What the README says works."""

import re
import shutil
from pathlib import Path

import pytest

import qualcode

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "ARCHITECTURE.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_the_python_of_the_readme_runs_on_a_fresh_study(tmp_path, monkeypatch):
    code = re.search(r"```python\n(.*?)```", README, re.DOTALL)[1]
    (tmp_path / "transcripts").mkdir()
    cues = [
        "WEBVTT",
        "00:01.000 --> 00:04.000\nInt: How was it?",
        "00:05.000 --> 00:09.000\nAna: We come from two worlds.",
    ]
    (tmp_path / "transcripts" / "interview_01.vtt").write_text("\n\n".join(cues) + "\n")
    shutil.copytree(ROOT / "codebooks", tmp_path / "codebooks")
    monkeypatch.chdir(tmp_path)
    exec(code, {})
    with qualcode.open(tmp_path / "study.qualcode") as study:
        assert (len(study.codings), len(study.themes)) == (1, 8)
    assert (tmp_path / "theme_table.csv").read_text().startswith("theme,status,central_organising_concept,codes")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_pages_lead_somewhere(page):
    for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), target

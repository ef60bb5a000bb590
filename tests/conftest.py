"""What several tests start from: a small study, made through the public acts."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from hypothesis import HealthCheck, settings
from streamlit.testing.v1 import AppTest

import qualcode
from qualcode.model import Code, Codebook, Rule, ThemeEntry
from qualcode.project import sample

# The machines that run this are shared: a slow moment is no failure.
settings.register_profile("qualcode", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("qualcode")

ANA = (
    "Int: How was it?\n\nAna: We come from two worlds. They move fast, we wait.\n\nInt: And the logo?\n\nAna: It broke."
)
BEN = "Ben: Two worlds, yes. Nobody asked us about the logo.\n\nInt: Why two worlds?\n\nBen: Fine by me."
CAT = "Cat: We never argued about the logo. It went well."


@pytest.fixture
def codebook() -> Codebook:
    return Codebook(
        "book",
        "A book",
        codes=(
            Code("two_worlds", "Two worlds", theme="difference", rules=(Rule("two_worlds.r1", '"two worlds"'),)),
            Code("brand", "Brand and logo", theme="difference", rules=(Rule("brand.r1", "logo OR brand"),)),
            Code("speed", "Speed", theme="time"),
        ),
        themes=(
            ThemeEntry("difference", "Difference strains", "What makes partners worthwhile also strains them."),
            ThemeEntry("time", "Time"),
        ),
    )


@pytest.fixture
def study(tmp_path: Path, codebook: Codebook):
    """Three short interviews in two cases, with a codebook; nothing read, nothing coded."""
    with qualcode.open(tmp_path / "study.qualcode", coder="ana") as project:
        project.cases.add("one", name="Case one")
        project.cases.add("two", name="Case two")
        project.documents.add([qualcode.read_text(ANA, name="P1"), qualcode.read_text(BEN, name="P2")], case="one")
        project.documents.add(qualcode.read_text(CAT, name="P3"), case="two")
        project.codebook.use(codebook)
        project.participants.add("p-ana", name="Ana", sector="Nonprofit", seniority="Manager", case="one")
        project.participants.tie("P1", "Ana", "p-ana")
        yield project


@pytest.fixture(scope="session")
def sample_of(tmp_path_factory: pytest.TempPathFactory):
    """The sample study coded for a published analysis, made once: `sample_of("sadri")` is the path of its file."""
    made: dict[str, Path] = {}

    def of(source: str) -> Path:
        if source not in made:
            made[source] = sample.build_framework(source, tmp_path_factory.mktemp("sample") / source)
        return made[source]

    return of


@pytest.fixture
def sample_copy(sample_of, tmp_path: Path):
    """A copy of it that a test may change."""

    def of(source: str, name: str = "copy") -> Path:
        path = tmp_path / name / "study.qualcode"
        path.parent.mkdir()
        shutil.copy(sample_of(source), path)
        return path

    return of


@pytest.fixture
def workbench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Open a page of the workbench on a study, without a browser: `workbench(study, "themes", coder="ana")`."""
    st.cache_resource.clear()
    monkeypatch.setenv("QUALCODE_HOME", str(tmp_path / "home"))

    def open_page(project, name: str = "home", *, coder: str = "ana", **query: str) -> AppTest:
        monkeypatch.setenv("QUALCODE_STUDY", str(project.path))
        monkeypatch.setenv("QUALCODE_CODER", coder)
        at = AppTest.from_file(Path(__file__).parents[1] / "app.py", default_timeout=60).run()
        for key, value in query.items():
            at.query_params[key] = value
        at.switch_page(f"qualcode/ui/pages/{name}.py").run()
        assert not at.exception, at.exception
        return at

    yield open_page
    st.cache_resource.clear()

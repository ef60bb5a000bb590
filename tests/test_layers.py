"""Who may import whom: lower rooms never import higher ones, and the pure rooms stay pure."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "qualcode"
LAYERS = [
    {"errors", "model"},
    {"text"},
    {"language"},
    {"vectors"},
    {"query", "codebook", "readers", "learning"},
    {"suggesters", "topics", "analysis", "figures"},
    {"displays"},
    {"export", "batch", "store", "evaluation"},
    {"project"},
    {"cli", "ui"},
]
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}
PURE = {
    *("model", "text", "query", "codebook", "learning", "suggesters", "topics"),
    *("analysis", "figures", "displays", "export", "evaluation"),
}
HEAVY = {
    "spacy",
    "torch",
    "bertopic",
    "streamlit",
    "sklearn",
    "sentence_transformers",
    "transformers",
    "umap",
    "matplotlib",
}


def rooms() -> list[str]:
    return sorted(item.name for item in ROOT.iterdir() if (item / "__init__.py").exists())


def imports_of(file: Path) -> list[tuple[ast.stmt, str]]:
    found: list[tuple[ast.stmt, str]] = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.extend((node, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node, node.module))
    return found


def test_every_room_is_in_the_house():
    assert set(rooms()) <= set(LEVEL)


@pytest.mark.parametrize("room", rooms())
def test_a_room_imports_only_lower_rooms(room):
    for file in (ROOT / room).rglob("*.py"):
        for _, module in imports_of(file):
            if module.startswith("qualcode."):
                other = module.split(".")[1]
                assert other == room or LEVEL[other] < LEVEL[room] or (room, other) == ("model", "errors"), (
                    f"{file.relative_to(ROOT)} imports {module}"
                )


@pytest.mark.parametrize("room", sorted(PURE & set(rooms())))
def test_a_pure_room_knows_no_database_and_no_screen(room):
    for file in (ROOT / room).rglob("*.py"):
        for _, module in imports_of(file):
            assert module.split(".")[0] not in {"sqlalchemy", "sqlite3", "streamlit", "typer"}, file


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_heavy_libraries_are_imported_where_they_are_used(file):
    if file.relative_to(ROOT).parts[0] == "ui":
        return
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in tree.body:
        names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
        names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert not {name.split(".")[0] for name in names} & HEAVY, f"{file.relative_to(ROOT)} at its top"


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_module_opens_with_a_line_that_says_what_it_is(file):
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))

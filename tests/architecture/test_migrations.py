"""What a migration builds does not depend on the rest of the product, which goes on changing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL
from sqlalchemy.types import TypeEngine

from storage.migrations import frozen

FOLDER = Path(frozen.__file__).parent
PROJECT = {"bot", "cogs", "community", "config", "demo", "storage", "tests", "benchmarks"}
FROZEN = "storage.migrations.frozen"


def project_imports(path: Path) -> Iterator[str]:
    """The modules of the project that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name} imports relatively"
            names = [node.module or ""]
        else:
            continue
        yield from (name for name in names if name.split(".")[0] in PROJECT)


@pytest.mark.parametrize("path", sorted((FOLDER / "versions").glob("[0-9]*.py")), ids=lambda path: path.stem)
def test_a_migration_imports_nothing_of_the_project_but_the_frozen_types(path: Path) -> None:
    assert set(project_imports(path)) <= {FROZEN}


def test_the_frozen_types_import_nothing_of_the_project() -> None:
    assert list(project_imports(FOLDER / "frozen.py")) == []


@pytest.mark.parametrize(
    ("column_type", "on_sqlite", "on_postgresql"),
    [
        (frozen.integer(), "INTEGER", "BIGINT"),
        (frozen.instant(), "INTEGER", "BIGINT"),
        (frozen.flag(), "INTEGER", "SMALLINT"),
    ],
    ids=["integer", "instant", "flag"],
)
def test_the_frozen_types_stay_what_they_were(column_type: TypeEngine[int], on_sqlite: str, on_postgresql: str) -> None:
    dialects = [URL.create(name).get_dialect()() for name in ("sqlite", "postgresql")]
    assert [column_type.compile(dialect) for dialect in dialects] == [on_sqlite, on_postgresql]

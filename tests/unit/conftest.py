"""The real community's file, beside the checkout where it is at hand."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot.commands.activity import activity

REAL = Path(__file__).parents[2].parent / "shared" / "data" / "community-2018-2019.jsonl.gz"


@pytest.fixture(scope="session")
def real_file() -> Path:
    if not REAL.exists():
        pytest.skip("the real community's history is kept beside the checkout, not in it")
    return REAL


@pytest.fixture(scope="session")
def real_lines(real_file: Path) -> Sequence[dict[str, Any]]:
    """What the file tells, line by line."""
    with gzip.open(real_file, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


@pytest.fixture(scope="session")
def real_import(real_file: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The address of a database that the whole file was imported into, once, and what the command said; read only."""
    return brought_in(real_file, tmp_path_factory.mktemp("real") / "real.db")


@pytest.fixture(scope="session")
def real_address(real_import: tuple[str, str]) -> str:
    return real_import[0]


def brought_in(file: Path, path: Path) -> tuple[str, str]:
    """Imports a file as an operator does; returns the address of the database, and what the command said."""
    address = f"sqlite+aiosqlite:///{path}"
    root = typer.Typer()
    root.add_typer(activity, name="activity")
    told = CliRunner().invoke(root, ["activity", "import", str(file)], env={"DATABASE_URL": address})
    assert told.exit_code == 0, told.exception
    return address, told.stdout

import ast
import importlib
import pkgutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cogs import extensions

ROOT = Path(__file__).parents[2]
ROOMS = ["bot", "cogs", "community", "config", "demo", "storage"]


def packages() -> set[str]:
    found = set()
    for room in ROOMS:
        found.add(room)
        found |= {".".join(path.parent.relative_to(ROOT).parts) for path in (ROOT / room).rglob("__init__.py")}
    return found


def test_the_contracts_of_the_house_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    outcome = subprocess.run([linter], cwd=ROOT, capture_output=True, text=True, check=False)
    assert outcome.returncode == 0, outcome.stdout


def test_every_package_is_listed_and_nothing_else() -> None:
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]["packages"]
    assert sorted(listed) == sorted(packages())


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_resolves_inside_the_repository(room: str) -> None:
    origin = importlib.import_module(room).__file__
    assert origin is not None
    assert Path(origin).is_relative_to(ROOT)


def test_no_module_is_named_like_one_of_the_standard_library() -> None:
    for room in ROOMS:
        for info in pkgutil.iter_modules([str(ROOT / room)]):
            assert info.name not in sys.stdlib_module_names - {"calendar"}, f"{room}.{info.name}"


def test_nobody_imports_a_cog() -> None:
    cogs = set(extensions())
    assert "cogs.topics.cog" in cogs
    for path in [*ROOT.glob("*/**/*.py")]:
        if path.is_relative_to(ROOT / ".venv"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            match node:
                case ast.Import(names=names):
                    imported = {one.name for one in names}
                case ast.ImportFrom(module=str(module), names=names):
                    imported = {module, *(f"{module}.{one.name}" for one in names)}
                case _:
                    continue
            assert not imported & cogs, f"{path}: {ast.unparse(node)}"


def test_files_stay_small() -> None:
    long = {
        str(path.relative_to(ROOT)): n
        for room, limit in [*((room, 400) for room in ROOMS), ("benchmarks", 400), ("tests", 520)]
        for path in (ROOT / room).rglob("*.py")
        if (n := len(path.read_text().splitlines())) > limit
    }
    assert not long

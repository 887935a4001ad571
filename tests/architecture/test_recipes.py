"""Each recipe is followed to the letter in a copy of the tree, and what it promises is checked there.

A block names its file in its title: ``diff`` changes the file, any other kind writes it. The block titled ``check``, or
``check`` and the file it goes to, is the test that has to pass afterwards. ``LAST`` and ``NEXT`` stand for the numbers
of the last migration and of the one to come.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RECIPES = sorted((ROOT / "docs" / "recipes").glob("*.md"))
BLOCK = re.compile(
    r"^```(?P<kind>python|diff|po) title=\"(?P<title>[^\"]+)\"\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)

HELD = [
    "tests/architecture/test_cogs.py",
    "tests/architecture/test_house.py::test_no_module_is_named_like_one_of_the_standard_library",
    "tests/architecture/test_names.py",
    "tests/architecture/test_surface.py",
]
"""What has to hold of the project once any recipe was followed."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Returns a copy of the tree, without its history."""
    leave = shutil.ignore_patterns(".*", "*.db*", "docs", "benchmarks")
    return Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=leave))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_does_what_it_promises(recipe: Path, copy: Path) -> None:
    checks: list[str] = []
    for block in BLOCK.finditer(numbered(recipe.read_text())):
        title, code = block["title"], block["code"]
        if title.startswith("check"):
            named = title.removeprefix("check").strip()
            target = copy / (named or f"tests/discord/test_recipe_{len(checks)}.py")
            checks.append(str(target))
            target.write_text(code)
        elif block["kind"] == "diff":
            target = copy / title
            before, after = sides(code)
            assert target.read_text().count(before) == 1, f"{title} does not hold just once:\n{before}"
            target.write_text(target.read_text().replace(before, after))
        else:
            target = copy / title
            assert not target.exists(), f"{title} is there already"
            target.parent.mkdir(exist_ok=True)
            target.write_text(code)
    assert checks, "a recipe ends with a check"
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *checks, *HELD],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def numbered(recipe: str) -> str:
    """A recipe with the numbers of migrations filled in."""
    last = max(int(path.name[:4]) for path in (ROOT / "storage" / "migrations" / "versions").glob("[0-9]*.py"))
    return recipe.replace("LAST", f"{last:04}").replace("NEXT", f"{last + 1:04}")


def sides(diff: str) -> tuple[str, str]:
    """Returns the old and the new lines of a diff, each with the context lines."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    return before, "".join(line[1:] for line in lines if line[0] in " +")


def test_there_is_a_recipe_for_each_thing_that_is_added_often() -> None:
    assert {path.stem for path in RECIPES} == {
        "add-a-button",
        "add-a-cog",
        "add-a-digest-section",
        "add-a-metric",
        "add-a-port",
        "add-a-setting",
        "add-a-table",
        "add-a-translation",
        "add-due-work",
    }

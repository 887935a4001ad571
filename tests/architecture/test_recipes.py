"""Each recipe is followed to the letter in a copy of the tree, and what it promises is checked there.

A block names its file in its title: ``python`` writes the file, ``diff`` changes it, and the ``python`` block
titled ``check`` is the test that has to pass afterwards.
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
    r"^```(?P<kind>python|diff) title=\"(?P<title>[^\"]+)\"\n(?P<code>.*?)^```$", re.MULTILINE | re.DOTALL
)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The tree as it is, without its history."""
    leave = shutil.ignore_patterns(".*", "*.db*", "docs", "benchmarks")
    return Path(shutil.copytree(ROOT, tmp_path / "copy", ignore=leave))


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda path: path.stem)
def test_a_recipe_does_what_it_promises(recipe: Path, copy: Path) -> None:
    checks: list[str] = []
    for block in BLOCK.finditer(recipe.read_text()):
        title, code = block["title"], block["code"]
        if title == "check":
            target = copy / "tests" / "discord" / f"test_recipe_{len(checks)}.py"
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
            target.write_text(code)
    assert checks, "a recipe ends with a check"
    outcome = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *checks],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def sides(diff: str) -> tuple[str, str]:
    """What a diff takes away and what it puts there, with the lines it keeps."""
    lines = diff.splitlines(keepends=True)
    before = "".join(line[1:] for line in lines if line[0] in " -")
    return before, "".join(line[1:] for line in lines if line[0] in " +")


def test_there_is_a_recipe_for_each_thing_that_is_added_often() -> None:
    assert {path.stem for path in RECIPES} == {"add-a-cog", "add-a-digest-section", "add-a-metric", "add-a-setting"}

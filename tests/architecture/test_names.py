import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ["bot", "cogs", "community", "config", "demo", "storage"]
SHARED_BY_REASON = {
    "Ask": "an action of the demo's story is called after what a resident does",
    "Outcome": "an action of the demo's story is called after what a resident does",
    "Prompt": "an action of the demo's story is called after what a resident does",
    "Vote": "an action of the demo's story is called after what a resident does",
}
"""Class names that are defined twice, with the reason."""
NO_RULES_ALONE = {"circles", "privacy"}
"""Features whose rules are shown in the rooms around them: on Discord, and by their ports' contract tests."""


def modules() -> Iterator[Path]:
    for room in ROOMS:
        yield from (ROOT / room).rglob("*.py")


def test_no_class_name_is_defined_twice() -> None:
    places = defaultdict(list)
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(ROOT)))
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert twice.keys() == SHARED_BY_REASON.keys(), twice


def test_no_two_modules_of_a_folder_differ_by_a_plural_alone() -> None:
    for folder in {path.parent for path in modules()}:
        names = {path.stem for path in folder.glob("*.py")}
        for one, other in combinations(sorted(names), 2):
            assert other not in {f"{one}s", f"{one}es", f"{one.removesuffix('y')}ies"}, f"{folder}: {one}, {other}"


def packages(folder: str) -> set[str]:
    """Returns the names of the packages and modules directly in a folder."""
    return {path.stem for path in (ROOT / folder).iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}


def test_a_feature_has_the_same_name_in_every_room() -> None:
    features = {path.name for path in (ROOT / "community").iterdir() if (path / "__init__.py").exists()}
    for folder in ("cogs", "storage", "tests/fakes"):
        assert features <= packages(folder), f"{folder} lacks {features - packages(folder)}"
    assert features - NO_RULES_ALONE <= packages("tests/unit")
    composed = {path.stem for path in (ROOT / "bot" / "composition").glob("*.py")} - {"__init__", "services", "shared"}
    assert composed <= features


def test_the_readme_says_so() -> None:
    sentence = next(
        line for line in (ROOT / "README.md").read_text().split("\n\n") if "the same name in every room" in line
    )
    named = [name.rstrip("/") for name in re.findall(r"`([\w/]+/)`", sentence)]
    assert len(named) > 3
    assert len({name.rpartition("/")[2] for name in named}) == 1
    for name in named:
        assert (ROOT / name).is_dir(), name

import re
from pathlib import Path

from bot.permissions import INTENTS, PERMISSIONS, invite_permissions

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\((?!https?://)([^)#]+)\)")
NAMED_TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NAMED_FILE = re.compile(r"`([\w.]+(?:/[\w.]+)+\.py)`")
DOCUMENTS = [*(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")), *(ROOT / "docs").rglob("*.md")]


def test_the_invite_link_asks_for_just_what_the_code_needs() -> None:
    found = re.search(r"permissions=(\d+)", (ROOT / "README.md").read_text())
    assert found is not None
    assert int(found[1]) == invite_permissions().value


def test_every_intent_and_permission_has_its_reason() -> None:
    assert all(len(reason) > 10 for reason in [*INTENTS.values(), *PERMISSIONS.values()])


def test_every_link_in_the_documents_leads_somewhere() -> None:
    for document in DOCUMENTS:
        for target in LINK.findall(document.read_text()):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_every_make_target_of_the_documents_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for document in DOCUMENTS:
        named = set(re.findall(r"(?:`|^    )make ([a-z]+)", document.read_text(), re.MULTILINE))
        assert named <= targets, f"{document.name}: {named - targets}"


def test_every_file_that_the_documents_name_is_there() -> None:
    for document in DOCUMENTS:
        for name in NAMED_FILE.findall(document.read_text()):
            assert (ROOT / name).exists() or name in made_by(document), f"{document.name}: {name}"


def made_by(recipe: Path) -> set[str]:
    """The files that a recipe writes."""
    return set(re.findall(r'^```\w+ title="([^"]+)"', recipe.read_text(), re.MULTILINE))


def test_every_test_that_the_documents_name_is_there() -> None:
    for file, name in NAMED_TEST.findall((ROOT / "docs" / "evidence.md").read_text()):
        assert f"def {name}(" in (ROOT / file).read_text(), f"{file} has no {name}"

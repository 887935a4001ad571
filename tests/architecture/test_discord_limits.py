import ast
from pathlib import Path

from community import discord_limits

ROOT = Path(__file__).parents[2]
NUMBERS = {4_000: "text of a message", 512: "a link", 1_024: "alt text", 10_080: "archive minutes", 45: "a modal"}
"""Limits that are no usual numbers: one that stands elsewhere is one of Discord's, or needs its reason here."""
OTHERS = {
    ("cogs/recommendations/thread_upkeep.py", 45): "room for an item in a thread's name",
    ("storage/sqlite.py", 4_000): "pages of the log before a checkpoint",
}


def test_every_limit_has_its_source() -> None:
    tree = ast.parse(Path(discord_limits.__file__).read_text())
    for named, described in zip(tree.body, tree.body[1:], strict=False):
        if isinstance(named, ast.AnnAssign):
            assert isinstance(described, ast.Expr), ast.unparse(named)
            assert "(Source: " in ast.unparse(described.value), ast.unparse(named)


def test_discords_limits_stand_nowhere_else() -> None:
    found = set()
    for room in ("bot", "cogs", "community", "storage"):
        for path in (ROOT / room).rglob("*.py"):
            if path.name != "discord_limits.py" and "migrations" not in path.parts:
                for node in ast.parse(path.read_text()).body:
                    value = node.value if isinstance(node, ast.Assign | ast.AnnAssign) else None
                    if isinstance(value, ast.Constant) and value.value in NUMBERS:
                        found.add((str(path.relative_to(ROOT)), value.value))
    assert found == OTHERS.keys()

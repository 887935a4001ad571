"""Only the kit looks for what the bot posted before; the features say by which mark."""

import re
from pathlib import Path

COGS = Path(__file__).parents[2] / "cogs"
SEARCHES = re.compile(r"\.(history|archived_threads)\(limit|async for message in|\bcustom_ids\(")
READS_FOR_ANOTHER_REASON = {"engagement"}
"""Reads the past for its statistics, never to find a post."""


def test_no_adapter_searches_for_its_own_posts() -> None:
    found = {
        str(path.relative_to(COGS)): match[0]
        for path in sorted(COGS.rglob("*.py"))
        if path.relative_to(COGS).parts[0] not in READS_FOR_ANOTHER_REASON
        if (match := SEARCHES.search(path.read_text())) is not None
    }
    assert {path: match for path, match in found.items() if not path.startswith("kit/")} == {}
    assert set(found) == {"kit/durable_posts.py", "kit/own_messages.py"}

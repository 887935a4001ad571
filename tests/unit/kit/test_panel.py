from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.kit.image import Image
from cogs.kit.panel import Panel, shorten
from community.discord_limits import MESSAGE_TEXT_LENGTH

TEXT, GALLERY, SEPARATOR = 10, 12, 14


def children(panel: Panel) -> list[dict[str, Any]]:
    cards: list[Any] = panel.view().to_components()  # type: ignore[no-untyped-call]
    return list(cards[0]["components"])


@pytest.mark.parametrize("lead", ["", "A lead"])
def test_the_picture_stands_below_the_head_and_above_the_sections(lead: str) -> None:
    panel = Panel("Headline", lead=lead, image=Image(b"", "a.png", "alt"), sections=[("One", "body")])
    kinds = [child["type"] for child in children(panel)]
    assert kinds == [*[TEXT] * (2 if lead else 1), GALLERY, SEPARATOR, TEXT]
    assert children(panel)[kinds.index(GALLERY)]["items"][0]["description"] == "alt"


@given(st.lists(st.tuples(st.text(max_size=100), st.text(min_size=1, max_size=5_000)), max_size=6), st.text())
def test_whatever_is_written_fits_in_one_message(sections: list[tuple[str, str]], closing: str) -> None:
    shown = children(Panel("Headline", sections=sections, closing=closing))
    assert sum(len(child.get("content", "")) for child in shown) <= MESSAGE_TEXT_LENGTH


def test_a_text_is_cut_at_a_line_or_a_word() -> None:
    assert shorten("one two three", 13) == "one two three"
    assert shorten("one two three", 12) == "one two…"
    assert shorten("first line\nsecond line", 18) == "first line…"
    assert shorten("unbreakable", 6) == "unbre…"
    assert shorten("anything", 1) == ""

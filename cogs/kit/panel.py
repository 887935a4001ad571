"""Panels: the common look of messages, a card with headline, sections, image, buttons and a closing line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import discord
from discord import ui

from cogs.kit.image import Image
from community.discord_limits import MESSAGE_TEXT_LENGTH

ACCENT = discord.Colour(0x0F766E)

CLOSING_LIMIT = 190
SECTION = "### "


@dataclass(slots=True)
class Panel:
    """The content of a card, from top to bottom; text that is too long is cut between words."""

    headline: str
    lead: str = ""
    image: Image | None = None
    sections: Sequence[tuple[str, str]] = ()
    closing: str = ""
    rows: Sequence[ui.ActionRow[Any]] = field(default_factory=list)

    def view(self, timeout: float | None = None) -> ui.LayoutView:
        """Builds the card as components; its buttons must be persistent, or the timeout given."""
        above = [f"## {self.headline}", self.lead] if self.lead else [f"## {self.headline}"]
        below = [f"{SECTION}{title}\n{body}" if title else body for title, body in self.sections]
        shown = [
            ui.TextDisplay[Any](text) for text in fit_texts([*above, *below], MESSAGE_TEXT_LENGTH - CLOSING_LIMIT - 10)
        ]
        card: ui.Container[Any] = ui.Container(*shown[: len(above)], accent_colour=ACCENT)
        if self.image is not None:
            card.add_item(gallery(self.image))
        for text in shown[len(above) :]:
            if text.content.startswith(SECTION):
                card.add_item(ui.Separator(visible=False))
            card.add_item(text)
        if self.closing:
            card.add_item(ui.TextDisplay(f"-# {shorten(self.closing, CLOSING_LIMIT)}"))
        for row in self.rows:
            card.add_item(row)
        view = ui.LayoutView(timeout=timeout)
        view.add_item(card)
        return view

    def files(self) -> list[discord.File]:
        """Returns the files that have to be sent with the view."""
        return [] if self.image is None else [attachment(self.image)]


def gallery(picture: Image) -> ui.MediaGallery[Any]:
    """Returns a gallery of an image that is sent along, with its alternative text."""
    item = discord.MediaGalleryItem(f"attachment://{picture.filename}", description=picture.alt)
    return ui.MediaGallery(item)


def fit_texts(texts: Sequence[str], room: int) -> Iterator[str]:
    """Yields the texts that fit into ``room`` characters; the last is cut where it fits in part."""
    for text in texts:
        cut = shorten(text, room)
        if not cut:
            return
        room -= len(cut)
        yield cut


def attachment(picture: Image) -> discord.File:
    """Returns an image as an attachment with its alternative text."""
    return discord.File(BytesIO(picture.png), filename=picture.filename, description=picture.alt)


def shorten(text: str, limit: int) -> str:
    """Returns a text, cut between lines or words where it is longer than ``limit``."""
    if len(text) <= limit:
        return text
    if limit <= 1:
        return ""
    kept = text[: limit - 1]
    for boundary in ("\n", " "):
        head, found, _ = kept.rpartition(boundary)
        if found and len(head) > limit // 2:
            kept = head
            break
    return kept.rstrip() + "…"

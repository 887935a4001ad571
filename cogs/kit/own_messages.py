"""What tells one message of the bot's own from all others: a mark in what it says, carries or leads to."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final

import discord

CLOCK_SKEW: Final = timedelta(hours=2)
"""How far this machine's clock may be from Discord's: an hour, and one to spare."""
SEARCH_LIMIT: Final = 100
"""Messages among which a post is looked for where nothing is known of when it was made."""

MessagePlace = discord.TextChannel | discord.VoiceChannel | discord.StageChannel | discord.Thread
Mark = Callable[[discord.Message], bool]
"""Whether a message of the bot's own is the one that is meant."""


def walk(components: Iterable[object]) -> Iterator[object]:
    """Yields all components of a message, however deep, each before what is in it."""
    for component in components:
        yield component
        yield from walk(getattr(component, "children", ()))


def custom_ids(message: discord.Message) -> Iterator[str]:
    """Yields the custom ids of all that can be pressed."""
    for component in walk(message.components):
        yield getattr(component, "custom_id", None) or ""


def texts(message: discord.Message) -> Iterator[str]:
    """Yields all texts, from top to bottom."""
    for component in walk(message.components):
        yield getattr(component, "content", None) or ""


def all_text(message: discord.Message) -> Iterator[str]:
    """Yields all that a message says, carries and leads to."""
    yield from custom_ids(message)
    yield from texts(message)
    for component in walk(message.components):
        yield getattr(component, "url", None) or ""


def has_custom_id(*wanted: str) -> Mark:
    """Marks the message with a button of one of these custom ids."""
    return lambda message: not set(wanted).isdisjoint(custom_ids(message))


def has_custom_id_prefix(prefix: str) -> Mark:
    """Marks the message with a button whose custom id begins so."""
    return lambda message: any(found.startswith(prefix) for found in custom_ids(message))


def has_headline(headline: str) -> Mark:
    """Marks the message that begins with this headline and has nothing to press."""

    def is_headed(message: discord.Message) -> bool:
        first = next((text for text in texts(message) if text), "")
        return first == f"## {headline}" and not any(custom_ids(message))

    return is_headed


def has_line(line: str) -> Mark:
    """Marks the message one of whose texts is just this."""
    return lambda message: line in texts(message)


def has_text_ending(ending: str) -> Mark:
    """Marks the message one of whose texts ends so."""
    return lambda message: any(text.endswith(ending) for text in texts(message))


def has_all(*parts: str) -> Mark:
    """Marks the message in which each of these stands somewhere: in a text, a custom id or a link."""

    def has_each(message: discord.Message) -> bool:
        found = list(all_text(message))
        return all(any(part in one for one in found) for part in parts)

    return has_each


def minus_clock_skew(instant: datetime) -> datetime:
    """From when on to look for what was made at an instant of this machine's clock."""
    return instant - CLOCK_SKEW

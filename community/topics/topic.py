"""What a topic is, and how it is shown to the person who chooses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from community.ids import ChannelId, GuildId, RoleId, TopicId

LIVELY_SPAN = timedelta(days=14)
"""How far back people are counted when a topic's liveliness is told (Source: the design's surface)."""


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject with a channel of its own, opened by a role where it has one, else by a permission."""

    topic_id: TopicId
    guild_id: GuildId
    channel_id: ChannelId
    role_id: RoleId | None
    name: str
    description: str
    created_at: datetime
    asleep: bool = False
    """Whether its channel is in the archive, to read only."""


@dataclass(frozen=True, slots=True)
class NewTopic:
    """What a moderator registers."""

    guild_id: GuildId
    channel_id: ChannelId
    role_id: RoleId | None
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A topic as one member sees it in the list."""

    topic: Topic
    n_members: int
    n_posters: int
    joined: bool


def order(listings: list[Listing]) -> list[Listing]:
    """Where most people talked lately comes first; then the better-joined, then by name."""
    return sorted(listings, key=lambda one: (-one.n_posters, -one.n_members, one.topic.name.casefold()))

"""A topic, and how it is listed for a member."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.ids import ChannelId, GuildId, RoleId, TopicId
from community.topics.liveliness import Level
from community.topics.suggestions import Reason


@dataclass(frozen=True, slots=True)
class Topic:
    """A subject with a channel of its own, opened by a role if it has one, else by a permission for each member."""

    topic_id: TopicId
    guild_id: GuildId
    channel_id: ChannelId
    role_id: RoleId | None
    name: str
    description: str
    created_at: datetime
    asleep: bool = False
    """Whether its channel is in the archive, read-only."""


@dataclass(frozen=True, slots=True)
class NewTopic:
    """A topic that a moderator registers."""

    guild_id: GuildId
    channel_id: ChannelId
    role_id: RoleId | None
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Listing:
    """A topic as it is listed for one member; ``level`` is none before it was measured."""

    topic: Topic
    n_members: int
    n_posters: int
    joined: bool
    level: Level | None = None
    reasons: Sequence[Reason] = ()

"""What a topic is, and how it is shown to the person who chooses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from community.ids import ChannelId, GuildId, RoleId, TopicId
from community.topics.liveliness import Level
from community.topics.suggestions import Reason


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
    """A topic as one member sees it in the list: how lively it is, where that was measured, and why it suits them."""

    topic: Topic
    n_members: int
    n_posters: int
    joined: bool
    level: Level | None = None
    reasons: Sequence[Reason] = ()

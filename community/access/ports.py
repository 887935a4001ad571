"""What access needs from the outside."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.access.plan import AccessMode, AccessState, AccessStep, AccessSwitch, Members
from community.errors import Refusal
from community.ids import GuildId, RoleId, TopicId
from community.topics.topic import Topic


class AccessStore(Protocol):
    """Which topics are going over to another way, and how each is opened."""

    async def pending(self, guild_id: GuildId) -> Sequence[AccessSwitch]:
        """The switches of a guild that are not done, by topic."""
        ...

    async def due(self, now: datetime) -> Sequence[AccessSwitch]:
        """The switches of all guilds to go on with."""
        ...

    async def save(self, switch: AccessSwitch) -> None:
        """Keeps a switch instead of the one before of its topic; where the topic is gone by now nothing is kept."""
        ...

    async def remove(self, switch: AccessSwitch) -> None:
        """Forgets a switch that is done."""
        ...

    async def save_role(self, switch: AccessSwitch, role_id: RoleId | None, joined: Members) -> None:
        """Keeps how its topic is opened from now on; nothing is kept where others joined it by now than those."""
        ...

    async def joined_members(self, guild_id: GuildId, topic_id: TopicId) -> Members:
        """Who joined a topic."""
        ...


@dataclass(frozen=True, slots=True)
class TopicPermissions:
    """A topic's channel as it is, and what a moderator would have to change first, if anything."""

    state: AccessState
    n_overwrites: int = 0
    problem: Refusal | None = None


class PermissionSnapshot(Protocol):
    """Everybody and every channel of a server, at one moment."""

    @property
    def n_roles(self) -> int:
        """How many roles the server has."""
        ...

    @property
    def held_roles(self) -> Collection[RoleId]:
        """The roles that somebody has."""
        ...

    def topic_permissions(
        self, topic: Topic, mode: AccessMode, role_id: RoleId | None, joined: Members
    ) -> TopicPermissions:
        """A topic's channel, where Hamlet may change who gets in; its scene is about people who are there."""
        ...


class Permissions(Protocol):
    """Changes who gets into channels, on Discord. What Discord would not let Hamlet do raises OutOfReach."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present. Raises nothing."""
        ...

    async def take_snapshot(self, guild_id: GuildId) -> PermissionSnapshot:
        """How it is now."""
        ...

    async def make_role(self, topic: Topic, since: datetime, taken: Collection[RoleId]) -> RoleId:
        """Makes a role that is named like the topic and may nothing.

        One that was made since, and is not among those taken, is that role: Hamlet ended before keeping it.
        """
        ...

    async def apply_step(self, topic: Topic, role_id: RoleId | None, step: AccessStep) -> None:
        """Does one step; doing it twice is doing it once, and where its member or role is gone nothing happens."""
        ...

"""The ports of access: storage, and permissions on Discord."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from community.access.plan import AccessMode, AccessState, AccessStep, AccessSwitch, Members
from community.errors import Refusal
from community.ids import GuildId, RoleId, TopicId
from community.topics.topic import Topic


class AccessStore(Protocol):
    """Stores the pending switches, and the role that opens each topic."""

    async def pending(self, guild_id: GuildId) -> Sequence[AccessSwitch]:
        """Returns a guild's pending switches, ordered by topic."""
        ...

    async def due(self, now: datetime) -> Sequence[AccessSwitch]:
        """Returns the pending switches of all guilds that are due by now, ordered by topic."""
        ...

    async def save(self, switch: AccessSwitch) -> None:
        """Stores a switch in place of its topic's earlier one; does nothing if the topic was removed."""
        ...

    async def remove(self, switch: AccessSwitch) -> None:
        """Deletes a switch."""
        ...

    async def save_role(self, switch: AccessSwitch, role_id: RoleId | None, joined: Members) -> None:
        """Stores the role that opens the switch's topic; does nothing if its members are no longer ``joined``."""
        ...

    async def joined_members(self, guild_id: GuildId, topic_id: TopicId) -> Members:
        """Returns the members who joined a topic."""
        ...


@dataclass(frozen=True, slots=True)
class TopicPermissions:
    """The access state of a topic's channel, and the problem that a moderator has to solve first, if there is one."""

    state: AccessState
    n_overwrites: int = 0
    problem: Refusal | None = None


class PermissionSnapshot(Protocol):
    """The members, roles and channels of a guild at one moment."""

    @property
    def n_roles(self) -> int:
        """Returns how many roles the guild has."""
        ...

    @property
    def held_roles(self) -> Collection[RoleId]:
        """Returns the roles that at least one member has."""
        ...

    def topic_permissions(
        self, topic: Topic, mode: AccessMode, role_id: RoleId | None, joined: Members
    ) -> TopicPermissions:
        """Returns the permissions of a topic's channel; their state covers present members only.

        Raises
        ------
        OutOfReach
            If the channel is gone, or Hamlet may not change its permissions.
        """
        ...


class Permissions(Protocol):
    """Changes who can see channels on Discord."""

    def is_available(self, guild_id: GuildId) -> bool:
        """Returns whether the guild can be reached at present; never raises."""
        ...

    async def take_snapshot(self, guild_id: GuildId) -> PermissionSnapshot:
        """Returns the present members, roles and channels of a guild.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def make_role(self, topic: Topic, since: datetime, taken: Collection[RoleId]) -> RoleId:
        """Creates a role with the topic's name and no permissions.

        A role that was created ``since`` and is not ``taken`` is returned instead: Hamlet ended before storing it.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def apply_step(self, topic: Topic, role_id: RoleId | None, step: AccessStep) -> None:
        """Applies one step; does nothing if it was applied, or if its member or role is gone.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

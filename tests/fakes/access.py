from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from community.access.plan import AccessMode, AccessState, AccessStep, AccessSwitch, Action, Members
from community.access.ports import TopicPermissions
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MemberId, RoleId, TopicId
from community.topics.topic import Topic
from tests.fakes.topics.store import MemoryTopicStore


class MemoryAccessStore:
    """The port ``AccessStore``, in memory."""

    def __init__(self, topics: MemoryTopicStore) -> None:
        self._topics = topics
        self._switches: dict[TopicId, AccessSwitch] = {}

    async def pending(self, guild_id: GuildId) -> Sequence[AccessSwitch]:
        return [switch for switch in self._all() if switch.guild_id == guild_id]

    async def due(self, now: datetime) -> Sequence[AccessSwitch]:
        return [switch for switch in self._all() if switch.due_at <= now]

    async def save(self, switch: AccessSwitch) -> None:
        if await self._topics.topic(switch.guild_id, switch.topic_id) is not None:
            self._switches[switch.topic_id] = switch

    async def remove(self, switch: AccessSwitch) -> None:
        if any(one.topic_id == switch.topic_id for one in await self.pending(switch.guild_id)):
            del self._switches[switch.topic_id]

    async def save_role(self, switch: AccessSwitch, role_id: RoleId | None, joined: Members) -> None:
        if joined == await self.joined_members(switch.guild_id, switch.topic_id):
            self._topics.set_role(switch.guild_id, switch.topic_id, role_id)

    async def joined_members(self, guild_id: GuildId, topic_id: TopicId) -> Members:
        return self._topics.members(guild_id, topic_id)

    def _all(self) -> list[AccessSwitch]:
        """Returns the switches whose topic exists."""
        there = {topic.topic_id for topic in self._topics.everything}
        return [self._switches[topic_id] for topic_id in sorted(self._switches) if topic_id in there]


@dataclass
class MemoryServer:
    """A guild's members, their roles, and the overwrites of its channels."""

    people: dict[MemberId, set[RoleId]] = field(default_factory=dict)
    roles: dict[RoleId, str] = field(default_factory=dict)
    open_roles: set[tuple[ChannelId, RoleId]] = field(default_factory=set)
    own: dict[tuple[ChannelId, MemberId], bool] = field(default_factory=dict)
    open_channels: set[ChannelId] = field(default_factory=set)
    n_other_roles: int = 0
    n_other_overwrites: int = 0
    gone: set[ChannelId] = field(default_factory=set)

    def sees(self, channel_id: ChannelId, member_id: MemberId) -> bool:
        """Returns whether a member sees a channel: by their own overwrite, else a role's, else everybody's."""
        said = self.own.get((channel_id, member_id))
        if said is not None:
            return said
        opened = any((channel_id, role_id) in self.open_roles for role_id in self.people[member_id])
        return opened or channel_id in self.open_channels


class MemoryPermissionSnapshot:
    """The port ``PermissionSnapshot``, on a copy of the server."""

    def __init__(self, server: MemoryServer) -> None:
        self._people: Mapping[MemberId, set[RoleId]] = {one: set(held) for one, held in server.people.items()}
        self._own = dict(server.own)
        self._server = server

    @property
    def n_roles(self) -> int:
        return len(self._server.roles) + self._server.n_other_roles

    @property
    def held_roles(self) -> Collection[RoleId]:
        return {role_id for held in self._people.values() for role_id in held}

    def topic_permissions(
        self, topic: Topic, mode: AccessMode, role_id: RoleId | None, joined: Members
    ) -> TopicPermissions:
        channel_id = topic.channel_id
        if channel_id in self._server.gone:
            raise OutOfReach("The channel of {topic} was deleted.", topic=topic.name)
        own = {member_id: seen for (channel, member_id), seen in self._own.items() if channel == channel_id}
        state = AccessState(
            joined=joined & self._people.keys(),
            holders=frozenset(one for one, held in self._people.items() if role_id in held),
            allowed=frozenset(one for one, seen in own.items() if seen and one in self._people),
            denied=frozenset(one for one, seen in own.items() if not seen),
            role_is_there=role_id in self._server.roles,
            role_opens=role_id is not None and (channel_id, role_id) in self._server.open_roles,
            open_to_all=channel_id in self._server.open_channels,
        )
        return TopicPermissions(state, len(own) + self._server.n_other_overwrites)


class MemoryPermissions:
    """The ports ``Permissions`` and ``TopicMembership``, on a server; can be told to break off before a later step."""

    def __init__(self, server: MemoryServer) -> None:
        self.server = server
        self.n_acts = 0
        self.breaks_at: int | None = None
        self.breaks_with: Exception = Killed()

    def is_available(self, guild_id: GuildId) -> bool:
        return True

    async def take_snapshot(self, guild_id: GuildId) -> MemoryPermissionSnapshot:
        return MemoryPermissionSnapshot(self.server)

    async def make_role(self, topic: Topic, since: datetime, taken: Collection[RoleId]) -> RoleId:
        for role_id, name in self.server.roles.items():
            if name == topic.name and role_id not in taken:
                return role_id
        role_id = RoleId(max(self.server.roles, default=1_000) + 1)
        self.server.roles[role_id] = topic.name
        self._count()
        return role_id

    async def apply_step(self, topic: Topic, role_id: RoleId | None, step: AccessStep) -> None:
        self._count()
        server, channel_id = self.server, topic.channel_id
        if step.member_id is not None:
            self._do_for(step.action, server.people[step.member_id], (channel_id, step.member_id), role_id)
        elif role_id is not None and step.action is Action.OPEN_ROLE:
            server.open_roles.add((channel_id, role_id))
        elif role_id is not None and step.action is Action.CLOSE_ROLE:
            server.open_roles.discard((channel_id, role_id))

    async def grant(self, topic: Topic, member_id: MemberId) -> None:
        if topic.role_id is not None:
            self.server.people[member_id].add(topic.role_id)
        elif not self.server.sees(topic.channel_id, member_id):
            self.server.own[topic.channel_id, member_id] = True

    async def revoke(self, topic: Topic, member_id: MemberId) -> None:
        self.server.people[member_id].discard(topic.role_id or RoleId(0))
        if self.server.own.get((topic.channel_id, member_id)):
            del self.server.own[topic.channel_id, member_id]

    def n_overwrites(self, topic: Topic) -> int:
        own = sum(channel_id == topic.channel_id for channel_id, _ in self.server.own)
        return own + self.server.n_other_overwrites

    def _do_for(
        self, act: Action, held: set[RoleId], place: tuple[ChannelId, MemberId], role_id: RoleId | None
    ) -> None:
        if act is Action.GIVE_ROLE and role_id is not None:
            held.add(role_id)
        elif act is Action.TAKE_ROLE and role_id is not None:
            held.discard(role_id)
        elif act is Action.ALLOW_MEMBER:
            self.server.own[place] = True
        elif act is Action.CLEAR_MEMBER:
            self.server.own.pop(place, None)

    def _count(self) -> None:
        self.n_acts += 1
        if self.n_acts == self.breaks_at:
            raise self.breaks_with


class Killed(Exception):
    """The process ended here."""

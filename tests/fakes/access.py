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

    async def keep(self, switch: AccessSwitch) -> None:
        if await self._topics.topic(switch.guild_id, switch.topic_id) is not None:
            self._switches[switch.topic_id] = switch

    async def end(self, switch: AccessSwitch) -> None:
        if any(one.topic_id == switch.topic_id for one in await self.pending(switch.guild_id)):
            del self._switches[switch.topic_id]

    async def record(self, switch: AccessSwitch, role_id: RoleId | None, joined: Members) -> None:
        if joined == await self.joined(switch.guild_id, switch.topic_id):
            self._topics.open_by(switch.guild_id, switch.topic_id, role_id)

    async def joined(self, guild_id: GuildId, topic_id: TopicId) -> Members:
        return self._topics.members(guild_id, topic_id)

    def _all(self) -> list[AccessSwitch]:
        """A topic that is removed takes its switch along."""
        there = {topic.topic_id for topic in self._topics.everything}
        return [self._switches[topic_id] for topic_id in sorted(self._switches) if topic_id in there]


@dataclass
class Street:
    """A server as far as doors go: who is there, with which roles, and what each channel says of whom."""

    people: dict[MemberId, set[RoleId]] = field(default_factory=dict)
    roles: dict[RoleId, str] = field(default_factory=dict)
    open_roles: set[tuple[ChannelId, RoleId]] = field(default_factory=set)
    own: dict[tuple[ChannelId, MemberId], bool] = field(default_factory=dict)
    open_channels: set[ChannelId] = field(default_factory=set)
    n_other_roles: int = 0
    n_other_overwrites: int = 0
    gone: set[ChannelId] = field(default_factory=set)

    def sees(self, channel_id: ChannelId, member_id: MemberId) -> bool:
        """What Discord says: one's own permission, else a role's, else everybody's."""
        said = self.own.get((channel_id, member_id))
        if said is not None:
            return said
        opened = any((channel_id, role_id) in self.open_roles for role_id in self.people[member_id])
        return opened or channel_id in self.open_channels


class MemoryPermissionSnapshot:
    """The port ``Look``, on a copy of the street."""

    def __init__(self, street: Street) -> None:
        self._people: Mapping[MemberId, set[RoleId]] = {one: set(held) for one, held in street.people.items()}
        self._own = dict(street.own)
        self._street = street

    @property
    def n_roles(self) -> int:
        return len(self._street.roles) + self._street.n_other_roles

    @property
    def held(self) -> Collection[RoleId]:
        return {role_id for held in self._people.values() for role_id in held}

    def door(self, topic: Topic, way: AccessMode, role_id: RoleId | None, joined: Members) -> TopicPermissions:
        channel_id = topic.channel_id
        if channel_id in self._street.gone:
            raise OutOfReach("The channel of {topic} was deleted.", topic=topic.name)
        own = {member_id: seen for (channel, member_id), seen in self._own.items() if channel == channel_id}
        scene = AccessState(
            joined=joined & self._people.keys(),
            holders=frozenset(one for one, held in self._people.items() if role_id in held),
            let_in=frozenset(one for one, seen in own.items() if seen and one in self._people),
            kept_out=frozenset(one for one, seen in own.items() if not seen),
            role_is_there=role_id in self._street.roles,
            role_opens=role_id is not None and (channel_id, role_id) in self._street.open_roles,
            open_to_all=channel_id in self._street.open_channels,
        )
        return TopicPermissions(scene, len(own) + self._street.n_other_overwrites)


class MemoryPermissions:
    """The ports ``Locksmith`` and ``Doorkeeper``, on a street; an armed one breaks off before some later act."""

    def __init__(self, street: Street) -> None:
        self.street = street
        self.n_acts = 0
        self.breaks_at: int | None = None
        self.breaks_with: Exception = Killed()

    def at_hand(self, guild_id: GuildId) -> bool:
        return True

    async def look(self, guild_id: GuildId) -> MemoryPermissionSnapshot:
        return MemoryPermissionSnapshot(self.street)

    async def make_role(self, topic: Topic, since: datetime, taken: Collection[RoleId]) -> RoleId:
        for role_id, name in self.street.roles.items():
            if name == topic.name and role_id not in taken:
                return role_id
        role_id = RoleId(max(self.street.roles, default=1_000) + 1)
        self.street.roles[role_id] = topic.name
        self._count()
        return role_id

    async def act(self, topic: Topic, role_id: RoleId | None, step: AccessStep) -> None:
        self._count()
        street, channel_id = self.street, topic.channel_id
        if step.member_id is not None:
            self._do_for(step.act, street.people[step.member_id], (channel_id, step.member_id), role_id)
        elif role_id is not None and step.act is Action.OPEN_ROLE:
            street.open_roles.add((channel_id, role_id))
        elif role_id is not None and step.act is Action.CLOSE_ROLE:
            street.open_roles.discard((channel_id, role_id))

    async def grant(self, topic: Topic, member_id: MemberId) -> None:
        if topic.role_id is not None:
            self.street.people[member_id].add(topic.role_id)
        elif not self.street.sees(topic.channel_id, member_id):
            self.street.own[topic.channel_id, member_id] = True

    async def revoke(self, topic: Topic, member_id: MemberId) -> None:
        self.street.people[member_id].discard(topic.role_id or RoleId(0))
        if self.street.own.get((topic.channel_id, member_id)):
            del self.street.own[topic.channel_id, member_id]

    def n_overwrites(self, topic: Topic) -> int:
        own = sum(channel_id == topic.channel_id for channel_id, _ in self.street.own)
        return own + self.street.n_other_overwrites

    def _do_for(
        self, act: Action, held: set[RoleId], place: tuple[ChannelId, MemberId], role_id: RoleId | None
    ) -> None:
        if act is Action.GIVE and role_id is not None:
            held.add(role_id)
        elif act is Action.TAKE and role_id is not None:
            held.discard(role_id)
        elif act is Action.LET_IN:
            self.street.own[place] = True
        elif act is Action.SHUT:
            self.street.own.pop(place, None)

    def _count(self) -> None:
        self.n_acts += 1
        if self.n_acts == self.breaks_at:
            raise self.breaks_with


class Killed(Exception):
    """The process ends here."""

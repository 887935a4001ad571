"""Switches topics from one access mode to the other: a dry run first, then step by step, resumable at each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

from community.access.plan import AccessMode, AccessStep, AccessSwitch, Action, Members, members_to_move, next_steps
from community.access.ports import AccessStore, Permissions, PermissionSnapshot
from community.access.settings import AccessSettings
from community.concurrency import KeyedLocks, run_all
from community.due_work import DueJob
from community.errors import NotFound, OutOfReach, Refusal
from community.ids import GuildId, MemberId, RoleId, TopicId
from community.notices.service import Notices
from community.settings.service import SettingsService
from community.topics.capacity import MAXIMUM, Limit
from community.topics.service import TopicService
from community.topics.topic import Topic

RETRY_AFTER = timedelta(hours=1)
"""How long a topic that can't be switched waits for the next try (our choice)."""
N_ROUNDS = 20
"""Snapshots that are taken of a topic in one go, however much it changes meanwhile (our choice)."""
UNDONE_BY = {Action.GIVE_ROLE: Action.TAKE_ROLE, Action.ALLOW_MEMBER: Action.CLEAR_MEMBER}
SETTING = f"{AccessSettings.FEATURE}.by_role"


@dataclass(frozen=True, slots=True)
class AccessChange:
    """What a switch would do in one topic, or the problem that prevents it."""

    topic: Topic
    n_members: int
    makes_role: bool = False
    problem: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What a switch would change in a guild, and the problem that prevents all of it, if there is one."""

    mode: AccessMode
    changes: Sequence[AccessChange]
    under_way: Sequence[Topic]
    n_roles: int
    problem: Refusal | None = None

    @property
    def possible(self) -> Sequence[AccessChange]:
        """Returns the changes that can be made."""
        return [] if self.problem else [change for change in self.changes if change.problem is None]

    @property
    def fingerprint(self) -> int:
        """Returns a checksum of the possible changes, whatever the number of members in each topic."""
        return crc32(repr([(one.topic.topic_id, one.makes_role) for one in self.possible]).encode())


class AccessService:
    """Switches topics from one access mode to the other.

    A switch is stored first. Every step is then decided from a snapshot of Discord, so that an interrupted switch goes
    on when it is next due.
    """

    def __init__(
        self,
        store: AccessStore,
        topics: TopicService,
        permissions: Permissions,
        notices: Notices,
        settings: SettingsService,
    ) -> None:
        self._store = store
        self._topics = topics
        self._permissions = permissions
        self._notices = notices
        self._settings = settings
        self._locks = KeyedLocks()

    async def preview(self, guild_id: GuildId, mode: AccessMode) -> Preview:
        """Returns what a switch would change, and changes nothing.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        pending = await self._pending(guild_id)
        snapshot = await self._permissions.take_snapshot(guild_id)
        changes: list[AccessChange] = []
        under_way: list[Topic] = []
        for topic in await self._topics.topics(guild_id):
            switch = pending.get(topic.topic_id)
            if switch is not None and switch.mode is mode:
                under_way.append(topic)
            elif switch is not None or AccessMode.of(topic) is not mode:
                changes.append(await self._change_of(topic, mode, switch, snapshot))
        n_new = sum(change.makes_role for change in changes if change.problem is None)
        return Preview(mode, changes, under_way, snapshot.n_roles, _room_for(n_new, snapshot.n_roles))

    async def confirm(
        self, guild_id: GuildId, mode: AccessMode, fingerprint: int, by: MemberId, now: datetime
    ) -> Preview:
        """Begins the switch, also for topics to come, if the fingerprint still fits; returns the present preview.

        Raises
        ------
        OutOfReach
            If the guild has no room for the roles, or Discord refuses.
        """
        async with self._locks.lock("confirm", guild_id):
            preview = await self.preview(guild_id, mode)
            if preview.fingerprint != fingerprint:
                return preview
            if preview.problem is not None:
                raise preview.problem
            await self._settings.change(guild_id, SETTING, "on" if mode is AccessMode.ROLE else "off", by, now)
            pending = await self._pending(guild_id)
            for change in preview.possible:
                topic = change.topic
                switch = pending.get(topic.topic_id)
                fresh = AccessSwitch(topic.topic_id, guild_id, mode, topic.role_id, now, now)
                await self._store.save(fresh if switch is None else replace(switch, mode=mode, due_at=now))
            return preview

    async def apply(self, topic: Topic, now: datetime) -> None:
        """Begins the switch of a new topic to a role of its own, if the guild's settings ask for it."""
        by_role = (await self._settings.read(topic.guild_id, AccessSettings)).by_role
        if by_role and topic.role_id is None and topic.topic_id not in await self._pending(topic.guild_id):
            await self._store.save(AccessSwitch(topic.topic_id, topic.guild_id, AccessMode.ROLE, None, now, now))

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Returns a job for every pending switch that is due; a guild whose switches run right now is skipped."""
        due = await self._store.due(now)
        return [DueJob(switch.guild_id, partial(self._turn, switch, now)) for switch in due]

    async def go_on(self, guild_id: GuildId, now: datetime) -> None:
        """Runs the due switches of one guild.

        Raises
        ------
        ExceptionGroup
            If some of it failed, after all the rest; due work tries it again.
        """
        jobs = [job.run for job in await self.due_jobs(now) if job.guild_id == guild_id]
        await run_all("not every topic could go over", jobs)

    async def _turn(self, switch: AccessSwitch, now: datetime) -> None:
        lock = self._locks.lock(switch.guild_id)
        if not lock.locked() and self._permissions.is_available(switch.guild_id):
            async with lock:
                await self._advance(switch, now)

    async def _advance(self, switch: AccessSwitch, now: datetime) -> None:
        key = f"access.{switch.topic_id}"
        try:
            await self._run_steps(switch)
        except NotFound:
            await self._store.remove(switch)
        except OutOfReach as refusal:
            latest = (await self._pending(switch.guild_id)).get(switch.topic_id)
            if latest is not None:
                await self._store.save(replace(latest, due_at=now + RETRY_AFTER))
            await self._notices.notify(switch.guild_id, key, now, refusal.sentence, **refusal.facts)
        else:
            await self._notices.settle(switch.guild_id, key)

    async def _run_steps(self, switch: AccessSwitch) -> None:
        for _ in range(N_ROUNDS):
            latest = (await self._pending(switch.guild_id)).get(switch.topic_id)
            if latest is None:
                return
            topic = await self._topics.find(latest.guild_id, latest.topic_id)
            snapshot = await self._permissions.take_snapshot(latest.guild_id)
            joined = await self._store.joined_members(latest.guild_id, latest.topic_id)
            found = snapshot.topic_permissions(topic, latest.mode, latest.role_id, joined)
            if found.problem is not None and topic.role_id is not None:
                raise found.problem
            steps = next_steps(latest, topic, found.state)
            if not steps:
                await self._store.remove(latest)
                return
            for step in steps:
                await self._run_step(step, latest, topic, joined, snapshot)

    async def _run_step(
        self, step: AccessStep, switch: AccessSwitch, topic: Topic, joined: Members, snapshot: PermissionSnapshot
    ) -> None:
        if step.action is Action.MAKE_ROLE:
            problem = _room_for(1, snapshot.n_roles)
            if problem is not None:
                raise problem
            role_id = await self._permissions.make_role(
                topic, switch.begun_at, {*snapshot.held_roles, *await self._roles_in_use(topic)}
            )
            await self._store.save(replace(switch, role_id=role_id, made=True))
        elif step.action is Action.RECORD:
            await self._store.save_role(switch, switch.role_id if switch.mode is AccessMode.ROLE else None, joined)
        elif step.member_id in joined and step.action in UNDONE_BY:
            await self._give_access(step, switch, topic)
        else:
            await self._permissions.apply_step(topic, switch.role_id, step)

    async def _give_access(self, step: AccessStep, switch: AccessSwitch, topic: Topic) -> None:
        """Gives a member access by the new mode, and takes it back if they left the topic meanwhile."""
        for action in (step.action, UNDONE_BY[step.action]):
            has_left = step.member_id not in await self._store.joined_members(topic.guild_id, topic.topic_id)
            if has_left is (action is step.action):
                return
            await self._permissions.apply_step(topic, switch.role_id, replace(step, action=action))

    async def _roles_in_use(self, topic: Topic) -> set[RoleId]:
        topics = await self._topics.topics(topic.guild_id)
        pending = await self._pending(topic.guild_id)
        roles = {other.topic_id: other.role_id for other in topics} | {
            topic_id: switch.role_id for topic_id, switch in pending.items() if switch.role_id is not None
        }
        return {role_id for topic_id, role_id in roles.items() if role_id is not None and topic_id != topic.topic_id}

    async def _change_of(
        self, topic: Topic, mode: AccessMode, switch: AccessSwitch | None, snapshot: PermissionSnapshot
    ) -> AccessChange:
        role_id = topic.role_id if switch is None else switch.role_id
        joined = await self._store.joined_members(topic.guild_id, topic.topic_id)
        try:
            found = snapshot.topic_permissions(topic, mode, role_id, joined)
        except OutOfReach as refusal:
            return AccessChange(topic, 0, problem=refusal)
        members = members_to_move(mode, topic, found.state)
        most = MAXIMUM[Limit.OVERWRITES]
        problem = found.problem
        if problem is None and mode is AccessMode.PERMISSION and found.n_overwrites + len(members) > most:
            problem = OutOfReach(
                "{n} members are more than fit: one channel has at most {most} permissions, and this one has {had}. "
                "It stays with its role.",
                n=len(members),
                most=most,
                had=found.n_overwrites,
            )
        return AccessChange(topic, len(members), mode is AccessMode.ROLE and not found.state.role_is_there, problem)

    async def _pending(self, guild_id: GuildId) -> Mapping[TopicId, AccessSwitch]:
        return {switch.topic_id: switch for switch in await self._store.pending(guild_id)}


def _room_for(n_new: int, n_roles: int) -> OutOfReach | None:
    most = MAXIMUM[Limit.ROLES]
    if n_new == 0 or n_roles + n_new <= most:
        return None
    return OutOfReach(
        "A role for each topic takes {n_new} more, and this server has {n_roles} of the {most} roles that Discord "
        "allows. A moderator can delete roles that nobody needs; then it works.",
        n_new=n_new,
        n_roles=n_roles,
        most=most,
    )

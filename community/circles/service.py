"""Opening, joining, leaving and closing circles."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from community.circles.circle import (
    MAX_CIRCLES,
    MAX_INVITATIONS,
    NAME_LENGTH,
    Circle,
    CircleMember,
    ExpiryStep,
    MemberStatus,
    NewCircle,
    next_step,
)
from community.circles.ports import CircleStore, CircleThreads, ThreadGone
from community.circles.settings import CircleSettings
from community.concurrency import KeyedLocks
from community.due_work import DueJob
from community.errors import Invalid, NotAllowed, NotFound, OutOfReach, Refusal
from community.ids import ChannelId, CircleId, GuildId, MemberId
from community.settings.service import SettingsService

RETRY_AFTER = timedelta(days=1)
"""So long a circle that can't be reached is left alone."""


class CircleService:
    """What members do with circles.

    A circle is kept first, then its thread is made, then the thread is kept with it; what is left in between is
    finished by due work. All of a guild's changes come one after the other.
    """

    def __init__(self, store: CircleStore, threads: CircleThreads, settings: SettingsService) -> None:
        self._store = store
        self._threads = threads
        self._settings = settings
        self._locks = KeyedLocks()

    async def create(self, guild_id: GuildId, member_id: MemberId, name: str, now: datetime) -> Circle:
        """Opens a circle with one person in it."""
        name = " ".join(name.split())
        if not name or len(name) > NAME_LENGTH:
            raise Invalid("A circle's name has 1 to {limit} characters. Please try another one.", limit=NAME_LENGTH)
        channel_id = (await self._settings.read(guild_id, CircleSettings)).channel
        if channel_id is None:
            raise Invalid("There is no channel for circles here yet. A moderator can choose one in /settings.")
        self._threads.require_usable(guild_id, channel_id)
        async with self._locks.lock(guild_id):
            await self._require_below_limit(guild_id, member_id)
            circle = await self._store.add(NewCircle(guild_id, channel_id, name, member_id), now)
            return await self._create_thread(circle, again=False)

    async def circles_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Circle]:
        """The circles that a member is in, oldest first."""
        return [circle for circle in await self._store.circles_of(guild_id, member_id) if circle.thread_id is not None]

    async def find(self, guild_id: GuildId, member_id: MemberId, circle_id: CircleId) -> Circle:
        """A circle that the member is in; of others nobody learns that there are any."""
        for circle in await self.circles_of(guild_id, member_id):
            if circle.circle_id == circle_id:
                return circle
        raise NotFound("You are in no such circle. Use this inside one of yours, or pick it from the list.")

    async def current_circle(self, guild_id: GuildId, member_id: MemberId, thread_id: ChannelId) -> Circle:
        """The circle of a thread, if the member is in it; elsewhere their only one."""
        own = await self.circles_of(guild_id, member_id)
        for circle in own:
            if circle.thread_id == thread_id or len(own) == 1:
                return circle
        raise NotFound("You are in no such circle. Use this inside one of yours, or pick it from the list.")

    async def invite(
        self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId, *, invited_by: MemberId
    ) -> Circle:
        """Invites somebody, once a circle: whoever declined is left in peace, and nobody is told that they did."""
        async with self._locks.lock(guild_id):
            circle = await self.find(guild_id, invited_by, circle_id)
            members = await self._store.members(guild_id, circle_id)
            known = {seat.member_id for seat in members}
            if (
                member_id not in known
                and sum(seat.status is MemberStatus.INVITED for seat in members) >= MAX_INVITATIONS
            ):
                raise Invalid(
                    "{limit} invitations wait for an answer already. Please wait for one, then invite more.",
                    limit=MAX_INVITATIONS,
                )
            member = await self._store.invite(circle, member_id, invited_by)
            if member is None or member.status is MemberStatus.JOINED:
                raise Invalid("They are in this circle already.")
            if member.status is MemberStatus.INVITED:
                try:
                    message_id = await self._threads.post_invitation(circle, member)
                except Refusal:
                    await self._store.remove_member(guild_id, circle_id, member_id)
                    raise
                await self._store.record_invitation_post(member, message_id)
        return circle

    async def invitation(
        self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId
    ) -> tuple[Circle, CircleMember]:
        """What somebody is invited to, as long as the circle is open and they did not decline."""
        circle = await self._store.find(guild_id, circle_id)
        members = {seat.member_id: seat for seat in await self._store.members(guild_id, circle_id)}
        if circle is None or member_id not in members or members[member_id].status is MemberStatus.DECLINED:
            raise NotFound("This invitation is not open any more.")
        return circle, members[member_id]

    async def accept(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> Circle:
        """The invited person joins; accepting twice is accepting once."""
        async with self._locks.lock(guild_id):
            circle, member = await self.invitation(guild_id, circle_id, member_id)
            if member.status is MemberStatus.INVITED:
                await self._require_below_limit(guild_id, member_id)
            try:
                await self._threads.add(circle, member_id)
            except ThreadGone:
                await self._store.remove(guild_id, circle_id)
                raise
            if member.status is MemberStatus.INVITED:
                await self._threads.delete_invitation(circle, member)
                await self._store.record_answer(member, MemberStatus.JOINED)
        return circle

    async def decline(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> None:
        """The invited person would rather not; who joined before leaves instead."""
        async with self._locks.lock(guild_id):
            circle, member = await self.invitation(guild_id, circle_id, member_id)
            if member.status is MemberStatus.JOINED:
                raise Invalid("You are in this circle already. You can leave it with /circle leave.")
            await self._threads.delete_invitation(circle, member)
            await self._store.record_answer(member, MemberStatus.DECLINED)

    async def leave(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> Circle:
        """A member leaves; a circle that nobody is in closes with the next round of due work."""
        async with self._locks.lock(guild_id):
            circle = await self.find(guild_id, member_id, circle_id)
            await self._threads.remove(circle, member_id)
            await self._store.remove_member(guild_id, circle_id, member_id)
        return circle

    async def require_closable(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> Circle:
        """A circle that the member may close: who opened it may, or, once they left, everybody in it."""
        circle = await self.find(guild_id, member_id, circle_id)
        if circle.created_by != member_id and circle.created_by in await self._members(circle):
            raise NotAllowed("Whoever opened this circle can close it. You can leave it with /circle leave.")
        return circle

    async def close(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> Circle:
        """Closes a circle for good."""
        async with self._locks.lock(guild_id):
            circle = await self.require_closable(guild_id, circle_id, member_id)
            await self._close_circle(circle)
        return circle

    async def record_thread_leave(self, guild_id: GuildId, thread_id: ChannelId, member_id: MemberId) -> None:
        """A member left a thread, or was taken out of it, on Discord."""
        async with self._locks.lock(guild_id):
            circle = await self._store.find_by_thread(guild_id, thread_id)
            if circle is not None and member_id in await self._members(circle):
                await self._store.remove_member(guild_id, circle.circle_id, member_id)

    async def record_guild_leave(self, guild_id: GuildId, member_id: MemberId) -> None:
        """A member left the guild: no seat waits for them."""
        async with self._locks.lock(guild_id):
            for member in await self._store.memberships_of(guild_id, member_id):
                circle = await self._store.find(guild_id, member.circle_id)
                if circle is not None:
                    await self._threads.delete_invitation(circle, member)
                    await self._store.remove_member(guild_id, circle.circle_id, member_id)

    async def forget_deleted(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Forgets the circles of a thread or a channel that was deleted."""
        async with self._locks.lock(guild_id):
            await self._store.remove_in_channel(guild_id, channel_id)

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Finishing what was left, warning idle circles, and closing those that nobody spoke in since."""
        due = await self._store.due(now)
        return [DueJob(one.guild_id, partial(self._attend_in_turn, one, now)) for one in due]

    async def _attend_in_turn(self, circle: Circle, now: datetime) -> None:
        if self._threads.is_available(circle.guild_id):
            async with self._locks.lock(circle.guild_id):
                await self._attend(circle.guild_id, circle.circle_id, now)

    async def _attend(self, guild_id: GuildId, circle_id: CircleId, now: datetime) -> None:
        circle = await self._store.find(guild_id, circle_id)
        if circle is None:
            return
        members = await self._members(circle)
        try:
            if not members:
                await self._close_circle(circle)
            elif circle.thread_id is None:
                await self._create_thread(circle, again=True)
            elif circle.due_at <= now:
                await self._check_idle(circle, now)
        except ThreadGone:
            await self._store.remove(guild_id, circle_id)
        except OutOfReach:
            if members:
                await self._store.postpone(circle, now + RETRY_AFTER)
            else:
                await self._store.remove(guild_id, circle_id)

    async def _check_idle(self, circle: Circle, now: datetime) -> None:
        step, due_at = next_step(await self._threads.last_activity(circle), now)
        match step:
            case ExpiryStep.CLOSE:
                await self._close_circle(circle)
                return
            case ExpiryStep.WARN:
                await self._threads.warn_idle(circle, due_at)
            case ExpiryStep.WAIT:
                pass
        await self._store.postpone(circle, due_at)

    async def _create_thread(self, circle: Circle, *, again: bool) -> Circle:
        try:
            thread_id = await self._threads.create_thread(circle, again=again)
        except Refusal:
            await self._store.remove(circle.guild_id, circle.circle_id)
            raise
        await self._store.set_thread(circle, thread_id)
        opened = await self._store.find(circle.guild_id, circle.circle_id)
        if opened is None:
            raise NotFound("This circle is gone. Please open another one with /circle create.")
        return opened

    async def _close_circle(self, circle: Circle) -> None:
        for member in await self._store.members(circle.guild_id, circle.circle_id):
            await self._threads.delete_invitation(circle, member)
        if circle.thread_id is not None:
            await self._threads.close(circle)
        await self._store.remove(circle.guild_id, circle.circle_id)

    async def _members(self, circle: Circle) -> frozenset[MemberId]:
        seats = await self._store.members(circle.guild_id, circle.circle_id)
        return frozenset(seat.member_id for seat in seats if seat.status is MemberStatus.JOINED)

    async def _require_below_limit(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Passes for who is in few enough circles; those whose thread is gone don't count."""
        own = await self._store.circles_of(guild_id, member_id)
        if len(own) >= MAX_CIRCLES:
            own = [circle for circle in own if not await self._is_gone(circle)]
        if len(own) >= MAX_CIRCLES:
            raise NotAllowed(
                "You are in {limit} circles, which is as many as there can be. Please leave one first.",
                limit=MAX_CIRCLES,
            )

    async def _is_gone(self, circle: Circle) -> bool:
        """Whether a circle's thread is gone; then it is not kept any longer."""
        if circle.thread_id is None:
            return False
        try:
            await self._threads.last_activity(circle)
        except ThreadGone:
            await self._store.remove(circle.guild_id, circle.circle_id)
            return True
        except OutOfReach:
            return False
        else:
            return False

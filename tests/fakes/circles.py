from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from community.circles.circle import IDLE_SPAN, Circle, CircleMember, LastActivity, MemberStatus, NewCircle
from community.circles.ports import ThreadGone
from community.errors import OutOfReach
from community.ids import ChannelId, CircleId, GuildId, MemberId, MessageId


class MemoryCircleStore:
    """The port ``CircleStore``, in memory."""

    def __init__(self) -> None:
        self.circles: dict[CircleId, Circle] = {}
        self.kept: dict[tuple[CircleId, MemberId], CircleMember] = {}
        self._n_made = 0

    async def add(self, new: NewCircle, now: datetime) -> Circle:
        self._n_made += 1
        key = CircleId(self._n_made)
        made = Circle(key, new.guild_id, new.channel_id, new.name, new.created_by, now, now + IDLE_SPAN)
        self.circles[key] = made
        self.kept[key, new.created_by] = CircleMember(key, new.guild_id, new.created_by, MemberStatus.JOINED)
        return made

    async def set_thread(self, circle: Circle, thread_id: ChannelId) -> None:
        if await self.find(circle.guild_id, circle.circle_id) is not None:
            self.circles[circle.circle_id] = replace(self.circles[circle.circle_id], thread_id=thread_id)

    async def postpone(self, circle: Circle, due_at: datetime) -> None:
        if await self.find(circle.guild_id, circle.circle_id) is not None:
            self.circles[circle.circle_id] = replace(self.circles[circle.circle_id], due_at=due_at)

    async def remove(self, guild_id: GuildId, circle_id: CircleId) -> None:
        if await self.find(guild_id, circle_id) is not None:
            del self.circles[circle_id]
            self.kept = {key: seat for key, seat in self.kept.items() if key[0] != circle_id}

    async def remove_in_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        for circle in list(self.circles.values()):
            if channel_id in {circle.channel_id, circle.thread_id}:
                await self.remove(guild_id, circle.circle_id)

    async def find(self, guild_id: GuildId, circle_id: CircleId) -> Circle | None:
        circle = self.circles.get(circle_id)
        return circle if circle is not None and circle.guild_id == guild_id else None

    async def find_by_thread(self, guild_id: GuildId, thread_id: ChannelId) -> Circle | None:
        there = [one for one in self.circles.values() if (one.guild_id, one.thread_id) == (guild_id, thread_id)]
        return there[0] if there else None

    async def circles_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Circle]:
        seats = await self.memberships_of(guild_id, member_id)
        return [self.circles[seat.circle_id] for seat in seats if seat.status is MemberStatus.JOINED]

    async def due(self, now: datetime) -> Sequence[Circle]:
        taken = {seat.circle_id for seat in self.kept.values() if seat.status is MemberStatus.JOINED}
        return [
            circle
            for circle in self.circles.values()
            if circle.due_at <= now or circle.thread_id is None or circle.circle_id not in taken
        ]

    async def invite(self, circle: Circle, member_id: MemberId, invited_by: MemberId) -> CircleMember | None:
        if await self.find(circle.guild_id, circle.circle_id) is None:
            return None
        invited = CircleMember(circle.circle_id, circle.guild_id, member_id, MemberStatus.INVITED, invited_by)
        return self.kept.setdefault((circle.circle_id, member_id), invited)

    async def record_invitation_post(self, member: CircleMember, message_id: MessageId) -> None:
        key = (member.circle_id, member.member_id)
        if key in self.kept:
            self.kept[key] = replace(self.kept[key], message_id=message_id)

    async def record_answer(self, member: CircleMember, status: MemberStatus) -> None:
        key = (member.circle_id, member.member_id)
        if key in self.kept:
            self.kept[key] = replace(self.kept[key], status=status, message_id=None)

    async def remove_member(self, guild_id: GuildId, circle_id: CircleId, member_id: MemberId) -> None:
        if await self.find(guild_id, circle_id) is not None:
            self.kept.pop((circle_id, member_id), None)

    async def members(self, guild_id: GuildId, circle_id: CircleId) -> Sequence[CircleMember]:
        here = [seat for seat in self.kept.values() if (seat.guild_id, seat.circle_id) == (guild_id, circle_id)]
        return sorted(here, key=lambda seat: seat.member_id)

    async def memberships_of(self, guild_id: GuildId, member_id: MemberId) -> Sequence[CircleMember]:
        theirs = [seat for seat in self.kept.values() if (seat.guild_id, seat.member_id) == (guild_id, member_id)]
        return sorted(theirs, key=lambda seat: seat.circle_id)


class Thread:
    """A private thread of the fake Discord."""

    def __init__(self, circle: Circle, now: datetime) -> None:
        self.of = circle.circle_id
        self.people: set[MemberId] = set()
        self.last = LastActivity(now, is_notice=False)
        self.n_notices = 0
        self.closed = False


class MemoryCircleThreads:
    """The port ``Parlour``: threads and invitations in memory, by a clock of its own."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.threads: dict[ChannelId, Thread] = {}
        self.posts: dict[MessageId, CircleMember] = {}
        self.refusal: OutOfReach | None = None
        self.dies_after_opening = False
        self._n_posts = 0

    def is_available(self, guild_id: GuildId) -> bool:
        return True

    def require_usable(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        self._reach()

    async def create_thread(self, circle: Circle, *, again: bool) -> ChannelId:
        self._reach()
        made = [key for key, thread in self.threads.items() if thread.of == circle.circle_id] if again else []
        key = made[0] if made else ChannelId(1_000 + len(self.threads))
        thread = self.threads.setdefault(key, Thread(circle, self.now))
        if circle.created_by is not None:
            thread.people.add(circle.created_by)
        if self.dies_after_opening:
            raise ConnectionError
        return key

    async def post_invitation(self, circle: Circle, member: CircleMember) -> MessageId:
        self._reach()
        if member.message_id in self.posts:
            return member.message_id
        self._n_posts += 1
        self.posts[MessageId(self._n_posts)] = member
        return MessageId(self._n_posts)

    async def delete_invitation(self, circle: Circle, member: CircleMember) -> None:
        if member.message_id is not None:
            self.posts.pop(member.message_id, None)

    async def add(self, circle: Circle, member_id: MemberId) -> None:
        self._thread(circle).people.add(member_id)

    async def remove(self, circle: Circle, member_id: MemberId) -> None:
        self._reach()
        if circle.thread_id in self.threads:
            self.threads[circle.thread_id].people.discard(member_id)

    async def last_activity(self, circle: Circle) -> LastActivity:
        return self._thread(circle).last

    async def warn_idle(self, circle: Circle, closes_at: datetime) -> None:
        thread = self._thread(circle)
        thread.last = LastActivity(self.now, is_notice=True)
        thread.n_notices += 1

    async def close(self, circle: Circle) -> None:
        self._reach()
        if circle.thread_id in self.threads:
            self.threads[circle.thread_id].closed = True

    def _reach(self) -> None:
        if self.refusal is not None:
            raise self.refusal

    def _thread(self, circle: Circle) -> Thread:
        self._reach()
        thread = self.threads.get(circle.thread_id or ChannelId(0))
        if thread is None or thread.closed:
            raise ThreadGone("This circle is closed.")
        return thread

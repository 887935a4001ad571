from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date, datetime

from community.digests.digest import Digest
from community.digests.issue import Issue, Standing, State
from community.digests.schedule import NewSchedule, Schedule
from community.digests.service import NONCE_HOLDS
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MessageId, ScheduleId
from community.recommendations.digestible import OpenAsk, Worked


class MemoryDigestStore:
    """The port ``DigestStore``, in memory."""

    def __init__(self) -> None:
        self._schedules: dict[ScheduleId, Schedule] = {}
        self._issues: dict[tuple[ScheduleId, date], Issue] = {}
        self._n_added = 0

    async def add(self, new: NewSchedule, now: datetime) -> Schedule:
        for there in self._schedules.values():
            if there.guild_id == new.guild_id and new.is_that_of(there):
                await self.resume(new.guild_id, there.schedule_id, now)
                return self._schedules[there.schedule_id]
        self._n_added += 1
        schedule_id = ScheduleId(self._n_added)
        self._schedules[schedule_id] = Schedule(
            schedule_id, new.guild_id, new.kind, new.channel_id, new.rhythm, paused=False, since=now
        )
        return self._schedules[schedule_id]

    async def standings(self, guild_id: GuildId) -> Sequence[Standing]:
        return [self._standing(one) for one in self._schedules.values() if one.guild_id == guild_id]

    async def running(self) -> Sequence[Standing]:
        return [self._standing(one) for one in self._schedules.values() if not one.paused]

    async def pause(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        schedule = self._schedules.get(schedule_id)
        if schedule is not None and schedule.guild_id == guild_id:
            self._keep(replace(schedule, paused=True))

    async def resume(self, guild_id: GuildId, schedule_id: ScheduleId, now: datetime) -> None:
        schedule = self._schedules.get(schedule_id)
        if schedule is not None and schedule.guild_id == guild_id and schedule.paused:
            self._keep(replace(schedule, paused=False, since=now))

    async def remove(self, guild_id: GuildId, schedule_id: ScheduleId) -> None:
        schedule = self._schedules.get(schedule_id)
        if schedule is not None and schedule.guild_id == guild_id:
            del self._schedules[schedule_id]
            self._issues = {key: issue for key, issue in self._issues.items() if key[0] != schedule_id}

    async def claim(
        self, schedule: Schedule, local_date: date, now: datetime, *, over: Collection[State] = ()
    ) -> Issue | None:
        key = (schedule.schedule_id, local_date)
        there = self._issues.get(key)
        if schedule.schedule_id not in self._schedules or (there is not None and there.state not in over):
            return None
        self._issues[key] = Issue(schedule, local_date, State.CLAIMED, now)
        return self._issues[key]

    async def claims(self) -> Sequence[Issue]:
        claimed = [
            replace(issue, schedule=self._schedules[issue.schedule.schedule_id])
            for issue in self._issues.values()
            if issue.state is State.CLAIMED
        ]
        return sorted(claimed, key=lambda issue: (issue.claimed_at, issue.schedule.schedule_id))

    async def settle(self, issue: Issue, now: datetime) -> None:
        key = (issue.schedule.schedule_id, issue.local_date)
        there = self._issues.get(key)
        if there is not None and there.state is State.CLAIMED:
            self._issues[key] = issue

    def _keep(self, schedule: Schedule) -> None:
        self._schedules[schedule.schedule_id] = schedule

    def _standing(self, schedule: Schedule) -> Standing:
        dates = [day for schedule_id, day in self._issues if schedule_id == schedule.schedule_id]
        if not dates:
            return Standing(schedule, None)
        return Standing(schedule, replace(self._issues[schedule.schedule_id, max(dates)], schedule=schedule))


class MemoryHerald:
    """The port ``Herald``: a channel that tells a repeated post by its nonce for a while, as Discord does."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.posts: list[tuple[Issue, Digest, datetime]] = []
        self.absent: set[GuildId] = set()
        self.barred: OutOfReach | None = None
        self.unreadable = False

    def at_hand(self, guild_id: GuildId) -> bool:
        return guild_id not in self.absent

    def require(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        if self.barred is not None:
            raise self.barred

    async def post(self, issue: Issue, digest: Digest) -> MessageId:
        self.require(issue.schedule.guild_id, issue.schedule.channel_id)
        now = self._clock()
        for number, (posted, _, at) in enumerate(self.posts, 1):
            if posted.nonce == issue.nonce and now - at < NONCE_HOLDS:
                return MessageId(number)
        self.posts.append((issue, digest, now))
        return MessageId(len(self.posts))

    async def find(self, issue: Issue) -> MessageId | None:
        if self.unreadable:
            raise OutOfReach("The history can't be read.")
        return next((MessageId(n) for n, (posted, _, _) in enumerate(self.posts, 1) if posted.mark == issue.mark), None)


class MemoryReadership:
    """The port ``Readership``: everything is open but what is closed; it remembers what it was asked."""

    def __init__(self, *closed: ChannelId) -> None:
        self.closed = set(closed)
        self.asked: list[ChannelId] = []

    async def open_to_readers_of(self, digest_channel_id: ChannelId, source_channel_id: ChannelId) -> bool:
        self.asked.append(source_channel_id)
        return source_channel_id not in self.closed


class MemoryWordOfMouth:
    """The port ``WordOfMouth``: what it is given."""

    def __init__(self, worked: Sequence[Worked] = (), asks: Sequence[OpenAsk] = ()) -> None:
        self._worked = worked
        self._asks = asks

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Worked]:
        return self._worked

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        return [one for one in self._asks if one.asked_at >= since]

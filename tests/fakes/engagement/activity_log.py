from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date, datetime

from community.calendar import Window, local_date
from community.engagement.activity_log import DayTotal, MemberDay, MessageCount, Opening, Spell, ThreadTalk
from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.ids import ChannelId, GuildId, MemberId

Person = tuple[GuildId, MemberId]
Key = tuple[GuildId, ActivityKind, int, MemberId, str]


@dataclass(slots=True)
class Stay:
    joins: tuple[datetime, ...] = ()
    first_seen_at: datetime | None = None
    left_at: datetime | None = None

    @property
    def joined_at(self) -> datetime | None:
        return min(self.joins, default=self.first_seen_at)


class MemoryActivityLog:
    """The port ``ActivityLog``, in memory.

    While ``failing`` is set, ``append`` raises it and stores nothing.
    """

    def __init__(self) -> None:
        self.failing: Exception | None = None
        self.opted_out: Collection[Person] = ()
        self._activities: dict[Key, Activity] = {}
        self._stays: defaultdict[Person, Stay] = defaultdict(Stay)

    def activities(self, guild_id: GuildId) -> Sequence[Activity]:
        """Returns all activities of a guild."""
        return [one for one in self._activities.values() if one.guild_id == guild_id]

    def stay(self, guild_id: GuildId, member_id: MemberId) -> Stay:
        """Returns the membership of a member."""
        return self._stays[guild_id, member_id] if (guild_id, member_id) in self._stays else Stay()

    def stays(self) -> dict[Person, Stay]:
        """Returns everybody's memberships."""
        return dict(self._stays)

    async def append(self, events: Sequence[Event]) -> int:
        if self.failing is not None:
            raise self.failing
        before = deepcopy((self._activities, self._stays))
        try:
            return sum([self._add(event) for event in events])
        except BaseException:
            self._activities, self._stays = before
            raise

    def _add(self, event: Event) -> bool:
        match event:
            case Activity():
                key = (event.guild_id, event.kind, event.source_id, event.member_id, event.emoji)
                stay = self._stays[event.guild_id, event.member_id]
                stay.first_seen_at = min(stay.first_seen_at or event.at, event.at)
                return key not in self._activities and self._activities.setdefault(key, event) is event
            case Withdrawal():
                self._activities = {key: one for key, one in self._activities.items() if not withdrawn(one, event)}
            case Arrival():
                stay = self._stays[event.guild_id, event.member_id]
                stay.joins, stay.left_at = (*stay.joins, event.at), None
            case Departure():
                stay = self._stays[event.guild_id, event.member_id]
                stay.left_at = stay.left_at or event.at
        return False

    async def spells(self, guild_id: GuildId, window: Window) -> Sequence[Spell]:
        return [
            Spell(member_id, stay.joined_at, stay.left_at)
            for (guild, member_id), stay in sorted(self._stays.items(), key=lambda item: item[0])
            if guild == guild_id
            and (guild, member_id) not in self.opted_out
            and stay.joined_at is not None
            and stay.joined_at < window.end_at
            and (stay.left_at is None or stay.left_at >= window.start_at)
        ]

    async def member_days(
        self,
        guild_id: GuildId,
        window: Window,
        *,
        channel_id: ChannelId | None = None,
        member_id: MemberId | None = None,
    ) -> Sequence[MemberDay]:
        counts = Counter(
            (local_date(one.at, window.tz), one.member_id, one.kind)
            for one in self._within(guild_id, window.start_at, window.end_at)
            if channel_id in (None, one.channel_id) and self._is_returned(guild_id, one.member_id, member_id)
        )
        return [MemberDay(who, day, kind, n) for (day, who, kind), n in sorted(counts.items())]

    async def day_totals(self, guild_id: GuildId, window: Window) -> Sequence[DayTotal]:
        rows = await self.member_days(guild_id, window)
        return [
            DayTotal(
                day,
                len({row.member_id for row in rows if row.day == day}),
                sum(row.n for row in rows if row.day == day and row.kind is ActivityKind.MESSAGE),
            )
            for day in sorted({row.day for row in rows})
        ]

    async def first_days(self, guild_id: GuildId, window: Window) -> Mapping[MemberId, date]:
        first: dict[MemberId, date] = {}
        for one in self._activities.values():
            if one.guild_id == guild_id and one.at < window.end_at:
                day = local_date(one.at, window.tz)
                first[one.member_id] = min(first.get(one.member_id, day), day)
        return first

    async def openings(
        self, guild_id: GuildId, window: Window, *, member_id: MemberId | None = None
    ) -> Sequence[Opening]:
        alive = {
            one.thread_id for one in self._activities.values() if one.guild_id == guild_id and one.at < window.end_at
        }
        found = []
        for thread_id in alive:
            if thread_id is None:
                continue
            told = self._thread_messages(guild_id, thread_id, window.end_at)
            if told and told[0].at >= window.start_at and self._is_returned(guild_id, told[0].member_id, member_id):
                first = told[0]
                answered_at = next((one.at for one in told if one.member_id != first.member_id), None)
                found.append(Opening(thread_id, first.channel_id, first.member_id, first.at, answered_at))
        return sorted(found, key=lambda opening: (opening.at, opening.thread_id))

    def _is_returned(self, guild_id: GuildId, about: MemberId, named: MemberId | None) -> bool:
        """Returns whether rows about a member are returned; of one who opted out only if they are named."""
        return about == named if named is not None else (guild_id, about) not in self.opted_out

    async def thread_talk(self, guild_id: GuildId, window: Window) -> Sequence[ThreadTalk]:
        by_thread = defaultdict(list)
        for one in self._messages(self._within(guild_id, window.start_at, window.end_at)):
            if one.thread_id is not None and self._is_returned(guild_id, one.member_id, None):
                by_thread[one.thread_id].append(one)
        return [
            ThreadTalk(
                thread_id,
                told[0].channel_id,
                len(told),
                len({one.member_id for one in told}),
                max(one.at for one in told),
            )
            for thread_id, told in sorted(by_thread.items())
        ]

    async def message_counts(self, guild_id: GuildId, window: Window) -> Sequence[MessageCount]:
        said = self._messages(self._within(guild_id, window.start_at, window.end_at))
        counts = Counter((one.channel_id, one.member_id) for one in said)
        return [
            MessageCount(channel_id, member_id, n)
            for (channel_id, member_id), n in sorted(counts.items())
            if (guild_id, member_id) not in self.opted_out
        ]

    async def n_posters(self, guild_id: GuildId, since: datetime, until: datetime) -> Mapping[ChannelId, int]:
        posters = {
            (one.channel_id, one.member_id)
            for one in self._messages(self._within(guild_id, since, until))
            if self._is_returned(guild_id, one.member_id, None)
        }
        return Counter(channel_id for channel_id, _ in posters)

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        said = self._messages(self._within(guild_id, since, until))
        return max((one.at for one in said if one.channel_id == channel_id), default=None)

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        said = self._messages(self._activities.values())
        return len(
            {
                one.member_id
                for one in said
                if (one.guild_id, one.thread_id) == (guild_id, thread_id)
                and one.at < until
                and self._is_returned(guild_id, one.member_id, None)
            }
        )

    def _within(self, guild_id: GuildId, since: datetime, until: datetime) -> Iterator[Activity]:
        return (one for one in self._activities.values() if one.guild_id == guild_id and since <= one.at < until)

    @staticmethod
    def _messages(activities: Iterable[Activity]) -> Iterator[Activity]:
        return (one for one in activities if one.kind is ActivityKind.MESSAGE)

    def _thread_messages(self, guild_id: GuildId, thread_id: int, until: datetime) -> list[Activity]:
        """Returns a thread's messages in order; the channel's message that it was made from comes first."""
        said = [
            one
            for one in self._messages(self._activities.values())
            if one.guild_id == guild_id
            and one.at < until
            and (one.thread_id == thread_id or (one.thread_id is None and one.source_id == thread_id))
        ]
        return sorted(said, key=lambda one: (one.at, one.source_id, one.member_id))


def withdrawn(one: Activity, by: Withdrawal) -> bool:
    return (
        (one.guild_id, one.kind, one.source_id) == (by.guild_id, by.kind, by.source_id)
        and by.member_id in (None, one.member_id)
        and by.emoji in (None, one.emoji)
    )

"""Scheduling digests, and posting each issue once, whatever restarts in between."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from community.calendar import local_date, midnight
from community.concurrency import KeyedLocks
from community.digests.composer import DigestComposer
from community.digests.digest import Digest, DigestRequest, PreviousItems
from community.digests.due import due_date, next_issue_at
from community.digests.issue import Issue, IssueState, PublishedItem, ScheduledDigest
from community.digests.ports import DigestPosts, DigestStore
from community.digests.schedule import NO_SUBJECT, Cadence, DigestKind, DigestSubject, NewSchedule, Rhythm, Schedule
from community.digests.settings import DigestSettings
from community.discord_limits import NONCE_SPAN
from community.due_work import DueJob
from community.errors import Invalid, NotFound, OutOfReach, Refusal
from community.ids import ChannelId, GuildId, MessageId, ScheduleId
from community.notices.ports import ModeratorNotices
from community.settings.general import GeneralSettings
from community.settings.service import SettingsService

MAX_SCHEDULES = 50
"""Schedules of one guild: one a topic in a large one, and then some (our choice)."""
REPOSTABLE = frozenset({IssueState.QUIET, IssueState.FAILED, IssueState.MISSED})
"""Issues that a moderator may have posted after all."""


class DigestService:
    """The digests that come by themselves, and those that a moderator asks for.

    An issue is claimed, then posted, then settled. A claim that was left open is looked for in its channel: what
    is found there is kept, what is proven absent is posted, and what can't be known is never posted twice. What it
    tells is kept before it is posted, so that the next one knows, and everybody can ask why.
    """

    def __init__(
        self,
        store: DigestStore,
        posts: DigestPosts,
        composer: DigestComposer,
        settings: SettingsService,
        notices: ModeratorNotices,
    ) -> None:
        self._store = store
        self._posts = posts
        self._composer = composer
        self._settings = settings
        self._notices = notices
        self._locks = KeyedLocks()

    async def schedule(self, new: NewSchedule, now: datetime) -> ScheduledDigest:
        """Has a digest come by itself; asked for twice it comes once.

        Raises
        ------
        OutOfReach
            When it can't be posted in that channel; says what is missing.
        """
        self._posts.require_postable(new.guild_id, new.channel_id, new.subject.kind)
        schedules = await self._store.schedules(new.guild_id)
        if len(schedules) >= MAX_SCHEDULES and not any(new.matches(one.schedule) for one in schedules):
            raise Invalid(
                "This server has {limit} digests already. Please remove one first, with /digest remove.",
                limit=MAX_SCHEDULES,
            )
        return await self.find(new.guild_id, (await self._store.add(new, now)).schedule_id)

    async def schedules(self, guild_id: GuildId) -> Sequence[ScheduledDigest]:
        """The guild's digests with their latest issues, oldest first."""
        return await self._store.schedules(guild_id)

    async def next_at(self, scheduled: ScheduledDigest, now: datetime) -> datetime | None:
        """When a digest comes next; none while it is paused."""
        schedule = scheduled.schedule
        if schedule.paused:
            return None
        return next_issue_at(schedule.rhythm, await self._tz(schedule.guild_id), now, last=scheduled.last_date)

    async def find(self, guild_id: GuildId, schedule_id: ScheduleId) -> ScheduledDigest:
        """One digest of this guild."""
        for one in await self._store.schedules(guild_id):
            if one.schedule.schedule_id == schedule_id:
                return one
        raise NotFound("There is no such digest here. See what there is with /digest list.")

    async def pause(self, guild_id: GuildId, schedule_id: ScheduleId) -> ScheduledDigest:
        """Nothing comes any more until it is resumed."""
        await self._store.pause(guild_id, schedule_id)
        return await self.find(guild_id, schedule_id)

    async def resume(self, guild_id: GuildId, schedule_id: ScheduleId, now: datetime) -> ScheduledDigest:
        """It comes again; what would have come meanwhile is not made up for."""
        await self._store.resume(guild_id, schedule_id, now)
        return await self.find(guild_id, schedule_id)

    async def remove(self, guild_id: GuildId, schedule_id: ScheduleId) -> ScheduledDigest:
        """It comes no more; what was posted stays."""
        removed = await self.find(guild_id, schedule_id)
        await self._store.remove(guild_id, schedule_id)
        return removed

    def require_postable(self, guild_id: GuildId, channel_id: ChannelId, kind: DigestKind) -> None:
        """Passes where a digest of that kind can be posted; else says what is missing."""
        self._posts.require_postable(guild_id, channel_id, kind)

    async def subject_names(
        self, guild_id: GuildId, schedules: Sequence[ScheduledDigest]
    ) -> Mapping[DigestSubject, str]:
        """What the digests that are about something are about."""
        subjects = {one.schedule.subject for one in schedules if one.schedule.subject.number != NO_SUBJECT}
        return {subject: await self._composer.subject_name(guild_id, subject) for subject in subjects}

    async def search_brands(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """The brands that a digest can be about, each with its number, by what was typed."""
        return await self._composer.search_brands(guild_id, typed)

    async def find_schedule(self, guild_id: GuildId, subject: DigestSubject, channel_id: ChannelId) -> Schedule | None:
        """The schedule of a subject: that of the channel, else the oldest; none where there is none."""
        found = [one.schedule for one in await self._store.schedules(guild_id) if one.schedule.subject == subject]
        return min(found, key=lambda one: (one.channel_id != channel_id, one.paused, one.schedule_id), default=None)

    async def preview(self, guild_id: GuildId, subject: DigestSubject, channel_id: ChannelId, now: datetime) -> Digest:
        """What would be posted now; nothing is recorded. Unscheduled, it is a week's, for that channel's readers."""
        schedule = await self.find_schedule(guild_id, subject, channel_id)
        tz = await self._tz(guild_id)
        today = local_date(now, tz)
        if schedule is None:
            window = Rhythm(Cadence.WEEKLY, today.isoweekday(), time()).window(today, tz)
            return await self._composer.compose(
                DigestRequest(guild_id, subject, Cadence.WEEKLY, window, channel_id, now)
            )
        return await self._compose(schedule, today, now)

    async def post_now(self, schedule: Schedule, now: datetime) -> Issue:
        """Posts today's issue ahead of its time, or in spite of what kept it back; it is not posted again later.

        Raises
        ------
        Invalid
            When today's issue is posted already.
        """
        async with self._lock(schedule):
            today = local_date(now, await self._tz(schedule.guild_id))
            issue = await self._store.claim(schedule, today, now, over=REPOSTABLE)
            if issue is None:
                raise Invalid("Today's issue is out already. See it, and when the next one comes, with /digest list.")
            return await self._publish(issue, now)

    async def recompose(self, issue: Issue) -> Digest:
        """An issue's digest, composed anew from what is recorded."""
        return await self._compose(issue.schedule, issue.local_date, issue.claimed_at)

    async def find_item(self, guild_id: GuildId, schedule_id: ScheduleId, local_date: date, key: str) -> PublishedItem:
        """Something that an issue told, with why it was chosen."""
        found = await self._store.find_item(guild_id, schedule_id, local_date, key)
        if found is None:
            raise NotFound("I don't know any more why this was chosen. The next digest will say it for its own.")
        return found

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Posting what is due, after settling what was left open."""
        claims, running = await self._store.claims(), await self._store.running()
        return [
            *(DueJob(issue.schedule.guild_id, partial(self._reconcile, issue, now)) for issue in claims),
            *(DueJob(standing.schedule.guild_id, partial(self._post_due, standing, now)) for standing in running),
        ]

    async def _post_due(self, scheduled: ScheduledDigest, now: datetime) -> None:
        schedule = scheduled.schedule
        if not self._posts.is_available(schedule.guild_id):
            return
        tz = await self._tz(schedule.guild_id)
        day = due_date(schedule.rhythm, tz, now, since=schedule.since, last=scheduled.last_date)
        if day is not None:
            async with self._lock(schedule):
                if issue := await self._store.claim(schedule, day, now):
                    await self._publish(issue, now)

    async def _reconcile(self, issue: Issue, now: datetime) -> None:
        """Settles an issue of which it is not known whether it was posted."""
        if self._posts.is_available(issue.schedule.guild_id):
            async with self._lock(issue.schedule):
                if issue in await self._store.claims():
                    await self._conclude(issue, now)

    async def _conclude(self, issue: Issue, now: datetime) -> None:
        message_id, proven = None, True
        try:
            message_id = await self._posts.find(issue)
        except OutOfReach:
            proven = False
        if message_id is not None:
            await self._mark_posted(issue, message_id, now)
        elif await self._is_stale(issue, now):
            await (self._settle(issue, IssueState.MISSED, now) if proven else self._mark_uncertain(issue, now))
        elif proven or now - issue.claimed_at < NONCE_SPAN:
            await self._publish(issue, now)
        else:
            await self._mark_uncertain(issue, now)

    async def _is_stale(self, issue: Issue, now: datetime) -> bool:
        """Whether nobody waits for an issue any more: it was paused, or the next one is due."""
        schedule, tz = issue.schedule, await self._tz(issue.schedule.guild_id)
        later = due_date(schedule.rhythm, tz, now, since=schedule.since, last=issue.local_date)
        return schedule.paused or later is not None

    async def _publish(self, issue: Issue, now: datetime) -> Issue:
        """Posts a claimed issue and keeps what became of it; an unforeseen error leaves the claim open."""
        try:
            digest = await self.recompose(issue)
            settings = await self._settings.read(issue.schedule.guild_id, DigestSettings)
            if digest.is_quiet and not settings.quiet_line:
                return await self._settle(issue, IssueState.QUIET, now)
            await self._store.record_items(
                issue, [PublishedItem(one.title, line.place, item) for one, line, item in digest.items]
            )
            message_id = await self._posts.post(issue, digest)
        except (OutOfReach, NotFound) as refusal:
            return await self._mark_failed(issue, refusal, now)
        return await self._mark_posted(issue, message_id, now)

    def _lock(self, schedule: Schedule) -> asyncio.Lock:
        """Held while an issue of the schedule is made, so that a claim under way is not taken for one left open."""
        return self._locks.lock(schedule.guild_id, schedule.schedule_id)

    async def _mark_posted(self, issue: Issue, message_id: MessageId, now: datetime) -> Issue:
        settled = await self._settle(issue, IssueState.POSTED, now, message_id=message_id)
        await self._notices.settle(issue.schedule.guild_id, _notice_key(issue))
        return settled

    async def _mark_failed(self, issue: Issue, refusal: Refusal, now: datetime) -> Issue:
        """Keeps why it was not posted; the moderators are told once until one is posted again."""
        settled = await self._settle(issue, IssueState.FAILED, now, note=str(refusal))
        await self._notices.notify(
            issue.schedule.guild_id,
            _notice_key(issue),
            now,
            "The {kind} digest for {channel} was not posted. {reason} Then post it with /digest now, "
            "or let the next one come by itself.",
            kind=issue.schedule.kind,
            channel=f"<#{issue.schedule.channel_id}>",
            reason=str(refusal),
        )
        return settled

    async def _mark_uncertain(self, issue: Issue, now: datetime) -> None:
        """Keeps that nobody can know whether it was posted; it is not posted a second time."""
        await self._settle(issue, IssueState.UNCERTAIN, now)
        await self._notices.notify(
            issue.schedule.guild_id,
            _notice_key(issue),
            now,
            "I can't read {channel}, so I don't know whether the {kind} digest of {day} is there, and did not post it "
            "again. Please give my role Read Message History there.",
            kind=issue.schedule.kind,
            channel=f"<#{issue.schedule.channel_id}>",
            day=issue.local_date.isoformat(),
        )

    async def _settle(
        self, issue: Issue, state: IssueState, now: datetime, *, message_id: MessageId | None = None, note: str = ""
    ) -> Issue:
        settled = replace(issue, state=state, message_id=message_id, note=note)
        await self._store.settle(settled, now)
        return settled

    async def _compose(self, schedule: Schedule, day: date, now: datetime) -> Digest:
        tz = await self._tz(schedule.guild_id)
        issues = await self._store.previous_issues(schedule, day)
        previous = PreviousItems(None if issues.last_date is None else midnight(issues.last_date, tz), issues.items)
        rhythm = schedule.rhythm
        window = rhythm.window(day, tz)
        return await self._composer.compose(
            DigestRequest(
                schedule.guild_id, schedule.subject, rhythm.cadence, window, schedule.channel_id, now, previous
            )
        )

    async def _tz(self, guild_id: GuildId) -> ZoneInfo:
        return (await self._settings.read(guild_id, GeneralSettings)).tz


def _notice_key(issue: Issue) -> str:
    return f"digest:{issue.schedule.schedule_id}"

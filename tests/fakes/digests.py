from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from community.calendar import Window
from community.digests.brand_view import BrandQuestion, BrandView
from community.digests.builtin_contributors import (
    ConversationContributor,
    HealthContributor,
    RecommendationContributor,
    ThanksContributor,
)
from community.digests.composer import DigestComposer
from community.digests.contributor import MEMBER_KINDS, Scope
from community.digests.digest import Digest
from community.digests.issue import Issue, IssueState, PreviousIssues, PublishedItem, ScheduledDigest
from community.digests.ports import Visibility
from community.digests.rows import Introduction, Row, TopicNews, UpcomingEvent
from community.digests.schedule import DigestKind, NewSchedule, Schedule
from community.digests.sources import BrandSource
from community.discord_limits import NONCE_SPAN
from community.engagement.activity_log import ActivityLog
from community.engagement.conversations import Reply
from community.engagement.health import FadingTopic, Health
from community.engagement.recognition import RecognizedMember, recognize
from community.engagement.recorder import Recorder
from community.engagement.response_ports import InteractionCount
from community.errors import NotFound, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId, ScheduleId, TopicId
from community.onboarding.digest_source import IntroductionContributor
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.topics.topic import Topic
from tests.fakes.brands.no_brands import NoBrands


class MemoryDigestStore:
    """The port ``DigestStore``, in memory."""

    def __init__(self) -> None:
        self._schedules: dict[ScheduleId, Schedule] = {}
        self._issues: dict[tuple[ScheduleId, date], Issue] = {}
        self._items: dict[tuple[ScheduleId, date], Sequence[PublishedItem]] = {}
        self._n_added = 0

    async def add(self, new: NewSchedule, now: datetime) -> Schedule:
        for there in self._schedules.values():
            if there.guild_id == new.guild_id and new.matches(there):
                await self.resume(new.guild_id, there.schedule_id, now)
                return self._schedules[there.schedule_id]
        self._n_added += 1
        schedule_id = ScheduleId(self._n_added)
        self._schedules[schedule_id] = Schedule(
            schedule_id, new.guild_id, new.subject, new.channel_id, new.rhythm, paused=False, since=now
        )
        return self._schedules[schedule_id]

    async def schedules(self, guild_id: GuildId) -> Sequence[ScheduledDigest]:
        return [self._standing(one) for one in self._schedules.values() if one.guild_id == guild_id]

    async def running(self) -> Sequence[ScheduledDigest]:
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
            self._items = {key: items for key, items in self._items.items() if key[0] != schedule_id}

    async def claim(
        self, schedule: Schedule, local_date: date, now: datetime, *, over: Collection[IssueState] = ()
    ) -> Issue | None:
        key = (schedule.schedule_id, local_date)
        there = self._issues.get(key)
        if schedule.schedule_id not in self._schedules or (there is not None and there.state not in over):
            return None
        self._issues[key] = Issue(schedule, local_date, IssueState.CLAIMED, now)
        return self._issues[key]

    async def claims(self) -> Sequence[Issue]:
        claimed = [
            replace(issue, schedule=self._schedules[issue.schedule.schedule_id])
            for issue in self._issues.values()
            if issue.state is IssueState.CLAIMED
        ]
        return sorted(claimed, key=lambda issue: (issue.claimed_at, issue.schedule.schedule_id))

    async def settle(self, issue: Issue, now: datetime) -> None:
        key = (issue.schedule.schedule_id, issue.local_date)
        there = self._issues.get(key)
        if there is not None and there.state is IssueState.CLAIMED:
            self._issues[key] = issue

    async def record_items(self, issue: Issue, items: Sequence[PublishedItem]) -> None:
        if issue.schedule.schedule_id in self._schedules:
            self._items[issue.schedule.schedule_id, issue.local_date] = list(items)

    async def previous_issues(self, schedule: Schedule, before: date) -> PreviousIssues:
        posted = sorted(
            day
            for (schedule_id, day), issue in self._issues.items()
            if schedule_id == schedule.schedule_id and day < before and issue.state is IssueState.POSTED
        )
        items: dict[str, datetime] = {}
        for day in posted:
            for told in self._items.get((schedule.schedule_id, day), ()):
                items[told.item.key] = max(told.item.stirred_at, items.get(told.item.key, told.item.stirred_at))
        return PreviousIssues(posted[-1] if posted else None, items)

    async def find_item(
        self, guild_id: GuildId, schedule_id: ScheduleId, local_date: date, key: str
    ) -> PublishedItem | None:
        schedule = self._schedules.get(schedule_id)
        if schedule is None or schedule.guild_id != guild_id:
            return None
        items = self._items.get((schedule_id, local_date), ())
        return next((told for told in items if told.item.key == key), None)

    def _keep(self, schedule: Schedule) -> None:
        self._schedules[schedule.schedule_id] = schedule

    def _standing(self, schedule: Schedule) -> ScheduledDigest:
        dates = [day for schedule_id, day in self._issues if schedule_id == schedule.schedule_id]
        if not dates:
            return ScheduledDigest(schedule, None)
        return ScheduledDigest(schedule, replace(self._issues[schedule.schedule_id, max(dates)], schedule=schedule))


class MemoryDigestPosts:
    """The port ``Herald``: a channel that tells a repeated post by its nonce for a while, as Discord does."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self.posts: list[tuple[Issue, Digest, datetime]] = []
        self.absent: set[GuildId] = set()
        self.barred: OutOfReach | None = None
        self.unreadable = False

    def is_available(self, guild_id: GuildId) -> bool:
        return guild_id not in self.absent

    def require_postable(self, guild_id: GuildId, channel_id: ChannelId, kind: DigestKind) -> None:
        if self.barred is not None:
            raise self.barred

    async def post(self, issue: Issue, digest: Digest) -> MessageId:
        self.require_postable(issue.schedule.guild_id, issue.schedule.channel_id, issue.schedule.kind)
        now = self._clock()
        for number, (posted, _, at) in enumerate(self.posts, 1):
            if posted.nonce == issue.nonce and now - at < NONCE_SPAN:
                return MessageId(number)
        self.posts.append((issue, digest, now))
        return MessageId(len(self.posts))

    async def find(self, issue: Issue) -> MessageId | None:
        if self.unreadable:
            raise OutOfReach("The history can't be read.")
        return next((MessageId(n) for n, (posted, _, _) in enumerate(self.posts, 1) if posted.mark == issue.mark), None)


class MemoryVisibility:
    """The port ``Readership``: everything is open but what is closed; it remembers what it was asked."""

    def __init__(self, *closed: ChannelId) -> None:
        self.closed = set(closed)
        self.asked: list[ChannelId] = []

    async def open_to_readers_of(self, digest_channel_id: ChannelId, source_channel_id: ChannelId) -> bool:
        self.asked.append(source_channel_id)
        return source_channel_id not in self.closed


@dataclass
class MemorySources:
    """Every port that a digest is made from: what it is given."""

    given_topics: Sequence[Topic] = ()
    given_worked: Sequence[WorkedRecommendation] = ()
    given_asks: Sequence[OpenAsk] = ()
    given_replies: Sequence[Reply] = ()
    given_news: Sequence[TopicNews] = ()
    given_introductions: Sequence[Introduction] = ()
    given_coming: Sequence[UpcomingEvent] = ()
    given_health: Health = field(default_factory=lambda: Health((), (), (), ()))
    thanks_by_channel: Mapping[ChannelId, Sequence[InteractionCount]] = field(default_factory=dict)
    shown: frozenset[MemberId] = frozenset()

    async def topics(self, guild_id: GuildId) -> Sequence[Topic]:
        return self.given_topics

    async def joined(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Topic]:
        return self.given_topics[::2]

    async def find(self, guild_id: GuildId, topic_id: TopicId) -> Topic:
        for topic in self.given_topics:
            if topic.topic_id == topic_id:
                return topic
        raise NotFound("There is no such topic here. See what there is with /topic browse.")

    async def thanked(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[RecognizedMember]:
        regards = [regard for channel in channels for regard in self.thanks_by_channel.get(channel, ())]
        return recognize(self.shown, (), regards)

    async def n_shown(self, guild_id: GuildId) -> int:
        return len(self.shown)

    async def health(self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime) -> Health:
        return self.given_health

    async def fading(
        self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime
    ) -> Sequence[FadingTopic]:
        return [one for one in self.given_health.fading if one.channel_id in topics]

    async def replies(self, guild_id: GuildId, window: Window) -> Sequence[Reply]:
        return self.given_replies

    async def introductions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Introduction]:
        return [one for one in self.given_introductions if since <= one.at < until]

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WorkedRecommendation]:
        return self.given_worked

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        return [one for one in self.given_asks if one.asked_at >= since]


@dataclass
class MemoryContributor:
    """The port ``Contributor``: the rows that it is given, whatever the scope."""

    kinds: Collection[DigestKind]
    rows: Sequence[Row]

    async def contribute(self, scope: Scope) -> Sequence[Row]:
        return self.rows


class MemoryBrand:
    """The port ``Brands`` where there is one, whatever its number."""

    def __init__(self, called: str, figures: Mapping[str, int | None], questions: Sequence[BrandQuestion]) -> None:
        self._called = called
        self._figures = figures
        self._questions = tuple(questions)

    async def name(self, guild_id: GuildId, brand: int) -> str:
        return self._called

    async def search(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        return [(1, self._called)]

    async def view(self, guild_id: GuildId, brand: int, window: Window) -> BrandView:
        return BrandView(window, self._figures, self._questions)


def digest_composer(
    log: ActivityLog,
    recorder: Recorder,
    visibility: Visibility,
    sources: MemorySources | None = None,
    brands: BrandSource | None = None,
) -> DigestComposer:
    """An editor on these sources; without any, nothing is there but what was recorded."""
    found = sources or MemorySources()
    return DigestComposer(
        log,
        recorder,
        visibility,
        topics=found,
        brands=brands or NoBrands(),
        contributors=(
            ConversationContributor(log, found),
            RecommendationContributor(found),
            ThanksContributor(log, found, visibility),
            MemoryContributor({DigestKind.COMMUNITY}, found.given_news),
            IntroductionContributor(found),
            MemoryContributor(MEMBER_KINDS, found.given_coming),
            HealthContributor(found, found),
        ),
    )

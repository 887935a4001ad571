"""Composes digests: gathers what happened, lets every section choose, leaves out what not every reader may read."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from community.calendar import DAY, Window
from community.digests import sections
from community.digests.digest import Digest, DigestRequest
from community.digests.ports import Visibility
from community.digests.rows import Thanked, UpcomingEvent
from community.digests.schedule import DigestKind, DigestSubject
from community.digests.section import Content, Place, Section, View, ViewT
from community.digests.sources import (
    BrandSource,
    Care,
    IntroductionSource,
    Replies,
    TopicLife,
    TopicSource,
    UpcomingEvents,
    WordOfMouth,
)
from community.engagement.activity_log import ActivityLog
from community.engagement.conversations import depths
from community.engagement.metrics.messages import messages
from community.engagement.recorder import Recorder
from community.engagement.window_data import MONTH, WindowData
from community.errors import NotFound
from community.ids import ChannelId, GuildId, TopicId
from community.recommendations.digest_rows import OpenAsk
from community.registry import collect
from community.topics.topic import Topic

CHART_DAYS = 7
"""A chart of fewer days than a week would show no rhythm."""
RECORDED_BEFORE = MONTH * DAY
"""Activity within this before a window tells that recording had begun; without it, silence would say nothing."""
ASK_SPAN = timedelta(days=14)
"""Asks that have waited longer are past help from a digest."""

Told = Mapping[str, Content | None]
Addition = Callable[[View], View]
"""What was gathered, ready to be put into a view."""


class DigestComposer:
    """Makes a digest of a window for the readers of a channel."""

    def __init__(
        self,
        log: ActivityLog,
        recorder: Recorder,
        visibility: Visibility,
        *,
        word_of_mouth: WordOfMouth,
        topics: TopicSource,
        care: Care,
        replies: Replies,
        topic_life: TopicLife,
        introductions: IntroductionSource,
        occasions: Sequence[UpcomingEvents],
        brands: BrandSource,
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._visibility = visibility
        self._word_of_mouth = word_of_mouth
        self._topics = topics
        self._care = care
        self._replies = replies
        self._topic_life = topic_life
        self._introductions = introductions
        self._occasions = occasions
        self._brands = brands
        self._sections = all_sections()

    async def compose(self, request: DigestRequest) -> Digest:
        """Everything that the sections have to tell to everybody who reads that channel.

        Raises
        ------
        NotFound
            When what the digest is about is not there any more.
        """
        await self._recorder.flush()
        if request.subject.kind is DigestKind.BRAND:
            return await self._for_brand(request)
        topic = await self._topic(request)
        view = await self._view(request, topic)
        return Digest(
            request.guild_id,
            request.subject,
            request.cadence,
            request.window,
            about="" if topic is None else topic.name,
            n_active=len(view.activity.active()),
            n_messages=messages(view.activity),
            days=await asyncio.to_thread(_days, view.activity),
            sections=await self._tell(request, view),
        )

    async def subject_name(self, guild_id: GuildId, subject: DigestSubject) -> str:
        """The name of what a digest is about; nothing where it is about nothing, or that is gone."""
        try:
            match subject.kind:
                case DigestKind.TOPIC:
                    return (await self._topics.find(guild_id, TopicId(subject.number))).name
                case DigestKind.BRAND:
                    return await self._brands.name(guild_id, subject.number)
                case _:
                    return ""
        except NotFound:
            return ""

    async def search_brands(self, guild_id: GuildId, typed: str) -> Sequence[tuple[int, str]]:
        """The brands whose names contain what was typed, each with its number."""
        return await self._brands.search(guild_id, typed)

    async def _for_brand(self, wanted: DigestRequest) -> Digest:
        """Of people a brand's digest knows nothing: no view is made, and no chart."""
        guild_id, number, window = wanted.guild_id, wanted.subject.number, wanted.window
        return Digest(
            guild_id,
            wanted.subject,
            wanted.cadence,
            window,
            about=await self._brands.name(guild_id, number),
            n_active=0,
            n_messages=0,
            days=(),
            sections=await self._tell(wanted, await self._brands.view(guild_id, number, window)),
        )

    async def _topic(self, wanted: DigestRequest) -> Topic | None:
        if wanted.subject.kind is not DigestKind.TOPIC:
            return None
        return await self._topics.find(wanted.guild_id, TopicId(wanted.subject.number))

    async def _view(self, wanted: DigestRequest, topic: Topic | None) -> View:
        match wanted.subject.kind:
            case DigestKind.MODERATORS:
                gathering = [self._worries(wanted)]
            case DigestKind.TOPIC:
                gathering = [self._talk(wanted, topic)]
            case _:
                gathering = [self._talk(wanted, topic), self._whole_server(wanted)]
        view, additions = await asyncio.gather(self._figures(wanted, topic), asyncio.gather(*gathering))
        for add in additions:
            view = add(view)
        return view

    async def _figures(self, wanted: DigestRequest, topic: Topic | None) -> View:
        reading = await self._reading(wanted, topic)
        known = await self._is_known(wanted, reading, topic)
        before = replace(reading, window=wanted.window.before()) if known else None
        return View(wanted.window, reading, before)

    async def _reading(self, wanted: DigestRequest, topic: Topic | None) -> WindowData:
        """What members did in the window, and in the one before it, everywhere or in the topic: read once for both."""
        guild_id, window = wanted.guild_id, wanted.window
        around = Window(window.before().first - RECORDED_BEFORE, window.end, window.tz)
        spells, days = await asyncio.gather(
            self._log.spells(guild_id, around),
            self._log.member_days(guild_id, around, channel_id=None if topic is None else topic.channel_id),
        )
        return WindowData(guild_id, window, spells=spells, member_days=days)

    async def _is_known(self, wanted: DigestRequest, reading: WindowData, topic: Topic | None) -> bool:
        """Whether recording had begun when the window before began."""
        first = wanted.window.before().first
        if any(row.day <= first for row in reading.member_days):
            return True
        if topic is None:
            return False
        span = Window(first - RECORDED_BEFORE, first + DAY, wanted.window.tz)
        return bool(await self._log.n_posters(wanted.guild_id, span.start_at, span.end_at))

    async def _worries(self, wanted: DigestRequest) -> Addition:
        topics = [one.channel_id for one in await self._topics.topics(wanted.guild_id) if not one.asleep]
        health = await self._care.health(wanted.guild_id, topics, wanted.window.tz, wanted.now)
        return partial(
            replace,
            newcomers=tuple(health.newcomers),
            waiting=tuple(health.asks),
            fading=tuple(health.fading),
            carried=tuple(health.carried),
        )

    async def _talk(self, wanted: DigestRequest, topic: Topic | None) -> Addition:
        """What was talked about, recommended, and is to come: everywhere, or in the topic."""
        guild_id, window = wanted.guild_id, wanted.window

        def here(channel_id: ChannelId) -> bool:
            return topic is None or topic.channel_id == channel_id

        threads, replies, worked, asks, coming, thanked = await asyncio.gather(
            self._log.thread_talk(guild_id, window),
            self._replies.replies(guild_id, window),
            self._word_of_mouth.worked(guild_id, window.start_at, window.end_at),
            self._word_of_mouth.open_asks(guild_id, window.end_at - ASK_SPAN),
            self._coming(guild_id, wanted.now),
            self._thanked(wanted, topic),
        )
        talked_at, deep = {one.thread_id: one.last_at for one in threads}, depths(replies)
        return partial(
            replace,
            threads=tuple(replace(one, depth=deep.get(one.thread_id, 0)) for one in threads if here(one.channel_id)),
            worked=tuple(one for one in worked if here(one.channel_id)),
            asks=tuple(_stirred(one, talked_at) for one in asks if here(one.channel_id)),
            coming=tuple(one for one in coming if here(one.channel_id)),
            thanked=thanked,
        )

    async def _whole_server(self, wanted: DigestRequest) -> Addition:
        """Who introduced themselves, and which topics came, went or are back."""
        guild_id, window = wanted.guild_id, wanted.window
        introductions, topics = await asyncio.gather(
            self._introductions.introductions(guild_id, window.start_at, window.end_at),
            self._topic_life.news(guild_id, window, wanted.now),
        )
        return partial(replace, introductions=tuple(introductions), topics=tuple(topics))

    async def _coming(self, guild_id: GuildId, now: datetime) -> Sequence[UpcomingEvent]:
        return [one for occasions in self._occasions for one in await occasions.coming(guild_id, now)]

    async def _thanked(self, wanted: DigestRequest, topic: Topic | None) -> tuple[Thanked, ...]:
        """Who was thanked since the last issue where every reader of the digest can read."""
        guild_id, until = wanted.guild_id, wanted.window.end_at
        since = max(wanted.window.start_at, wanted.previous.until or wanted.window.start_at)
        if since >= until or not await self._care.n_shown(guild_id):
            return ()
        spoken = await self._log.n_posters(guild_id, since, until)
        among = spoken.keys() if topic is None else {topic.channel_id}
        channels = [one for one in sorted(among) if await self._barrier(wanted.channel_id, Place(one)) is None]
        found = await self._care.thanked(guild_id, channels, since, until)
        return tuple(Thanked(one.member_id, one.n_thanking, one.n_thanks, until) for one in found)

    async def _tell(self, wanted: DigestRequest, seen: ViewT) -> Sequence[tuple[Section[ViewT], Content]]:
        """What the sections tell that is news, composed again without whatever turned out to be closed to a reader."""
        chosen: Sequence[Section[ViewT]] = [one for one in self._sections if one.belongs_in(wanted.subject.kind)]
        told: dict[str, Content | None] = {}
        open_places: set[Place] = set()
        stale, view = chosen, seen.only_news(wanted.previous.items)
        while stale:
            told |= await asyncio.to_thread(compose_sections, stale, view)
            closed: set[Place] = set()
            for place in {place for section in stale for place in places_of(told[section.key])} - open_places:
                barrier = await self._barrier(wanted.channel_id, place)
                if barrier is None:
                    open_places.add(place)
                else:
                    closed.add(barrier)
            view = view.without(closed)
            stale = [one for one in stale if any(place.within(closed) for place in places_of(told[one.key]))]
        return [(section, content) for section in chosen if (content := told[section.key]) is not None]

    async def _barrier(self, channel_id: ChannelId, place: Place) -> Place | None:
        """What keeps some reader of the channel from a place: the place's channel, or itself; none where nothing."""
        if not await self._visibility.open_to_readers_of(channel_id, place.channel_id):
            return Place(place.channel_id)
        if place.thread_id is None or await self._visibility.open_to_readers_of(channel_id, place.thread_id):
            return None
        return place


def all_sections() -> Sequence[Section[Any]]:
    """Every section there is, in order."""
    found = collect(sections, Section, key=lambda section: section.key)
    return sorted(found.values(), key=lambda section: (section.order, section.key))


def compose_sections(chosen: Sequence[Section[ViewT]], view: ViewT) -> Told:
    """What some sections have to say of a view."""
    return {section.key: section.compose(view) for section in chosen}


def places_of(content: Content | None) -> frozenset[Place]:
    """Where the items of a section lead."""
    return frozenset() if content is None else content.places


def _stirred(ask: OpenAsk, talked_at: Mapping[ChannelId, datetime]) -> OpenAsk:
    """An ask is stirred by what is said in its thread."""
    return replace(ask, stirred_at=max(ask.stirred_at, talked_at.get(ask.thread_id, ask.stirred_at)))


def _days(reading: WindowData) -> Sequence[tuple[date, int]]:
    window = reading.last_days(max(CHART_DAYS, reading.window.n_days))
    return [(day, len(reading.active(Window(day, day + DAY, window.tz)))) for day in window.days()]

"""Composes digests: gathers what happened, lets every section choose, leaves out what not every reader may read."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from community.calendar import DAY, Window
from community.digests import sections
from community.digests.contributor import Contributor, Scope
from community.digests.digest import Digest, DigestRequest
from community.digests.ports import Visibility
from community.digests.rows import Row, row_location
from community.digests.schedule import DigestKind, DigestSubject
from community.digests.section import Content, Place, Section, View, ViewT
from community.digests.sources import BrandSource, TopicSource
from community.engagement.activity_log import ActivityLog
from community.engagement.metrics.messages import messages
from community.engagement.recorder import Recorder
from community.engagement.window_data import MONTH, WindowData
from community.errors import NotFound
from community.ids import ChannelId, GuildId, TopicId
from community.registry import collect
from community.topics.topic import Topic

CHART_DAYS = 7
"""A chart of fewer days than a week would show no rhythm."""
RECORDED_BEFORE = MONTH * DAY
"""Activity within this before a window tells that recording had begun; without it, silence would say nothing."""


class DigestComposer:
    """Makes a digest of a window for the readers of a channel."""

    def __init__(
        self,
        log: ActivityLog,
        recorder: Recorder,
        visibility: Visibility,
        *,
        topics: TopicSource,
        brands: BrandSource,
        contributors: Sequence[Contributor],
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._visibility = visibility
        self._topics = topics
        self._brands = brands
        self._contributors = contributors
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

    async def _for_brand(self, request: DigestRequest) -> Digest:
        """Of people a brand's digest knows nothing: no view is made, and no chart."""
        guild_id, number, window = request.guild_id, request.subject.number, request.window
        return Digest(
            guild_id,
            request.subject,
            request.cadence,
            window,
            about=await self._brands.name(guild_id, number),
            n_active=0,
            n_messages=0,
            days=(),
            sections=await self._tell(request, await self._brands.view(guild_id, number, window)),
        )

    async def _topic(self, request: DigestRequest) -> Topic | None:
        if request.subject.kind is not DigestKind.TOPIC:
            return None
        return await self._topics.find(request.guild_id, TopicId(request.subject.number))

    async def _view(self, request: DigestRequest, topic: Topic | None) -> View:
        """Returns the figures of the window with the rows of all contributors, gathered side by side."""
        scope = Scope(request, None if topic is None else topic.channel_id)
        view, contributions = await asyncio.gather(
            self._figures(request, topic),
            asyncio.gather(*(one.contribute(scope) for one in self._contributors if request.subject.kind in one.kinds)),
        )
        rows = (row for contribution in contributions for row in contribution)
        return _with_talk_in_asks(view.adding(row for row in rows if _is_within(row, scope.topic_channel_id)))

    async def _figures(self, request: DigestRequest, topic: Topic | None) -> View:
        reading = await self._reading(request, topic)
        known = await self._is_known(request, reading, topic)
        before = replace(reading, window=request.window.before()) if known else None
        return View(request.window, reading, before)

    async def _reading(self, request: DigestRequest, topic: Topic | None) -> WindowData:
        """What members did in the window, and in the one before it, everywhere or in the topic: read once for both."""
        guild_id, window = request.guild_id, request.window
        around = Window(window.before().first - RECORDED_BEFORE, window.end, window.tz)
        spells, days = await asyncio.gather(
            self._log.spells(guild_id, around),
            self._log.member_days(guild_id, around, channel_id=None if topic is None else topic.channel_id),
        )
        return WindowData(guild_id, window, spells=spells, member_days=days)

    async def _is_known(self, request: DigestRequest, reading: WindowData, topic: Topic | None) -> bool:
        """Whether recording had begun when the window before began."""
        first = request.window.before().first
        if any(row.day <= first for row in reading.member_days):
            return True
        if topic is None:
            return False
        span = Window(first - RECORDED_BEFORE, first + DAY, request.window.tz)
        return bool(await self._log.n_posters(request.guild_id, span.start_at, span.end_at))

    async def _tell(self, request: DigestRequest, seen: ViewT) -> Sequence[tuple[Section[ViewT], Content]]:
        """What the sections tell that is news, composed again without whatever turned out to be closed to a reader."""
        chosen: Sequence[Section[ViewT]] = [one for one in self._sections if one.belongs_in(request.subject.kind)]
        told: dict[str, Content | None] = {}
        open_places: set[Place] = set()
        stale, view = chosen, seen.only_news(request.previous.items)
        while stale:
            told |= await asyncio.to_thread(compose_sections, stale, view)
            closed: set[Place] = set()
            for place in {place for section in stale for place in places_of(told[section.key])} - open_places:
                barrier = await self._barrier(request.channel_id, place)
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


def compose_sections(chosen: Sequence[Section[ViewT]], view: ViewT) -> Mapping[str, Content | None]:
    """What some sections have to say of a view."""
    return {section.key: section.compose(view) for section in chosen}


def places_of(content: Content | None) -> frozenset[Place]:
    """Where the items of a section lead."""
    return frozenset() if content is None else content.places


def _is_within(row: Row, channel_id: ChannelId | None) -> bool:
    """Returns whether a row belongs in a digest of a topic; every row does where there is none."""
    location = row_location(row)
    return channel_id is None or location is None or location[0] == channel_id


def _with_talk_in_asks(view: View) -> View:
    """Returns the view with asks that are stirred by what is said in their threads."""
    last_at = {one.thread_id: one.last_at for one in view.threads}
    asks = (
        replace(one, stirred_at=max(one.stirred_at, last_at.get(one.thread_id, one.stirred_at))) for one in view.asks
    )
    return replace(view, asks=tuple(asks))


def _days(reading: WindowData) -> Sequence[tuple[date, int]]:
    window = reading.last_days(max(CHART_DAYS, reading.window.n_days))
    return [(day, len(reading.active(Window(day, day + DAY, window.tz)))) for day in window.days()]

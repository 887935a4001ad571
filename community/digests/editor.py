"""Composes digests: gathers what happened, lets every section choose, leaves out what not every reader may read."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from community.calendar import DAY, Window
from community.digests import sections
from community.digests.digest import Digest
from community.digests.ports import Readership, WordOfMouth
from community.digests.schedule import Cadence, Kind
from community.digests.section import Content, Place, Section, View
from community.engagement.log import ActivityLog
from community.engagement.metrics.messages import messages
from community.engagement.reading import Reading, Source, take
from community.engagement.recorder import Recorder
from community.ids import ChannelId, GuildId
from community.registry import collect

READS = frozenset({Source.SPELLS, Source.MEMBER_DAYS})
CHART_DAYS = 7
"""A chart of fewer days than a week would show no rhythm."""
EARLIER = timedelta(days=30)
"""Activity within this before a window tells that recording had begun; without it, silence would say nothing."""
ASKED_WITHIN = timedelta(days=14)
"""Asks that have waited longer are past help from a digest."""

Told = Mapping[str, Content | None]


class Editor:
    """Makes a digest of a window for the readers of a channel."""

    def __init__(
        self, log: ActivityLog, recorder: Recorder, word_of_mouth: WordOfMouth, readership: Readership
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._word_of_mouth = word_of_mouth
        self._readership = readership
        self._sections = collected()

    async def compose(
        self, guild_id: GuildId, kind: Kind, cadence: Cadence, window: Window, channel_id: ChannelId
    ) -> Digest:
        """Everything that the sections have to tell to everybody who reads that channel."""
        await self._recorder.flush()
        view = await self._view(guild_id, window)
        chosen = [section for section in self._sections if section.suits(kind)]
        told = await self._tell(chosen, view, channel_id)
        return Digest(
            guild_id,
            kind,
            cadence,
            window,
            n_active=len(view.reading.active()),
            n_messages=messages(view.reading),
            days=await asyncio.to_thread(_days, view.reading),
            sections=[(section, content) for section in chosen if (content := told[section.key]) is not None],
        )

    async def _view(self, guild_id: GuildId, window: Window) -> View:
        before, since = window.before(), window.end_at - ASKED_WITHIN
        known = await self._log.n_posters(guild_id, before.start_at - EARLIER, before.start_at + DAY)
        return View(
            window,
            reading=await take(self._log, guild_id, window, READS),
            before=await take(self._log, guild_id, before, READS) if known else None,
            threads=tuple(await self._log.thread_talk(guild_id, window)),
            worked=tuple(await self._word_of_mouth.worked(guild_id, window.start_at, window.end_at)),
            asks=tuple(await self._word_of_mouth.open_asks(guild_id, since)),
        )

    async def _tell(self, chosen: Sequence[Section], view: View, channel_id: ChannelId) -> Told:
        """What the sections tell, composed again without whatever turned out to be closed to some reader."""
        told: dict[str, Content | None] = {}
        open_places: set[Place] = set()
        stale = list(chosen)
        while stale:
            told |= await asyncio.to_thread(tell, stale, view)
            closed: set[Place] = set()
            for place in {place for section in stale for place in places(told[section.key])} - open_places:
                barrier = await self._barrier(channel_id, place)
                if barrier is None:
                    open_places.add(place)
                else:
                    closed.add(barrier)
            view = view.without(closed)
            stale = [one for one in stale if any(place.within(closed) for place in places(told[one.key]))]
        return told

    async def _barrier(self, channel_id: ChannelId, place: Place) -> Place | None:
        """What keeps some reader of the channel from a place: the place's channel, or itself; none where nothing."""
        if not await self._readership.open_to_readers_of(channel_id, place.channel_id):
            return Place(place.channel_id)
        if place.thread_id is None or await self._readership.open_to_readers_of(channel_id, place.thread_id):
            return None
        return place


def collected() -> Sequence[Section]:
    """Every section there is, in order."""
    found = collect(sections, Section, key=lambda section: section.key)
    return sorted(found.values(), key=lambda section: (section.order, section.key))


def tell(chosen: Sequence[Section], view: View) -> Told:
    """What some sections have to say of a view."""
    return {section.key: section.compose(view) for section in chosen}


def places(content: Content | None) -> frozenset[Place]:
    """Where the items of a section lead."""
    return frozenset() if content is None else content.places


def _days(reading: Reading) -> Sequence[tuple[date, int]]:
    window = reading.last(max(CHART_DAYS, reading.window.n_days))
    return [(day, len(reading.active(Window(day, day + DAY, window.tz)))) for day in window.days()]

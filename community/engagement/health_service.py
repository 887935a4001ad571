"""Recognition of helpful members, and the health report of a guild."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community.calendar import Window
from community.engagement.activity_log import ActivityLog, MessageCount
from community.engagement.health import (
    ASK_WAIT,
    GREETING_WAIT,
    MAX_WAIT,
    SILENCE,
    TALK_DAYS,
    FadingTopic,
    Health,
    TopicTalk,
    find_carried,
    find_fading,
    unanswered_newcomers,
)
from community.engagement.metrics.newcomer_reply_rate_24h import NEWCOMER_SPAN
from community.engagement.optouts import OptOuts
from community.engagement.recognition import RECOGNITION_SPAN, RecognizedMember, recognize
from community.engagement.recorder import Recorder
from community.engagement.response_ports import Recognition, Responses
from community.errors import NotAllowed
from community.ids import ChannelId, GuildId, MemberId


@dataclass(frozen=True, slots=True)
class RecognitionReport:
    """The recognized members among those who agreed to be shown, how many agreed, and whether the asker did."""

    members: Sequence[RecognizedMember]
    n_shown: int
    asker_is_shown: bool


class HealthService:
    """The figures of ``/stats stewards`` and ``/stats health``."""

    def __init__(
        self, log: ActivityLog, recorder: Recorder, responses: Responses, recognition: Recognition, optouts: OptOuts
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._responses = responses
        self._recognition = recognition
        self._optouts = optouts

    async def recognized_members(
        self, guild_id: GuildId, asker_id: MemberId, channel_id: ChannelId | None, now: datetime
    ) -> RecognitionReport:
        """Returns the members whom others answer and thank, in one channel or in all.

        Who gave what to whom is used for counting only and is not returned.
        """
        await self._recorder.flush()
        shown = await self._recognition.shown(guild_id)
        if not shown:
            return RecognitionReport((), 0, asker_is_shown=False)
        span = (guild_id, shown, now - RECOGNITION_SPAN, now, channel_id)
        found = recognize(shown, await self._responses.replies(*span), await self._responses.thanks(*span))
        return RecognitionReport(found, len(shown), asker_id in shown)

    async def n_shown(self, guild_id: GuildId) -> int:
        """Returns how many members agreed to be shown."""
        return len(await self._recognition.shown(guild_id))

    async def thanked(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[RecognizedMember]:
        """Returns the members, of those who agreed to be shown, whom enough others thanked in these channels.

        The time is ``[since, until)``.
        """
        await self._recorder.flush()
        shown = await self._recognition.shown(guild_id)
        thanks = [
            one
            for channel_id in channels
            for one in await self._responses.thanks(guild_id, shown, since, until, channel_id)
        ]
        return recognize(shown, (), thanks)

    async def show(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Shows a member in the recognition list; repeating it changes nothing.

        Raises
        ------
        NotAllowed
            If the member opted out: nothing is recorded that could be shown.
        """
        if self._optouts.opted_out_at(guild_id, member_id) is not None:
            raise NotAllowed(
                "You opted out, so nothing about you is recorded or shown. Opt in first with /privacy optin."
            )
        await self._recognition.show(guild_id, member_id, now)

    async def hide(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Removes a member from the recognition list."""
        await self._recognition.hide(guild_id, member_id)

    async def health(self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime) -> Health:
        """Returns everything that needs a person; ``topics`` are the channels to examine."""
        await self._recorder.flush()
        since = now - MAX_WAIT
        newcomers = await self._responses.unanswered_newcomers(
            guild_id, since - NEWCOMER_SPAN, since, now - GREETING_WAIT
        )
        asks = await self._responses.unanswered_asks(guild_id, since, now - ASK_WAIT)
        talks = await self._topic_talks(guild_id, topics, tz, now)
        return Health(
            unanswered_newcomers(newcomers),
            asks,
            await asyncio.to_thread(_find_all_fading, talks),
            [one for talk in talks if (one := find_carried(talk)) is not None],
        )

    async def fading(
        self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime
    ) -> Sequence[FadingTopic]:
        """Returns the fading topics of :meth:`health`, without the rest."""
        await self._recorder.flush()
        return await asyncio.to_thread(_find_all_fading, await self._topic_talks(guild_id, topics, tz, now))

    async def _topic_talks(
        self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime
    ) -> Sequence[TopicTalk]:
        after = Window.days_before(now, TALK_DAYS, tz)
        before = after.before()
        both = Window(before.first, after.end, tz)
        spells, n_posters, shares_before, shares_after = await asyncio.gather(
            self._log.spells(guild_id, both),
            self._log.n_posters(guild_id, now - SILENCE, now),
            self._log.message_counts(guild_id, before),
            self._log.message_counts(guild_id, after),
        )
        members = {spell.member_id for spell in spells}
        was, is_now = _counts_by_channel(shares_before, members), _counts_by_channel(shares_after, members)
        return [
            TopicTalk(one, was.get(one, {}), is_now.get(one, {}), silent=not n_posters.get(one))
            for one in sorted(topics)
        ]


def _find_all_fading(talks: Sequence[TopicTalk]) -> Sequence[FadingTopic]:
    faded = [one for talk in talks if (one := find_fading(talk)) is not None]
    return sorted(faded, key=lambda one: (one.n_messages - one.n_before, one.channel_id))


def _counts_by_channel(
    shares: Sequence[MessageCount], members: Set[MemberId]
) -> Mapping[ChannelId, Mapping[MemberId, int]]:
    """Returns how many messages each member wrote, by channel."""
    counts: defaultdict[ChannelId, dict[MemberId, int]] = defaultdict(dict)
    for one in shares:
        if one.member_id in members:
            counts[one.channel_id][one.member_id] = one.n
    return counts

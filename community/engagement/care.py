"""Who gives to others, and who waits for somebody."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community.calendar import Window
from community.engagement.answers import Answers, Recognition
from community.engagement.events import Kind
from community.engagement.health import (
    ASK_WAIT,
    GREETING_WAIT,
    LOOK_BACK,
    SILENCE,
    TALK_DAYS,
    Health,
    Talk,
    carried,
    fading,
    newcomers,
)
from community.engagement.log import ActivityLog, MemberDay
from community.engagement.metrics.newcomer_reply_rate_24h import NEWCOMER_SPAN
from community.engagement.recorder import Recorder
from community.engagement.stewards import REGARD_SPAN, Steward, stewards
from community.errors import NotAllowed
from community.ids import ChannelId, GuildId, MemberId
from community.privacy.optouts import OptOuts


@dataclass(frozen=True, slots=True)
class Recognized:
    """The stewards among those who agreed to be shown, how many agreed, and whether the asker did."""

    stewards: Sequence[Steward]
    n_shown: int
    asker_is_shown: bool


class CareService:
    """What ``/stats stewards`` and ``/stats health`` tell."""

    def __init__(
        self, log: ActivityLog, recorder: Recorder, answers: Answers, recognition: Recognition, optouts: OptOuts
    ) -> None:
        self._log = log
        self._recorder = recorder
        self._answers = answers
        self._recognition = recognition
        self._optouts = optouts

    async def stewards(
        self, guild_id: GuildId, asker_id: MemberId, channel_id: ChannelId | None, now: datetime
    ) -> Recognized:
        """Whom others answer to and thank, in one channel or everywhere.

        Who gave what to whom lives here while it is counted, and goes no further.
        """
        await self._recorder.flush()
        shown = await self._recognition.shown(guild_id)
        if not shown:
            return Recognized((), 0, asker_is_shown=False)
        span = (guild_id, shown, now - REGARD_SPAN, now, channel_id)
        found = stewards(shown, await self._answers.replies(*span), await self._answers.thanks(*span))
        return Recognized(found, len(shown), asker_id in shown)

    async def n_shown(self, guild_id: GuildId) -> int:
        """How many agreed to be shown."""
        return len(await self._recognition.shown(guild_id))

    async def thanked(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[Steward]:
        """Whom enough others thanked in these channels in ``[since, until)``, among those who agreed to be shown."""
        await self._recorder.flush()
        shown = await self._recognition.shown(guild_id)
        thanks = [
            one
            for channel_id in channels
            for one in await self._answers.thanks(guild_id, shown, since, until, channel_id)
        ]
        return stewards(shown, (), thanks)

    async def show(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> None:
        """Has a member shown; twice is once.

        *Raises*: NotAllowed where they opted out: there is nothing recorded to show.
        """
        if self._optouts.since(guild_id, member_id) is not None:
            raise NotAllowed(
                "You opted out, so nothing about you is recorded or shown. Opt in first with /privacy optin."
            )
        await self._recognition.show(guild_id, member_id, now)

    async def hide(self, guild_id: GuildId, member_id: MemberId) -> None:
        """Has a member not shown (any more)."""
        await self._recognition.hide(guild_id, member_id)

    async def health(self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime) -> Health:
        """Everything that needs a person; ``topics`` are the channels whose talk is looked at."""
        await self._recorder.flush()
        since = now - LOOK_BACK
        first_words = await self._answers.first_words(guild_id, since - NEWCOMER_SPAN, since, now - GREETING_WAIT)
        asks = await self._answers.asks(guild_id, since, now - ASK_WAIT)
        talks = await self._talks(guild_id, topics, tz, now)
        faded = await asyncio.to_thread(lambda: [fading(talk) for talk in talks])
        return Health(
            newcomers(first_words),
            asks,
            sorted((one for one in faded if one), key=lambda one: (one.n_messages - one.n_before, one.channel_id)),
            [one for talk in talks if (one := carried(talk)) is not None],
        )

    async def _talks(
        self, guild_id: GuildId, topics: Collection[ChannelId], tz: ZoneInfo, now: datetime
    ) -> Sequence[Talk]:
        after = Window.days_before(now, TALK_DAYS, tz)
        before = after.before()
        whole = Window(before.first, after.end, tz)
        members = {spell.member_id for spell in await self._log.spells(guild_id, whole)}
        lately = await self._log.n_posters(guild_id, now - SILENCE, now)
        talks = []
        for channel_id in sorted(topics):
            rows = await self._log.member_days(guild_id, whole, channel_id=channel_id)
            said = [row for row in rows if row.kind is Kind.MESSAGE and row.member_id in members]
            talks.append(
                Talk(channel_id, _counts(said, before), _counts(said, after), silent=not lately.get(channel_id))
            )
        return talks


def _counts(rows: Sequence[MemberDay], window: Window) -> dict[MemberId, int]:
    counts: dict[MemberId, int] = {}
    for row in rows:
        if window.first <= row.day < window.end:
            counts[row.member_id] = counts.get(row.member_id, 0) + row.n
    return counts

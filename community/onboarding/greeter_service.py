"""The newcomer promise: whoever wrote for the first time and got no answer is told to somebody who offered to greet."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from community.due_work import DueJob
from community.engagement.health import unanswered_newcomers
from community.engagement.metrics.newcomer_reply_rate_24h import NEWCOMER_SPAN
from community.engagement.optouts import OptOuts
from community.engagement.response_ports import Responses, UnansweredNewcomer
from community.errors import NotAllowed, OutOfReach
from community.ids import ChannelId, GuildId, MemberId, TopicId
from community.notices.service import Notices
from community.onboarding.first_steps import TopicGreeter
from community.onboarding.greeter_rotation import PAIR_SPAN, GreeterNote, NoteState, next_greeter
from community.onboarding.ports import GreeterPosts, GreeterStore
from community.onboarding.settings import OnboardingSettings
from community.settings.service import SettingsService
from community.topics.service import TopicService
from community.topics.topic import Topic

STALE_AFTER: Final = timedelta(hours=24)
"""How long after it fell due a note still helps; after a long outage it would only embarrass (our choice)."""
UNREACHABLE = "onboarding.greeters"
"""The notice that greeters can't be told."""


class GreeterService:
    """Who offers to greet, and telling them: one note a newcomer, claimed before it is posted."""

    def __init__(
        self,
        store: GreeterStore,
        posts: GreeterPosts,
        answers: Responses,
        topics: TopicService,
        *,
        settings: SettingsService,
        optouts: OptOuts,
        notices: Notices,
    ) -> None:
        self._store = store
        self._posts = posts
        self._answers = answers
        self._topics = topics
        self._settings = settings
        self._optouts = optouts
        self._notices = notices

    async def start_greeting(self, guild_id: GuildId, member_id: MemberId, now: datetime) -> Sequence[Topic]:
        """Somebody greets in their topics, which are returned.

        *Raises*: NotAllowed where they opted out: whom they were told of would be recorded.
        """
        if self._optouts.opted_out_at(guild_id, member_id) is not None:
            raise NotAllowed("You opted out, so I can't keep whom you greet. Opt in first with /privacy optin.")
        await self._store.add_greeter(guild_id, member_id, now)
        return await self._topics.joined(guild_id, member_id)

    async def stop_greeting(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Somebody greets no more; false where they did not."""
        return await self._store.remove_greeter(guild_id, member_id)

    async def topic_greeters(self, guild_id: GuildId, topics: Collection[Topic]) -> Sequence[TopicGreeter]:
        """The greeters of some topics."""
        known = {topic.topic_id: topic for topic in topics}
        return [
            TopicGreeter(who, known[topic_id])
            for who, topic_id in await self._store.greeters_of(guild_id, known.keys())
        ]

    async def due_jobs(self, now: datetime) -> Sequence[DueJob]:
        """Settling notes that broke off, then telling of every newcomer who waited long enough."""
        here = set(self._posts.guilds()) & await self._settings.guilds_with("onboarding.greeters_channel")
        claims: dict[GuildId, list[GreeterNote]] = {guild_id: [] for guild_id in sorted(here)}
        for note in await self._store.claims():
            if note.guild_id in here:
                claims[note.guild_id].append(note)
        return [DueJob(guild_id, partial(self._greet, guild_id, notes, now)) for guild_id, notes in claims.items()]

    async def _greet(self, guild_id: GuildId, claims: Sequence[GreeterNote], now: datetime) -> None:
        settings = await self._settings.read(guild_id, OnboardingSettings)
        if settings.greeters_channel is None:
            return
        waiting = await self._waiting(guild_id, settings, now)
        for note in claims:
            await self._resume(note, settings.greeters_channel, waiting, now)
        await self._tell(guild_id, settings, waiting, now)

    async def _waiting(
        self, guild_id: GuildId, settings: OnboardingSettings, now: datetime
    ) -> Mapping[tuple[MemberId, int], UnansweredNewcomer]:
        until = now - settings.answer_span
        since = until - STALE_AFTER
        found = await self._answers.unanswered_newcomers(guild_id, since - NEWCOMER_SPAN, since, until)
        return {(one.member_id, one.message_id): one for one in unanswered_newcomers(found)}

    async def _tell(
        self,
        guild_id: GuildId,
        settings: OnboardingSettings,
        waiting: Mapping[tuple[MemberId, int], UnansweredNewcomer],
        now: datetime,
    ) -> None:
        channel_id = settings.greeters_channel
        if not waiting or channel_id is None:
            return
        noted = await self._store.noted_messages(guild_id, min(one.at for one in waiting.values()))
        for key, words in waiting.items():
            if key in noted:
                continue
            note = GreeterNote(
                guild_id,
                words.member_id,
                words.message_id,
                words.channel_id,
                words.thread_id,
                words.at,
                await self._greeter(words, guild_id, settings.greeter_weekly_cap, now),
                now,
            )
            if await self._store.claim(note):
                await self._post(note, channel_id, None, now)

    async def _greeter(self, words: UnansweredNewcomer, guild_id: GuildId, cap: int, now: datetime) -> MemberId | None:
        """The greeter of the topic that was written in; of any where the channel is no topic."""
        here: list[TopicId] = [
            topic.topic_id for topic in await self._topics.topics(guild_id) if topic.channel_id == words.channel_id
        ]
        if here:
            greeters = frozenset(who for who, _ in await self._store.greeters_of(guild_id, here))
        else:
            greeters = await self._store.greeters(guild_id)
        mentions = await self._store.mentions(guild_id, now - PAIR_SPAN)
        return next_greeter(greeters, words.member_id, mentions, cap, now)

    async def _resume(
        self,
        note: GreeterNote,
        channel_id: ChannelId,
        waiting: Mapping[tuple[MemberId, int], UnansweredNewcomer],
        now: datetime,
    ) -> None:
        if (note.newcomer_id, note.message_id) in waiting:
            await self._post(note, channel_id, note.claimed_at, now)
        else:
            await self._store.settle(note, NoteState.ANSWERED)

    async def _post(self, note: GreeterNote, channel_id: ChannelId, since: datetime | None, now: datetime) -> None:
        try:
            await self._posts.post(note, channel_id, since)
        except OutOfReach as refusal:
            await self._store.settle(note, NoteState.FAILED)
            await self._notices.notify(note.guild_id, UNREACHABLE, now, refusal.sentence, **refusal.facts)
        else:
            await self._store.settle(note, NoteState.POSTED)
            await self._notices.settle(note.guild_id, UNREACHABLE)

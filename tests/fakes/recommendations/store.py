import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime

from community.engagement.events import Event
from community.errors import Refusal
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import Ask, NewAsk, OpenedThread
from community.recommendations.card import Card
from community.recommendations.outcome import Choice, Result
from community.recommendations.recommendation import (
    RELATED,
    NewRecommendation,
    Recommendation,
    RecommendationState,
    Verdict,
    Vote,
    item_key,
)
from community.recommendations.standings import Standing


class MemoryRecommendationStore:
    """The port ``RecommendationStore``, in memory."""

    def __init__(self) -> None:
        self.asked: dict[AskId, Ask] = {}
        self.choices: dict[AskId, Choice] = {}
        self.standings_due: set[AskId] = set()
        self.cards_due: set[RecommendationId] = set()
        self._forms: dict[tuple[GuildId, MemberId, int], AskId] = {}
        self.kept: dict[RecommendationId, Recommendation] = {}
        self.cast: dict[tuple[RecommendationId, MemberId], Vote] = {}

    def all_votes(self, guild_id: GuildId) -> Sequence[tuple[Ask, Recommendation, Vote]]:
        """Returns every vote of a guild with its ask and its recommendation."""
        found = []
        for vote in self.cast.values():
            kept = self.kept[vote.recommendation_id]
            if kept.guild_id == guild_id:
                found.append((self.asked[kept.ask_id], kept, vote))
        return found

    def all_recommendations(self, guild_id: GuildId) -> Sequence[Recommendation]:
        """Returns every recommendation of a guild."""
        return [one for one in self.kept.values() if one.guild_id == guild_id]

    def given_by(self, guild_id: GuildId, member_id: MemberId) -> Sequence[datetime]:
        """Returns when a member asked or recommended something."""
        asked = [ask.asked_at for ask in self.asked.values() if (ask.guild_id, ask.author_id) == (guild_id, member_id)]
        recommended = [one for one in self.all_recommendations(guild_id) if one.author_id == member_id]
        return [*asked, *(one.recommended_at for one in recommended)]

    async def asks_of(self, guild_id: GuildId, channels: Collection[ChannelId]) -> Sequence[AskId]:
        """Returns the asks of some channels that have a thread."""
        return [
            ask.ask_id
            for ask in self.asked.values()
            if ask.guild_id == guild_id and ask.channel_id in channels and ask.thread_id is not None
        ]

    async def add_ask(self, new: NewAsk, now: datetime) -> Ask | None:
        form = (new.guild_id, new.author_id, new.form_id)
        if form in self._forms:
            return None
        ask_id = self._forms[form] = AskId(len(self._forms) + 1)
        self.asked[ask_id] = Ask(
            ask_id,
            new.guild_id,
            new.channel_id,
            new.author_id,
            new.wanted,
            new.matters,
            new.limits,
            now,
            stirred_at=now,
        )
        return self.asked[ask_id]

    async def find_sent_ask(self, new: NewAsk) -> Ask | None:
        ask_id = self._forms.get((new.guild_id, new.author_id, new.form_id))
        return None if ask_id is None else self.asked.get(ask_id)

    async def find_ask(self, guild_id: GuildId, ask_id: AskId) -> Ask | None:
        ask = self.asked.get(ask_id)
        return ask if ask is not None and ask.guild_id == guild_id else None

    async def find_asks(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Ask]:
        return [ask for ask in self.asked.values() if ask.guild_id == guild_id and ask.ask_id in ask_ids]

    async def find_ask_in(self, guild_id: GuildId, thread_id: ChannelId) -> Ask | None:
        found = (ask for ask in self.asked.values() if (ask.guild_id, ask.thread_id) == (guild_id, thread_id))
        return next(found, None)

    async def record_thread(self, ask: Ask, thread_id: ChannelId, card_id: MessageId) -> None:
        self.asked[ask.ask_id] = replace(self.asked[ask.ask_id], thread_id=thread_id, card_id=card_id)

    def touch_ask(self, ask_id: AskId, now: datetime) -> None:
        self.asked[ask_id] = replace(self.asked[ask_id], stirred_at=now)
        self.standings_due.add(ask_id)

    async def record_standings(self, ask: Ask, message_id: MessageId) -> None:
        self.asked[ask.ask_id] = replace(self.asked[ask.ask_id], standings_id=message_id)

    async def remove_ask(self, guild_id: GuildId, ask_id: AskId) -> None:
        if await self.find_ask(guild_id, ask_id) is None:
            return
        del self.asked[ask_id]
        self._forms = {form: kept for form, kept in self._forms.items() if kept != ask_id}
        for one in list(self.kept.values()):
            if one.ask_id == ask_id:
                await self.remove(guild_id, one.recommendation_id)

    async def remove_asks_in(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        for ask in list(self.asked.values()):
            if channel_id in {ask.thread_id, ask.channel_id}:
                await self.remove_ask(guild_id, ask.ask_id)

    async def add(self, new: NewRecommendation, now: datetime) -> Recommendation | None:
        if self._same(new) is not None:
            return None
        number = RecommendationId(max(self.kept, default=0) + 1)
        self.kept[number] = Recommendation(
            number, new.ask_id, new.guild_id, new.author_id, new.item, new.why, new.link, new.relation, now
        )
        return self.kept[number]

    async def reword(self, new: NewRecommendation) -> Recommendation | None:
        kept = self._same(new)
        if kept is None or kept.message_id is not None:
            return None
        reworded = replace(kept, item=new.item, why=new.why, link=new.link, relation=new.relation)
        self.kept[kept.recommendation_id] = reworded
        return reworded

    async def find(self, guild_id: GuildId, recommendation_id: RecommendationId) -> Recommendation | None:
        kept = self.kept.get(recommendation_id)
        return kept if kept is not None and kept.guild_id == guild_id else None

    async def record_card(self, recommended: Recommendation, message_id: MessageId) -> None:
        number = recommended.recommendation_id
        self.kept[number] = replace(self.kept[number], message_id=message_id)
        self.touch_ask(recommended.ask_id, recommended.recommended_at)

    async def join_card(self, voice: Recommendation, anchor: Recommendation) -> bool:
        for one in self.kept.values():
            named = (one.ask_id, one.author_id, item_key(one.item))
            if (
                named == (anchor.ask_id, voice.author_id, item_key(anchor.item))
                and one is not self.kept[voice.recommendation_id]
            ):
                return False
        if self.kept[voice.recommendation_id].message_id is not None:
            return False
        self.kept[voice.recommendation_id] = replace(
            voice, voice_of=anchor.recommendation_id, message_id=anchor.message_id, item=anchor.item
        )
        self.cards_due.add(anchor.recommendation_id)
        if voice.author_id is not None:
            self.cast.pop((anchor.recommendation_id, voice.author_id), None)
        self.touch_ask(anchor.ask_id, voice.recommended_at)
        return True

    async def remove(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        if await self.find(guild_id, recommendation_id) is not None:
            del self.kept[recommendation_id]
            self.cast = {key: vote for key, vote in self.cast.items() if key[0] != recommendation_id}

    async def recommendations_for(
        self, guild_id: GuildId, ask_ids: Collection[AskId], on: Collection[RecommendationId] | None = None
    ) -> Sequence[Recommendation]:
        return [
            one
            for one in self.kept.values()
            if one.guild_id == guild_id
            and one.ask_id in ask_ids
            and (on is None or one.card_of in on or one.relation in RELATED)
        ]

    async def by_author(self, guild_id: GuildId, member_id: MemberId) -> Sequence[Recommendation]:
        return [
            one
            for one in reversed(self.kept.values())
            if (one.guild_id, one.author_id) == (guild_id, member_id) and one.message_id is not None
        ]

    async def toggle_vote(
        self, recommended: Recommendation, member_id: MemberId, verdict: Verdict, now: datetime
    ) -> Verdict | None:
        key = (recommended.recommendation_id, member_id)
        self.touch_ask(recommended.ask_id, now)
        before = self.cast.pop(key, None)
        if before is not None and before.verdict is verdict:
            return None
        self.cast[key] = Vote(recommended.recommendation_id, member_id, verdict, now)
        return verdict

    async def votes_for(self, guild_id: GuildId, ask_ids: Collection[AskId]) -> Sequence[Vote]:
        return await self.votes_on(
            guild_id, {one.recommendation_id for one in await self.recommendations_for(guild_id, ask_ids)}
        )

    async def votes_on(self, guild_id: GuildId, card_ids: Collection[RecommendationId]) -> Sequence[Vote]:
        return [
            vote
            for (number, _), vote in sorted(self.cast.items())
            if number in card_ids and self.kept[number].guild_id == guild_id
        ]

    async def unanswered_asks(self, guild_id: GuildId, since: datetime) -> Sequence[Ask]:
        answered = {one.ask_id for one in self.kept.values() if one.is_shown}
        found = [
            ask
            for ask in self.asked.values()
            if ask.guild_id == guild_id
            and ask.asked_at >= since
            and ask.thread_id is not None
            and ask.closed_at is None
            and ask.ask_id not in answered
        ]
        return sorted(found, key=lambda ask: (ask.asked_at, ask.ask_id))

    async def asks_that_worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Ask]:
        ask_ids = {
            self.kept[vote.recommendation_id].ask_id
            for vote in self.cast.values()
            if vote.verdict is Verdict.WORKED and since <= vote.voted_at < until
        }
        ask_ids |= {
            one.ask_id
            for one in self.choices.values()
            if one.result is Result.YES and one.told_at is not None and since <= one.told_at < until
        }
        return [ask for ask in self.asked.values() if ask.ask_id in ask_ids and ask.guild_id == guild_id]

    def _same(self, new: NewRecommendation) -> Recommendation | None:
        for one in self.kept.values():
            if one.state in {RecommendationState.WITHDRAWN, RecommendationState.REMOVED}:
                continue
            if (one.ask_id, one.author_id, item_key(one.item)) == (new.ask_id, new.author_id, item_key(new.item)):
                return one
        return None


class MemoryAskThreads:
    """The port ``AskThreads``: records what it shows, and refuses or dies where a test says so."""

    def __init__(self) -> None:
        self.threads: dict[ChannelId, AskId] = {}
        self.tags: dict[AskId, Collection[int]] = {}
        self.cards: dict[MessageId, Card] = {}
        self.chosen: dict[AskId, Choice | None] = {}
        self.standings: dict[MessageId, Sequence[Standing]] = {}
        self.n_shown = 0
        self.refusal: Refusal | None = None
        self.dies: Exception | None = None
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        self._n_made = 0

    async def require_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        if self.refusal is not None:
            raise self.refusal

    async def require_thread(self, ask: Ask) -> None:
        await self.require_channel(ask.guild_id, ask.channel_id)

    async def find_thread(self, ask: Ask) -> OpenedThread | None:
        found = (thread for thread, ask_id in self.threads.items() if ask_id == ask.ask_id)
        thread_id = next(found, None)
        return None if thread_id is None else OpenedThread(thread_id, MessageId(thread_id))

    async def open_thread(self, ask: Ask, tags: Collection[int] = (), *, again: bool) -> OpenedThread:
        await self.require_channel(ask.guild_id, ask.channel_id)
        made = self._made()
        opened = (await self.find_thread(ask) if again else None) or OpenedThread(ChannelId(made), MessageId(made))
        await asyncio.sleep(0)
        self.threads[opened.thread_id] = ask.ask_id
        self.tags[ask.ask_id] = tags
        self._die()
        return opened

    async def post_card(self, ask: Ask, card: Card, *, again: bool) -> MessageId:
        await self.require_thread(ask)
        number = card.recommendation_id
        left = [message for message, other in self.cards.items() if again and other.recommendation_id == number]
        message_id = left[0] if left else MessageId(self._made())
        await asyncio.sleep(0)
        self.cards[message_id] = card
        self._die()
        return message_id

    async def show_card(self, ask: Ask, card: Card) -> None:
        await self.require_thread(ask)
        self._die()
        message_id = card.anchor.message_id
        assert message_id is not None
        if card.is_erased:
            self.cards.pop(message_id, None)
        else:
            self.cards[message_id] = card

    async def show_standings(self, ask: Ask, standings: Sequence[Standing], choice: Choice | None) -> MessageId:
        await self.require_thread(ask)
        self.chosen[ask.ask_id] = choice
        self.n_shown += 1
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile is not None:
            await meanwhile()
        message_id = ask.standings_id or MessageId(self._made())
        self.standings[message_id] = standings
        return message_id

    def _die(self) -> None:
        if self.dies is not None:
            dies, self.dies = self.dies, None
            raise dies

    def _made(self) -> int:
        self._n_made += 1
        return 1_000 + self._n_made


class MemoryActivityRecorder:
    """The port ``ActivityRecorder``, in memory."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def record(self, event: Event, /) -> None:
        self.events.append(event)

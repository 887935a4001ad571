"""The service of asks, recommendations and votes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from community.concurrency import KeyedLocks
from community.engagement.events import Activity, ActivityKind, Withdrawal
from community.errors import Invalid, NotAllowed, NotFound, Refusal
from community.ids import AskId, ChannelId, GuildId, MemberId, MessageId, RecommendationId
from community.recommendations.ask import LIMITS_LENGTH, MATTERS_LENGTH, WANTED_LENGTH, Ask, NewAsk
from community.recommendations.card import Card, barred_members, find_similar, group_by_card
from community.recommendations.digest_rows import OpenAsk, WorkedRecommendation
from community.recommendations.outcome import Result
from community.recommendations.ports import ActivityRecorder, AskThreads, RecommendationStore, Representatives
from community.recommendations.recommendation import (
    NewRecommendation,
    NewVote,
    Recommendation,
    Relation,
    Verdict,
)
from community.recommendations.standings import Standing
from community.recommendations.store_ports import ChoiceStore, MaintenanceStore
from community.recommendations.text_limits import parse_line, parse_passage, parse_wording
from community.recommendations.thread_display import ThreadDisplay


@dataclass(frozen=True, slots=True)
class PossibleDuplicate:
    """A recommendation that waits until its author decides whether it is the item of an existing card."""

    recommendation: Recommendation
    card: Card


class RecommendationService:
    """Lets members open asks, recommend and vote.

    Everything is stored first, then posted, then its message is recorded: the same modal sent again, after any failure
    in between, posts it once.
    """

    def __init__(
        self,
        store: RecommendationStore,
        threads: AskThreads,
        activity: ActivityRecorder,
        *,
        display: ThreadDisplay,
        choices: ChoiceStore,
        upkeep: MaintenanceStore,
        representatives: Representatives,
    ) -> None:
        self._store = store
        self._threads = threads
        self._activity = activity
        self._display = display
        self._choices = choices
        self._upkeep = upkeep
        self._representatives = representatives
        self._locks = KeyedLocks()

    async def require_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Requires that an ask can be opened in a channel.

        Raises
        ------
        Refusal
            If it can't; the sentence says what is missing.
        """
        await self._threads.require_channel(guild_id, channel_id)

    async def open_ask(self, new: NewAsk, now: datetime) -> Ask:
        """Opens an ask in a thread of its own; the same modal sent twice opens one.

        Raises
        ------
        Invalid
            If nothing is asked for, or a text is too long.
        NotFound
            If the ask of this modal was removed meanwhile.
        Refusal
            If the thread can't be opened.
        """
        new = replace(
            new,
            wanted=parse_line(new.wanted, WANTED_LENGTH),
            matters=parse_passage(new.matters, MATTERS_LENGTH),
            limits=parse_passage(new.limits, LIMITS_LENGTH),
        )
        if not new.wanted:
            raise Invalid("Please say what you are looking for.")
        async with self._locks.lock("ask", new.guild_id, new.author_id, new.form_id):
            fresh = await self._store.add_ask(new, now)
            ask = fresh or await self._store.find_sent_ask(new)
            if ask is None:
                raise NotFound("This ask is gone. Please ask anew with /recommend ask.")
            if ask.thread_id is not None:
                return ask
            try:
                opened = await self._threads.open_thread(ask, new.tags, again=fresh is None)
            except Refusal:
                await self._store.remove_ask(ask.guild_id, ask.ask_id)
                raise
            await self._store.record_thread(ask, opened.thread_id, opened.card_id)
        return replace(ask, thread_id=opened.thread_id, card_id=opened.card_id)

    async def require_ask(self, guild_id: GuildId, thread_id: ChannelId, ask_id: AskId | None = None) -> Ask:
        """Returns the ask of a thread that takes recommendations now; with an id, only the ask of that id.

        Raises
        ------
        NotFound
            If the thread has no such ask.
        Refusal
            If the bot can't post there.
        """
        ask = await self._find_ask(guild_id, thread_id, ask_id)
        await self._threads.require_thread(ask)
        return ask

    async def recommend(
        self, new: NewRecommendation, thread_id: ChannelId, now: datetime
    ) -> Recommendation | PossibleDuplicate:
        """Posts a recommendation in its ask's thread, or returns the similar card that its author has to decide about.

        Raises
        ------
        NotAllowed
            When somebody who represents the brand would speak as one who bought it.
        """
        said = parse_wording(new.item, new.why, new.link, new.relation)
        new = replace(new, item=said.item, why=said.why, link=said.link)
        async with self._locks.lock("recommend", new.ask_id, new.author_id):
            ask = await self.require_ask(new.guild_id, thread_id, new.ask_id)
            await self.require_honest_relation(new.guild_id, new.author_id, new.item, new.relation)
            fresh = await self._store.add(new, now)
            kept = fresh or await self._store.reword(new)
            if kept is None:
                raise _already()
            deck = [one for one in await self._display.cards(ask) if not one.is_author(new.author_id)]
            like = find_similar(kept.item, deck)
            if like is not None:
                return PossibleDuplicate(kept, like)
            return await self._post(ask, kept, again=fresh is None)

    async def resolve_duplicate(
        self,
        guild_id: GuildId,
        thread_id: ChannelId,
        recommendation_id: RecommendationId,
        member_id: MemberId,
        same_as: RecommendationId | None,
    ) -> Recommendation:
        """Posts a recommendation that waited for its author's decision: on the given card, or on one of its own.

        Raises
        ------
        NotFound
            If the recommendation, its ask or the card is gone.
        Invalid
            If it was posted already.
        NotAllowed
            As :meth:`require_honest_relation`.
        """
        kept = await self._store.find(guild_id, recommendation_id)
        if kept is None or kept.author_id != member_id:
            raise NotFound("This recommendation is not there any more. Please press Recommend again.")
        async with self._locks.lock("recommend", kept.ask_id, kept.author_id):
            ask = await self.require_ask(guild_id, thread_id, kept.ask_id)
            kept = await self._store.find(guild_id, recommendation_id)
            if kept is None or kept.message_id is not None:
                raise _already()
            await self.require_honest_relation(guild_id, member_id, kept.item, kept.relation)
            if same_as is None:
                return await self._post(ask, kept, again=True)
            card = next((one for one in await self._display.cards(ask) if one.recommendation_id == same_as), None)
            if card is None or not card.is_visible or card.anchor.message_id is None:
                raise NotFound("That card is not there any more. Please press Recommend again.")
            return await self._join(ask, kept, card)

    async def require_honest_relation(
        self, guild_id: GuildId, member_id: MemberId, item: str, relation: Relation
    ) -> None:
        """Requires that a representative does not recommend their brand as a customer.

        Raises
        ------
        NotAllowed
            If they would.
        """
        if relation is Relation.OWN and await self._representatives.represents(guild_id, member_id, item):
            raise NotAllowed("You represent this brand here, so please say that you work there, or are paid.")

    async def toggle_vote(self, new: NewVote, now: datetime) -> Verdict | None:
        """Records a member's vote in place of their previous one; the same again removes it. Returns the current vote.

        Raises
        ------
        NotAllowed
            When the recommendation is their own, or they would score an item they are related to.
        """
        ask, card = await self.find_card(new.guild_id, new.thread_id, new.message_id, new.recommendation_id)
        await self._require_voter(card, new.member_id, new.verdict)
        stands = await self._store.toggle_vote(card.anchor, new.member_id, new.verdict, now)
        if stands is None:
            self._activity.record(Withdrawal(ask.guild_id, ActivityKind.VOTE, new.message_id, new.member_id))
        else:
            self._activity.record(_activity(ActivityKind.VOTE, ask, new.message_id, new.member_id, now))
        return stands

    async def find_card(
        self, guild_id: GuildId, thread_id: ChannelId, message_id: MessageId, recommendation_id: RecommendationId
    ) -> tuple[Ask, Card]:
        """Returns the card that somebody pressed on, with its ask; records its message where that was missing.

        Raises
        ------
        NotFound
            If the card is not shown in that thread.
        """
        kept = await self._store.find(guild_id, recommendation_id)
        ask = None if kept is None else await self._store.find_ask(kept.guild_id, kept.ask_id)
        if (
            kept is None
            or ask is None
            or ask.thread_id != thread_id
            or kept.voice_of is not None
            or kept.message_id not in {None, message_id}
        ):
            raise _gone()
        if kept.message_id is None:
            await self._store.record_card(kept, message_id)
        among = group_by_card(await self._store.recommendations_for(guild_id, [ask.ask_id]))
        card = next((one for one in among if one.recommendation_id == recommendation_id), None)
        if card is None or not card.is_visible:
            raise _gone()
        return ask, card

    async def show_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        """Updates the thread's standings message."""
        await self._display.show_standings(guild_id, thread_id)

    async def open_asks(self, guild_id: GuildId, since: datetime) -> Sequence[OpenAsk]:
        """Returns the open asks since a moment that nobody answered, oldest first."""
        return [
            OpenAsk(ask.ask_id, ask.author_id, ask.channel_id, ask.thread_id, ask.wanted, ask.asked_at, ask.asked_at)
            for ask in await self._store.unanswered_asks(guild_id, since)
            if ask.thread_id is not None and ask.wanted
        ]

    async def open_asks_for(
        self, guild_id: GuildId, member_id: MemberId, channel_ids: Collection[ChannelId], since: datetime
    ) -> Sequence[OpenAsk]:
        """Returns the unanswered asks of others in some channels, oldest first."""
        return [
            one
            for one in await self.open_asks(guild_id, since)
            if one.channel_id in channel_ids and one.author_id != member_id
        ]

    async def worked(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[WorkedRecommendation]:
        """Returns what worked for somebody in ``[since, until)``, first what worked for most in that period."""
        asks = {ask.ask_id: ask for ask in await self._store.asks_that_worked(guild_id, since, until)}
        told = await self._display.standings(guild_id, asks, until=until)
        of_late = await self._display.standings(guild_id, asks, since=since, until=until)
        n_new = {one.recommendation.recommendation_id: one.n_worked for one in of_late}
        stirred_at = await self._last_votes(guild_id, asks, until)
        outcomes = await self._choices.outcomes(guild_id, asks)
        by_asker = {one.recommendation_id for one in outcomes if one.result is Result.YES and one.told_at < until}
        found = [
            _worked(
                asks[one.recommendation.ask_id],
                one,
                n_new[one.recommendation.recommendation_id],
                stirred_at.get(one.recommendation.recommendation_id, since),
                by_asker=one.recommendation.recommendation_id in by_asker,
            )
            for one in told
        ]
        return sorted(
            (one for one in found if one is not None and one.n_new > 0),
            key=lambda one: (-one.n_new, -one.n_worked, one.recommendation_id),
        )

    async def _last_votes(
        self, guild_id: GuildId, ask_ids: Collection[AskId], until: datetime
    ) -> Mapping[RecommendationId, datetime]:
        """Returns when each recommendation last got a vote that says whether it worked."""
        stirred_at: dict[RecommendationId, datetime] = {}
        for vote in await self._store.votes_for(guild_id, ask_ids):
            if vote.verdict is not Verdict.THANKS and vote.voted_at < until:
                last_at = stirred_at.setdefault(vote.recommendation_id, vote.voted_at)
                stirred_at[vote.recommendation_id] = max(last_at, vote.voted_at)
        return stirred_at

    async def _find_ask(self, guild_id: GuildId, thread_id: ChannelId, ask_id: AskId | None) -> Ask:
        if ask_id is None:
            ask = await self._store.find_ask_in(guild_id, thread_id)
        else:
            ask = await self._store.find_ask(guild_id, ask_id)
        if ask is not None and ask.thread_id is None:
            found = await self._threads.find_thread(ask)
            if found is not None:
                await self._store.record_thread(ask, found.thread_id, found.card_id)
                ask = replace(ask, thread_id=found.thread_id, card_id=found.card_id)
        if ask is None or ask.thread_id != thread_id:
            raise NotFound(
                "There is no ask in here (any more). Use this in the thread of an ask, or open one with /recommend ask."
            )
        return ask

    async def _post(self, ask: Ask, kept: Recommendation, *, again: bool) -> Recommendation:
        try:
            message_id = await self._threads.post_card(ask, Card(kept, (kept,)), again=again)
        except Refusal:
            await self._store.remove(kept.guild_id, kept.recommendation_id)
            raise
        await self._store.record_card(kept, message_id)
        return await self._record_post(ask, replace(kept, message_id=message_id))

    async def _join(self, ask: Ask, kept: Recommendation, card: Card) -> Recommendation:
        if not await self._store.join_card(kept, card.anchor):
            raise _already()
        await self._display.show_card(ask.guild_id, card.recommendation_id)
        return await self._record_post(ask, replace(kept, message_id=card.anchor.message_id))

    async def _record_post(self, ask: Ask, posted: Recommendation) -> Recommendation:
        """Records a posted recommendation as activity; reopens a closed ask."""
        if ask.closed_at is not None:
            await self._upkeep.reopen(ask)
        if posted.message_id is not None and posted.author_id is not None:
            self._activity.record(
                _activity(ActivityKind.RECOMMENDATION, ask, posted.message_id, posted.author_id, posted.recommended_at)
            )
        return posted

    async def _require_voter(self, card: Card, member_id: MemberId, verdict: Verdict) -> None:
        if card.is_author(member_id):
            raise NotAllowed("This is your own recommendation, so the others judge it. Thank you for it!")
        if verdict is Verdict.THANKS:
            return
        among = await self._store.recommendations_for(card.anchor.guild_id, [card.anchor.ask_id])
        if member_id in barred_members(card, among):
            raise NotAllowed("You said here that you are related to this, so you can't score it. You can press Thanks.")
        if await self._representatives.represents(card.anchor.guild_id, member_id, card.item):
            raise NotAllowed("You represent this brand here, so you can't score it. You can press Thanks.")


def _worked(
    ask: Ask, standing: Standing, n_new: int, stirred_at: datetime, *, by_asker: bool
) -> WorkedRecommendation | None:
    one = standing.recommendation
    if ask.thread_id is None or one.message_id is None:
        return None
    return WorkedRecommendation(
        one.recommendation_id,
        ask.ask_id,
        one.author_id,
        ask.channel_id,
        ask.thread_id,
        one.message_id,
        ask.wanted,
        one.item,
        one.relation,
        n_new=n_new,
        n_worked=standing.n_worked,
        n_didnt=standing.n_didnt,
        stirred_at=stirred_at,
        by_asker=by_asker,
    )


def _activity(kind: ActivityKind, ask: Ask, message_id: MessageId, member_id: MemberId, at: datetime) -> Activity:
    return Activity(ask.guild_id, kind, message_id, member_id, at, ask.channel_id, ask.thread_id)


def _already() -> Invalid:
    return Invalid("You recommended this here already. Its card is in the thread; thank you!")


def _gone() -> NotFound:
    return NotFound("This recommendation is not there any more.")

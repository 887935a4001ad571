"""The display of an ask's thread: its cards and its standings."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from community.concurrency import Coalescer
from community.errors import OutOfReach
from community.ids import AskId, ChannelId, GuildId, MemberId, RecommendationId
from community.recommendations.ask import Ask
from community.recommendations.card import Card, barred_members, group_by_card
from community.recommendations.outcome import Outcome, Result
from community.recommendations.ports import AskThreads, RecommendationStore
from community.recommendations.recommendation import Recommendation, Verdict, Vote
from community.recommendations.standings import Standing, rank
from community.recommendations.store_ports import ChoiceStore, MaintenanceStore
from community.recommendations.trust_service import TrustService
from community.recommendations.voter_weights import Weights

VERDICTS = {
    Result.YES: (Verdict.WORKED, Verdict.WORKED),
    Result.PARTLY: (Verdict.WORKED, Verdict.DIDNT),
    Result.NO: (Verdict.DIDNT, Verdict.DIDNT),
    Result.UNTRIED: (),
}
"""The two votes that an outcome is (Source: the design's metrics)."""


VotesByCard = Mapping[RecommendationId, Sequence[Vote]]
"""Votes, outcomes among them, by the card that they are on."""


class ThreadDisplay:
    """Shows what is stored; what Discord refuses stays due and is shown later."""

    def __init__(
        self,
        store: RecommendationStore,
        choices: ChoiceStore,
        upkeep: MaintenanceStore,
        threads: AskThreads,
        trust: TrustService,
    ) -> None:
        self._store = store
        self._choices = choices
        self._upkeep = upkeep
        self._threads = threads
        self._trust = trust
        self._latest = Coalescer()

    async def show_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        """Updates the thread's standings message, unless Discord refuses; then it is tried again later."""
        with suppress(OutOfReach):
            await self.update_standings(guild_id, thread_id)

    async def update_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        """Updates the thread's standings message: one edit at a time, and always the latest state.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        await self._latest.run((guild_id, thread_id), lambda: self._show_standings(guild_id, thread_id))

    async def show_card(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        """Updates a card, unless Discord refuses; then it is tried again later."""
        with suppress(OutOfReach):
            await self.update_card(guild_id, recommendation_id)

    async def update_card(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        """Updates a card; deletes and removes one whose item was erased.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        await self._latest.run(
            ("card", guild_id, recommendation_id), lambda: self._show_card(guild_id, recommendation_id)
        )

    async def cards(self, ask: Ask) -> Sequence[Card]:
        """Returns the cards of an ask, oldest first."""
        return group_by_card(await self._store.recommendations_for(ask.guild_id, [ask.ask_id]))

    async def standings(
        self,
        guild_id: GuildId,
        ask_ids: Collection[AskId],
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Standing]:
        """Returns the standings of some asks, one ask after the other, from the votes of a period.

        The recommendation of a standing is the :func:`representative` of its card.
        """
        votes = [one for one in await self._store.votes_for(guild_id, ask_ids) if _within(one.voted_at, since, until)]
        told = [one for one in await self._choices.outcomes(guild_id, ask_ids) if _within(one.told_at, since, until)]
        return await self._rank(guild_id, ask_ids, _by_card(merge_outcomes(votes, told)))

    async def votes_on(self, guild_id: GuildId, asked: Mapping[RecommendationId, AskId]) -> VotesByCard:
        """Returns the votes on some cards, outcomes among them; ``asked`` has the ask of each card."""
        votes = await self._store.votes_on(guild_id, asked)
        told = await self._choices.outcomes(guild_id, set(asked.values()))
        return _by_card(one for one in merge_outcomes(votes, told) if one.recommendation_id in asked)

    async def standings_of(
        self, guild_id: GuildId, asked: Mapping[RecommendationId, AskId], votes: VotesByCard
    ) -> Mapping[RecommendationId, Standing]:
        """Returns the standings of some cards, as :meth:`standings` does; other cards don't count."""
        told = await self._rank(guild_id, set(asked.values()), votes, asked) if asked else ()
        return {one.recommendation.recommendation_id: one for one in told}

    async def _rank(
        self,
        guild_id: GuildId,
        ask_ids: Collection[AskId],
        votes: VotesByCard,
        only: Collection[RecommendationId] | None = None,
    ) -> Sequence[Standing]:
        among: dict[AskId, list[Recommendation]] = {}
        for one in await self._store.recommendations_for(guild_id, ask_ids, only):
            among.setdefault(one.ask_id, []).append(one)
        voters = {one.member_id for on_one in votes.values() for one in on_one if one.verdict is not Verdict.THANKS}
        weights = await self._trust.weights(guild_id, voters) if voters else Weights({})
        found: list[Standing] = []
        for _, own in sorted(among.items()):
            deck = [
                card
                for card in group_by_card(own)
                if card.is_visible and (only is None or card.recommendation_id in only)
            ]
            counted = [
                vote for card in deck for vote in countable_votes(votes.get(card.recommendation_id, ()), card, own)
            ]
            found += rank([representative(card) for card in deck], counted, weights)
        return found

    async def _show_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        ask = await self._store.find_ask_in(guild_id, thread_id)
        if ask is None:
            return
        told = await self.standings(guild_id, [ask.ask_id])
        if told or ask.standings_id is not None:
            shown = await self._threads.show_standings(ask, told, await self._choices.find_for(ask))
            if shown != ask.standings_id:
                await self._store.record_standings(ask, shown)
        if ask.stirred_at is not None:
            await self._upkeep.mark_standings_shown(ask, ask.stirred_at)

    async def _show_card(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        anchor = await self._store.find(guild_id, recommendation_id)
        ask = None if anchor is None else await self._store.find_ask(guild_id, anchor.ask_id)
        card = None if ask is None else await self._card(ask, recommendation_id)
        if anchor is None or ask is None or card is None:
            return
        await self._threads.show_card(ask, card)
        if card.is_erased:
            for one in card.all_recommendations:
                await self._store.remove(guild_id, one.recommendation_id)
        elif await self._card(ask, recommendation_id) == card:
            await self._upkeep.mark_card_shown(anchor)

    async def _card(self, ask: Ask, recommendation_id: RecommendationId) -> Card | None:
        return next((one for one in await self.cards(ask) if one.recommendation_id == recommendation_id), None)


def representative(card: Card) -> Recommendation:
    """Returns a card as one recommendation: its first visible one, under the id that the votes are on."""
    return replace(card.visible[0], recommendation_id=card.recommendation_id)


def countable_votes(votes: Iterable[Vote], card: Card, among: Iterable[Recommendation]) -> Sequence[Vote]:
    """Returns the votes on a card that count; everybody but its authors may thank."""
    own, silent = card.author_ids, barred_members(card, among)
    return [one for one in votes if one.member_id not in (own if one.verdict is Verdict.THANKS else silent)]


def merge_outcomes(votes: Iterable[Vote], outcomes: Iterable[Outcome]) -> Sequence[Vote]:
    """Merges votes and outcomes: an outcome replaces the vote of its asker by two votes."""
    told: dict[tuple[RecommendationId, MemberId], Outcome] = {
        (one.recommendation_id, one.member_id): one for one in outcomes if one.result is not Result.UNTRIED
    }
    return [one for one in votes if (one.recommendation_id, one.member_id) not in told] + [
        Vote(one.recommendation_id, one.member_id, verdict, one.told_at)
        for one in told.values()
        for verdict in VERDICTS[one.result]
    ]


def _by_card(votes: Iterable[Vote]) -> VotesByCard:
    cast: dict[RecommendationId, list[Vote]] = {}
    for vote in votes:
        cast.setdefault(vote.recommendation_id, []).append(vote)
    return cast


def _within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or at >= since) and (until is None or at < until)

"""What an ask's thread shows: its cards and its standings, brought up to date."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

from community.errors import OutOfReach
from community.ids import AskId, ChannelId, GuildId, MemberId, RecommendationId
from community.lanes import LatestOnly
from community.recommendations.ask import Ask
from community.recommendations.card import Card, cards, may_score
from community.recommendations.keeping import Choices, UpkeepStore
from community.recommendations.outcome import Outcome, Result
from community.recommendations.ports import AskBoard, RecommendationStore
from community.recommendations.recommendation import Recommendation, Verdict, Vote
from community.recommendations.standings import Standing, standings
from community.recommendations.trust import TrustService
from community.recommendations.weights import Weights

VERDICTS = {
    Result.YES: (Verdict.WORKED, Verdict.WORKED),
    Result.PARTLY: (Verdict.WORKED, Verdict.DIDNT),
    Result.NO: (Verdict.DIDNT, Verdict.DIDNT),
    Result.UNTRIED: (),
}
"""The two votes that an outcome is (Source: the design's metrics)."""


class Display:
    """Shows what is kept; what Discord will not have stays due, and is shown later."""

    def __init__(
        self,
        store: RecommendationStore,
        choices: Choices,
        upkeep: UpkeepStore,
        board: AskBoard,
        trust: TrustService,
    ) -> None:
        self._store = store
        self._choices = choices
        self._upkeep = upkeep
        self._board = board
        self._trust = trust
        self._latest = LatestOnly()

    async def show_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        """Brings the thread's one standings message up to date: one edit at a time, and never without the last."""
        await self._latest.run((guild_id, thread_id), lambda: self._show_standings(guild_id, thread_id))

    async def show_card(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        """Brings a card up to date; one whose item was erased goes, and is forgotten."""
        await self._latest.run(
            ("card", guild_id, recommendation_id), lambda: self._show_card(guild_id, recommendation_id)
        )

    async def deck(self, ask: Ask) -> Sequence[Card]:
        """The cards of an ask, oldest first."""
        return cards(await self._store.recommendations(ask.guild_id, [ask.ask_id]))

    async def stand(
        self,
        guild_id: GuildId,
        ask_ids: Collection[AskId],
        since: datetime | None = None,
        until: datetime | None = None,
    ) -> Sequence[Standing]:
        """How these asks' cards stand, one ask after the other, by what was said in a span.

        A standing's recommendation is the card's first voice under the card's number.
        """
        kept = await self._store.recommendations(guild_id, ask_ids)
        votes = [one for one in await self._store.votes(guild_id, ask_ids) if _within(one.voted_at, since, until)]
        told = [one for one in await self._choices.outcomes(guild_id, ask_ids) if _within(one.told_at, since, until)]
        cast: dict[RecommendationId, list[Vote]] = {}
        for vote in heard(votes, told):
            cast.setdefault(vote.recommendation_id, []).append(vote)
        among: dict[AskId, list[Recommendation]] = {}
        for one in kept:
            among.setdefault(one.ask_id, []).append(one)
        voters = {one.member_id for on_one in cast.values() for one in on_one if one.verdict is not Verdict.THANKS}
        weights = await self._trust.weights(guild_id, voters) if voters else Weights({})
        found: list[Standing] = []
        for _, own in sorted(among.items()):
            deck = [card for card in cards(own) if card.stands]
            counted = [
                vote for card in deck for vote in cast.get(card.recommendation_id, ()) if counts(vote, card, own)
            ]
            found += standings([face(card) for card in deck], counted, weights)
        return found

    async def _show_standings(self, guild_id: GuildId, thread_id: ChannelId) -> None:
        ask = await self._store.ask_in(guild_id, thread_id)
        if ask is None:
            return
        told = await self.stand(guild_id, [ask.ask_id])
        if told or ask.standings_id is not None:
            try:
                shown = await self._board.show(ask, told, await self._choices.of(ask))
            except OutOfReach:
                return
            if shown != ask.standings_id:
                await self._store.place_standings(ask, shown)
        if ask.stirred_at is not None:
            await self._upkeep.shown(ask, ask.stirred_at)

    async def _show_card(self, guild_id: GuildId, recommendation_id: RecommendationId) -> None:
        anchor = await self._store.recommendation(guild_id, recommendation_id)
        ask = None if anchor is None else await self._store.ask(guild_id, anchor.ask_id)
        card = None if ask is None else await self._card(ask, recommendation_id)
        if anchor is None or ask is None or card is None:
            return
        with suppress(OutOfReach):
            await self._board.show_card(ask, card)
            if card.erased:
                for one in card.voices:
                    await self._store.remove(guild_id, one.recommendation_id)
            elif await self._card(ask, recommendation_id) == card:
                await self._upkeep.carded(anchor)

    async def _card(self, ask: Ask, recommendation_id: RecommendationId) -> Card | None:
        return next((one for one in await self.deck(ask) if one.recommendation_id == recommendation_id), None)


def face(card: Card) -> Recommendation:
    """A card as one recommendation: its first voice that stands, under the number that the votes are on."""
    return replace(card.speaks[0], recommendation_id=card.recommendation_id)


def counts(vote: Vote, card: Card, among: Iterable[Recommendation]) -> bool:
    """Whether a vote is on a card and counts there; everybody but its own voices may thank."""
    if vote.recommendation_id != card.recommendation_id or card.is_own(vote.member_id):
        return False
    return vote.verdict is Verdict.THANKS or may_score(vote.member_id, card, among)


def heard(votes: Iterable[Vote], outcomes: Iterable[Outcome]) -> Sequence[Vote]:
    """What was said by votes and by outcomes: whoever told how it worked out said so by two votes, not by a third."""
    told: dict[tuple[RecommendationId, MemberId], Outcome] = {
        (one.recommendation_id, one.member_id): one for one in outcomes if one.result is not Result.UNTRIED
    }
    return [one for one in votes if (one.recommendation_id, one.member_id) not in told] + [
        Vote(one.recommendation_id, one.member_id, verdict, one.told_at)
        for one in told.values()
        for verdict in VERDICTS[one.result]
    ]


def _within(at: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or at >= since) and (until is None or at < until)

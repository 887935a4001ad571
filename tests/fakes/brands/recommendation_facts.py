from collections.abc import Collection, Sequence
from datetime import datetime

from community.brands.figures import AskFact, OutcomeFact, OutcomeKind
from community.ids import ChannelId, GuildId
from community.recommendations.outcome import Result
from community.recommendations.recommendation import Verdict
from tests.fakes.recommendations.store import MemoryRecommendationStore

VOTED = {Verdict.WORKED: OutcomeKind.WORKED, Verdict.DIDNT: OutcomeKind.DIDNT}
TOLD = {Result.YES: OutcomeKind.WORKED, Result.PARTLY: OutcomeKind.DIDNT, Result.NO: OutcomeKind.DIDNT}


class MemoryRecommendationFacts:
    """Implements ``RecommendationFacts`` on a recommendation store in memory."""

    def __init__(self, store: MemoryRecommendationStore) -> None:
        self._store = store

    async def outcomes(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[OutcomeFact]:
        found = []
        for choice in self._store.choices.values():
            of, by = self._store.kept[choice.recommendation_id], self._store.asked[choice.ask_id].author_id
            if of.guild_id != guild_id or not of.is_shown or by is None:
                continue
            found.append(OutcomeFact(by, of.item, OutcomeKind.CHOSEN, choice.chosen_at))
            if choice.result in TOLD and choice.told_at is not None:
                found.append(OutcomeFact(by, of.item, TOLD[choice.result], choice.told_at))
        for _, of, vote in self._store.all_votes(guild_id):
            if of.is_shown and vote.verdict in VOTED:
                found.append(OutcomeFact(vote.member_id, of.item, VOTED[vote.verdict], vote.voted_at))
        return [word for word in found if since <= word.at < until]

    async def asks(
        self, guild_id: GuildId, channels: Collection[ChannelId], since: datetime, until: datetime
    ) -> Sequence[AskFact]:
        return [
            AskFact(ask.author_id, ask.channel_id)
            for ask in self._store.asked.values()
            if ask.guild_id == guild_id
            and ask.channel_id in channels
            and ask.author_id is not None
            and since <= ask.asked_at < until
        ]

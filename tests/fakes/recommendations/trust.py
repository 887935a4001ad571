from collections import Counter
from collections.abc import Collection, Sequence
from datetime import UTC, datetime

from community.ids import GuildId, MemberId
from community.recommendations.link import host_of
from community.recommendations.outcome import Outcome, Result
from community.recommendations.promotion_detection import RecommendedLink
from community.recommendations.recommendation import Verdict
from community.recommendations.vote_ring import Approval
from community.recommendations.voter_weights import Endorsement, VoterAccount
from tests.fakes.recommendations.outcomes import MemoryChoiceStore
from tests.fakes.recommendations.store import MemoryRecommendationStore

N_WORKED = {Result.YES: 2, Result.PARTLY: 1}
EVER = datetime.fromtimestamp(0, UTC)


class MemoryTrustEvidence:
    """The port ``TrustEvidence`` on a store in memory; ``joined`` and ``left`` say when, ``talked`` who ever wrote."""

    def __init__(self, store: MemoryRecommendationStore) -> None:
        self._store = store
        self._choices = MemoryChoiceStore(store)
        self.joined: dict[tuple[GuildId, MemberId], datetime] = {}
        self.left: dict[tuple[GuildId, MemberId], datetime] = {}
        self.talked: set[tuple[GuildId, MemberId]] = set()

    async def accounts(self, guild_id: GuildId) -> Sequence[VoterAccount]:
        heard = {
            vote.member_id
            for _, _, vote in self._store.all_votes(guild_id)
            if vote.verdict in {Verdict.WORKED, Verdict.DIDNT}
        } | {one.member_id for one in await self._told(guild_id)}
        return [self._account(guild_id, member) for member in sorted(heard)]

    async def endorsements(self, guild_id: GuildId) -> Sequence[Endorsement]:
        told = {(one.recommendation_id, one.member_id): one.result for one in await self._told(guild_id)}
        counts = Counter(
            (one.voter_id, one.author_id)
            for one in await self.approvals(guild_id, EVER)
            if (one.recommendation_id, one.voter_id) not in told
        )
        for (number, asker), result in told.items():
            kept = self._store.kept[number]
            if kept.is_shown and kept.author_id not in {None, asker} and result in N_WORKED:
                assert kept.author_id is not None
                counts[asker, kept.author_id] += N_WORKED[result]
        return [Endorsement(voter, author, n) for (voter, author), n in counts.items()]

    async def approvals(self, guild_id: GuildId, since: datetime) -> Sequence[Approval]:
        found = []
        for ask, kept, vote in self._store.all_votes(guild_id):
            if kept.author_id is None or kept.author_id == vote.member_id or not kept.is_shown:
                continue
            if vote.verdict is Verdict.WORKED and vote.voted_at >= since:
                found.append(Approval(vote.member_id, kept.author_id, kept.recommendation_id, ask.channel_id))
        return found

    async def links(self, guild_id: GuildId, since: datetime) -> Sequence[RecommendedLink]:
        return [
            RecommendedLink(one.author_id, one.ask_id, host_of(one.link), one.relation)
            for one in self._store.all_recommendations(guild_id)
            if one.recommended_at >= since and one.author_id is not None and one.is_shown
        ]

    async def _told(self, guild_id: GuildId) -> Sequence[Outcome]:
        told = await self._choices.outcomes(guild_id, list(self._store.asked))
        return [one for one in told if one.result is not Result.UNTRIED]

    def _account(self, guild_id: GuildId, member_id: MemberId) -> VoterAccount:
        key = (guild_id, member_id)
        given = self._store.given_by(guild_id, member_id)
        voted = [vote.voted_at for _, _, vote in self._store.all_votes(guild_id) if vote.member_id == member_id]
        known_since = self.joined.get(key) or min([*given, *voted], default=None)
        return VoterAccount(member_id, known_since, self.left.get(key), only_votes=not given and key not in self.talked)


class MemoryPreTrusted:
    """The port ``PreTrusted``, in memory."""

    def __init__(self, *members: MemberId) -> None:
        self.trusted: set[MemberId] = set(members)

    async def members(self, guild_id: GuildId) -> Collection[MemberId]:
        return set(self.trusted)

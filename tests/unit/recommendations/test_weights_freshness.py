"""Weights are worked out once for a minute, and anew for whoever was not heard yet."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from community.ids import GuildId, MemberId
from community.recommendations.trust_service import MAX_AGE, TrustService
from community.recommendations.voter_weights import VoterAccount
from tests.fakes.recommendations.store import MemoryRecommendationStore
from tests.fakes.recommendations.trust import MemoryPreTrusted, MemoryTrustEvidence

HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA = MemberId(1), MemberId(2)


class Village(MemoryTrustEvidence):
    """Evidence in which all voters joined long ago; it counts how often they are listed."""

    def __init__(self) -> None:
        super().__init__(MemoryRecommendationStore())
        self.now = datetime(2026, 3, 1, tzinfo=UTC)
        self.heard = [AMY]
        self.n_listed = 0
        self.trust = TrustService(self, [MemoryPreTrusted()], lambda: self.now)

    async def accounts(self, guild_id: GuildId) -> Sequence[VoterAccount]:
        self.n_listed += 1
        return [VoterAccount(one, self.now - timedelta(days=100), None, only_votes=False) for one in self.heard]


async def test_within_a_minute_weights_are_worked_out_once_however_many_want_them() -> None:
    village = Village()
    await asyncio.gather(*(village.trust.weights(HOME, [AMY]) for _ in range(5)))
    village.now += MAX_AGE - timedelta(seconds=1)
    await village.trust.weights(HOME)
    assert village.n_listed == 1
    await village.trust.weights(ELSEWHERE)
    assert village.n_listed == 2
    village.now += timedelta(seconds=1)
    await village.trust.weights(HOME)
    assert village.n_listed == 3


async def test_whoever_is_heard_for_the_first_time_weighs_at_once_what_they_should() -> None:
    village = Village()
    assert (await village.trust.weights(HOME, [AMY])).is_light(BEA)
    village.heard.append(BEA)
    assert not (await village.trust.weights(HOME, [AMY, BEA])).is_light(BEA)
    assert village.n_listed == 2

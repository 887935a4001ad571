from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event
from community.ids import ChannelId, GuildId, MemberId, MessageId
from community.recommendations.ask import Ask, NewAsk
from community.recommendations.outcome import Result
from community.recommendations.ports import RecommendationStore
from community.recommendations.promotion_detection import RecommendedLink
from community.recommendations.recommendation import NewRecommendation, Recommendation, Relation, Verdict
from community.recommendations.store_ports import ChoiceStore
from community.recommendations.trust_ports import TrustEvidence
from community.recommendations.vote_ring import Approval
from community.recommendations.voter_weights import Endorsement, VoterAccount
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog
from storage.recommendations.choices import SqlChoiceStore
from storage.recommendations.store import SqlRecommendationStore
from storage.recommendations.trust import SqlTrustEvidence
from tests.fakes.recommendations.outcomes import MemoryChoiceStore
from tests.fakes.recommendations.store import MemoryRecommendationStore
from tests.fakes.recommendations.trust import MemoryTrustEvidence

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
LOBBY = ChannelId(100)
AMY, BEA, CID, DAN = (MemberId(number) for number in (10, 11, 12, 13))


class Village:
    """A store, what is told of its votes, and what people do."""

    def __init__(self, database: Database | None) -> None:
        self.store: RecommendationStore
        self.choices: ChoiceStore
        self.evidence: TrustEvidence
        self._log: SqlActivityLog | None = None
        self._memory: MemoryTrustEvidence | None = None
        self._n = 0
        if database is None:
            store = MemoryRecommendationStore()
            self.store, self.choices = store, MemoryChoiceStore(store)
            self.evidence = self._memory = MemoryTrustEvidence(store)
        else:
            self.store, self.evidence = SqlRecommendationStore(database), SqlTrustEvidence(database)
            self.choices = SqlChoiceStore(database)
            self._log = SqlActivityLog(database)

    async def ask(self, guild: GuildId = HOME, author: MemberId = AMY, at: datetime = NOW) -> Ask:
        self._n += 1
        ask = await self.store.add_ask(NewAsk(guild, LOBBY, author, self._n, "An oven", "", ""), at)
        assert ask is not None
        await self.store.record_thread(ask, ChannelId(1_000 + self._n), MessageId(2_000 + self._n))
        return ask

    async def recommend(
        self,
        ask: Ask,
        author: MemberId = BEA,
        link: str = "",
        relation: Relation = Relation.OWN,
        *,
        at: datetime = NOW,
        posted: bool = True,
    ) -> Recommendation:
        self._n += 1
        new = NewRecommendation(ask.ask_id, ask.guild_id, author, f"Oven {self._n}", "why", link, relation)
        kept = await self.store.add(new, at)
        assert kept is not None
        if posted:
            await self.store.record_card(kept, MessageId(5_000 + self._n))
        return kept

    async def live(self, *events: Event) -> None:
        if self._log is not None:
            await self._log.append(events)
        for event in events:
            if self._memory is None or event.member_id is None:
                continue
            key = (event.guild_id, event.member_id)
            if isinstance(event, Arrival):
                self._memory.joined[key] = event.at
            elif isinstance(event, Departure):
                self._memory.left[key] = event.at
            elif isinstance(event, Activity) and event.kind is not ActivityKind.VOTE:
                self._memory.talked.add(key)


def did(member: MemberId, kind: ActivityKind, source: int, guild: GuildId = HOME) -> Activity:
    return Activity(guild, kind, source, member, NOW, LOBBY)


@pytest.fixture
def village(database: Database | None) -> Village:
    return Village(database)


async def test_accounts_tell_since_when_and_whether_voting_is_all_they_do(village: Village) -> None:
    foo = await village.recommend(await village.ask())
    for member, verdict in ((AMY, Verdict.DIDNT), (CID, Verdict.WORKED), (DAN, Verdict.WORKED), (BEA, Verdict.THANKS)):
        await village.store.toggle_vote(foo, member, verdict, NOW + HOUR)
    await village.live(
        Arrival(HOME, CID, NOW - 9 * DAY),
        Arrival(HOME, DAN, NOW - 20 * DAY),
        did(CID, ActivityKind.VOTE, 1),
        did(DAN, ActivityKind.MESSAGE, 2),
        did(CID, ActivityKind.MESSAGE, 3, ELSEWHERE),
    )
    await village.live(Departure(HOME, DAN, NOW))
    assert await village.evidence.accounts(HOME) == [
        VoterAccount(AMY, NOW, None, only_votes=False),
        VoterAccount(CID, NOW - 9 * DAY, None, only_votes=True),
        VoterAccount(DAN, NOW - 20 * DAY, NOW, only_votes=False),
    ]
    assert await village.evidence.accounts(ELSEWHERE) == []


async def test_an_outcome_is_heard_instead_of_the_vote_and_is_two_votes(village: Village) -> None:
    for author, result in ((BEA, Result.YES), (BEA, Result.PARTLY), (CID, Result.NO), (DAN, Result.UNTRIED)):
        ask = await village.ask(author=AMY)
        foo = await village.recommend(ask, author)
        await village.store.toggle_vote(foo, AMY, Verdict.WORKED, NOW)
        await village.store.toggle_vote(foo, MemberId(40), Verdict.WORKED, NOW)
        choice = await village.choices.toggle_choice(ask, foo.recommendation_id, NOW)
        assert choice is not None
        await village.choices.claim(choice, NOW)
        await village.choices.record_question(choice, MessageId(9_000))
        assert await village.choices.record_result(choice, result, NOW + HOUR)
    bystander = MemberId(40)
    assert sorted(await village.evidence.accounts(HOME), key=lambda one: one.member_id) == [
        VoterAccount(AMY, NOW, None, only_votes=False),
        VoterAccount(bystander, NOW, None, only_votes=True),
    ]
    given: Counter[tuple[MemberId, MemberId]] = Counter()
    for one in await village.evidence.endorsements(HOME):
        given[one.voter_id, one.author_id] += one.n
    assert given == {
        (AMY, BEA): 3,
        (AMY, DAN): 1,
        (bystander, BEA): 2,
        (bystander, CID): 1,
        (bystander, DAN): 1,
    }


async def test_whoever_told_and_never_voted_is_heard(village: Village) -> None:
    ask = await village.ask(author=AMY)
    foo = await village.recommend(ask)
    choice = await village.choices.toggle_choice(ask, foo.recommendation_id, NOW)
    assert choice is not None
    assert await village.evidence.accounts(HOME) == []
    await village.choices.claim(choice, NOW)
    await village.choices.record_question(choice, MessageId(9_000))
    await village.choices.record_result(choice, Result.NO, NOW + HOUR)
    assert await village.evidence.accounts(HOME) == [VoterAccount(AMY, NOW, None, only_votes=False)]


async def test_of_whom_nothing_is_recorded_the_first_trace_tells(village: Village) -> None:
    await village.recommend(await village.ask(author=DAN, at=NOW - 5 * DAY), CID, at=NOW - 2 * DAY)
    foo = await village.recommend(await village.ask())
    for member in (CID, DAN, MemberId(50)):
        await village.store.toggle_vote(foo, member, Verdict.WORKED, NOW - DAY)
    assert await village.evidence.accounts(HOME) == [
        VoterAccount(CID, NOW - 2 * DAY, None, only_votes=False),
        VoterAccount(DAN, NOW - 5 * DAY, None, only_votes=False),
        VoterAccount(MemberId(50), NOW - DAY, None, only_votes=True),
    ]


async def test_endorsements_are_who_found_whose_recommendations_good(village: Village) -> None:
    ask = await village.ask()
    first, second, third = [await village.recommend(ask) for _ in range(3)]
    foreign = await village.recommend(await village.ask(ELSEWHERE))
    for one in (first, second, foreign):
        await village.store.toggle_vote(one, CID, Verdict.WORKED, NOW)
    await village.store.toggle_vote(third, CID, Verdict.DIDNT, NOW)
    await village.store.toggle_vote(first, DAN, Verdict.THANKS, NOW)
    await village.store.toggle_vote(first, BEA, Verdict.WORKED, NOW)
    unposted = await village.recommend(ask, posted=False)
    await village.store.toggle_vote(unposted, DAN, Verdict.WORKED, NOW)

    assert await village.evidence.endorsements(HOME) == [Endorsement(CID, BEA, 2)]
    assert await village.evidence.endorsements(ELSEWHERE) == [Endorsement(CID, BEA, 1)]
    assert await village.evidence.approvals(HOME, NOW) == [
        Approval(CID, BEA, one.recommendation_id, LOBBY) for one in (first, second)
    ]
    assert await village.evidence.approvals(HOME, NOW + HOUR) == []


async def test_links_tell_where_recommendations_lead_and_what_was_disclosed(village: Village) -> None:
    ask = await village.ask()
    await village.recommend(ask, BEA, "https://shop.example/oven", Relation.PAID)
    await village.recommend(ask, CID)
    await village.recommend(ask, CID, at=NOW - HOUR)
    await village.recommend(ask, CID, posted=False)
    assert await village.evidence.links(HOME, NOW) == [
        RecommendedLink(BEA, ask.ask_id, "shop.example", Relation.PAID),
        RecommendedLink(CID, ask.ask_id, "", Relation.OWN),
    ]
    assert await village.evidence.links(ELSEWHERE, NOW) == []

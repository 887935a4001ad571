from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from community.brands.brand import Brand, Rep, RepState, parse_brand_keywords
from community.brands.consent import Consent, ConsentState, ConsentTally, quorum
from community.brands.ledger import GivenRecommendation, RepActivity, RepPost, is_answer, summarize
from community.ids import AskId, BrandId, ChannelId, ConsentId, GuildId, MemberId, TopicId
from community.recommendations.recommendation import Relation

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOME = GuildId(1)
FINN, GIA, AMY = MemberId(1), MemberId(2), MemberId(3)
BREAD, LOBBY, THREAD = ChannelId(10), ChannelId(11), ChannelId(20)
FOO = Brand(BrandId(1), HOME, "Foo", ("foo",))
REP = Rep(FOO.brand_id, HOME, FINN, RepState.LABELLED, NOW - 50 * DAY)


def post(
    channel: ChannelId = BREAD,
    at: datetime = NOW,
    *,
    thread: ChannelId | None = None,
    to: MemberId | None = None,
    opener: MemberId | None = None,
) -> RepPost:
    return RepPost(1, at, channel, thread, to, opener)


def consent(granted_at: datetime, ends_at: datetime, brand: BrandId = FOO.brand_id) -> Consent:
    state = ConsentState.GRANTED
    ids = (ConsentId(1), HOME, brand, TopicId(1), BREAD)
    return Consent(*ids, "Foo", "bread", state, NOW, NOW, ConsentTally(3, 0, 3), granted_at, ends_at)


def page(*posts: RepPost, consents: tuple[Consent, ...] = (), limit: int = 10) -> tuple[int, int, int, bool]:
    told = summarize(
        REP,
        RepActivity(posts, (), ()),
        colleagues={FINN, GIA},
        topics={BREAD},
        consents=consents,
        brands={FOO.brand_id},
    )
    return told.n_answering, told.n_promoting, len(told.unwelcome), told.exceeds(limit)


def test_a_post_answers_where_somebody_else_began_and_promotes_everywhere_else() -> None:
    crew = {FINN, GIA}
    assert not is_answer(post(), crew)
    assert is_answer(post(to=AMY), crew)
    assert not is_answer(post(to=GIA), crew)
    assert not is_answer(post(to=FINN), crew)
    assert is_answer(post(thread=THREAD, opener=AMY), crew)
    assert not is_answer(post(thread=THREAD, opener=GIA), crew)
    assert not is_answer(post(thread=THREAD, opener=FINN), crew)
    assert is_answer(post(thread=THREAD, opener=FINN, to=AMY), crew)
    assert not is_answer(post(thread=THREAD), crew)
    assert is_answer(replace(post(thread=THREAD), invited=True), crew)


def test_a_share_is_told_from_ten_posts_and_the_limit_itself_is_within() -> None:
    answer, opening = post(LOBBY, to=AMY), post(LOBBY)
    assert page(*[opening] * 9) == (0, 9, 0, False)
    assert page(*[answer] * 9, opening) == (9, 1, 0, False)
    assert page(*[answer] * 8, opening, opening) == (8, 2, 0, True)
    assert page(*[opening] * 10, limit=100) == (0, 10, 0, False)


def test_a_post_is_welcome_while_a_yes_of_that_topic_holds() -> None:
    held = consent(NOW - 10 * DAY, NOW - 5 * DAY)
    posts = [post(at=NOW - n * DAY) for n in (11, 10, 7, 5, 1)]
    assert page(*posts, consents=(held,))[2] == 3
    assert page(*posts, consents=(consent(NOW - 10 * DAY, NOW - 5 * DAY, BrandId(9)),))[2] == 5
    assert page(post(LOBBY))[2] == 0


def test_asks_are_counted_once_and_disclosures_are_those_that_say_related() -> None:
    deeds = RepActivity(
        [],
        [GivenRecommendation(AskId(1), Relation.EMPLOYEE), GivenRecommendation(AskId(2), Relation.NONE)],
        {AskId(2), AskId(3)},
    )
    told = summarize(REP, deeds, colleagues={FINN}, topics=(), consents=(), brands={FOO.brand_id})
    assert (told.n_asks, told.n_recommended, told.n_disclosed) == (3, 2, 1)


def test_a_yes_needs_three_people_a_fifth_of_all_and_a_majority() -> None:
    assert [quorum(n) for n in (0, 3, 15, 16, 100)] == [3, 3, 3, 4, 20]
    assert ConsentTally(2, 1, 10).is_yes
    assert not ConsentTally(2, 0, 2).is_yes
    assert not ConsentTally(2, 2, 10).is_yes
    assert not ConsentTally(5, 0, 30).is_yes
    assert ConsentTally(6, 0, 30).is_yes


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_one_more_yes_never_makes_a_no_and_one_more_no_never_makes_a_yes_of_enough_votes(
    n_yes: int, n_no: int, others: int
) -> None:
    n = n_yes + n_no + others + 1
    if ConsentTally(n_yes, n_no, n).is_yes:
        assert ConsentTally(n_yes + 1, n_no, n).is_yes
    elif n_yes + n_no >= quorum(n):
        assert not ConsentTally(n_yes, n_no + 1, n).is_yes


def test_keywords_are_each_once_and_begin_with_the_name() -> None:
    assert parse_brand_keywords("Foo Ovens", " FOO ,foo, \uff46\uff4f\uff4f oven,, ") == (
        "foo ovens",
        "foo",
        "foo oven",
    )

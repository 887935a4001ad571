from hypothesis import given, settings
from hypothesis import strategies as st

from community.ids import MemberId, TopicId
from community.topics.liveliness import DOWN_BELOW, UP_FROM, Level, Pulse, level_of
from community.topics.suggestions import RecentTalk, SharedMembers, TopicFacts, UnansweredCount, suggest

AMY, BEA = MemberId(10), MemberId(11)
FILM, BREAD, CHESS, TEA = (TopicId(number) for number in range(1, 5))

pulses = st.builds(Pulse, st.integers(0, 60), st.integers(0, 300))
levels = st.sampled_from(Level)
topic_ids = st.integers(1, 6).map(TopicId)
candidates = st.builds(
    TopicFacts,
    topic_ids,
    st.text(max_size=5),
    n_members=st.integers(0, 40),
    n_posters=st.integers(0, 40),
    level=st.none() | levels,
    n_unanswered=st.integers(0, 3),
)


def topic(topic_id: TopicId, name: str, n_members: int = 10, **known: int) -> TopicFacts:
    level = Level(known["level"]) if "level" in known else None
    return TopicFacts(topic_id, name, n_members, known.get("n_posters", 0), level, known.get("n_unanswered", 0))


@settings(deadline=None)
@given(pulses, levels)
def test_the_same_pulse_again_changes_no_level(pulse: Pulse, before: Level) -> None:
    once = level_of(pulse, before)
    assert level_of(pulse, once) is once


@settings(deadline=None)
@given(pulses, pulses, levels)
def test_more_people_and_answers_never_make_a_topic_less_lively(one: Pulse, more: Pulse, before: Level) -> None:
    both = Pulse(max(one.n_posters, more.n_posters), max(one.n_answers, more.n_answers))
    assert level_of(both, before) >= level_of(one, before)


@settings(deadline=None)
@given(st.lists(st.integers(-1, 1), max_size=40), st.integers(0, 40))
def test_one_person_coming_and_going_never_has_a_level_flicker(steps: list[int], n_posters: int) -> None:
    level, changes = level_of(Pulse(n_posters, 0)), 0
    for step in steps:
        now = level_of(Pulse(max(0, n_posters + step), 0), level)
        changes += now is not level
        level = now
    assert changes <= 1


@settings(deadline=None)
@given(st.integers(0, 10_000), levels)
def test_few_people_are_not_lively_however_much_they_say(n_answers: int, before: Level) -> None:
    assert level_of(Pulse(2, n_answers), before) <= Level.STIRRING


def test_a_level_is_lost_below_a_lower_bound_than_the_one_it_was_reached_from() -> None:
    assert all(DOWN_BELOW[level] < bound for level, bound in UP_FROM.items())
    assert level_of(Pulse(5, 5)) is Level.LIVELY
    assert level_of(Pulse(4, 3), Level.LIVELY) is Level.LIVELY
    assert level_of(Pulse(4, 3)) is Level.STIRRING
    assert level_of(Pulse(3, 3), Level.LIVELY) is Level.STIRRING


def test_people_like_the_asker_come_before_how_lively_it_is_and_the_reason_says_how_many() -> None:
    known = [topic(FILM, "Film"), topic(BREAD, "Bread"), topic(CHESS, "Chess", n_posters=12, level=2)]
    told = suggest(known, {FILM}, {(FILM, BREAD): 9, (FILM, CHESS): 1}, AMY)
    assert [one.topic_id for one in told] == [BREAD, CHESS, FILM]
    assert told[0].reasons == [SharedMembers(9, "Film")]
    assert told[1].reasons == [RecentTalk(12)], "one person is no company: it would tell what that person joined"


def test_an_ask_that_waits_is_a_reason() -> None:
    told = suggest([topic(TEA, "Tea"), topic(BREAD, "Bread", n_unanswered=1)], frozenset(), {}, AMY)
    assert told[0].topic_id == BREAD
    assert told[0].reasons == [UnansweredCount(1)]


def test_few_who_share_a_topic_weigh_less_than_many() -> None:
    known = [topic(FILM, "Film", 3), topic(BREAD, "Bread", 40), topic(CHESS, "Chess"), topic(TEA, "Tea")]
    told = suggest(known, {FILM, BREAD}, {(FILM, CHESS): 3, (BREAD, TEA): 34}, AMY)
    assert [one.topic_id for one in told][:2] == [TEA, CHESS]


def test_among_equals_with_a_reason_the_seed_decides_and_those_without_come_by_name() -> None:
    waiting = [topic(TopicId(number), f"t{number}", n_unanswered=1) for number in range(1, 9)]
    orders = {tuple(one.topic_id for one in suggest(waiting, frozenset(), {}, MemberId(who))) for who in range(5)}
    assert len(orders) > 1
    silent = [topic(TopicId(9 - number), f"t{number}") for number in range(1, 9)]
    assert [one.topic_id for one in suggest(silent, frozenset(), {}, AMY)] == [TopicId(9 - n) for n in range(1, 9)]


@settings(deadline=None)
@given(st.lists(candidates, max_size=6, unique_by=lambda one: one.topic_id), st.frozensets(topic_ids))
def test_every_topic_is_there_once_whatever_order_they_came_in(
    known: list[TopicFacts], mine: frozenset[TopicId]
) -> None:
    also = {(one, other.topic_id): 3 for one in mine for other in known if other.topic_id != one}
    told = suggest(known, mine, also, BEA)
    assert sorted(one.topic_id for one in told) == sorted(one.topic_id for one in known)
    assert suggest(list(reversed(known)), mine, also, BEA) == told
    assert all((one.score > 0) == bool(one.reasons) for one in told)

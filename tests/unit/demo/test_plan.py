"""The generated community holds together: order, membership, honesty, and a plausible rhythm."""

import time
from collections import Counter
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from urllib.parse import urlsplit

import pytest

from demo.story.actions import (
    AskRepresentative,
    BecomeRepresentative,
    CallVote,
    OfferToGreet,
    StartQuietly,
    StopGreeting,
    Welcome,
)
from demo.story.plan import (
    Ask,
    Choose,
    GetStarted,
    Join,
    Leave,
    OpenThread,
    Outcome,
    Plan,
    React,
    Recommend,
    Relation,
    Resident,
    Role,
    Say,
    Verdict,
    Vote,
    make_plan,
)
from demo.story.sentences.roaster import BRAND
from demo.story.topic_actions import Describe, Prompt, Propose, Visit, Whisper

START = datetime(2025, 3, 3, tzinfo=UTC)
SEEDS = (0, 1, 7, 2025)

pytestmark = pytest.mark.slow
seeded = pytest.mark.parametrize("seed", SEEDS)


@cache
def plan_of(seed: int, weeks: int = 6) -> Plan:
    return make_plan(seed, START, weeks)


def messages(plan: Plan) -> list[OpenThread | Say]:
    return [action for action in plan.actions if isinstance(action, OpenThread | Say)]


def people_of(plan: Plan) -> dict[str, Resident]:
    return {person.key: person for person in plan.people}


def topics_by_key(plan: Plan) -> dict[str, str]:
    """Returns the topic of each keyed action that belongs to one."""
    topics = {action.key: action.topic for action in plan.actions if isinstance(action, OpenThread | Say | Ask)}
    for action in plan.actions:
        if isinstance(action, Recommend):
            topics[action.key] = topics[action.ask]
    return topics


def test_the_same_seed_gives_the_same_plan() -> None:
    assert make_plan(3, START) == make_plan(3, START)


def test_another_seed_gives_another_plan() -> None:
    assert plan_of(0).actions != plan_of(1).actions


def test_the_start_may_be_in_any_time_zone() -> None:
    local = START.astimezone(timezone(timedelta(hours=-7)))
    assert make_plan(1, local) == plan_of(1)


def test_a_naive_start_and_no_weeks_at_all_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        make_plan(0, START.replace(tzinfo=None))
    with pytest.raises(ValueError, match="weeks"):
        make_plan(0, START, 0)


def test_a_plan_is_made_in_less_than_a_second() -> None:
    make_plan(11, START)
    began = time.process_time()
    make_plan(12, START)
    assert time.process_time() - began < 1.0


@pytest.mark.parametrize("weeks", [1, 2, 6, 10])
@seeded
def test_actions_are_in_order_and_inside_the_span(seed: int, weeks: int) -> None:
    plan = plan_of(seed, weeks)
    instants = [action.at for action in plan.actions]
    assert instants == sorted(instants)
    assert all(at.tzinfo is UTC and START <= at < START + timedelta(weeks=weeks) for at in instants)
    assert plan.end == START + timedelta(weeks=weeks)


@pytest.mark.parametrize("weeks", [1, 6])
@seeded
def test_messages_and_reactions_refer_to_what_was_said_before(seed: int, weeks: int) -> None:
    plan = plan_of(seed, weeks)
    topics = {topic.key for topic in plan.topics}
    said: dict[str, Say | OpenThread] = {}
    for action in plan.actions:
        assert action.person in people_of(plan)
        match action:
            case OpenThread() | Say():
                assert action.topic in topics
                assert action.key not in said
                said[action.key] = action
            case React():
                assert said[action.to].person != action.person
        if isinstance(action, Say) and action.thread is not None:
            thread = said[action.thread]
            assert isinstance(thread, OpenThread)
            assert thread.topic == action.topic
        if isinstance(action, Say) and action.replies_to is not None:
            answered = said[action.replies_to]
            assert answered.topic == action.topic
            assert action.thread == (answered.thread if isinstance(answered, Say) else answered.key)


@pytest.mark.parametrize("weeks", [1, 6])
@seeded
def test_recommendations_votes_and_outcomes_refer_to_what_came_before(seed: int, weeks: int) -> None:
    plan = plan_of(seed, weeks)
    topics = {topic.key for topic in plan.topics}
    asks: dict[str, Ask] = {}
    items: dict[str, Recommend] = {}
    chosen: dict[str, str] = {}
    for action in plan.actions:
        match action:
            case Ask():
                assert action.topic in topics
                assert action.key not in asks
                asks[action.key] = action
            case Recommend():
                assert asks[action.ask].person != action.person
                assert action.key not in items
                items[action.key] = action
            case Vote():
                assert action.recommendation in items
            case Choose():
                assert asks[action.ask].person == action.person
                assert items[action.recommendation].ask == action.ask
                chosen[action.ask] = action.recommendation
            case Outcome():
                assert asks[action.ask].person == action.person
                assert chosen[action.ask] == action.recommendation


@seeded
def test_the_street_decides_whether_the_brand_is_welcome(seed: int) -> None:
    plan = plan_of(seed)
    people = people_of(plan)
    story = [one for one in plan.actions if isinstance(one, AskRepresentative | BecomeRepresentative)]
    assert [type(one) for one in story] == [AskRepresentative, BecomeRepresentative]
    assert people[story[-1].person].role is Role.REPRESENTATIVE
    (called,) = (one for one in plan.actions if isinstance(one, CallVote))
    voices = [one for one in plan.actions if isinstance(one, Welcome)]
    assert len({one.person for one in voices}) == len(voices) >= 5
    for voice in voices:
        assert timedelta() < voice.at - called.at < timedelta(days=7)
        assert called.topic in people[voice.person].interests
        assert people[voice.person].role is Role.MEMBER
    assert sum(one.yes for one in voices) > len(voices) / 2


@seeded
def test_a_few_founders_offer_to_greet(seed: int) -> None:
    plan = plan_of(seed)
    greeters = [action.person for action in plan.actions if isinstance(action, OfferToGreet)]
    (weary,) = (action.person for action in plan.actions if isinstance(action, StopGreeting))
    assert weary in greeters
    assert len(set(greeters)) == len(greeters) == 5
    assert all(people_of(plan)[key].joins_at is None for key in greeters)


@pytest.mark.parametrize("weeks", [1, 6])
@seeded
def test_nobody_acts_before_joining_or_after_leaving(seed: int, weeks: int) -> None:
    plan = plan_of(seed, weeks)
    people = people_of(plan)
    there = {person.key for person in plan.people if person.joins_at is None}
    gone: set[str] = set()
    for action in plan.actions:
        if isinstance(action, Join):
            assert action.person not in there | gone
            assert action.at == people[action.person].joins_at
            there.add(action.person)
        assert action.person in there
        if isinstance(action, Leave):
            assert action.at == people[action.person].leaves_at
            there.remove(action.person)
            gone.add(action.person)


@seeded
def test_people_act_only_in_topics_they_have_joined(seed: int) -> None:
    plan = plan_of(seed)
    topic_of = topics_by_key(plan)
    joined = {person.key: set(person.interests) for person in plan.people if person.joins_at is None}
    for action in plan.actions:
        match action:
            case GetStarted() | StartQuietly():
                joined[action.person] = set(action.interests)
            case OpenThread() | Say() | Ask():
                assert action.topic in joined[action.person]
            case React():
                assert topic_of[action.to] in joined[action.person]
            case Recommend() | Choose() | Outcome():
                assert topic_of[action.ask] in joined[action.person]
            case Vote():
                assert topic_of[action.recommendation] in joined[action.person]


@seeded
def test_votes_are_one_a_person_an_item_and_never_ones_own(seed: int) -> None:
    plan = plan_of(seed)
    authors = {action.key: action.person for action in plan.actions if isinstance(action, Recommend)}
    votes = [action for action in plan.actions if isinstance(action, Vote)]
    assert all(authors[vote.recommendation] != vote.person for vote in votes)
    assert max(Counter((vote.person, vote.recommendation) for vote in votes).values()) == 1
    assert {vote.verdict for vote in votes} == set(Verdict)


@seeded
def test_reactions_are_one_a_person_a_message(seed: int) -> None:
    reactions = Counter((action.person, action.to) for action in plan_of(seed).actions if isinstance(action, React))
    assert max(reactions.values()) == 1


@seeded
def test_the_numbers_are_those_of_a_small_community(seed: int) -> None:
    plan = plan_of(seed)
    kinds = Counter(type(action) for action in plan.actions)
    assert len(plan.people) == 60
    assert len(plan.topics) == 6
    assert 2_500 <= kinds[Say] + kinds[OpenThread] <= 4_000
    assert kinds[OpenThread] >= 100
    assert 1_000 <= kinds[React] <= 4_000
    assert kinds[Join] == 12
    assert 9 <= kinds[GetStarted] + kinds[StartQuietly] <= 11
    assert kinds[StartQuietly] == 1
    assert 1 <= kinds[Leave] <= 2
    assert 8 <= kinds[Ask] <= 10
    assert kinds[Choose] >= 3
    assert kinds[Outcome] >= 1


@seeded
def test_every_ask_gets_two_to_five_items_from_different_people(seed: int) -> None:
    plan = plan_of(seed)
    for ask in (action for action in plan.actions if isinstance(action, Ask)):
        made = [action for action in plan.actions if isinstance(action, Recommend) and action.ask == ask.key]
        assert 2 <= len(made) <= 5
        assert len({action.person for action in made}) == len(made)
        assert len({action.item for action in made}) == len(made)


@seeded
def test_most_recommendations_are_own_and_the_employee_is_the_representative(seed: int) -> None:
    plan = plan_of(seed)
    people = people_of(plan)
    made = [action for action in plan.actions if isinstance(action, Recommend)]
    relations = Counter(action.relation for action in made)
    assert relations[Relation.OWN] > len(made) / 2
    assert [people[action.person].role for action in made if action.relation is Relation.EMPLOYEE] == [
        Role.REPRESENTATIVE
    ]
    assert all(action.relation is Relation.EMPLOYEE for action in made if BRAND in action.item)


@seeded
def test_links_lead_only_to_invented_addresses(seed: int) -> None:
    links = [action.link for action in plan_of(seed).actions if isinstance(action, Recommend) and action.link]
    assert links
    for link in links:
        parts = urlsplit(link)
        assert parts.scheme == "https"
        assert (parts.hostname or "").endswith(".example")


@seeded
def test_the_representative_always_says_so_and_never_scores(seed: int) -> None:
    plan = plan_of(seed)
    representative = next(person.key for person in plan.people if person.role is Role.REPRESENTATIVE)
    texts = [action.text for action in messages(plan) if action.person == representative]
    assert texts
    assert all(BRAND in text for text in texts)
    votes = [action for action in plan.actions if isinstance(action, Vote) and action.person == representative]
    assert all(vote.verdict is Verdict.THANKS for vote in votes)


@seeded
def test_outcomes_come_two_weeks_after_the_choice(seed: int) -> None:
    chosen = {action.ask: action.at for action in plan_of(seed).actions if isinstance(action, Choose)}
    outcomes = [action for action in plan_of(seed).actions if isinstance(action, Outcome)]
    assert all(outcome.at - chosen[outcome.ask] >= timedelta(days=14) for outcome in outcomes)


@seeded
def test_the_sleepy_topic_is_lively_and_then_silent_for_the_last_three_weeks(seed: int) -> None:
    plan = plan_of(seed)
    (sleepy,) = (topic.key for topic in plan.topics if topic.sleepy)
    topic_of = topics_by_key(plan)
    by_week = Counter((message.at - START).days // 7 for message in messages(plan) if message.topic == sleepy)
    assert by_week[0] >= 10
    assert by_week[2] < by_week[0]
    reactions = [action for action in plan.actions if isinstance(action, React) and topic_of[action.to] == sleepy]
    silent_from = START + timedelta(weeks=3)
    assert all(message.at < silent_from for message in messages(plan) if message.topic == sleepy)
    assert all(reaction.at < silent_from for reaction in reactions)


@seeded
def test_every_other_topic_lives_in_every_week(seed: int) -> None:
    plan = plan_of(seed)
    weeks = Counter((message.topic, (message.at - START).days // 7) for message in messages(plan))
    for topic in plan.topics:
        assert topic.sleepy or all(weeks[topic.key, week] >= 15 for week in range(6))


@seeded
def test_a_few_talk_a_lot_many_a_little_and_some_only_react(seed: int) -> None:
    plan = plan_of(seed)
    said = Counter(message.person for message in messages(plan))
    n_messages = said.total()
    assert 0.25 <= sum(n for _, n in said.most_common(6)) / n_messages <= 0.55
    assert said.most_common(1)[0][1] / n_messages <= 0.2
    reacted = {action.person for action in plan.actions if isinstance(action, React)}
    assert len(reacted - set(said)) >= 4


@seeded
def test_nights_are_quiet(seed: int) -> None:
    by_hour = Counter(message.at.hour for message in messages(plan_of(seed)))
    assert sum(by_hour[hour] for hour in range(2, 5)) < 0.04 * by_hour.total()


@seeded
def test_newcomers_choose_interests_minutes_after_joining(seed: int) -> None:
    plan = plan_of(seed)
    joined = {action.person: action.at for action in plan.actions if isinstance(action, Join)}
    started = [action for action in plan.actions if isinstance(action, GetStarted)]
    for action in started:
        assert timedelta() < action.at - joined[action.person] <= timedelta(minutes=30)
        assert 1 <= len(action.interests) <= 3
        assert action.introduction
    quiet = {action.person for action in plan.actions if isinstance(action, StartQuietly)}
    never = set(joined) - {action.person for action in started} - quiet
    assert never
    assert not any(action.person in never for action in messages(plan))
    assert min(joined.values()) < START + timedelta(weeks=1) < START + timedelta(weeks=4) < max(joined.values())


@seeded
def test_some_openers_stay_unanswered_and_most_do_not(seed: int) -> None:
    plan = plan_of(seed)
    threads = [action.key for action in plan.actions if isinstance(action, OpenThread)]
    answered = {action.thread for action in plan.actions if isinstance(action, Say)}
    n_unanswered = sum(key not in answered for key in threads)
    assert 0.02 * len(threads) <= n_unanswered <= 0.25 * len(threads)


@pytest.mark.parametrize("weeks", [1, 6, 10])
@seeded
def test_sentences_fit_discord_and_are_filled_in(seed: int, weeks: int) -> None:
    plan = plan_of(seed, weeks)
    texts = [message.text for message in messages(plan)]
    for action in plan.actions:
        match action:
            case OpenThread():
                assert 0 < len(action.title) <= 100
                texts.append(action.title)
            case GetStarted():
                texts.append(action.introduction)
            case Ask():
                texts.extend((action.wanted, action.matters, action.limits))
            case Recommend():
                texts.extend((action.item, action.why))
            case Visit() | Prompt() | Whisper() | Describe():
                texts.append(action.text)
            case Propose():
                texts.extend((action.name, action.pitch))
            case React():
                assert action.emoji
    for text in texts:
        assert 0 < len(text) <= 2_000
        assert text == text.strip()
        assert not set(text) & set("{}[]"), text
        assert "  " not in text


@seeded
def test_people_rarely_repeat_one_another(seed: int) -> None:
    said = Counter(message.text for message in messages(plan_of(seed)))
    assert len(said) >= 0.97 * said.total()


@seeded
def test_names_fit_discord_and_show_what_rendering_must_bear(seed: int) -> None:
    names = [person.name for person in plan_of(seed).people]
    keys = [person.key for person in plan_of(seed).people]
    assert len(set(names)) == len(set(keys)) == 60
    assert all(0 < len(name) <= 32 for name in names)
    assert all(key.isascii() and key == key.lower() and 2 <= len(key) <= 32 for key in keys)
    assert max(map(len, names)) >= 28
    assert any("\u0600" <= letter <= "\u06ff" for name in names for letter in name)
    assert any(ord(letter) >= 0x1F300 for name in names for letter in name)


@seeded
def test_there_is_one_moderator_and_one_representative(seed: int) -> None:
    roles = Counter(person.role for person in plan_of(seed).people)
    assert roles == {Role.MEMBER: 58, Role.MODERATOR: 1, Role.REPRESENTATIVE: 1}
    assert all(1 <= len(person.interests) <= 4 for person in plan_of(seed).people if person.joins_at is None)

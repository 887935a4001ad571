"""The places of the generated community come about in order, and by those who may."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache

import pytest

from demo.story.plan import Plan, make_plan
from demo.story.topic_actions import (
    Accept,
    Approve,
    AskSteward,
    BecomeSteward,
    ChangeTopicAccess,
    CloseCircle,
    Decline,
    Describe,
    Invite,
    Keep,
    LeaveCircle,
    OpenCircle,
    Pin,
    Prompt,
    Propose,
    Refuse,
    RefuseStewardship,
    Revive,
    ShowInterest,
    Visit,
    Whisper,
    WithdrawInterest,
)

START = datetime(2025, 3, 3, tzinfo=UTC)

pytestmark = pytest.mark.slow
seeded = pytest.mark.parametrize("seed", (0, 1, 7, 2025))


@cache
def plan_of(seed: int, weeks: int = 6) -> Plan:
    return make_plan(seed, START, weeks)


@pytest.mark.parametrize("weeks", [1, 6])
@seeded
def test_proposals_are_wanted_before_they_are_talked_in(seed: int, weeks: int) -> None:
    known: set[str] = set()
    wishes: Counter[tuple[str, str]] = Counter()
    decided: Counter[str] = Counter()
    for action in plan_of(seed, weeks).actions:
        match action:
            case Propose(key=key):
                assert key not in known
                known.add(key)
            case ShowInterest(proposal=proposal, person=person):
                assert proposal in known
                wishes[proposal, person] += 1
            case WithdrawInterest(proposal=proposal, person=person):
                assert wishes.pop((proposal, person)) == 1
            case Approve(proposal=proposal) | Decline(proposal=proposal):
                decided[proposal] += 1
            case Visit(proposal=proposal):
                sprouted = sum(wanted == proposal for wanted, _ in wishes) == 5 or decided[proposal]
                assert sprouted, "it is talked in once it has sprouted"
            case Revive(proposal=proposal):
                assert decided[proposal] == 2
    assert all(n == 1 for n in wishes.values())


@seeded
def test_only_the_steward_who_was_asked_looks_after_a_topic(seed: int) -> None:
    stewards: dict[str, str] = {}
    for action in plan_of(seed).actions:
        match action:
            case AskSteward(topic=topic, member=member):
                stewards[topic] = member
            case (
                BecomeSteward(topic=topic, person=person)
                | Prompt(topic=topic, person=person)
                | Describe(topic=topic, person=person)
                | Pin(topic=topic, person=person)
            ):
                assert stewards[topic] == person
            case RefuseStewardship(topic=topic, person=person):
                assert stewards.pop(topic) == person
    assert len(stewards) == 1


@seeded
def test_only_those_inside_a_circle_invite_and_whisper(seed: int) -> None:
    inside: dict[str, set[str]] = {}
    invited: set[tuple[str, str]] = set()
    for action in plan_of(seed).actions:
        match action:
            case OpenCircle(key=key, person=person):
                inside[key] = {person}
            case Invite(circle=circle, person=person, member=member):
                assert person in inside[circle]
                assert member not in inside[circle]
                invited.add((circle, member))
            case Accept(circle=circle, person=person):
                invited.remove((circle, person))
                inside[circle].add(person)
            case Refuse(circle=circle, person=person):
                invited.remove((circle, person))
            case Whisper(circle=circle, person=person):
                assert person in inside[circle]
            case LeaveCircle(circle=circle, person=person):
                inside[circle].remove(person)
            case CloseCircle(circle=circle, person=person):
                assert person in inside.pop(circle)
    assert [len(people) for people in inside.values()] == [3]


@seeded
def test_within_six_weeks_a_topic_sleeps_and_is_brought_back_another_is_kept_and_access_goes_over(seed: int) -> None:
    at = {
        type(one): one.at - START for one in plan_of(seed).actions if isinstance(one, Keep | Revive | ChangeTopicAccess)
    }
    grown_at = max(one.at for one in plan_of(seed).actions if isinstance(one, Approve)) - START
    assert grown_at < at[ChangeTopicAccess] < at[Keep], "there has to be something that can go over"
    assert timedelta(days=18 + 14) < at[Keep] < timedelta(days=14 + 14 + 7)
    assert at[Revive] - grown_at > timedelta(days=14 + 7 + 2)

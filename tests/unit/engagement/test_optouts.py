from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.engagement.events import Activity, ActivityKind, Arrival, Departure, Event, Withdrawal
from community.engagement.known_members import MAX_KNOWN, KnownMembers
from community.engagement.optouts import OptOuts
from community.engagement.recorder import Recorder, RecorderLimits
from community.engagement.service import EngagementService
from community.ids import ChannelId, GuildId, MemberId
from community.privacy.service import PrivacyService
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.conversations import MemoryConversations
from tests.fakes.engagement.history import MemoryHistoryPrivacy
from tests.fakes.optouts import MemoryOptOutStore
from tests.fakes.privacy import MemoryPersonalRecords

NOW = datetime(2026, 1, 5, tzinfo=UTC)
HOME, ELSEWHERE = GuildId(1), GuildId(2)
AMY, BEA, CAL = MemberId(10), MemberId(11), MemberId(12)
SAID = Activity(
    HOME, ActivityKind.MESSAGE, 7, AMY, NOW, ChannelId(100), replied_to=BEA, mentioned=(BEA, CAL), answered_id=6
)


class StoreAway(Exception):
    pass


class NoAlarm:
    def cancel(self) -> None:
        """Nothing to call off."""


@dataclass
class Room:
    """Recording and privacy on one memory."""

    log: MemoryActivityLog = field(default_factory=MemoryActivityLog)
    records: MemoryPersonalRecords = field(default_factory=MemoryPersonalRecords)
    optouts: OptOuts = field(default_factory=OptOuts)
    acquaintances: KnownMembers = field(default_factory=KnownMembers)

    def __post_init__(self) -> None:
        self.consent = MemoryOptOutStore(self.log)
        recorder = Recorder(self.log, RecorderLimits(), call_later=lambda _, __: NoAlarm(), start_flush=lambda: None)
        self.recorder = recorder
        self.privacy = PrivacyService(
            self.records,
            self.consent,
            recorder,
            self.optouts,
            self.acquaintances,
            history=MemoryHistoryPrivacy(),
        )
        conversations = MemoryConversations(self.log)
        self.engagement = EngagementService(self.log, recorder, conversations, self.optouts, self.acquaintances)


def out(*people: tuple[GuildId, MemberId]) -> OptOuts:
    optouts = OptOuts()
    optouts.load(dict.fromkeys(people, NOW))
    return optouts


# What is left of an event


@pytest.mark.parametrize(
    "event", [SAID, Arrival(HOME, AMY, NOW), Departure(HOME, AMY, NOW), replace(SAID, kind=ActivityKind.REACTION)]
)
def test_nothing_is_left_of_what_somebody_did_who_opted_out(event: Event) -> None:
    assert out((HOME, AMY)).strip(event) is None
    assert out((ELSEWHERE, AMY)).strip(event) is event
    assert out().strip(event) is event


def test_whoever_is_answered_or_mentioned_and_opted_out_is_left_out() -> None:
    assert out((HOME, BEA)).strip(SAID) == replace(SAID, replied_to=None, answered_id=None, mentioned=(CAL,))
    assert out((HOME, CAL)).strip(SAID) == replace(SAID, mentioned=(BEA,))
    assert out((ELSEWHERE, BEA), (HOME, MemberId(99))).strip(SAID) is SAID


def test_what_takes_something_back_always_passes() -> None:
    event = Withdrawal(HOME, ActivityKind.MESSAGE, 7, AMY)
    assert out((HOME, AMY)).strip(event) is event


ids = st.integers(10, 15).map(MemberId)
activities = st.builds(
    Activity,
    st.sampled_from((HOME, ELSEWHERE)),
    st.sampled_from(list(ActivityKind)),
    st.integers(1, 9),
    ids,
    st.just(NOW),
    st.just(ChannelId(100)),
    replied_to=st.none() | ids,
    mentioned=st.lists(ids, max_size=4).map(tuple),
    answered_id=st.none() | st.integers(1, 9),
)


@given(st.sets(st.tuples(st.sampled_from((HOME, ELSEWHERE)), ids)), activities)
def test_no_event_that_is_left_names_anybody_who_opted_out(
    people: set[tuple[GuildId, MemberId]], event: Activity
) -> None:
    left = out(*people).strip(event)
    if (event.guild_id, event.member_id) in people:
        assert left is None
        return
    assert isinstance(left, Activity)
    named = {left.member_id, left.replied_to, *left.mentioned}
    assert not {(left.guild_id, who) for who in named if who is not None} & people
    assert out(*people).strip(left) == left
    assert replace(left, replied_to=None, mentioned=(), answered_id=None) == replace(
        event, replied_to=None, mentioned=(), answered_id=None
    )


# Opting out and in


async def test_from_that_moment_nothing_is_recorded_and_what_waited_is_past() -> None:
    room = Room()
    room.engagement.record(SAID)
    await room.privacy.opt_out(HOME, AMY, NOW, erase=False)
    room.engagement.record(replace(SAID, source_id=8))
    room.engagement.record(replace(SAID, source_id=9, member_id=CAL, mentioned=(AMY,)))
    await room.recorder.flush()
    assert [(one.source_id, one.mentioned) for one in room.log.activities(HOME)] == [(7, (BEA, CAL)), (9, ())]
    assert room.records.erased == []


async def test_the_past_goes_where_that_is_chosen_also_later() -> None:
    room = Room()
    await room.privacy.opt_out(HOME, AMY, NOW, erase=False)
    await room.privacy.opt_out(HOME, AMY, NOW + timedelta(days=1), erase=True)
    assert room.records.erased == [("activity", AMY, HOME)]
    assert room.privacy.opted_out_since(HOME, AMY) == NOW
    assert await room.consent.opted_out() == {(HOME, AMY): NOW}


async def test_a_new_process_knows_who_opted_out() -> None:
    room = Room()
    await room.privacy.opt_out(HOME, AMY, NOW, erase=False)
    later = Room()
    later.consent = room.consent
    recorder, acquaintances = later.recorder, later.acquaintances
    privacy = PrivacyService(
        later.records,
        room.consent,
        recorder,
        later.optouts,
        acquaintances,
        history=MemoryHistoryPrivacy(),
    )
    await privacy.load_opt_outs()
    later.engagement.record(SAID)
    await recorder.flush()
    assert later.log.activities(HOME) == []


async def test_opting_in_records_again_in_that_guild_and_meets_the_person_anew() -> None:
    room = Room()
    arrival = Arrival(HOME, AMY, NOW)
    for guild in (HOME, ELSEWHERE):
        await room.privacy.opt_out(guild, AMY, NOW, erase=True)
    room.engagement.record_arrival(arrival)
    assert await room.privacy.opt_in(HOME, AMY)
    assert not await room.privacy.opt_in(HOME, AMY)
    assert not room.engagement.is_known_member(HOME, AMY)
    room.engagement.record_arrival(arrival)
    room.engagement.record(SAID)
    room.engagement.record(replace(SAID, guild_id=ELSEWHERE))
    await room.recorder.flush()
    assert room.log.stay(HOME, AMY).joins == (NOW,)
    assert [len(room.log.activities(guild)) for guild in (HOME, ELSEWHERE)] == [1, 0]


async def test_opting_out_that_could_not_be_kept_did_not_happen() -> None:
    room = Room()
    room.engagement.record(SAID)
    room.log.failing = StoreAway()
    with pytest.raises(StoreAway):
        await room.privacy.opt_out(HOME, AMY, NOW, erase=True)
    assert room.privacy.opted_out_since(HOME, AMY) is None
    room.log.failing = None
    await room.privacy.opt_out(HOME, AMY, NOW, erase=True)
    room.engagement.record(replace(SAID, source_id=8))
    room.log.failing = StoreAway()
    room.engagement.record(replace(SAID, source_id=9, member_id=CAL))
    with pytest.raises(StoreAway):
        await room.privacy.opt_out(HOME, AMY, NOW, erase=True)
    assert room.privacy.opted_out_since(HOME, AMY) == NOW


# Acquaintances


async def test_somebody_is_met_once_until_they_leave_or_are_forgotten() -> None:
    room = Room()
    arrival = Arrival(HOME, AMY, NOW)
    for _ in range(2):
        room.engagement.record_arrival(arrival)
        room.engagement.record_arrival(replace(arrival, guild_id=ELSEWHERE))
    assert room.recorder.n_waiting == 2
    room.engagement.record(Departure(HOME, AMY, NOW))
    room.engagement.record_arrival(arrival)
    room.engagement.record_arrival(replace(arrival, guild_id=ELSEWHERE))
    assert room.recorder.n_waiting == 4

    await room.privacy.forget(AMY, ELSEWHERE)
    assert (room.engagement.is_known_member(HOME, AMY), room.engagement.is_known_member(ELSEWHERE, AMY)) == (
        True,
        False,
    )
    await room.privacy.forget(AMY, None)
    assert not room.engagement.is_known_member(HOME, AMY)


def test_acquaintances_are_bounded() -> None:
    known = KnownMembers()
    for number in range(MAX_KNOWN + 1):
        assert known.add(HOME, MemberId(number))
    assert known.is_known(HOME, MemberId(MAX_KNOWN))
    assert not known.is_known(HOME, MemberId(0))

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from community.engagement.events import Activity, ActivityKind, Arrival, Departure
from community.engagement.jsonl import MAX_LINE_BYTES, ExportedEvent, parse, serialize
from community.ids import ChannelId, GuildId, MemberId

LEAST: dict[str, Any] = {
    "source_id": "417712941565271205",
    "kind": "message",
    "at": "2018-02-26T16:02:06Z",
    "guild": "800000000000000001",
    "channel": "900000000000000000",
    "member": "100000000002943253",
}


def line(**changes: object) -> bytes:
    return json.dumps({**LEAST, **changes}).encode()


def test_a_line_tells_who_did_what_where_and_when() -> None:
    told = line(thread="950000000000009781", length=20, mentions=["1", "2"], replied_to="3", answered="4")
    assert parse(told + b"\r\n") == Activity(
        GuildId(800000000000000001),
        ActivityKind.MESSAGE,
        417712941565271205,
        MemberId(100000000002943253),
        datetime(2018, 2, 26, 16, 2, 6, tzinfo=UTC),
        ChannelId(900000000000000000),
        ChannelId(950000000000009781),
        replied_to=MemberId(3),
        mentioned=(MemberId(1), MemberId(2)),
        answered_id=4,
    )


def test_what_is_absent_or_null_is_none() -> None:
    absent = parse(line())
    assert isinstance(absent, Activity)
    assert (absent.thread_id, absent.replied_to, absent.answered_id) == (None, None, None)
    assert (absent.mentioned, absent.emoji) == ((), "")
    assert parse(line(thread=None, replied_to=None, answered=None, mentions=None, emoji=None, length=None)) == absent


def test_other_kinds_are_understood() -> None:
    reaction = parse(line(kind="reaction", emoji="👩‍👩‍👧‍👦"))
    assert isinstance(reaction, Activity)
    assert (reaction.kind, reaction.emoji) == (ActivityKind.REACTION, "👩‍👩‍👧‍👦")
    for kind in ActivityKind:
        other = parse(line(kind=kind.value))
        assert isinstance(other, Activity)
        assert other.kind is kind


def stay(**changes: object) -> bytes:
    return json.dumps({"at": "2018-02-26T16:02:06Z", "guild": "1", "member": "2", **changes}).encode()


def test_joins_and_leaves_are_understood() -> None:
    at = datetime(2018, 2, 26, 16, 2, 6, tzinfo=UTC)
    assert parse(stay(kind="join")) == Arrival(GuildId(1), MemberId(2), at)
    assert parse(stay(kind="leave")) == Departure(GuildId(1), MemberId(2), at)


IDENTIFIERS = st.integers(0, 2**63 - 1)
INSTANTS = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])).filter(
    lambda at: 2 < at.year < 9_998
)
PEOPLE = IDENTIFIERS.map(MemberId)
PLACES = IDENTIFIERS.map(ChannelId)
STAYS = st.one_of(
    *(st.builds(kind, IDENTIFIERS.map(GuildId), PEOPLE, INSTANTS) for kind in (Arrival, Departure)),
)
ACTIVITIES = st.builds(
    Activity,
    IDENTIFIERS.map(GuildId),
    st.sampled_from(ActivityKind),
    IDENTIFIERS,
    PEOPLE,
    INSTANTS,
    PLACES,
    st.none() | PLACES,
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=[chr(n) for n in range(32)]), max_size=64),
    st.none() | PEOPLE,
    st.lists(PEOPLE, max_size=3).map(tuple),
    st.none() | IDENTIFIERS,
)


@given(STAYS | ACTIVITIES)
def test_what_is_written_is_understood_as_what_it_was_and_takes_one_line(told: ExportedEvent) -> None:
    line = serialize(told)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    assert parse(line) == told


def test_a_written_line_looks_like_those_that_others_write() -> None:
    assert (
        serialize(parse(line(length=20)))
        == json.dumps(
            {name: LEAST[name] for name in ("source_id", "kind", "at", "guild", "channel", "member")},
            separators=(",", ":"),
        ).encode()
        + b"\n"
    )
    assert (
        serialize(parse(stay(kind="join"))) == b'{"kind":"join","at":"2018-02-26T16:02:06Z","guild":"1","member":"2"}\n'
    )


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2018-02-26T17:02:06.5+01:00", datetime(2018, 2, 26, 16, 2, 6, 500_000, UTC)),
        ("2018-02-26T21:47:06+05:45", datetime(2018, 2, 26, 16, 2, 6, 0, UTC)),
    ],
)
def test_an_instant_of_any_time_zone_becomes_utc(at: str, expected: datetime) -> None:
    assert parse(line(at=at)).at == expected
    assert parse(line(at=at)).at.tzinfo is UTC


def test_identifiers_may_be_numbers_up_to_63_bits() -> None:
    assert parse(line(member=2**63 - 1)).member_id == parse(line(member=str(2**63 - 1))).member_id == 2**63 - 1


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (b"{", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[" * 50_000, "is not JSON"),
        (b"[]", "is not a JSON object"),
        (b" " * MAX_LINE_BYTES + b"{}", "is longer than 65,536 bytes"),
        (b"{}", 'has no "kind"'),
        (stay(kind="message"), 'has no "source_id"'),
        (stay(kind="message", source_id="1"), 'has no "channel"'),
        (stay(kind="join", channel="1"), "has 'channel', which is not one of the fields"),
        (stay(kind="leave", member="nobody"), 'has a "member" that is not an identifier'),
        (line(mention=["1"]), "has 'mention', which is not one of the fields"),
        (line(**{"\x1b[2J" * 99: 1}), "which is not one of the fields"),
        (line(member="12a"), 'has a "member" that is not an identifier'),
        (line(member=""), 'has a "member" that is not an identifier'),
        (line(member="-1"), 'has a "member" that is not an identifier'),
        (line(member="٣"), 'has a "member" that is not an identifier'),
        (line(member="²"), 'has a "member" that is not an identifier'),
        (line(member="9" * 5_000), 'has a "member" that is not an identifier'),
        (line(member=str(2**63)), 'has a "member" that is not an identifier'),
        (line(member=1.0), 'has a "member" that is not an identifier'),
        (line(member=None), 'has a "member" that is not an identifier'),
        (line(source_id=True), 'has a "source_id" that is not an identifier'),
        (line(thread="general"), 'has a "thread" that is not an identifier'),
        (line(answered="none"), 'has a "answered" that is not an identifier'),
        (line(replied_to=[]), 'has a "replied_to" that is not an identifier'),
        (line(mentions="1"), 'has "mentions" that are not a list'),
        (line(mentions=["1", "x"]), 'has a "mentions" that is not an identifier'),
        (line(kind="shout"), 'has a "kind" that is none of message, reaction, '),
        (line(kind=["message"]), 'has a "kind" that is none of'),
        (line(at="2018-02-26T16:02:06"), 'has an "at" that is not an instant with its time zone'),
        (line(at="yesterday"), 'has an "at" that is not an instant'),
        (line(at=1519660926), 'has an "at" that is not an instant'),
        (line(at="0001-01-01T00:00:00+14:00"), 'has an "at" that is not an instant'),
        (line(emoji="\0"), 'has an "emoji" that is not a short text'),
        (line(emoji="\ud83d"), "is not JSON"),
        (line(emoji="x" * 65), 'has an "emoji" that is not a short text'),
        (line(emoji=7), 'has an "emoji" that is not a short text'),
    ],
)
def test_a_fault_says_what_is_wrong_and_nothing_of_the_content(told: bytes, fault: str) -> None:
    with pytest.raises(ValueError, match=r"^(is|has) ") as caught:
        parse(told)
    assert fault in str(caught.value)
    assert len(str(caught.value)) < 120
    assert str(caught.value).isprintable()


@given(st.binary() | st.text().map(str.encode))
def test_no_line_does_worse_than_a_fault(told: bytes) -> None:
    with pytest.raises(ValueError, match=r"^(is|has) "):
        parse(told)


@given(
    st.sampled_from([*LEAST, "thread", "mentions", "emoji", "replied_to", "answered"]),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=5,
    ),
)
def test_a_value_leads_to_a_fault_or_to_what_an_activity_itself_would_take(name: str, value: object) -> None:
    try:
        told = parse(line(**{name: value}))
    except ValueError as fault:
        assert name in str(fault)
    else:
        assert isinstance(told, Activity)
        assert replace(told) == told

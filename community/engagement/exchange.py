"""Activity as JSON lines, for moving it in and out: one object a line, one thing that one member did.

::

    {"source_id": "417712941565271205", "kind": "message", "at": "2018-02-26T16:02:06Z",
     "guild": "800000000000000001", "channel": "900000000000000000", "thread": "950000000000009781",
     "member": "100000000002943253", "answered": "417712935852630026", "replied_to": "100000000004574806",
     "mentions": ["100000000004687814"]}
    {"kind": "join", "at": "2018-02-26T15:58:40Z", "guild": "800000000000000001", "member": "100000000002943253"}

``thread``, ``answered`` (the message that a reply answers), ``replied_to`` (who wrote it) and ``mentions`` are
there where there is one; a reaction has an ``emoji``. ``length`` may stand there and is not kept: no number
needs it. A ``join`` or a ``leave`` has just what stands above.
"""

import re
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any, Final, Protocol

import orjson

from community.engagement.events import ID_LIMIT, Activity, Arrival, Departure, Kind
from community.ids import ChannelId, GuildId, MemberId

JOIN: Final = "join"
LEAVE: Final = "leave"
ALWAYS: Final = frozenset({"kind", "at", "guild", "member"})
REQUIRED: Final = ALWAYS | {"source_id", "channel"}
KNOWN: Final = REQUIRED | {"thread", "emoji", "answered", "replied_to", "mentions", "length"}
LONGEST_LINE: Final = 64 * 1024
"""Bytes; a message that mentions a hundred people needs about 3,000."""
EMOJI_LENGTH: Final = 64
"""Characters; Unicode's longest emoji sequences have about a dozen."""
UNKEEPABLE: Final = re.compile("[\0-\x1f]")
"""Control characters: PostgreSQL keeps no null."""
KINDS: Final = {kind.value: kind for kind in Kind}

Told = Activity | Arrival | Departure


class Archive(Protocol):
    """Everything recorded, of all guilds, to be written down."""

    async def n_rows(self) -> int:
        """About how much there is; it may grow meanwhile."""
        ...

    def pages(self, size: int) -> AsyncIterator[Sequence[Told]]:
        """All of it, in a fixed order, in pages of at most ``size``.

        Who is a member only because of what they did is not told of: that follows again from what they did.
        """
        ...


def written(told: Told) -> bytes:
    """What was recorded, as :func:`parse` understands it; ends with a line break."""
    if not isinstance(told, Activity):
        fields: dict[str, object] = {"kind": JOIN if isinstance(told, Arrival) else LEAVE}
    else:
        fields = {"source_id": str(told.source_id), "kind": told.kind.value}
    fields |= {"at": told.at.astimezone(UTC).isoformat().replace("+00:00", "Z"), "guild": str(told.guild_id)}
    if isinstance(told, Activity):
        places = {"channel": told.channel_id, "thread": told.thread_id, "answered": told.answered_id}
        fields |= {name: str(place) for name, place in places.items() if place is not None}
    fields["member"] = str(told.member_id)
    if isinstance(told, Activity):
        if told.replied_to is not None:
            fields["replied_to"] = str(told.replied_to)
        if told.mentioned:
            fields["mentions"] = [str(one) for one in told.mentioned]
        if told.emoji:
            fields["emoji"] = told.emoji
    return orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)


def parse(line: bytes) -> Told:
    """What a line tells, or why it can't be understood.

    *Raises*: ValueError; its text goes on after "line 12 " and says what is wrong.
    """
    fields = _fields(line)
    guild_id, member_id = (
        GuildId(_identifier("guild", fields["guild"])),
        MemberId(_identifier("member", fields["member"])),
    )
    at = _instant(fields["at"])
    if fields["kind"] == JOIN:
        return Arrival(guild_id, member_id, at)
    if fields["kind"] == LEAVE:
        return Departure(guild_id, member_id, at)
    thread, answered, replied_to = fields.get("thread"), fields.get("answered"), fields.get("replied_to")
    return Activity(
        guild_id=guild_id,
        kind=_kind(fields["kind"]),
        source_id=_identifier("source_id", fields["source_id"]),
        member_id=member_id,
        at=at,
        channel_id=ChannelId(_identifier("channel", fields["channel"])),
        thread_id=None if thread is None else ChannelId(_identifier("thread", thread)),
        emoji=_emoji(fields.get("emoji")),
        replied_to=None if replied_to is None else MemberId(_identifier("replied_to", replied_to)),
        mentioned=_mentioned(fields.get("mentions")),
        answered_id=None if answered is None else _identifier("answered", answered),
    )


def _fields(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"is longer than {LONGEST_LINE:,} bytes")
    try:
        fields = orjson.loads(line)
    except ValueError:
        raise ValueError("is not JSON") from None
    if not isinstance(fields, dict):
        raise ValueError("is not a JSON object")  # noqa: TRY004 - a fault of the file, not of the program
    is_stay = fields.get("kind") in (JOIN, LEAVE)
    required, known = (ALWAYS, ALWAYS) if is_stay else (REQUIRED, KNOWN)
    if not fields.keys() >= required:
        raise ValueError(f'has no "{min(required - fields.keys())}"')
    if not fields.keys() <= known:
        raise ValueError(f"has {min(fields.keys() - known)!a:.40}, which is not one of the fields")
    return fields


def _identifier(name: str, value: object) -> int:
    """Discord's identifiers, written as strings because some readers of JSON round large numbers."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:  # noqa: PLR2004
        value = int(value)
    if type(value) is int and 0 <= value < ID_LIMIT:
        return value
    raise ValueError(f'has a "{name}" that is not an identifier; write its digits in quotes')


def _kind(value: object) -> Kind:
    if isinstance(value, str) and value in KINDS:
        return KINDS[value]
    raise ValueError(f'has a "kind" that is none of {", ".join((*KINDS, JOIN, LEAVE))}')


def _instant(value: object) -> datetime:
    try:
        at = datetime.fromisoformat(value) if isinstance(value, str) else None
        if at is not None and at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise ValueError('has an "at" that is not an instant with its time zone, such as 2019-02-11T09:30:00Z')


def _emoji(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and len(value) <= EMOJI_LENGTH and not UNKEEPABLE.search(value):
        return value
    raise ValueError('has an "emoji" that is not a short text')


def _mentioned(value: object) -> tuple[MemberId, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        raise ValueError('has "mentions" that are not a list')  # noqa: TRY004 - a fault of the file
    return tuple(MemberId(_identifier("mentions", one)) for one in value)

"""Activity as JSON lines, for moving it in and out: one object a line, one thing that one member did.

::

    {"source_id": "417712941565271205", "kind": "message", "at": "2018-02-26T16:02:06Z",
     "guild": "800000000000000001", "channel": "900000000000000000", "thread": "950000000000009781",
     "member": "100000000002943253", "replied_to": "100000000004574806", "mentions": ["100000000004687814"]}

``thread``, ``replied_to`` and ``mentions`` are there where there is one; a reaction has an ``emoji``. ``length``
may stand there and is not kept: no number needs it.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any, Final

from community.engagement.events import ID_LIMIT, Activity, Kind
from community.ids import ChannelId, GuildId, MemberId

REQUIRED: Final = frozenset({"source_id", "kind", "at", "guild", "channel", "member"})
KNOWN: Final = REQUIRED | {"thread", "emoji", "replied_to", "mentions", "length"}
LONGEST_LINE: Final = 64 * 1024
"""Bytes; a message that mentions a hundred people needs about 3,000."""
EMOJI_LENGTH: Final = 64
"""Characters; Unicode's longest emoji sequences have about a dozen."""
UNKEEPABLE: Final = re.compile("[\0-\x1f\ud800-\udfff]")
"""Control characters and halves of surrogate pairs: PostgreSQL keeps no null, and UTF-8 no such half."""
KINDS: Final = {kind.value: kind for kind in Kind}


def parse(line: bytes) -> Activity:
    """What a line tells, or why it can't be understood.

    *Raises*: ValueError; its text goes on after "line 12 " and says what is wrong.
    """
    fields = _fields(line)
    thread, replied_to = fields.get("thread"), fields.get("replied_to")
    return Activity(
        guild_id=GuildId(_identifier("guild", fields["guild"])),
        kind=_kind(fields["kind"]),
        source_id=_identifier("source_id", fields["source_id"]),
        member_id=MemberId(_identifier("member", fields["member"])),
        at=_instant(fields["at"]),
        channel_id=ChannelId(_identifier("channel", fields["channel"])),
        thread_id=None if thread is None else ChannelId(_identifier("thread", thread)),
        emoji=_emoji(fields.get("emoji")),
        replied_to=None if replied_to is None else MemberId(_identifier("replied_to", replied_to)),
        mentioned=_mentioned(fields.get("mentions")),
    )


def _fields(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"is longer than {LONGEST_LINE:,} bytes")
    try:
        fields = json.loads(line.decode())
    except (ValueError, RecursionError):
        raise ValueError("is not JSON") from None
    if not isinstance(fields, dict):
        raise ValueError("is not a JSON object")  # noqa: TRY004 - a fault of the file, not of the program
    if not fields.keys() >= REQUIRED:
        raise ValueError(f'has no "{min(REQUIRED - fields.keys())}"')
    if not fields.keys() <= KNOWN:
        raise ValueError(f"has {min(fields.keys() - KNOWN)!a:.40}, which is not one of the fields")
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
    raise ValueError(f'has a "kind" that is none of {", ".join(KINDS)}')


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

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

from collections.abc import AsyncIterator, Sequence
from datetime import UTC
from typing import Final, Protocol

import orjson
from pydantic_core import ValidationError

from community.engagement.events import Activity, Arrival, Departure
from community.engagement.jsonl_schema import JOIN, LEAVE, LINE, explain_error

MAX_LINE_BYTES: Final = 64 * 1024
"""Bytes; a message that mentions a hundred people needs about 3,000."""

ExportedEvent = Activity | Arrival | Departure


class ActivityExport(Protocol):
    """Everything recorded, of all guilds, for an export."""

    async def n_rows(self) -> int:
        """Returns approximately how many rows there are; the number may grow during an export."""
        ...

    def pages(self, size: int) -> AsyncIterator[Sequence[ExportedEvent]]:
        """Yields all events, in a fixed order, in pages of at most ``size``.

        Memberships that were only inferred from activities are left out: an import infers them again.
        """
        ...


def serialize(event: ExportedEvent) -> bytes:
    """Returns an event as a line that :func:`parse` reads; it ends with a line break."""
    if not isinstance(event, Activity):
        fields: dict[str, object] = {"kind": JOIN if isinstance(event, Arrival) else LEAVE}
    else:
        fields = {"source_id": str(event.source_id), "kind": event.kind.value}
    fields |= {"at": event.at.astimezone(UTC).isoformat().replace("+00:00", "Z"), "guild": str(event.guild_id)}
    if isinstance(event, Activity):
        places = {"channel": event.channel_id, "thread": event.thread_id, "answered": event.answered_id}
        fields |= {name: str(place) for name, place in places.items() if place is not None}
    fields["member"] = str(event.member_id)
    if isinstance(event, Activity):
        if event.replied_to is not None:
            fields["replied_to"] = str(event.replied_to)
        if event.mentioned:
            fields["mentions"] = [str(one) for one in event.mentioned]
        if event.emoji:
            fields["emoji"] = event.emoji
    return orjson.dumps(fields, option=orjson.OPT_APPEND_NEWLINE)


def parse(line: bytes) -> ExportedEvent:
    """Returns the event of a line.

    Raises
    ------
    ValueError
        If the line is invalid; the text continues "line 12 " and says what is wrong.
    """
    if len(line) > MAX_LINE_BYTES:
        raise ValueError(f"is longer than {MAX_LINE_BYTES:,} bytes")
    try:
        event: ExportedEvent = LINE.validate_json(line)
    except ValidationError as error:
        raise ValueError(explain_error(error)) from None
    return event

"""Generates MESSAGE_CREATE frames as the bytes that a gateway sends, before anything is measured."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import count

import orjson

from tests.wire.payloads import CHANNEL_ID, GUILD_ID, message_payload, snowflake
from tests.wire.server import DISPATCH

BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
SHORT, MEDIUM = 126, 65_536
"""Lengths from which a frame's header grows (Source: RFC 6455, 5.2)."""


class MessageStream:
    """A stream of messages by the people of some guilds in turn; no message comes twice."""

    def __init__(self, n_guilds: int = 1, n_members: int = 50) -> None:
        self._numbers = count()
        self._n_guilds = n_guilds
        self._n_members = n_members

    def frames(self, n: int) -> Sequence[bytes]:
        """Returns the next ``n`` messages as frames."""
        return list(self._frames(n))

    def _frames(self, n: int) -> Iterator[bytes]:
        for number in (next(self._numbers) for _ in range(n)):
            guild, member = number % self._n_guilds, number // self._n_guilds % self._n_members
            message = message_payload(
                snowflake(BEGINNING, number),
                500 + member,
                channel_id=CHANNEL_ID + guild * 10_000,
                guild_id=GUILD_ID + guild * 10_000,
            )
            yield websocket_frame(orjson.dumps({"op": DISPATCH, "t": "MESSAGE_CREATE", "s": number + 9, "d": message}))


def websocket_frame(text: bytes) -> bytes:
    """Returns an unmasked text frame (Source: RFC 6455, 5.2)."""
    if len(text) < SHORT:
        return bytes((0x81, len(text))) + text
    if len(text) < MEDIUM:
        return b"\x81\x7e" + len(text).to_bytes(2, "big") + text
    return b"\x81\x7f" + len(text).to_bytes(8, "big") + text

"""The gateway session: limits logins, and drops connections that no longer acknowledge heartbeats."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog
from discord import gateway
from discord.gateway import KeepAliveHandler

_log = structlog.get_logger(__name__)

ACK_TIMEOUT: Final = 1.5
"""Heartbeat intervals without an acknowledgement; checked once an interval, so it ends within two."""

FATAL_CLOSE_CODES: Final = {
    4004: "DISCORD_TOKEN is no longer valid; Discord closed the connection. Make a new one in the portal",
    4010: "Discord knows no such shard; set SHARD_COUNT to auto",
    4011: "this bot is in too many servers for SHARD_COUNT; set it to auto",
    4012: "Discord no longer speaks this version of its gateway; update Hamlet",
    4013: "Discord does not know the intents that Hamlet asks for; update Hamlet",
    4014: (
        "the Server Members intent is off, or with MESSAGE_CONTENT the Message Content intent; turn it on in Discord's "
        "developer portal, under Bot"
    ),
}
"""Close codes after which reconnecting is pointless (Source: Discord, Gateway Close Event Codes)."""


class Logins(Protocol):
    """The store of logins across processes."""

    async def last_login(self, shard_id: int) -> datetime | None:
        """Returns when a shard last logged in; none if it never did."""
        ...

    async def record_login(self, shard_id: int, at: datetime) -> None:
        """Saves the time of a login."""
        ...


class IdentifyBudget:
    """Allows a shard one login per interval, across restarts.

    Discord resets the token of a bot that logs in more than 1,000 times a day. If the store can't be read or written,
    the logins of this process count.
    """

    def __init__(
        self,
        logins: Logins,
        interval: timedelta,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._logins = logins
        self._interval = interval
        self._clock = clock
        self._sleep = sleep
        self._noted: dict[int, datetime] = {}

    async def wait(self, shard_id: int) -> None:
        """Waits until the shard may log in; logs a warning if that takes a while."""
        left = await self._remaining(shard_id)
        if left > timedelta():
            _log.warning(
                "logged in a moment ago; waiting before the next login, because Discord allows 1,000 a day",
                shard=shard_id,
                seconds=round(left.total_seconds(), 1),
            )
            await self._sleep(left.total_seconds())

    async def spend(self, shard_id: int) -> None:
        """Waits, then records the login before it happens."""
        await self.wait(shard_id)
        self._noted[shard_id] = now = self._clock()
        try:
            await self._logins.record_login(shard_id, now)
        except Exception as fault:
            _log.warning("the login can't be noted", shard=shard_id, fault=str(fault))

    async def _remaining(self, shard_id: int) -> timedelta:
        try:
            last = await self._logins.last_login(shard_id)
        except Exception as fault:
            _log.warning("earlier logins can't be read", shard=shard_id, fault=str(fault))
            last = None
        known = [at for at in (last, self._noted.get(shard_id)) if at is not None]
        if not known:
            return timedelta()
        return min(self._interval, max(known) + self._interval - self._clock())


class HeartbeatAckWatch(KeepAliveHandler):
    """Counts only heartbeat acknowledgements as signs of life, not other events."""

    def __init__(self, *args: Any, interval: float, **options: Any) -> None:
        super().__init__(*args, interval=interval, **options)
        self.heartbeat_timeout = ACK_TIMEOUT * interval

    def tick(self) -> None:
        """Ignores an event: the other direction may be dead."""

    def ack(self) -> None:
        """Resets the timeout on an acknowledgement."""
        super().ack()
        super().tick()


def require_heartbeat_acks() -> None:
    """Makes every later gateway connection of this process end when acknowledgements stop."""
    gateway.KeepAliveHandler = HeartbeatAckWatch  # type: ignore[misc,assignment]

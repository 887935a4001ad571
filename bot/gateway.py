"""Guards the gateway parsers: a frame that can't be parsed is set aside, and later ones are handled.

discord.py's parsers raise on a frame without a field that they count on, and that ends the connection's loop.
"""

from collections.abc import Callable, MutableMapping
from datetime import datetime
from traceback import extract_tb
from typing import Any, Final

import structlog
from discord.state import ConnectionState

from community.engagement.events import ID_LIMIT
from community.engagement.quarantine import Quarantine, QuarantinedFrame
from community.ids import GuildId

UNGUARDED: Final = frozenset({"READY", "RESUMED"})
"""Events without which there is no session: if they can't be parsed, connecting has to fail."""

REQUIRED_FIELDS: Final = {"MESSAGE_CREATE": ("author",), "MESSAGE_UPDATE": ("id",)}
"""Fields that the parsers ignore when missing, but listeners need."""

Parser = Callable[[Any], Any]

_log = structlog.get_logger(__name__)


def dispatch_unseen_members(connection: ConnectionState[Any]) -> None:
    """Dispatches ``member_seen`` for updates of members who are not cached.

    discord.py dispatches changes of cached members only, so none after a restart.
    """
    parse = connection.parsers["GUILD_MEMBER_UPDATE"]

    def parsed(data: Any) -> None:
        guild, member_id = connection._get_guild(int(data["guild_id"])), int(data["user"]["id"])  # noqa: SLF001
        was_known = guild is not None and guild.get_member(member_id) is not None
        parse(data)
        member = None if guild is None else guild.get_member(member_id)
        if member is not None and not was_known:
            connection.dispatch("member_seen", member)

    connection.parsers["GUILD_MEMBER_UPDATE"] = parsed


def guard_parsers(
    parsers: MutableMapping[str, Parser],
    quarantine: Quarantine,
    clock: Callable[[], datetime],
    store: Callable[[], object],
) -> None:
    """Makes every parser of a connection survive frames it can't parse; ``store`` stores what was set aside."""
    for event, parse in list(parsers.items()):
        if event not in UNGUARDED:
            parsers[event] = _guarded(event, parse, quarantine, clock, store)


def _guarded(
    event: str, parse: Parser, quarantine: Quarantine, clock: Callable[[], datetime], store: Callable[[], object]
) -> Parser:
    needed = REQUIRED_FIELDS.get(event, ())

    def guarded(data: Any) -> None:
        try:
            for field in needed:
                data[field]
            parse(data)
        except Exception as error:
            frame = QuarantinedFrame(_guild_id(data), event, _error_location(error), clock())
            if quarantine.add(frame):
                _log.warning(
                    "Discord sent something that makes no sense; it was set aside",
                    event_name=event,
                    guild=frame.guild_id,
                    reason=frame.reason,
                    n=quarantine.counts[event],
                )
            if quarantine.n_waiting:
                store()

    return guarded


def _error_location(error: Exception) -> str:
    """Returns the type of an error and where it was raised; not its message, which may contain what somebody wrote."""
    frames = extract_tb(error.__traceback__)
    return f"{type(error).__name__} in {frames[-1].name}" if frames else type(error).__name__


def _guild_id(data: Any) -> GuildId | None:
    """Returns the guild identifier in a frame, if it is valid."""
    guild_id = data.get("guild_id") if isinstance(data, dict) else None
    if not (
        isinstance(guild_id, str) and guild_id.isascii() and guild_id.isdigit() and len(guild_id) <= len(str(ID_LIMIT))
    ):
        return None
    return GuildId(int(guild_id)) if int(guild_id) < ID_LIMIT else None

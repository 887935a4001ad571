"""``python -m bot insights``: prints the metrics, by the names of the design's metrics page."""

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Annotated
from zoneinfo import ZoneInfo

import orjson
import typer
from rich.console import Console
from rich.table import Table

from bot.commands.database import open_database
from community.calendar import Window
from community.engagement.metric import JsonValue, build_report, collect_metrics, sources_of
from community.engagement.window_data import EARLIEST_DAY, load_window
from community.errors import OperatorError
from community.ids import GuildId
from storage.engagement.activity_log import SqlActivityLog
from storage.engagement.conversations import SqlConversations

LATEST = date(2100, 1, 1)
"""Latest accepted day; anything beyond is a typing error."""
ALL_TIME = Window(EARLIEST_DAY, LATEST, ZoneInfo("UTC"))


def insights(
    guild: Annotated[int, typer.Option(metavar="ID", min=1, max=2**63 - 1, help="The server's identifier.")],
    first: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day, such as 2026-01-01.")],
    end: Annotated[str, typer.Option("--to", metavar="DATE", help="The day after the last one.")],
    tz: Annotated[str, typer.Option(metavar="NAME", help="The time zone of days and weeks.")] = "UTC",
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print what a server's life amounts to, between two days."""
    answer = asyncio.run(_read_metrics(GuildId(guild), _window(first, end, tz)))
    if json:
        typer.echo(orjson.dumps(answer, option=orjson.OPT_INDENT_2))
    else:
        Console().print(_table(answer))


async def _read_metrics(guild_id: GuildId, window: Window) -> Mapping[str, JsonValue]:
    async with open_database() as database:
        log, metrics = SqlActivityLog(database), collect_metrics().values()
        if not await log.spells(guild_id, ALL_TIME):
            message = f"nothing is recorded of guild {guild_id}; look its identifier up, or import its history first"
            raise OperatorError(message)
        data = await load_window(log, guild_id, window, sources_of(metrics), SqlConversations(database))
        return build_report(data, metrics)


def _window(first: str, end: str, tz: str) -> Window:
    days = _day("--from", first), _day("--to", end)
    try:
        zone = ZoneInfo(tz)
    except (ValueError, OSError, LookupError):
        message = f"--tz should be a time zone such as Europe/Berlin, not {tz!r}"
        raise OperatorError(message) from None
    if days[1] <= days[0]:
        message = f"--to should be later than --from: it is the day after the last one, and {end} is not after {first}"
        raise OperatorError(message)
    return Window(*days, zone)


def _day(option: str, typed: str) -> date:
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        message = f"{option} should be a day such as 2026-01-01, not {typed!r}"
        raise OperatorError(message) from None
    if not EARLIEST_DAY <= day <= LATEST:
        message = f"{option} should be a day from {EARLIEST_DAY} to {LATEST}, not {typed}"
        raise OperatorError(message)
    return day


def _table(answer: Mapping[str, JsonValue]) -> Table:
    heading = ("guild", "from", "to", "tz")
    table = Table("number", "value", title=" ".join(f"{key} {answer[key]}" for key in heading), title_justify="left")
    for key, value in answer.items():
        if key not in heading:
            table.add_row(key, _cell(value))
    return table


def _cell(value: JsonValue) -> str:
    match value:
        case float():
            return f"{value:,.4g}"
        case {"value": middle, "low": low, "high": high}:
            return f"{_cell(middle)}  ({_cell(low)} to {_cell(high)})"
        case Mapping():
            return "\n".join(f"{key} {_cell(one)}" for key, one in value.items())
        case list():
            return f"{len(value)} rows; see them with --json"
        case _:
            return "-" if value is None else str(value)

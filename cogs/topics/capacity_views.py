"""Shows moderators how near the guild is to Discord's limits."""

from collections.abc import Sequence
from datetime import UTC, datetime, time

import discord

from cogs.kit.i18n import Translations
from cogs.kit.panel import Panel
from community.topics.capacity import MIN_PACE_DAYS, PACE_DAYS, Limit, Outlook
from community.topics.capacity_service import ADVICE


def capacity_panel(outlooks: Sequence[Outlook], say: Translations) -> Panel:
    """Returns one line for each limit, and advice for those that are near."""
    near = [say(ADVICE[one.limit], n=one.n, most=one.maximum) for one in outlooks if one.is_near]
    lead = "\n".join(f"⚠️ {advice}" for advice in near) or say("There is room. I tell moderators before it gets tight.")
    return Panel(
        say("Room in this server"),
        lead=lead,
        sections=[("", "\n".join(_line(one, say) for one in outlooks))],
        closing=say("The pace is that of the last {days} days at most; I count once a day.", days=PACE_DAYS),
    )


def _line(one: Outlook, say: Translations) -> str:
    share = say("{percent} % full", percent=one.n * 100 // one.maximum)
    return f"**{_what(one.limit, say)}**  {one.n} / {one.maximum}, {share}\n-# {_when(one, say)}"


def _when(one: Outlook, say: Translations) -> str:
    if one.n >= one.maximum:
        return say("The limit is reached.")
    if one.pace is None:
        return say("Too early to tell the pace: I need {days} days of counting.", days=MIN_PACE_DAYS)
    if one.reached_on is None:
        return say("At today's pace it is not reached.")
    day = discord.utils.format_dt(datetime.combine(one.reached_on, time(12), UTC), "D")
    return say("{pace} more a day; at this pace it is reached on {day}.", pace=f"{one.pace:.1f}", day=day)


def _what(limit: Limit, say: Translations) -> str:
    match limit:
        case Limit.CHANNELS:
            return say("Channels")
        case Limit.CATEGORY:
            return say("Channels in the fullest category")
        case Limit.ROLES:
            return say("Roles")
        case Limit.OVERWRITES:
            return say("Permission exceptions of one channel")
        case Limit.THREADS:
            return say("Open threads")

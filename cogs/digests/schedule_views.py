"""How the list of scheduled digests looks: what comes when, and what became of the latest issues."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.formatting import LONG_WEEKDAYS, short_date
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel, shorten
from cogs.kit.persistent import PersistentItem
from community.digests.issue import Issue, IssueState, ScheduledDigest
from community.digests.schedule import Cadence, DigestSubject, Schedule

NOTE_LENGTH = 150
"""Characters of why an issue failed."""
NUMBER = "\N{NUMERO SIGN}"
PAGE_SIZE = 10
"""Schedules on a page: they stay readable, and well within the characters of one message."""

Names = Mapping[DigestSubject, str]


async def schedules_panel(interaction: Interaction, page: int = 0) -> Panel:
    """What is scheduled, a page of it: when each comes next, and what became of its latest issue."""
    ctx = context_of(interaction)
    digests, now, say = ctx.services.digests, ctx.now, ctx.say
    guild = ctx.guild_id
    standings = await digests.schedules(guild)
    pages = Page.at(page, len(standings), PAGE_SIZE)
    shown = pages.of(standings)
    agenda = [(one, await digests.next_at(one, now)) for one in shown]
    panel = schedules_card(agenda, await digests.subject_names(guild, shown), say)
    panel.rows = button_row(
        [SchedulesPageButton.to(other, label) for other, label in pages.neighbours(say("Back"), say("More"))]
    )
    return panel


class SchedulesPageButton(PersistentItem[ui.Button[Any]], template=r"hamlet:digests:(?P<page>\d{1,3})"):
    """Turns to a page of what is scheduled, as it is by now."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:digests:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows that page to a moderator."""
        await require_moderator(interaction)
        await interaction.response.defer()
        panel = await schedules_panel(interaction, self.page)
        await interaction.edit_original_response(view=panel.view())


def schedules_card(
    schedules: Sequence[tuple[ScheduledDigest, datetime | None]], names: Names, say: Translations
) -> Panel:
    """Some schedules, each with when it comes next."""
    if not schedules:
        return Panel(
            say("Digests"), lead=say("Nothing is scheduled yet. Have one come by itself with /digest schedule.")
        )
    return Panel(
        say("Digests"),
        lead=say("They come in the server's time zone, which /settings knows."),
        sections=[("", _entry(standing, next_at, names, say)) for standing, next_at in schedules],
        closing=say("Change one with /digest pause, /digest resume or /digest remove."),
    )


def schedule_name(schedule: Schedule, channel: str, names: Names, say: Translations) -> str:
    """A schedule in words, its channel's name given."""
    about = names.get(schedule.subject, "")
    facts = {"kind": schedule.kind, "about": about, "channel": channel, "when": rhythm_text(schedule, say)}
    if about:
        return say("{kind} digest of {about} in {channel}, {when}", **facts)
    return say("{kind} digest in {channel}, {when}", **facts)


def rhythm_text(schedule: Schedule, say: Translations) -> str:
    """How often a digest comes, in words."""
    rhythm = schedule.rhythm
    at = f"{rhythm.at:%H:%M}"
    match rhythm.cadence:
        case Cadence.DAILY:
            return say("every day at {at}", at=at)
        case Cadence.WEEKLY:
            return say("every {weekday} at {at}", weekday=say(LONG_WEEKDAYS[rhythm.on_day - 1]), at=at)
        case Cadence.MONTHLY:
            return say("on day {day} of every month at {at}", day=rhythm.on_day, at=at)


def issue_outcome(issue: Issue, say: Translations) -> str:
    """What became of an issue, in words."""
    match issue.state:
        case IssueState.POSTED:
            guild, channel = issue.schedule.guild_id, issue.schedule.channel_id
            return say("posted: {link}", link=f"https://discord.com/channels/{guild}/{channel}/{issue.message_id}")
        case IssueState.QUIET:
            return say("not posted, because there was too little to tell. /settings can have a line posted then.")
        case IssueState.FAILED:
            return say("not posted. {reason}", reason=shorten(issue.note, NOTE_LENGTH))
        case IssueState.MISSED:
            return say("let go, because the next one was due or it was paused.")
        case IssueState.UNCERTAIN:
            return say("perhaps posted: I could not read the channel to make sure, so I did not post it again.")
        case IssueState.CLAIMED:
            return say("on its way.")


def _entry(scheduled: ScheduledDigest, next_at: datetime | None, names: Names, say: Translations) -> str:
    schedule, last = scheduled.schedule, scheduled.last_issue
    plainly = {subject: escape(name) for subject, name in names.items()}
    name = schedule_name(schedule, f"<#{schedule.channel_id}>", plainly, say)
    lines = [f"**{NUMBER} {schedule.schedule_id}** {name}"]
    if schedule.paused:
        lines.append(say("-# Paused"))
    elif next_at is not None:
        lines.append(say("-# Next: {at}", at=discord.utils.format_dt(next_at, "f")))
    if last is not None:
        day = f"{short_date(last.local_date, say)} {last.local_date.year}"
        lines.append(say("-# Issue of {day}: {outcome}", day=day, outcome=issue_outcome(last, say)))
    return "\n".join(lines)

"""How digests look: the card with its chart, and the list of what is scheduled."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import discord

from cogs.ui.charts import BarChart, Point, draw
from cogs.ui.figures import MONTHS
from cogs.ui.language import Speaker, plain
from cogs.ui.panel import Panel, shorten
from cogs.ui.recommendation_forms import relation_word
from community.calendar import DAY, Window
from community.digests.digest import Digest
from community.digests.issue import Issue, Standing, State
from community.digests.schedule import Cadence, Schedule
from community.digests.section import Content, Fact, Line, Place
from community.engagement.estimates import Proportion
from community.recommendations.recommendation import Relation

HEADLINES = {
    Cadence.DAILY: "The day in {guild}",
    Cadence.WEEKLY: "This week in {guild}",
    Cadence.MONTHLY: "This month in {guild}",
}
LONG_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
N_WEEKDAYS = 7
"""Days up to which a chart names weekdays; beyond, they would come twice."""
WRITTEN = 80
"""Characters of what a member wrote."""
NOTE = 150
"""Characters of why an issue failed."""
NUMBER = "\N{NUMERO SIGN}"


async def digest_panel(digest: Digest, guild: discord.Guild, say: Speaker, *, name: str, closing: str) -> Panel:
    """A digest's card; ``name`` is the chart's, ``closing`` says which issue it is. It pings nobody."""
    panel = Panel(
        say(HEADLINES[digest.cadence], guild=plain(guild.name)),
        lead=_span(digest.window, say),
        closing=closing,
    )
    if digest.is_quiet:
        panel.sections = [("", _quiet(digest, say))]
        return panel
    panel.picture = await draw(digest_chart(digest, name, say))
    panel.sections = [
        ("", f"-# {say('People who took part')}: {' · '.join(_values(digest, say))}"),
        *((say(section.title), _body(content, guild, say)) for section, content in digest.sections),
    ]
    return panel


def digest_chart(digest: Digest, name: str, say: Speaker) -> BarChart:
    """How many took part each day; the alternative text has the same numbers."""
    weekdays = len(digest.days) <= N_WEEKDAYS
    points = tuple(Point(_weekday(day, say) if weekdays else _day(day, say), n) for day, n in digest.days)
    values = ", ".join(_values(digest, say))
    return BarChart(
        say("People who took part each day"),
        points,
        say("people"),
        say("Chart of the people who took part each day: {values}.", values=values),
        name,
        highlight=points[-1].label if digest.cadence is Cadence.DAILY else None,
    )


def agenda_panel(agenda: Sequence[tuple[Standing, datetime | None]], say: Speaker) -> Panel:
    """What is scheduled, when each comes next, and what became of its latest issue."""
    if not agenda:
        return Panel(
            say("Digests"), lead=say("Nothing is scheduled yet. Have one come by itself with /digest schedule.")
        )
    return Panel(
        say("Digests"),
        lead=say("They come in the server's time zone, which /settings knows."),
        sections=[("", _agenda_entry(standing, next_at, say)) for standing, next_at in agenda],
        closing=say("Change one with /digest pause, /digest resume or /digest remove."),
    )


def schedule_name(schedule: Schedule, channel: str, say: Speaker) -> str:
    """A schedule in words, its channel's name given."""
    return say("{kind} digest in {channel}, {when}", kind=schedule.kind, channel=channel, when=when(schedule, say))


def when(schedule: Schedule, say: Speaker) -> str:
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


def outcome(issue: Issue, say: Speaker) -> str:
    """What became of an issue, in words."""
    match issue.state:
        case State.POSTED:
            guild_id, channel_id = issue.schedule.guild_id, issue.schedule.channel_id
            return say(
                "posted: {link}", link=f"https://discord.com/channels/{guild_id}/{channel_id}/{issue.message_id}"
            )
        case State.QUIET:
            return say("not posted, because there was too little to tell. /settings can have a line posted then.")
        case State.FAILED:
            return say("not posted. {reason}", reason=shorten(issue.note, NOTE))
        case State.MISSED:
            return say("let go, because the next one was due or it was paused.")
        case State.UNCERTAIN:
            return say("perhaps posted: I could not read the channel to make sure, so I did not post it again.")
        case State.CLAIMED:
            return say("on its way.")


def _agenda_entry(standing: Standing, next_at: datetime | None, say: Speaker) -> str:
    schedule, last = standing.schedule, standing.last
    name = schedule_name(schedule, f"<#{schedule.channel_id}>", say)
    lines = [f"**{NUMBER} {schedule.schedule_id}** {name}"]
    if schedule.paused:
        lines.append(say("-# Paused"))
    elif next_at is not None:
        lines.append(say("-# Next: {at}", at=discord.utils.format_dt(next_at, "f")))
    if last is not None:
        lines.append(say("-# Issue of {day}: {outcome}", day=_dated(last.local_date, say), outcome=outcome(last, say)))
    return "\n".join(lines)


def _values(digest: Digest, say: Speaker) -> list[str]:
    return [f"{_day(day, say)} {n}" for day, n in digest.days]


def _quiet(digest: Digest, say: Speaker) -> str:
    return say(
        "A quiet time, and that is fine. People who took part: {active}, messages: {messages}.",
        active=digest.n_active,
        messages=digest.n_messages,
    )


def _body(content: Content, guild: discord.Guild, say: Speaker) -> str:
    return "\n".join(_line(line, guild, say) for line in content.lines)


def _line(line: Line, guild: discord.Guild, say: Speaker) -> str:
    facts = _facts(line.facts, guild, say)
    if line.place is None:
        return say(line.sentence, **facts)
    return f"- {say(line.sentence, **facts, link=_address(line.place, guild))}"


def _facts(facts: Mapping[str, Fact], guild: discord.Guild, say: Speaker) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, fact in facts.items():
        if isinstance(fact, Proportion):
            told |= {name: _percent(fact.value), f"{name}_low": _percent(fact.low), f"{name}_high": _percent(fact.high)}
        else:
            told[name] = _fact(fact, guild, say)
    return told


def _fact(fact: int | str | Relation | Place, guild: discord.Guild, say: Speaker) -> str:
    match fact:
        case Relation():
            return relation_word(fact, say)
        case Place():
            return _place(fact, guild, say)
        case int():
            return f"{fact:,}"
        case str():
            return plain(fact, WRITTEN)


def _place(place: Place, guild: discord.Guild, say: Speaker) -> str:
    thread = guild.get_thread(place.thread_id or 0)
    if thread is not None:
        return plain(thread.name, WRITTEN)
    if place.thread_id is not None:
        return say("a thread in {channel}", channel=f"<#{place.channel_id}>")
    return f"<#{place.channel_id}>"


def _address(place: Place, guild: discord.Guild) -> str:
    return f"https://discord.com/channels/{guild.id}/{place.thread_id or place.channel_id}"


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0):.0f}"


def _span(window: Window, say: Speaker) -> str:
    first, last = window.first, window.end - DAY
    if first == last:
        return _dated(last, say)
    return say("{first} to {last} {year}", first=_day(first, say), last=_day(last, say), year=last.year)


def _day(day: date, say: Speaker) -> str:
    return say(MONTHS[day.month - 1], day=day.day)


def _dated(day: date, say: Speaker) -> str:
    return f"{_day(day, say)} {day.year}"


def _weekday(day: date, say: Speaker) -> str:
    return say(WEEKDAYS[day.weekday()])

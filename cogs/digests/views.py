"""How a digest looks: one card with a headline, a chart, sections that fit, and why each item was chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import discord
from discord import ui

from cogs.digests.why_menu import WhyChoice, WhyMenu
from cogs.kit.charts.render import render_async
from cogs.kit.charts.spec import BarChart, Point
from cogs.kit.formatting import short_date
from cogs.kit.i18n import Translations, escape, visible_text
from cogs.kit.image import Image
from cogs.kit.panel import CLOSING_LIMIT, SECTION, Panel, shorten
from cogs.recommendations.relation_words import relation_text
from community.calendar import DAY, Window
from community.digests.digest import Digest
from community.digests.issue import Issue
from community.digests.schedule import Cadence, DigestKind
from community.digests.section import Content, Fact, Line, Person, Place
from community.discord_limits import MESSAGE_TEXT_LENGTH
from community.engagement.estimates import Proportion
from community.recommendations.recommendation import Relation

HEADLINES = {
    Cadence.DAILY: "The day in {place}",
    Cadence.WEEKLY: "This week in {place}",
    Cadence.MONTHLY: "This month in {place}",
}
FOR_MODERATORS = "For the moderators of {place}"
FOR_BRANDS = "For {about}, from {place}"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
N_WEEKDAYS = 7
"""Days up to which a chart names weekdays; beyond, they would come twice."""
EXCERPT_LENGTH = 80
"""Characters of what a member wrote; the rest is where the line leads."""
MAX_SECTIONS = 12
"""Sections of one card: with what else is on it they stay within 40 components (Source: Discord, Components)."""
MORE_LIMIT = 80
"""Characters of the line that says that there is more."""


@dataclass(frozen=True, slots=True)
class DigestContext:
    """The server that a digest is shown in: its number, its name, and what its threads are called, as far as known."""

    guild_id: int
    name: str
    thread: Callable[[int], str | None]

    @classmethod
    def of(cls, guild: discord.Guild) -> "DigestContext":
        """A server as Discord knows it."""

        def thread(thread_id: int) -> str | None:
            found = guild.get_thread(thread_id)
            return None if found is None else found.name

        return cls(guild.id, guild.name, thread)


async def digest_panel(
    digest: Digest, guild: discord.Guild, say: Translations, *, name: str, closing: str, issue: Issue | None = None
) -> Panel:
    """A digest's card; ``name`` is the chart's, ``closing`` says which issue it is. It pings nobody."""
    chart = None if digest.is_quiet or not digest.days else digest_chart(digest, name, say)
    return digest_card(
        digest, DigestContext.of(guild), say, await render_async(chart) if chart else None, closing=closing, issue=issue
    )


def digest_card(
    digest: Digest,
    context: DigestContext,
    say: Translations,
    picture: Image | None,
    *,
    closing: str,
    issue: Issue | None = None,
) -> Panel:
    """The card with its chart drawn; of an ``issue``, which is kept, everybody can ask why it tells what it tells."""
    panel = Panel(_headline(digest, context, say), lead=_span(digest.window, say), closing=closing)
    if digest.is_quiet:
        panel.sections = [("", _quiet(digest, say))]
        return panel
    panel.image = picture
    numbers = _numbers(digest, say)
    room = MESSAGE_TEXT_LENGTH - CLOSING_LIMIT - MORE_LIMIT - 10 - len(f"## {panel.headline}{panel.lead}{numbers}")
    told = [(say(section.title), _lines(content, context, say)) for section, content in digest.sections[:MAX_SECTIONS]]
    fits = fit_lines([(len(title), [len(text) for text in texts]) for title, texts in told], room)
    shown = [(title, texts[:n]) for (title, texts), n in zip(told, fits, strict=True) if n]
    more = sum(len(content.lines) for _, content in digest.sections) > sum(fits)
    panel.sections = [
        *([("", numbers)] if numbers else []),
        *((title, "\n".join(texts)) for title, texts in shown),
        *([("", f"-# {shorten(_more(digest.kind, say), MORE_LIMIT - 3)}")] if more else []),
    ]
    if issue is not None:
        panel.rows = _why_rows(digest, fits, issue, context, say)
    return panel


def fit_lines(sections: Sequence[tuple[int, Sequence[int]]], room: int) -> Sequence[int]:
    """How many lines of each section fit: every section's first before any second one.

    *Shape*: of each section the length of its title and those of its lines. *Units*: characters.
    """
    counts = [0] * len(sections)
    for depth in range(max((len(lines) for _, lines in sections), default=0)):
        for place, (title, lines) in enumerate(sections):
            if counts[place] != depth or depth >= len(lines):
                continue
            cost = lines[depth] + 1 + (len(SECTION) + title if depth == 0 else 0)
            if cost <= room:
                counts[place] += 1
                room -= cost
    return counts


def digest_chart(digest: Digest, name: str, say: Translations) -> BarChart:
    """How many took part each day; the alternative text has the same numbers."""
    weekdays = len(digest.days) <= N_WEEKDAYS
    points = tuple(Point(_weekday(day, say) if weekdays else short_date(day, say), n) for day, n in digest.days)
    values = ", ".join(_values(digest, say))
    return BarChart(
        say("People who took part each day"),
        points,
        say("people"),
        say("Chart of the people who took part each day: {values}.", values=values),
        name,
        highlight=points[-1].label if digest.cadence is Cadence.DAILY else None,
    )


def _headline(digest: Digest, context: DigestContext, say: Translations) -> str:
    server, about = escape(context.name), escape(digest.about)
    match digest.kind:
        case DigestKind.MODERATORS:
            return say(FOR_MODERATORS, place=server)
        case DigestKind.BRAND:
            return say(FOR_BRANDS, about=about, place=server)
        case _:
            return say(HEADLINES[digest.cadence], place=about or server)


def _numbers(digest: Digest, say: Translations) -> str:
    if not digest.days:
        return ""
    return f"-# {say('People who took part')}: {' · '.join(_values(digest, say))}"


def _values(digest: Digest, say: Translations) -> list[str]:
    return [f"{short_date(day, say)} {n}" for day, n in digest.days]


def _quiet(digest: Digest, say: Translations) -> str:
    match digest.kind:
        case DigestKind.MODERATORS:
            return say("Nothing needs a person just now. Enjoy it!")
        case DigestKind.BRAND:
            return say("There is nothing to tell of these days.")
        case _:
            return say(
                "A quiet time, and that is fine. People who took part: {active}, messages: {messages}.",
                active=digest.n_active,
                messages=digest.n_messages,
            )


def _more(kind: DigestKind, say: Translations) -> str:
    if kind is DigestKind.MODERATORS:
        return say("There is more than fits here: see /stats health.")
    return say("There is more than fits here: see what you missed with /catchup.")


def _lines(content: Content, context: DigestContext, say: Translations) -> list[str]:
    return [_line(line, context, say) for line in content.lines]


def _line(line: Line, context: DigestContext, say: Translations) -> str:
    facts = _facts(line.facts, context, say)
    if line.place is not None:
        facts["link"] = url_of(line.place, context.guild_id)
    told = say(line.sentence, **facts)
    return told if line.item is None else f"- {told}"


def _facts(facts: Mapping[str, Fact], context: DigestContext, say: Translations) -> dict[str, str]:
    told: dict[str, str] = {}
    for name, fact in facts.items():
        if isinstance(fact, Proportion):
            told |= {name: _percent(fact.value), f"{name}_low": _percent(fact.low), f"{name}_high": _percent(fact.high)}
        else:
            told[name] = _fact(fact, context, say)
    return told


def _fact(fact: int | str | datetime | Relation | Place | Person, context: DigestContext, say: Translations) -> str:
    match fact:
        case Relation():
            return relation_text(fact, say)
        case Place():
            return _place(fact, context, say)
        case Person():
            return f"<@{fact.member_id}>"
        case datetime():
            return discord.utils.format_dt(fact, "f")
        case int():
            return f"{fact:,}"
        case str():
            return excerpt(fact, say)


def excerpt(text: str, say: Translations) -> str:
    """What a member wrote, cut at a word; never nothing, for a link needs something to press."""
    return escape(shorten(visible_text(text), EXCERPT_LENGTH)) or say("untitled")


def _place(place: Place, context: DigestContext, say: Translations) -> str:
    name = None if place.thread_id is None else context.thread(place.thread_id)
    if name is not None:
        return excerpt(name, say)
    if place.thread_id is not None:
        return say("a thread in {channel}", channel=f"<#{place.channel_id}>")
    return f"<#{place.channel_id}>"


def url_of(place: Place, guild_id: int) -> str:
    """Where a place is on discord.com."""
    room = f"https://discord.com/channels/{guild_id}/{place.thread_id or place.channel_id}"
    return room if place.message_id is None else f"{room}/{place.message_id}"


def _why_rows(
    digest: Digest, fits: Sequence[int], issue: Issue, context: DigestContext, say: Translations
) -> Sequence[ui.ActionRow[Any]]:
    """The menu that names every item shown."""
    choices = []
    for (section, content), n in zip(digest.sections, fits, strict=False):
        for nth, line in enumerate(content.lines[:n], 1):
            if line.item is not None:
                title = say(section.title)
                choices.append(WhyChoice(line.item.key, _label(line, context) or f"{title} {nth}", title))
    return [ui.ActionRow(WhyMenu.offering(issue, choices, say))] if choices else []


def _label(line: Line, context: DigestContext) -> str:
    """What an item is called in a menu, where nothing is markup: nothing where it has no name."""
    for fact in line.facts.values():
        match fact:
            case str():
                return visible_text(fact)
            case Place() if fact.thread_id is not None:
                return visible_text(context.thread(fact.thread_id) or "")
            case _:
                pass
    return ""


def _percent(share: float | None) -> str:
    return f"{100 * (share or 0):.0f}"


def _span(window: Window, say: Translations) -> str:
    first, last = window.first, window.end - DAY
    if first == last:
        return f"{short_date(last, say)} {last.year}"
    begins = short_date(first, say) if first.year == last.year else f"{short_date(first, say)} {first.year}"
    return say("{first} to {last} {year}", first=begins, last=short_date(last, say), year=last.year)


def _weekday(day: date, say: Translations) -> str:
    return say(WEEKDAYS[day.weekday()])

"""How it looks what needs a person: each item with its reason and a link, a page at a time."""

from collections.abc import Callable, Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction, guild_id, translations
from cogs.kit.checks import require_moderator
from cogs.kit.formatting import join_lines
from cogs.kit.i18n import Translations
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.engagement.health import (
    ASK_WAIT,
    GREETING_WAIT,
    MAX_WAIT,
    SILENCE,
    TALK_DAYS,
    CarriedTopic,
    FadingTopic,
    Health,
)
from community.engagement.response_ports import UnansweredNewcomer, WaitingAsk
from community.ids import GuildId
from community.settings.general import GeneralSettings

PAGE_SIZE = 10
"""Items on a page: they stay readable, and well within the characters of one message."""
HOUR_S = 3_600
N_WEEKS = TALK_DAYS // 7

Item = UnansweredNewcomer | WaitingAsk | FadingTopic | CarriedTopic


async def health_panel(interaction: Interaction, guild: GuildId, page: int = 0) -> Panel:
    """What needs a person now, a page of it."""
    bot, say = interaction.client, translations(interaction)
    topics = await bot.services.topics.directory.topics(guild)
    tz = (await bot.services.settings.read(guild, GeneralSettings)).tz
    health = await bot.services.engagement.health.health(guild, [topic.channel_id for topic in topics], tz, bot.clock())
    pages = Page.at(page, len(health.items), PAGE_SIZE)
    panel = Panel(say("What needs a person"), closing=_closing(len(topics), say))
    if not health.items:
        panel.lead = say("Nothing, just now. Enjoy it!")
        return panel
    panel.lead = _lead(health, say)
    panel.sections = _sections(pages.of(health.items), guild, say)
    panel.rows = button_row(
        [HealthButton.to(other, label) for other, label in pages.neighbours(say("Back"), say("More"))]
    )
    return panel


class HealthButton(PersistentItem[ui.Button[Any]], template=r"hamlet:health:(?P<page>\d{1,3})"):
    """Turns to a page of what needs a person, as it is by now."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:health:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows that page to a moderator."""
        await require_moderator(interaction)
        await interaction.response.defer()
        panel = await health_panel(interaction, guild_id(interaction), self.page)
        await interaction.edit_original_response(view=panel.view())


def _lead(health: Health, say: Translations) -> str:
    counted = [
        (say("Newcomers without an answer: **{n}**", n=len(health.newcomers)), health.newcomers),
        (say("Asks without an answer: **{n}**", n=len(health.asks)), health.asks),
        (say("Topics that fade: **{n}**", n=len(health.fading)), health.fading),
        (say("Topics that one person carries: **{n}**", n=len(health.carried)), health.carried),
    ]
    return join_lines(*(said for said, items in counted if items))


def _sections(items: Sequence[Item], guild: GuildId, say: Translations) -> list[tuple[str, str]]:
    kinds: tuple[tuple[type[Item], str, Callable[[Any, GuildId, Translations], str]], ...] = (
        (UnansweredNewcomer, say("Newcomers without an answer"), _newcomer),
        (WaitingAsk, say("Asks without an answer"), _ask),
        (FadingTopic, say("Topics that fade"), _fading),
        (CarriedTopic, say("Topics that one person carries"), _carried),
    )
    return [
        (title, "\n".join(f"- {line(item, guild, say)}" for item in of_kind))
        for kind, title, line in kinds
        if (of_kind := [item for item in items if isinstance(item, kind)])
    ]


def _newcomer(item: UnansweredNewcomer, guild: GuildId, say: Translations) -> str:
    place = item.thread_id or item.channel_id
    return say(
        "{member} is new and wrote for the first time {when}; nobody replied or mentioned them. {link}",
        member=f"<@{item.member_id}>",
        when=discord.utils.format_dt(item.at, "R"),
        link=_link(f"{guild}/{place}/{item.message_id}", say),
    )


def _ask(item: WaitingAsk, guild: GuildId, say: Translations) -> str:
    return say(
        "An ask in {channel}, opened {when}, has no recommendation and no word from anybody else. {link}",
        channel=f"<#{item.channel_id}>",
        when=discord.utils.format_dt(item.at, "R"),
        link=_link(f"{guild}/{item.thread_id}", say),
    )


def _fading(item: FadingTopic, guild: GuildId, say: Translations) -> str:
    facts = {
        "channel": f"<#{item.channel_id}>",
        "n": f"{item.n_messages:,}",
        "n_before": f"{item.n_before:,}",
        "people": item.n_people,
        "people_before": item.n_people_before,
        "weeks": N_WEEKS,
        "days": SILENCE.days,
        "link": _link(f"{guild}/{item.channel_id}", say),
    }
    if item.silent:
        return say(
            "{channel} has been silent for {days} days or more. Messages in the last {weeks} weeks: {n}; "
            "in the {weeks} before: {n_before}. {link}",
            **facts,
        )
    return say(
        "Less is said in {channel}, beyond chance. Messages in the last {weeks} weeks: {n}, people: {people}; "
        "in the {weeks} before: {n_before} and {people_before}. {link}",
        **facts,
    )


def _carried(item: CarriedTopic, guild: GuildId, say: Translations) -> str:
    return say(
        "One person wrote {one} of the {n} messages of {weeks} weeks in {channel}; people who wrote: {people}. {link}",
        channel=f"<#{item.channel_id}>",
        one=f"{item.n_one:,}",
        n=f"{item.n_messages:,}",
        people=item.n_people,
        weeks=N_WEEKS,
        link=_link(f"{guild}/{item.channel_id}", say),
    )


def _link(path: str, say: Translations) -> str:
    return say("[Open on discord.com]({url})", url=f"https://discord.com/channels/{path}")


def _closing(n_topics: int, say: Translations) -> str:
    looked = say(
        "I look for newcomers after {greeting} h and asks after {ask} h, {days} days back.",
        greeting=int(GREETING_WAIT.total_seconds()) // HOUR_S,
        ask=int(ASK_WAIT.total_seconds()) // HOUR_S,
        days=MAX_WAIT.days,
    )
    if not n_topics:
        return f"{looked} {say('There are no topics yet; make a channel one with /topic add.')}"
    return f"{looked} {say('Topics looked at: {n}. I never read the text.', n=n_topics)}"

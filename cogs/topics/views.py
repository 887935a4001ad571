"""Shows the list of topics, and the menu that joins and leaves several at once."""

from collections.abc import Collection, Sequence
from typing import Any, Self

import discord
from discord import app_commands, ui

from cogs.kit.bot import Bot, Interaction
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.topics.listing import option_text, topic_list
from community.discord_limits import MENU_OPTIONS, OPTION_LENGTH
from community.errors import NotFound
from community.ids import ChannelId, GuildId, TopicId
from community.topics.topic import Listing, Topic

MAX_ID = 2**63


def browse_panel(listings: Sequence[Listing], page: int, say: Translations, note: str = "") -> Panel:
    """Returns the list of topics with its menu, a page at a time."""
    if not listings:
        return Panel(
            say("Topics"),
            lead=say(
                "There are no topics here yet. Propose one with /topic propose; a moderator can also make a channel a "
                "topic with /topic add."
            ),
        )
    pages = Page.at(page, len(listings), MENU_OPTIONS)
    shown = pages.of(listings)
    menu: ui.ActionRow[Any] = ui.ActionRow(TopicMenu.offering(shown, pages.page, say))
    buttons = [TopicPageButton.to(other, label) for other, label in pages.neighbours(say("Back"), say("More topics"))]
    return Panel(
        say("Topics"),
        lead=note or say("Pick the ones you like; unpick what you want to leave."),
        sections=[("", topic_list(shown, _head, say))],
        rows=[menu, *button_row(buttons)],
    )


def topic_choices(topics: Sequence[Topic], typed: str) -> list[app_commands.Choice[str]]:
    """Returns the first topics whose name contains what was typed, as choices."""
    found = [topic for topic in topics if typed.casefold() in topic.name.casefold()]
    return [
        app_commands.Choice(name=topic.name[:OPTION_LENGTH], value=str(topic.topic_id))
        for topic in found[:MENU_OPTIONS]
    ]


async def named_topic(bot: Bot, guild: GuildId, typed: str, seen: Collection[ChannelId] | None = None) -> Topic:
    """Returns a topic of the guild by its name, or by the id that a pick sends; only of ``seen`` channels, if given.

    Raises
    ------
    NotFound
        If there is none.
    """
    known = [one for one in await bot.services.topics.directory.topics(guild) if seen is None or one.channel_id in seen]
    for topic in known:
        if typed.strip().lstrip("#").casefold() == topic.name.casefold():
            return topic
    for topic in known:
        if topic.topic_id in topic_ids([typed]):
            return topic
    raise NotFound("There is no such topic here. See what there is with /topic browse.")


class TopicMenu(PersistentItem[ui.Select[Any]], template=r"hamlet:topics:menu:(?P<page>\d{1,3})"):
    """Joins the picked topics of its page and leaves the unpicked ones."""

    page: int

    @classmethod
    def offering(cls, listings: Sequence[Listing], page: int, say: Translations) -> Self:
        """Returns the menu of a page."""
        return cls(
            ui.Select(
                custom_id=f"hamlet:topics:menu:{page}",
                placeholder=say("Your topics"),
                min_values=0,
                max_values=len(listings),
                options=[
                    discord.SelectOption(
                        label=one.topic.name[:OPTION_LENGTH],
                        value=str(one.topic.topic_id),
                        description=option_text(one, say),
                        default=one.joined,
                    )
                    for one in listings
                ],
            )
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Joins and leaves by the difference, and shows the list again.

        Raises
        ------
        Refusal
            As :meth:`community.topics.service.TopicService.choose_topics`.
        """
        ctx = context_of(interaction)
        await interaction.response.defer()
        guild, member, say = ctx.guild_id, ctx.member_id, ctx.say
        topics, now = ctx.services.topics.directory, ctx.now
        offered = topic_ids([option.value for option in self.item.options])
        joined, left = await topics.choose_topics(guild, member, topic_ids(self.item.values), offered, now)
        listings = await topics.browse(guild, member, now)
        panel = browse_panel(listings, self.page, say, note=_changed(joined, left, say))
        await interaction.edit_original_response(view=panel.view())


class TopicPageButton(PersistentItem[ui.Button[Any]], template=r"hamlet:topics:page:(?P<page>\d{1,3})"):
    """Shows another page of the list."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """Returns the button of a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:topics:page:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the page."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        listings = await ctx.services.topics.directory.browse(ctx.guild_id, ctx.member_id, ctx.now)
        panel = browse_panel(listings, self.page, ctx.say)
        await interaction.edit_original_response(view=panel.view())


def topic_ids(values: Sequence[str]) -> list[TopicId]:
    """Returns the topic ids among the values of a menu; drops what is no id."""
    return [TopicId(int(value)) for value in values if value.isdecimal() and int(value) < MAX_ID]


def _head(one: Listing) -> str:
    mark = "✅" if one.joined else "▫️"
    return f"{mark} <#{one.topic.channel_id}>" if one.joined else f"{mark} **{escape(one.topic.name)}**"


def _changed(joined: Sequence[Topic], left: Sequence[Topic], say: Translations) -> str:
    parts = []
    if joined:
        parts.append(say("Joined: {topics}.", topics=", ".join(f"<#{topic.channel_id}>" for topic in joined)))
    if left:
        parts.append(say("Left: {topics}.", topics=", ".join(escape(topic.name) for topic in left)))
    return " ".join(parts) or say("Nothing changed.")

"""How stewards look: who agreed to be shown, with the reasons, and the button to agree."""

from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction, translations
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.topics.views import topic_ids
from community.engagement.health_service import RecognitionReport
from community.engagement.recognition import MIN_PEOPLE, RECOGNITION_SPAN, RecognizedMember
from community.errors import NotFound
from community.ids import GuildId, MemberId, TopicId
from community.topics.topic import Topic

PAGE_SIZE = 10
"""Members on a page: they stay readable, and well within the characters of one message."""
SHOW, HIDE, LOOK = "show", "hide", "look"
NO_TOPIC = 0
"""Stands for no topic in a custom id."""


async def stewards_panel(
    interaction: Interaction, guild: GuildId, member_id: MemberId, topic: Topic | None, page: int = 0
) -> Panel:
    """The list as it stands now, a page of it, for whoever asks."""
    bot, say = interaction.client, translations(interaction)
    channel_id = None if topic is None else topic.channel_id
    found = await bot.services.engagement.health.recognized_members(guild, member_id, channel_id, bot.clock())
    pages = Page.at(page, len(found.members), PAGE_SIZE)
    place = NO_TOPIC if topic is None else topic.topic_id
    buttons = [StewardsButton.to(HIDE if found.asker_is_shown else SHOW, place, pages.page, say)]
    turns = pages.neighbours(say("Back"), say("More"))
    buttons += [StewardsButton.to(LOOK, place, other, say, label) for other, label in turns]
    first, shown = pages.page * PAGE_SIZE, pages.of(found.members)
    headline = say("Whom others answer to and thank")
    if topic is not None:
        headline = say("Whom others answer to and thank in {topic}", topic=escape(topic.name))
    return Panel(
        headline,
        lead=_lead(found, say),
        sections=[("", "\n".join(_line(first + at, one, say) for at, one in enumerate(shown, 1)))] if shown else [],
        closing=_closing(found, say),
        rows=[ui.ActionRow(*buttons)],
    )


class StewardsButton(
    PersistentItem[ui.Button[Any]],
    template=rf"hamlet:stewards:(?P<action>{SHOW}|{HIDE}|{LOOK}):(?P<topic_id>\d{{1,19}}):(?P<page>\d{{1,3}})",
):
    """Has whoever presses it shown or hidden, or turns the page; then shows the list anew."""

    action: str
    topic_id: TopicId
    page: int

    @classmethod
    def to(cls, action: str, topic: int, page: int, say: Translations, label: str = "") -> Self:
        """The button of an action."""
        names = {SHOW: say("Show me here"), HIDE: say("Hide me"), LOOK: label}
        style = discord.ButtonStyle.primary if action == SHOW else discord.ButtonStyle.secondary
        return cls(ui.Button(label=names[action], style=style, custom_id=f"hamlet:stewards:{action}:{topic}:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Does it for the person who pressed."""
        ctx = context_of(interaction)
        guild, member = ctx.guild_id, ctx.member_id
        await interaction.response.defer()
        topic = None
        if self.topic_id != NO_TOPIC:
            ids = topic_ids([str(self.topic_id)])
            if not ids:
                raise NotFound("There is no such topic here. See what there is with /topic browse.")
            topic = await ctx.services.topics.directory.find(guild, ids[0])
        if self.action == SHOW:
            await ctx.services.engagement.health.show(guild, member, ctx.now)
        elif self.action == HIDE:
            await ctx.services.engagement.health.hide(guild, member)
        panel = await stewards_panel(interaction, guild, member, topic, self.page)
        await interaction.edit_original_response(view=panel.view())


def _lead(found: RecognitionReport, say: Translations) -> str:
    if not found.n_shown:
        return say(
            "Nobody is shown yet: that takes everybody's own word. Press Show me here, and once {least} people "
            "answered to you or thanked you, others see how many, never who.",
            least=MIN_PEOPLE,
        )
    if not found.members:
        return say(
            "{n} agreed to be shown. As soon as {least} people answered to one of them or thanked them, they are here.",
            n=found.n_shown,
            least=MIN_PEOPLE,
        )
    return say(
        "Of those who agreed to be shown, by how many people turned to them in the last {n} days.",
        n=RECOGNITION_SPAN.days,
    )


def _line(place: int, one: RecognizedMember, say: Translations) -> str:
    answered = say(
        "people who replied to them: **{n}** (replies: {times})", n=one.n_answering, times=f"{one.n_replies:,}"
    )
    thanked = say("people who thanked them: **{n}** (thanks: {times})", n=one.n_thanking, times=f"{one.n_thanks:,}")
    why = " · ".join(said for n, said in ((one.n_answering, answered), (one.n_thanking, thanked)) if n)
    return f"{place}. <@{one.member_id}>\n-# {why}"


def _closing(found: RecognitionReport, say: Translations) -> str:
    counts = say("Thanks are the vote on a recommendation, and ❤️ or 🙏 on a reply.")
    if found.asker_is_shown:
        return f"{counts} {say('You agreed to be shown.')}"
    return f"{counts} {say('You are not shown.')}"

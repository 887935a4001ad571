"""How stewards look: who agreed to be shown, with the reasons, and the button to agree."""

from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import guild_id, host, member_id, speaker
from cogs.kit.i18n import Speaker, plain
from cogs.kit.pagination import Pages
from cogs.kit.panel import Panel
from cogs.kit.persistent import Press
from cogs.topics.views import topic_ids
from community.engagement.health_service import Recognized
from community.engagement.recognition import LEAST_PEOPLE, REGARD_SPAN, Steward
from community.errors import NotFound
from community.ids import GuildId, MemberId
from community.topics.topic import Topic

PAGE = 10
"""Members on a page: they stay readable, and well within the characters of one message."""
SHOW, HIDE, LOOK = "show", "hide", "look"
EVERYWHERE = 0
"""Stands for no topic in a custom id."""


async def stewards_panel(
    interaction: discord.Interaction[Any], guild: GuildId, asker: MemberId, topic: Topic | None, page: int = 0
) -> Panel:
    """The list as it stands now, a page of it, for whoever asks."""
    bot, say = host(interaction), speaker(interaction)
    channel_id = None if topic is None else topic.channel_id
    found = await bot.services.care.stewards(guild, asker, channel_id, bot.clock())
    pages = Pages.at(page, len(found.stewards), PAGE)
    place = EVERYWHERE if topic is None else topic.topic_id
    buttons = [StewardsButton.to(HIDE if found.asker_is_shown else SHOW, place, pages.page, say)]
    turns = pages.turns(say("Back"), say("More"))
    buttons += [StewardsButton.to(LOOK, place, other, say, label) for other, label in turns]
    first, shown = pages.page * PAGE, pages.of(found.stewards)
    headline = say("Whom others answer to and thank")
    if topic is not None:
        headline = say("Whom others answer to and thank in {topic}", topic=plain(topic.name))
    return Panel(
        headline,
        lead=_lead(found, say),
        sections=[("", "\n".join(_line(first + at, one, say) for at, one in enumerate(shown, 1)))] if shown else [],
        closing=_closing(found, say),
        rows=[ui.ActionRow(*buttons)],
    )


class StewardsButton(
    Press[ui.Button[Any]],
    template=rf"hamlet:stewards:(?P<deed>{SHOW}|{HIDE}|{LOOK}):(?P<topic>\d{{1,19}}):(?P<page>\d{{1,3}})",
):
    """Has whoever presses it shown or hidden, or turns the page; then shows the list anew."""

    @classmethod
    def to(cls, deed: str, topic: int, page: int, say: Speaker, label: str = "") -> Self:
        """The button that does a deed."""
        names = {SHOW: say("Show me here"), HIDE: say("Hide me"), LOOK: label}
        style = discord.ButtonStyle.primary if deed == SHOW else discord.ButtonStyle.secondary
        return cls(ui.Button(label=names[deed], style=style, custom_id=f"hamlet:stewards:{deed}:{topic}:{page}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Does it for the person who pressed."""
        _, _, deed, place, page = self.custom_id.split(":")
        guild, member, bot = guild_id(interaction), member_id(interaction), host(interaction)
        await interaction.response.defer()
        topic = None
        if int(place) != EVERYWHERE:
            ids = topic_ids([place])
            if not ids:
                raise NotFound("There is no such topic here. See what there is with /topic browse.")
            topic = await bot.services.topics.find(guild, ids[0])
        if deed == SHOW:
            await bot.services.care.show(guild, member, bot.clock())
        elif deed == HIDE:
            await bot.services.care.hide(guild, member)
        panel = await stewards_panel(interaction, guild, member, topic, int(page))
        await interaction.edit_original_response(view=panel.view())


def _lead(found: Recognized, say: Speaker) -> str:
    if not found.n_shown:
        return say(
            "Nobody is shown yet: that takes everybody's own word. Press Show me here, and once {least} people "
            "answered to you or thanked you, others see how many, never who.",
            least=LEAST_PEOPLE,
        )
    if not found.stewards:
        return say(
            "{n} agreed to be shown. As soon as {least} people answered to one of them or thanked them, they are here.",
            n=found.n_shown,
            least=LEAST_PEOPLE,
        )
    return say(
        "Of those who agreed to be shown, by how many people turned to them in the last {n} days.", n=REGARD_SPAN.days
    )


def _line(place: int, one: Steward, say: Speaker) -> str:
    answered = say(
        "people who replied to them: **{n}** (replies: {times})", n=one.n_answering, times=f"{one.n_replies:,}"
    )
    thanked = say("people who thanked them: **{n}** (thanks: {times})", n=one.n_thanking, times=f"{one.n_thanks:,}")
    why = " · ".join(said for n, said in ((one.n_answering, answered), (one.n_thanking, thanked)) if n)
    return f"{place}. <@{one.member_id}>\n-# {why}"


def _closing(found: Recognized, say: Speaker) -> str:
    counts = say("Thanks are the vote on a recommendation, and ❤️ or 🙏 on a reply.")
    if found.asker_is_shown:
        return f"{counts} {say('You agreed to be shown.')}"
    return f"{counts} {say('You are not shown.')}"

"""**Why this?**: a menu under a digest that says in words why something was chosen, to whoever asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations
from cogs.kit.panel import shorten
from cogs.kit.persistent import PersistentItem
from cogs.kit.visibility import can_read
from community.digests.issue import Issue, PublishedItem
from community.discord_limits import MENU_OPTIONS, OPTION_LENGTH
from community.errors import NotAllowed, NotFound
from community.ids import ScheduleId

DAY = "%y%m%d"
WHY = re.compile(r"hamlet:why:(?P<schedule_id>[0-9]{1,18}):(?P<day>[0-9]{6})")


@dataclass(frozen=True, slots=True)
class WhyChoice:
    """An item as the menu offers it; nothing in it is markup."""

    key: str
    label: str
    section: str


class WhyMenu(PersistentItem[ui.Select[Any]], template=WHY):
    """Answers why an item of an issue was chosen."""

    schedule_id: ScheduleId
    day: str

    @classmethod
    def offering(cls, issue: Issue, choices: Sequence[WhyChoice], say: Translations) -> Self:
        """The menu of an issue's items."""
        return cls(
            ui.Select(
                custom_id=f"hamlet:why:{issue.schedule.schedule_id}:{issue.local_date:{DAY}}",
                placeholder=say("Why this?"),
                options=[
                    discord.SelectOption(
                        label=shorten(one.label, OPTION_LENGTH),
                        value=one.key,
                        description=shorten(one.section, OPTION_LENGTH),
                    )
                    for one in choices[:MENU_OPTIONS]
                ],
            )
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Tells it to whoever can read what it is about."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            local_date = datetime.strptime(self.day, DAY).replace(tzinfo=UTC).date()
        except ValueError:
            raise NotFound("There is no such digest here.") from None
        [key] = self.item.values
        guild, say = ctx.guild_id, ctx.say
        told = await ctx.services.digests.find_item(guild, self.schedule_id, local_date, key)
        if told.place is not None and not await can_read(interaction, told.place):
            raise NotAllowed("That is in a channel that you can't read (any more), so I can't say more about it.")
        await interaction.followup.send(reason_text(told, guild, say), ephemeral=True)


def reason_text(published: PublishedItem, guild: int, say: Translations) -> str:
    """Why something was chosen, in words."""
    why = published.item.why
    facts = {name: f"{fact:,}" for name, fact in why.facts.items()}
    rule = say(
        "I tell only what everybody who reads this channel can read, and what was told before only if something "
        "happened since. I never read the text."
    )
    place = published.place
    where = ""
    if place is not None:
        room = f"https://discord.com/channels/{guild}/{place.thread_id or place.channel_id}"
        where = f" {say('[Open on discord.com]({url})', url=room)}"
    return f"**{say(published.section)}**{where}\n{say(why.sentence, **facts)}\n-# {rule}"

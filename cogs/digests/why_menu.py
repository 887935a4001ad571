"""**Why this?**: a menu under a digest that says in words why something was chosen, to whoever asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import guild_id, host, speaker
from cogs.kit.i18n import Speaker
from cogs.kit.panel import shorten
from cogs.kit.persistent import Press
from cogs.kit.visibility import can_read
from community.digests.issue import Issue, ToldItem
from community.errors import NotAllowed, NotFound
from community.ids import ScheduleId

N_OPTIONS = 25
LABEL = 100
"""Characters of an option's label and description (Source: Discord, Component Reference)."""
DAY = "%y%m%d"
WHY = re.compile(r"hamlet:why:(?P<schedule>[0-9]{1,18}):(?P<day>[0-9]{6})")


@dataclass(frozen=True, slots=True)
class Choice:
    """An item as the menu offers it; nothing in it is markup."""

    key: str
    label: str
    section: str


class WhyMenu(Press[ui.Select[Any]], template=WHY):
    """Answers why an item of an issue was chosen."""

    @classmethod
    def offering(cls, issue: Issue, choices: Sequence[Choice], say: Speaker) -> Self:
        """The menu of an issue's items."""
        return cls(
            ui.Select(
                custom_id=f"hamlet:why:{issue.schedule.schedule_id}:{issue.local_date:{DAY}}",
                placeholder=say("Why this?"),
                options=[
                    discord.SelectOption(
                        label=shorten(one.label, LABEL), value=one.key, description=shorten(one.section, LABEL)
                    )
                    for one in choices[:N_OPTIONS]
                ],
            )
        )

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Tells it to whoever can read what it is about."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        _, _, schedule, day = self.custom_id.split(":")
        try:
            local_date = datetime.strptime(day, DAY).replace(tzinfo=UTC).date()
        except ValueError:
            raise NotFound("There is no such digest here.") from None
        [key] = self.item.values
        guild, say = guild_id(interaction), speaker(interaction)
        told = await host(interaction).services.digests.why(guild, ScheduleId(int(schedule)), local_date, key)
        if told.place is not None and not await can_read(interaction, told.place):
            raise NotAllowed("That is in a channel that you can't read (any more), so I can't say more about it.")
        await interaction.followup.send(because(told, guild, say), ephemeral=True)


def because(told: ToldItem, guild: int, say: Speaker) -> str:
    """Why something was chosen, in words."""
    why = told.item.why
    facts = {name: f"{fact:,}" for name, fact in why.facts.items()}
    rule = say(
        "I tell only what everybody who reads this channel can read, and what was told before only if something "
        "happened since. I never read the text."
    )
    place = told.place
    where = ""
    if place is not None:
        room = f"https://discord.com/channels/{guild}/{place.thread_id or place.channel_id}"
        where = f" {say('[Open on discord.com]({url})', url=room)}"
    return f"**{say(told.section)}**{where}\n{say(why.sentence, **facts)}\n-# {rule}"

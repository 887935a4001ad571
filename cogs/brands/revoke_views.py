"""What a brand has here, all in one place, and the menu that takes back any of it."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.amas.wording import ama_outcome
from cogs.brands.consent_views import outcome
from cogs.brands.feedback_views import round_outcome
from cogs.kit.bot import Host, guild_id, host, member_id, speaker
from cogs.kit.checks import require_moderator
from cogs.kit.errors import as_refusal, refusal_text
from cogs.kit.i18n import Speaker, plain
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from community.brands.brand import NAME_LENGTH, Brand, RepState
from community.brands.consent_service import OPEN
from community.brands.feedback import RoundState
from community.errors import Invalid
from community.ids import AmaId, BrandId, ConsentId, MemberId, RoundId

PAGE = 25
"""Options in one menu (Source: Discord, Component Reference)."""
LONGEST = 100
"""Characters of an option's label (Source: Discord, Component Reference)."""
MARKED = re.compile(r"<[^>]*>")
"""Mentions and times: a menu shows them as they are written, so they are left to the list above it."""

Holding = tuple[str, str]
"""What a brand has: the value that a menu sends back, and words for it."""


async def holdings(bot: Host, brand: Brand, say: Speaker) -> Sequence[Holding]:
    """Everything that can be taken back, a line each."""
    return [
        *await _reps(bot, brand, say),
        *await _consents(bot, brand, say),
        *await _rounds(bot, brand, say),
        *await _amas(bot, brand, say),
    ]


async def what_goes(bot: Host, brand: Brand, say: Speaker) -> Sequence[str]:
    """What goes with a brand, in words."""
    return [say("its place in the list and its keywords"), *(words for _, words in await holdings(bot, brand, say))]


async def holdings_panel(interaction: discord.Interaction[Any], brand_id: BrandId, page: int, note: str = "") -> Panel:
    """What a brand has here, with the menu."""
    bot, say = host(interaction), speaker(interaction)
    brand = await bot.services.brands.find(guild_id(interaction), brand_id)
    held = await holdings(bot, brand, say)
    title = say("What {brand} has here", brand=plain(brand.name, NAME_LENGTH))
    if not held:
        return Panel(title, lead=f"{note}\n{say('Nothing but its place in the list.')}".strip())
    shown = held[page * PAGE : (page + 1) * PAGE] or held[:PAGE]
    return Panel(
        title,
        lead=note or say("Pick what to take back; it ends at once. All of it goes with /brand remove."),
        sections=[("", "\n".join(f"{place}. {words}" for place, (_, words) in enumerate(shown, 1)))],
        closing=say("And {n} more, once these are gone.", n=len(held) - len(shown)) if len(held) > len(shown) else "",
        rows=[ui.ActionRow(RevokeMenu.of(brand, shown, say))],
    )


class RevokeMenu(Press[ui.Select[Any]], template=rf"hamlet:brand:revoke:(?P<brand>{ID})"):
    """Takes back what is picked."""

    @classmethod
    def of(cls, brand: Brand, held: Sequence[Holding], say: Speaker) -> Self:
        """The menu of what a brand has."""
        options = [
            discord.SelectOption(label=f"{place}. {MARKED.sub('…', words)}"[:LONGEST], value=value)
            for place, (value, words) in enumerate(held, 1)
        ]
        custom_id = f"hamlet:brand:revoke:{brand.brand_id}"
        return cls(ui.Select(custom_id=custom_id, placeholder=say("Take back"), options=options))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Ends it, and shows what is left."""
        await require_moderator(interaction)
        await interaction.response.defer()
        bot, say, brand_id = host(interaction), speaker(interaction), BrandId(int(self.custom_id.rpartition(":")[2]))
        await bot.services.brands.find(guild_id(interaction), brand_id)
        try:
            await _end(interaction, brand_id, "".join(self.item.values))
            note = say("That is taken back.")
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None:
                raise
            note = refusal_text(refusal, say)
        panel = await holdings_panel(interaction, brand_id, 0, note)
        await interaction.edit_original_response(view=panel.view())


async def _end(interaction: discord.Interaction[Any], brand_id: BrandId, value: str) -> None:
    bot, guild = host(interaction), guild_id(interaction)
    what, _, number = value.partition(":")
    if not (number.isascii() and number.isdecimal() and int(number) < 2**63):
        raise Invalid("That is over already. Please look again with /brand revoke.")
    match what:
        case "rep":
            await bot.services.brands.revoke(guild, brand_id, MemberId(int(number)))
        case "consent":
            consent = await bot.services.consents.find(guild, ConsentId(int(number)))
            if consent.brand_id != brand_id:
                raise Invalid("That is over already. Please look again with /brand revoke.")
            await bot.services.consents.revoke(guild, consent.consent_id, bot.clock())
        case "round":
            asked = await bot.services.rounds.find(guild, RoundId(int(number)))
            if asked.brand_id != brand_id:
                raise Invalid("That is over already. Please look again with /brand revoke.")
            await bot.services.rounds.end(guild, asked.round_id)
        case "ama":
            ama = await bot.services.amas.find(guild, AmaId(int(number)))
            if ama.brand_id != brand_id:
                raise Invalid("That is over already. Please look again with /brand revoke.")
            await bot.services.amas.call_off(guild, ama.ama_id, member_id(interaction), bot.clock())
        case _:
            raise Invalid("That is over already. Please look again with /brand revoke.")


async def _reps(bot: Host, brand: Brand, say: Speaker) -> Sequence[Holding]:
    return [
        (
            f"rep:{rep.member_id}",
            say("Was asked to speak for it: <@{member}>", member=rep.member_id)
            if rep.state is RepState.ASKED
            else say("Speaks for it: <@{member}>", member=rep.member_id),
        )
        for rep in await bot.services.brands.reps(brand.guild_id)
        if rep.brand_id == brand.brand_id
    ]


async def _consents(bot: Host, brand: Brand, say: Speaker) -> Sequence[Holding]:
    return [
        (
            f"consent:{one.consent_id}",
            say("Topic {topic}: {outcome}", topic=plain(one.topic, 40), outcome=outcome(one, say)),
        )
        for one in await bot.services.consents.consents(brand.guild_id)
        if one.brand_id == brand.brand_id and one.state in OPEN
    ]


async def _rounds(bot: Host, brand: Brand, say: Speaker) -> Sequence[Holding]:
    return [
        (
            f"round:{one.round_id}",
            say("Question in {topic}: {outcome}", topic=plain(one.topic, 40), outcome=round_outcome(one, say)),
        )
        for one in await bot.services.rounds.rounds(brand.guild_id)
        if one.brand_id == brand.brand_id and one.state is RoundState.OPEN
    ]


async def _amas(bot: Host, brand: Brand, say: Speaker) -> Sequence[Holding]:
    return [
        (
            f"ama:{one.ama_id}",
            say("AMA in {topic}: {outcome}", topic=plain(one.topic, 40), outcome=ama_outcome(one, say)),
        )
        for one in await bot.services.amas.unfinished(brand.guild_id)
        if one.brand_id == brand.brand_id
    ]

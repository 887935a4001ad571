"""Everything that a brand has in a guild, and the menu that takes back any of it."""

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, Self

import discord
from discord import ui

from cogs.amas.wording import ama_outcome
from cogs.brands.consent_views import consent_outcome
from cogs.brands.feedback_views import round_outcome
from cogs.kit.bot import Bot, Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.errors import as_refusal, refusal_text
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.brands.brand import NAME_LENGTH, Brand, RepState
from community.brands.consent_service import REVOCABLE
from community.brands.feedback import RoundState
from community.errors import Invalid
from community.ids import AmaId, BrandId, ConsentId, MemberId, RoundId

PAGE_SIZE = 25
"""Options in one menu.

Source
------
Discord, Component Reference.
"""
LABEL_LENGTH = 100
"""Characters of an option's label.

Source
------
Discord, Component Reference.
"""
MENTION = re.compile(r"<[^>]*>")
"""Mentions and timestamps: a menu does not render them, so its options leave them out."""


class Holding(NamedTuple):
    """Something that a brand has: the value that the menu sends back, and its description."""

    value: str
    text: str


async def brand_holdings(bot: Bot, brand: Brand, say: Translations) -> Sequence[Holding]:
    """Returns everything of a brand that can be taken back."""
    return [
        *await _reps(bot, brand, say),
        *await _consents(bot, brand, say),
        *await _rounds(bot, brand, say),
        *await _amas(bot, brand, say),
    ]


async def removal_list(bot: Bot, brand: Brand, say: Translations) -> Sequence[str]:
    """Returns what is deleted with a brand, in words."""
    return [
        say("its place in the list and its keywords"),
        *(one.text for one in await brand_holdings(bot, brand, say)),
    ]


async def holdings_panel(interaction: Interaction, brand_id: BrandId, page: int, note: str = "") -> Panel:
    """Returns what a brand has, with the menu that takes it back.

    Raises
    ------
    NotFound
        If the guild has no such brand.
    """
    ctx = context_of(interaction)
    say = ctx.say
    brand = await ctx.services.brands.registry.find(ctx.guild_id, brand_id)
    holdings = await brand_holdings(ctx.bot, brand, say)
    title = say("What {brand} has here", brand=escape(brand.name, NAME_LENGTH))
    if not holdings:
        return Panel(title, lead=f"{note}\n{say('Nothing but its place in the list.')}".strip())
    shown = holdings[page * PAGE_SIZE : (page + 1) * PAGE_SIZE] or holdings[:PAGE_SIZE]
    return Panel(
        title,
        lead=note or say("Pick what to take back; it ends at once. All of it goes with /brand remove."),
        sections=[("", "\n".join(f"{place}. {one.text}" for place, one in enumerate(shown, 1)))],
        closing=say("And {n} more, once these are gone.", n=len(holdings) - len(shown))
        if len(holdings) > len(shown)
        else "",
        rows=[ui.ActionRow(RevokeMenu.of(brand, shown, say))],
    )


class RevokeMenu(PersistentItem[ui.Select[Any]], template=rf"hamlet:brand:revoke:(?P<brand_id>{ID})"):
    """Takes back what is picked."""

    brand_id: BrandId

    @classmethod
    def of(cls, brand: Brand, holdings: Sequence[Holding], say: Translations) -> Self:
        """Returns the menu of what a brand has."""
        options = [
            discord.SelectOption(label=f"{place}. {MENTION.sub('…', one.text)}"[:LABEL_LENGTH], value=one.value)
            for place, one in enumerate(holdings, 1)
        ]
        custom_id = f"hamlet:brand:revoke:{brand.brand_id}"
        return cls(ui.Select(custom_id=custom_id, placeholder=say("Take back"), options=options))

    async def on_press(self, interaction: Interaction) -> None:
        """Takes back what was picked, and shows what is left."""
        ctx = context_of(interaction)
        await require_moderator(interaction)
        await interaction.response.defer()
        brand_id = self.brand_id
        await ctx.services.brands.registry.find(ctx.guild_id, brand_id)
        try:
            await _end(interaction, brand_id, "".join(self.item.values))
            note = ctx.say("That is taken back.")
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None:
                raise
            note = refusal_text(refusal, ctx.say)
        panel = await holdings_panel(interaction, brand_id, 0, note)
        await interaction.edit_original_response(view=panel.view())


async def _end(interaction: Interaction, brand_id: BrandId, value: str) -> None:
    ctx = context_of(interaction)
    guild = ctx.guild_id
    what, _, number = value.partition(":")
    if not (number.isascii() and number.isdecimal() and int(number) < 2**63):
        raise Invalid("That is over already. Please look again with /brand revoke.")
    match what:
        case "rep":
            await ctx.services.brands.registry.revoke_rep(guild, brand_id, MemberId(int(number)))
        case "consent":
            consent = await ctx.services.brands.consents.find(guild, ConsentId(int(number)))
            if consent.brand_id != brand_id:
                raise Invalid("That is over already. Please look again with /brand revoke.")
            await ctx.services.brands.consents.revoke(guild, consent.consent_id, ctx.now)
        case "round":
            asked = await ctx.services.brands.feedback.find(guild, RoundId(int(number)))
            if asked.brand_id != brand_id:
                raise Invalid("That is over already. Please look again with /brand revoke.")
            await ctx.services.brands.feedback.end_round(guild, asked.round_id)
        case "ama":
            ama = await ctx.services.amas.sessions.find(guild, AmaId(int(number)))
            if ama.brand_id != brand_id:
                raise Invalid("That is over already. Please look again with /brand revoke.")
            await ctx.services.amas.sessions.call_off(guild, ama.ama_id, ctx.member_id, ctx.now)
        case _:
            raise Invalid("That is over already. Please look again with /brand revoke.")


async def _reps(bot: Bot, brand: Brand, say: Translations) -> Sequence[Holding]:
    return [
        Holding(
            f"rep:{rep.member_id}",
            say("Was asked to speak for it: <@{member}>", member=rep.member_id)
            if rep.state is RepState.ASKED
            else say("Speaks for it: <@{member}>", member=rep.member_id),
        )
        for rep in await bot.services.brands.registry.reps(brand.guild_id)
        if rep.brand_id == brand.brand_id
    ]


async def _consents(bot: Bot, brand: Brand, say: Translations) -> Sequence[Holding]:
    return [
        Holding(
            f"consent:{one.consent_id}",
            say("Topic {topic}: {outcome}", topic=escape(one.topic, 40), outcome=consent_outcome(one, say)),
        )
        for one in await bot.services.brands.consents.consents(brand.guild_id)
        if one.brand_id == brand.brand_id and one.state in REVOCABLE
    ]


async def _rounds(bot: Bot, brand: Brand, say: Translations) -> Sequence[Holding]:
    return [
        Holding(
            f"round:{one.round_id}",
            say("Question in {topic}: {outcome}", topic=escape(one.topic, 40), outcome=round_outcome(one, say)),
        )
        for one in await bot.services.brands.feedback.rounds(brand.guild_id)
        if one.brand_id == brand.brand_id and one.state is RoundState.OPEN
    ]


async def _amas(bot: Bot, brand: Brand, say: Translations) -> Sequence[Holding]:
    return [
        Holding(
            f"ama:{one.ama_id}",
            say("AMA in {topic}: {outcome}", topic=escape(one.topic, 40), outcome=ama_outcome(one, say)),
        )
        for one in await bot.services.amas.sessions.unfinished(brand.guild_id)
        if one.brand_id == brand.brand_id
    ]

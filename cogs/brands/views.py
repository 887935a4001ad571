"""The list of brands, the question to a representative, and the confirmation before a brand is removed."""

from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.errors import as_refusal, refusal_text
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.brands.brand import NAME_LENGTH, Brand, Rep
from community.brands.consent import Consent
from community.discord_limits import BUTTON_LABEL_LENGTH
from community.errors import NotAllowed
from community.ids import BrandId, ChannelId, MemberId

PAGE_SIZE = 5
"""Brands of one page: as many as fit if all are as long as can be."""
N_NAMED = 10
"""Named representatives of one brand."""


async def brands_panel(interaction: Interaction, page: int) -> Panel:
    """Returns a page of the brands: who speaks for them, where members consented, and what they see."""
    ctx = context_of(interaction)
    guild, say = ctx.guild_id, ctx.say
    brands, reps = await ctx.services.brands.registry.brands(guild), await ctx.services.brands.registry.reps(guild)
    consents = await ctx.services.brands.consents.active_consents(guild, ctx.now)
    if not brands:
        return Panel(say("Brands"), lead=say("No brand takes part here. A moderator can add one with /brand add."))
    pages = Page.at(page, len(brands), PAGE_SIZE)
    buttons = [BrandPageButton.to(other, label) for other, label in pages.neighbours(say("Back"), say("More brands"))]
    return Panel(
        say("Brands"),
        lead=say(
            "These brands take part here. They see figures about enough people only: never who, never what you wrote, "
            "unless you said yes to that. Whoever speaks for one is labelled."
        ),
        closing=say(
            "Messages that name a brand are counted here, for a rounded share that brands get to see; no word of "
            "them is kept. To be left out, use /privacy optout."
        )
        if await ctx.services.brands.mentions.is_counting(guild)
        else "",
        sections=[
            (
                escape(brand.name, NAME_LENGTH),
                _entry(
                    brand,
                    [rep for rep in reps if rep.brand_id == brand.brand_id],
                    [one for one in consents if one.brand_id == brand.brand_id],
                    say,
                ),
            )
            for brand in pages.of(brands)
        ],
        rows=button_row(buttons),
    )


def rep_question_panel(brand: Brand, member: MemberId, say: Translations) -> Panel:
    """Returns the question to a member whether they speak for a brand."""
    return Panel(
        say("Do you speak for {brand}?", brand=escape(brand.name, NAME_LENGTH)),
        lead=say(
            "<@{member}>, a moderator asks whether you speak for this brand here. If you say yes, you get a role and a "
            "name tag that everybody sees, what you recommend of it is marked as yours, and moderators see how much "
            "of what you post promotes it.",
            member=member,
        ),
        closing=say("Only the person who is asked can answer. It can be ended any time: ask a moderator."),
        rows=[
            ui.ActionRow(
                RepButton.of("yes", brand, member, say("Yes, I speak for it")),
                RepButton.of("no", brand, member, say("No")),
            )
        ],
    )


def remove_panel(brand: Brand, removals: Sequence[str], say: Translations) -> Panel:
    """Returns the confirmation before a brand is removed, with what is deleted with it."""
    name = escape(brand.name, NAME_LENGTH)
    return Panel(
        say("Remove {brand}?", brand=name),
        lead=say("This goes with it and can't be undone:\n{goes}", goes="\n".join(f"- {one}" for one in removals)),
        closing=say("Changed your mind? Just close this message."),
        rows=[ui.ActionRow(RemoveButton.of(brand, say("Remove {brand}", brand=brand.name)))],
    )


def current_topic_channel(interaction: Interaction) -> ChannelId:
    """Returns the channel of the topic in which the person is, also from one of its threads."""
    here = interaction.channel
    parent = here.parent_id if isinstance(here, discord.Thread) else interaction.channel_id
    return ChannelId(parent or 0)


class BrandPageButton(PersistentItem[ui.Button[Any]], template=r"hamlet:brand:page:(?P<page>\d{1,3})"):
    """Turns to another page of the list."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """Returns the button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:page:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the page."""
        panel = await brands_panel(interaction, self.page)
        await interaction.response.edit_message(view=panel.view())


class RepButton(
    PersistentItem[ui.Button[Any]],
    template=rf"hamlet:brand:rep:(?P<answer>yes|no):(?P<brand_id>{ID}):(?P<member_id>{ID})",
):
    """Answers the question whether a member speaks for a brand."""

    answer: str
    brand_id: BrandId
    member_id: MemberId

    @classmethod
    def of(cls, answer: str, brand: Brand, member: MemberId, label: str) -> Self:
        """Returns one of the two buttons."""
        style = discord.ButtonStyle.primary if answer == "yes" else discord.ButtonStyle.secondary
        custom_id = f"hamlet:brand:rep:{answer}:{brand.brand_id}:{member}"
        return cls(ui.Button(label=label, style=style, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Stores the answer if the member was asked."""
        ctx = context_of(interaction)
        bot, guild, member = ctx.bot, ctx.guild_id, ctx.member_id
        if self.member_id != member:
            raise NotAllowed("This question is for somebody else.")
        await interaction.response.defer()
        say = bot.languages.translations(interaction.guild.preferred_locale.value if interaction.guild else "")
        if self.answer == "yes":
            brand = await ctx.services.brands.registry.accept(guild, self.brand_id, member, ctx.now)
            text = say("<@{member}> speaks for {brand} from now on.", member=member, brand=escape(brand.name))
        else:
            brand = await ctx.services.brands.registry.decline(guild, self.brand_id, member)
            text = say("<@{member}> does not speak for {brand}.", member=member, brand=escape(brand.name))
        panel = Panel(escape(brand.name, NAME_LENGTH), lead=text)
        await interaction.edit_original_response(view=panel.view())


class RemoveButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:brand:remove:(?P<brand_id>{ID})"):
    """Removes a brand."""

    brand_id: BrandId

    @classmethod
    def of(cls, brand: Brand, label: str) -> Self:
        """Returns the button of one brand."""
        custom_id = f"hamlet:brand:remove:{brand.brand_id}"
        return cls(ui.Button(label=label[:BUTTON_LABEL_LENGTH], style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Removes the brand; says as well what Discord refused."""
        ctx = context_of(interaction)
        await require_moderator(interaction)
        await interaction.response.defer()
        say, brands, guild = ctx.say, ctx.services.brands.registry, ctx.guild_id
        brand = await brands.find(guild, self.brand_id)
        note = ""
        try:
            await brands.remove(guild, brand.brand_id)
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None:
                raise
            note = refusal_text(refusal, say)
        text = say("{brand} is removed, with all that it had here.", brand=escape(brand.name, NAME_LENGTH))
        await interaction.edit_original_response(view=Panel(say("Brands"), lead=f"{text} {note}".strip()).view())


def _entry(brand: Brand, reps: Sequence[Rep], consents: Sequence[Consent], say: Translations) -> str:
    speaking = [rep for rep in reps if rep.speaks]
    named = ", ".join(f"<@{rep.member_id}>" for rep in speaking[:N_NAMED])
    topics = "; ".join(
        say("<#{channel}> until {ends}", channel=one.channel_id, ends=discord.utils.format_dt(one.ends_at, "D"))
        for one in consents[:N_NAMED]
        if one.ends_at is not None
    )
    lines = [
        say("Speaks for it: {reps}", reps=named) if speaking else say("Nobody speaks for it here."),
        say("Its members said yes: {topics}", topics=topics) if topics else say("No topic has said yes to it."),
        say("Words that name it: {words}", words=escape(", ".join(brand.keywords), 300)),
    ]
    return "\n".join(lines)

"""How brands look: the list for all, the question to a representative, and asking before a brand goes."""

from collections.abc import Sequence
from typing import Any, Self

import discord
from discord import app_commands, ui

from cogs.kit.bot import Host, guild_id, host, member_id, speaker
from cogs.kit.checks import require_moderator
from cogs.kit.errors import as_refusal, refusal_text
from cogs.kit.i18n import Speaker, plain
from cogs.kit.pagination import Pages, row
from cogs.kit.panel import Panel
from cogs.kit.persistent import ID, Press
from community.brands.brand import NAME_LENGTH, Brand, Rep
from community.brands.consent import Consent
from community.errors import NotAllowed, NotFound
from community.ids import BrandId, ChannelId, GuildId, MemberId

PAGE = 5
"""Brands of one page: as many as fit when all are as long as can be."""
N_CHOICES = 25
"""Choices in one list (Source: Discord, Application Commands)."""
N_NAMED = 10
"""Representatives of one brand that are named."""


async def list_page(interaction: discord.Interaction[Any], page: int) -> Panel:
    """A page of which brands are here, who speaks for them, where they are welcome, and what they get to see."""
    bot, guild, say = host(interaction), guild_id(interaction), speaker(interaction)
    brands, reps = await bot.services.brands.brands(guild), await bot.services.brands.reps(guild)
    welcome = await bot.services.consents.holding(guild, bot.clock())
    if not brands:
        return Panel(say("Brands"), lead=say("No brand takes part here. A moderator can add one with /brand add."))
    pages = Pages.at(page, len(brands), PAGE)
    buttons = [BrandPageButton.to(other, label) for other, label in pages.turns(say("Back"), say("More brands"))]
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
        if await bot.services.voices.counts(guild)
        else "",
        sections=[
            (
                plain(brand.name, NAME_LENGTH),
                _entry(
                    brand,
                    [rep for rep in reps if rep.brand_id == brand.brand_id],
                    [one for one in welcome if one.brand_id == brand.brand_id],
                    say,
                ),
            )
            for brand in pages.of(brands)
        ],
        rows=row(buttons),
    )


def question_panel(brand: Brand, member: MemberId, say: Speaker) -> Panel:
    """Asks a member whether they speak for a brand; only they can answer."""
    return Panel(
        say("Do you speak for {brand}?", brand=plain(brand.name, NAME_LENGTH)),
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


def remove_panel(brand: Brand, goes: Sequence[str], say: Speaker) -> Panel:
    """Asks before a brand goes, and says what goes with it."""
    name = plain(brand.name, NAME_LENGTH)
    return Panel(
        say("Remove {brand}?", brand=name),
        lead=say("This goes with it and can't be undone:\n{goes}", goes="\n".join(f"- {one}" for one in goes)),
        closing=say("Changed your mind? Just close this message."),
        rows=[ui.ActionRow(RemoveButton.of(brand, say("Remove {brand}", brand=brand.name)))],
    )


def brand_choices(brands: Sequence[Brand], typed: str) -> list[app_commands.Choice[str]]:
    """The first 25 brands that contain what was typed."""
    found = [brand for brand in brands if typed.casefold() in brand.name.casefold()]
    return [app_commands.Choice(name=brand.name, value=str(brand.brand_id)) for brand in found[:N_CHOICES]]


async def named_brand(bot: Host, guild: GuildId, typed: str) -> Brand:
    """A brand of the guild by its name, or by the id that autocomplete gave.

    *Raises*: NotFound where there is none.
    """
    brands = await bot.services.brands.brands(guild)
    for brand in brands:
        if typed.strip().casefold() == brand.name.casefold():
            return brand
    for brand in brands:
        if typed == str(brand.brand_id):
            return brand
    raise NotFound("There is no such brand here. See which are here with /brand list.")


def topic_channel(interaction: discord.Interaction[Any]) -> ChannelId:
    """The channel that somebody is in, or that their thread is in: what they ask for a brand is for its topic."""
    here = interaction.channel
    parent = here.parent_id if isinstance(here, discord.Thread) else interaction.channel_id
    return ChannelId(parent or 0)


class BrandPageButton(Press[ui.Button[Any]], template=r"hamlet:brand:page:(?P<page>\d{1,3})"):
    """Turns to another page of the list."""

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:page:{page}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows that page."""
        panel = await list_page(interaction, int(self.custom_id.rpartition(":")[2]))
        await interaction.response.edit_message(view=panel.view())


class RepButton(
    Press[ui.Button[Any]], template=rf"hamlet:brand:rep:(?P<answer>yes|no):(?P<brand>{ID}):(?P<member>{ID})"
):
    """The answer of the member who is asked to speak for a brand."""

    @classmethod
    def of(cls, answer: str, brand: Brand, member: MemberId, label: str) -> Self:
        """One of the two buttons."""
        style = discord.ButtonStyle.primary if answer == "yes" else discord.ButtonStyle.secondary
        custom_id = f"hamlet:brand:rep:{answer}:{brand.brand_id}:{member}"
        return cls(ui.Button(label=label, style=style, custom_id=custom_id))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Keeps the answer, if it is theirs to give."""
        answer, brand_id, asked = self.custom_id.split(":")[3:]
        bot, guild, member = host(interaction), guild_id(interaction), member_id(interaction)
        if int(asked) != member:
            raise NotAllowed("This question is for somebody else.")
        await interaction.response.defer()
        say = bot.languages.speaker(interaction.guild.preferred_locale.value if interaction.guild else "")
        if answer == "yes":
            brand = await bot.services.brands.agree(guild, BrandId(int(brand_id)), member, bot.clock())
            text = say("<@{member}> speaks for {brand} from now on.", member=member, brand=plain(brand.name))
        else:
            brand = await bot.services.brands.decline(guild, BrandId(int(brand_id)), member)
            text = say("<@{member}> does not speak for {brand}.", member=member, brand=plain(brand.name))
        panel = Panel(plain(brand.name, NAME_LENGTH), lead=text)
        await interaction.edit_original_response(view=panel.view())


class RemoveButton(Press[ui.Button[Any]], template=rf"hamlet:brand:remove:(?P<brand>{ID})"):
    """Has a brand go."""

    @classmethod
    def of(cls, brand: Brand, label: str) -> Self:
        """The button of one brand."""
        custom_id = f"hamlet:brand:remove:{brand.brand_id}"
        return cls(ui.Button(label=label[:80], style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Removes it; what Discord would not undo is said as well."""
        await require_moderator(interaction)
        await interaction.response.defer()
        say, brands, guild = speaker(interaction), host(interaction).services.brands, guild_id(interaction)
        brand = await brands.find(guild, BrandId(int(self.custom_id.rpartition(":")[2])))
        note = ""
        try:
            await brands.remove(guild, brand.brand_id)
        except Exception as error:
            refusal = as_refusal(error)
            if refusal is None:
                raise
            note = refusal_text(refusal, say)
        text = say("{brand} is removed, with all that it had here.", brand=plain(brand.name, NAME_LENGTH))
        await interaction.edit_original_response(view=Panel(say("Brands"), lead=f"{text} {note}".strip()).view())


def _entry(brand: Brand, reps: Sequence[Rep], welcome: Sequence[Consent], say: Speaker) -> str:
    speaking = [rep for rep in reps if rep.speaks]
    named = ", ".join(f"<@{rep.member_id}>" for rep in speaking[:N_NAMED])
    topics = "; ".join(
        say("<#{channel}> until {ends}", channel=one.channel_id, ends=discord.utils.format_dt(one.ends_at, "D"))
        for one in welcome[:N_NAMED]
        if one.ends_at is not None
    )
    lines = [
        say("Speaks for it: {reps}", reps=named) if speaking else say("Nobody speaks for it here."),
        say("Its members said yes: {topics}", topics=topics) if topics else say("No topic has said yes to it."),
        say("Words that name it: {words}", words=plain(", ".join(brand.keywords), 300)),
    ]
    return "\n".join(lines)

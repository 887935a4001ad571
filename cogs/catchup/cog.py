"""``/catchup``: what you missed, for you alone."""

from discord import app_commands
from discord.ext import commands

from cogs.catchup.views import catchup_panel
from cogs.digests.views import DigestContext
from cogs.kit.bot import Bot, Interaction, translations
from cogs.kit.context import context_of
from cogs.kit.visibility import can_read
from community.digests.section import Place
from community.errors import OutOfReach
from community.settings.general import GeneralSettings

OFFERED = ("today", "yesterday", "3 days", "1 week", "2 weeks", "30 days")


class Catchup(commands.Cog):
    """Catching up, for members."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="What you missed: answers to you, your topics, asks you could answer")
    @app_commands.describe(since="From when on: yesterday, 3 days, 2026-01-31; your last visit if you leave it out")
    @app_commands.guild_only()
    async def catchup(self, interaction: Interaction, since: str = "") -> None:
        """Shows it to the person who asked, and keeps that they looked."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, member, services = ctx.guild_id, ctx.member_id, ctx.services
        if interaction.guild is None:
            raise OutOfReach("I am not in that server any more.")
        tz = (await services.settings.read(guild, GeneralSettings)).tz

        async def reads(place: Place) -> bool:
            return await can_read(interaction, place)

        now = ctx.now
        missed = await services.catchup.missed(guild, member, reads, typed=since, tz=tz, now=now)
        panel = catchup_panel(missed, DigestContext.of(interaction.guild), ctx.say)
        await interaction.followup.send(view=panel.view(), ephemeral=True)
        await services.catchup.record_visit(guild, member, now)

    @catchup.autocomplete("since")
    async def _spans(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        say = translations(interaction)
        named = [(say(span), span) for span in OFFERED]
        return [
            app_commands.Choice(name=name, value=span)
            for name, span in named
            if typed.strip().casefold() in name.casefold()
        ]


async def setup(bot: Bot) -> None:
    """Adds the cog."""
    await bot.add_cog(Catchup(bot))

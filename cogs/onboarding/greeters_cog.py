"""``/greeter``: offer to greet newcomers in one's topics, and stop."""

from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction
from cogs.kit.context import context_of
from cogs.onboarding.greeter_posts import offer_panel
from community.onboarding.settings import OnboardingSettings


@app_commands.guild_only()
class Greeters(commands.GroupCog, group_name="greeter", group_description="Say hello to newcomers who wait for one"):
    """Greeting, for members who offer it."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="Offer to greet newcomers in your topics; now and then you are mentioned")
    async def on(self, interaction: Interaction) -> None:
        """Offers it, and says what that means."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, services = ctx.guild_id, ctx.services
        topics = await services.onboarding.greeters.start_greeting(guild, ctx.member_id, ctx.now)
        settings = await services.settings.read(guild, OnboardingSettings)
        panel = offer_panel(topics, settings.greeters_channel, settings.greeter_weekly_cap, ctx.say)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Stop greeting; you are mentioned no more")
    async def off(self, interaction: Interaction) -> None:
        """Stops it."""
        ctx = context_of(interaction)
        say = ctx.say
        await interaction.response.defer(ephemeral=True)
        did = await ctx.services.onboarding.greeters.stop_greeting(ctx.guild_id, ctx.member_id)
        text = (
            say("Done: you greet no more. Thank you for the hellos! Come back any time with /greeter on.")
            if did
            else say("You were not greeting, so nothing changed. Offer it any time with /greeter on.")
        )
        await interaction.followup.send(text, ephemeral=True)


async def setup(bot: Bot) -> None:
    """Adds the cog."""
    await bot.add_cog(Greeters(bot))

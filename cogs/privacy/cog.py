"""``/privacy``: shows what is stored about a person, erases it, and stops recording them."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction, guild_id, member_id, translations
from cogs.privacy.views import ForgetButton, OptOutButton, forget_panel, kept_panel, optin_panel, optout_panel, scope
from community.engagement.events import Arrival


@app_commands.allowed_contexts(guilds=True, dms=True, private_channels=False)
class Privacy(commands.GroupCog, group_name="privacy", group_description="What is kept about you, and how it goes"):
    """The commands of ``/privacy``."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="What is kept about you, in words")
    async def show(self, interaction: Interaction) -> None:
        """Lists what is stored about the member: in this server, or in all if used in a direct message."""
        await interaction.response.defer(ephemeral=True)
        member, where, privacy = member_id(interaction), scope(interaction), self._bot.services.privacy
        opted_out_at = None if where is None else privacy.opted_out_since(where, member)
        panel = kept_panel(await privacy.list_kept(member, where), opted_out_at, translations(interaction))
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Erase everything about you, here or everywhere")
    async def forget(self, interaction: Interaction) -> None:
        """Asks for confirmation before erasing everything, which can't be undone."""
        panel = forget_panel(translations(interaction), in_guild=interaction.guild_id is not None)
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Have nothing recorded about you in this server any more")
    async def optout(self, interaction: Interaction) -> None:
        """Asks whether to erase or keep what was recorded so far."""
        since = self._bot.services.privacy.opted_out_since(guild_id(interaction), member_id(interaction))
        panel = optout_panel(since, translations(interaction))
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Count in this server again, after you opted out")
    async def optin(self, interaction: Interaction) -> None:
        """Records the member again, starting with since when they are a member."""
        guild, member = guild_id(interaction), member_id(interaction)
        await interaction.response.defer(ephemeral=True)
        was_out = await self._bot.services.privacy.opt_in(guild, member)
        person = interaction.user
        if was_out and isinstance(person, discord.Member) and person.joined_at is not None and not person.pending:
            self._bot.services.engagement.activity.record_arrival(Arrival(guild, member, person.joined_at))
        await interaction.followup.send(
            view=optin_panel(translations(interaction), was_out=was_out).view(), ephemeral=True
        )


async def setup(bot: Bot) -> None:
    """Loads the opt-outs before anything is recorded; adds the cog and its persistent buttons."""
    await bot.services.privacy.load_opt_outs()
    bot.add_dynamic_items(ForgetButton, OptOutButton)
    await bot.add_cog(Privacy(bot))

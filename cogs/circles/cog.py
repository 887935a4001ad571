"""``/circle``: small private threads."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.circles.views import (
    AboutButton,
    CloseButton,
    DeclineButton,
    InvitationButton,
    JoinCircleButton,
    KeepCircleButton,
    LeaveButton,
    circle_choices,
    close_panel,
    leave_panel,
    wanted_circle,
)
from cogs.kit.bot import Bot, Interaction, translations
from cogs.kit.context import context_of
from community.circles.circle import NAME_LENGTH
from community.errors import Invalid
from community.ids import ChannelId, GuildId, MemberId


@app_commands.guild_only()
class Circles(commands.GroupCog, group_name="circle", group_description="Small private threads, by invitation"):
    """Circles, for members."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="Open a private thread for a few people, by invitation")
    @app_commands.describe(name="What the circle is called; only the people in it read that")
    async def create(self, interaction: Interaction, name: app_commands.Range[str, 1, NAME_LENGTH]) -> None:
        """Opens a circle with the person who asked in it."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        circle = await ctx.services.circles.create(ctx.guild_id, ctx.member_id, name, ctx.now)
        await interaction.followup.send(
            ctx.say(
                "Your circle is open: {thread} Invite people with /circle invite.", thread=f"<#{circle.thread_id}>"
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Invite somebody to a circle you are in; they join by their own press")
    @app_commands.describe(member="Whom to invite", circle="Which of your circles; without one, the one you are in")
    async def invite(self, interaction: Interaction, member: discord.Member | discord.User, circle: str = "") -> None:
        """Posts an invitation that says as little as possible."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        if member.bot:
            raise Invalid("Bots can't join a circle. Please pick a person.")
        wanted = await wanted_circle(interaction, circle)
        invited_to = await ctx.services.circles.invite(
            wanted.guild_id, wanted.circle_id, MemberId(member.id), invited_by=ctx.member_id
        )
        await interaction.followup.send(
            ctx.say(
                "{person} has an invitation in {channel}. It does not say what to; it is theirs to answer.",
                person=member.mention,
                channel=f"<#{invited_to.channel_id}>",
            ),
            ephemeral=True,
        )

    @app_commands.command(description="Leave a circle")
    @app_commands.describe(circle="Which of your circles; without one, the one you are in")
    async def leave(self, interaction: Interaction, circle: str = "") -> None:
        """Asks first."""
        wanted = await wanted_circle(interaction, circle)
        view = leave_panel(wanted, translations(interaction)).view()
        await interaction.response.send_message(view=view, ephemeral=True)

    @app_commands.command(description="Close a circle that you opened, for everybody in it")
    @app_commands.describe(circle="Which of your circles; without one, the one you are in")
    async def close(self, interaction: Interaction, circle: str = "") -> None:
        """Asks first."""
        ctx = context_of(interaction)
        wanted = await wanted_circle(interaction, circle)
        wanted = await ctx.services.circles.require_closable(wanted.guild_id, wanted.circle_id, ctx.member_id)
        view = close_panel(wanted, ctx.say).view()
        await interaction.response.send_message(view=view, ephemeral=True)

    @commands.Cog.listener()
    async def on_raw_thread_member_remove(self, payload: discord.RawThreadMembersUpdate) -> None:
        """Somebody left a thread, or was taken out of it, on Discord itself."""
        for removed in payload.data.get("removed_member_ids", []):
            await self._bot.services.circles.record_thread_leave(
                GuildId(payload.guild_id), ChannelId(payload.thread_id), MemberId(int(removed))
            )

    @commands.Cog.listener()
    async def on_raw_member_remove(self, payload: discord.RawMemberRemoveEvent) -> None:
        """Whoever leaves the server leaves its circles."""
        await self._bot.services.circles.record_guild_leave(GuildId(payload.guild_id), MemberId(payload.user.id))

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forgets the circle of a deleted thread."""
        await self._bot.services.circles.forget_deleted(GuildId(payload.guild_id), ChannelId(payload.thread_id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forgets the circles of a deleted channel: Discord does not tell of its threads."""
        await self._bot.services.circles.forget_deleted(GuildId(channel.guild.id), ChannelId(channel.id))

    @invite.autocomplete("circle")
    @leave.autocomplete("circle")
    @close.autocomplete("circle")
    async def _circles(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await circle_choices(interaction, typed)


async def setup(bot: Bot) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(
        AboutButton, CloseButton, DeclineButton, InvitationButton, JoinCircleButton, KeepCircleButton, LeaveButton
    )
    await bot.add_cog(Circles(bot))

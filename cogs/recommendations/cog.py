"""``/recommend``: ask for recommendations, and give them."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Bot, Interaction
from cogs.kit.channels import TextOrForum, TextOrForumArgument, visible_channels
from cogs.kit.checks import moderators_only
from cogs.kit.context import context_of
from cogs.kit.i18n import escape
from cogs.recommendations.arguments import ItemArgument, ItemTextArgument, ModeratedItemArgument, OwnItemArgument
from cogs.recommendations.audit_views import (
    PAGE_SIZE,
    ReasonButton,
    RestoreButton,
    TrailPageButton,
    hidden_panel,
    trail_panel,
)
from cogs.recommendations.author_views import (
    EditModal,
    OwnPageButton,
    WithdrawButton,
    own_panel,
    withdraw_panel,
)
from cogs.recommendations.checks import require_asker
from cogs.recommendations.duplicate_views import DuplicateButton
from cogs.recommendations.flag_views import FlagsPageButton, flags_panel
from cogs.recommendations.modals import AskModal, RecommendModal, offered_tags
from cogs.recommendations.outcome_views import OutcomeButton, funnel_panel
from cogs.recommendations.search_views import MAX_TYPED, SearchPageButton, explanation_panel, results_panel
from cogs.recommendations.search_views import PAGE_SIZE as FINDINGS
from cogs.recommendations.views import ChooseButton, RecommendButton, VoteButton, open_form
from cogs.topics.arguments import VisibleTopicArgument
from community.errors import Invalid
from community.ids import ChannelId, GuildId, MessageId
from community.recommendations.recommendation import Recommendation
from community.topics.topic import Topic


@app_commands.guild_only()
class Recommendations(
    commands.GroupCog, group_name="recommend", group_description="Ask for recommendations, and give them"
):
    """The commands of recommendations."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="Ask for recommendations in a thread of your own")
    @app_commands.describe(channel="The channel or forum to ask in; without one, where you are")
    async def ask(
        self, interaction: Interaction, channel: app_commands.Transform[TextOrForum, TextOrForumArgument] | None = None
    ) -> None:
        """Shows the modal of an ask, where one can be opened."""
        ctx = context_of(interaction)
        place = channel or _here(interaction)
        require_asker(interaction, place)
        await ctx.services.recommendations.threads.require_channel(ctx.guild_id, ChannelId(place.id))
        await interaction.response.send_modal(
            AskModal.for_channel(place, interaction.id, ctx.say, offered_tags(interaction, place))
        )

    @app_commands.command(description="Recommend something, in the thread of an ask")
    async def add(self, interaction: Interaction) -> None:
        """Shows the modal of a recommendation, as the button does."""
        await open_form(interaction)

    @app_commands.command(description="What you recommended, and how it worked out")
    async def mine(self, interaction: Interaction) -> None:
        """Lists the recommendations of the person who asks."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        own = await ctx.services.recommendations.own.list_own(
            ctx.guild_id, ctx.member_id, visible_channels(interaction)
        )
        await interaction.followup.send(view=own_panel(own, 0, ctx.say).view(), ephemeral=True)

    @app_commands.command(description="Change what you recommended")
    @app_commands.describe(item="What you recommended")
    async def edit(
        self, interaction: Interaction, item: app_commands.Transform[Recommendation, OwnItemArgument]
    ) -> None:
        """Shows the modal, filled with the present words."""
        ctx = context_of(interaction)
        await interaction.response.send_modal(EditModal.of(item, ctx.say))

    @app_commands.command(description="Take back what you recommended")
    @app_commands.describe(item="What you recommended")
    async def withdraw(
        self, interaction: Interaction, item: app_commands.Transform[Recommendation, OwnItemArgument]
    ) -> None:
        """Asks for confirmation: a withdrawal can't be undone."""
        ctx = context_of(interaction)
        panel = withdraw_panel(item, ctx.say)
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="How many asks led to something that worked: here, in a topic, or for an item")
    @app_commands.describe(topic="One topic; without one, all that you can see", item="One thing that was recommended")
    async def outcomes(
        self,
        interaction: Interaction,
        topic: app_commands.Transform[Topic, VisibleTopicArgument] | None = None,
        item: app_commands.Transform[str, ItemTextArgument] | None = None,
    ) -> None:
        """Shows the word-of-mouth funnel of the asks that the person can see."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        say, guild, channels = ctx.say, ctx.guild_id, visible_channels(interaction)
        about = say("In every channel that you can see.")
        if topic is not None:
            channels &= {topic.channel_id}
            about = say("In {topic}.", topic=f"<#{topic.channel_id}>")
        name = None
        if item is not None:
            name = (await ctx.services.recommendations.own.find(guild, channels, item)).item
            about = say("{where} Asks for which **{item}** was recommended.", where=about, item=escape(name))
        found = await ctx.services.recommendations.outcomes.count_outcomes(guild, channels, name)
        await interaction.followup.send(view=funnel_panel(found, about, say).view(), ephemeral=True)

    @app_commands.command(description="Search what this community recommended")
    @app_commands.describe(words="What to look for; in quotes: exactly that", topic="One topic; without one, all")
    async def find(
        self,
        interaction: Interaction,
        words: app_commands.Range[str, 1, MAX_TYPED],
        topic: app_commands.Transform[Topic, VisibleTopicArgument] | None = None,
    ) -> None:
        """Searches the recommendations that the person can see."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        guild, channels = ctx.guild_id, visible_channels(interaction)
        channel_id = None if topic is None else topic.channel_id
        if channel_id is not None:
            channels &= {channel_id}
        found = await ctx.services.recommendations.search.find(guild, channels, words, 0, FINDINGS)
        panel = results_panel(found, words, ctx.say, channel_id)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Why a recommendation stands where it stands")
    @app_commands.describe(item="What was recommended")
    async def why(self, interaction: Interaction, item: app_commands.Transform[Recommendation, ItemArgument]) -> None:
        """Explains the score of a recommendation in words."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        channels = visible_channels(interaction)
        explained = await ctx.services.recommendations.search.explain(item, channels, ctx.member_id)
        await interaction.followup.send(view=explanation_panel(explained, ctx.say).view(), ephemeral=True)

    @app_commands.command(description="Moderators: possible vote rings and undisclosed promotion, with the evidence")
    @moderators_only()
    async def flags(self, interaction: Interaction) -> None:
        """Shows possible vote rings and promotion; nothing happens to anybody."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        flags = await ctx.services.recommendations.trust.find_flags(ctx.guild_id)
        await interaction.followup.send(view=flags_panel(flags, 0, ctx.say).view(), ephemeral=True)

    @app_commands.command(description="Moderators: hide a recommendation; its author reads why")
    @app_commands.describe(item="The recommendation to hide", reason="Why; its author will read it")
    @moderators_only()
    async def hide(
        self,
        interaction: Interaction,
        item: app_commands.Transform[Recommendation, ModeratedItemArgument],
        reason: str,
    ) -> None:
        """Hides a recommendation; it can be restored."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        await ctx.services.recommendations.own.hide(item, ctx.member_id, reason, ctx.now)
        await interaction.followup.send(view=hidden_panel(item, ctx.say).view(), ephemeral=True)

    @app_commands.command(description="Moderators: what was edited, withdrawn, hidden or deleted")
    @moderators_only()
    async def trail(self, interaction: Interaction) -> None:
        """Shows the latest page of the audit trail."""
        ctx = context_of(interaction)
        entries, n_pages = await ctx.services.recommendations.own.audit_page(ctx.guild_id, 0, PAGE_SIZE)
        panel = trail_panel(entries, 0, n_pages, ctx.say)
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Removes a card that was deleted by hand."""
        await self._deleted(payload.guild_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Removes cards that were deleted by hand."""
        await self._deleted(payload.guild_id, payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Removes the ask of a deleted thread."""
        await self._bot.services.recommendations.maintenance.forget_channel(
            GuildId(payload.guild_id), ChannelId(payload.thread_id)
        )

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Removes the asks of a deleted channel: Discord does not tell of its threads."""
        await self._bot.services.recommendations.maintenance.forget_channel(
            GuildId(channel.guild.id), ChannelId(channel.id)
        )

    async def _deleted(self, guild: int | None, message_ids: set[int]) -> None:
        if guild is not None:
            gone = [MessageId(one) for one in message_ids]
            await self._bot.services.recommendations.maintenance.remove_cards(GuildId(guild), gone, self._bot.clock())


def _here(interaction: Interaction) -> TextOrForum:
    """Returns the channel of the interaction, or the parent of its thread.

    Raises
    ------
    Invalid
        If it is neither a text channel nor a forum.
    """
    here: object = interaction.channel
    if isinstance(here, discord.Thread):
        here = here.parent
    if not isinstance(here, TextOrForum):
        raise Invalid("Asks open in text channels and forums. Please pick one of those.")
    return here


async def setup(bot: Bot) -> None:
    """Adds the cog, its persistent items and its modals."""
    bot.add_dynamic_items(RecommendButton, VoteButton, ChooseButton, DuplicateButton, OutcomeButton)
    bot.add_dynamic_items(
        OwnPageButton, WithdrawButton, RestoreButton, TrailPageButton, ReasonButton, SearchPageButton, FlagsPageButton
    )
    bot.add_modals(AskModal, RecommendModal, EditModal)
    await bot.add_cog(Recommendations(bot))

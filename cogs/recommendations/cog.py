"""``/recommend``: ask for recommendations, and give them."""

from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.kit.bot import Host, guild_id, member_id, speaker
from cogs.kit.channels import Found, TalkChannel, require_asker, visible_channels
from cogs.kit.checks import is_moderator, moderators_only
from cogs.kit.i18n import plain
from cogs.recommendations.audit_views import PAGE, ReasonButton, RestoreButton, TrailPage, hidden_panel, trail_panel
from cogs.recommendations.author_views import (
    EditForm,
    MinePage,
    WithdrawButton,
    item_choices,
    mine_panel,
    withdraw_panel,
)
from cogs.recommendations.duplicate_views import SameButton
from cogs.recommendations.flag_views import FlagsPage, flags_panel
from cogs.recommendations.modals import AskForm, RecommendForm, offered_tags
from cogs.recommendations.outcome_views import OutcomeButton, funnel_panel
from cogs.recommendations.search_views import PAGE as FINDINGS
from cogs.recommendations.search_views import WORDS_LENGTH, FindPage, explanation_panel, findings_panel
from cogs.recommendations.views import ChooseButton, RecommendButton, VoteButton, open_form
from cogs.topics.views import named_topic, topic_choices
from community.errors import Invalid
from community.ids import ChannelId, GuildId, MemberId, MessageId


@app_commands.guild_only()
class Recommendations(
    commands.GroupCog, group_name="recommend", group_description="Ask for recommendations, and give them"
):
    """Recommendations, for members."""

    def __init__(self, bot: Host) -> None:
        self._bot = bot

    @app_commands.command(description="Ask for recommendations in a thread of your own")
    @app_commands.describe(channel="The channel or forum to ask in; without one, where you are")
    async def ask(
        self, interaction: discord.Interaction[Any], channel: app_commands.Transform[Found, TalkChannel] | None = None
    ) -> None:
        """Shows the form, where an ask can be opened."""
        place = channel or _here(interaction)
        require_asker(interaction, place)
        await self._bot.services.recommendations.require_place(guild_id(interaction), ChannelId(place.id))
        await interaction.response.send_modal(
            AskForm.asking(place, interaction.id, speaker(interaction), offered_tags(interaction, place))
        )

    @app_commands.command(description="Recommend something, in the thread of an ask")
    async def add(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the form that the button shows."""
        await open_form(interaction)

    @app_commands.command(description="What you recommended, and how it worked out")
    async def mine(self, interaction: discord.Interaction[Any]) -> None:
        """Lists the recommendations of the person who asked."""
        await interaction.response.defer(ephemeral=True)
        told = await self._bot.services.authors.mine(
            guild_id(interaction), member_id(interaction), visible_channels(interaction)
        )
        await interaction.followup.send(view=mine_panel(told, 0, speaker(interaction)).view(), ephemeral=True)

    @app_commands.command(description="Change what you recommended")
    @app_commands.describe(item="What you recommended")
    async def edit(self, interaction: discord.Interaction[Any], item: str) -> None:
        """Shows the form with what is kept now."""
        own = await self._bot.services.authors.find(
            guild_id(interaction), visible_channels(interaction), item, author_id=member_id(interaction)
        )
        await interaction.response.send_modal(EditForm.of(own, speaker(interaction)))

    @app_commands.command(description="Take back what you recommended")
    @app_commands.describe(item="What you recommended")
    async def withdraw(self, interaction: discord.Interaction[Any], item: str) -> None:
        """Asks first: it cannot be undone."""
        own = await self._bot.services.authors.find(
            guild_id(interaction), visible_channels(interaction), item, author_id=member_id(interaction)
        )
        panel = withdraw_panel(own, speaker(interaction))
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="How many asks led to something that worked: here, in a topic, or for an item")
    @app_commands.describe(topic="One topic; without one, all that you can see", item="One thing that was recommended")
    async def outcomes(
        self, interaction: discord.Interaction[Any], topic: str | None = None, item: str | None = None
    ) -> None:
        """Tells the word-of-mouth figure of what the person who asked can see."""
        await interaction.response.defer(ephemeral=True)
        say, guild, channels = speaker(interaction), guild_id(interaction), visible_channels(interaction)
        about = say("In every channel that you can see.")
        if topic is not None:
            wanted = await named_topic(self._bot, guild, topic, channels)
            channels &= {wanted.channel_id}
            about = say("In {topic}.", topic=f"<#{wanted.channel_id}>")
        name = None
        if item is not None:
            name = (await self._bot.services.authors.find(guild, channels, item)).item
            about = say("{where} Asks for which **{item}** was recommended.", where=about, item=plain(name))
        found = await self._bot.services.outcomes.funnel(guild, channels, name)
        await interaction.followup.send(view=funnel_panel(found, about, say).view(), ephemeral=True)

    @app_commands.command(description="Search what this community recommended")
    @app_commands.describe(words="What to look for; in quotes: exactly that", topic="One topic; without one, all")
    async def find(
        self,
        interaction: discord.Interaction[Any],
        words: app_commands.Range[str, 1, WORDS_LENGTH],
        topic: str | None = None,
    ) -> None:
        """Looks through what the person who asked can see."""
        await interaction.response.defer(ephemeral=True)
        guild, channels = guild_id(interaction), visible_channels(interaction)
        channel_id = None
        if topic is not None:
            channel_id = (await named_topic(self._bot, guild, topic, channels)).channel_id
            channels &= {channel_id}
        found = await self._bot.services.findings.find(guild, channels, words, 0, FINDINGS)
        panel = findings_panel(found, words, speaker(interaction), channel_id)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Why a recommendation stands where it stands")
    @app_commands.describe(item="What was recommended")
    async def why(self, interaction: discord.Interaction[Any], item: str) -> None:
        """Explains its score in words."""
        await interaction.response.defer(ephemeral=True)
        guild, channels = guild_id(interaction), visible_channels(interaction)
        kept = await self._bot.services.authors.find(guild, channels, item)
        told = await self._bot.services.findings.explain(kept, channels, member_id(interaction))
        await interaction.followup.send(view=explanation_panel(told, speaker(interaction)).view(), ephemeral=True)

    @app_commands.command(description="Moderators: possible vote rings and undisclosed promotion, with the evidence")
    @moderators_only()
    async def flags(self, interaction: discord.Interaction[Any]) -> None:
        """Shows what stands out; nothing happens to anybody."""
        await interaction.response.defer(ephemeral=True)
        flags = await self._bot.services.trust.flags(guild_id(interaction))
        await interaction.followup.send(view=flags_panel(flags, 0, speaker(interaction)).view(), ephemeral=True)

    @app_commands.command(description="Moderators: hide a recommendation; its author reads why")
    @app_commands.describe(item="The recommendation to hide", reason="Why; its author will read it")
    @moderators_only()
    async def hide(self, interaction: discord.Interaction[Any], item: str, reason: str) -> None:
        """Hides it; it can be shown again."""
        await interaction.response.defer(ephemeral=True)
        authors = self._bot.services.authors
        one = await authors.find(guild_id(interaction), visible_channels(interaction), item)
        await authors.hide(one, member_id(interaction), reason, self._bot.clock())
        await interaction.followup.send(view=hidden_panel(one, speaker(interaction)).view(), ephemeral=True)

    @app_commands.command(description="Moderators: what was edited, withdrawn, hidden or deleted")
    @moderators_only()
    async def trail(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the latest."""
        entries, n_pages = await self._bot.services.authors.trail(guild_id(interaction), 0, PAGE)
        panel = trail_panel(entries, 0, n_pages, speaker(interaction))
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @edit.autocomplete("item")
    @withdraw.autocomplete("item")
    async def _own(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._items(interaction, typed, member_id(interaction))

    @outcomes.autocomplete("item")
    @why.autocomplete("item")
    async def _any(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._items(interaction, typed)

    @hide.autocomplete("item")
    async def _to_hide(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        return await self._items(interaction, typed) if await is_moderator(interaction) else []

    @outcomes.autocomplete("topic")
    @find.autocomplete("topic")
    async def _topics(self, interaction: discord.Interaction[Any], typed: str) -> list[app_commands.Choice[str]]:
        seen = visible_channels(interaction)
        topics = await self._bot.services.topics.topics(guild_id(interaction))
        return topic_choices([one for one in topics if one.channel_id in seen], typed)

    async def _items(
        self, interaction: discord.Interaction[Any], typed: str, author_id: MemberId | None = None
    ) -> list[app_commands.Choice[str]]:
        found = await self._bot.services.authors.suggestions(
            guild_id(interaction), visible_channels(interaction), typed, author_id=author_id
        )
        return item_choices(found)

    @commands.Cog.listener()
    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Notices a card that was deleted by hand."""
        await self._deleted(payload.guild_id, {payload.message_id})

    @commands.Cog.listener()
    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Notices cards that were deleted by hand."""
        await self._deleted(payload.guild_id, payload.message_ids)

    @commands.Cog.listener()
    async def on_raw_thread_delete(self, payload: discord.RawThreadDeleteEvent) -> None:
        """Forgets the ask of a deleted thread."""
        await self._bot.services.caretaking.vanished(GuildId(payload.guild_id), ChannelId(payload.thread_id))

    @commands.Cog.listener()
    async def on_guild_channel_delete(self, channel: discord.abc.GuildChannel) -> None:
        """Forgets the asks of a deleted channel: Discord does not tell of its threads."""
        await self._bot.services.caretaking.vanished(GuildId(channel.guild.id), ChannelId(channel.id))

    async def _deleted(self, guild: int | None, message_ids: set[int]) -> None:
        if guild is not None:
            gone = [MessageId(one) for one in message_ids]
            await self._bot.services.caretaking.deleted(GuildId(guild), gone, self._bot.clock())


def _here(interaction: discord.Interaction[Any]) -> Found:
    """The channel that somebody is in, or that their thread is in."""
    here: object = interaction.channel
    if isinstance(here, discord.Thread):
        here = here.parent
    if not isinstance(here, Found):
        raise Invalid("Asks open in text channels and forums. Please pick one of those.")
    return here


async def setup(bot: Host) -> None:
    """Adds the cog, what people can press, and the forms."""
    bot.add_dynamic_items(RecommendButton, VoteButton, ChooseButton, SameButton, OutcomeButton)
    bot.add_dynamic_items(MinePage, WithdrawButton, RestoreButton, TrailPage, ReasonButton, FindPage, FlagsPage)
    bot.add_forms(AskForm, RecommendForm, EditForm)
    await bot.add_cog(Recommendations(bot))

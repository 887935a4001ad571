"""``/brand``: which brands take part, who speaks for them, and what they may do."""

import discord
from discord import app_commands
from discord.ext import commands

from cogs.amas.approval_views import proposed_panel, when_choices
from cogs.brands.arguments import BrandArgument, LedgerBrandArgument, RepresentedBrandArgument, VotingTopicArgument
from cogs.brands.consent_views import VoteOnBrandButton
from cogs.brands.feedback_views import AnswerBrandButton, CommentButton, CommentModal
from cogs.brands.ledger_views import LedgerButton, ledger_page, unwelcome_text
from cogs.brands.rep_labels import is_labelled
from cogs.brands.revoke_views import RevokeMenu, holdings_panel, removal_list
from cogs.brands.views import (
    BrandPageButton,
    RemoveButton,
    RepButton,
    brands_panel,
    current_topic_channel,
    remove_panel,
    rep_question_panel,
)
from cogs.kit.bot import Bot, Interaction
from cogs.kit.checks import moderators_only, require_moderator
from cogs.kit.context import context_of
from cogs.kit.errors import send_privately
from cogs.kit.i18n import escape
from community.brands.brand import Brand
from community.errors import Refusal
from community.ids import GuildId, MemberId
from community.topics.topic import Topic


@app_commands.guild_only()
class Brands(commands.GroupCog, group_name="brand", group_description="Brands that take part openly"):
    """Commands of brands, for members, moderators and representatives."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="Moderators: make a brand known here")
    @app_commands.describe(name="What it is called", keywords="Words by which people name it, separated by commas")
    @moderators_only()
    async def add(self, interaction: Interaction, name: str, keywords: str = "") -> None:
        """Adds a brand."""
        ctx = context_of(interaction)
        brand = await ctx.services.brands.registry.add(ctx.guild_id, name, keywords, ctx.member_id, ctx.now)
        text = ctx.say(
            "{brand} is known here now; everybody sees it in /brand list. Say who speaks for it with /brand rep.",
            brand=escape(brand.name),
        )
        await interaction.response.send_message(text, ephemeral=True)

    @app_commands.command(description="Moderators: have a brand and all that it has here go")
    @app_commands.describe(brand="Which one")
    @moderators_only()
    async def remove(self, interaction: Interaction, brand: app_commands.Transform[Brand, BrandArgument]) -> None:
        """Asks for confirmation, and says what is deleted with the brand."""
        ctx = context_of(interaction)
        removals = await removal_list(ctx.bot, brand, ctx.say)
        await interaction.response.send_message(view=remove_panel(brand, removals, ctx.say).view(), ephemeral=True)

    @app_commands.command(name="list", description="Which brands are here, who speaks for them, what they may see")
    async def show(self, interaction: Interaction) -> None:
        """Shows the list of brands."""
        panel = await brands_panel(interaction, 0)
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: ask a member whether they speak for a brand")
    @app_commands.describe(brand="Which one", member="Whom to ask; the question is posted here, for them to answer")
    @moderators_only()
    async def rep(
        self, interaction: Interaction, brand: app_commands.Transform[Brand, BrandArgument], member: discord.Member
    ) -> None:
        """Posts the question to the member; it pings nobody, and only that member can answer."""
        ctx = context_of(interaction)
        await ctx.services.brands.registry.ask_rep(
            ctx.guild_id, brand.brand_id, MemberId(member.id), ctx.member_id, ctx.now
        )
        say = self._bot.languages.translations(interaction.guild_locale.value if interaction.guild_locale else "")
        panel = rep_question_panel(brand, MemberId(member.id), say)
        await interaction.response.send_message(view=panel.view())

    @app_commands.command(description="Moderators and stewards: have a topic's members vote on a brand, for 7 days")
    @app_commands.describe(topic="Whose members decide", brand="Which brand")
    async def consent(
        self,
        interaction: Interaction,
        topic: app_commands.Transform[Topic, VotingTopicArgument],
        brand: app_commands.Transform[Brand, BrandArgument],
    ) -> None:
        """Opens a vote in the topic."""
        ctx = context_of(interaction)
        consents = ctx.services.brands.consents
        if not await consents.is_steward(ctx.guild_id, topic.topic_id, ctx.member_id):
            await require_moderator(interaction)
        await interaction.response.defer(ephemeral=True)
        vote = await consents.open_vote(ctx.guild_id, topic.topic_id, brand.brand_id, ctx.member_id, ctx.now)
        text = ctx.say(
            "The members of {topic} vote on {brand} until {closes}: {channel}",
            topic=escape(vote.topic),
            brand=escape(vote.brand),
            closes=discord.utils.format_dt(vote.closes_at, "f"),
            channel=f"<#{vote.channel_id}>",
        )
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(description="Who speaks for a brand: ask this topic's members something, for 7 days")
    @app_commands.describe(brand="For which one", question="Answered with Yes, No or It depends; told in sums only")
    async def ask(
        self,
        interaction: Interaction,
        brand: app_commands.Transform[Brand, RepresentedBrandArgument],
        question: str,
    ) -> None:
        """Opens a feedback round in the topic where the command is used."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        asked = await ctx.services.brands.feedback.open_round(
            ctx.guild_id, current_topic_channel(interaction), brand.brand_id, question, ctx.now, by=ctx.member_id
        )
        text = ctx.say(
            "{topic} can answer until {closes}: {channel}",
            topic=escape(asked.topic),
            closes=discord.utils.format_dt(asked.closes_at, "f"),
            channel=f"<#{asked.channel_id}>",
        )
        await interaction.followup.send(text, ephemeral=True)

    @app_commands.command(
        description="Who speaks for a brand: answer this topic's members for a day, once moderators agree"
    )
    @app_commands.describe(brand="For which one", when="When it begins: a day and a time, such as Friday 18:00")
    async def ama(
        self, interaction: Interaction, brand: app_commands.Transform[Brand, RepresentedBrandArgument], when: str
    ) -> None:
        """Proposes an AMA in the topic where the command is used."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        proposed = await ctx.services.amas.sessions.propose_for_brand(
            ctx.guild_id, current_topic_channel(interaction), brand.brand_id, when, ctx.now, by=ctx.member_id
        )
        await interaction.followup.send(view=proposed_panel(proposed, ctx.say).view(), ephemeral=True)

    @app_commands.command(description="Moderators, and who speaks for a brand: what it did here in 90 days")
    @app_commands.describe(brand="Which one; without, all")
    async def ledger(
        self, interaction: Interaction, brand: app_commands.Transform[Brand, LedgerBrandArgument] | None = None
    ) -> None:
        """Shows the ledger: all of it to moderators, their own part to representatives."""
        await interaction.response.defer(ephemeral=True)
        panel = await ledger_page(interaction, None if brand is None else brand.brand_id, 0)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: see what a brand has here, and take back any of it")
    @app_commands.describe(brand="Which one")
    @moderators_only()
    async def revoke(self, interaction: Interaction, brand: app_commands.Transform[Brand, BrandArgument]) -> None:
        """Shows what a brand has, with the menu that takes it back."""
        panel = await holdings_panel(interaction, brand.brand_id, 0)
        await interaction.response.send_message(view=panel.view(), ephemeral=True)

    @commands.Cog.listener()
    async def on_app_command_completion(self, interaction: Interaction, _: object) -> None:
        """Tells a representative, in private, where they posted without the members' consent."""
        ctx = context_of(interaction)
        if interaction.guild_id is None or interaction.response.type is discord.InteractionResponseType.modal:
            return
        posts = await ctx.services.brands.ledger.take_unwelcome_posts(ctx.guild_id, ctx.member_id, ctx.now)
        if posts:
            await send_privately(interaction, unwelcome_text(ctx.guild_id, posts, ctx.say))

    def take_message(self, message: discord.Message) -> None:
        """Restores the labels of a message's author if they changed their tag, and removes false tags."""
        author = message.author
        if not isinstance(author, discord.Member) or author.bot:
            return
        guild, member = GuildId(author.guild.id), MemberId(author.id)
        if not is_labelled(author, self._bot.services.brands.registry.spoken_for(guild, member)):
            self._bot.run_in_background(lambda: self._relabel(guild, member))

    async def _relabel(self, guild: GuildId, member: MemberId) -> None:
        brands, notices = self._bot.services.brands.registry, self._bot.services.notices
        try:
            await brands.update_labels(guild, member)
        except Refusal as refusal:
            await notices.notify(guild, f"brands.label.{member}", self._bot.clock(), refusal.sentence, **refusal.facts)

    @ama.autocomplete("when")
    async def _start_times(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await when_choices(interaction, typed)


async def setup(bot: Bot) -> None:
    """Loads the brands; adds the cog, its buttons, menus and modals."""
    await bot.services.brands.registry.load_roster()
    bot.add_dynamic_items(BrandPageButton, RepButton, RemoveButton, VoteOnBrandButton, LedgerButton, RevokeMenu)
    bot.add_dynamic_items(AnswerBrandButton, CommentButton)
    bot.add_modals(CommentModal)
    cog = Brands(bot)
    await bot.add_cog(cog)
    bot.add_sync_listener("message", cog.take_message)

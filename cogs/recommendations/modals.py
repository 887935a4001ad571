"""The modals of asks and recommendations; what was typed in a refused one is returned."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction, translations
from cogs.kit.channels import TextOrForum
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.errors import as_refusal, refusal_text, send_privately
from cogs.kit.i18n import Translations
from cogs.kit.modals import PersistentModal
from cogs.kit.panel import shorten
from cogs.recommendations.checks import require_asker, require_writer
from cogs.recommendations.duplicate_views import duplicate_panel
from cogs.recommendations.relation_words import relation_text
from community.discord_limits import MODAL_LABEL_LENGTH, OPTION_LENGTH, POST_TAGS
from community.errors import Invalid, OutOfReach
from community.ids import AskId, ChannelId
from community.recommendations.ask import LIMITS_LENGTH, MATTERS_LENGTH, WANTED_LENGTH, NewAsk
from community.recommendations.recommendation import (
    ITEM_LENGTH,
    LINK_LENGTH,
    WHY_LENGTH,
    NewRecommendation,
    Relation,
)
from community.recommendations.service import PossibleDuplicate

PICKED_INPUTS = frozenset({"relation", "tags"})
"""The inputs whose values are picked, not typed."""
RETURNED_LIMIT = 1_600
"""Characters of the returned text: with the sentence before it, it fits in a message."""


class RetainingModal(PersistentModal):
    """A modal that returns what people typed when it refuses."""

    def add_relation_input(self, say: Translations, chosen: Relation | None = None) -> None:
        """Adds the choice of a relation, which is required; only an author's earlier choice is preselected."""
        relations: ui.RadioGroup[Any] = ui.RadioGroup(
            custom_id="relation",
            options=[
                discord.RadioGroupOption(
                    label=relation_text(one, say)[:OPTION_LENGTH], value=one.value, default=one is chosen
                )
                for one in Relation
            ],
        )
        self.add_item(
            ui.Label(
                text=say("How are you related to it?")[:MODAL_LABEL_LENGTH],
                description=say("Your recommendation starts with this.")[:OPTION_LENGTH],
                component=relations,
            )
        )

    async def on_submission(self, interaction: Interaction) -> None:
        """Saves the submission; returns what was typed when that fails."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        try:
            await self.save(interaction)
        except Exception as error:
            say = translations(interaction)
            refusal = as_refusal(error)
            if refusal is None:
                await send_privately(interaction, _returned_text(self.answers, say))
                raise
            await send_privately(interaction, f"{refusal_text(refusal, say)}\n\n{_returned_text(self.answers, say)}")

    async def save(self, interaction: Interaction) -> None:
        """Saves the submission; the interaction is deferred already."""
        raise NotImplementedError


class AskModal(RetainingModal):
    """The modal of an ask: what is wanted, what matters, budget or limits."""

    template = re.compile(rf"hamlet:ask:form:(?P<channel_id>{ID}):(?P<form_id>{ID})")
    channel_id: ChannelId
    form_id: int

    @classmethod
    def for_channel(
        cls, channel: TextOrForum, form_id: int, say: Translations, tags: Sequence[discord.ForumTag] = ()
    ) -> Self:
        """Makes the modal for a channel; ``form_id`` identifies it, ``tags`` can be picked."""
        form = cls(title=say("Ask for recommendations"), custom_id=f"hamlet:ask:form:{channel.id}:{form_id}")
        form.add_text_input("wanted", say("What are you looking for?"), WANTED_LENGTH)
        form.add_text_input("matters", say("What matters to you?"), MATTERS_LENGTH, in_lines=True, required=False)
        form.add_text_input("limits", say("Budget or limits"), LIMITS_LENGTH, required=False)
        if tags:
            menu: ui.Select[Any] = ui.Select(
                custom_id="tags",
                required=False,
                min_values=0,
                max_values=min(len(tags), POST_TAGS),
                options=[discord.SelectOption(label=tag.name[:OPTION_LENGTH], value=str(tag.id)) for tag in tags],
            )
            form.add_item(ui.Label(text=say("Tags")[:MODAL_LABEL_LENGTH], component=menu))
        return form

    async def save(self, interaction: Interaction) -> None:
        """Opens the ask."""
        ctx = context_of(interaction)
        channel = interaction.guild.get_channel(self.channel_id) if interaction.guild is not None else None
        if not isinstance(channel, TextOrForum):
            raise OutOfReach("That channel is not there any more. Please pick another one.")
        require_asker(interaction, channel)
        ask = await ctx.services.recommendations.threads.open_ask(
            NewAsk(
                guild_id=ctx.guild_id,
                channel_id=ChannelId(channel.id),
                author_id=ctx.member_id,
                form_id=self.form_id,
                wanted=self.answers.get("wanted", ""),
                matters=self.answers.get("matters", ""),
                limits=self.answers.get("limits", ""),
                tags=_picked(self.answers, offered_tags(interaction, channel)),
            ),
            ctx.now,
        )
        await interaction.followup.send(
            ctx.say("Your ask is open: {thread}. Follow it to hear of answers.", thread=f"<#{ask.thread_id}>"),
            ephemeral=True,
        )


class RecommendModal(RetainingModal):
    """The modal of a recommendation: what, why, a link, and the author's relation to it."""

    template = re.compile(rf"hamlet:recommend:form:(?P<ask_id>{ID})")
    ask_id: AskId

    @classmethod
    def for_ask(cls, ask_id: AskId, say: Translations) -> Self:
        """Makes the modal for an ask."""
        form = cls(title=say("Recommend something"), custom_id=f"hamlet:recommend:form:{ask_id}")
        form.add_text_input("item", say("What do you recommend?"), ITEM_LENGTH)
        form.add_text_input("why", say("Why? Your own experience helps most"), WHY_LENGTH, in_lines=True)
        form.add_text_input("link", say("Link"), LINK_LENGTH, hint="https://", required=False)
        form.add_relation_input(say)
        return form

    async def save(self, interaction: Interaction) -> None:
        """Posts the recommendation and updates the standings."""
        ctx = context_of(interaction)
        guild, thread = ctx.guild_id, ChannelId(interaction.channel_id or 0)
        relation = picked_relation(self.answers)
        require_writer(interaction)
        say = ctx.say
        done = await ctx.services.recommendations.threads.recommend(
            NewRecommendation(
                ask_id=self.ask_id,
                guild_id=guild,
                author_id=ctx.member_id,
                item=self.answers.get("item", ""),
                why=self.answers.get("why", ""),
                link=self.answers.get("link", ""),
                relation=relation,
            ),
            thread,
            ctx.now,
        )
        if isinstance(done, PossibleDuplicate):
            await interaction.followup.send(view=duplicate_panel(done, say).view(), ephemeral=True)
            return
        await interaction.followup.send(say("Thank you! Your recommendation is in the thread now."), ephemeral=True)
        await ctx.services.recommendations.threads.show_standings(guild, thread)


def offered_tags(interaction: Interaction, channel: TextOrForum) -> Sequence[discord.ForumTag]:
    """Returns the forum tags that the person may pick; moderated ones only if they manage threads."""
    user = interaction.user
    if not isinstance(channel, discord.ForumChannel) or not isinstance(user, discord.Member):
        return ()
    manages = channel.permissions_for(user).manage_threads
    return [tag for tag in channel.available_tags if manages or not tag.moderated]


def picked_relation(answers: Mapping[str, str]) -> Relation:
    """Returns the chosen relation.

    Raises
    ------
    Invalid
        If none was chosen.
    """
    if answers.get("relation") not in set(Relation):
        raise Invalid("Please say how you are related to it; your recommendation starts with that.")
    return Relation(answers["relation"])


def _picked(answers: Mapping[str, str], offered: Sequence[discord.ForumTag]) -> tuple[int, ...]:
    typed = answers.get("tags", "").split(",")
    return tuple(tag.id for tag in offered if str(tag.id) in typed)[:POST_TAGS]


def _returned_text(answers: Mapping[str, str], say: Translations) -> str:
    typed = "\n\n".join(text for key, text in answers.items() if key not in PICKED_INPUTS and text.strip())
    if not typed:
        return ""
    quoted = shorten(typed, RETURNED_LIMIT).replace("```", "'''")
    return f"{say('This is what you wrote, to copy:')}\n```\n{quoted}\n```"

"""How AMAs come about: the guest's confirmation, the moderators' card, and calling one off."""

import re
from typing import Any, Self

import discord
from discord import app_commands, ui

from cogs.amas.wording import ama_outcome, ama_title, guest_text
from cogs.kit.bot import Interaction, translations
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.formatting import LONG_WEEKDAYS
from cogs.kit.i18n import Translations, escape
from cogs.kit.modals import PersistentModal
from cogs.kit.pagination import button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.amas.ama import Ama, AmaState
from community.amas.question import REASON_LENGTH
from community.amas.service import Proposed
from community.amas.when import suggest_starts
from community.ids import AmaId


async def when_choices(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    """Returns the times that may be meant, as choices of autocomplete."""
    ctx = context_of(interaction)
    times = suggest_starts(typed, ctx.now, await ctx.services.amas.sessions.timezone(ctx.guild_id))
    say = ctx.say
    return [
        app_commands.Choice(
            name=say("{weekday}, {when}", weekday=say(LONG_WEEKDAYS[one.weekday()]), when=f"{one:%Y-%m-%d %H:%M}"),
            value=f"{one:%Y-%m-%d %H:%M}",
        )
        for one in times
    ]


def proposed_panel(proposed: Proposed, say: Translations) -> Panel:
    """Returns the confirmation for the guest of an AMA."""
    ama = proposed.ama
    parts = [] if proposed.is_new else [say("You have one ahead here already, so I asked for no other.")]
    parts.append(ama_outcome(ama, say))
    if ama.state is AmaState.PROPOSED:
        parts.append(say("What they decide you are told, alone, when you next use a command of mine."))
    elif ama.state is AmaState.COMING:
        parts.append(say("A thread opens by itself then; members ask, and what is passed on waits for you there."))
    return Panel(
        say("Your AMA in {topic}", topic=escape(ama.topic, 60)),
        lead=" ".join(parts),
        rows=[ui.ActionRow(CallOffButton.of(ama, say("Take it back")))],
    )


def decision_panel(ama: Ama, say: Translations) -> Panel:
    """Returns the moderators' card of an AMA."""
    lead = say(
        "{guest} would like to answer questions in {channel}, from {at} on, for a day.",
        guest=guest_text(ama, say),
        channel=f"<#{ama.channel_id}>",
        at=discord.utils.format_dt(ama.at, "f"),
    )
    sections = [] if ama.state is AmaState.PROPOSED else [(say("How it stands"), _state_text(ama, say))]
    buttons: list[ui.Item[Any]] = []
    closing = ""
    if ama.state is AmaState.PROPOSED:
        buttons = [
            DecideButton.of("yes", ama, say("Approve")),
            DecideButton.of("no", ama, say("Decline, and say why")),
        ]
        closing = say("The topic's members said yes to the brand. Without a decision by then it does not take place.")
    elif ama.is_unfinished:
        buttons = [CallOffButton.of(ama, say("Call it off"))]
    return Panel(ama_title(ama, say), lead=lead, sections=sections, closing=closing, rows=button_row(buttons))


class DecideButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:ama:card:(?P<ama_id>{ID}):(?P<answer>yes|no)"):
    """Approves or declines an AMA."""

    ama_id: AmaId
    answer: str

    @classmethod
    def id_of(cls, ama_id: AmaId, answer: str) -> str:
        """Returns the custom id, by which the card is found as well."""
        return f"hamlet:ama:card:{ama_id}:{answer}"

    @classmethod
    def of(cls, answer: str, ama: Ama, label: str) -> Self:
        """Returns one of the two buttons of an AMA."""
        style = discord.ButtonStyle.primary if answer == "yes" else discord.ButtonStyle.secondary
        return cls(ui.Button(label=label, style=style, custom_id=cls.id_of(ama.ama_id, answer)))

    async def on_press(self, interaction: Interaction) -> None:
        """Approves the AMA, or opens the modal for the reason why not."""
        ctx = context_of(interaction)
        await require_moderator(interaction)
        sessions, guild, member = ctx.services.amas.sessions, ctx.guild_id, ctx.member_id
        if self.answer == "no":
            await sessions.require_undecided(guild, self.ama_id, member, ctx.now)
            await interaction.response.send_modal(DeclineModal.of(self.ama_id, ctx.say))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        ama = await sessions.approve(guild, self.ama_id, member, ctx.now)
        await interaction.followup.send(ama_outcome(ama, ctx.say), ephemeral=True)


class DeclineModal(PersistentModal):
    """Asks a moderator why an AMA is declined."""

    template = re.compile(rf"hamlet:ama:decline:(?P<ama_id>{ID})")
    ama_id: AmaId

    @classmethod
    def of(cls, ama_id: AmaId, say: Translations) -> Self:
        """Returns the modal of one AMA."""
        form = cls(title=say("Decline it"), custom_id=f"hamlet:ama:decline:{ama_id}")
        form.add_text_input("reason", say("Why? Whoever asked is told so"), REASON_LENGTH, in_lines=True)
        return form

    async def on_submission(self, interaction: Interaction) -> None:
        """Declines the AMA with the typed reason."""
        ctx = context_of(interaction)
        await require_moderator(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        ama = await ctx.services.amas.sessions.decline(
            ctx.guild_id,
            self.ama_id,
            ctx.member_id,
            self.answers.get("reason", ""),
            ctx.now,
        )
        await interaction.followup.send(ama_outcome(ama, ctx.say), ephemeral=True)


class CallOffButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:ama:off:(?P<ama_id>{ID})"):
    """Asks for confirmation before an AMA ends."""

    ama_id: AmaId

    @classmethod
    def id_of(cls, ama_id: AmaId) -> str:
        """Returns the custom id, by which the card is found as well."""
        return f"hamlet:ama:off:{ama_id}"

    @classmethod
    def of(cls, ama: Ama, label: str) -> Self:
        """Returns the button of one AMA."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.danger, custom_id=cls.id_of(ama.ama_id)))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows what ends with the AMA, with the button that ends it."""
        say = translations(interaction)
        ama = await _require_endable(interaction, self.ama_id)
        panel = Panel(
            say("End it?"),
            lead=say(
                "**{name}** ends at once, and this can't be undone. Questions without an answer stay without one; "
                "what is answered stays in the thread.",
                name=ama_title(ama, say),
            ),
            closing=say("Changed your mind? Just close this message."),
            rows=[ui.ActionRow(EndButton.of(ama, say))],
        )
        await interaction.response.send_message(view=panel.view(), ephemeral=True)


class EndButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:ama:end:(?P<ama_id>{ID})"):
    """Ends an AMA."""

    ama_id: AmaId

    @classmethod
    def of(cls, ama: Ama, say: Translations) -> Self:
        """Returns the button of one AMA."""
        custom_id = f"hamlet:ama:end:{ama.ama_id}"
        return cls(ui.Button(label=say("Yes, end it"), style=discord.ButtonStyle.danger, custom_id=custom_id))

    async def on_press(self, interaction: Interaction) -> None:
        """Ends the AMA for its guest or for a moderator."""
        ctx = context_of(interaction)
        ama = await _require_endable(interaction, self.ama_id)
        await interaction.response.defer()
        say, member = ctx.say, ctx.member_id
        end = ctx.services.amas.sessions.withdraw if ama.guest_id == member else ctx.services.amas.sessions.call_off
        over = await end(ama.guild_id, ama.ama_id, member, ctx.now)
        panel = Panel(ama_title(over, say), lead=ama_outcome(over, say))
        await interaction.edit_original_response(view=panel.view())


async def _require_endable(interaction: Interaction, ama_id: AmaId) -> Ama:
    """Returns the AMA if the person may end it: its guest or a moderator.

    Raises
    ------
    NotFound
        If the guild has no such AMA.
    NotAllowed
        If the person may not end it.
    """
    ctx = context_of(interaction)
    ama = await ctx.services.amas.sessions.find(ctx.guild_id, ama_id)
    if ama.guest_id != ctx.member_id:
        await require_moderator(interaction)
    return ama


def _state_text(ama: Ama, say: Translations) -> str:
    outcome = ama_outcome(ama, say)
    return (
        outcome if ama.changed_by is None else say("{words} (<@{moderator}>)", words=outcome, moderator=ama.changed_by)
    )

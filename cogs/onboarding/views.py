"""How arriving looks, card by card: the welcome, interests, an introduction, what is recorded, and what to confirm."""

import re
from collections.abc import Sequence
from typing import Any, Self

import discord
import structlog
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from cogs.kit.modals import PersistentModal
from cogs.kit.pagination import Page
from cogs.kit.panel import Panel, shorten
from cogs.kit.persistent import PersistentItem
from cogs.onboarding.ending_views import ending_panel
from cogs.topics.listing import option_text, topic_list
from cogs.topics.views import topic_ids
from community.discord_limits import MENU_OPTIONS, OPTION_LENGTH
from community.errors import NotAllowed
from community.ids import ChannelId, MemberId, RoleId, TopicId
from community.onboarding.journey import OnboardingStep
from community.onboarding.service import INTRODUCTION_LENGTH, OnboardingView
from community.onboarding.settings import OnboardingSettings
from community.topics.topic import Listing

START = "hamlet:onboarding:start"
CARDS = "|".join(
    (OnboardingStep.CHOOSING, OnboardingStep.INTRODUCING, OnboardingStep.RECORDING, OnboardingStep.CONFIRMING)
)

_log = structlog.get_logger(__name__)


async def start_onboarding(interaction: Interaction) -> None:
    """Shows whoever asks their own next step, to them alone."""
    ctx = context_of(interaction)
    _require_passed(interaction)
    await interaction.response.defer(ephemeral=True, thinking=True)
    user = interaction.user
    roles = user.roles if isinstance(user, discord.Member) else []
    stage = await ctx.services.onboarding.journeys.start(
        ctx.guild_id,
        ctx.member_id,
        ctx.now,
        [RoleId(role.id) for role in roles if not role.is_default()],
    )
    panel = await StepCards.of(interaction)
    await interaction.followup.send(view=panel.card(stage).view(), ephemeral=True)


def welcome_panel(newcomer: MemberId, say: Translations) -> Panel:
    """What everybody sees when somebody joins."""
    return Panel(
        say("Welcome, {member}!", member=f"<@{newcomer}>"),
        lead=say(
            "Good to have you here. Press Get started and pick the topics you like: "
            "it takes a minute, and only you see it."
        ),
        rows=[ui.ActionRow(StartButton.labelled(say("Get started")))],
    )


class StepCards:
    """The cards as one person sees them: in their language, with what they decided about being recorded."""

    def __init__(self, say: Translations, introductions: ChannelId | None, *, opted_out: bool = False) -> None:
        self._say = say
        self._introductions = f"<#{introductions or 0}>"
        self._opted_out = opted_out

    @classmethod
    async def of(cls, interaction: Interaction) -> "StepCards":
        """The cards for whoever pressed or typed."""
        ctx = context_of(interaction)
        guild, services = ctx.guild_id, ctx.services
        settings = await services.settings.read(guild, OnboardingSettings)
        opted_out = services.privacy.opted_out_since(guild, ctx.member_id) is not None
        return cls(ctx.say, settings.introductions_channel, opted_out=opted_out)

    def card(self, view: OnboardingView) -> Panel:
        """The card where somebody is."""
        match view.card:
            case OnboardingStep.CHOOSING:
                return self._choose(view)
            case OnboardingStep.INTRODUCING:
                return self._introduce(view)
            case OnboardingStep.RECORDING:
                return self._record(view)
            case _:
                return self._confirm(view)

    def _choose(self, view: OnboardingView) -> Panel:
        """A page of the topics, with what is picked so far."""
        say, wanted = self._say, view.wanted
        pages = Page.at(view.journey.page, len(view.listings), MENU_OPTIONS)
        page, shown, turns = pages.page, pages.of(view.listings), pages.neighbours(say("Back"), say("More topics"))
        buttons: list[ui.Item[Any]] = [InterestPageButton.to(other, label) for other, label in turns]
        lead = say("Pick the topics you like. Nothing changes before you press Finish on the last card.")
        if view.resumed and view.journey.step is OnboardingStep.CHOOSING:
            lead = say("Your picks are kept. Nothing changes before you press Finish on the last card.")
        return Panel(
            say("Change your interests") if view.journey.finished_at else say("Get started"),
            lead=lead,
            sections=[("", topic_list(shown, lambda one: _option_text(one, wanted), say))],
            closing=say("Page {page} of {pages}. Picks on other pages are kept.", page=page + 1, pages=pages.n)
            if pages.n > 1
            else "",
            rows=[
                ui.ActionRow(InterestMenu.offering(shown, wanted, page, say)),
                ui.ActionRow(*buttons, *self._next_button(view)),
            ],
        )

    def _introduce(self, view: OnboardingView) -> Panel:
        """Asks for a few words about oneself."""
        say, written = self._say, view.journey.introduction
        lead = say(
            "A few words about you help people say hello: what brings you here, what you like. "
            "They are posted in {channel} when you press Finish; until then only you see them.",
            channel=self._introductions,
        )
        return Panel(
            say("Introduce yourself, if you like"),
            lead=lead,
            sections=[(say("What you wrote"), quote(written))] if written else [],
            closing=say("You can skip this. Nobody minds."),
            rows=[
                ui.ActionRow(
                    *self._back_button(view),
                    WriteButton.labelled(say("Change it") if written else say("Write a few words")),
                    *self._next_button(view, say("Continue") if written else say("Skip")),
                )
            ],
        )

    def _record(self, view: OnboardingView) -> Panel:
        """Says what Hamlet records, and lets people say no."""
        say = self._say
        buttons = [*self._back_button(view), *self._next_button(view)]
        if not self._opted_out:
            buttons.append(OnboardingOptOutButton.labelled(say("Record nothing about me")))
        return Panel(
            say("What I record"),
            lead=say(
                "That you wrote, reacted, opened a thread or voted, where and when; never the text. "
                "It is for the group's numbers, and so that no newcomer waits without an answer."
            ),
            sections=[
                (
                    say("What you hand in"),
                    say("Your topics, and what you type in my forms, is kept until you have it erased."),
                ),
                (
                    say("Your say"),
                    say("You opted out: nothing is recorded about you here. Count again with /privacy optin.")
                    if self._opted_out
                    else say("See it with /privacy show, have it erased with /privacy forget, or say no right here."),
                ),
            ],
            rows=[ui.ActionRow(*buttons)],
        )

    def _confirm(self, view: OnboardingView) -> Panel:
        """What Finish is going to do."""
        say, wanted = self._say, view.wanted
        joining = [one for one in view.listings if one.topic.topic_id in wanted and not one.joined]
        staying = [one for one in view.listings if one.topic.topic_id in wanted and one.joined]
        leaving = [one for one in view.listings if one.topic.topic_id not in wanted and one.joined]
        parts = [(say("Open for you"), joining), (say("Stays open"), staying), (say("You leave"), leaving)]
        sections = [(title, _names(listings)) for title, listings in parts if listings]
        if view.journey.introduction and not view.journey.introduced_at:
            title = say("Posted in {channel}", channel=self._introductions)
            sections.append((title, quote(view.journey.introduction)))
        return Panel(
            say("Your picks"),
            lead=self._changes_text(view, changes=bool(joining or leaving), staying=bool(staying)),
            sections=sections,
            closing=say("Nothing is recorded about you: you opted out.") if self._opted_out else "",
            rows=[ui.ActionRow(*self._back_button(view), FinishButton.labelled(say("Finish")))],
        )

    def _changes_text(self, view: OnboardingView, *, changes: bool, staying: bool) -> str:
        say = self._say
        if not view.listings:
            return say("There are no topics here yet. Press Finish; as soon as there are some, you find them here.")
        if changes:
            return say("This happens when you press Finish.")
        if staying:
            return say("Everything stays as it is. Press Finish, or go back and change your picks.")
        return say("You picked nothing for now, and that is fine. Press Finish, or go back and look again.")

    def _next_button(self, view: OnboardingView, label: str = "") -> list[ui.Item[Any]]:
        onward = view.adjacent_card(1)
        style = discord.ButtonStyle.primary
        return [] if onward is None else [StepButton.to(onward, label or self._say("Continue"), style)]

    def _back_button(self, view: OnboardingView) -> list[ui.Item[Any]]:
        back = view.adjacent_card(-1)
        return [] if back is None else [StepButton.to(back, self._say("Back"))]


class StartButton(PersistentItem[ui.Button[Any]], template=START):
    """Begins the way of whoever presses it, or goes on with it."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id=START))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the next step to the person who pressed."""
        await start_onboarding(interaction)


class InterestPageButton(PersistentItem[ui.Button[Any]], template=r"hamlet:onboarding:page:(?P<page>\d{1,3})"):
    """Turns to a page of the topics."""

    page: int

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:onboarding:page:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows that page."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        stage = await ctx.services.onboarding.journeys.turn_to_page(ctx.guild_id, ctx.member_id, self.page, ctx.now)
        await _show(interaction, stage)


class StepButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:onboarding:to:(?P<step>{CARDS})"):
    """Turns to a card."""

    step: OnboardingStep

    @classmethod
    def to(cls, step: OnboardingStep, label: str, style: discord.ButtonStyle = discord.ButtonStyle.secondary) -> Self:
        """The button that leads to a card."""
        return cls(ui.Button(label=label, style=style, custom_id=f"hamlet:onboarding:to:{step}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows that card."""
        await interaction.response.defer()
        await _show_step(interaction, self.step)


class WriteButton(PersistentItem[ui.Button[Any]], template=r"hamlet:onboarding:write"):
    """Opens the form for an introduction."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id="hamlet:onboarding:write"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the form, with what they wrote before."""
        ctx = context_of(interaction)
        _require_passed(interaction)
        written = await ctx.services.onboarding.journeys.draft_introduction(ctx.guild_id, ctx.member_id)
        await interaction.response.send_modal(IntroductionForm.of(written, ctx.say))


class IntroductionForm(PersistentModal):
    """A few words about oneself."""

    template = re.compile(r"hamlet:onboarding:introduction")

    @classmethod
    def of(cls, written: str, say: Translations) -> Self:
        """The form, with what was written before in it."""
        form = cls(title=say("Introduce yourself"), custom_id="hamlet:onboarding:introduction")
        label = say("What should people know about you?")
        form.add_text_input("words", label, INTRODUCTION_LENGTH, in_lines=True, required=False, typed=written)
        return form

    async def on_submission(self, interaction: Interaction) -> None:
        """Keeps the words and shows the card anew."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        stage = await ctx.services.onboarding.journeys.write_introduction(
            ctx.guild_id, ctx.member_id, self.answers.get("words", ""), ctx.now
        )
        await _show(interaction, stage)


class OnboardingOptOutButton(PersistentItem[ui.Button[Any]], template=r"hamlet:onboarding:optout"):
    """Has nothing recorded any more about the person who presses it; what there is stays, out of every count."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, custom_id="hamlet:onboarding:optout"))

    async def on_press(self, interaction: Interaction) -> None:
        """Opts out, and shows the card anew."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        await ctx.services.privacy.opt_out(ctx.guild_id, ctx.member_id, ctx.now, erase=False)
        await _show_step(interaction, OnboardingStep.RECORDING)


class FinishButton(PersistentItem[ui.Button[Any]], template=r"hamlet:onboarding:finish"):
    """Does what was confirmed."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.success, custom_id="hamlet:onboarding:finish"))

    async def on_press(self, interaction: Interaction) -> None:
        """Says what to do now, or shows the picks again where they changed since."""
        ctx = context_of(interaction)
        _require_passed(interaction)
        await interaction.response.defer()
        came = await ctx.services.onboarding.journeys.finish(ctx.guild_id, ctx.member_id, ctx.now)
        if isinstance(came, OnboardingView):
            await _show(interaction, came)
            return
        for topic, refusal in came.refused:
            _log.warning("a topic is out of reach", guild=topic.guild_id, topic=topic.topic_id, reason=str(refusal))
        panel = ending_panel(came, ctx.guild_id, ctx.say)
        await interaction.edit_original_response(view=panel.view())


class InterestMenu(PersistentItem[ui.Select[Any]], template=r"hamlet:onboarding:menu:(?P<page>\d{1,3})"):
    """Keeps what is picked of a page."""

    page: int

    @classmethod
    def offering(cls, listings: Sequence[Listing], wanted: frozenset[TopicId], page: int, say: Translations) -> Self:
        """The menu of one page, with what is picked so far."""
        return cls(
            ui.Select(
                custom_id=f"hamlet:onboarding:menu:{page}",
                placeholder=say("Topics you like"),
                min_values=0,
                max_values=len(listings),
                options=[
                    discord.SelectOption(
                        label=shorten(one.topic.name, OPTION_LENGTH),
                        value=str(one.topic.topic_id),
                        description=option_text(one, say),
                        default=one.topic.topic_id in wanted,
                    )
                    for one in listings
                ],
            )
        )

    async def on_press(self, interaction: Interaction) -> None:
        """Stores the picks and shows the page anew."""
        ctx = context_of(interaction)
        await interaction.response.defer()
        stage = await ctx.services.onboarding.journeys.choose(
            ctx.guild_id,
            ctx.member_id,
            self.page,
            offered=topic_ids([option.value for option in self.item.options]),
            picked=topic_ids(self.item.values),
            now=ctx.now,
        )
        await _show(interaction, stage)


def quote(written: str) -> str:
    """What somebody wrote, as a quotation: no markup, no link, no mention."""
    lines = (escape(line, INTRODUCTION_LENGTH) for line in written.splitlines())
    return "\n".join(f"> {line}" for line in lines if line)


async def _show_step(interaction: Interaction, step: OnboardingStep) -> None:
    ctx = context_of(interaction)
    stage = await ctx.services.onboarding.journeys.turn_to_step(ctx.guild_id, ctx.member_id, step, ctx.now)
    await _show(interaction, stage)


async def _show(interaction: Interaction, view: OnboardingView) -> None:
    cards = await StepCards.of(interaction)
    await interaction.edit_original_response(view=cards.card(view).view())


def _require_passed(interaction: Interaction) -> None:
    if isinstance(interaction.user, discord.Member) and interaction.user.pending:
        raise NotAllowed("Please accept this server's rules first. Then press Get started again; it waits for you.")


def _option_text(one: Listing, wanted: frozenset[TopicId]) -> str:
    return f"{'✅' if one.topic.topic_id in wanted else '▫️'} **{escape(one.topic.name)}**"


def _names(listings: Sequence[Listing]) -> str:
    return ", ".join(f"**{escape(one.topic.name)}**" for one in listings)

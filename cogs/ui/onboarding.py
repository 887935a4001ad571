"""How arriving looks: the welcome, the topics to choose from, the card to confirm, and where to go then."""

from collections.abc import Sequence
from typing import Any, Self

import discord
import structlog
from discord import ui

from cogs.ui.errors import refusal_text
from cogs.ui.host import guild_id, host, member_id, speaker
from cogs.ui.language import Speaker, plain
from cogs.ui.panel import Panel, shorten
from cogs.ui.press import Press
from cogs.ui.topics import PAGE, page_of, people, topic_ids
from community.ids import MemberId, TopicId
from community.onboarding.journey import Step
from community.onboarding.service import Ending, Stage
from community.topics.topic import Listing

DESCRIPTION = 100
"""Characters in the description of a menu's option (Source: Discord, Component Reference)."""

_log = structlog.get_logger(__name__)


async def begin(interaction: discord.Interaction[Any]) -> None:
    """Shows whoever asks their own next step, to them alone."""
    await interaction.response.defer(ephemeral=True, thinking=True)
    stage = await host(interaction).services.onboarding.start(
        guild_id(interaction), member_id(interaction), host(interaction).clock()
    )
    await interaction.followup.send(view=stage_panel(stage, speaker(interaction)).view(), ephemeral=True)


def welcome_panel(newcomer: MemberId, say: Speaker) -> Panel:
    """What everybody sees when somebody joins."""
    return Panel(
        say("Welcome, {member}!", member=f"<@{newcomer}>"),
        lead=say(
            "Good to have you here. Press Get started and pick the topics you like: "
            "it takes a minute, and only you see it."
        ),
        rows=[ui.ActionRow(StartButton.labelled(say("Get started")))],
    )


def stage_panel(stage: Stage, say: Speaker) -> Panel:
    """The step where somebody is."""
    return confirm_panel(stage, say) if stage.journey.step is Step.CONFIRMING else choose_panel(stage, say)


def choose_panel(stage: Stage, say: Speaker) -> Panel:
    """A page of the topics, with what is picked so far."""
    pages = (len(stage.listings) + PAGE - 1) // PAGE
    page = min(stage.journey.page, pages - 1)
    wanted = stage.wanted
    shown = stage.listings[page * PAGE : (page + 1) * PAGE]
    turns = [(page - 1, say("Back")), (page + 1, say("More topics"))]
    buttons: list[ui.Item[Any]] = [PageButton.to(other, label) for other, label in turns if 0 <= other < pages]
    lead = say("Pick the topics you like. Nothing changes before you press Finish on the next card.")
    if stage.resumed and stage.journey.step is Step.CHOOSING:
        lead = say("Your picks are kept. Nothing changes before you press Finish on the next card.")
    return Panel(
        say("Change your interests") if stage.journey.finished_at else say("Get started"),
        lead=lead,
        sections=[("", "\n".join(_line(one, one.topic.topic_id in wanted, say) for one in shown))],
        closing=say("Page {page} of {pages}. Picks on other pages are kept.", page=page + 1, pages=pages)
        if pages > 1
        else "",
        rows=[
            ui.ActionRow(InterestMenu.offering(shown, wanted, page, say)),
            ui.ActionRow(*buttons, ReviewButton.labelled(say("Continue"))),
        ],
    )


def confirm_panel(stage: Stage, say: Speaker) -> Panel:
    """What Finish is going to do."""
    wanted = stage.wanted
    joining = [one for one in stage.listings if one.topic.topic_id in wanted and not one.joined]
    staying = [one for one in stage.listings if one.topic.topic_id in wanted and one.joined]
    leaving = [one for one in stage.listings if one.topic.topic_id not in wanted and one.joined]
    if not stage.listings:
        lead = say("There are no topics here yet. Press Finish; as soon as there are some, you find them here.")
    elif joining or leaving:
        lead = say("This happens when you press Finish.")
    elif staying:
        lead = say("Everything stays as it is. Press Finish, or go back and change your picks.")
    else:
        lead = say("You picked nothing for now, and that is fine. Press Finish, or go back and look again.")
    buttons: list[ui.Item[Any]] = [FinishButton.labelled(say("Finish"))]
    if stage.listings:
        buttons.insert(0, PageButton.to(stage.journey.page, say("Back")))
    parts = [(say("Open for you"), joining), (say("Stays open"), staying), (say("You leave"), leaving)]
    return Panel(
        say("Your picks"),
        lead=lead,
        sections=[(title, _names(listings)) for title, listings in parts if listings],
        rows=[ui.ActionRow(*buttons)],
    )


def ending_panel(ending: Ending, say: Speaker) -> Panel:
    """Where to go now."""
    sections = []
    if ending.opened:
        sections.append((say("Open to you"), "  ".join(f"<#{one.topic.channel_id}>" for one in ending.opened)))
    if ending.left:
        sections.append((say("Left"), ", ".join(plain(topic.name) for topic in ending.left)))
    if ending.refused:
        reasons = [f"**{plain(topic.name)}**  {refusal_text(refusal, say)}" for topic, refusal in ending.refused]
        again = say("It stays picked: once it is mended, use /onboarding start and press Finish again.")
        sections.append((say("Not done yet"), "\n".join([*reasons, again])))
    if ending.some_gone:
        sections.append(("", say("Something you picked was taken off the list in the meantime.")))
    return Panel(
        say("Almost there") if ending.refused else say("You are all set"),
        lead=_whereto(ending, say),
        sections=sections,
        closing=say("Change your interests any time with /onboarding start."),
    )


class StartButton(Press[ui.Button[Any]], template=r"hamlet:onboarding:start"):
    """Begins the way of whoever presses it, or goes on with it."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id="hamlet:onboarding:start"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the next step to the person who pressed."""
        await begin(interaction)


class PageButton(Press[ui.Button[Any]], template=r"hamlet:onboarding:page:(?P<page>\d{1,3})"):
    """Turns to a page of the topics."""

    @classmethod
    def to(cls, page: int, label: str) -> Self:
        """The button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:onboarding:page:{page}"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows that page."""
        await interaction.response.defer()
        stage = await host(interaction).services.onboarding.look(
            guild_id(interaction), member_id(interaction), page_of(self.custom_id), host(interaction).clock()
        )
        await _show(interaction, stage)


class ReviewButton(Press[ui.Button[Any]], template=r"hamlet:onboarding:review"):
    """Goes on to what is to be confirmed."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.primary, custom_id="hamlet:onboarding:review"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Shows the picks."""
        await interaction.response.defer()
        stage = await host(interaction).services.onboarding.review(
            guild_id(interaction), member_id(interaction), host(interaction).clock()
        )
        await _show(interaction, stage)


class FinishButton(Press[ui.Button[Any]], template=r"hamlet:onboarding:finish"):
    """Gives access to what was confirmed."""

    @classmethod
    def labelled(cls, label: str) -> Self:
        """The button in the reader's language."""
        return cls(ui.Button(label=label, style=discord.ButtonStyle.success, custom_id="hamlet:onboarding:finish"))

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Says where to go now, or shows the picks again where they changed since."""
        await interaction.response.defer()
        came = await host(interaction).services.onboarding.finish(
            guild_id(interaction), member_id(interaction), host(interaction).clock()
        )
        if isinstance(came, Stage):
            await _show(interaction, came)
            return
        for topic, refusal in came.refused:
            _log.warning("a topic is out of reach", guild=topic.guild_id, topic=topic.topic_id, reason=str(refusal))
        await interaction.edit_original_response(view=ending_panel(came, speaker(interaction)).view())


class InterestMenu(Press[ui.Select[Any]], template=r"hamlet:onboarding:menu:(?P<page>\d{1,3})"):
    """Keeps what is picked of a page."""

    @classmethod
    def offering(cls, listings: Sequence[Listing], wanted: frozenset[TopicId], page: int, say: Speaker) -> Self:
        """The menu of one page, with what is picked so far."""
        return cls(
            ui.Select(
                custom_id=f"hamlet:onboarding:menu:{page}",
                placeholder=say("Topics you like"),
                min_values=0,
                max_values=len(listings),
                options=[
                    discord.SelectOption(
                        label=one.topic.name[:DESCRIPTION],
                        value=str(one.topic.topic_id),
                        description=shorten(f"{people(one, say)}. {one.topic.description}".rstrip(), DESCRIPTION),
                        default=one.topic.topic_id in wanted,
                    )
                    for one in listings
                ],
            )
        )

    async def pressed(self, interaction: discord.Interaction[Any]) -> None:
        """Stores the picks and shows the page anew."""
        await interaction.response.defer()
        stage = await host(interaction).services.onboarding.choose(
            guild_id(interaction),
            member_id(interaction),
            page_of(self.custom_id),
            offered=topic_ids([option.value for option in self.item.options]),
            picked=topic_ids(self.item.values),
            now=host(interaction).clock(),
        )
        await _show(interaction, stage)


async def _show(interaction: discord.Interaction[Any], stage: Stage) -> None:
    await interaction.edit_original_response(view=stage_panel(stage, speaker(interaction)).view())


def _line(one: Listing, picked: bool, say: Speaker) -> str:
    about = f"  {plain(one.topic.description)}" if one.topic.description else ""
    return f"{'✅' if picked else '▫️'} **{plain(one.topic.name)}**{about}\n-# {people(one, say)}"


def _names(listings: Sequence[Listing]) -> str:
    return ", ".join(f"**{plain(one.topic.name)}**" for one in listings)


def _whereto(ending: Ending, say: Speaker) -> str:
    if not ending.n_topics:
        return say("There are no topics here yet. As soon as a moderator adds some, /topic browse shows them.")
    if not ending.opened:
        return say("No topic is open to you for now. See what there is any time with /topic browse.")
    first = ending.opened[0]
    channel = f"<#{first.topic.channel_id}>"
    if first.n_posters == 0:
        return say("It is quiet just now; a hello from you in {channel} is a good start.", channel=channel)
    return say("Say hello in {channel}. {people}.", channel=channel, people=people(first, say))

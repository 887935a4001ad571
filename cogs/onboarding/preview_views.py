"""The flow as a newcomer sees it, card by card; what can be pressed on it only turns to the next."""

from collections.abc import Sequence
from typing import Any, Final, Self

from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations
from cogs.kit.pagination import neighbours
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from cogs.onboarding.ending_views import ending_panel
from cogs.onboarding.views import StepCards, welcome_panel
from community.onboarding.journey import CARD_STEPS
from community.onboarding.settings import OnboardingSettings

WELCOME: Final = "welcome"
ENDING: Final = "ending"


async def preview_panel(interaction: Interaction, shown: str = WELCOME) -> Panel:
    """One card of the flow, with where it stands, and the way to the others."""
    ctx = context_of(interaction)
    guild, say, now = ctx.guild_id, ctx.say, ctx.now
    services = ctx.services
    settings = await services.settings.read(guild, OnboardingSettings)
    first = await services.onboarding.journeys.preview(guild, CARD_STEPS[0], now)
    order = [WELCOME, *first.cards, ENDING]
    place = order.index(shown) if shown in order else 0
    if place == 0:
        panel = welcome_panel(ctx.member_id, say)
    elif order[place] == ENDING:
        panel = ending_panel(await services.onboarding.journeys.preview_ending(guild, now), guild, say)
    else:
        stage = await services.onboarding.journeys.preview(guild, first.cards[place - 1], now)
        panel = StepCards(say, settings.introductions_channel).card(stage)
    panel.rows = [*_disable_items(panel.rows), _page_buttons(order, place, say)]
    panel.closing = say("Preview, card {n} of {all}. Nothing is changed.", n=place + 1, all=len(order))
    return panel


ANY: Final = "|".join((WELCOME, *CARD_STEPS, ENDING))


class PreviewButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:onboarding:preview:(?P<card>{ANY})"):
    """Turns to a card of the preview."""

    card: str

    @classmethod
    def to(cls, card: str, label: str) -> Self:
        """The button that leads to a card."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:onboarding:preview:{card}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows that card to a moderator."""
        await require_moderator(interaction)
        await interaction.response.defer()
        panel = await preview_panel(interaction, self.card)
        await interaction.edit_original_response(view=panel.view())


def _page_buttons(order: Sequence[str], place: int, say: Translations) -> ui.ActionRow[Any]:
    beside = neighbours(place, len(order), say("Card before"), say("Next card"))
    return ui.ActionRow(*(PreviewButton.to(order[to], label) for to, label in beside))


def _disable_items(rows: Sequence[ui.ActionRow[Any]]) -> list[ui.ActionRow[Any]]:
    """The rows as they look, with nothing to press."""
    for row in rows:
        for child in row.children:
            widget: object = child.item if isinstance(child, ui.DynamicItem) else child
            if isinstance(widget, ui.Button | ui.Select):
                widget.disabled = True
    return list(rows)

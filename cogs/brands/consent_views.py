"""The card of a topic's vote on a brand."""

from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.brands.consent import CONSENT_SPAN, MIN_VOTES, TURNOUT, Consent, ConsentState
from community.ids import ConsentId


def consent_title(consent: Consent, say: Translations) -> str:
    """Returns the question of a vote in one line."""
    return say("Is {brand} welcome in {topic}?", brand=escape(consent.brand, 40), topic=escape(consent.topic, 60))


def consent_panel(consent: Consent, say: Translations) -> Panel:
    """Returns the card of a vote: the question and the rule while it is open, then the outcome."""
    if consent.state is not ConsentState.VOTING:
        return Panel(consent_title(consent, say), lead=consent_outcome(consent, say))
    return Panel(
        consent_title(consent, say),
        lead=say(
            "May people who speak for {brand} post here and answer your questions?",
            brand=escape(consent.brand, 40),
        ),
        sections=[
            (
                say("The rule"),
                say(
                    "The members of this topic decide, one vote each, until {closes}; you can change yours till then. "
                    "It is a yes where at least {fewest} people and one member in {turnout} vote, and more say yes "
                    "than no. A yes holds for {days} days, and moderators can end it any time.",
                    closes=discord.utils.format_dt(consent.closes_at, "f"),
                    fewest=MIN_VOTES,
                    turnout=TURNOUT,
                    days=CONSENT_SPAN.days,
                ),
            )
        ],
        closing=say("Nobody sees how you vote."),
        rows=[
            ui.ActionRow(
                VoteOnBrandButton.of(consent, "yes", say("Yes, welcome")),
                VoteOnBrandButton.of(consent, "no", say("No, thanks")),
            )
        ],
    )


def consent_outcome(consent: Consent, say: Translations) -> str:
    """Returns the state or outcome of a vote in words."""
    tally = consent.tally
    counted = say("Yes: {yes}, no: {no}, of {n} members.", yes=tally.n_yes, no=tally.n_no, n=tally.n_members)
    ends = discord.utils.format_dt(consent.ends_at, "D") if consent.ends_at is not None else ""
    match consent.state:
        case ConsentState.VOTING:
            return say("The vote is open until {closes}.", closes=discord.utils.format_dt(consent.closes_at, "f"))
        case ConsentState.GRANTED:
            return say("The members said yes, until {ends}. {counted}", ends=ends, counted=counted)
        case ConsentState.REFUSED:
            return say("The members did not say yes. {counted}", counted=counted)
        case ConsentState.REVOKED:
            return say("A moderator ended this on {ends}.", ends=ends)
        case ConsentState.REPLACED:
            return say("A newer vote took the place of this one on {ends}.", ends=ends)
        case ConsentState.EXPIRED:
            return say("The yes of the members ran out on {ends}. {counted}", ends=ends, counted=counted)


class VoteOnBrandButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:brand:vote:(?P<consent_id>{ID}):(?P<answer>yes|no)"
):
    """Votes on whether a brand is welcome."""

    consent_id: ConsentId
    answer: str

    @classmethod
    def of(cls, consent: Consent, answer: str, label: str) -> Self:
        """Returns one of the two buttons of a vote."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:vote:{consent.consent_id}:{answer}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Stores the member's vote."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True, thinking=True)
        say = ctx.say
        await ctx.services.brands.consents.vote(
            ctx.guild_id,
            self.consent_id,
            ctx.member_id,
            ctx.now,
            yes=self.answer == "yes",
        )
        text = say("You said yes.") if self.answer == "yes" else say("You said no.")
        await interaction.followup.send(
            say("{said} You can change it until the vote is over.", said=text), ephemeral=True
        )

"""The pages of the ledger: what each representative did, and where they posted without consent."""

from collections.abc import Sequence
from typing import Any, Self

from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import is_moderator
from cogs.kit.context import context_of
from cogs.kit.custom_ids import ID
from cogs.kit.i18n import Translations, escape
from cogs.kit.pagination import Page, button_row
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.brands.brand import NAME_LENGTH
from community.brands.ledger import ENOUGH_POSTS, LEDGER_SPAN, LedgerSummary, RepPost
from community.brands.ledger_service import BrandLedger
from community.brands.settings import BrandSettings
from community.errors import NotAllowed
from community.ids import BrandId, GuildId

PAGE_SIZE = 5
"""Representatives of one page: as many as fit if there is most to say of each."""
N_LINKS = 5
"""Linked posts of one representative."""


async def ledger_page(interaction: Interaction, brand_id: BrandId | None, page: int) -> Panel:
    """Returns a page of the ledger: of all representatives for moderators, of their own for representatives.

    Raises
    ------
    NotAllowed
        If the person is neither.
    """
    ctx = context_of(interaction)
    guild, services = ctx.guild_id, ctx.services
    chosen = [one.brand_id for one in await services.brands.registry.brands(guild) if brand_id in {None, one.brand_id}]
    only = None
    if not await is_moderator(interaction):
        own = {one.brand_id for one in services.brands.registry.spoken_for(guild, ctx.member_id)}
        chosen, only = [one for one in chosen if one in own], ctx.member_id
        if not chosen:
            raise NotAllowed("The ledger is for moderators, and for those who speak for a brand.")
    ledgers = await services.brands.ledger.read(guild, chosen, ctx.now, only=only)
    limit = (await services.settings.read(guild, BrandSettings)).promotion_limit
    return ledger_panel(ledgers, brand_id, page, limit, ctx.say)


def ledger_panel(
    ledgers: Sequence[BrandLedger],
    brand_id: BrandId | None,
    page: int,
    limit: int,
    say: Translations,
) -> Panel:
    """Returns a page of some brands' ledgers."""
    entries = [(ledger.brand, one) for ledger in ledgers for one in ledger.summaries]
    if not entries:
        return Panel(say("Ledger"), lead=say("Nobody speaks for a brand here, so there is nothing to tell."))
    pages = Page.at(page, len(entries), PAGE_SIZE)
    buttons = [LedgerButton.to(brand_id, other, label) for other, label in pages.neighbours(say("Back"), say("More"))]
    return Panel(
        say("Ledger"),
        lead=say(
            "The last {days} days. A post answers where it replies to somebody else, or stands in a thread that "
            "somebody else opened, or in that of an AMA of whoever posts; every other post promotes. At most {limit} % "
            "may promote.",
            days=LEDGER_SPAN.days,
            limit=limit,
        ),
        sections=[(escape(brand.name, NAME_LENGTH), _entry(one, limit, say)) for brand, one in pages.of(entries)],
        closing=say("Told from where and to whom was written, never from what."),
        rows=button_row(buttons),
    )


def unwelcome_text(guild: GuildId, posts: Sequence[RepPost], say: Translations) -> str:
    """Returns the private message to a representative about unwelcome posts."""
    return say(
        "Only you see this. You speak for a brand, and you posted where the members have not said yes to it: {posts}. "
        "What you wrote stays. A moderator can have the members vote with /brand consent.",
        posts=_links(guild, posts),
    )


class LedgerButton(
    PersistentItem[ui.Button[Any]], template=rf"hamlet:brand:ledger:(?P<brand_id>{ID}):(?P<page>\d{{1,3}})"
):
    """Turns to another page of the ledger; brand 0 means all brands."""

    brand_id: BrandId
    page: int

    @classmethod
    def to(cls, brand_id: BrandId | None, page: int, label: str) -> Self:
        """Returns the button that leads to a page."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:brand:ledger:{brand_id or 0}:{page}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the page if the person may see it."""
        await interaction.response.defer()
        panel = await ledger_page(interaction, self.brand_id or None, self.page)
        await interaction.edit_original_response(view=panel.view())


def _entry(one: LedgerSummary, limit: int, say: Translations) -> str:
    who = f"<@{one.rep.member_id}>"
    if not one.is_recorded:
        return say("{who} opted out, so nothing they post is recorded.", who=who)
    lines = [
        say("{who}: {n} posts, {answering} of them answers.", who=who, n=one.n_posts, answering=one.n_answering),
        _share(one, limit, say),
        say(
            "Asks answered: {asks}. Recommendations: {n}, of which {disclosed} say that they are related.",
            asks=one.n_asks,
            n=one.n_recommended,
            disclosed=one.n_disclosed,
        ),
    ]
    if one.n_answered:
        lines.append(say("Questions answered in AMAs, with the brand beside it: {n}.", n=one.n_answered))
    if one.unwelcome:
        links = _links(one.rep.guild_id, one.unwelcome)
        lines.append(
            say("⚠️ Posted where the members have not said yes: {n}. {links}", n=len(one.unwelcome), links=links)
        )
    return "\n".join(lines)


def _share(one: LedgerSummary, limit: int, say: Translations) -> str:
    if one.promotion_share is None:
        return say(
            "Promotes in {n} posts; a share is told from {enough} posts up.", n=one.n_promoting, enough=ENOUGH_POSTS
        )
    percent = f"{float(100 * one.promotion_share):.0f}"
    if one.exceeds(limit):
        return say("⚠️ {percent} % promote: more than the {limit} % that are agreed.", percent=percent, limit=limit)
    return say("{percent} % promote, within the {limit} %.", percent=percent, limit=limit)


def _links(guild: GuildId, posts: Sequence[RepPost]) -> str:
    latest = list(posts)[-N_LINKS:]
    return ", ".join(
        f"https://discord.com/channels/{guild}/{post.thread_id or post.channel_id}/{post.message_id}" for post in latest
    )

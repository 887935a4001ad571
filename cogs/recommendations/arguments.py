"""Options of commands that name a recommendation by its item."""

from cogs.kit.arguments import Candidate, EntityArgument
from cogs.kit.bot import Interaction
from cogs.kit.channels import visible_channels
from cogs.kit.checks import is_moderator
from cogs.kit.context import context_of
from community.ids import MemberId
from community.recommendations.recommendation import Recommendation


class ItemArgument(EntityArgument[Recommendation]):
    """A shown recommendation that the person can see, by the name of its item or by the id that a pick sends."""

    async def matches(self, interaction: Interaction, typed: str) -> list[Candidate]:
        """Returns the newest items whose name contains the typed text."""
        return await _matches(interaction, typed)

    async def find(self, interaction: Interaction, typed: str) -> Recommendation:
        """Returns the recommendation of that id, else the newest of that name.

        Raises
        ------
        NotFound
            If there is none that the person can see.
        """
        ctx = context_of(interaction)
        return await ctx.services.recommendations.own.find(ctx.guild_id, visible_channels(interaction), typed)


class OwnItemArgument(ItemArgument):
    """A shown recommendation of the person who asks."""

    async def matches(self, interaction: Interaction, typed: str) -> list[Candidate]:
        """Returns the newest items of the person whose name contains the typed text."""
        return await _matches(interaction, typed, author_id=context_of(interaction).member_id)

    async def find(self, interaction: Interaction, typed: str) -> Recommendation:
        """Returns the person's recommendation of that id, else their newest of that name.

        Raises
        ------
        NotFound
            If they have none.
        """
        ctx = context_of(interaction)
        channels = visible_channels(interaction)
        return await ctx.services.recommendations.own.find(ctx.guild_id, channels, typed, author_id=ctx.member_id)


class ModeratedItemArgument(ItemArgument):
    """A shown recommendation; offers none to people who are not moderators."""

    async def matches(self, interaction: Interaction, typed: str) -> list[Candidate]:
        """Returns the newest items whose name contains the typed text, for moderators."""
        return await super().matches(interaction, typed) if await is_moderator(interaction) else []


class ItemTextArgument(EntityArgument[str]):
    """An item as it was typed or picked: the handler finds it, in the channels of another option."""

    async def matches(self, interaction: Interaction, typed: str) -> list[Candidate]:
        """Returns the newest items whose name contains the typed text."""
        return await _matches(interaction, typed)

    async def find(self, interaction: Interaction, typed: str) -> str:  # noqa: ARG002 - the text is the value
        """Returns the text."""
        return typed


async def _matches(interaction: Interaction, typed: str, author_id: MemberId | None = None) -> list[Candidate]:
    ctx = context_of(interaction)
    found = await ctx.services.recommendations.own.suggest(
        ctx.guild_id, visible_channels(interaction), typed, author_id=author_id
    )
    return [Candidate(one.item, str(one.recommendation_id)) for one in found]

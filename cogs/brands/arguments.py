"""Options of commands that name a brand, or a topic whose members can vote on one."""

from collections.abc import Sequence

from cogs.kit.arguments import Candidate, EntityArgument
from cogs.kit.bot import Interaction, guild_id
from cogs.kit.checks import is_moderator
from cogs.kit.context import context_of
from cogs.topics.arguments import TopicArgument
from community.brands.brand import Brand
from community.errors import NotFound
from community.topics.topic import Topic


class BrandArgument(EntityArgument[Brand]):
    """Any brand of the guild, by its name or by the id that a pick sends."""

    async def offered(self, interaction: Interaction) -> Sequence[Brand]:
        """Returns the brands that autocomplete offers."""
        return await interaction.client.services.brands.registry.brands(guild_id(interaction))

    async def candidates(self, interaction: Interaction) -> Sequence[Candidate]:
        """Returns the offered brands."""
        return [Candidate(brand.name, str(brand.brand_id)) for brand in await self.offered(interaction)]

    async def find(self, interaction: Interaction, typed: str) -> Brand:
        """Returns the brand of that name, else the brand of that id.

        Raises
        ------
        NotFound
            If the guild has none.
        """
        brands = await interaction.client.services.brands.registry.brands(guild_id(interaction))
        for brand in brands:
            if typed.strip().casefold() == brand.name.casefold():
                return brand
        for brand in brands:
            if typed == str(brand.brand_id):
                return brand
        raise NotFound("There is no such brand here. See which are here with /brand list.")


class RepresentedBrandArgument(BrandArgument):
    """A brand; offers those that the person speaks for."""

    async def offered(self, interaction: Interaction) -> Sequence[Brand]:
        """Returns the brands that the person speaks for."""
        ctx = context_of(interaction)
        return ctx.services.brands.registry.spoken_for(ctx.guild_id, ctx.member_id)


class LedgerBrandArgument(RepresentedBrandArgument):
    """A brand; offers all to moderators, and to others those that they speak for."""

    async def offered(self, interaction: Interaction) -> Sequence[Brand]:
        """Returns the brands whose ledger the person may see."""
        if await is_moderator(interaction):
            return await BrandArgument.offered(self, interaction)
        return await super().offered(interaction)


class VotingTopicArgument(TopicArgument):
    """A topic; offers all to moderators, and to others those whose steward they are."""

    async def offered(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics in which the person may open a vote."""
        topics = await self.topics(interaction)
        if await is_moderator(interaction):
            return topics
        ctx = context_of(interaction)
        consents = ctx.services.brands.consents
        return [one for one in topics if await consents.is_steward(ctx.guild_id, one.topic_id, ctx.member_id)]

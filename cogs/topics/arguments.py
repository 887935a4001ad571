"""Options of commands that name a topic or a proposal."""

from collections.abc import Sequence

from cogs.kit.arguments import Candidate, EntityArgument
from cogs.kit.bot import Interaction, guild_id
from cogs.kit.channels import visible_channels
from cogs.kit.checks import is_moderator
from cogs.kit.context import context_of
from cogs.topics.views import topic_ids
from community.errors import NotFound
from community.topics.lifecycle import OPEN, Lifecycle
from community.topics.topic import Topic


class TopicArgument(EntityArgument[Topic]):
    """Any topic of the guild, by its name or by the id that a pick sends."""

    async def topics(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics that a value can name."""
        return await interaction.client.services.topics.directory.topics(guild_id(interaction))

    async def offered(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics that autocomplete offers."""
        return await self.topics(interaction)

    async def candidates(self, interaction: Interaction) -> Sequence[Candidate]:
        """Returns the offered topics."""
        return [Candidate(topic.name, str(topic.topic_id)) for topic in await self.offered(interaction)]

    async def find(self, interaction: Interaction, typed: str) -> Topic:
        """Returns the topic of that name, else the topic of that id.

        Raises
        ------
        NotFound
            If there is none.
        """
        topics = await self.topics(interaction)
        for topic in topics:
            if typed.strip().lstrip("#").casefold() == topic.name.casefold():
                return topic
        for topic in topics:
            if topic.topic_id in topic_ids([typed]):
                return topic
        raise NotFound("There is no such topic here. See what there is with /topic browse.")


class VisibleTopicArgument(TopicArgument):
    """A topic whose channel the person can read."""

    async def topics(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics of the channels that the person can read."""
        visible = visible_channels(interaction)
        return [topic for topic in await super().topics(interaction) if topic.channel_id in visible]


class UnjoinedTopicArgument(TopicArgument):
    """A topic; offers those that the person has not joined."""

    async def offered(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics that the person can join."""
        return await _browsed(interaction, joined=False)


class JoinedTopicArgument(TopicArgument):
    """A topic; offers those that the person joined."""

    async def offered(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics that the person can leave."""
        return await _browsed(interaction, joined=True)


class ArchivedTopicArgument(TopicArgument):
    """A topic; offers those in the archive."""

    async def offered(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics that can be brought back."""
        return [topic for topic in await self.topics(interaction) if topic.asleep]


class StewardedTopicArgument(TopicArgument):
    """A topic; offers those whose steward the person is."""

    async def offered(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics that the person is a steward of."""
        ctx = context_of(interaction)
        return await ctx.services.stewards.appointments.topics_of(ctx.guild_id, ctx.member_id)


class DescribableTopicArgument(StewardedTopicArgument):
    """A topic; offers all to moderators, and to others those whose steward they are."""

    async def offered(self, interaction: Interaction) -> Sequence[Topic]:
        """Returns the topics that the person may describe."""
        if await is_moderator(interaction):
            return await self.topics(interaction)
        return await super().offered(interaction)


class ProposalArgument(EntityArgument[Lifecycle]):
    """A proposal or a sprout that is open, by its name or by the id that a pick sends."""

    async def candidates(self, interaction: Interaction) -> Sequence[Candidate]:
        """Returns the guild's open proposals and sprouts."""
        ctx = context_of(interaction)
        proposals = await ctx.services.topics.lifecycle.lifecycles(ctx.guild_id, OPEN)
        return [Candidate(one.name or ctx.say("A proposal"), str(one.life_id)) for one in proposals]

    async def find(self, interaction: Interaction, typed: str) -> Lifecycle:
        """Returns the first open proposal or sprout of that name or id.

        Raises
        ------
        NotFound
            If there is none.
        """
        ctx = context_of(interaction)
        wanted = typed.strip()
        for proposal in await ctx.services.topics.lifecycle.lifecycles(ctx.guild_id, OPEN):
            if wanted.casefold() == proposal.name.casefold() or wanted == str(proposal.life_id):
                return proposal
        raise NotFound("There is no such proposal here. Pick one from the list, or look in the proposals channel.")


async def _browsed(interaction: Interaction, *, joined: bool) -> list[Topic]:
    ctx = context_of(interaction)
    listings = await ctx.services.topics.directory.browse(ctx.guild_id, ctx.member_id, ctx.now)
    return [listing.topic for listing in listings if listing.joined is joined]

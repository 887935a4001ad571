"""Performs actions about topics: proposing, joining, talking, keeping and reviving."""

from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from community.ids import GuildId
from demo.simulation.server import DemoServer, labels, response
from demo.story.topic_actions import (
    Approve,
    Decline,
    JoinTopic,
    Keep,
    LeaveTopic,
    Propose,
    Revive,
    ShowInterest,
    TopicAction,
    Visit,
    WithdrawInterest,
)

ALL_THE_SAME = "Propose it all the same"
"""The label that proposes a topic although similar ones exist."""


class TopicActor:
    """Performs actions about topics; keeps the cards of proposals by key."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server
        self._cards: dict[str, ResponseMessage] = {}
        self._names: dict[str, str] = {}

    async def do(self, action: TopicAction) -> None:
        """Performs an action with its command or button.

        Raises
        ------
        LookupError
            If the bot does not offer the button.
        """
        server = self._server
        person = server.people[action.person]
        match action:
            case Propose():
                await self._propose(person, action)
            case ShowInterest(proposal=proposal) | WithdrawInterest(proposal=proposal):
                await person.click(self._cards[proposal], label="I'd join")
            case Visit(proposal=proposal, text=text):
                server.env.backend.create_message(await self._home(proposal), person.id, text)
            case Approve(proposal=proposal):
                await person.slash(server.moderators, "topic approve", topic=self._names[proposal])
            case Decline(proposal=proposal, reason=reason):
                await person.slash(server.moderators, "topic decline", topic=self._names[proposal], reason=reason)
            case Revive(proposal=proposal):
                await person.slash(server.general_channel, "topic revive", topic=self._names[proposal])
            case JoinTopic(topic=topic):
                await person.slash(server.general_channel, "topic join", topic=server.topics[topic].name)
            case LeaveTopic(topic=topic):
                await person.slash(server.general_channel, "topic leave", topic=server.topics[topic].name)
            case Keep(topic=topic):
                await person.click(server.latest(server.topics[topic], "Keep it"), label="Keep it")

    async def _propose(self, person: MemberActor, action: Propose) -> None:
        shown = response(
            await person.slash(self._server.general_channel, "topic propose", name=action.name, pitch=action.pitch)
        )
        meets = bool(labels(shown))
        if meets and action.insists:
            await person.click(shown, label=ALL_THE_SAME)
        if not meets or action.insists:
            self._cards[action.key] = self._server.latest(self._server.proposals, "I'd join")
            self._names[action.key] = action.name

    async def _home(self, proposal: str) -> int:
        """Returns the id of the channel that a proposal has grown into, or of the thread under its card."""
        topics = await self._server.bot.services.topics.directory.topics(GuildId(self._server.guild.id))
        grown = (topic.channel_id for topic in topics if topic.name == self._names[proposal])
        return next(grown, self._cards[proposal].id)

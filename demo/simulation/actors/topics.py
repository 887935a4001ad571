"""Proposing topics, wanting them, talking in them, keeping them, and bringing them back."""

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
"""Where the bot shows what there is like it."""


class TopicActor:
    """Remembers the cards of proposals."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server
        self._cards: dict[str, ResponseMessage] = {}
        self._names: dict[str, str] = {}

    async def do(self, action: TopicAction) -> None:
        """Types the command or presses the button that it takes."""
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
        """The channel that a proposal has grown into; before, the thread under its card."""
        topics = await self._server.bot.services.topics.directory.topics(GuildId(self._server.guild.id))
        grown = (topic.channel_id for topic in topics if topic.name == self._names[proposal])
        return next(grown, self._cards[proposal].id)

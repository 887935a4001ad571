"""Proposing topics, wanting them, talking in them, keeping them, and bringing them back."""

from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from community.ids import GuildId
from demo.simulation.server import Stage, labels, response
from demo.story.topic_actions import (
    Approve,
    Decline,
    JoinTopic,
    Keep,
    LeaveTopic,
    Place,
    Propose,
    Revive,
    TakeBack,
    Visit,
    Wish,
)

ALL_THE_SAME = "Propose it all the same"
"""Where the bot shows what there is like it."""


class Settling:
    """Remembers the cards of proposals."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._cards: dict[str, ResponseMessage] = {}
        self._names: dict[str, str] = {}

    async def do(self, action: Place) -> None:
        """Types the command or presses the button that it takes."""
        stage = self._stage
        person = stage.people[action.person]
        match action:
            case Propose():
                await self._propose(person, action)
            case Wish(proposal=proposal) | TakeBack(proposal=proposal):
                await person.click(self._cards[proposal], label="I'd join")
            case Visit(proposal=proposal, text=text):
                stage.env.backend.create_message(await self._home(proposal), person.id, text)
            case Approve(proposal=proposal):
                await person.slash(stage.moderators, "topic approve", topic=self._names[proposal])
            case Decline(proposal=proposal, reason=reason):
                await person.slash(stage.moderators, "topic decline", topic=self._names[proposal], reason=reason)
            case Revive(proposal=proposal):
                await person.slash(stage.porch, "topic revive", topic=self._names[proposal])
            case JoinTopic(topic=topic):
                await person.slash(stage.porch, "topic join", topic=stage.topics[topic].name)
            case LeaveTopic(topic=topic):
                await person.slash(stage.porch, "topic leave", topic=stage.topics[topic].name)
            case Keep(topic=topic):
                await person.click(stage.latest(stage.topics[topic], "Keep it"), label="Keep it")

    async def _propose(self, person: MemberActor, action: Propose) -> None:
        shown = response(await person.slash(self._stage.porch, "topic propose", name=action.name, pitch=action.pitch))
        meets = bool(labels(shown))
        if meets and action.insists:
            await person.click(shown, label=ALL_THE_SAME)
        if not meets or action.insists:
            self._cards[action.key] = self._stage.latest(self._stage.proposals, "I'd join")
            self._names[action.key] = action.name

    async def _home(self, proposal: str) -> int:
        """The channel that a proposal has grown into; before, the thread under its card."""
        topics = await self._stage.bot.services.topics.directory.topics(GuildId(self._stage.guild.id))
        grown = (topic.channel_id for topic in topics if topic.name == self._names[proposal])
        return next(grown, self._cards[proposal].id)

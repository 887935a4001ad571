"""Proposing topics, wanting them, talking in them, and looking after one."""

from simcord.results import ResponseMessage

from community.ids import GuildId
from demo.actions import AskSteward, BecomeSteward, Place, Prompt, Propose, Visit, Wish
from demo.stage import Stage, labels, response


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
                await self._propose(action)
            case Wish(proposal=proposal):
                await person.click(self._cards[proposal], label="I'd join")
            case Visit(proposal=proposal, text=text):
                stage.env.backend.create_message(await self._home(proposal), person.id, text)
            case AskSteward(topic=topic, member=member):
                name = stage.topics[topic].name
                await person.slash(stage.moderators, "topic steward", topic=name, member=stage.people[member])
            case BecomeSteward(topic=topic):
                await person.click(stage.latest(stage.topics[topic], "Yes, gladly"), label="Yes, gladly")
            case Prompt(topic=topic, text=text):
                await person.slash(stage.topics[topic], "topic prompt", text=text)

    async def _propose(self, action: Propose) -> None:
        person = self._stage.people[action.person]
        shown = response(await person.slash(self._stage.porch, "topic propose", name=action.name, pitch=action.pitch))
        if "is in <#" in shown.content and not labels(shown):
            self._cards[action.key] = self._stage.latest(self._stage.proposals, "I'd join")
            self._names[action.key] = action.name

    async def _home(self, proposal: str) -> int:
        """The channel that a proposal has grown into; before, the thread under its card."""
        topics = await self._stage.bot.services.topics.topics(GuildId(self._stage.guild.id))
        grown = (topic.channel_id for topic in topics if topic.name == self._names[proposal])
        return next(grown, self._cards[proposal].id)

"""Performs actions about stewards: asking somebody to be one, and what stewards do."""

from demo.simulation.server import DemoServer
from demo.story.topic_actions import AskSteward, BecomeSteward, Describe, Pin, Prompt, RefuseStewardship, StewardAction

YES, NO = "Yes, gladly", "No, thank you"


class StewardActor:
    """Performs the moderator's request to be a steward and the commands of stewards."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server

    async def do(self, action: StewardAction) -> None:
        """Performs an action with its command or button.

        Raises
        ------
        LookupError
            If the bot does not offer the button.
        """
        server = self._server
        person, channel = server.people[action.person], server.topics[action.topic]
        match action:
            case AskSteward(member=member):
                await person.slash(server.moderators, "topic steward", topic=channel.name, member=server.people[member])
            case BecomeSteward():
                await person.click(server.latest(channel, YES), label=YES)
            case RefuseStewardship():
                await person.click(server.latest(channel, NO), label=NO)
            case Describe(text=text):
                await person.slash(channel, "topic describe", topic=channel.name, text=text)
            case Prompt(text=text):
                await person.slash(channel, "topic prompt", text=text)
            case Pin():
                latest = [one for one in channel.history() if not one.flags.ephemeral][-1]
                await person.context_menu(channel, "Pin or unpin", latest)

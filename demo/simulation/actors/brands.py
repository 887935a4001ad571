"""Performs actions about brands: representing one, and voting on whether it is welcome."""

from demo.simulation.server import DemoServer
from demo.story.actions import AskRepresentative, BecomeRepresentative, BrandAction, CallVote, Welcome

YES, NO = "Yes, welcome", "No, thanks"


class BrandActor:
    """Performs what the moderator, the representative and the members do about a brand."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server

    async def do(self, action: BrandAction) -> None:
        """Performs an action with its command or button.

        Raises
        ------
        LookupError
            If the bot does not offer the button.
        """
        server = self._server
        person = server.people[action.person]
        match action:
            case AskRepresentative(brand=brand, member=member):
                await person.slash(server.general_channel, "brand rep", brand=brand, member=server.people[member])
            case BecomeRepresentative():
                label = "Yes, I speak for it"
                await person.click(server.latest(server.general_channel, label), label=label)
            case CallVote(topic=topic, brand=brand):
                await person.slash(server.moderators, "brand consent", topic=server.topics[topic].name, brand=brand)
            case Welcome(topic=topic, yes=yes):
                await person.click(server.latest(server.topics[topic], YES), label=YES if yes else NO)

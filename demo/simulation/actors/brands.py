"""Speaking for a brand, and saying whether it is welcome."""

from demo.simulation.server import Stage
from demo.story.actions import AskRepresentative, BecomeRepresentative, Brand, CallVote, Welcome

YES, NO = "Yes, welcome", "No, thanks"


class Branding:
    """What the moderator, the representative and the members do about a brand."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def do(self, action: Brand) -> None:
        """Types the command or presses the button that it takes."""
        stage = self._stage
        person = stage.people[action.person]
        match action:
            case AskRepresentative(brand=brand, member=member):
                await person.slash(stage.porch, "brand rep", brand=brand, member=stage.people[member])
            case BecomeRepresentative():
                label = "Yes, I speak for it"
                await person.click(stage.latest(stage.porch, label), label=label)
            case CallVote(topic=topic, brand=brand):
                await person.slash(stage.moderators, "brand consent", topic=stage.topics[topic].name, brand=brand)
            case Welcome(topic=topic, yes=yes):
                await person.click(stage.latest(stage.topics[topic], YES), label=YES if yes else NO)

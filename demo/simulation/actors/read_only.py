"""Looking at what moderators and members can look at, and having topics opened another way."""

from demo.simulation.server import Stage, labels, response
from demo.story.topic_actions import GoOver, Look, Office


class Reading:
    """Types commands that show something to one person alone."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def do(self, action: Office) -> None:
        """Looks; after the dry run of another way, presses the button that begins it."""
        stage = self._stage
        person = stage.people[action.person]
        match action:
            case Look(command=command):
                await person.slash(stage.moderators if person is stage.moderator else stage.porch, command)
            case GoOver(way=way):
                shown = response(await person.slash(stage.moderators, "topic access", way=way))
                (label,) = (label for label in labels(shown) if label.startswith("Go over"))
                await person.click(shown, label=label)

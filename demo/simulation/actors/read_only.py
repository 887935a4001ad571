"""Looking at what moderators and members can look at, and having topics opened another way."""

from demo.simulation.server import DemoServer, labels, response
from demo.story.topic_actions import ChangeTopicAccess, Look, ReadOnlyAction


class ReadOnlyActor:
    """Types commands that show something to one person alone."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server

    async def do(self, action: ReadOnlyAction) -> None:
        """Looks; after the dry run of another way, presses the button that begins it."""
        server = self._server
        person = server.people[action.person]
        match action:
            case Look(command=command):
                await person.slash(server.moderators if person is server.moderator else server.general_channel, command)
            case ChangeTopicAccess(mode=way):
                shown = response(await person.slash(server.moderators, "topic access", way=way))
                (label,) = (label for label in labels(shown) if label.startswith("Go over"))
                await person.click(shown, label=label)

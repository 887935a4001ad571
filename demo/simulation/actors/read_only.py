"""Performs commands that only show something, and changes how topics are opened."""

from demo.simulation.server import DemoServer, labels, response
from demo.story.topic_actions import ChangeTopicAccess, Look, ReadOnlyAction


class ReadOnlyActor:
    """Types commands whose answer is shown to one person."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server

    async def do(self, action: ReadOnlyAction) -> None:
        """Types the command; confirms a change of topic access after its dry run.

        Raises
        ------
        LookupError
            If the bot does not answer.
        """
        server = self._server
        person = server.people[action.person]
        match action:
            case Look(command=command):
                await person.slash(server.moderators if person is server.moderator else server.general_channel, command)
            case ChangeTopicAccess(mode=way):
                shown = response(await person.slash(server.moderators, "topic access", way=way))
                (label,) = (label for label in labels(shown) if label.startswith("Go over"))
                await person.click(shown, label=label)

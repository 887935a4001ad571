"""Performs actions about circles: opening, inviting, joining, talking, leaving and closing."""

from simcord.builders import ChannelHandle

from demo.simulation.server import DemoServer, response
from demo.story.topic_actions import Accept, CircleAction, CloseCircle, Invite, LeaveCircle, OpenCircle, Refuse, Whisper


class CircleActor:
    """Performs actions about circles; keeps their threads by key."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server
        self._threads: dict[str, ChannelHandle] = {}

    async def do(self, action: CircleAction) -> None:
        """Performs an action with its command or button.

        Raises
        ------
        LookupError
            If the bot does not offer the button.
        """
        server = self._server
        person = server.people[action.person]
        match action:
            case OpenCircle(key=key, name=name):
                known = {thread.id for thread in server.circles_channel.threads}
                await person.slash(server.general_channel, "circle create", name=name)
                (self._threads[key],) = (thread for thread in server.circles_channel.threads if thread.id not in known)
            case Invite(circle=key, member=member):
                await person.slash(self._threads[key], "circle invite", member=server.people[member])
            case Accept() | Refuse():
                shown = response(await person.click(server.latest(server.circles_channel, "See it"), label="See it"))
                await person.click(shown, label="Join" if isinstance(action, Accept) else "No, thank you")
            case LeaveCircle(circle=key):
                asked = response(await person.slash(self._threads[key], "circle leave"))
                await person.click(asked, label="Leave")
            case CloseCircle(circle=key):
                asked = response(await person.slash(self._threads[key], "circle close"))
                await person.click(asked, label="Close it")
            case Whisper(circle=key, text=text):
                server.env.backend.create_message(self._threads[key].id, person.id, text)

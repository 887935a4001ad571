"""Performs actions that do not use the bot: messages and reactions."""

from simcord.builders import ChannelHandle

from demo.simulation.server import DemoServer
from demo.story.actions import MessageAction, OpenThread, React, Say

THREADS_STAY = 10_080
"""The longest auto-archive duration of a thread.

Units
-----
Minutes.

Source
------
Discord, Thread Metadata.
"""


class MessageActor:
    """Writes messages and reacts to them; keeps the place of each message by key."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server
        self._said: dict[str, tuple[int, int]] = {}
        self._threads: dict[str, ChannelHandle] = {}

    async def do(self, action: MessageAction) -> None:
        """Posts the message, or adds the reaction."""
        person = self._server.people[action.person].id
        match action:
            case OpenThread(topic=topic, key=key, title=title, text=text):
                self._threads[key] = self._server.open_thread(topic, title, person, THREADS_STAY)
                self._say(key, self._threads[key], person, text)
            case Say(topic=topic, thread=thread, key=key, text=text, replies_to=to):
                self._say(
                    key, self._server.topics[topic] if thread is None else self._threads[thread], person, text, to
                )
            case React(to=to, emoji=emoji):
                self._server.env.backend.set_reaction(*self._said[to], emoji, person, True)

    def _say(self, key: str, channel: ChannelHandle, person: int, text: str, replies_to: str | None = None) -> None:
        reference = None
        if replies_to is not None:
            place, message = self._said[replies_to]
            reference = {"channel_id": str(place), "message_id": str(message)}
        said = self._server.env.backend.create_message(channel.id, person, text, reference=reference)
        self._said[key] = (channel.id, said.id)

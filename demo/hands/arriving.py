"""Coming, choosing, and going."""

from demo.actions import Arriving, GetStarted, Join, Leave
from demo.stage import Stage, labels, response


class Arrivals:
    """The way through the door, in both directions."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def do(self, action: Arriving) -> None:
        """Comes, gets started, or leaves."""
        match action:
            case Join(person=person):
                self._stage.arrive(person)
                await self._stage.settle()
            case GetStarted():
                await self._get_started(action)
            case Leave(person=person):
                self._stage.guild.remove_member(self._stage.people[person])

    async def _get_started(self, action: GetStarted) -> None:
        person = self._stage.people[action.person]
        welcome = self._stage.latest(self._stage.welcome_channel, "Get started")
        shown = await person.click(welcome, label="Get started")
        await person.select(response(shown), self._stage.picks(response(shown), action.interests))
        while "Finish" not in labels(response(shown)):
            await person.click(response(shown), label="Continue")
        await person.click(response(shown), label="Finish")
        self._stage.env.backend.create_message(self._stage.porch.id, person.id, action.introduction)

"""Coming, choosing, and going."""

from demo.actions import Arriving, GetStarted, Join, Leave, OfferToGreet
from demo.stage import Stage, form, labels, response


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
            case OfferToGreet(person=person):
                await self._stage.people[person].slash(self._stage.porch, "greeter on")

    async def _get_started(self, action: GetStarted) -> None:
        person = self._stage.people[action.person]
        welcome = self._stage.latest(self._stage.welcome_channel, "Get started")
        shown = await person.click(welcome, label="Get started")
        await person.select(response(shown), self._stage.picks(response(shown), action.interests))
        await person.click(response(shown), label="Continue")
        writing = form(await person.click(response(shown), label="Write a few words"))
        await person.submit_modal(writing, {"words": action.introduction})
        while "Finish" not in labels(response(shown)):
            await person.click(response(shown), label="Continue")
        await person.click(response(shown), label="Finish")
        if action.in_digest:
            await person.click(response(shown), label="Say hello in the digest, too")

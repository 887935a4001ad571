"""Performs joining, onboarding, greeting and leaving."""

from simcord.actors import MemberActor
from simcord.results import ResponseMessage

from demo.simulation.server import DemoServer, form, labels, response
from demo.story.actions import (
    ChangeInterests,
    GetStarted,
    Hesitate,
    Join,
    Leave,
    OfferToGreet,
    OnboardingAction,
    StartQuietly,
    StopGreeting,
)


class OnboardingActor:
    """Performs the actions of newcomers, of greeters and of those who leave."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server

    async def do(self, action: OnboardingAction) -> None:
        """Performs an action with its command, buttons and form.

        Raises
        ------
        LookupError
            If the bot does not offer the button or the form.
        """
        person = self._server.people[action.person]
        match action:
            case Join():
                self._server.arrive(action.person)
                await self._server.settle()
            case Hesitate(interests=interests):
                await self._pick(person, await self._welcomed(person), interests)
            case GetStarted():
                await self._get_started(person, action)
            case StartQuietly(interests=interests):
                shown = await self._pick(person, await self._welcomed(person), interests)
                await person.click(shown, label="Continue")
                await person.click(shown, label="Skip")
                await person.click(shown, label="Record nothing about me")
                await self._finish(person, shown)
            case ChangeInterests(interests=interests):
                begun = response(await person.slash(self._server.general_channel, "onboarding start"))
                shown = await self._pick(person, begun, interests)
                await self._finish(person, shown)
            case Leave():
                self._server.guild.remove_member(person)
            case OfferToGreet():
                await person.slash(self._server.general_channel, "greeter on")
            case StopGreeting():
                await person.slash(self._server.general_channel, "greeter off")

    async def _get_started(self, person: MemberActor, action: GetStarted) -> None:
        shown = await self._pick(person, await self._welcomed(person), action.interests)
        await person.click(shown, label="Continue")
        writing = form(await person.click(shown, label="Write a few words"))
        await person.submit_modal(writing, {"words": action.introduction})
        await self._finish(person, shown)
        if action.in_digest:
            await person.click(shown, label="Say hello in the digest, too")

    async def _welcomed(self, person: MemberActor) -> ResponseMessage:
        """Presses **Get started**; returns the card that the bot answers with."""
        welcome = self._server.latest(self._server.welcome_channel, "Get started")
        return response(await person.click(welcome, label="Get started"))

    async def _pick(self, person: MemberActor, shown: ResponseMessage, interests: tuple[str, ...]) -> ResponseMessage:
        await person.select(shown, self._server.picks(shown, interests))
        return shown

    @staticmethod
    async def _finish(person: MemberActor, shown: ResponseMessage) -> None:
        """Moves on to the last card and presses **Finish** there."""
        while not {"Finish"} & labels(shown):
            await person.click(shown, label="Continue" if "Continue" in labels(shown) else "Skip")
        await person.click(shown, label="Finish")

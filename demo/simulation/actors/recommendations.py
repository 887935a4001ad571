"""Performs actions about recommendations: asking, recommending, voting, choosing and reporting back."""

from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from community.recommendations.outcome import Result
from community.recommendations.recommendation import Verdict
from demo.simulation.server import DemoServer, form, labels, response
from demo.story.actions import Ask, Choose, Outcome, Recommend, RecommendationAction, Vote

PRESSED = {Verdict.WORKED: "Worked for me", Verdict.DIDNT: "Didn't", Verdict.THANKS: "Thanks"}
OTHER = "Something else"
"""The label that says that an item is not one of those recommended already."""
GOING = "I'm going with this"
TURNED_OUT = {
    Result.YES: "Yes",
    Result.PARTLY: "Partly",
    Result.NO: "No",
    Result.UNTRIED: "Haven't tried",
}


class RecommendationActor:
    """Performs actions about recommendations; keeps the threads of asks and their cards by key."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server
        self._threads: dict[str, ChannelHandle] = {}
        self._cards: dict[str, ResponseMessage] = {}

    async def do(self, action: RecommendationAction) -> None:
        """Performs an action with its button or form.

        Raises
        ------
        LookupError
            If the bot does not offer the button or the form.
        """
        match action:
            case Ask():
                await self._ask(action)
            case Recommend():
                await self._recommend(action)
            case Vote(person=person, recommendation=key, verdict=verdict):
                await self._server.people[person].click(self._cards[key], label=PRESSED[verdict])
            case Choose(person=person, recommendation=key):
                await self._server.people[person].click(self._cards[key], label=GOING)
            case Outcome(person=person, ask=ask, result=result):
                question = self._server.latest(self._threads[ask], TURNED_OUT[result])
                await self._server.people[person].click(question, label=TURNED_OUT[result])

    async def _ask(self, action: Ask) -> None:
        person, channel = self._server.people[action.person], self._server.topics[action.topic]
        before = {thread.id for thread in channel.threads}
        asking = form(await person.slash(channel, "recommend ask"))
        typed = {"wanted": action.wanted, "matters": action.matters, "limits": action.limits}
        await person.submit_modal(asking, typed)
        (thread,) = (thread for thread in channel.threads if thread.id not in before)
        self._threads[action.key] = thread
        self._cards[action.key] = self._server.latest(thread, "Recommend")

    async def _recommend(self, action: Recommend) -> None:
        person = self._server.people[action.person]
        recommending = form(await person.click(self._cards[action.ask], label="Recommend"))
        typed = {"item": action.item, "why": action.why, "relation": action.relation.value}
        link = {"link": action.link} if action.link else {}
        asked = response(await person.submit_modal(recommending, typed | link))
        if OTHER in labels(asked):
            await person.click(asked, label=OTHER)
        self._cards[action.key] = self._server.latest(self._threads[action.ask], "Worked for me")

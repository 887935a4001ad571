"""Asking for recommendations, giving them, and saying how it went."""

from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from demo.actions import Ask, Choose, Outcome, Recommend, Result, Verdict, Vote, WordOfMouth
from demo.stage import Stage, form

PRESSED = {Verdict.WORKED: "Worked for me", Verdict.DIDNT: "Didn't", Verdict.THANKS: "Thanks"}
CHOSEN = "I'm going with **{item}**. Thank you, all of you!"
TURNED_OUT = {
    Result.YES: "Two weeks on: **{item}** did exactly what I hoped for.",
    Result.PARTLY: "Two weeks on: **{item}** is good, with a few buts. Ask me if you'd like to know.",
    Result.NO: "Two weeks on: **{item}** wasn't for me. Nobody's fault, and I learned something.",
    Result.UNTRIED: "I promised to report on **{item}**. I haven't got round to it yet!",
}


class Recommending:
    """Remembers the threads of asks and the cards in them."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._threads: dict[str, ChannelHandle] = {}
        self._cards: dict[str, ResponseMessage] = {}
        self._items: dict[str, str] = {}

    async def do(self, action: WordOfMouth) -> None:
        """Presses the button or fills in the form that it takes."""
        match action:
            case Ask():
                await self._ask(action)
            case Recommend():
                await self._recommend(action)
            case Vote(person=person, recommendation=key, verdict=verdict):
                await self._stage.people[person].click(self._cards[key], label=PRESSED[verdict])
            case Choose(person=person, ask=ask, recommendation=key):
                self._tell(person, ask, CHOSEN, key)
            case Outcome(person=person, ask=ask, recommendation=key, result=result):
                self._tell(person, ask, TURNED_OUT[result], key)

    async def _ask(self, action: Ask) -> None:
        person, channel = self._stage.people[action.person], self._stage.topics[action.topic]
        before = {thread.id for thread in channel.threads}
        asking = form(await person.slash(channel, "recommend ask"))
        typed = {"wanted": action.wanted, "matters": action.matters, "limits": action.limits}
        await person.submit_modal(asking, typed)
        (thread,) = (thread for thread in channel.threads if thread.id not in before)
        self._threads[action.key] = thread
        self._cards[action.key] = self._stage.latest(thread, "Recommend")

    async def _recommend(self, action: Recommend) -> None:
        person = self._stage.people[action.person]
        recommending = form(await person.click(self._cards[action.ask], label="Recommend"))
        typed = {"item": action.item, "why": action.why, "relation": action.relation.value}
        await person.submit_modal(recommending, typed | ({"link": action.link} if action.link else {}))
        self._cards[action.key] = self._stage.latest(self._threads[action.ask], "Worked for me")
        self._items[action.key] = action.item

    def _tell(self, person: str, ask: str, sentence: str, recommendation: str) -> None:
        text = sentence.format(item=self._items[recommendation])
        self._stage.env.backend.create_message(self._threads[ask].id, self._stage.people[person].id, text)

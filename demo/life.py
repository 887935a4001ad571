"""Lives the plan: people talk, press buttons and fill in forms, and the clock goes on."""

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta

from simcord.backend.errors import SetupError
from simcord.builders import ChannelHandle
from simcord.results import ResponseMessage

from demo.actions import (
    Action,
    Ask,
    Choose,
    GetStarted,
    Join,
    Leave,
    OpenThread,
    Outcome,
    React,
    Recommend,
    Result,
    Say,
    Verdict,
    Vote,
)
from demo.stage import DIGEST_HOUR, Stage, form, labels, response

BEAT = timedelta(hours=3)
"""So much is lived before the bot catches up; the digest comes at the end of a beat."""
THREADS_STAY = 10_080
"""Minutes; the longest that Discord offers (Source: Discord, Thread Metadata)."""
PRESSED = {Verdict.WORKED: "Worked for me", Verdict.DIDNT: "Didn't", Verdict.THANKS: "Thanks"}
CHOSEN = "I'm going with **{item}**. Thank you, all of you!"
TURNED_OUT = {
    Result.YES: "Two weeks on: **{item}** did exactly what I hoped for.",
    Result.PARTLY: "Two weeks on: **{item}** is good, with a few buts. Ask me if you'd like to know.",
    Result.NO: "Two weeks on: **{item}** wasn't for me. Nobody's fault, and I learned something.",
    Result.UNTRIED: "I promised to report on **{item}**. I haven't got round to it yet!",
}


class Life:
    """What has been lived of a plan so far; `done` counts the actions by their names."""

    def __init__(self, stage: Stage) -> None:
        self.done: Counter[str] = Counter()
        self.lived_until = stage.plan.start
        self._stage = stage
        self._backend = stage.env.backend
        self._ahead: Iterator[Action] = iter(stage.plan.actions)
        self._next = next(self._ahead, None)
        self._said: dict[str, tuple[int, int]] = {}
        self._threads: dict[str, ChannelHandle] = {}
        self._cards: dict[str, ResponseMessage] = {}
        self._items: dict[str, str] = {}

    async def live(self, until: datetime) -> AsyncIterator[timedelta]:
        """Goes on living, beat by beat, and rings the bell once a day; yields how much time has passed."""
        while self.lived_until < until:
            end = min(self.lived_until + BEAT, until)
            while self._next is not None and self._next.at < end:
                self._stage.move_to(self._next.at)
                await self._try(self._next)
                self._next = next(self._ahead, None)
            await self._stage.settle()
            self._stage.move_to(end)
            if end.hour == DIGEST_HOUR:
                await self._stage.ring()
            beat, self.lived_until = end - self.lived_until, end
            yield beat

    async def _try(self, action: Action) -> None:
        try:
            await self._act(action)
        except (SetupError, LookupError) as error:
            error.add_note(f"while living {action}")
            raise

    async def _act(self, action: Action) -> None:
        match action:
            case OpenThread() | Say() | React():
                self._talk(action)
            case _:
                await self._press(action)
        self.done[type(action).__name__] += 1

    def _talk(self, action: OpenThread | Say | React) -> None:
        person = self._stage.people[action.person].id
        match action:
            case OpenThread(topic=topic, key=key, title=title, text=text):
                self._threads[key] = self._stage.open_thread(topic, title, person, THREADS_STAY)
                self._say(key, self._threads[key], person, text)
            case Say(topic=topic, thread=thread, key=key, text=text, replies_to=to):
                self._say(key, self._stage.topics[topic] if thread is None else self._threads[thread], person, text, to)
            case React(to=to, emoji=emoji):
                self._backend.set_reaction(*self._said[to], emoji, person, True)

    def _say(self, key: str, channel: ChannelHandle, person: int, text: str, replies_to: str | None = None) -> None:
        reference = None
        if replies_to is not None:
            place, message = self._said[replies_to]
            reference = {"channel_id": str(place), "message_id": str(message)}
        said = self._backend.create_message(channel.id, person, text, reference=reference)
        self._said[key] = (channel.id, said.id)

    async def _press(self, action: Action) -> None:
        match action:
            case Join(person=person):
                self._stage.arrive(person)
                await self._stage.settle()
            case GetStarted():
                await self._get_started(action)
            case Leave(person=person):
                self._stage.guild.remove_member(self._stage.people[person])
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

    async def _get_started(self, action: GetStarted) -> None:
        person = self._stage.people[action.person]
        welcome = self._latest(self._stage.welcome_channel, "Get started")
        card = response(await person.click(welcome, label="Get started"))
        await person.select(card, self._stage.picks(card, action.interests))
        await person.click(card, label="Continue")
        await person.click(card, label="Finish")
        self._backend.create_message(self._stage.porch.id, person.id, action.introduction)

    async def _ask(self, action: Ask) -> None:
        person, channel = self._stage.people[action.person], self._stage.topics[action.topic]
        before = {thread.id for thread in channel.threads}
        asking = form(await person.slash(channel, "recommend ask"))
        typed = {"wanted": action.wanted, "matters": action.matters, "limits": action.limits}
        await person.submit_modal(asking, typed)
        (thread,) = (thread for thread in channel.threads if thread.id not in before)
        self._threads[action.key] = thread
        self._cards[action.key] = self._latest(thread, "Recommend")

    async def _recommend(self, action: Recommend) -> None:
        person = self._stage.people[action.person]
        recommending = form(await person.click(self._cards[action.ask], label="Recommend"))
        typed = {"item": action.item, "why": action.why, "relation": action.relation.value}
        await person.submit_modal(recommending, typed | ({"link": action.link} if action.link else {}))
        self._cards[action.key] = self._latest(self._threads[action.ask], "Worked for me")
        self._items[action.key] = action.item

    def _tell(self, person: str, ask: str, sentence: str, recommendation: str) -> None:
        text = sentence.format(item=self._items[recommendation])
        self._backend.create_message(self._threads[ask].id, self._stage.people[person].id, text)

    def _latest(self, channel: ChannelHandle, label: str) -> ResponseMessage:
        """The bot's latest post in a channel with a button of that label.

        *Raises*: `LookupError` when there is none.
        """
        for post in sorted(self._backend.messages[channel.id].values(), key=lambda one: one.id, reverse=True):
            message = ResponseMessage(self._stage.env, post)
            if post.author_id == self._backend.bot_user.id and label in labels(message):
                return message
        raise LookupError(f"there is no button {label!r} in #{channel.name}")

"""Performs actions about AMAs with the bot's commands, buttons and forms."""

from collections.abc import Mapping

from simcord.actors import MemberActor
from simcord.components import walk_components
from simcord.results import InteractionResult, ResponseMessage

from demo.simulation.server import DemoServer, form, response
from demo.story.ama_actions import (
    AmaAction,
    AnswerQuestion,
    ApproveAma,
    AskGuest,
    PassOn,
    ProposeAma,
    ReadOwnQuestions,
    SkipQuestion,
)
from demo.story.sentences.roaster import BRAND

APPROVE, ASK, OWN = "Approve", "Ask", "My questions"
THREAD = f"Ask {BRAND} anything"
MODERATORS, GUEST = "The moderators' queue", "The guest's queue"


class AmaActor:
    """Performs the actions of the guest, the moderator and the members of an AMA."""

    def __init__(self, server: DemoServer) -> None:
        self._server = server

    async def do(self, action: AmaAction) -> None:
        """Performs an action with its command, button or form.

        Raises
        ------
        LookupError
            If the bot does not offer the button or the form.
        """
        server = self._server
        person = server.people[action.person]
        match action:
            case ProposeAma(topic=topic, brand=brand, begins_at=begins_at):
                when = f"{begins_at:%Y-%m-%d %H:%M}"
                await person.slash(server.topics[topic], "brand ama", brand=brand, when=when)
            case ApproveAma():
                await person.click(server.latest(server.moderators, APPROVE), label=APPROVE)
            case AskGuest(topic=topic, question=question):
                shown = await person.click(self._card(topic), label=ASK)
                await person.submit_modal(form(shown), {"question": question})
            case PassOn(topic=topic, question=question):
                await self._pick(person, topic, MODERATORS, "on", question)
            case SkipQuestion(topic=topic, question=question, reason=reason):
                shown = await self._pick(person, topic, MODERATORS, "skip", question)
                await person.submit_modal(form(shown), {"words": reason})
            case AnswerQuestion(topic=topic, question=question, answer=answer):
                shown = await self._pick(person, topic, GUEST, "answer", question)
                await person.submit_modal(form(shown), {"words": answer})
            case ReadOwnQuestions(topic=topic):
                await person.click(self._card(topic), label=OWN)

    async def _pick(self, person: MemberActor, topic: str, queue: str, action: str, question: str) -> InteractionResult:
        """Picks a question in a menu of a queue.

        Raises
        ------
        LookupError
            If the topic has no open AMA.
        """
        shown = response(await person.click(self._card(topic), label=queue))
        (menu,) = (one for one in walk_components(shown.components) if _queue_action(one) == action)
        (value,) = (one["value"] for one in menu["options"] if str(one["label"]).partition(" ")[2] in question)
        return await person.select(shown, [value], custom_id=menu["custom_id"])

    def _card(self, topic: str) -> ResponseMessage:
        """Returns the card of a topic's open AMA.

        Raises
        ------
        LookupError
            If the thread has no such card.
        """
        threads = [one for one in self._server.topics[topic].threads if one.name == THREAD]
        return self._server.latest(threads[-1], ASK)


def _queue_action(component: Mapping[str, object]) -> str:
    """Returns the action that a queue's menu performs; empty for other components."""
    parts = str(component.get("custom_id", "")).split(":")
    return parts[3] if parts[:3] == ["hamlet", "ama", "pick"] else ""

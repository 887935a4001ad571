"""AMAs in words, and whether somebody is in the thread of one."""

from collections.abc import Mapping
from typing import Any

import discord

from cogs.kit.bot import guild_id, host
from cogs.kit.i18n import Speaker, plain
from community.amas.ama import Ama, AmaState, Why
from community.amas.question import REASON_LENGTH, Question, QuestionState
from community.brands.brand import NAME_LENGTH
from community.errors import NotFound
from community.ids import AmaId

WHY: Mapping[Why, str] = {
    Why.MODERATOR: "A moderator called it off.",
    Why.WITHDRAWN: "The guest ended it.",
    Why.UNDECIDED: "No moderator decided on it in time.",
    Why.MISSED: "It could not begin at its time.",
    Why.TOPIC: "The topic is not open any more.",
    Why.THREAD: "Its thread was deleted.",
    Why.GUEST: "The guest can't be here any more.",
    Why.BRAND: "The guest does not speak for the brand any more.",
    Why.CONSENT: "The yes of the topic's members ended.",
}
"""Why an AMA was called off, as everybody reads it."""


async def ama_here(interaction: discord.Interaction[Any], ama_id: AmaId) -> Ama:
    """The AMA in whose thread somebody presses: who can't see the thread learns nothing of it.

    Raises
    ------
    NotFound
        Elsewhere.
    """
    ama = await host(interaction).services.amas.find(guild_id(interaction), ama_id)
    if ama.thread_id is None or ama.thread_id != interaction.channel_id:
        raise NotFound("This AMA is not there any more. What is ahead is in the digest.")
    return ama


def ama_title(ama: Ama, say: Speaker) -> str:
    """What it is called."""
    return _title(ama, say, plain(ama.brand, NAME_LENGTH), plain(ama.topic, 60))


def thread_name(ama: Ama, say: Speaker) -> str:
    """The same as a thread's name, in which there is no markup."""
    return _title(ama, say, ama.brand, ama.topic)


def guest_of(ama: Ama, say: Speaker) -> str:
    """Who answers, with the brand that they speak for."""
    guest = say("The guest") if ama.guest_id is None else f"<@{ama.guest_id}>"
    if ama.brand_id is None:
        return guest
    return say("{guest}, who speaks for {brand},", guest=guest, brand=plain(ama.brand, NAME_LENGTH))


def ama_outcome(ama: Ama, say: Speaker) -> str:
    """How far it came, in one sentence."""
    at = discord.utils.format_dt(ama.at, "f")
    match ama.state:
        case AmaState.PROPOSED:
            return say("Waits for the moderators; it would begin {at}.", at=at)
        case AmaState.DECLINED:
            return say("A moderator declined it: {reason}", reason=reason_of(ama.reason, say))
        case AmaState.COMING:
            return say("It begins {at}, in {channel}.", at=at, channel=f"<#{ama.channel_id}>")
        case AmaState.LIVE:
            closes = discord.utils.format_dt(ama.closes_at or ama.at, "f")
            return say("It is on until {closes}: {thread}", closes=closes, thread=f"<#{ama.thread_id}>")
        case AmaState.CLOSED:
            return say("It is over. Thank you to everybody who asked!")
        case AmaState.CALLED_OFF:
            return say(WHY[ama.why or Why.MODERATOR])


def question_outcome(ama: Ama, question: Question, say: Speaker) -> str:
    """What became of a question, for whoever asked it."""
    reason = reason_of(question.reply, say)
    match question.state:
        case QuestionState.WAITING:
            return say("It waits for whoever looks after the topic.")
        case QuestionState.QUEUED:
            return say("It is before the guest.")
        case QuestionState.ANSWERED:
            link = f"https://discord.com/channels/{ama.guild_id}/{ama.thread_id}/{question.message_id}"
            return say("It is answered: {place}", place=link if question.message_id else f"<#{ama.thread_id}>")
        case QuestionState.SKIPPED:
            return say("It was not passed on to the guest: {reason}", reason=reason)
        case QuestionState.PASSED:
            return say("The guest leaves it unanswered: {reason}", reason=reason)
        case QuestionState.LEFT:
            return say("The AMA was over before its turn came.")


def reason_of(reason: str, say: Speaker) -> str:
    """Why something was turned down; whoever said so may be forgotten."""
    return plain(reason, REASON_LENGTH) or say("whoever said why is not here any more.")


def _title(ama: Ama, say: Speaker, brand: str, topic: str) -> str:
    if ama.brand_id is None:
        return say("Ask me anything: {topic}", topic=topic)
    return say("Ask {brand} anything", brand=brand)

"""Sentences about AMAs and their questions, and the check that a person is in an AMA's thread."""

from collections.abc import Mapping

import discord

from cogs.kit.bot import Interaction
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from community.amas.ama import Ama, AmaState, EndReason
from community.amas.question import REASON_LENGTH, AmaQuestion, QuestionState
from community.brands.brand import NAME_LENGTH
from community.errors import NotFound
from community.ids import AmaId

END_REASONS: Mapping[EndReason, str] = {
    EndReason.MODERATOR: "A moderator called it off.",
    EndReason.WITHDRAWN: "The guest ended it.",
    EndReason.UNDECIDED: "No moderator decided on it in time.",
    EndReason.MISSED: "It could not begin at its time.",
    EndReason.TOPIC: "The topic is not open any more.",
    EndReason.THREAD: "Its thread was deleted.",
    EndReason.GUEST: "The guest can't be here any more.",
    EndReason.BRAND: "The guest does not speak for the brand any more.",
    EndReason.CONSENT: "The yes of the topic's members ended.",
}
"""Why an AMA was called off, as everybody reads it."""


async def require_ama_here(interaction: Interaction, ama_id: AmaId) -> Ama:
    """Returns the AMA in whose thread the person is; who can't see the thread learns nothing of it.

    Raises
    ------
    NotFound
        If there is no such AMA, or the person is elsewhere.
    """
    ctx = context_of(interaction)
    ama = await ctx.services.amas.sessions.find(ctx.guild_id, ama_id)
    if ama.thread_id is None or ama.thread_id != interaction.channel_id:
        raise NotFound("This AMA is not there any more. What is ahead is in the digest.")
    return ama


def ama_title(ama: Ama, say: Translations) -> str:
    """Returns the title of an AMA."""
    return _title(ama, say, escape(ama.brand, NAME_LENGTH), escape(ama.topic, 60))


def thread_name(ama: Ama, say: Translations) -> str:
    """Returns the title as a thread's name, in which there is no markup."""
    return _title(ama, say, ama.brand, ama.topic)


def guest_text(ama: Ama, say: Translations) -> str:
    """Returns the guest's mention, with the brand that they speak for."""
    guest = say("The guest") if ama.guest_id is None else f"<@{ama.guest_id}>"
    if ama.brand_id is None:
        return guest
    return say("{guest}, who speaks for {brand},", guest=guest, brand=escape(ama.brand, NAME_LENGTH))


def ama_outcome(ama: Ama, say: Translations) -> str:
    """Returns the state of an AMA in one sentence."""
    at = discord.utils.format_dt(ama.at, "f")
    match ama.state:
        case AmaState.PROPOSED:
            return say("Waits for the moderators; it would begin {at}.", at=at)
        case AmaState.DECLINED:
            return say("A moderator declined it: {reason}", reason=reason_text(ama.reason, say))
        case AmaState.COMING:
            return say("It begins {at}, in {channel}.", at=at, channel=f"<#{ama.channel_id}>")
        case AmaState.LIVE:
            closes = discord.utils.format_dt(ama.closes_at or ama.at, "f")
            return say("It is on until {closes}: {thread}", closes=closes, thread=f"<#{ama.thread_id}>")
        case AmaState.CLOSED:
            return say("It is over. Thank you to everybody who asked!")
        case AmaState.CALLED_OFF:
            return say(END_REASONS[ama.why or EndReason.MODERATOR])


def question_outcome(ama: Ama, question: AmaQuestion, say: Translations) -> str:
    """Returns the state of a question in one sentence, for its author."""
    reason = reason_text(question.reply, say)
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


def reason_text(reason: str, say: Translations) -> str:
    """Returns the reason for a refusal; the person who gave it may be forgotten."""
    return escape(reason, REASON_LENGTH) or say("whoever said why is not here any more.")


def _title(ama: Ama, say: Translations, brand: str, topic: str) -> str:
    if ama.brand_id is None:
        return say("Ask me anything: {topic}", topic=topic)
    return say("Ask {brand} anything", brand=brand)

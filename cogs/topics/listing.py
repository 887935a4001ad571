"""Writes lists of topics: description, members, liveliness and reasons."""

from collections.abc import Callable, Sequence

from cogs.kit.i18n import Translations, escape
from cogs.kit.panel import shorten
from community.discord_limits import OPTION_LENGTH
from community.topics.liveliness import Level
from community.topics.suggestions import Reason, RecentTalk, SharedMembers
from community.topics.topic import Listing

MAX_LIST_LENGTH = 3_300
"""*Units*: characters of a page of topics, so that the rest of the message fits beside it (our choice)."""
NAME_LENGTH = 100
SHORT_NAME_LENGTH = 60


def topic_list(shown: Sequence[Listing], head: Callable[[Listing], str], say: Translations) -> str:
    """Returns the lines of a page of topics: the most detailed form that fits ``MAX_LIST_LENGTH``."""

    def whole(one: Listing) -> str:
        about = f"  {escape(one.topic.description)}" if one.topic.description else ""
        return f"{head(one)}{about}\n{_small(one, say, reasoned=True)}"

    def reasoned(one: Listing) -> str:
        return f"{head(one)}\n{_small(one, say, reasoned=True)}"

    def counted(one: Listing) -> str:
        return f"{head(one)}\n{_small(one, say, reasoned=False)}"

    def named(one: Listing) -> str:
        return shorten(head(one), MAX_LIST_LENGTH // max(1, len(shown)) - 1)

    texts = ("\n".join(detail(one) for one in shown) for detail in (whole, reasoned, counted, named))
    return next((text for text in texts if len(text) <= MAX_LIST_LENGTH), "")


def member_counts(one: Listing, say: Translations) -> str:
    """Returns how many joined a topic, and how lively it is, in words."""
    facts = {"joined": say("{n} joined", n=one.n_members), "n": one.n_posters}
    if one.n_posters == 0:
        return say("{joined}, quiet for two weeks", **facts)
    if one.n_posters == 1:
        return say("{joined}, one person wrote in the last two weeks", **facts)
    match one.level:
        case Level.BUZZING:
            return say("{joined}, buzzing: {n} people wrote in the last two weeks", **facts)
        case Level.LIVELY:
            return say("{joined}, lively: {n} people wrote in the last two weeks", **facts)
        case _:
            return say("{joined}, {n} people wrote in the last two weeks", **facts)


def main_reason(reasons: Sequence[Reason], say: Translations) -> str:
    """Returns the weightiest reason besides recent talk, which the list shows anyway; empty if there is none."""
    return next((reason_text(one, say) for one in reasons if not isinstance(one, RecentTalk)), "")


def reason_text(reason: Reason, say: Translations) -> str:
    """Returns a reason in words."""
    match reason:
        case SharedMembers(n, with_name):
            return say(
                "{n} people who joined {topic} also joined this", n=n, topic=escape(with_name, SHORT_NAME_LENGTH)
            )
        case RecentTalk(n):
            return say("{n} people talk here", n=n)
        case _ if reason.n == 1:
            return say("an ask nobody has answered yet")
        case _:
            return say("{n} asks nobody has answered yet", n=reason.n)


def option_text(one: Listing, say: Translations) -> str:
    """Returns the description of a topic's option in a menu."""
    told = [part for part in (member_counts(one, say), main_reason(one.reasons, say), one.topic.description) if part]
    return shorten(". ".join(told), OPTION_LENGTH)


def _small(one: Listing, say: Translations, *, reasoned: bool) -> str:
    because = main_reason(one.reasons, say) if reasoned else ""
    return f"-# {member_counts(one, say)}" + (f" · {because}" if because else "")

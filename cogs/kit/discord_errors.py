"""What Discord refuses, turned into what people can do about it."""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Final

import discord

from cogs.kit.threads import TOO_MANY_THREADS
from community.errors import OutOfReach

BAD_REQUEST: Final = 400
DENIED: Final = "Discord does not let me post in {channel}. A moderator can check my role's permissions there."
DENIED_ACT: Final = "Discord does not let me do that in {place}. A moderator can check my role's permissions there."
GONE: Final = "{place} is not there any more, or I can't see it."
NOT_TAKEN: Final = "Discord did not take the post: {reason}"
REFUSED: Final[Mapping[int, str]] = {
    TOO_MANY_THREADS: (
        "This server has as many open threads as Discord allows. A moderator can close some; then I go on."
    ),
    30013: "This server has as many channels as Discord allows. A moderator can delete some; then I go on.",
    30005: "This server has as many roles as Discord allows. A moderator can delete some; then I go on.",
    30060: "{place} has as many permissions as Discord allows in one channel. Its topic needs a role: /topic access.",
    50035: "Discord did not take that: {reason}",
}
"""What Discord refuses for a reason that people can do something about (Source: Discord, JSON Error Codes)."""
REASON_LENGTH: Final = 100


@contextmanager
def translate_errors(
    place: str,
    *,
    denied: str = DENIED_ACT,
    gone: str = GONE,
    gone_as: type[OutOfReach] = OutOfReach,
    refused: Mapping[int, str] = REFUSED,
    not_taken: str = "",
) -> Iterator[None]:
    """Raises, for what Discord refuses for good, a sentence that says what people can do.

    ``place`` is where it was tried, as people read it: ``{place}`` and ``{channel}`` of a sentence. ``denied`` is for a
    missing permission, ``gone`` for what was deleted (without one, that error goes its way), ``refused`` has a sentence
    for some of Discord's codes, ``not_taken`` is for any other bad request. Every other error goes its way.

    Raises
    ------
    OutOfReach
        With the sentence that fits; ``gone_as`` where something was deleted.
    """
    try:
        yield
    except discord.Forbidden:
        raise _said(OutOfReach, denied, place) from None
    except discord.NotFound:
        if not gone:
            raise
        raise _said(gone_as, gone, place) from None
    except discord.HTTPException as error:
        sentence = refused.get(error.code, not_taken if error.status == BAD_REQUEST else "")
        if not sentence:
            raise
        raise _said(OutOfReach, sentence, place, error.text) from error


def translate_post_errors(
    channel: discord.abc.GuildChannel | discord.Thread,
    *,
    gone: str = "",
    refused: Mapping[int, str] | None = None,
    not_taken: str = "",
) -> AbstractContextManager[None]:
    """As :func:`translate_errors`, for posting in a channel."""
    return translate_errors(channel.mention, denied=DENIED, gone=gone, refused=refused or {}, not_taken=not_taken)


def _said(kind: type[OutOfReach], sentence: str, place: str, reason: str = "") -> OutOfReach:
    facts = {"place": place, "channel": place, "reason": reason[:REASON_LENGTH]}
    return kind(sentence, **{name: fact for name, fact in facts.items() if f"{{{name}}}" in sentence})

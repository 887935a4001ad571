"""Whose turn it is to greet: fair, capped, and never the same two people twice in a month."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from random import Random
from typing import Final

from community.ids import ChannelId, GuildId, MemberId, MessageId

CAP_SPAN: Final = timedelta(days=7)
"""What a greeter's cap counts (Source: the design's surface, "capped per greeter per week")."""
PAIR_SPAN: Final = timedelta(days=30)
"""How long two people are not brought together again (Source: the issue, "never the same pair twice in a month")."""


class NoteState(StrEnum):
    """What became of a note."""

    CLAIMED = "claimed"
    POSTED = "posted"
    ANSWERED = "answered"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class GreeterNote:
    """Greeters are told once of a newcomer's first message; ``greeter_id`` is whom it mentions, if anybody."""

    guild_id: GuildId
    newcomer_id: MemberId
    message_id: MessageId
    channel_id: ChannelId
    thread_id: ChannelId | None
    said_at: datetime
    greeter_id: MemberId | None
    claimed_at: datetime


@dataclass(frozen=True, slots=True)
class GreeterMention:
    """A greeter was told of a newcomer."""

    greeter_id: MemberId
    newcomer_id: MemberId
    at: datetime


def next_greeter(
    greeters: Collection[MemberId], newcomer_id: MemberId, mentions: Sequence[GreeterMention], cap: int, now: datetime
) -> MemberId | None:
    """The greeter whose last turn is longest ago; among those who never had one, the newcomer's draw.

    None where everybody had their share of the week, or met this newcomer within ``PAIR_SPAN``.
    """
    weekly = Counter(one.greeter_id for one in mentions if one.at > now - CAP_SPAN)
    met = {one.greeter_id for one in mentions if one.newcomer_id == newcomer_id and one.at > now - PAIR_SPAN}
    last = {one.greeter_id: one.at for one in sorted(mentions, key=lambda one: one.at)}
    free = [one for one in greeters if one != newcomer_id and one not in met and weekly[one] < cap]
    return min(
        free,
        key=lambda one: (one in last, last.get(one, now), _draw(newcomer_id, one), one),
        default=None,
    )


def _draw(newcomer_id: MemberId, greeter_id: MemberId) -> float:
    return Random(f"{newcomer_id}/{greeter_id}").random()  # noqa: S311 - nothing secret is drawn

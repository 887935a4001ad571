"""Three things to do now, for whoever has just finished: a topic, an ask, a person; each with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Protocol

from community.ids import ChannelId, MemberId
from community.topics.suggestions import SharedMembers
from community.topics.topic import Listing, Topic


class SuggestedAsk(Protocol):
    """An ask that nobody has answered yet."""

    @property
    def author_id(self) -> MemberId | None:
        """Who asks."""
        ...

    @property
    def channel_id(self) -> ChannelId:
        """Where."""
        ...

    @property
    def thread_id(self) -> ChannelId | None:
        """The thread to answer in."""
        ...

    @property
    def wanted(self) -> str:
        """What they are looking for."""
        ...


@dataclass(frozen=True, slots=True)
class TopicGreeter:
    """A greeter, and a topic that they have in common with the newcomer."""

    member_id: MemberId
    topic: Topic


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """What there is to do now; what does not fit anybody is none."""

    topic: Listing | None
    ask: SuggestedAsk | None
    ask_topic: Topic | None
    greeter: TopicGreeter | None


def first_steps(
    member_id: MemberId, listings: Sequence[Listing], asks: Sequence[SuggestedAsk], greeters: Sequence[TopicGreeter]
) -> FirstSteps:
    """What suits a member best, of each kind.

    The topic that people like them joined, or else the first that suits; the ask of one of their topics that waits
    longest; a greeter of one of their topics, drawn by who asks, so that not everybody meets the same.
    """
    open_to = [one for one in listings if not one.joined and one.reasons]
    in_company = [one for one in open_to if any(isinstance(reason, SharedMembers) for reason in one.reasons)]
    mine = {one.topic.channel_id: one.topic for one in listings if one.joined}
    waiting = [ask for ask in asks if ask.channel_id in mine and ask.author_id not in {None, member_id}]
    others = sorted((one for one in greeters if one.member_id != member_id), key=lambda one: one.member_id)
    ask = waiting[0] if waiting else None
    return FirstSteps(
        topic=next(iter(in_company or open_to), None),
        ask=ask,
        ask_topic=None if ask is None else mine[ask.channel_id],
        greeter=Random(member_id).choice(others) if others else None,  # noqa: S311 - nothing secret is drawn
    )

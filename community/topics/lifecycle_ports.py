"""The ports of a topic's lifecycle: storage, channels, activity and counts."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from community.ids import ChannelId, GuildId, LifeId, MemberId, MessageId, TopicId
from community.topics.capacity import Count, Limit
from community.topics.lifecycle import ChannelState, Lifecycle, Rules, TopicState
from community.topics.topic import Topic


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A topic that a member proposes."""

    guild_id: GuildId
    author_id: MemberId
    name: str
    pitch: str


class LifecycleStore(Protocol):
    """Stores the lifecycle of each topic, and the members interested in a proposal."""

    async def add(self, new: NewProposal, state: TopicState, channel_id: ChannelId, now: datetime) -> Lifecycle:
        """Stores a new lifecycle, unsettled, and returns it."""
        ...

    async def adopt(self, now: datetime) -> None:
        """Stores a lifecycle for every topic without one: live, from now on."""
        ...

    async def find(self, guild_id: GuildId, life_id: LifeId) -> Lifecycle | None:
        """Returns a lifecycle of the guild, or none if the guild has no such."""
        ...

    async def find_by_topic(self, guild_id: GuildId, topic_id: TopicId) -> Lifecycle | None:
        """Returns the lifecycle of one of the guild's topics, or none."""
        ...

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        """Returns the guild's lifecycles in these states, oldest first."""
        ...

    async def due(self, now: datetime) -> Sequence[Lifecycle]:
        """Returns the lifecycles of all guilds that are due by now, longest due first."""
        ...

    async def save(self, life: Lifecycle, *, decided_by: MemberId | None = None) -> None:
        """Stores a lifecycle's present state; does nothing if it was removed.

        ``decided_by`` is the moderator who decided, if one did.
        """
        ...

    async def remove(self, life: Lifecycle) -> None:
        """Deletes a lifecycle and its interested members; keeps its topic, if it has one."""
        ...

    async def create_topic(self, life: Lifecycle, channel_id: ChannelId, now: datetime) -> Topic:
        """Stores a sprout's channel as its topic and returns it; a channel that is a topic already keeps that topic."""
        ...

    async def toggle_interest(self, life: Lifecycle, member_id: MemberId, now: datetime) -> bool:
        """Stores a member's interest, or deletes it if it was stored; returns whether they are interested now."""
        ...

    async def interested_members(self, life: Lifecycle) -> Sequence[MemberId]:
        """Returns the interested members, in the order in which they pressed."""
        ...

    async def drop_interest(self, life: Lifecycle) -> None:
        """Deletes the interested members."""
        ...


class TopicChannels(Protocol):
    """Makes and changes the cards, threads and channels of topics on Discord.

    What it makes carries a mark by which it is found again, so that every method can be repeated and acts once.
    """

    def is_available(self, guild_id: GuildId) -> bool:
        """Returns whether the guild can be reached at present; never raises."""
        ...

    def require_proposals_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes if a channel can hold cards and their threads.

        Raises
        ------
        OutOfReach
            If it is gone, of another kind, or permissions are missing.
        """
        ...

    async def show_card(self, life: Lifecycle, n_interested: int, rules: Rules, made_since: datetime) -> MessageId:
        """Edits the card of a proposal or a sprout to its present state, or posts one; returns the card's message.

        A card that was posted since ``made_since`` is found again.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def open_thread(self, life: Lifecycle, rules: Rules) -> None:
        """Opens the thread at the card, with a first post that says how the sprout grows.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def has_thread(self, life: Lifecycle) -> bool:
        """Returns whether a sprout's thread exists.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def create_channel(self, life: Lifecycle, *, into_forum: bool) -> ChannelId:
        """Creates the channel of a sprout, a forum if ``into_forum``, and returns its id.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def announce_end(
        self, life: Lifecycle, interested: Sequence[MemberId], rules: Rules, topic: Topic | None
    ) -> None:
        """Announces how a proposal or a sprout ended, and closes its thread; folded, mentions the interested members.

        Does nothing if the place of proposals was deleted.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    def require_channel(self, topic: Topic) -> None:
        """Passes if a topic's channel exists.

        Raises
        ------
        OutOfReach
            If it was deleted.
        """
        ...

    async def ask_to_keep(self, topic: Topic, life: Lifecycle, rules: Rules) -> MessageId:
        """Posts the note with the button **Keep it** in a quiet topic and returns its message.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def answer_note(self, topic: Topic, life: Lifecycle) -> None:
        """Edits the note in a quiet topic to say whether the topic stays; does nothing if the note was deleted.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    def channel_state(self, topic: Topic) -> ChannelState:
        """Returns the category and the write permissions that a topic's channel has now.

        Raises
        ------
        OutOfReach
            If the channel was deleted.
        """
        ...

    async def archive(self, topic: Topic, state: ChannelState) -> None:
        """Moves a topic's channel to an archive category and makes it read-only.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...

    async def unarchive(self, topic: Topic, state: ChannelState) -> None:
        """Restores the category and the write permissions of a topic's channel.

        Raises
        ------
        OutOfReach
            If Discord refuses.
        """
        ...


class AccessSetup(Protocol):
    """Sets up how a new topic is opened to members."""

    async def apply(self, topic: Topic, now: datetime) -> None:
        """Sets up the access that the guild's settings ask for; doing it twice changes nothing."""
        ...


class ChannelActivity(Protocol):
    """Reads what was written in channels and threads."""

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        """Returns when the latest message in ``[since, until)`` was written in a channel, threads included, or none."""
        ...

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        """Returns how many distinct members wrote in a thread before ``until``."""
        ...


class Backfill(Protocol):
    """Reads back messages that were missed while the bot was not running."""

    def is_complete(self, guild_id: GuildId) -> bool:
        """Returns whether all missed messages of a guild were read back."""
        ...


class CapacityCounter(Protocol):
    """Counts the things of a guild that Discord limits."""

    def guilds(self) -> Collection[GuildId]:
        """Returns the guilds that can be counted at present."""
        ...

    async def count(self, guild_id: GuildId) -> Mapping[Limit, int]:
        """Returns how many a guild has of each limited thing."""
        ...


class CapacityStore(Protocol):
    """Stores the daily counts of each guild."""

    async def counted(self, day: date) -> frozenset[GuildId]:
        """Returns the guilds that were counted on a day."""
        ...

    async def save(self, day: date, counts: Mapping[GuildId, Mapping[Limit, int]]) -> None:
        """Stores a day's counts unless it has some, and deletes those older than ``PACE_DAYS``."""
        ...

    async def counts(self, guild_id: GuildId, since: date) -> Mapping[Limit, Sequence[Count]]:
        """Returns a guild's counts since a day, oldest first."""
        ...

"""What the life of topics needs from the outside."""

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
    """What somebody proposes."""

    guild_id: GuildId
    author_id: MemberId
    name: str
    pitch: str


class LifecycleStore(Protocol):
    """The lives of topics, and who would join what is proposed."""

    async def add(self, new: NewProposal, state: TopicState, channel_id: ChannelId, now: datetime) -> Lifecycle:
        """Keeps a new life, not yet shown."""
        ...

    async def adopt(self, now: datetime) -> None:
        """Gives a life to every topic that has none: it is live, and its time begins now."""
        ...

    async def find(self, guild_id: GuildId, life_id: LifeId) -> Lifecycle | None:
        """One life of this guild."""
        ...

    async def find_by_topic(self, guild_id: GuildId, topic_id: TopicId) -> Lifecycle | None:
        """The life of a topic of this guild."""
        ...

    async def lifecycles(self, guild_id: GuildId, states: Collection[TopicState]) -> Sequence[Lifecycle]:
        """The guild's lives in these states, oldest first."""
        ...

    async def due(self, now: datetime) -> Sequence[Lifecycle]:
        """The lives of all guilds that are to be looked at by now, longest due first."""
        ...

    async def save(self, life: Lifecycle, *, decided_by: MemberId | None = None) -> None:
        """Keeps a life as it is now, and who decided where a moderator did; one that was removed stays so."""
        ...

    async def remove(self, life: Lifecycle) -> None:
        """Forgets a life and who pressed; its topic, where there is one, stays."""
        ...

    async def create_topic(self, life: Lifecycle, channel_id: ChannelId, now: datetime) -> Topic:
        """Makes a sprout's channel its topic; a channel that is a topic already is that topic."""
        ...

    async def toggle_interest(self, life: Lifecycle, member_id: MemberId, now: datetime) -> bool:
        """Keeps that a member would join, or takes it back where it was kept; returns whether it is kept now."""
        ...

    async def interested_members(self, life: Lifecycle) -> Sequence[MemberId]:
        """Who would join, in the order of pressing."""
        ...

    async def drop_interest(self, life: Lifecycle) -> None:
        """Forgets who would have joined."""
        ...


class TopicChannels(Protocol):
    """Where topics stand, on Discord.

    What it makes carries a mark, so that it finds again what it made before the process ended: everything here can be
    done twice and is done once. Unless it says otherwise, each raises :class:`community.errors.OutOfReach` where
    Discord would not let Hamlet.
    """

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present. Raises nothing."""
        ...

    def require_proposals_channel(self, guild_id: GuildId, channel_id: ChannelId) -> None:
        """Passes where a card can be shown and a thread can be opened."""
        ...

    async def show_card(self, life: Lifecycle, n_interested: int, rules: Rules, made_since: datetime) -> MessageId:
        """Makes the card of a proposal or a sprout show it as it is; one that was not made since then is posted."""
        ...

    async def open_thread(self, life: Lifecycle, rules: Rules) -> None:
        """Opens the thread at the card, with a first post that says how it grows."""
        ...

    async def has_thread(self, life: Lifecycle) -> bool:
        """Whether a sprout's thread is there."""
        ...

    async def create_channel(self, life: Lifecycle, *, into_forum: bool) -> ChannelId:
        """Makes the channel of a sprout."""
        ...

    async def announce_end(
        self, life: Lifecycle, interested: Sequence[MemberId], rules: Rules, topic: Topic | None
    ) -> None:
        """Says what became of a proposal or a sprout, and closes it; folding, it mentions who pressed.

        Where the place of proposals was deleted there is nobody to tell.
        """
        ...

    def require_channel(self, topic: Topic) -> None:
        """Passes where a topic's channel is there."""
        ...

    async def ask_to_keep(self, topic: Topic, life: Lifecycle, rules: Rules) -> MessageId:
        """Posts the note with **Keep it** in a topic."""
        ...

    async def answer_note(self, topic: Topic, life: Lifecycle) -> None:
        """Makes the note say what came of it; a note that was deleted is let go."""
        ...

    def channel_state(self, topic: Topic) -> ChannelState:
        """How a topic's channel is before it goes to the archive."""
        ...

    async def archive(self, topic: Topic, state: ChannelState) -> None:
        """Moves a topic's channel to the archive and makes it read-only."""
        ...

    async def unarchive(self, topic: Topic, state: ChannelState) -> None:
        """Brings a topic's channel back as it was."""
        ...


class AccessSetup(Protocol):
    """Sees to how a new topic is opened to members."""

    async def apply(self, topic: Topic, now: datetime) -> None:
        """Has it opened as the guild has it; twice is once."""
        ...


class ChannelActivity(Protocol):
    """What was said where."""

    async def last_message_at(
        self, guild_id: GuildId, channel_id: ChannelId, since: datetime, until: datetime
    ) -> datetime | None:
        """The latest message of a channel, threads included, in ``[since, until)``."""
        ...

    async def n_thread_posters(self, guild_id: GuildId, thread_id: ChannelId, until: datetime) -> int:
        """How many distinct members wrote in a thread before then."""
        ...


class Backfill(Protocol):
    """What was missed while nobody was there to record it."""

    def is_complete(self, guild_id: GuildId) -> bool:
        """Whether all of it was read back."""
        ...


class CapacityCounter(Protocol):
    """Counts what Discord limits."""

    def guilds(self) -> Collection[GuildId]:
        """The guilds that can be counted at present."""
        ...

    async def count(self, guild_id: GuildId) -> Mapping[Limit, int]:
        """How many there are of each."""
        ...


class CapacityStore(Protocol):
    """What was counted each day."""

    async def counted(self, day: date) -> frozenset[GuildId]:
        """The guilds that were counted on a day."""
        ...

    async def save(self, day: date, counts: Mapping[GuildId, Mapping[Limit, int]]) -> None:
        """Keeps a day's counts, and forgets those that are no longer read; of two for one day, the first."""
        ...

    async def counts(self, guild_id: GuildId, since: date) -> Mapping[Limit, Sequence[Count]]:
        """What was counted since a day, in order."""
        ...

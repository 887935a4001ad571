from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from secrets import token_bytes

from community.discord_limits import MESSAGES_PER_REQUEST
from community.engagement.events import Activity, ActivityKind
from community.engagement.history import (
    Emoji,
    HistoryMark,
    HistoryPage,
    HistoryPlace,
    MemberList,
    Reaction,
    SeenMessage,
    Survey,
)
from community.engagement.quarantine import QuarantinedFrame
from community.ids import ChannelId, GuildId, MemberId
from tests.fakes.engagement.activity_log import MemoryActivityLog


class MemoryHistoryMarks:
    """The port ``HistoryMarks``, in memory, over what a log in memory holds."""

    def __init__(self, log: MemoryActivityLog) -> None:
        self._log = log
        self._marks: defaultdict[GuildId, dict[ChannelId, HistoryMark]] = defaultdict(dict)
        self._key = token_bytes(32)
        self._withheld: dict[tuple[GuildId, str], datetime] = {}

    async def marks(self, guild_id: GuildId) -> Mapping[ChannelId, HistoryMark]:
        return dict(self._marks[guild_id])

    async def save(self, guild_id: GuildId, marks: Sequence[HistoryMark]) -> None:
        self._marks[guild_id].update({mark.channel_id: mark for mark in marks})

    async def present(self, guild_id: GuildId) -> frozenset[MemberId]:
        return frozenset(
            member_id
            for (guild, member_id), stay in self._log._stays.items()
            if guild == guild_id and stay.joined_at is not None and stay.left_at is None
        )

    async def reactions(self, guild_id: GuildId, message_ids: Sequence[int]) -> Mapping[int, frozenset[Reaction]]:
        found: defaultdict[int, set[Reaction]] = defaultdict(set)
        for one in self._log._activities.values():
            if one.guild_id == guild_id and one.kind is ActivityKind.REACTION and one.source_id in message_ids:
                found[one.source_id].add((one.member_id, one.emoji))
        return {message_id: frozenset(standing) for message_id, standing in found.items()}

    async def key(self) -> bytes:
        return self._key

    async def withheld(self) -> Mapping[tuple[GuildId, str], datetime]:
        return dict(self._withheld)

    async def withhold(self, guild_id: GuildId, fingerprint: str, at: datetime) -> None:
        self._withheld[guild_id, fingerprint] = at


class MemoryHistoryPrivacy:
    """The port ``HistoryPrivacy``, in memory."""

    def __init__(self) -> None:
        self.withheld: list[tuple[MemberId, GuildId | None]] = []

    async def withhold(self, member_id: MemberId, guild_id: GuildId | None) -> None:
        self.withheld.append((member_id, guild_id))


class MemoryQuarantineStore:
    """The port ``QuarantineStore``, in memory.

    While ``failing`` is set, ``save`` raises it and stores nothing.
    """

    def __init__(self) -> None:
        self.failing: Exception | None = None
        self.kept: list[QuarantinedFrame] = []

    async def save(self, cases: Sequence[QuarantinedFrame]) -> None:
        if self.failing is not None:
            raise self.failing
        self.kept += cases


class MemoryHistorySource:
    """The port ``HistorySource``, in memory, with one guild.

    ``before_answer`` is called with each page before it is returned.
    """

    def __init__(self) -> None:
        self.places: dict[ChannelId, HistoryPlace] = {}
        self.said: defaultdict[ChannelId, dict[int, Activity]] = defaultdict(dict)
        self.reacted: defaultdict[int, set[Reaction]] = defaultdict(set)
        self.joined: dict[MemberId, datetime] = {}
        self.refusing: dict[ChannelId, Exception] = {}
        self.poison: set[int] = set()
        self.asked: list[tuple[ChannelId, int | None]] = []
        self.before_answer: Callable[[HistoryPage], None] = lambda _: None

    def say(self, activity: Activity) -> None:
        """Adds a message, and its place."""
        place = HistoryPlace(activity.channel_id, activity.thread_id, activity.source_id)
        self.said[place.key][activity.source_id] = activity
        self.places[place.key] = place

    async def roster(self, guild_id: GuildId) -> MemberList:
        return MemberList(frozenset(self.joined), dict(self.joined))

    async def survey(self, guild_id: GuildId, since: Callable[[ChannelId], datetime]) -> Survey:
        return Survey(list(self.places.values()), frozenset(place.channel_id for place in self.places.values()))

    async def page(
        self, guild_id: GuildId, place: HistoryPlace, before_id: int | None, n: int = MESSAGES_PER_REQUEST
    ) -> HistoryPage:
        self.asked.append((place.key, before_id))
        if place.key in self.refusing:
            raise self.refusing[place.key]
        ids = sorted(one for one in self.said[place.key] if before_id is None or one < before_id)[-n:]
        sightings = [self._sighting(place, message_id) for message_id in reversed(ids) if message_id not in self.poison]
        poison = tuple("KeyError" for message_id in ids if message_id in self.poison)
        page = HistoryPage(sightings, len(ids), max(ids, default=0), min(ids, default=None), poison)
        self.before_answer(page)
        return page

    async def reactors(self, place: HistoryPlace, message_id: int, emoji: Emoji) -> frozenset[Reaction]:
        return frozenset(one for one in self.reacted[message_id] if one[1] == emoji[0])

    def _sighting(self, place: HistoryPlace, message_id: int) -> SeenMessage:
        emojis = sorted({emoji for _, emoji in self.reacted[message_id]})
        return SeenMessage(message_id, self.said[place.key][message_id], tuple((emoji, False) for emoji in emojis))

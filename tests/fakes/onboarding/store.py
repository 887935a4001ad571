from collections.abc import Callable, Sequence
from datetime import datetime

from community.digests.rows import Introduction
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MemberId, MessageId, PostedMessage
from community.onboarding.journey import Journey, OnboardingStep
from community.onboarding.ports import Newcomer
from tests.fakes.engagement.activity_log import MemoryActivityLog


class MemoryOnboardingStore:
    """The port ``OnboardingStore``, in memory, beside what a log knows of who is a member."""

    def __init__(self, log: MemoryActivityLog | None = None) -> None:
        self._log = log or MemoryActivityLog()
        self._journeys: dict[tuple[GuildId, MemberId], Journey] = {}

    def all_journeys(self) -> dict[tuple[GuildId, MemberId], Journey]:
        """Those of everybody."""
        return dict(self._journeys)

    async def journey(self, guild_id: GuildId, member_id: MemberId) -> Journey:
        return self._journeys.get((guild_id, member_id), Journey())

    async def advance(
        self, guild_id: GuildId, member_id: MemberId, move: Callable[[Journey], Journey]
    ) -> tuple[Journey, Journey]:
        before = await self.journey(guild_id, member_id)
        after = self._journeys[guild_id, member_id] = move(before)
        return before, after

    async def unwelcomed(self, since: datetime) -> Sequence[tuple[GuildId, MemberId, datetime]]:
        members = {
            person: min(stay.joins)
            for person, stay in self._log.stays().items()
            if stay.joins and stay.left_at is None and person not in self._log.opted_out
        }
        found = {
            person: joined_at
            for person, joined_at in members.items()
            if joined_at >= since and person not in self._journeys
        }
        for person, journey in self._journeys.items():
            if journey.joined_at is None:
                continue
            if journey.step is OnboardingStep.SCREENING:
                if person in members:
                    found[person] = journey.joined_at
            elif journey.joined_at >= since and not journey.welcomed_at and not journey.started_at:
                found[person] = journey.joined_at
        return [(*person, at) for person, at in sorted(found.items(), key=lambda item: (item[1], item[0][1]))]

    async def introductions(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[Introduction]:
        found = [
            Introduction(member_id, one.post.channel_id, one.post.message_id, one.introduced_at)
            for (guild, member_id), one in self._journeys.items()
            if guild == guild_id
            and self._stays(guild, member_id)
            and one.shared
            and one.post is not None
            and one.introduced_at is not None
            and since <= one.introduced_at < until
        ]
        return sorted(found, key=lambda one: (one.at, one.member_id))

    def _stays(self, guild_id: GuildId, member_id: MemberId) -> bool:
        """Whether a member neither left nor opted out, as far as is known."""
        stay = self._log.stays().get((guild_id, member_id))
        return (guild_id, member_id) not in self._log.opted_out and (stay is None or stay.left_at is None)

    async def introducing(self) -> Sequence[tuple[GuildId, MemberId]]:
        begun = [
            (one.introducing_at, person)
            for person, one in self._journeys.items()
            if one.introducing_at is not None and one.introduced_at is None
        ]
        return [person for _, person in sorted(begun)]


class MemoryOnboardingPosts:
    """The port ``Usher``: what was posted stands, also where the process died before it was recorded."""

    def __init__(self, present_since: datetime) -> None:
        self._present_since = present_since
        self.members: dict[MemberId, Newcomer] = {}
        self.welcomed: list[MemberId] = []
        self.introduced: list[tuple[MemberId, str]] = []
        self.refusal: OutOfReach | None = None
        self.dies_after_posting = False

    def bot_joined_at(self, guild_id: GuildId) -> datetime | None:
        return self._present_since

    async def find_member(self, guild_id: GuildId, member_id: MemberId) -> Newcomer | None:
        return self.members.get(member_id)

    async def post_welcome(self, guild_id: GuildId, member_id: MemberId, since: datetime | None) -> None:
        self._refuse()
        if since is None or member_id not in self.welcomed:
            self.welcomed.append(member_id)
        self._die()

    async def post_introduction(
        self, guild_id: GuildId, member_id: MemberId, words: str, since: datetime | None
    ) -> PostedMessage:
        self._refuse()
        if since is None or (member_id, words) not in self.introduced:
            self.introduced.append((member_id, words))
        self._die()
        return PostedMessage(ChannelId(77), MessageId(len(self.introduced)))

    def _refuse(self) -> None:
        if self.refusal is not None:
            raise self.refusal

    def _die(self) -> None:
        if self.dies_after_posting:
            raise ConnectionError

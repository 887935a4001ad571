from collections.abc import Sequence
from datetime import datetime, timedelta

from community.engagement.events import Activity, ActivityKind
from community.ids import GuildId, MemberId
from community.onboarding.funnel import NewcomerPath, PromiseCounts
from community.onboarding.greeter_rotation import NoteState
from community.onboarding.journey import Journey, OnboardingStep
from tests.fakes.engagement.activity_log import MemoryActivityLog
from tests.fakes.engagement.responses import answers_it
from tests.fakes.onboarding.greeters import MemoryGreeterStore
from tests.fakes.onboarding.store import MemoryOnboardingStore

WEEK = timedelta(days=7)


class MemoryPaths:
    """The port ``Paths``, in memory, on what a log, journeys and notes hold."""

    def __init__(self, log: MemoryActivityLog, journeys: MemoryOnboardingStore, greeters: MemoryGreeterStore) -> None:
        self._log = log
        self._journeys = journeys
        self._greeters = greeters

    async def paths(self, guild_id: GuildId, since: datetime, until: datetime) -> Sequence[NewcomerPath]:
        found = []
        for (guild, who), stay in sorted(self._log.stays().items(), key=lambda item: (item[1].joined_at, item[0])):
            if guild != guild_id or not stay.joins or (guild, who) in self._log.opted_out:
                continue
            if since <= min(stay.joins) < until:
                journey = await self._journeys.journey(guild_id, who)
                found.append(self._path(guild_id, who, min(stay.joins), journey))
        screened = [
            NewcomerPath(journey.joined_at, False, False, False, False, False, False)
            for (guild, who), journey in sorted(self._journeys.all_journeys().items())
            if guild == guild_id
            and journey.step is OnboardingStep.SCREENING
            and journey.joined_at is not None
            and since <= journey.joined_at < until
            and self._log.stay(guild, who).joined_at is None
            and (guild, who) not in self._log.opted_out
        ]
        return [*found, *sorted(screened, key=lambda path: path.joined_at)]

    async def promise(self, guild_id: GuildId, since: datetime, until: datetime) -> PromiseCounts:
        notes = [
            note
            for note, state in self._greeters.notes.values()
            if note.guild_id == guild_id
            and state is NoteState.POSTED
            and since <= note.said_at < until
            and (guild_id, note.newcomer_id) not in self._log.opted_out
        ]
        n_answered = sum(
            any(
                self._is_answered(guild_id, one)
                for one in self._said(guild_id, note.newcomer_id)
                if one.source_id == note.message_id
            )
            for note in notes
        )
        return PromiseCounts(len(notes), sum(note.greeter_id is not None for note in notes), n_answered)

    def _path(self, guild_id: GuildId, who: MemberId, joined_at: datetime, journey: Journey) -> NewcomerPath:
        said = sorted(self._said(guild_id, who), key=lambda one: (one.at, one.source_id))
        did = [one.at for one in self._log.activities(guild_id) if one.member_id == who]
        return NewcomerPath(
            joined_at,
            passed=True,
            started=journey.started_at is not None,
            finished=journey.finished_at is not None,
            wrote=bool(said),
            answered=bool(said) and self._is_answered(guild_id, said[0]),
            in_second_week=any(joined_at + WEEK <= at < joined_at + 2 * WEEK for at in did),
        )

    def _said(self, guild_id: GuildId, who: MemberId) -> list[Activity]:
        return [
            one for one in self._log.activities(guild_id) if one.kind is ActivityKind.MESSAGE and one.member_id == who
        ]

    def _is_answered(self, guild_id: GuildId, words: Activity) -> bool:
        return any(
            answers_it(other, words) for other in self._log.activities(guild_id) if other.kind is ActivityKind.MESSAGE
        )

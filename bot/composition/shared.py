"""What the services of several features share."""

from dataclasses import dataclass

from cogs.kit.bot import Bot
from community.brands.roster import Roster
from community.engagement.known_members import KnownMembers
from community.engagement.optouts import OptOuts
from community.engagement.quarantine import Quarantine
from community.engagement.recorder import Recorder
from community.notices.service import Notices
from community.settings.service import SettingsService
from storage.database import Database
from storage.engagement.activity_log import SqlActivityLog


@dataclass(frozen=True, slots=True)
class Shared:
    """What most services are built on."""

    bot: Bot
    database: Database
    log: SqlActivityLog
    recorder: Recorder
    quarantine: Quarantine
    settings: SettingsService
    notices: Notices
    optouts: OptOuts
    known_members: KnownMembers
    roster: Roster

"""The context of an interaction, which handlers need."""

from dataclasses import dataclass
from datetime import datetime

from cogs.kit.bot import Bot, Interaction, guild_id, member_id, translations
from cogs.kit.i18n import Translations
from community.ids import GuildId, MemberId
from community.services import Services


@dataclass(frozen=True, slots=True)
class Context:
    """The person and guild of an interaction, the time, and what an answer takes.

    ``now`` is when the handler began; ``say`` translates into the person's language.
    """

    bot: Bot
    guild_id: GuildId
    member_id: MemberId
    now: datetime
    say: Translations

    @property
    def services(self) -> Services:
        """The bot's services."""
        return self.bot.services


def context_of(interaction: Interaction) -> Context:
    """Returns the context of an interaction in a guild.

    Raises
    ------
    NotAllowed
        In direct messages.
    """
    bot = interaction.client
    return Context(bot, guild_id(interaction), member_id(interaction), bot.clock(), translations(interaction))

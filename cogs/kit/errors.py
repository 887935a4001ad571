"""Error handling of interactions: the person gets one sentence, the log gets the trace with the same reference."""

import secrets
from typing import Any

import discord
import structlog
from discord import app_commands

from cogs.kit.bot import Interaction, translations
from cogs.kit.i18n import Translations
from community.errors import NotAllowed, OutOfReach, Refusal

RATE_LIMITED = (
    "Discord can't keep up with me just now. Please look again in a minute, and try once more if nothing happened."
)
TOO_MANY_REQUESTS = 429

_log = structlog.get_logger(__name__)


async def answer_error(interaction: Interaction, error: BaseException) -> None:
    """Answers an interaction that failed; logs an unforeseen error with its trace."""
    say = translations(interaction)
    refusal = as_refusal(error)
    await send_privately(interaction, refusal_text(refusal, say) if refusal else _unforeseen(interaction, error, say))


def as_refusal(error: BaseException) -> Refusal | None:
    """Returns the refusal that an error stands for; none for an unforeseen error."""
    cause = cause_of(error)
    match cause:
        case Refusal():
            return cause
        case discord.HTTPException():
            return _http_refusal(cause)
        case app_commands.NoPrivateMessage():
            return NotAllowed("This works inside a server only. Please try it there.")
        case app_commands.CommandOnCooldown():
            return NotAllowed(
                "That was quick! Please try again in {seconds} seconds.", seconds=int(cause.retry_after) + 1
            )
        case app_commands.CheckFailure():
            return NotAllowed("You can't use this one. See what you can use with /help.")
        case _:
            return None


def _http_refusal(error: discord.HTTPException) -> OutOfReach | None:
    if isinstance(error, discord.Forbidden):
        return OutOfReach(
            "Discord does not let me do that here. A moderator can see what is missing in my role's permissions."
        )
    return OutOfReach(RATE_LIMITED) if error.status == TOO_MANY_REQUESTS else None


def cause_of(error: BaseException) -> BaseException:
    """Returns the original error, which discord.py may have wrapped."""
    if isinstance(error, app_commands.TransformerError) and error.__cause__ is not None:
        return error.__cause__
    original = getattr(error, "original", error)
    return original if isinstance(original, BaseException) else error


def refusal_text(refusal: Refusal, say: Translations) -> str:
    """Returns a refusal's sentence in the reader's language."""
    return say(refusal.sentence, **refusal.facts)


async def send_privately(interaction: Interaction, text: str) -> None:
    """Sends an ephemeral message, whether or not the interaction was answered already."""
    try:
        if interaction.response.is_done():
            await interaction.followup.send(text, ephemeral=True)
        else:
            await interaction.response.send_message(text, ephemeral=True)
    except discord.NotFound:
        _log.info("nobody to tell any more", interaction=interaction.id)


def _unforeseen(interaction: Interaction, error: BaseException, say: Translations) -> str:
    reference = secrets.token_hex(3)
    command = interaction.command.qualified_name if interaction.command else None
    data: Any = interaction.data or {}
    _log.error(
        "an interaction failed",
        reference=reference,
        guild=interaction.guild_id,
        command=command,
        custom_id=data.get("custom_id"),
        exc_info=cause_of(error),
    )
    return say(
        "Sorry, something went wrong on my side. Please try again; if it stays, tell a moderator this: {reference}",
        reference=reference,
    )

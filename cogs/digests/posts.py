"""Posts digests on Discord, and finds again what was posted."""

from collections.abc import Iterator
from contextlib import contextmanager

import discord
import structlog

from cogs.digests.views import digest_panel
from cogs.kit.bot import Bot
from cogs.kit.channels import POST_PERMISSIONS, READ_PERMISSIONS, require_permissions
from cogs.kit.discord_errors import NOT_TAKEN, translate_post_errors
from cogs.kit.durable_posts import NewPost, create_post, find_message
from cogs.kit.own_messages import has_line
from cogs.kit.visibility import is_public
from community.digests.digest import Digest
from community.digests.issue import Issue
from community.digests.schedule import DigestKind
from community.errors import OutOfReach
from community.ids import ChannelId, GuildId, MessageId

TO_POST = {**POST_PERMISSIONS, "attach_files": "Attach Files"}
GONE = "That channel is not there any more. Please schedule the digest in another one."

_log = structlog.get_logger(__name__)


class DiscordDigestPosts:
    """The port :class:`community.digests.ports.DigestPosts`."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._bot.is_available(guild_id)

    def require_postable(self, guild_id: GuildId, channel_id: ChannelId, kind: DigestKind) -> None:
        """Passes where a digest of that kind can be posted, and found again."""
        _require_closed(self._channel(guild_id, channel_id, TO_POST | READ_PERMISSIONS), kind)

    async def post(self, issue: Issue, digest: Digest) -> MessageId:
        """Posts an issue; Discord tells a repeated post by its nonce for a few minutes."""
        with _log_refusal(issue):
            channel = self._channel(issue.schedule.guild_id, issue.schedule.channel_id, TO_POST)
            _require_closed(channel, issue.schedule.kind)
            say = self._bot.guild_translator(channel.guild)
            panel = await digest_panel(
                digest, channel.guild, say, name=issue.chart_name, closing=issue.mark, issue=issue
            )
            with translate_post_errors(channel, gone=GONE, not_taken=NOT_TAKEN):
                new = NewPost(panel.view(), nonce=issue.nonce, files=panel.files())
                return MessageId((await create_post(channel, new)).id)

    async def find(self, issue: Issue) -> MessageId | None:
        """Returns the post of an issue; none is proof that there is none."""
        with _log_refusal(issue):
            channel = self._channel(issue.schedule.guild_id, issue.schedule.channel_id, READ_PERMISSIONS)
            with translate_post_errors(channel, gone=GONE, not_taken=NOT_TAKEN):
                found = await find_message(channel, has_line(f"-# {issue.mark}"), since=issue.claimed_at)
            return None if found is None else MessageId(found.id)

    def _channel(self, guild_id: GuildId, channel_id: ChannelId, needed: dict[str, str]) -> discord.TextChannel:
        guild = self._bot.get_guild(guild_id)
        channel = None if guild is None else guild.get_channel(channel_id)
        if not isinstance(channel, discord.TextChannel):
            raise OutOfReach(GONE)
        require_permissions(channel, needed)
        return channel


def _require_closed(channel: discord.TextChannel, kind: DigestKind) -> None:
    """A moderators' digest names who waits for an answer, which is not for everybody."""
    if kind is DigestKind.MODERATORS and is_public(channel):
        raise OutOfReach(
            "Everybody can see {channel}, and the moderators' digest is not for everybody. "
            "Please pick a channel that only moderators see.",
            channel=channel.mention,
        )


@contextmanager
def _log_refusal(issue: Issue) -> Iterator[None]:
    """Logs the reason for which an issue can't be posted or looked for."""
    try:
        yield
    except OutOfReach as reason:
        _log.warning(
            "a digest is kept back",
            guild=issue.schedule.guild_id,
            channel=issue.schedule.channel_id,
            schedule=issue.schedule.schedule_id,
            local_date=issue.local_date.isoformat(),
            reason=str(reason),
        )
        raise

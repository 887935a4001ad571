"""Asks how it worked out, in the thread of the ask."""

import discord
import structlog

from cogs.kit.bot import Bot
from cogs.kit.channels import require_permissions
from cogs.kit.durable_posts import NewPost, create_post, edit_message, find_message, unarchive
from cogs.kit.own_messages import has_custom_id
from cogs.kit.threads import IN_THREAD
from cogs.recommendations.outcome_views import OutcomeButton, question_panel
from cogs.recommendations.thread_lookup import ThreadLookup, reaching, require_unlocked
from community.errors import OutOfReach
from community.ids import GuildId, MessageId
from community.recommendations.ask import Ask
from community.recommendations.outcome import Choice, Result

_log = structlog.get_logger(__name__)


class DiscordOutcomeQuestions:
    """The port :class:`community.recommendations.ports.OutcomeQuestions`."""

    def __init__(self, bot: Bot) -> None:
        self._threads = ThreadLookup(bot)

    def is_available(self, guild_id: GuildId) -> bool:
        """Whether the guild can be reached at present."""
        return self._threads.is_available(guild_id)

    async def is_member(self, ask: Ask) -> bool:
        """Whether the person who asked is still a member."""
        return await self._asker(ask) is not None

    async def post_question(self, ask: Ask, choice: Choice, item: str) -> MessageId:
        """Posts the question; it mentions the person who asked, and nobody else."""
        try:
            thread = await self._threads.require_thread(ask)
            asker = _reader(await self._asker(ask), thread)
            require_permissions(thread, IN_THREAD)
            with reaching(thread):
                require_unlocked(thread)
                await unarchive(thread)
                new = NewPost(
                    question_panel(ask, choice, item, self._threads.say(thread.guild)).view(),
                    nonce=f"how-{choice.choice_id}",
                    mentions=discord.AllowedMentions(users=[asker]),
                )
                return MessageId((await create_post(thread, new)).id)
        except OutOfReach as reason:
            _log.info("a question waits", guild=ask.guild_id, ask=ask.ask_id, reason=str(reason))
            raise

    async def find_question(self, ask: Ask, choice: Choice) -> MessageId | None:
        """The question as it was posted; none is proof that it was not."""
        thread = await self._threads.find_thread(ask)
        if thread is None:
            return None
        require_permissions(thread, IN_THREAD)
        with reaching(thread):
            mark = has_custom_id(OutcomeButton.id_of(choice.choice_id, Result.YES))
            found = await find_message(thread, mark, since=choice.claimed_at or choice.chosen_at)
        return None if found is None else MessageId(found.id)

    async def show_answer(self, ask: Ask, choice: Choice, item: str) -> None:
        """Makes the question show its answer."""
        if choice.question_id is None:
            return
        thread = await self._threads.require_thread(ask)
        with reaching(thread):
            require_unlocked(thread)
            view = question_panel(ask, choice, item, self._threads.say(thread.guild)).view()
            await edit_message(thread, choice.question_id, view)

    async def _asker(self, ask: Ask) -> discord.Member | None:
        try:
            return await self._threads.guild(ask.guild_id).fetch_member(ask.author_id or 0)
        except discord.NotFound:
            return None


def _reader(asker: discord.Member | None, thread: discord.Thread) -> discord.Member:
    """The person who asked, as long as they can see the thread."""
    if asker is None or not thread.permissions_for(asker).view_channel:
        raise OutOfReach("The person who asked can't see the thread.")
    return asker

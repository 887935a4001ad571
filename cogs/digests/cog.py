"""``/digest``: the story of the week, by itself or when asked for. For moderators."""

from collections.abc import Mapping

import discord
from discord import app_commands
from discord.ext import commands

from cogs.digests.schedule_views import SchedulesPageButton, issue_outcome, rhythm_text, schedule_name, schedules_panel
from cogs.digests.views import digest_panel
from cogs.digests.why_menu import WhyMenu
from cogs.kit.bot import Bot, Interaction, guild_id, translations
from cogs.kit.channels import PostableArgument, TextOrForum
from cogs.kit.checks import moderators_only
from cogs.kit.context import context_of
from cogs.kit.formatting import LONG_WEEKDAYS
from cogs.kit.i18n import escape
from cogs.topics.views import named_topic, topic_choices
from community.calendar import WEEKDAYS
from community.digests.digest import Digest
from community.digests.issue import ScheduledDigest
from community.digests.schedule import LAST_DAY, Cadence, DigestKind, DigestSubject, NewSchedule, parse_rhythm
from community.discord_limits import CHOICE_LENGTH, CHOICES
from community.errors import Invalid, NotFound
from community.ids import ChannelId, GuildId, ScheduleId

N_DIGITS = 18
"""Digits of a schedule's number, at most: beyond, the database does not count."""
FOR_WHOM = "For whom it is"
OF_TOPIC = "Which topic a topic's digest is about"
FOR_BRAND = "Which brand a brand's digest is for"
KINDS = [app_commands.Choice(name=kind.value, value=kind.value) for kind in DigestKind]
CADENCES = [app_commands.Choice(name=cadence.value, value=cadence.value) for cadence in Cadence]


@app_commands.guild_only()
class Digests(commands.GroupCog, group_name="digest", group_description="Moderators: the story of the week"):
    """Digests, for moderators."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @app_commands.command(description="Moderators: have a digest come by itself")
    @app_commands.describe(
        kind=FOR_WHOM,
        channel="Where it is posted; it tells only what everybody there can read",
        cadence="How often it comes",
        time="When, in the server's time zone: 09:00, 18:30",
        day="The weekday of a weekly one (Monday), the day of a monthly one (1)",
        topic=OF_TOPIC,
        brand=FOR_BRAND,
    )
    @app_commands.choices(kind=KINDS, cadence=CADENCES)
    @moderators_only()
    async def schedule(
        self,
        interaction: Interaction,
        *,
        kind: str,
        channel: app_commands.Transform[TextOrForum, PostableArgument],
        cadence: str,
        time: str,
        day: str = "",
        topic: str = "",
        brand: str = "",
    ) -> None:
        """Keeps a schedule, and says when it comes for the first time."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        now, say = ctx.now, ctx.say
        new = NewSchedule(
            ctx.guild_id,
            await self._subject(interaction, kind, topic, brand),
            ChannelId(channel.id),
            parse_rhythm(cadence, day, time),
            ctx.member_id,
        )
        standing = await ctx.services.digests.schedule(new, now)
        next_at = await ctx.services.digests.next_at(standing, now)
        await interaction.followup.send(
            say(
                "The {kind} digest comes to {channel} {when}; next: {next}. See it now with /digest preview.",
                kind=standing.schedule.kind,
                channel=channel.mention,
                when=rhythm_text(standing.schedule, say),
                next=discord.utils.format_dt(next_at or now, "f"),
            ),
            ephemeral=True,
        )

    @app_commands.command(name="list", description="Moderators: what is scheduled, and what became of it")
    @moderators_only()
    async def list_schedules(self, interaction: Interaction) -> None:
        """Lists the guild's schedules."""
        await interaction.response.defer(ephemeral=True)
        panel = await schedules_panel(interaction)
        await interaction.followup.send(view=panel.view(), ephemeral=True)

    @app_commands.command(description="Moderators: let a digest rest")
    @app_commands.describe(digest="Which one")
    @moderators_only()
    async def pause(self, interaction: Interaction, digest: str) -> None:
        """Nothing comes until it is resumed."""
        standing = await self._bot.services.digests.pause(guild_id(interaction), _schedule_id(digest))
        sentence = "Paused: {digest}. Have it come again with /digest resume."
        await self._reply_schedule(interaction, sentence, standing)

    @app_commands.command(description="Moderators: have a paused digest come again")
    @app_commands.describe(digest="Which one")
    @moderators_only()
    async def resume(self, interaction: Interaction, digest: str) -> None:
        """It comes again from its next day on."""
        ctx = context_of(interaction)
        now = ctx.now
        standing = await ctx.services.digests.resume(ctx.guild_id, _schedule_id(digest), now)
        await self._reply_schedule(interaction, "It comes again: {digest}.", standing)

    @app_commands.command(description="Moderators: take a digest off the list; what was posted stays")
    @app_commands.describe(digest="Which one")
    @moderators_only()
    async def remove(self, interaction: Interaction, digest: str) -> None:
        """It comes no more."""
        standing = await self._bot.services.digests.remove(guild_id(interaction), _schedule_id(digest))
        sentence = "Removed: {digest}. What was posted stays; schedule it anew with /digest schedule."
        await self._reply_schedule(interaction, sentence, standing)

    @app_commands.command(description="Moderators: see what a digest would tell now; nothing is posted or recorded")
    @app_commands.describe(kind=FOR_WHOM, topic=OF_TOPIC, brand=FOR_BRAND)
    @app_commands.choices(kind=KINDS)
    @moderators_only()
    async def preview(self, interaction: Interaction, kind: str, topic: str = "", brand: str = "") -> None:
        """Shows the digest to the moderator alone."""
        await interaction.response.defer(ephemeral=True)
        subject = await self._subject(interaction, kind, topic, brand)
        closing = translations(interaction)("Only you see this. Nothing was posted or recorded.")
        await self._show(interaction, await self._compose_preview(interaction, subject), closing, ephemeral=True)

    @app_commands.command(description="Moderators: post a digest now, where it is scheduled, or else here")
    @app_commands.describe(kind=FOR_WHOM, topic=OF_TOPIC, brand=FOR_BRAND)
    @app_commands.choices(kind=KINDS)
    @moderators_only()
    async def now(self, interaction: Interaction, kind: str, topic: str = "", brand: str = "") -> None:
        """Posts today's issue of a scheduled digest; of one that is not, shows the digest to the channel."""
        ctx = context_of(interaction)
        await interaction.response.defer(ephemeral=True)
        digests, say = ctx.services.digests, ctx.say
        subject = await self._subject(interaction, kind, topic, brand)
        guild, here = ctx.guild_id, ChannelId(interaction.channel_id or 0)
        home = await digests.find_schedule(guild, subject, here)
        if home is not None:
            issue = await digests.post_now(home, ctx.now)
            await interaction.followup.send(
                say("Today's issue: {outcome}", outcome=issue_outcome(issue, say)), ephemeral=True
            )
            return
        digests.require_postable(guild, here, subject.kind)
        digest = await self._compose_preview(interaction, subject)
        if digest.is_quiet:
            raise Invalid("There is too little to tell of these days yet. Please try again when more has happened.")
        await interaction.followup.send(
            say("Here it is. Have it come by itself with /digest schedule."), ephemeral=True
        )
        closing = say("Asked for by {who}", who=interaction.user.mention)
        await self._show(interaction, digest, closing, ephemeral=False)

    @schedule.autocomplete("day")
    async def _days(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        say = translations(interaction)
        match str(interaction.namespace.cadence):
            case Cadence.WEEKLY:
                days = [(say(name), value) for name, value in zip(LONG_WEEKDAYS, WEEKDAYS, strict=True)]
            case Cadence.MONTHLY:
                days = [(str(day), str(day)) for day in range(1, LAST_DAY + 1)]
            case _:
                days = []
        found = [(name, value) for name, value in days if name.casefold().startswith(typed.strip().casefold())]
        return [app_commands.Choice(name=name, value=value) for name, value in found[:CHOICES]]

    @schedule.autocomplete("topic")
    @preview.autocomplete("topic")
    @now.autocomplete("topic")
    @moderators_only()
    async def _topics(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return topic_choices(await self._bot.services.topics.directory.topics(guild_id(interaction)), typed)

    @schedule.autocomplete("brand")
    @preview.autocomplete("brand")
    @now.autocomplete("brand")
    @moderators_only()
    async def _brands(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        found = await self._bot.services.digests.search_brands(guild_id(interaction), typed)
        return [app_commands.Choice(name=name[:CHOICE_LENGTH], value=str(number)) for number, name in found[:CHOICES]]

    @pause.autocomplete("digest")
    @resume.autocomplete("digest")
    @remove.autocomplete("digest")
    @moderators_only()
    async def _scheduled(self, interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        digests, guild = self._bot.services.digests, guild_id(interaction)
        standings = await digests.schedules(guild)
        names = await digests.subject_names(guild, standings)
        named = [(self._choice_name(interaction, one, names), str(one.schedule.schedule_id)) for one in standings]
        found = [(name, value) for name, value in named if typed.casefold() in name.casefold()]
        return [app_commands.Choice(name=name, value=value) for name, value in found[:CHOICES]]

    async def _subject(self, interaction: Interaction, kind: str, topic: str, brand: str) -> DigestSubject:
        """What the digest is about, as it was picked."""
        guild, wanted = guild_id(interaction), _kind(kind)
        if topic and wanted is not DigestKind.TOPIC:
            raise Invalid("Only a topic's digest is about a topic. Please leave the topic out, or pick that kind.")
        if brand and wanted is not DigestKind.BRAND:
            raise Invalid("Only a brand's digest is for a brand. Please leave the brand out, or pick that kind.")
        match wanted:
            case DigestKind.TOPIC:
                if not topic:
                    raise Invalid("Which topic is it about? Please pick one as topic.")
                return DigestSubject(wanted, (await named_topic(self._bot, guild, topic)).topic_id)
            case DigestKind.BRAND:
                return DigestSubject(wanted, await self._brand(guild, brand))
            case _:
                return DigestSubject(wanted)

    async def _brand(self, guild: GuildId, typed: str) -> int:
        """The brand that a choice names, or that was typed."""
        for number, name in await self._bot.services.digests.search_brands(guild, ""):
            if typed.strip() and typed.strip().casefold() in {str(number), name.casefold()}:
                return number
        raise NotFound("There is no such brand here. A moderator can add one with /brand add.")

    async def _compose_preview(self, interaction: Interaction, subject: DigestSubject) -> Digest:
        ctx = context_of(interaction)
        here = ChannelId(interaction.channel_id or 0)
        return await ctx.services.digests.preview(ctx.guild_id, subject, here, ctx.now)

    async def _show(self, interaction: Interaction, digest: Digest, closing: str, *, ephemeral: bool) -> None:
        """Shows a digest in the server's language, to the asker or to the channel."""
        guild = self._bot.require_guild(digest.guild_id)
        say = self._bot.guild_translator(guild)
        name = f"hamlet-{digest.kind}-{digest.window.end}"
        panel = await digest_panel(digest, guild, say, name=name, closing=closing)
        await interaction.followup.send(view=panel.view(), files=panel.files(), ephemeral=ephemeral)

    async def _reply_schedule(self, interaction: Interaction, sentence: str, standing: ScheduledDigest) -> None:
        schedule, say = standing.schedule, translations(interaction)
        names = await self._bot.services.digests.subject_names(schedule.guild_id, [standing])
        plainly = {subject: escape(name) for subject, name in names.items()}
        digest = schedule_name(schedule, f"<#{schedule.channel_id}>", plainly, say)
        await interaction.response.send_message(say(sentence, digest=digest), ephemeral=True)

    def _choice_name(
        self, interaction: Interaction, standing: ScheduledDigest, names: Mapping[DigestSubject, str]
    ) -> str:
        """A schedule as a choice: its number first, so that two alike can be told apart."""
        schedule = standing.schedule
        channel = interaction.guild.get_channel(schedule.channel_id) if interaction.guild is not None else None
        place = f"#{channel.name if channel is not None else '?'}"
        name = schedule_name(schedule, place, names, translations(interaction))
        return f"{schedule.schedule_id}: {name}"[:CHOICE_LENGTH]


def _kind(typed: str) -> DigestKind:
    try:
        return DigestKind(typed)
    except ValueError:
        raise Invalid("There is no such kind of digest. Please pick one from the list.") from None


def _schedule_id(typed: str) -> ScheduleId:
    """The number that a choice carries, or that was typed."""
    number = typed.partition(":")[0].strip()
    if not (number.isascii() and number.isdecimal() and len(number) <= N_DIGITS):
        raise NotFound("There is no such digest here. See what there is with /digest list.")
    return ScheduleId(int(number))


async def setup(bot: Bot) -> None:
    """Adds the cog and what people can press."""
    bot.add_dynamic_items(WhyMenu, SchedulesPageButton)
    await bot.add_cog(Digests(bot))

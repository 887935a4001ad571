"""How settings look: a feature's list, the right control for each setting, and what was changed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Self

import discord
from discord import ui

from cogs.kit.bot import Interaction
from cogs.kit.checks import require_moderator
from cogs.kit.context import context_of
from cogs.kit.i18n import Translations, escape
from cogs.kit.modals import PersistentModal
from cogs.kit.panel import Panel
from cogs.kit.persistent import PersistentItem
from community.discord_limits import MODAL_LABEL_LENGTH, OPTION_LENGTH
from community.errors import Invalid
from community.settings.declaration import Reference, ReferenceTarget, Setting, Switch, Value
from community.settings.ports import SettingChange

KEY = r"(?P<key>[a-z_]+\.[a-z_]+)"


class SettingsScreen:
    """What ``/settings`` shows to one moderator at one moment."""

    def __init__(self, settings: Mapping[str, Setting], values: Mapping[str, Value], say: Translations) -> None:
        self._settings = settings
        self._values = values
        self._say = say

    @classmethod
    async def of(cls, interaction: Interaction) -> "SettingsScreen":
        """The screen of the interaction's guild, for moderators only."""
        ctx = context_of(interaction)
        await require_moderator(interaction)
        service = ctx.services.settings
        return cls(service.settings, await service.values(ctx.guild_id), ctx.say)

    @property
    def features(self) -> Sequence[str]:
        """The features that have settings, in the order of the alphabet."""
        return list(dict.fromkeys(key.partition(".")[0] for key in self._settings))

    def feature_panel(self, feature: str, note: str = "") -> Panel:
        """The settings of one feature, and where to go from here."""
        mine = [one for key, one in self._settings.items() if key.startswith(f"{feature}.")]
        return Panel(
            self._say("Settings: {feature}", feature=self._say(feature.capitalize())),
            lead=note or self._say("Pick a setting to change it, or another feature."),
            sections=[(self._say(one.label), self._describe(one)) for one in mine],
            closing=self._say("Every change is kept with who, when, before and after."),
            rows=[
                ui.ActionRow(SettingMenu.of(mine, self._say)),
                ui.ActionRow(FeatureMenu.of(feature, self.features, self._say)),
                ui.ActionRow(HistoryButton.labelled(self._say)),
            ],
        )

    def control_panel(self, setting: Setting) -> Panel:
        """The right control for one setting."""
        feature = setting.key.partition(".")[0]
        rows: list[ui.ActionRow[Any]] = []
        match setting.control:
            case Reference(pick):
                rows.append(ui.ActionRow(ReferenceMenu.of(setting, pick, self._say)))
                rows.append(ui.ActionRow(ValueButton.to(setting.key, "", self._say("None"))))
            case Switch():
                buttons = [("on", self._say("On")), ("off", self._say("Off"))]
                rows.append(ui.ActionRow(*(ValueButton.to(setting.key, typed, label) for typed, label in buttons)))
            case _:
                pass
        rows.append(ui.ActionRow(FeatureMenu.of(feature, self.features, self._say)))
        return Panel(self._say(setting.label), lead=self._describe(setting), rows=rows)

    def value_text(self, setting: Setting, value: Value) -> str:
        """A value as people read it."""
        match setting.control, value:
            case _, None:
                return self._say("none")
            case Reference(ReferenceTarget.CHANNEL), _:
                return f"<#{value}>"
            case Reference(ReferenceTarget.ROLE), _:
                return f"<@&{value}>"
            case Switch(), _:
                return self._say("on") if value else self._say("off")
            case _:
                return escape(str(value))

    def history_text(self, changes: Sequence[SettingChange]) -> str:
        """The latest changes, a line each."""
        lines = [
            self._say(
                "{when} {who}: {label} from {before} to {after}",
                when=discord.utils.format_dt(change.changed_at, "d"),
                who=f"<@{change.changed_by}>" if change.changed_by else self._say("somebody"),
                label=self._say(self._settings[change.key].label),
                before=self.value_text(self._settings[change.key], change.before),
                after=self.value_text(self._settings[change.key], change.after),
            )
            for change in changes
            if change.key in self._settings
        ]
        return "\n".join(lines) or self._say("Nothing was changed yet.")

    def _describe(self, setting: Setting) -> str:
        value = self.value_text(setting, self._values[setting.key])
        default = self.value_text(setting, setting.default)
        return self._say(
            "{help}\nNow: **{value}** (default: {default})", help=self._say(setting.help), value=value, default=default
        )


class FeatureMenu(PersistentItem[ui.Select[Any]], template=r"hamlet:settings:feature"):
    """Turns to another feature."""

    @classmethod
    def of(cls, present: str, features: Sequence[str], say: Translations) -> Self:
        """The menu with the present feature marked."""
        options = [
            discord.SelectOption(label=say(feature.capitalize()), value=feature, default=feature == present)
            for feature in features
        ]
        return cls(ui.Select(custom_id="hamlet:settings:feature", placeholder=say("Feature"), options=options))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows that feature."""
        screen = await SettingsScreen.of(interaction)
        feature = next((one for one in self.item.values if one in screen.features), screen.features[0])
        await interaction.response.edit_message(view=screen.feature_panel(feature).view())


class SettingMenu(PersistentItem[ui.Select[Any]], template=r"hamlet:settings:setting"):
    """Turns to one setting's control."""

    @classmethod
    def of(cls, settings: Sequence[Setting], say: Translations) -> Self:
        """The menu of a feature's settings."""
        options = [
            discord.SelectOption(
                label=say(one.label)[:OPTION_LENGTH], value=one.key, description=say(one.help)[:OPTION_LENGTH]
            )
            for one in settings
        ]
        return cls(ui.Select(custom_id="hamlet:settings:setting", placeholder=say("Change a setting"), options=options))

    async def on_press(self, interaction: Interaction) -> None:
        """Shows the control; where something has to be typed, a form."""
        ctx = context_of(interaction)
        screen = await SettingsScreen.of(interaction)
        setting = require_setting(interaction, "".join(self.item.values))
        if isinstance(setting.control, Reference | Switch):
            await interaction.response.edit_message(view=screen.control_panel(setting).view())
        else:
            value = (await ctx.services.settings.values(ctx.guild_id))[setting.key]
            await interaction.response.send_modal(SettingForm.of(setting, value, ctx.say))


class ReferenceMenu(
    PersistentItem[ui.ChannelSelect[Any] | ui.RoleSelect[Any]], template=rf"hamlet:settings:pick:{KEY}"
):
    """Sets a channel or a role."""

    key: str

    @classmethod
    def of(cls, setting: Setting, pick: ReferenceTarget, say: Translations) -> Self:
        """The right kind of menu."""
        custom_id = f"hamlet:settings:pick:{setting.key}"
        if pick is ReferenceTarget.ROLE:
            return cls(ui.RoleSelect(custom_id=custom_id, placeholder=say("Pick a role")))
        kinds = [discord.ChannelType.text, discord.ChannelType.news, discord.ChannelType.forum]
        return cls(ui.ChannelSelect(custom_id=custom_id, placeholder=say("Pick a channel"), channel_types=kinds))

    async def on_press(self, interaction: Interaction) -> None:
        """Sets what was picked, if it is of this guild."""
        picked = self.item.values[0].id if self.item.values else 0
        guild = interaction.guild
        if guild is None or (guild.get_channel(picked) is None and guild.get_role(picked) is None):
            raise Invalid("That is not in this server any more. Please pick another one.")
        await change_setting(interaction, self.key, str(picked))


class ValueButton(PersistentItem[ui.Button[Any]], template=rf"hamlet:settings:value:{KEY}:(?P<typed>[a-z]*)"):
    """Sets a value that fits on a button."""

    typed: str
    key: str

    @classmethod
    def to(cls, key: str, typed: str, label: str) -> Self:
        """The button that sets this value."""
        return cls(ui.Button(label=label, custom_id=f"hamlet:settings:value:{key}:{typed}"))

    async def on_press(self, interaction: Interaction) -> None:
        """Sets it."""
        await change_setting(interaction, self.key, self.typed)


class HistoryButton(PersistentItem[ui.Button[Any]], template=r"hamlet:settings:history"):
    """Shows the latest changes."""

    @classmethod
    def labelled(cls, say: Translations) -> Self:
        """The button."""
        return cls(ui.Button(label=say("Latest changes"), custom_id="hamlet:settings:history"))

    async def on_press(self, interaction: Interaction) -> None:
        """Answers with the changes."""
        ctx = context_of(interaction)
        screen = await SettingsScreen.of(interaction)
        changes = await ctx.services.settings.changes(ctx.guild_id)
        panel = Panel(ctx.say("Latest changes"), lead=screen.history_text(changes))
        await interaction.response.send_message(view=panel.view(), ephemeral=True)


class SettingForm(PersistentModal):
    """Where a number or a time zone is typed."""

    template = re.compile(rf"hamlet:settings:form:{KEY}")
    key: str

    @classmethod
    def of(cls, setting: Setting, value: Value, say: Translations) -> Self:
        """The form, with the present value in it."""
        form = cls(title=say(setting.label), custom_id=f"hamlet:settings:form:{setting.key}")
        typed: ui.TextInput[Any] = ui.TextInput(custom_id="value", default=str(value), max_length=64)
        form.add_item(
            ui.Label(
                text=say(setting.label)[:MODAL_LABEL_LENGTH],
                description=say(setting.help)[:OPTION_LENGTH],
                component=typed,
            )
        )
        return form

    async def on_submission(self, interaction: Interaction) -> None:
        """Sets what was typed."""
        await change_setting(interaction, self.key, self.answers.get("value", ""))


def require_setting(interaction: Interaction, key: str) -> Setting:
    """The setting of that key."""
    settings = interaction.client.services.settings.settings
    if key not in settings:
        raise Invalid("There is no such setting. See them all with /settings.")
    return settings[key]


async def change_setting(interaction: Interaction, key: str, typed: str) -> None:
    """Changes a setting and shows its feature anew."""
    ctx = context_of(interaction)
    await require_moderator(interaction)
    setting = require_setting(interaction, key)
    say = ctx.say
    made = await ctx.services.settings.change(ctx.guild_id, key, typed, ctx.member_id, ctx.now)
    screen = await SettingsScreen.of(interaction)
    note = say("{label} is now **{value}**.", label=say(setting.label), value=screen.value_text(setting, made.after))
    view = screen.feature_panel(key.partition(".")[0], note).view()
    if interaction.message is None:
        await interaction.response.send_message(view=view, ephemeral=True)
    else:
        await interaction.response.edit_message(view=view)

from typing import Any

import pytest

from community.ids import GuildId
from community.settings.general import GeneralSettings
from tests.discord.world import World, components, last, read


async def opened(world: World) -> Any:
    answer = await world.moderator.slash(world.lobby, "settings")
    assert answer.ephemeral
    return answer


async def general(world: World) -> GeneralSettings:
    return await world.bot.services.settings.read(GuildId(world.guild.id), GeneralSettings)


async def open_setting(world: World, screen: Any, feature: str, key: str) -> Any:
    await world.moderator.select(last(screen), [feature], custom_id="hamlet:settings:feature")
    return await world.moderator.select(last(screen), [key], custom_id="hamlet:settings:setting")


async def test_the_screen_lists_every_feature_with_help_and_default(world: World) -> None:
    screen = await opened(world)
    for feature in {key.partition(".")[0] for key in world.bot.services.settings.settings}:
        await world.moderator.select(last(screen), [feature], custom_id="hamlet:settings:feature")
        shown = read(screen)
        for key, setting in world.bot.services.settings.settings.items():
            if key.startswith(f"{feature}."):
                assert setting.label in shown
                assert setting.help in shown


async def test_a_time_zone_is_typed_and_a_wrong_one_is_refused(world: World) -> None:
    screen = await opened(world)
    form = await open_setting(world, screen, "general", "general.time_zone")
    await world.moderator.submit_modal(form, {"value": "Europe/Berlin"})
    assert (await general(world)).time_zone == "Europe/Berlin"
    assert "Europe/Berlin" in read(screen)

    form = await open_setting(world, screen, "general", "general.time_zone")
    refused = await world.moderator.submit_modal(form, {"value": "Mars/Crater"})
    assert "don't know the time zone Mars/Crater" in read(refused)
    assert (await general(world)).time_zone == "Europe/Berlin"


async def test_the_form_is_understood_after_a_restart(world: World) -> None:
    screen = await opened(world)
    form = await open_setting(world, screen, "general", "general.time_zone")
    await world.restart()
    await world.moderator.submit_modal(form, {"value": "Asia/Tokyo"})
    assert (await general(world)).time_zone == "Asia/Tokyo"


async def test_a_channel_is_picked_and_taken_back(world: World) -> None:
    screen = await opened(world)
    await open_setting(world, screen, "onboarding", "onboarding.welcome_channel")
    picker = "hamlet:settings:pick:onboarding.welcome_channel"
    await world.moderator.select(last(screen), [world.lobby], custom_id=picker)
    assert f"<#{world.lobby.id}>" in read(screen)

    await open_setting(world, screen, "onboarding", "onboarding.welcome_channel")
    await world.moderator.click(last(screen), label="None")
    assert "is now **none**" in read(screen)


async def test_a_moderator_role_decides_from_then_on(world: World) -> None:
    helpers = world.guild.create_role("Helpers")
    helper = world.member("hana", helpers)
    assert "for moderators" in read(await helper.slash(world.lobby, "settings"))

    screen = await opened(world)
    await open_setting(world, screen, "general", "general.moderator_role")
    await world.moderator.select(last(screen), [helpers], custom_id="hamlet:settings:pick:general.moderator_role")

    assert "Settings" in read(await helper.slash(world.lobby, "settings"))
    assert "for moderators" in read(await world.moderator.slash(world.lobby, "settings"))


async def test_every_change_is_kept_with_who_before_and_after(world: World) -> None:
    screen = await opened(world)
    assert "Nothing was changed yet" in read(await world.moderator.click(last(screen), label="Latest changes"))
    form = await open_setting(world, screen, "general", "general.time_zone")
    await world.moderator.submit_modal(form, {"value": "Europe/Berlin"})

    history = read(await world.moderator.click(last(screen), label="Latest changes"))

    assert f"<@{world.moderator.id}>: Time zone from UTC to Europe/Berlin" in history


async def test_a_screen_that_stayed_open_is_refused_once_its_reader_is_no_moderator(world: World) -> None:
    screen = await opened(world)
    world.env.backend.remove_member_role(world.guild.id, world.moderator.id, world.moderator_role.id)
    await world.settle()
    answer = await world.moderator.click(last(screen), label="Latest changes")
    assert "for moderators" in read(answer)


@pytest.mark.parametrize(
    "custom_id", ["hamlet:settings:value:no.such:on", "hamlet:settings:value:general.time_zone:mars"]
)
async def test_a_forged_button_changes_nothing(world: World, custom_id: str) -> None:
    screen = await opened(world)
    message = world.env.backend.get_message(last(screen).channel_id, last(screen).id)  # type: ignore[union-attr]
    message.components = [{"type": 1, "components": [{"type": 2, "style": 1, "label": "x", "custom_id": custom_id}]}]
    before = await general(world)

    await world.moderator.click(last(screen), custom_id=custom_id)

    assert await general(world) == before
    assert components(last(screen))

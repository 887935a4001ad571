"""The check of request bodies accepts what discord.py sends, and rejects what Discord would."""

import asyncio
import io
import json
import time
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands, ui
from discord.ext import commands

from tests.openapi import AMENDMENTS, MOST_FAULTS, PUBLISHED, RequestBodies, amended

CALLBACK = "/interactions/11/token/callback"
MESSAGES = "/channels/22/messages"


def _operation(schema: dict[str, Any] | None, content: str = "application/json") -> dict[str, Any]:
    if schema is None:
        return {"responses": {}}
    return {"requestBody": {"required": True, "content": {content: {"schema": schema}}}}


def _reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


SMALL: dict[str, Any] = {
    "openapi": "3.1.0",
    "paths": {
        "/pets/{pet}": {"parameters": [], "patch": _operation(_reference("Cat")), "get": _operation(None)},
        "/pets/@mine": {"patch": _operation({"type": "null"})},
        "/pets/{pet}/photo": {"put": _operation({"type": "object"}, "multipart/form-data")},
        "/pets": {"post": _operation({"anyOf": [_reference("Cat"), _reference("Dog"), _reference("Walk")]})},
    },
    "components": {
        "schemas": {
            "Cat": {
                "type": "object",
                "properties": {"type": {"enum": [1]}, "name": {"type": "string", "maxLength": 8}},
                "required": ["name"],
            },
            "Dog": {
                "type": "object",
                "properties": {"type": {"enum": [2]}, "name": {"type": ["string", "null"]}},
                "required": ["type", "name"],
            },
            "Walk": {
                "type": "object",
                "properties": {
                    "name": {"type": "string"},
                    "with": {"type": "array", "items": {"oneOf": [{"type": "null"}, _reference("Dog")]}},
                },
                "required": ["name", "with"],
            },
        }
    },
}


class Question(ui.Modal, title="Ask the village"):
    what: ui.TextInput["Question"] = ui.TextInput(label="What are you after?", custom_id="what", max_length=200)
    budget: ui.Label["Question"] = ui.Label(
        text="Budget",
        component=ui.Select(custom_id="budget", options=[discord.SelectOption(label="Under 20", value="20")]),
    )

    async def on_submit(self, interaction: discord.Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await interaction.edit_original_response(content="Asked.")
        await interaction.followup.send("Here is a file.", file=_file("note.txt"), ephemeral=True)


class Buttons(ui.View):
    @ui.button(label="Ask", emoji="🌱", style=discord.ButtonStyle.primary, custom_id="ask")
    async def ask(self, interaction: discord.Interaction, _: ui.Button["Buttons"]) -> None:
        await interaction.response.send_modal(Question())

    @ui.button(label="Close", custom_id="close")
    async def close(self, interaction: discord.Interaction, _: ui.Button["Buttons"]) -> None:
        await interaction.response.edit_message(content="Closed.", embed=None, view=None)

    @ui.select(cls=ui.UserSelect, placeholder="Who?", custom_id="who")
    async def who(self, interaction: discord.Interaction, _: ui.UserSelect["Buttons"]) -> None:
        await interaction.response.defer()


class Card(ui.LayoutView):
    def __init__(self) -> None:
        super().__init__()
        button: ui.Button[Card] = ui.Button(label="More", custom_id="more")
        picture = discord.MediaGalleryItem("attachment://chart.png", description="A chart")
        parts: list[ui.Item[Card]] = [
            ui.TextDisplay("# This week"),
            ui.Section("Twelve people answered.", accessory=button),
            ui.Separator(),
            ui.MediaGallery(picture),
            ui.File("attachment://note.txt"),
        ]
        self.add_item(ui.Container(*parts, accent_colour=0x5865F2))


def _file(name: str) -> discord.File:
    return discord.File(io.BytesIO(b"content"), name, description="What it shows")


async def _panel(interaction: discord.Interaction, rows: app_commands.Range[int, 1, 5] = 1) -> None:
    embed = discord.Embed(title="Panel", description="Pick one", timestamp=interaction.created_at, colour=0x57F287)
    embed.add_field(name="Rows", value=str(rows)).set_footer(text="Hamlet").set_image(url="attachment://chart.png")
    only = discord.AllowedMentions(users=[interaction.user], everyone=False)
    await interaction.response.send_message(embed=embed, file=_file("chart.png"), view=Buttons(), allowed_mentions=only)


async def _week(interaction: discord.Interaction) -> None:
    await interaction.response.send_message(view=Card(), files=[_file("chart.png"), _file("note.txt")])


async def _tour(
    ctx: commands.Context[commands.Bot], forum: discord.ForumChannel, member: discord.Member, role: discord.Role
) -> None:
    assert ctx.guild is not None
    assert isinstance(ctx.channel, discord.TextChannel)
    message = await ctx.reply("Hello", embed=discord.Embed(title="Hello"), view=Buttons(), mention_author=False)
    await message.edit(content="Hello again", view=None)
    await message.forward(ctx.channel)
    await message.add_reaction("🌱")
    thread = await ctx.message.create_thread(name="Beside", auto_archive_duration=1440)
    await thread.send("Inside")
    await thread.edit(archived=True, locked=True)
    private = await ctx.channel.create_thread(name="Circle", type=discord.ChannelType.private_thread)
    await private.add_user(member)
    await forum.create_thread(name="A post", content="Its body", embed=discord.Embed(title="A post"))
    await forum.create_thread(name="A card", view=Card(), files=[_file("chart.png"), _file("note.txt")])
    closed = discord.PermissionOverwrite(send_messages=False)
    topic = await ctx.guild.create_text_channel("bread", topic="Bread", overwrites={role: closed})
    await topic.edit(topic="Bread and baking", slowmode_delay=5)
    await topic.set_permissions(role, send_messages=False)
    await member.add_roles(role)
    made = await ctx.guild.create_role(name="Bakers", permissions=discord.Permissions.none())
    await made.edit(permissions=discord.Permissions(send_messages=True))
    await member.send("A word in private")


class Village(commands.Bot):
    """A bot that sends one of each kind of body."""

    def __init__(self) -> None:
        super().__init__("!", intents=discord.Intents.all())
        self.tree.command(name="panel", description="Show the panel")(_panel)
        self.tree.command(name="week", description="Show the week")(_week)
        self.command(name="tour")(_tour)

    async def setup_hook(self) -> None:
        await self.tree.sync()


async def _requests() -> list[simcord.HttpLogEntry]:
    async with simcord.run(Village()) as env:
        guild = env.create_guild()
        channel, forum = guild.create_text_channel("green"), guild.create_forum_channel("ask")
        steward = guild.create_role("Steward", permissions=discord.Permissions(administrator=True))
        role = guild.create_role("Reader")
        ann = guild.add_member(env.create_user("ann"), roles=[steward])
        await ann.send(channel, f"!tour {forum.id} {ann.id} {role.id}")
        await ann.slash(channel, "week")
        await ann.slash(channel, "panel", rows=2)
        panel = channel.last_message
        assert panel is not None
        shown = await ann.click(panel, custom_id="ask")
        await ann.submit_modal(shown, {"what": "A kettle", "budget": ["20"]})
        await ann.click(panel, custom_id="close")
        return list(env.http_requests)


@pytest.fixture(scope="module")
def sent() -> list[simcord.HttpLogEntry]:
    return asyncio.run(_requests())


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    if not PUBLISHED.exists():
        pytest.skip("Discord's OpenAPI description is not beside this checkout (../shared/discord-openapi.json)")
    description: dict[str, Any] = json.loads(PUBLISHED.read_bytes())
    return description


@pytest.fixture(scope="module")
def published(spec: dict[str, Any]) -> RequestBodies:
    assert spec
    bodies = RequestBodies.published()
    assert bodies is not None
    return bodies


# Any description


def test_the_most_literal_path_that_has_the_method_is_the_one_judged() -> None:
    bodies = RequestBodies(SMALL)
    assert bodies.faults("PATCH", "/pets/7", {"name": "Tom"}) == []
    assert bodies.faults("PATCH", "/pets/@mine", {"name": "Tom"}) == ["body: {'name': 'Tom'} is not of type 'null'"]
    assert bodies.faults("GET", "/pets/@mine", None) == []


@pytest.mark.parametrize(("method", "path"), [("GET", "/nowhere"), ("DELETE", "/pets/7"), ("PATCH", "/pets/7/8")])
def test_a_route_that_the_description_lacks_is_a_fault(method: str, path: str) -> None:
    assert RequestBodies(SMALL).faults(method, path, None) == [
        f"{method} {path}: the description has no such operation"
    ]


def test_a_body_is_judged_present_or_absent() -> None:
    bodies = RequestBodies(SMALL)
    assert bodies.faults("PATCH", "/pets/7", None) == ["body: None is not of type 'object'"]
    assert bodies.faults("GET", "/pets/7", {"a": 1}) == ["body: {'a': 1} was sent, but the operation takes none"]
    assert bodies.faults("PUT", "/pets/7/photo", None) == []


def test_a_fault_of_a_union_is_told_of_the_shape_that_was_meant() -> None:
    bodies = RequestBodies(SMALL)
    assert bodies.faults("POST", "/pets", {"type": 2, "name": None}) == []
    assert bodies.faults("POST", "/pets", {"type": 2, "name": 3}) == ["name: 3 is not of type 'string', 'null'"]
    assert bodies.faults("POST", "/pets", {"type": 1, "name": "Tom the Second"}) == [
        "name: 'Tom the Second' is too long (maxLength 8)"
    ]
    assert bodies.faults("POST", "/pets", "Tom") == ["body: 'Tom' is none of Cat, Dog, Walk"]
    assert bodies.faults("POST", "/pets", {"name": "Out", "with": [None, {"type": 2}]}) == [
        "with[1]: 'name' is a required property"
    ]


def test_a_shape_that_would_leave_a_key_unread_is_not_the_one_meant() -> None:
    faults = RequestBodies(SMALL).faults("POST", "/pets", {"name": "Tom", "with": 3})
    assert faults == ["with: 3 is not of type 'array'"]


def test_of_many_faults_only_a_few_are_told() -> None:
    faults = RequestBodies(SMALL).faults("POST", "/pets", {"name": "Out", "with": [{"type": 2}] * (MOST_FAULTS + 3)})
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1] == "and 3 more"


# Discord's own


def test_without_the_file_there_is_no_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.openapi.PUBLISHED", tmp_path / "discord-openapi.json")
    assert RequestBodies.published() is None


def test_what_discord_py_sends_is_taken(published: RequestBodies, sent: list[simcord.HttpLogEntry]) -> None:
    faults = {f"{call.method} {call.path}": published.faults(call.method, call.path, call.json) for call in sent}
    assert {call: lines for call, lines in faults.items() if lines} == {}


@pytest.mark.parametrize(
    ("method", "start", "end", "bodies"),
    [
        ("POST", "/interactions/", "/callback", 5),
        ("POST", "/webhooks/", "", 1),
        ("PATCH", "/webhooks/", "/messages/@original", 1),
        ("PUT", "/applications/", "/commands", 1),
        ("POST", "/channels/", "/messages", 4),
        ("POST", "/channels/", "/threads", 4),
        ("PUT", "/channels/", "", 1),
    ],
)
def test_the_tour_sends_each_kind_of_body(
    sent: list[simcord.HttpLogEntry], method: str, start: str, end: str, bodies: int
) -> None:
    calls = [call for call in sent if call.method == method and call.path.startswith(start) and call.path.endswith(end)]
    assert sum(call.json is not None for call in calls) >= bodies


def test_a_body_as_simcord_logs_it_is_the_json_of_the_wire(sent: list[simcord.HttpLogEntry]) -> None:
    for call in sent:
        assert json.loads(json.dumps(call.json)) == call.json


@pytest.mark.parametrize("number", range(len(AMENDMENTS)), ids=lambda number: AMENDMENTS[number].name)
def test_each_amendment_changes_the_verdict_on_a_body(
    number: int, spec: dict[str, Any], sent: list[simcord.HttpLogEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.openapi.AMENDMENTS", (*AMENDMENTS[:number], *AMENDMENTS[number + 1 :]))
    without = RequestBodies(amended(spec))
    monkeypatch.undo()
    whole = RequestBodies(amended(spec))
    calls = [(call.method, call.path, call.json) for call in sent]
    calls.append(("POST", MESSAGES, {"content": "a" * 2_001}))
    assert any(bool(without.faults(*call)) != bool(whole.faults(*call)) for call in calls)


@pytest.mark.parametrize(
    ("method", "path", "body", "where"),
    [
        ("POST", MESSAGES, {"content": "a" * 2_001}, "content: "),
        ("PATCH", f"{MESSAGES}/5", {"content": "a" * 2_001}, "content: "),
        ("POST", "/channels/22/threads", {"name": "A", "type": 11, "message": {"content": "a" * 2_001}}, "message.c"),
        ("POST", CALLBACK, {"type": 4, "data": {"content": "a" * 2_001}}, "data.content: "),
        ("PATCH", "/webhooks/1/t/messages/@original", {"content": "a" * 2_001}, "content: "),
        ("POST", MESSAGES, {"content": 7}, "content: 7 is not of type"),
        ("POST", MESSAGES, {"embeds": [{"title": "a" * 257}]}, "embeds[0].title: "),
        ("POST", MESSAGES, {"embeds": [{"timestamp": "2026-01-01T00:00:00"}]}, "embeds[0].timestamp: "),
        ("POST", MESSAGES, {"embeds": [{"url": "no address"}]}, "embeds[0].url: "),
        ("POST", MESSAGES, {"attachments": [{"filename": "a.png"}]}, "attachments[0]: 'id' is a required"),
        ("POST", MESSAGES, {"message_reference": {"message_id": -1}}, "message_reference.message_id: "),
        ("POST", CALLBACK, {"type": 99}, "body: {'type': 99} is none of"),
        ("POST", CALLBACK, {"type": 9, "data": {"custom_id": "a", "title": "a" * 46, "components": []}}, "data."),
        ("PUT", "/channels/22/permissions/5", {"allow": "all", "type": 0}, "allow: "),
        ("PUT", "/applications/1/commands", [{"name": "a", "options": [{"type": 3, "name": "b"}]}], "[0].options[0]"),
        ("PUT", "/guilds/1/members/2/roles/3", {"role": 3}, "body: "),
        ("PATCH", "/channels/22", {"topic": "a" * 5_000}, "topic: "),
        ("PATCH", "/channels/22", {"name": None, "topic": "a"}, "name: None is not of type"),
        ("POST", "/channels/22/postcards", {"content": "a"}, "POST /channels/22/postcards: the description has no"),
    ],
)
def test_a_broken_body_is_told_where_it_is_broken(
    published: RequestBodies, method: str, path: str, body: object, where: str
) -> None:
    first, *_ = published.faults(method, path, body)
    assert first.startswith(where)
    assert len(first) < 300


def test_a_long_custom_id_is_told_of_the_button_that_has_it(published: RequestBodies) -> None:
    button = {"type": 2, "style": 1, "label": "Ask", "custom_id": "a" * 101}
    body = {"type": 4, "data": {"components": [{"type": 1, "components": [button]}]}}
    (fault,) = published.faults("POST", CALLBACK, body)
    assert fault.startswith("data.components[0].components[0].custom_id: 'aaaa")
    assert fault.endswith("is too long (maxLength 100)")


def test_null_is_a_fault_only_where_the_description_refuses_it(published: RequestBodies) -> None:
    assert published.faults("POST", MESSAGES, {"content": None, "embeds": None, "components": None}) == []
    assert published.faults("POST", "/channels/22/threads", {"name": None}) == ["name: None is not of type 'string'"]
    assert published.faults("PUT", "/guilds/1/members/2/roles/3", None) == []


def test_a_body_is_judged_in_a_few_milliseconds(published: RequestBodies, sent: list[simcord.HttpLogEntry]) -> None:
    calls = [call for call in sent if call.json is not None]
    took = []
    for _ in range(5):
        started = time.process_time()
        for call in calls:
            published.faults(call.method, call.path, call.json)
        took.append(time.process_time() - started)
    assert min(took) / len(calls) < 0.002

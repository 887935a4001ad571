import re
from pathlib import Path

import pytest

from community.errors import BadSetting
from config.settings import Settings, load_settings

EXAMPLE = Path(__file__).parents[3] / ".env.example"
CANARY = "MTAwMDAwMDAwMDAwMDAwMDAwMDAw.G4nArY.thisIsThePlantedCanaryTokenOfTheTests"


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_example_names_every_setting_with_its_description_and_default() -> None:
    text = EXAMPLE.read_text()
    shown = dict(re.findall(r"^#?([A-Z_]+)=(.*)$", text, re.MULTILINE))
    assert set(shown) == {name.upper() for name in Settings.model_fields}
    for name, field in Settings.model_fields.items():
        assert field.description
        assert field.description in text.replace("\n# ", " "), name
        assert shown[name.upper()] == ("" if field.default is None else str(field.default))


def test_the_example_as_it_is_gives_the_defaults(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(EXAMPLE.read_text())
    assert load_settings() == Settings.model_construct(**{n: f.default for n, f in Settings.model_fields.items()})


def test_the_environment_wins_over_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("BELL_SECONDS=30\n")
    assert load_settings().bell_seconds == 30
    monkeypatch.setenv("BELL_SECONDS", "45")
    assert load_settings().bell_seconds == 45


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("sqlite:///x.db", "sqlite+aiosqlite:///x.db"),
        ("sqlite+aiosqlite:////data/x.db", "sqlite+aiosqlite:////data/x.db"),
    ],
)
def test_a_database_is_spelled_as_hosts_spell_it(spelled: str, meant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", spelled)
    assert load_settings().database_url == meant


@pytest.mark.parametrize(
    ("variable", "value", "should"),
    [
        ("DATABASE_URL", "mysql://u:secretword@h/d", "should be an address"),
        ("BELL_SECONDS", "soon", "integer"),
        ("BELL_SECONDS", "1", "greater than or equal to 5"),
        ("LOG_LEVEL", "loud", "'debug'"),
        ("REST_URL", "discord.example", "http"),
        ("SHARD_COUNT", "0", "greater than or equal to 1"),
    ],
)
def test_a_wrong_value_is_one_line_that_names_the_variable(
    variable: str, value: str, should: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, value)
    with pytest.raises(BadSetting) as caught:
        load_settings()
    line = str(caught.value)
    assert line.startswith(variable)
    assert should in line
    assert "\n" not in line
    assert "secretword" not in line


def test_auto_lets_discord_say_how_many_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHARD_COUNT", "auto")
    assert load_settings().shard_count is None


def test_the_token_is_never_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", CANARY)
    settings = load_settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == CANARY
    assert CANARY not in repr(settings)
    assert CANARY not in str(settings.model_dump())
    assert CANARY not in settings.model_dump_json()

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.kit.i18n import Languages, escape

PORTUGUESE = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "You left {topic}."
msgstr "Você saiu de {topic}."

#, fuzzy
msgid "Topics"
msgstr "Talvez"
"""


@pytest.fixture
def languages(tmp_path: Path) -> Languages:
    (tmp_path / "pt.po").write_text(PORTUGUESE, encoding="utf-8")
    return Languages.installed(tmp_path)


def test_a_sentence_is_said_in_the_readers_language(languages: Languages) -> None:
    assert languages.translations("pt")("You left {topic}.", topic="film") == "Você saiu de film."


def test_a_regional_language_falls_back_to_its_parent_and_then_to_english(languages: Languages) -> None:
    assert languages.translations("pt-BR")("You left {topic}.", topic="film") == "Você saiu de film."
    assert languages.translations("fi")("You left {topic}.", topic="film") == "You left film."


def test_what_has_no_sure_translation_is_said_in_english(languages: Languages) -> None:
    assert languages.translations("pt")("Topics") == "Topics"
    assert languages.translations("pt")("Never heard of") == "Never heard of"


def test_braces_in_a_fact_stay_as_they_are(languages: Languages) -> None:
    assert languages.translations("pt")("You left {topic}.", topic="{0} {x}") == "Você saiu de {0} {x}."


@pytest.mark.parametrize(
    "written",
    [
        "@everyone",
        "@here",
        "<@123>",
        "<@&123>",
        "**bold**",
        "`code`",
        "[a](https://x.example)",
        "# title",
        "a\nb",
        "<:e:1>",
        "\u202eabc",
    ],
)
def test_what_a_member_wrote_has_no_effect_inside_a_sentence(written: str) -> None:
    said = escape(written)
    assert "\n" not in said
    assert said != written
    assert "@everyone" not in said
    assert "@here" not in said
    assert not re.search(r"<[@#:at/]", said)


@pytest.mark.parametrize("written", ["x](https://evil.example) [y", "[click](https://evil.example)", "\\[a](b)"])
def test_a_name_cannot_smuggle_a_link(written: str) -> None:
    linked = f"[{escape(written)}](https://discord.com/channels/1/2)"
    assert re.findall(r"(?<!\\)(?:\\\\)*\]\(([^)]*)\)", linked) == ["https://discord.com/channels/1/2"]


@given(st.text(max_size=400))
def test_what_a_member_wrote_fits_on_a_line(written: str) -> None:
    said = escape(written, limit=50)
    assert "\n" not in said
    unseen = re.compile("[\N{ZERO WIDTH SPACE}\N{FIRST STRONG ISOLATE}\N{POP DIRECTIONAL ISOLATE}]")
    assert len(re.sub(r"\\(?=.)", "", unseen.sub("", said))) <= 50


@pytest.mark.parametrize("written", ["מועדון קולנוע", "نادي 3", "café מסלול", "\u202eשלג"])
def test_what_is_written_from_right_to_left_does_not_turn_what_stands_beside_it_around(written: str) -> None:
    said = escape(written)
    assert said.startswith("\N{FIRST STRONG ISOLATE}")
    assert said.endswith("\N{POP DIRECTIONAL ISOLATE}")
    assert said[1:-1] == written.removeprefix("\u202e")
    assert escape("café 3 🧶") == "café 3 🧶"

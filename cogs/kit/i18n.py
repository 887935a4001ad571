"""Translation of every sentence that people read."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

import discord
from babel.messages.pofile import read_po
from discord import app_commands

ZERO_WIDTH_SPACE = "\N{ZERO WIDTH SPACE}"
INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x09), *range(0x0E, 0x1C), 0x7F])
"""Control characters, and those that override or isolate the writing direction of the rest of a sentence."""
RIGHT_TO_LEFT = {"R", "AL"}
"""Classes of characters written from right to left (Source: Unicode, UAX #9)."""
ISOLATE, ISOLATE_END = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
MARKUP = re.compile(r"([\\*_~`|\[\]#])")
CATALOGS = Path(__file__).parent.parent / "locale"


class Translations:
    """Translates sentences into one language; falls back to English."""

    def __init__(self, catalog: Mapping[str, str]) -> None:
        self._catalog = catalog

    def __call__(self, sentence: str, /, **facts: object) -> str:
        """Returns the translated sentence with its ``{fields}`` filled in."""
        translated = self._catalog.get(sentence, sentence)
        return translated.format(**facts) if facts else translated


class Languages:
    """The gettext catalogues of all languages, by Discord's name of each."""

    def __init__(self, catalogs: Mapping[str, Mapping[str, str]]) -> None:
        self._catalogs = catalogs

    @property
    def locales(self) -> Collection[str]:
        """The languages, beside English, that have a catalogue."""
        return self._catalogs.keys()

    @classmethod
    def installed(cls, folder: Path = CATALOGS) -> "Languages":
        """Reads every ``<locale>.po`` of a folder."""
        return cls({path.stem: dict(_messages(path)) for path in sorted(folder.glob("*.po"))})

    def translations(self, locale: str) -> Translations:
        """Returns the translations for a locale, for its parent (``pt`` for ``pt-BR``), or English."""
        return Translations(self._catalogs.get(locale) or self._catalogs.get(locale.split("-", maxsplit=1)[0], {}))


class CommandTranslator(app_commands.Translator):
    """Translates the names and descriptions of commands for Discord."""

    def __init__(self, languages: Languages) -> None:
        self._languages = languages

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002
    ) -> str | None:
        """Returns the translation; none where it is the same as the English."""
        said = self._languages.translations(locale.value)(string.message)
        return None if said == string.message else said


def escape(written: str, limit: int = 100) -> str:
    """Returns what a member wrote, safe in a sentence: no markup, link or mention, on one line, cut at ``limit``.

    Right-to-left text is isolated: it would reorder the numbers beside it.
    """
    line = " ".join(written.translate(INVISIBLE).split())
    if len(line) > limit:
        line = line[: limit - 1].rstrip() + "…"
    neutral = discord.utils.escape_mentions(MARKUP.sub(r"\\\1", line))
    safe = neutral.replace("<", f"<{ZERO_WIDTH_SPACE}").replace("://", f":{ZERO_WIDTH_SPACE}//")
    turns = any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in safe)
    return f"{ISOLATE}{safe}{ISOLATE_END}" if turns else safe


def visible_text(written: str) -> str:
    """Returns what a member wrote, on one line; empty where nothing of it is visible."""
    line = " ".join(written.translate(INVISIBLE).split())
    return line if any(unicodedata.category(character)[0] not in "CMZ" for character in line) else ""


def _messages(path: Path) -> Iterator[tuple[str, str]]:
    with path.open("rb") as file:
        catalog: Any = read_po(file, locale=path.stem.replace("-", "_"))
    for message in catalog:
        if isinstance(message.id, str) and message.id and message.string and not message.fuzzy:
            yield message.id, str(message.string)

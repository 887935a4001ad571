"""The topics of the community, how busy each is, and its sentences."""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.story.sentences.balcony_garden import BALCONY_GARDEN
from demo.story.sentences.board_games import BOARD_GAMES
from demo.story.sentences.bread_and_baking import BREAD_AND_BAKING
from demo.story.sentences.film_club import FILM_CLUB
from demo.story.sentences.home_coffee import HOME_COFFEE
from demo.story.sentences.material import Voice
from demo.story.sentences.trail_running import TRAIL_RUNNING

QUIET_DAYS, KEEP_DAYS = 14, 7
"""How long a topic is quiet before the bot asks whether to keep it, and how long the bot then waits.

Units
-----
Days.
"""


@dataclass(frozen=True, slots=True)
class StoryTopic:
    """A topic of the community; a sleepy one falls silent in its third week."""

    key: str
    name: str
    description: str
    sleepy: bool


TOPICS: tuple[StoryTopic, ...] = (
    StoryTopic("home-coffee", "Home coffee", "Beans, water, patience. Beginners and their questions first.", False),
    StoryTopic("bread-and-baking", "Bread and baking", "Loaves, buns and glorious failures.", False),
    StoryTopic("film-club", "Film club", "What we watched, what we'll watch, and who brings soup.", False),
    StoryTopic("trail-running", "Trail running", "Slow loops, muddy shoes, and company for both.", False),
    StoryTopic("balcony-garden", "Balcony garden", "Growing things in pots, high up and in the wind.", False),
    StoryTopic("board-games", "Board games", "Who's free, and who explains the rules?", True),
)

CONVERSATIONS_A_DAY: Mapping[str, float] = {
    "home-coffee": 2.2,
    "bread-and-baking": 2.1,
    "film-club": 2.0,
    "trail-running": 2.0,
    "balcony-garden": 2.1,
    "board-games": 1.4,
}

VOICES: Mapping[str, Voice] = {
    voice.topic: voice
    for voice in (HOME_COFFEE, BREAD_AND_BAKING, FILM_CLUB, TRAIL_RUNNING, BALCONY_GARDEN, BOARD_GAMES)
}

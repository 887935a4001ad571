"""Sentences with which newcomers introduce themselves."""

from collections.abc import Mapping

BEGINNINGS: tuple[str, ...] = (
    "Hi, I'm {called}, just moved into number [nine|fourteen|twenty-two|thirty-one].",
    "Hello, {called} here. A friend on the street told me about you.",
    "{called}, two cats, one very small kitchen.",
    "I'm {called}. I work odd hours and like quiet company.",
    "Hello everyone! {called}, new in town and keen to meet people who like things.",
    "{called} here, back on the street after ten years away.",
    "Hi! I'm {called}, the one with the red bicycle.",
    "Good day, I'm {called}. My English is still learning, so please be patient.",
    "I'm {called}, parent of twins, so I write at strange hours.",
    "Hello, I'm {called}, and I've lived here for a year without knowing anyone. That ends today.",
    "{called}. I fix bikes by day.",
    "Hi from {called}, recently retired and easily distracted.",
)

REASONS: Mapping[str, tuple[str, ...]] = {
    "home-coffee": ("I'm here for better coffee.", "I'd like my morning cup to taste of something."),
    "bread-and-baking": ("I want to learn to bake proper bread.", "I bake a lot and need people to feed."),
    "film-club": (
        "I love films and talking about them even more.",
        "I'm hoping for a film evening now and then.",
    ),
    "trail-running": (
        "I'd like some company on the hills.",
        "I've just begun to run and I need encouragement.",
    ),
    "balcony-garden": (
        "My balcony is empty and I'd like to change that.",
        "I grow things in pots, some of them alive.",
    ),
    "board-games": ("I'm always up for a game.", "I own more games than chairs."),
}

"""What is asked for and recommended for trail and balcony. Every item, shop and address is invented."""

from community.recommendations.recommendation import Relation
from demo.story.sentences.material import Case, SuggestionText

OUTDOOR_CASES: tuple[Case, ...] = (
    Case(
        "trail-running",
        "A head torch that doesn't bounce",
        "Two hours of light, buttons that work with gloves",
        "Rechargeable, if possible under 60",
        (
            SuggestionText(
                "Wickett Trail 2",
                "Two winters, twice a week. The wide strap at the back stops the bouncing.",
                "https://wickett.example/trail2",
                Relation.OWN,
                0.85,
            ),
            SuggestionText(
                "Owlet waist lamp",
                "Not for the head at all, and that's why it doesn't bounce. Shadows show you every root.",
                "https://owlet-lamps.example",
                Relation.OWN,
                0.75,
            ),
            SuggestionText(
                "Gleam and Gravel R",
                "I write about running gear and get a commission through this link. Good light, fiddly "
                "button with gloves.",
                "https://slowmiles.example/gleam",
                Relation.PAID,
                0.45,
            ),
            SuggestionText(
                "Any lamp, plus a cotton headband underneath",
                "Cost me nothing and my old lamp sits still now.",
                None,
                Relation.OWN,
                0.7,
            ),
        ),
    ),
    Case(
        "trail-running",
        "Shoes for mud and wide feet",
        "Toes need room, roots need grip",
        "For two short runs a week, repairable would be lovely",
        (
            SuggestionText(
                "Fennimore Broad Trail",
                "Widest toe box I've found. Third pair, and they can be resoled.",
                "https://fennimore.example/broad",
                Relation.OWN,
                0.85,
            ),
            SuggestionText(
                "Mosswalk Two",
                "Superb grip, average width. I go up half a size and wear thin socks.",
                None,
                Relation.OWN,
                0.6,
            ),
            SuggestionText(
                "Tussock Mudlark",
                "I got mine for free as a race helper. Great in mud, tight for me across the ball of the foot.",
                None,
                Relation.GIFT,
                0.4,
            ),
            SuggestionText(
                "The second-hand corner at the running club",
                "Try ten pairs in an evening and hear honest stories about each of them.",
                None,
                Relation.OWN,
                0.75,
            ),
            SuggestionText(
                "Peat & Pebble wide model",
                "My sister lives in hers. I've got narrow feet, so no experience of my own.",
                "https://peatandpebble.example",
                Relation.NONE,
                0.6,
            ),
        ),
    ),
    Case(
        "balcony-garden",
        "Planters that water themselves for a week",
        "South-facing, wind, and I travel for work",
        "Must fit a rail, no drilling",
        (
            SuggestionText(
                "Rillbox 60",
                "Three years on my rail. A week in summer is just about possible, six days is safe.",
                "https://rillbox.example/60",
                Relation.OWN,
                0.8,
            ),
            SuggestionText(
                "Clay spikes and old bottles",
                "Needs an evening of testing, costs nearly nothing, looks like a laboratory.",
                None,
                Relation.OWN,
                0.6,
            ),
            SuggestionText(
                "Sedge planter",
                "A gift from my office when I left. Holds water well, but it's heavy when it's full.",
                None,
                Relation.GIFT,
                0.55,
            ),
            SuggestionText(
                "A neighbour with a key",
                "It beats every planter I've owned. I can introduce you to mine.",
                None,
                Relation.OWN,
                0.9,
            ),
        ),
    ),
    Case(
        "balcony-garden",
        "Peat-free soil that isn't full of sticks",
        "For vegetables in pots, fourth floor, so weight matters",
        "Sacks I can carry, or delivery to the door",
        (
            SuggestionText(
                "Marlow & Daughters coir mix",
                "Comes as a dry brick, so the stairs are easy. Add compost, it's poor on its own.",
                "https://marlow-daughters.example/coir",
                Relation.OWN,
                0.75,
            ),
            SuggestionText(
                "Town compost, sieved",
                "Free, and with a garden sieve it's lovely stuff. The sieving is the price.",
                None,
                Relation.OWN,
                0.8,
            ),
            SuggestionText(
                "Greenrick Light",
                "Two seasons. Light, even, no sticks. A bit thirsty.",
                "https://greenrick.example",
                Relation.OWN,
                0.7,
            ),
            SuggestionText(
                "Loamery & Sons",
                "I get a small share when someone orders with my code. I bought it long before they asked me.",
                "https://loamery.example/friends",
                Relation.PAID,
                0.6,
            ),
        ),
    ),
    Case(
        "balcony-garden",
        "Something climbing that hides a neighbour's satellite dish",
        "Quick, pretty, and fine with afternoon wind",
        "In a pot, and nothing poisonous because of the cat",
        (
            SuggestionText(
                "Nasturtiums on strings",
                "Up to the next floor by the end of summer, and the cat and I can eat them.",
                None,
                Relation.OWN,
                0.85,
            ),
            SuggestionText(
                "Hops in a big tub",
                "Quick as lightning, once it's settled. It dies back in winter, and so does your privacy.",
                None,
                Relation.OWN,
                0.65,
            ),
            SuggestionText(
                "Scented jasmine from the Saturday market",
                "Slower than promised, but what an evening smell. Tie it well against the wind.",
                None,
                Relation.OWN,
                0.6,
            ),
            SuggestionText(
                "Malabar spinach",
                "I've only seen it on the roof of the school. It covered the whole railing.",
                None,
                Relation.NONE,
                0.5,
            ),
        ),
    ),
)

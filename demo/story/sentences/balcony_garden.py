"""What is said in the balcony garden topic."""

from demo.story.sentences.balcony_garden_advice import GARDEN_ADVICE
from demo.story.sentences.material import Mood, Subject, Voice

_SUBJECTS = (
    *GARDEN_ADVICE,
    Subject(
        Mood.SHOW,
        openers=(
            (
                "First harvest!",
                (
                    "Picked the very first of my {crop}: a small bowl, still warm from the sun. I ate half "
                    "of them standing up."
                ),
            ),
            (
                "A bowl of {crop}",
                "Look at me, I grew food! One bowl of {crop}, three months of worry, and worth every minute.",
            ),
            (
                "From pot to plate",
                "Tonight's dinner has {crop} in it, and they travelled all of two metres. I'm very proud.",
            ),
        ),
        answers=(
            "Standing up on the balcony is the only right way to eat them.",
            "Nothing from a shop will ever taste like that again. Sorry.",
            "Three months of worry and one proud gardener. Congratulations!",
            "Keep a few for seed. Next year's will already know your balcony.",
            "My first harvest was a single radish. I cut it into four for the family.",
            "Mine are still [flowering|thinking about it]. You give me hope.",
            "Salt, good oil, and silence.",
            "I can nearly smell them from across the courtyard.",
        ),
        exchanges=(
            ("Which variety is it?", "No idea, the label washed off. 'The good one'."),
            ("Did you feed them?", "Nettle tea, every other week. The neighbours are very patient."),
        ),
        closings=(
            "Second bowl today! A few are on the stairs for whoever passes.",
            "Saved some seeds in an envelope with all your names on it.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "Visitors",
                "There's {visitor} living on my balcony, between the pots. I've named the corner off limits.",
            ),
            ("Guess who moved in", "Came out with the watering can and found {visitor}. I tiptoe now."),
            ("A new neighbour", "{Visitor} has taken over the pot by the door. I use the window now."),
        ),
        answers=(
            "That means you're doing something right.",
            "Put out a saucer of water with pebbles in it, it'll be grateful.",
            "Oh, how lovely! Leave that corner a bit messy, that's how they like it.",
            "I'd be out there all day with a cup of tea.",
            "Mine came after I stopped tidying. Best excuse I've ever had.",
            "Please keep us posted, I'm invested already.",
            "My children would like to know its name.",
            "We had the same two summers ago. It's quiet when they leave.",
        ),
        exchanges=(
            ("Does it mind you being there?", "Not at all. I mind myself, I'm so careful."),
            ("What grows in that corner?", "A wild mix: old {herb}, some clover, and things I never sowed."),
        ),
        closings=(
            "Still there, still well. The children have chosen 'Biscuit' as a name.",
            "Water with pebbles is a success. Thank you, from all of us out here.",
        ),
    ),
    Subject(
        Mood.PLAN,
        openers=(
            (
                "Seed swap {day}?",
                (
                    "I have too many {crop} and not enough of anything else. Seed and seedling swap in the "
                    "courtyard {day}?"
                ),
            ),
            ("Swap table", "Shall we put up the swap table {day}? Seedlings, pots, advice, cake."),
            (
                "Too many seedlings",
                "I sowed far too many {crop} and have room for four. Swap in the courtyard {day}?",
            ),
        ),
        answers=(
            "Yes! I've got {herb} cuttings for the whole street.",
            "I'll bring labels and a pen, because last time we all went home with mysteries.",
            "I'm away that day. May I leave a box on your doorstep?",
            "In. I'm looking for anything that survives shade.",
            "Count me in, I have [thirty|forty] small pots, washed even.",
            "I have nothing to swap yet. May I bring cake?",
            "Lovely idea. I'll ask the film people for their long table.",
            "Coming, and I'll bring the {crop} that took over my bathroom.",
        ),
        exchanges=(
            ("What time?", "From eleven until the cake is gone."),
            ("Is it fine to come without seedlings?", "Of course. Someone has to take all these."),
        ),
        closings=(
            "Great: {day} from eleven, by the bicycle stands. Labels, table and cake are taken care of.",
            "Wonderful! If it rains we'll stand under the arch.",
        ),
    ),
    Subject(
        Mood.PLAN,
        openers=(
            (
                "A sack of soil between us",
                (
                    "The peat-free soil is far cheaper by the big sack. Who'd share one {day}? I can borrow "
                    "a cargo bike."
                ),
            ),
            (
                "Compost collection",
                "The town gives out free compost {day}. I have a trolley and two arms. Who's coming?",
            ),
            ("Soil run {day}", "My pots are empty and my back is old. Shall we fetch soil together {day}?"),
        ),
        answers=(
            "Half a sack for me, please, and I'll help to carry.",
            "Me! I'll bring buckets with lids.",
            "I'd take forty litres. I live on the fourth floor, so pray for me.",
            "Can't come, but could someone fill a bucket for me? I pay in {herb}.",
            "I'm in. My neighbour has a second trolley.",
            "Yes please. Last year I bought too little twice.",
            "I'll come, and I know where the good shovel is.",
            "Count me in. My worms would like some as well.",
        ),
        exchanges=(
            ("How much does one person need?", "For a normal balcony, a sack of forty litres or so."),
            ("When do we have to be back?", "By one, the bike is promised to someone else."),
        ),
        closings=(
            "Then I'll book the bike for {day}. Buckets ready, please!",
            "Everyone's on the list, fourth floor included. We'll carry together.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Pretty or edible?",
                (
                    "I have room for two more pots and no plan. Flowers or food, order or jungle: what makes "
                    "you happier?"
                ),
            ),
            (
                "Order or jungle?",
                (
                    "My neighbour's balcony is like a page from a book, mine is like a hedge with lettuce in "
                    "it. Order or jungle, pretty or edible: which are you?"
                ),
            ),
            (
                "What's a balcony for?",
                (
                    "My mother says a balcony is for sitting. Mine has no room left to sit. Flowers, food, "
                    "order, jungle: how's yours?"
                ),
            ),
        ),
        answers=(
            "Jungle. I like to lose my chair and find it again.",
            "Both in the same pot: nasturtiums. Pretty, edible, unstoppable.",
            "Order, but only because I can't reach the back otherwise.",
            "Edible. I want to be thanked with salad.",
            "Flowers by the rail for everyone who walks by, food by the door for me.",
            "Whatever the bees say. They vote with their whole bodies.",
            "I started neat. It lasted [nine|eleven] days.",
            "One of each and a chair. A balcony without a chair is just storage.",
        ),
        exchanges=(
            ("How big is it?", "Two big steps by one small one."),
            ("What do you have so far?", "{Crop}, {herb}, and something that was meant to be a lily."),
        ),
        closings=(
            "Nasturtiums and a chair. I think that's the answer to most things.",
            "Jungle wins. I'll tell my neighbour it's on purpose.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Seeds or young plants?",
                (
                    "Confess: do you grow everything from seed, or do you buy young plants? And do you ever "
                    "add up what it costs?"
                ),
            ),
            (
                "Is it worth it?",
                (
                    "I added it up: one bowl of {crop} cost me about as much as a theatre ticket. Do you "
                    "count, and is it seeds, swaps or the shop for you?"
                ),
            ),
            (
                "What do you spend on it?",
                "Be honest about your {crop}: seed, swap, or shop? And do you ever count the money?",
            ),
        ),
        answers=(
            "Young plants from the market. The lady gives me advice, and that's worth the money.",
            "Seeds, for the joy of that first green loop coming up.",
            "If you count the calm, it's the cheapest hobby there is.",
            "Half and half. Beans from seed, peppers from someone with more patience.",
            "Swaps! I haven't paid for a plant in two years.",
            "Never add it up. That's the first rule of the balcony.",
            "I spend more on pots than on anything that grows in them.",
            "Worth it for the smell on my fingers alone.",
        ),
        exchanges=(
            ("What was the dearest part?", "The pots. It's always the pots."),
            ("Would you do it again?", "I've already bought the seeds."),
        ),
        closings=(
            "First rule of the balcony: understood. I've torn up the paper.",
            "Swapping from now on. Thank you for the honesty.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "Built from scrap",
                "I built {build} out of [old pallets|two wine crates]. It wobbles, and I love it.",
            ),
            ("Saturday project", "Behold: {build}, made from things out of the skip behind the school."),
            ("No nails, much hope", "I needed {build}, had no money and a heap of old wood. Here it stands."),
        ),
        answers=(
            "I'd like to borrow your hands for a weekend.",
            "Wobbling is just moving with the wind.",
            "That's so clever. Hope and four screws, I guess.",
            "A bit of linseed oil and it'll last for years.",
            "I want one! I'd pay in {crop}.",
            "You make me look at rubbish with new eyes.",
            "I only wonder how you got it up the stairs.",
            "Fasten it to the rail before the next storm, please. Speaking from experience.",
        ),
        exchanges=(
            ("How long did it take?", "One afternoon, plus two to find the drill."),
            ("What did it cost?", "The price of a box of screws and one plaster."),
        ),
        closings=(
            "It's tied to the rail now and it's been oiled. Thank you, sensible people.",
            "Two more orders. I seem to have a workshop.",
        ),
    ),
)

_ARRIVAL = Subject(
    Mood.HELLO,
    openers=(
        (
            "Hello from an empty balcony",
            ("Hi, I'm {opener}, new here. My balcony has one chair and a dead {herb}. What would you plant first?"),
        ),
        (
            "New here",
            (
                "Hello! {opener}, third floor, facing east. I've never grown anything. Is there something "
                "one can't kill?"
            ),
        ),
        (
            "First hello",
            ("Hi everyone, {opener} here. I moved and had to leave a garden behind. Now it's four pots. Any comfort?"),
        ),
    ),
    answers=(
        "Welcome, {opener}! Radishes. Four weeks from seed to plate, and they make anyone feel clever.",
        "Hi {opener}! Mint is the one you can't kill. Come by, I'll give you a piece.",
        "Welcome! Four pots is plenty, some of us started with a yoghurt cup.",
        "Hello {opener}, good to have you. Come to the swap table, you'll leave with far too much.",
        "Welcome to the green side. A chair is the right beginning.",
        "Hi, and welcome! Start with what you like to eat, the rest follows.",
    ),
    exchanges=(
        ("How much sun do you get?", "Until lunch, more or less. Is that a lot?"),
        ("Do you like to cook?", "Yes, and I'd love to pick something just before dinner."),
    ),
    closings=(
        "Radishes sown! I look at them hourly. Thank you for the welcome.",
        "You're all so kind. I'll be round for that piece of mint.",
    ),
)

BALCONY_GARDEN = Voice(
    topic="balcony-garden",
    words={
        "crop": (
            "tomatoes",
            "sweet peppers",
            "strawberries",
            "sugar peas",
            "cucumbers",
            "ground cherries",
            "radishes",
        ),
        "herb": ("basil", "coriander", "parsley", "mint", "thyme", "lemon balm"),
        "pest": ("aphids", "whitefly", "spider mites", "blackfly"),
        "thief": ("squirrels", "pigeons", "blackbirds", "magpies"),
        "visitor": ("a wren", "a mason bee", "an enormous snail", "a bumblebee queen", "a very small bat"),
        "build": ("a pea trellis", "a tall herb shelf", "a cold frame", "a folding potting bench"),
        "day": ("next Saturday", "next Sunday", "on Saturday week", "the first Saturday of the month"),
    },
    subjects=_SUBJECTS,
    arrival=_ARRIVAL,
    remarks=(
        "Reading this with soil under my fingernails.",
        "I came in to wash my hands and now I'm going back out.",
        "My balcony has three square metres and I now have plans for six.",
        "You've talked me into one more pot. As always.",
        "[Saved|Noted], next to the watering can.",
        "My {herb} sends its regards.",
        "I looked over from my window and it all looks wonderful.",
        "This group is why my bathtub is full of seedlings.",
        "Next year I'll know all this in time. I say so every year.",
        "I read your advice aloud to my plants. They seemed to listen.",
        "There should be a shelf for these tips in the courtyard.",
        "I've got nothing to add but a wave from the third floor.",
    ),
    emoji=("🌱", "🍅", "🌻", "🐞", "💚"),
)

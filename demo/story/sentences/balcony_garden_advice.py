"""Balcony gardening questions and what the neighbours advise."""

from demo.story.sentences.material import Mood, Subject

GARDEN_ADVICE: tuple[Subject, ...] = (
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Yellow leaves",
                (
                    "The lower leaves of my {crop} are turning yellow one by one. Too much water? Too "
                    "little? I can't tell."
                ),
            ),
            (
                "Unhappy {crop}",
                "My {crop} look tired: pale, a bit yellow, no new growth. What should I check first?",
            ),
            (
                "Something's wrong with my {crop}",
                "New pot, new soil, same {crop}, and still they go yellow. What am I doing?",
            ),
        ),
        answers=(
            "Finger in the soil, up to the second knuckle. Wet means wait, dry means water.",
            "Hungry, I'd guess. After [six|eight] weeks the soil in a pot is used up.",
            "Lower leaves only? Pick them off and watch the new ones. New leaves tell the truth.",
            "Lift the pot. You learn the weight of 'thirsty' very quickly.",
            "Is there a hole in the bottom? I've drowned [two|several] generations of {crop} in pretty pots.",
            "Nettle tea, thinned until it looks like weak tea. Smells like a farm, works like a charm.",
            "Turn a leaf over. If there are tiny webs it's spider mites and not the water.",
            "Mine do that after cold nights and then they carry on. Give it a week.",
        ),
        exchanges=(
            ("How big is the pot?", "About as big as a [soup bowl|cake tin]. So, too small?"),
            ("How often do you water?", "Whenever I feel guilty. So, daily."),
        ),
        closings=(
            "It was the drainage. I've drilled holes and they already look less gloomy. Thank you!",
            "Fed them and left them alone, and they've forgiven me.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "{Pest} on my {crop}",
                "I've got {pest} all over the {crop}. I'd rather not spray anything nasty. What works?",
            ),
            (
                "Help, {pest}!",
                "Went away for four days, came back to {pest} on everything. Is there hope for my {crop}?",
            ),
            (
                "Uninvited guests",
                ("I counted {pest} until I ran out of numbers. My {crop} look miserable. What do you do against them?"),
            ),
        ),
        answers=(
            "A strong jet of water, every morning for a week. Stubbornness wins.",
            "Soapy water, only plain soap, in the evening, and rinse it the next day.",
            "Put the worst plant far away from the others today. The rest can wait.",
            "Wait for the ladybirds, if you can stand it. Mine turned up in the second week.",
            "Check every day and squash by hand. It's disgusting and [effective|strangely calming].",
            "They love overfed plants. I went easier on the feed and had half as many.",
            "Cut off the worst shoots. The plant looks sad for a week and then takes off.",
            "There's hope, there's always hope. Mine looked dead and I'm still eating from them.",
        ),
        exchanges=(
            ("Only on the new shoots, or everywhere?", "Mostly the soft tips. They have taste."),
            ("Is the balcony very sheltered?", "Yes, it's glazed on one side and gets rather warm."),
        ),
        closings=(
            "Two rounds with the water jet and I found just one today. I let it live. No, I didn't.",
            "Ladybirds have arrived! I feel like I should serve them drinks.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Watering while I'm away",
                "Off for ten days and nobody's got my key. How do you keep {crop} alive that long?",
            ),
            (
                "Holiday watering",
                "Has anyone found a way of watering that works for two weeks without a neighbour?",
            ),
            (
                "Leaving my {crop} alone",
                "I'm away for twelve days and the forecast says hot. How do I get my {crop} through it?",
            ),
        ),
        answers=(
            "Give me the key! I'm two doors down and I sing to them.",
            "Bottle with a tiny hole in the lid, upside down in the soil. Test it first, they vary wildly.",
            "Cotton string from a bucket into each pot. The bucket stands higher. Works for a week or so.",
            "Move everything into the shade and together. They keep each other damp.",
            "Mulch! A handful of straw or old leaves halves the thirst.",
            "I pair up with someone: my key for hers, one trip each a year.",
            "A big tray with a wet towel, pots on top. Fine for [small pots|herbs].",
            "Harvest everything before you go, even the small ones. Less to feed, less to lose.",
        ),
        exchanges=(
            ("How many pots are there?", "[Fourteen|Nineteen], if I'm honest, and a bucket of mint."),
            ("Does the sun get there all day?", "From noon on, without mercy."),
        ),
        closings=(
            "I have a kind neighbour with my key now. That's better than any bottle.",
            "Strings are laid, pots are huddled in the shade. I leave with a calm heart.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "A balcony without sun",
                ("Mine faces north and sees the sun for two hours at most. What can I grow that isn't only ferns?"),
            ),
            ("Shade", "Everything I read says 'full sun'. What has worked for you in the shade?"),
            (
                "North-facing",
                "One hour of sun, and that's on a good day. Is it ferns for me, or is there hope?",
            ),
        ),
        answers=(
            "Lettuce and spinach love it. They bolt in the sun anyway.",
            "Mint. You won't be able to stop it.",
            "Woodland strawberries! Tiny, sweet, and they don't mind at all.",
            "A big mirror from the tip shop, leaning on the wall. Twice the light, half the privacy.",
            "Parsley, chives, sorrel. A green sauce balcony.",
            "Paint the wall white. It made a real difference to mine.",
            "Put the pots up high, on the rail side. An arm's length more light is a lot.",
            "I gave up on fruit and went for leaves. No disappointments since.",
        ),
        exchanges=(
            ("Morning sun or evening sun?", "Morning, from the side, for as long as breakfast takes."),
            ("Is it windy as well?", "Only when I've just put something out."),
        ),
        closings=(
            "Lettuce, sorrel and a second-hand mirror. It looks like a jungle with good manners.",
            "Sown lettuce on the dark side. Thank you, all of you.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            ("Long thin seedlings", "My young {crop} are all neck and no body. Can they be saved?"),
            (
                "Leggy on the windowsill",
                "Sowed {crop} a bit early and now they're leaning on the glass like teenagers. What now?",
            ),
            (
                "Wobbly {crop}",
                "My little {crop} fall over if I so much as breathe. Too long, too thin. Start again?",
            ),
        ),
        answers=(
            "Bury the stem deeper when you pot them on. Works with most of them.",
            "Cooler and brighter. It's the warm windowsill over the radiator that does it.",
            "Stroke them every day with your hand. Sounds mad, makes them sturdier.",
            "White card behind them, so they get light from both sides.",
            "Sow a second round now. They often overtake the first.",
            "An hour outside in the shade each day, then two. They toughen up.",
            "Turn the tray every day, otherwise they all bow to the window.",
            "Save half, sow half. That way you win either way.",
        ),
        exchanges=(
            ("How warm is the room?", "Warm, they share it with me and my desk."),
            ("When did you sow them?", "The first sunny day. I got carried away."),
        ),
        closings=(
            "Repotted up to their ears and they're standing. I'm stroking them daily, don't tell anyone.",
            "Second round is sown. Sorry, first round, I love you too.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            ("{Herb} keeps dying on me", "Every pot of {herb} I buy is dead in two weeks. Am I cursed?"),
            (
                "How to keep {herb} alive?",
                "Third {herb} this year. It looks wonderful for six days and then faints. What do you do?",
            ),
            ("Goodbye again, {herb}", "I've buried another {herb}. What does it want from me?"),
        ),
        answers=(
            "Shop pots are fifty plants in one cup. Split it into four and each has room to live.",
            "Water from below. Saucer, ten minutes, pour off the rest.",
            "Not cursed! They're raised in a warm greenhouse, and our kitchens are a shock.",
            "Pick from the top, just above a pair of leaves. It gets bushy instead of tall.",
            "Grow it from seed once. Slow, but that one will stay.",
            "Mine only live outside. Indoors they sulk behind glass.",
            "Take a cutting before it faints: a glass of water, a week, roots.",
            "I treat it like cut flowers. No guilt, just soup.",
        ),
        exchanges=(
            ("Where does it stand?", "Next to the cooker, for convenience. Mine, not the plant's."),
            ("Do you repot it when you buy it?", "No, I thought it was happy in there."),
        ),
        closings=(
            "Split into four, and all four are still standing. Curse lifted, I hope.",
            (
                "Cuttings stand in glasses on every windowsill. Soon I'll have more {herb} than friends, so "
                "come and take some."
            ),
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "{Thief} at the pots",
                "{Thief} keep digging up my {crop}. I've tried shouting. What else is there?",
            ),
            (
                "Small thieves",
                "Something keeps getting at my {crop}. I suspect {thief}. How do you protect yours?",
            ),
            (
                "Soil all over the floor",
                (
                    "Every morning there's soil on the floor and a hole among my {crop}. {Thief}, I'm sure "
                    "of it. What stops them?"
                ),
            ),
        ),
        answers=(
            "Chopsticks, stuck in close together, points up. Looks like modern art.",
            "A net, held up on sticks so that nobody gets caught in it.",
            "Cut holly or rose twigs on the soil. They don't like it on their feet.",
            "Plant one pot for them by the rail and keep the rest by the door. Diplomacy.",
            "Chilli powder worked until the rain came. And then I sneezed for days.",
            "Pebbles on top of the soil. Nothing to dig, nothing to find.",
            "An old sieve over each seedling. My balcony looks like a kitchen.",
            "I moved the table out there and had breakfast with them. They left, offended.",
        ),
        exchanges=(
            ("Are you sure that it's {thief}?", "Caught in the act, looking me in the eye."),
            ("Do they eat it or just dig?", "Just dig! It's the rudeness of it."),
        ),
        closings=(
            "Chopsticks work. My balcony is now an exhibition.",
            "Diplomacy it is: one pot for them, the rest for me. So far they keep to it.",
        ),
    ),
)

"""Coffee questions and what the neighbours advise."""

from demo.story.sentences.material import Mood, Subject

COFFEE_ADVICE: tuple[Subject, ...] = (
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Sour cups from my {bean} beans",
                "My {bean} beans come out sour in the {brewer}. What would you change first?",
            ),
            (
                "Why does it taste like lemon?",
                "New bag, {bean}, and every cup tastes like lemon juice. Is that me or the beans?",
            ),
            (
                "Too sour for {who}",
                (
                    "{Who} pulled a face at my coffee. Sour, apparently. {Bean} beans, {brewer}, nothing "
                    "changed. Where do I look?"
                ),
            ),
            (
                "Sharp, and not in a good way",
                "The {brewer} and I have a problem: everything's sharp and thin. What do you try first?",
            ),
        ),
        answers=(
            "Grind [a notch|two clicks] finer, change nothing else. Sour usually means it ran too fast.",
            (
                "Hotter water. I was brewing [well below the boil|at 85 degrees] without knowing it, and "
                "{bean} beans wanted more."
            ),
            (
                "Stir the grounds once [at the start|when the first water goes in]. Mine had dry pockets and "
                "I blamed the beans."
            ),
            "Check the roast date. Mine were three days old and calmed down after [a week|ten days].",
            "Slow the pour. If the whole brew is done in under two minutes it has no chance to get sweet.",
            "Some coffees just are bright. Let the cup cool [five minutes|a little] and taste again.",
            "Use a bit more water for the same coffee. It sounds backwards, but it pulls out more sweetness.",
            "Warm the {brewer} up first. A cold one steals a surprising amount of heat.",
        ),
        exchanges=(
            (
                "How long does one brew take you?",
                "Just timed it: [a minute forty|barely ninety seconds]. So, too fast?",
            ),
            (
                "What water temperature are you at?",
                "Kettle boiled, then I wait [a few minutes|while I feed the cat]. Maybe I should not wait.",
            ),
        ),
        closings=(
            "One change at a time, like you said, and it's [no longer|hardly] sour. [Thank you all!|Thanks!]",
            "It was [mostly|] the grind. Sweet {note} now instead of lemon. I owe you all a cup.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Bitter, and I don't know why",
                "My {brewer} gives me a harsh, bitter cup lately. Same routine as always. Ideas?",
            ),
            (
                "Harsh aftertaste",
                (
                    "There's a dry, bitter aftertaste in everything I brew this week, even with {bean} "
                    "beans. Where do I start?"
                ),
            ),
            (
                "Bitter mornings",
                "I need sugar to get my own coffee down, it's that bitter. What do you check first?",
            ),
        ),
        answers=(
            (
                "Clean everything once, properly. Old coffee oil turns bitter and hides in [the lid|the "
                "filter holder|seams]."
            ),
            "Grind coarser, [just a little|one step]. Bitter is often too much of a good thing.",
            "Stop the brew [a little|] earlier. The last [few|ten] seconds are where mine goes wrong.",
            "Is the bag older than a month? Stale tastes flat and bitter at once.",
            "Try less coffee for one day. I was heaping my spoon higher and higher [without noticing|].",
            "Weigh it once, even if never again. A spoon of dark beans and one of light beans differ a lot.",
            "If your grinder makes dust, sift one dose [through a tea strainer|] and see if that helps.",
            "Don't leave it sitting on the plate or in the pot. Pour it all out as soon as it's done.",
        ),
        exchanges=(
            (
                "When did you last clean the grinder?",
                "Clean... the grinder? [Oh dear.|Right. I'll get a brush.]",
            ),
            (
                "Did anything change, a new kettle or a new bag?",
                "New bag, darker than the last. I hadn't thought of that.",
            ),
        ),
        closings=(
            (
                "Scrubbed everything and went coarser. The bitterness is gone. [Slightly ashamed of what "
                "came out of it.|]"
            ),
            "Stopping earlier did it. Such a small thing! Thank you for the patience.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Hand grinder or electric?",
                "My arms say electric, my neighbours' sleep says hand grinder. How did you decide?",
            ),
            (
                "Worth grinding at home?",
                "Still buying pre-ground for my {brewer}. Is grinding at home really such a difference?",
            ),
            (
                "Which kind of grinder?",
                (
                    "My old blade grinder died with a [bang|smell]. Before I replace it: what do you use, "
                    "and would you choose it again?"
                ),
            ),
        ),
        answers=(
            "Fresh grinding was the biggest step for me, bigger than any brewer I [bought|tried].",
            "Hand grinder here. Two minutes of quiet before anyone else is up, I [like|rather like] it.",
            "For one cup by hand, for [four|guests] electric. I ended up with both, oops.",
            "Electric, and I grind the evening before so as not to wake [the baby|anyone]. It's still good.",
            "Borrow one first! You can have mine for a week, it lives on the shelf otherwise.",
            "Whatever you choose, get burrs and not blades. Blades chop, and you taste it.",
            "My wrists complained about the hand grinder after [a year|one winter]. Worth thinking about.",
            "If you buy pre-ground, at least buy small bags. That's half the difference already.",
        ),
        exchanges=(
            (
                "How many cups a day are we talking about?",
                "Two for me, and [one more|four more] when {who} visits.",
            ),
            ("What do you mostly brew?", "Mostly the {brewer}. Nothing fancy."),
        ),
        closings=(
            "I'll borrow before I buy. [Sensible!|That's the plan.] Thanks for all the honest answers.",
            "Decided: by hand, for now. If I complain about my wrists, remind me of this thread.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Our tap water",
                "The water here leaves white crusts on everything. Do any of you filter it for coffee?",
            ),
            (
                "Does water matter that much?",
                "Had coffee at {who}'s place, same {bean} beans, twice as good. Could it be the water?",
            ),
            (
                "Filter jug, yes or no",
                "{Who} gave me a filter jug. Am I imagining the difference? Do you filter?",
            ),
        ),
        answers=(
            "Yes! A simple jug filter made my cup [clearer|less flat]. Change the cartridge on time, though.",
            "I mix half tap, half bottled. Cheap and [good enough|it works].",
            "Do a blind test: two cups, two waters. I was sure I'd taste nothing and I was wrong.",
            "I noticed it most with light roasts. With dark ones it hardly matters to me.",
            "Hard water eats [fruity|] flavours. If you like chocolatey coffee you may never miss them.",
            "At least run the tap until it's cold. Water that stood all night tastes [of pipe|dull].",
            "The town publishes the hardness somewhere. Ours is on the high side on this bank of the river.",
            "Very soft bottled water was [strangely empty|oddly flat] for me. Some minerals are good.",
        ),
        exchanges=(
            ("Which side of the river are you on?", "The hill side, [near the old school|by the tram stop]."),
            ("Do you descale the kettle?", "Whenever it starts to snow in my tea, so to speak."),
        ),
        closings=(
            (
                "Did the blind test with {who}. We both picked the filtered one. [I'm convinced.|Annoying, "
                "but there it is.]"
            ),
            "Half and half it is. The {note} is back. Thanks, everyone!",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Milk foam without a machine",
                "How do you get decent foam from {milk} without a steamer? Mine is all big bubbles.",
            ),
            (
                "Flat foam",
                "My foam collapses before I've sat down. {Milk}, small saucepan, whisk. What am I missing?",
            ),
            (
                "Teach me to foam",
                "One nice milky coffee a week, {milk}, no machine. How do you do it?",
            ),
        ),
        answers=(
            "Jam jar, lid on, shake hard for half a minute, then warm it. Looks silly, works.",
            "Don't let it boil. Warm enough that you can [just|] still hold the jug.",
            "Tap the jug on the counter and swirl. The big bubbles [pop|go] and it turns glossy.",
            "With {milk} it depends on the carton. Cold from the fridge foams best here.",
            "I froth in the French press: pump the plunger up and down [twenty times|until it's heavy].",
            "A little battery whisk, at an angle, near the top first and then deeper.",
            "Fresh milk foams better than yesterday's. I [always|] keep a new carton for guests.",
            "Less milk in the jug. Mine was too full to move.",
        ),
        exchanges=(
            ("How warm do you take it?", "Until it [steams a bit|nearly rises]. Too hot, I suppose?"),
            ("Is the carton the barista kind?", "No, just the ordinary one."),
        ),
        closings=(
            "The jam jar! I feel five years old and the foam is [perfect|the best I've had at home].",
            "Cooler and less of it, and it stays up. I drew something that might be a leaf.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Where do you keep your beans?",
                "Tin, bag, jar, freezer? {Who} swears by the fridge and I have doubts.",
            ),
            (
                "A kilo of coffee",
                "I was given a whole kilo of {bean} beans. How do I keep it good for more than two weeks?",
            ),
            (
                "Beans going stale",
                "By the end of the bag my {bean} beans taste of nothing. How do you store yours?",
            ),
        ),
        answers=(
            "In the bag they came in, clipped shut, in a cupboard. No need to be clever.",
            "Freezer, small portions, and never put a thawed one back. I taste [no|hardly any] difference.",
            "Not the fridge. Mine tasted of [onion|leftovers] within a week.",
            "A dark jar with a tight lid. Light is worse than people think.",
            (
                "Give half to a neighbour and swap when theirs is full. That's how I met [half the "
                "stairwell|my best friend here]."
            ),
            "I write the date on the bag with a fat pen. Otherwise I fool myself.",
            "Whole beans last. Ground ones fade in days, so grind only what you drink.",
            "Old beans make fine cold brew, so nothing is lost.",
        ),
        exchanges=(
            ("Are they whole beans?", "Whole, luckily."),
            ("How fast do you drink it?", "About [a bag every two weeks|a cup and a half a day]."),
        ),
        closings=(
            "Eight small bags are in the freezer now, labelled. I've never been so organised.",
            "Cupboard and a clip, then. And {who} gets to read this thread.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Coffee away from home",
                "I'm off for {trip}. How do you make good coffee without your kitchen?",
            ),
            (
                "Packing light",
                "What do you take for {trip}? I'd like real coffee and have room for one small thing.",
            ),
            (
                "No kitchen for a while",
                "Next week it's {trip}, and the thought of instant makes me sad. What would you bring?",
            ),
        ),
        answers=(
            "A cloth filter and a mug. Rinse it, dry it, done, and it weighs nothing.",
            "Small hand grinder stuffed with socks. It's safe and so are the socks.",
            "Cold brew in a bottle for the first day, then [see what the place has|improvise].",
            "Grind at home, one little bag a day. Good enough for {trip}, truly.",
            "Coffee bags, like tea bags. I was a snob about them until [last summer|a wet week up north].",
            "Take nothing and find the local bakery. Best mornings of my last trip.",
            "A steel press mug. Brew in it, drink from it, and it survives [being dropped|my rucksack].",
            "Don't forget a spoon. Everybody forgets a spoon.",
        ),
        exchanges=(
            ("Will you have hot water there?", "A [camping stove|kettle of unknown age], I think."),
            ("Just for you, or for the group?", "For two of us, and {who} drinks a lot."),
        ),
        closings=(
            "Packed: cloth filter, seven little bags, a spoon. Off I go. Thank you!",
            "Did a test brew on the doorstep. Lovely, and I'd already forgotten the spoon.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Cold brew ratios",
                "First time making cold brew. How much coffee, how long, and is {bean} any good for it?",
            ),
            (
                "Cold coffee that isn't watery",
                "My cold coffee is always thin. A few hours in the fridge, some ice, and it's sad. Tips?",
            ),
            (
                "Cold brew, first attempt",
                "I have a big jar, a bag of {bean} beans and no idea. How do you make your cold brew?",
            ),
        ),
        answers=(
            "One part coffee to eight parts water, overnight in the fridge. Strain it twice.",
            "Brew it double strength, because the ice does the rest.",
            "Freeze leftover coffee as cubes. [Best trick I know.|Then nothing gets thin.]",
            "Coarse grind for cold brew, or you'll be straining until lunch.",
            "I add a slice of orange while it steeps. Don't tell the purists.",
            "Fourteen hours is my limit. After that it gets [woody|a bit like pencils].",
            "Any beans will do, but fruity ones surprise people when they're cold.",
            "A pinch of salt. Really, [just a pinch|three grains].",
        ),
        exchanges=(
            (
                "How long do you leave it now?",
                "Four hours, the one time I tried. From what you all write I gather that's short.",
            ),
            ("With milk or without?", "A splash of {milk} for me, black for {who}."),
        ),
        closings=(
            "Coffee ice cubes. I'm a changed person.",
            "Overnight and strained twice: smooth, a bit of {note}. [That's the summer sorted.|Thank you!]",
        ),
    ),
)

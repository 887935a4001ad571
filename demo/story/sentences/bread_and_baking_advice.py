"""Baking questions and what the neighbours advise."""

from demo.story.sentences.material import Mood, Subject

BAKING_ADVICE: tuple[Subject, ...] = (
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "My starter is sulking",
                ("{Starter} has hardly moved in two days. A few bubbles, a sour smell, no rise. Do I start over?"),
            ),
            (
                "Is this starter alive?",
                "Fed {starter} {flour} flour as always and it just lies there. What would you do?",
            ),
            ("A lifeless jar", "I think I've killed {starter}. Flat, grey, quiet. Any first aid?"),
            (
                "Starter trouble",
                "Gone for a week, and {starter} hasn't forgiven me. How do you bring one back?",
            ),
        ),
        answers=(
            "Don't throw it out! Warm spot, a spoon of rye, and [two|three] days of patience.",
            (
                "Feed it twice a day for a while, and keep only a spoonful each time. It needs less company "
                "and more food."
            ),
            "What helped mine was simply warmth. On top of the fridge, under a [tea towel|woolly hat].",
            "Sour smell is fine. [Pink or fuzzy|Pink] would be a reason to start over.",
            "Make it thicker. A thin starter rises too, you just can't see it because it falls at once.",
            "If it gives up after all, I have a jar of mine [in the fridge|on the windowsill] for you.",
            "Mine sulked all winter and came back in one warm afternoon. They do that.",
            "Try water that has stood overnight. Ours smells of the swimming pool some weeks.",
        ),
        exchanges=(
            (
                "How warm is it where it stands?",
                "Next to the window, so... [not warm|rather cold, now you ask].",
            ),
            ("How much do you keep when you feed it?", "Nearly all of it. I can't bear to throw it away."),
        ),
        closings=(
            "It doubled! In [six|five] hours! I took a photo like a proud parent. Thank you!",
            "Moved {starter} to the boiler cupboard and it's a different creature.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Dense in the middle",
                "My {loaf} looks lovely and is dense and a bit gummy inside. Where did I go wrong?",
            ),
            (
                "Brick again",
                ("Third {loaf} in a row that could hold a door open. It did rise, a bit. What should I look at?"),
            ),
            (
                "Heavy bread",
                "{Who} used my {loaf} as a bookend. It's a joke, but only just. How do I get it lighter?",
            ),
        ),
        answers=(
            (
                "Let it rise longer. I stopped going by the clock and wait until it [wobbles|jiggles] when I "
                "nudge the bowl."
            ),
            (
                "Did you cut it warm? Waiting [an hour|until it's cold] changes the crumb completely. "
                "Hardest step of all."
            ),
            "Bake it longer than you dare. Ten more minutes won't hurt, gummy usually means underbaked.",
            "Poke it: if the dent springs right back, it isn't ready for the oven.",
            "Dense with a few huge holes means it rose too little. Dense everywhere can be too much flour.",
            ("Weigh the flour. My cup of flour and your cup of flour are [a slice of bread|thirty grams] apart."),
            "Is the kitchen cold? In mine a {loaf} takes twice as long as the recipe says.",
            "Toast it, butter it, and nobody will know. And then: longer rise.",
        ),
        exchanges=(
            (
                "How long did it rise in total?",
                "[Three hours|An hour and a half], because the recipe said so.",
            ),
            ("When did you slice it?", "Immediately. I'm only human."),
        ),
        closings=(
            "Waited for the wobble, baked it ten minutes longer: soft, open, not gummy. You're wonderful.",
            "So much better! Not a magazine picture, but it's [bread|gone already].",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Crust too hard",
                "The crust on my {loaf} is so hard that {who} asked for the saw. How do I soften it?",
            ),
            ("Shattering crust", "How do you keep the crust thin? Mine turns into armour by the next day."),
            (
                "A loaf to break teeth",
                ("{Who} says my {loaf} is delicious once you're through the wall. How do I get a softer crust?"),
            ),
        ),
        answers=(
            "Wrap it in a towel while it's still warm. The steam softens it.",
            "A spoon of oil in the dough makes a kinder crust.",
            "Lower the heat for the second half. [Thirty|Twenty] degrees less was enough here.",
            "Replace part of the water with milk. Softer all round.",
            "Bake it in a tin instead of free. The sides stay tender and the top does the crunch.",
            "Store it cut side down in a bag, not in the open. Paper first, then a loose plastic one.",
            "Brush it with [water|butter] as soon as it comes out.",
            "Hard crust, long life! But yes, shorter with the lid off.",
        ),
        exchanges=(
            (
                "Do you bake with steam or in a pot?",
                "In a pot, lid off for the last [half hour|twenty-five minutes].",
            ),
            ("How hot is the oven?", "As hot as it goes. I thought that was the trick."),
        ),
        closings=(
            "Towel and a bit less heat: {who} can eat it without tools again.",
            "Softer crust, same taste. Writing it on the recipe card, thank you.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Sticky dough everywhere",
                ("Shaping a wet dough and it's on my elbows. How do you handle it without adding a kilo of flour?"),
            ),
            (
                "Shaping help",
                "My {loaf} spreads like a pancake as soon as I shape it. Any tricks for the hands?",
            ),
            (
                "It won't hold its shape",
                "I get as far as the bowl, and then my {loaf} turns into a puddle. How do you shape yours?",
            ),
        ),
        answers=(
            ("Wet hands and a scraper. Flour on the table, water on the hands, or the other way round, never both."),
            "Rest it [twenty|fifteen] minutes between the first shaping and the second. It stops fighting.",
            "Cold dough behaves. Put it in the fridge before you shape it.",
            "Use [five|ten] percent less water until your hands know it. No shame in that.",
            "Pull it towards you over the bare table. The sticking makes the tension.",
            "A few more folds early on. If it's slack at the start, no shaping will save it.",
            "Put it in a tin and call it a tin loaf. I did for [a year|two years].",
            "Rice flour in the basket! It comes out clean every time.",
        ),
        exchanges=(
            ("Which flour is it?", "Mostly {flour}, and I can't say how strong it is."),
            (
                "How wet is the dough, roughly?",
                "Three quarters water. The video made it look [so easy|effortless].",
            ),
        ),
        closings=(
            "Wet hands. That's all it was. I [laughed out loud|feel silly and happy].",
            "Cold from the fridge it stood up like a little hat. Thank you!",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Fresh bread on a working day",
                "I leave at eight and come back at six. How do you fit a {loaf} into that?",
            ),
            (
                "Timing",
                "Everything I bake is ready at eleven at night. How do you plan a dough around a job?",
            ),
            (
                "Baking and shifts",
                "My shifts change every week and my dough doesn't care. How do you manage?",
            ),
        ),
        answers=(
            ("Mix in the evening, fridge overnight, bake when you come home. The fridge is your patient friend."),
            "Less yeast! A pinch and [ten|twelve] hours on the counter, ready when I am.",
            "Bake two on Sunday and freeze one in slices. Not romantic, very good.",
            "Shape it at night, into the oven while I shower. The house smells like a holiday by seven.",
            "Flatbreads on weekdays, loaves on weekends. That saved my [peace|marriage].",
            "I write the times backwards from when I want to eat. Otherwise I'm up at midnight too.",
            (
                "The dough waits longer than you think. Three days in the fridge and it only [tastes "
                "better|gets tastier]."
            ),
            "I swap: my neighbour bakes on Tuesdays, I bake on Fridays.",
        ),
        exchanges=(
            ("Do you use yeast or a starter?", "Starter when I'm brave, yeast when I'm not."),
            ("Is there room in your fridge for a bowl?", "If I [finish|evict] the pickles, yes."),
        ),
        closings=(
            "Overnight in the fridge it is. Fresh bread on a Wednesday, imagine!",
            "Wrote it backwards on paper and for once I was in bed by ten.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "Leftover starter",
                "What do you make with leftover starter? The jar in my fridge [is looking at me|is full].",
            ),
            (
                "Too much starter",
                "I can't throw it away and I can't bake every day. What's your favourite use for the extra?",
            ),
            ("The jar is overflowing", "{Starter} has had children. Many. What do I do with all this?"),
        ),
        answers=(
            "Pancakes. With apple, on a Sunday. My children think that's what starter is for.",
            "Crackers: starter, oil, salt, seeds, spread thin. Ready in twenty minutes.",
            "I keep [two spoons|fifty grams] and not more. Then there's almost no extra.",
            "Crumpets in a buttered ring. Dangerous.",
            "A spoonful in the batter for onion rings makes them [so|very] crisp.",
            "Dry it on baking paper, crumble it, post it to a friend. Mine lives in three countries now.",
            "Into banana bread, instead of part of the flour. A bit of tang is good in there.",
            "The compost loves it. I tell myself it's not wasted, just promoted.",
        ),
        exchanges=(
            ("How old is the extra?", "A week, maybe [ten days|two]. It smells like apples."),
            ("Sweet or savoury?", "Savoury, {who} has been on cake duty."),
        ),
        closings=(
            "Crackers! With sesame! None left to show you.",
            "Pancakes for six people and the jar is empty. Perfect.",
        ),
    ),
    Subject(
        Mood.QUESTION,
        openers=(
            (
                "A weak little oven",
                "My oven barely gets hot and has no window. Can I still bake a decent {loaf}?",
            ),
            ("No steam, no pot", "How do you get steam in a rented oven? I don't own a heavy pot."),
            (
                "Rented oven blues",
                "The oven in our new place is pale and lazy, and so is my {loaf}. What can I do?",
            ),
        ),
        answers=(
            "A roasting tin upside down over the loaf traps the steam. Cheap and [brilliant|it works].",
            "Heat it far longer than it says. Mine lies by [half an hour|forty degrees].",
            "Bake rolls instead of a big loaf. Small things forgive a weak oven.",
            "A tray at the bottom with a handful of ice cubes, quickly, and shut the door.",
            "An old paving tile, well scrubbed, keeps the heat beautifully.",
            "Top shelf for the last five minutes. That's all the colour I ever get and it's fine.",
            "Come and use mine some weekend, honestly. It's on anyway.",
            "Buy a tiny oven thermometer. Knowing the truth is half of it.",
        ),
        exchanges=(
            (
                "Gas or electric?",
                "Gas, with a flame only at the back. [Adventurous.|The left side stays pale.]",
            ),
            ("Could you borrow a pot to test?", "Good point. The people in the tool library might have one."),
        ),
        closings=(
            "Upside-down roasting tin! It rose, it shone, I cheered.",
            "The thermometer says my oven has been lying to me for years. Now we understand each other.",
        ),
    ),
)

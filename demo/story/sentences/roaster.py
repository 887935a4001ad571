"""Sentences of Ines, who works at the (invented) Otterlamp roastery and always says so."""

from demo.story.sentences.material import Mood, Subject

BRAND = "Otterlamp"

DISCLOSURES: tuple[str, ...] = (
    "Ines from Otterlamp here. {text}",
    "{text} (I roast at Otterlamp, so weigh that.)",
    "Speaking as someone from Otterlamp. {text}",
    "{text} (I work at Otterlamp.)",
    "As you know, I work at Otterlamp. {text}",
    "Otterlamp hat on, nothing to sell. {text}",
)
SIGNATURES: tuple[str, ...] = (
    "{text} (Ines, Otterlamp)",
    "{text} (Otterlamp here, as always.)",
    "{text} (Ines from Otterlamp)",
)
"""Disclosures for short texts."""

SUBJECTS: tuple[Subject, ...] = (
    Subject(
        Mood.VIEW,
        openers=(
            (
                "A question from the roastery",
                (
                    "Ines from Otterlamp here, and I'd like to learn: what do you wish were printed on a "
                    "coffee bag? Not our bag, any bag."
                ),
            ),
            (
                "What confuses you on a label?",
                (
                    "Otterlamp person asking openly: which words on a coffee label mean nothing to you? "
                    "We're rewriting ours."
                ),
            ),
        ),
        answers=(
            "The roast date, big, and not behind the barcode.",
            "Whether it's good with milk. That's all my mother wants to know.",
            "Altitude. I've never once used that number.",
            "Please drop 'notes of'. Just say 'tastes a bit like'.",
            "How long it stays good after opening.",
            "A picture of how coarse to grind it would help me.",
            "'Washed'. I thought for years that it was about hygiene.",
            "Thank you for asking before printing!",
        ),
        exchanges=(
            (
                "Will you show us the new label?",
                "Yes, gladly, before it goes to the printer. That's Otterlamp's promise, or at least mine.",
            ),
        ),
        closings=("This is worth more than any survey. I'll take it all to Otterlamp on Monday. Thank you!",),
    ),
    Subject(
        Mood.NOTICE,
        openers=(
            (
                "Ask a roaster",
                (
                    "Ines, Otterlamp. I'm at the roaster all afternoon and have time between batches. Any "
                    "questions about what happens to the beans?"
                ),
            ),
            (
                "Behind the drum",
                (
                    "If you've ever wondered about roasting, ask me. I work at Otterlamp and will say so "
                    "when I don't know something."
                ),
            ),
        ),
        answers=(
            "That's a kind offer. I'll think of something clever and then ask something simple.",
            "I like that you say when you don't know.",
            "I read everything you write about this, even the parts about valves.",
            "Nothing from me today, but thank you for being here.",
            "My children would like to know whether it smells like toast. I said yes.",
            "I'll save my question until I've finished the bag I have.",
            "You've got me curious, I'll think of one on the way home.",
            "I never thought I'd read about drums and gravel with such pleasure.",
            "Good to have somebody here who says 'I don't know'.",
            "I once burnt a handful of green beans in a pan, so you have my full respect.",
        ),
        exchanges=(
            (
                "Why do some beans look oily?",
                (
                    "Dark roasts push the oil out, and with age the lighter ones sweat a little too. Oily "
                    "isn't bad, just dark or old."
                ),
            ),
            (
                "Is dark roast really stronger?",
                "Stronger in taste, not in caffeine. Bean for bean they're about equal.",
            ),
            (
                "What happens to the batches that go wrong?",
                "They become staff coffee. We drink a lot of mistakes.",
            ),
            (
                "How do you decide what a coffee tastes of?",
                "Five of us write it down without talking. We print only what three of us wrote.",
            ),
            (
                "Does the age of the green beans matter?",
                "Yes, after a year they taste of paper. We date the sacks.",
            ),
            (
                "How loud is it next to the roaster?",
                "Like a tumble dryer full of gravel. I hear it in my sleep.",
            ),
            (
                "Do you drink your own coffee at home?",
                "At home I drink whatever neighbours give me. I've had nine cups by noon anyway.",
            ),
            ("Can one visit?", "Yes, the door is open on Fridays, no buying expected."),
        ),
        closings=(
            "Good questions, all of them. I took two of them back to Otterlamp because I wasn't sure myself.",
            "Thanks for the curiosity. I've written the longer answers on the Otterlamp door, in chalk.",
        ),
    ),
    Subject(
        Mood.NOTICE,
        openers=(
            (
                "A correction from the roastery",
                "Ines from Otterlamp, with a correction: I used to say that freezing ruins beans. We tested it, and I was wrong.",
            ),
            (
                "I was wrong about freezing",
                "Otterlamp person here. I've told some of you not to freeze beans. Five of us tasted blind and nobody could tell.",
            ),
        ),
        answers=(
            "I like it when people come back to say so.",
            "My freezer feels vindicated.",
            "I'd still rather finish the bag, but good to know.",
            "Small portions, I suppose? That's what the freezer people here always say.",
            "Thank you. I'd have gone on believing it for years.",
            "So the drawer under the peas was right all along.",
        ),
        exchanges=(
            ("For how long did you freeze them?", "Two months, in small bags, and ground while still cold."),
            ("Was it your own coffee?", "Ours and two others, without labels."),
        ),
        closings=(
            "Thank you for being kind about it. Otterlamp's website still says the opposite, I'll have it changed.",
        ),
    ),
    Subject(
        Mood.NOTICE,
        openers=(
            (
                "Empty sacks",
                "We've got a pile of empty jute sacks at Otterlamp. Free, no buying, first come. The garden people may like them.",
            ),
            (
                "Sacks and coffee grounds",
                "Ines, Otterlamp. Grounds by the bucket and empty sacks, free, every Friday by our back door. Nothing to buy.",
            ),
        ),
        answers=(
            "My compost thanks you.",
            "I'd love two for the potatoes.",
            "I'll tell the garden people, they'll be there before you open.",
            "One for me, please. It's going to be a very rustic curtain.",
            "That's kind, and I like that you say it's free and mean it.",
            "I'll come by on Friday with the trolley.",
        ),
        exchanges=(
            ("Do they smell of coffee?", "A bit like hay and rope. The grounds smell of coffee."),
            ("Until when are you there?", "Until five. If nobody answers, knock louder."),
        ),
        closings=("All the sacks have found a home, more next month. Thanks from everyone at Otterlamp.",),
    ),
)

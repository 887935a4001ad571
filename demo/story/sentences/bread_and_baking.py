"""What is said in the bread and baking topic."""

from demo.story.sentences.bread_and_baking_advice import BAKING_ADVICE
from demo.story.sentences.material import Mood, Subject, Voice

_SUBJECTS = (
    *BAKING_ADVICE,
    Subject(
        Mood.SHOW,
        openers=(
            (
                "My {loaf} worked!",
                (
                    "After [five|six] tries: a {loaf} with a proper ear, a proper crumb, and a crust that "
                    "sang when it cooled. I'm so happy."
                ),
            ),
            (
                "It sang",
                (
                    "Has anyone else stood next to a cooling {loaf} and listened to it crackle? Mine just "
                    "did, first time ever."
                ),
            ),
            (
                "A good one, at last",
                (
                    "Everything I know about {loaf} went wrong for months, and then suddenly: this. High, "
                    "light, golden. I danced."
                ),
            ),
        ),
        answers=(
            "The crackle! Best sound in the house.",
            "You kept going, that's the real recipe.",
            "Please tell me you [managed|had the strength] to wait before cutting it.",
            "A good ear on a {loaf} is no small thing. [Chapeau.|Hats off.]",
            "I can smell it from the other end of the street. Or that's mine burning.",
            "Remember when you wanted to give up? I'm glad you didn't.",
            "Salted butter, nothing else. It has earned that.",
            "That is the one you'll compare all the others to. Write down everything.",
        ),
        exchanges=(
            ("How long did you let it rise?", "Until it wobbled. I didn't look at the clock [at all|once]."),
            ("Which flour did you use?", "Half {flour}, half plain, and a spoon of honey."),
        ),
        closings=(
            "Half of it is gone and the other half is on {who}'s doorstep. Thank you for cheering.",
            "You're all so kind. Next one is for sharing, promise.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "A glorious failure",
                "I forgot the salt. A whole {loaf}, beautiful, tasting of absolutely nothing.",
            ),
            (
                "Today's disaster",
                ("The timer was on silent. My {loaf} is now [charcoal|a geological sample]. Please tell me yours."),
            ),
            (
                "Learn from me",
                "I leaned on the oven door, and the {loaf} slid down behind the cooker. How was your baking?",
            ),
        ),
        answers=(
            "I once used icing sugar instead of flour for dusting. Caramel everywhere.",
            "Mine climbed out of the bowl overnight and onto a library book. I still pay in biscuits.",
            "Forgot the yeast, baked it anyway, called it 'flat style'. Nobody believed me.",
            "Breadcrumbs! Everything can become [breadcrumbs|breadcrumbs if you're brave].",
            "I dropped a whole tray of buns in front of my mother-in-law. We ate the top ones.",
            "My cat slept on the rising dough. It rose around him. Warmest proving box I've ever had.",
            "Thank you for sharing this, I feel much better about my [kitchen|Tuesday].",
            "Frame it. In five years it's your favourite story.",
        ),
        exchanges=(
            ("Could you save any of it?", "The ducks had a look and [declined|walked off]. So no."),
            ("Will you try again?", "Of course. The next one is already [in the bowl|rising]."),
        ),
        closings=(
            "I laughed so much at these. Second attempt is fine, by the way. Salted, even.",
            "We should print this thread as a cookbook. Thank you all.",
        ),
    ),
    Subject(
        Mood.SHOW,
        openers=(
            (
                "{Sweet} for the whole stairwell",
                (
                    "Baked {sweet} from my grandmother's card and left a plate on every floor. The plates "
                    "came back with notes!"
                ),
            ),
            (
                "First time making {sweet}",
                "I finally dared to make {sweet}. A bit crooked, very buttery, all gone.",
            ),
            (
                "Warm {sweet}",
                (
                    "There's a tray of {sweet} cooling on my windowsill and I can already hear children in "
                    "the stairwell."
                ),
            ),
        ),
        answers=(
            "Crooked is how you know somebody made them.",
            "I'd give a lot for the recipe. My family talks about {sweet} like a lost country.",
            "You can leave a plate on my floor any time. [Third door.|Just saying.]",
            "Your grandmother would be proud, I'm sure of it.",
            "I always burn the bottoms. Yours sound just right.",
            "This is exactly why I like living here.",
            "A little {spice} in there and I would never leave your kitchen.",
            "I admire anyone who makes {sweet}. I buy the dough and hope nobody asks.",
        ),
        exchanges=(
            ("How many did you make?", "Forty. [I misread the card.|It was meant to be fourteen.]"),
            ("Is there {spice} in it?", "Just a pinch. Grandmother's card says 'enough'."),
        ),
        closings=(
            "I'll copy the card for everyone who wants it. It's mostly butter stains.",
            "Thank you! Second batch is planned, this time with {spice}.",
        ),
    ),
    Subject(
        Mood.PLAN,
        openers=(
            (
                "Baking day in the community kitchen",
                "The community kitchen is free {day}. Shall we fill that big oven? I could bring {starter}.",
            ),
            (
                "Big oven, anyone?",
                "I can get the key for the community kitchen {day}. Six loaves fit in at once.",
            ),
            (
                "Bake together {day}?",
                "I don't like baking alone any more. Community kitchen {day}, who's with me?",
            ),
        ),
        answers=(
            "Yes! I'll bring {flour} flour, I have far too much.",
            "I'd love to, and I'd bring my son, who's ten and better at folding than me.",
            "Working that day, sadly. Save me an end piece?",
            "I'm in if I may make {sweet} on the side, when the oven cools.",
            "I can bring baskets and [two|three] scrapers.",
            "Count me in for the afternoon. I'm useless in the morning.",
            "May I come and just watch? I've never made bread with others.",
            "In. I'll bring soup, because bread needs soup.",
        ),
        exchanges=(
            ("From what time?", "Doors open at ten, dough should be mixed the evening before."),
            ("How much does the kitchen cost?", "Nothing, as long as we leave it cleaner than we found it."),
        ),
        closings=(
            "Lovely, {day} it is. Mix the night before, bring a towel and your appetite.",
            "That makes a full oven. Key's on my hook, see you at ten.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Kneading or folding?",
                "Do you still knead, or do you just fold now and then and let time do it?",
            ),
            (
                "Machine or hands?",
                "{Who} offered me a mixer. Part of me thinks the hands are the point. What do you think?",
            ),
            (
                "How do you treat your dough?",
                "Somebody on the tram told me kneading is out. Is it? What do you do?",
            ),
        ),
        answers=(
            "Hands. It's the only quarter of an hour when nobody can hand me a phone.",
            "Folding. Four times in two hours, and the dough and I are both relaxed.",
            "Machine for rich doughs with butter, hands for everything else.",
            "My shoulder made that decision for me: mixer, and no regrets.",
            "Time does the most. I stir it with a spoon and go to bed.",
            "I knead when I'm cross and fold when I'm not. Good bread either way.",
            "I learned on a machine and only understood dough when it broke.",
            "Children should knead at least once. After that everyone can choose.",
        ),
        exchanges=(
            ("What do you bake most?", "A plain {loaf}, two a week."),
            ("How do your hands feel afterwards?", "Fine, mostly. [In winter less so.|Clean, at least.]"),
        ),
        closings=(
            "So: spoon, folds, time, and kneading only when cross. I'll take it.",
            "Thank you, I'll keep my hands in it and borrow a mixer for {sweet}.",
        ),
    ),
    Subject(
        Mood.VIEW,
        openers=(
            (
                "Fresh or day-old?",
                ("{Who} and I argue about bread: first day or second, end piece or middle? Please settle this."),
            ),
            (
                "End piece or middle?",
                (
                    "Serious question for a household in dispute: how do you share out a {loaf}? Ends, "
                    "middle, warm, next day?"
                ),
            ),
            (
                "The first slice",
                (
                    "{Who} cuts the {loaf} while it's still steaming, and takes both ends. What are the "
                    "rules at your place?"
                ),
            ),
        ),
        answers=(
            "The baker gets the end. That's [law|the oldest law there is].",
            "Warm with butter, first day. I don't care what it does to the crumb.",
            "Second day, toasted. More taste and it doesn't squash.",
            "In my family you could trade an end piece for washing up.",
            "There are two ends! Peace is possible.",
            "Rye on day two or three, white on day one. Everybody can be right.",
            "I cut it in half, so now there are four ends. You're welcome.",
            "First slice is for whoever is nearest. Quick hands, warm bread.",
        ),
        exchanges=(
            ("What does {who} say?", "That I'm wrong, with a full mouth."),
            ("Is it a big loaf?", "It [was|used to be]."),
        ),
        closings=(
            "Read all of this aloud at breakfast. The court is adjourned, there are crumbs everywhere.",
            "Cutting it in half first. Genius. Peace has returned.",
        ),
    ),
)

_ARRIVAL = Subject(
    Mood.HELLO,
    openers=(
        (
            "Hello, floury greetings",
            (
                "Hi, I'm {opener}, new here. I've baked exactly one {loaf}. It was flat and we ate it. What "
                "should number two be?"
            ),
        ),
        (
            "New here",
            (
                "Hello! {opener}, just moved in round the corner. I bake {sweet} when I'm nervous, so expect "
                "some. Does anyone have a bit of starter to spare?"
            ),
        ),
        (
            "First hello",
            "Hi all, {opener} here. I want to learn to make proper bread this year. Where did you begin?",
        ),
    ),
    answers=(
        "Welcome, {opener}! Begin with one plain loaf and make it ten times. That's all I ever did.",
        "Hi {opener}! I have starter for you, bring a clean jar and a bit of time for tea.",
        "Welcome! Flat bread that gets eaten is a success here.",
        "Hello {opener}, good to have you. Ask as often as you like, we've all burnt something.",
        "Welcome to the warm end of the street. There's a baking day now and then, do come.",
        "Hi! Start with rolls, they forgive everything. And tell us how they turn out.",
    ),
    exchanges=(
        (
            "Do you have a scale and an oven you trust?",
            "A scale, yes. The oven and I are still getting to know each other.",
        ),
        ("What kind of bread do you like to eat?", "Dark, with seeds. The kind that lasts all week."),
    ),
    closings=(
        "You're so kind! A plain loaf it is. I'll show you, whatever happens.",
        "Thank you all. I already feel less alone with my flour.",
    ),
)

BREAD_AND_BAKING = Voice(
    topic="bread-and-baking",
    words={
        "loaf": (
            "sourdough",
            "rye loaf",
            "seeded loaf",
            "tin loaf",
            "spelt loaf",
            "potato bread",
            "barley loaf",
        ),
        "starter": (
            "my starter Bruno",
            "my starter Doris",
            "the rye starter",
            "the old jar of starter",
            "my starter Mabel",
        ),
        "flour": ("rye", "spelt", "wholemeal", "strong white", "einkorn", "barley"),
        "sweet": (
            "cardamom buns",
            "cinnamon knots",
            "poppy seed rolls",
            "plum slices",
            "almond crescents",
            "saffron buns",
        ),
        "spice": ("cardamom", "aniseed", "nutmeg", "orange zest", "clove"),
        "who": ("my husband", "my wife", "my mother", "my brother", "my flatmate", "my daughter"),
        "day": ("next Saturday", "next Sunday", "on Saturday week", "the first Sunday of the month"),
    },
    subjects=_SUBJECTS,
    arrival=_ARRIVAL,
    remarks=(
        "I came here to look something up and now I'm [mixing dough|hungry] again.",
        "Every time I read this group I preheat the oven by accident.",
        "I'm [printing|copying] this for the inside of my cupboard door.",
        "There's flour on my screen and I regret nothing.",
        "My own starter says hello, by the way. Well, it bubbled.",
        "[Saved|Bookmarked] for the weekend.",
        "My kitchen scale just heard its name and woke up.",
        "I needed this today, thank you.",
        "Reading along with a slice of {loaf} in my other hand.",
        "One day I'll remember all of this before I put the tray in.",
        "You make it sound so easy that I might [try|dare] it.",
        "I love how everyone here has burnt something and still bakes.",
    ),
    emoji=("🍞", "🥐", "🧈", "😋", "🤌"),
)

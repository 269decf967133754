"""Our own small talk, to stand around a copy."""

import random

SENTENCES = (
    "I promised to post this after lunch, so here it is.",
    "The kettle broke again and nobody has brought a new one.",
    "Thanks to everyone who wrote last week, the answers helped a lot.",
    "My neighbour thinks it should be shorter, and perhaps she is right.",
    "It worked on the old machine in the cellar and on the one upstairs.",
    "If it does not fit your case, say so below and I will look again.",
    "Rain all day, which is why this took until the evening.",
    "Please keep the questions in one place, or I lose track of them.",
    "We tried two other ways before and gave up on both.",
    "The picture comes later, when the light is better.",
    "Somebody asked for the rest of it on Tuesday.",
    "That is all for now, more when the weekend is over.",
    "Nothing here is finished, it only has to last until spring.",
    "The trams were late, the coffee was not.",
    "Write to the usual address when a piece is missing.",
    "A friend of a friend had it lying around in a drawer.",
)
REPLIES = (
    "same here, looks fine to me",
    "could you rebase this please?",
    "tried it on my side, one question below",
    "left a note at the second place",
)


def talk(chance: random.Random, sentences: int = 3) -> str:
    """A paragraph of so many sentences."""
    return " ".join(chance.sample(SENTENCES, min(sentences, len(SENTENCES))))

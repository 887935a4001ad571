"""What people typed, tidied and within its bounds."""

from community.errors import Invalid
from community.recommendations.link import parse_link
from community.recommendations.recommendation import ITEM_LENGTH, LINK_LENGTH, WHY_LENGTH, Relation, Wording


def parse_wording(item: str, why: str, typed_link: str, relation: Relation) -> Wording:
    """What an author says of an item.

    Raises
    ------
    Invalid
        When something is missing, too long, or no link.
    """
    tidied = Wording(
        parse_line(item, ITEM_LENGTH),
        parse_passage(why, WHY_LENGTH),
        parse_link(parse_passage(typed_link, LINK_LENGTH)),
        relation,
    )
    if not tidied.item or not tidied.why:
        raise Invalid("Please say what you recommend, and why.")
    return tidied


def parse_passage(written: str, limit: int) -> str:
    """A text with its lines kept. Raises Invalid when it is too long."""
    text = written.strip()
    if len(text) > limit:
        raise Invalid("That is longer than {limit} characters. Please shorten it.", limit=limit)
    return text


def parse_line(written: str, limit: int) -> str:
    """A text on one line. Raises Invalid when it is too long."""
    return parse_passage(" ".join(written.split()), limit)

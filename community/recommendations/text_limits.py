"""Parsing of what people typed: tidies it and checks its length."""

from community.errors import Invalid
from community.recommendations.link import parse_link
from community.recommendations.recommendation import ITEM_LENGTH, LINK_LENGTH, WHY_LENGTH, Relation, Wording


def parse_wording(item: str, why: str, typed_link: str, relation: Relation) -> Wording:
    """The words and the relation of a recommendation.

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
    """Returns a text without surrounding spaces, its lines kept.

    Raises
    ------
    Invalid
        If it is too long.
    """
    text = written.strip()
    if len(text) > limit:
        raise Invalid("That is longer than {limit} characters. Please shorten it.", limit=limit)
    return text


def parse_line(written: str, limit: int) -> str:
    """Returns a text on one line.

    Raises
    ------
    Invalid
        If it is too long.
    """
    return parse_passage(" ".join(written.split()), limit)

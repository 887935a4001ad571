"""Relations in words."""

from cogs.kit.i18n import Translations
from community.recommendations.recommendation import Relation


def relation_text(relation: Relation, say: Translations) -> str:
    """Returns a relation in words, the same in modals and on cards."""
    match relation:
        case Relation.OWN:
            return say("Bought or made it myself")
        case Relation.GIFT:
            return say("Got it free")
        case Relation.PAID:
            return say("Paid or affiliate")
        case Relation.EMPLOYEE:
            return say("I work there")
        case Relation.NONE:
            return say("No own experience")

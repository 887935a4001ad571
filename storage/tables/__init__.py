"""Every table, one module per feature.

A member column says what forgetting does; a table says in words what it stores of a person.
"""

from storage.tables import (
    access,
    amas,
    brands,
    catchup,
    circles,
    digests,
    engagement,
    greeters,
    history,
    liveliness,
    notices,
    onboarding,
    privacy,
    process,
    recommendations,
    search,
    settings,
    stewards,
    topic_lifecycle,
    topics,
)
from storage.tables.schema import metadata

__all__ = [
    "access",
    "amas",
    "brands",
    "catchup",
    "circles",
    "digests",
    "engagement",
    "greeters",
    "history",
    "liveliness",
    "metadata",
    "notices",
    "onboarding",
    "privacy",
    "process",
    "recommendations",
    "search",
    "settings",
    "stewards",
    "topic_lifecycle",
    "topics",
]

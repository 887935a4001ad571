"""The ledger: what a brand's representative did, from where and to whom they wrote, never from what.

A post *answers* if it replies to somebody else, or is in a thread that somebody else opened or that was opened for
an AMA of its author. Every other post *promotes*. Members who speak for the same brand are not somebody else.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from fractions import Fraction

from community.brands.brand import Rep
from community.brands.consent import Consent
from community.ids import AskId, BrandId, ChannelId, MemberId
from community.recommendations.recommendation import RELATED, Relation

LEDGER_SPAN = timedelta(days=90)
"""How far back a ledger goes: as long as a consent is active."""
ENOUGH_POSTS = 10
"""Posts from which a share is shown (our choice: below, one post is more than 10 %)."""


@dataclass(frozen=True, slots=True)
class RepPost:
    """A message without its text; ``replied_to`` and ``opened_by`` are None if unknown.

    ``invited`` is whether it is in the thread of an AMA whose guest is its author.
    """

    message_id: int
    at: datetime
    channel_id: ChannelId
    thread_id: ChannelId | None = None
    replied_to: MemberId | None = None
    opened_by: MemberId | None = None
    invited: bool = False


@dataclass(frozen=True, slots=True)
class GivenRecommendation:
    """A recommendation that a representative gave, and the relation that they disclosed."""

    ask_id: AskId
    relation: Relation


@dataclass(frozen=True, slots=True)
class RepActivity:
    """What one member did in a span of time; ``asks`` are other members' asks in whose threads they wrote.

    ``n_answered`` counts questions of AMAs: these are answered by a modal that names the brand, so they are no posts.
    """

    posts: Sequence[RepPost]
    recommended: Sequence[GivenRecommendation]
    asks: Collection[AskId]
    n_answered: int = 0


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """One representative's part of the ledger.

    ``unwelcome`` are posts in topics without consent; ``is_recorded`` is False if the member opted out, so that nothing
    is known.
    """

    rep: Rep
    n_posts: int
    n_promoting: int
    n_asks: int
    n_recommended: int
    n_disclosed: int
    unwelcome: Sequence[RepPost]
    n_answered: int = 0
    is_recorded: bool = True

    @property
    def n_answering(self) -> int:
        """Posts that answer somebody."""
        return self.n_posts - self.n_promoting

    @property
    def promotion_share(self) -> Fraction | None:
        """The share of posts that promote, None if there are too few posts."""
        return None if self.n_posts < ENOUGH_POSTS else Fraction(self.n_promoting, self.n_posts)

    def exceeds(self, limit: int) -> bool:
        """Returns whether more than ``limit`` percent of the posts promote."""
        return self.promotion_share is not None and 100 * self.promotion_share > limit


def summarize(
    rep: Rep,
    activity: RepActivity,
    *,
    colleagues: Collection[MemberId],
    topics: Collection[ChannelId],
    consents: Sequence[Consent],
    brands: Collection[BrandId],
) -> LedgerSummary:
    """Returns one representative's part of the ledger.

    ``colleagues`` speak for the same brand, the representative among them; ``topics`` are the channels of topics;
    ``brands`` are all that the representative speaks for: one consent to any of them is enough for a post.
    """
    by_channel = _by_channel(consents, brands)
    asks = {one.ask_id for one in activity.recommended} | set(activity.asks)
    return LedgerSummary(
        rep,
        n_posts=len(activity.posts),
        n_promoting=sum(not is_answer(post, colleagues) for post in activity.posts),
        n_asks=len(asks),
        n_recommended=len(activity.recommended),
        n_disclosed=sum(one.relation in RELATED for one in activity.recommended),
        unwelcome=[
            post
            for post in activity.posts
            if post.channel_id in topics
            and not any(one.is_active(post.at) for one in by_channel.get(post.channel_id, ()))
        ],
        n_answered=activity.n_answered,
    )


def is_answer(post: RepPost, colleagues: Collection[MemberId]) -> bool:
    """Returns whether a post answers somebody, rather than promotes."""
    if post.invited or (post.replied_to is not None and post.replied_to not in colleagues):
        return True
    if post.thread_id is None:
        return False
    return post.opened_by is not None and post.opened_by not in colleagues


def _by_channel(consents: Sequence[Consent], brands: Collection[BrandId]) -> Mapping[ChannelId, Sequence[Consent]]:
    found: dict[ChannelId, list[Consent]] = {}
    for one in consents:
        if one.brand_id in brands:
            found.setdefault(one.channel_id, []).append(one)
    return found
